"""What the plan's policy, the codes and the quantities of a request leave open, before its reviewer finds it.

A criterion that is not met or not documented is a gap of a letter that argues for the request. It is named with what
would settle it; nothing here says that the request will be denied.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.identifiers import npi_fault
from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import policy as plan_policy
from lnreview.letters.content import words
from lnreview.letters.document import Gap
from lnreview.review.billing.diagnosis import diagnosis_notes
from lnreview.review.billing.planned import planned
from lnreview.review.finding import STATUS_WORDS, Review
from lnreview.review.policy.against import suited
from lnreview.review.policy.result import Criterion, PolicyReview

_UNTOLD = ("none", "unspecified", "stage-open", "suggested")
"""Notes on diagnosis codes that are gaps of their own, or that only suggest something."""


def policy(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    """Yield what the plan's policy leaves open, the blocking criteria first to last; or that no policy was chosen."""
    found, refusal = plan_policy.applied(case, review, guideline)
    if refusal:
        yield Gap("policy", f"{refusal} Choose the pack under Plan.", "coverage", "pack")
        return
    if found is None:
        fitting = suited(case, guideline)
        if fitting:
            names = "; ".join(f"{pack.id} ({pack.payer or pack.title})" for pack in fitting)
            why = (
                "The request was not held against the plan's policy, so the letter maps no criterion to it. "
                f"Packs for this drug: {names}. Choose one under Plan, or write your own."
            )
            yield Gap("policy", why, "coverage", "pack")
        return
    for criterion in found.blocking:
        yield _criterion(found, criterion)
    if found.cautions:
        told = " ".join(words.sentence(caution) for caution in found.cautions)
        why = f"The payer pack {found.pack.id} has to be checked: {told} Check it against the plan's own policy."
        yield Gap(f"pack:{found.pack.id}", why, "coverage", "pack")


def _criterion(found: PolicyReview, criterion: Criterion) -> Gap:
    change = words.sentence(criterion.change) if criterion.change else words.sentence(criterion.because)
    why = (
        f"A criterion of {found.pack.id} is {STATUS_WORDS[criterion.effective]}: "
        f"{words.sentence(criterion.words)} {change}"
    )
    return Gap(
        f"criterion:{found.pack.id}:{criterion.id}", why, criterion.place or "coverage", criterion.entry
    )


def codes(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    """Yield what is wrong in the NPI, the diagnosis codes and the order."""
    fault = npi_fault(case.clinician.npi) if case.clinician.npi.strip() else ""
    if fault:
        why = f"The signer's NPI cannot be right: {words.sentence(fault)} Enter it under Signer."
        yield Gap("signer-npi-wrong", why, "clinician", "npi")
    for note in diagnosis_notes(case, guideline, review.as_of):
        if note.kind not in _UNTOLD:
            yield Gap(
                f"code:{note.kind}:{note.code}", f"{note.text} Check it under Request.", "request", "diagnosis_code"
            )  # fmt: skip
    plan = planned(case, guideline, review) if case.request.therapy else None
    if plan is not None and plan.refused:
        yield Gap("order", f"{words.sentence(plan.refused)} Change it under Request.", "request", "dose")


def quantity(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    """Yield what the quantity of the request cannot be counted without; a form asks for it."""
    if case.request.therapy:
        for gap in planned(case, guideline, review).gaps:
            yield Gap(f"quantity:{gap.key}", f"{gap.why} Enter {gap.what}.", gap.place, gap.entry)
