"""What the session asks of a case: whether it holds together, which day it is reviewed on, what the list keeps of it.

It is imported when a case is first opened or reviewed; the list of cases is shown without reading one.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import ValidationError

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.desktop.language import tr
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.review import workflow
from lnreview.review.clock import Due
from lnreview.review.determination import ClockState, DeterminationState, determination
from lnreview.review.finding import Review
from lnreview.review.renewal import approved_before, renewal
from lnreview.store.summary import DueState, ReviewGlance


def checked(command: str, case: Case) -> Case:
    """Return `case` checked as a whole; raise `UserError` where it contradicts itself after `command`."""
    try:
        return Case.model_validate(dict(case))
    except ValidationError as error:
        reasons = "; ".join(str(detail["msg"]) for detail in error.errors(include_input=False))
        raise UserError(
            tr(
                "“{command}” was not stored, because the case would contradict itself: {reasons}. Correct that entry."
            ).format(command=command, reasons=reasons)
        ) from error


def day_of(case: Case, today: date) -> ChartDate | None:
    """Return the case's own day of review, else today; `None` where the case is told in months without an anchor."""
    if case.as_of is not None:
        return case.as_of
    return None if _only_months(case) else ChartDate.of(today)


def glance(review: Review, case: Case, guideline: Guideline, now: datetime) -> ReviewGlance:
    """Return what the list of cases keeps of a review: the verdict, what to do next, and the days to keep.

    `now` is the local time of the office; it tells whether a clock that ran out was kept.
    """
    due_at, due_state, due_words = _deadline(case, guideline, now)
    return ReviewGlance(
        verdict=review.verdict,
        summary=review.summary,
        provisional=review.provisional,
        urgent=review.urgent,
        as_of=review.as_of.written.text,
        next=todo(review),
        due_at=due_at,
        due_state=due_state,
        due_words=due_words,
        next_on=_next_day(case, review),
        renewal_on=_authorized_until(case, review, guideline),
        waiting=workflow.status(case) == "waiting-for-information",
    )


def todo(review: Review) -> str:
    """Return what is to be done next, in a few words."""
    if review.verdict == "insufficient-data" and review.missing:
        return tr("Ask: {what}").format(what=review.missing[0].what)
    if review.verdict == "too-early" and review.reassess_on is not None:
        return tr("Reassess on {reassess_on}").format(reassess_on=review.reassess_on.isoformat())
    return review.leads_to


def _deadline(case: Case, guideline: Guideline, now: datetime) -> tuple[str, DueState, str]:
    """Return until when a decision is due, how the clock stands, and which clock it is."""
    if not case.workflow:
        return "", "", ""
    try:
        state = determination(case, guideline, None, now)
    except UserError as error:
        return "", "unknown", str(error)
    if state.status in ("withdrawn", "closed"):
        return "", "", ""
    still = next((clock for clock in state.clocks if clock.leads and clock.due.left), None)
    if state.lead is None and still is not None:
        return "", "still", f"{still.clock.name}: {still.due}"
    if state.lead is None:
        return "", "unknown", "; ".join(state.missing)
    words = f"{state.lead.clock.name}: {state.lead.due}"
    if state.decided.original is not None and state.status != "reopened":
        return "", _kept(state, state.lead), words
    return _moment(state.lead.due), "running", words


def _kept(state: DeterminationState, lead: ClockState) -> DueState:
    """Say whether the clock was kept by the decision; that is not known of a decision without a full day."""
    decided = state.decided.original
    if decided is None or decided.on is None or not decided.on.is_exact:
        return "unknown"
    return "late" if lead.overdue else "met"


def _moment(due: Due) -> str:
    """Return a due time as the list orders it; a whole day is due by its end."""
    assert due.at is not None
    return f"{due.at:%Y-%m-%d}T24:00" if due.whole_day else f"{due.at:%Y-%m-%dT%H:%M}"


def _next_day(case: Case, review: Review) -> str:
    """Return the next day on which something is expected: the reassessment, or the answer that was asked for."""
    days = [review.reassess_on] if review.reassess_on is not None else []
    days += [wait.answer_by for wait in workflow.pauses(case) if wait.until is None and wait.answer_by]
    return min(days).isoformat() if days else ""


def _authorized_until(case: Case, review: Review, guideline: Guideline) -> str:
    """Return the last day of the authorization, as the request gives its length; empty where that is not documented."""
    if not approved_before(case):
        return ""
    try:
        ends = renewal(case, guideline, review.as_of.written).ends
    except UserError:
        return ""  # the decision page says why
    return ends.isoformat() if ends else ""


def _only_months(case: Case) -> bool:
    """Tell whether a case without an anchor counts its dates in months."""
    if case.anchor is not None:
        return False
    dates = (value for _, entry in case.entries() for _, value in entry if isinstance(value, ChartDate))
    return any(when.is_relative for when in dates)
