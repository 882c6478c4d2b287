"""The secondary review by a physician, and what a peer-to-peer call needs: as recorded, or as lines to fill in."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import WorkflowEvent
from lnreview.letters.content import policy, progress, words
from lnreview.letters.document import Block, Heading, KeyValues, Paragraph, Run, Signature, plain
from lnreview.review.finding import Review
from lnreview.review.policy.result import PolicyReview
from lnreview.review.workflow import OUTCOME_WORDS, Step

TITLE = "Secondary review by a physician"
_BLANK = "_" * 44
_AGREES = "___ agree   ·   ___ override, with the rationale below"
_CHOICES = "___ certify   ·   ___ certify modified   ·   ___ not certify"


def secondary(case: Case, applied: PolicyReview | None) -> tuple[Block, ...]:
    """Return the page on which a physician agrees or decides otherwise: filled in where recorded, else to be signed."""
    sent, done = progress.last(case, "sent-to-physician"), progress.physician(case)
    lead = "Only a physician decides here; what is recorded is the physician's own determination, with its reason."
    blocks: list[Block] = [Heading(TITLE, new_page=True, fixed=True), Paragraph(plain(lead))]
    if sent is not None:
        blocks.append(Paragraph(plain(_sent(sent)), "note"))
    if applied is not None:
        blocks.append(policy.answer(applied))
    if done is None:
        return (*blocks, *_to_fill_in(applied))
    by = done.event
    pairs = (
        ("The outcome above", _agreement(by, applied)),
        ("Determination", OUTCOME_WORDS[by.outcome]),
        ("Rationale", words.sentence(by.reason)),
        ("Physician", by.by),
        ("Credentials", ", ".join(part for part in (by.credentials, by.specialty) if part)),
        ("Day and time", progress.when(done)),
    )
    blocks.append(KeyValues(tuple((label, plain(value)) for label, value in pairs), ruled=True))
    return (*blocks, Signature(by.by, tuple(part for part in (by.credentials, by.specialty) if part)))


def _agreement(by: WorkflowEvent, applied: PolicyReview | None) -> str:
    """Return whether the physician's determination goes with the outcome of the criteria or overrides it."""
    if applied is None:
        return "no plan's criteria were applied"
    if applied.outcome == "pend":
        return "decided before everything was documented"
    if applied.outcome == "meets-criteria":
        return "agrees" if by.outcome == "certify" else "overrides"
    return "agrees that a criterion is not met" if by.outcome == "not-certify" else "overrides"


def _sent(sent: Step) -> str:
    day = progress.when(sent)
    by = progress.person(sent)
    why = f": {sent.event.reason.strip().rstrip('.')}." if sent.event.reason.strip() else "."
    return f"Sent to a physician{f' on {day}' if day else ''}{f' by {by}' if by else ''}{why}"


def _to_fill_in(applied: PolicyReview | None) -> tuple[Block, ...]:
    labels = ("Name", "Credentials and specialty", "Licence, state", "Day and time")
    pairs = (
        *((("The outcome above", plain(_AGREES)),) if applied else ()),
        ("Determination", plain(_CHOICES)),
        ("Rationale", plain("\n".join([_BLANK] * 3))),
        *((label, plain(_BLANK)) for label in labels),
    )
    return (KeyValues(pairs, ruled=True), Signature("Physician reviewer", ()))


def peer_to_peer(case: Case, review: Review, applied: PolicyReview | None) -> tuple[Block, ...]:
    """Return whom to call and when, the criterion in dispute, what to ask, and which calls were held."""
    asking = case.clinician
    name = ", ".join(part for part in (asking.name, asking.credentials, asking.specialty) if part)
    first = applied.blocking[0] if applied and applied.blocking else None
    number = policy.numbers(applied)[first.id] if applied and first else ""
    pairs = [
        ("Requesting clinician", name),
        ("Direct phone", asking.phone),
        ("Can be reached", asking.peer_to_peer),
        ("The case in short", words.sentence(review.summary)),
        ("In question", f"{number} {first.words.rstrip('.')}" if first else "none"),
        ("To be asked", policy.change_words(first) if first else "nothing is open"),
    ]
    if applied is None:
        pairs = pairs[:4]
    blocks: list[Block] = [
        Heading("Peer-to-peer", fixed=True),
        KeyValues(tuple((label, plain(value)) for label, value in pairs)),
    ]
    for call in progress.happened(case, "peer-to-peer"):
        day = progress.when(call) or "an unknown day"
        lead = f"Call on {day}{f', {progress.person(call)}' if progress.person(call) else ''}: "
        blocks.append(Paragraph((Run(lead, "strong"), Run(progress.told(call) or "no outcome is recorded."))))
    return tuple(blocks)
