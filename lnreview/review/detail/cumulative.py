"""Cumulative cyclophosphamide over every course on record, as the range that the record allows, beside known limits."""

from __future__ import annotations

from lnreview.case.quantities import convert, label, shown
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.cumulative import (
    Amount,
    given_courses,
    of_administration,
    of_course,
    outside,
    together,
)
from lnreview.review.detail.lines import dose, period
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.regimens import drug_name

_CLASS = "cyclophosphamide"
_COLUMNS = (Column("What"), Column("When"), Column("Dose"), Column("Given g", True), Column("How counted"))


def cumulative(view: Assessment) -> tuple[Table, ...]:
    """Return the sum of all cyclophosphamide on record with its limits, or nothing where none was given."""
    ctx = view.ctx
    courses = given_courses(ctx, (_CLASS,))
    loose = outside(ctx, (_CLASS,), courses)
    if not courses and not loose:
        return ()
    rows, missing, amounts = [], [], []
    for course in courses:
        amount = of_course(ctx, course)
        amounts.append(amount)
        evidence = (ctx.evidence(course, drug_name(ctx, course), dose(course), "", course.start),)
        rows.append(
            Row(
                (drug_name(ctx, course), period(ctx, course), dose(course), amount.text(), amount.counted),
                None,
                "",
                evidence,
            )
        )
        if amount.most is None or amount.most != amount.least:
            missing.append(Missing(f"{' '.join(('doses of cyclophosphamide', period(ctx, course))).strip()}, each with its date",
                                   f"Its sum is open: {amount.counted}.", "dosing", "administrations", course.id, rank=40))  # fmt: skip
    for item in loose:
        amount = of_administration(ctx, item)
        amounts.append(amount)
        evidence = (ctx.evidence(item, "cyclophosphamide", item.dose, "", item.given_on),)
        rows.append(Row(("cyclophosphamide", str(item.given_on) if item.given_on else "", str(item.dose) if item.dose else "",
                         amount.text(), amount.counted), None, "", evidence))  # fmt: skip
    total = together(amounts, complete=ctx.case.complete.courses == "yes")
    rows.append(Row(("Total of the record", "", "", total.text(), total.counted)))
    rows.extend(_limits(ctx, total))
    note = "What was given and is not on record is not in the sum; the limits are shown, and care follows the safety findings."
    return (Table("dosing-cyclophosphamide", "Cumulative cyclophosphamide", "dosing", _COLUMNS, tuple(rows), "", note,
                  tuple(missing)),)  # fmt: skip


def _limits(ctx: Context, total: Amount) -> list[Row]:
    """Return the total beside the sum of each scheme and beside each limit."""
    pack = ctx.guideline
    flat, number = pack["eurolupus-dose"], pack["eurolupus-doses"]
    full = convert(flat.value * number.value, flat.unit, "g")
    rows = [
        Row(("Euro-Lupus scheme, for comparison", "", f"{shown(number.value)} × {shown(flat.value)} {label(flat.unit)}", shown(full, 2), "computed"),
            None, "", (), (Cited.of(flat), Cited.of(number)), (flat, number))
    ]  # fmt: skip
    nih = pack["cyc-nih-cumulative"]
    upper = f"-{shown(nih.upper)}" if nih.upper is not None else ""
    rows.append(
        Row(
            ("High-dose scheme, for comparison", "", "", f"{shown(nih.value)}{upper}", nih.means),
            None,
            "",
            (),
            (Cited.of(nih),),
            (nih,),
        )
    )
    for name in ("cyc-gonadal-dose", "cyc-lifetime-dose"):
        limit = pack[name]
        status, said = reaches(total, limit)
        rows.append(Row((f"{limit.means[:1].upper()}{limit.means[1:]}", "", "", shown(limit.value), said), status, "",
                        (), (Cited.of(limit),), (limit,)))  # fmt: skip
    return rows


def reaches(total: Amount, limit: Parameter) -> tuple[Status, str]:
    """Say whether a sum lies above a limit: not met above it, met at or below it, else not documented."""
    if total.least > limit.value:
        return "not-met", "the total lies above it"
    if total.most is not None and total.most <= limit.value:
        return "met", "the total does not exceed it"
    return "not-documented", "the doses on record leave it open"
