"""What the list of cases shows, and how it is made from a case: no case has to be read to list it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lnreview.case.model import Case

CaseStatus = Literal["draft", "in review", "done"]
"""How far the work on a case is."""

STATUSES: tuple[CaseStatus, ...] = ("draft", "in review", "done")


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
    return {
        "title": case.title,
        "patient_name": case.patient.name,
        "sex": case.patient.sex,
        "birth_or_age": birth_or_age(case),
        "synthetic": int(case.synthetic),
        "words": folded(" ".join([case.id, case.title, case.patient.name, *dict.fromkeys(_drugs(case))])),
    }


def folded(text: str) -> str:
    """Return a text without capitals and accents, so that “chloe” finds “Chloé”."""
    plain = unicodedata.normalize("NFKD", text.replace("\x00", " ").casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _drugs(case: Case) -> Iterator[str]:
    yield from (course.drug for course in case.courses)
    yield from (dispense.drug for dispense in case.dispenses)
    yield from (administration.drug for administration in case.administrations)
    yield from (level.substance for level in case.levels)
    yield from (case.request.therapy, case.request.product)
