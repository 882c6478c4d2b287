"""How long a course ran at its dose, or how many of its infusions were given; time below the dose does not count."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from lnreview.case.dates import Span, at_least_months, full_tenths, months_elapsed
from lnreview.case.quantities import convert, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.doses import floor_holds, reached
from lnreview.review.finding import Missing
from lnreview.review.regimens import Regimen, drug_name, is_running

EARLY_STOPS = ("intolerance", "infection", "pregnancy", "access")
"""Reasons that end a course before it counts (A6)."""


class Time(NamedTuple):
    """Whether enough was given, in a phrase, and whether more is to come."""

    reached: bool | None
    sentence: str
    pending: bool = False
    months: Decimal | None = None
    """Fewest months of adequate exposure."""


def time_at_dose(
    ctx: Context, regimen: Regimen, rule: DoseRule, courses: Sequence[MedicationCourse], end: Span | None, window: Decimal,
    missing: list[Missing], parameters: list[Parameter],
) -> Time:  # fmt: skip
    """Say whether enough doses were given, or enough months at the dose."""
    name = drug_name(ctx, courses[0])
    parameters.append(ctx.parameter("course-months"))
    if rule.doses:
        needed = int(ctx.guideline.number(rule.doses))
        parameters.append(ctx.guideline[rule.doses])
        number = given(ctx, rule, courses)
        if number is None and ended_early(ctx, courses):
            return Time(False, "it was stopped before it counted")
        if number is None:
            missing.append(
                Missing(f"number of infusions of {name} that were given, with dates", f"A full course is {needed}.",
                        "dosing", "administrations", courses[0].id, rank=14)
            )  # fmt: skip
            return Time(None, "the number of infusions is not documented")
        if number < needed:
            running = any(is_running(ctx, course) for course in courses)
            early = any(course.stop_reason in EARLY_STOPS for course in courses)
            return Time(
                None if running and not early else False, f"{number} of {needed} infusions were given"
            )
        answer = at_least_months(regimen.start, end or ctx.as_of, window) if regimen.start else None
        if answer is False and end is None:
            answer = None  # every dose was given; the time to judge it has not come
        waiting = "" if answer else f"; {shown(window, 1)} months have not passed"
        passed = months_elapsed(regimen.start, end or ctx.as_of)[0] if regimen.start else None
        return Time(answer, f"{number} infusions were given{waiting}", months=passed)
    fewest, most = months_at_dose(ctx, rule, courses, end)
    # Before a follow-on the drug has its own shortest course; the window is that of the set.
    own = rule.months and rule.needs_follow_on
    needed_months = in_months(ctx.guideline[rule.months]) if own else window
    if (fewest is None or most is None) and ended_early(ctx, courses):
        return Time(False, "it was stopped before it counted")
    if fewest is None or most is None:
        missing.append(
            Missing(f"start date and stop date of {name}", f"A course is judged after {shown(window, 1)} months at an adequate dose.",
                    "dosing", "courses", courses[0].id, rank=13)
        )  # fmt: skip
        return Time(None, "its dates are not documented")
    if fewest >= needed_months:
        return Time(True, f"{span_text(fewest, most)} months", months=fewest)
    if most < needed_months:
        running = end is None and (
            regimen.running is True or (regimen.running is None and regimen.end is None)
        )
        if running and not ended_early(ctx, courses):
            return Time(
                None, f"{span_text(fewest, most)} of {shown(needed_months, 1)} months so far", True, fewest
            )
        return Time(False, f"{span_text(fewest, most)} of {shown(needed_months, 1)} months", months=fewest)
    missing.append(
        Missing(f"exact start and stop of {name}", f"The dates as written leave open whether {shown(needed_months, 1)} months were reached.",
                "dosing", "courses", courses[0].id, rank=13)
    )  # fmt: skip
    return Time(None, "the dates leave the duration open", months=fewest)


def ended_early(ctx: Context, courses: Sequence[MedicationCourse]) -> bool:
    """Whether the latest course ended for a reason that keeps it from counting, with nothing that shows it counted."""
    last = courses[-1]
    return last.stop_reason in EARLY_STOPS and is_running(ctx, last) is not True


def span_text(fewest: Decimal, most: Decimal) -> str:
    """Return months as one number or as a range."""
    low, high = shown(fewest, 1), shown(most, 1)
    return low if low == high else f"{low}-{high}"


def months_at_dose(
    ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse], end: Span | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return the fewest and most months during which the dose of a rule was reached.

    Beside courses of an adult, a course begun before 18 years may count, and need not.
    """
    fewest, most = Decimal(0), Decimal(0)
    spans: list[tuple[Span, Span]] = []
    surely: list[bool] = []
    grown = any(floor_holds(ctx, rule, course) is True for course in courses)
    for position, course in enumerate(courses):
        if reached(ctx, rule, course) is False and len(courses) > 1:
            continue
        start = ctx.span(course.start)
        stop = ctx.span(course.stop)
        if stop is None and position + 1 < len(courses):  # a new dose ends the one before it
            stop = ctx.span(courses[position + 1].start)
        if stop is None and is_running(ctx, course) is not False:
            stop = end if end is not None and end.latest < ctx.as_of.latest else ctx.as_of
        if start is None:
            return None, None
        if stop is None:  # it ended on a day that nobody noted, at the latest today
            stop = Span(start.earliest, ctx.as_of.latest, ctx.as_of.written)
        if end is not None and stop.middle > end.middle:
            stop = end  # what runs on beside the next regimen counts there
        if start.middle < stop.middle or end is None:
            spans.append((start, stop))
            surely.append(not grown or floor_holds(ctx, rule, course) is True)
    for index, (start, stop) in enumerate(spans):
        # a course that overlaps the next (a dose change on paper) is counted up to the start of the next
        if index + 1 < len(spans) and spans[index + 1][0].middle < stop.middle:
            stop = spans[index + 1][0]
        low, high = months_elapsed(start, stop)
        if len(spans) == 1 and at_least_months(start, stop, int(high)) is not False:
            high = max(high, Decimal(int(high)))
        fewest += max(low, Decimal(0)) if surely[index] else Decimal(0)
        most += max(high, Decimal(0))
    return fewest, most


def given(ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse]) -> int | None:
    """Return how many infusions were given at the dose of a rule; those below it do not count."""
    if len(courses) > 1:
        courses = [course for course in courses if reached(ctx, rule, course) is not False]
    counted = [course.doses_given for course in courses]
    if all(count is not None for count in counted):
        return sum(count for count in counted if count is not None)
    drugs = {drug.id for course in courses if (drug := ctx.drug(course.drug))}
    found = [item for item in ctx.case.administrations if (drug := ctx.drug(item.drug)) and drug.id in drugs]
    complete = [item for item in found if item.status == "complete"]
    return len(complete) if found else None


def in_months(duration: Parameter) -> Decimal:
    """Return a duration of the pack in months; weeks by their days, in full tenths of a month."""
    return full_tenths(convert(duration.value, duration.unit, "mo"))  # as months elapsed are counted
