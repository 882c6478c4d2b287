"""What was given of cyclophosphamide, in grams: each way of counting, with the least and the most that the record allows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from case_builder import Part, case, course, euro_lupus, guideline, height, mmf, nih, on, quantity, weight

from lnreview.review.cumulative import Amount, in_total, outside, together
from lnreview.review.evaluate import assessment

CYC = ("cyclophosphamide",)
D = Decimal


def total(*parts: Part | list, as_of: int = 400, **fields: object) -> Amount:
    return in_total(assessment(case(*parts, as_of=as_of, **fields), guideline()).ctx, CYC)


def text(*parts: Part | list, **fields: object) -> str:
    return total(*parts, **fields).text()  # type: ignore[arg-type]


def dose(
    day: int | None, mg: int | None = 500, status: str = "complete", unit: str = "mg", **more: object
) -> Part:
    entry = {"drug": "cyclophosphamide", "given_on": on(day), "status": status, **more}
    return ("administrations", entry if mg is None else entry | {"dose": quantity(mg, unit)})


def infusions(mg: int | None = 500, start: int = 0, stop: int | None = 75, **more: object) -> Part:
    return course("cyclophosphamide", start, stop, mg, "mg", **{"route": "iv", "id": "cyc"} | more)


def oral(start: int | None, stop: int | None, mg: int = 100, **more: object) -> Part:
    return course("cyclophosphamide", start, stop, mg, "mg/d", **{"route": "oral", "id": "oral"} | more)


# --- the amount in words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [("3", "3", "3"), ("3", "9", "3-9"), ("3", None, "at least 3"), ("0", None, "not documented"), ("0", "0", "0"), ("0", "1", "0-1")],
)  # fmt: skip
def test_an_amount_is_a_number_a_range_or_open(least: str, most: str | None, words: str) -> None:
    assert Amount(D(least), D(most) if most else None, "").text() == words


def test_amounts_add_up_and_an_open_one_leaves_the_sum_open() -> None:
    one, two, unknown = Amount(D(1), D(2), ""), Amount(D(3), D(3), ""), Amount(D(4), None, "")
    assert together([one, two], complete=True) == Amount(D(4), D(5), "over all courses")
    assert together([one, unknown], complete=True) == Amount(D(5), None, "some doses are not documented")
    unlisted = together([one, two], complete=False)
    assert (unlisted.least, unlisted.most) == (D(4), None)
    assert "whether the list is complete is not documented" in unlisted.counted
    assert together([], complete=True) == Amount(D(0), D(0), "over all courses")


def test_other_drugs_and_courses_yet_to_begin_are_not_counted() -> None:
    assert text(mmf(0), euro_lupus(0, 75)) == "3"
    assert text(euro_lupus(0, 75), euro_lupus(500, 575, id="later")) == "3"


# --- infusions -------------------------------------------------------------------------------------------------------


def test_a_number_of_doses_is_multiplied_by_the_dose() -> None:
    assert text(infusions(doses_given=4)) == "2"
    assert text(infusions(doses_given=0)) == "0"
    assert text(infusions()) == "not documented"
    assert text(infusions(None, doses_given=4)) == "not documented"


def test_complete_doses_count_when_no_number_is_given() -> None:
    assert text(infusions(), dose(0), dose(14), dose(28, 400)) == "1.4"
    assert text(infusions(), dose(0, None), dose(14, None)) == "1"  # each of the dose of the course
    assert text(infusions(), dose(0, None, "missed")) == "0"


def test_a_number_of_doses_outweighs_the_list_of_administrations() -> None:
    """Six were given: the one that is listed with its own dose, and five of 500 mg."""
    assert text(infusions(doses_given=6), dose(0, 400)) == "2.9"
    assert text(infusions(doses_given=1), dose(0, 400), dose(14, 500)) == "0.4"
    assert text(infusions(doses_given=1), dose(0, 500), dose(14, 500, "partial")) == "0.5"


def test_doses_without_an_amount_leave_the_upper_end_open() -> None:
    found = total(infusions(None), dose(0, 500), dose(14, None))
    assert (found.least, found.most) == (D("0.5"), None)


@pytest.mark.parametrize("status", ["partial", "unknown"])
def test_a_dose_that_may_be_partial_is_the_upper_end(status: str) -> None:
    assert text(infusions(), dose(0), dose(14, status=status)) == "0.5-1"
    assert text(infusions(), dose(0), dose(14, 300, status)) == "0.5-0.8"
    assert text(infusions(), dose(0), dose(14, None, status)) == "0.5-1"
    assert text(infusions(None), dose(0), dose(14, None, status)) == "at least 0.5"


def test_an_oral_course_with_listed_doses_is_counted_by_them() -> None:
    single = course("cyclophosphamide", 0, 75, 500, "mg", route="oral", frequency="daily", id="cyc")
    assert text(single) == "38"  # 76 days of 0.5 g
    assert text(single, dose(3)) == "0.5"
    assert (
        text(course("cyclophosphamide", 0, 75, 500, "mg", frequency="daily", doses_given=6, id="cyc")) == "3"
    )
    assert text(infusions(frequency="daily", doses_given=3)) == "1.5"
    assert text(infusions(frequency="daily")) == "not documented"  # by vein: never a dose a day


# --- by mouth --------------------------------------------------------------------------------------------------------


def test_days_count_with_both_ends_and_until_now_while_it_runs() -> None:
    assert text(oral(0, 0)) == "0.1"
    assert text(oral(0, 9)) == "1"
    assert text(oral(0, None), as_of=9) == "1"
    assert text(oral(0, 60), as_of=60) == "6.1"


def test_a_daily_dose_without_start_or_end_is_open() -> None:
    assert text(oral(None, 60)) == "not documented"
    assert text(oral(0, None, ongoing="unknown")) == "not documented"
    assert "without start and stop" not in total(oral(0, 9)).counted


# --- by surface and by weight ----------------------------------------------------------------------------------------

BODY = [weight(0, 60), height(0, 165)]
"""1.658 m² by Mosteller, a published vector."""


def test_a_dose_by_weight_needs_the_weight_only() -> None:
    by_weight = course("cyclophosphamide", 0, 75, 10, "mg/kg", route="iv", doses_given=6, id="cyc")
    assert text(by_weight, weight(0, 60)) == "3.6"
    assert text(by_weight) == "not documented"


def test_a_dose_by_surface_needs_both() -> None:
    assert text(nih(0, 150, 500), BODY) == "4.97"  # 6 x 0.5 g x 1.658
    assert text(nih(0, 150, 500), BODY[1]) == "not documented"


def test_a_dose_of_another_kind_or_an_unknown_unit_is_not_added() -> None:
    for unit in ("mg/mL", "tablets"):
        subject = course("cyclophosphamide", 0, 75, 500, unit, route="iv", doses_given=6, id="cyc")
        assert text(subject, BODY) == "not documented"


# --- administrations without a course --------------------------------------------------------------------------------


def test_a_dose_outside_every_course_counts_by_its_status() -> None:
    assert text(dose(0)) == "0.5"
    assert text(dose(0, status="partial")) == "0-0.5"
    assert text(dose(0, status="missed")) == "0"
    assert text(dose(0, None)) == "not documented"
    assert text(dose(0, 10, unit="mg/kg"), BODY) == "not documented"  # no course gives the weight of that day


@pytest.mark.parametrize(
    ("day", "inside"), [(-1, False), (0, True), (75, True), (76, False), (None, False)]
)  # fmt: skip
def test_a_dose_belongs_to_a_course_from_its_first_to_its_last_day(day: int | None, inside: bool) -> None:
    ctx = assessment(case(infusions(), dose(day), as_of=400), guideline()).ctx
    assert bool(outside(ctx, CYC, ctx.case.courses)) is not inside


@pytest.mark.parametrize(
    ("month", "inside"), [("2023-12", False), ("2024-01", True), ("2024-03", True), ("2024-04", False)]
)
def test_a_dose_of_a_month_belongs_where_a_day_of_it_lies_in_the_course(month: str, inside: bool) -> None:
    """The course runs from 10 January to 25 March 2024."""
    given: Part = (
        "administrations",
        {"drug": "cyclophosphamide", "given_on": month, "dose": quantity(500, "mg")},
    )
    ctx = assessment(case(infusions(), given, as_of=400), guideline()).ctx
    assert bool(outside(ctx, CYC, ctx.case.courses)) is not inside


def test_a_dose_of_another_or_an_unknown_drug_belongs_to_none() -> None:
    other = [dose(3, drug="rituximab"), dose(4, drug="a trial drug")]
    assert text(infusions(doses_given=6), other) == "3"
    ctx = assessment(case(infusions(), other, as_of=400), guideline()).ctx
    assert outside(ctx, CYC, ctx.case.courses) == ()
