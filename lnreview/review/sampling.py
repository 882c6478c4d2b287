"""The AUC of mycophenolic acid that timed samples of one day make, or a sentence on why they make none.

Only for mycophenolate mofetil: enteric-coated mycophenolate is absorbed too irregularly for the equation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.dates import ChartDate, Span
from lnreview.case.exposure import SamplesMissingError, auc_from_five_samples
from lnreview.case.quantities import UnitError, convert, shown
from lnreview.case.records import DrugLevel
from lnreview.guideline.model import Equation
from lnreview.review.context import Context
from lnreview.review.finding import Evidence
from lnreview.review.levels import MYCOPHENOLIC_ACID, running_on, substance

_SAMPLE_UNIT = "mg/L"
_PLAIN = "mycophenolate-mofetil"


@dataclass(frozen=True)
class Computed:
    """An AUC over 12 hours in mg·h/L that was computed from samples."""

    value: Decimal
    when: Span | None
    day: ChartDate | None
    samples: tuple[DrugLevel, ...]
    equation: Equation
    text: str
    """The samples as they entered the equation."""

    def evidence(self) -> Evidence:
        """Return it as evidence, marked as computed."""
        ids = ", ".join(level.id for level in self.samples)
        return Evidence("MPA AUC 0-12 h, computed from five samples", shown(self.value, 1), "mg·h/L",
                        str(self.day) if self.day else "", self.text, ids)  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """Timed samples of a day that make no AUC."""

    when: Span | None
    day: ChartDate | None
    samples: tuple[DrugLevel, ...]
    why: str


def sampled(ctx: Context) -> tuple[Computed | Refused, ...]:
    """Return what the timed samples of each day make, in the order of time."""
    return tuple(_of_day(ctx, day, samples) for day, samples in _days(ctx))


def _days(ctx: Context) -> Iterator[tuple[ChartDate | None, tuple[DrugLevel, ...]]]:
    days: dict[ChartDate | None, list[DrugLevel]] = {}
    for level in ctx.case.levels:
        if level.kind == "timed" and substance(level) in MYCOPHENOLIC_ACID:
            days.setdefault(level.drawn_on, []).append(level)
    for day, samples in days.items():
        yield day, tuple(sorted(samples, key=lambda level: (level.hours_after_dose or 0, level.id)))


def _of_day(ctx: Context, day: ChartDate | None, samples: tuple[DrugLevel, ...]) -> Computed | Refused:
    when = ctx.span(day)
    if when is None or when.earliest != when.latest:
        return Refused(when, day, samples, "the day of the samples is not documented")
    form = _form(ctx, when)
    if form:
        return Refused(when, day, samples, form)
    values: dict[Decimal, Decimal] = {}
    for level in samples:
        hour, value = level.hours_after_dose, _concentration(level)
        if hour is None:
            return Refused(when, day, samples, "a timed sample lacks its hours after the dose")
        if value is None:
            return Refused(
                when, day, samples, f"the sample at {_hours(hour)} has no value in a unit that can be used"
            )
        if values.setdefault(hour, value) != value:
            return Refused(when, day, samples, f"two samples at {_hours(hour)} differ")
    equation = ctx.guideline.equations["mpa-auc-five-samples"]
    try:
        area = auc_from_five_samples(values, equation.coefficients)
    except SamplesMissingError as error:
        lacking = ", ".join(_hours(hour) for hour in error.hours)
        return Refused(when, day, samples, f"no sample at {lacking} after the dose")
    except ValueError as error:
        return Refused(when, day, samples, str(error))
    text = ", ".join(f"{shown(hour)} h {shown(value)}" for hour, value in values.items()) + " mg/L"
    return Computed(area, when, day, samples, equation, text)


def _form(ctx: Context, when: Span) -> str:
    """Say why the drug of that day makes the equation unusable; empty for mycophenolate mofetil."""
    drugs = {drug.id for course in running_on(ctx, when, "mpaa") if (drug := ctx.drug(course.drug))}
    if not drugs:
        return "no mycophenolate is on record for that day"
    if drugs != {_PLAIN}:
        return "the equation holds for mycophenolate mofetil, and another or an unnamed form is on record for that day"
    return ""


def _concentration(level: DrugLevel) -> Decimal | None:
    if level.detectable == "no":
        return Decimal(0)
    if level.quantity is None or level.quantity.comparator:
        return None
    try:
        return convert(level.quantity.value, level.quantity.unit, _SAMPLE_UNIT)
    except UnitError:
        return None


def _hours(hour: Decimal) -> str:
    return f"{shown(hour)} h"
