"""What the diagnosis codes of a request leave open: unknown, unspecified, not written right, and codes that may belong beside.

A suggestion is a suggestion: no code is set, and no stage of kidney disease is read from an eGFR.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lnreview.case.dates import Span
from lnreview.case.identifiers import icd10_fault
from lnreview.case.model import Case
from lnreview.case.records import MedicationCourse
from lnreview.case.timeline import known_at
from lnreview.guideline.code_rows import Icd10Row
from lnreview.guideline.codes import Codes, codes
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import VerificationStatus
from lnreview.review.finding import Evidence


@dataclass(frozen=True)
class DiagnosisNote:
    """Something to be said of a diagnosis code of a request."""

    code: str
    """The code; empty where it is about a code that is not there."""
    kind: Literal["none", "shape", "unknown", "unspecified", "stage-open", "suggested"]
    """What it is about; a suggestion is never a fact."""
    text: str
    """One or two sentences."""
    status: VerificationStatus
    """How far the row of the table may be trusted."""
    source: str = ""
    """Where the row was read, in words."""
    evidence: tuple[Evidence, ...] = ()
    """Entries of the record that a suggestion rests on."""


def diagnosis_notes(case: Case, guideline: Guideline, as_of: Span | None = None) -> tuple[DiagnosisNote, ...]:
    """Return what is to be said of the diagnosis codes of a request, in the order of the codes, suggestions last.

    With `as_of`, only what was known on that day is read. Raises `InputProblems` when the code tables cannot be read.
    """
    tables = codes(guideline)
    known = known_at(case, as_of) if as_of else case
    given = [
        code.strip().upper()
        for code in (case.request.diagnosis_code, *case.request.other_codes)
        if code.strip()
    ]
    notes: list[DiagnosisNote] = []
    if not case.request.diagnosis_code.strip():
        text = "No diagnosis code is given; a request is read by its code first."
        notes.append(DiagnosisNote("", "none", text, "program-default"))
    for code in dict.fromkeys(given):
        notes += _of_code(tables, code)
    notes += _stage(known, tables, given)
    notes += _suggested(known, guideline, tables, given)
    return tuple(notes)


def _of_code(tables: Codes, code: str) -> Iterator[DiagnosisNote]:
    row = tables.icd10(code)
    if fault := icd10_fault(code):
        yield DiagnosisNote(code, "shape", f"{fault}.", "program-default")
    elif row is None:
        text = f"{code} is not in the table of codes; look it up in the ICD-10-CM of the fiscal year of the service."
        yield DiagnosisNote(code, "unknown", text, "program-default")
    elif row.unspecified or row.warnings:
        told = " ".join(row.warnings) or "A more specific code exists."
        yield DiagnosisNote(code, "unspecified", f"{code} is {row.label}. {told}", row.status, row.source)


def _stage(known: Case, tables: Codes, given: list[str]) -> Iterator[DiagnosisNote]:
    """Say that no stage is coded where the record measures kidney function; which one it is, is the clinician's to say."""
    stages = [row for row in tables.icd10_rows if row.group == "kidney-stage"]
    measured = next((lab for lab in reversed(known.labs) if lab.analyte in ("egfr", "creatinine")), None)
    if not stages or measured is None or any(row.code in given for row in stages):
        return
    text = (
        f"No stage of chronic kidney disease is coded ({stages[0].code} to {stages[-1].code}). Where the disease is "
        "diagnosed, its stage is the clinician's to give; none is computed here."
    )
    when = str(measured.collected_on or "")
    seen = Evidence(measured.analyte, str(measured.quantity or ""), "", when, measured.source, measured.id)
    yield DiagnosisNote("", "stage-open", text, stages[0].status, stages[0].source, (seen,))


def _suggested(known: Case, guideline: Guideline, tables: Codes, given: list[str]) -> Iterator[DiagnosisNote]:
    """Suggest the codes of long-term drugs whose documented use goes on."""
    for row in tables.icd10_rows:
        if row.code in given or not (row.drugs or row.drug_classes):
            continue
        courses = [course for course in known.courses if _goes_on(course) and _fits(course, guideline, row)]
        if courses:
            names = ", ".join(dict.fromkeys(course.drug for course in courses))
            text = f"{row.code} ({row.label}) may belong to the request: {names} is documented as going on."
            evidence = tuple(
                Evidence(course.drug, str(course.dose or ""), "", f"since {course.start}" if course.start else "", course.source, course.id)
                for course in courses
            )  # fmt: skip
            yield DiagnosisNote(row.code, "suggested", text, row.status, row.source, evidence)


def _goes_on(course: MedicationCourse) -> bool:
    """Say whether the record states that a course goes on; a missing stop date alone does not."""
    return course.ongoing == "yes" and course.stop is None


def _fits(course: MedicationCourse, guideline: Guideline, row: Icd10Row) -> bool:
    drug = guideline.drug(course.drug)
    return drug is not None and (drug.id in row.drugs or drug.drug_class in row.drug_classes)
