"""The regimens of a record with the day until which each is judged, for the tables that go through them."""

from __future__ import annotations

from datetime import date

from lnreview.case.dates import NOMINAL_ANCHOR, ChartDate, Span, full_tenths, months_elapsed
from lnreview.case.quantities import shown
from lnreview.case.records import MedicationCourse
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.regimens import Regimen
from lnreview.review.response import effect_ends


def judged(view: Assessment) -> tuple[tuple[Line, Span | None], ...]:
    """Return each regimen with the end of its judging (`None`: until now); without any, the other treatment."""
    if not view.lines:
        return ((view.latest_treatment, None),) if view.latest_treatment else ()
    following = [*(line.regimen for line in view.lines[1:]), None]
    return tuple(
        (line, effect_ends(view.ctx, line.regimen, after))
        for line, after in zip(view.lines, following, strict=True)
    )


def period(ctx: Context, course: MedicationCourse) -> str:
    """Return when a course ran, as the chart dates it; empty without a date.

    “Now” only where the chart says that it goes on; else its end is not documented.
    """
    start = str(course.start) if course.start else ""
    if course.stop:
        return " to ".join(part for part in (start, str(course.stop)) if part)
    if not start:
        return ""
    if not ctx.has_begun(ctx.span(course.start)):
        return f"planned from {start}"
    return f"{start} to now" if course.ongoing == "yes" else f"from {start}, end not documented"


def where(ctx: Context, regimen: Regimen, course: MedicationCourse) -> str:
    """Return the regimen that a course is told with; one without any date may belong to another."""
    undated = course in regimen.attached and not (
        course.start or course.stop or course.order or course.regimen
    )
    return f"not dated; read with {regimen.name(ctx)}" if undated else regimen.name(ctx)


def dose(course: MedicationCourse) -> str:
    """Return the dose of a course as written, with its frequency; empty where none is on record."""
    return " ".join(part for part in (str(course.dose) if course.dose else "", course.frequency) if part)


def day_text(ctx: Context, day: date) -> str:
    """Return a computed day as a reader may see it: in a record told in months, as a month from its anchor."""
    if ctx.case.anchor is not None or not ctx.as_of.written.is_relative:
        return day.isoformat()
    anchor, then = (ChartDate.of(item).on() for item in (NOMINAL_ANCHOR, day))
    months = months_elapsed(anchor, then)[0] if day >= NOMINAL_ANCHOR else -months_elapsed(then, anchor)[0]
    return f"month {shown(full_tenths(months), 1).replace('-', '−')}"
