"""Which recorded days were changed in a period, and which files an audit of such changes draws.

A report over many cases: every change with who, when, what stood before, what stands now, and why. The sample is drawn
from all files by a seed that is passed in, so that the same seed always draws the same files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from lnreview.case.model import Case
from lnreview.guideline.clocks import Audit
from lnreview.review.workflow import Modification, modifications_of, recorded_day


@dataclass(frozen=True)
class ModificationReport:
    """Every change of recorded days in a period."""

    since: date
    until: date
    files: int
    """How many cases with a determination were looked at."""
    changes: tuple[Modification, ...]
    """Changes recorded in the period, by case and in the order of recording."""
    undated: tuple[Modification, ...]
    """Changes of which nothing says when they were recorded: they may belong to the period."""


def modifications(cases: Iterable[Case], since: date, until: date) -> ModificationReport:
    """Return the changes that were recorded from one day to another, both included."""
    files, changes, undated = 0, [], []
    for case in cases:
        files += bool(case.workflow)
        for change in modifications_of(case):
            day = recorded_day(case, change)
            if day is None:
                undated.append(change)
            elif since <= day <= until:
                changes.append(change)
    return ModificationReport(since, until, files, tuple(changes), tuple(undated))


def sample_size(files: int, rule: Audit) -> int:
    """Return how many of `files` an audit draws: the share of the rule, rounded up, but not more than its number."""
    share = (Decimal(files) * rule.share / 100).to_integral_value(ROUND_CEILING)
    return min(int(share), rule.most)


def sample(files: Sequence[str], rule: Audit, seed: str) -> tuple[str, ...]:
    """Return the ids of the files that an audit draws, the same ones for the same ids and seed, in alphabetical order."""
    drawn = sorted(set(files), key=lambda name: (hashlib.sha256(f"{seed}\n{name}".encode()).digest(), name))
    return tuple(sorted(drawn[: sample_size(len(drawn), rule)]))
