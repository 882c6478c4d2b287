"""Axes of the trend chart: where a day or a value lies in millimetres, and which ticks a reader needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from lnreview.case.dates import MEAN_MONTH_DAYS, shift_months

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_FEW_WEEKS = 45
"""Days up to which a window of the time axis names days instead of months."""
_MONTH_WORDS, _COUNT_WORDS, _DAY_WORDS = 14.9, 13.6, 19.0
"""Room in mm that a tick takes with its words: a month of a year, a number of months, a day."""
_SMALLEST = 1e-6
"""A highest value below this is drawn as zero."""


@dataclass(frozen=True)
class Axis:
    """A value axis from zero, or from a round number above it; `top` and `bottom` in mm, y growing downwards."""

    highest: float
    top: float
    bottom: float
    ticks: tuple[tuple[float, str], ...]
    lowest: float = 0.0

    def at(self, value: float) -> float:
        """Return the y of a value in mm; a value below the axis lies on its foot."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return self.bottom - (self.bottom - self.top) * max(share, 0.0)


@dataclass(frozen=True)
class TimeAxis:
    """A time axis; `left` and `right` in mm."""

    first: date
    last: date
    left: float
    right: float
    ticks: tuple[tuple[float, str, bool], ...] = ()
    """Place, words (empty for a minor tick) and whether the tick is a major one."""

    def shows(self, day: date) -> bool:
        """Say whether a day lies on the axis."""
        return self.first <= day <= self.last

    def at(self, day: date) -> float:
        """Return the x of a day in mm; a day outside lies on the nearer edge."""
        days = max((self.last - self.first).days, 1)
        share = (day - self.first).days / days
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


def count_axis(highest: float, top: float, bottom: float, most: int = 4, lowest: float = 0.0) -> Axis:
    """Return an axis to a round number above `highest`, with about `most` steps.

    It begins at zero, or at a round number below `lowest` where that is more than half as high.
    """
    size = highest if highest > _SMALLEST else 1.0
    raised = lowest > size / 2
    if raised:
        size = max(size - lowest, size / 10)  # values that hardly differ are not blown up
    magnitude = 10.0 ** math.floor(math.log10(size / most))
    step = next(
        magnitude * factor
        for factor in (1, 2, 2.5, 3, 5, 10, 20)
        if magnitude * factor * most >= size * 0.999999
    )
    foot = step * math.floor(lowest / step) if raised else 0.0
    steps = max(math.ceil((highest - foot) / step - 1e-6), 1)
    ticks = tuple((foot + step * index, f"{foot + step * index:g}") for index in range(steps + 1))
    return Axis(foot + step * steps, top, bottom, ticks, foot)


def time_axis(first: date, last: date, left: float, right: float, months_from: date | None) -> TimeAxis:
    """Return the axis over `first` to `last` with a little air, ticks in months from a day or in the calendar."""
    return window_axis(*with_air(first, last), left, right, months_from)


def with_air(first: date, last: date) -> tuple[date, date]:
    """Return a time with a little air before and after it, so that nothing stands on the edge."""
    air = max((last - first).days * 0.02, 15)
    return moved(first, -air), moved(last, air)


def window_axis(first: date, last: date, left: float, right: float, months_from: date | None) -> TimeAxis:
    """Return the axis over exactly `first` to `last`, the ticks as in `time_axis`; in a few weeks they name days."""
    bare = TimeAxis(first, last, left, right)
    if months_from:
        ticks = _month_ticks(bare, months_from)
    elif (last - first).days < _FEW_WEEKS:
        ticks = _day_ticks(bare)
    else:
        ticks = _calendar_ticks(bare)
    return TimeAxis(first, last, left, right, tuple(ticks))


def moved(day: date, days: float) -> date:
    """Return a day so many days away, no further than the calendar goes."""
    return date.fromordinal(min(max(day.toordinal() + round(days), 1), date.max.toordinal()))


def _calendar_ticks(axis: TimeAxis) -> list[tuple[float, str, bool]]:
    """Ticks on first days of months: every 1, 3 or 6 months, or of years, as many as have room for their words."""
    months = (axis.last - axis.first).days / float(MEAN_MONTH_DAYS)
    step = next(
        (step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months / step <= _most(axis, _MONTH_WORDS)), 240
    )
    ticks = []
    index = axis.first.year * 12 + axis.first.month - 1
    index += -index % step
    while (day := _first_of(index)) <= axis.last:
        if day >= axis.first:
            words = f"{day.year}" if step >= 12 else f"{_MONTHS[day.month - 1]} {day.year}"
            ticks.append((axis.at(day), words, day.month == 1))
        index += step
    return ticks


def _day_ticks(axis: TimeAxis) -> list[tuple[float, str, bool]]:
    """Ticks on four days of each month, a week or a little more apart."""
    days = [moved(axis.first, number) for number in range((axis.last - axis.first).days + 1)]
    return [
        (axis.at(day), f"{day.day} {_MONTHS[day.month - 1]} {day.year}", day.day == 1)
        for day in days
        if day.day in ((1, 8, 15, 22) if _most(axis, _DAY_WORDS) > len(days) / 7 else (1, 15))
    ]


def _most(axis: TimeAxis, words: float) -> int:
    """Return how many ticks have room for their words of so many mm."""
    return max(int((axis.right - axis.left) / words), 1)


def _month_ticks(axis: TimeAxis, origin: date) -> list[tuple[float, str, bool]]:
    spanned = (axis.last - axis.first).days / float(MEAN_MONTH_DAYS)
    step = next(
        (step for step in (1, 2, 3, 6, 12, 24, 60, 120) if spanned / step <= _most(axis, _COUNT_WORDS)), 240
    )
    number = math.ceil((axis.first - origin).days / float(MEAN_MONTH_DAYS) / step) * step
    ticks = []
    while (day := shift_months(origin, number)) <= axis.last:
        if day >= axis.first:
            ticks.append((axis.at(day), f"month {number}".replace("-", "−"), number == 0))
        number += step
    return ticks


def _first_of(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)
