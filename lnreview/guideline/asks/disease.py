"""Questions about serology, tissue and kidney."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from lnreview.guideline.asks.base import Ask, Limits, Measured, Windowed

Class = Literal["I", "II", "III", "IV", "V", "VI"]


class Autoantibody(Ask):
    """One of these antibodies was positive, where asked for before the treatment began."""

    name = "autoantibody"
    place = "labs"
    any_of: tuple[str, ...] = Field(min_length=1)
    """Tests: ana, anti-dsdna, anti-sm, antiphospholipid …"""
    before_start: bool = False
    """Whether it has to have been positive before the requested drug began."""
    ana_titre: str = Field(default="", pattern=r"^(1:[0-9]+)?$")
    """Smallest titre of ANA, for example 1:80; left out: positive as reported."""
    dsdna_at_least: Decimal | None = None
    """Smallest anti-dsDNA in IU/mL; left out: positive as reported or above the laboratory's range."""

    def analyte_names(self) -> tuple[str, ...]:
        """Return the tests."""
        return self.any_of


class Lab(Limits, Windowed):
    """A laboratory result by its number, or by the laboratory's own flag."""

    name = "lab"
    place = "labs"
    analyte: str
    """Test: c3, c4, albumin, igg, creatinine …"""
    unit: str = ""
    """UCUM code of the unit of the limits."""
    flag: tuple[Literal["low", "normal", "high", "positive", "negative", "present", "absent", "active", "bland"], ...] = ()  # fmt: skip
    """Flags that meet it, by the chart's word or the laboratory's range."""
    needs_limit: ClassVar[bool] = False

    @model_validator(mode="after")
    def _one_way(self) -> Lab:
        limited = any(limit is not None for limit in (self.at_least, self.above, self.at_most, self.below))
        if limited == bool(self.flag):
            raise ValueError("either limits or flags are needed; give at_least … with a unit, or flag")
        if limited and not self.unit:
            raise ValueError("a limit needs its unit; add unit")
        return self

    def units(self) -> Iterator[tuple[str, str, str]]:
        """Yield the unit of the limits."""
        if self.unit:
            yield "unit", self.unit, ""

    def analyte_names(self) -> tuple[str, ...]:
        """Return the test."""
        return (self.analyte,)


class SedimentShows(Windowed):
    """The urine sediment shows one of these findings."""

    name = "sediment"
    place = "labs"
    findings: tuple[
        Literal["rbc-casts", "wbc-casts", "granular-casts", "broad-casts", "waxy-casts", "dysmorphic-rbc", "haematuria", "pyuria"],
        ...,
    ] = Field(min_length=1)  # fmt: skip
    """Findings of which one is enough."""


class BiopsyClass(Windowed):
    """The latest kidney biopsy shows one of these classes; a class is never presumed."""

    name = "biopsy-class"
    place = "biopsies"
    classes: tuple[Class, ...] = Field(min_length=1)
    """Classes, of which one is enough; WHO and ISN/RPS labels III-V are read alike."""
    only: bool = False
    """Whether no other class may stand beside them: class V alone."""


class BiopsyContraindicated(Ask):
    """A kidney biopsy is contraindicated, with the reason; a refusal is no contraindication."""

    name = "biopsy-contraindicated"
    place = "events"


class IndicesRecorded(Ask):
    """Activity and chronicity index of the latest biopsy are on record."""

    name = "biopsy-indices"
    place = "biopsies"


class Proteinuria(Measured, Windowed):
    """Proteinuria: the latest UPCR (a ratio unit) or 24-hour protein (a unit of mass per day)."""

    name = "proteinuria"
    place = "labs"
    kinds: ClassVar[tuple[str, ...]] = ("ratio", "mass per day")


class Egfr(Limits, Windowed):
    """The latest eGFR in mL/min/1.73 m2, from creatinine where there is one."""

    name = "egfr"
    place = "labs"


class EgfrFall(Ask):
    """No confirmed fall of eGFR by more than this share since the baseline of the treatment."""

    name = "egfr-kept"
    place = "labs"
    fall_at_most: Decimal = Field(gt=0, le=100)
    """%"""


class BaselineRecorded(Ask):
    """A value from before the treatment is on record for at least one of these tests."""

    name = "baseline"
    place = "labs"
    any_of: tuple[Literal["upcr", "urine-protein-24h", "egfr"], ...] = Field(min_length=1)
    """Tests of which one is enough."""
