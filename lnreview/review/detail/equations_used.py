"""Which equation gave each eGFR of the record, from what, and whether it holds for this patient; body surface beside it.

The chart's own eGFR is shown beside the computed one and never mixed with it. Cockcroft-Gault stands here for drug labels
only. What could not be computed says why.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from lnreview.case import analytes, equations
from lnreview.case.dates import Span
from lnreview.case.quantities import convert, creatinine_mg_dl, find_unit, label, shown
from lnreview.case.records import LabResult, Measurement
from lnreview.guideline.model import Equation
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.detail.facts import quoted
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Evidence, Missing, Status
from lnreview.review.series import Point

COMPUTED = ("ckd-epi-2021", "schwartz-bedside")
"""Equations by which the program computes an eGFR."""
_UNITS = {"weight": ("body weight", "kg"), "height": ("length", "cm")}


def equations_used(view: Assessment) -> tuple[Table, ...]:
    """Return the eGFR of each creatinine with its equation, and body surface and clearance of today's size."""
    return (*_egfr(view), *_body(view))


# --- eGFR ------------------------------------------------------------------------------------------------------------


def _egfr(view: Assessment) -> tuple[Table, ...]:
    ctx = view.ctx
    points = {point.lab.id: point for point in view.kidney.points}
    charts = [lab for lab in ctx.case.labs if _is(lab, "egfr") and lab.quantity is not None]
    rows = []
    beside: set[str] = set()
    for lab in ctx.case.labs:
        if not _is(lab, "creatinine") or lab.quantity is None:
            continue
        own = [chart for chart in charts if _same_day(ctx, lab, chart)]
        beside |= {chart.id for chart in own}
        point = points.get(lab.id)
        rows.append((lab, _computed_row(view, point, own) if point else _open_row(view, lab, own)))
    rows += [(lab, _reported_row(ctx, lab)) for lab in charts if lab.id not in beside]
    if not rows:
        return ()
    rows.sort(key=lambda pair: _order(ctx, pair[0]))
    return (
        Table(
            "equations-used",
            "Equations used in this case",
            "response",
            (
                Column("Date"), Column("From"), Column("Equation"), Column("eGFR, mL/min/1.73 m²", number=True),
                Column("The chart's own", number=True), Column("Does it hold here?"),
            ),
            tuple(row for _, row in rows),
            intro="A change of eGFR is read within one equation; a value by another is shown and never mixed with it.",
            note="Each equation asks for a steady creatinine: on the days of an acute change it misleads.",
            missing=view.kidney.missing,
        ),
    )  # fmt: skip


def _computed_row(view: Assessment, point: Point, own: list[LabResult]) -> Row:
    ctx, lab = view.ctx, point.lab
    equation = ctx.guideline.equations.get(point.method)
    if equation is None:
        return _reported_row(ctx, lab)
    when = point.span or ctx.as_of
    inputs, used = _inputs(ctx, point, when)
    status, holds = _holds(ctx, equation.id, when)
    how = [_formula(equation)]
    how += [_difference(point, chart) for chart in own]
    if point.pregnant:
        how.append("Taken while pregnant: it never documents a failure or a relapse.")
    return Row(
        (
            str(lab.collected_on or ""), inputs, equation.name, words.filtration(point),
            ", ".join(_own(chart) for chart in own), holds,
        ),
        status=status,
        how=" ".join(how),
        evidence=(point.evidence(), *used, *(_told(ctx, chart) for chart in own)),
        citations=(_cited(equation),),
    )  # fmt: skip


def _inputs(ctx: Context, point: Point, when: Span) -> tuple[str, tuple[Evidence, ...]]:
    """Return what an equation was given, in words, with the entries besides the creatinine."""
    quantity = point.lab.quantity
    assert quantity is not None
    value = creatinine_mg_dl(quantity.value, quantity.unit)
    creatinine = f"creatinine {quantity.comparator or ''}{shown(value, 2)} mg/dL"
    if point.method == "schwartz-bedside":
        height = nearest(ctx, "height", when)
        if height is None:
            return creatinine, ()
        return f"{creatinine}, height {shown(size(height), 1)} cm", (_measured(ctx, height),)
    return f"{creatinine}, {_age(ctx, when)}, {ctx.case.patient.sex}", ()


def _holds(ctx: Context, equation: str, when: Span) -> tuple[Status, str]:
    """Say whether the patient is of the age for which an equation holds."""
    adult = ctx.is_adult(when)
    limit = shown(ctx.guideline.equations[equation].coefficients["adult-age"])
    if adult is None:
        return "not-documented", "age not on record"
    fits = adult if equation == "ckd-epi-2021" else not adult
    side = f"from {limit} years" if equation == "ckd-epi-2021" else f"under {limit} years"
    return ("met", f"yes, {side}") if fits else ("not-met", f"no, it holds {side}")


def _difference(point: Point, chart: LabResult) -> str:
    """Say how the chart's own eGFR stands to the computed one."""
    assert chart.quantity is not None
    if chart.equation == "unknown":
        return (
            f"The chart's own {chart.quantity} names no equation: shown, not used beside the computed value."
        )
    name = _equation_name(chart)
    if chart.equation != point.method:
        return f"The chart's own {chart.quantity} is by another equation ({name}): shown, never mixed."
    same = round(chart.quantity.value) == round(point.value)
    return f"The chart's own by the same equation {'agrees' if same else 'differs: age, sex or creatinine is to be checked'}."


def _open_row(view: Assessment, lab: LabResult, own: list[LabResult]) -> Row:
    """Return the row of a creatinine from which no eGFR was computed or used, with the reason."""
    ctx = view.ctx
    return Row(
        (str(lab.collected_on or ""), f"creatinine {lab.quantity}", "", "", ", ".join(_own(chart) for chart in own), "not computed"),
        status="not-documented",
        how=_why_not(view, lab),
        evidence=(_told(ctx, lab), *(_told(ctx, chart) for chart in own)),
    )  # fmt: skip


def _why_not(view: Assessment, lab: LabResult) -> str:
    """Say why a creatinine gave no eGFR: its own fault first, then what the patient's record lacks."""
    ctx = view.ctx
    named = [item for item in view.kidney.missing if item.entry == lab.id]
    if named:
        return named[0].why
    when = ctx.span(lab.collected_on) or ctx.as_of
    adult = ctx.is_adult(when)
    places = {"measurements"} if adult is False else {"patient"}
    general = [item for item in view.kidney.missing if item.place in places]
    if general and (adult is not True or ctx.case.patient.sex == "unknown"):
        return general[0].why
    return "Taken under dialysis, or another result of that day is used or differs from it."


def _reported_row(ctx: Context, lab: LabResult) -> Row:
    """Return the row of an eGFR that only the chart gives."""
    quantity = lab.quantity
    assert quantity is not None
    named = lab.equation != "unknown"
    unit = find_unit(quantity.unit)
    how = "As the chart gives it; no creatinine of that day is on record."
    if lab.equation == "cockcroft-gault" or (unit is not None and unit.kind == "filtration"):
        how += " It is not indexed to body surface."
    if named and lab.equation not in COMPUTED:
        how += " By another equation than the program's: compared only with values of the same."
    return Row(
        (
            str(lab.collected_on or ""), "the chart", _equation_name(lab) if named else "not stated", "", str(quantity),
            "as reported",
        ),
        status=None if named else "not-documented",
        how=how,
        evidence=(_told(ctx, lab),),
        citations=quoted(ctx.guideline, "egfr-one-equation"),
    )  # fmt: skip


# --- body surface and clearance --------------------------------------------------------------------------------------


def _body(view: Assessment) -> tuple[Table, ...]:
    ctx = view.ctx
    weight, height = nearest(ctx, "weight", ctx.as_of), nearest(ctx, "height", ctx.as_of)
    rows: list[Row] = []
    if weight is not None and height is not None:
        rows += _surface(ctx, weight, height)
    if weight is not None:
        rows += _clearance(view, weight)
    if not rows:
        return ()
    missing = () if height is not None else (_no_height(),)
    return (
        Table(
            "body-surface-and-clearance",
            "Body surface and creatinine clearance",
            "response",
            (
                Column("What"),
                Column("From"),
                Column("Equation"),
                Column("Result", number=True),
                Column("For"),
            ),
            tuple(rows),
            intro="By the latest weight and height; one formula of body surface throughout, Mosteller.",
            note="A clearance by Cockcroft-Gault is for drug labels that ask for it; it is never a response.",
            missing=missing,
        ),
    )


def _no_height() -> Missing:
    return Missing(
        "height", "Body surface, and in a child the eGFR, need it.", "response", "measurements", rank=70
    )


def _surface(ctx: Context, weight: Measurement, height: Measurement) -> list[Row]:
    pack = ctx.guideline.equations
    first = equations.mosteller(size(weight), size(height), pack["mosteller"].coefficients)
    second = equations.du_bois(size(weight), size(height), pack["du-bois"].coefficients)
    inputs = f"{shown(size(weight), 1)} kg, {shown(size(height), 1)} cm"
    evidence = (_measured(ctx, weight), _measured(ctx, height))
    gap = shown(abs(first - second))
    return [
        Row(
            ("body surface", inputs, "Mosteller", f"{shown(first)} m²", "doses per m²"),
            how=_formula(pack["mosteller"]), evidence=evidence, citations=(_cited(pack["mosteller"]),),
        ),
        Row(
            ("body surface", inputs, "Du Bois", f"{shown(second)} m²", f"shown only; {gap} m² from Mosteller"),
            how=_formula(pack["du-bois"]), evidence=evidence,
            citations=(_cited(pack["du-bois"]), *quoted(ctx.guideline, "one-body-surface")),
        ),
    ]  # fmt: skip


def _clearance(view: Assessment, weight: Measurement) -> list[Row]:
    """Return Cockcroft-Gault from the latest creatinine of an adult, or nothing."""
    ctx = view.ctx
    usable = [
        point for point in view.kidney.points if point.method == "ckd-epi-2021" and point.low == point.high
    ]
    if not usable:
        return []
    point = usable[-1]
    when = point.span or ctx.as_of
    ages, quantity = ctx.age_at(when), point.lab.quantity
    assert ages is not None
    assert quantity is not None
    equation = ctx.guideline.equations["cockcroft-gault"]
    female = ctx.case.patient.sex == "female"
    age = Decimal(ages[0] + ages[1]) / 2
    creatinine = creatinine_mg_dl(quantity.value, quantity.unit)
    value = equations.cockcroft_gault(creatinine, age, size(weight), female, equation.coefficients)
    inputs = f"creatinine {shown(creatinine, 2)} mg/dL ({point.lab.collected_on}), {_age(ctx, when)}, {shown(size(weight), 1)} kg, {ctx.case.patient.sex}"
    return [
        Row(
            ("creatinine clearance", inputs, equation.name, f"{shown(value, 1)} mL/min", "drug labels only; never a response"),
            how=_formula(equation), evidence=(point.evidence(), _measured(ctx, weight)), citations=(_cited(equation),),
        )
    ]  # fmt: skip


# --- parts -----------------------------------------------------------------------------------------------------------


def nearest(ctx: Context, what: Literal["weight", "height"], when: Span) -> Measurement | None:
    """Return the usable measurement nearest in time to a day; one without a day counts as of that day."""
    best: tuple[int, Measurement] | None = None
    for item in ctx.case.measurements:
        unit = find_unit(item.quantity.unit)
        if item.what != what or unit is None or unit.kind != _UNITS[what][0] or item.quantity.value <= 0:
            continue
        span = ctx.span(item.measured_on)
        distance = abs((span.middle - when.middle).days) if span else 0
        if best is None or distance < best[0]:
            best = (distance, item)
    return best[1] if best else None


def size(item: Measurement) -> Decimal:
    """Return a weight in kg or a height in cm; raise `UnitError` for a unit of another kind."""
    return convert(item.quantity.value, item.quantity.unit, _UNITS[item.what][1])


def _age(ctx: Context, when: Span) -> str:
    ages = ctx.age_at(when)
    if ages is None:
        return "age not on record"
    return f"{ages[0]} years" if ages[0] == ages[1] else f"{ages[0]}-{ages[1]} years"


def _is(lab: LabResult, name: str) -> bool:
    found = analytes.find(lab.analyte)
    return found is not None and found.id == name


def _same_day(ctx: Context, one: LabResult, other: LabResult) -> bool:
    first, second = ctx.span(one.collected_on), ctx.span(other.collected_on)
    return first is not None and second is not None and first.middle == second.middle


def _order(ctx: Context, lab: LabResult) -> tuple[bool, int]:
    span = ctx.span(lab.collected_on)
    return (span is not None, span.middle.toordinal() if span else 0)


def _own(lab: LabResult) -> str:
    quantity = lab.quantity
    assert quantity is not None
    named = f" by {_equation_name(lab)}" if lab.equation != "unknown" else ", equation not stated"
    unit = find_unit(quantity.unit)
    indexed = unit is not None and unit.kind == "filtration, indexed"
    return f"{quantity.comparator or ''}{shown(quantity.value)}{'' if indexed else f' {label(quantity.unit)}'}{named}"


def _equation_name(lab: LabResult) -> str:
    return words.METHODS.get(lab.equation, lab.equation)


def _formula(equation: Equation) -> str:
    return f"{equation.name} ({equation.year}): {equation.formula}. Use: {equation.use}. Not for: {equation.misuse}."


def _cited(equation: Equation) -> Cited:
    return Cited.of(equation)


def _told(ctx: Context, lab: LabResult) -> Evidence:
    return ctx.evidence(lab, analytes.name(lab.analyte), lab.quantity, "", lab.collected_on)


def _measured(ctx: Context, item: Measurement) -> Evidence:
    return ctx.evidence(item, item.what, item.quantity, "", item.measured_on)
