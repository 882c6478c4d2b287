"""The criteria of the plan's policy as they stand on this record, criterion by criterion, with how far the pack is to be trusted."""

from __future__ import annotations

from lnreview.letters.content import words
from lnreview.letters.content.criteria import SHAPES
from lnreview.letters.document import Block, Column, Heading, Paragraph, Run, Table, Words, plain
from lnreview.review.finding import STATUS_WORDS
from lnreview.review.policy.result import OUTCOME_NAMES, Criterion, PolicyReview


def criterion_map(policy: PolicyReview) -> tuple[Block, ...]:
    """Return every question of the policy with its status, its reason and the entries that it rests on."""
    pack = policy.pack
    rows = tuple((plain(leaf.words), state(leaf), plain(_shown(leaf))) for leaf in policy.root.leaves())
    columns = (
        Column("Criterion of the policy", 0.36),
        Column("Finding", 0.18),
        Column("On this record", 0.46),
    )
    return (Heading(f"Criteria of the policy: {pack.title}"), lead(policy), Table(columns, rows))


def lead(policy: PolicyReview) -> Paragraph:
    """Return the outcome in a word, the version of the pack and its cautions."""
    since = f", effective {policy.pack.effective_from}" if policy.pack.effective_from else ""
    cautions = " ".join(words.sentence(text) for text in policy.cautions)
    return Paragraph(
        (
            Run(f"{OUTCOME_NAMES[policy.outcome]}. ", "strong"),
            Run(f"{policy.pack.title}, version {policy.pack.version}{since}. {cautions}".rstrip(), "quiet"),
        )
    )


def find(policy: PolicyReview | None, name: str) -> Criterion | None:
    """Return a criterion of the policy by its id, or `None`."""
    if policy is None or not name:
        return None
    return next((item for item in policy.root.walk() if item.id == name), None)


def state(criterion: Criterion) -> Words:
    """Return shape and word of the computed status, and the reviewer's judgement beside it."""
    told: Words = (Run(f"{SHAPES[criterion.status]} {STATUS_WORDS[criterion.status]}"),)
    if criterion.note and criterion.note.status:
        told = (*told, Run(f"; reviewer: {STATUS_WORDS[criterion.note.status]}", "strong"))
    return told


def _shown(criterion: Criterion) -> str:
    held = "; ".join(f"{entry}{f', {entry.source}' if entry.source else ''}" for entry in criterion.evidence)
    wanted = f"Would settle it: {criterion.missing}." if criterion.missing else ""
    reason = criterion.note.rationale if criterion.note and criterion.note.status else ""
    parts = (words.sentence(criterion.because), words.sentence(held), wanted, words.sentence(reason))
    return " ".join(part for part in parts if part)
