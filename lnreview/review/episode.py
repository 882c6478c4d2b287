"""Responses reached, responses lost, and when the present kidney episode began.

A response is measured and confirmed, or stated by the chart; it must follow a named treatment of the nephritis, and a
response under another diagnosis is none. It is lost by a flare that the chart states, by a confirmed rise beyond the
limits of the set, by one such value with new active tissue, or by a confirmed fall of eGFR with active sediment. A loss
begins a new episode, and the values that show it are no response, however far below the baseline they lie.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

from lnreview.case import analytes
from lnreview.case.dates import MEAN_MONTH_DAYS, Span
from lnreview.case.records import LabResult
from lnreview.review import nih, series
from lnreview.review.context import Context
from lnreview.review.finding import Evidence, ResponseGrade, spoken
from lnreview.review.regimens import Regimen, is_kidney_treatment, regimens
from lnreview.review.response import judge
from lnreview.review.series import Point, Series

ACTIVE_SEDIMENT = {"rbc-casts", "wbc-casts", "dysmorphic-rbc"}
"""Findings of the urine sediment that show activity."""
_STATED: dict[str, ResponseGrade] = {
    "complete-remission": "complete",
    "primary-efficacy-response": "primary-efficacy",
    "partial-remission": "partial",
    "remission": "partial",
    "complete": "complete",
    "primary-efficacy": "primary-efficacy",
    "partial": "partial",
    "relapsed-later": "partial",
}


@dataclass(frozen=True)
class Reached:
    """A response that was reached."""

    when: Span | None
    grade: ResponseGrade
    stated: bool
    upcr: Decimal | None
    evidence: Evidence


@dataclass(frozen=True)
class Loss:
    """The loss of a response, or new kidney disease after it."""

    when: Span | None
    certainty: Literal["stated", "confirmed", "suspected"]
    evidence: tuple[Evidence, ...]

    def told(self) -> str:
        """Return what shows it in a row, “then” where a later day follows."""
        said = spoken(self.evidence[0])
        for earlier, later in itertools.pairwise(self.evidence):
            said += f"{' and ' if earlier.date == later.date else ', then '}{spoken(later)}"
        return said


@dataclass(frozen=True)
class Course:
    """How the disease went: responses and losses in the order of time, regimens, and the present episode."""

    reached: tuple[Reached, ...]
    losses: tuple[Loss, ...]
    boundaries: tuple[Span, ...]
    began: Span | None
    """First sign of the present episode, or `None` when nothing tells."""
    regimens: tuple[Regimen, ...]

    @property
    def episode(self) -> int:
        """Number of the present episode."""
        return len(self.boundaries)

    @property
    def last_loss(self) -> Loss | None:
        """The latest loss."""
        return self.losses[-1] if self.losses else None


def course_of_disease(ctx: Context, urine: Series, kidney: Series) -> Course:
    """Read the course of the disease: first from what the chart states, then with what was measured."""
    first_sign = _first_sign(ctx, urine)
    stated = _stated_boundaries(ctx, urine)
    lines = regimens(ctx, stated, first_sign)
    reached = _reached(ctx, lines, urine, kidney)
    losses = _losses(ctx, reached, urine, kidney)
    boundaries = _merged(
        ctx, [*stated, *(loss.when for loss in losses if loss.when and loss.certainty != "suspected")]
    )
    if boundaries != stated:
        lines = regimens(ctx, boundaries, first_sign)
        reached = _reached(ctx, lines, urine, kidney)
        losses = _losses(ctx, reached, urine, kidney)
    began = boundaries[-1] if boundaries else first_sign
    _, above = _measured_losses(ctx, reached, urine, kidney)
    kept = tuple(item for item in reached if item.stated or item.evidence.entry not in above)
    return Course(kept, losses, tuple(boundaries), began, lines)


def _first_sign(ctx: Context, urine: Series) -> Span | None:
    """Return the first tissue, abnormal proteinuria, stated onset, or stated induction of the record."""
    spans = [ctx.span(biopsy.taken_on) for biopsy in ctx.case.biopsies]
    spans += [ctx.when(event) for event in ctx.events if event.what in ("onset", "flare")]
    limit = ctx.guideline.number("biopsy-upcr")
    spans += [point.span for point in urine.points if series.at_most(point, limit) is False]
    spans += [
        ctx.span(course.start)
        for course in ctx.case.courses
        if course.role == "induction" and is_kidney_treatment(ctx, course)
    ]
    known = [span for span in spans if span is not None]
    return min(known, key=lambda span: span.earliest) if known else None


def _stated_boundaries(ctx: Context, urine: Series) -> list[Span]:
    """Return the starts of later episodes that the record states, or that a long silence shows."""
    given = [span for item in ctx.case.episodes if (span := ctx.span(item.began_on))]
    onsets = [span for event in ctx.events if event.what == "onset" and (span := ctx.when(event))]
    signs = _signs(ctx, urine)
    starts = list(given)
    for onset in onsets:
        if any(sign.latest < onset.earliest for sign in signs):
            starts.append(onset)
    stated_reached = _stated_reached(ctx)
    for event in ctx.events:
        span = ctx.when(event)
        if event.what == "flare" and span and any(_before(item.when, span) for item in stated_reached):
            starts.append(span)
    if not starts:
        starts = _after_silence(ctx, signs)
    return _merged(ctx, starts)


def _signs(ctx: Context, urine: Series) -> list[Span]:
    limit = ctx.guideline.number("biopsy-upcr")
    spans = [ctx.span(biopsy.taken_on) for biopsy in ctx.case.biopsies]
    spans += [point.span for point in urine.points if series.at_most(point, limit) is False]
    spans += [ctx.span(lab.collected_on) for lab in ctx.case.labs if _says_proteinuria(lab)]
    spans += [ctx.when(event) for event in ctx.events if event.what in ("onset", "flare", "suspected-flare")]
    for course in ctx.case.courses:
        if is_kidney_treatment(ctx, course) and course.role != "unknown":
            spans += [ctx.span(course.start)]
    return sorted((span for span in spans if span), key=lambda span: span.earliest)


def _says_proteinuria(lab: LabResult) -> bool:
    """Whether a result says in words that there is proteinuria, or that something is worse."""
    if lab.interpretation in ("nephrotic-range", "worsened"):
        return True
    analyte = analytes.find(lab.analyte)
    return (
        analyte is not None
        and analyte.id == "proteinuria"
        and lab.interpretation not in ("negative", "absent", "normal", "low")
    )


def _after_silence(ctx: Context, signs: Sequence[Span]) -> list[Span]:
    """Return the first sign after the last long time without sign, treatment or stated event."""
    gap_days = int(ctx.number("episode-gap") * MEAN_MONTH_DAYS)
    covered = list(signs)
    covered += [span for event in ctx.events if (span := ctx.when(event))]
    covered.sort(key=lambda span: span.earliest)
    running = [
        (start, ctx.span(course.stop))
        for course in ctx.case.courses
        if is_kidney_treatment(ctx, course) and (start := ctx.span(course.start)) is not None
    ]
    found: list[Span] = []
    for earlier, later in itertools.pairwise(covered):
        if (later.earliest - earlier.latest).days <= gap_days or later not in signs:
            continue
        treated = any(
            start.earliest < later.earliest
            and (stop is None or (later.earliest - stop.latest).days <= gap_days)
            for start, stop in running
        )
        if not treated:
            found.append(later)
    return found[-1:]


def _merged(ctx: Context, spans: Sequence[Span]) -> list[Span]:
    """Return the starts in order, those within a few weeks of each other as one."""
    near = int(ctx.number("joint-start"))
    kept: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.middle, item.earliest)):
        if kept and (span.middle - kept[-1].middle).days <= near:
            continue
        kept.append(span)
    return kept


def _before(earlier: Span | None, later: Span | None) -> bool:
    if earlier is None or later is None:
        return True
    return earlier.middle <= later.middle


def _treated_before(ctx: Context, when: Span | None) -> bool:
    """Whether a named treatment of the nephritis had begun before a day."""
    for course in ctx.case.courses:
        if not ctx.drug_class(course) or not is_kidney_treatment(ctx, course):
            continue
        start = ctx.span(course.start)
        if start is None or when is None or start.earliest < when.latest:
            return True
    return False


def _under_other_diagnosis(ctx: Context, when: Span | None) -> bool:
    """Whether tissue before a day showed no lupus nephritis and none had yet proven it."""
    proven = other = False
    for biopsy in ctx.case.biopsies:
        taken = ctx.span(biopsy.taken_on)
        if not _before(taken, when):
            continue
        proven = proven or biopsy.proves_ln is True
        other = other or biopsy.proves_ln is False
    return other and not proven


def _stated_reached(ctx: Context) -> list[Reached]:
    found: list[Reached] = []
    for event in ctx.events:
        grade = _STATED.get(event.what)
        if grade:
            found.append(Reached(ctx.when(event), grade, True, None, ctx.told(event)))
    for course in ctx.case.courses:
        grade = _STATED.get(course.stated_outcome)
        if grade and ctx.drug(course.drug) and is_kidney_treatment(ctx, course):
            evidence = ctx.evidence(
                course,
                f"stated outcome of {course.drug}",
                course.stated_outcome,
                "",
                course.outcome_on,
            )
            found.append(Reached(ctx.span(course.outcome_on), grade, True, None, evidence))
    return [
        item
        for item in found
        if _treated_before(ctx, item.when) and not _under_other_diagnosis(ctx, item.when)
    ]


def _reached(ctx: Context, lines: Sequence[Regimen], urine: Series, kidney: Series) -> tuple[Reached, ...]:
    found = _stated_reached(ctx)
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        judged = judge(ctx, line, following, urine, kidney, whole_course=True)
        for point, grade in judged.reached:
            if not _under_other_diagnosis(ctx, point.span):
                found.append(Reached(point.span, grade, False, point.value, point.evidence()))
    found.sort(
        key=lambda item: (item.when is not None, item.when.middle if item.when else ctx.as_of.earliest)
    )
    return tuple(found)


def _losses(ctx: Context, reached: Sequence[Reached], urine: Series, kidney: Series) -> tuple[Loss, ...]:
    if not reached:
        return ()
    found: list[Loss] = []
    for event in ctx.events:
        if event.what in ("flare", "suspected-flare"):
            when = ctx.when(event)
            if any(_before(item.when, when) for item in reached):
                certainty: Literal["stated", "suspected"] = "stated" if event.what == "flare" else "suspected"
                found.append(Loss(when, certainty, (ctx.told(event),)))
    found.extend(_measured_losses(ctx, reached, urine, kidney)[0])
    found.extend(_function_losses(ctx, reached, kidney))
    dated = [item for item in found if item.when is not None]
    dated.sort(key=lambda item: item.when.middle if item.when else ctx.as_of.earliest)
    return (*(item for item in found if item.when is None), *dated)


def _measured_losses(
    ctx: Context, reached: Sequence[Reached], urine: Series, kidney: Series
) -> tuple[list[Loss], frozenset[str]]:
    """Follow proteinuria after each dated response and return where it left the limits of that response.

    The second part names every value outside these limits: half of the baseline is no response after less.
    """
    found: list[Loss] = []
    outside: set[str] = set()
    points = series.without_pregnancy(urine.points)
    best: Decimal | None = None
    lost_on: date | None = None
    for index, point in enumerate(points):
        if point.span is None:
            continue
        fresh = [item for item in reached if _between(item, lost_on, point.span)]
        if best is None:
            if not fresh:
                continue
            best = _reference(ctx, fresh[-1])
        limit = _limit(ctx, best)
        if point.low < limit:
            best = min(best, point.value)
            continue
        outside.add(point.lab.id)
        above = partial(_is_above, limit=limit)
        sure = series.confirmed(ctx, points, above, index) is True or _active_tissue_near(ctx, point.span)
        if sure:
            shown = _lost_values(points, index, above)
            found.append(Loss(shown[0].span, "confirmed", tuple(item.evidence() for item in shown)))
            best, lost_on = None, point.span.middle
        elif index == len(points) - 1 and series.confirming(ctx, points, index) is None:
            together = _worse_function_at(ctx, kidney, point)
            evidence = (point.evidence(), together.evidence()) if together else (point.evidence(),)
            found.append(Loss(point.span, "suspected", evidence))
    return found, frozenset(outside)


def _function_losses(ctx: Context, reached: Sequence[Reached], kidney: Series) -> list[Loss]:
    """Return where eGFR fell after a response, confirmed, with active sediment at the fall (A7 with A3)."""
    found: list[Loss] = []
    points = series.without_pregnancy(kidney.points)
    for position, item in enumerate(reached):
        following = reached[position + 1].when if position + 1 < len(reached) else None
        before = [
            point for point in points if point.span and item.when and point.span.middle <= item.when.middle
        ]
        if not before:
            continue
        reference = before[-1]
        later = [
            point for point in points
            if point.span and item.when and point.span.middle > item.when.middle
            and (following is None or point.span.middle < following.middle)
        ]  # fmt: skip
        comparable = series.same_method(later, reference)
        fell = partial(_fell, reference=reference, percent=ctx.egfr_tolerance)
        for index, point in enumerate(comparable):
            if series.confirmed(ctx, comparable, fell, index) is True:
                sediment = _active_sediment_near(ctx, point.span)
                if sediment is not None:
                    shown = _lost_values(comparable, index, fell)
                    evidence = (reference.evidence(), *(value.evidence() for value in shown), sediment)
                    found.append(Loss(shown[0].span, "confirmed", evidence))
                break
    return found


def _fell(point: Point, reference: Point, percent: Decimal) -> bool | None:
    return series.fell_more(reference, point, percent)


def _active_sediment_near(ctx: Context, when: Span | None) -> Evidence | None:
    """Return an active sediment within the days that confirm a value."""
    limits = ctx.parameter("confirm-days")
    near = int(limits.upper or limits.value)
    for lab in reversed(ctx.case.labs):
        analyte, taken = analytes.find(lab.analyte), ctx.span(lab.collected_on)
        if analyte is None or analyte.id != "urine-sediment" or taken is None or when is None:
            continue
        if shows_active_sediment(lab) and abs((taken.middle - when.middle).days) <= near:
            return ctx.evidence(lab, analytes.name(lab.analyte), "active", "", lab.collected_on)
    return None


def shows_active_sediment(lab: LabResult) -> bool:
    """Say whether a sediment is active: by the chart's word, or by its casts and cells."""
    return lab.interpretation == "active" or bool(ACTIVE_SEDIMENT & set(lab.findings))


def _between(item: Reached, lost_on: date | None, until: Span) -> bool:
    """Whether a response was reached after the last loss and by a day."""
    if item.when is None or item.when.middle > until.middle:
        return False
    return lost_on is None or item.when.middle > lost_on


def _reference(ctx: Context, item: Reached) -> Decimal:
    """Return the proteinuria from which a loss is judged; a stated response without a value by its grade."""
    if item.upcr is not None:
        return item.upcr
    complete = ctx.number("complete-upcr")
    return Decimal(0) if item.grade == "complete" else complete


def _is_above(point: Point, limit: Decimal) -> bool:
    return point.low >= limit


def _lost_values(
    points: Sequence[Point], index: int, above: Callable[[Point], bool | None]
) -> Sequence[Point]:
    """Return the values that together show a loss, in the order of time."""
    first = index
    while first and above(points[first - 1]):
        first -= 1
    return points[first : index + 1]


def _limit(ctx: Context, reference: Decimal) -> Decimal:
    """Return the UPCR at which a response of `reference` is lost (A7)."""
    # The bands are of their own source: a wider complete response, chosen for the case, does not move them.
    published = ctx.guideline.criteria[ctx.criteria.id]["complete-upcr"]
    if reference < published.value:
        return ctx.number("lost-from-complete")
    if reference <= ctx.number("lost-band"):
        return ctx.number("lost-from-partial")
    return reference * ctx.number("lost-multiple")


def _active_tissue_near(ctx: Context, when: Span) -> bool:
    limits = ctx.parameter("confirm-days")
    near = limits.upper or limits.value
    for biopsy in ctx.case.biopsies:
        taken = ctx.span(biopsy.taken_on)
        index = nih.index(ctx.guideline, biopsy, "nih-activity").value
        active = index is not None and index.above(ctx.guideline.number("active-ai"))
        if taken and active and biopsy.proves_ln and abs((taken.middle - when.middle).days) <= int(near):
            return True
    return False


def _worse_function_at(ctx: Context, kidney: Series, point: Point) -> Point | None:
    """Return an eGFR of the same days that fell against the one before it."""
    if point.span is None:
        return None
    near = int(ctx.number("confirm-days"))
    for index, value in enumerate(kidney.points):
        if value.span is None or abs((value.span.middle - point.span.middle).days) > near:
            continue
        earlier = series.same_method(kidney.points[:index], value)
        if earlier and series.fell_more(earlier[-1], value, ctx.egfr_tolerance):
            return value
    return None
