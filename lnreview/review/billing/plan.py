"""What a request comes to: one dose in mg, the containers opened for it, the units billed, or capsules; and what is open.

Shapes only. Amounts are in mg, units are whole; what was rounded is said in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lnreview.review.finding import Cited, Evidence

if TYPE_CHECKING:
    from lnreview.guideline.code_rows import HcpcsRow
    from lnreview.guideline.parts import VerificationStatus


@dataclass(frozen=True)
class QuantityGap:
    """A datum without which a part of the quantity is not computed."""

    key: str
    """Stable name: dose, doses, weight, height, service-day, code, unit, vials, schedule."""
    what: str
    """What to ask for, as a noun phrase."""
    why: str
    """Why it matters, one sentence."""
    place: str = "request"
    """List or part of the case where it is entered."""
    entry: str = ""
    """Id of the entry, or name of the field."""


@dataclass(frozen=True)
class Basis:
    """Where a part of the quantity was read, in words, and how far it may be trusted."""

    what: str
    source: str
    status: VerificationStatus


@dataclass(frozen=True)
class OneDose:
    """One dose in mg with how it was reached."""

    mg: Decimal
    how: str
    """The arithmetic: “10 mg/kg × 61.235 kg = 612.35 mg”; for a flat dose the dose as written."""
    evidence: tuple[Evidence, ...] = ()
    """The weight and height that it rests on, with their days."""
    citations: tuple[Cited, ...] = ()
    """The equation of the body surface."""
    rounded: str = ""
    """What was rounded on the way."""


@dataclass(frozen=True)
class Vials:
    """Containers that together hold at least one dose."""

    counts: tuple[tuple[Decimal, int], ...]
    """Size in mg and number, the largest first."""
    total_mg: Decimal
    waste_mg: Decimal
    """mg beyond the dose."""

    @property
    def number(self) -> int:
        """How many containers are opened."""
        return sum(count for _, count in self.counts)

    def __str__(self) -> str:
        return " + ".join(f"{count} × {plain(size)} mg" for size, count in self.counts)


@dataclass(frozen=True)
class UnitLine:
    """A line of a claim: code, modifier and units."""

    code: str
    modifier: str
    units: int


@dataclass(frozen=True)
class Opened:
    """One way to open containers for one dose, with the units that follow from it."""

    vials: Vials
    administered: int
    """Units given, rounded up."""
    discarded: int
    """Whole units discarded: all units of the containers less those given."""
    modifier: str
    """The modifier that tells of waste or of none; empty where none applies."""
    modifier_why: str
    """Why this modifier or none, one sentence."""
    lines: tuple[UnitLine, ...]
    """The lines of the claim for one dose."""


@dataclass(frozen=True)
class Capsules:
    """Capsules of an oral drug."""

    capsule_mg: Decimal
    per_dose: int | None
    per_day: int | None
    number: int | None
    """Capsules asked for, or needed for the days asked for."""
    days: int | None
    """Days that they cover."""


@dataclass(frozen=True)
class QuantityPlan:
    """What a request comes to. What could not be computed is `None` and has its gap."""

    drug: str
    """Id of the drug, or the drug as the request names it."""
    day: str
    """Day by which the code was read, as written."""
    dose: OneDose | None = None
    doses: int | None = None
    """Number of doses asked for."""
    code: str = ""
    """Billing code; empty where it is open."""
    row: HcpcsRow | None = None
    """The row that unit and containers were read from; where several codes agree in both, the first of them."""
    period: str = ""
    """Since when the code holds, as a phrase."""
    candidates: tuple[str, ...] = ()
    """Codes that are possible where the request leaves it open."""
    administered: int | None = None
    """Units of one dose, rounded up; known also where the containers are not."""
    opened: Opened | None = None
    """The containers with the least waste; of equal waste, the fewest."""
    alternatives: tuple[Opened, ...] = ()
    """Fewer containers with more waste."""
    capsules: Capsules | None = None
    refused: str = ""
    """Why the order is not counted at all; empty: it is."""
    rounded: tuple[str, ...] = ()
    """What was rounded and how, each a phrase."""
    cautions: tuple[str, ...] = ()
    """What has to be said of code and request, each a sentence."""
    gaps: tuple[QuantityGap, ...] = ()
    basis: tuple[Basis, ...] = ()

    @property
    def total_administered(self) -> int | None:
        """Units given over all doses, or `None`."""
        return None if self.administered is None or self.doses is None else self.administered * self.doses

    @property
    def total_discarded(self) -> int | None:
        """Units discarded over all doses, or `None`."""
        return None if self.opened is None or self.doses is None else self.opened.discarded * self.doses

    @property
    def total_vials(self) -> tuple[tuple[Decimal, int], ...]:
        """Containers over all doses: size in mg and number; empty where they are not known."""
        if self.opened is None or self.doses is None:
            return ()
        return tuple((size, count * self.doses) for size, count in self.opened.vials.counts)


def plain(value: Decimal) -> str:
    """Return a number without an exponent and without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
