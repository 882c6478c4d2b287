"""The dose of hydroxychloroquine against weight, cap and kidney function; it is reported and never decides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.quantities import label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.lines import dose, period
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.doses import body, daily_dose
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.regimens import is_running
from lnreview.review.series import below

_COLUMNS = (
    Column("Period"), Column("Dose as written"), Column("Weight kg", True), Column("mg/kg/d", True), Column("Largest dose mg/d", True),
    Column("eGFR below limit"), Column("Reduced, KDIGO mg/d", True), Column("Reduced, EULAR/ERA-EDTA mg/d", True),
)  # fmt: skip


@dataclass(frozen=True)
class Largest:
    """The largest daily dose in mg/d, and whether the cap and not the weight sets it."""

    value: Decimal
    capped: bool


def largest(weight_kg: Decimal, per_kg: Parameter, cap: Parameter) -> Largest:
    """Return the largest daily dose of hydroxychloroquine for a real weight in kg."""
    by_weight = weight_kg * per_kg.value
    return Largest(min(by_weight, cap.value), by_weight > cap.value)


def lowered(value: Decimal, by: Parameter) -> Decimal:
    """Return a dose lowered by a share in %."""
    return value * (100 - by.value) / 100


def antimalarial(view: Assessment) -> tuple[Table, ...]:
    """Return a row per course of hydroxychloroquine, or what is missing where none is on record."""
    ctx = view.ctx
    courses = [
        course
        for course in ctx.case.courses
        if (drug := ctx.drug(course.drug)) is not None and drug.id == "hydroxychloroquine"
    ]
    if not courses:
        return ()
    missing: list[Missing] = []
    rows = tuple(_row(view, course, missing) for course in courses)
    note = "Both reductions below the eGFR limit are shown; a person decides. Hydroxychloroquine does not decide whether a regimen was adequate."
    return (Table("dosing-hydroxychloroquine", "Hydroxychloroquine dose", "dosing", _COLUMNS, rows, "", note,
                  tuple(dict.fromkeys(missing))),)  # fmt: skip


def _row(view: Assessment, course: MedicationCourse, missing: list[Missing]) -> Row:
    ctx = view.ctx
    per_kg, cap, limit = (ctx.guideline[name] for name in ("hcq-dose-per-kg", "hcq-dose-cap", "hcq-egfr"))
    kdigo, eular = ctx.guideline["hcq-reduction-kdigo"], ctx.guideline["hcq-reduction-eular"]
    weight, daily = body(ctx, "weight", course), daily_dose(course, "mg/d")
    running = is_running(ctx, course) is not False
    last = view.kidney.last
    current = last if last is not None and ctx.is_current(last.span) else None
    low = below(current, limit.value) if running else None
    if weight is None:
        missing.append(Missing("real body weight", "The largest dose of hydroxychloroquine goes by real weight.",
                               "dosing", "measurements", rank=40))  # fmt: skip
    if daily is None:
        missing.append(Missing("daily dose of hydroxychloroquine", "A low or a high dose changes what a level means.",
                               "dosing", "courses", course.id, rank=40))  # fmt: skip
    most = largest(weight, per_kg, cap) if weight is not None else None
    reduced = (lowered(most.value, kdigo), lowered(most.value, eular)) if most and low else None
    cells = (
        period(ctx, course), dose(course), shown(weight, 1) if weight is not None else "",
        shown(daily / weight, 1) if daily is not None and weight is not None else "", shown(most.value, 0) if most else "",
        {True: "yes", False: "no", None: ""}[low], *(shown(value, 0) for value in reduced or ()), *(("", "") if not reduced else ()),
    )  # fmt: skip
    numbers = (per_kg, cap, limit, kdigo, eular)
    cited = (
        *(Cited.of(number) for number in numbers),
        *facts.cited(*facts.facts(ctx.guideline, "hcq-dose-2019", "hcq-dose-kdigo")),
    )
    evidence = (ctx.evidence(course, "hydroxychloroquine", dose(course), "", course.start),)
    return Row(
        cells,
        _status(ctx, daily, most, reduced),
        " ".join(
            part
            for part in (
                _how(weight, per_kg, most, cap),
                _beside_reduced(daily, reduced, limit),
                ""
                if low is not None or not running
                else "No current eGFR is on record: whether the dose is to be reduced is open.",
            )
            if part
        ),
        evidence,
        tuple(dict.fromkeys(cited)),
        numbers,
    )


def _status(
    ctx: Context, daily: Decimal | None, most: Largest | None, reduced: tuple[Decimal, Decimal] | None
) -> Status:
    if daily is not None and daily > ctx.guideline.number("hcq-dose-cap"):
        return "not-met"
    if daily is None or most is None:
        return "not-documented"
    if reduced is None or daily > most.value:
        return "met" if daily <= most.value else "not-met"
    if daily > max(reduced):
        return "not-met"
    return "met" if daily <= min(reduced) else "not-documented"


def _beside_reduced(daily: Decimal | None, reduced: tuple[Decimal, Decimal] | None, limit: Parameter) -> str:
    """Say how a dose stands to the two reductions that sources give below an eGFR."""
    if daily is None or reduced is None:
        return ""
    both = f"the doses reduced below an eGFR of {shown(limit.value)} ({shown(max(reduced), 0)} and {shown(min(reduced), 0)} mg/d)"
    if daily > max(reduced):
        return f"{shown(daily)} mg/d is above both of {both}."
    if daily > min(reduced):
        return f"{shown(daily)} mg/d lies between {both}: the sources differ, a person decides."
    return f"{shown(daily)} mg/d is not above either of {both}."


def _how(weight: Decimal | None, per_kg: Parameter, most: Largest | None, cap: Parameter) -> str:
    if weight is None or most is None:
        return ""
    said = f"{shown(per_kg.value)} {label(per_kg.unit)} × {shown(weight, 1)} kg = {shown(weight * per_kg.value, 0)} mg/d"
    return f"{said}, capped at {shown(cap.value)} {label(cap.unit)}." if most.capped else f"{said}."
