"""The answer of one question to the record: three-valued, with its basis, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.quantities import label, shown
from lnreview.guideline.asks.base import Limits
from lnreview.review.finding import Evidence, Status
from lnreview.review.series import Point


@dataclass(frozen=True)
class Answer:
    """What the record says to one question."""

    status: Status
    because: str
    """One plain sentence."""
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""
    """What would settle it, as a noun phrase; only where it is not documented."""
    change: str = ""
    """What would change it, in a sentence; only where it is not met."""
    entry: str = ""
    """Id of the entry to be completed or corrected, or name of the field."""
    distance: Decimal | None = None
    """How far a number lies from its limit, as a share of the limit."""


def yes(because: str, *evidence: Evidence) -> Answer:
    """Return *met* with its basis."""
    return Answer("met", because, evidence)


def no(because: str, *evidence: Evidence, change: str = "", distance: Decimal | None = None, entry: str = "") -> Answer:  # fmt: skip
    """Return *not met*: the record says the contrary."""
    return Answer("not-met", because, evidence, change=change, distance=distance, entry=entry)


def open_(because: str, missing: str, *evidence: Evidence, entry: str = "") -> Answer:
    """Return *not documented*, with the datum that would settle it."""
    return Answer("not-documented", because, evidence, missing, entry=entry)


@dataclass(frozen=True)
class Interval:
    """Where a value lies: one number, or what a printed bound leaves open; an open end excludes its own number."""

    low: Decimal
    high: Decimal | None
    """`None`: no upper end."""
    open_end: bool = False
    """Whether the bound was printed with < or >."""

    @classmethod
    def of(cls, value: Decimal, comparator: str | None = None) -> Interval:
        """Return the interval of a value as printed."""
        if comparator in ("<", "<="):
            return cls(Decimal(0), value, comparator == "<")
        if comparator in (">", ">="):
            return cls(value, None, comparator == ">")
        return cls(value, value)

    @classmethod
    def of_point(cls, point: Point) -> Interval:
        """Return the interval of a point of a series, in the unit of the series."""
        comparator = point.lab.quantity.comparator if point.lab.quantity else None
        return cls(point.low, point.high, comparator in ("<", ">"))

    def within(self, asked: Limits) -> bool | None:
        """Say whether it lies within limits; `None` where a bound leaves it open."""
        answers = [
            answer
            for limit, answer in (
                (asked.at_least, self._from(asked.at_least, strict=False)),
                (asked.above, self._from(asked.above, strict=True)),
                (asked.at_most, self._to(asked.at_most, strict=False)),
                (asked.below, self._to(asked.below, strict=True)),
            )
            if limit is not None
        ]
        if False in answers:
            return False
        return None if None in answers else True

    def _from(self, limit: Decimal | None, *, strict: bool) -> bool | None:
        """Say whether all of it is at least (strict: above) a limit."""
        if limit is None:
            return None
        if self.low > limit or (self.low == limit and (not strict or (self.open_end and self.high is None))):
            return True
        high = self.high
        return (
            False
            if high is not None and (high < limit or (high == limit and (strict or self._ends_open)))
            else None
        )

    def _to(self, limit: Decimal | None, *, strict: bool) -> bool | None:
        """Say whether all of it is at most (strict: below) a limit."""
        if limit is None:
            return None
        high = self.high
        if high is not None and (high < limit or (high == limit and (not strict or self._ends_open))):
            return True
        starts_open = self.open_end and self.high is None
        return False if self.low > limit or (self.low == limit and (strict or starts_open)) else None

    @property
    def _ends_open(self) -> bool:
        return self.open_end and self.high is not None and self.low != self.high

    @property
    def number(self) -> Decimal:
        """The number as printed."""
        return self.low if self.high is None or self.low == self.high else self.high


def limits_told(asked: Limits, unit: str = "") -> str:
    """Return limits in words: “at least 1.5 g/g”."""
    words = (
        ("at least", asked.at_least), ("above", asked.above), ("at most", asked.at_most), ("below", asked.below),
    )  # fmt: skip
    said = [f"{word} {shown(limit)}" for word, limit in words if limit is not None]
    return f"{' and '.join(said)} {label(unit)}".strip()


def distance(asked: Limits, value: Decimal) -> Decimal | None:
    """Return how far a number lies from the limit that it misses, as a share of that limit."""
    low = asked.at_least if asked.at_least is not None else asked.above
    high = asked.at_most if asked.at_most is not None else asked.below
    missed = low if low is not None and value <= low else high
    return abs(value - missed) / abs(missed) if missed else None


def of_interval(
    asked: Limits, what: str, value: Interval, evidence: Evidence, unit: str = "", *, told: str = ""
) -> Answer:
    """Hold a value against limits, both in `unit`; `told` are the limits in words, where the plan prints another unit."""
    wanted = told or limits_told(asked, unit)
    answer = value.within(asked)
    if answer is True:
        return yes(f"{evidence} is {wanted}.", evidence)
    if answer is None:
        because = f"{evidence} is printed as a bound, which leaves open whether {what} is {wanted}."
        return open_(because, f"{what} as a number", evidence, entry=evidence.entry)
    change = f"A current value of {what} {wanted} would meet it."
    return no(f"{evidence} is not {wanted}.", evidence, change=change, distance=distance(asked, value.number))
