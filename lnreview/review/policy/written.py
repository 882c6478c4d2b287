"""A request held against a policy, as text for a terminal and as an object for JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from lnreview.guideline.packs import PayerPack
from lnreview.review.finding import STATUS_WORDS, Status
from lnreview.review.policy.result import EXCEPTION, OUTCOME_NAMES, Criterion, PolicyReview
from lnreview.review.trace import evidence_as_json

_WIDTH = 100
MARKS: dict[Status, str] = {"met": "✓", "not-met": "×", "not-documented": "◌"}
"""A sign for each status, always beside its word."""


def as_json(found: PolicyReview) -> dict[str, Any]:
    """Return the object that `lnreview review --json --policy` prints under `policy`; keys are added, never renamed."""
    return {
        "pack": _pack(found.pack),
        "tree": found.tree,
        "outcome": found.outcome,
        "computed": found.computed,
        "cautions": list(found.cautions),
        "blocking": [item.id for item in found.blocking],
        "root": _criterion(found.root),
    }


def _pack(pack: PayerPack) -> dict[str, Any]:
    return {
        "id": pack.id, "version": pack.version, "title": pack.title, "example": pack.example, "payer": pack.payer or None,
        "policy_number": pack.policy_number or None, "source": pack.source, "status": pack.status,
        "effective_from": pack.effective_from.text if pack.effective_from else None,
        "effective_to": pack.effective_to.text if pack.effective_to else None,
        "read_on": pack.read_on.text if pack.read_on else None,
        "policy_predates_label_change": pack.policy_predates_label_change,
    }  # fmt: skip


def _criterion(item: Criterion) -> dict[str, Any]:
    note = item.note
    return {
        "id": item.id, "words": item.words, "rule": item.rule, "status": item.status, "effective": item.effective,
        "because": item.because, "evidence": [evidence_as_json(shown) for shown in item.evidence],
        "missing": item.missing or None, "accepts": item.accepts or None, "change": item.change or None,
        "place": item.place or None, "entry": item.entry or None, "exclusion": item.exclusion,
        "needed": item.needed or None, "source": item.source, "source_status": item.source_status,
        "note": None if note is None else {
            "comment": note.comment or None, "seen": note.seen, "status": note.status or None,
            "rationale": note.rationale or None, "by": note.by or None, "on": note.on.text if note.on else None,
        },
        "children": [_criterion(child) for child in item.children],
    }  # fmt: skip


def as_text(found: PolicyReview) -> str:
    """Return the tree for a terminal, 100 characters wide: sign and word, why, what is missing, what it rests on."""
    pack = found.pack
    lines = [
        "",
        *_wrapped(f"Held against {pack.id} {pack.version}: {pack.title} ({found.tree} criteria)"),
        *_wrapped(f"{OUTCOME_NAMES[found.outcome]}."),
    ]
    if found.computed != found.outcome:
        lines += _wrapped(f"Computed from the record alone: {OUTCOME_NAMES[found.computed]}.", "  ")
    if found.exception_wanted:
        lines += _wrapped(EXCEPTION, "  ")
    for caution in found.cautions:
        lines += _wrapped(f"! {caution}", "  ")
    lines += _lines(found.root, 1)
    if found.blocking:
        lines += ["", "What stands in the way, and what would change it"]
        for number, item in enumerate(found.blocking, start=1):
            lines += _wrapped(f"{number}. {item.words}: {STATUS_WORDS[item.effective]}. {item.change}", "  ")
    return "\n".join(lines) + "\n"


def _lines(item: Criterion, depth: int) -> Iterator[str]:
    indent = "  " * depth
    lesser = f" [{item.source_status}]" if item.rule == "leaf" and item.source_status != "primary" else ""
    yield from _wrapped(f"{MARKS[item.status]} {item.words}: {STATUS_WORDS[item.status]}.{lesser}", indent)
    yield from _wrapped(item.because, f"{indent}    ")
    if item.missing:
        yield from _wrapped(f"missing: {item.missing}", f"{indent}    ")
    if item.note is not None and item.note.status:
        by = item.note.by or "the reviewer"
        yield from _wrapped(
            f"✎ {by}: {STATUS_WORDS[item.note.status]}. {item.note.rationale}", f"{indent}    "
        )
    if item.note is not None and item.note.comment:
        yield from _wrapped(f"comment: {item.note.comment}", f"{indent}    ")
    for child in item.children:
        yield from _lines(child, depth + 1)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [""]
