"""When something is due: exact and partial dates, ranges, and dates that count months from a start."""

from datetime import date
from decimal import Decimal

import pytest
from case_builder import case, guideline
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.dates import ChartDate
from lnreview.guideline.parts import Parameter
from lnreview.review.detail.due import Due, after, moved, told
from lnreview.review.evaluate import assessment


def every(value: str, unit: str, upper: str | None = None) -> Parameter:
    return Parameter(
        id="x", value=Decimal(value), upper=None if upper is None else Decimal(upper), unit=unit, means="x",
        source="lnreview", locator="x", status="program-default",
    )  # fmt: skip


def span(text: str):
    return ChartDate.parse(text).on()


@pytest.mark.parametrize(
    ("start", "interval", "first", "last"),
    [
        ("2026-01-31", every("1", "mo"), "2026-02-28", "2026-02-28"),
        ("2026-01-15", every("3", "mo", "6"), "2026-04-15", "2026-07-15"),
        ("2026-01-15", every("2", "wk"), "2026-01-29", "2026-01-29"),
        ("2026-01-15", every("8", "d", "10"), "2026-01-23", "2026-01-25"),
        ("2026-03", every("3", "mo"), "2026-06-01", "2026-06-30"),
        ("2025", every("36", "mo"), "2028-01-01", "2028-12-31"),
    ],
)
def test_an_interval_counts_from_every_day_that_a_date_may_mean(
    start: str, interval: Parameter, first: str, last: str
) -> None:
    assert after(span(start), interval) == Due(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-05-31", "not yet due"), ("2026-06-01", "due"), ("2026-06-30", "due"), ("2026-07-01", "overdue")],
)
def test_overdue_only_when_every_day_that_it_may_mean_has_passed(as_of: str, state: str) -> None:
    due = Due(date(2026, 6, 1), date(2026, 6, 30))
    assert due.state(span(as_of)) == state


def test_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="days, weeks or months"):
        moved(date(2026, 1, 1), Decimal(1), "mg")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-06-01", "2026-06-01", "2026-06-01"),
        ("2026-06-01", "2026-06-30", "2026-06"),
        ("2026-06-01", "2026-06-29", "2026-06-01 to 2026-06-29"),
    ],
)
def test_a_whole_month_is_told_as_one(first: str, last: str, shown: str) -> None:
    ctx = assessment(case(as_of=0), guideline()).ctx
    assert told(ctx, Due(date.fromisoformat(first), date.fromisoformat(last))) == shown


def test_a_record_in_months_is_answered_in_months() -> None:
    ctx = assessment(case(as_of="m+10"), guideline()).ctx
    due = after(ChartDate.parse("m+8").on(), every("3", "mo"))
    assert told(ctx, due) == "month 11"


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60), st.sampled_from(["d", "wk", "mo"]))
def test_a_longer_interval_is_never_due_sooner(day: date, number: int, unit: str) -> None:
    start = ChartDate.of(day).on()
    shorter, longer = after(start, every(str(number), unit)), after(start, every(str(number + 1), unit))
    assert start.latest < shorter.first <= longer.first
