"""The open case in one line: who, the last biopsy, the last proteinuria and function, the day of the review."""

from __future__ import annotations

from datetime import date

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.case.records import Biopsy
from lnreview.desktop.language import noop, tr
from lnreview.review.finding import Review, SeriesPoint

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


def case_line(case: Case, review: Review | None) -> str:
    """Return the line of the header, its parts divided by “ · ”; what is not known is left out."""
    parts = [case_name(case), person(case, review), _tissue(case)]
    if review is not None:
        if review.upcr:
            parts.append(_proteinuria(review.upcr[-1]) + _year(review.upcr[-1], review))
        if review.egfr:
            parts.append(_function(review.egfr[-1]) + _year(review.egfr[-1], review))
    return " · ".join(part for part in parts if part)


def _proteinuria(point: SeriesPoint) -> str:
    daily = point.method == "24-hour"
    name, unit = (tr("24-h protein"), "g/d") if daily else ("UPCR", "g/g")
    return f"{name} {_bound(point)}{shown(point.value, 2)} {unit}"


def _function(point: SeriesPoint) -> str:
    # A creatinine printed as a bound is an eGFR the other way round; only a reported eGFR keeps its sign.
    sign = _bound(point) if point.method.startswith("reported") else ""
    return tr("eGFR {sign}{value}").format(sign=sign, value=shown(point.value, 0))


def _bound(point: SeriesPoint) -> str:
    return point.written[0] if point.written[:1] in ("<", ">") else ""


def _year(point: SeriesPoint, review: Review) -> str:
    """Return the date of a value that is not of the year of the review: an old value must not look like today's."""
    return "" if point.day.year == review.as_of.latest.year else f" ({point.date_written})"


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


def _tissue(case: Case) -> str:
    dated = [(case.span(biopsy.taken_on), biopsy) for biopsy in case.biopsies]
    known = [(span.middle, biopsy) for span, biopsy in dated if span is not None]
    if not known:
        return ""
    last = max(known, key=lambda pair: pair[0])[1]
    details = [human_date(last.taken_on)]
    indices = []
    if last.activity_index is not None:
        indices.append(tr("AI {activity_index}").format(activity_index=shown(last.activity_index)))
    if last.chronicity_index is not None:
        indices.append(tr("CI {chronicity_index}").format(chronicity_index=shown(last.chronicity_index)))
    if indices:
        details.append(" ".join(indices))
    name = biopsy_class(last)
    return f"{tr('class {name}').format(name=name) if name else tr('biopsy')} ({', '.join(details)})"


def _whole_years(birth: date, when: date) -> int:
    return when.year - birth.year - ((when.month, when.day) < (birth.month, birth.day))
