"""Whether one course reached a dose: per day, per infusion, per body surface or per weight.

`None` is the answer wherever the record does not tell: no dose, a unit of another kind, no frequency, no weight. A floor
for adults says nothing of a patient who was under 18 or of unknown age when the course began, in either direction (A10).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from lnreview.case import equations
from lnreview.case.frequencies import times_per_day
from lnreview.case.quantities import UnitError, convert, find_unit
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context


def daily_dose(course: MedicationCourse, unit: str) -> Decimal | None:
    """Return the dose per day in `unit` (a unit of mass per day), or `None` when the record does not tell."""
    if course.dose is None or course.dose.comparator or course.dose.value <= 0:
        return None
    found = find_unit(course.dose.unit)
    if found is None:
        return None
    if found.kind == "mass per day":
        return convert(course.dose.value, course.dose.unit, unit)
    times = times_per_day(course.frequency)
    if found.kind != "mass" or times is None:
        return None
    return convert(course.dose.value * times, course.dose.unit, "mg") * (
        1 if unit == "mg/d" else Decimal("0.001")
    )


def weight_dose(course: MedicationCourse, unit: str) -> Decimal | None:
    """Return a dose that is written by body weight in `unit` (mg/kg or mg/kg/d), or `None` when it is of another kind.

    A dose per weight without a frequency is read as that of a day where a dose per day is asked for.
    """
    found, wanted = find_unit(course.dose.unit) if course.dose else None, find_unit(unit)
    if course.dose is None or found is None or wanted is None:
        return None
    if found.kind == wanted.kind:
        return convert(course.dose.value, course.dose.unit, unit)
    if found.kind != "mass per weight" or wanted.kind != "mass per weight and day":
        return None
    frequency = course.frequency.strip().casefold()
    times = times_per_day(frequency) if frequency else 1
    return None if times is None else convert(course.dose.value * times, course.dose.unit, "mg/kg")


def floor_holds(ctx: Context, rule: DoseRule, course: MedicationCourse) -> bool | None:
    """Say whether the floor of a rule judges a course: not under 18 years, `None` when the age is unknown."""
    return ctx.is_adult(ctx.span(course.start)) if rule.adults_only else True


def dose_reached(ctx: Context, rule: DoseRule, floor: Parameter, course: MedicationCourse) -> bool | None:
    """Say whether one course reached the floor of a rule."""
    if floor_holds(ctx, rule, course) is not True:
        return None
    if course.dose is None or course.dose.value <= 0 or course.dose.comparator:
        return None
    try:
        if rule.measure == "per-day":
            value = daily_dose(course, floor.unit)
            return None if value is None else value >= floor.value
        if rule.measure == "per-dose":
            if find_unit(course.dose.unit) and find_unit(course.dose.unit).kind == "mass per area":  # type: ignore[union-attr]
                return False
            return convert(course.dose.value, course.dose.unit, floor.unit) >= floor.value
        if rule.measure == "per-dose-per-area":
            return _per_area(ctx, course, floor)
        return _per_weight(ctx, rule, course, floor)
    except UnitError:
        return None


def reached(ctx: Context, rule: DoseRule, course: MedicationCourse) -> bool | None:
    """Say whether one course reached the floor of a rule, or that of the same scheme for its own drug.

    A course of enteric-coated mycophenolate is set against its own floor, also beside courses of the plain form.
    """
    drug = ctx.drug(course.drug)
    own = rule
    if drug is not None and rule.drugs and drug.id not in rule.drugs:
        own = next(
            (
                item for item in ctx.guideline.doses
                if drug.id in item.drugs and (item.measure, item.with_class) == (rule.measure, rule.with_class)
            ),
            rule,
        )  # fmt: skip
    return dose_reached(ctx, own, ctx.guideline[own.floor], course)


def _per_area(ctx: Context, course: MedicationCourse, floor: Parameter) -> bool | None:
    assert course.dose is not None
    unit = find_unit(course.dose.unit)
    if unit is None:
        return None
    if unit.kind == "mass per area":
        return convert(course.dose.value, course.dose.unit, floor.unit) >= floor.value
    weight, height = body(ctx, "weight", course), body(ctx, "height", course)
    if unit.kind != "mass" or weight is None or height is None:
        return None
    area = equations.mosteller(weight, height, ctx.guideline.equations["mosteller"].coefficients)
    return convert(course.dose.value, course.dose.unit, "mg") / area >= floor.value


def _per_weight(ctx: Context, rule: DoseRule, course: MedicationCourse, floor: Parameter) -> bool | None:
    assert course.dose is not None
    unit = find_unit(course.dose.unit)
    weight = body(ctx, "weight", course)
    if unit is None:
        return None
    if unit.kind in ("mass per weight", "mass per weight and day"):
        per_weight = weight_dose(course, floor.unit)
        return None if per_weight is None else per_weight >= floor.value
    if rule.measure == "per-day-per-weight":
        daily = daily_dose(course, "mg/d")
        if daily is None:
            return None
        if daily >= ctx.guideline.number("oral-cyc-cap"):
            return True
        return None if weight is None else daily / weight >= floor.value
    if weight is None or unit.kind != "mass":
        return None
    return convert(course.dose.value, course.dose.unit, "mg") / weight >= floor.value


def body(ctx: Context, what: Literal["weight", "height"], course: MedicationCourse) -> Decimal | None:
    """Return the weight in kg or the height in cm that was measured nearest to the start of a course."""
    start = ctx.span(course.start) or ctx.as_of
    kind = "body weight" if what == "weight" else "length"
    best: tuple[int, Decimal] | None = None
    for item in ctx.case.measurements:
        unit = find_unit(item.quantity.unit)
        if item.what != what or unit is None or unit.kind != kind or item.quantity.value <= 0:
            continue
        span = ctx.span(item.measured_on)
        distance = abs((span.middle - start.middle).days) if span else 0
        if best is None or distance < best[0]:
            best = (
                distance,
                convert(item.quantity.value, item.quantity.unit, "kg" if what == "weight" else "cm"),
            )
    return best[1] if best else None
