"""What the list of cases shows, and how it is made from a case: no case has to be read to list it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from lnreview.store.search import folded, searchable

if TYPE_CHECKING:
    from lnreview.case.model import Case

CaseStatus = Literal["draft", "in review", "done"]
"""How far the work on a case is."""

STATUSES: tuple[CaseStatus, ...] = ("draft", "in review", "done")

DueState = Literal["", "running", "still", "met", "late", "unknown"]
"""A clock runs, stands still, was met, was not met, or cannot be told; empty: the record holds no determination."""

News = Literal["", "verdict", "issued", "changed", "new"]
"""What happened to a case since a person had it open: another verdict, a document, a change, or it came in."""

NEWS: tuple[News, ...] = ("verdict", "issued", "changed", "new", "")
"""What weighs more stands before what weighs less."""


@dataclass(frozen=True)
class CaseSummary:
    """A line of the list."""

    id: str
    title: str
    patient_name: str
    sex: str
    """female, male or unknown."""
    birth_or_age: str
    """The birth date as written, else the age (“31 years (2024-03)”), else empty."""
    verdict: str
    """Slug of the last verdict; empty before the first review."""
    provisional: str | None
    urgent: str | None
    summary: str
    """The verdict in one sentence."""
    as_of: str
    """The day of the last review, as text."""
    status: CaseStatus
    next: str
    """What is to be done next, in words."""
    synthetic: bool
    archived: bool
    updated_at: str
    """When the case was last changed: ISO 8601 in UTC."""
    stale: bool
    """Whether the case was changed after the review that gave this verdict."""
    due_at: str = ""
    """Until when a decision is due, while the clock runs: a local day and time; 24:00 is the end of the day."""
    due_state: DueState = ""
    due_words: str = ""
    """Which clock it is, and what is to be said of it."""
    next_on: str = ""
    """The day on which the case is to be looked at again, ISO 8601."""
    renewal_on: str = ""
    """The last day of the authorization, ISO 8601."""
    payer: str = ""
    news: News = ""
    waiting: bool = False
    """Whether information was asked for and has not all arrived."""
    issued: bool = False
    """Whether a document was issued."""
    number: int = 0
    """Number of the line, which stays the same."""


@dataclass(frozen=True)
class ReviewGlance:
    """What the list keeps of a review. The store does not know what a verdict means."""

    verdict: str
    summary: str = ""
    provisional: str | None = None
    urgent: str | None = None
    as_of: str = ""
    next: str = ""
    status: CaseStatus | None = None
    """`None` leaves the status as it is."""
    due_at: str = ""
    due_state: DueState = ""
    due_words: str = ""
    next_on: str = ""
    renewal_on: str = ""
    waiting: bool = False

    def is_shown(self, line: CaseSummary) -> bool:
        """Tell whether a line of the list shows this already, of the case as it is now."""
        return not line.stale and all(
            getattr(line, field.name) == getattr(self, field.name)
            for field in fields(self)
            if field.name != "status"
        )


@dataclass(frozen=True)
class EventRow:
    """One change of a case, as it was recorded."""

    seq: int
    """Number of the event in the store."""
    at: str
    """ISO 8601 in UTC."""
    command: str
    before: str
    """SHA-256 of the case before; empty for its first event."""
    after: str
    """SHA-256 of the case after."""
    document: int | None = None
    """Number of the document that was issued, where that is what happened."""


def birth_or_age(case: Case) -> str:
    """Return the birth date as written, else the age in years with its date, else an empty text."""
    from lnreview.case.quantities import shown

    patient = case.patient
    if patient.birth_date is not None:
        return str(patient.birth_date)
    if patient.age_years is None:
        return ""
    when = f" ({patient.age_on})" if patient.age_on else ""
    return f"{shown(patient.age_years)} years{when}"


def columns(case: Case) -> dict[str, str | int]:
    """Return the columns of the list that are read from the case itself."""
    patient, paper = case.patient, case.coverage
    paid_by = (paper.payer, paper.member_id, paper.reference, paper.group_number, paper.rx_id, paper.secondary_payer, paper.secondary_id)  # fmt: skip
    return {
        "title": case.title,
        "patient_name": patient.name,
        "sex": patient.sex,
        "birth_or_age": birth_or_age(case),
        "synthetic": int(case.synthetic),
        "payer": paper.payer,
        "words": searchable(" ".join([case.id, case.title, patient.name])),
        "more_words": searchable(" ".join([*dict.fromkeys(_drugs(case)), *paid_by])),
        "patient_key": folded(patient.name or case.id),
        "title_key": folded(case.title),
        "payer_key": folded(paper.payer),
    }


SORTED_OR_SEARCHED = ("words", "more_words", "patient_key", "title_key", "payer_key")
"""Columns that only help to find and to order; what goes into them may differ from one program to the next."""


def _drugs(case: Case) -> Iterator[str]:
    yield from (course.drug for course in case.courses)
    yield from (dispense.drug for dispense in case.dispenses)
    yield from (administration.drug for administration in case.administrations)
    yield from (level.substance for level in case.levels)
    yield from (case.request.therapy, case.request.product)
