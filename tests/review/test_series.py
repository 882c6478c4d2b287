"""Values that can be compared: what is used, what is left out and asked about, and comparisons that may stay open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from case_builder import (
    biopsy,
    case,
    creatinine,
    egfr,
    event,
    guideline,
    height,
    lab,
    pregnant,
    quantity,
    upcr,
    urine_24h,
    weight,
)

from lnreview.case.dates import ChartDate
from lnreview.case.records import LabResult, Quantity
from lnreview.review import series
from lnreview.review.evaluate import assessment
from lnreview.review.series import Point

D = Decimal


def view(*parts, as_of=60, **fields):
    return assessment(case(biopsy(), *parts, as_of=as_of, **fields), guideline())


def urine(*parts, **more) -> list[str]:
    return [str(point.value) for point in view(*parts, **more).urine.points]


def kidney(*parts, **more) -> list[str]:
    return [str(point.value) for point in view(*parts, **more).kidney.points]


def asked(found) -> str:
    return " | ".join(f"{item.what}: {item.why}" for item in found.missing)


def point(value: str, day: str = "2024-01-10", method: str = "spot") -> Point:
    """Return a value or a bound (`>90`, `<0.5`) as the series holds it."""
    number = D(value.lstrip("<>="))
    comparator = value.removesuffix(str(number)) or None
    low, high = D(0) if comparator in ("<", "<=") else number, None if comparator in (">", ">=") else number
    written = Quantity(value=number, unit="g/g", comparator=comparator)
    when = ChartDate.parse(day)
    return Point(when.on(), low, high, LabResult(analyte="upcr", quantity=written, collected_on=when), method)


# --- what is used ----------------------------------------------------------------------------------------------------


def test_a_value_that_cannot_be_read_is_asked_about_and_hides_no_other():
    found = view(upcr(1, "3", "furlong"), upcr(2, "-1"), upcr(3, "2.0"), upcr(4, "90000", "g/g")).urine
    assert [str(item.value) for item in found.points] == ["2.0"]
    assert "cannot be read as mg/g" in asked(found)
    assert "-1 g/g, which is not plausible" in asked(found)
    assert len(found.missing) == 3
    assert {(item.step, item.place) for item in found.missing} == {("response", "labs")}
    assert "UPCR 3 furlong of 2024-01-11" in asked(found)


def test_an_undated_value_that_cannot_be_read_is_asked_about_without_a_day():
    assert "the right value and unit of UPCR 3 furlong:" in asked(view(upcr(None, "3", "furlong")).urine)


def test_a_ratio_of_nothing_is_a_value():
    assert urine(upcr(1, 0), upcr(9, "0.4")) == ["0", "0.4"]


def test_a_ratio_filed_under_24_hours_is_what_its_unit_says():
    assert urine(urine_24h(1, 400, "mg/g"), upcr(9, 2400, "mg/d")) == ["0.400", "2.400"]


@pytest.mark.parametrize(("value", "used"), [("-1", False), ("0", True), ("90", True), ("9000", False)])
def test_an_egfr_is_used_where_its_size_is_possible(value, used):
    found = view(egfr(1, value)).kidney
    assert bool(found.points) is used
    assert ("not plausible" in asked(found)) is not used


def test_an_egfr_in_a_unit_that_is_not_known_is_asked_about():
    found = view(egfr(1, 90, "furlong"), egfr(2, 90, "mg/dL"), egfr(3, 80, "mL/min")).kidney
    assert [str(item.value) for item in found.points] == ["80"]
    assert asked(found).count("cannot be read as mL/min/1.73 m²") == 2
    assert {(item.step, item.place) for item in found.missing} == {("response", "labs")}


@pytest.mark.parametrize("value", ["123 mmol/L", "0.01 mg/dL", "90 mg/dL"])
def test_a_creatinine_that_cannot_be_is_never_used(value):
    number, unit = value.split()
    found = view(creatinine(1, number, unit), creatinine(5, "1.0")).kidney
    assert len(found.points) == 1
    assert "not plausible" in asked(found)


def test_without_sex_no_egfr_is_computed_and_one_question_asked():
    found = view(creatinine(1, "1.0"), patient={"birth_date": "1992-05-01"}).kidney
    assert found.points == ()
    assert asked(found).startswith("age and sex of the patient")
    assert len(kidney(creatinine(1, "1.0"))) == 1
    assert kidney(creatinine(1, "1.0"), patient={"sex": "female"}) == []


CHILD = {"patient": {"birth_date": "2014-05-01"}}


def test_a_child_is_judged_by_the_height_nearest_to_the_sample():
    """0.413 × 130 / 0.5 = 107.4; the later height of 140 would give 115.6."""
    heights = [weight(-400, 20), height(-300, 120), weight(1, 25), height(-5, 130), height(50, 140)]
    assert kidney(*heights, creatinine(1, "0.5"), **CHILD) == ["107.4"]
    assert kidney(*heights[::-1], creatinine(1, "0.5"), **CHILD) == ["107.4"]
    assert kidney(height(-5, 130), height(7, 140), creatinine(1, "0.5"), **CHILD) == ["107.4"]


def test_a_height_without_a_day_holds_for_any_and_one_in_another_unit_is_converted():
    assert kidney(height(None, 130), creatinine(1, "0.5"), **CHILD) == ["107.4"]
    assert kidney(height(None, 130), height(30, 140), creatinine(1, "0.5"), **CHILD) == ["107.4"]
    tall = (
        "measurements",
        {"what": "height", "quantity": quantity("1.30", "m"), "measured_on": "2024-01-10"},
    )
    assert kidney(tall, creatinine(1, "0.5"), **CHILD) == ["107.4"]


def test_a_weight_is_no_height():
    wrong = ("measurements", {"what": "height", "quantity": quantity(130, "kg"), "measured_on": "2024-01-10"})
    for parts in ([weight(1, 130)], [wrong], []):
        found = view(*parts, creatinine(1, "0.5"), **CHILD).kidney
        assert found.points == ()
        assert asked(found).startswith("height at the time of each creatinine")


def test_a_creatinine_goes_before_a_reported_egfr_of_its_day():
    found = view(creatinine(1, "1.0"), egfr(1, 70), egfr(9, 60)).kidney
    assert [item.method for item in found.points] == ["ckd-epi-2021", "reported, unknown"]


# --- one value a day -------------------------------------------------------------------------------------------------


def test_two_results_of_a_day_that_differ_are_asked_about_and_neither_is_used():
    found = view(upcr(1, "3.0"), upcr(1, "1.0"), upcr(5, "2.0")).urine
    assert [str(item.value) for item in found.points] == ["2.0"]
    assert asked(found).startswith("which of the UPCR results of 2024-01-11 is right")
    assert found.missing[0].step == "response"


def test_two_equal_results_of_a_day_are_one():
    assert urine(upcr(1, "3.0"), upcr(1, "3.00"), upcr(5, "2.0")) == ["3.0", "2.0"]


def test_of_one_day_the_24_hour_value_is_taken():
    assert urine(upcr(1, "3.0"), urine_24h(1, "2.0")) == ["2.0"]
    assert urine(upcr(1, "3.0"), upcr(1, "2.5", collection="24-hour")) == ["2.5"]
    assert urine(upcr(1, "3.0"), lab("urine-protein-24h", 1, "2.0", "g/d")) == ["2.0"]


def test_values_stand_in_the_order_of_time_those_without_a_day_first_by_their_order():
    parts = [upcr(9, "1"), upcr(None, "3", order=2), upcr(5, "2"), upcr(None, "4", order=1)]
    assert urine(*parts) == urine(*parts[::-1]) == ["4", "3", "2", "1"]


# --- dialysis, anuria, pregnancy -------------------------------------------------------------------------------------


def test_values_under_dialysis_are_no_function():
    """From the day it was started to the day it was stopped."""
    days = [egfr(day, 80 + day) for day in (9, 10, 20, 29, 30, 40)]
    told = [event("dialysis-started", 10), event("dialysis-stopped", 30)]
    assert kidney(*told, *days) == ["89", "110", "120"]
    assert kidney(event("dialysis-started", 10), *days) == ["89"]


def test_dialysis_with_its_end_in_one_entry_is_the_same():
    days = [egfr(day, 80 + day) for day in (9, 10, 29, 30)]
    assert kidney(event("dialysis-started", 10, until="2024-02-09"), *days) == ["89", "110"]


def test_proteinuria_under_anuria_is_none():
    days = [upcr(day, day) for day in (9, 10, 15, 20, 21)]
    assert urine(event("anuria", 10, until="2024-01-30"), *days) == ["9", "20", "21"]
    assert urine(event("anuria", 10), *days) == ["9"]
    assert urine(event("haemodynamic-change", 10), *days) == ["9", "10", "15", "20", "21"]


def test_a_value_that_may_lie_before_or_after_is_used():
    """Of a month in which it began or ended, nobody knows."""
    assert urine(event("anuria", "2024-01-15"), upcr("2024-01", 2)) == ["2"]
    assert urine(event("anuria", "2024-01-15"), upcr("2024-02", 2)) == []
    stopped = [event("dialysis-started", "2023-12-01"), event("dialysis-stopped", "2024-01")]
    assert kidney(*stopped, egfr("2024-01-20", 50)) == ["50"]
    assert kidney(*stopped, egfr("2023-12-20", 50)) == []
    lasting = event("anuria", "2023-12-01", until="2024-01")
    assert urine(lasting, upcr("2024-01-20", 2)) == []
    assert urine(lasting, upcr("2024-01-31", 2)) == ["2"]


def test_a_value_without_a_day_is_under_nothing():
    assert urine(event("anuria", 10), upcr(None, 2)) == ["2"]
    assert view(pregnant(-50), upcr(None, 2)).urine.points[0].pregnant is False


@pytest.mark.parametrize(("day", "under"), [(9, False), (10, True), (20, True), (30, True), (31, False)])
def test_values_from_the_first_to_the_last_day_of_a_pregnancy_are_marked(day, under):
    assert view(pregnant(10, 30), upcr(day, 2)).urine.points[0].pregnant is under


def test_a_pregnancy_that_is_only_planned_marks_nothing():
    planned = ("pregnancies", {"status": "planning", "since": "2024-01-10"})
    assert view(planned, upcr(20, 2)).urine.points[0].pregnant is False


# --- how a value is told ---------------------------------------------------------------------------------------------


def test_a_computed_egfr_is_told_with_its_creatinine_and_its_equation():
    """A woman of 31 with 1.0 mg/dL: 142 × (1.0/0.7)^−1.2 × 0.9938^31 × 1.012 = 77."""
    told = view(creatinine(1, "1.0")).kidney.points[0].evidence()
    assert (told.what, told.value, told.unit, told.date) == (
        "Serum creatinine (eGFR 77 by CKD-EPI 2021)", "1.0", "mg/dL", "2024-01-11",
    )  # fmt: skip
    child = view(height(1, 130), creatinine(1, "0.5"), **CHILD).kidney.points[0].evidence()
    assert child.what == "Serum creatinine (eGFR 107 by bedside Schwartz)"
    assert view(egfr(1, ">90")).kidney.points[0].evidence().value == ">90"


def test_a_creatinine_above_a_bound_is_an_egfr_below_one():
    (found,) = view(creatinine(1, ">1.0")).kidney.points
    assert (found.low, round(found.high)) == (0, 77)
    (found,) = view(creatinine(1, "<1.0")).kidney.points
    assert (round(found.low), found.high) == (77, None)


def test_points_are_shown_with_day_value_and_words():
    found = series.shown(view(upcr("2024-01", "3.0"), upcr(None, "2")).urine.points)
    assert [(item.day, item.value, item.written, item.date_written, item.method) for item in found] == [
        (date(2024, 1, 16), D("3.0"), "3.0 g/g", "2024-01", "unknown")
    ]


# --- comparisons -----------------------------------------------------------------------------------------------------

YES, NO, OPEN = True, False, None


@pytest.mark.parametrize(
    ("base", "last", "percent", "at_least", "more"),
    [
        ("4", "2", 50, YES, NO),
        ("4", "1.99", 50, YES, YES),
        ("4", "2.01", 50, NO, NO),
        ("4", "5", 25, NO, NO),
        ("1", "0.5", 50, YES, NO),
        (">90", "60", 20, YES, YES),  # from 90 at least, a third
        (">90", "80", 20, OPEN, OPEN),
        ("90", ">90", 20, NO, NO),
        ("90", ">80", 20, NO, NO),
        ("90", ">60", 20, OPEN, OPEN),
        (">90", ">90", 20, NO, NO),  # read as unchanged
        (">90", ">60", 20, OPEN, OPEN),
        ("<0.5", "0.2", 50, OPEN, OPEN),  # at most 60 %
        ("<0.5", "0.2", 60, OPEN, NO),
        ("<0.5", "0.2", 70, NO, NO),
        ("2", "<0.5", 75, YES, OPEN),
        ("2", "<0.5", 74, YES, YES),
        ("0", "1", 50, OPEN, OPEN),
    ],
)
def test_a_fall_is_told_only_where_every_possible_value_fell(base, last, percent, at_least, more):
    assert series.fell_at_least(point(base), point(last), D(percent)) is at_least
    assert series.fell_more(point(base), point(last), D(percent)) is more


@pytest.mark.parametrize(
    ("base", "last", "percent", "at_least", "more"),
    [
        ("2", "2.5", 25, YES, NO),
        ("2", "2.51", 25, YES, YES),
        ("2", "2.49", 25, NO, NO),
        ("2", "1", 25, NO, NO),
        ("1", "2", 25, YES, YES),
        ("2", ">2.5", 25, YES, OPEN),
        ("2", ">3", 25, YES, YES),
        ("2", ">2.1", 25, OPEN, OPEN),
        (">90", "100", 20, NO, NO),  # at most 11 %
        (">90", "120", 20, OPEN, OPEN),
        (">90", ">90", 20, NO, NO),
        ("<0.5", "0.7", 20, YES, YES),
        ("<0.5", "0.4", 20, OPEN, OPEN),
        ("0", "1", 20, OPEN, OPEN),
    ],
)
def test_a_rise_is_told_only_where_every_possible_value_rose(base, last, percent, at_least, more):
    assert series.rose_at_least(point(base), point(last), D(percent)) is at_least
    assert series.rose_more(point(base), point(last), D(percent)) is more


def test_what_is_not_there_is_not_compared():
    for compare in (series.fell_at_least, series.fell_more, series.rose_at_least, series.rose_more):
        assert compare(None, point("2"), D(20)) is None
        assert compare(point("2"), None, D(20)) is None
    assert series.below(None, D(1)) is None
    assert series.at_most(None, D(1)) is None


@pytest.mark.parametrize(
    ("value", "is_below", "is_at_most"),
    [
        ("0.49", YES, YES), ("0.5", NO, YES), ("0.51", NO, NO), ("<0.5", YES, YES), ("<=0.5", OPEN, YES),
        ("<0.51", OPEN, OPEN), ("<0.4", YES, YES), (">0.5", NO, OPEN), (">=0.5", NO, OPEN), (">0.6", NO, NO), (">0.4", OPEN, OPEN),
    ],
)  # fmt: skip
def test_a_limit_is_kept_where_every_possible_value_keeps_it(value, is_below, is_at_most):
    assert series.below(point(value), D("0.5")) is is_below
    assert series.at_most(point(value), D("0.5")) is is_at_most


# --- confirmation by a second sample ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "confirms"), [(6, False), (7, True), (60, True), (61, False)])
def test_a_sample_of_7_to_60_days_before_confirms(days, confirms):
    """A8: two samples 7-60 days apart."""
    found = view(upcr(100 - days, "3.0"), upcr(100, "3.1"), as_of=120)
    assert (series.confirming(found.ctx, found.urine.points, 1) is not None) is confirms
    assert series.confirmed(found.ctx, found.urine.points, lambda item: item.low > 3 - 1) is (
        True if confirms else None
    )


def test_the_nearest_sample_that_is_far_enough_confirms():
    found = view(upcr(40, "1"), upcr(60, "2"), upcr(96, "4"), upcr(100, "3"), as_of=120)
    assert str(series.confirming(found.ctx, found.urine.points, 3).value) == "2"


def test_two_samples_that_disagree_confirm_nothing():
    found = view(upcr(70, "1.0"), upcr(100, "3.0"), as_of=120)
    assert series.confirmed(found.ctx, found.urine.points, lambda item: item.low >= 2) is None
    assert series.confirmed(found.ctx, found.urine.points, lambda item: None) is None
    assert series.confirmed(found.ctx, found.urine.points, lambda item: item.low >= 1) is True
    assert series.confirmed(found.ctx, found.urine.points, lambda item: item.low >= 4) is False
    assert series.confirmed(found.ctx, (), lambda item: True) is None


def test_a_sample_that_nothing_confirms_is_taken_as_confirmed_only_for_a_provisional_answer():
    found = view(upcr(100, "3.0"), as_of=120)
    assumed = replace(found.ctx, assume=True)
    assert series.confirmed(found.ctx, found.urine.points, lambda item: True) is None
    assert series.confirmed(assumed, found.urine.points, lambda item: True) is True
    assert series.confirmed(assumed, found.urine.points, lambda item: False) is False
    assert series.confirmed(assumed, found.urine.points, lambda item: None) is None


def test_a_sample_without_a_day_confirms_nothing_and_needs_one():
    found = view(upcr(None, "3.0", order=1), upcr(100, "3.0"), as_of=120)
    assert series.confirmed(found.ctx, found.urine.points, lambda item: True) is None
    assert series.confirming(found.ctx, found.urine.points, 0) is None
    between = view(upcr(80, "3.0"), upcr(100, "3.0"), upcr(None, "2.0", order=1), as_of=120)
    assert series.confirmed(between.ctx, between.urine.points, lambda item: item.low == 3) is True


# --- which values may be compared ------------------------------------------------------------------------------------


def test_egfr_is_compared_by_one_equation_and_an_unnamed_one_fits_any():
    one, other, unnamed = (
        point("90", method="ckd-epi-2021"),
        point("80", method="reported, mdrd"),
        point("70", method="reported, unknown"),
    )
    assert series.same_method([one, other, unnamed], one) == (one, unnamed)
    assert series.same_method([one, other, unnamed], other) == (other, unnamed)
    assert series.same_method([one, other, unnamed], unnamed) == (one, other, unnamed)
    assert series.same_method([one, other], None) == (one, other)


def test_values_of_a_pregnancy_are_left_out_of_failure():
    found = view(pregnant(10, 30), upcr(5, 1), upcr(20, 2), upcr(40, 3)).urine.points
    assert [str(item.value) for item in series.without_pregnancy(found)] == ["1", "3"]


def test_no_words_are_a_number():
    assert urine(lab("upcr", 5, interpretation="high"), lab("proteinuria", 6, 3, "g/d")) == []
