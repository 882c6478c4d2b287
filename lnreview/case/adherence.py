"""Refill arithmetic: the share of days covered by pharmacy supplies.

The definition is the standard pharmacy one: the proportion of days covered (PDC) counts each day of a period that some
supply covers, an early refill being moved to the end of the supply before it, at most 100 %.
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
