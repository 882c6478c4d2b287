"""What a step of the determination is filled in with: open criteria, what is awaited, until when, which days can be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from lnreview.case.model import Case
from lnreview.desktop.language import tr
from lnreview.desktop.names import DETERMINATION_STEPS
from lnreview.desktop.opened import day_of
from lnreview.desktop.pages.decision.act_panel import Actor, Draft
from lnreview.review import workflow
from lnreview.review.acts import Act
from lnreview.review.clock import amount, last_day
from lnreview.review.determination import DeterminationState
from lnreview.review.finding import sentence
from lnreview.review.policy.result import PolicyReview


def draft_of(
    act: Act,
    case: Case,
    policy: PolicyReview | None,
    state: DeterminationState,
    now: datetime,
    actor: Actor,
    marked: Sequence[str] = (),
) -> Draft:
    """Return what an act is filled in with at `now`, the local time of the office.

    `marked` are the gaps of the walk, in their words, that the reviewer marked as to be asked for.
    """
    items: tuple[tuple[str, str, bool], ...] = ()
    steps: tuple[tuple[workflow.Step, str], ...] = ()
    due, why = "", ""
    if act.name == "ask-for-information":
        asked = tuple(_asked(policy))
        items = (*asked, *((gap, sentence(gap), True) for gap in marked if gap not in _words_of(asked)))
        due, why = _answer_by(state, now)
    elif act.name == "record-information":
        words = criterion_words(policy)
        items = tuple((name, words.get(name, name), True) for name in state.open_items)
    elif act.name == "correct":
        steps = tuple((step, _told(step)) for step in workflow.steps(case))
    return Draft(now, has_calendar(case, now), actor, items, due, why, steps)


def criterion_words(policy: PolicyReview | None) -> dict[str, str]:
    """Return the criteria of a policy in words by their ids."""
    return {item.id: item.words for item in policy.root.walk()} if policy is not None else {}


def has_calendar(case: Case, now: datetime) -> bool:
    """Tell whether a day of the calendar can stand in the record: not in one told in months without an anchor."""
    day = day_of(case, now.date())
    return case.anchor is not None or (day is not None and not day.is_relative)


def _asked(policy: PolicyReview | None) -> Iterator[tuple[str, str, bool]]:
    """Yield the open criteria: what the outcome waits for is ticked, the other gaps can be."""
    if policy is None:
        return
    waits = {item.id for item in policy.blocking}
    seen = set()
    leaves = (leaf for leaf in policy.root.leaves() if leaf.effective == "not-documented")
    for leaf in sorted(leaves, key=lambda leaf: leaf.id not in waits):
        if leaf.id not in seen:
            seen.add(leaf.id)
            yield leaf.id, leaf.words, leaf.id in waits


def _words_of(items: tuple[tuple[str, str, bool], ...]) -> set[str]:
    return {words for _, words, _ in items}


def _answer_by(state: DeterminationState, now: datetime) -> tuple[str, str]:
    """Return the last day for the answer by the shortest time that a clock gives, and where that stands."""
    for item in (state.lead, *state.clocks):
        rule = item.clock.information if item else None
        if item is None or rule is None or rule.give_at_least is None or item.clock.stage != "final":
            continue
        least = amount(rule.give_at_least, rule.unit)
        day = last_day(now.date(), rule.give_at_least, rule.unit)
        return day.isoformat(), tr("{name} gives at least {least} for the answer ({status}).").format(
            name=item.clock.name, least=least, status=rule.status
        )
    return "", tr("No clock that applies names a time for the answer; choose one.")


def _told(step: workflow.Step) -> str:
    return f"{tr(DETERMINATION_STEPS[step.event.what])}, {step.when}"
