"""The rows of the code tables: what a code stands for, since when, and how far it may be trusted.

Shapes only: `codes` reads and looks them up.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from lnreview.case.dates import ChartDate
from lnreview.case.records import Answer
from lnreview.guideline.parts import Part, VerificationStatus


class CodeDay(Part):
    """A day of a table: full, a month or a year, or “about” a day; written as one text or one date."""

    when: ChartDate
    """The day as far as it is known."""
    about: bool = False
    """Whether the source says “about”."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if isinstance(data, date):
            return {"when": data}
        if isinstance(data, str):
            plain = data.removeprefix("about ")
            return {"when": plain, "about": plain != data}
        return data

    @model_validator(mode="after")
    def _calendar(self) -> CodeDay:
        if self.when.is_relative:
            raise ValueError(
                "a code holds from a day of the calendar; write 2024-04-01, 2024-04 or about 2024-04-01"
            )
        return self

    def __str__(self) -> str:
        return f"about {self.when}" if self.about else str(self.when)


class Mistaken(Part):
    """A wrong code that is easily taken for a right one."""

    code: str
    """The wrong code."""
    why: str
    """What it stands for."""
    status: VerificationStatus
    """How far that may be trusted."""


class CodeRow(Part):
    """A code of a table."""

    code: str = Field(min_length=1)
    """The code as it is written."""
    label: str = Field(min_length=1)
    """What it stands for, in our own words."""
    effective_from: CodeDay | None = None
    """First day; left out where no text read prints one."""
    effective_to: CodeDay | None = None
    """Last day."""
    source: str = Field(min_length=1)
    """Where it was read, in words."""
    status: VerificationStatus
    """How far it may be trusted."""
    note: str = ""
    """What else has to be known of it."""
    warnings: tuple[str, ...] = ()
    """What is said to whoever uses it, each a sentence."""
    not_to_be_confused_with: tuple[Mistaken, ...] = ()
    """Wrong but similar codes."""


class Icd10Row(CodeRow):
    """A diagnosis code, or with `family` every code that begins so."""

    group: Literal["lupus", "kidney-stage", "drug-therapy", "other"]
    """What it is about."""
    family: bool = False
    """Whether it stands for all codes that begin so."""
    unspecified: bool = False
    """Whether a more specific code exists."""
    drugs: tuple[str, ...] = ()
    """Ids of the drugs whose documented use suggests it."""
    drug_classes: tuple[str, ...] = ()
    """Drug classes whose documented use suggests it."""


class HcpcsRow(CodeRow):
    """A billing code of a drug with its unit and its containers."""

    drug: str = ""
    """Id of the drug; empty where no text read says which."""
    products: tuple[str, ...] = ()
    """Brands or makers that it is for; empty: for any."""
    route: Literal["iv", "sc", "oral", ""] = ""
    """Route that it is for; empty: not told."""
    unit_mg: Decimal | None = Field(default=None, gt=0)
    """mg in one billing unit."""
    unit_up_to: bool = False
    """Whether a unit covers up to so many mg."""
    vials_mg: tuple[Decimal, ...] = ()
    """mg in one container, for each size."""
    vials_complete: bool = True
    """Whether the sizes are all that there are, as far as the source tells."""
    single_dose: Answer = "unknown"
    """Whether the containers are single-dose."""
    vials_status: VerificationStatus | None = None
    """How far the containers may be trusted, where it differs from the row."""
    vials_source: str = ""
    """Where the containers were read, where it differs from the row."""
    replaced_by: tuple[str, ...] = ()
    """Codes that follow it."""


class LoincRow(CodeRow):
    """A code of an analyte, a measurement or a drug level."""

    analyte: str
    """The analyte as a case names it."""
    use: Literal["preferred", "accepted"]
    """Whether it is the usual code, or a legacy or another method of the same analyte."""


class RxNormRow(CodeRow):
    """A number of a drug in RxNorm."""

    drug: str
    """Id of the drug."""
    term: Literal["ingredient", "clinical-drug"]
    """What it stands for."""


class NdcRow(CodeRow):
    """A national drug code 5-4-2; two parts where it stands for every package of a product."""

    drug: str
    """Id of the drug."""
    product: str
    """Brand."""
    container_mg: Decimal | None = Field(default=None, gt=0)
    """mg in one container, where it was read."""
    route: Literal["iv", "sc", "oral", ""] = ""
    """Route that it is for; empty: not told."""


class Modifier(CodeRow):
    """What tells a payer that something of a single-dose container was discarded, or that nothing was."""

    tells: Literal["discarded", "nothing-discarded"]
    """Which of the two."""
    handling: Literal["administered", "dispensed", "any"]
    """For drugs that are given by the one who bills, or dispensed only."""


class Uncoded(Part):
    """A drug without a billing code of its own."""

    drug: str
    """Id of the drug."""
    label: str
    """As shown."""
    capsule_mg: Decimal = Field(gt=0)
    """mg in one capsule."""
    codes_seen: tuple[str, ...] = ()
    """Codes for drugs without a code that were seen with it."""
    source: str = Field(min_length=1)
    """Where it was read, in words."""
    status: VerificationStatus
    """How far it may be trusted."""
    note: str = ""
    """What else has to be known of it."""


class RefusedOrder(Part):
    """A split of a dose that belongs to another disease: an order with it is not counted."""

    drug: str
    """Id of the drug."""
    doses_mg: tuple[Decimal, ...] = Field(min_length=2)
    """The parts in mg."""
    why: str
    """Why it is refused, one sentence."""
    source: str = Field(min_length=1)
    """Where it was read, in words."""
    status: VerificationStatus
    """How far it may be trusted."""


class Limits(Part):
    """Limits of the arithmetic: none of them clinical."""

    most_vials: Decimal = Field(gt=0)
    """More of the largest container for one dose is asked about first."""
    status: VerificationStatus
    """How far it may be trusted."""
