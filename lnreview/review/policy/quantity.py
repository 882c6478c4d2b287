"""Questions about how much is asked for."""

from __future__ import annotations

import re
from decimal import Decimal

from lnreview.case.quantities import UnitError, convert
from lnreview.case.records import MedicationCourse, Quantity
from lnreview.guideline.asks import request as asks
from lnreview.review.doses import daily_dose
from lnreview.review.finding import Evidence
from lnreview.review.policy.answers import Answer, Interval, of_interval, open_
from lnreview.review.policy.view import View

_COUNT = re.compile(
    r"\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\s*(?:(?:soft\s*gel\s*)?(?:capsules?|caps?|tablets?|tabs?|pills?))?\s*\.?\s*",
    re.IGNORECASE,
)
"""A quantity that is a number of pieces and nothing else: “3 boxes of 60” and “12 capsules a day” are asked about."""
_STRENGTH = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*(mg|g|ug|mcg)\b")


def dose_each(view: View, asked: asks.DosePerAdministration) -> Answer:
    """Hold one requested dose against limits."""
    dose = view.case.request.dose_each
    if dose is None:
        return open_("The request holds no dose as a number.", f"one dose in {asked.unit}", entry="dose_each")
    told = Evidence("requested dose", format(dose.value, "f"), dose.unit)
    try:
        value = convert(dose.value, dose.unit, asked.unit)
    except UnitError:
        return open_(f"{told} cannot be read as {asked.unit} (conflict).", f"one dose in {asked.unit}", told, entry="dose_each")  # fmt: skip
    return of_interval(asked, "the requested dose", Interval.of(value, dose.comparator), told, asked.unit)


def units_per_day(view: View, asked: asks.UnitsPerDay) -> Answer:
    """Hold the capsules or tablets of a day against limits."""
    found = _units(view)
    if found is None:
        return open_("The request holds no quantity with the days that it covers.", "quantity as a number of capsules or tablets, and the days that it covers", entry="quantity")  # fmt: skip
    told = Evidence(
        "requested quantity", f"{view.case.request.quantity} for {view.case.request.days_supply} days"
    )
    return of_interval(asked, "units a day", Interval.of(found), told)


def _units(view: View) -> Decimal | None:
    """Return the units of a day: the number of pieces, divided by the days that they cover."""
    request = view.case.request
    found = _COUNT.fullmatch(request.quantity)
    if found is None or not request.days_supply:
        return None
    return Decimal(found[1].replace(",", "")) / request.days_supply


def dose_per_day(view: View, asked: asks.DosePerDay) -> Answer:
    """Hold the requested dose per day against limits: by dose and schedule, else by quantity and strength."""
    request = view.case.request
    written = MedicationCourse(drug=request.therapy, dose=request.dose_each, frequency=request.schedule)
    by_schedule = daily_dose(written, "g/d")
    by_quantity = _from_quantity(view)
    wish = "one dose as a number with its schedule, or quantity, days and strength"
    if by_schedule is None and by_quantity is None:
        return open_("The request does not tell the dose per day.", wish, entry="dose_each")
    told = Evidence("requested dose per day", f"{request.dose_each or request.strength} {request.schedule or request.quantity}".strip())  # fmt: skip
    if by_schedule is not None and by_quantity is not None and by_schedule != by_quantity:
        return open_("Schedule and quantity of the request give two different doses (conflict).", wish, told, entry="quantity")  # fmt: skip
    grams = by_schedule if by_schedule is not None else by_quantity
    assert grams is not None
    return of_interval(asked, "the requested dose per day", Interval.of(convert(grams, "g/d", asked.unit)), told, asked.unit)  # fmt: skip


def _from_quantity(view: View) -> Decimal | None:
    units, strength = _units(view), _STRENGTH.match(view.case.request.strength)
    if units is None or strength is None:
        return None
    each = Quantity(value=Decimal(strength[1]) * units, unit=strength[2])
    return daily_dose(MedicationCourse(drug="", dose=each, frequency="daily"), "g/d")


def doses(view: View, asked: asks.Doses) -> Answer:
    """Hold the number of requested doses against limits."""
    count = view.case.request.doses
    if count is None:
        return open_("The request does not tell the number of doses.", "number of doses", entry="doses")
    return of_interval(asked, "the number of doses", Interval.of(Decimal(count)), Evidence("requested doses", str(count)))  # fmt: skip
