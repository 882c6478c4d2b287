"""Which value each regimen is measured from, why that one, and which other values it could have been.

The reviewer can choose another; the choice is shown with its reason, and one that cannot be used is named.
"""

from __future__ import annotations

from lnreview.review import baseline
from lnreview.review.assess import Assessment, Line
from lnreview.review.baseline import Measure
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.detail.facts import quoted
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.series import Point

_COLUMNS = (
    Column("Regimen"),
    Column("Measure"),
    Column("Value", number=True),
    Column("Taken on"),
    Column("Use"),
)
_NAMES: dict[Measure, str] = {"upcr": "Proteinuria", "kidney": "eGFR"}


def baselines(view: Assessment) -> tuple[Table, ...]:
    """Return one table of the baselines of all regimens, each with the values that it could have been."""
    ctx = view.ctx
    rows: list[Row] = []
    for line in view.lines:
        rows += _rows(view, line, "upcr", line.judged.base_urine, view.urine.points)
        rows += _rows(view, line, "kidney", line.judged.base_kidney, view.kidney.points)
    regimens = [line.regimen for line in view.lines]
    missing = baseline.unusable(ctx, regimens, view.urine.points, view.kidney.points)
    rows += [
        Row(("", "", "", "", f"to be settled: {item.what}"), "not-documented", item.why) for item in missing
    ]
    if not rows:
        return ()
    before, after = ctx.parameter("baseline-before"), ctx.parameter("baseline-after")
    return (
        Table(
            "baselines",
            "Baseline of each regimen",
            "response",
            _COLUMNS,
            tuple(rows),
            intro=f"The last value at most {before.value} days before the start, else the first at most {after.value} "
            "days after, unless the reviewer chose another.",
            note="A value taken under the regimen may already show its effect; one from long before may miss a worsening.",
            missing=missing,
        ),
    )


def alternatives(
    view: Assessment, line: Line, points: tuple[Point, ...], base: Point | None
) -> tuple[Point, ...]:
    """Return the other values around the start that could have been the baseline, in the order of time."""
    ctx, start = view.ctx, line.regimen.start
    if start is None:
        return ()
    before = int(ctx.guideline.number("baseline-alternatives"))
    after = int(ctx.number("baseline-after"))
    return tuple(
        point
        for point in points
        if point.span is not None
        and point is not base
        and -before <= (point.span.middle - start.middle).days <= after
    )


def _rows(
    view: Assessment, line: Line, measure: Measure, base: Point | None, points: tuple[Point, ...]
) -> list[Row]:
    ctx, start = view.ctx, line.regimen.start
    others = alternatives(view, line, points, base)
    if start is None or (base is None and not others):
        return []
    numbers = (
        ctx.parameter("baseline-before"), ctx.parameter("baseline-after"), ctx.guideline["baseline-alternatives"],
    )  # fmt: skip
    listed = [(base, _why(ctx, line, measure, base))] if base is not None else []
    listed += [(point, _other(ctx, base, point, measure)) for point in others]
    rows = []
    for point, use in listed:
        rows.append(
            Row(
                (
                    words.regimen(ctx, line.regimen), _NAMES[measure],
                    words.proteinuria(point) if measure == "upcr" else words.filtration(point),
                    str(point.lab.collected_on), use,
                ),
                status="not-documented" if point is base and _in_time(ctx, line, point) is None else None,
                how=f"{words.days_from(start, point)}; {words.method(point)}.",
                evidence=(point.evidence(),),
                citations=quoted(ctx.guideline, "a8-baseline"),
                parameters=numbers,
            )
        )  # fmt: skip
    return rows


def _why(ctx: Context, line: Line, measure: Measure, base: Point) -> str:
    """Say why a value is the baseline."""
    start = line.regimen.start
    made = baseline.choice(ctx, line.regimen, measure)
    if made is not None and base.lab.id in (made.upcr, made.kidney):
        return f"baseline, chosen by the reviewer: {made.reason}"
    assert start is not None
    assert base.span is not None
    if _in_time(ctx, line, base) is None:
        return (
            f"used as baseline; whether it lies in the time of one is not known: start {start}, value "
            f"{base.lab.collected_on}"
        )
    if base.span.middle <= start.middle:
        return f"baseline: last value at most {ctx.parameter('baseline-before').value} days before the start"
    return f"baseline: first value at most {ctx.parameter('baseline-after').value} days after the start, none before"


def _in_time(ctx: Context, line: Line, base: Point) -> bool | None:
    """Whether a value lies in the days of a baseline for every day that the dates may mean; `None` where they leave it open.

    A value that the reviewer chose is one by that choice.
    """
    start, span = line.regimen.start, base.span
    if start is None or span is None:
        return None
    if any(base.lab.id in (item.upcr, item.kidney) for item in ctx.case.baselines):
        return True
    before, after = (int(ctx.number(name)) for name in ("baseline-before", "baseline-after"))
    first, last = (span.earliest - start.latest).days, (span.latest - start.earliest).days
    return True if -before <= first and last <= after else None


def _other(ctx: Context, base: Point | None, point: Point, measure: Measure) -> str:
    """Say what speaks against the use of a value as the baseline."""
    if measure == "kidney" and base is not None and base.method != point.method:
        return f"not compared: {words.method(point)}"
    said = (
        "possible"
        if base is not None
        else f"too far from the start ({ctx.parameter('baseline-before').value} days)"
    )
    return f"{said}, taken while pregnant" if point.pregnant else said
