"""What to ask for, ranked: what would settle the verdict first."""

from __future__ import annotations

from collections.abc import Sequence

from lnreview.review.assess import Assessment
from lnreview.review.baseline import unusable
from lnreview.review.finding import Finding, Missing, Verdict


def ranked(view: Assessment, findings: Sequence[Finding], verdict: Verdict) -> tuple[Missing, ...]:
    """Return the gaps of all findings once each, those that would settle the verdict first."""
    found = [item for finding in findings for item in finding.missing]
    if view.ctx.case.baselines:
        found += unusable(view.ctx, view.course.regimens, view.urine.points, view.kidney.points)
    if not any(line.regimen.courses for line in view.lines) or verdict == "insufficient-data":
        if view.ctx.case.complete.courses != "yes":
            found.append(
                Missing("whether the list of medication courses is complete, with start date, stop date and achieved dose of every induction regimen",
                        "A course that is not listed is not the same as one that was not given.", "dosing", "complete", rank=21)
            )  # fmt: skip
    if view.abnormal.now is None:
        found.append(
            Missing("current UPCR (or 24-h protein), creatinine and urine sediment",
                    f"No value of the last {view.ctx.number('current-months')} months tells whether something is abnormal now.", "response", "labs", rank=7)
        )  # fmt: skip
    once: dict[tuple[str, str], Missing] = {}
    for item in sorted(found, key=lambda gap: (gap.rank, gap.step, gap.what)):
        # Two steps may each ask for new tissue: it is one question.
        tissue = item.place == "biopsies" and not item.entry
        once.setdefault(("tissue", "") if tissue else (item.what, item.entry), item)
    return tuple(once.values())
