"""What the timeline of a case draws: the trend of a letter that leaves nothing out, and what was given and done beside it.

It draws what was known on the day of the review. A course that belongs to a regimen as its principal drug is drawn with
the regimen; every other one stands below, and the oral glucocorticoid as its steps.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.records import DrugLevel, Event, MedicationCourse, Pregnancy
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.content import known
from lnreview.letters.content.trend import frame, trend_chart
from lnreview.letters.trend import Band, Bar, DoseStep, Flag, Point, Trend
from lnreview.review.context import Context
from lnreview.review.detail.lines import dose
from lnreview.review.detail.prednisone import OralCourse, drawn_steps, oral_course
from lnreview.review.detail.targets import Region, function_regions, proteinuria_regions
from lnreview.review.evaluate import context
from lnreview.review.finding import Review
from lnreview.review.regimens import drug_name

_KINDS = {"auc0-12": "AUC 0-12", "trough": "trough"}
_ADJUNCT = ("follow-on", "maintenance")


def known_then(case: Case, review: Review, guideline: Guideline) -> Context:
    """Return the record as it was known on the day of the review, as the functions below look at it."""
    return context(told.whole(case), guideline, review.as_of.written, criteria=review.criteria)


def timeline_trend(case: Case, review: Review, ctx: Context) -> Trend:
    """Return everything that the timeline of a case draws; nothing of it where no result and no day is known."""
    case, guideline = told.whole(case), ctx.guideline
    found = trend_chart(case, review, guideline)
    values = found.trend if found is not None else frame(case, review)
    oral = oral_course(ctx)
    beside = other_courses(case, review, ctx, oral)
    return replace(
        values,
        upcr=_dated(case, values.upcr),
        egfr=_dated(case, values.egfr),
        upcr_targets=(),
        upcr_bands=_bands(proteinuria_regions(case, review, guideline)),
        egfr_bands=_bands(function_regions(case, review, guideline)),
        events=tuple(
            Flag(span.middle, event_words(event), place_of(event))
            for event in events(case, review)
            if (span := case.span(event_day(event)))
        ),
        drugs=tuple(_bar(ctx, course) for course in beside),
        steps=tuple(
            DoseStep(
                step.first,
                step.last,
                None if step.dose is None else float(step.dose),
                f"courses/{step.course}",
            )
            for step in drawn_steps(oral)
        ),
        levels=tuple(
            Flag(span.middle, level_words(level), f"levels/{level.id}")
            for level in levels(case, review)
            if (span := case.span(level.drawn_on))
        ),
        due=review.reassess_on,
    )


def other_courses(case: Case, review: Review, ctx: Context, oral: OralCourse) -> tuple[MedicationCourse, ...]:
    """Return the courses with a start that no regimen and no step of the glucocorticoid stands for, the earliest first."""
    elsewhere = {course.id for course in oral.courses}
    for regimen in review.regimens:
        elsewhere |= {
            course.id
            for course in regimen.courses
            if course.role not in _ADJUNCT and ctx.drug_class(course) in regimen.classes
        }
    return tuple(
        course
        for course in known.by_then(case, review, case.courses, lambda item: item.start)
        if course.start is not None and course.id not in elsewhere and ctx.has_begun(ctx.span(course.start))
    )


def events(case: Case, review: Review) -> tuple[Event | Pregnancy, ...]:
    """Return what happened, with pregnancies, as known on the day of the review, the earliest first."""
    happened = known.by_then(case, review, case.events, lambda event: event.on)
    pregnant = tuple(item for item in case.pregnancies if item.status not in ("not-pregnant", "unknown"))
    found: tuple[Event | Pregnancy, ...] = (
        *happened,
        *known.by_then(case, review, pregnant, lambda item: item.since),
    )
    return tuple(
        sorted(found, key=lambda item: span.middle if (span := case.span(event_day(item))) else date.min)
    )


def event_day(event: Event | Pregnancy) -> ChartDate | None:
    """Return when something happened or began."""
    return event.since if isinstance(event, Pregnancy) else event.on


def event_words(event: Event | Pregnancy) -> str:
    """Return what happened in the words of the record; “other” only where nothing else is written."""
    if isinstance(event, Pregnancy):
        return event.status.replace("-", " ")
    if event.what == "other" and event.note:
        return event.note
    return event.what.replace("-", " ")


def place_of(event: Event | Pregnancy) -> str:
    """Return the place of an event in the record."""
    return f"{'pregnancies' if isinstance(event, Pregnancy) else 'events'}/{event.id}"


def levels(case: Case, review: Review) -> tuple[DrugLevel, ...]:
    """Return the drug levels that were known on the day of the review, the earliest first."""
    return known.by_then(case, review, case.levels, lambda level: level.drawn_on)


def level_words(level: DrugLevel) -> str:
    """Return what was measured and the level as written."""
    if level.quantity is not None:
        value = str(level.quantity)
    else:
        value = {"no": "not detectable", "yes": "detectable"}.get(level.detectable, "")
    name = level.substance.replace("-", " ")
    return " ".join(part for part in (name, _KINDS.get(level.kind, ""), value) if part)


def _dated(case: Case, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return points with the days that a partial date of their result may mean."""
    spans = {f"labs/{lab.id}": case.span(lab.collected_on) for lab in case.labs}
    return tuple(
        replace(point, around=(span.earliest, span.latest))
        if (span := spans.get(point.of)) is not None and span.earliest < span.latest
        else point
        for point in points
    )


def _bands(regions: tuple[Region, ...]) -> tuple[Band, ...]:
    """Return regions as bands beside each other: each begins where the better one, which always holds, ends."""
    found = []
    better: float | None = None
    for region in regions:
        limit = float(region.limit)
        upward = region.side == "at least"
        found.append(
            Band(
                region.words, limit if upward else better, None if upward else limit, limit,
                inner=region.kind in ("complete", "kept"), filled=region.kind != "worse",
                first=region.first, last=region.last,
            )
        )  # fmt: skip
        if region.first is None:
            better = limit
    return tuple(found)


def _bar(ctx: Context, course: MedicationCourse) -> Bar:
    start, stop = ctx.span(course.start), ctx.span(course.stop)
    name, amount = drug_name(ctx, course), dose(course)
    return Bar(
        f"{name} {amount}".strip(), start.middle if start else None, stop.middle if stop else None,
        running=course.ongoing == "yes" and stop is None, of=f"courses/{course.id}", group=name, short=amount,
    )  # fmt: skip
