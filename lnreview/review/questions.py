"""What could still be learned about a case: questions, each with the answers that the record might give.

An answer is a change of the record, never a text: it is evaluated like any other record. Numbers come from the
pack and the criteria set, taken at the limit and on the other side of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from lnreview.case.dates import MEAN_MONTH_DAYS, ChartDate, Span, shift_months
from lnreview.case.model import Case
from lnreview.case.quantities import label, shown
from lnreview.case.records import (
    AdherenceMeasure,
    Biopsy,
    DrugLevel,
    Entry,
    Event,
    LabResult,
    Lesion,
    MedicationCourse,
    Quantity,
)
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.finding import StepName
from lnreview.review.regimens import drug_name, is_infused, is_running

Effort = Literal["chart", "sample", "tissue"]
Change = Callable[[Case], Case]
"""Returns the case with what the answer says."""

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Answer:
    """An answer to a question: in words, and as a change of the record."""

    words: str
    """As it continues “if it showed …”."""
    change: Change
    later: int = 0
    """Days after the review on which the answer would be known."""
    confirms: bool = False
    """Whether it is the answer that the step asks for before a regimen counts."""
    parameter: Parameter | None = None
    """The limit on which it turns."""
    farther: Change | None = None
    """Of an answer with “or more”, “or less”, “below”: a value well beyond the limit."""
    exactly: str = ""
    """How such an answer is worded where the value beyond leads elsewhere."""


@dataclass(frozen=True)
class Question:
    """A datum that could be asked for."""

    ask: str
    """As a noun phrase: “refills of mycophenolate mofetil”."""
    step: StepName
    place: str
    """List of the case where the answer would be entered."""
    answers: tuple[Answer, ...]
    effort: Effort = "chart"
    """What it takes to answer it: a look into the chart or a call, a sample, or tissue."""
    on_record: bool = False
    """Whether the record answers it already: then it is no question, though another answer would still change the verdict."""


def questions(view: Assessment) -> tuple[Question, ...]:
    """Return what could be asked about a record, in the order of the walk."""
    found = [*_completeness(view)]
    for line in view.present:
        found += [*_adherence(view, line), *_dosing(view, line), *_baseline(view, line)]
    found += [*_response(view), *_tissue(view)]
    return tuple(found)


def added(case: Case, name: str, *entries: Entry) -> Case:
    """Return the case with entries at the end of one of its lists."""
    return case.model_copy(update={name: (*getattr(case, name), *entries)})


# --- adherence -------------------------------------------------------------------------------------------------------


def _adherence(view: Assessment, line: Line) -> Iterator[Question]:
    ctx, regimen = view.ctx, line.regimen
    courses = [course for course in regimen.courses if course.drug]
    if not courses:
        return
    since, until = courses[0].start, _last_day(ctx, courses[-1])
    taken = line.adherence.status == "met"
    name = regimen.name(ctx)
    if all(is_infused(ctx, course) for course in courses):

        def record(says: str) -> Change:
            return lambda case: added(case, "adherence", *(
                AdherenceMeasure(id=f"if-record-{course.id}", kind="infusion-record", says=says, course=course.id,
                                 drug=course.drug, since=since, until=until) for course in courses))  # fmt: skip

        yield Question(f"the infusion record of {name}", "adherence", "adherence", (
            Answer("every infusion given", record("adherent"), confirms=True),
            Answer("infusions missed", record("nonadherent")),
        ), on_record=taken)  # fmt: skip
        return
    limit = ctx.guideline["pdc-adherent"]

    def refills(percent: Decimal) -> Change:
        return lambda case: added(case, "adherence", *(
            AdherenceMeasure(id=f"if-refills-{course.id}", kind="pdc", course=course.id, drug=course.drug, since=since, until=until,
                             value=Quantity(value=percent, unit="%")) for course in courses))  # fmt: skip

    yield Question(f"refills of {name} over the course", "adherence", "adherence", (
        Answer(f"{_said(limit)} or more of the days covered", refills(limit.value), confirms=True, parameter=limit,
               farther=refills(_HUNDRED), exactly=f"{_said(limit)} of the days covered"),
        Answer(f"less than {_said(limit)} of the days covered", refills(limit.value - 1), parameter=limit,
               farther=refills(limit.value / 2), exactly=f"just under {_said(limit)} of the days covered"),
    ), on_record=taken)  # fmt: skip
    mpaa = [course for course in courses if ctx.drug_class(course) == "mpaa"]
    if mpaa:

        def level(detectable: str) -> Change:
            return lambda case: added(case, "levels", DrugLevel(
                id="if-level", substance="mycophenolic-acid", kind="random", detectable=detectable,
                drawn_on=_last_day(ctx, mpaa[-1])))  # fmt: skip

        yield Question(f"a level of mycophenolic acid under {name}", "adherence", "levels", (
            Answer("mycophenolic acid not detectable", level("no")),
        ), effort=_level_effort(line), on_record=taken)  # fmt: skip
    admitted = AdherenceMeasure(id="if-admitted", kind="admitted-nonadherence", says="nonadherent", drug=courses[-1].drug,
                                course=courses[-1].id, since=since, until=until)  # fmt: skip
    yield Question(f"what the patient says of taking {name}", "adherence", "adherence", (
        Answer("the patient admits not having taken it", lambda case: added(case, "adherence", admitted)),
    ), on_record=taken)  # fmt: skip


def _level_effort(line: Line) -> Effort:
    """A level under a regimen that has ended can only be found in the chart."""
    return "chart" if line.regimen.running is False else "sample"


# --- dosing ----------------------------------------------------------------------------------------------------------


def _dosing(view: Assessment, line: Line) -> Iterator[Question]:
    ctx = view.ctx
    mpaa = [course for course in line.regimen.courses if ctx.drug_class(course) == "mpaa"]
    if mpaa:
        limit = ctx.guideline["mpa-auc-floor"]
        measured = any(item.kind == "auc0-12" and item.quantity is not None for item in ctx.case.levels)

        def exposed(value: Decimal) -> Change:
            return lambda case: added(case, "levels", DrugLevel(
                id="if-auc", substance="mycophenolic-acid", kind="auc0-12", detectable="yes", matrix="plasma",
                quantity=Quantity(value=value, unit=limit.unit), drawn_on=_last_day(ctx, mpaa[-1])))  # fmt: skip

        yield Question(f"the MPA AUC0-12 under {line.regimen.name(ctx)}", "dosing", "levels", (
            Answer(f"an AUC of {_said(limit)} or more", exposed(limit.value), confirms=True, parameter=limit,
                   farther=exposed(limit.value * 2), exactly=f"an AUC of {_said(limit)}"),
            Answer(f"an AUC below {_said(limit)}", exposed(limit.value - 1), parameter=limit,
                   farther=exposed(limit.value / 2), exactly=f"an AUC just below {_said(limit)}"),
        ), effort=_level_effort(line), on_record=measured)  # fmt: skip
    for rule in ctx.guideline.doses:
        if rule.measure != "per-day" or rule.with_class:
            continue
        courses = [
            course for course in line.regimen.courses
            if ctx.drug_class(course) == rule.drug_class and (drug := ctx.drug(course.drug)) and drug.id in (rule.drugs or (drug.id,))
        ]  # fmt: skip
        if courses:
            floor = ctx.guideline[rule.floor]
            below = floor.value * (1 - 1 / _HUNDRED)
            yield Question(f"the achieved dose of {drug_name(ctx, courses[0])}", "dosing", "courses", (
                Answer(f"{_said(floor)} or more throughout", _dosed(courses, floor.value, floor.unit), confirms=True, parameter=floor,
                       farther=_dosed(courses, floor.value * 2, floor.unit), exactly=f"{_said(floor)} throughout"),
                Answer(f"less than {_said(floor)} throughout", _dosed(courses, below, floor.unit), parameter=floor,
                       farther=_dosed(courses, floor.value / 2, floor.unit), exactly=f"just under {_said(floor)} throughout"),
            ), on_record=all(course.dose is not None for course in courses))  # fmt: skip
    if any("glucocorticoid" in item.what for item in line.dosing.finding.missing):
        steroid = MedicationCourse(
            id="if-steroid", drug="prednisone", start=line.regimen.courses[0].start, role="supportive"
        )
        yield Question(f"the glucocorticoid given with {line.regimen.name(ctx)}", "dosing", "courses", (
            Answer("a glucocorticoid was given", lambda case: added(case, "courses", steroid), confirms=True),
        ))  # fmt: skip


def _dosed(courses: list[MedicationCourse], value: Decimal, unit: str) -> Change:
    ids = {course.id for course in courses}
    dose = {"dose": Quantity(value=value, unit=unit), "frequency": "", "dose_limited_by": "unknown"}
    return lambda case: case.model_copy(
        update={
            "courses": tuple(
                course.model_copy(update=dose) if course.id in ids else course for course in case.courses
            )
        }
    )


# --- response --------------------------------------------------------------------------------------------------------


def _baseline(view: Assessment, line: Line) -> Iterator[Question]:
    result, start = line.judged, line.regimen.courses[0].start if line.regimen.courses else None
    if result.base_urine is not None or result.last_urine is None or start is None:
        return
    last, fall = result.last_urine.value, view.ctx.parameter("partial-fall")

    def measured(value: Decimal) -> Change:
        return lambda case: added(case, "labs", _urine("if-baseline", value, start))

    halved = _rounded(last * _HUNDRED / (_HUNDRED - fall.value), ROUND_CEILING)
    yield Question(f"UPCR before {line.regimen.name(view.ctx)}", "response", "labs", (
        Answer(f"a UPCR of {shown(last, 2)} g/g, as later", measured(last), confirms=True),
        Answer(f"a UPCR of {shown(halved)} g/g or more, of which the later value is half or less", measured(halved), parameter=fall,
               farther=measured(halved * 2), exactly=f"a UPCR of {shown(halved)} g/g"),
    ))  # fmt: skip


def _response(view: Assessment) -> Iterator[Question]:
    """Ask for two further samples that confirm each other."""
    ctx, latest = view.ctx, view.latest
    apart = int(ctx.number("confirm-days"))
    first, second, later = _ahead(ctx, 1), _ahead(ctx, 1 + apart), 1 + apart
    if latest is None:
        return
    base, last = latest.judged.base_urine, latest.judged.last_urine

    def two(value: Decimal) -> Change:
        return lambda case: added(
            case, "labs", _urine("if-upcr-1", value, first), _urine("if-upcr-2", value, second)
        )

    complete = ctx.parameter("complete-upcr")
    answers = [
        Answer(f"UPCR below {_said(complete)}", two(complete.value - _SMALL), later, parameter=complete,
               farther=two(complete.value / 2), exactly=f"UPCR just below {_said(complete)}")
    ]  # fmt: skip
    known = base or last
    if known is not None:
        fall = ctx.parameter("partial-fall")
        half = _rounded(known.value * (_HUNDRED - fall.value) / _HUNDRED, ROUND_FLOOR)
        ceiling = ctx.criteria.parameters.get("partial-ceiling")
        if base is not None:
            limit = min(half, ceiling.value - _SMALL) if ceiling else half
            answers.append(
                Answer(f"UPCR of {shown(limit)} g/g or less", two(limit), later, parameter=fall,
                       farther=two(limit / 2), exactly=f"UPCR of {shown(limit)} g/g")
            )  # fmt: skip
        rise = ctx.parameter("worse-rise")
        grown = _rounded(known.value * (_HUNDRED + rise.value) / _HUNDRED, ROUND_CEILING)
        worse = max(grown, ctx.number("worse-floor"))
        answers += [
            Answer(f"UPCR of {shown(known.value, 2)} g/g, as {'at baseline' if base else 'now'}", two(known.value), later, confirms=True),
            Answer(f"UPCR of {shown(worse)} g/g or more", two(worse), later, parameter=rise,
                   farther=two(worse * 2), exactly=f"UPCR of {shown(worse)} g/g"),
        ]  # fmt: skip
    yield Question("two further UPCR samples", "response", "labs", tuple(answers), effort="sample")
    kidney = latest.judged.base_kidney
    if kidney is not None:
        tolerance = ctx.parameter("egfr-worse")
        allowed = kidney.value * (_HUNDRED - tolerance.value) / _HUNDRED
        fallen = (allowed - 1).to_integral_value(ROUND_CEILING)

        def two_lower(value: Decimal) -> Change:
            return lambda case: added(case, "labs", *(
                LabResult(id=f"if-egfr-{number}", analyte="egfr", equation=kidney.method if kidney.method in _EQUATIONS else "unknown",
                          quantity=Quantity(value=value, unit="mL/min/{1.73_m2}"), collected_on=day)
                for number, day in enumerate((first, second), start=1)))  # fmt: skip

        yield Question("two further values of creatinine", "response", "labs", (
            Answer(f"eGFR of {shown(fallen)} or less, lower by more than {_said(tolerance)}", two_lower(fallen), later, parameter=tolerance,
                   farther=two_lower(fallen / 2), exactly=f"eGFR of {shown(fallen)}"),
        ), effort="sample")  # fmt: skip


_SMALL = Decimal(1).scaleb(-2)
"""The last digit of a UPCR in g/g as it is printed."""


def _rounded(value: Decimal, side: str) -> Decimal:
    """Return a UPCR as it is printed, rounded so that the printed value keeps what it stands for."""
    return value.quantize(_SMALL, side).normalize()


_EQUATIONS = ("ckd-epi-2021", "ckd-epi-2009", "mdrd", "schwartz-bedside", "cockcroft-gault", "other")


def _urine(name: str, value: Decimal, day: ChartDate) -> LabResult:
    return LabResult(id=name, analyte="upcr", quantity=Quantity(value=value, unit="g/g"), collected_on=day)


# --- tissue ----------------------------------------------------------------------------------------------------------


def _tissue(view: Assessment) -> Iterator[Question]:
    ctx = view.ctx
    if not (view.ctx.case.courses or view.ctx.case.biopsies or view.urine.points or view.kidney.points):
        return
    active, ci, ai = ctx.guideline["active-ai"], ctx.guideline["chronic-ci"], ctx.guideline["chronic-ai"]
    seen = view.chronicity.status != "not-documented" or _taken_lately(ctx)
    newest = next((item.classes for item in reversed(ctx.case.biopsies) if item.classes), ("IV",))

    def taken(**found: object) -> Change:
        tissue = Biopsy.model_validate({"id": "if-biopsy", "taken_on": ctx.as_of.written, **found})
        return lambda case: added(case, "biopsies", tissue)

    yield Question("a kidney biopsy now", "biopsy", "biopsies", (
        Answer(f"active lupus nephritis (AI above {shown(active.value)})",
               taken(classes=newest, activity_index=active.value + 1, chronicity_index=0), confirms=True, parameter=active,
               farther=taken(classes=newest, activity_index=ctx.guideline.number("ai-maximum"), chronicity_index=0),
               exactly=f"active lupus nephritis (AI just above {shown(active.value)})"),
        Answer(f"predominantly chronic lesions (CI {shown(ci.value)} or more, AI {shown(ai.value)} or less)",
               taken(classes=newest, activity_index=ai.value, chronicity_index=ci.value), parameter=ci,
               farther=taken(classes=newest, activity_index=0, chronicity_index=ctx.guideline.number("ci-maximum")),
               exactly=f"CI {shown(ci.value)} and AI {shown(ai.value)}"),
        Answer("thrombotic microangiopathy as the explanation",
               taken(classes=newest, tma="yes", lesions=(Lesion(what="tma", explains="yes"),))),
        Answer("no lupus nephritis", taken(shows_ln="no")),
    ), effort="tissue", on_record=seen)  # fmt: skip
    yield Question("whether a biopsy can be taken", "biopsy", "events", (
        Answer("a biopsy is contraindicated",
               lambda case: added(case, "events", Event(id="if-event", what="biopsy-contraindicated", on=ctx.as_of.written))),
    ), on_record=seen)  # fmt: skip


def _taken_lately(ctx: Context) -> bool:
    """Whether tissue is younger than the time after which a repeat biopsy is asked for."""
    limit = shift_months(ctx.as_of.latest, -int(ctx.guideline.number("repeat-biopsy-months")))
    days = [taken.latest for item in ctx.case.biopsies if (taken := ctx.span(item.taken_on)) is not None]
    return bool(days) and max(days) > limit


def _completeness(view: Assessment) -> Iterator[Question]:
    for name, words in (("courses", "every immunosuppressive course"), ("biopsies", "every kidney biopsy")):
        if getattr(view.ctx.case.complete, name) == "yes":
            continue
        yield Question(f"whether {words} is listed", "dosing" if name == "courses" else "biopsy", "complete", (
            Answer("the list is complete", _listed(name), confirms=True),
        ))  # fmt: skip


def _listed(name: str) -> Change:
    return lambda case: case.model_copy(update={"complete": case.complete.model_copy(update={name: "yes"})})


# --- days and words --------------------------------------------------------------------------------------------------


def _last_day(ctx: Context, course: MedicationCourse) -> ChartDate:
    """Return the last day of a course, or the day of the review while it runs."""
    if course.stop is not None and is_running(ctx, course) is not True:
        return course.stop
    return ctx.as_of.written


def _ahead(ctx: Context, days: int) -> ChartDate:
    """Return a day some days after the review, in the calendar of the record."""
    return later_day(ctx.as_of, days)


def later_day(day: Span, days: int) -> ChartDate:
    """Return the day some days later; in a record told in months, to the next tenth of a month."""
    if not day.written.is_relative:
        return ChartDate.of(day.latest + timedelta(days=days))
    months = Decimal(day.written.text.removeprefix("m"))
    tenth = Decimal(1).scaleb(-1)
    tenths = (Decimal(days) / MEAN_MONTH_DAYS).quantize(tenth) + tenth
    return ChartDate.parse(f"m{months + tenths:+}")


def _said(limit: Parameter) -> str:
    return f"{shown(limit.value)} {label(limit.unit)}".strip()
