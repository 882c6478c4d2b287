"""What else may stand behind a change of proteinuria or eGFR: drugs that act on haemodynamics, and another way of measuring.

Both are shown as a doubt to be weighed, never as the explanation.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lnreview.case.quantities import find_unit, shown
from lnreview.case.records import LabResult, MedicationCourse
from lnreview.review import series
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.detail.facts import facts, quoted
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.regimens import drug_name
from lnreview.review.series import Point


def haemodynamic_drugs(view: Assessment) -> tuple[Table, ...]:
    """Return the drugs begun during a regimen that change proteinuria or eGFR without acting on the disease."""
    rows = []
    for line in view.lines:
        for course in _begun(view.ctx, line):
            rows.append(_drug_row(view.ctx, line, course))
    if not rows:
        return ()
    return (
        Table(
            "haemodynamic-drugs",
            "Drugs begun meanwhile that act on haemodynamics",
            "response",
            (Column("Regimen"), Column("Drug"), Column("Begun"), Column("Proteinuria, before to last"), Column("What it may explain")),
            tuple(rows),
            intro="Less proteinuria under them is not by itself a response of the disease; a fall of eGFR that began with "
            "them is not counted against the regimen.",
        ),
    )  # fmt: skip


def _begun(ctx: Context, line: Line) -> list[MedicationCourse]:
    """Return the first course of each drug that the response names as haemodynamic."""
    start = line.regimen.start
    found: dict[str, MedicationCourse] = {}
    for course in ctx.case.courses:
        name, begun = drug_name(ctx, course), ctx.span(course.start)
        if name not in line.judged.haemodynamic or begun is None or start is None:
            continue
        if begun.latest >= start.earliest and ctx.has_begun(begun):
            found.setdefault(name, course)
    return list(found.values())


def _drug_row(ctx: Context, line: Line, course: MedicationCourse) -> Row:
    begun, judged = ctx.span(course.start), line.judged
    values = [
        point for point in (judged.base_urine, *judged.urine) if point is not None and point.span is not None
    ]
    before = [point for point in values if begun and point.span and point.span.middle <= begun.middle]
    after = [point for point in values if begun and point.span and point.span.middle > begun.middle]
    unchanged = bool(before and after) and series.fell_more(before[-1], after[-1], Decimal(0)) is False
    explains = ["no fall of proteinuria since" if unchanged else "part of a fall of proteinuria"]
    if judged.worse_function is True:
        explains.append("the fall of eGFR")
    shown_values = ""
    if before and after:
        shown_values = f"{words.proteinuria(before[-1])} to {words.proteinuria(after[-1])}"
    return Row(
        (
            words.regimen(ctx, line.regimen),
            drug_name(ctx, course),
            str(course.start),
            shown_values,
            ", ".join(explains),
        ),
        how=" ".join(fact.text for fact in facts(ctx.guideline, "explain-haemodynamic")),
        evidence=(
            ctx.evidence(course, drug_name(ctx, course), course.dose or "", "", course.start),
            *(point.evidence() for point in (*before[-1:], *after[-1:])),
        ),
        citations=quoted(ctx.guideline, "explain-haemodynamic", "a4-and-or"),
    )


def urine_methods(view: Assessment) -> tuple[Table, ...]:
    """Return the spot and 24-hour values that were taken near each other, with their ratio and whether they disagree."""
    ctx = view.ctx
    rows = tuple(_pair_row(ctx, daily, spot) for daily, spot in pairs(ctx))
    if not rows:
        return ()
    return (
        Table(
            "spot-and-24-hour",
            "Spot ratio beside 24-hour protein",
            "response",
            (
                Column("24 h", number=True), Column("Taken on"), Column("Ratio of a spot sample", number=True), Column("Taken on"),
                Column("Spot ÷ 24 h", number=True), Column("Reading"),
            ),
            rows,
            intro="Both are read as about equal, the 24-hour value first; a change is safest within one method.",
            note="A difference does not tell which of the two is right; a repeat by one method does.",
        ),
    )  # fmt: skip


def pairs(ctx: Context) -> tuple[tuple[Point, Point], ...]:
    """Return each 24-hour value with the spot value nearest to it, where one lies near enough."""
    daily, spot = _only(ctx, daily=True), _only(ctx, daily=False)
    limit = int(ctx.guideline.number("method-pair-days"))
    found = []
    for point in daily:
        near = [(_days(point, other), other) for other in spot if point.span and other.span]
        near = [(days, other) for days, other in near if days <= limit]
        if near:
            found.append((point, min(near, key=lambda pair: pair[0])[1]))
    return tuple(found)


def _only(ctx: Context, *, daily: bool) -> tuple[Point, ...]:
    """Return the usable series of one way of collecting, by the same rules as the whole series."""
    labs = tuple(lab for lab in ctx.case.labs if _is_daily(lab) is daily)
    alone = replace(ctx, case=ctx.case.model_copy(update={"labs": labs}))
    return tuple(point for point in series.proteinuria(alone).points if point.span is not None)


def _is_daily(lab: LabResult) -> bool:
    unit = find_unit(lab.quantity.unit) if lab.quantity else None
    return lab.collection == "24-hour" or (unit is not None and unit.kind == "mass per day")


def _days(one: Point, other: Point) -> int:
    assert one.span is not None
    assert other.span is not None
    return max(
        abs((one.span.latest - other.span.earliest).days), abs((other.span.latest - one.span.earliest).days)
    )


def _pair_row(ctx: Context, daily: Point, spot: Point) -> Row:
    limit = ctx.parameter("no-change-below")
    ratio = (
        spot.value / daily.value
        if daily.value and spot.low == spot.high and daily.low == daily.high
        else None
    )
    if ratio is None:
        reading = "not comparable: a bound, or nothing excreted"
    elif disagree(ratio, limit.value):
        reading = f"they disagree: by {limit.value} % or more, which counts as a change"
    else:
        reading = "they agree: the difference is smaller than what counts as a change"
    return Row(
        (
            words.proteinuria(daily), str(daily.lab.collected_on), words.proteinuria(spot), str(spot.lab.collected_on),
            shown(ratio, 2) if ratio is not None else "", reading,
        ),
        how=f"Taken at most {_days(daily, spot)} days apart.",
        evidence=(daily.evidence(), spot.evidence()),
        parameters=(limit, ctx.guideline["method-pair-days"]),
    )  # fmt: skip


def disagree(ratio: Decimal, percent: Decimal) -> bool:
    """Say whether two values differ by at least `percent` of the larger one; `ratio` is one divided by the other."""
    smaller = min(ratio, 1 / ratio) if ratio else Decimal(0)
    return (1 - smaller) * 100 >= percent
