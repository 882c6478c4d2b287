"""Refill arithmetic with hospital days, several drugs and partial dates; every number is counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.adherence import Supply, refills

JANUARY, END = date(2026, 1, 1), date(2026, 1, 30)  # thirty days


def jan(day):
    return date(2026, 1, day)


def supply(day, days, drug="a", late=None):
    return Supply(day, late or day, days, drug)


def test_the_possession_ratio_exceeds_100_where_the_share_does_not():
    found = refills([supply(jan(1), 30), supply(jan(15), 30)], JANUARY, END)

    assert found.pdc == (100, 100)
    assert found.mpr == (200, 200)


def test_a_supply_from_before_the_period_counts_in_the_share_and_not_in_the_ratio():
    found = refills([supply(date(2025, 12, 22), 20)], JANUARY, END)

    assert found.covered == (10, 10)
    assert found.supplied == (0, 0)


def test_hospital_days_leave_the_period_and_use_up_no_supply():
    """Ten days in hospital of thirty; twenty days' supply lasts for the twenty days at home."""
    stay = [(jan(11), jan(20))]
    found = refills([supply(jan(1), 20)], JANUARY, END, stay)

    assert (found.days, found.away, found.covered) == (20, 10, (20, 20))
    assert refills([supply(jan(1), 15)], JANUARY, END, stay).pdc == (75, 75)
    assert refills([supply(jan(1), 15)], JANUARY, END).pdc == (50, 50)


def test_a_period_in_hospital_throughout_is_refused():
    with pytest.raises(ValueError, match="no day at home"):
        refills([supply(jan(1), 30)], JANUARY, END, [(JANUARY, END)])


def test_gaps_are_listed_with_their_days_and_a_stay_does_not_divide_one():
    found = refills([supply(jan(3), 5), supply(jan(20), 5)], JANUARY, END)
    assert found.gaps == ((jan(1), jan(2)), (jan(8), jan(19)), (jan(25), jan(30)))

    stayed = refills([supply(jan(3), 5), supply(jan(20), 5)], JANUARY, END, [(jan(10), jan(12))])
    assert stayed.gaps[1] == (jan(8), jan(19))


def test_supplies_of_two_forms_run_side_by_side():
    """Ten days of one and ten of the other from day 6 on cover fifteen days; of one drug they cover twenty."""
    assert refills([supply(jan(1), 10), supply(jan(6), 10, "b")], JANUARY, END).covered == (15, 15)
    assert refills([supply(jan(1), 10), supply(jan(6), 10)], JANUARY, END).covered == (20, 20)


@pytest.mark.parametrize(("days", "per_thirty"), [(23, 23), (24, 24), (25, 25)])
def test_days_per_thirty(days, per_thirty):
    assert refills([supply(jan(1), days)], JANUARY, END).per_thirty_days == (per_thirty, per_thirty)


def test_a_partial_date_gives_a_range():
    """Twenty days' supply on some day of January in thirty days: from day 1 to 20, or the last day only."""
    found = refills([supply(jan(1), 20, late=jan(31))], JANUARY, END)

    assert found.covered == (0, 20)
    assert not found.exact
    assert found.supplied == (0, 20)


DAYS = st.integers(-40, 70)


@given(
    st.lists(
        st.tuples(DAYS, st.integers(0, 25), st.integers(0, 40), st.sampled_from("ab")), min_size=1, max_size=5
    ),
    st.data(),
)
def test_every_choice_of_days_lies_within_the_range(parts, data):
    ranged = [Supply(JANUARY + timedelta(first), JANUARY + timedelta(first + width), days, drug)
              for first, width, days, drug in parts]  # fmt: skip
    chosen = []
    for item in ranged:
        shift = data.draw(st.integers(0, (item.latest - item.earliest).days))
        day = item.earliest + timedelta(shift)
        chosen.append(Supply(day, day, item.days, item.drug))
    low, high = refills(ranged, JANUARY, END).covered
    exact = refills(chosen, JANUARY, END).covered

    assert exact[0] == exact[1]
    assert low <= exact[0] <= high


@given(st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=6))
def test_the_share_lies_between_0_and_100_and_gaps_make_up_the_rest(parts):
    found = refills([supply(JANUARY + timedelta(day), days) for day, days in parts], JANUARY, END)
    uncovered = sum((last - first).days + 1 for first, last in found.gaps)

    assert Decimal(0) <= found.pdc[0] <= Decimal(100)
    assert found.covered[0] + uncovered == found.days


def test_a_partial_date_before_the_period_bounds_what_is_left_of_it():
    """Thirty days from 10, 11 or 12 December: they last to 8, 9 or 10 January."""
    found = refills([supply(date(2025, 12, 10), 30, late=date(2025, 12, 12))], JANUARY, END)

    assert found.covered == (8, 10)
    assert found.gaps == ((jan(9), jan(30)),)


def test_of_two_forms_with_partial_dates_the_better_covered_is_sure():
    found = refills([supply(jan(1), 20, late=jan(2)), supply(jan(1), 5, "b", late=jan(3))], JANUARY, END)

    assert found.covered == (20, 25)


def test_supplies_on_the_first_and_last_day_count_and_those_that_may_lie_outside_only_perhaps():
    inside = [supply(jan(1), 3), supply(jan(30), 4)]
    perhaps = [supply(date(2025, 12, 20), 10, late=jan(1)), supply(jan(30), 20, late=date(2026, 2, 5))]
    outside = [supply(date(2025, 12, 31), 100), supply(jan(31), 100)]

    assert refills(inside, JANUARY, END).supplied == (7, 7)
    assert refills([*inside, *perhaps], JANUARY, END).supplied == (7, 37)
    assert refills([*inside, *outside], JANUARY, END).supplied == (7, 7)
