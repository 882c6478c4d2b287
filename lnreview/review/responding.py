"""The row *responding*: a response measured on two samples, held by a current value, or only stated by the chart.

Never before treatment of the episode, and never on proteinuria alone while function is confirmed worse. What the chart
states is marked as stated; a later loss or a later value outweighs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lnreview.case.dates import Span
from lnreview.case.records import MedicationCourse
from lnreview.review import series
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.finding import Evidence
from lnreview.review.judge import Judge, Row
from lnreview.review.regimens import is_kidney_treatment
from lnreview.review.response import REACHED

_GOOD = {
    "complete-remission": "complete", "primary-efficacy-response": "primary efficacy", "partial-remission": "partial",
    "improved": "improvement", "remission": "remission", "dialysis-stopped": "end of dialysis",
}  # fmt: skip
_IN_WORDS = {
    "complete": "complete response", "partial": "partial response", "primary efficacy": "primary efficacy response",
    "improved": "improvement",
}  # fmt: skip
_GOOD_OUTCOMES = ("complete", "primary-efficacy", "partial", "remission", "improved")
BAD = ("no-response", "worsened", "flare", "suspected-flare", "dialysis-started", "onset")


def responding(judge: Judge) -> Row:
    """Complete, primary-efficacy or partial response after treatment of this episode, or on the way to it."""
    if judge.overridden("response"):
        return Row(judge.ruled("response"), "The reviewer judged the response as reached.")
    latest = judge.view.latest
    if latest is not None and latest.judged.worse_function is True and latest.judged.grade not in REACHED:
        return Row(False)
    measured = _responding_measured(judge, latest)
    if measured is not None and measured.documented is True:
        return measured
    stated = _responding_stated(judge, latest)
    if stated is None and measured is None:
        return _response_holds(judge) or Row(None)
    return stated or measured or Row(None)


def _response_holds(judge: Judge) -> Row | None:
    """A response reached earlier in this episode, not lost, with a current value inside its limits."""
    view, ctx = judge.view, judge.view.ctx
    last, kidney = view.urine.last, view.kidney.last
    if not view.course.reached or last is None or not ctx.is_current(last.span) or last.span is None:
        return None
    reached = view.course.reached[-1]
    if _lost_after(view, reached.when) or not series.at_most(last, ctx.response_limit):
        return None
    spared = kidney is None or series.below(kidney, ctx.spared_egfr) is not True
    fell = kidney is not None and any(
        series.fell_more(point, kidney, ctx.egfr_tolerance) for point in view.kidney.points[:-1]
    )
    if not spared or fell or not _treated(judge, last.span):
        return None
    return Row(True, f"A response was reached ({reached.evidence}) and holds: {last.evidence()} now.")


def _responding_measured(judge: Judge, latest: Line | None) -> Row | None:
    if latest is None:
        return None
    result, ctx = latest.judged, judge.view.ctx
    last = result.last_urine
    if last is None or not ctx.is_current(last.span):
        return None
    if result.grade in REACHED:
        name = result.grade.replace("-", " ")
        return Row(
            True, f"{latest.regimen.name(ctx)}: {name} response on two samples, the last {last.evidence()}."
        )
    if result.grade == "improving" and result.ahead and result.worse_function is not True:
        return Row(
            True,
            f"{latest.regimen.name(ctx)}: proteinuria fell from {result.base_urine and result.base_urine.evidence()} to "
            f"{last.evidence()}; on the way, with the milestone of the criteria set still ahead.",
        )
    return Row(False) if result.unchanged_urine is True else None


def _responding_stated(judge: Judge, latest: Line | None) -> Row | None:
    """Read what the chart states of the response, marked as stated; measured values and later losses outweigh it."""
    view, ctx = judge.view, judge.view.ctx
    if latest is not None and latest.judged.unchanged_urine is True:
        return None
    statements: list[_Statement] = []
    for event in ctx.events:
        if event.what in _GOOD or event.what in BAD or event.what == "stable":
            statements.append(
                _Statement(ctx.when(event), ctx.span(event.on), event.order or 0, event.what, ctx.told(event))
            )
    for course in ctx.case.courses:
        good = course.stated_outcome in _GOOD_OUTCOMES
        bad = course.stated_outcome in ("no-response", "worsened")
        if not (good or bad):
            continue
        dated = ctx.span(course.outcome_on) or ctx.span(course.stop)
        if dated is None and not _speaks_for_present(judge, course, latest):
            continue  # the outcome of an earlier course, without a day
        evidence = ctx.evidence(
            course, f"stated outcome of {course.drug}", course.stated_outcome, "", course.outcome_on
        )
        when = dated or ctx.span(course.known_on) or ctx.span(course.start)
        statements.append(_Statement(when, dated, course.order or 0, course.stated_outcome, evidence))
    if not statements:
        return None
    last = max(statements, key=lambda item: item.place(ctx.as_of))
    if not last.good or not ctx.is_current(last.dated) or not _treated(judge, last.when):
        return None
    if last.when is None and any((event.order or 0) > last.order for event in ctx.events):
        return None  # something later is on record
    if _lost_after(view, last.when) or _measured_against(judge, last.when):
        return None
    name = _GOOD.get(last.what, last.what).replace("-", " ")
    when_said = f" ({last.evidence.date})" if last.evidence.date else ""
    return Row(True, f"The chart states {_IN_WORDS.get(name, name)}{when_said}; stated, not measured here.")


@dataclass(frozen=True)
class _Statement:
    """What the chart says of the response; `when` orders it, `dated` tells whether it still speaks for the present."""

    when: Span | None
    dated: Span | None
    order: int
    what: str
    evidence: Evidence

    @property
    def good(self) -> bool:
        return self.what in _GOOD or self.what in _GOOD_OUTCOMES

    def place(self, as_of: Span) -> tuple[date, bool, int, str]:
        # Of one day, what is dated comes after what is not.
        return (
            self.when.middle if self.when else as_of.middle, self.when is not None, self.order, self.evidence.entry,
        )  # fmt: skip


def _speaks_for_present(judge: Judge, course: MedicationCourse, latest: Line | None) -> bool:
    """Whether an outcome without a day belongs to the latest treatment of this episode."""
    if latest is not None:
        return course in latest.regimen.everything
    ctx, began = judge.view.ctx, judge.view.course.began
    start = ctx.span(course.start) or ctx.span(course.known_on)
    return start is None or began is None or start.latest >= began.earliest


def _treated(judge: Judge, when: Span | None) -> bool:
    """Whether treatment of this episode had begun before a day."""
    ctx, began = judge.view.ctx, judge.view.course.began
    for course in ctx.case.courses:
        if not _treats_lupus(ctx, course):
            continue
        start, stop = ctx.span(course.start), ctx.span(course.stop)
        if not ctx.has_begun(start) or (start and when and start.earliest > when.latest):
            continue
        in_episode = start is None or began is None or start.latest >= began.earliest
        runs_on = stop is None or began is None or stop.latest >= began.earliest
        if in_episode or (runs_on and course.role in ("induction", "maintenance", "follow-on")):
            return True
    return False


def _treats_lupus(ctx: Context, course: MedicationCourse) -> bool:
    """Whether a course was given against the nephritis, or as the background treatment of lupus."""
    background = ctx.drug_class(course) in ("glucocorticoid", "antimalarial")
    return is_kidney_treatment(ctx, course) or (background and course.role != "other-disease")


def _lost_after(view: Assessment, when: Span | None) -> bool:
    return any(
        loss.when is None or when is None or loss.when.middle > when.middle for loss in view.course.losses
    )


def _measured_against(judge: Judge, when: Span | None) -> bool:
    """Whether a later value contradicts a stated response: proteinuria that would end it."""
    ctx = judge.view.ctx
    last = judge.view.urine.last
    if last is None or last.span is None or not ctx.is_current(last.span):
        return False
    later = when is not None and last.span.middle > when.middle
    return later and last.low >= ctx.number("lost-from-partial")
