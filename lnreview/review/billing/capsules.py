"""Capsules of an oral drug without a billing code: for a dose, for a day, and the days that a quantity covers."""

from __future__ import annotations

import re
from decimal import Decimal

from lnreview.case.frequencies import times_per_day
from lnreview.case.model import Case
from lnreview.case.quantities import convert, find_unit
from lnreview.guideline.code_rows import Uncoded
from lnreview.review.billing.plan import Capsules, QuantityGap, plain

_ASKED = re.compile(r"\s*(\d{1,3}(?:,\d{3})+|\d+)\s+capsules?\b", re.ASCII | re.IGNORECASE)


def capsules(case: Case, drug: Uncoded) -> tuple[Capsules, tuple[QuantityGap, ...], tuple[str, ...]]:
    """Return the capsules of a request, with what is missing and what does not agree.

    The dose is that of one time (mg) with a schedule such as “twice daily”, or that of a day (mg/d). A dose that is no
    whole number of capsules is asked about and never rounded.
    """
    request = case.request
    gaps: list[QuantityGap] = []
    per_dose = per_day = None
    asked = request.dose_each
    unit = find_unit(asked.unit) if asked else None
    times = times_per_day(re.split(r"[,;]", request.schedule)[0])
    if (
        asked is None
        or unit is None
        or asked.comparator
        or asked.value <= 0
        or unit.kind not in ("mass", "mass per day")
    ):
        why = "Capsules follow from one dose (mg) or the dose of a day (mg/d) as a number."
        gaps.append(QuantityGap("dose", "the dose in mg as a number", why, entry="dose_each"))
    else:
        mg = convert(asked.value, asked.unit, "mg" if unit.kind == "mass" else "mg/d")
        count = _whole(mg, drug.capsule_mg)
        if count is None:
            why = f"{plain(mg)} mg are no whole number of capsules of {plain(drug.capsule_mg)} mg."
            gaps.append(QuantityGap("dose", "a dose in whole capsules", why, entry="dose_each"))
        elif unit.kind == "mass per day":
            per_day = count
        else:
            per_dose = count
            daily = _whole(count * Decimal(times), Decimal(1)) if times is not None else None
            per_day = daily
            if daily is None:
                why = f"“{request.schedule}” does not say how often a day." if request.schedule else "The capsules of a day follow from it."  # fmt: skip
                gaps.append(QuantityGap("schedule", "how often a day it is taken", why, entry="schedule"))
    number, days, cautions = _supply(case, per_day)
    if number is None and per_day is not None:
        why = "The number of capsules follows from the days, or the days from the number."
        gaps.append(
            QuantityGap(
                "days-supply", "the days' supply, or the number of capsules", why, entry="days_supply"
            )
        )
    return Capsules(drug.capsule_mg, per_dose, per_day, number, days), tuple(gaps), cautions


def _supply(case: Case, per_day: int | None) -> tuple[int | None, int | None, tuple[str, ...]]:
    """Return the number of capsules and the days that they cover, and where the request contradicts itself."""
    request = case.request
    written = _ASKED.match(request.quantity)
    number = int(written[1].replace(",", "")) if written else None
    days = request.days_supply
    if per_day is None:
        return number, days, ()
    if number is None:
        return (None if days is None else per_day * days), days, ()
    covered = number // per_day
    if days is not None and covered != days:
        told = f"{number} capsules at {per_day} a day cover {covered} days, but {days} are asked for; correct one of them."
        return number, days, (told,)
    return number, covered, ()


def _whole(value: Decimal, part: Decimal) -> int | None:
    count, rest = divmod(value, part)
    return int(count) if count and not rest else None
