"""The exposure to mycophenolic acid under a regimen: the latest AUC, reported or computed from timed samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.quantities import UnitError, convert
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.finding import Cited, Evidence
from lnreview.review.levels import MYCOPHENOLIC_ACID, substance
from lnreview.review.regimens import Regimen
from lnreview.review.sampling import Computed, sampled

AUC_UNIT = "mg.h/L"


@dataclass(frozen=True)
class Exposure:
    """An AUC of mycophenolic acid over 12 hours in mg·h/L."""

    value: Decimal
    when: Span | None
    evidence: Evidence
    bound: str = ""
    """The sign of a bound that the chart prints instead of a value."""
    computed: Computed | None = None
    """The samples behind it, where the program computed it."""

    def below(self, limit: Parameter) -> bool | None:
        """Say whether it lies below a limit; `None` when a bound leaves it open."""
        if self.bound == "<":
            return True if self.value <= limit.value else None
        if self.bound == "<=":
            return True if self.value < limit.value else None
        if self.bound:
            return False if self.value >= limit.value else None
        return self.value < limit.value

    def cited(self) -> tuple[Cited, ...]:
        """Return the equation behind a computed value."""
        if self.computed is None:
            return ()
        equation = self.computed.equation
        return (Cited.of(equation),)


def exposures(ctx: Context) -> tuple[Exposure, ...]:
    """Return every AUC of the record in the order of time; of one day the reported one comes last, so that it counts."""
    found = [*_computed(ctx), *_reported(ctx)]
    return tuple(sorted(found, key=lambda item: item.when.middle if item.when else date.min))


def under(ctx: Context, regimen: Regimen) -> Exposure | None:
    """Return the latest AUC that was measured while a regimen ran, or one without a day; `None` without any."""
    found: Exposure | None = None
    for item in exposures(ctx):
        when = item.when
        if when and regimen.start and when.latest < regimen.start.earliest:
            continue
        if when and regimen.end and when.earliest > regimen.end.latest:
            continue
        found = item
    return found


def _reported(ctx: Context) -> Iterator[Exposure]:
    for level in ctx.case.levels:
        if substance(level) not in MYCOPHENOLIC_ACID or level.kind != "auc0-12" or level.quantity is None:
            continue
        try:
            value = convert(level.quantity.value, level.quantity.unit, AUC_UNIT)
        except UnitError:
            continue
        evidence = ctx.evidence(level, "MPA AUC 0-12 h", level.quantity, "", level.drawn_on)
        yield Exposure(value, ctx.span(level.drawn_on), evidence, level.quantity.comparator or "")


def _computed(ctx: Context) -> Iterator[Exposure]:
    for item in sampled(ctx):
        if isinstance(item, Computed):
            yield Exposure(item.value, item.when, item.evidence(), computed=item)
