"""Say the values of a record in words: as the chart wrote them, and converted beside it where that differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from lnreview.case.dates import ChartDate, Span, months_elapsed
from lnreview.case.model import Case, clinical_lists
from lnreview.case.quantities import UnitError, convert, creatinine_mg_dl, find_unit, label, shown
from lnreview.case.records import Biopsy, LabResult, MedicationCourse, Quantity
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter
from lnreview.review.finding import ResponseGrade, Review, SeriesPoint

NOT_DOCUMENTED = "not documented"

GRADES: dict[ResponseGrade, str] = {
    "complete": "complete response",
    "primary-efficacy": "primary efficacy response",
    "partial": "partial response",
    "improving": "improving, short of a partial response",
    "none": "no response",
    "unknown": NOT_DOCUMENTED,
}

_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_USUAL = {
    ("upcr", "ratio"): "g/g",
    ("urine-protein-24h", "mass per day"): "g/d",
    ("creatinine", "molar"): "mg/dL",
}
"""Unit beside which a value of this analyte and kind is also given."""
_ROUTES = {"oral": "by mouth", "iv": "IV", "sc": "SC", "im": "IM", "other": "", "unknown": ""}


def long_date(day: date) -> str:
    """Return a day as a letter is dated: 22 November 2026."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


def dated(when: ChartDate | None) -> str:
    """Return a date as written, or that it is not documented."""
    return str(when) if when else NOT_DOCUMENTED


def joined(parts: Iterable[str], last: str = "and") -> str:
    """Return parts as a list in a sentence: a, b and c."""
    items = [part for part in parts if part]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def sentence(text: str) -> str:
    """Return a text with a capital and a full stop, otherwise as it is."""
    text = text.strip()
    if not text:
        return ""
    # “eGFR” stays as it is: a capital behind a small letter is how the word is spelled.
    first = text[0] if text[1:2].isupper() else text[0].upper()
    return first + text[1:] + ("" if text[-1] in ".!?…:" else ".")


def quantity_words(quantity: Quantity, analyte: str = "") -> str:
    """Return a quantity as written, with the usual unit of its analyte in brackets where the chart used another one."""
    written = str(quantity)
    unit = find_unit(quantity.unit)
    if unit is None:
        return written if quantity.unit else f"{written} (no unit printed)"
    target = _USUAL.get((analyte, unit.kind), unit.code)
    if unit.size == find_size(target, unit.size):
        return written
    try:
        value = (
            creatinine_mg_dl(quantity.value, unit.code)
            if analyte == "creatinine"
            else convert(quantity.value, unit.code, target)
        )
    except UnitError:
        return written
    return f"{written} ({quantity.comparator or ''}{value:.2f} {label(target)})"


def find_size(code: str, otherwise: Decimal) -> Decimal:
    """Return the size of a unit in the base unit of its kind."""
    found = find_unit(code)
    return found.size if found else otherwise


def point_words(point: SeriesPoint, unit: str) -> str:
    """Return a value of a trend as written, with the converted one in `unit` where it differs.

    An eGFR that follows from a creatinine comes first, with the creatinine that it was computed from.
    """
    if point.method == "24-hour":
        unit = "g/d"
    written = point.written.strip()
    found = find_unit(written.lstrip("<>=≤≥ ").partition(" ")[2])
    if unit.startswith("mL/min"):
        if found is not None and found.kind.startswith("filtration"):
            return written
        value = f"{point.value:.0f} {label(unit)}"
        return f"{value} (creatinine {written})" if written else value
    value = f"{point.value:.2f} {label(unit)}"
    if not written:
        return value
    return written if _same(written, point.value, unit) else f"{written} ({value})"


def _same(written: str, value: Decimal, unit: str) -> bool:
    number, _, rest = written.lstrip("<>=≤≥ ").partition(" ")
    try:
        equal = Decimal(number) == value
    except ArithmeticError:
        return False
    found = find_unit(rest)
    return equal and found is not None and found.code in (unit, "mg/mg" if unit == "g/g" else unit)


def lab_words(lab: LabResult) -> str:
    """Return a laboratory result as written: value, flag, findings, words."""
    parts = [quantity_words(lab.quantity, lab.analyte)] if lab.quantity else []
    if lab.interpretation:
        parts.append(lab.interpretation.replace("-", " "))
    parts += [
        finding.replace("-", " ").replace("rbc", "RBC").replace("wbc", "WBC") for finding in lab.findings
    ]
    if lab.words:
        parts.append(f"“{lab.words}”")
    return ", ".join(parts) or NOT_DOCUMENTED


def dose_words(course: MedicationCourse) -> str:
    """Return dose, frequency and route of a course as written."""
    if course.dose is None:
        return ""
    return " ".join(part for part in (str(course.dose), course.frequency, _ROUTES[course.route]) if part)


def drug_name(guideline: Guideline, name: str) -> str:
    """Return the generic name of a drug, with the name as written where it is a brand."""
    found = guideline.drug(name)
    if found is None or not name:
        return name or "drug not named in the record"
    if found.name.casefold() == name.casefold():
        return found.name
    return f"{found.name}, “{name}”" if found.name.endswith(")") else f"{found.name} ({name})"


def biopsy_class(biopsy: Biopsy) -> str:
    """Return the class as reported, or the classes found; empty where no class is documented."""
    found = biopsy.class_text or " + ".join(biopsy.classes)
    return found if not found or "class" in found.casefold() else f"class {found}"


def limit(parameter: Parameter) -> str:
    """Return a number of the pack with its unit."""
    unit = label(parameter.unit)
    joint = "" if unit in ("%", "") else " "
    number = (
        shown(parameter.value)
        if parameter.upper is None
        else f"{shown(parameter.value)}–{shown(parameter.upper)}"
    )
    return f"{number}{joint}{unit}"


def months_between(start: Span, end: Span) -> str:
    """Return the number of months between two dates, as a range where the dates leave it open."""
    fewest, most = (max(round(months), 0) for months in months_elapsed(start, end))
    if fewest == most:
        return f"{most}" if most else "under 1"
    return f"{fewest}–{most}"


def age_words(case: Case, on: Span) -> str:
    """Return the age in years on a day, from the birth date or as stated; empty where neither is known."""
    birth = case.span(case.patient.birth_date)
    if birth is None:
        age = case.patient.age_years
        if age is None:
            return ""
        given = f", as stated for {case.patient.age_on}" if case.patient.age_on else ""
        return f"{shown(age, 0)} years{given}"
    fewest, most = _years(birth.latest, on.earliest), _years(birth.earliest, on.latest)
    return f"{fewest} years" if fewest == most else f"{fewest}–{most} years"


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def initials(name: str) -> str:
    """Return the initials of a name for a footer, four at most."""
    words = [word for word in name.replace(",", " ").replace("-", " ").split() if word[0].isalpha()]
    return "".join(f"{word[0]}." for word in words[:4])


def record_version(case: Case) -> str:
    """Return a hash of what a review reads of a case; the paperwork is no part of it, except for the request."""
    read = {*clinical_lists(), "id", "synthetic", "citation", "anchor", "as_of", "patient", "lupus", "complete", "person",
            "request", "settings", "overrides"}  # fmt: skip
    return hashlib.sha256(case.model_dump_json(include=read).encode()).hexdigest()


def case_version(case: Case) -> str:
    """Return a short hash of what the case holds: equal for equal cases, whatever file or program version they came from."""
    # A field that a later version of the program adds is empty here.
    held = case.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(held, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def as_of_words(review: Review) -> str:
    """Return the day of the review as written."""
    return str(review.as_of)
