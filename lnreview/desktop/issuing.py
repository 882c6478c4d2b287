"""Issue what the letter page made: from a document and the review behind it to what the store keeps for good.

The document comes composed; nothing is composed here. What is still a draft is refused with a sentence.
"""

from __future__ import annotations

from typing import Any

from lnreview import __version__
from lnreview.case.model import Case
from lnreview.desktop.language import tr
from lnreview.errors import UserError
from lnreview.letters.document import Document
from lnreview.letters.write import FROM_THE_PLAN
from lnreview.review import trace
from lnreview.review.finding import Review
from lnreview.store.issued import IssuedDraft

_TO_THE_PLAN = ("medical-necessity", "prior-authorization", "appeal")
"""The kinds that go to the plan of the case; to whom another one goes only a person can say."""


def draft(
    document: Document,
    pdf: bytes,
    text: str,
    *,
    case: Case,
    review: Review,
    by: str,
    recipient: str,
    reason: str,
    policy: dict[str, Any] | None,
) -> IssuedDraft:
    """Return a document as the store issues it; raise `UserError` while it is a draft or without a person.

    Where they are empty, `by` is the signer of a clinician's document and `recipient` the plan that it goes to; the
    plan's own documents name their person. `policy` is a review of the plan's policy as JSON can hold it; it is kept
    in the trace under `policy`.
    """
    title = document.title
    if document.draft:
        raise UserError(
            tr(
                "“{title}” was not issued: it is still a draft, because gaps are open. Enter what is "
                "missing, or accept each gap with a reason."
            ).format(title=title)
        )
    # A hand-out for a conference names no case.
    if document.reference not in ("", case.id) or review.case != case.id:
        raise ValueError("a document is issued with the case and the review that it came from")
    person = by.strip() or _signer(document.kind, case)
    if not person:
        raise UserError(
            tr("“{title}” was not issued: nobody is named who issues it. Enter who signs.").format(
                title=title
            )
        )
    told = trace.as_json(review)
    return IssuedDraft(
        case=case,
        kind=document.kind,
        title=title,
        pdf=pdf,
        text=text,
        trace=told if policy is None else {**told, "policy": policy},
        dated=document.dated,
        by=person,
        recipient=recipient.strip() or _addressee(document.kind, case),
        criteria=review.criteria,
        criteria_version=review.criteria_version,
        guideline_version=review.guideline_version,
        program_version=__version__,
        reason=reason,
    )


def _signer(kind: str, case: Case) -> str:
    """Return the clinician of the case, who does not issue what the plan's side writes."""
    if kind in FROM_THE_PLAN:
        return ""
    return ", ".join(part for part in (case.clinician.name, case.clinician.credentials) if part)


def _addressee(kind: str, case: Case) -> str:
    """Return the plan with its office in one line, for what goes to it; of an appeal, where the notice says."""
    if kind not in _TO_THE_PLAN:
        return ""
    if kind == "appeal" and case.denials and case.denials[-1].send_to:
        return " ".join(case.denials[-1].send_to.split())
    parts = (
        case.coverage.payer,
        case.coverage.attention,
        case.coverage.fax and tr("fax {fax}").format(fax=case.coverage.fax),
    )
    return ", ".join(part for part in parts if part)
