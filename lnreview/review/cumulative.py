"""The cumulative dose of a drug class, as far as the record documents doses that can be added."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lnreview.case import equations
from lnreview.case.quantities import convert, find_unit
from lnreview.case.records import Administration, MedicationCourse, Quantity
from lnreview.review.context import Context
from lnreview.review.doses import daily_dose
from lnreview.review.finding import Evidence
from lnreview.review.regimens import drug_name


@dataclass(frozen=True)
class Total:
    """What was given, in grams: a lower bound unless `complete`."""

    grams: Decimal
    complete: bool
    evidence: tuple[Evidence, ...]


def cumulative_grams(ctx: Context, classes: tuple[str, ...]) -> Total:
    """Add the doses of every course of some drug classes.

    Infusions count as doses given times the dose (per body surface by Mosteller, with a weight and a height on record);
    an oral course counts as its dose per day times its days, both ends included. Administrations of a drug are used
    where its courses state no number of doses. A course that cannot be added leaves the sum incomplete.
    """
    grams, complete, evidence = Decimal(0), True, []
    for course in ctx.case.courses:
        if ctx.drug_class(course) not in classes or not ctx.has_begun(ctx.span(course.start)):
            continue
        given = _grams(ctx, course)
        evidence.append(ctx.evidence(course, drug_name(ctx, course), course.dose, "", course.start))
        complete = complete and given is not None
        grams += given or 0
    return Total(grams, complete, tuple(evidence))


def _grams(ctx: Context, course: MedicationCourse) -> Decimal | None:
    if course.dose is None or course.dose.comparator or course.dose.value <= 0:
        return None
    if course.doses_given is not None:
        single = _single(ctx, course.dose)
        return None if single is None else single * course.doses_given
    infusions = [item for item in ctx.case.administrations if _of(ctx, item, course)]
    if infusions:
        doses = [_single(ctx, item.dose or course.dose) for item in infusions]
        return None if None in doses else sum((dose for dose in doses if dose is not None), Decimal(0))
    start, stop = ctx.span(course.start), ctx.span(course.stop)
    daily = daily_dose(course, "mg/d")
    if daily is None or start is None or stop is None:
        return None
    if start.earliest != start.latest or stop.earliest != stop.latest:
        return None
    days = (min(stop.latest, ctx.as_of.latest) - start.earliest).days + 1
    return convert(daily * days, "mg", "g")


def _of(ctx: Context, item: Administration, course: MedicationCourse) -> bool:
    """Whether a complete administration belongs to a course: the same drug, between its ends."""
    if (
        item.status != "complete"
        or ctx.drug(item.drug) is None
        or ctx.drug(item.drug) != ctx.drug(course.drug)
    ):
        return False
    day, start, stop = ctx.span(item.given_on), ctx.span(course.start), ctx.span(course.stop)
    if day is None:
        return False
    return (start is None or day.latest >= start.earliest) and (stop is None or day.earliest <= stop.latest)


def _single(ctx: Context, dose: Quantity) -> Decimal | None:
    """Return one dose in grams, or `None` when its unit needs what the record lacks."""
    unit = find_unit(dose.unit)
    if unit is None or dose.comparator:
        return None
    if unit.kind == "mass":
        return convert(dose.value, dose.unit, "g")
    if unit.kind != "mass per area":
        return None
    weight, height = _body(ctx, "weight", "kg"), _body(ctx, "height", "cm")
    if weight is None or height is None:
        return None
    area = equations.mosteller(weight, height, ctx.guideline.equations["mosteller"].coefficients)
    return convert(convert(dose.value, dose.unit, "mg/m2") * area, "mg", "g")


def _body(ctx: Context, what: str, target: str) -> Decimal | None:
    """Return the latest weight or height on record."""
    kind = "body weight" if what == "weight" else "length"
    for item in reversed(ctx.case.measurements):
        unit = find_unit(item.quantity.unit)
        if item.what == what and unit is not None and unit.kind == kind and item.quantity.value > 0:
            return convert(item.quantity.value, item.quantity.unit, target)
    return None
