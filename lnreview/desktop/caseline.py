"""How a case, a person, a day and an entry are called in a few words, wherever the window names them."""

from __future__ import annotations

from datetime import date

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.case.records import Biopsy
from lnreview.desktop.language import noop, tr
from lnreview.review.finding import Review

_MONTHS = (
    noop("Jan"),
    noop("Feb"),
    noop("Mar"),
    noop("Apr"),
    noop("May"),
    noop("Jun"),
    noop("Jul"),
    noop("Aug"),
    noop("Sep"),
    noop("Oct"),
    noop("Nov"),
    noop("Dec"),
)
_SEXES = {"female": noop("F"), "male": noop("M"), "unknown": ""}


def case_name(case: Case) -> str:
    """Return how the case is called: the patient's name, else its title, else its id."""
    return case.patient.name or case.title or case.id


def person(case: Case, review: Review | None = None) -> str:
    """Return sex and age in years, such as `F 31`; the age counts to the day of the review."""
    patient = case.patient
    age = ""
    when = review.as_of if review else case.span(case.as_of)
    birth = case.span(patient.birth_date)
    if birth and when:
        oldest = _whole_years(birth.earliest, when.latest)
        youngest = _whole_years(birth.latest, when.earliest)
        age = str(oldest) if oldest == youngest else f"{youngest}–{oldest}"
    elif patient.age_years is not None:
        age = shown(patient.age_years)
    return f"{tr(_SEXES[patient.sex]) if _SEXES[patient.sex] else ''} {age}".strip()


def human_date(when: ChartDate | None) -> str:
    """Return a date for a reader: `22 Nov 2026`, `Nov 2026`, `2026`, `month 16`, or `–`."""
    if when is None:
        return "–"
    if when.is_relative:
        return str(when)
    parts = when.text.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, tr(_MONTHS[int(parts[1]) - 1]))
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def biopsy_class(biopsy: Biopsy) -> str:
    """Return the classes of a biopsy put together (`III + V`), else the class as reported."""
    return " + ".join(biopsy.classes) or biopsy.class_text


def course_label(case: Case | None, course_id: str) -> str:
    """Return a course as “drug, from start”; an id that names none as written."""
    for course in case.courses if case is not None else ():
        if course.id == course_id:
            return tr("{drug}, from {start}").format(
                drug=course.drug or tr("not named"), start=human_date(course.start)
            )
    return course_id


def lab_label(case: Case | None, lab_id: str) -> str:
    """Return a lab result as “UPCR 3.4 g/g, 1 Oct 2026”; an id that names none as written."""
    for lab in case.labs if case is not None else ():
        if lab.id == lab_id:
            value = str(lab.quantity) if lab.quantity is not None else lab.words or lab.interpretation or ""
            return f"{analytes.name(lab.analyte)} {value}".strip() + f", {human_date(lab.collected_on)}"
    return lab_id


def _whole_years(birth: date, when: date) -> int:
    return when.year - birth.year - ((when.month, when.day) < (birth.month, birth.day))
