"""Refill arithmetic: share of days covered and possession ratio from pharmacy supplies.

Definitions are the standard pharmacy ones: the proportion of days covered (PDC) counts each day of a period that some
supply covers, an early refill being moved to the end of the supply before it, at most 100 %; the medication possession
ratio (MPR) is the supply handed out in the period over its days and may exceed 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal


def days_covered(supplies: Iterable[tuple[date, int]], start: date, end: date) -> Decimal:
    """Return the PDC in % over `start`..`end`, both days included.

    `supplies` are pairs of day and days' supply. Overlaps are shifted forward. Raises `ValueError` for an empty period.
    """
    total = (end - start).days + 1
    if total <= 0:
        raise ValueError("the period has no day")
    covered = 0
    free_from = date.min
    for day, supply in sorted(supplies):
        begin = max(day, free_from)
        finish = begin + timedelta(days=supply)
        free_from = max(free_from, finish)
        inside = (min(finish, end + timedelta(days=1)) - max(begin, start)).days
        covered += max(0, inside)
    return min(Decimal(100), Decimal(covered) / total * 100)


def possession_ratio(supplies: Iterable[tuple[date, int]], start: date, end: date) -> Decimal:
    """Return the MPR in % over `start`..`end`, both days included; it may exceed 100.

    Raises `ValueError` for an empty period.
    """
    total = (end - start).days + 1
    if total <= 0:
        raise ValueError("the period has no day")
    handed_out = sum(supply for day, supply in supplies if start <= day <= end)
    return Decimal(handed_out) / total * 100
