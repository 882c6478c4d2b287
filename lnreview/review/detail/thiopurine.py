"""The dose of azathioprine on record beside the range that TPMT and NUDT15 give, in mg a day for the weight."""

from __future__ import annotations

from lnreview.case.quantities import find_unit, label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.detail.facts import cited, facts
from lnreview.review.detail.lines import dose, period
from lnreview.review.detail.table import Row
from lnreview.review.doses import body, daily_dose, weight_dose
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.regimens import is_running


def beside_genes(ctx: Context, joined: str) -> tuple[list[Row], list[Missing]]:
    """Return a row per azathioprine course that runs or is planned, for what the two genes say together."""
    parameter = ctx.guideline.thresholds.get(f"azathioprine-{joined}")
    if parameter is None:
        return [], []
    rows: list[Row] = []
    missing: list[Missing] = []
    for course in ctx.case.courses:
        drug = ctx.drug(course.drug)
        if drug is None or drug.id != "azathioprine" or is_running(ctx, course) is False:
            continue
        status, said = against(ctx, course, parameter)
        what = " ".join(part for part in (dose(course) or "dose not documented", period(ctx, course)) if part)
        sources = (*cited(*facts(ctx.guideline, "azathioprine-dose-by-genes")), Cited.of(parameter))
        rows.append(
            Row(("Dose on record", what, "", drug.name, said, ""), status, parameter.means,
                (ctx.evidence(course, drug.name, dose(course), "", course.start),), sources, (parameter,))
        )  # fmt: skip
        if status == "not-documented":
            missing.append(Missing("daily dose of azathioprine and body weight", "The range of the genes goes by weight.",
                                   "dosing", "measurements", course.id, rank=60))  # fmt: skip
    return rows, missing


def against(ctx: Context, course: MedicationCourse, band: Parameter) -> tuple[Status, str]:
    """Set a dose against a range in mg/kg a day: above it is not met; below it may be meant."""
    upper = band.upper if band.upper is not None else band.value
    span = f"{shown(band.value)}-{shown(upper)} {label(band.unit)}"
    weight = body(ctx, "weight", course)
    daily = daily_dose(course, "mg/d")
    if daily is not None and weight is not None:
        per_kg = daily / weight
        limits = f"{shown(band.value * weight, 0)}-{shown(upper * weight, 0)} mg/d for {shown(weight, 1)} kg"
        dose_text = f"{shown(daily)} mg/d is {shown(per_kg, 2)} {label(band.unit)}"
        span = f"{span} ({limits})"
    else:
        unit = find_unit(course.dose.unit) if course.dose and not course.dose.comparator else None
        written = weight_dose(course, band.unit) if unit else None
        if written is None:
            return "not-documented", f"The dose by weight is not documented; the range is {span}."
        per_kg, dose_text = written, f"{shown(written, 2)} {label(band.unit)}"
    if per_kg > upper:
        return "not-met", f"Exceeds the range: {dose_text}, above {span}."
    lies = "below" if per_kg < band.value else "within"
    return "met", f"Does not exceed the range: {dose_text}, {lies} {span}."
