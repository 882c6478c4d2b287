"""Options after the verdict, ranked: what the criteria set names, label status, evidence in refractory disease, stops."""

from __future__ import annotations

from lnreview.guideline.model import Therapy
from lnreview.review.assess import Assessment
from lnreview.review.finding import Cited, Option, Verdict
from lnreview.review.safety import for_therapy

_LABELS = ("on-label", "partly-off-label", "off-label", "investigational", "not-recommended")
_EVIDENCE = ("refractory", "uncontrolled", "active-not-refractory", "lupus-not-nephritis", "none")
_IN_WORDS = {
    "refractory": "evidence in refractory disease",
    "uncontrolled": "uncontrolled evidence only",
    "active-not-refractory": "tested in active, not refractory, disease",
    "lupus-not-nephritis": "tested in lupus, not in nephritis as such",
    "none": "no evidence read",
}


def options(view: Assessment, verdict: Verdict) -> tuple[Option, ...]:
    """Return the options that the pack lists after a verdict, best first, stopped ones last with their reason.

    Order: not stopped; named by the criteria set as its next step; label status; evidence in refractory disease.
    """
    found = []
    for therapy in view.ctx.guideline.therapies:
        if verdict in therapy.for_verdicts:
            found.append((therapy, _option(view, therapy)))
    found.sort(key=lambda pair: _rank(view, *pair))
    return tuple(option for _, option in found)


def _rank(view: Assessment, therapy: Therapy, option: Option) -> tuple[bool, bool, int, int, str]:
    named = view.ctx.criteria.id in therapy.named_by
    return (
        option.stopped, not named, _LABELS.index(therapy.label), _EVIDENCE.index(therapy.evidence_level), therapy.name,
    )  # fmt: skip


def _option(view: Assessment, therapy: Therapy) -> Option:
    safety = for_therapy(view, therapy)
    named = view.ctx.criteria.id in therapy.named_by
    reasons = [f"named by {view.ctx.criteria.name} as a next step" if named else "", therapy.label.replace("-", " "),
               _IN_WORDS[therapy.evidence_level]]  # fmt: skip
    stops = [finding.because for finding in safety if finding.status == "stop"]
    why = "; ".join(reason for reason in reasons if reason)
    if stops:
        why += f"; stopped here: {' '.join(stops)}"
    facts = [*therapy.evidence, *([therapy.dose] if therapy.dose else [])]
    cited = (
        Cited(therapy.label_source, "label status", therapy.label_status), *(Cited.of(fact) for fact in facts),
        *(citation for finding in safety for citation in finding.citations),
    )  # fmt: skip
    return Option(
        therapy.id, therapy.name, therapy.label, therapy.label_text, therapy.label_status, why, therapy.evidence,
        therapy.dose, safety, tuple(dict.fromkeys(cited)), therapy.monitoring, therapy.stop_rule,
    )  # fmt: skip
