"""Who may do what next with a determination, and why something is not possible now.

A reviewer may record that the criteria are met, ask for information, or refer; whether to certify, certify with a
modification or not certify is a physician's own determination, with credentials and a rationale. No role, and no
screen of criteria, refuses a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lnreview.case.paperwork import Outcome, ReviewRole, WorkflowEvent, WorkflowStep
from lnreview.review.policy.result import OUTCOME_NAMES, PolicyOutcome
from lnreview.review.workflow import PHYSICIANS, STATUS_NAMES, Status

ActName = Literal[
    "receive", "assign", "ask-for-information", "record-information", "extend", "meets-criteria", "send-to-physician",
    "peer-to-peer", "certify", "certify-modified", "not-certify", "notify", "correct", "complete", "reopen", "withdraw",
    "close",
]  # fmt: skip

ACT_WORDS: dict[ActName, str] = {
    "receive": "Record the receipt",
    "assign": "Assign to a reviewer",
    "ask-for-information": "Ask for information",
    "record-information": "Record what arrived",
    "extend": "Extend with notice",
    "meets-criteria": "Record that the criteria are met",
    "send-to-physician": "Refer to the physician",
    "peer-to-peer": "Record a peer-to-peer call",
    "certify": "Certify",
    "certify-modified": "Certify as modified",
    "not-certify": "Not certify",
    "notify": "Record the notification",
    "correct": "Correct a recorded day",
    "complete": "Complete",
    "reopen": "Reopen",
    "withdraw": "Record the withdrawal",
    "close": "Close",
}

_ANYBODY: tuple[ReviewRole, ...] = ("intake", "clinical-reviewer", "physician-reviewer", "administrator")
_REVIEWERS: tuple[ReviewRole, ...] = ("clinical-reviewer", "physician-reviewer")
_PHYSICIAN: tuple[ReviewRole, ...] = ("physician-reviewer",)

ROLES: dict[ActName, tuple[ReviewRole, ...]] = {
    "receive": _ANYBODY,
    "assign": _ANYBODY,
    "ask-for-information": _REVIEWERS,
    "record-information": _ANYBODY,
    "extend": _REVIEWERS,
    "meets-criteria": _REVIEWERS,
    "send-to-physician": _REVIEWERS,
    "peer-to-peer": _REVIEWERS,
    "certify": _PHYSICIAN,
    "certify-modified": _PHYSICIAN,
    "not-certify": _PHYSICIAN,
    "notify": _ANYBODY,
    "correct": _ANYBODY,
    "complete": _REVIEWERS,
    "reopen": _REVIEWERS,
    "withdraw": _ANYBODY,
    "close": _ANYBODY,
}
"""In which role an act is recorded; an auditor only reads."""

_STEPS: dict[WorkflowStep, ActName] = {
    "received": "receive",
    "assigned": "assign",
    "information-requested": "ask-for-information",
    "information-received": "record-information",
    "extended": "extend",
    "sent-to-physician": "send-to-physician",
    "peer-to-peer": "peer-to-peer",
    "notified": "notify",
    "corrected": "correct",
    "completed": "complete",
    "reopened": "reopen",
    "withdrawn": "withdraw",
    "closed": "close",
}
_DECISIONS: dict[Outcome, ActName] = {
    "meets-criteria": "meets-criteria",
    "certify": "certify",
    "certify-modified": "certify-modified",
    "not-certify": "not-certify",
}

_WORKING: tuple[Status, ...] = ("with-reviewer", "reopened")
_OPEN: tuple[Status, ...] = (
    "draft",
    "with-reviewer",
    "reopened",
    "waiting-for-information",
    "with-physician",
)
_ENDED: tuple[Status, ...] = ("completed", "withdrawn", "closed")


@dataclass(frozen=True)
class Standing:
    """What decides whether an act is possible now."""

    status: Status
    received: bool
    """Whether a receipt was recorded."""
    any_step: bool
    policy: PolicyOutcome | None
    """What the request came to when it was held against the plan's policy; `None`: no policy was chosen."""
    untouched: int | None
    """How many criteria nobody looked at; `None`: not known."""
    extension: str
    """Why no extension is possible; empty where one is."""


@dataclass(frozen=True)
class Act:
    """An act, whether it is possible now, and why."""

    name: ActName
    words: str
    allowed: bool
    why: str
    """Why it is not possible; of a possible one, what it needs."""
    roles: tuple[ReviewRole, ...]
    """In which role it is recorded."""


def acts(standing: Standing) -> tuple[Act, ...]:
    """Return every act with the reason why it is, or is not, possible now."""
    return tuple(_act(name, standing) for name in ACT_WORDS)


def act_of(event: WorkflowEvent) -> ActName | None:
    """Return the act that a step records, or `None` for a decision that nobody can record."""
    return _DECISIONS.get(event.outcome) if event.what == "decided" else _STEPS[event.what]


def _act(name: ActName, standing: Standing) -> Act:
    against = _against(name, standing)
    return Act(name, ACT_WORDS[name], not against, against or _NEEDS.get(name, ""), ROLES[name])


_NEEDS: dict[ActName, str] = {
    "certify": "Needs a physician reviewer with credentials and a rationale.",
    "certify-modified": "Needs a physician reviewer with credentials and a rationale that says what is modified.",
    "not-certify": "Needs a physician reviewer with credentials and a rationale; it is the physician's own determination.",
    "extend": "Needs a reason and the day on which it was told.",
    "correct": "Needs who, when and why; what was recorded first stays.",
    "reopen": "Needs a reason.",
    "withdraw": "Needs a reason.",
    "close": "Needs a reason.",
}


def _against(name: ActName, standing: Standing) -> str:
    """Return why an act is not possible now, in a sentence; empty where it is."""
    now, where = standing.status, f"The request is “{STATUS_NAMES[standing.status]}”"
    if name == "receive":
        return "The receipt was recorded already; correct it instead." if standing.received else ""
    if name == "correct":
        return "" if standing.any_step else "Nothing was recorded yet that could be corrected."
    if not standing.received:
        return "Record the receipt first; every clock counts from it."
    if name == "reopen":
        return "" if now in _ENDED else f"{where}; only what was completed, withdrawn or closed is reopened."
    if now in _ENDED:
        return f"{where} and therefore locked; reopen it with a reason first."
    if name == "notify":
        return "" if now == "decided" else f"{where}; there is no decision to be told."
    if name == "complete":
        return _against_completing(standing, where)
    if name == "peer-to-peer":
        return ""
    if now not in _OPEN:
        return f"{where}; complete it, and reopen it with a reason if it has to change."
    if name == "assign" and now == "waiting-for-information":
        return f"{where}; record what arrived first."
    if name == "record-information":
        return "" if now == "waiting-for-information" else f"{where}; no information is awaited."
    if name == "extend":
        return standing.extension
    if name == "ask-for-information":
        met = standing.policy == "meets-criteria" and now != "with-physician"
        return "All criteria are met, so nothing is missing that could be asked for." if met else ""
    if name == "meets-criteria":
        return _against_meeting(standing, where)
    if name in PHYSICIANS and now != "with-physician":
        return f"{where}; a physician decides after it was referred."
    return ""


def _against_meeting(standing: Standing, where: str) -> str:
    if standing.policy is None:
        return "No policy was chosen, so no criteria can be recorded as met; choose a payer pack or refer to a physician."
    if standing.policy == "pend":
        return "Something is not documented, so the criteria are not met yet; ask for the information."
    if standing.policy == "refer-to-physician":
        return (
            f"The policy came to “{OUTCOME_NAMES['refer-to-physician']}”: a reviewer cannot make an exception; "
            "refer it to a physician."
        )
    if standing.status not in _WORKING:
        return f"{where}; the criteria are recorded as met while it is with the reviewer."
    if standing.untouched:
        return f"{_criteria(standing.untouched)} not looked at yet; look at every criterion first."
    return ""


def _against_completing(standing: Standing, where: str) -> str:
    if standing.status != "notified":
        return f"{where}; it is completed after the decision was notified."
    if standing.untouched:
        return f"{_criteria(standing.untouched)} not looked at yet; look at every criterion first."
    if standing.policy is not None and standing.untouched is None:
        return "It is not known whether every criterion was looked at; open the criteria first."
    return ""


def _criteria(number: int) -> str:
    return "One criterion was" if number == 1 else f"{number} criteria were"
