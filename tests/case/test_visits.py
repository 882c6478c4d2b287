"""A new visit has the rows of the last one, and not one of its values."""

from typing import Any

from lnreview.case.model import Case
from lnreview.case.records import DrugLevel, LabResult
from lnreview.case.visits import last_visit


def lab(analyte: str, day: str | None, **more: Any) -> dict[str, Any]:
    return {
        "analyte": analyte,
        "quantity": {"value": 3, "unit": "g/g"},
        **({"collected_on": day} if day else {}),
        **more,
    }


def test_the_rows_are_those_of_the_last_day() -> None:
    case = Case.model_validate(
        {
            "id": "c",
            "labs": [
                lab("upcr", "2026-10-01", collection="spot", source="letter", note="seen", range_high=0.2),
                lab("c3", "2026-10-01"),
                lab("albumin", "2026-09-01"),
                lab("creatinine", None),
                {"analyte": "urine-sediment", "interpretation": "active", "collected_on": "2026-10-01"},
                lab("c3", "2026-10-01"),
            ],
        }
    )  # fmt: skip
    visit = last_visit(case, "labs")
    assert visit is not None
    assert visit.day.text == "2026-10-01"
    assert [(row.entry, row.unit, row.in_words) for row in visit.rows] == [
        (LabResult(analyte="upcr"), "g/g", False),
        (LabResult(analyte="c3"), "g/g", False),
        (LabResult(analyte="urine-sediment"), "", True),
    ]


def test_a_level_keeps_what_it_is_a_level_of() -> None:
    level = {
        "substance": "tacrolimus", "kind": "trough", "matrix": "whole-blood", "quantity": {"value": 6, "unit": "ng/mL"},
        "detectable": "yes", "drawn_on": "2026-10-01",
    }  # fmt: skip
    visit = last_visit(Case.model_validate({"id": "c", "levels": [level]}), "levels")
    assert visit is not None
    assert visit.rows[0].entry == DrugLevel(substance="tacrolimus", kind="trough", matrix="whole-blood")
    assert visit.rows[0].unit == "ng/mL"


def test_a_list_without_a_day_has_no_last_visit() -> None:
    case = Case.model_validate({"id": "c", "labs": [lab("upcr", None)]})
    assert last_visit(case, "labs") is None
    assert last_visit(case, "blood_pressures") is None
