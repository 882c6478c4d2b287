"""Preconditions of a therapy that are read from results, other conditions and past doses of the record.

Each check answers from what the record says and asks for what it does not: an absent entry clears nothing.
"""

from __future__ import annotations

from decimal import Decimal

from lnreview.case import analytes
from lnreview.case.quantities import UnitError, convert, shown
from lnreview.case.records import LabResult
from lnreview.guideline.model import SafetyRule
from lnreview.review.assess import Assessment
from lnreview.review.cumulative import given_courses, in_total
from lnreview.review.finding import Evidence
from lnreview.review.regimens import drug_name, is_running
from lnreview.review.series import below
from lnreview.review.tissue import latest

Answer = tuple[str, str, tuple[Evidence, ...], str]
"""Status, sentence, evidence, what is missing."""

_POSITIVE = ("positive", "present")
_NEGATIVE = ("negative", "absent")


def latest_lab(view: Assessment, name: str, *, current: bool = True) -> LabResult | None:
    """Return the latest result of an analyte, by default only one that speaks for the present."""
    lab = view.ctx.latest_labs.get(name)
    if lab is None or (current and not view.ctx.is_current(view.ctx.span(lab.collected_on))):
        return None
    return lab


def screen(view: Assessment, rule: SafetyRule) -> Answer:
    """Look for a positive result among screens that must be negative."""
    evidence, lacking, found = [], [], []
    for name in rule.analytes:
        lab = latest_lab(view, name, current=False)
        if lab is None or lab.interpretation not in (*_POSITIVE, *_NEGATIVE):
            lacking.append(analytes.name(name))
            continue
        evidence.append(view.ctx.evidence(lab, analytes.name(name), lab.interpretation, "", lab.collected_on))
        if lab.interpretation in _POSITIVE:
            found.append(analytes.name(name))
    if found:
        return "stop", f"{rule.text} On record as positive: {', '.join(found)}.", tuple(evidence), ""
    if lacking:
        return "not-documented", rule.text, tuple(evidence), f"screen for {', '.join(lacking)}"
    negative = ", ".join(analytes.name(name) for name in rule.analytes)
    return "clear", f"Negative on record: {negative}.", tuple(evidence), ""


def known(view: Assessment, rule: SafetyRule) -> Answer:
    """Ask that results are there; what they mean is for the reviewer, as no source read gives a limit."""
    evidence, lacking = [], []
    for name in rule.analytes:
        lab = latest_lab(view, name)
        if lab is None or not (lab.quantity or lab.interpretation or lab.words):
            lacking.append(analytes.name(name))
            continue
        value = str(lab.quantity) if lab.quantity else (lab.interpretation or lab.words)
        evidence.append(view.ctx.evidence(lab, analytes.name(name), value, "", lab.collected_on))
    if lacking:
        return "not-documented", rule.text, tuple(evidence), f"current {', '.join(lacking)}"
    told = "; ".join(str(item) for item in evidence)
    return "clear", f"On record, to be read by the reviewer: {told}.", tuple(evidence), ""


def condition(view: Assessment, rule: SafetyRule) -> Answer:
    """Look for a condition that speaks against the therapy, by the words of the rule."""
    return _named(view, rule, present="stop", absent="clear")


def requirement(view: Assessment, rule: SafetyRule) -> Answer:
    """Look for something that must be present before the therapy, by the words of the rule."""
    return _named(view, rule, present="clear", absent="stop")


def _named(view: Assessment, rule: SafetyRule, *, present: str, absent: str) -> Answer:
    """Return what the record says of a condition; one said to be present outweighs one said to be absent."""
    found: list[tuple[str, Evidence]] = []
    for item in view.ctx.case.comorbidities:
        if item.present != "unknown" and _speaks_of(item.what, rule):
            shown_as = view.ctx.evidence(item, item.what, item.present, "", item.since)
            found.append((present if item.present == "yes" else absent, shown_as))
    for cause in view.ctx.case.other_causes:
        if cause.present != "unknown" and cause.resolved_on is None and _speaks_of(cause.what, rule):
            shown_as = view.ctx.evidence(cause, cause.what, cause.present, "", cause.shown_on)
            found.append((present if cause.present == "yes" else absent, shown_as))
    if not found:
        return "not-documented", rule.text, (), rule.asks
    status, shown_as = next((item for item in found if item[0] == present), found[-1])
    said = "is on record" if status == present else "is on record as absent"
    told = f"{shown_as.what[:1].upper()}{shown_as.what[1:]} {said}."
    return status, (told if status == "clear" else f"{rule.text} {told}"), (shown_as,), ""


def _speaks_of(what: str, rule: SafetyRule) -> bool:
    """Whether every word of one of the phrases of a rule occurs in a name, whatever stands between them."""
    text = what.casefold().replace("-", " ")
    return any(all(part in text for part in phrase.casefold().split()) for phrase in rule.words)


def interaction(view: Assessment, rule: SafetyRule) -> Answer:
    """Look for a drug that must not run beside it; the pack lists no such drugs, so unknown ones are named to be checked."""
    status, because, evidence, _ = condition(view, rule)
    if status != "not-documented":
        return status, because, evidence, ""
    unknown = [
        course
        for course in view.ctx.case.courses
        if course.drug.strip() and view.ctx.drug(course.drug) is None and is_running(view.ctx, course) is True
    ]
    names = ", ".join(dict.fromkeys(drug_name(view.ctx, course) for course in unknown))
    shown_as = tuple(
        view.ctx.evidence(course, drug_name(view.ctx, course), "running", "", course.start)
        for course in unknown
    )
    asked = f"whether it interacts: {names}" if names else "complete list of current drugs, for interactions"
    return "not-documented", rule.text, shown_as, asked


def igg(view: Assessment, rule: SafetyRule) -> Answer:
    """Read IgG: low by the laboratory's own flag or range speaks against it, under the limit of the pack asks for care."""
    limit = view.ctx.guideline[rule.parameter]
    lab = latest_lab(view, "igg")
    if lab is None:
        return "not-documented", rule.text, (), "current IgG"
    value = lab.quantity if lab.quantity else (lab.interpretation or lab.words)
    shown_as = view.ctx.evidence(lab, "IgG", value, "", lab.collected_on)
    grams = _grams_per_litre(lab, limit.unit)
    own = lab.quantity is not None and lab.range_low is not None and lab.quantity.value < lab.range_low
    if lab.interpretation == "low" or own:
        return "stop", f"{rule.text} IgG is low by the laboratory's own range.", (shown_as,), ""
    if grams is None:
        if lab.interpretation in ("normal", "high"):
            return "clear", f"IgG {lab.interpretation}.", (shown_as,), ""
        return "not-documented", rule.text, (shown_as,), "IgG as a number in g/L"
    if grams < limit.value:
        return "caution", f"{rule.text} IgG {shown(grams)} g/L.", (shown_as,), ""
    if limit.upper is not None and grams < limit.upper:
        told = f"IgG {shown(grams)} g/L lies within the range in which care is asked for"
        return "caution", f"{rule.text} {told}.", (shown_as,), ""
    return "clear", f"IgG {shown(grams)} g/L.", (shown_as,), ""


def _grams_per_litre(lab: LabResult, unit: str) -> Decimal | None:
    if lab.quantity is None or lab.quantity.comparator:
        return None
    try:
        return convert(lab.quantity.value, lab.quantity.unit, unit)
    except UnitError:
        return None


def cumulative_dose(view: Assessment, rule: SafetyRule) -> Answer:
    """Compare the cumulative dose on record with a limit; a dose that cannot be added leaves its upper end open."""
    ctx, limit = view.ctx, view.ctx.guideline[rule.parameter]
    total = in_total(ctx, rule.with_classes)
    evidence = tuple(
        ctx.evidence(course, drug_name(ctx, course), course.dose, "", course.start)
        for course in given_courses(ctx, rule.with_classes)
    )
    told = f"On record: {total.text()} g, {total.counted}."
    if total.least > limit.value:
        return "stop", f"{rule.text} {told}", evidence, ""
    if total.most is not None and total.most <= limit.value:
        return "clear", f"{told} Not above {shown(limit.value)} g.", evidence, ""
    return "not-documented", f"{rule.text} {told}", evidence, "cumulative dose so far"


def active_nephritis(view: Assessment, rule: SafetyRule) -> Answer:
    """Say whether nephritis is active now; whether it is severe is for the reviewer, as the label gives no limit."""
    if view.abnormal.now is True:
        return "stop", f"{rule.text} Active nephritis is on record.", view.abnormal.evidence, ""
    if view.abnormal.now is False:
        return "clear", "No activity of the nephritis on record now.", view.abnormal.evidence, ""
    return "not-documented", rule.text, view.abnormal.evidence, "whether the nephritis is active now"


def proteinuria(view: Assessment, rule: SafetyRule) -> Answer:
    """Say whether proteinuria now reaches a limit from which a study found no benefit."""
    limit = view.ctx.guideline[rule.parameter]
    last = view.urine.last
    if last is None or not view.ctx.is_current(last.span):
        return "not-documented", rule.text, (), "current UPCR"
    under = below(last, limit.value)
    if under is None:
        return "not-documented", rule.text, (last.evidence(),), "current UPCR as a number"
    if under:
        return "clear", f"UPCR below {limit.value} g/g.", (last.evidence(),), ""
    return "stop", f"{rule.text} It is reached in this record.", (last.evidence(),), ""


def tissue_class(view: Assessment, rule: SafetyRule) -> Answer:
    """Say whether the latest tissue shows a class in which a study found no benefit."""
    found = [biopsy for biopsy in latest(view.ctx) if biopsy.classes]
    if not found:
        return "not-documented", rule.text, (), "class of the latest biopsy"
    shown_as = tuple(
        view.ctx.evidence(item, "class", item.class_text or " + ".join(item.classes), "", item.taken_on)
        for item in found
    )
    if any(name in rule.words for item in found for name in item.classes):
        return "stop", f"{rule.text} The latest tissue shows this class.", shown_as, ""
    return "clear", "The latest tissue shows another class.", shown_as, ""
