"""The columns of the tables of a case: which fields of an entry stand where, as words and as values to sort by."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QDate

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.quantities import label, shown
from lnreview.case.records import (
    BaselineChoice,
    Biopsy,
    DrugLevel,
    Entry,
    LabResult,
    Lesion,
    MedicationCourse,
    Quantity,
)
from lnreview.desktop.caseline import biopsy_class, course_label, human_date, lab_label
from lnreview.desktop.forms.words import analyte_label, field_words, slug_label
from lnreview.desktop.language import tr

EMPTY = "–"


@dataclass(frozen=True)
class Column:
    """A column: the field that it shows and its title; numbers stand right."""

    field: str
    title: str
    right: bool = False
    wide: bool = False
    """Whether it takes the room that is left."""


def _columns(*given: str) -> tuple[Column, ...]:
    """Read columns such as `quantity:Value>` (right) and `note*` (wide)."""
    columns = []
    for text in given:
        name, _, title = text.rstrip(">*").partition(":")
        columns.append(Column(name, title or field_words(name), text.endswith(">"), text.endswith("*")))
    return tuple(columns)


COLUMNS: dict[str, tuple[Column, ...]] = {
    "labs": _columns("collected_on:Collected", "analyte", "quantity:Value>", "interpretation:Chart says*"),
    "courses": _columns(
        "drug", "dose>", "start", "stop", "frequency", "role", "stated_outcome:Stated outcome*"
    ),
    "dispenses": _columns("dispensed_on:Dispensed", "drug", "days_supply:Days of supply>", "source*"),
    "administrations": _columns("given_on:Given", "drug", "dose>", "status", "source*"),
    "adherence": _columns("until:Until", "kind", "says", "value>", "drug", "source*"),
    "levels": _columns("drawn_on:Drawn", "substance", "kind", "matrix", "quantity:Level>", "source*"),
    "biopsies": _columns(
        "taken_on:Taken", "classes:Class", "activity_index:AI>", "chronicity_index:CI>", "lesions:Other lesions", "source*"
    ),
    "measurements": _columns("measured_on:Measured", "what", "quantity:Value>", "source*"),
    "blood_pressures": _columns("measured_on:Measured", "systolic:Systolic>", "diastolic:Diastolic>", "source*"),
    "comorbidities": _columns("since", "what:Condition", "present", "source*"),
    "pregnancies": _columns("since", "status", "until", "source*"),
    "genotypes": _columns("tested_on:Tested", "gene", "result", "phenotype", "source*"),
    "other_causes": _columns("shown_on:Shown", "what:Cause", "shown_by", "present", "explains", "source*"),
    "events": _columns("on:When", "what:Event", "course", "note*"),
    "episodes": _columns("began_on:Began", "note*"),
    "baselines": _columns("known_on:Chosen", "course", "upcr:Proteinuria", "kidney:Kidney function", "reason*"),
    "disease_activity": _columns("assessed_on:Assessed", "items*", "stated_total:Stated>", "window"),
    "alternatives": _columns("known_on:Noted", "drug", "status", "preferred", "reason*"),
    "allergies": _columns("known_on:Noted", "what:Substance", "reaction*"),
    "attestations": _columns("what:Question", "says:Answer", "by", "on"),
    "enclosures": _columns("title*", "send", "kind", "pages>", "new_evidence:New", "dated", "file_name:File"),
    "denials": _columns("denied_on:Denied", "decision", "level:Appeal", "file_by:File by", "reason*"),
    "rebuttals": _columns("known_on:Noted", "point*", "answer*", "exhibit"),
    "workflow": _columns("on:When", "at:Time", "what:Step", "by", "outcome", "reason*"),
    "conference_items": _columns("kind", "words:In words*", "owner", "due_on:Due", "done_on:Done"),
}  # fmt: skip
"""The columns of each list; the first date of a list is its order in time."""

DATE_FIELDS: dict[str, str] = {
    "labs": "collected_on", "courses": "start", "dispenses": "dispensed_on", "administrations": "given_on",
    "adherence": "until", "levels": "drawn_on", "biopsies": "taken_on", "measurements": "measured_on",
    "blood_pressures": "measured_on", "comorbidities": "since", "pregnancies": "since", "genotypes": "tested_on",
    "other_causes": "shown_on", "events": "on", "episodes": "began_on",
    "baselines": "known_on", "disease_activity": "assessed_on",
    "alternatives": "known_on", "allergies": "known_on", "attestations": "on", "enclosures": "dated",
    "denials": "denied_on", "rebuttals": "known_on", "workflow": "on", "conference_items": "due_on",
}  # fmt: skip
"""The date that a list is sorted by at first."""


def cell(case: Case, entry: Entry, name: str) -> str:
    """Return a field of an entry for a reader; what is empty or unknown is “–”."""
    value = getattr(entry, name)
    if isinstance(entry, Biopsy) and name == "classes":
        return biopsy_class(entry) or EMPTY
    if isinstance(entry, LabResult) and name == "analyte":
        return analyte_label(entry.analyte)
    if isinstance(entry, LabResult) and name == "quantity":
        return _lab_value(entry)
    if isinstance(entry, MedicationCourse) and name == "drug":
        return entry.drug or tr("not named")
    if isinstance(entry, MedicationCourse) and name == "stop":
        return _stop(entry)
    if isinstance(entry, BaselineChoice) and name in ("upcr", "kidney"):
        return lab_label(case, str(value)) or tr("as the program chooses")
    if isinstance(entry, DrugLevel) and name == "kind" and entry.hours_after_dose is not None:
        return f"{slug_label(entry.kind)}, {shown(entry.hours_after_dose)} h"
    if name == "course":
        return course_label(case, str(value)) or EMPTY
    return _plain(name, value)


def sort_value(case: Case, entry: Entry, name: str) -> QDate | float | str:
    """Return what a field sorts by: a `QDate`, a float or a text. What is empty sorts before everything."""
    value = getattr(entry, name)
    if isinstance(value, ChartDate):
        day = value.on(case.anchor_day).middle
        return QDate(day.year, day.month, day.day)
    if value is None and name in _DATES:
        return QDate()
    if isinstance(value, Quantity):
        return float(value.value)
    if isinstance(value, Decimal | int):
        return float(value)
    if value is None:
        return float("-inf")
    return cell(case, entry, name).casefold()


_DATES = {*DATE_FIELDS.values(), "until", "stop", "resolved_on", "outcome_on", "known_on"}


def _plain(name: str, value: object) -> str:
    if isinstance(value, ChartDate):
        return human_date(value)
    if isinstance(value, Quantity):
        return f"{value.comparator or ''}{shown(value.value)} {label(value.unit)}".strip()
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, bool):
        return tr("yes") if value else EMPTY
    if isinstance(value, tuple):
        words = [part.what if isinstance(part, Lesion) else str(part) for part in value]
        return ", ".join(slug_label(word) for word in words) or EMPTY
    if value is None or value in ("", "unknown"):
        return EMPTY
    return slug_label(value) if isinstance(value, str) and name in _SLUG_FIELDS else str(value)


_SLUG_FIELDS = {
    "interpretation", "collection", "role", "stated_outcome", "status", "kind", "says", "matrix", "what", "present",
    "shown_by", "explains", "preferred", "route", "stop_reason", "phenotype", "window",
}  # fmt: skip


def _lab_value(entry: LabResult) -> str:
    if entry.quantity is not None:
        return _plain("quantity", entry.quantity)
    if entry.words:
        return entry.words
    return ", ".join(slug_label(finding) for finding in entry.findings) or EMPTY


def _stop(course: MedicationCourse) -> str:
    if course.stop is not None:
        return human_date(course.stop)
    return tr("ongoing") if course.ongoing == "yes" else EMPTY
