"""Proteinuria that was measured per body surface (g/m² a day): its change in %, and nothing else.

It is never converted into g a day and never graded; the limits of every criteria set are in g/g or g a day.
"""

from __future__ import annotations

from decimal import Decimal

from lnreview.case import analytes
from lnreview.case.quantities import convert, find_unit, shown
from lnreview.review import baseline
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.detail.checkpoints import following
from lnreview.review.detail.facts import quoted
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.response import effect_ends
from lnreview.review.series import Point

_UNIT = "g/m2/d"


def per_area(view: Assessment) -> tuple[Table, ...]:
    """Return the change of proteinuria per body surface under each regimen that has a baseline and a later value of it."""
    points = measured(view.ctx)
    rows = tuple(row for line in view.lines if (row := _row(view, line, points)) is not None)
    if not rows:
        return ()
    return (
        Table(
            "proteinuria-per-body-surface",
            "Proteinuria per body surface",
            "response",
            (
                Column("Regimen"), Column("Baseline, g/m² a day", number=True), Column("Taken on"),
                Column("Last, g/m² a day", number=True), Column("Taken on"), Column("Change", number=True),
            ),
            rows,
            intro="Only its change is shown: it is not a value per day and is never converted into one.",
            note="It is not graded: the limits of the criteria sets are in g/g or g a day.",
        ),
    )  # fmt: skip


def measured(ctx: Context) -> tuple[Point, ...]:
    """Return the dated values per body surface in g/m² a day, in the order of time."""
    found = []
    for lab in ctx.case.labs:
        analyte, span = analytes.find(lab.analyte), ctx.span(lab.collected_on)
        unit = find_unit(lab.quantity.unit) if lab.quantity else None
        if analyte is None or analyte.id not in (*analytes.PROTEINURIA, "proteinuria"):
            continue
        if lab.quantity is None or span is None or unit is None or unit.kind != "mass per area and day":
            continue
        if lab.quantity.comparator or lab.quantity.value < 0:
            continue
        value = convert(lab.quantity.value, lab.quantity.unit, _UNIT)
        found.append(Point(span, value, value, lab, "24-hour"))
    return tuple(sorted(found, key=lambda point: point.span.middle if point.span else ctx.as_of.earliest))


def _row(view: Assessment, line: Line, points: tuple[Point, ...]) -> Row | None:
    ctx, start = view.ctx, line.regimen.start
    base = baseline.by_rule(ctx, line.regimen, points)
    if base is None or start is None:
        return None
    end = effect_ends(ctx, line.regimen, following(view, line)) or ctx.as_of
    later = [
        point for point in points
        if point.span and point is not base and start.middle < point.span.middle <= end.middle
    ]  # fmt: skip
    if not later:
        return None
    last = later[-1]
    return Row(
        (
            words.regimen(ctx, line.regimen), _number(base.value), str(base.lab.collected_on), _number(last.value),
            str(last.lab.collected_on), words.change(base, last),
        ),
        how=f"Baseline {words.days_from(start, base)}.",
        evidence=(base.evidence(), last.evidence()),
        citations=quoted(ctx.guideline, "a10-children"),
        parameters=(ctx.parameter("baseline-before"), ctx.parameter("baseline-after")),
    )  # fmt: skip


def _number(value: Decimal) -> str:
    return shown(value, 2)
