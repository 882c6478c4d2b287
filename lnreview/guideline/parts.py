"""The smallest parts of a pack: a source, a number, a cited sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

VerificationStatus = Literal["primary", "secondary", "unverified", "program-default"]
"""How far a fact may be trusted; anything but `primary` is shown as such on screen and in the letter."""


class Part(BaseModel):
    """A frozen part of the pack; an unknown key is an error, so that a typing slip is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Part):
    """A publication, label or guideline that the pack rests on."""

    id: str
    """Short name, for example arora-2022."""
    reference: str
    """As it stands in a list of references."""
    year: int | None = None
    """Year of publication."""
    identifier: str = ""
    """DOI, PMID or registry number."""
    kind: Literal[
        "guideline", "definition", "label", "trial", "study", "review", "equation", "registry", "program"
    ]
    """What sort of text it is."""
    read: str
    """What of it was read when the pack was written."""


class Parameter(Part):
    """One number or range of the pack, with where it comes from and what it must not be used for."""

    id: str
    """Unique in the pack."""
    value: Decimal
    """The number."""
    upper: Decimal | None = None
    """Upper end, where the source gives a range."""
    unit: str
    """UCUM code; `1` for a count."""
    means: str
    """What it stands for, in a phrase."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source; a section name where no page was read."""
    status: VerificationStatus
    """How far it may be trusted."""
    effective: date | None = None
    """Since when it holds, where the source says so."""
    use: str = ""
    """When it applies."""
    misuse: str = ""
    """What it must not be used for."""
    borrowed_from: str = ""
    """Id of another criteria set, where the set does not define it itself."""


class Statement(Part):
    """A cited sentence of the pack."""

    text: str
    """The sentence."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""
