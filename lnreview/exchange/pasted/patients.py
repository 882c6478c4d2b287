"""Whose rows they are: a table of several patients, or of another one than the case is about, is asked about first."""

from __future__ import annotations

from lnreview.case.model import Patient
from lnreview.case.names import folded
from lnreview.exchange.pasted.model import LEAVE_OUT, Known, Line, Proposal, Questions, Remark

WHOSE = ("patient", "other-name")
"""Kinds of question on which every row depends."""
SAME_PERSON = "same-person"


def of_one_patient(
    lines: list[Line], known: Known, questions: Questions
) -> tuple[list[Line], list[Proposal]]:
    """Return the lines of the patient of the case, and the others as left out.

    Asks which patient it is where the table names several, and whether it is the same person where it names another one.
    """
    names = dict.fromkeys(line.cell("patient") for line in lines if line.cell("patient"))
    if not names:
        return lines, []
    if len({folded(name) for name in names}) > 1:
        said = questions.ask("patient", "patient", tuple(names))
        if not said:
            return lines, []
        mine = [line for line in lines if folded(line.cell("patient")) == folded(said)]
        return mine, [_left_out(line) for line in lines if line not in mine]
    name = next(iter(names))
    patient = known.case.patient if known.case is not None else None
    if patient is None or not patient.name or _is_of(name, patient):
        return lines, []
    said = questions.ask(
        "other-name", "other-name", (SAME_PERSON, LEAVE_OUT), name=name, patient=patient.name
    )
    return ([], [_left_out(line) for line in lines]) if said == LEAVE_OUT else (lines, [])


def _left_out(line: Line) -> Proposal:
    remark = Remark("other-patient", {"name": line.cell("patient")})
    return Proposal(line.row, line.column, line.written, None, (remark,), (), False)


def _is_of(written: str, patient: Patient) -> bool:
    """Tell whether a name or a record number may be that of the patient; a number is nothing where the case has none."""
    if not any(character.isalpha() for character in written):
        return not patient.record_number or folded(written) == folded(patient.record_number)
    one, other = (
        {folded(part) for part in name.replace(",", " ").split()} for name in (written, patient.name)
    )
    return one <= other or other <= one or folded(written) == folded(patient.record_number)
