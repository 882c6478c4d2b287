"""Cumulative cyclophosphamide over every course on record, as the range that the record allows, beside known limits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lnreview.case import equations
from lnreview.case.dates import days_between
from lnreview.case.quantities import convert, find_unit, label, shown
from lnreview.case.records import Administration, MedicationCourse, Quantity
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail.lines import dose, period
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.doses import body, daily_dose
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.regimens import drug_name, is_running

_CLASS = "cyclophosphamide"
_COLUMNS = (Column("What"), Column("When"), Column("Dose"), Column("Given g", True), Column("How counted"))


@dataclass(frozen=True)
class Amount:
    """Grams that were given: the least, and the most (`None`: no upper end is known)."""

    least: Decimal
    most: Decimal | None
    counted: str
    """How it was counted, or what the record lacks."""

    def text(self) -> str:
        """Return the amount in g as a number, a range, or “at least”."""
        low = shown(self.least, 2)
        if self.most is None:
            return f"at least {low}" if self.least else "not documented"
        return low if self.most == self.least else f"{low}-{shown(self.most, 2)}"


def cumulative(view: Assessment) -> tuple[Table, ...]:
    """Return the sum of all cyclophosphamide on record with its limits, or nothing where none was given."""
    ctx = view.ctx
    courses = [
        item
        for item in ctx.case.courses
        if ctx.drug_class(item) == _CLASS and ctx.has_begun(ctx.span(item.start))
    ]
    loose = _loose(ctx, courses)
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
        amount = _administered(ctx, item)
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


def together(amounts: list[Amount], *, complete: bool) -> Amount:
    """Return the sum; without a complete list of courses it has no upper end."""
    least = sum((item.least for item in amounts), Decimal(0))
    known = [item.most for item in amounts if item.most is not None]
    if len(known) < len(amounts):
        return Amount(least, None, "some doses are not documented")
    if not complete:
        return Amount(least, None, "of the courses on record; whether the list is complete is not documented")
    return Amount(least, sum(known, Decimal(0)), "over all courses")


def of_course(ctx: Context, course: MedicationCourse) -> Amount:
    """Return what one course amounts to: its administrations, its number of doses, or its days at a daily dose."""
    mine = [item for item in ctx.case.administrations if _belongs(ctx, item, course)]
    daily = daily_dose(course, "mg/d")
    if daily is not None and course.route != "iv" and not mine and course.doses_given is None:
        return _by_days(ctx, course, daily)
    complete = [item for item in mine if item.status == "complete"]
    number = course.doses_given if course.doses_given is not None else (len(complete) if mine else None)
    single = _grams(ctx, course.dose, course)
    if number is None:
        return Amount(Decimal(0), None, "the number of doses is not documented")
    own = [grams for item in complete if (grams := _grams(ctx, item.dose, course)) is not None][:number]
    rest = number - len(own)
    least = sum(own, Decimal(0)) + rest * (single or 0)
    if rest and single is None:
        return Amount(least, None, f"{rest} of {number} doses without an amount in g")
    partial = (
        [item for item in mine if item.status in ("partial", "unknown")] if course.doses_given is None else []
    )
    if not partial:
        return Amount(least, least, f"{number} doses")
    more = [_grams(ctx, item.dose, course) or single for item in partial]
    most = None if None in more else least + sum((grams for grams in more if grams is not None), Decimal(0))
    return Amount(least, most, f"{number} complete doses, {len(partial)} partial or of unknown status")


def _by_days(ctx: Context, course: MedicationCourse, daily: Decimal) -> Amount:
    start = ctx.span(course.start)
    stop = ctx.span(course.stop) or (ctx.as_of if is_running(ctx, course) else None)
    if start is None or stop is None:
        return Amount(Decimal(0), None, "a daily dose without start and stop")
    fewest, most = (max(0, days) + 1 for days in days_between(start, stop))
    low, high = (convert(daily * days, "mg", "g") for days in (fewest, most))
    days = str(fewest) if fewest == most else f"{fewest}-{most}"
    return Amount(low, high, f"{shown(daily)} mg a day for {days} days")


def _belongs(ctx: Context, item: Administration, course: MedicationCourse) -> bool:
    """Whether an administration lies within a course of its drug."""
    if ctx.drug(item.drug) is None or ctx.drug(item.drug) is not ctx.drug(course.drug):
        return False
    day, start, stop = ctx.span(item.given_on), ctx.span(course.start), ctx.span(course.stop)
    if day is None:
        return False
    return (start is None or day.latest >= start.earliest) and (stop is None or day.earliest <= stop.latest)


def _loose(ctx: Context, courses: list[MedicationCourse]) -> tuple[Administration, ...]:
    """Return administrations of cyclophosphamide that lie in no course."""
    return tuple(
        item
        for item in ctx.case.administrations
        if (drug := ctx.drug(item.drug)) is not None
        and drug.drug_class == _CLASS
        and item.status != "missed"
        and not any(_belongs(ctx, item, course) for course in courses)
    )


def _administered(ctx: Context, item: Administration) -> Amount:
    grams = _grams(ctx, item.dose, None)
    if grams is None:
        return Amount(Decimal(0), None, "a dose without an amount in g")
    least = grams if item.status == "complete" else Decimal(0)
    return Amount(least, grams, f"one dose, {item.status}")


def _grams(ctx: Context, quantity: Quantity | None, course: MedicationCourse | None) -> Decimal | None:
    """Return one dose in g; per m² by Mosteller and per kg by the weight nearest to the start of its course."""
    if quantity is None or quantity.comparator or quantity.value <= 0:
        return None
    unit = find_unit(quantity.unit)
    if unit is None:
        return None
    if unit.kind == "mass":
        return convert(quantity.value, quantity.unit, "g")
    weight = body(ctx, "weight", course) if course else None
    if weight is None or course is None:
        return None
    if unit.kind == "mass per weight":
        return convert(convert(quantity.value, quantity.unit, "mg/kg") * weight, "mg", "g")
    height = body(ctx, "height", course)
    if unit.kind != "mass per area" or height is None:
        return None
    area = equations.mosteller(weight, height, ctx.guideline.equations["mosteller"].coefficients)
    return convert(convert(quantity.value, quantity.unit, "mg/m2") * area, "mg", "g")


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
