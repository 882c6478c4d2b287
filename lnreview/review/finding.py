"""The results of a review: findings with evidence, citations and gaps; regimens; options; the whole trace.

Shapes only: the steps that make them stand in the modules beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol

from lnreview.review.verdicts import LEADS_TO as LEADS_TO
from lnreview.review.verdicts import STATUS_WORDS as STATUS_WORDS
from lnreview.review.verdicts import VERDICT_NAMES as VERDICT_NAMES
from lnreview.review.verdicts import VERDICTS as VERDICTS
from lnreview.review.verdicts import Status as Status
from lnreview.review.verdicts import Verdict as Verdict

if TYPE_CHECKING:  # shapes only: the list of cases shows verdicts without loading record or pack
    from lnreview.case.dates import Span
    from lnreview.case.records import MedicationCourse, Override
    from lnreview.guideline.parts import Parameter, Statement, VerificationStatus

StepName = Literal["diagnosis", "response", "adherence", "dosing", "chronicity", "biopsy"]
STEPS: tuple[StepName, ...] = ("diagnosis", "adherence", "dosing", "response", "chronicity", "biopsy")
"""The steps in the order of the walk."""

STEP_NAMES: dict[StepName, str] = {
    "diagnosis": "Diagnosis",
    "adherence": "Adherence",
    "dosing": "Dosing",
    "response": "Response",
    "chronicity": "Chronicity",
    "biopsy": "Biopsy",
}

ResponseGrade = Literal["complete", "primary-efficacy", "partial", "improving", "none", "unknown"]


def sentence(text: str) -> str:
    """Return a text that begins like a sentence; a name such as eGFR keeps its small letter."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def spoken(text: object) -> str:
    """Return a text as it stands inside a sentence; a name such as UPCR, HBsAg or C3 keeps its capital."""
    said = str(text)
    return said if not said[1:2].islower() else said[:1].lower() + said[1:]


@dataclass(frozen=True)
class Evidence:
    """A record entry that a finding used: what, value with unit as written, date as written, where it came from."""

    what: str
    value: str = ""
    unit: str = ""
    date: str = ""
    source: str = ""
    entry: str = ""
    """Id of the entry in the case."""

    def __str__(self) -> str:
        value = " ".join(part for part in (self.value, self.unit) if part)
        text = f"{self.what} {value}".strip()
        return f"{text} ({self.date})" if self.date else text


class Sourced(Protocol):
    """A part of the pack that says where it comes from."""

    @property
    def source(self) -> str:
        """Id of the source."""

    @property
    def locator(self) -> str:
        """Where in the source."""

    @property
    def status(self) -> VerificationStatus:
        """How far it may be trusted."""


@dataclass(frozen=True)
class Cited:
    """A source that a finding rests on."""

    source: str
    locator: str
    status: VerificationStatus

    @classmethod
    def of(cls, fact: Sourced) -> Cited:
        """Return the citation of a number, a sentence or any other part of the pack that names its source."""
        return cls(fact.source, fact.locator, fact.status)


@dataclass(frozen=True)
class Missing:
    """A datum that would settle a finding."""

    what: str
    """What to ask for, as a noun phrase."""
    why: str
    """Why it matters, one sentence."""
    step: StepName
    place: str = ""
    """List of the case where it would be entered (`labs`, `courses`, …)."""
    entry: str = ""
    """Id of the entry to be completed or corrected, if there is one."""
    rank: int = 50
    """Lower settles the verdict sooner."""


@dataclass(frozen=True)
class Finding:
    """The answer of one step."""

    step: StepName
    status: Status
    because: str
    """One plain sentence."""
    evidence: tuple[Evidence, ...] = ()
    citations: tuple[Cited, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    """The numbers that were applied."""
    missing: tuple[Missing, ...] = ()
    override: Override | None = None
    """The reviewer's judgement beside the computed one."""

    @property
    def effective(self) -> Status:
        """The status that counts: the reviewer's where there is one."""
        return self.override.status if self.override else self.status


@dataclass(frozen=True)
class RegimenReview:
    """One regimen of the present episode: what was given, and what follows for it."""

    id: str
    name: str
    """Drugs as shown, for example “mycophenolate mofetil + prednisone”."""
    classes: tuple[str, ...]
    """Principal drug classes that this regimen brought in."""
    courses: tuple[MedicationCourse, ...]
    start: Span | None
    stop: Span | None
    """`None` while it runs or when unknown."""
    running: bool | None
    ladder: Literal["standard", "anti-cd20", "other", "unnamed"]
    adherence: Finding
    dosing: Finding
    response: Finding
    grade: ResponseGrade
    stated: bool
    """Whether the response is only stated by the chart."""
    failed: bool | None
    """Adequate, adherent and failed: counts. `None`: not documented."""
    escalation: bool = False
    """A class added to a running regimen rather than a switch."""
    baseline_upcr: Decimal | None = None
    """g/g"""
    last_upcr: Decimal | None = None
    """g/g"""
    baseline_egfr: Decimal | None = None
    """mL/min/1.73 m²"""
    last_egfr: Decimal | None = None
    """mL/min/1.73 m²"""


@dataclass(frozen=True)
class SafetyFinding:
    """A safety rule evaluated on this record; it stops an option, never the walk."""

    id: str
    therapy: str
    """Id of the therapy, or empty for the present treatment."""
    status: Literal["stop", "caution", "clear", "not-documented"]
    because: str
    evidence: tuple[Evidence, ...] = ()
    citations: tuple[Cited, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Option:
    """A treatment option, ranked, with what stops it in this record."""

    therapy: str
    name: str
    label: str
    label_text: str
    label_status: VerificationStatus
    why_here: str
    """Why it ranks where it ranks."""
    evidence: tuple[Statement, ...]
    dose: Statement | None
    safety: tuple[SafetyFinding, ...]
    citations: tuple[Cited, ...]
    monitoring: Statement | None = None
    stop_rule: Statement | None = None
    tried_in: str = ""
    """In whom it was tried."""
    used: str = ""
    """The regimen of this episode in which it was already given; empty where it was not."""
    named: str = ""
    """The name of the criteria set where it names the therapy for this verdict."""
    named_for: tuple[str, ...] = ()
    """The names of all sets that name it for this verdict."""
    resumes: bool = False
    """Whether it is the present regimen at an adequate dose."""

    @property
    def stopped(self) -> bool:
        """Whether a documented hard stop removes it."""
        return any(finding.status == "stop" for finding in self.safety)


@dataclass(frozen=True)
class SeriesPoint:
    """A point of a trend, for charts and tables: a usable value, its day and where it came from."""

    day: date
    value: Decimal
    entry: str
    written: str
    """Value and unit as written."""
    date_written: str
    method: str = ""
    """“24-hour”, “spot”, or the equation."""
    bound: Literal["", "<", ">"] = ""
    """Where it was printed as a bound: on which side of `value` the true one lies."""


@dataclass(frozen=True)
class Review:
    """The whole trace of one review."""

    case: str
    as_of: Span
    criteria: str
    criteria_name: str
    criteria_version: str
    guideline_version: str
    verdict: Verdict
    summary: str
    """The verdict in one sentence with its reason."""
    leads_to: str
    steps: tuple[Finding, ...]
    regimens: tuple[RegimenReview, ...]
    provisional: Verdict | None
    urgent: str | None
    missing: tuple[Missing, ...]
    safety: tuple[SafetyFinding, ...]
    options: tuple[Option, ...]
    notes: tuple[str, ...]
    reassess_on: date | None = None
    upcr: tuple[SeriesPoint, ...] = field(default=())
    """Proteinuria in g/g (24-hour values in g/d are drawn on the same axis and marked)."""
    egfr: tuple[SeriesPoint, ...] = field(default=())
    """mL/min/1.73 m²."""

    def step(self, name: StepName) -> Finding:
        """Return the finding of a step."""
        return next(finding for finding in self.steps if finding.step == name)
