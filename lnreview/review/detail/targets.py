"""Where a value of proteinuria or eGFR lies in the regions of the chosen criteria set, regimen by regimen.

A region is where one value would count; a response takes two samples and more (`lnreview.review.response`). The limits are
those of the set as it is applied; a part of a fall needs a measured baseline, and a baseline that was printed as a bound
gives none. A value printed as a bound lies in a region, outside of it, or cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from typing import Literal

from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.guideline.model import CriteriaSet, Guideline
from lnreview.guideline.parts import Parameter
from lnreview.review.applied import applied
from lnreview.review.finding import RegimenReview, Review, SeriesPoint

Kind = Literal["complete", "primary-efficacy", "partial", "kept", "worse"]
_NAMES: dict[Kind, str] = {
    "complete": "a complete response",
    "primary-efficacy": "a primary efficacy response",
    "partial": "a partial response",
    "kept": "kept function",
    "worse": "worse function",
}


@dataclass(frozen=True)
class Region:
    """The values up to (or from) a limit that mean something, from one day to another."""

    kind: Kind
    limit: Decimal
    """g/g, or mL/min/1.73 m²"""
    side: Literal["below", "at most", "at least"]
    parameters: tuple[Parameter, ...]
    first: date | None = None
    """Start of the regimen whose baseline it counts from; `None` where it needs none."""
    last: date | None = None
    """Start of the next regimen; `None` for until now."""

    @property
    def sign(self) -> str:
        """The sign before the limit."""
        return {"below": "<", "at most": "≤", "at least": "≥"}[self.side]

    @property
    def words(self) -> str:
        """Its name and limit in few words, such as “partial ≤ 1.65”."""
        return f"{self.kind.replace('-', ' ')} {self.sign} {self._number}"

    @property
    def told(self) -> str:
        """Its name and limit in a sentence, with how far the number may be trusted where its source was not read."""
        trust = next((item.status for item in self.parameters if item.status != "primary"), "")
        standing = f", {trust.replace('-', ' ')}" if trust else ""
        unit = "mL/min/1.73 m²" if self.kind in ("kept", "worse") else "g/g"
        return f"{_NAMES[self.kind]} ({self.sign} {self._number} {unit}{standing})"

    @property
    def _number(self) -> str:
        # Rounded into the region, so that a value that equals the printed limit lies where the words put it.
        step = Decimal(1).scaleb(-1 if self.kind in ("kept", "worse") else -2)
        towards = ROUND_CEILING if self.side == "at least" else ROUND_DOWN
        return shown(self.limit.quantize(step, towards).normalize())

    def holds_on(self, day: date) -> bool:
        """Say whether it is the region of a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day < self.last)

    def holds(self, point: SeriesPoint) -> bool | None:
        """Say whether a value lies in it; `None` where it was printed as a bound that leaves it open."""
        low = point.value if point.bound != "<" else None
        high = point.value if point.bound != ">" else None
        reached = not point.bound or point.written.startswith(
            (">=", "<=")
        )  # whether it may be the bound itself
        if self.side == "at least":
            if low is not None and low >= self.limit:
                return True
            return (
                False
                if high is not None and (high < self.limit or (high == self.limit and not reached))
                else None
            )
        at_limit = self.side == "at most"
        if high is not None and (high < self.limit or (high == self.limit and (at_limit or not reached))):
            return True
        outside = low is not None and (low > self.limit or (low == self.limit and not (at_limit and reached)))
        return False if outside else None


def proteinuria_regions(case: Case, review: Review, guideline: Guideline) -> tuple[Region, ...]:
    """Return the regions of proteinuria, the best first: those of the set, and a partial one for each baseline."""
    chosen = _set(case, review, guideline)
    if chosen is None:
        return ()
    found = []
    if "complete-upcr" in chosen.parameters:
        complete = chosen["complete-upcr"]
        side: Literal["at most", "below"] = "at most" if chosen.complete_inclusive else "below"
        found.append(Region("complete", complete.value, side, (complete,)))
    if chosen.has_primary_efficacy:
        found.append(
            Region("primary-efficacy", chosen.number("perr-upcr"), "at most", (chosen["perr-upcr"],))
        )
    floor = max((region.limit for region in found), default=Decimal(0))
    for regimen, first, last in _periods(review):
        base = regimen.baseline_upcr
        if base is None or "partial-fall" not in chosen.parameters or _is_bound(base, review.upcr):
            continue
        fall = chosen["partial-fall"]
        region = Region("partial", base * (100 - fall.value) / 100, "at most", (fall,), first, last)
        if "partial-ceiling" in chosen.parameters:
            ceiling = chosen["partial-ceiling"]
            if ceiling.value <= region.limit:
                region = Region("partial", ceiling.value, "below", (ceiling,), first, last)
        if region.limit > floor:
            found.append(region)
    return tuple(found)


def function_regions(case: Case, review: Review, guideline: Guideline) -> tuple[Region, ...]:
    """Return the regions of eGFR, counted from the baseline of each regimen: kept, and confirmed worse if it stays."""
    chosen = _set(case, review, guideline)
    found = []
    for regimen, first, last in _periods(review):
        base = regimen.baseline_egfr
        if chosen is None or base is None or _is_bound(base, review.egfr):
            continue
        if "complete-egfr-fall" in chosen.parameters:
            fall = chosen["complete-egfr-fall"]
            found.append(
                Region("kept", base * (100 - fall.value) / 100, "at least", (fall,), first, last)
            )  # fmt: skip
        worse = chosen["egfr-worse"]
        found.append(Region("worse", base * (100 - worse.value) / 100, "below", (worse,), first, last))
    return tuple(found)


def meanings(series: Literal["upcr", "egfr"], regions: tuple[Region, ...], review: Review) -> tuple[str, ...]:
    """Say in a phrase of each value of a series where it lies among the regions of its day, and how far from the baseline.

    Empty for a value from before the treatment.
    """
    begun = [(first, _baseline(regimen, review, series)) for regimen, first, _ in _periods(review)]
    found = []
    for point in review.upcr if series == "upcr" else review.egfr:
        under = [base for first, base in begun if first <= point.day]
        found.append(_meaning(point, regions, under[-1], series) if under else "")
    return tuple(found)


def _meaning(
    point: SeriesPoint, regions: tuple[Region, ...], base: Decimal | None, series: Literal["upcr", "egfr"]
) -> str:
    here = [region for region in regions if region.holds_on(point.day)]
    parts = [_place(point, here)] if here else []
    if base is not None and base != 0 and not point.bound:
        change = (point.value - base) / base * 100
        sign = "−" if change < 0 else "+" if change > 0 else "±"
        before = shown(base, 2 if series == "upcr" else 0)
        parts.append(f"{sign}{shown(abs(change), 0)} % from the baseline {before}")
    return "; ".join(part for part in parts if part)


def _baseline(regimen: RegimenReview, review: Review, series: Literal["upcr", "egfr"]) -> Decimal | None:
    """Return the measured baseline of a regimen, or `None` without one."""
    base = regimen.baseline_upcr if series == "upcr" else regimen.baseline_egfr
    points = review.upcr if series == "upcr" else review.egfr
    return None if base is None or _is_bound(base, points) else base


def _place(point: SeriesPoint, here: list[Region]) -> str:
    answers = [(region, region.holds(point)) for region in here]
    held = next((region for region, answer in answers if answer), None)
    if held is not None:
        return f"in the region of {held.told}"
    opened = next((region for region, answer in answers if answer is None), None)
    if opened is not None:
        return f"whether in the region of {opened.told} cannot be told from a bound"
    if here[0].kind in ("kept", "worse"):
        kept = next((region for region in here if region.kind == "kept"), None)
        return f"below {kept.told}, not yet worse function" if kept else "not worse function"
    return f"above the region of {max(here, key=lambda region: region.limit).told}"


def _set(case: Case, review: Review, guideline: Guideline) -> CriteriaSet | None:
    published = guideline.criteria.get(review.criteria)
    return applied(published, case.settings) if published is not None else None


def _periods(review: Review) -> list[tuple[RegimenReview, date, date | None]]:
    """Return each dated regimen with its first day and that of the next one."""
    dated = sorted(
        ((regimen.start.middle, regimen) for regimen in review.regimens if regimen.start is not None),
        key=lambda pair: pair[0],
    )
    ends: list[date | None] = [first for first, _ in dated[1:]]
    return [(regimen, first, last) for (first, regimen), last in zip(dated, [*ends, None], strict=False)]


def _is_bound(base: Decimal, series: tuple[SeriesPoint, ...]) -> bool:
    """Say whether a baseline was printed as a bound, of which no part can be taken."""
    same = [point for point in series if point.value == base]
    return bool(same) and all(point.bound for point in same)
