"""The AUC of mycophenolic acid from timed samples: computed by hand, and refused where the equation does not hold."""

from decimal import Decimal

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    biopsy,
    case,
    ec_mps,
    guideline,
    level,
    mmf,
    mpa_auc,
    on,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.dates import ChartDate
from lnreview.case.exposure import SamplesMissingError, auc_from_five_samples, trapezoid
from lnreview.review.context import Context
from lnreview.review.sampling import Computed, Refused, sampled

COEFFICIENTS = guideline().equations["mpa-auc-five-samples"].coefficients
WORKED = {0: "2", 1: "10", 2: "6", 4: "4", 6: "3"}
"""Trapezoids (2+10)/2 + (10+6)/2 + (6+4)/2×2 + (4+3)/2×2 = 6 + 8 + 10 + 7 = 31; with 3×3 + 3×2 = 46 mg·h/L."""


def samples(values=WORKED, day=100, unit="mg/L", **more):
    return [
        level("mycophenolic-acid", day, value, unit, kind="timed", hours_after_dose=Decimal(str(hour)), matrix="plasma", **more)
        for hour, value in values.items()
    ]  # fmt: skip


def found(*parts, regimen=None):
    subject = case(biopsy(), regimen or mmf(0, MMF_ENDS), *parts, as_of=MMF_ENDS)
    pack = guideline()
    return sampled(
        Context(subject, pack, pack.criteria["arora-2022"], ChartDate.parse(on(MMF_ENDS)).on(None))
    )


def decimals(values):
    return {Decimal(hour): Decimal(value) for hour, value in values.items()}


def test_the_worked_example():
    assert trapezoid(decimals(WORKED)) == 31
    assert auc_from_five_samples(decimals(WORKED), COEFFICIENTS) == 46


def test_a_sample_at_another_hour_is_not_used():
    more = decimals(WORKED) | {Decimal("0.5"): Decimal(30)}

    assert auc_from_five_samples(more, COEFFICIENTS) == 46


@pytest.mark.parametrize("hour", [0, 1, 2, 4, 6])
def test_each_of_the_five_samples_is_needed(hour):
    rest = {key: value for key, value in decimals(WORKED).items() if key != hour}

    with pytest.raises(SamplesMissingError, match=f"{hour} h"):
        auc_from_five_samples(rest, COEFFICIENTS)


@given(st.lists(st.decimals(0, 50, places=2), min_size=5, max_size=5), st.integers(1, 9))
def test_the_area_grows_with_the_concentrations(values, factor):
    taken = dict(zip(map(Decimal, WORKED), values, strict=True))
    times = {hour: value * factor for hour, value in taken.items()}

    assert auc_from_five_samples(times, COEFFICIENTS) == auc_from_five_samples(taken, COEFFICIENTS) * factor


def test_it_is_computed_from_the_samples_of_one_day_in_any_order_and_unit():
    (computed,) = found(*reversed(samples()))
    (other,) = found(*samples(unit="ug/mL"))

    assert isinstance(computed, Computed)
    assert computed.value == 46
    assert isinstance(other, Computed)
    assert other.value == 46
    assert "computed" in computed.evidence().what


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([*samples({0: "2", 1: "10", 2: "6", 4: "4"})], "no sample at 6 h"),
        ([*samples({0: "2", 1: "10", 2: "6"}), *samples({4: "4", 6: "3"}, day=101)], "no sample at 4 h, 6 h"),
        ([*samples(), *samples({6: "5"})], "two samples at 6 h differ"),
        ([*samples(unit="nmol/L")], "no value in a unit"),
        ([*samples(WORKED | {0: "<0.3"})], "no value in a unit"),
        ([*samples(day="2024-04")], "day of the samples"),
        ([*samples(), level("mycophenolic-acid", 100, 4, "mg/L", kind="timed")], "lacks its hours"),
    ],
)
def test_what_does_not_hold_is_refused_with_a_sentence(parts, why):
    first = found(*parts)[0]

    assert isinstance(first, Refused)
    assert why in first.why


def test_the_enteric_coated_form_is_refused():
    (first,) = found(*samples(), regimen=ec_mps(0, MMF_ENDS))

    assert isinstance(first, Refused)
    assert "mycophenolate mofetil" in first.why


def test_samples_from_before_any_mycophenolate_are_refused():
    (first,) = found(*samples(day=-30))

    assert isinstance(first, Refused)
    assert "no mycophenolate is on record" in first.why


def under(*parts):
    values = [proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST)]
    return reviewed(case(biopsy(), prednisone(), mmf(0, MMF_ENDS), pdc(92), values, *parts, as_of=MMF_ENDS))


@pytest.mark.parametrize(
    ("last", "verdict"),
    [("0.9", "undertreated"), ("1", "inadequate-response"), ("1.1", "inadequate-response")],
)
def test_the_computed_area_decides_like_a_reported_one(last, verdict):
    """Samples 1, 8, 6, 2.75 and C6: 4.5 + 7 + 8.75 + (2.75 + C6) + 3·C6 + 3 = 26 + 4·C6, 30 at C6 = 1."""
    curve = {0: "1", 1: "8", 2: "6", 4: "2.75", 6: last}

    assert under(*samples(curve)).verdict == verdict


def test_the_later_area_counts_whether_reported_or_computed():
    assert under(mpa_auc(50, 20), *samples(day=100)).verdict == "inadequate-response"
    assert under(mpa_auc(150, 20), *samples(day=100)).verdict == "undertreated"


def test_a_reported_area_of_the_same_day_outranks_the_computed_one():
    assert under(mpa_auc(100, 20), *samples(day=100)).verdict == "undertreated"


def test_the_three_point_equation_is_not_in_the_pack():
    facts = {fact.id: fact for fact in guideline().facts}
    numbers = {Decimal("7.75"), Decimal("6.49"), Decimal("0.76"), Decimal("2.43")}

    assert facts["mpa-three-point"].topic == "trap"
    assert not numbers & {
        value for item in guideline().equations.values() for value in item.coefficients.values()
    }
