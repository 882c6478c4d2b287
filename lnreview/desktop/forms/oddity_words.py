"""What looks odd, in words: a mark for the row, and a question for the form."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.oddities import Kind, Oddity
from lnreview.case.quantities import label
from lnreview.case.records import Biopsy, Dispense, Entry, LabResult, MedicationCourse, Quantity
from lnreview.desktop.caseline import course_label, human_date, lab_label
from lnreview.desktop.language import noop, tr

_MARKS: dict[Kind, str] = {
    "repeated": noop("twice"),
    "differs": noop("two values"),
    "implausible": noop("plausible"),
    "unit": noop("unit"),
    "dose-unit": noop("unit"),
    "overlap": noop("overlap"),
    "runs-on": noop("still runs"),
    "ends-before": noop("ends first"),
    "before-birth": noop("before birth"),
    "future": noop("future"),
}
_QUESTIONS: dict[Kind, str] = {
    "repeated": noop("The same stands in the record already: {other}."),
    "differs": noop("Of that day the record has another value: {other}."),
    "implausible": noop("{value} is not plausible."),
    "unit": noop("{value} is far from {other}."),
    "dose-unit": noop("{value} is far from the usual dose."),
    "overlap": noop("It begins while another course of the drug runs: {other}."),
    "runs-on": noop("An earlier course of the drug is recorded as ongoing: {other}."),
    "ends-before": noop("It ends before it begins."),
    "before-birth": noop("This day lies before the birth of the patient, {birth}."),
    "future": noop("This day is still to come."),
}


def mark(oddity: Oddity) -> str:
    """Return the mark of a row: a sign and a word."""
    return f"? {tr(_MARKS[oddity.kind])}"


def question_words(case: Case, entry: Entry, oddity: Oddity) -> str:
    """Return what is asked about an entry."""
    value = getattr(entry, oddity.field)
    words = tr(_QUESTIONS[oddity.kind]).format(
        value=str(value) if isinstance(value, Quantity) else "",
        other=_other(case, oddity),
        birth=human_date(case.patient.birth_date),
    )
    return f"{words} {tr('Is it {unit}?').format(unit=label(oddity.unit))}" if oddity.unit else words


def _other(case: Case, oddity: Oddity) -> str:
    """Return the entry beside which another one looks odd, by what a reader knows it."""
    other = next((entry for entry in getattr(case, oddity.list_name) if entry.id == oddity.other), None)
    if isinstance(other, LabResult):
        return lab_label(case, other.id)
    if isinstance(other, MedicationCourse):
        stop = human_date(other.stop) if other.stop else ""
        return f"{course_label(case, other.id)} – {stop}".removesuffix("– ").strip()
    if isinstance(other, Biopsy):
        return other.class_text or " + ".join(other.classes) or human_date(other.taken_on)
    if isinstance(other, Dispense):
        return f"{other.drug}, {human_date(other.dispensed_on)}"
    return str(getattr(other, "quantity", "") or getattr(other, "dose", "") or other.id) if other else ""
