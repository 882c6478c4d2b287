"""The day that a distance such as `d+14` counts from: the entry's own first day, its course, the anchor, a start."""

from __future__ import annotations

from collections.abc import Mapping

from lnreview.case.dates import ChartDate
from lnreview.case.dateshort import Reference
from lnreview.case.model import Case
from lnreview.case.records import MedicationCourse
from lnreview.desktop.forms.fields import Field

_FIRST_DAYS = (
    "start", "since", "collected_on", "taken_on", "drawn_on", "measured_on", "given_on", "dispensed_on", "tested_on",
    "shown_on", "assessed_on", "denied_on", "on", "due_on", "diagnosed_on",
)  # fmt: skip
"""The dates that the other dates of an entry follow."""


def references(name: str, fields: Mapping[str, Field], case: Case | None) -> list[Reference]:
    """Return the days that the date `name` of an entry may be counted from, the nearest first."""
    found = []
    own = next((first for first in _FIRST_DAYS if first in fields and first != name), None)
    if own is not None and (name not in _FIRST_DAYS or _FIRST_DAYS.index(name) > _FIRST_DAYS.index(own)):
        when = _date(fields[own])
        if when is not None:
            found.append(Reference("start" if own == "start" else "own", when))
    if case is None:
        return found
    chosen = str(fields["course"].value() or "") if "course" in fields else ""
    for course in case.courses:
        if chosen and course.id == chosen and course.start is not None:
            found.append(Reference("course", course.start, course.drug))
    if case.anchor is not None:
        found.append(Reference("anchor", case.anchor))
    latest = _latest_course(case)
    if latest is not None and latest.start is not None:
        found.append(Reference("course", latest.start, latest.drug))
    return found


def _date(field: Field) -> ChartDate | None:
    """Return the date that stands in a field, or `None` where none can be read there."""
    try:
        value = field.value()
    except ValueError:
        return None
    return value if isinstance(value, ChartDate) else None


def _latest_course(case: Case) -> MedicationCourse | None:
    """Return the course that began last, an induction where there is one."""
    started = [
        (span.middle, course) for course in case.courses if (span := case.span(course.start)) is not None
    ]
    inductions = [pair for pair in started if pair[1].role == "induction"]
    ranked = sorted(inductions or started, key=lambda pair: pair[0])
    return ranked[-1][1] if ranked else None
