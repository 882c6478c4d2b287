"""How fast proteinuria or eGFR moved under a regimen: a straight line through the values of one method.

A line is given only through enough values over a long enough time, both stated. Values printed as a bound, taken while
pregnant, without a day, or by another method are left out and counted. It describes the past; it predicts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.equations import slope_per_day
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.series import Point


@dataclass(frozen=True)
class Slope:
    """A straight line through values of one method."""

    per_day: Decimal
    """In the unit of the values per day."""
    used: tuple[Point, ...]
    days: int
    """From the first to the last value."""
    left_out: int
    """How many values of the regimen were not used."""

    def told(self) -> str:
        """Say on how many values, over how long, by which method the slope rests."""
        without = f"; {self.left_out} left out (bound, pregnancy, date or method)" if self.left_out else ""
        return f"least squares over {len(self.used)} values in {self.days} days, {words.method(self.used[-1])}{without}"


def slope(ctx: Context, base: Point | None, later: Sequence[Point]) -> Slope | None:
    """Return the slope from the baseline on, or `None` when values or time are too few."""
    every = [point for point in (base, *later) if point is not None]
    if not every:
        return None
    usable = [point for point in every if _usable(ctx, point)]
    if not usable:
        return None
    kept = tuple(point for point in usable if point.method == usable[-1].method)
    days = [point.span.middle for point in kept if point.span is not None]
    length = (max(days) - min(days)).days
    pack = ctx.guideline
    if len(kept) < pack.number("slope-points") or length < pack.number("slope-days"):
        return None
    return Slope(
        slope_per_day([(day, point.value) for day, point in zip(days, kept, strict=True)]),
        kept, length, len(every) - len(kept),
    )  # fmt: skip


def _usable(ctx: Context, point: Point) -> bool:
    """Whether a value is a number of a known day; a date as vague as the window of a checkpoint is known enough."""
    if point.span is None or point.pregnant or point.low != point.high:
        return False
    vague = (point.span.latest - point.span.earliest).days
    return vague <= int(ctx.guideline.number("checkpoint-window"))
