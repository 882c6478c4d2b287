"""Safety preconditions of a therapy, evaluated on this record. They stop an option, never the walk."""

from __future__ import annotations

from collections.abc import Callable

from lnreview.case import analytes
from lnreview.guideline.model import SafetyRule, Therapy
from lnreview.review import preconditions
from lnreview.review.assess import Assessment
from lnreview.review.finding import Cited, Evidence, SafetyFinding
from lnreview.review.preconditions import Answer
from lnreview.review.preconditions import latest_lab as _lab
from lnreview.review.regimens import drug_name, is_running

_LABEL_ONLY = "The reviewer applies only the limit of the product's own label in this case: care, no stop."
"""Said where a setting of the case lifts the stop at an eGFR that one print of a guideline gives."""


def for_therapy(view: Assessment, therapy: Therapy) -> tuple[SafetyFinding, ...]:
    """Return every safety rule of a therapy with what this record says of it."""
    found = []
    for rule in therapy.safety:
        status, because, evidence, missing = _CHECKS[rule.kind](view, rule)
        if status == "stop" and _lifted(view, rule):
            status, because = "caution", f"{because} {_LABEL_ONLY}"
        if status == "stop" and not rule.hard_stop:
            status = "caution"
        cited = (Cited.of(rule),)
        found.append(SafetyFinding(rule.id, therapy.id, status, because, evidence, cited, missing))  # type: ignore[arg-type]
    return tuple(found)


def _lifted(view: Assessment, rule: SafetyRule) -> bool:
    """Whether the reviewer's setting turns the stop of a rule into care."""
    return rule.setting == "cni-egfr" and view.ctx.case.settings.cni_egfr == "label-only"


def requested(view: Assessment) -> tuple[SafetyFinding, ...]:
    """Return what stops or cautions against the therapy that the case asks for."""
    name = view.ctx.case.request.therapy
    therapy = view.ctx.guideline.therapy(name)
    if therapy is not None:
        return tuple(item for item in for_therapy(view, therapy) if item.status in ("stop", "caution"))
    drug, pregnant = view.ctx.drug(name), _pregnant(view)
    if drug is None or pregnant is None or not drug.teratogen:
        return ()
    because = f"{drug.name.capitalize()} is asked for, and a pregnancy is on record: it must be reviewed now."
    return (SafetyFinding("pregnancy-request", drug.id, "stop", because, (pregnant,)),)


def present_treatment(view: Assessment) -> tuple[SafetyFinding, ...]:
    """Return what is unsafe in the present treatment: a teratogen in pregnancy."""
    pregnant = _pregnant(view)
    if pregnant is None:
        return ()
    found = []
    for course in view.ctx.case.courses:
        drug = view.ctx.drug(course.drug)
        if drug is None or not drug.teratogen or is_running(view.ctx, course) is False:
            continue
        cited = tuple(
            Cited.of(rule)
            for therapy in view.ctx.guideline.therapies
            if drug.drug_class in therapy.drug_classes
            for rule in therapy.safety
            if rule.kind == "pregnancy"
        )[:1]
        found.append(
            SafetyFinding(f"pregnancy-{course.id}", "", "stop",
                          f"{drug_name(view.ctx, course).capitalize()} is on record in pregnancy: it must be reviewed now.",
                          (pregnant,), cited)
        )  # fmt: skip
    return tuple(found)


def _pregnant(view: Assessment) -> Evidence | None:
    for item in view.ctx.pregnancies:
        until = view.ctx.span(item.until)
        if item.status == "pregnant" and (until is None or until.latest >= view.ctx.as_of.earliest):
            return view.ctx.evidence(item, "pregnancy", "pregnant", "", item.since)
    lab = _lab(view, "pregnancy-test")
    if lab is not None and lab.interpretation in ("positive", "present"):
        return view.ctx.evidence(lab, "pregnancy test", "positive", "", lab.collected_on)
    return None


def _pregnancy(view: Assessment, rule: SafetyRule) -> Answer:
    pregnant = _pregnant(view)
    if pregnant is not None:
        return "stop", f"{rule.text} Pregnancy is on record.", (pregnant,), ""
    if view.ctx.case.patient.sex == "male":
        return "clear", "Not pregnant (male patient).", (), ""
    for item in view.ctx.pregnancies:
        if item.status == "planning":
            return (
                "caution",
                f"{rule.text} A pregnancy is planned.",
                (view.ctx.evidence(item, "pregnancy", "planned", "", item.since),),
                "",
            )
        if item.status == "not-pregnant" and view.ctx.is_current(view.ctx.span(item.since)):
            return (
                "clear",
                "Not pregnant.",
                (view.ctx.evidence(item, "pregnancy", "not pregnant", "", item.since),),
                "",
            )
    lab = _lab(view, "pregnancy-test")
    if lab is not None and lab.interpretation == "negative":
        return (
            "clear",
            "Pregnancy test negative.",
            (view.ctx.evidence(lab, "pregnancy test", "negative", "", lab.collected_on),),
            "",
        )
    return "not-documented", rule.text, (), "pregnancy test before treatment"


def _hepatitis_b(view: Assessment, rule: SafetyRule) -> Answer:
    evidence, lacking = [], []
    positive = False
    for name in ("hbsag", "anti-hbc"):
        lab = _lab(view, name, current=False)
        if lab is None or lab.interpretation not in ("positive", "negative", "present", "absent"):
            lacking.append(analytes.name(name))
            continue
        evidence.append(view.ctx.evidence(lab, analytes.name(name), lab.interpretation, "", lab.collected_on))
        positive = positive or lab.interpretation in ("positive", "present")
    if positive:
        return "stop", f"{rule.text} A positive result is on record.", tuple(evidence), ""
    if lacking:
        return "not-documented", rule.text, tuple(evidence), f"hepatitis B screen: {' and '.join(lacking)}"
    return "clear", "HBsAg and anti-HBc negative.", tuple(evidence), ""


def _infection(view: Assessment, rule: SafetyRule) -> Answer:
    for cause in view.ctx.case.other_causes:
        if "infection" in cause.what.casefold() and cause.present == "yes" and cause.resolved_on is None:
            return (
                "stop",
                f"{rule.text} An infection is on record.",
                (view.ctx.evidence(cause, cause.what, "present", "", cause.shown_on),),
                "",
            )
    for item in view.ctx.case.comorbidities:
        if "infection" in item.what.casefold() and item.present != "unknown":
            status = "stop" if item.present == "yes" else "clear"
            return status, rule.text, (view.ctx.evidence(item, item.what, item.present, "", item.since),), ""
    return "not-documented", rule.text, (), "whether an active infection is present"


def _live_vaccine(view: Assessment, rule: SafetyRule) -> Answer:
    limit = int(view.ctx.guideline.number(rule.parameter)) if rule.parameter else 0
    for event in view.ctx.events:
        when = view.ctx.when(event)
        if event.what == "live-vaccine" and when and (view.ctx.as_of.latest - when.latest).days <= limit:
            return "stop", rule.text, (view.ctx.evidence(event, "live vaccine", "", "", event.on),), ""
    return "not-documented", rule.text, (), "vaccination record (live vaccines)"


def _egfr(view: Assessment, rule: SafetyRule) -> Answer:
    limit = view.ctx.guideline[rule.parameter]
    last = view.kidney.last
    if last is None or not view.ctx.is_current(last.span):
        return "not-documented", rule.text, (), "current eGFR"
    shown = last.evidence()
    if last.high is not None and last.high <= limit.value:
        return "stop", f"{rule.text} The last value is {round(last.value)}.", (shown,), ""
    if last.low > limit.value:
        return "clear", f"eGFR {round(last.value)}, above {limit.value}.", (shown,), ""
    return "not-documented", rule.text, (shown,), "current eGFR"


def _blood_pressure(view: Assessment, rule: SafetyRule) -> Answer:
    dated = [
        item for item in view.ctx.case.blood_pressures if view.ctx.is_current(view.ctx.span(item.measured_on))
    ]
    if not dated:
        return "not-documented", rule.text, (), "current blood pressure"
    last = dated[-1]
    shown = view.ctx.evidence(
        last, "blood pressure", f"{last.systolic}/{last.diastolic}", "mmHg", last.measured_on
    )
    high = last.systolic > view.ctx.guideline.number(rule.parameter) or (
        bool(rule.parameter_2) and last.diastolic > view.ctx.guideline.number(rule.parameter_2)
    )
    return (
        ("stop" if high else "clear"),
        rule.text if high else "Blood pressure not above the limit.",
        (shown,),
        "",
    )


def _combination(view: Assessment, rule: SafetyRule) -> Answer:
    for course in view.ctx.case.courses:
        if view.ctx.drug_class(course) in rule.with_classes and is_running(view.ctx, course) is True:
            shown = view.ctx.evidence(course, drug_name(view.ctx, course), "running", "", course.start)
            return "stop", f"{rule.text} {drug_name(view.ctx, course).capitalize()} is running.", (shown,), ""
    listed = view.ctx.case.complete.courses == "yes"
    return (
        ("clear", "No such drug is running.", (), "")
        if listed
        else ("not-documented", rule.text, (), "complete list of current drugs")
    )


def _cns_lupus(view: Assessment, rule: SafetyRule) -> Answer:
    for item in view.ctx.case.comorbidities:
        if "cns" in item.what.casefold() or "neuropsychiatric" in item.what.casefold():
            status = {"yes": "stop", "no": "clear"}.get(item.present, "not-documented")
            return status, rule.text, (view.ctx.evidence(item, item.what, item.present, "", item.since),), ""
    return "not-documented", rule.text, (), "whether severe active CNS lupus is present"


def _ask(view: Assessment, rule: SafetyRule) -> Answer:
    return "not-documented", rule.text, (), rule.text


_CHECKS: dict[str, Callable[[Assessment, SafetyRule], Answer]] = {
    "pregnancy": _pregnancy,
    "hepatitis-b": _hepatitis_b,
    "infection": _infection,
    "live-vaccine": _live_vaccine,
    "egfr": _egfr,
    "blood-pressure": _blood_pressure,
    "combination": _combination,
    "cns-lupus": _cns_lupus,
    "screen": preconditions.screen,
    "known": preconditions.known,
    "condition": preconditions.condition,
    "requirement": preconditions.requirement,
    "interaction": preconditions.interaction,
    "igg": preconditions.igg,
    "cumulative-dose": preconditions.cumulative_dose,
    "active-nephritis": preconditions.active_nephritis,
    "proteinuria": preconditions.proteinuria,
    "tissue-class": preconditions.tissue_class,
    "ask": _ask,
}
