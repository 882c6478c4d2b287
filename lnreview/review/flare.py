"""The rows *relapse* and *biopsy-needed*: a response lost, and tissue that is due.

A flare whose cause is in doubt asks for tissue before it is called a relapse.
"""

from __future__ import annotations

from lnreview.case.dates import Span
from lnreview.review import tissue
from lnreview.review.assess import Assessment
from lnreview.review.context import negated
from lnreview.review.episode import Loss
from lnreview.review.finding import spoken
from lnreview.review.judge import Judge, Row


def relapse(judge: Judge) -> Row:
    """A response was reached and lost, no induction for the flare has begun, and nothing puts its cause in doubt."""
    view = judge.view
    loss = view.course.last_loss
    if loss is None:
        measured = view.urine.last is not None and view.ctx.is_current(view.urine.last.span)
        open_now = view.abnormal.now is not False and not measured
        if judge.assume and view.course.reached and open_now and not view.present_after_response():
            return Row(
                True, "A response was reached; if current values show that it was lost, this is a relapse."
            )
        return Row(False if not view.course.reached else None)
    if loss.certainty == "suspected" and not judge.assume:
        return Row(None)
    if _response_after(view, loss) or _induced_since(view, loss.when):
        return Row(False)
    if _doubtful(judge, loss.when):
        return Row(False)
    reached = view.course.reached[-1]
    stated = " (stated)" if loss.certainty == "stated" else ""
    return Row(
        True,
        f"A response was reached ({reached.evidence}) and lost{stated}: {loss.told()}; no induction for the flare has begun.",
    )


def _response_after(view: Assessment, loss: Loss) -> bool:
    return any(
        item.when is not None and loss.when is not None and item.when.middle > loss.when.middle
        for item in view.course.reached
    )


def _induced_since(view: Assessment, when: Span | None) -> bool:
    if when is None:
        return False
    return any(
        line.regimen.start is not None and line.regimen.start.middle >= when.middle for line in view.present
    )


def _doubtful(judge: Judge, since: Span | None) -> bool:
    """Whether the cause of a flare is in doubt and no tissue since it began settles it."""
    view = judge.view
    if since is not None and any(item.proves_ln for item in tissue.latest(view.ctx, since)):
        return False
    suspected = any(not item.by_tissue and not item.bare for item in view.alternatives)
    return bool(view.activity.quiet or view.activity.doubtful or suspected)


def biopsy_needed(judge: Judge) -> Row:
    """An abnormality is present and tissue is due."""
    view, ctx = judge.view, judge.view.ctx
    if judge.overridden("biopsy"):
        return Row(negated(judge.ruled("biopsy")), "The reviewer judged that tissue is due.")
    if tissue.biopsy_impossible(ctx):
        return Row(False)
    due = _first_tissue_due(judge) or _doubtful_flare_due(judge) or _after_failures_due(judge)
    if due is None:
        return Row(None)
    return Row(view.abnormal.now, due)


def _listed_completely(judge: Judge, since: Span | None) -> bool:
    """Whether the record says that no biopsy is missing from the time since a day."""
    ctx = judge.view.ctx
    if ctx.case.complete.biopsies == "yes" or (
        ctx.is_recent(since) and ctx.case.complete.biopsies == "unknown"
    ):
        return True
    for event in ctx.events:
        when = ctx.when(event)
        if event.what == "no-biopsy-taken" and (
            since is None or when is None or when.latest >= since.earliest
        ):
            return True
    return False


def _first_tissue_due(judge: Judge) -> str | None:
    view, ctx = judge.view, judge.view.ctx
    if tissue.no_biopsy_taken(ctx):
        return "An abnormality is present and no kidney biopsy was ever taken; the class is never presumed."
    began = view.course.began
    if view.course.reached or began is None or not _listed_completely(judge, began):
        return None
    if tissue.latest(ctx, began) or not ctx.case.biopsies:
        return None
    if any(item.taken_on is None for item in ctx.case.biopsies):
        return None
    return f"An abnormality is present since {began} and no biopsy was taken in this episode; older tissue does not prove what it is now."


def _doubtful_flare_due(judge: Judge) -> str | None:
    view = judge.view
    loss, latest = view.course.last_loss, view.latest
    since: Span | None = None
    what = ""
    if (
        loss is not None
        and not _response_after(view, loss)
        and (
            loss.certainty != "suspected"
            or len(loss.evidence) > 1
            or _nephrotic_now(view)
            or judge.assume
            or "stated" in loss.evidence[0].what
        )
    ):
        since, what = loss.when, f"a response was lost ({loss.told()})"
    elif latest is not None and latest.judged.worse_function is True:
        point = latest.judged.last_kidney
        since = latest.regimen.start
        what = (
            f"kidney function is confirmed worse ({point.evidence()})"
            if point
            else "kidney function is confirmed worse"
        )
    # A doubtful flare is not left open because nobody said that the list of biopsies is complete: tissue is the
    # safe answer to doubt, and whether any was taken since is asked beside it.
    if not what or judge.view.ctx.case.complete.biopsies == "no" or not _doubtful(judge, since):
        return None
    if since is not None and tissue.latest(view.ctx, since):
        return None
    signs = [*view.activity.doubtful, *view.activity.quiet]
    signs += [item.evidence[-1] for item in view.alternatives if not item.by_tissue and item.evidence]
    reasons = "; ".join(spoken(item) for item in signs[:3])
    return f"A flare of doubtful cause: {what}, while {reasons}. No tissue was taken since it began."


def _nephrotic_now(view: Assessment) -> bool:
    """Whether the last value is nephrotic-range: too much to wait for a second sample before tissue."""
    last = view.urine.last
    return last is not None and last.low >= view.ctx.number("nephrotic")


def _after_failures_due(judge: Judge) -> str | None:
    counted = judge.counted()
    needed = 1 if judge.view.ctx.strict_biopsy else judge.asked()
    if len(counted) < needed:
        return None
    start = counted[-1].regimen.start
    if not _listed_completely(judge, start) or tissue.latest(judge.view.ctx, start):
        return None
    number = "one adequate regimen" if len(counted) == 1 else f"{len(counted)} adequate regimens"
    return f"After {number} failed, no biopsy was taken since the latest of them began."
