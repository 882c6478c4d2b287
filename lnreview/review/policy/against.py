"""Hold a request against a plan's policy: the tree of its pack answered on the record, and what follows.

The outcome is that the criteria are met, that something is to be asked for, or that a physician decides. There is no
other: the program denies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.dates import Span
from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.guideline.packs import PayerPack, packs
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Review, Status
from lnreview.review.policy.blocking import blocking
from lnreview.review.policy.result import Criterion, PolicyOutcome, PolicyReview
from lnreview.review.policy.tree import answered
from lnreview.review.policy.view import View, drugs_meant, names

_OUTCOMES: dict[Status, PolicyOutcome] = {
    "met": "meets-criteria", "not-documented": "pend", "not-met": "refer-to-physician",
}  # fmt: skip


def against_policy(
    case: Case, review: Review, guideline: Guideline, pack_id: str = ""
) -> PolicyReview | None:
    """Hold the request of a case against a payer pack (default: the one that the case names), as of its review.

    Return `None` where no pack was chosen. Raises `UserError` for an id that no usable pack has.
    """
    wanted = pack_id or case.coverage.pack
    if not wanted:
        return None
    pack = pack_of(guideline, wanted)
    view = View(review, assessment(case, guideline, review.as_of.written, criteria=review.criteria))
    notes = {note.criterion: note for note in case.criterion_notes if note.pack == pack.id}
    continued = case.request.start == "continuation" and bool(pack.continuation)
    root = answered(view, pack, pack.continuation if continued else pack.initial, notes)
    return PolicyReview(
        pack=pack,
        tree="continuation" if continued else "initial",
        root=root,
        outcome=_outcome(root),
        computed=_OUTCOMES[root.status],
        blocking=blocking(root),
        cautions=tuple(_cautions(view, pack)),
    )


def _outcome(root: Criterion) -> PolicyOutcome:
    """Return what the request comes to with the reviewer's judgements.

    A judgement may settle what is not documented. It makes no exception from a criterion that the record documents as not
    met: that is for a physician.
    """
    return _OUTCOMES["not-met" if root.status == "not-met" else root.effective]


def pack_of(guideline: Guideline, id: str) -> PayerPack:
    """Return the payer pack of that id; raise `UserError` that names those that exist and the faulty files."""
    found = packs(guideline)
    if id in found.packs:
        return found.packs[id]
    message = f"There is no payer pack “{id}”, so the request was not held against one. "
    if found.packs:
        message += f"Choose one of: {', '.join(found.packs)}."
    else:
        message += "None can be used."
    if found.faulty:
        message += f" These files have faults and cannot be used: {', '.join(found.faulty)}; run lnreview check on them."
    raise UserError(message)


def suited(case: Case, guideline: Guideline) -> tuple[PayerPack, ...]:
    """Return the packs for the drug that the case asks for: those of its plan first, templates left out."""
    wanted = drugs_meant(guideline, case.request.therapy, case.request.product)
    if not wanted:
        return ()
    fitting = [
        pack
        for pack in packs(guideline).packs.values()
        if not pack.template and wanted & drugs_meant(guideline, *pack.drugs)
    ]
    payer = case.coverage.payer.strip().casefold()
    return tuple(sorted(fitting, key=lambda pack: not (payer and payer in pack.payer.casefold())))


def _cautions(view: View, pack: PayerPack) -> Iterator[str]:
    """Yield what has to be said of the pack, and of how it was applied."""
    case, day = view.case, view.ctx.as_of
    if pack.example:
        yield "Example: verify against the plan's current policy."
    if pack.status != "primary":
        yield f"The pack is {_STATUS_WORDS[pack.status]}: check it against the original."
    lesser = sorted({_STATUS_WORDS[item.status] for item in pack.criteria.values() if item.status not in (pack.status, "primary")})  # fmt: skip
    if lesser:
        yield f"Some of its criteria are {names(lesser, 'and')}; each says which."
    if pack.effective_from is None:
        read = f", read {pack.read_on}" if pack.read_on else ""
        yield f"The policy is undated{read}: whether it holds on {day} is not known."
    elif not _told_in_months(case, day):
        yield from _in_force(pack, day)
    if pack.policy_predates_label_change:
        yield f"The policy ({pack.effective_from}) is older than the last change of the drug's label ({pack.label_change_date}) and may lag behind it."  # fmt: skip
    requested = drugs_meant(view.guideline, case.request.therapy, case.request.product)
    if case.request.therapy.strip() and not requested & drugs_meant(view.guideline, *pack.drugs):
        yield f"The pack is for {names(pack.drugs)}; the request is for {case.request.therapy}."
    elif not case.request.therapy.strip():
        yield f"The request names no therapy; the pack is for {names(pack.drugs)}."
    if case.request.start == "unknown":
        yield "The request does not say whether it is a new start or a continuation; the criteria of a new start were applied."  # fmt: skip
    elif case.request.start == "continuation" and not pack.continuation:
        yield "The pack holds no criteria of its own for a continuation; those of a new start were applied."
    if case.request.obtained == "samples":
        yield "Earlier doses were samples; many plans do not count them as therapy."


_STATUS_WORDS = {
    "primary": "from the plan's own text", "secondary": "from a secondary source", "unverified": "unverified",
    "program-default": "a choice of the program",
}  # fmt: skip


def _told_in_months(case: Case, day: Span) -> bool:
    """Whether the day of the review belongs to no calendar, so that it cannot be compared with a policy's dates."""
    return case.anchor is None and day.written.is_relative


def _in_force(pack: PayerPack, day: Span) -> Iterator[str]:
    if pack.effective_from is not None and day.latest < pack.effective_from.on().earliest:
        yield f"The policy is in force from {pack.effective_from}, after the day of the review ({day})."
    if pack.effective_to is not None and day.earliest > pack.effective_to.on().latest:
        yield f"The policy was in force until {pack.effective_to}, before the day of the review ({day})."
