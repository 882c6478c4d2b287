"""How a value of a series, and its change, are printed in the tables; what they are compared with is decided elsewhere.

A change is an interval where one of the two values was printed as a bound. Numbers are rounded, but never onto or across
a limit: every limit is a whole percent, or a full tenth of a g/g, so where rounding would reach one that the value does
not have, more decimals are printed.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from lnreview.case.dates import Span
from lnreview.case.quantities import find_unit, shown
from lnreview.review import series
from lnreview.review.context import Context
from lnreview.review.regimens import Regimen
from lnreview.review.series import Point

HUNDREDTHS = Decimal(1).scaleb(-2)
_FINEST = HUNDREDTHS**2
"""What lies nearer to a limit than this comes from the arithmetic, not from a measurement."""
METHODS = {
    "24-hour": "24 h",
    "spot": "spot",
    "first-morning": "first morning",
    "timed": "timed",
    "unknown": "collection not stated",
    "ckd-epi-2021": "CKD-EPI 2021",
    "schwartz-bedside": "bedside Schwartz",
    "ckd-epi-2009": "CKD-EPI 2009",
    "mdrd": "MDRD",
    "cockcroft-gault": "Cockcroft-Gault",
    "other": "another equation",
}
"""How urine was collected, or by which equation an eGFR was computed, in words."""


def regimen(ctx: Context, subject: Regimen) -> str:
    """Return a regimen by its drugs and the day on which it began, so that two of the same drugs are told apart."""
    return f"{subject.name(ctx)}, from {subject.start}" if subject.start else subject.name(ctx)


def proteinuria(point: Point) -> str:
    """Return proteinuria with its unit, for example “3.2 g/g”; a 24-hour protein in g/d."""
    return f"{_amount(point, 2)} {urine_unit(point)}{_pregnant(point)}"


def urine_unit(point: Point) -> str:
    """Return the unit in which a value of the series of proteinuria is judged."""
    unit = find_unit(point.lab.quantity.unit) if point.lab.quantity else None
    return "g/d" if unit is not None and unit.kind == "mass per day" else "g/g"


def filtration(point: Point) -> str:
    """Return an eGFR in mL/min/1.73 m², without its unit."""
    return f"{_amount(point, 0)}{_pregnant(point)}"


def method(point: Point) -> str:
    """Return how a value was obtained: the collection of the urine, or the equation."""
    name, _, equation = point.method.partition(", ")
    if not equation:
        return METHODS.get(name, name)
    return "as reported" if equation == "unknown" else f"as reported, {METHODS.get(equation, equation)}"


def change(base: Point | None, point: Point | None) -> str:
    """Return the change from the baseline in %, an interval where a value is one, or an empty text."""
    if base is None or point is None or base.high == 0:
        return ""
    least, most = series.fall_percent(base, point)
    if least is None and most is None:
        return ""
    if least is None:
        return f"≥ {_signed(most)}"
    if most is None:
        return f"≤ {_signed(least)}"
    return _signed(least) if least == most else f"{_signed(most)} to {_signed(least)}"


def days_from(start: Span, point: Point) -> str:
    """Return how far a value lies from a start in words, for example “3 days before”."""
    if point.span is None:
        return "no date"
    days = (point.span.middle - start.middle).days
    if days == 0:
        return "on the day of the start"
    about = "about " if point.span.earliest != point.span.latest or start.earliest != start.latest else ""
    plural = "" if abs(days) == 1 else "s"
    return f"{about}{abs(days)} day{plural} {'before' if days < 0 else 'after'} the start"


def rounded(value: Decimal, places: int) -> str:
    """Return a number with so many decimals; with more where it would else look like a limit that it is not.

    A limit has one decimal less than is printed: 49.97 % is not told as 50 %, nor 0.4998 g/g as 0.5 g/g.
    """
    decimals, found = places, _nearest(value, places)
    while found != value and found == _nearest(found, places - 1) and abs(found - value) >= _FINEST:
        decimals += 1
        found = _nearest(value, decimals)
    return shown(found, decimals)


def _nearest(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _amount(point: Point, places: int) -> str:
    number = rounded if places else shown  # an eGFR is a whole number by custom
    if point.high is None:
        return f">{number(point.low, places)}"
    return f"<{number(point.high, places)}" if point.low != point.high else number(point.value, places)


def _pregnant(point: Point) -> str:
    return " (pregnant)" if point.pregnant else ""


def _signed(fall: Decimal | None) -> str:
    """Return a fall as a change: a fall of 45 % as “−45 %”."""
    assert fall is not None
    sign = "−" if fall > 0 else "+" if fall < 0 else "±"
    return f"{sign}{rounded(abs(fall), 1)} %"
