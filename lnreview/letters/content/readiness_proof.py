"""What a plan's reviewer would not believe: claims without values, values without a source or too old, samples, gaps
in the alternatives, blanks that were never filled.

Each check stands for a denial that happened: a response that was claimed and not shown, therapy on samples, a preferred
agent that nobody spoke of. A check asks for the datum; it says nothing on the patient.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.dates import shift_months
from lnreview.case.model import Case
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters.blanks import blanks
from lnreview.letters.content import known, words
from lnreview.letters.document import Gap
from lnreview.review.finding import RegimenReview, Review
from lnreview.review.policy.view import drugs_meant

_CLAIMS = {
    "complete": "a complete response", "primary-efficacy": "a primary efficacy response", "partial": "a partial response",
    "remission": "a remission", "improved": "an improvement",
}  # fmt: skip
_NAMED = 3
"""Values named in one message; further ones are counted."""

WRITTEN = (
    "dose", "schedule", "duration", "reason", "rationale", "harm", "benefit", "statute", "premedication", "monitoring",
    "expedited_reason", "compendium",
)  # fmt: skip
"""Fields of the request that a letter prints in the signer's own words."""


def proof(case: Case, review: Review, guideline: Guideline, therapy: Therapy | None) -> Iterator[Gap]:
    """Yield what a reviewer would reject for want of proof."""
    yield from _claims(case, review)
    yield from _sources(case, review)
    yield from _stale(review, guideline)
    yield from _judged(case, review, guideline)
    yield from _samples(case, guideline)
    yield from _immunoglobulin(case, guideline)
    yield from _continued(case, guideline)
    yield from _others(case, review, guideline, therapy)
    yield from _blanks(case)


def _blanks(case: Case) -> Iterator[Gap]:
    """Yield each blank of a template that was never filled in the signer's own words."""
    for name in WRITTEN:
        found = blanks(getattr(case.request, name))
        if found:
            why = f"The signer's words still hold a blank, “{found[0]}”. Change it under Request."
            yield Gap(f"blank:{name}", why, "request", name)
    for edit in case.letter_edits:
        found = blanks(edit.text)
        if found:
            where = f" under “{edit.section}”" if edit.section else ""
            why = f"A paragraph{where} still holds a blank, “{found[0]}”. Change it under Contents."
            yield Gap(f"blank:{edit.kind}:{edit.section}", why, "letter", edit.section)


def _claims(case: Case, review: Review) -> Iterator[Gap]:
    """Yield each response that the chart only states: a claim needs two dated values."""
    for course in known.courses(case, review):
        claim = _CLAIMS.get(course.stated_outcome)
        regimen = next((r for r in review.regimens if any(c.id == course.id for c in r.courses)), None)
        if claim and not (regimen and _shown(regimen)):
            why = (
                f"{words.sentence(claim).rstrip('.')} to {course.drug or 'a treatment'} is stated without two dated values that show it; "
                "a claim without primary data is a usual ground for an upheld denial. Enter the UPCR before and after it under Labs."
            )
            yield Gap(f"claim:{course.id}", why, "courses", course.id)


def _shown(regimen: RegimenReview) -> bool:
    return regimen.baseline_upcr is not None and regimen.last_upcr is not None


def _sources(case: Case, review: Review) -> Iterator[Gap]:
    """Yield, once, the values by which the regimens are judged that name no source."""
    labs = {lab.id: lab for lab in case.labs}
    used = (entry for regimen in review.regimens for entry in regimen.response.evidence)
    bare = {e.entry: str(e) for e in used if e.entry in labs and not labs[e.entry].source.strip()}
    if bare:
        told = list(bare.values())[:_NAMED]
        if len(bare) > _NAMED:
            told.append(f"{len(bare) - _NAMED} more")
        why = (
            f"No source is recorded for values by which the treatments are judged: {words.joined(told)}. "
            "Enter under Labs where each was read."
        )
        yield Gap("lab-source", why, "labs", next(iter(bare)))


def _stale(review: Review, guideline: Guideline) -> Iterator[Gap]:
    """Yield the trends whose last value is older than what counts as current."""
    criteria = guideline.criteria.get(review.criteria)
    if criteria is None:
        return
    months = int(criteria.number("current-months"))
    for key, name, points in (("upcr", "UPCR", review.upcr), ("egfr", "eGFR", review.egfr)):
        if points and shift_months(points[-1].day, months) < review.as_of.earliest:
            last = points[-1]
            why = (
                f"The last {name} is of {last.date_written}, more than {months} months before the review; plans ask for current values. "
                "Enter a current one with its day under Labs."
            )
            yield Gap(f"stale:{key}", why, "labs", key)


def _judged(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    """Yield a response to the requested drug that is attested and not shown by values from before it and since."""
    if not any(item.what == "responded" and item.says == "yes" for item in case.attestations):
        return
    starts = [case.span(course.start) for course in _own(case, guideline)] or [
        case.span(case.request.started_on)
    ]
    first = min((span for span in starts if span is not None), key=lambda span: span.earliest, default=None)
    for points in (review.upcr, review.egfr):
        if (
            first
            and any(p.day <= first.earliest for p in points)
            and any(p.day > first.latest for p in points)
        ):
            return
    why = (
        "A response to the requested treatment is attested without a dated value from before it and one since; "
        "a claim without primary data is a usual ground for an upheld denial. Enter the UPCR before and after it under Labs."
    )
    yield Gap("claim:responded", why, "labs", "upcr")


def _own(case: Case, guideline: Guideline) -> list[MedicationCourse]:
    """Return the courses of the requested drug."""
    wanted = drugs_meant(guideline, case.request.therapy, case.request.product)
    return [course for course in case.courses if (drug := guideline.drug(course.drug)) and drug.id in wanted]


def _continued(case: Case, guideline: Guideline) -> Iterator[Gap]:
    """Ask for the course that a continuation goes on with: without it no effect can be shown."""
    drug = guideline.drug(case.request.therapy)
    if case.request.start != "continuation" or drug is None or _own(case, guideline):
        return
    why = (
        f"A continuation of {drug.name} is requested, and the record lists no course of it, so no effect of it can be shown. "
        "Enter the course under Drugs, or request a new start."
    )
    yield Gap("continued-course", why, "courses")


def _samples(case: Case, guideline: Guideline) -> Iterator[Gap]:
    noted = [
        course for course in _own(case, guideline) if "sample" in f"{course.note} {course.source}".casefold()
    ]
    if case.request.obtained == "samples" or noted:
        why = (
            "Earlier doses came from samples, which plans do not count as therapy: the effect has to be shown by values, "
            "and a new start is judged by the initial criteria. Check it under Request, or accept it with a reason."
        )
        yield Gap("samples", why, "request", "obtained")


def _immunoglobulin(case: Case, guideline: Guideline) -> Iterator[Gap]:
    """Yield that the value is missing by which immunoglobulin for low IgG is told from that for lupus."""
    asked = drugs_meant(guideline, case.request.therapy, case.request.product)
    if "ivig" in asked and not any(lab.analyte == "igg" and lab.quantity for lab in case.labs):
        why = (
            "Immunoglobulin is asked for and no IgG value is documented; for low IgG a plan has criteria of their own, "
            "apart from those for lupus, and the value decides between them. Enter it with its day under Labs."
        )
        yield Gap("igg", why, "labs", "igg")


def _others(case: Case, review: Review, guideline: Guideline, therapy: Therapy | None) -> Iterator[Gap]:
    """Yield preferred agents without a reason, and labelled options that an off-label request says nothing of."""
    spoken: set[str] = set()
    for item in case.alternatives:
        drug = guideline.drug(item.drug)
        spoken.add(drug.drug_class if drug else item.drug.casefold())
        weak = item.status in ("not-tried", "unknown") or not item.reason.strip()
        if item.preferred == "yes" and weak:
            why = (
                f"The plan prefers {item.drug}, and the record does not say why it is not the one requested. "
                "Enter under Alternatives that it was tried, is contraindicated or does not fit, and why."
            )
            yield Gap(f"preferred:{item.id}", why, "alternatives", item.id)
    for course in case.courses:
        drug = guideline.drug(course.drug)
        if drug:
            spoken.add(drug.drug_class)
    if therapy is None or therapy.label == "on-label":
        return
    open_ = []
    for option in review.options:
        known_as = guideline.therapy(option.therapy)
        if option.label == "on-label" and not option.stopped and option.therapy != therapy.id and known_as:
            if spoken.isdisjoint(known_as.drug_classes):
                open_.append(option.name)
    if open_:
        why = (
            f"The request is {therapy.label.replace('-', ' ')}, and the record does not say why the labelled options are not requested: "
            f"{words.joined(open_)}. Enter the reason for each under Alternatives."
        )
        yield Gap("alternatives", why, "alternatives")
