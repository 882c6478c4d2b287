"""What is unsafe in the present treatment: a pregnancy or the wish for one beside drugs to be stopped for it, and label stops.

These findings stand at the top of a review. They order nothing: each says what is on record and that it must be reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case import analytes
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import Drug
from lnreview.guideline.reference import Fact
from lnreview.review import label_rule
from lnreview.review.assess import Assessment
from lnreview.review.finding import Cited, Evidence, SafetyFinding
from lnreview.review.preconditions import latest_lab
from lnreview.review.regimens import drug_name, is_running
from lnreview.review.series import Point

_STOPPED_FOR_A_PLAN = ("mpaa", "cyclophosphamide", "raas-inhibitor", "sglt2-inhibitor")
"""Classes of the fact on drugs stopped for a pregnancy plan."""
_WORDS = {"raas-inhibitor": "RAAS inhibitor", "sglt2-inhibitor": "SGLT2 inhibitor"}
_ABOUT = {"mpaa": "pregnancy-mmf", "cyclophosphamide": "pregnancy-cyc"}
_NONE = ("none", "no", "nil", "not used", "no contraception", "without", "stopped", "declined", "refused")
"""How charts say that no contraception is used."""


def present_treatment(view: Assessment) -> tuple[SafetyFinding, ...]:
    """Return what is unsafe in the treatment that runs, the gravest first."""
    return (*_in_pregnancy(view), *_wished(view), *_unprotected(view), *_by_label(view))


# --- pregnancy -------------------------------------------------------------------------------------------------------


def pregnant(view: Assessment) -> Evidence | None:
    """Return what documents a present pregnancy, or `None`."""
    for item in view.ctx.pregnancies:
        until = view.ctx.span(item.until)
        if item.status == "pregnant" and (until is None or until.latest >= view.ctx.as_of.earliest):
            return view.ctx.evidence(item, "pregnancy", "pregnant", "", item.since)
    lab = latest_lab(view, "pregnancy-test")
    if lab is not None and lab.interpretation in ("positive", "present"):
        return view.ctx.evidence(lab, analytes.name("pregnancy-test"), "positive", "", lab.collected_on)
    return None


def wished_now(view: Assessment) -> Evidence | None:
    """Return what documents that a pregnancy is planned or wished for now, or `None`."""
    for item in view.ctx.pregnancies:
        until = view.ctx.span(item.until)
        if item.status == "planning" and (until is None or until.latest >= view.ctx.as_of.earliest):
            return view.ctx.evidence(item, "pregnancy", "planned", "", item.since)
    if view.ctx.case.person.pregnancy_plans == "wished-now":
        return Evidence("plans for a pregnancy", "wished for now")
    return None


def no_contraception(view: Assessment) -> bool:
    """Say whether the record states that no contraception is used."""
    said = view.ctx.case.person.contraception.strip().casefold().rstrip(".")
    return said in _NONE or said.startswith(("none ", "none,", "none;", "no contraception"))


def _concerned(view: Assessment) -> Iterator[tuple[MedicationCourse, Drug]]:
    """Yield the courses that run, or may run, with a drug that a pregnancy or the plan for one stops; each drug once."""
    seen: set[str] = set()
    for course in view.ctx.case.courses:
        drug = view.ctx.drug(course.drug)
        if drug is None or is_running(view.ctx, course) is False or drug.id in seen:
            continue
        if drug.teratogen or drug.drug_class in _STOPPED_FOR_A_PLAN:
            seen.add(drug.id)
            yield course, drug


def _in_pregnancy(view: Assessment) -> Iterator[SafetyFinding]:
    shown = pregnant(view)
    if shown is None:
        return
    for course, drug in _concerned(view):
        name = _named(view, course, drug)
        yield SafetyFinding(
            f"pregnancy-{course.id}", "", "stop", f"{name} is on record in pregnancy: it must be reviewed now.",
            (shown, _course(view, course)), _cited(view, drug),
        )  # fmt: skip


def _wished(view: Assessment) -> Iterator[SafetyFinding]:
    shown = wished_now(view)
    if shown is None or pregnant(view) is not None or view.ctx.case.patient.sex == "male":
        return
    unprotected = " Contraception on record: none." if no_contraception(view) else ""
    for course, drug in _concerned(view):
        rule = next((item.text for item in _facts(view, _ABOUT.get(drug.drug_class, ""))), "")
        why = rule or "It is among the drugs that are stopped for a pregnancy plan."
        runs = "is running" if is_running(view.ctx, course) else "is on record"
        because = (
            f"A pregnancy is wished for now, and {_named(view, course, drug, first=False)} {runs}: "
            f"it must be reviewed before a pregnancy. {why}{unprotected}"
        )
        yield SafetyFinding(
            f"pregnancy-wish-{course.id}", "", "caution", because, (shown, _course(view, course)), _cited(view, drug),
        )  # fmt: skip


def _unprotected(view: Assessment) -> Iterator[SafetyFinding]:
    """Yield a teratogen beside a statement that no contraception is used; a wish or a pregnancy has said it already."""
    if (
        not no_contraception(view)
        or wished_now(view) is not None
        or pregnant(view) is not None
        or view.ctx.case.patient.sex == "male"
    ):
        return
    shown = Evidence("contraception", view.ctx.case.person.contraception.strip())
    for course, drug in _concerned(view):
        told = _facts(view, _ABOUT.get(drug.drug_class, ""))
        if drug.teratogen and told:
            because = (
                f"{_named(view, course, drug)} is running, and no contraception is on record. {told[0].text}"
            )
            yield SafetyFinding(
                f"contraception-{course.id}", "", "caution", because, (shown, _course(view, course)),
                tuple(Cited.of(item) for item in told),
            )  # fmt: skip


def _named(view: Assessment, course: MedicationCourse, drug: Drug, *, first: bool = True) -> str:
    name = drug_name(view.ctx, course)
    kind = _WORDS.get(drug.drug_class, "")
    told = name if not kind or kind.casefold() in name.casefold() else f"{name} ({kind})"
    return told[:1].upper() + told[1:] if first else told


def _course(view: Assessment, course: MedicationCourse) -> Evidence:
    return view.ctx.evidence(course, drug_name(view.ctx, course), course.dose, "", course.start)


def _cited(view: Assessment, drug: Drug) -> tuple[Cited, ...]:
    """Return who says so: the statement on the class where there is one, else the list of drugs stopped for a plan."""
    return tuple(Cited.of(item) for item in _facts(view, _ABOUT.get(drug.drug_class, "pregnancy-stop")))


def _facts(view: Assessment, name: str) -> tuple[Fact, ...]:
    return tuple(item for item in view.ctx.guideline.facts if item.id == name)


# --- labels ----------------------------------------------------------------------------------------------------------


def _by_label(view: Assessment) -> Iterator[SafetyFinding]:
    """Yield what the label of voclosporin says of the last eGFR and the last pressure under it."""
    found = label_rule.due_now(view)
    if found is not None:
        course, baseline, step = found
        stops = step.action != "reduce"
        yield SafetyFinding(
            f"label-egfr-{course.id}", "", "stop" if stops else "caution", fall_told(baseline, step),
            (baseline.evidence(), step.point.evidence(), _course(view, course)),
            tuple(Cited.of(item) for item in _facts(view, "label-vcs-stop" if stops else "label-vcs-reduce")),
        )  # fmt: skip
    pressure = label_rule.pressure_now(view)
    if pressure is not None:
        pack = view.ctx.guideline
        value = f"{pressure.systolic}/{pressure.diastolic}"
        limit = f"{pack.number('vcs-bp-systolic')}/{pack.number('vcs-bp-diastolic')}"
        yield SafetyFinding(
            "label-pressure-voclosporin", "", "stop",
            f"Blood pressure {value} mmHg ({pressure.measured_on}) reaches {limit} mmHg under voclosporin: "
            "the label says stop.",
            (view.ctx.evidence(pressure, "blood pressure", value, "mmHg", pressure.measured_on),),
            (Cited.of(pack["vcs-bp-systolic"]),),
        )  # fmt: skip


def fall_told(baseline: Point, step: label_rule.Step) -> str:
    """Return in one sentence how far eGFR fell under voclosporin and what the label says."""
    says = {
        "stop": "the label says stop",
        "wait": "the label says stop, and no restart before the share of the baseline is reached",
        "reduce": "the label says reduce",
    }[step.action]
    return (
        f"eGFR {round(step.point.value)} ({step.point.span}) under voclosporin lies {round(step.fall)} % below the "
        f"baseline of {round(baseline.value)} ({baseline.span}): {says}."
    )
