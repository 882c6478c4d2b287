"""Share of days covered: overlaps are moved forward, the rest is counting days."""

from datetime import date
from decimal import Decimal

import pytest

from lnreview.case.adherence import days_covered

JANUARY, END = date(2026, 1, 1), date(2026, 1, 30)  # thirty days


@pytest.mark.parametrize(
    ("supplies", "share"),
    [
        ([(JANUARY, 30)], 100),
        ([(JANUARY, 15)], 50),
        ([(JANUARY, 15), (date(2026, 1, 16), 15)], 100),
        # refilled five days early: those days are added at the end, not lost
        ([(JANUARY, 15), (date(2026, 1, 11), 15)], 100),
        # a gap of ten days stays a gap
        ([(JANUARY, 10), (date(2026, 1, 21), 10)], Decimal(20) / 30 * 100),
        # two supplies of one day follow each other
        ([(JANUARY, 10), (JANUARY, 10)], Decimal(20) / 30 * 100),
        # what was handed out before the period covers only what is left of it
        ([(date(2025, 12, 22), 20)], Decimal(10) / 30 * 100),
        # more than the period never counts above all of it
        ([(JANUARY, 90)], 100),
        ([], 0),
        ([(JANUARY, 0)], 0),
    ],
)
def test_each_covered_day_counts_once(supplies, share):
    assert days_covered(supplies, JANUARY, END) == Decimal(share)


def test_the_order_of_the_supplies_changes_nothing():
    supplies = [(date(2026, 1, 11), 15), (JANUARY, 15), (date(2026, 1, 20), 3)]

    assert days_covered(supplies, JANUARY, END) == days_covered(sorted(supplies), JANUARY, END)


def test_a_period_without_a_day_is_refused():
    with pytest.raises(ValueError, match="no day"):
        days_covered([], END, JANUARY)
