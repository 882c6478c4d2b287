"""A dose that was reduced below the adequate one and not raised again: the latest course decides.

What a regimen achieved is asked of the time at the adequate dose. If its failure is documented there, by values from
before the reduction, the regimen was adequate. If not, the values speak for the lower dose, and the regimen is
inadequate from the reduction on. A step down that the chart calls planned, or that follows a remission, is maintenance.
A lower dose for low weight or high exposure is judged by the exposure under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from lnreview.case.dates import Span
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.review import series
from lnreview.review.context import Context
from lnreview.review.doses import reached
from lnreview.review.regimens import Regimen, starts
from lnreview.review.response import judge

REASONED = ("low-weight", "high-exposure")
"""Reasons for which a lower dose may give the same exposure."""
_PLANNED = ("planned-change", "remission", "completed")
"""Ends of a course after which a lower dose is a planned step down."""


@dataclass(frozen=True)
class Reduction:
    """The course that brought the dose below the floor, and since when it was below it."""

    course: MedicationCourse
    since: Span
    reasoned: bool
    """Whether the chart gives a reason for which a lower dose may give the same exposure."""

    def text(self) -> str:
        """Say to what it was reduced, and when."""
        dose = " ".join(part for part in (str(self.course.dose), self.course.frequency) if part)
        return f"reduced to {dose} on {self.since}"


def reduction(ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse]) -> Reduction | None:
    """Return the reduction with which a series of courses ends, or `None`; it needs a start of the lower dose."""
    answers = [reached(ctx, rule, course) for course in courses]
    if rule.doses or True not in answers or answers[-1] is not False:
        return None
    if any(starts(ctx, course) is None for course in courses):
        return None
    first = len(answers) - next(n for n, answer in enumerate(reversed(answers)) if answer is not False)
    lowered, before = courses[first], courses[first - 1]
    since = ctx.span(lowered.start)
    if since is None or before.stop_reason in _PLANNED:
        return None
    return Reduction(lowered, since, all(course.dose_limited_by in REASONED for course in courses[first:]))


def failed_before(ctx: Context, regimen: Regimen, since: Span) -> bool:
    """Whether values from before the reduction document that the regimen failed at its adequate dose."""
    day = timedelta(
        days=1
    )  # a value of the day on which the dose was lowered still speaks for the dose before
    after = Span(since.earliest + day, since.latest + day, since.written)
    until = replace(regimen, closed=after)
    return judge(ctx, until, None, series.proteinuria(ctx), series.kidney_function(ctx)).failed is True
