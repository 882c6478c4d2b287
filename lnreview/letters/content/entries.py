"""Find an entry of the record by its id, and say it as evidence: what, value, day and where it was read."""

from __future__ import annotations

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import Allergy, Alternative, Attestation, Enclosure
from lnreview.case.records import (
    AdherenceMeasure,
    Administration,
    Biopsy,
    BloodPressure,
    Comorbidity,
    Dispense,
    DrugLevel,
    Entry,
    Event,
    Genotype,
    LabResult,
    Measurement,
    MedicationCourse,
    OtherCause,
    Pregnancy,
)
from lnreview.case.timeline import dated as day_of
from lnreview.guideline.model import Guideline
from lnreview.letters.content import words
from lnreview.review.finding import Evidence, Review

_MEASURES = {
    "pdc": "refill measure (PDC)", "mpr": "refill measure (MPR)", "pill-count": "pill count",
    "days-per-month": "days taken per month", "infusion-record": "infusion record", "observed": "observed intake",
    "admitted-nonadherence": "admitted nonadherence", "statement": "statement on adherence",
}  # fmt: skip


def evidence(case: Case, review: Review, guideline: Guideline, name: str) -> Evidence | None:
    """Return an entry as evidence: as the review used it where it did, else as it was written; `None` for no entry."""
    entry = next((entry for _, entry in case.entries() if entry.id == name), None)
    if entry is None:
        return None
    used = (item for finding in review.steps for item in finding.evidence if item.entry == name)
    return next(used, None) or _written(entry, guideline)


def _written(entry: Entry, guideline: Guideline) -> Evidence:
    what, value = _said(entry, guideline)
    return Evidence(what, value, "", _period(entry), entry.source, entry.id)


def _said(entry: Entry, guideline: Guideline) -> tuple[str, str]:
    """Return what an entry is and its value, in the words of the chart."""
    match entry:
        case LabResult():
            return analytes.name(entry.analyte), words.lab_words(entry)
        case MedicationCourse():
            return words.drug_name(guideline, entry.drug), words.dose_words(entry)
        case Dispense():
            return f"supply of {words.drug_name(guideline, entry.drug)}", f"{entry.days_supply} days"
        case Administration():
            dose = str(entry.dose) if entry.dose else ""
            return f"dose of {words.drug_name(guideline, entry.drug)}", _joined(dose, entry.status)
        case AdherenceMeasure():
            about = f", {words.drug_name(guideline, entry.drug)}" if entry.drug else ""
            value = str(entry.value) if entry.value else "" if entry.says == "unclear" else entry.says
            return f"{_MEASURES[entry.kind]}{about}", value
        case DrugLevel():
            kind = "" if entry.kind == "unknown" else entry.kind.replace("auc0-12", "AUC 0-12 h")
            found = str(entry.quantity) if entry.quantity else ""
            if entry.detectable == "no":
                found = "not detectable"
            matrix = "" if entry.matrix == "unknown" else entry.matrix.replace("-", " ")
            return f"level of {entry.substance.replace('-', ' ')}", _joined(kind, found, matrix)
        case Biopsy():
            return "kidney biopsy", biopsy_words(entry)
        case Measurement():
            return entry.what, str(entry.quantity)
        case BloodPressure():
            return "blood pressure", f"{entry.systolic}/{entry.diastolic} mmHg"
        case Comorbidity():
            return entry.what, {"yes": "present", "no": "absent"}.get(entry.present, "")
        case Pregnancy():
            return "pregnancy", entry.status.replace("-", " ")
        case Genotype():
            return entry.gene, entry.result
        case OtherCause():
            state = {"yes": "shown", "no": "excluded"}.get(entry.present, "")
            by = "" if entry.shown_by == "unknown" else f"by {entry.shown_by.replace('-', ' ')}"
            return entry.what.replace("-", " "), " ".join(part for part in (state, by) if part)
        case Event():
            return f"stated: {entry.what.replace('-', ' ')}", entry.note
        case Alternative():
            return words.drug_name(guideline, entry.drug), ": ".join(
                part for part in (ALTERNATIVES[entry.status], entry.reason) if part
            )
        case Allergy():
            return f"allergy: {entry.what}", entry.reaction
        case Attestation():
            return entry.what, _joined("" if entry.says == "unknown" else entry.says, entry.by)
        case Enclosure():
            return entry.title, f"{entry.pages} pages" if entry.pages else ""
        case _:
            return "entry of the record", entry.note


ALTERNATIVES = {
    "tried": "tried", "not-tolerated": "not tolerated", "contraindicated": "contraindicated",
    "not-appropriate": "not appropriate", "not-tried": "not tried", "unknown": words.NOT_DOCUMENTED,
}  # fmt: skip
"""What became of an alternative, in words."""


def biopsy_words(biopsy: Biopsy) -> str:
    """Return class and indices of a biopsy as reported."""
    found = [words.biopsy_class(biopsy) or "no class reported"]
    for name, index, text in (
        ("AI", biopsy.activity_index, biopsy.activity_text),
        ("CI", biopsy.chronicity_index, biopsy.chronicity_text),
    ):
        if index is not None:
            found.append(f"{name} {index}")
        elif text:
            found.append(f"{name} “{text}”")
    return ", ".join(found)


def _period(entry: Entry) -> str:
    """Return the day of an entry as written, or its first and last day."""
    names = type(entry).model_fields
    begin: ChartDate | None = next(
        (getattr(entry, name) for name in ("start", "since") if name in names and getattr(entry, name)), None
    )
    end: ChartDate | None = next(
        (getattr(entry, name) for name in ("stop", "until") if name in names and getattr(entry, name)), None
    )
    if begin and end:
        return f"{begin} to {end}"
    if begin and getattr(entry, "ongoing", "") == "yes":
        return f"since {begin}"
    when = begin or end or (entry.dated if isinstance(entry, Enclosure) else day_of(entry))
    return str(when) if when else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
