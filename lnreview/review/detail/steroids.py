"""The glucocorticoid course week by week beside the example schemes, its pulses, and the evidence on less of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from lnreview.case.dates import ChartDate
from lnreview.case.quantities import UnitError, convert, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.reference import SteroidStep
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.lines import dose, period
from lnreview.review.detail.prednisone import OralCourse, equivalence, oral_course, pulses
from lnreview.review.detail.steroid_goals import goals
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.doses import body
from lnreview.review.finding import Cited, Missing
from lnreview.review.regimens import drug_name

_SCHEMES = ("high", "moderate", "reduced")
_WEEKS = (
    Column("Weeks"),
    Column("This patient mg/d", True),
    Column("High"),
    Column("Moderate"),
    Column("Reduced"),
    Column("Not above"),
)
_PULSES = (Column("Drug"), Column("When"), Column("Dose"), Column("Doses", True), Column("Total mg", True))


def steroids(view: Assessment) -> tuple[Table, ...]:
    """Return the weeks of each regimen, its goals, the pulses and the evidence; none without a glucocorticoid."""
    ctx = view.ctx
    if not any(ctx.drug_class(course) == "glucocorticoid" for course in ctx.case.courses):
        return ()
    oral = oral_course(ctx)
    found: list[Table] = []
    for position, line in enumerate(view.lines):
        until = next(
            (later.regimen.start for later in view.lines[position + 1 :] if later.regimen.start), None
        )
        end = min(until.earliest - timedelta(days=1), ctx.as_of.latest) if until else ctx.as_of.latest
        weeks = _weeks(ctx, line, oral, end)
        found += [table for table in (weeks, goals(ctx, line, oral, end)) if table is not None]
    found += [table for table in (_pulses(ctx), _evidence(ctx)) if table.rows]
    return tuple(found)


def bands(steps: tuple[SteroidStep, ...]) -> tuple[tuple[int, int | None], ...]:
    """Return the weeks of the schemes, each band once, in their order."""
    return tuple(sorted({(step.from_week, step.to_week) for step in steps}, key=lambda band: band[0]))


def days_of(start: date, band: tuple[int, int | None], end: date) -> tuple[date, date] | None:
    """Return the days of a band of weeks up to `end`, or `None` when it begins later; week 1 begins with the start."""
    first = start + timedelta(weeks=max(0, band[0] - 1))
    last = end if band[1] is None else min(end, start + timedelta(weeks=band[1]) - timedelta(days=1))
    return (first, last) if first <= last else None


def limits(step: SteroidStep, weight: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Return a step of a scheme in mg/d for a weight in kg, its cap applied; `None` where a weight is needed."""
    if step.unit == "mg/d":
        return step.low, step.high
    if weight is None:
        return None
    low, high = step.low * weight, step.high * weight
    return (low, high) if step.cap is None else (min(low, step.cap), min(high, step.cap))


def printed(step: SteroidStep, weight: Decimal | None) -> str:
    """Return a step as its source prints it, with mg/d for the weight, and its status where it is not verified."""
    if step.below:
        text = f"< {shown(step.high)}"
    else:
        text = shown(step.low) if step.low == step.high else f"{shown(step.low)}-{shown(step.high)}"
    if step.unit == "mg/kg/d":
        text += " mg/kg"
        if step.cap is not None:
            text += f" (max {shown(step.cap)})"
        worked = limits(step, weight)
        if worked is not None:
            low, high = (_worked(value) for value in worked)
            text += f" = {low}" if low == high else f" = {low}-{high}"
    return f"{text} ({step.status})"


def _worked(value: Decimal) -> str:
    """Return a computed dose in mg with one decimal: a full number may read as a dose that it is not."""
    return shown(value, 1)


def _weeks(ctx: Context, line: Line, oral: OralCourse, end: date) -> Table | None:
    start = line.regimen.start
    if start is None or start.earliest != start.latest or not oral.courses:
        return None
    weight = body(ctx, "weight", line.regimen.courses[0])
    rows, missing = [], []
    for band in bands(ctx.guideline.steroid_steps):
        days = days_of(start.earliest, band, end)
        if days is None:
            continue
        taken = oral.range_over(*days)
        steps = {
            step.scheme: step
            for step in ctx.guideline.steroid_steps
            if (step.from_week, step.to_week) == band
        }
        cells = (
            f"{band[0]}-{band[1]}" if band[1] is not None else f"{band[0]} on", _range(taken),
            *(printed(steps[name], weight) if name in steps else "" for name in _SCHEMES), _not_above(steps, weight, taken),
        )  # fmt: skip
        used = tuple(
            ctx.evidence(course, drug_name(ctx, course), dose(course), "", course.start)
            for course in _in(ctx, oral, *days)
        )
        cited = tuple(dict.fromkeys(Cited.of(step) for step in steps.values()))
        rows.append(Row(cells, None, _how(ctx, oral, taken), used, cited))
        if taken is None and ctx.is_current(ChartDate.of(days[1]).on()):
            missing.append(cells[0])
    if not rows:
        return None
    wanted = Missing(f"glucocorticoid dose in weeks {', '.join(missing)} from {start}", "A taper is judged by its steps.",
                     "dosing", "courses", rank=40)  # fmt: skip
    return Table(
        f"dosing-steroid-weeks-{line.regimen.id}", f"Glucocorticoid by week: {line.regimen.name(ctx)} from {start}", "dosing", _WEEKS,
        tuple(rows), "Prednisone or its equivalent a day, lowest to highest, beside the example schemes of KDIGO 2024 in mg a day.",
        "Examples, not mandatory; the figure was not verified. Pulses are listed apart.", (wanted,) if missing else (),
    )  # fmt: skip


def _range(taken: tuple[Decimal, Decimal] | None) -> str:
    if taken is None:
        return ""
    low, high = (shown(value, 1) for value in taken)
    return low if low == high else f"{low}-{high}"


def _not_above(
    steps: dict[str, SteroidStep], weight: Decimal | None, taken: tuple[Decimal, Decimal] | None
) -> str:
    """Return the lowest scheme that the highest dose does not exceed."""
    if taken is None:
        return ""
    for name in reversed(_SCHEMES):
        within = limits(steps[name], weight) if name in steps else None
        if within is None:
            return ""
        if taken[1] < within[1] or (taken[1] == within[1] and not steps[name].below):
            return name
    return "none: above every scheme"


def _in(ctx: Context, oral: OralCourse, first: date, last: date) -> Iterator[MedicationCourse]:
    for part in oral.parts:
        if (
            part.start is not None
            and part.start.earliest <= last
            and (part.stop is None or part.stop.latest >= first)
        ):
            yield part.course


def _how(ctx: Context, oral: OralCourse, taken: tuple[Decimal, Decimal] | None) -> str:
    if taken is None:
        return "The record leaves open what was taken on some day of these weeks."
    others = [
        course
        for course in oral.courses
        if (drug := ctx.drug(course.drug)) and drug.id not in ("prednisone", "prednisolone")
    ]
    used = dict.fromkeys(
        f"{equal.means}: {shown(equal.value)} mg" for course in others if (equal := equivalence(ctx, course))
    )
    return "; ".join(used)


def _pulses(ctx: Context) -> Table:
    rows = []
    for course in pulses(ctx):
        total = ""
        if course.dose is not None and course.doses_given is not None:
            try:
                total = shown(convert(course.dose.value, course.dose.unit, "mg") * course.doses_given, 0)
            except UnitError:
                total = ""
        given = "" if course.doses_given is None else str(course.doses_given)
        evidence = (ctx.evidence(course, drug_name(ctx, course), dose(course), "", course.start),)
        cited = facts.cited(*facts.facts(ctx.guideline, "gc-acr-2024", "gc-eular-2019-goal", "gc-kdigo-2024"))
        rows.append(
            Row(
                (drug_name(ctx, course), period(ctx, course), dose(course), given, total),
                None,
                "",
                evidence,
                cited,
            )
        )
    said = " ".join(
        f"{item.name}: {item.text}"
        for item in facts.facts(ctx.guideline, "gc-acr-2024", "gc-eular-2019-goal", "gc-kdigo-2024")
    )
    return Table("dosing-steroid-pulses", "Glucocorticoid pulses", "dosing", _PULSES, tuple(rows), "", said)


def _evidence(ctx: Context) -> Table:
    found = [fact for fact in ctx.guideline.facts if fact.topic == "steroid-sparing"]
    rows = tuple(Row((fact.name, fact.text), None, fact.misuse, (), facts.cited(fact)) for fact in found)
    return Table("plan-steroid-sparing", "Evidence on less glucocorticoid", "plan", (Column("Comparison"), Column("Result")), rows,
                 "For and against; it never decides a verdict.")  # fmt: skip
