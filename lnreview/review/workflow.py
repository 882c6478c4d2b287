"""The steps of a determination as they were recorded: which days hold now, which stood first, and what was changed.

The list is append-only. A step is never altered; a correction is a further row that names the step, the right day, who
corrected it and why. Both days stay readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import Outcome, WorkflowEvent, WorkflowStep
from lnreview.review.clock import Moment, Pause

Status = Literal[
    "draft", "with-reviewer", "waiting-for-information", "with-physician", "decided", "notified", "completed",
    "withdrawn", "closed", "reopened",
]  # fmt: skip

STATUS_NAMES: dict[Status, str] = {
    "draft": "Draft",
    "with-reviewer": "With the reviewer",
    "waiting-for-information": "Waiting for information",
    "with-physician": "With the physician",
    "decided": "Decided",
    "notified": "Notified",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
    "closed": "Closed",
    "reopened": "Reopened",
}

STEP_NAMES: dict[WorkflowStep, str] = {
    "received": "receipt",
    "assigned": "assignment to a reviewer",
    "information-requested": "information request",
    "information-received": "arrival of information",
    "extended": "extension",
    "sent-to-physician": "referral to the physician",
    "peer-to-peer": "peer-to-peer call",
    "decided": "decision",
    "notified": "notification",
    "corrected": "correction",
    "completed": "completion",
    "reopened": "reopening",
    "withdrawn": "withdrawal",
    "closed": "closing",
}

OUTCOME_WORDS: dict[Outcome, str] = {
    "meets-criteria": "meets criteria",
    "pend": "pend with list",
    "refer-to-physician": "refer to physician",
    "certify": "certified by the physician",
    "certify-modified": "certified as modified by the physician",
    "not-certify": "not certified by the physician",
    "withdrawn": "withdrawn",
    "closed": "closed",
    "unknown": "outcome not documented",
}

PHYSICIANS: tuple[Outcome, ...] = ("certify", "certify-modified", "not-certify")
"""What only a physician can record, as the physician's own determination."""

DATED: tuple[WorkflowStep, ...] = ("received", "decided", "notified")
"""The steps whose days an audit looks at."""


@dataclass(frozen=True)
class Step:
    """A step with the day and time that hold now."""

    event: WorkflowEvent
    on: ChartDate | None
    at: str

    @property
    def when(self) -> str:
        """The day and time that hold now, in words."""
        return written(self.on, self.at)


@dataclass(frozen=True)
class Modification:
    """A change of a recorded day, or a second decision or notification."""

    case: str
    step: str
    """Id of the row that made the change."""
    what: str
    """What was changed: receipt, decision, notification …"""
    old: str
    new: str
    by: str
    recorded: ChartDate | None
    """When it was recorded; `None` where that is not documented."""
    recorded_at: str
    why: str


@dataclass(frozen=True)
class DatedStep:
    """A day that an audit looks at: as first recorded, and as it holds now."""

    what: WorkflowStep
    original: Step | None
    """As first recorded, never changed."""
    current: Step | None
    """As it holds now, after corrections and, where the case was reopened, of the latest decision or notification."""
    changes: tuple[Modification, ...] = ()


def written(on: ChartDate | None, at: str = "") -> str:
    """Return a day and time as read, or that it is not documented."""
    return " ".join(part for part in (str(on), at) if part) if on else "not documented"


def moment(case: Case, on: ChartDate | None, at: str = "") -> Moment | None:
    """Return the moment of a full day of the calendar; `None` for a partial day or months without an anchor."""
    if on is None or not on.is_exact or (on.is_relative and case.anchor is None):
        return None
    span = case.span(on)
    return Moment(span.earliest, time.fromisoformat(at) if at else None) if span else None


def steps(case: Case) -> tuple[Step, ...]:
    """Return every step but the corrections, in the order of recording, with the day that holds now."""
    latest = {root: event for event in case.workflow if (root := corrected(case, event))}
    found = []
    for event in case.workflow:
        if event.what != "corrected":
            valid = latest.get(event.id, event)
            found.append(Step(event, valid.on, valid.at))
    return tuple(found)


def corrected(case: Case, event: WorkflowEvent) -> str:
    """Return the id of the step that a correction is about, also through an earlier correction; empty for another step."""
    rows = {row.id: row for row in case.workflow}
    seen = set()
    while event.what == "corrected" and event.id not in seen:
        seen.add(event.id)
        target = rows.get(event.corrects)
        if target is None:
            return ""
        if target.what != "corrected":
            return target.id
        event = target
    return ""


def status(case: Case) -> Status:
    """Return where a determination stands, read from its steps in the order of recording."""
    now: Status = "draft"
    before: Status = "with-reviewer"
    for event in case.workflow:
        match event.what:
            case "assigned" if now != "waiting-for-information":
                now = "with-reviewer"
            case "information-requested":
                before = now if now in ("with-reviewer", "with-physician", "reopened") else before
                now = "waiting-for-information"
            case "information-received" if now == "waiting-for-information":
                now = now if open_items(case, event) else before
            case "sent-to-physician":
                now = "with-physician"
            case "decided":
                now = "decided"
            case "notified" | "completed" | "reopened" | "withdrawn" | "closed":
                now = event.what
            case _:
                pass
    return now


def open_items(case: Case, until: WorkflowEvent | None = None) -> tuple[str, ...]:
    """Return what was asked for and has not arrived, up to a step; an arrival that names nothing brings everything."""
    waiting: list[str] = []
    for event in case.workflow:
        if event.what == "information-requested":
            waiting += [item for item in event.items if item not in waiting]
        elif event.what == "information-received":
            waiting = [item for item in waiting if event.items and item not in event.items]
        if until is not None and event.id == until.id:
            break
    return tuple(waiting)


def pauses(case: Case) -> tuple[Pause, ...]:
    """Return the times in which information was awaited: from the request to the arrival of the last item asked for.

    A request or arrival without a full day ends the list: from there on nothing is counted.
    """
    found: list[Pause] = []
    for step in steps(case):
        if step.event.what not in ("information-requested", "information-received"):
            continue
        when = moment(case, step.on, step.at)
        if when is None:
            break
        waiting = bool(found) and found[-1].until is None
        if step.event.what == "information-requested" and not waiting:
            answer_by = moment(case, step.event.due_on)
            found.append(Pause(when, None, answer_by.day if answer_by else None))
        elif step.event.what == "information-received" and waiting and not open_items(case, step.event):
            found[-1] = Pause(found[-1].since, when, found[-1].answer_by)
    return tuple(found)


def undated_information(case: Case) -> bool:
    """Say whether a request for information, or its answer, has no full day."""
    return any(
        moment(case, step.on, step.at) is None
        for step in steps(case)
        if step.event.what in ("information-requested", "information-received")
    )


def dated(case: Case, what: WorkflowStep) -> DatedStep:
    """Return the first and the present day of receipt, decision or notification, with every change."""
    found = [step for step in steps(case) if step.event.what == what]
    if not found:
        return DatedStep(what, None, None)
    first = found[0].event
    original = Step(first, first.on, first.at)
    changes = tuple(change for change in modifications_of(case) if change.what == STEP_NAMES[what])
    return DatedStep(what, original, found[-1], changes)


def modifications_of(case: Case) -> Iterator[Modification]:
    """Yield every change of a recorded day, and every decision or notification after the first, in the order of recording."""
    valid: dict[str, str] = {}
    first: dict[WorkflowStep, str] = {}
    names: dict[str, str] = {}
    reason = ""
    for event in case.workflow:
        if event.what == "corrected":
            root = corrected(case, event)
            yield _change(case, event, names.get(root, "step not found"), valid.get(root, ""), event.reason)
            valid[root] = written(event.on, event.at)
            continue
        reason = event.reason if event.what == "reopened" else reason
        names[event.id], valid[event.id] = STEP_NAMES[event.what], written(event.on, event.at)
        if event.what in DATED:
            if event.what in first:
                yield _change(case, event, STEP_NAMES[event.what], first[event.what], event.reason or reason)
            first[event.what] = _told(event)


def _change(case: Case, event: WorkflowEvent, what: str, old: str, why: str) -> Modification:
    return Modification(
        case.id, event.id, what, old, _told(event), event.by, event.recorded_on, event.recorded_at, why
    )


def _told(event: WorkflowEvent) -> str:
    when = written(event.on, event.at)
    return f"{when}, {OUTCOME_WORDS[event.outcome]}" if event.what == "decided" else when


def recorded_day(case: Case, change: Modification) -> date | None:
    """Return the day on which a change was recorded, or `None` where that is not documented."""
    when = moment(case, change.recorded)
    return when.day if when else None
