"""Parts of the pack that are looked up and shown: facts by topic, gates, conflicts, indices, schemes by week, genetics.

A review step reads its numbers from parameters; what stands here is browsed in the Book, quoted beside a finding, or
worked through item by item (an index, a glucocorticoid scheme). Each part is cited like a number.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from lnreview.guideline.parts import Part, Statement, VerificationStatus

Topic = Literal[
    "definition", "response-definition", "milestone", "regimen", "glucocorticoid", "hydroxychloroquine", "adherence",
    "exposure", "histology", "repeat-biopsy", "explanation", "activity", "equation", "genetics", "biomarker",
    "steroid-sparing", "response-ceiling", "maintenance", "monitoring", "pregnancy", "safety", "label-rule", "payer",
    "necessity", "correction", "trap", "denial-reason",
]  # fmt: skip
"""What a fact is about; the Book lists facts by it."""


class Fact(Part):
    """A cited fact that is shown: what, in words, where from, and what it must not be used for."""

    id: str
    """Short name, unique in the pack."""
    topic: Topic
    """What it is about."""
    name: str
    """Head of its row, for example “Low-dose intravenous cyclophosphamide”; of a correction, the statement to be corrected."""
    text: str
    """The fact; of a correction or trap, what to write instead."""
    criteria: tuple[str, ...] = ()
    """Ids of the publications or criteria sets that it speaks for, where it is one set's rule."""
    drugs: tuple[str, ...] = ()
    """Ids of the drugs or therapies that it is about."""
    phrases: tuple[str, ...] = ()
    """Of a correction or trap: words by which the wrong statement is known in a text; of a reason for a denial: words by which it is known."""
    parameters: tuple[str, ...] = ()
    """Ids of the thresholds that hold its numbers."""
    use: str = ""
    """When it applies."""
    misuse: str = ""
    """What it must not be used for; of a correction, what is wrong."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class Gate(Part):
    """A gate of the algorithm: a question, what follows when it blocks, and who says so."""

    id: str
    """G0 to G7."""
    question: str
    """The question."""
    step: str = ""
    """The step of the walk that answers it; empty where it is answered after the verdict."""
    verdicts: tuple[str, ...] = ()
    """Verdicts that follow when it blocks."""
    sources: tuple[str, ...]
    """Ids of the sources that it rests on."""


class Conflict(Part):
    """A question that sources answer differently, and what the program does."""

    id: str
    """C1, C2 …"""
    question: str
    """What they differ on."""
    positions: dict[str, Statement]
    """What each source says, by its id."""
    program: str
    """What the program does."""
    setting: str = ""
    """Name of the setting of a case by which a reviewer can choose."""


class ScoreItem(Part):
    """An item of an index."""

    id: str
    """Short name, as entered in the record."""
    index: Literal["sledai-2k", "nih-activity", "nih-chronicity"]
    """The index that it belongs to."""
    name: str
    """As shown."""
    weight: Decimal
    """Points, or points per grade."""
    maximum_grade: Decimal = Decimal(1)
    """Largest grade that is entered; 1 for an item that is present or absent."""
    definition: str = ""
    """When it is scored."""
    misuse: str = ""
    """When it is not scored."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class SteroidStep(Part):
    """The dose of a glucocorticoid scheme over some weeks, as prednisone a day."""

    scheme: str
    """Name of the scheme: high, moderate, reduced."""
    from_week: int
    """First week."""
    to_week: int | None = None
    """Last week; empty: from then on."""
    low: Decimal
    """Lower end of the dose; 0 where the source gives only an upper limit."""
    high: Decimal
    """Upper end of the dose."""
    below: bool = False
    """Whether the dose lies below `high` (printed as “< 5”)."""
    unit: Literal["mg/d", "mg/kg/d"]
    """Unit of `low` and `high`."""
    cap: Decimal | None = None
    """Largest dose in mg/d, where one is printed."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class GeneAdvice(Part):
    """What a genotype means for a drug, or for the outlook; it is shown and never decides."""

    gene: str
    """APOL1, CYP3A5, TPMT, NUDT15; two genes read together joined by “+”."""
    result: str
    """The phenotype or genotype, as entered in the record (`intermediate`, `two-risk-alleles` …)."""
    drugs: tuple[str, ...] = ()
    """Ids of the drugs that it is about."""
    advice: str
    """What the source says."""
    scope: Literal["general", "transplant", "prognosis"]
    """For whom the source speaks; transplant advice is extrapolated."""
    misuse: str = Field(default="")
    """What it must not be used for."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class Reference(Part):
    """All of it."""

    facts: tuple[Fact, ...] = ()
    """Facts that are shown, in the order of their files."""
    gates: tuple[Gate, ...] = ()
    """The gates of the algorithm in their order."""
    conflicts: tuple[Conflict, ...] = ()
    """Where sources differ."""
    scores: tuple[ScoreItem, ...] = ()
    """Items of the indices."""
    steroid_steps: tuple[SteroidStep, ...] = ()
    """Glucocorticoid schemes by week."""
    genes: tuple[GeneAdvice, ...] = ()
    """What a genotype means."""
