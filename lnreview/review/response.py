"""What a regimen achieved for proteinuria and eGFR, by the definitions of the criteria set.

Baseline is the last value shortly before the start, else the first shortly after. A response needs two samples, or a
statement of the chart; failure needs two samples and is never taken from a statement. Without a baseline, complete and
primary-efficacy response can be judged; partial response, movement and failure cannot. A response is never read from
proteinuria alone while function is confirmed worse.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lnreview.case.dates import Span, at_least_months
from lnreview.review import series
from lnreview.review.baseline import baseline, by_rule, chosen
from lnreview.review.context import Context, both, either, negated
from lnreview.review.finding import ResponseGrade
from lnreview.review.regimens import Regimen, drug_name, is_infused
from lnreview.review.series import Point, Series

REACHED: tuple[ResponseGrade, ...] = ("complete", "primary-efficacy", "partial")
"""Grades that are a response."""


@dataclass(frozen=True)
class Judged:
    """The measured response of one regimen."""

    base_urine: Point | None
    last_urine: Point | None
    base_kidney: Point | None
    last_kidney: Point | None
    grade: ResponseGrade
    """Grade on the last confirmed values; `unknown` when they do not tell."""
    worse_function: bool | None
    """Confirmed fall of eGFR beyond the tolerance, or dialysis; dialysis alone never makes a failure."""
    better_function: bool | None
    unchanged_urine: bool | None
    """Confirmed: no change, or worse."""
    failed: bool | None
    """Proteinuria unchanged or worse and eGFR not improved, or eGFR confirmed worse without haemodynamic cause."""
    moved_only: bool | None
    """Moved, but without a partial response in its window."""
    ahead: bool
    """Whether the milestone of the set still lies ahead."""
    haemodynamic: tuple[str, ...]
    """Drugs begun during the regimen that change proteinuria or eGFR by haemodynamics."""
    urine: tuple[Point, ...]
    kidney: tuple[Point, ...]
    reached: tuple[tuple[Point, ResponseGrade], ...] = field(default=())
    """Points at which a response was confirmed."""


def judge(
    ctx: Context,
    regimen: Regimen,
    following: Regimen | None,
    urine: Series,
    kidney: Series,
    *,
    whole_course: bool = False,
) -> Judged:
    """Judge the response to a regimen, up to the start of the `following` one; with `whole_course`, at every point."""
    end = effect_ends(ctx, regimen, following)
    base_urine = baseline(ctx, regimen, urine.points, "upcr")
    base_kidney, kidney_points = _kidney(ctx, regimen, end, kidney)
    urine_points = _window(ctx, regimen, end, urine.points, base_urine)
    for_failure = series.without_pregnancy(urine_points)
    haemodynamic = _haemodynamic(ctx, regimen, end)
    worse = _worse(ctx, base_kidney, kidney_points)
    dialysed = _on_dialysis(ctx, regimen, end)
    better = _better(ctx, base_kidney, kidney_points, regimen)
    grade = "none" if dialysed and urine_points else _grade(
        ctx, base_urine, base_kidney, urine_points, kidney_points, -1, worse
    )  # fmt: skip
    unchanged = series.confirmed(ctx, for_failure, lambda point: _unchanged(ctx, base_urine, point))
    blamed = None if haemodynamic and worse is True else worse
    if grade in REACHED:
        blamed = False  # the response spares this fall
    failed = either(both(unchanged, negated(better)), blamed)
    ahead = _milestone_ahead(ctx, regimen, base_urine, urine_points)
    moved = _moved_only(ctx, base_urine, for_failure, grade, ahead)
    if moved is True and worse is True and haemodynamic:
        moved = None  # a fall of eGFR that haemodynamics may explain leaves the response open
    late = (
        regimen.start is not None
        and ctx.criteria.no_partial_is_failure
        and at_least_months(regimen.start, ctx.as_of, int(ctx.number("no-partial-months")))
    )
    if late and moved is True and not improving_steadily(ctx, urine_points):
        failed = either(failed, moved)
    reached: list[tuple[Point, ResponseGrade]] = []
    if whole_course:
        days = [point.day or date.min for point in kidney_points]
        for index, point in enumerate(urine_points):
            if not _may_respond(ctx, base_urine, point):
                continue
            upto = kidney_points[: bisect_right(days, point.day or date.min)]
            at = _grade(
                ctx, base_urine, base_kidney, urine_points, upto, index, _worse(ctx, base_kidney, upto)
            )
            if at in REACHED:
                reached.append((point, at))
    return Judged(
        base_urine, urine_points[-1] if urine_points else None,
        base_kidney, kidney_points[-1] if kidney_points else None,
        grade, True if dialysed else worse, better, unchanged, failed, moved, ahead, haemodynamic, urine_points,
        kidney_points, tuple(reached),
    )  # fmt: skip


def _may_respond(ctx: Context, base: Point | None, point: Point) -> bool:
    """Whether a single value could be part of a response, so that grading it is worth while."""
    return bool(
        series.at_most(point, ctx.response_limit)
        or series.fell_at_least(base, point, ctx.number("partial-fall"))
    )


def effect_ends(ctx: Context, regimen: Regimen, following: Regimen | None) -> Span | None:
    """Return until when values speak for a regimen; `None` for until now.

    Infused drugs act on after the last dose, and a planned follow-on belongs to the regimen: both last until the next
    regimen begins.
    """
    limits = [following.start] if following is not None and following.start is not None else []
    if regimen.closed is not None:
        limits.append(regimen.closed)
    infused = all(is_infused(ctx, course) for course in regimen.courses)
    if regimen.end is not None and not infused and not regimen.attached:
        limits.append(regimen.end)
    return min(limits, key=lambda span: span.middle) if limits else None


def _window(
    ctx: Context, regimen: Regimen, end: Span | None, points: Sequence[Point], base: Point | None
) -> tuple[Point, ...]:
    """Return the points after the baseline that were taken under the regimen."""
    if regimen.start is None:
        return ()
    after = int(ctx.number("baseline-after"))
    kept = []
    for point in points:
        if point.span is None or point is base or point.span.middle <= regimen.start.middle:
            continue
        if base is not None and base.span is not None and point.span.middle <= base.span.middle:
            continue  # a baseline that the reviewer chose may lie after the start
        if end is not None and (point.span.middle - end.middle).days > (
            0 if regimen.end is not end else after
        ):
            continue
        if regimen.closed is not None and point.span.middle >= regimen.closed.middle:
            continue  # it belongs to the next episode
        kept.append(point)
    return tuple(kept)


def _kidney(
    ctx: Context, regimen: Regimen, end: Span | None, kidney: Series
) -> tuple[Point | None, tuple[Point, ...]]:
    """Return baseline and later eGFR by one equation: from creatinine where both exist, else as reported."""
    taken = chosen(ctx, regimen, kidney.points, "kidney")
    if taken is not None:
        return taken, series.same_method(_window(ctx, regimen, end, kidney.points, taken), taken)
    best: tuple[Point | None, tuple[Point, ...]] = (None, ())
    for methods in (("ckd-epi-2021", "schwartz-bedside"), None):
        points = [point for point in kidney.points if methods is None or point.method in methods]
        base = by_rule(ctx, regimen, points)
        later = series.same_method(_window(ctx, regimen, end, points, base), base)
        if base is not None and later:
            return base, later
        if best[0] is None and not best[1]:
            best = (base, later)
    return best


def _worse(ctx: Context, base: Point | None, points: Sequence[Point]) -> bool | None:
    if not points:
        return None
    answer = series.confirmed(ctx, points, lambda point: series.fell_more(base, point, ctx.egfr_tolerance))
    if answer is None and series.fell_more(base, points[-1], ctx.egfr_tolerance) is False:
        return False  # one stable value is enough to say that worsening is not shown
    return answer


def _on_dialysis(ctx: Context, regimen: Regimen, end: Span | None) -> bool:
    """Whether dialysis was started under the regimen and not ended."""
    started = False
    for event in ctx.events:
        when = ctx.when(event)
        if (
            when is None
            or (regimen.start and when.latest < regimen.start.earliest)
            or (end and when.earliest > end.latest)
        ):
            continue
        if event.what in ("dialysis-started", "dialysis-stopped"):
            started = event.what == "dialysis-started"
    return started


def _better(ctx: Context, base: Point | None, points: Sequence[Point], regimen: Regimen) -> bool | None:
    for event in ctx.events:
        when = ctx.when(event)
        if (
            event.what == "dialysis-stopped"
            and when
            and regimen.start
            and when.middle >= regimen.start.middle
        ):
            return True
    if not points:
        return None
    answer = series.confirmed(ctx, points, lambda point: series.rose_more(base, point, ctx.egfr_tolerance))
    if answer is None and series.rose_more(base, points[-1], ctx.egfr_tolerance) is False:
        return False
    return answer


def _unchanged(ctx: Context, base: Point | None, point: Point) -> bool | None:
    """Whether proteinuria did not change or became worse; a value that is hardly there cannot fail to fall."""
    same = negated(series.fell_at_least(base, point, ctx.number("no-change-below")))
    return both(same, negated(series.below(point, ctx.number("worse-floor"))))


def _grade(
    ctx: Context,
    base_urine: Point | None,
    base_kidney: Point | None,
    urine: Sequence[Point],
    kidney: Sequence[Point],
    index: int,
    worse: bool | None,
) -> ResponseGrade:
    if not urine:
        return "unknown"
    if worse is not True and series.below(base_urine, ctx.number("complete-upcr")):
        return "unknown"  # proteinuria was below the limit before the treatment: it cannot be the measure
    last = kidney[-1] if kidney else None
    floor = ctx.spared_egfr
    kept = negated(series.fell_more(base_kidney, last, ctx.number("complete-egfr-fall")))
    if base_kidney is None:
        kept = _reaches(last, floor)

    def holds(test: Callable[[Point], bool | None]) -> bool | None:
        return series.confirmed(ctx, urine, test, index)

    def complete(point: Point) -> bool | None:
        limit = ctx.number("complete-upcr")
        return series.at_most(point, limit) if ctx.criteria.complete_inclusive else series.below(point, limit)

    def efficacious() -> bool | None:
        if not ctx.criteria.has_primary_efficacy:
            return False
        fell = series.fell_more(base_kidney, last, ctx.number("perr-egfr-fall"))
        return both(
            either(negated(fell), _reaches(last, floor)),
            holds(lambda point: series.at_most(point, ctx.number("perr-upcr"))),
        )

    def halved(point: Point) -> bool | None:
        fell = series.fell_at_least(base_urine, point, ctx.number("partial-fall"))
        if "partial-ceiling" not in ctx.criteria.parameters:
            return fell
        return both(fell, series.below(point, ctx.number("partial-ceiling")))

    if worse is True:
        # A fall that the primary efficacy response itself allows is not held against it.
        return "primary-efficacy" if _allows(ctx, base_kidney, kidney) and efficacious() else "none"
    if kept and holds(complete):
        return "complete"
    if efficacious():
        return "primary-efficacy"
    if kept and holds(halved):
        return "partial"
    moved = holds(lambda point: series.fell_at_least(base_urine, point, ctx.number("no-change-below")))
    if moved and (worse is False or not kidney):
        return "improving"
    return "none" if moved is False else "unknown"


def _allows(ctx: Context, base: Point | None, kidney: Sequence[Point]) -> bool:
    """Whether no fall beyond that of the primary efficacy response is confirmed, where the set knows one."""
    if not ctx.criteria.has_primary_efficacy:
        return False
    limit = ctx.number("perr-egfr-fall")
    return series.confirmed(ctx, kidney, lambda point: series.fell_more(base, point, limit)) is not True


def _reaches(point: Point | None, floor: Decimal) -> bool:
    return point is not None and point.low >= floor


def _milestone_ahead(ctx: Context, regimen: Regimen, base: Point | None, urine: Sequence[Point]) -> bool:
    """Whether the time by which a partial response should be reached has not come, judged on the day of the review."""
    if regimen.start is None:
        return False
    slow = (base is not None and base.low >= ctx.number("nephrotic")) or improving_steadily(ctx, urine)
    name = "milestone-months-nephrotic" if slow else "milestone-months"
    return at_least_months(regimen.start, ctx.as_of, int(ctx.number(name))) is False


def improving_steadily(ctx: Context, urine: Sequence[Point]) -> bool:
    """Whether proteinuria fell at each of enough samples."""
    values = [point.value for point in urine]
    return len(values) >= ctx.number("steady-samples") and all(
        later < earlier for earlier, later in itertools.pairwise(values)
    )


def _moved_only(
    ctx: Context, base: Point | None, urine: Sequence[Point], grade: ResponseGrade, ahead: bool
) -> bool | None:
    if grade in REACHED or ahead:
        return False
    return series.confirmed(
        ctx, urine, lambda point: series.fell_at_least(base, point, ctx.number("no-change-below"))
    )


def _haemodynamic(ctx: Context, regimen: Regimen, end: Span | None) -> tuple[str, ...]:
    """Return the drugs begun during the regimen, beside it or as part of it, that act on haemodynamics."""
    if regimen.start is None:
        return ()
    names = []
    for course in ctx.case.courses:
        drug = ctx.drug(course.drug)
        start = ctx.span(course.start)
        if drug is None or not drug.haemodynamic or start is None or not ctx.has_begun(start):
            continue
        if start.latest >= regimen.start.earliest and (end is None or start.earliest <= end.latest):
            names.append(drug_name(ctx, course))
    return tuple(dict.fromkeys(names))
