"""The renewal of an authorization: when it ends, how the patient stands against the time before treatment, what is missing.

The baseline is the one before the requested drug began, never a later one, because a plan that looks at a continuation
asks for that. A change is claimed only where two dated values stand, each with the place where it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from lnreview.case import analytes
from lnreview.case.dates import ChartDate, Span, shift_months
from lnreview.case.model import Case
from lnreview.case.quantities import find_unit, shown
from lnreview.case.records import LabResult, MedicationCourse
from lnreview.guideline.model import Guideline
from lnreview.review import baseline, series, workflow
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail.prednisone import OralCourse, oral_course
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Evidence
from lnreview.review.regimens import Regimen
from lnreview.review.series import Point

_APPROVALS = ("meets-criteria", "certify", "certify-modified")
_SEROLOGY = ("c3", "c4", "anti-dsdna")
_DURATION = re.compile(
    r"(\d+)\s*-?\s*(d|day|days|wk|wks|week|weeks|mo|mos|month|months|y|yr|yrs|year|years)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Comparison:
    """One measure before treatment and now."""

    what: str
    before: Evidence | None
    """Before the drug began; `None` where it is not documented."""
    now: Evidence | None
    """The latest value since; `None` where it is not documented."""
    change: str
    """The change in words; empty where it cannot be claimed."""
    why_not: str
    """Why no change is claimed, in a sentence; empty where one is."""
    stale: bool = False
    """Whether the latest value is older than a current one may be."""
    taken: Span | None = None
    """When the latest value was taken, where it can grow old."""


@dataclass(frozen=True)
class Renewal:
    """What the renewal of an authorization needs."""

    drug: str
    started: Span | None
    """When the requested drug began."""
    approved: ChartDate | None
    """Day of the last approval."""
    duration: str
    """Length of the authorization as written, and where that stands."""
    ends: date | None
    """Last day of the authorization; `None` where it is not documented."""
    rows: tuple[Comparison, ...]
    missing: tuple[str, ...]
    """What a plan asks for and the record lacks, as noun phrases."""
    stale: tuple[str, ...]
    """What has to be taken again, as noun phrases."""
    next_on: date | None
    """The next day on which something runs out."""
    next_words: str
    """What runs out then; empty where nothing is known."""
    notes: tuple[str, ...] = ()


def renewal(
    case: Case, guideline: Guideline, as_of: ChartDate | None = None, *, pack_duration: str = ""
) -> Renewal:
    """Return what the renewal of the requested drug needs on a day.

    `pack_duration` is the length of an authorization as the payer pack gives it, used where the request gives none.
    Raises `UserError` where the case has no day of review or names an unknown criteria set.
    """
    view = assessment(case, guideline, as_of)
    ctx = view.ctx
    courses = _courses(ctx)
    regimen = _regimen(view, courses)
    started = _started(ctx, courses, regimen) or ctx.span(case.request.started_on)
    rows = (
        *_measured(view, regimen, started),
        _steroid(ctx, started),
        *(row for name in _SEROLOGY if (row := _serology(ctx, name, started))),
    )
    approved, ends, duration, unknown = _authorization(case, pack_duration, ctx.as_of.latest)
    missing = [*unknown]
    if started is None:
        missing.append("the day on which the requested drug was begun")
    for row in rows:
        missing += [f"{row.what} before treatment"] if row.before is None else []
        missing += [f"{row.what} under treatment"] if row.now is None else []
        missing += [
            f"where {row.what} of {value.date or 'unknown date'} was read"
            for value in (row.before, row.now)
            if value is not None and not value.source
        ]
    next_on, next_words = _next(ctx, ends, rows)
    drug = guideline.drug(case.request.therapy)
    return Renewal(
        drug=drug.name if drug else case.request.therapy,
        started=started,
        approved=approved,
        duration=duration,
        ends=ends,
        rows=rows,
        missing=tuple(dict.fromkeys(missing)),
        stale=tuple(
            f"{row.what}: the latest value is of {row.now.date}" for row in rows if row.stale and row.now
        ),
        next_on=next_on,
        next_words=next_words,
        notes=_notes(case, approved),
    )


def approved_before(case: Case) -> bool:
    """Say whether an earlier request was approved, as far as the steps of the determination tell."""
    decided = (step.event for step in workflow.steps(case) if step.event.what == "decided")
    return any(event.outcome in _APPROVALS for event in decided)


def months_or_days(text: str) -> tuple[int, Literal["months", "days"]] | None:
    """Return the length that a text gives (“6 months”, “12 mo”, “24 weeks”, “180 days”), or `None` where it gives none or several."""
    plain = re.sub(r"\([^)]*\)", "", text)  # “8 months (weeks 0 to 26)”: what stands in brackets explains
    found = _DURATION.findall(plain)
    if len(found) != 1 or len(re.findall(r"\d+", plain)) != 1:
        return None
    number, unit = int(found[0][0]), found[0][1].casefold()
    if number == 0:
        return None
    if unit.startswith("d"):
        return number, "days"
    if unit.startswith("w"):
        return number * 7, "days"
    return (number * 12, "months") if unit.startswith("y") else (number, "months")


def _courses(ctx: Context) -> tuple[MedicationCourse, ...]:
    """Return the dated courses of the requested drug that have begun, the earliest first."""
    therapy = ctx.guideline.asked_for(ctx.case.request.therapy)
    asked = ctx.drug(ctx.case.request.therapy)
    wanted = {asked.id} if asked else set(therapy.drugs if therapy else ())
    found = [
        (span.middle, course)
        for course in ctx.case.courses
        if (drug := ctx.drug(course.drug)) and drug.id in wanted and course.doses_given != 0
        and (span := ctx.span(course.start)) and ctx.has_begun(span)
    ]  # fmt: skip
    return tuple(course for _, course in sorted(found, key=lambda pair: pair[0]))


def _regimen(view: Assessment, courses: Sequence[MedicationCourse]) -> Regimen | None:
    """Return the regimen in which the requested drug was last begun, or `None`."""
    return next(
        (line.regimen for line in reversed(view.lines) if courses and courses[-1] in line.regimen.everything),
        None,
    )


def _started(ctx: Context, courses: Sequence[MedicationCourse], regimen: Regimen | None) -> Span | None:
    """Return when the drug was begun: its first course in the present regimen, else its latest course."""
    own = [course for course in courses if regimen is not None and course in regimen.everything]
    first = own[0] if own else courses[-1] if courses else None
    return ctx.span(first.start) if first else None


def _measured(view: Assessment, regimen: Regimen | None, started: Span | None) -> tuple[Comparison, ...]:
    ctx = view.ctx
    urine = _before(ctx, regimen, started, view.urine.points, "upcr")
    kidney = _before(ctx, regimen, started, view.kidney.points, "kidney")
    since = _since(view.urine.points, started)
    function = _since(series.same_method(view.kidney.points, kidney), started)
    return (
        _compared(ctx, "proteinuria", urine, since[-1] if since else None),
        _compared(ctx, "eGFR", kidney, function[-1] if function else None),
    )


def _before(
    ctx: Context,
    regimen: Regimen | None,
    started: Span | None,
    points: Sequence[Point],
    measure: baseline.Measure,
) -> Point | None:
    """Return the value before the drug began: the reviewer's, else the last one; one taken under it is none."""
    if started is None:
        return None
    chosen = baseline.chosen(ctx, regimen, points, measure) if regimen else None
    own = replace(regimen, start=started) if regimen else None
    earlier = [point for point in points if point.span is not None and point.span.latest <= started.earliest]
    found = chosen or (baseline.by_rule(ctx, own, earlier) if own else _latest(ctx, earlier, started))
    if found is None or found.span is None or found.span.latest > started.earliest:
        return None
    return found


def _latest(ctx: Context, points: Sequence[Point], started: Span) -> Point | None:
    limit = int(ctx.number("baseline-before"))
    near = [
        point
        for point in points
        if point.span is not None and (started.earliest - point.span.latest).days <= limit
    ]
    return near[-1] if near else None


def _since(points: Sequence[Point], started: Span | None) -> tuple[Point, ...]:
    if started is None:
        return ()
    return tuple(point for point in points if point.span is not None and point.span.earliest > started.latest)


def _compared(ctx: Context, what: str, before: Point | None, now: Point | None) -> Comparison:
    change, why_not = "", ""
    first, last = before.evidence() if before else None, now.evidence() if now else None
    if before is None or now is None or first is None or last is None:
        why_not = "Two dated values are needed: one from before treatment and one since."
    elif not (first.source and last.source):
        why_not = "It is not documented where both values were read."
    elif before.pregnant or now.pregnant:
        why_not = "One value was taken during pregnancy."
    else:
        least, most = series.fall_percent(before, now)
        if least is None or most is None or least != most:
            why_not = "One value is printed as a bound, so the change has no number."
        else:
            change = _fall(least)
    stale = now is not None and not ctx.is_current(now.span)
    return Comparison(what, first, last, change, why_not, stale, now.span if now else None)


def _fall(percent: Decimal) -> str:
    """Say a fall, or a rise where it is negative, in whole percent."""
    whole = abs(percent).quantize(Decimal(1))
    if whole == 0:
        return "unchanged"
    return f"{'lower' if percent > 0 else 'higher'} by {whole} %"


def _steroid(ctx: Context, started: Span | None) -> Comparison:
    """Compare the oral glucocorticoid, as prednisone a day, at the start of the drug and now."""
    what, oral = "glucocorticoid dose", oral_course(ctx)
    then = started.earliest if started and started.written.is_exact else None
    before = _dose(oral, then, str(started)) if then else None
    now = _dose(oral, ctx.as_of.latest, str(ctx.as_of)) if then and ctx.as_of.latest > then else None
    if before is None or now is None:
        why_not = "The dose at the start of treatment and the present dose are both needed."
        return Comparison(what, before, now, "", why_not)
    if not (before.source and now.source):
        return Comparison(what, before, now, "", "It is not documented where both doses were read.")
    first, last = Decimal(before.value), Decimal(now.value)
    from_nothing = "unchanged" if last == 0 else "higher"
    change = _fall((first - last) / first * 100) if first else from_nothing
    return Comparison(what, before, now, change, "")


def _dose(oral: OralCourse, day: date, written: str) -> Evidence | None:
    dose = oral.dose_on(day)
    if dose is None:
        return None
    courses = [part.course for part in oral.parts if part.runs(day)]
    source = "; ".join(dict.fromkeys(text for course in courses if (text := course.source or course.note)))
    if not courses:
        source = "the list of courses is complete and names none"
    entry = courses[0].id if courses else ""
    return Evidence("oral glucocorticoid as prednisone", shown(dose, 2), "mg/d", written, source, entry)


def _serology(ctx: Context, name: str, started: Span | None) -> Comparison | None:
    """Compare a serological value where the record holds one; no percentage, because assays differ."""
    dated = [
        (span, lab)
        for lab in ctx.case.labs
        if (found := analytes.find(lab.analyte)) and found.id == name
        and (span := ctx.span(lab.collected_on)) and (lab.quantity or lab.interpretation or lab.words)
    ]  # fmt: skip
    if not dated:
        return None
    dated.sort(key=lambda pair: (pair[0].middle, pair[1].order or 0))
    limit = int(ctx.number("baseline-before"))
    earlier = [
        (span, lab)
        for span, lab in dated
        if started and span.latest <= started.earliest and (started.earliest - span.latest).days <= limit
    ]
    later = [(span, lab) for span, lab in dated if started and span.earliest > started.latest]
    before, now = (earlier[-1] if earlier else None), (later[-1] if later else None)
    first = _told(ctx, before[1]) if before else None
    last = _told(ctx, now[1]) if now else None
    change, why_not = "", "Two dated values are needed: one from before treatment and one since."
    if before and now and first and last:
        change, why_not = _direction(before[1], now[1], bool(first.source and last.source))
    stale = now is not None and not ctx.is_current(now[0])
    return Comparison(analytes.name(name), first, last, change, why_not, stale, now[0] if now else None)


def _told(ctx: Context, lab: LabResult) -> Evidence:
    what = analytes.name(lab.analyte)
    if lab.quantity is None:
        return ctx.evidence(lab, what, lab.words or lab.interpretation or "", "", lab.collected_on)
    return ctx.evidence(lab, what, lab.quantity, "", lab.collected_on)


def _direction(before: LabResult, now: LabResult, sourced: bool) -> tuple[str, str]:
    """Return the change in a word, or why it cannot be told."""
    if not sourced:
        return "", "It is not documented where both values were read."
    first, last = before.quantity, now.quantity
    if first is None or last is None or first.comparator or last.comparator:
        return "", "Both values are needed as numbers."
    a, b = find_unit(first.unit), find_unit(last.unit)
    if a is None or b is None or a.label != b.label:
        return "", "The units differ or are not known; values of different assays are not converted."
    if first.value == last.value:
        return "unchanged", ""
    return ("lower" if last.value < first.value else "higher"), ""


def _authorization(
    case: Case, pack_duration: str, today: date
) -> tuple[ChartDate | None, date | None, str, tuple[str, ...]]:
    """Return the last approval, the last day of the authorization, its length as written, and what is missing."""
    approvals = [
        step
        for step in workflow.steps(case)
        if step.event.what == "decided" and step.event.outcome in _APPROVALS
        and not ((day := workflow.moment(case, step.on)) and day.day > today)
    ]  # fmt: skip
    text, origin = case.request.duration, "the request"
    if months_or_days(text) is None and pack_duration.strip():
        text, origin = pack_duration, "the payer pack"
    length, missing = months_or_days(text), []
    approved = approvals[-1].on if approvals else None
    when = workflow.moment(case, approved)
    if when is None:
        missing.append("the full day of the last approval")
    if length is None:
        missing.append("the length of the authorization, such as 6 months")
    ends = None
    if when is not None and length is not None:
        number, unit = length
        after = shift_months(when.day, number) if unit == "months" else when.day + timedelta(days=number)
        ends = after - timedelta(days=1)
    duration = f"{text.strip()}, from {origin}" if text.strip() else ""
    return approved, ends, duration, tuple(missing)


def _next(ctx: Context, ends: date | None, rows: Sequence[Comparison]) -> tuple[date | None, str]:
    """Return the next day on which the authorization or a current value runs out."""
    today, found = ctx.as_of.latest, []
    if ends is not None:
        found.append((ends, "the authorization ends"))
    months = int(ctx.number("current-months"))
    for row in rows:
        if row.taken is not None and not row.stale:
            found.append((shift_months(row.taken.latest, months), f"{row.what} is no longer current"))
    coming = [pair for pair in found if pair[0] >= today]
    if ends is not None and ends < today:
        return ends, "the authorization has ended"
    return min(coming, default=(None, ""), key=lambda pair: pair[0])


def _notes(case: Case, approved: ChartDate | None) -> tuple[str, ...]:
    notes = [
        "A plan's own age limits for results are in its policy; here a value is current as in the criteria set."
    ]
    if approved is not None:
        notes.append(
            "The authorization is counted from the day of the approval; the approval itself may print another day."
        )
    if case.request.obtained == "samples":
        notes.append("Earlier doses were samples: many plans do not count them as therapy.")
    return tuple(notes)
