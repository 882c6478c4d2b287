"""What a record holds of something that is done again and again: its last day; and which drugs run or ended last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.records import LabResult, MedicationCourse
from lnreview.review.assess import Assessment
from lnreview.review.finding import Evidence
from lnreview.review.regimens import is_running


@dataclass(frozen=True)
class Done:
    """The last time something was done, as the record tells it."""

    when: Span
    evidence: Evidence
    pressure: tuple[int, int] | None = None
    """Systolic and diastolic in mmHg, where it was a blood pressure."""


def last_lab(view: Assessment, names: Iterable[str], *, since: Span | None = None) -> Done | None:
    """Return the latest dated result of some analytes, at or after a date where one is given."""
    wanted = set(names)
    found: list[tuple[Span, LabResult]] = []
    for lab in view.ctx.case.labs:
        known, when = analytes.find(lab.analyte), view.ctx.span(lab.collected_on)
        if when is None or (known.id if known else lab.analyte.strip().casefold()) not in wanted:
            continue
        if since is None or when.latest >= since.earliest:
            found.append((when, lab))
    if not found:
        return None
    when, lab = max(found, key=lambda pair: pair[0].middle)
    value = lab.quantity or lab.interpretation or lab.words
    return Done(when, view.ctx.evidence(lab, analytes.name(lab.analyte), value, "", lab.collected_on))


def last_given(view: Assessment, drug: str) -> Done | None:
    """Return the latest dated administration of a drug that was given, in full or in part."""
    found = []
    for item in view.ctx.case.administrations:
        known, when = view.ctx.drug(item.drug), view.ctx.span(item.given_on)
        if known is not None and known.id == drug and when is not None and item.status != "missed":
            found.append((when, item))
    if not found:
        return None
    when, item = max(found, key=lambda pair: pair[0].middle)
    return Done(when, view.ctx.evidence(item, f"{drug} given", item.dose, "", item.given_on))


def last_pressure(view: Assessment, *, since: Span) -> Done | None:
    """Return the latest dated blood pressure at or after a date."""
    found = [
        (when, item)
        for item in view.ctx.case.blood_pressures
        if (when := view.ctx.span(item.measured_on)) is not None and when.latest >= since.earliest
    ]
    if not found:
        return None
    when, item = max(found, key=lambda pair: pair[0].middle)
    value = f"{item.systolic}/{item.diastolic}"
    shown = view.ctx.evidence(item, "blood pressure", value, "mmHg", item.measured_on)
    return Done(when, shown, (item.systolic, item.diastolic))


def running(view: Assessment, *, drug: str = "", group: str = "") -> Iterator[MedicationCourse]:
    """Yield the courses of a drug or of a class that run on the day of the review, in the order of the record."""
    for course in view.ctx.case.courses:
        known = view.ctx.drug(course.drug)
        if known is None or is_running(view.ctx, course) is not True:
            continue
        if view.ctx.has_begun(view.ctx.span(course.start)) and (
            known.id == drug or known.drug_class == group
        ):
            yield course


def stopped(view: Assessment, group: str) -> MedicationCourse | None:
    """Return the course of a class that ended last, among those whose end has a day; `None` without one."""
    ended = [
        (stop.latest, course.id, course)
        for course in view.ctx.case.courses
        if view.ctx.drug_class(course) == group and (stop := view.ctx.span(course.stop)) is not None
    ]
    return max(ended, key=lambda item: item[:2])[2] if ended else None
