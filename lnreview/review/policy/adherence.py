"""Whether the drugs were taken: as the review finds it from objective measures; a statement alone settles nothing."""

from __future__ import annotations

from lnreview.guideline.asks import treatment as asks
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.truth import all_of
from lnreview.review.policy.view import View

_CHANGE = "Refills, a drug level or infusion records in range from a later time would meet it."
_WISH = "refill history, drug level or infusion records that cover the course"


def adherence(view: View, asked: asks.Adherent) -> Answer:
    """Return the finding on adherence of the latest regimen, or of every regimen of the record."""
    step = view.review.step("adherence")
    findings = [step]
    if asked.of == "every-regimen" and view.review.regimens and step.override is None:
        findings = [regimen.adherence for regimen in view.review.regimens]
    status = all_of([finding.effective for finding in findings])
    worst = next(finding for finding in findings if finding.effective == status)
    evidence = tuple(item for finding in findings for item in finding.evidence)
    if status == "met":
        return yes(worst.because, *evidence)
    if status == "not-met":
        return no(worst.because, *evidence, change=_CHANGE)
    return open_(worst.because, worst.missing[0].what if worst.missing else _WISH, *evidence)
