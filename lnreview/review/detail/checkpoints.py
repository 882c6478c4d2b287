"""The response to each regimen at its checkpoints: the value nearest to each, its change, and the milestone of that time.

A checkpoint stands in the table when the regimen was still being judged on that day, or when a value already lies near
enough to it. No value is carried forward and none is interpolated: an empty checkpoint is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.dates import Span, at_least_months, shift_months
from lnreview.case.quantities import shown
from lnreview.review import series
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.detail.milestones import CHECKPOINTS, Milestone, milestone
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Evidence, Missing
from lnreview.review.regimens import Regimen
from lnreview.review.response import effect_ends, improving_steadily
from lnreview.review.series import Point

_COLUMNS = (
    Column("Checkpoint"), Column("Taken on"), Column("UPCR or 24 h", number=True), Column("Change", number=True),
    Column("eGFR, mL/min/1.73 m²", number=True), Column("Change", number=True), Column("Milestone of proteinuria"),
)  # fmt: skip


@dataclass(frozen=True)
class Checkpoint:
    """One checkpoint of a regimen."""

    name: str
    """Name of its parameter."""
    months: Decimal
    urine: Point | None
    kidney: Point | None
    due: bool
    """Whether the regimen was still being judged on that day."""
    milestone: Milestone


def checkpoints(view: Assessment) -> tuple[Table, ...]:
    """Return a table of checkpoints for each regimen that has measured proteinuria or eGFR."""
    tables = (_table(view, number, line) for number, line in enumerate(view.lines, start=1))
    return tuple(table for table in tables if table is not None)


def reached(view: Assessment, line: Line) -> tuple[Checkpoint, ...]:
    """Return the checkpoints of a regimen in their order, without those that hold nothing and were not reached."""
    ctx, judged, start = view.ctx, line.judged, line.regimen.start
    if start is None:
        return ()
    end = effect_ends(ctx, line.regimen, following(view, line)) or ctx.as_of
    found = []
    for name in CHECKPOINTS:
        months = ctx.guideline.number(name)
        urine = nearest(ctx, start, judged.urine, months)
        kidney = nearest(ctx, start, judged.kidney, months)
        due = at_least_months(start, end, months) is True
        if not due and urine is None and kidney is None:
            continue
        before = judged.urine[: judged.urine.index(urine) + 1] if urine else ()
        goal = milestone(ctx, name, judged.base_urine, urine, due=due, steady=improving_steadily(ctx, before))
        found.append(Checkpoint(name, months, urine, kidney, due, goal))
    return tuple(found)


def following(view: Assessment, line: Line) -> Regimen | None:
    """Return the regimen that came after another one, or `None` after the last."""
    after = view.lines[view.lines.index(line) + 1 :]
    return after[0].regimen if after else None


def nearest(ctx: Context, start: Span, points: Sequence[Point], months: Decimal) -> Point | None:
    """Return the value nearest to a number of months from a start; of two as near, the later one.

    Every day that the dates may mean must lie within the window of the pack; else `None`.
    """
    window = int(ctx.guideline.number("checkpoint-window"))
    first, last = shift_months(start.earliest, months), shift_months(start.latest, months)
    best: tuple[int, Point] | None = None
    for point in points:
        if point.span is None:
            continue
        distance = max(abs((point.span.latest - first).days), abs((last - point.span.earliest).days))
        if distance <= window and (best is None or distance <= best[0]):
            best = (distance, point)
    return best[1] if best else None


def _table(view: Assessment, number: int, line: Line) -> Table | None:
    ctx, judged = view.ctx, line.judged
    start = line.regimen.start
    if start is None:
        return None
    name = line.regimen.name(ctx)
    found = reached(view, line)
    if not any((judged.base_urine, judged.base_kidney, *(item.urine or item.kidney for item in found))):
        return None  # values from another time only: the summary of all regimens shows them
    rows = [_baseline_row(line, start), *(_row(ctx, line, item) for item in found)]
    return Table(
        f"checkpoints-{number}",
        f"Response at its checkpoints: {name}",
        "response",
        _COLUMNS,
        tuple(rows),
        intro=_intro(start, found),
        note="A milestone is a goal of treatment; missing one is not the failure that the criteria set asks for. "
        "UPCR in g/g and 24-hour protein in g/d are read as about equal.",
        missing=_missing(ctx, name, start, found) if _is_judged_now(view, line) else (),
    )


def _is_recent(ctx: Context, start: Span, item: Checkpoint) -> bool:
    first, last = (shift_months(day, item.months) for day in (start.earliest, start.latest))
    return ctx.is_current(Span(first, last, start.written))


def _is_judged_now(view: Assessment, line: Line) -> bool:
    """Whether a regimen is the latest of the present episode and its effect still lasts: older milestones are past."""
    return line is view.latest and effect_ends(view.ctx, line.regimen, None) is None


def _missing(ctx: Context, name: str, start: Span, found: Sequence[Checkpoint]) -> tuple[Missing, ...]:
    """Return one question for the checkpoints that were reached without a value of proteinuria.

    A milestone from so long ago that its value would document the past only is not asked for.
    """
    empty = [item for item in found if item.due and item.urine is None and _is_recent(ctx, start, item)]
    if not empty:
        return ()
    return (
        Missing(
            f"proteinuria (UPCR or 24 h) about {_months(empty)} after the start of {name} ({start})",
            "It would tell whether the milestone of that time was reached.", "response", "labs", rank=60,
        ),
    )  # fmt: skip


def _intro(start: Span, found: Sequence[Checkpoint]) -> str:
    met = [item for item in found if item.milestone.status == "met"]
    missed = [item for item in found if item.milestone.status == "not-met"]
    said = [f"Begun {start}."]
    if met:
        said.append(f"Milestone reached at {_months(met)}.")
    if missed:
        said.append(f"Missed at {_months(missed)}.")
    return " ".join(said)


def _months(items: Sequence[Checkpoint]) -> str:
    numbers = [shown(item.months, 1) for item in items]
    return f"{' and '.join(part for part in (', '.join(numbers[:-1]), numbers[-1]) if part)} months"


def _baseline_row(line: Line, start: Span) -> Row:
    urine, kidney = line.judged.base_urine, line.judged.base_kidney
    how = [
        f"{what}: {words.days_from(start, point)}, {words.method(point)}."
        for what, point in (("Proteinuria", urine), ("eGFR", kidney))
        if point is not None
    ]
    absent = [what for what, point in (("proteinuria", urine), ("eGFR", kidney)) if point is None]
    if absent:
        how.append(f"No baseline of {' and '.join(absent)}.")
    return Row(
        ("Baseline", _taken(urine, kidney), words.proteinuria(urine) if urine else "", "",
         words.filtration(kidney) if kidney else "", "", ""),
        how=" ".join(how),
        evidence=_evidence(urine, kidney),
    )  # fmt: skip


def _row(ctx: Context, line: Line, item: Checkpoint) -> Row:
    judged, goal = line.judged, item.milestone
    how = [goal.why]
    if item.urine is not None:
        how.append(_sample(ctx, line, item.urine))
    if item.kidney is not None and item.urine is not None and item.kidney.day != item.urine.day:
        how.append(f"eGFR of {item.kidney.lab.collected_on}.")
    return Row(
        (
            f"{shown(item.months, 1)} months", _taken(item.urine, item.kidney),
            words.proteinuria(item.urine) if item.urine else "", words.change(judged.base_urine, item.urine),
            words.filtration(item.kidney) if item.kidney else "", words.change(judged.base_kidney, item.kidney),
            goal.text,
        ),
        status=goal.status,
        how=" ".join(how),
        evidence=_evidence(judged.base_urine, item.urine, judged.base_kidney, item.kidney),
        citations=goal.citations,
        parameters=(*goal.parameters, ctx.guideline["checkpoint-window"]),
    )  # fmt: skip


def _sample(ctx: Context, line: Line, point: Point) -> str:
    """Say how the urine was collected, against the baseline, and which other sample confirms the value."""
    base, urine = line.judged.base_urine, line.judged.urine
    said = words.method(point)
    if base is not None and base.method != point.method:
        said += f", baseline {words.method(base)}"
    second = series.confirming(ctx, urine, urine.index(point))
    if second is None:
        return f"{said}; no second sample of {_days(ctx)} days before."
    return f"{said}; second sample {words.proteinuria(second)} ({second.lab.collected_on})."


def _days(ctx: Context) -> str:
    limits = ctx.parameter("confirm-days")
    return f"{limits.value}-{limits.upper}" if limits.upper else str(limits.value)


def _taken(urine: Point | None, kidney: Point | None) -> str:
    point = urine or kidney
    return str(point.lab.collected_on) if point and point.lab.collected_on else ""


def _evidence(*points: Point | None) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(point.evidence() for point in points if point is not None))
