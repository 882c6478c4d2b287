"""The oral glucocorticoid of a record as prednisone a day, and its pulses, which are never added to it.

A later entry of the same drug replaces the one before it; two drugs of one day are added. A day on which the record
leaves open what was taken has no dose; without any entry the dose is zero only where the list of courses is complete.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.quantities import UnitError, convert, find_unit
from lnreview.case.records import MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.doses import body, daily_dose
from lnreview.review.regimens import is_running

_CLASS = "glucocorticoid"


def equivalence(ctx: Context, course: MedicationCourse) -> Parameter | None:
    """Return the dose of the drug of a course that corresponds to prednisone 5 mg, or `None` for one that is not named."""
    drug = ctx.drug(course.drug)
    return ctx.guideline.thresholds.get(f"equivalent-{drug.id}") if drug else None


def prednisone_per_day(ctx: Context, course: MedicationCourse) -> Decimal | None:
    """Return the daily dose of a course as prednisone in mg/d, or `None` when the record does not tell."""
    equal = equivalence(ctx, course)
    if equal is None or course.dose is None or course.dose.comparator:
        return None
    daily = daily_dose(course, "mg/d")
    unit = find_unit(course.dose.unit)
    if daily is None and unit is not None and unit.kind == "mass per weight and day":
        weight = body(ctx, "weight", course)
        daily = course.dose.value * weight if weight is not None else None
    if daily is None:
        return Decimal(0) if course.dose.value == 0 else None
    return daily * ctx.guideline.number("equivalent-prednisone") / equal.value


def is_pulse(ctx: Context, course: MedicationCourse) -> bool:
    """Say whether a glucocorticoid course is a pulse: intravenous, called so, or of its size where no route is written."""
    if ctx.drug_class(course) != _CLASS:
        return False
    if course.route == "iv" or "pulse" in course.drug.casefold():
        return True
    if course.route != "unknown" or course.dose is None:
        return False
    try:
        return convert(course.dose.value, course.dose.unit, "mg") >= ctx.guideline.number("gc-pulse")
    except UnitError:
        return False


def pulses(ctx: Context) -> tuple[MedicationCourse, ...]:
    """Return the pulse courses of the record."""
    return tuple(course for course in ctx.case.courses if is_pulse(ctx, course))


@dataclass(frozen=True)
class _Part:
    course: MedicationCourse
    start: Span | None
    stop: Span | None
    dose: Decimal | None
    drug: str

    def runs(self, day: date) -> bool | None:
        """Say whether it ran on a day; `None` where its dates leave it open."""
        if self.start is None:
            return None if self.stop is None or self.stop.latest >= day else False
        if day < self.start.earliest or (self.stop is not None and day > self.stop.latest):
            return False
        if day >= self.start.latest and self.stop is not None and day <= self.stop.earliest:
            return True
        return None


@dataclass(frozen=True)
class OralCourse:
    """The oral glucocorticoid of a record, day by day."""

    ctx: Context
    parts: tuple[_Part, ...]
    courses: tuple[MedicationCourse, ...] = field(default=())

    def dose_on(self, day: date) -> Decimal | None:
        """Return prednisone in mg on a day, or `None` when the record does not tell."""
        total = Decimal(0)
        running: dict[str, _Part] = {}
        for part in self.parts:  # in the order of their starts: the later entry of a drug counts
            answer = part.runs(day)
            if answer is None:
                return None
            if answer:
                running[part.drug] = part
        for part in running.values():
            if part.dose is None:
                return None
            total += part.dose
        if not running and self.ctx.case.complete.courses != "yes":
            return None
        return total

    def range_over(self, first: date, last: date) -> tuple[Decimal, Decimal] | None:
        """Return the lowest and highest daily dose from one day to another, or `None` when a day is open."""
        doses = []
        day = first
        while day <= last:
            dose = self.dose_on(day)
            if dose is None:
                return None
            doses.append(dose)
            day += timedelta(days=1)
        return (min(doses), max(doses)) if doses else None

    def days_above(self, first: date, last: date, limit: Decimal) -> tuple[int, int] | None:
        """Return the longest run of days above a dose in mg, and all of them; `None` when a day is open."""
        run = longest = count = 0
        for number in range((last - first).days + 1):
            dose = self.dose_on(first + timedelta(days=number))
            if dose is None:
                return None
            run = run + 1 if dose > limit else 0
            longest, count = max(longest, run), count + (dose > limit)
        return longest, count


@dataclass(frozen=True)
class Step:
    """A dose of prednisone in mg a day that was held from one day to another; `None` where the record does not tell it."""

    first: date
    last: date
    dose: Decimal | None
    course: str
    """Id of the course that brought it."""


def drawn_steps(oral: OralCourse) -> tuple[Step, ...]:
    """Return the doses in the order of time, for drawing only: each date that leaves days open counts as its middle.

    Drugs of one day are added, a later entry of a drug replaces the one before it; what has no start is not drawn.
    """
    dated = [
        (part, part.start.middle, part.stop.middle if part.stop else part.start.middle)
        for part in oral.parts
        if part.start is not None
    ]
    borders = sorted({day for _, first, last in dated for day in (first, last + timedelta(days=1))})
    found: list[Step] = []
    for first, after in itertools.pairwise(borders):
        running = {part.drug: part for part, begins, ends in dated if begins <= first <= ends}
        if not running:
            continue
        doses = [part.dose for part in running.values()]
        known = [dose for dose in doses if dose is not None]
        dose = sum(known, Decimal(0)) if len(known) == len(doses) else None
        brought = list(running.values())[-1].course.id
        last = found[-1] if found else None
        if last is not None and last.last == first and (last.dose, last.course) == (dose, brought):
            found[-1] = Step(last.first, after, dose, brought)
        else:
            found.append(Step(first, after, dose, brought))
    return tuple(found)


def oral_course(ctx: Context) -> OralCourse:
    """Return the oral glucocorticoid of a record; pulses and other routes than oral are left out."""
    chosen = [
        course
        for course in ctx.case.courses
        if ctx.drug_class(course) == _CLASS and not is_pulse(ctx, course) and course.route in ("oral", "unknown")
        and ctx.has_begun(ctx.span(course.start))
    ]  # fmt: skip
    chosen.sort(key=lambda course: span.middle if (span := ctx.span(course.start)) else date.min)
    parts = []
    for position, course in enumerate(chosen):
        start, stop = ctx.span(course.start), ctx.span(course.stop)
        later = [span for item in chosen[position + 1 :] if (span := ctx.span(item.start))]
        if stop is None and later:
            stop = _day_before(later[0])  # a new dose ends the one before it
        elif stop is None and is_running(ctx, course) is not False:
            stop = ctx.as_of
        drug = ctx.drug(course.drug)
        parts.append(
            _Part(course, start, stop, prednisone_per_day(ctx, course), drug.id if drug else course.drug)
        )
    return OralCourse(ctx, tuple(parts), tuple(chosen))


def _day_before(span: Span) -> Span:
    one = timedelta(days=1)
    return Span(span.earliest - one, span.latest - one, span.written)
