"""What has happened to a request so far, read from the steps of the determination; a corrected day counts, both are told."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import WorkflowEvent
from lnreview.letters.content import words

ROLES = {
    "intake": "intake", "clinical-reviewer": "clinical reviewer", "physician-reviewer": "physician reviewer",
    "auditor": "auditor", "administrator": "administrator", "unknown": "",
}  # fmt: skip

OUTCOMES = {
    "meets-criteria": "meets criteria", "pend": "pend with list", "refer-to-physician": "refer to physician",
    "certify": "certify", "certify-modified": "certify modified", "not-certify": "not certify",
    "withdrawn": "withdrawn", "closed": "closed", "unknown": "",
}  # fmt: skip
"""What was decided, in words; the physician's own determinations stand here because a physician recorded them."""


def happened(case: Case, *what: str) -> tuple[WorkflowEvent, ...]:
    """Return the steps of some kinds in the order in which they were recorded, each with its corrected day."""
    right = {step.corrects: step for step in case.workflow if step.what == "corrected" and step.corrects}
    return tuple(
        step.model_copy(update={"on": right[step.id].on, "at": right[step.id].at})
        if step.id in right
        else step
        for step in case.workflow
        if step.what in what
    )


def last(case: Case, *what: str) -> WorkflowEvent | None:
    """Return the latest recorded step of some kinds, or `None`."""
    found = happened(case, *what)
    return found[-1] if found else None


def when(case: Case, step: WorkflowEvent | None) -> str:
    """Return day and time of a step, with the day first recorded where it was corrected; empty where there is none."""
    if step is None or step.on is None:
        return ""
    told = f"{step.on} {step.at}".strip()
    first = next((item for item in case.workflow if item.id == step.id), step)
    before = f"{first.on or 'no day'} {first.at}".strip()
    return told if before == told else f"{told} (corrected; first recorded: {before})"


def person(step: WorkflowEvent | None) -> str:
    """Return who did a step, with credentials and role."""
    if step is None:
        return ""
    return ", ".join(part for part in (step.by, step.credentials, ROLES[step.role]) if part)


def reviewer(case: Case) -> WorkflowEvent | None:
    """Return the latest step that a clinical reviewer did, which says who reviews, or `None`."""
    done = [step for step in case.workflow if step.role == "clinical-reviewer" and step.by.strip()]
    return done[-1] if done else None


def physician(case: Case) -> WorkflowEvent | None:
    """Return the latest determination that a physician recorded, or `None`."""
    found = [step for step in happened(case, "decided") if step.role == "physician-reviewer"]
    return found[-1] if found else None


def completed(case: Case) -> WorkflowEvent | None:
    """Return the step that completed the review, unless it was opened again after it."""
    step = last(case, "completed", "reopened")
    return step if step is not None and step.what == "completed" else None


def told(step: WorkflowEvent) -> str:
    """Return a step in a sentence: outcome, reason and what it was about."""
    parts = [OUTCOMES[step.outcome], step.reason.strip().rstrip("."), "; ".join(step.items)]
    return words.sentence(". ".join(part for part in parts if part))
