"""Every drug level with its matrix, the dose at the time, the limit, what it says and what it cannot say."""

from __future__ import annotations

from lnreview.case.dates import Span, shift_months
from lnreview.case.quantities import label, shown
from lnreview.case.records import DrugLevel, MedicationCourse
from lnreview.review import levels
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.lines import dose
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.regimens import drug_name
from lnreview.review.series import Point, below

_COLUMNS = (
    Column("Drawn"), Column("Level"), Column("Value"), Column("Matrix"), Column("Dose at the time"),
    Column("Steady state"), Column("Limit"), Column("Says"), Column("Cannot say"),
)  # fmt: skip


def drug_levels(view: Assessment) -> tuple[Table, ...]:
    """Return a row per level of the record, or nothing without one."""
    ctx = view.ctx
    if not ctx.case.levels:
        return ()
    rows = tuple(_row(view, level) for level in ctx.case.levels)
    note = "Whole-blood and serum limits of hydroxychloroquine are never exchanged, and no value is converted between them."
    return (Table("adherence-levels", "Drug levels", "adherence", _COLUMNS, rows, "", note, _missing(ctx)),)


def _row(view: Assessment, level: DrugLevel) -> Row:
    ctx = view.ctx
    read = levels.reading(ctx, level)
    name, when = levels.substance(level), ctx.span(level.drawn_on)
    status: Status = "not-documented" if read.taken is None else ("met" if read.taken else "not-met")
    limit, cannot = "", "whether the exposure was enough"
    quoted: list[str] = []
    if name in levels.HYDROXYCHLOROQUINE:
        limits = [item for item in (read.limit, read.second) if item is not None]
        limit = " / ".join(f"{shown(item.value)} {label(item.unit)}" for item in limits)
        cannot, quoted = _antimalarial(view, level, when)
    elif name in levels.MYCOPHENOLIC_ACID:
        quoted = ["mpa-undetectable"]
        coated = any(
            (drug := ctx.drug(course.drug)) and drug.id == "mycophenolate-sodium"
            for course in _running(ctx, level, when)
        )
        if level.kind == "trough" and coated:
            cannot, quoted = (
                "anything of the exposure: the trough of the enteric-coated form is unreliable",
                [*quoted, "ecmps-trough"],
            )
        elif level.kind == "auc0-12":
            cannot = "whether every dose was taken"
    elif level.substance and (drug := ctx.drug(level.substance)) is not None:
        quoted = ["voclosporin-no-monitoring"] if drug.id == "voclosporin" else []
        cannot = "more than that day: one level is one day"
        if drug.id == "voclosporin":
            cannot = "anything that guides its dose: its level is not monitored"
    found = facts.facts(ctx.guideline, *quoted)
    numbers = tuple(item for item in (read.limit, read.second) if item is not None)
    evidence = levels.evidence(ctx, level)
    courses = _running(ctx, level, when)
    cells = (
        str(level.drawn_on) if level.drawn_on else "", evidence.what, " ".join(part for part in (evidence.value, evidence.unit) if part),
        "" if level.matrix == "unknown" else level.matrix.replace("-", " "),
        "; ".join(dict.fromkeys(f"{drug_name(ctx, course)} {dose(course)}".strip() for course in courses)),
        _steady(ctx, name, when), limit, read.says, cannot,
    )  # fmt: skip
    how = " ".join(fact.text for fact in found)
    cited = tuple(dict.fromkeys((*(Cited.of(number) for number in numbers), *facts.cited(*found))))
    return Row(cells, status, how, (evidence,), cited, numbers)


def _running(ctx: Context, level: DrugLevel, when: Span | None) -> tuple[MedicationCourse, ...]:
    """Return the courses of the drug of a level that may have run on its day."""
    name = levels.substance(level)
    if name in levels.MYCOPHENOLIC_ACID:
        return levels.running_on(ctx, when, "mpaa")
    if name in levels.HYDROXYCHLOROQUINE:
        return levels.running_on(ctx, when, "antimalarial")
    drug = ctx.drug(level.substance)
    if drug is None:
        return ()
    return tuple(
        course for course in levels.running_on(ctx, when, drug.drug_class) if ctx.drug(course.drug) is drug
    )


def _antimalarial(view: Assessment, level: DrugLevel, when: Span | None) -> tuple[str, list[str]]:
    """Say what a hydroxychloroquine level cannot say, and name the facts behind its limit."""
    ctx = view.ctx
    blood = level.matrix == "whole-blood"
    quoted = (
        ["hcq-whole-blood-cut-off", "hcq-whole-blood-nephritis"]
        if blood
        else ["hcq-serum-cut-off", "hcq-serum-by-dose"]
    )
    cannot = "that the regimen drug was taken"
    if blood and level.quantity is not None:
        target = ctx.guideline["hcq-whole-blood-target"]
        cannot += f"; the target of {shown(target.value)} {label(target.unit)} is shown and decides nothing"
    low = below(_kidney_at(view, when), ctx.guideline.number("hcq-egfr"))
    if low:
        cannot += "; an eGFR this low raises it, so doses that were missed may not show"
        quoted.append("hcq-level-and-kidney")
    return cannot, quoted


def _kidney_at(view: Assessment, when: Span | None) -> Point | None:
    """Return the eGFR nearest before a day and not too old to speak for it, or the latest without a day."""
    points = [
        point
        for point in view.kidney.points
        if when is None or point.span is None or point.span.earliest <= when.latest
    ]
    last = points[-1] if points else None
    if last is None or when is None or last.span is None:
        return last
    months = int(view.ctx.number("current-months"))
    return last if shift_months(last.span.latest, months) >= when.earliest else None


def _steady(ctx: Context, name: str, when: Span | None) -> str:
    if name not in levels.HYDROXYCHLOROQUINE:
        return ""
    answer = levels.at_steady_state(ctx, when)
    return "not documented" if answer is None else ("yes" if answer else "no, or the dates leave it open")


def _missing(ctx: Context) -> tuple[Missing, ...]:
    found = []
    for level in ctx.case.levels:
        if levels.substance(level) in levels.HYDROXYCHLOROQUINE and level.matrix == "unknown":
            found.append(Missing(f"matrix of the hydroxychloroquine level of {level.drawn_on or 'no stated day'}: whole blood or serum",
                                 "Blood and serum have different limits.", "adherence", "levels", level.id, rank=30))  # fmt: skip
    return tuple(found)
