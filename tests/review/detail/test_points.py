"""How values and changes are printed: rounded, never onto or across a limit that the value does not have."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.review import series
from lnreview.review.detail import points as words
from lnreview.review.evaluate import assessment
from tests.case_builder import case, guideline, upcr


def two(first, second, unit="g/g"):
    """Return two values of proteinuria."""
    return assessment(case(upcr(0, first, unit), upcr(30, second, unit), as_of=40), guideline()).urine.points


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2.1", "2.0", "−4.8 %"),  # 4.7619
        ("4.2", "4.1", "−2.4 %"),  # 2.3810
        ("3.0", "1.5", "−50 %"),
        ("10", "5.001", "−49.99 %"),  # a fall of 50 % was missed
        ("10", "5.003", "−49.97 %"),
        ("10", "5.01", "−49.9 %"),
        ("10", "4.997", "−50.03 %"),
        ("10", "7.5004", "−24.996 %"),
        ("10", "10.0001", "+0.001 %"),
        ("3.0", "3.0", "±0 %"),
    ],
)
def test_a_change_is_rounded_and_never_onto_a_limit(first, second, said):
    assert words.change(*two(first, second)) == said


def test_proteinuria_is_rounded_and_never_onto_a_limit():
    """56.5 mg/mmol × 8.84 = 499.46 mg/g: below 0.5 g/g; 56.7 × 8.84 = 501.2; 120 × 8.84 = 1,060.8."""
    below, above = two("56.5", "56.7", "mg/mmol")
    assert words.proteinuria(below) == "0.499 g/g"
    assert words.proteinuria(above) == "0.501 g/g"
    assert words.proteinuria(two("120", "120", "mg/mmol")[0]) == "1.06 g/g"
    assert words.proteinuria(two("0.5", "0.5")[0]) == "0.5 g/g"


@given(st.decimals(min_value=0, max_value=200, places=3), st.integers(min_value=0, max_value=200))
def test_what_is_printed_lies_on_the_same_side_of_every_whole_percent(value, limit):
    printed = Decimal(words.rounded(value, 1))
    assert (printed < limit, printed > limit) == (value < limit, value > limit)


def test_every_limit_of_a_change_is_a_whole_percent():
    """The rule of rounding rests on it."""
    names = ("no-change-below", "worse-rise", "partial-fall", "egfr-worse", "perr-egfr-fall", "complete-egfr-fall",
             "milestone-fall-first", "milestone-fall-second")  # fmt: skip
    pack = guideline()
    found = [
        number
        for criteria in pack.criteria.values()
        for name, number in criteria.parameters.items()
        if name in names
    ]
    found += [pack[name] for name in names if name.startswith("milestone")]
    assert found
    assert all(number.unit == "%" and number.value == int(number.value) for number in found)


def test_a_change_agrees_with_what_is_judged():
    first, second = two("10", "5.003")
    assert series.fell_at_least(first, second, Decimal(50)) is False
    assert words.change(first, second) == "−49.97 %"
