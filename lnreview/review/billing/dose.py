"""One dose of a request in mg: flat, by the latest weight, or by the body surface from the latest weight and height.

Nothing is guessed: a dose in words is not read, an unusable latest weight does not fall back on an older one, and two
different weights of one day settle nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from lnreview.case import equations
from lnreview.case.model import Case
from lnreview.case.quantities import convert, find_unit
from lnreview.case.records import Measurement
from lnreview.guideline.model import Guideline
from lnreview.review.billing.plan import OneDose, QuantityGap, plain
from lnreview.review.finding import Cited, Evidence

_UNITS = {"weight": ("body weight", "kg"), "height": ("length", "cm")}
_EQUATION = "mosteller"


def one_dose(known: Case, guideline: Guideline) -> tuple[OneDose | None, tuple[QuantityGap, ...]]:
    """Return one dose of the request in mg with what it rests on, or `None` with what is missing.

    `known` is the case as known on the day of the review.
    """
    asked = known.request.dose_each
    if asked is None:
        why = "Vials and units follow from one dose as a number with its unit; a dose in words is not read."
        return None, (QuantityGap("dose", "one dose as a number with its unit", why, entry="dose_each"),)
    unit = find_unit(asked.unit)
    kind = unit.kind if unit else ""
    if asked.comparator or asked.value <= 0 or kind not in ("mass", "mass per weight", "mass per area"):
        why = f"“{asked}” is no amount of one dose; it is written in mg, g, mg/kg or mg/m²."
        return None, (QuantityGap("dose", "one dose in mg, g, mg/kg or mg/m²", why, entry="dose_each"),)
    if kind == "mass":
        mg = convert(asked.value, asked.unit, "mg")
        how = str(asked) if unit and unit.code == "mg" else f"{asked} = {plain(mg)} mg"
        return OneDose(mg, how), ()
    weight, gaps = latest(known, "weight")
    if kind == "mass per weight":
        if weight is None:
            return None, gaps
        per_kg, kg = convert(asked.value, asked.unit, "mg/kg"), _size(weight)
        mg = per_kg * kg
        return OneDose(mg, f"{plain(per_kg)} mg/kg × {plain(kg)} kg = {plain(mg)} mg", (_told(weight),)), gaps
    height, more = latest(known, "height")
    gaps = (*gaps, *more)
    if weight is None or height is None:
        return None, gaps
    equation = guideline.equations[_EQUATION]
    area = equations.mosteller(_size(weight), _size(height), equation.coefficients)
    per_m2 = convert(asked.value, asked.unit, "mg/m2")
    mg = per_m2 * area
    return (
        OneDose(
            mg,
            f"{plain(per_m2)} mg/m² × {plain(area)} m² = {plain(mg)} mg",
            (_told(weight), _told(height)),
            (Cited.of(equation),),
            f"body surface of {plain(_size(weight))} kg and {plain(_size(height))} cm → {area} m², {equation.name}, "
            f"rounded to {-int(area.as_tuple().exponent)} decimals",
        ),
        gaps,
    )


def latest(
    known: Case, what: Literal["weight", "height"]
) -> tuple[Measurement | None, tuple[QuantityGap, ...]]:
    """Return the latest weight or height that can be used, with what is missing; one without a day is used and asked about."""
    found = [item for item in known.measurements if item.what == what]
    if not found:
        why = f"The dose is written by body {'weight' if what == 'weight' else 'surface'}."
        return None, (QuantityGap(what, f"a {what} with its day", why, "measurements"),)
    last = found[-1]
    kind, _ = _UNITS[what]
    unit = find_unit(last.quantity.unit)
    if unit is None or unit.kind != kind or last.quantity.comparator or last.quantity.value <= 0:
        why = f"The latest {what} reads “{last.quantity}”, which cannot be used; an older one is not put in its place."
        return None, (QuantityGap(what, f"the {what} with its unit", why, "measurements", last.id),)
    others = [item for item in found if _same_day(known, item, last)]
    if not all(_agree(item, last) for item in others):
        why = f"Two different ones stand on {last.measured_on or 'no day'}, so neither is used."
        return None, (QuantityGap(what, f"which {what} is right", why, "measurements", last.id),)
    if last.measured_on is None:
        why = f"A {what} without a day is used; payers ask for the day."
        return last, (QuantityGap(what, f"the day of the {what}", why, "measurements", last.id),)
    return last, ()


def _same_day(known: Case, item: Measurement, last: Measurement) -> bool:
    first, second = known.span(item.measured_on), known.span(last.measured_on)
    if first is None or second is None:
        return first is second and item.order == last.order
    return first.middle == second.middle


def _agree(item: Measurement, last: Measurement) -> bool:
    kind, unit = _UNITS[item.what]
    found = find_unit(item.quantity.unit)
    return (
        found is not None
        and found.kind == kind
        and convert(item.quantity.value, item.quantity.unit, unit) == _size(last)
    )


def _size(item: Measurement) -> Decimal:
    """Return a weight in kg or a height in cm."""
    return convert(item.quantity.value, item.quantity.unit, _UNITS[item.what][1])


def _told(item: Measurement) -> Evidence:
    when = str(item.measured_on) if item.measured_on else ""
    return Evidence(item.what, str(item.quantity), "", when, item.source or item.note, item.id)
