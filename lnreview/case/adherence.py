"""Refill arithmetic: share of days covered (PDC) and possession ratio (MPR) of a period.

The definitions are the standard pharmacy ones. PDC counts each day of a period that some supply covers, an early refill
being moved to the end of the supply before it, at most 100 %. MPR divides the days' supply handed out in the period by
its days and may exceed 100 %. A day in hospital is no day of the period and uses up no supply. Where supplies carry
partial dates, the result is the range that their possible days allow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

_DAY = timedelta(days=1)
_MONTH_OF_REFILLS = 30
"""Days of the month by which “24 of 30 days” is counted."""


@dataclass(frozen=True)
class Supply:
    """A supply: the days on which it may have been handed out, how many days it lasts, and of which drug."""

    earliest: date
    latest: date
    days: int
    drug: str = ""
    """Supplies of one drug follow each other; supplies of two drugs may run side by side."""


@dataclass(frozen=True)
class Refills:
    """What the supplies of a period cover; pairs are the fewest and the most, equal where all dates are full."""

    start: date
    end: date
    days: int
    """Days of the period, without those in hospital."""
    away: int
    """Days in hospital that were left out."""
    covered: tuple[int, int]
    supplied: tuple[int, int]
    """Days' supply handed out in the period."""
    gaps: tuple[tuple[date, date], ...]
    """First and last day of each stretch without a supply, by the earliest days that the dates may mean."""
    stays: tuple[tuple[date, date], ...] = ()
    """Stays in hospital, first and last day; a stretch may run across one."""

    def at_home(self, first: date, last: date) -> int:
        """Return the days of a stretch that were not spent in hospital, both ends included."""
        absent = _days_of(self.stays)
        return sum(first + _DAY * count not in absent for count in range((last - first).days + 1))

    @property
    def pdc(self) -> tuple[Decimal, Decimal]:
        """Share of days covered in %, at most 100."""
        low, high = (min(Decimal(100), Decimal(part) / self.days * 100) for part in self.covered)
        return low, high

    @property
    def mpr(self) -> tuple[Decimal, Decimal]:
        """Possession ratio in %; it may exceed 100."""
        low, high = (Decimal(part) / self.days * 100 for part in self.supplied)
        return low, high

    @property
    def per_thirty_days(self) -> tuple[Decimal, Decimal]:
        """Days covered per 30 days."""
        low, high = (Decimal(part) * _MONTH_OF_REFILLS / self.days for part in self.covered)
        return low, high

    @property
    def exact(self) -> bool:
        """Whether every date was full, so that both ends of each range agree."""
        return self.covered[0] == self.covered[1] and self.supplied[0] == self.supplied[1]


def refills(
    supplies: Iterable[Supply], start: date, end: date, away: Iterable[tuple[date, date]] = ()
) -> Refills:
    """Return what supplies cover of `start`..`end`, both days included; `away` are stays in hospital, both ends included.

    Raises `ValueError` for a period without a day at home.
    """
    given = sorted(supplies, key=lambda item: (item.earliest, item.latest, item.days, item.drug))
    stays = tuple(away)
    absent = _days_of(stays)
    period = [start + _DAY * count for count in range((end - start).days + 1)]
    home = [day for day in period if day not in absent]
    if not home:
        raise ValueError("the period has no day at home")
    covered = _covered_days([(item.earliest, item.days, item.drug) for item in given], start, end, absent)
    return Refills(
        start, end, len(home), len(period) - len(home),
        _range_covered(given, start, end, absent, len(home), len(covered)), _supplied(given, start, end),
        _stretches([day for day in home if day not in covered], absent), stays,
    )  # fmt: skip


def days_covered(supplies: Iterable[tuple[date, int]], start: date, end: date) -> Decimal:
    """Return the PDC in % over `start`..`end`, both days included.

    `supplies` are pairs of day and days' supply. Overlaps are shifted forward. Raises `ValueError` for an empty period.
    """
    return refills((Supply(day, day, supply) for day, supply in supplies), start, end).pdc[0]


def _days_of(periods: Iterable[tuple[date, date]]) -> set[date]:
    return {
        first + _DAY * count for first, last in periods for count in range(max(0, (last - first).days + 1))
    }


def _covered_days(
    supplies: Sequence[tuple[date, int, str]], start: date, end: date, absent: set[date]
) -> set[date]:
    """Return the days of a period at home on which some drug was in stock; a day in hospital uses up nothing."""
    covered: set[date] = set()
    by_drug: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for day, supply, drug in supplies:
        by_drug[drug].append((day, supply))
    for own in by_drug.values():
        free_from = date.min
        for day, supply in sorted(own):
            current = max(day, free_from)
            left = supply
            while left and current <= end:
                if current not in absent:
                    left -= 1
                    if current >= start:
                        covered.add(current)
                current += _DAY
            free_from = current
    return covered


def _range_covered(
    supplies: Sequence[Supply], start: date, end: date, absent: set[date], days: int, exact: int
) -> tuple[int, int]:
    """Return the fewest and the most covered days that the dates allow.

    The days used up by any day never fall when a supply comes earlier. So the most is what is used up by the end with
    every supply early, less what is used up before the start with every supply late; the fewest the other way round.
    """
    if all(item.earliest == item.latest for item in supplies):
        return exact, exact
    fewest, most = 0, 0
    for drug in {item.drug for item in supplies}:
        own = [item for item in supplies if item.drug == drug]
        early = [(item.earliest, item.days, drug) for item in own]
        late = [(item.latest, item.days, drug) for item in own]
        first = min(item.earliest for item in own)
        before = start - _DAY
        used = [
            (len(_covered_days(days_, first, end, absent)), len(_covered_days(days_, first, before, absent)))
            for days_ in (early, late)
        ]
        fewest = max(fewest, used[1][0] - used[0][1])
        most += used[0][0] - used[1][1]
    return max(0, fewest), min(days, most)


def _supplied(supplies: Sequence[Supply], start: date, end: date) -> tuple[int, int]:
    surely = [item.days for item in supplies if start <= item.earliest and item.latest <= end]
    perhaps = [item.days for item in supplies if start <= item.latest and item.earliest <= end]
    return sum(surely), sum(perhaps)


def _stretches(uncovered: Sequence[date], absent: set[date]) -> tuple[tuple[date, date], ...]:
    """Return uncovered days as stretches; a stay in hospital does not divide one."""
    found: list[tuple[date, date]] = []
    for day in uncovered:
        if found:
            between = found[-1][1] + _DAY
            while between in absent:
                between += _DAY
            if between == day:
                found[-1] = (found[-1][0], day)
                continue
        found.append((day, day))
    return tuple(found)
