"""Cyclophosphamide beside each dose that a publication prints: sources differ (C15, C16), so each range is named."""

from __future__ import annotations

from decimal import Decimal

from lnreview.case import equations
from lnreview.case.quantities import UnitError, convert, find_unit, label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.cumulative import given_courses
from lnreview.review.detail.facts import study
from lnreview.review.detail.lines import dose, period
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.doses import body, daily_dose, weight_dose
from lnreview.review.finding import Cited

_INFUSED = ("nih-dose", "cyc-high-dose-2019", "cyc-high-dose-2012")
_ORAL = ("oral-cyc-floor", "cyc-oral-2012")


def printed_ranges(view: Assessment) -> tuple[Table, ...]:
    """Return, for each cyclophosphamide course, its dose per body surface or weight beside every printed range."""
    ctx = view.ctx
    rows = [row for course in given_courses(ctx, ("cyclophosphamide",)) for row in _rows(ctx, course)]
    if not rows:
        return ()
    return (
        Table(
            "cyclophosphamide-ranges",
            "Cyclophosphamide beside the printed doses",
            "dosing",
            (Column("Course"), Column("Dose"), Column("Printed by"), Column("Range"), Column("This course")),
            tuple(rows),
            "Publications print different doses; each is named, and the lowest of them makes a course adequate.",
            "The flat low dose (Euro-Lupus) is never read per body surface.",
        ),
    )


def _rows(ctx: Context, course: MedicationCourse) -> list[Row]:
    per_area, per_weight = area_dose(ctx, course), daily_weight_dose(ctx, course)
    found: list[tuple[str, Decimal]] = []
    if course.route != "oral" and per_area is not None and not _is_flat_low_dose(ctx, course):
        found = [(name, per_area) for name in _INFUSED]
    elif course.route == "oral" and per_weight is not None:
        found = [(name, per_weight) for name in _ORAL]
    return [_row(ctx, course, ctx.guideline[name], value) for name, value in found]


def _row(ctx: Context, course: MedicationCourse, limit: Parameter, value: Decimal) -> Row:
    high = limit.upper if limit.upper is not None else limit.value
    place = "below it" if value < limit.value else "above it" if value > high else "within it"
    unit = label(limit.unit)
    return Row(
        (period(ctx, course) or course.drug, f"{dose(course)} = {shown(value, 1)} {unit}", study(ctx.guideline, limit.source),
         f"{shown(limit.value)}-{shown(high)} {unit}", place),
        how=f"{limit.means[:1].upper()}{limit.means[1:]}.", evidence=(ctx.evidence(course, course.drug, course.dose, "", course.start),),
        citations=(Cited.of(limit),), parameters=(limit,),
    )  # fmt: skip


def area_dose(ctx: Context, course: MedicationCourse) -> Decimal | None:
    """Return one dose in mg per m² of body surface by Mosteller, or `None` when the record does not tell."""
    if course.dose is None or course.dose.comparator or (unit := find_unit(course.dose.unit)) is None:
        return None
    try:
        if unit.kind == "mass per area":
            return convert(course.dose.value, course.dose.unit, "mg/m2")
    except UnitError:
        return None
    weight, height = body(ctx, "weight", course), body(ctx, "height", course)
    if unit.kind != "mass" or weight is None or height is None:
        return None
    area = equations.mosteller(weight, height, ctx.guideline.equations["mosteller"].coefficients)
    return convert(course.dose.value, course.dose.unit, "mg") / area


def daily_weight_dose(ctx: Context, course: MedicationCourse) -> Decimal | None:
    """Return the dose a day in mg per kg of body weight, or `None` when the record does not tell."""
    if course.dose is None or course.dose.comparator:
        return None
    written = weight_dose(course, "mg/kg/d")
    daily, weight = daily_dose(course, "mg/d"), body(ctx, "weight", course)
    if written is not None or daily is None or weight is None:
        return written
    return daily / weight


def _is_flat_low_dose(ctx: Context, course: MedicationCourse) -> bool:
    """Whether it is the flat dose of the low-dose scheme, which is not meant per body surface."""
    flat = ctx.guideline["eurolupus-dose"]
    if course.dose is None or (unit := find_unit(course.dose.unit)) is None or unit.kind != "mass":
        return False
    return convert(course.dose.value, course.dose.unit, flat.unit) <= flat.value
