"""The last visit of a list: what was measured that day, as the rows of a new one. No value of it is carried over."""

from __future__ import annotations

from dataclasses import dataclass

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.records import BloodPressure, DrugLevel, Entry, LabResult

VISIT_LISTS = ("labs", "levels", "blood_pressures")
"""The lists that a visit fills."""
_DAYS = {"labs": "collected_on", "levels": "drawn_on", "blood_pressures": "measured_on"}


@dataclass(frozen=True)
class VisitRow:
    """A row of a new visit: what is measured, the unit of the last time, and whether the result is words."""

    entry: Entry
    """The entry without its value, day, source and note; its other fields say what is measured."""
    unit: str = ""
    in_words: bool = False


@dataclass(frozen=True)
class Visit:
    """The day of the last visit, and a row for each thing that was measured on it."""

    day: ChartDate
    rows: tuple[VisitRow, ...]


def last_visit(case: Case, name: str) -> Visit | None:
    """Return the visit of the latest dated entries of a list, or `None` where it has none."""
    day = _DAYS[name]
    dated = [
        (span, entry) for entry in getattr(case, name) if (span := case.span(getattr(entry, day))) is not None
    ]
    if not dated:
        return None
    last = max((span for span, _ in dated), key=lambda span: (span.middle, span.earliest))
    rows: list[VisitRow] = []
    for span, entry in dated:
        row = _row(entry)
        if span.written == last.written and row.entry not in [other.entry for other in rows]:
            rows.append(row)
    return Visit(last.written, tuple(rows))


def _row(entry: Entry) -> VisitRow:
    if isinstance(entry, LabResult):
        unit = entry.quantity.unit if entry.quantity is not None else ""
        return VisitRow(LabResult(analyte=entry.analyte), unit, in_words=entry.quantity is None)
    if isinstance(entry, DrugLevel):
        bare = DrugLevel(
            substance=entry.substance,
            kind=entry.kind,
            matrix=entry.matrix,
            hours_after_dose=entry.hours_after_dose,
        )
        return VisitRow(bare, entry.quantity.unit if entry.quantity is not None else "")
    assert isinstance(entry, BloodPressure)
    return VisitRow(BloodPressure(systolic=0, diastolic=0))
