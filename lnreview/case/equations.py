"""Kidney function and body surface from published equations, and the slope of a series.

Pure arithmetic: every coefficient is an argument and comes, cited, from the guideline pack. A value that an
equation does not hold for is refused with `ValueError`; nothing is extrapolated. Powers are computed in
floating point, the result is a rounded `Decimal`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

DAYS_PER_YEAR = Decimal("365.2425")
"""Mean length of a Gregorian year in days; used for slopes."""

Coefficients = Mapping[str, Decimal]
"""The numbers of an equation by name, as the pack holds them."""


def ckd_epi_2021(
    creatinine_mg_dl: Decimal, age_years: Decimal, female: bool, coefficients: Coefficients
) -> Decimal:
    """Return the eGFR in mL/min/1.73 m², to two decimals, by CKD-EPI creatinine 2021 (no race term).

    Raises `ValueError` below the age for which the equation holds, and for a creatinine that is not positive.
    Source: pack equation `ckd-epi-2021` (Inker 2021).
    """
    _positive(creatinine_mg_dl, "serum creatinine")
    limit = coefficients["adult-age"]
    if age_years < limit:
        raise ValueError(
            f"the adult eGFR equation does not hold at {age_years} years; it holds from {limit} years"
        )
    sex = "female" if female else "male"
    ratio = float(creatinine_mg_dl / coefficients[f"kappa-{sex}"])
    below = min(ratio, 1.0) ** float(coefficients[f"exponent-below-{sex}"])
    above = max(ratio, 1.0) ** float(coefficients["exponent-above"])
    ageing = float(coefficients["per-year"]) ** float(age_years)
    egfr = float(coefficients["scale"]) * below * above * ageing
    return _rounded(egfr * float(coefficients["female"]) if female else egfr, 2)


def schwartz_bedside(
    height_cm: Decimal,
    creatinine_mg_dl: Decimal,
    coefficients: Coefficients,
    age_years: Decimal | None = None,
) -> Decimal:
    """Return a child's eGFR in mL/min/1.73 m², to one decimal, by the bedside Schwartz equation.

    Raises `ValueError` for an adult, where an age is given, and for a height or creatinine not above zero.
    Source: pack equation `schwartz-bedside`.
    """
    _positive(height_cm, "height")
    _positive(creatinine_mg_dl, "serum creatinine")
    limit = coefficients["adult-age"]
    if age_years is not None and age_years >= limit:
        raise ValueError(
            f"the bedside Schwartz equation does not hold at {age_years} years; it holds below {limit} years"
        )
    return _rounded(float(coefficients["factor"] * height_cm / creatinine_mg_dl), 1)


def cockcroft_gault(
    creatinine_mg_dl: Decimal,
    age_years: Decimal,
    weight_kg: Decimal,
    female: bool,
    coefficients: Coefficients,
) -> Decimal:
    """Return the creatinine clearance in mL/min (not indexed to body surface), to two decimals.

    Raises `ValueError` for a creatinine or weight not above zero, and for an age past the equation's origin.
    Source: pack equation `cockcroft-gault`.
    """
    _positive(creatinine_mg_dl, "serum creatinine")
    _positive(weight_kg, "body weight")
    remaining = coefficients["age-origin"] - age_years
    if remaining <= 0:
        raise ValueError(f"the Cockcroft-Gault equation does not hold at {age_years} years")
    clearance = remaining * weight_kg / (coefficients["divisor"] * creatinine_mg_dl)
    return _rounded(float(clearance * coefficients["female"] if female else clearance), 2)


def mosteller(weight_kg: Decimal, height_cm: Decimal, coefficients: Coefficients) -> Decimal:
    """Return the body surface in m², to three decimals, by Mosteller.

    Raises `ValueError` for a weight or height that is not positive. Source: pack equation `mosteller`.
    """
    _positive(weight_kg, "body weight")
    _positive(height_cm, "height")
    return _rounded(sqrt(float(height_cm * weight_kg / coefficients["divisor"])), 3)


def du_bois(weight_kg: Decimal, height_cm: Decimal, coefficients: Coefficients) -> Decimal:
    """Return the body surface in m², to three decimals, by Du Bois.

    Raises `ValueError` for a weight or height that is not positive. Source: pack equation `du-bois`.
    """
    _positive(weight_kg, "body weight")
    _positive(height_cm, "height")
    by_weight = float(weight_kg) ** float(coefficients["weight-exponent"])
    by_height = float(height_cm) ** float(coefficients["height-exponent"])
    return _rounded(float(coefficients["factor"]) * by_weight * by_height, 3)


def slope_per_day(points: Sequence[tuple[date, Decimal]]) -> Decimal:
    """Return the slope of values over days by ordinary least squares, in the unit of the values per day.

    Multiply by `DAYS_PER_YEAR` for a slope per year. Raises `ValueError` when all points lie on one day, or there are
    none: no line is determined then. Shifting every day changes nothing.
    """
    if len({day for day, _ in points}) < 2:
        raise ValueError("a slope needs values of two days or more")
    first = min(day for day, _ in points)
    days = [Decimal((day - first).days) for day, _ in points]
    values = [value for _, value in points]
    number, zero = Decimal(len(values)), Decimal(0)
    middle, mean = sum(days, zero) / number, sum(values, zero) / number
    spread = sum(((day - middle) ** 2 for day in days), zero)
    together = ((day - middle) * (value - mean) for day, value in zip(days, values, strict=True))
    return sum(together, zero) / spread


def _positive(value: Decimal, what: str) -> None:
    if not value.is_finite() or value <= 0:
        raise ValueError(f"a {what} of {value} is not possible; a number above zero is needed")


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
