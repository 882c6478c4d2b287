"""Questions about what runs now, and for how long."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from lnreview.case.dates import Span, at_least_months, days_between
from lnreview.case.quantities import convert
from lnreview.case.records import MedicationCourse
from lnreview.guideline.asks import treatment as asks
from lnreview.guideline.asks.base import Drugs
from lnreview.review.doses import daily_dose
from lnreview.review.finding import Evidence
from lnreview.review.policy.answers import Answer, Interval, no, of_interval, open_, yes
from lnreview.review.policy.view import View, class_words, names

WEEK = Decimal(timedelta(weeks=1).days)


def wanted(view: View, asked: Drugs) -> str:
    """Return a set of drugs in words: names of drugs, and of the classes with the drugs that the pack knows."""
    shown = [drug.name for name in asked.drugs if (drug := view.guideline.drug(name))]
    return names([*shown, *(class_words(name) for name in asked.classes)])


def on_drug(view: View, asked: asks.OnDrug) -> Answer:
    """Say whether a course of one of the drugs runs now, for long enough."""
    said = wanted(view, asked)
    courses = view.courses(asked.drugs, asked.classes)
    running = [course for course in courses if view.runs(course) is True]
    told = tuple(view.course_told(course) for course in running)
    if running and asked.months_at_least is None:
        return yes(f"{told[-1]} runs.", *told)
    if running:
        assert asked.months_at_least is not None
        return _long_enough(view, running, asked.months_at_least, told)
    doubtful = [course for course in courses if view.runs(course) is None]
    if doubtful:
        shown = view.course_told(doubtful[-1])
        return open_(f"The record does not say whether {shown} still runs.", f"whether {shown.what} still runs", shown, entry=doubtful[-1].id)  # fmt: skip
    stopped = tuple(view.course_told(course, f"stopped {course.stop or ''}".strip()) for course in courses)
    if view.is_listed_whole(asked.drugs, asked.classes):
        return no(f"No {said} runs, and the list of courses is complete.", *stopped, change=f"A running course of {said} would meet it.")  # fmt: skip
    because = f"No running course of {said} is on record, which alone does not show that none is given."
    return open_(because, f"current drugs with dose and start ({said})", *stopped)


def _long_enough(
    view: View, running: list[MedicationCourse], months: int, told: tuple[Evidence, ...]
) -> Answer:
    starts = [view.ctx.span(course.start) for course in running]
    answers = [at_least_months(start, view.ctx.as_of, months) if start else None for start in starts]
    if True in answers:
        return yes(f"{told[answers.index(True)]} runs for at least {months} months.", *told)
    if None in answers:
        return open_(
            f"The record does not say for how long {told[0].what} has run.", f"start of {told[0].what}", *told
        )
    return no(f"{told[-1]} has run for less than {months} months.", *told, change="It is met when that time has passed.")  # fmt: skip


def dose_now(view: View, asked: asks.DoseNow) -> Answer:
    """Hold the dose per day of the running courses against limits; doses of several courses are not added up."""
    running = [c for c in view.courses(asked.drugs, asked.classes) if view.runs(c) is True]
    said = wanted(view, asked)
    if not running:
        return open_(f"No running course of {said} is on record.", f"current dose of {said}")
    last = running[-1]
    told = view.course_told(last)
    value = daily_dose(last, "g/d")
    if value is None:
        return open_(f"The dose per day of {told} cannot be read.", f"dose of {told.what} per day, in {asked.unit}", told, entry=last.id)  # fmt: skip
    return of_interval(asked, f"the dose of {told.what}", Interval.of(convert(value, "g/d", asked.unit)), told, asked.unit)  # fmt: skip


def weeks(view: View, asked: asks.WeeksOfTherapy) -> Answer:
    """Hold the weeks on the requested drug, all courses together and without their breaks, against limits."""
    start = view.treatment_start
    if start is None:
        return open_("The record does not say when the requested drug was begun.", "day of the first dose", entry="started_on")  # fmt: skip
    told = Evidence("first dose of the requested drug", "", "", str(start))
    fewest, most = (Decimal(days) / WEEK for days in _days_on(view, start))
    low, high = Interval.of(fewest).within(asked), Interval.of(most).within(asked)
    if low is not high:
        return open_(f"{told}: the days leave open how many weeks it was given.", "exact first and last day of each course", told)  # fmt: skip
    shown = str(int(fewest))  # full weeks
    return of_interval(asked, "weeks of therapy", Interval.of(fewest), Evidence("weeks of therapy", shown, "", f"since {start}"))  # fmt: skip


def _days_on(view: View, start: Span) -> tuple[int, int]:
    """Return the fewest and the most days on the requested drug; days that two courses share count once."""
    today = view.ctx.as_of
    sure: set[int] = set()
    possible: set[int] = set()
    for course in view.own_courses:
        begun = view.ctx.span(course.start)
        stop = view.ctx.span(course.stop) or (today if view.runs(course) is True else None)
        if begun is None:
            return 0, days_between(start, today)[1]
        last = stop or today  # where the stop is not on record, it may have run until today
        possible |= set(range(begun.earliest.toordinal(), min(last.latest, today.latest).toordinal()))
        if stop is not None:
            sure |= set(range(begun.latest.toordinal(), min(stop.earliest, today.earliest).toordinal()))
    return (len(sure), len(possible)) if possible else days_between(start, today)
