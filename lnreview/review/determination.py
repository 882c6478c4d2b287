"""A determination: where a request stands, until when it has to be decided, what may be done next.

Everything is read from the steps that were recorded; the clock on the wall comes in as an argument. `record` appends a
step or refuses it with a sentence. The program itself decides nothing: it supports, asks, or refers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, new_entry_id
from lnreview.case.paperwork import WorkflowEvent
from lnreview.errors import UserError
from lnreview.guideline.clocks import Clock, Clocks, clocks
from lnreview.guideline.model import Guideline
from lnreview.review import clock as arithmetic
from lnreview.review import workflow
from lnreview.review.acts import Act, Standing, act_of, acts
from lnreview.review.clock import Due
from lnreview.review.policy.result import PolicyOutcome
from lnreview.review.workflow import PHYSICIANS, STATUS_NAMES, DatedStep, Modification, Status

_NEED_REASON = ("corrected", "reopened", "withdrawn", "closed", "extended")
"""Steps that need a reason."""


@dataclass(frozen=True)
class ClockState:
    """One clock of a request: what it comes to now."""

    due: Due
    remaining: str
    """How long is left, or how long it is overdue, in words; empty without a due time or once it was decided."""
    overdue: bool
    """Whether it passed before a decision, or before now where there is none."""
    leads: bool
    """Whether it may decide the due time: final, for this kind of request, without an open condition."""
    unless: str
    """Why it does not lead, in a sentence; empty where it does."""

    @property
    def clock(self) -> Clock:
        """The row of the table."""
        return self.due.clock


@dataclass(frozen=True)
class DeterminationState:
    """A determination as it stands at one moment."""

    status: Status
    status_words: str
    received: DatedStep
    decided: DatedStep
    notified: DatedStep
    modifications: tuple[Modification, ...]
    """Every change of a recorded day, and every second decision or notification."""
    clocks: tuple[ClockState, ...]
    lead: ClockState | None
    """The clock to keep: the earliest of those that lead; `None` where none is documented."""
    open_items: tuple[str, ...]
    """What was asked for and has not arrived."""
    missing: tuple[str, ...]
    """What would settle the due time, as noun phrases."""
    cautions: tuple[str, ...]
    """What has to be said: steps that no one could have recorded here, rules that are only proposed."""
    acts: tuple[Act, ...]

    @property
    def allowed(self) -> tuple[Act, ...]:
        """The acts that are possible now."""
        return tuple(act for act in self.acts if act.allowed)

    @property
    def locked(self) -> bool:
        """Whether nothing but a reopening or the correction of a day is possible."""
        return self.status in ("completed", "withdrawn", "closed")

    def act(self, name: str) -> Act:
        """Return an act by its name."""
        return next(act for act in self.acts if act.name == name)


def determination(
    case: Case,
    guideline: Guideline,
    policy_outcome: PolicyOutcome | None,
    now: datetime,
    *,
    untouched: int | None = None,
) -> DeterminationState:
    """Return where a determination stands at `now`.

    `policy_outcome` is what the request came to under the plan's policy, after the reviewer's judgements (`None`: no
    policy was chosen); `untouched` is how many criteria nobody looked at yet (`None`: not known). Raises
    `InputProblems` where the table of clocks cannot be read.
    """
    table, status = clocks(guideline), workflow.status(case)
    received = workflow.dated(case, "received")
    states = _clocks(case, table, now, status)
    leading = [state for state in states if state.leads and state.due.at is not None]
    standing = Standing(
        status, received.original is not None, bool(case.workflow), policy_outcome, untouched,
        _against_extending(case, table),
    )  # fmt: skip
    return DeterminationState(
        status=status,
        status_words=STATUS_NAMES[status],
        received=received,
        decided=workflow.dated(case, "decided"),
        notified=workflow.dated(case, "notified"),
        modifications=tuple(workflow.modifications_of(case)),
        clocks=states,
        lead=min(leading, key=_instant) if leading else None,
        open_items=workflow.open_items(case),
        missing=_missing(case, table, states),
        cautions=_cautions(case, states),
        acts=acts(standing),
    )


def record(
    case: Case,
    event: WorkflowEvent,
    guideline: Guideline,
    policy_outcome: PolicyOutcome | None,
    now: datetime,
    *,
    untouched: int | None = None,
) -> Case:
    """Return the case with one more step; raise `UserError` where the step is not possible or lacks what it needs.

    Arguments as for `determination`. The step gets a free id and the moment at which it was written down; no step
    that stands is touched. `now` is the local time of the office.
    """
    state = determination(case, guideline, policy_outcome, now, untouched=untouched)
    name = act_of(event)
    if name is None:
        raise _refused(
            "A reviewer records that the criteria are met, asks for information or refers; a physician records "
            "certify, certify modified or not certify",
            "Choose one of these.",
        )
    act = state.act(name)
    if not event.by.strip() or event.role == "unknown":
        raise _refused(
            "It is not said who does it, and in which role", "Name both; each act records the role used."
        )
    if event.role not in act.roles:
        raise _refused(
            f"“{act.words}” is recorded by {_roles(act.roles)}, not by {event.role.replace('-', ' ')}"
            f"{'; a reviewer cannot make an exception' if event.outcome in PHYSICIANS else ''}",
            "Let that person record it.",
        )
    if not act.allowed:
        raise _refused(act.why.rstrip("."), "Look at the acts that are possible now.")
    _check_contents(case, event, now)
    # A record told in months knows no calendar, so the day of writing cannot stand beside its dates.
    calendar = case.anchor is not None or (event.on is not None and not event.on.is_relative)
    stamp = {"recorded_on": ChartDate.of(now.date()), "recorded_at": f"{now:%H:%M}"} if calendar else {}
    fresh = event.model_copy(update={"id": new_entry_id(case, "workflow"), **stamp})
    return case.model_copy(update={"workflow": (*case.workflow, fresh)})


def _check_contents(case: Case, event: WorkflowEvent, now: datetime) -> None:
    """Refuse a step that lacks its reason, credentials or day, or whose day cannot be."""
    physician = event.what == "decided" and event.outcome in PHYSICIANS
    if physician and not (event.credentials.strip() and event.reason.strip()):
        raise _refused(
            "A physician's determination needs the physician's credentials and rationale",
            "Write both; the rationale is the physician's own.",
        )
    if event.what in _NEED_REASON and not event.reason.strip():
        raise _refused(f"The {workflow.STEP_NAMES[event.what]} has no reason", "Write why.")
    if event.on is None:
        raise _refused(
            f"The {workflow.STEP_NAMES[event.what]} has no day", "Enter the day on which it happened."
        )
    if event.what == "corrected":
        _check_correction(case, event)
    when = workflow.moment(case, event.on, event.at)
    if when is not None and when.day > now.date():
        raise _refused(f"{event.on} lies after today ({now.date().isoformat()})", "Correct the day.")
    begun = workflow.dated(case, "received").current
    start = workflow.moment(case, begun.on, begun.at) if begun else None
    if start is not None and when is not None and event.what != "corrected" and when.day < start.day:
        raise _refused(
            f"{event.on} lies before the receipt ({start})", "Correct the day, or correct the receipt."
        )


def _check_correction(case: Case, event: WorkflowEvent) -> None:
    root = workflow.corrected(case.model_copy(update={"workflow": (*case.workflow, event)}), event)
    if not root:
        raise _refused(
            "The correction names no step of this determination",
            "Choose the step whose day was wrong.",
        )
    if event.outcome != "unknown":
        raise _refused(
            "A correction is about a day; a decision stays as it was recorded", "Reopen with a reason."
        )


def _refused(why: str, remedy: str) -> UserError:
    return UserError(f"The step was not recorded. {why}. {remedy}")


def _roles(roles: Sequence[str]) -> str:
    words = [f"the {role.replace('-', ' ')}" for role in roles]
    return " or ".join(words)


def _rows(case: Case, table: Clocks) -> tuple[Clock, ...]:
    """Return the rows that fit the request, of every regime that was chosen."""
    paper = case.determination
    receipt = workflow.dated(case, "received").current
    when = workflow.moment(case, receipt.on, receipt.at) if receipt else None
    chosen = dict.fromkeys(name for name in (paper.regime, *paper.other_regimes) if name)
    return tuple(
        row
        for regime in chosen
        for row in table.find(regime, paper.request_type, paper.urgency, when.day if when else None)
    )


def _clocks(case: Case, table: Clocks, now: datetime, status: Status) -> tuple[ClockState, ...]:
    receipt = workflow.dated(case, "received").current
    received = workflow.moment(case, receipt.on, receipt.at) if receipt else None
    extensions = sum(event.what == "extended" for event in case.workflow)
    decision = workflow.dated(case, "decided").original if status != "reopened" else None
    states = []
    for row in _rows(case, table):
        due = arithmetic.due(
            row, received, case.determination.time_zone, workflow.pauses(case),
            extensions=extensions, office=table.office,
        )  # fmt: skip
        ended = _ended(case, decision)
        asked = now if decision is None else ended
        unless, holds = _unless(case, row), _holds(case, row)
        running = holds and decision is None and status not in _OVER
        late = holds and asked is not None and status not in _WITHDRAWN and arithmetic.overdue(due, asked)
        words = arithmetic.remaining(due, now) if running else ""
        states.append(ClockState(due, words, overdue=late, leads=not unless, unless=unless))
    return tuple(states)


_OVER: tuple[Status, ...] = ("decided", "notified", "completed", "withdrawn", "closed")
_WITHDRAWN: tuple[Status, ...] = ("withdrawn", "closed")


def _ended(case: Case, decision: workflow.Step | None) -> datetime | None:
    """Return when the request was decided, an untimed decision at the start of its day; `None` where that is not known."""
    when = workflow.moment(case, decision.on, decision.at) if decision else None
    if when is None:
        return None
    return datetime.combine(when.day, when.at or datetime.min.time())


def _holds(case: Case, row: Clock) -> bool:
    """Say whether a row can bind this request at all: a proposal does not, nor a rule that leaves its drug out."""
    return row.stage == "final" and not (row.drugs == "excluded" and case.request.therapy)


def _unless(case: Case, row: Clock) -> str:
    paper = case.determination
    if row.stage == "proposed":
        since = f", from {row.effective_from}" if row.effective_from else ""
        return f"It is only proposed{since}; no due date rests on it."
    if row.drugs == "excluded" and case.request.therapy:
        return "The rule leaves drugs out, so it does not decide a request for a drug."
    if row.when:
        return f"It holds for {row.when}; whether this is one is not documented."
    if row.request != "any" and paper.request_type == "unknown":
        return "Whether the service is still to come, under way or past is not documented."
    if row.urgency != "any" and paper.urgency == "unknown":
        return "Whether the request is standard or expedited is not documented."
    return ""


def _missing(case: Case, table: Clocks, states: Sequence[ClockState]) -> tuple[str, ...]:
    paper, found = case.determination, []
    if not paper.regime and not paper.other_regimes:
        found.append("the regime whose clock applies")
    if paper.request_type == "unknown":
        found.append("whether the service is still to come, under way or past")
    if paper.urgency == "unknown":
        found.append("whether the request is standard or expedited")
    known = table.regimes()
    for regime in dict.fromkeys((paper.regime, *paper.other_regimes)):
        if regime and regime not in known:
            found.append(f"a regime of the table in place of “{regime}”")
        elif regime and not any(state.clock.regime == regime for state in states):
            found.append(f"the length that {known[regime]} gives for such a request; the table has none")
    if workflow.dated(case, "received").current is None:
        found.append("the day of receipt")
    if workflow.undated_information(case):
        found.append("the full days of the information request and of its answer")
    return tuple(dict.fromkeys([*found, *(gap for state in states for gap in state.due.missing)]))


def _against_extending(case: Case, table: Clocks) -> str:
    rows = [row for row in _rows(case, table) if row.stage == "final"]
    if not rows:
        return "No clock is documented that could be extended; choose the regime and the kind of request."
    able = [row for row in rows if row.extension is not None]
    if not able:
        return "The clock names no extension."
    done = sum(event.what == "extended" for event in case.workflow)
    if all(row.extension and done >= row.extension.times for row in able):
        return "It was extended as often as the clock allows."
    return ""


def _cautions(case: Case, states: Sequence[ClockState]) -> tuple[str, ...]:
    found = [f"{state.clock.name}: {state.unless}" for state in states if state.clock.stage == "proposed"]
    for event in case.workflow:
        if event.what == "decided" and event.outcome in PHYSICIANS:
            if event.role != "physician-reviewer" or not (event.credentials and event.reason):
                found.append(
                    f"Step {event.id} records a physician's determination without "
                    "a physician reviewer's role, credentials and rationale."
                )
        elif event.what == "decided" and act_of(event) is None:
            found.append(f"Step {event.id} is recorded as a decision and decides nothing.")
        elif event.what == "corrected" and not workflow.corrected(case, event):
            found.append(f"Step {event.id} corrects a step that the determination does not hold.")
    if workflow.status(case) == "waiting-for-information":
        for pause in workflow.pauses(case)[-1:]:
            if pause.answer_by is not None and pause.until is None:
                found.append(f"The information was asked for by {pause.answer_by}; it has not all arrived.")
    return tuple(dict.fromkeys(found))


def _instant(state: ClockState) -> float:
    """Return a number that orders due times: a whole day is due by its end."""
    at = state.due.at
    assert at is not None
    end = at + timedelta(days=1) if state.due.whole_day else at
    return (end if end.tzinfo else end.replace(tzinfo=UTC)).timestamp()
