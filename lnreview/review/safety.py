"""Safety preconditions of a therapy, evaluated on this record. They stop an option, never the walk."""

from __future__ import annotations

from collections.abc import Callable

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import SafetyRule, Therapy
from lnreview.review import label_rule, preconditions
from lnreview.review.assess import Assessment
from lnreview.review.finding import Cited, SafetyFinding
from lnreview.review.fitness import by_age, not_tolerated
from lnreview.review.preconditions import Answer
from lnreview.review.preconditions import latest_lab as _lab
from lnreview.review.present import fall_told, pregnant, present_treatment, wished_now
from lnreview.review.regimens import drug_name, is_running

__all__ = ["for_therapy", "present_treatment", "requested"]

_LABEL_ONLY = "The reviewer applies only the limit of the product's own label in this case: care, no stop."
"""Said where a setting of the case lifts the stop at an eGFR that one print of a guideline gives."""


def for_therapy(view: Assessment, therapy: Therapy) -> tuple[SafetyFinding, ...]:
    """Return every safety rule of a therapy with what this record says of it, then its label by age and what was not tolerated."""
    found = []
    for rule in therapy.safety:
        running = _already_running(view, therapy, rule)
        check = _CHECKS[rule.kind] if running is None else _RUNNING[rule.kind]
        status, because, evidence, missing = check(view, rule)
        if status == "stop" and _lifted(view, rule):
            status, because = "caution", f"{because} {_LABEL_ONLY}"
        if status == "stop" and not rule.hard_stop:
            status = "caution"
        cited = (Cited.of(rule),)
        found.append(SafetyFinding(rule.id, therapy.id, status, because, evidence, cited, missing))  # type: ignore[arg-type]
    return (*found, *by_age(view, therapy), *not_tolerated(view, therapy))


def _already_running(view: Assessment, therapy: Therapy, rule: SafetyRule) -> MedicationCourse | None:
    """Return the running course of the therapy for which a limit for the start no longer speaks, or `None`."""
    for course in view.ctx.case.courses:
        drug = view.ctx.drug(course.drug)
        if (
            drug is None
            or drug.drug_class not in rule.only_to_start
            or is_running(view.ctx, course) is not True
        ):
            continue
        if view.ctx.has_begun(view.ctx.span(course.start)) and (
            not therapy.drugs or drug.id in therapy.drugs
        ):
            return course
    return None


def _lifted(view: Assessment, rule: SafetyRule) -> bool:
    """Whether the reviewer's setting turns the stop of a rule into care."""
    return rule.setting == "cni-egfr" and view.ctx.case.settings.cni_egfr == "label-only"


def requested(view: Assessment) -> tuple[SafetyFinding, ...]:
    """Return what stops or cautions against the therapy that the case asks for."""
    name = view.ctx.case.request.therapy
    therapy = view.ctx.guideline.asked_for(name)
    if therapy is not None:
        return tuple(item for item in for_therapy(view, therapy) if item.status in ("stop", "caution"))
    drug, shown = view.ctx.drug(name), pregnant(view)
    if drug is None or shown is None or not drug.teratogen:
        return ()
    because = f"{drug.name.capitalize()} is asked for, and a pregnancy is on record: it must be reviewed now."
    return (SafetyFinding("pregnancy-request", drug.id, "stop", because, (shown,)),)


def _pregnancy(view: Assessment, rule: SafetyRule) -> Answer:
    shown = pregnant(view)
    if shown is not None:
        return "stop", f"{rule.text} Pregnancy is on record.", (shown,), ""
    if view.ctx.case.patient.sex == "male":
        return "clear", "Not pregnant (male patient).", (), ""
    wish = wished_now(view)
    if wish is not None:
        said = "planned" if wish.entry else "wished for now"
        return "caution", f"{rule.text} A pregnancy is {said}.", (wish,), ""
    for item in view.ctx.pregnancies:
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


def _egfr_running(view: Assessment, rule: SafetyRule) -> Answer:
    """Judge a running drug by its baseline and by the rules on a fall: the limit is one for the start."""
    limit, name, start = view.ctx.guideline[rule.parameter], *_running_of(view, rule)
    due = label_rule.due_now(view)
    if due is not None and due[2].action != "reduce" and name == label_rule.VOCLOSPORIN:
        return "stop", fall_told(due[1], due[2]), (due[1].evidence(), due[2].point.evidence()), ""
    baseline = label_rule.baseline_before(view, start) if start is not None else None
    if baseline is None:
        return "not-documented", rule.text, (), f"eGFR before {name} was begun"
    told = f"{name.capitalize()} was begun at eGFR {round(baseline.value)} ({baseline.span})"
    shown = [baseline.evidence()]
    if baseline.value <= limit.value:
        return "caution", f"{rule.text} {told}.", tuple(shown), ""
    last = view.kidney.last
    if (
        last is not None
        and last.high is not None
        and view.ctx.is_current(last.span)
        and last.high <= limit.value
    ):
        shown.append(last.evidence())
        after = "its label's rules on a fall" if name == label_rule.VOCLOSPORIN else "the course of eGFR"
        because = (
            f"{told}, above {limit.value}; now {round(last.value)}. The limit is one for the start: a running drug "
            f"follows {after}."
        )
        return "caution", because, tuple(shown), ""
    return "clear", f"{told}, above {limit.value}.", tuple(shown), ""


def _running_of(view: Assessment, rule: SafetyRule) -> tuple[str, Span | None]:
    """Return the name and the first day of the running drug that a limit for the start is about."""
    course = next(
        course
        for course in view.ctx.case.courses
        if view.ctx.drug_class(course) in rule.only_to_start and is_running(view.ctx, course) is True
    )
    return drug_name(view.ctx, course), label_rule.begun(view, course)


def _blood_pressure(view: Assessment, rule: SafetyRule, *, reached: bool = False) -> Answer:
    """Compare the last current pressure with the limits: above them, or for a running drug already at them."""
    found = [
        (when, item)
        for item in view.ctx.case.blood_pressures
        if view.ctx.is_current(when := view.ctx.span(item.measured_on))
    ]
    if not found:
        return "not-documented", rule.text, (), "current blood pressure"
    undated = view.ctx.as_of.earliest
    _, last = max(enumerate(found), key=lambda pair: (pair[1][0].middle if pair[1][0] else undated, pair[0]))[
        1
    ]
    value = f"{last.systolic}/{last.diastolic}"
    shown = view.ctx.evidence(last, "blood pressure", value, "mmHg", last.measured_on)
    limits = [view.ctx.guideline.number(rule.parameter)]
    values = [last.systolic]
    if rule.parameter_2:
        limits.append(view.ctx.guideline.number(rule.parameter_2))
        values.append(last.diastolic)
    pairs = list(zip(values, limits, strict=True))
    high = any(mine >= limit if reached else mine > limit for mine, limit in pairs)
    day = f" ({last.measured_on})" if last.measured_on else ""
    told = f"{value} mmHg{day}"
    limit = "/".join(str(number) for number in limits)
    if high:
        return "stop", f"The blood pressure on record is {told}. {rule.text}", (shown,), ""
    return "clear", f"Blood pressure {told}, not above {limit} mmHg.", (shown,), ""


def _pressure_running(view: Assessment, rule: SafetyRule) -> Answer:
    return _blood_pressure(view, rule, reached=True)


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
    return "not-documented", rule.text, (), rule.asks


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
_RUNNING: dict[str, Callable[[Assessment, SafetyRule], Answer]] = {
    "egfr": _egfr_running,
    "blood-pressure": _pressure_running,
}
"""Checks of a limit for the start, asked of a drug that runs already."""
