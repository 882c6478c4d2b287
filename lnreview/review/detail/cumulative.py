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
from lnreview.review.finding import Cited, Missing, sentence
from lnreview.review.regimens import drug_name

_CLASS = "cyclophosphamide"
_COLUMNS = (
    Column("What"),
    Column("When"),
    Column("Dose or limit"),
    Column("Given g", True),
    Column("How counted"),
)


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
    scheme = f"{shown(number.value)} × {shown(flat.value)} {label(flat.unit)} = {shown(full, 2)} g"
    rows = [
        Row(("Euro-Lupus scheme, for comparison", "", scheme, "", "computed"), None, "", (),
            (Cited.of(flat), Cited.of(number)), (flat, number))
    ]  # fmt: skip
    nih = pack["cyc-nih-cumulative"]
    upper = f"-{shown(nih.upper)}" if nih.upper is not None else ""
    printed = f"{shown(nih.value)}{upper} {label(nih.unit)}"
    rows.append(
        Row(("High-dose scheme, for comparison", "", printed, "", nih.means), None, "", (), (Cited.of(nih),), (nih,))
    )  # fmt: skip
    for name in ("cyc-gonadal-dose", "cyc-lifetime-dose"):
        limit = pack[name]
        cells = (
            sentence(limit.means),
            "",
            f"{shown(limit.value)} {label(limit.unit)}",
            total.text(),
            reaches(total, limit),
        )
        rows.append(Row(cells, None, "", (), (Cited.of(limit),), (limit,)))
    return rows


def reaches(total: Amount, limit: Parameter) -> str:
    """Say whether a sum reaches or exceeds a limit, or that the record leaves it open; a limit of harm is never “met”."""
    if total.least > limit.value:
        return "exceeded"
    if total.most is None or total.least < limit.value < total.most:
        return "the doses on record leave it open"
    if total.most < limit.value:
        return "not reached"
    return "reached, not exceeded" if total.least == total.most else "the doses on record leave it open"
