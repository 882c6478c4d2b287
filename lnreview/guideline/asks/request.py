"""Questions about the prescriber, the product, the quantity, the continuation and the documents of a request."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from lnreview.guideline.asks.base import Ask, Drugs, Limits, Measured, Windowed

Obtained = Literal["paid-by-plan", "samples", "free-drug-programme", "hospital", "self-paid", "other"]
DocumentKind = Literal[
    "notes", "biopsy-report", "labs", "imaging", "refill-record", "infusion-record", "label", "literature", "policy",
    "denial-notice", "letter", "picture", "other",
]  # fmt: skip


class Requested(Drugs):
    """The request is for one of these drugs."""

    name = "requested-drug"
    place = "request"


class Route(Ask):
    """The requested route is one of these; an age limit can be coupled to it with if / then / else."""

    name = "route"
    place = "request"
    any_of: tuple[str, ...] = Field(min_length=1)
    """Routes as written in a request: IV, SC, oral …"""


class Specialty(Ask):
    """The prescriber is one of these specialists, or consulted one."""

    name = "specialty"
    place = "clinician"
    any_of: tuple[str, ...] = Field(min_length=1)
    """Specialties; a part of the word is enough: nephrolog, rheumatolog."""
    consult: str = "specialist-consult"
    """Name of the attestation that such a specialist was consulted; empty: a consultation is not enough."""


class Npi(Ask):
    """The prescriber's national provider identifier is given."""

    name = "npi"
    place = "clinician"


class Site(Ask):
    """The site of care is one of these."""

    name = "site-of-care"
    place = "request"
    any_of: tuple[str, ...] = Field(min_length=1)
    """Words, of which one has to occur in the site of care."""


class PreferredProduct(Ask):
    """The requested product is preferred by the plan, or the preferred ones were tried, not tolerated or contraindicated."""

    name = "preferred-product"
    place = "request"
    any_of: tuple[str, ...] = Field(min_length=1)
    """Preferred products."""


class AlternativeTried(Drugs):
    """An alternative that the plan prefers was tried, not tolerated or contraindicated."""

    name = "alternative-tried"
    place = "alternatives"
    argued: bool = False
    """Whether a stated reason why it is not appropriate is enough."""


class Samples(Ask):
    """Earlier doses were not obtained in one of these ways; many plans do not count samples as therapy."""

    name = "not-obtained-by"
    place = "request"
    any_of: tuple[Obtained, ...] = Field(min_length=1)
    """Ways that do not count."""


class Literature(Ask):
    """Peer-reviewed articles are sent along, or a compendium lists the use."""

    name = "literature"
    place = "request"
    articles_at_least: int = Field(ge=1, le=20)
    """Number of articles."""
    or_compendium: bool = False
    """Whether a compendium is enough."""


class Document(Windowed):
    """A document of one of these kinds is sent along."""

    name = "document"
    place = "enclosures"
    kinds: tuple[DocumentKind, ...] = Field(min_length=1)
    """Kinds of which one is enough."""


class DosePerAdministration(Measured):
    """One requested dose."""

    name = "dose-each"
    place = "request"
    kinds: ClassVar[tuple[str, ...]] = ("mass", "mass per weight", "mass per area")


class DosePerDay(Measured):
    """The requested dose per day, from quantity and strength: units a day times the strength of one unit."""

    name = "dose-per-day"
    place = "request"
    kinds: ClassVar[tuple[str, ...]] = ("mass per day",)


class UnitsPerDay(Limits):
    """Capsules or tablets per day: the requested quantity divided by the days that it covers."""

    name = "units-per-day"
    place = "request"


class Doses(Limits):
    """Number of doses that are asked for."""

    name = "doses"
    place = "request"


class ApprovedEarlier(Ask):
    """The plan approved the drug earlier, with the number of that authorization."""

    name = "approved-earlier"
    place = "request"
    attestation: str = "approved-earlier"
    """Name of the attestation that says whether it did."""


class Improved(Ask):
    """A measure moved against the value from before the treatment; a claim needs two dated values with their source."""

    name = "response"
    place = "labs"
    any_of: tuple[Literal["upcr", "urine-protein-24h", "egfr"], ...] = Field(min_length=1)
    """Measures, of which one is enough."""
    goal: Literal["stable-or-improved", "improved"] = "improved"
    """Whether stable is enough; left out: it is not."""
    by_percent: Decimal | None = Field(default=None, gt=0, le=100)
    """Smallest fall of proteinuria (rise of eGFR) in % that counts as improved; left out: as the criteria set reads no change."""
    judged_by_prescriber: bool = False
    """Whether the prescriber's attestation counts beside the values; the values are needed all the same."""
    attestation: str = "responded"
    """Name of that attestation."""


class SerologyImproved(Ask):
    """A serological value moved the right way since before the treatment: two dated values, same unit."""

    name = "serology-improved"
    place = "labs"
    any_of: tuple[Literal["c3", "c4", "anti-dsdna"], ...] = Field(min_length=1)
    """Tests of which one is enough."""


class SteroidReduced(Ask):
    """The glucocorticoid dose per day is lower than before the treatment."""

    name = "steroid-reduced"
    place = "courses"


class Flares(Ask):
    """Not more than so many flares since the treatment began."""

    name = "flares"
    place = "events"
    at_most: int = Field(ge=0, le=20)
    """Number of flares."""
    attestation: str = "flares-complete"
    """Name of the attestation that every flare is listed; without it an absent flare shows nothing."""
