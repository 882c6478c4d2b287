"""What comes before calling a failure, as the record shows it."""

from typing import Any

import pytest
from case_builder import case, course, egfr, hydroxychloroquine, lab, losartan, on, upcr
from tissue_tables import cell, row, tables

from lnreview.case.model import Case
from lnreview.review.detail.before_failure import before_failure

ID = "before-failure"


def abnormal(*parts: Any) -> Case:
    return case(upcr(8, 2), *parts, as_of=10)


def answer(subject: Case, name: str) -> tuple[str | None, str]:
    found = tables(subject, before_failure)[ID]
    return row(found, name).status, cell(found, name, "On this record")


def pressure(systolic: int, diastolic: int) -> Any:
    return ("blood_pressures", {"systolic": systolic, "diastolic": diastolic, "measured_on": on(8)})


def test_an_empty_record_documents_nothing_and_asks() -> None:
    found = tables(abnormal(), before_failure)[ID]

    assert [item.status for item in found.rows] == ["not-documented"] * 7
    assert all(item.cells[1] == "" for item in found.rows if not item.cells[0].startswith("SGLT2"))
    assert {"RAAS", "sodium", "lipids", "hydroxychloroquine"} <= {
        item.what.split()[0].rstrip(":") for item in found.missing
    }


def test_nothing_is_asked_where_nothing_is_abnormal() -> None:
    assert tables(case(upcr(8, "0.1"), egfr(8, 95), as_of=10), before_failure) == {}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "not-documented"), ({"dose_limited_by": "intolerance"}, "met"), ({"dose_limited_by": "access"}, "not-documented"),
        ({"stop_reason": "intolerance"}, "met"),
        ({"stop_reason": "access"}, "not-met"),
    ],
)  # fmt: skip
def test_the_highest_dose_tolerated_of_a_raas_inhibitor(more: dict[str, str], expected: str) -> None:
    stop = 5 if "stop_reason" in more else None
    given = course("losartan", -100, stop, 50, "mg/d", **{"role": "supportive"} | more)

    assert answer(abnormal(given), "RAAS inhibitor")[0] == expected


def test_a_raas_inhibitor_is_told_with_its_dose() -> None:
    assert "losartan 50 mg/d" in answer(abnormal(losartan(-100)), "RAAS inhibitor")[1]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "standardised", "usual"),
    [
        (119, 79, "met", "met"), (120, 79, "not-met", "met"), (121, 79, "not-met", "met"), (129, 79, "not-met", "met"),
        (130, 79, "not-met", "not-met"), (129, 80, "not-met", "not-met"), (119, 81, "met", "not-met"),
    ],
)  # fmt: skip
def test_targets_of_blood_pressure(systolic: int, diastolic: int, standardised: str, usual: str) -> None:
    subject = abnormal(pressure(systolic, diastolic))

    assert answer(subject, "Blood pressure, standardised")[0] == standardised
    assert answer(subject, "Blood pressure, usual")[0] == usual


@pytest.mark.parametrize(
    ("value", "words"), [(19, "below the eGFR"), (20, "eGFR would allow it"), (21, "eGFR would allow it")]
)
def test_an_sglt2_inhibitor(value: int, words: str) -> None:
    status, said = answer(abnormal(egfr(8, value)), "SGLT2 inhibitor")

    assert status == "not-documented"
    assert words in said
    assert (
        answer(abnormal(course("dapagliflozin", 0, None, 10, "mg/d", role="supportive")), "SGLT2")[0] == "met"
    )


def test_hydroxychloroquine_and_lipids() -> None:
    assert answer(abnormal(hydroxychloroquine(-100)), "Hydroxychloroquine")[0] == "met"
    assert answer(abnormal(hydroxychloroquine(-100, -50)), "Hydroxychloroquine")[0] == "not-met"
    high = lab("LDL cholesterol", 8, 160, "mg/dL", range_high=130)
    assert answer(abnormal(high), "Lipids")[0] == "not-met"
    assert answer(abnormal(lab("ldl", 8, 100, "mg/dL", range_high=130)), "Lipids")[0] == "met"
    assert answer(abnormal(lab("ldl", 8, 100, "mg/dL")), "Lipids")[0] == "not-documented"


def test_each_item_carries_the_status_of_its_source() -> None:
    found = tables(abnormal(), before_failure)[ID]
    statuses = {
        item.cells[0].split(",")[0]: {cited.status for cited in item.citations} for item in found.rows
    }

    assert statuses["RAAS inhibitor at the highest dose tolerated"] == {"primary"}
    assert statuses["Hydroxychloroquine"] == {"primary"}
    assert statuses["Sodium below 2 g a day"] == {"unverified"}
    assert statuses["SGLT2 inhibitor"] == {"unverified", "secondary"}
