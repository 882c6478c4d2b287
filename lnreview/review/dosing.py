"""Was each course adequate in drug, dose, exposure and time?

Schemes of one class are alternatives: one that is satisfied is enough. Time below the dose does not count. A lower dose
is heard when an exposure in range is documented, or when the scheme beside a calcineurin inhibitor allows it. A course
stopped for intolerance, infection, pregnancy or access before it counted is inadequate, not failed. Under 18 years
adult floors do not apply: without a cited paediatric dose adequacy cannot be told. A dose that was reduced and not
raised again counts only for what was documented before (see `reduction`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.dates import Span, at_least_months
from lnreview.case.quantities import label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.guideline.parts import Parameter
from lnreview.review.alongside import applies, background, follow_on, steroid, trough
from lnreview.review.context import Context, both, either
from lnreview.review.coursetime import EARLY_STOPS, Time, in_months, months_at_dose, time_at_dose
from lnreview.review.dose_gaps import dose_wanted, exposure_wanted, not_an_adult
from lnreview.review.doses import floor_holds, reached
from lnreview.review.exposure import Exposure, under
from lnreview.review.finding import Cited, Evidence, Finding, Missing, Status
from lnreview.review.reduction import REASONED, failed_before, reduction
from lnreview.review.regimens import Regimen, drug_name, is_infused, is_running
from lnreview.review.response import effect_ends
from lnreview.review.schemes import meant


@dataclass(frozen=True)
class Dosing:
    """What dosing says of a regimen."""

    finding: Finding
    window_open: bool
    """Runs, nothing documents it as inadequate, and its window is not reached."""
    judged_from: Decimal
    """Months after which it can be judged."""
    named_standard: bool
    months: Decimal | None = None
    """Fewest months of adequate exposure, where every drug of the regimen reached its dose."""


@dataclass(frozen=True)
class _Part:
    """What dosing says of one class of a regimen."""

    drug_class: str
    dose: bool | None
    time: bool | None
    sentence: str
    parameters: tuple[Parameter, ...]
    missing: tuple[Missing, ...]
    months: Decimal
    alone: bool = True
    """Whether it is adequate without the drug beside it."""
    pending: bool = False
    """Whether it runs on towards the months that it lacks."""
    at_dose: Decimal | None = None
    """Fewest months of adequate exposure."""


def dosing(ctx: Context, regimen: Regimen, following: Regimen | None) -> Dosing:
    """Say whether a regimen was adequate, up to the start of the `following` one."""
    end = effect_ends(ctx, regimen, following)
    parts = [_class(ctx, regimen, name, end) for name in regimen.classes]
    steroids = steroid(ctx, regimen)
    evidence = tuple(_course_evidence(ctx, course) for course in (*regimen.everything, *steroids))
    parameters = tuple(dict.fromkeys(parameter for part in parts for parameter in part.parameters))
    cited = tuple(
        dict.fromkeys((Cited.of(ctx.guideline.steps["dosing"]), *(Cited.of(item) for item in parameters)))
    )
    missing = [item for part in parts for item in part.missing]
    answers = {part.drug_class: both(part.dose, part.time) for part in parts}
    alone = [part for part in parts if part.alone]
    answer = either(*(answers[part.drug_class] for part in alone)) if alone else None
    if any(not part.alone for part in parts) and answer is not True:
        answer = both(*answers.values())
    window = max((part.months for part in parts), default=ctx.number("course-months"))
    open_window = _window_open(ctx, regimen, parts, window)
    if answer is True and not steroids:
        answer = None
        missing.append(
            Missing(f"which glucocorticoid was given with {regimen.name(ctx)}, with dose and dates",
                    "A regimen is adequate only with its glucocorticoid on record.", "dosing", "courses", rank=25)
        )  # fmt: skip
    status: Status = "met" if answer else ("not-met" if answer is False else "not-documented")
    because = _sentence(ctx, regimen, parts, status, open_window, window, bool(steroids))
    finding = Finding(
        "dosing", status, because, evidence, cited, parameters, tuple(missing) if status != "met" else ()
    )
    standard = {drug.drug_class for drug in ctx.guideline.drugs if drug.standard_induction}
    months = [part.at_dose for part in parts if part.dose is True and part.at_dose is not None]
    return Dosing(
        finding, open_window, window,
        any(name in standard for name in regimen.classes),
        min(months) if parts and len(months) == len(parts) else None,
    )  # fmt: skip


def _window_open(ctx: Context, regimen: Regimen, parts: Sequence[_Part], window: Decimal) -> bool:
    if regimen.start is None or (regimen.running is False and not _acts_on(ctx, regimen)):
        return False  # what ended on an unknown day does not run either
    if any(part.dose is False for part in parts) or _stopped_early(ctx, regimen):
        return False
    if any(part.dose is True and part.time is None and part.pending for part in parts):
        return True  # raised to an adequate dose lately: the window runs from there
    return at_least_months(regimen.start, ctx.as_of, window) is False


def _acts_on(ctx: Context, regimen: Regimen) -> bool:
    """Whether a finished regimen still counts: an infused drug, or a follow-on that runs."""
    infused = all(is_infused(ctx, course) for course in regimen.courses)
    return infused or any(is_running(ctx, course) for course in regimen.attached)


def _stopped_early(ctx: Context, regimen: Regimen) -> bool:
    return bool(regimen.courses) and all(
        course.stop_reason in EARLY_STOPS and is_running(ctx, course) is False for course in regimen.courses[-1:]
    ) and regimen.running is not True  # fmt: skip


def _class(ctx: Context, regimen: Regimen, name: str, end: Span | None) -> _Part:
    courses = [course for course in regimen.everything if ctx.drug_class(course) == name]
    own = [course for course in courses if course not in regimen.attached] or courses
    shown_name = drug_name(ctx, own[0])
    window = ctx.number("course-months")
    if not name:
        unnamed = Missing(
            "name, start date, stop date and achieved dose of every induction regimen",
            "A treatment that is not named is neither a standard nor an adequate regimen.", "dosing", "courses",
            own[0].id, rank=8,
        )  # fmt: skip
        return _Part("", None, None, "the treatment is not named", (), (unnamed,), window)
    rules = [rule for rule in ctx.guideline.doses if rule.drug_class == name and applies(ctx, rule, own)]
    beside = {ctx.drug_class(course) for course in regimen.everything}
    drugs = {drug.id for course in regimen.everything if (drug := ctx.drug(course.drug))}
    rules = [
        rule
        for rule in rules
        if (not rule.with_class or set(rule.with_class) & beside) and not set(rule.not_beside) & drugs
    ]
    if not rules:
        why = "No adequate dose of this drug against lupus nephritis is on file, so it cannot be judged."
        return _Part(name, None, None, f"no dose rule for {shown_name}", (),
                     (Missing(f"whether the dose of {shown_name} was adequate", why, "dosing", "courses", own[0].id, rank=40),),
                     window)  # fmt: skip
    meant_first = [rule for rule in rules if all(rule in meant(ctx, rules, course) for course in own)]
    rules = [*meant_first, *(rule for rule in rules if rule not in meant_first)]
    tried = [_rule(ctx, regimen, rule, own, end) for rule in rules]
    for wanted in (True, None, False):
        for part in tried:
            if both(part.dose, part.time) is wanted:
                return part
    return tried[0]


def _rule(
    ctx: Context, regimen: Regimen, rule: DoseRule, courses: Sequence[MedicationCourse], end: Span | None
) -> _Part:
    floor = ctx.guideline[rule.floor]
    months = in_months(ctx.guideline[rule.months]) if rule.months else Decimal(0)
    window = max(ctx.number("course-months"), Decimal(0) if rule.needs_follow_on else months)
    name = drug_name(ctx, courses[0])
    holds = {floor_holds(ctx, rule, course) for course in courses}
    parameters = [floor] if True in holds else []
    missing: list[Missing] = []
    doses = [reached(ctx, rule, course) for course in courses]
    dose = either(*doses) if any(answer is True for answer in doses) else (None if None in doses else False)
    why = ""
    shown_exposure = under(ctx, regimen) if rule.drug_class == "mpaa" else None
    lowered = reduction(ctx, rule, courses)
    note = ""
    if lowered is not None and not _speaks_for(shown_exposure, lowered.since):
        fewest, _ = months_at_dose(ctx, rule, courses, end)
        if fewest is not None and fewest >= window and failed_before(ctx, regimen, lowered.since):
            note = f"; {lowered.text()} after its failure was documented"
        elif lowered.reasoned:
            dose = None
            missing.append(exposure_wanted(name))
            why = f"{name} was {lowered.text()} for {lowered.course.dose_limited_by.replace('-', ' ')}"
        else:
            dose = False
            why = f"{name} was {lowered.text()}, below the {shown(floor.value)} {label(floor.unit)} of {rule.scheme}, before a failure at the adequate dose was documented"
    if dose is None and True not in holds:
        missing.extend(not_an_adult(ctx, courses, None in holds))
        if any(course.dose is not None for course in courses):
            why = f"{name} {_written(courses)}: " + (
                "the age is not documented, so the adult dose floor says nothing"
                if None in holds
                else "the adult dose floor does not apply under 18 years"
            )
    if shown_exposure is not None:
        parameter = ctx.guideline["mpa-auc-floor"]
        parameters.append(parameter)
        low = shown_exposure.below(parameter)
        if low:
            return _Part(rule.drug_class, False, None,
                         f"{shown_exposure.evidence} lies below {parameter.value} {label(parameter.unit)}: exposure is too low",
                         tuple(parameters), (), window)  # fmt: skip
        if (
            low is False
            and dose is not True
            and (lowered is None or _speaks_for(shown_exposure, lowered.since))
        ):
            dose, why = True, f"{shown_exposure.evidence} shows adequate exposure at this dose"
    if dose is False and not why and all(course.dose_limited_by in REASONED for course in courses):
        dose = None
        missing.append(exposure_wanted(name))
    if dose is None and any(course.dose_limited_by in EARLY_STOPS for course in courses):
        if not any(answer is True for answer in doses) and holds != {False}:
            return _Part(rule.drug_class, False, None, f"the dose of {name} was limited by {_limits(courses)}",
                         tuple(parameters), dose_wanted(ctx, courses, floor), window)  # fmt: skip
    if dose is None and not missing:
        missing.extend(dose_wanted(ctx, courses, floor))
    timed = time_at_dose(ctx, regimen, rule, courses, end, window, missing, parameters)
    beside = background(ctx, regimen, rule)
    if beside is None and dose:
        missing.append(
            Missing(f"which background drug ran beside {name} ({' or '.join(rule.needs_background)}), with dose and dates",
                    f"{rule.scheme.capitalize()} counts with its background drug.", "dosing", "courses", rank=14)
        )  # fmt: skip
    level = trough(ctx, rule, courses, missing)
    following = follow_on(ctx, regimen, rule, missing if dose else [])
    time = both(timed.reached, beside, level, following)
    said = (why or _dose_sentence(ctx, rule, floor, courses, dose)) + note
    if dose and time is False:
        return _Part(rule.drug_class, dose, time, f"{said}, but {_too_short(rule, timed, beside)}", tuple(parameters),
                     tuple(missing), window, alone=not rule.with_class, pending=timed.pending, at_dose=timed.months)  # fmt: skip
    return _Part(rule.drug_class, dose, time, "; ".join(part for part in (said, timed.sentence) if part), tuple(parameters),
                 tuple(missing), window, alone=not rule.with_class, pending=timed.pending, at_dose=timed.months)  # fmt: skip


def _too_short(rule: DoseRule, timed: Time, beside: bool | None) -> str:
    """Say what made a course inadequate at a dose that was enough."""
    because = []
    if timed.reached is False:
        whole = timed.sentence.startswith("it ") or "not passed" in timed.sentence
        because.append(timed.sentence if whole else f"only {timed.sentence}")
    if beside is False:
        because.append(f"no adequate {' or '.join(rule.needs_background)} is on record beside it")
    return " and ".join(because)


def _speaks_for(shown_exposure: Exposure | None, since: Span) -> bool:
    """Whether an exposure was measured after a day, so that it speaks for the dose from then on."""
    return (
        shown_exposure is not None
        and shown_exposure.when is not None
        and shown_exposure.when.earliest >= since.latest
    )


def _limits(courses: Sequence[MedicationCourse]) -> str:
    return " and ".join(dict.fromkeys(c.dose_limited_by for c in courses if c.dose_limited_by in EARLY_STOPS))


def _course_evidence(ctx: Context, course: MedicationCourse) -> Evidence:
    dose = " ".join(part for part in (str(course.dose) if course.dose else "", course.frequency) if part)
    when = " to ".join(
        part for part in (
            str(course.start) if course.start else "",
            str(course.stop) if course.stop else ("now" if course.ongoing == "yes" and course.start and is_running(ctx, course) else ""),
        ) if part
    )  # fmt: skip
    return Evidence(
        drug_name(ctx, course),
        dose or "dose not documented",
        "",
        when,
        course.source or course.note,
        course.id,
    )


def _dose_sentence(
    ctx: Context, rule: DoseRule, floor: Parameter, courses: Sequence[MedicationCourse], dose: bool | None
) -> str:
    written = _written(courses)
    name = drug_name(ctx, courses[0])
    limit = f"{shown(floor.value)} {label(floor.unit)}"
    if dose is True:
        return f"{name} {written} reaches the {limit} of {rule.scheme}"
    if dose is False:
        return f"{name} {written} is below the {limit} of {rule.scheme}"
    return (
        f"the dose of {name} is not documented"
        if not written
        else f"{name} {written} cannot be set against {limit}"
    )


def _written(courses: Sequence[MedicationCourse]) -> str:
    doses = (" ".join(part for part in (str(c.dose), c.frequency) if part) for c in courses if c.dose)
    return " then ".join(dict.fromkeys(doses))


def _sentence(
    ctx: Context,
    regimen: Regimen,
    parts: Sequence[_Part],
    status: Status,
    open_window: bool,
    window: Decimal,
    steroid: bool,
) -> str:
    said = "; ".join(part.sentence for part in parts if part.sentence)
    if _stopped_early(ctx, regimen) and status == "not-met":
        said += f"; stopped for {regimen.courses[-1].stop_reason}"
    if open_window:
        return f"{regimen.name(ctx)} has run since {regimen.start}; it can be judged after {shown(window, 1)} months ({said})."
    text = {"met": "Adequate", "not-met": "Not adequate", "not-documented": "Adequacy not documented"}[status]
    if status == "not-documented" and not steroid:
        said += "; no glucocorticoid is on record with it"
    return f"{text}: {said}."
