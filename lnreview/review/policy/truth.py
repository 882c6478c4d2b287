"""How criteria are put together: three values, and rules that never read a gap as a yes or as a no."""

from __future__ import annotations

from collections.abc import Sequence

from lnreview.review.finding import Status


def all_of(answers: Sequence[Status]) -> Status:
    """Not met if any is not met, met if all are met, else not documented."""
    if "not-met" in answers:
        return "not-met"
    return "not-documented" if "not-documented" in answers else "met"


def any_of(answers: Sequence[Status]) -> Status:
    """Met if any is met, not met if none can be, else not documented."""
    if "met" in answers:
        return "met"
    return "not-documented" if "not-documented" in answers else "not-met"


def n_of(answers: Sequence[Status], needed: int) -> Status:
    """Met if `needed` are met, not met if so many cannot be met any more, else not documented."""
    met = answers.count("met")
    if met >= needed:
        return "met"
    return "not-met" if met + answers.count("not-documented") < needed else "not-documented"


def opposite(answer: Status) -> Status:
    """Turn an answer round; what is not documented stays so."""
    return {"met": "not-met", "not-met": "met", "not-documented": "not-documented"}[answer]  # type: ignore[return-value]


def if_then_else(condition: Status, then: Status, other: Status) -> Status:
    """Follow the branch that the condition chooses; while it is open, what both branches agree on."""
    if condition == "not-documented":
        return then if then == other else "not-documented"
    return then if condition == "met" else other


def joined(rule: str, answers: Sequence[Status], needed: int = 0) -> Status:
    """Return the answer of a rule (`all`, `any`, `n-of`, `not`, `if`) over the answers below it."""
    if rule == "all":
        return all_of(answers)
    if rule == "any":
        return any_of(answers)
    if rule == "n-of":
        return n_of(answers, needed)
    if rule == "not":
        return opposite(answers[0])
    return if_then_else(*answers)
