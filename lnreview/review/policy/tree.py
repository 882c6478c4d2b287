"""Walk the tree of a pack and answer it on a record, from the questions up."""

from __future__ import annotations

from collections.abc import Mapping

from lnreview.case.paperwork import CriterionNote
from lnreview.guideline.asks.person import Physician
from lnreview.guideline.packs import PayerPack
from lnreview.guideline.trees import PackCriterion
from lnreview.review.finding import STATUS_WORDS
from lnreview.review.policy.asked import ANSWERS
from lnreview.review.policy.result import Criterion, Rule
from lnreview.review.policy.truth import joined, opposite
from lnreview.review.policy.view import View

Notes = Mapping[str, CriterionNote]
_RULES: dict[str, Rule] = {"all": "all", "any": "any", "n_of": "n-of", "not": "not", "if": "if"}


def answered(view: View, pack: PayerPack, id: str, notes: Notes) -> Criterion:
    """Return a criterion of a pack with its answer on the record and those of all criteria below it."""
    item = pack.criteria[id]
    if item.question is not None:
        return _leaf(view, pack, item, notes)
    below = tuple(answered(view, pack, child, notes) for child in item.below)
    if item.rule == "not" and len(below) > 1:
        # x unless y, of something that must not be: not x, or y
        inner = _rule(pack, item, "not", below[:1], {}, id=f"{item.id}.not", words=f"Not: {below[0].words}")
        return _rule(pack, item, "any", (inner, below[1]), notes)
    return _rule(pack, item, _RULES[item.rule], below, notes)


def _kept_for_physician(pack: PayerPack, id: str) -> bool:
    """Whether a criterion, or one below it, is a physician's to decide: no judgement of a reviewer stands on it."""
    item = pack.criteria[id]
    if item.question is not None:
        return isinstance(item.question, Physician)
    return any(_kept_for_physician(pack, child) for child in item.below)


def _note(pack: PayerPack, id: str, notes: Notes) -> CriterionNote | None:
    """Return the reviewer's note, its judgement left out where a physician decides; the comment stays."""
    note = notes.get(id)
    if note is None or not note.status or id not in pack.criteria or not _kept_for_physician(pack, id):
        return note
    return note.model_copy(update={"status": ""})


def _leaf(view: View, pack: PayerPack, item: PackCriterion, notes: Notes) -> Criterion:
    assert item.question is not None
    answer = ANSWERS[type(item.question)](view, item.question)
    status = opposite(answer.status) if item.exclusion else answer.status
    change = answer.change
    if status == "not-documented":
        change = f"It would be settled by: {answer.missing}."
    elif status == "not-met" and (item.exclusion or not change):
        change = "It is met when the fact that rules it out no longer holds." if item.exclusion else "New evidence to the contrary would change it."  # fmt: skip
    return Criterion(
        id=item.id, words=item.words, rule="leaf", status=status, because=answer.because, evidence=answer.evidence,
        missing=answer.missing if status == "not-documented" else "", accepts=item.accepts, place=item.question.place,
        entry=answer.entry, exclusion=item.exclusion, change=change if status != "met" else "",
        note=_note(pack, item.id, notes), distance=answer.distance if status == "not-met" else None,
        source=item.source or pack.source, source_status=item.status,
    )  # fmt: skip


def _rule(
    pack: PayerPack, item: PackCriterion, rule: Rule, below: tuple[Criterion, ...], notes: Notes, *,
    id: str = "", words: str = "",
) -> Criterion:  # fmt: skip
    status = joined(rule, [child.status for child in below], item.needed)
    return Criterion(
        id=id or item.id, words=words or item.words, rule=rule, status=status, because=_because(rule, below, item.needed),
        needed=item.needed if rule == "n-of" else 0, children=below, note=_note(pack, id or item.id, notes),
        source=item.source or pack.source, source_status=item.status,
    )  # fmt: skip


def _because(rule: Rule, below: tuple[Criterion, ...], needed: int) -> str:
    """Say how a rule comes to its answer."""
    answers = [child.status for child in below]
    count = f"{answers.count('met')} met, {answers.count('not-met')} not met, {answers.count('not-documented')} not documented"  # fmt: skip
    if rule == "not":
        return f"The opposite of: {STATUS_WORDS[answers[0]]}."
    if rule == "if":
        if answers[0] == "not-documented":
            return "The condition is not documented, so both branches count: " + (
                "they agree." if answers[1] == answers[2] else "they do not agree."
            )
        return f"The condition is {STATUS_WORDS[answers[0]]}: {below[1 if answers[0] == 'met' else 2].words}"
    wanted = {"all": f"all {len(below)} are needed", "any": "one is enough"}.get(rule, f"{needed} of {len(below)} are needed")  # fmt: skip
    return f"{count}; {wanted}."
