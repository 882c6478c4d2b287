"""SLEDAI-2K as arithmetic: the sum of its items, its band, its change, and what the laboratory says of its items.

An assessment that did not ask for every item gives a lower limit, and every answer here stays an interval then. A stated
total that the items contradict gives no answer. Laboratory values are hints: no item is ever scored from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.quantities import UnitError, convert
from lnreview.case.records import DiseaseActivity, LabResult
from lnreview.guideline.parts import Parameter
from lnreview.guideline.reference import ScoreItem
from lnreview.review import series
from lnreview.review.context import Context, either
from lnreview.review.finding import Evidence
from lnreview.review.series import Point

INDEX = "sledai-2k"
RENAL = ("urinary-casts", "haematuria", "proteinuria", "pyuria")
"""The items of the urine."""


@dataclass(frozen=True)
class Score:
    """One assessment: by its items, or as the chart states its total."""

    entry: DiseaseActivity | LabResult
    when: Span | None
    items: tuple[str, ...]
    computed: Decimal | None
    """Sum of the items; `None` when no item is on record and nobody said that all were asked for."""
    complete: bool
    """Whether every item was asked for; else the sum is a lower limit."""
    stated: Decimal | None
    window: str

    @property
    def disagrees(self) -> bool:
        """Whether the stated total cannot be the sum of the items."""
        if self.stated is None or self.computed is None:
            return False
        return self.computed != self.stated if self.complete else self.computed > self.stated

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None] | None:
        """The least and the most (`None`: open) that the index can be, or `None` when nothing or a contradiction tells."""
        if self.disagrees:
            return None
        if self.computed is not None and self.complete:
            return self.computed, self.computed
        if self.stated is not None:
            return self.stated, self.stated
        return None if self.computed is None else (self.computed, None)


@dataclass(frozen=True)
class Hint:
    """What laboratory values of the window say of an item."""

    present: bool | None
    """`None` when they contradict each other or tell nothing."""
    evidence: tuple[Evidence, ...]


def items(ctx: Context) -> dict[str, ScoreItem]:
    """Return the items of the index by their id, in the order of the pack."""
    return {item.id: item for item in ctx.guideline.scores if item.index == INDEX}


def total(present: Iterable[str], weighed: dict[str, ScoreItem]) -> Decimal:
    """Return the sum of the weights of items; one that is named twice counts once."""
    return sum((weighed[name].weight for name in set(present)), Decimal(0))


def scores(ctx: Context) -> tuple[Score, ...]:
    """Return every assessment of the record in the order of time, also totals that came as a laboratory value."""
    weighed = items(ctx)
    found = [_assessed(ctx, entry, weighed) for entry in ctx.case.disease_activity]
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if analyte is not None and analyte.id == INDEX and lab.quantity and not lab.quantity.comparator:
            stated = lab.quantity.value
            found.append(Score(lab, ctx.span(lab.collected_on), (), None, False, stated, "unknown"))
    first = ctx.as_of.earliest
    return tuple(
        sorted(found, key=lambda one: (one.when is not None, one.when.middle if one.when else first))
    )


def _assessed(ctx: Context, entry: DiseaseActivity, weighed: dict[str, ScoreItem]) -> Score:
    complete = entry.items_complete == "yes"
    present = tuple(name for name in weighed if name in entry.items)
    computed = total(present, weighed) if present or complete else None
    return Score(
        entry, ctx.span(entry.assessed_on), present, computed, complete, entry.stated_total, entry.window
    )


def band(ctx: Context, value: Decimal) -> str:
    """Return the name of the band in which a total lies."""
    low, moderate = ctx.guideline["sledai-low"], ctx.guideline["sledai-moderate"]
    if value <= 0:
        return "remission"
    if value <= _top(low):
        return "low"
    return "moderate" if value <= _top(moderate) else "high"


def _top(parameter: Parameter) -> Decimal:
    return parameter.upper if parameter.upper is not None else parameter.value


def rise(earlier: Score, later: Score) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most by which the index rose between two assessments; `None` where open."""
    before, after = earlier.bounds, later.bounds
    if before is None or after is None:
        return None, None
    least = None if before[1] is None else after[0] - before[1]
    most = None if after[1] is None else after[1] - before[0]
    return least, most


def flared(ctx: Context, earlier: Score, later: Score) -> bool | None:
    """Say whether the index rose by more than the limit of a flare."""
    limit = ctx.guideline.number("sledai-flare-rise")
    least, most = rise(earlier, later)
    if least is not None and least > limit:
        return True
    return False if most is not None and most <= limit else None


# --- what the laboratory says ----------------------------------------------------------------------------------------


def window_days(ctx: Context, score: Score) -> int:
    """Return the days before an assessment that it covers; where nobody said, the longer form."""
    extended = ctx.guideline["sledai-window-extended"]
    if score.window == "10-days":
        return int(ctx.guideline.number("sledai-window-original"))
    return int(extended.upper or extended.value)


def hints(ctx: Context, score: Score, urine: Iterable[Point]) -> dict[str, Hint]:
    """Return what the laboratory values of the window say of the items, by item."""
    if score.when is None:
        return {}
    first = score.when.earliest - timedelta(days=window_days(ctx, score))
    said: dict[str, list[tuple[bool, Evidence]]] = {}
    for point in urine:
        if point.span is not None and first <= point.span.earliest and point.span.latest <= score.when.latest:
            above = series.at_most(point, ctx.guideline.number("sledai-proteinuria"))
            if above is not None:
                said.setdefault("proteinuria", []).append((not above, point.evidence()))
    for lab in ctx.case.labs:
        taken = ctx.span(lab.collected_on)
        if taken is None or taken.earliest < first or taken.latest > score.when.latest:
            continue
        for name, answer in _lab_says(ctx, lab):
            if answer is not None:
                said.setdefault(name, []).append((answer, _told(ctx, lab)))
    return {name: _hint(name, told) for name, told in said.items()}


def _hint(name: str, told: list[tuple[bool, Evidence]]) -> Hint:
    answers = {answer for answer, _ in told}
    if name == "low-complement":  # C3 or C4 is enough: one that is low speaks for it, whatever the other says
        answers = {bool(either(*answers))}
    return Hint(answers.pop() if len(answers) == 1 else None, tuple(evidence for _, evidence in told))


def _lab_says(ctx: Context, lab: LabResult) -> list[tuple[str, bool | None]]:
    """Return the items that a result speaks of, with what it says."""
    analyte = analytes.find(lab.analyte)
    name = analyte.id if analyte else ""
    pack = ctx.guideline
    if name == "urine-rbc":
        return [("haematuria", _above(lab, pack["sledai-urine-cells"]))]
    if name == "urine-wbc":
        return [("pyuria", _above(lab, pack["sledai-urine-cells"]))]
    if name == "platelets":
        return [("thrombocytopenia", _under(lab, pack["sledai-platelets"]))]
    if name == "wbc":
        return [("leukopenia", _under(lab, pack["sledai-leukocytes"]))]
    if name in ("c3", "c4", "complement"):
        return [("low-complement", _flagged(lab, ("low",)))]
    if name == "anti-dsdna":
        return [("raised-dna-binding", _flagged(lab, ("high", "positive")))]
    if name == "urine-sediment":
        seen: list[tuple[str, bool | None]] = []
        if "rbc-casts" in lab.findings:
            seen.append(("urinary-casts", True))
        elif lab.interpretation == "bland":
            seen.append(("urinary-casts", False))
        seen += [(item, True) for item in ("haematuria", "pyuria") if item in lab.findings]
        return seen
    return []


def _bounds(lab: LabResult, unit: str) -> tuple[Decimal, Decimal | None] | None:
    """Return the least and the most that a result may be in a unit, or `None` when its unit is of another kind."""
    if lab.quantity is None:
        return None
    try:
        value = convert(lab.quantity.value, lab.quantity.unit, unit)
    except UnitError:
        return None
    if lab.quantity.comparator in ("<", "<="):
        return Decimal(0), value
    return value, None if lab.quantity.comparator else value


def _above(lab: LabResult, limit: Parameter) -> bool | None:
    """Say whether a count lies above a limit; a bound of exactly the limit, printed as “>”, does."""
    bounds = _bounds(lab, limit.unit)
    if bounds is None:
        return None
    least, most = bounds
    strictly = lab.quantity is not None and lab.quantity.comparator == ">"
    if least > limit.value or (strictly and least == limit.value):
        return True
    return False if most is not None and most <= limit.value else None


def _under(lab: LabResult, limit: Parameter) -> bool | None:
    """Say whether a count lies below a limit; a bound of exactly the limit, printed as “<”, does."""
    bounds = _bounds(lab, limit.unit)
    if bounds is None:
        return None
    least, most = bounds
    strictly = lab.quantity is not None and lab.quantity.comparator == "<"
    if most is not None and (most < limit.value or (strictly and most == limit.value)):
        return True
    return False if least >= limit.value else None


def _flagged(lab: LabResult, words: tuple[Literal["low", "high", "positive"], ...]) -> bool | None:
    """Say whether a result is flagged so, by the chart's word, else by the laboratory's own range."""
    if lab.interpretation in ("low", "normal", "high", "positive", "negative"):
        return lab.interpretation in words
    if lab.quantity is None:
        return None
    value, comparator = lab.quantity.value, lab.quantity.comparator
    if "low" in words and lab.range_low is not None and comparator not in (">", ">="):
        below = value < lab.range_low or (comparator == "<" and value == lab.range_low)
        return below if not comparator or below else None
    if "high" in words and lab.range_high is not None and comparator not in ("<", "<="):
        above = value > lab.range_high or (comparator == ">" and value == lab.range_high)
        return above if not comparator or above else None
    return None


def _told(ctx: Context, lab: LabResult) -> Evidence:
    parts = [str(lab.quantity) if lab.quantity else "", lab.interpretation or "", *lab.findings]
    value = ", ".join(part.replace("-", " ") for part in parts if part) or lab.words
    return ctx.evidence(lab, analytes.name(lab.analyte), value, "", lab.collected_on)
