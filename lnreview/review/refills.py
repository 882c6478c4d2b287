"""Refills of a course: how much of the time in which it was to be judged its pharmacy supplies cover.

Supplies of the same active substance count together: another brand, or enteric-coated for plain mycophenolate, is the
same treatment. One supply makes no share of days covered. Infused drugs have administrations instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from lnreview.case.adherence import Refills, Supply, refills
from lnreview.case.dates import Span
from lnreview.case.records import Dispense, MedicationCourse
from lnreview.guideline.model import Drug
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.finding import Evidence
from lnreview.review.regimens import is_infused

_TENTH = Decimal(1).scaleb(-1)


@dataclass(frozen=True)
class Refilled:
    """What the refills of a course say."""

    course: MedicationCourse
    drug: Drug
    supplies: tuple[Dispense, ...]
    period: str
    """The period as the chart's dates write it."""
    found: Refills
    until_last: Refills | None
    """The same up to the last day that any supply covers, where the period goes on after it."""
    taken: bool | None
    """Whether the share reaches the limit; `None` where the dates leave it open."""
    limit: Parameter
    before_first_dose: bool
    """Whether a supply from before the first dose was counted both from its day and from the first dose."""

    def evidence(self) -> Evidence:
        """Return the share of days covered as evidence."""
        counted = f"{len(self.supplies)} supplies"
        if self.found.away:
            counted += f", {self.found.away} days in hospital left out"
        share = percent(*self.found.pdc, self.limit.value)
        return Evidence(f"{self.drug.name} refills, share of days covered", share, "%", self.period, counted)


@dataclass(frozen=True)
class NoShare:
    """Why the supplies of a course make no share of days covered."""

    course: MedicationCourse
    drug: Drug
    supplies: tuple[Dispense, ...]
    why: str


def percent(low: Decimal, high: Decimal, limit: Decimal | None = None) -> str:
    """Return a share in whole percent as one number or as a range, halves rounded up, but never up to a limit.

    A share below a limit that rounding would lift to it keeps one decimal, cut.
    """
    first, last = (_rounded(part, limit) for part in (low, high))
    return first if first == last else f"{first}-{last}"


def _rounded(share: Decimal, limit: Decimal | None) -> str:
    whole = share.quantize(Decimal(1), ROUND_HALF_UP)
    if limit is not None and share < limit <= whole:
        return format(share.quantize(_TENTH, ROUND_DOWN), "f")
    return format(whole, "f")


def of_course(ctx: Context, course: MedicationCourse, end: Span | None) -> Refilled | NoShare | None:
    """Return what the refills of a course say until `end` (until now without one); `None` where nothing was supplied."""
    drug = ctx.drug(course.drug)
    if drug is None or is_infused(ctx, course):
        return None
    start, last = ctx.span(course.start), _last_day(ctx, course, end)
    given = [
        (item, span)
        for item in ctx.case.dispenses
        if _same_substance(ctx.drug(item.drug), drug) and (span := ctx.span(item.dispensed_on)) is not None
        and span.earliest <= last.latest and (start is None or _reaches(item, span, start))
    ]  # fmt: skip
    supplies = tuple(item for item, _ in given)
    if not supplies:
        return None
    if start is None:
        return NoShare(course, drug, supplies, "the start of the course is not documented")
    if len(supplies) < 2:
        return NoShare(course, drug, supplies, "one supply makes no share of days covered")
    first, final = start.latest, min(last.earliest, ctx.as_of.latest)
    if final <= first:
        return NoShare(course, drug, supplies, "the dates leave no day that surely belongs to the course")
    away = tuple(_stays(ctx))
    found, both_ways = _counted(ctx, course, given, start, (first, final), away)
    if found is None:
        return NoShare(course, drug, supplies, "no day of the course was spent at home")
    limit = ctx.guideline["pdc-adherent"]
    low, high = found.pdc
    taken = True if low >= limit.value else (False if high < limit.value else None)
    return Refilled(course, drug, supplies, f"{start} to {last}", found, _until_last(given, found, away), taken, limit,
                    both_ways)  # fmt: skip


def _last_day(ctx: Context, course: MedicationCourse, end: Span | None) -> Span:
    """Return until when the course was to be judged: its stop or the end of the judging, whichever comes first."""
    ends = [span for span in (ctx.span(course.stop), end) if span is not None]
    return min(ends, key=lambda span: span.middle) if ends else ctx.as_of


def _same_substance(one: Drug | None, other: Drug) -> bool:
    return one is other or (one is not None and bool(one.level) and one.level == other.level)


def _reaches(item: Dispense, when: Span, start: Span) -> bool:
    """Whether the days of a supply may reach into a course."""
    return (start.latest - when.latest).days < item.days_supply or when.latest >= start.earliest


def _stays(ctx: Context) -> Iterator[tuple[date, date]]:
    """Yield the days that were surely spent in hospital."""
    for event in ctx.case.events:
        if event.what != "hospital-stay":
            continue
        first, last = ctx.span(event.on), ctx.span(event.until)
        if first is not None and last is not None and first.latest <= last.earliest:
            yield first.latest, last.earliest


def _counted(
    ctx: Context, course: MedicationCourse, given: list[tuple[Dispense, Span]], start: Span,
    period: tuple[date, date], away: tuple[tuple[date, date], ...],
) -> tuple[Refills | None, bool]:  # fmt: skip
    """Return what the supplies cover, and whether a supply from before the first dose had to be counted both ways."""
    as_supplied = [_supply(ctx, item, span) for item, span in given]
    held = [
        Supply(start.latest, start.latest, item.days, item.drug)
        if item.latest < start.earliest and not _used_before(ctx, course, span) else item
        for item, (_, span) in zip(as_supplied, given, strict=True)
    ]  # fmt: skip
    try:
        found = refills(as_supplied, *period, away)
        if held == as_supplied:
            return found, False
        other = refills(held, *period, away)
    except ValueError:
        return None, False
    least, most = min(found.covered[0], other.covered[0]), max(found.covered[1], other.covered[1])
    supplied = (
        min(found.supplied[0], other.supplied[0]),
        max(found.supplied[1], other.supplied[1]),
    )
    return Refills(
        found.start, found.end, found.days, found.away, (least, most), supplied, other.gaps, away
    ), True


def _supply(ctx: Context, item: Dispense, when: Span) -> Supply:
    drug = ctx.drug(item.drug)
    return Supply(when.earliest, when.latest, item.days_supply, drug.id if drug else item.drug)


def _used_before(ctx: Context, course: MedicationCourse, when: Span) -> bool:
    """Whether an earlier course of the same substance may have used a supply of that day."""
    drug = ctx.drug(course.drug)
    if drug is None:
        return False
    for other in ctx.case.courses:
        start, stop = ctx.span(other.start), ctx.span(other.stop)
        if other is course or not _same_substance(ctx.drug(other.drug), drug):
            continue
        if (start is None or start.earliest < _start(ctx, course)) and (
            stop is None or stop.latest >= when.earliest
        ):
            return True
    return False


def _start(ctx: Context, course: MedicationCourse) -> date:
    start = ctx.span(course.start)
    return start.earliest if start else date.max


def _until_last(
    given: list[tuple[Dispense, Span]], found: Refills, away: tuple[tuple[date, date], ...]
) -> Refills | None:
    """Return the share up to the day before the last gap, where that gap reaches the end of the period."""
    if not found.gaps or found.gaps[-1][1] < found.end or found.gaps[-1][0] <= found.start:
        return None
    last_day = date.fromordinal(found.gaps[-1][0].toordinal() - 1)
    supplies = [Supply(span.earliest, span.latest, item.days_supply, item.drug) for item, span in given]
    try:
        return refills(supplies, found.start, last_day, away)
    except ValueError:
        return None
