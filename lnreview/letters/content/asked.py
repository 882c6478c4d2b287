"""What a request for information asks for: the criteria that are not documented and what the walk lacks, each once.

The most decisive comes first: what blocks the outcome of the policy, then what the walk ranks. A criterion that the
outcome does not wait for is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lnreview.case.model import Case
from lnreview.letters.content import policy, progress, words
from lnreview.review import workflow
from lnreview.review.finding import Missing, Review
from lnreview.review.policy.result import Criterion, PolicyReview


@dataclass(frozen=True)
class Asked:
    """One piece of information that is asked for."""

    what: str
    """What is asked for, as a noun phrase."""
    criterion: str
    """The criterion that it settles, in plain words."""
    why: str
    """Why it is needed, one sentence."""
    accepts: str
    """Which evidence is accepted: kind of document and range of dates."""
    on_file: str = ""
    """What the record holds already and does not settle it; empty where it holds nothing."""
    names: tuple[str, ...] = ()
    """Ids by which a step of the determination may name it."""


_DOCUMENTS = {
    "labs": "laboratory report that shows the day of collection, the value and its unit",
    "biopsies": "pathology report",
    "courses": "clinic note, medication list or discharge letter with drug, dose, start and stop",
    "administrations": "infusion record",
    "dispenses": "pharmacy refill record",
    "adherence": "pharmacy refill record, infusion record, laboratory report of a drug level, or clinic note with a pill count",
    "levels": "laboratory report of the drug level with day and dose",
    "events": "clinic note",
    "measurements": "clinic note with the day of measurement",
    "blood_pressures": "clinic note with the day of measurement",
    "comorbidities": "clinic note",
    "complete": "statement by the treating clinician, or a full list from the chart",
    "lupus": "clinic note",
    "request": "corrected request",
    "clinician": "corrected request",
    "attestations": "signed statement by the treating clinician",
}
"""The kind of document that shows a datum, by the part of the case where it would be entered."""
_ANY_DOCUMENT = "signed and dated document from the chart"
_STEP_CRITERIA = {
    "diagnosis": "Whether lupus nephritis is proven.",
    "adherence": "Whether the treatment was taken as prescribed.",
    "dosing": "Whether the treatment was adequate in dose and time.",
    "response": "How the disease answered to each treatment.",
    "chronicity": "Whether scars alone explain the finding.",
    "biopsy": "What the present finding is due to, by tissue.",
}
"""The criteria of the walk in plain words, none as a statement: what is asked about is not known yet."""


def asked(review: Review, applied: PolicyReview | None) -> tuple[Asked, ...]:
    """Return what is asked for, the most decisive first."""
    found: dict[str, Asked] = {}
    entered: dict[tuple[str, str], str] = {}
    # A request that meets the policy waits for nothing, whatever else a reader of the chart may want to know.
    met = applied is not None and applied.outcome == "meets-criteria"
    for item, place in () if met else (*_of_policy(applied), *_of_walk(review)):
        key = _folded(item.what)
        same = entered.get(place) if place[0] and place[1] else None
        if key in found or same:
            key = same or key
            found[key] = replace(found[key], names=(*found[key].names, *item.names))
            continue
        found[key] = item
        entered.setdefault(place, key)
    return tuple(found.values())


def _of_policy(applied: PolicyReview | None) -> Iterator[tuple[Asked, tuple[str, str]]]:
    if applied is None:
        return
    for leaf in applied.blocking:
        if leaf.effective == "not-documented":
            yield _of_leaf(leaf), (leaf.place, leaf.entry)


def _of_leaf(leaf: Criterion) -> Asked:
    return Asked(
        what=leaf.missing or f"evidence on: {leaf.words.rstrip('.')}",
        criterion=f"The policy asks: “{leaf.words.rstrip('.')}”.",
        why="The record leaves it open.",
        accepts=leaf.accepts or _DOCUMENTS.get(leaf.place, _ANY_DOCUMENT),
        on_file=policy.evidence_words(leaf),
        names=(leaf.id,),
    )


def _of_walk(review: Review) -> Iterator[tuple[Asked, tuple[str, str]]]:
    for missing in sorted(review.missing, key=lambda item: item.rank):
        yield _of_missing(missing), (missing.place, missing.entry)


def _of_missing(missing: Missing) -> Asked:
    return Asked(
        what=missing.what,
        criterion=_STEP_CRITERIA[missing.step],
        why=words.sentence(missing.why),
        accepts=_DOCUMENTS.get(missing.place, _ANY_DOCUMENT),
        names=tuple(name for name in (missing.entry,) if name),
    )


def arrived(case: Case, item: Asked) -> bool:
    """Tell whether it was asked for and has arrived, named by an id or in words; an arrival without names brings all."""
    names = {_folded(item.what), *map(_folded, item.names)}
    open_ = {_folded(name) for name in workflow.open_items(case)}
    steps = progress.happened(case, "information-requested", "information-received")
    named = {_folded(name) for step in steps for name in step.event.items}
    came = any(step.event.what == "information-received" for step in steps)
    return came and bool(names & named) and not names & open_


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
