"""What looks odd in a record is asked about; what is ordinary in a treated patient is not."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.model import Case
from lnreview.case.oddities import Knowledge, Oddity, oddities, of_entry
from lnreview.case.records import LabResult
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.resources import demo
from lnreview.review.plausible import knowledge

TODAY = date(2026, 11, 22)
KNOWN = knowledge(load())


def case(**parts: Any) -> Case:
    return Case.model_validate({"id": "c", **parts})


def lab(analyte: str, value: float, unit: str, day: str, **more: Any) -> dict[str, Any]:
    return {"analyte": analyte, "quantity": {"value": value, "unit": unit}, "collected_on": day, **more}


def course(drug: str, dose: tuple[float, str] | None = None, **more: Any) -> dict[str, Any]:
    return {"drug": drug, **({"dose": {"value": dose[0], "unit": dose[1]}} if dose else {}), **more}


def odd(found: Case) -> list[tuple[str, str, str, str]]:
    return [(item.kind, item.entry, item.other, item.unit) for item in seen(found)]


def seen(found: Case) -> tuple[Oddity, ...]:
    return oddities(found, KNOWN, TODAY)


ODD: dict[str, tuple[dict[str, Any], list[tuple[str, str, str, str]]]] = {
    "the same value twice": (
        {"labs": [lab("upcr", 3.4, "g/g", "2026-01-10"), lab("UPCR", 3400, "mg/g", "2026-01-10")]},
        [("repeated", "lab-2", "lab-1", "")],
    ),
    "another value on the same day": (
        {"labs": [lab("c3", 70, "mg/dL", "2026-01-10"), lab("c3", 76, "mg/dL", "2026-01-10")]},
        [("differs", "lab-2", "lab-1", "")],
    ),
    "mg/g written as g/g": (
        {"labs": [lab("upcr", 3.4, "g/g", "2026-01-10"), lab("upcr", 2900, "g/g", "2026-03-10")]},
        [("implausible", "lab-2", "lab-1", "mg/g")],
    ),
    "mg/g written as g/g, alone in its series": (
        {"labs": [lab("upcr", 2900, "g/g", "2026-03-10")]},
        [("implausible", "lab-1", "", "mg/g")],
    ),
    "g/g written as mg/g": (
        {"labs": [lab("upcr", 3400, "mg/g", "2026-01-10"), lab("upcr", 2.9, "mg/g", "2026-03-10")]},
        [("unit", "lab-2", "lab-1", "g/g")],
    ),
    "mg/mmol written as mg/g, between two others": (
        {
            "labs": [
                lab("upcr", 3000, "mg/g", "2026-01-10"), lab("upcr", 330, "mg/g", "2026-02-10"),
                lab("upcr", 2800, "mg/g", "2026-03-10"),
            ]
        },
        [("unit", "lab-2", "lab-1", "mg/mmol")],
    ),
    "µmol/L written as mg/dL": (
        {"labs": [lab("creatinine", 0.9, "mg/dL", "2026-01-10"), lab("creatinine", 88, "mg/dL", "2026-03-10")]},
        [("implausible", "lab-2", "lab-1", "umol/L")],
    ),
    "mg/dL written as µmol/L": (
        {"labs": [lab("creatinine", 80, "umol/L", "2026-01-10"), lab("creatinine", 1.1, "umol/L", "2026-03-10")]},
        [("implausible", "lab-2", "lab-1", "mg/dL")],
    ),
    "mg/d written as g/d": (
        {
            "labs": [
                lab("urine-protein-24h", 2.1, "g/d", "2026-01-10"), lab("urine-protein-24h", 1800, "g/d", "2026-03-10"),
            ]
        },
        [("implausible", "lab-2", "lab-1", "mg/d")],
    ),
    "g/L written as g/dL": (
        {"labs": [lab("albumin", 2.8, "g/dL", "2026-01-10"), lab("albumin", 31, "g/dL", "2026-03-10")]},
        [("unit", "lab-2", "lab-1", "g/L")],
    ),
    "an eGFR that nobody has": (
        {"labs": [lab("egfr", 640, "mL/min/1.73m2", "2026-01-10")]},
        [("implausible", "lab-1", "", "")],
    ),
    "a result of next year": (
        {"labs": [lab("c3", 70, "mg/dL", "2027-01-10")]},
        [("future", "lab-1", "", "")],
    ),
    "1500 g of mycophenolate": (
        {"courses": [course("CellCept", (1500, "g"), frequency="bid")]},
        [("dose-unit", "course-1", "", "mg")],
    ),
    "2 mg of mycophenolate a day": (
        {"courses": [course("MMF", (2, "mg/d"))]},
        [("dose-unit", "course-1", "", "g/d")],
    ),
    "60 g of prednisone beside 40 mg": (
        {
            "courses": [
                course("prednisone", (60, "g"), frequency="daily", start="2026-01-01", stop="2026-01-14"),
                course("prednisone", (40, "mg"), frequency="daily", start="2026-01-15", stop="2026-02-14"),
                course("prednisone", (20, "mg"), frequency="daily", start="2026-02-15"),
            ]
        },
        [("dose-unit", "course-1", "", "mg")],
    ),
    "one drug twice at a time": (
        {
            "courses": [
                course("MMF", start="2026-01-01", stop="2026-06-30"), course("CellCept", start="2026-05-01"),
            ]
        },
        [("overlap", "course-2", "course-1", "")],
    ),
    "an earlier course that still runs": (
        {"courses": [course("MMF", start="2026-01-01", ongoing="yes"), course("MMF", start="2026-05-01")]},
        [("runs-on", "course-2", "course-1", "")],
    ),
    "a stop before the start": (
        {"courses": [course("MMF", start="2026-05-01", stop="2026-04")]},
        [("ends-before", "course-1", "", "")],
    ),
    "a biopsy before birth": (
        {"patient": {"birth_date": "1995-02"}, "biopsies": [{"taken_on": "1994-12", "classes": ["IV"]}]},
        [("before-birth", "biopsy-1", "", "")],
    ),
    "the same refill twice": (
        {
            "dispenses": [
                {"drug": "MMF", "dispensed_on": "2026-01-01", "days_supply": 30},
                {"drug": "CellCept", "dispensed_on": "2026-01-01", "days_supply": 30},
            ]
        },
        [("repeated", "dispense-2", "dispense-1", "")],
    ),
}  # fmt: skip
ORDINARY = {
    "a response": [lab("upcr", 3.4, "g/g", "2026-01-10"), lab("upcr", 0.4, "g/g", "2026-07-10")],
    "a deep response": [lab("upcr", 3.4, "g/g", "2026-01-10"), lab("upcr", 0.1, "g/g", "2026-07-10")],
    "a flare": [lab("upcr", 0.2, "g/g", "2026-01-10"), lab("upcr", 4.0, "g/g", "2026-07-10")],
    "other units": [lab("upcr", 3.4, "g/g", "2026-01-10"), lab("upcr", 380, "mg/mmol", "2026-07-10")],
    "kidney failure": [lab("creatinine", 0.9, "mg/dL", "2026-01-10"), lab("creatinine", 6, "mg/dL", "2026-07-10")],
    "two samples of a day": [
        lab("upcr", 3.4, "g/g", "2026-01-10", collection="spot"),
        lab("upcr", 2.9, "g/g", "2026-01-10", collection="24-hour"),
    ],
    "two values of a month": [lab("c3", 70, "mg/dL", "2026-01"), lab("c3", 76, "mg/dL", "2026-01")],
    "no unit": [lab("upcr", 3400, "", "2026-01-10")],
    "an unknown unit": [lab("anti-dsdna", 3400, "titre", "2026-01-10"), lab("anti-dsdna", 3, "titre", "2026-02-10")],
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_looks_odd_is_pointed_out(name: str) -> None:
    parts, expected = ODD[name]
    assert odd(case(**parts)) == expected


@pytest.mark.parametrize("name", ORDINARY)
def test_what_happens_to_patients_is_not(name: str) -> None:
    assert odd(case(labs=ORDINARY[name])) == []


def test_a_taper_and_a_switch_are_ordinary() -> None:
    assert odd(case(courses=[
        course("prednisone", (60, "mg"), frequency="daily", start="2026-01-01", stop="2026-01-15"),
        course("prednisone", (5, "mg"), frequency="daily", start="2026-01-15"),
        course("methylprednisolone", (1, "g"), route="iv", start="2025-12-20", stop="2026-01-02"),
        course("MMF", (250, "mg"), frequency="bid", start="2026-01-01", stop="2026-02"),
        course("MMF", (1.5, "g"), frequency="bid", start="2026-02"),
        course("tacrolimus", (2, "mg"), frequency="bid", start="2026-01-01"),
    ])) == []  # fmt: skip


def test_an_entry_that_is_typed_is_held_against_those_of_its_kind() -> None:
    record = case(labs=[lab("upcr", 3.4, "g/g", "2026-01-10"), lab("c3", 70, "mg/dL", "2026-01-10")])
    typed = LabResult.model_validate(lab("upcr", 2900, "g/g", "2026-03-10"))
    (found,) = of_entry(record, "labs", typed, KNOWN, TODAY)
    assert (found.kind, found.entry, found.unit) == ("implausible", "", "mg/g")
    changed = record.labs[1].model_copy(update={"analyte": "upcr"})
    assert [item.kind for item in of_entry(record, "labs", changed, KNOWN)] == ["differs"]


@pytest.mark.parametrize("name", [name for name, (parts, _) in ODD.items() if "labs" in parts])
def test_an_entry_by_itself_is_asked_what_it_is_asked_in_its_list(name: str) -> None:
    record = case(**ODD[name][0])
    alone = [found for entry in record.labs for found in of_entry(record, "labs", entry, KNOWN, TODAY)]
    kinds = {(item.kind, item.entry, item.unit) for item in seen(record)}
    assert kinds <= {(item.kind, item.entry, item.unit) for item in alone}


def test_no_demonstration_case_looks_odd() -> None:
    found = {path.stem: [item.kind for item in seen(casefile.read(path))] for path in demo().glob("*.json")}
    assert {name: kinds for name, kinds in found.items() if kinds} == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["upcr", "creatinine", "c3", "unknown"]), st.decimals(0, 5000, places=2),
            st.sampled_from(["g/g", "mg/g", "mg/dL", "umol/L", "", "x"]), st.sampled_from(["2026-01-10", "2026-02", "m+3", None]),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_any_record_is_looked_through(rows: list[tuple[str, Any, str, str | None]]) -> None:
    labs = [
        {"analyte": name, "quantity": {"value": value, "unit": unit}, "collected_on": day}
        for name, value, unit, day in rows
    ]
    record = case(anchor="2026-01-01", labs=labs)
    for item in oddities(record, Knowledge(), TODAY):
        assert item.entry in {entry.id for entry in record.labs}
