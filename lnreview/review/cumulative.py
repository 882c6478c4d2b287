"""What was given of a drug class over all courses on record, in grams: the least and the most that the record allows.

An infusion scheme is its number of doses times the dose, or its administrations; an oral course its dose per day times
its days, both ends included. A dose per body surface is taken by Mosteller, one per weight by the weight nearest to the
start of its course. What cannot be added leaves the upper end open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case import equations
from lnreview.case.dates import days_between
from lnreview.case.quantities import convert, find_unit, shown
from lnreview.case.records import Administration, MedicationCourse, Quantity
from lnreview.review.context import Context
from lnreview.review.doses import body, daily_dose
from lnreview.review.regimens import is_running


@dataclass(frozen=True)
class Amount:
    """Grams that were given: the least, and the most (`None`: no upper end is known)."""

    least: Decimal
    most: Decimal | None
    counted: str
    """How it was counted, or what the record lacks."""

    def text(self) -> str:
        """Return the amount in g as a number, a range, or “at least”."""
        low = shown(self.least, 2)
        if self.most is None:
            return f"at least {low}" if self.least else "not documented"
        return low if self.most == self.least else f"{low}-{shown(self.most, 2)}"


def given_courses(ctx: Context, classes: Sequence[str]) -> list[MedicationCourse]:
    """Return the courses of some drug classes that have begun."""
    return [
        item for item in ctx.case.courses
        if ctx.drug_class(item) in classes and ctx.has_begun(ctx.span(item.start))
    ]  # fmt: skip


def in_total(ctx: Context, classes: Sequence[str]) -> Amount:
    """Return the sum over every course and every single administration of some drug classes."""
    courses = given_courses(ctx, classes)
    amounts = [of_course(ctx, course) for course in courses]
    amounts += [of_administration(ctx, item) for item in outside(ctx, classes, courses)]
    return together(amounts, complete=ctx.case.complete.courses == "yes")


def together(amounts: Sequence[Amount], *, complete: bool) -> Amount:
    """Return the sum; without a complete list of courses it has no upper end."""
    least = sum((item.least for item in amounts), Decimal(0))
    known = [item.most for item in amounts if item.most is not None]
    if len(known) < len(amounts):
        return Amount(least, None, "some doses are not documented")
    if not complete:
        return Amount(least, None, "of the courses on record; whether the list is complete is not documented")
    return Amount(least, sum(known, Decimal(0)), "over all courses")


def of_course(ctx: Context, course: MedicationCourse) -> Amount:
    """Return what one course amounts to: its administrations, its number of doses, or its days at a daily dose."""
    mine = [item for item in ctx.case.administrations if _belongs(ctx, item, course)]
    daily = daily_dose(course, "mg/d")
    if daily is not None and course.route != "iv" and not mine and course.doses_given is None:
        return _by_days(ctx, course, daily)
    complete = [item for item in mine if item.status == "complete"]
    number = course.doses_given if course.doses_given is not None else (len(complete) if mine else None)
    single = _grams(ctx, course.dose, course)
    if number is None:
        return Amount(Decimal(0), None, "the number of doses is not documented")
    own = [grams for item in complete if (grams := _grams(ctx, item.dose, course)) is not None][:number]
    rest = number - len(own)
    least = sum(own, Decimal(0)) + rest * (single or 0)
    if rest and single is None:
        return Amount(least, None, f"{rest} of {number} doses without an amount in g")
    partial = (
        [item for item in mine if item.status in ("partial", "unknown")] if course.doses_given is None else []
    )
    if not partial:
        return Amount(least, least, f"{number} doses")
    more = [_grams(ctx, item.dose, course) or single for item in partial]
    most = None if None in more else least + sum((grams for grams in more if grams is not None), Decimal(0))
    return Amount(least, most, f"{number} complete doses, {len(partial)} partial or of unknown status")


def _by_days(ctx: Context, course: MedicationCourse, daily: Decimal) -> Amount:
    start = ctx.span(course.start)
    stop = ctx.span(course.stop) or (ctx.as_of if is_running(ctx, course) else None)
    if start is None or stop is None:
        return Amount(Decimal(0), None, "a daily dose without start and stop")
    fewest, most = (max(0, days) + 1 for days in days_between(start, stop))
    low, high = (convert(daily * days, "mg", "g") for days in (fewest, most))
    days = str(fewest) if fewest == most else f"{fewest}-{most}"
    return Amount(low, high, f"{shown(daily)} mg a day for {days} days")


def _belongs(ctx: Context, item: Administration, course: MedicationCourse) -> bool:
    """Whether an administration lies within a course of its drug."""
    if ctx.drug(item.drug) is None or ctx.drug(item.drug) is not ctx.drug(course.drug):
        return False
    day, start, stop = ctx.span(item.given_on), ctx.span(course.start), ctx.span(course.stop)
    if day is None:
        return False
    return (start is None or day.latest >= start.earliest) and (stop is None or day.earliest <= stop.latest)


def outside(
    ctx: Context, classes: Sequence[str], courses: Sequence[MedicationCourse]
) -> tuple[Administration, ...]:
    """Return administrations of some drug classes that lie in no course."""
    return tuple(
        item
        for item in ctx.case.administrations
        if (drug := ctx.drug(item.drug)) is not None
        and drug.drug_class in classes
        and item.status != "missed"
        and not any(_belongs(ctx, item, course) for course in courses)
    )


def of_administration(ctx: Context, item: Administration) -> Amount:
    """Return what a single administration amounts to."""
    grams = _grams(ctx, item.dose, None)
    if grams is None:
        return Amount(Decimal(0), None, "a dose without an amount in g")
    least = grams if item.status == "complete" else Decimal(0)
    return Amount(least, grams, f"one dose, {item.status}")


def _grams(ctx: Context, quantity: Quantity | None, course: MedicationCourse | None) -> Decimal | None:
    """Return one dose in g; per m² by Mosteller and per kg by the weight nearest to the start of its course."""
    if quantity is None or quantity.comparator or quantity.value <= 0:
        return None
    unit = find_unit(quantity.unit)
    if unit is None:
        return None
    if unit.kind == "mass":
        return convert(quantity.value, quantity.unit, "g")
    weight = body(ctx, "weight", course) if course else None
    if weight is None or course is None:
        return None
    if unit.kind == "mass per weight":
        return convert(convert(quantity.value, quantity.unit, "mg/kg") * weight, "mg", "g")
    height = body(ctx, "height", course)
    if unit.kind != "mass per area" or height is None:
        return None
    area = equations.mosteller(weight, height, ctx.guideline.equations["mosteller"].coefficients)
    return convert(convert(quantity.value, quantity.unit, "mg/m2") * area, "mg", "g")
