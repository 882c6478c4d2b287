"""Find in a case what a letter speaks of, as it was known on the day of the review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.records import Biopsy, Entry, LabResult, MedicationCourse
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters import told
from lnreview.review.finding import Review

E = TypeVar("E", bound=Entry)

_ASIDE = ("supportive", "other-disease")


def by_then(
    case: Case, review: Review, entries: tuple[E, ...], when: Callable[[E], ChartDate | None]
) -> tuple[E, ...]:
    """Return the entries that were known on the day of the review, the earliest first, undated ones before all.

    Entries that the signer leaves out of the document are not among them.
    """
    limit, out = review.as_of.latest, told.hidden(case)

    def known(entry: E) -> bool:
        days = (case.span(when(entry)), case.span(entry.known_on))
        return entry.id not in out and all(span is None or span.earliest <= limit for span in days)

    def place(entry: E) -> tuple[date, int]:
        span = case.span(when(entry))
        return (span.middle if span else date.min, entry.order or 0)

    return tuple(sorted((entry for entry in entries if known(entry)), key=place))


def papers(case: Case, entries: tuple[E, ...]) -> tuple[E, ...]:
    """Return entries of the paperwork without those that the signer leaves out of the document, in their order."""
    out = told.hidden(case)
    return tuple(entry for entry in entries if entry.id not in out)


def running(case: Case, review: Review) -> tuple[MedicationCourse, ...]:
    """Return the courses that the record says still run on the day of the review, the earliest first."""
    found = by_then(case, review, case.courses, lambda course: course.start)
    return tuple(course for course in found if course.ongoing == "yes" and course.stop is None)


def labs(case: Case, review: Review, *analytes: str) -> tuple[LabResult, ...]:
    """Return the results of some analytes, the earliest first."""
    wanted = {_folded(name) for name in analytes}
    found = tuple(lab for lab in case.labs if _folded(lab.analyte) in wanted)
    return by_then(case, review, found, lambda lab: lab.collected_on)


def biopsies(case: Case, review: Review) -> tuple[Biopsy, ...]:
    """Return the kidney biopsies, the earliest first."""
    return by_then(case, review, case.biopsies, lambda biopsy: biopsy.taken_on)


def courses(case: Case, review: Review) -> tuple[MedicationCourse, ...]:
    """Return the courses that may count as treatment of the nephritis, the earliest first."""
    found = tuple(course for course in case.courses if course.role not in _ASIDE)
    return by_then(case, review, found, lambda course: course.start)


def beside(case: Case, review: Review) -> tuple[MedicationCourse, ...]:
    """Return the supportive courses, the earliest first."""
    found = tuple(course for course in case.courses if course.role == "supportive")
    return by_then(case, review, found, lambda course: course.start)


def requested(case: Case, guideline: Guideline) -> Therapy | None:
    """Return the therapy that is asked for, where the guideline pack knows it; a brand names its sole therapy."""
    return guideline.asked_for(case.request.therapy)


def hepatitis_b(case: Case, review: Review) -> tuple[tuple[LabResult, ...], tuple[LabResult, ...]]:
    """Return the results of HBsAg and of anti-HBc that hold a result."""

    def spoken(results: tuple[LabResult, ...]) -> tuple[LabResult, ...]:
        return tuple(lab for lab in results if lab.quantity or lab.interpretation or lab.words)

    return spoken(labs(case, review, "hbsag")), spoken(labs(case, review, "anti-hbc", "anti-hbc-total"))


def _folded(text: str) -> str:
    return text.strip().casefold().replace("_", "-").replace(" ", "-")
