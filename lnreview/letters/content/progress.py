"""What has happened to a request so far, in words: who did what and when; where a day was corrected, both are told."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import ReviewRole, WorkflowStep
from lnreview.letters.content import words
from lnreview.review.workflow import OUTCOME_WORDS, PHYSICIANS, Step, steps, written

ROLES: dict[ReviewRole, str] = {
    "intake": "intake", "clinical-reviewer": "clinical reviewer", "physician-reviewer": "physician reviewer",
    "auditor": "auditor", "administrator": "administrator", "unknown": "",
}  # fmt: skip


def happened(case: Case, *what: WorkflowStep) -> tuple[Step, ...]:
    """Return the steps of some kinds in the order in which they were recorded, each with the day that holds now."""
    return tuple(step for step in steps(case) if step.event.what in what)


def last(case: Case, *what: WorkflowStep) -> Step | None:
    """Return the latest recorded step of some kinds, or `None`."""
    found = happened(case, *what)
    return found[-1] if found else None


def when(step: Step | None) -> str:
    """Return day and time of a step, with the day first recorded where it was corrected; empty where there is none."""
    if step is None or step.on is None:
        return ""
    first = written(step.event.on, step.event.at)
    return step.when if step.when == first else f"{step.when} (corrected; first recorded: {first})"


def person(step: Step | None) -> str:
    """Return who did a step, with credentials, specialty and role."""
    if step is None:
        return ""
    by = step.event
    return ", ".join(part for part in (by.by, by.credentials, by.specialty, ROLES[by.role]) if part)


def reviewer(case: Case) -> Step | None:
    """Return the latest step that a clinical reviewer did, which says who reviews, or `None`."""
    found = [step for step in steps(case) if step.event.role == "clinical-reviewer" and step.event.by.strip()]
    return found[-1] if found else None


def physician(case: Case) -> Step | None:
    """Return the latest determination that a physician recorded, or `None`."""
    found = [step for step in happened(case, "decided") if step.event.outcome in PHYSICIANS]
    return found[-1] if found else None


def completed(case: Case) -> Step | None:
    """Return the step that completed the review, unless it was opened again after it."""
    step = last(case, "completed", "reopened")
    return step if step is not None and step.event.what == "completed" else None


def told(step: Step) -> str:
    """Return what came of a step in sentences: outcome, reason and what it was about."""
    event = step.event
    outcome = "" if event.outcome == "unknown" else OUTCOME_WORDS[event.outcome]
    return " ".join(words.sentence(part) for part in (outcome, event.reason, "; ".join(event.items)) if part)
