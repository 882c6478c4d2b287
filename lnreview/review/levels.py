"""What a drug level says of whether the drug was taken, and what it cannot say.

Whole-blood and serum limits of hydroxychloroquine are never exchanged; an unknown matrix, or a level before the steady
state, cannot tell. Mycophenolic acid that is not detectable was not taken; any other level says that some was taken,
never that the exposure was enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.dates import Span, at_least_months
from lnreview.case.quantities import UnitError, convert, shown
from lnreview.case.records import DrugLevel, MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.doses import daily_dose
from lnreview.review.finding import Evidence

MYCOPHENOLIC_ACID = ("mycophenolicacid", "mpa", "mycophenolate")
"""Names of the substance that is measured under every mycophenolate."""
HYDROXYCHLOROQUINE = ("hydroxychloroquine", "hcq")
"""Names of the substance of its level."""


@dataclass(frozen=True)
class Reading:
    """A level as it is read: whether the drug was taken (`None`: it cannot tell), why, and by which limit."""

    taken: bool | None
    says: str
    limit: Parameter | None = None
    second: Parameter | None = None
    """A second limit that another source gives for this dose."""
    detected: bool = False
    """Whether all that it says is that the drug was detected."""


def substance(level: DrugLevel) -> str:
    """Return the letters of the substance of a level in one case."""
    return "".join(character for character in level.substance.casefold() if character.isalpha())


def detected(level: DrugLevel) -> bool | None:
    """Say whether a substance was detected; a bound from above leaves it open."""
    if level.detectable == "no":
        return False
    if level.detectable == "yes":
        return True
    if level.quantity is None or level.quantity.comparator in ("<", "<="):
        return None
    return level.quantity.value > 0


def reading(ctx: Context, level: DrugLevel) -> Reading:
    """Read one level: hydroxychloroquine by its own limits, any other drug by whether it was detected."""
    if substance(level) in HYDROXYCHLOROQUINE:
        return hydroxychloroquine(ctx, level)
    found = detected(level)
    if found is None:
        return Reading(None, "a bound or a missing value leaves open whether it was detected")
    return Reading(
        found, "detectable: some was taken" if found else "not detectable: it was not taken", detected=found
    )


def hydroxychloroquine(ctx: Context, level: DrugLevel) -> Reading:
    """Read a hydroxychloroquine level by the limit of its matrix and, in serum, of its dose."""
    when = ctx.span(level.drawn_on)
    if level.matrix == "unknown":
        return Reading(None, "the matrix is not documented, and blood and serum limits differ")
    steady = at_steady_state(ctx, when)
    if steady is not True and steady is not None:
        months = ctx.guideline["hcq-steady-months"]
        return Reading(None, f"drawn before {months.value} months of treatment: not at steady state", months)
    limit, second = _limits(ctx, level, when)
    if level.detectable == "no":
        return Reading(False, "not detectable: it was probably not taken", limit)
    if level.quantity is None:
        return Reading(None, "the value is not documented", limit)
    try:
        value = convert(level.quantity.value, level.quantity.unit, limit.unit)
    except UnitError:
        return Reading(None, f"its unit cannot be set against {limit.unit}", limit)
    upper = second or limit
    if level.quantity.comparator in ("<", "<="):
        if value <= limit.value:
            return Reading(False, "below the limit: it was probably not taken", limit, second)
        return Reading(None, "a bound above the limit tells nothing", limit, second)
    if value < limit.value:
        return Reading(False, "below the limit: it was probably not taken", limit, second)
    if value < upper.value:
        return Reading(None, "between two limits that sources give for this dose", limit, second)
    return Reading(True, "at or above the limit: it was taken", limit, second)


def _limits(ctx: Context, level: DrugLevel, when: Span | None) -> tuple[Parameter, Parameter | None]:
    """Return the limit of a matrix; in serum on a low dose the lower limit, with the general one as second."""
    if level.matrix == "whole-blood":
        return ctx.guideline["hcq-whole-blood-floor"], None
    general, low = ctx.guideline["hcq-serum-floor"], ctx.guideline["hcq-serum-floor-low-dose"]
    dose = antimalarial_dose(ctx, when)
    if dose is not None and dose <= ctx.guideline.number("hcq-low-dose"):
        return low, general
    return general, None


def antimalarial_dose(ctx: Context, when: Span | None) -> Decimal | None:
    """Return the daily dose of hydroxychloroquine in mg/d on a day, or `None` when the record does not tell."""
    doses = {
        daily_dose(course, "mg/d")
        for course in running_on(ctx, when, "antimalarial")
        if (drug := ctx.drug(course.drug)) is not None and drug.id == "hydroxychloroquine"
    }
    return doses.pop() if len(doses) == 1 else None


def running_on(ctx: Context, when: Span | None, drug_class: str) -> tuple[MedicationCourse, ...]:
    """Return the courses of a class that may have run on a day; of an unknown day, all of them."""
    found = []
    for course in ctx.case.courses:
        if ctx.drug_class(course) != drug_class:
            continue
        start, stop = ctx.span(course.start), ctx.span(course.stop)
        if when is not None and start is not None and start.earliest > when.latest:
            continue
        if when is not None and stop is not None and stop.latest < when.earliest:
            continue
        found.append(course)
    return tuple(found)


def at_steady_state(ctx: Context, when: Span | None) -> bool | None:
    """Say whether hydroxychloroquine had been taken long enough on a day; `None` without a start or a day.

    Dates that leave it open count as not long enough.
    """
    starts = [
        start
        for course in ctx.case.courses
        if ctx.drug_class(course) == "antimalarial" and (start := ctx.span(course.start))
    ]
    if when is None or not starts:
        return None
    months = int(ctx.guideline.number("hcq-steady-months"))
    return at_least_months(min(starts, key=lambda span: span.earliest), when, months) is True


def about(ctx: Context, level: DrugLevel) -> str:
    """Return the substance of a level as it is printed."""
    name = substance(level)
    if name in MYCOPHENOLIC_ACID:
        return "mycophenolic acid"
    if name in HYDROXYCHLOROQUINE:
        return "hydroxychloroquine"
    drug = ctx.drug(level.substance)
    return drug.name if drug else level.substance


def evidence(ctx: Context, level: DrugLevel) -> Evidence:
    """Return a level as evidence: substance, kind (a timed sample with its hours after the dose), matrix, value."""
    kind = {"auc0-12": " AUC 0-12 h", "trough": " trough"}.get(level.kind, " level")
    if level.hours_after_dose is not None:
        kind += f" {shown(level.hours_after_dose)} h after the dose"
    elif level.kind == "timed":
        kind += ", hours after the dose not documented"
    matrix = f" ({level.matrix.replace('-', ' ')})" if level.matrix != "unknown" else ""
    value = "not detectable" if level.detectable == "no" else (level.quantity or "detectable")
    return ctx.evidence(level, f"{about(ctx, level)}{kind}{matrix}", value, "", level.drawn_on)
