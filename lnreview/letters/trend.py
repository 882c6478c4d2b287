"""What a trend chart draws: values, bars, flags and targets, each on its days, in the units of its panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Point:
    """A value on a day; `hollow` marks another way of measuring, such as a 24-hour collection."""

    day: date
    value: float
    hollow: bool = False
    bound: Literal["", "<", ">"] = ""
    """Where the value was printed as a bound: on which side of it the true one lies."""
    around: tuple[date, date] | None = None
    """First and last day that a partial date may mean."""
    of: str = ""
    """Place of its entry in the record, here and below."""


@dataclass(frozen=True)
class Bar:
    """A treatment over time; without a stop it runs on when `running`, else its end is unknown."""

    name: str
    start: date | None
    stop: date | None
    running: bool = False
    of: str = ""
    group: str = ""
    """Bars of one group stand in one row where they can: the doses of one drug."""
    short: str = ""
    """What a later bar of a group says: its dose."""


@dataclass(frozen=True)
class DoseStep:
    """A dose held from one day to another; without a dose the record does not tell it."""

    first: date
    last: date
    dose: float | None
    of: str = ""


@dataclass(frozen=True)
class Flag:
    """Something on one day, with its words: a biopsy and its class, an event, a drug level."""

    day: date
    words: str
    of: str = ""


@dataclass(frozen=True)
class Target:
    """A limit with its words."""

    value: float
    words: str


@dataclass(frozen=True)
class Band:
    """The values from `low` to `high` (no end: to the edge of the panel) that mean something, while they do."""

    words: str
    low: float | None
    high: float | None
    limit: float
    """The end that is drawn as a line with the words."""
    inner: bool = True
    """Whether it is the better of two regions, which is drawn darker."""
    filled: bool = True
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Labels:
    """The fixed words of a chart: those of a letter, unless a window brings its own."""

    proteinuria: str = "Proteinuria, g/g"
    function: str = "eGFR, mL/min/1.73 m²"
    no_value: str = "no dated value in the record"
    no_day: str = "No dated value to draw."
    end_unknown: str = "end not documented"
    steps: str = "as prednisone, mg/d"
    as_of: str = "as of"
    due: str = "reassess"


@dataclass(frozen=True)
class Trend:
    """What a trend chart draws."""

    upcr: tuple[Point, ...] = ()
    """g/g; 24-hour values in g/d are hollow."""
    egfr: tuple[Point, ...] = ()
    """mL/min/1.73 m²"""
    bars: tuple[Bar, ...] = ()
    """Regimens."""
    biopsies: tuple[Flag, ...] = ()
    upcr_targets: tuple[Target, ...] = ()
    egfr_targets: tuple[Target, ...] = ()
    as_of: date | None = None
    months_from: date | None = None
    """Day that months are counted from, where the record has no calendar dates."""
    upcr_bands: tuple[Band, ...] = ()
    egfr_bands: tuple[Band, ...] = ()
    events: tuple[Flag, ...] = ()
    drugs: tuple[Bar, ...] = ()
    """Treatments beside the regimens, course by course."""
    steps: tuple[DoseStep, ...] = ()
    """Oral glucocorticoid as prednisone in mg a day."""
    levels: tuple[Flag, ...] = ()
    due: date | None = None
    """A day to come on which the case is to be looked at again."""
    labels: Labels = Labels()

    def days(self) -> list[date]:
        """Return the days that the chart has to reach; drugs beside the regimens may have begun long before them."""
        found = [point.day for point in (*self.upcr, *self.egfr)]
        found += [flag.day for flag in (*self.biopsies, *self.events, *self.levels)]
        found += [day for step in self.steps for day in (step.first, step.last)]
        treated = self.bars if found or self.bars else self.drugs
        return found + [day for bar in treated for day in (bar.start, bar.stop) if day]
