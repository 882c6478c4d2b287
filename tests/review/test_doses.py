"""What a written dose amounts to per day, per weight and per body surface, and when it reaches the dose of a scheme."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, course, ec_mps, guideline, height, mmf, prednisone, weight

from lnreview.case.dates import ChartDate
from lnreview.review.context import Context
from lnreview.review.doses import body, daily_dose, floor_holds, reached, weight_dose
from lnreview.review.levels import antimalarial_dose, at_steady_state, running_on

NOW = 300
ADULT = {"sex": "female", "birth_date": "1992-05-01"}
CHILD = {"sex": "female", "birth_date": "2010-05-01"}
AGE_UNKNOWN = {"sex": "female"}


def context(*parts, patient=ADULT, as_of=NOW):
    subject = case(biopsy(), prednisone(), *parts, as_of=as_of, patient=patient)
    pack = guideline()
    return Context(subject, pack, pack.criteria["arora-2022"], subject.as_of.on(None))


def written(dose, unit, frequency="", drug="cyclophosphamide", **more):
    """Return the one course of a case whose dose is written so."""
    ctx = context(course(drug, 0, None, dose, unit, frequency=frequency, id="it", **more))
    return next(item for item in ctx.case.courses if item.id == "it")


def answer(part, scheme, *parts, patient=ADULT):
    """Say whether a course reaches the dose of the scheme of that name."""
    ctx = context(part, *parts, patient=patient)
    rule = next(rule for rule in ctx.guideline.doses if rule.scheme == scheme)
    return reached(ctx, rule, next(item for item in ctx.case.courses if item.id == part[1]["id"]))


def span(day):
    return ChartDate.parse(day).on(None)


@pytest.mark.parametrize(
    ("frequency", "daily"),
    [
        ("daily", 600), ("once daily", 600), ("qd", 600), ("od", 600), ("every day", 600), ("bid", 1200), ("BID ", 1200),
        ("twice daily", 1200), ("twice a day", 1200), ("bd", 1200), ("tid", 1800), ("three times daily", 1800),
        ("qid", 2400), ("every 12 hours", 1200), ("every 8 hours", 1800), ("every other day", 300),
        ("alternate days", 300), ("", None), ("now and then", None),
    ],
)  # fmt: skip
def test_a_single_dose_needs_a_frequency_to_be_a_dose_per_day(frequency, daily):
    assert daily_dose(written(600, "mg", frequency), "mg/d") == daily


@pytest.mark.parametrize("frequency", ["weekly", "once weekly"])
def test_a_weekly_dose_is_a_seventh_per_day(frequency):
    assert daily_dose(written(700, "mg", frequency), "mg/d").quantize(Decimal("0.001")) == 100


def test_a_dose_per_day_is_converted_and_its_frequency_not_counted_again():
    assert daily_dose(written("1.5", "g/d", "bid"), "mg/d") == 1500
    assert daily_dose(written(1500, "mg/d", "bid"), "g/d") == Decimal("1.5")
    assert daily_dose(written(750, "mg", "bid"), "g/d") == Decimal("1.5")
    assert daily_dose(written("0.75", "g", "bid"), "mg/d") == 1500


def test_a_bound_no_dose_and_a_dose_of_another_kind_are_no_dose_per_day():
    assert daily_dose(written("<600", "mg/d"), "mg/d") is None
    assert daily_dose(written(None, ""), "mg/d") is None
    assert daily_dose(written(0, "mg/d"), "mg/d") is None
    assert daily_dose(written("0.4", "mg/d"), "mg/d") == Decimal("0.4")
    assert daily_dose(written(10, "mg/kg", "daily"), "mg/d") is None
    assert daily_dose(written(10, "tablets", "daily"), "mg/d") is None


def test_a_dose_by_weight_without_a_frequency_is_that_of_a_day():
    assert weight_dose(written(2, "mg/kg"), "mg/kg/d") == 2
    assert weight_dose(written(1, "mg/kg", "bid"), "mg/kg/d") == 2
    assert weight_dose(written(2, "mg/kg", "now and then"), "mg/kg/d") is None
    assert weight_dose(written(2, "mg/kg/d", "bid"), "mg/kg/d") == 2
    assert weight_dose(written(10, "mg/kg", "every 4 weeks"), "mg/kg") == 10


def test_a_dose_of_another_kind_is_none_by_weight():
    assert weight_dose(written(100, "mg"), "mg/kg/d") is None
    assert weight_dose(written(2, "mg/kg/d"), "mg/kg") is None
    assert weight_dose(written(100, "mg", "daily"), "mg/kg") is None
    assert weight_dose(written(2, "tablets"), "mg/kg") is None
    assert weight_dose(written(None, ""), "mg/kg") is None


ORAL = "oral cyclophosphamide"


def oral(dose, unit="mg/d", **more):
    return course("cyclophosphamide", 0, None, dose, unit, route="oral", id="cyc", **more)


@pytest.mark.parametrize(("mg", "enough"), [("69.9", False), (70, True), ("70.1", True)])
def test_oral_cyclophosphamide_is_enough_from_one_mg_per_kg(mg, enough):
    assert answer(oral(mg), ORAL, weight(0, 70)) is enough


@pytest.mark.parametrize(("mg", "enough"), [(149, False), (150, True), (151, True)])
def test_the_largest_oral_dose_is_enough_at_any_weight(mg, enough):
    assert answer(oral(mg), ORAL, weight(0, 160)) is enough
    assert answer(oral(mg), ORAL) is (True if enough else None)


@pytest.mark.parametrize(("dose", "enough"), [("0.9", False), (1, True), ("1.1", True)])
def test_an_oral_dose_written_by_weight_needs_no_weight(dose, enough):
    assert answer(oral(dose, "mg/kg/d"), ORAL) is enough
    assert answer(oral(dose, "mg/kg"), ORAL) is enough


def test_an_oral_dose_without_a_frequency_or_with_a_bound_tells_nothing():
    assert answer(oral(100, "mg"), ORAL, weight(0, 70)) is None
    assert answer(oral(">100", "mg/d"), ORAL, weight(0, 70)) is None
    assert answer(oral(0, "mg/d"), ORAL, weight(0, 70)) is None
    assert answer(oral(2, "tablets"), ORAL, weight(0, 70)) is None


@pytest.mark.parametrize(("patient", "enough"), [(ADULT, True), (CHILD, None), (AGE_UNKNOWN, None)])
def test_an_adult_floor_says_nothing_of_a_child_or_an_unknown_age(patient, enough):
    assert answer(mmf(0), "full-dose mycophenolate mofetil", patient=patient) is enough
    low = None if enough is None else False
    assert answer(mmf(0, None, 1), "full-dose mycophenolate mofetil", patient=patient) is low


def test_only_the_dose_by_weight_of_intravenous_belimumab_holds_in_a_child():
    ctx = context(mmf(0, id="it"), patient=CHILD)
    begun = ctx.case.courses[-1]
    held = [rule.scheme for rule in ctx.guideline.doses if floor_holds(ctx, rule, begun) is True]
    assert held == ["intravenous belimumab"]


def belimumab(dose, unit):
    return course("belimumab", 0, None, dose, unit, frequency="every 4 weeks", route="iv", id="bel")


@pytest.mark.parametrize(("mg", "enough"), [(699, False), (700, True), (701, True)])
def test_belimumab_in_mg_is_divided_by_the_weight(mg, enough):
    assert answer(belimumab(mg, "mg"), "intravenous belimumab", weight(0, 70)) is enough
    assert answer(belimumab(mg, "mg"), "intravenous belimumab") is None


@pytest.mark.parametrize(("mg", "enough"), [("9.9", False), (10, True), ("10.1", True)])
def test_belimumab_by_weight_needs_no_weight(mg, enough):
    assert answer(belimumab(mg, "mg/kg"), "intravenous belimumab") is enough


NIH = "high-dose intravenous cyclophosphamide (NIH)"


def pulse(dose, unit):
    return course("cyclophosphamide", 0, None, dose, unit, route="iv", frequency="monthly", id="cyc")


@pytest.mark.parametrize(("mg", "enough"), [(999, False), (1000, True), (1001, True)])
def test_a_pulse_in_mg_is_divided_by_the_body_surface(mg, enough):
    """180 cm and 80 kg are 2 m² by Mosteller, so 500 mg/m² are 1000 mg."""
    assert answer(pulse(mg, "mg"), NIH, weight(0, 80), height(0, 180)) is enough


def test_a_pulse_in_mg_needs_weight_and_height():
    assert answer(pulse(1000, "mg"), NIH, weight(0, 80)) is None
    assert answer(pulse(1000, "mg"), NIH, height(0, 180)) is None
    assert answer(pulse(1000, "mg/d"), NIH, weight(0, 80), height(0, 180)) is None
    assert answer(pulse(2, "vials"), NIH, weight(0, 80), height(0, 180)) is None


@pytest.mark.parametrize(("mg", "enough"), [(499, False), (500, True), (501, True)])
def test_a_pulse_by_body_surface_needs_no_size(mg, enough):
    assert answer(pulse(mg, "mg/m2"), NIH) is enough


def test_a_pulse_by_body_surface_is_no_fixed_dose():
    euro = "low-dose intravenous cyclophosphamide (Euro-Lupus)"
    assert answer(pulse(500, "mg"), euro) is True
    assert answer(pulse(499, "mg"), euro) is False
    assert answer(pulse(500, "mg/m2"), euro) is False
    assert answer(pulse(500, "mg/kg"), euro) is None


@pytest.mark.parametrize(("g", "enough"), [("1.43", False), ("1.44", True), ("2", True)])
def test_enteric_coated_mycophenolate_is_set_against_its_own_dose_under_the_rule_of_the_plain_form(g, enough):
    assert answer(ec_mps(0, None, g), "full-dose mycophenolate mofetil") is enough


def test_beside_a_calcineurin_inhibitor_each_form_has_its_own_lower_dose():
    beside = "mycophenolate mofetil beside a calcineurin inhibitor"
    assert answer(ec_mps(0, None, "0.72"), beside) is True
    assert answer(ec_mps(0, None, "0.71"), beside) is False
    assert answer(mmf(0, None, "0.99"), beside) is False
    assert answer(mmf(0, None, "1"), beside) is True


def test_the_size_nearest_to_the_start_of_the_course_counts():
    parts = [weight(-100, 50), weight(-10, 60), weight(11, 70), weight(200, 80), height(0, 170)]
    ctx = context(*parts, mmf(0, id="it"))
    course_ = next(item for item in ctx.case.courses if item.id == "it")
    assert body(ctx, "weight", course_) == 60
    assert body(ctx, "height", course_) == 170
    late = context(*parts, mmf(195, id="it"))
    assert body(late, "weight", next(item for item in late.case.courses if item.id == "it")) == 80


def test_of_two_sizes_equally_near_the_first_counts_and_zero_is_no_size():
    ctx = context(weight(-2, 0), weight(-5, 60), weight(5, 70), mmf(0, id="it"))
    assert body(ctx, "weight", ctx.case.courses[-1]) == 60
    assert body(ctx, "height", ctx.case.courses[-1]) is None


def test_a_weight_in_another_unit_is_converted_and_one_of_another_kind_is_none():
    metres = ("measurements", {"what": "height", "quantity": {"value": "1.7", "unit": "m"}})
    wrong = ("measurements", {"what": "weight", "quantity": {"value": "100", "unit": "cm"}})
    ctx = context(wrong, metres, mmf(0, id="it"))
    assert body(ctx, "weight", ctx.case.courses[-1]) is None
    assert body(ctx, "height", ctx.case.courses[-1]) == 170
    ctx = context(wrong, weight(200, 60), mmf(0, id="it"))
    assert body(ctx, "weight", ctx.case.courses[-1]) == 60


def test_the_size_of_a_course_without_a_start_is_the_latest():
    ctx = context(weight(0, 60), weight(290, 70), mmf(None, id="it"))
    assert body(ctx, "weight", ctx.case.courses[-1]) == 70


# --- hydroxychloroquine on a day -------------------------------------------------------------------------------------


def hcq(mg, start, stop=None, **more):
    return course("hydroxychloroquine", start, stop, mg, "mg/d", role="supportive", **more)


@pytest.mark.parametrize(
    ("day", "running"), [("2024-03-31", 0), ("2024-04-01", 1), ("2024-05-01", 1), ("2024-06-01", 1), ("2024-06-02", 0)]
)  # fmt: skip
def test_a_course_runs_from_its_first_to_its_last_day(day, running):
    ctx = context(mmf(0), hcq(200, "2024-04-01", "2024-06-01"))
    assert len(running_on(ctx, span(day), "antimalarial")) == running


def test_a_day_or_dates_that_are_not_known_leave_every_course_possible():
    ctx = context(mmf(0), hcq(200, "2024-04-01", "2024-06-01"), hcq(400, None))
    assert len(running_on(ctx, None, "antimalarial")) == 2
    assert len(running_on(ctx, span("2024-01-01"), "antimalarial")) == 1
    assert len(running_on(ctx, span("2024-04"), "antimalarial")) == 2


def test_the_dose_of_the_day_is_told_only_where_one_dose_is_possible():
    ctx = context(hcq(200, "2024-01-01", "2024-03-31"), hcq(400, "2024-04-01"))
    assert antimalarial_dose(ctx, span("2024-02-01")) == 200
    assert antimalarial_dose(ctx, span("2024-05-01")) == 400
    assert antimalarial_dose(ctx, None) is None
    assert antimalarial_dose(ctx, span("2023-12-31")) is None


def test_the_steady_state_counts_from_the_earliest_course():
    """Three months after 1 January are 1 April."""
    ctx = context(mmf(-300), hcq(400, "2024-03-01"), hcq(200, "2024-01-01", "2024-02-29"))
    assert at_steady_state(ctx, span("2024-03-31")) is False
    assert at_steady_state(ctx, span("2024-04-01")) is True
    assert at_steady_state(ctx, None) is None
    assert at_steady_state(context(mmf(-300)), span("2024-04-01")) is None


def test_another_antimalarial_beside_it_is_not_its_dose():
    beside = course("chloroquine", "2024-01-01", None, 250, "mg/d", role="supportive")
    ctx = context(hcq(200, "2024-01-01"), beside)
    assert antimalarial_dose(ctx, span("2024-02-01")) == 200


def test_an_uncertain_day_may_lie_in_a_course_that_begins_or_ends_within_it():
    ctx = context(mmf(0), hcq(200, "2024-04-15", "2024-06-15"))
    found = [
        len(running_on(ctx, span(day), "antimalarial"))
        for day in ("2024-03", "2024-04", "2024-06", "2024-07")
    ]
    assert found == [0, 1, 1, 0]


def test_a_dose_by_weight_at_an_unreadable_frequency_tells_nothing():
    assert answer(oral(2, "mg/kg", frequency="now and then"), ORAL) is None
