"""Was each course adequate in drug, dose, exposure and time?

Schemes of one class are alternatives: one that is satisfied is enough. Time below the dose does not count. A lower dose
is heard when an exposure in range is documented, or when the scheme beside a calcineurin inhibitor allows it. A course
stopped for intolerance, infection, pregnancy or access before it counted is inadequate, not failed. Under 18 years
adult floors do not apply: without a cited paediatric dose adequacy cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from lnreview.case.dates import Span, at_least_months, full_tenths, months_elapsed
from lnreview.case.quantities import convert, label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context, both, either
from lnreview.review.doses import dose_reached, exposure
from lnreview.review.finding import Cited, Evidence, Finding, Missing, Status
from lnreview.review.regimens import Regimen, drug_name, is_infused, is_running
from lnreview.review.response import effect_ends

EARLY_STOPS = ("intolerance", "infection", "pregnancy", "access")
"""Reasons that end a course before it counts (A6)."""


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


class _Time(NamedTuple):
    """Whether enough was given, in a phrase, and whether more is to come."""

    reached: bool | None
    sentence: str
    pending: bool = False
    months: Decimal | None = None
    """Fewest months of adequate exposure."""


def dosing(ctx: Context, regimen: Regimen, following: Regimen | None) -> Dosing:
    """Say whether a regimen was adequate, up to the start of the `following` one."""
    end = effect_ends(ctx, regimen, following)
    parts = [_class(ctx, regimen, name, end) for name in regimen.classes]
    steroid = _steroid(ctx, regimen)
    evidence = tuple(_course_evidence(ctx, course) for course in (*regimen.everything, *steroid))
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
    if answer is True and not steroid:
        answer = None
        missing.append(
            Missing(f"which glucocorticoid was given with {regimen.name(ctx)}, with dose and dates",
                    "A regimen is adequate only with its glucocorticoid on record.", "dosing", "courses", rank=25)
        )  # fmt: skip
    status: Status = "met" if answer else ("not-met" if answer is False else "not-documented")
    because = _sentence(ctx, regimen, parts, status, open_window, window, bool(steroid))
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
    if regimen.start is None or (
        regimen.running is False and regimen.end is not None and not _acts_on(ctx, regimen)
    ):
        return False
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
    rules = [rule for rule in ctx.guideline.doses if rule.drug_class == name and _applies(ctx, rule, own)]
    beside = {ctx.drug_class(course) for course in regimen.everything}
    rules = [rule for rule in rules if not rule.with_class or set(rule.with_class) & beside]
    if not rules:
        why = "No adequate dose of this drug against lupus nephritis is on file, so it cannot be judged."
        return _Part(name, None, None, f"no dose rule for {shown_name}", (),
                     (Missing(f"whether the dose of {shown_name} was adequate", why, "dosing", "courses", own[0].id, rank=40),),
                     window)  # fmt: skip
    tried = [_rule(ctx, regimen, rule, own, end) for rule in rules]
    for wanted in (True, None, False):
        for part in tried:
            if both(part.dose, part.time) is wanted:
                return part
    return tried[0]


def _in_months(duration: Parameter) -> Decimal:
    """Return a duration of the pack in months; weeks by their days, in full tenths of a month."""
    return full_tenths(convert(duration.value, duration.unit, "mo"))  # as months elapsed are counted


def _applies(ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse]) -> bool:
    routes = {course.route for course in courses}
    if rule.drug_class == "cyclophosphamide" and len(routes) == 1:
        oral = rule.measure == "per-day-per-weight"
        if (routes == {"oral"} and not oral) or (routes == {"iv"} and oral):
            return False
    if not rule.drugs:
        return True
    return any((drug := ctx.drug(course.drug)) is not None and drug.id in rule.drugs for course in courses)


def _rule(
    ctx: Context, regimen: Regimen, rule: DoseRule, courses: Sequence[MedicationCourse], end: Span | None
) -> _Part:
    floor = ctx.guideline[rule.floor]
    months = _in_months(ctx.guideline[rule.months]) if rule.months else Decimal(0)
    window = max(ctx.number("course-months"), Decimal(0) if rule.needs_follow_on else months)
    name = drug_name(ctx, courses[0])
    parameters = [floor]
    missing: list[Missing] = []
    adult = ctx.is_adult(regimen.start)
    doses = [dose_reached(ctx, rule, floor, course) for course in courses]
    dose = either(*doses) if any(answer is True for answer in doses) else (None if None in doses else False)
    why = ""
    if dose is False and rule.adults_only and adult is not True:
        dose = None
        missing.append(
            Missing("weight, body surface (mg/m²) and the intended paediatric dose" if adult is False else "age of the patient",
                    "Adult dose floors do not apply under 18 years, and no paediatric dose is on file.",
                    "dosing", "measurements" if adult is False else "patient", rank=9)
        )  # fmt: skip
        why = "the adult dose floor does not apply"
    shown_exposure = exposure(ctx, regimen) if rule.drug_class == "mpaa" else None
    if shown_exposure is not None:
        low, evidence, parameter = shown_exposure
        parameters.append(parameter)
        if low:
            return _Part(rule.drug_class, False, None,
                         f"{evidence} lies below {parameter.value} {parameter.unit}: exposure is too low",
                         tuple(parameters), (), window)  # fmt: skip
        if dose is not True:
            dose, why = True, f"{evidence} shows adequate exposure at this dose"
    if dose is False and all(course.dose_limited_by in ("low-weight", "high-exposure") for course in courses):
        dose = None
        missing.append(
            Missing(f"exposure (AUC) under the lower dose of {name}", "A lower dose with a stated reason is judged by exposure.",
                    "dosing", "levels", rank=11)
        )  # fmt: skip
    if dose is None and any(course.dose_limited_by in EARLY_STOPS for course in courses):
        if not any(answer is True for answer in doses):
            return _Part(rule.drug_class, False, None, f"the dose of {name} was limited by {_limits(courses)}",
                         tuple(parameters), _dose_wanted(ctx, courses, floor), window)  # fmt: skip
    if dose is None and not missing:
        missing.extend(_dose_wanted(ctx, courses, floor))
    timed = _time(ctx, regimen, rule, courses, end, window, missing, parameters)
    background = _background(ctx, regimen, rule)
    if background is None and dose:
        missing.append(
            Missing(f"which background drug ran beside {name} ({' or '.join(rule.needs_background)}), with dose and dates",
                    f"{rule.scheme.capitalize()} counts with its background drug.", "dosing", "courses", rank=14)
        )  # fmt: skip
    trough = _trough(ctx, rule, courses, missing)
    follow_on = _follow_on(ctx, regimen, rule, missing if dose else [])
    time = both(timed.reached, background, trough, follow_on)
    sentence = why or _dose_sentence(ctx, rule, floor, courses, dose)
    return _Part(rule.drug_class, dose, time, "; ".join(part for part in (sentence, timed.sentence) if part), tuple(parameters),
                 tuple(missing), window, alone=not rule.with_class, pending=timed.pending, at_dose=timed.months)  # fmt: skip


def _limits(courses: Sequence[MedicationCourse]) -> str:
    return " and ".join(dict.fromkeys(c.dose_limited_by for c in courses if c.dose_limited_by in EARLY_STOPS))


def _dose_wanted(ctx: Context, courses: Sequence[MedicationCourse], floor: Parameter) -> tuple[Missing, ...]:
    """Ask for what the course lacks of dose and dates; with all of them, for what makes its dose comparable."""
    course = courses[0]
    lacking = [
        name
        for name, absent in (
            ("achieved dose", course.dose is None),
            ("start date", course.start is None),
            ("stop date", course.stop is None and is_running(ctx, course) is not True),
        )
        if absent
    ]
    what = (
        " and ".join(lacking)
        if "achieved dose" in lacking
        else "dose that can be set against the limit (unit, frequency, weight)"
    )
    why = f"Adequate is {floor.means} from {shown(floor.value)} {label(floor.unit)}."
    return (Missing(f"{what} of {drug_name(ctx, course)}", why, "dosing", "courses", course.id, rank=14),)


def _time(
    ctx: Context, regimen: Regimen, rule: DoseRule, courses: Sequence[MedicationCourse], end: Span | None, window: Decimal,
    missing: list[Missing], parameters: list[Parameter],
) -> _Time:  # fmt: skip
    """Say whether enough doses were given, or enough months at the dose."""
    name = drug_name(ctx, courses[0])
    parameters.append(ctx.parameter("course-months"))
    if rule.doses:
        needed = int(ctx.guideline.number(rule.doses))
        parameters.append(ctx.guideline[rule.doses])
        given = _given(ctx, courses)
        if given is None and _ended_early(ctx, courses):
            return _Time(False, "it was stopped before it counted")
        if given is None:
            missing.append(
                Missing(f"number of infusions of {name} that were given, with dates", f"A full course is {needed}.",
                        "dosing", "administrations", courses[0].id, rank=14)
            )  # fmt: skip
            return _Time(None, "the number of infusions is not documented")
        if given < needed:
            running = any(is_running(ctx, course) for course in courses)
            early = any(course.stop_reason in EARLY_STOPS for course in courses)
            return _Time(
                None if running and not early else False, f"{given} of {needed} infusions were given"
            )
        reached = at_least_months(regimen.start, end or ctx.as_of, window) if regimen.start else None
        if reached is False and end is None:
            reached = None  # every dose was given; the time to judge it has not come
        waiting = "" if reached else f"; {shown(window, 1)} months have not passed"
        passed = months_elapsed(regimen.start, end or ctx.as_of)[0] if regimen.start else None
        return _Time(reached, f"{given} infusions were given{waiting}", months=passed)
    fewest, most = _months_at_dose(ctx, rule, courses, end)
    # Before a follow-on the drug has its own shortest course; the window is that of the set.
    own = rule.months and rule.needs_follow_on
    needed_months = _in_months(ctx.guideline[rule.months]) if own else window
    if (fewest is None or most is None) and _ended_early(ctx, courses):
        return _Time(False, "it was stopped before it counted")
    if fewest is None or most is None:
        missing.append(
            Missing(f"start date and stop date of {name}", f"A course is judged after {shown(window, 1)} months at an adequate dose.",
                    "dosing", "courses", courses[0].id, rank=13)
        )  # fmt: skip
        return _Time(None, "its dates are not documented")
    if fewest >= needed_months:
        return _Time(True, f"{_span_text(fewest, most)} months", months=fewest)
    if most < needed_months:
        running = end is None and (
            regimen.running is True or (regimen.running is None and regimen.end is None)
        )
        if running and not _ended_early(ctx, courses):
            return _Time(
                None, f"{_span_text(fewest, most)} of {shown(needed_months, 1)} months so far", True, fewest
            )
        return _Time(False, f"{_span_text(fewest, most)} of {shown(needed_months, 1)} months", months=fewest)
    missing.append(
        Missing(f"exact start and stop of {name}", f"The dates as written leave open whether {shown(needed_months, 1)} months were reached.",
                "dosing", "courses", courses[0].id, rank=13)
    )  # fmt: skip
    return _Time(None, "the dates leave the duration open", months=fewest)


def _ended_early(ctx: Context, courses: Sequence[MedicationCourse]) -> bool:
    """Whether the latest course ended for a reason that keeps it from counting, with nothing that shows it counted."""
    last = courses[-1]
    return last.stop_reason in EARLY_STOPS and is_running(ctx, last) is not True


def _span_text(fewest: Decimal, most: Decimal) -> str:
    low, high = shown(fewest, 1), shown(most, 1)
    return low if low == high else f"{low}-{high}"


def _months_at_dose(
    ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse], end: Span | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return the fewest and most months during which the dose of a rule was reached."""
    floor = ctx.guideline[rule.floor]
    fewest, most = Decimal(0), Decimal(0)
    spans: list[tuple[Span, Span]] = []
    for course in courses:
        if dose_reached(ctx, rule, floor, course) is False and len(courses) > 1:
            continue
        start = ctx.span(course.start)
        stop = ctx.span(course.stop)
        if stop is None and is_running(ctx, course) is not False:
            stop = end if end is not None and end.latest < ctx.as_of.latest else ctx.as_of
        if start is None:
            return None, None
        if stop is None:  # it ended on a day that nobody noted, at the latest today
            stop = Span(start.earliest, ctx.as_of.latest, ctx.as_of.written)
        if end is not None and stop.middle > end.middle:
            stop = end  # what runs on beside the next regimen counts there
        if start.middle < stop.middle or end is None:
            spans.append((start, stop))
    for index, (start, stop) in enumerate(spans):
        # a course that overlaps the next (a dose change on paper) is counted up to the start of the next
        if index + 1 < len(spans) and spans[index + 1][0].middle < stop.middle:
            stop = spans[index + 1][0]
        low, high = months_elapsed(start, stop)
        if len(spans) == 1 and at_least_months(start, stop, int(high)) is not False:
            high = max(high, Decimal(int(high)))
        fewest += max(low, Decimal(0))
        most += max(high, Decimal(0))
    return fewest, most


def _given(ctx: Context, courses: Sequence[MedicationCourse]) -> int | None:
    counted = [course.doses_given for course in courses]
    if all(count is not None for count in counted):
        return sum(count for count in counted if count is not None)
    drugs = {drug.id for course in courses if (drug := ctx.drug(course.drug))}
    given = [item for item in ctx.case.administrations if (drug := ctx.drug(item.drug)) and drug.id in drugs]
    complete = [item for item in given if item.status == "complete"]
    return len(complete) if given else None


def _background(ctx: Context, regimen: Regimen, rule: DoseRule) -> bool | None:
    """Say whether one of the drugs that a scheme needs beside it was given, at its own dose beside this class."""
    if not rule.needs_background:
        return True
    beside = [course for course in regimen.everything if ctx.drug_class(course) in rule.needs_background]
    beside = beside or [
        course
        for course in ctx.case.courses
        if ctx.drug_class(course) in rule.needs_background and is_running(ctx, course) is not False
    ]
    if not beside:
        return False if ctx.case.complete.courses == "yes" else None
    return either(*(_background_dose(ctx, rule, course) for course in beside))


def _background_dose(ctx: Context, rule: DoseRule, course: MedicationCourse) -> bool | None:
    name = ctx.drug_class(course)
    schemes = [
        item
        for item in ctx.guideline.doses
        if item.drug_class == name and _applies(ctx, item, [course])
        and (not item.with_class or rule.drug_class in item.with_class)
    ]  # fmt: skip
    answer = either(*(dose_reached(ctx, item, ctx.guideline[item.floor], course) for item in schemes))
    if answer is False and (ctx.is_adult(ctx.span(course.start)) is not True or _exposure_shown(ctx, course)):
        return None
    return answer


def _exposure_shown(ctx: Context, course: MedicationCourse) -> bool:
    """Whether a level on record may show that a lower dose of mycophenolate was enough."""
    return ctx.drug_class(course) == "mpaa" and any(level.kind == "auc0-12" for level in ctx.case.levels)


def _trough(
    ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse], missing: list[Missing]
) -> bool | None:
    if not rule.needs_trough:
        return True
    drugs = {drug.id for course in courses if (drug := ctx.drug(course.drug))}
    for level in ctx.case.levels:
        drug = ctx.drug(level.substance)
        if drug is not None and drug.id in drugs and level.quantity is not None:
            return True
    name = drug_name(ctx, courses[0])
    missing.append(Missing(f"trough level of {name}", "This scheme is judged with a documented trough.",
                           "dosing", "levels", rank=14))  # fmt: skip
    return None


def _follow_on(ctx: Context, regimen: Regimen, rule: DoseRule, missing: list[Missing]) -> bool | None:
    if not rule.needs_follow_on:
        return True
    if any(ctx.drug_class(course) in ("mpaa", "azathioprine") for course in regimen.everything):
        return True
    missing.append(Missing(f"follow-on drug after {rule.scheme}, with dose and dates",
                           "The scheme counts with its planned follow-on drug.", "dosing", "courses", rank=14))  # fmt: skip
    return None


def _steroid(ctx: Context, regimen: Regimen) -> tuple[MedicationCourse, ...]:
    """Return the glucocorticoid courses that may overlap the regimen."""
    found = []
    for course in ctx.case.courses:
        if ctx.drug_class(course) != "glucocorticoid":
            continue
        start, stop = ctx.span(course.start), ctx.span(course.stop)
        near = int(ctx.number("joint-start"))
        if regimen.start and stop and (regimen.start.earliest - stop.latest).days > near:
            continue
        if regimen.end and start and start.earliest > regimen.end.latest:
            continue
        found.append(course)
    return tuple(found)


def _course_evidence(ctx: Context, course: MedicationCourse) -> Evidence:
    dose = " ".join(part for part in (str(course.dose) if course.dose else "", course.frequency) if part)
    when = " to ".join(
        part for part in (
            str(course.start) if course.start else "",
            str(course.stop) if course.stop else ("now" if is_running(ctx, course) and course.start else ""),
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
    written = " then ".join(
        dict.fromkeys(
            " ".join(part for part in (str(c.dose), c.frequency) if part) for c in courses if c.dose
        )
    )
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
