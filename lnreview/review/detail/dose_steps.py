"""The doses of each regimen step by step: what was prescribed, from which dose it is adequate, and how long it reached it."""

from __future__ import annotations

from decimal import Decimal

from lnreview.case import equations
from lnreview.case.dates import Span
from lnreview.case.quantities import UnitError, convert, find_unit, label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.review.alongside import applies
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.coursetime import given, in_months, months_at_dose, span_text
from lnreview.review.detail.lines import dose, judged, period, where
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.doses import body, daily_dose, floor_holds, reached
from lnreview.review.finding import Cited, Evidence, Missing, Status
from lnreview.review.reduction import reduction
from lnreview.review.regimens import drug_name
from lnreview.review.schemes import meant

_STEPS = (
    Column("Drug"), Column("Regimen"), Column("Period"), Column("Dose as written"), Column("A day"), Column("By weight or surface"),
    Column("Adequate from"), Column("Lower dose because of"),
)  # fmt: skip
_TIMES = (
    Column("Drug"), Column("Regimen"), Column("At an adequate dose"), Column("Needed"), Column("Later reduction"),
)  # fmt: skip


def dose_steps(view: Assessment) -> tuple[Table, ...]:
    """Return a row per course of each regimen, and a row per drug class with its time at an adequate dose."""
    steps: list[Row] = []
    times: list[Row] = []
    missing: list[Missing] = []
    for line, end in judged(view):
        for course in line.regimen.everything:
            steps.append(_step(view.ctx, line, course, missing))
        for name in line.regimen.classes:
            times.extend(_time(view.ctx, line, name, end))
    tables = (
        Table("dosing-steps", "Doses step by step", "dosing", _STEPS, tuple(steps),
              "Each change of dose is a row; time below the adequate dose does not count.",
              "Adult doses; under 18 years they do not apply. Glucocorticoids and hydroxychloroquine stand in tables of their own.",
              tuple(dict.fromkeys(missing))),
        Table("dosing-time", "Time at an adequate dose", "dosing", _TIMES, tuple(times),
              note="The latest dose decides: after a later reduction a regimen counts only for what was documented before."),
    )  # fmt: skip
    return tuple(table for table in tables if table.rows)


def rules_for(ctx: Context, line: Line, course: MedicationCourse) -> tuple[DoseRule, ...]:
    """Return the schemes that the dose of a course may be set against, given what runs beside it."""
    classes = {ctx.drug_class(item) for item in line.regimen.everything}
    drugs = {drug.id for item in line.regimen.everything if (drug := ctx.drug(item.drug))}
    return tuple(
        rule
        for rule in ctx.guideline.doses
        if rule.drug_class == ctx.drug_class(course)
        and applies(ctx, rule, [course])
        and (not rule.with_class or set(rule.with_class) & classes)
        and not set(rule.not_beside) & drugs
    )


def _step(ctx: Context, line: Line, course: MedicationCourse, missing: list[Missing]) -> Row:
    attached = course in line.regimen.attached
    rules = () if attached else rules_for(ctx, line, course)
    answers = [reached(ctx, rule, course) for rule in rules]
    status: Status | None = None
    if rules:
        status = "met" if True in answers else ("not-documented" if None in answers else "not-met")
    floors = tuple(dict.fromkeys(ctx.guideline[rule.floor] for rule in rules))
    wanted = " or ".join(_floor(ctx, rule, course) for rule in rules)
    limited = (
        "" if course.dose_limited_by in ("none", "unknown") else course.dose_limited_by.replace("-", " ")
    )
    if course.dose is None:
        missing.append(Missing(f"dose and frequency of {drug_name(ctx, course)} {period(ctx, course)}".strip(),
                               "Without a dose its adequacy cannot be told.", "dosing", "courses", course.id, rank=30))  # fmt: skip
    cells = (
        drug_name(ctx, course), where(ctx, line.regimen, course), period(ctx, course), dose(course), per_day(course), by_body(ctx, course),
        wanted, limited,
    )  # fmt: skip
    how = "" if rules else "No adequate dose of this drug against lupus nephritis is on file."
    holds = {floor_holds(ctx, rule, course) for rule in rules}
    if rules and True not in holds:
        how = "Adult floors say nothing under 18 years, in either direction."
        if None in holds:
            how = "The age is not documented; adult floors say nothing under 18 years, in either direction."
            missing.append(
                Missing("age of the patient", "Adult dose floors do not apply under 18 years.", "dosing", "patient", rank=2)
            )  # fmt: skip
    if attached:
        how = "A follow-on or maintenance drug: it is not held to an induction dose."
    return Row(
        cells,
        status,
        how,
        (_evidence(ctx, course),),
        tuple(dict.fromkeys(Cited.of(item) for item in floors)),
        floors,
    )


def _floor(ctx: Context, rule: DoseRule, course: MedicationCourse) -> str:
    """Return the floor of a rule with its scheme, marked where it is one for adults and the patient may be none."""
    floor = ctx.guideline[rule.floor]
    whom = "" if floor_holds(ctx, rule, course) is True else "adults only: "
    return f"{whom}{shown(floor.value)} {label(floor.unit)} ({rule.scheme})"


def _evidence(ctx: Context, course: MedicationCourse) -> Evidence:
    return ctx.evidence(course, drug_name(ctx, course), dose(course), "", course.start)


def per_day(course: MedicationCourse) -> str:
    """Return the dose a day of a course, in g from 1 g on; empty where the record does not tell."""
    daily = daily_dose(course, "mg/d")
    if daily is None:
        return ""
    grams = convert(daily, "mg/d", "g/d")
    return f"{_short(grams)} g/d" if grams >= 1 else f"{_short(daily)} mg/d"


def by_body(ctx: Context, course: MedicationCourse) -> str:
    """Return a dose per kg, and per m² for a dose given at once, by the weight and height nearest to its start."""
    unit = find_unit(course.dose.unit) if course.dose and not course.dose.comparator else None
    if course.dose is None or unit is None:
        return ""
    weight, height = body(ctx, "weight", course), body(ctx, "height", course)
    daily = daily_dose(course, "mg/d")
    if daily is not None and weight is not None:
        return f"{_per_kg(daily / weight)} mg/kg/d"
    try:
        single = convert(course.dose.value, course.dose.unit, "mg")
    except UnitError:
        return ""
    if daily is not None or weight is None:
        return ""
    texts = [f"{_per_kg(single / weight)} mg/kg"]
    if height is not None:
        area = equations.mosteller(weight, height, ctx.guideline.equations["mosteller"].coefficients)
        texts.append(f"{shown(single / area, 0)} mg/m² (Mosteller {shown(area, 2)} m²)")
    return ", ".join(texts)


def _per_kg(value: Decimal) -> str:
    """Return a dose per kg with one decimal from 1 on, and with two digits that count below: 0.037, never 0."""
    places = 1 if value >= 1 else 1 - value.adjusted()
    return shown(value, places)


def _short(value: Decimal) -> str:
    return shown(value, 2)


def _time(ctx: Context, line: Line, name: str, end: Span | None) -> list[Row]:
    """Return the time at an adequate dose for each scheme that the courses of a class may be set against."""
    own = [item for item in line.regimen.courses if ctx.drug_class(item) == name]
    rules = tuple(dict.fromkeys(rule for course in own for rule in rules_for(ctx, line, course)))
    rules = tuple(rule for rule in rules if all(rule in meant(ctx, rules, course) for course in own)) or rules
    if len(rules) > 1:  # show the scheme that fits, or every one where none does
        rules = tuple(rule for rule in rules if any(reached(ctx, rule, course) for course in own)) or rules
    return [_scheme(ctx, line, rule, own, end) for rule in rules]


def _scheme(ctx: Context, line: Line, rule: DoseRule, own: list[MedicationCourse], end: Span | None) -> Row:
    window = ctx.parameter("course-months")
    parameters = [ctx.guideline[rule.floor]]
    status: Status = "not-documented"
    if rule.doses:
        number = given(ctx, rule, own)
        needed_doses = ctx.guideline[rule.doses]
        parameters.append(needed_doses)
        answers = [reached(ctx, rule, course) for course in own]
        at_dose = "" if number is None else f"{number} infusions"
        if number is not None and True not in answers:
            at_dose += ", dose below it" if None not in answers else ", dose not documented as adequate"
        needed = f"{shown(needed_doses.value)} infusions"
        if number is not None and (number < needed_doses.value or True in answers or None not in answers):
            status = "met" if number >= needed_doses.value and True in answers else "not-met"
    else:
        own_months = ctx.guideline[rule.months] if rule.months else None
        asked = in_months(own_months) if own_months and rule.needs_follow_on else window.value
        if own_months and not rule.needs_follow_on:
            asked = max(asked, in_months(own_months))
        parameters.append(own_months or window)
        answers = [reached(ctx, rule, course) for course in own]
        fewest, most = months_at_dose(ctx, rule, own, end) if True in answers else (None, None)
        if all(answer is False for answer in answers):
            fewest = most = Decimal(0)
        at_dose = "" if fewest is None or most is None else f"{span_text(fewest, most)} months"
        needed = f"{shown(asked, 1)} months"
        if fewest is not None and fewest >= asked:
            status = "met"
        elif most is not None and most < asked:
            status = "not-met"
    lowered = reduction(ctx, rule, own)
    cells = (
        drug_name(ctx, own[0]),
        line.regimen.name(ctx),
        at_dose,
        f"{needed} ({rule.scheme})",
        lowered.text() if lowered else "",
    )
    how = line.dosing.finding.because
    evidence = tuple(_evidence(ctx, course) for course in own)
    return Row(
        cells,
        status,
        how,
        evidence,
        tuple(dict.fromkeys(Cited.of(item) for item in parameters)),
        tuple(parameters),
    )
