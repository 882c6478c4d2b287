"""What all questions share: a name, limits with a unit, a window of months."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Ask(BaseModel):
    """A question to the record, with its parameters; an unknown parameter is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: ClassVar[str] = ""
    """Name by which a pack asks it; empty for what only lends its parameters."""
    place: ClassVar[str] = ""
    """List or part of the case where the answer is entered."""

    def units(self) -> Iterator[tuple[str, str, str]]:
        """Yield each unit that it names: parameter, unit, and the kind that the unit has to measure (empty: any)."""
        return iter(())

    def drug_names(self) -> tuple[str, ...]:
        """Return the drugs that it names."""
        return ()

    def class_names(self) -> tuple[str, ...]:
        """Return the drug classes that it names."""
        return ()

    def analyte_names(self) -> tuple[str, ...]:
        """Return the laboratory tests that it names."""
        return ()


class Limits(Ask):
    """A number with its limits: strict and non-strict limits differ from plan to plan."""

    at_least: Decimal | None = None
    """Smallest value that meets it."""
    above: Decimal | None = None
    """The value has to be greater than this."""
    at_most: Decimal | None = None
    """Greatest value that meets it."""
    below: Decimal | None = None
    """The value has to be smaller than this."""

    needs_limit: ClassVar[bool] = True
    """Whether it makes no sense without a limit."""

    @model_validator(mode="after")
    def _has_limit(self) -> Limits:
        low = [limit for limit in (self.at_least, self.above) if limit is not None]
        high = [limit for limit in (self.at_most, self.below) if limit is not None]
        if self.needs_limit and not (low or high):
            raise ValueError("a limit is needed; give at_least, above, at_most or below")
        if len(low) > 1 or len(high) > 1:
            raise ValueError("one limit on each side is enough; keep at_least or above, and at_most or below")
        if low and high and low[0] > high[0]:
            raise ValueError("the lower limit lies above the upper one; correct one of them")
        return self


class Measured(Limits):
    """A number with a unit."""

    unit: str
    """UCUM code of the unit of the limits."""
    kinds: ClassVar[tuple[str, ...]] = ()
    """Kinds of quantity that the unit may measure; none: any."""

    def units(self) -> Iterator[tuple[str, str, str]]:
        """Yield the unit of the limits."""
        yield "unit", self.unit, " or ".join(self.kinds)


class Windowed(Ask):
    """Something that has to be recent."""

    within_months: int | None = Field(default=None, ge=1, le=600)
    """Not older than this on the day of the review; left out: the latest on record."""


class Drugs(Ask):
    """A set of drugs."""

    drugs: tuple[str, ...] = ()
    """Drugs, by generic name or brand as in drugs.toml."""
    classes: tuple[str, ...] = ()
    """Drug classes as in drugs.toml: mpaa, cyclophosphamide, azathioprine, cni, glucocorticoid …"""
    needs_drug: ClassVar[bool] = True
    """Whether it makes no sense without a drug."""

    @model_validator(mode="after")
    def _has_drug(self) -> Drugs:
        if self.needs_drug and not self.drugs and not self.classes:
            raise ValueError("a drug is needed; give drugs or classes")
        return self

    def drug_names(self) -> tuple[str, ...]:
        """Return the drugs."""
        return self.drugs

    def class_names(self) -> tuple[str, ...]:
        """Return the classes."""
        return self.classes
