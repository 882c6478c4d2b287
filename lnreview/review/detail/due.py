"""When something is due: a day or a range, counted honestly from a date that may itself be partial.

An interval counts from the earliest and from the latest day that a date may mean; the answer is the range between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from lnreview.case.dates import ChartDate, Span, shift_months
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context

State = Literal["overdue", "due", "not yet due"]


@dataclass(frozen=True)
class Due:
    """The days from the first to the last on which something is due, both included."""

    first: date
    last: date

    def state(self, as_of: Span) -> State:
        """Say whether it is overdue, due or not yet due on a day; overdue only when every day that it may mean has passed."""
        if self.last < as_of.earliest:
            return "overdue"
        return "not yet due" if self.first > as_of.latest else "due"


def after(start: Span, interval: Parameter) -> Due:
    """Return when an interval (in days, weeks or months, perhaps a range) after a date has passed.

    Raises `ValueError` for an interval in another unit.
    """
    longest = interval.value if interval.upper is None else interval.upper
    return Due(
        moved(start.earliest, interval.value, interval.unit), moved(start.latest, longest, interval.unit)
    )


def moved(day: date, number: Decimal, unit: str) -> date:
    """Return a day moved by a number of days, weeks or months."""
    if unit == "mo":
        return shift_months(day, number)
    if unit == "wk":
        return day + timedelta(weeks=float(number))
    if unit == "d":
        return day + timedelta(days=float(number))
    raise ValueError(f"an interval is in days, weeks or months, not in “{unit}”")


def told(ctx: Context, due: Due) -> str:
    """Return when something is due for a reader: a day, a whole month, or a range; months from the start where dates are relative."""
    if due.first == due.last:
        return _day(ctx, due.first)
    month = ChartDate.parse(due.first.isoformat()[: len("2024-01")]).on()
    if (month.earliest, month.latest) == (due.first, due.last) and not _relative(ctx):
        return str(month.written)
    first, last = _day(ctx, due.first), _day(ctx, due.last)
    return first if first == last else f"{first} to {last}"


def _relative(ctx: Context) -> bool:
    return ctx.case.anchor is None and ctx.as_of.written.is_relative


def _day(ctx: Context, day: date) -> str:
    if not _relative(ctx):
        return day.isoformat()
    origin, month = ChartDate.parse("m+0").on().earliest, 0
    step = 1 if day >= origin else -1
    while (shift_months(origin, month + step) - day).days * step <= 0:
        month += step
    return f"month {month}".replace("-", "−")
