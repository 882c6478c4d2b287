"""Which scheme of a class a chart means: told by the interval of its infusions, then by the unit of its dose.

A monthly pulse is no Euro-Lupus infusion, and four infusions of a fixed dose are no weekly course by body surface. Where
the chart tells nothing, every scheme stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median_low

from lnreview.case.quantities import convert, find_unit
from lnreview.case.records import Administration, MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.review.context import Context

_EVERY = re.compile(r"every (?:(\d+) )?(day|week|month)s?")
_WORDS = {
    "weekly": "every 1 week", "once weekly": "every 1 week", "once a week": "every 1 week",
    "fortnightly": "every 2 weeks", "every other week": "every 2 weeks", "monthly": "every 1 month",
    "once monthly": "every 1 month", "once a month": "every 1 month",
}  # fmt: skip
_MEASURES = {"mass": ("per-dose", "per-dose-per-area"), "mass per area": ("per-dose-per-area", "per-dose")}
"""The measure that the unit of a dose speaks for, and the one that it speaks against where both are there."""
_UNITS = {"day": "d", "week": "wk", "month": "mo"}


def meant(ctx: Context, rules: Sequence[DoseRule], course: MedicationCourse) -> tuple[DoseRule, ...]:
    """Return the schemes that a course may mean, or all of them where the chart rules out every one."""
    weeks = written_interval(ctx, course)
    fitting = [rule for rule in rules if weeks is None or _fits(ctx, rule, weeks)] or list(rules)
    unit = find_unit(course.dose.unit) if course.dose else None
    own, other = _MEASURES.get(unit.kind if unit else "", ("", ""))
    if any(rule.measure == own for rule in fitting):
        return tuple(rule for rule in fitting if rule.measure != other)
    return tuple(fitting)


def written_interval(ctx: Context, course: MedicationCourse) -> int | None:
    """Return the weeks between two infusions, as written or as given on record; `None` for less than one or unknown."""
    text = course.frequency.strip().casefold()
    found = _EVERY.match(_WORDS.get(text, text))
    if found:
        weeks = _weeks(found[1] or "1", _UNITS[found[2]])
        return weeks or None
    days = sorted(
        span.middle
        for item in recorded(ctx, course)
        if item.status != "missed" and (span := ctx.span(item.given_on)) is not None
    )
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return (_weeks(median_low(gaps), "d") or None) if gaps else None


def _fits(ctx: Context, rule: DoseRule, weeks: int) -> bool:
    """Whether infusions at an interval of full weeks may be those of a scheme."""
    if rule.measure.startswith("per-day"):
        return False
    interval = ctx.guideline.thresholds.get(rule.floor.removesuffix("dose") + "interval")
    return interval is None or _weeks(interval.value, interval.unit) == weeks


def _weeks(value: Decimal | int | str, unit: str) -> int:
    """Return a duration to the nearest week: a month has four."""
    if unit == "d":
        return round(timedelta(days=int(value)) / timedelta(weeks=1))
    return round(convert(Decimal(value), unit, "wk"))


def recorded(ctx: Context, course: MedicationCourse) -> tuple[Administration, ...]:
    """Return the dated administrations of the drug of a course that lie within it."""
    start, stop = ctx.span(course.start), ctx.span(course.stop)
    drug = ctx.drug(course.drug)
    return tuple(
        item
        for item in ctx.case.administrations
        if drug is not None and ctx.drug(item.drug) is drug and (day := ctx.span(item.given_on)) is not None
        and (start is None or day.latest >= start.earliest) and (stop is None or day.earliest <= stop.latest)
    )  # fmt: skip


def without_a_gap(ctx: Context, course: MedicationCourse) -> bool:
    """Say whether the administrations on record, all complete, leave no longer gap than the interval that the chart writes."""
    found = recorded(ctx, course)
    every = _EVERY.match(_WORDS.get(text := course.frequency.strip().casefold(), text))
    start, stop = ctx.span(course.start), ctx.span(course.stop) or ctx.as_of
    if not found or every is None or start is None or any(item.status != "complete" for item in found):
        return False
    if course.doses_given is not None and course.doses_given != len(found):
        return False
    weeks = _weeks(every[1] or "1", _UNITS[every[2]])
    days = sorted(span.middle for item in found if (span := ctx.span(item.given_on)) is not None)
    return all(
        _weeks((later - earlier).days, "d") <= weeks
        for earlier, later in pairwise([start.middle, *days, stop.middle])
    )
