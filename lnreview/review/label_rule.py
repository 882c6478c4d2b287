"""What the label of voclosporin makes of an eGFR or a blood pressure under it: kept, reduced, stopped, restarted, raised.

The limits for the start (baseline eGFR, pressure) are another matter: a running drug follows these rules instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lnreview.case.dates import Span
from lnreview.case.records import BloodPressure, MedicationCourse
from lnreview.guideline.model import Guideline
from lnreview.review.assess import Assessment
from lnreview.review.regimens import is_running
from lnreview.review.series import Point, fall_percent

Action = Literal["no change", "reduce", "stop", "restart", "raise", "wait"]
VOCLOSPORIN = "voclosporin"


@dataclass(frozen=True)
class Step:
    """An eGFR under voclosporin, how far it lies below the baseline in %, and what the label does with it."""

    point: Point
    fall: Decimal
    action: Action


def label_action(
    pack: Guideline, baseline: Decimal, value: Decimal, *, halted: bool, lowered: bool = False
) -> Action:
    """Return what the label does with an eGFR (mL/min/1.73 m²), given the baseline and the state of the drug.

    Below the eGFR of the rule, a fall above the first limit and under the second reduces the dose, one from the second
    stops it. A halted drug is restarted from the share of the baseline on; once restarted at a lower dose it is raised
    with each further value from that share. Source: US label of voclosporin.
    """
    share = value / baseline * 100
    fall = 100 - share
    if halted:
        return "restart" if share >= pack.number("vcs-restart") else "wait"
    if value < pack.number("vcs-egfr-rule-below"):
        if fall >= pack.number("vcs-fall-stop"):
            return "stop"
        if fall > pack.number("vcs-fall-reduce"):
            return "reduce"
    return "raise" if lowered and share >= pack.number("vcs-restart") else "no change"


def pressure_stops(pack: Guideline, systolic: int, diastolic: int) -> bool:
    """Say whether a pressure in mmHg under voclosporin reaches the limit at which the label stops it."""
    return systolic >= pack.number("vcs-bp-systolic") or diastolic >= pack.number("vcs-bp-diastolic")


def steps_of(view: Assessment, start: Span, stop: Span | None) -> tuple[Point | None, tuple[Step, ...]]:
    """Return the baseline before voclosporin and each later eGFR with the action of the label; exact values only."""
    points = [point for point in view.kidney.points if point.span is not None and point.low == point.high]
    baseline = baseline_before(view, start)
    if baseline is None:
        return None, ()
    halted, missing_steps = False, 0
    full = _steps_of_full_dose(view.ctx.guideline)
    found = []
    for point in points:
        if (
            point.span is None
            or point.span.earliest <= start.latest
            or (stop and point.span.earliest > stop.latest)
        ):
            continue
        action = label_action(
            view.ctx.guideline, baseline.value, point.value, halted=halted, lowered=missing_steps > 0
        )
        missing_steps = {"restart": full - 1, "raise": missing_steps - 1, "stop": 0}.get(
            action, missing_steps
        )
        halted = action == "stop" or (halted and action == "wait")
        fall = fall_percent(baseline, point)[0]
        found.append(Step(point, fall if fall is not None else Decimal(0), action))
    return baseline, tuple(found)


def baseline_before(view: Assessment, start: Span) -> Point | None:
    """Return the last exact eGFR within the window before a drug was begun, or `None`."""
    window = int(view.ctx.number("baseline-before"))
    before = [
        point for point in view.kidney.points
        if point.span is not None and point.low == point.high
        and point.span.latest <= start.latest and (start.earliest - point.span.latest).days <= window
    ]  # fmt: skip
    return before[-1] if before else None


def given(view: Assessment) -> list[MedicationCourse]:
    """Return the courses of voclosporin that have begun, in the order of the record."""
    found = []
    for course in view.ctx.case.courses:
        drug = view.ctx.drug(course.drug)
        if drug is not None and drug.id == VOCLOSPORIN and view.ctx.has_begun(view.ctx.span(course.start)):
            found.append(course)
    return found


def begun(view: Assessment, course: MedicationCourse) -> Span | None:
    """Return when a drug was begun in the regimen of a course: its first dose, not its latest change of dose."""
    starts = [
        start
        for line in view.lines
        if course in line.regimen.everything
        for other in line.regimen.everything
        if view.ctx.drug(other.drug) == view.ctx.drug(course.drug)
        and (start := view.ctx.span(other.start)) is not None
    ]
    return min(starts, key=lambda span: span.earliest) if starts else view.ctx.span(course.start)


def due_now(view: Assessment) -> tuple[MedicationCourse, Point, Step] | None:
    """Return the running course, its baseline and the latest current value where the label stops or reduces it.

    A value after which the record shows a new dose was acted upon and is left out.
    """
    now = [course for course in given(view) if is_running(view.ctx, course) is True]
    start = begun(view, now[-1]) if now else None
    if start is None:
        return None
    baseline, steps = steps_of(view, start, None)
    if baseline is None or not steps or not view.ctx.is_current(steps[-1].point.span):
        return None
    last = steps[-1]
    changed = view.ctx.span(now[-1].start)
    if changed is None or last.point.span is None:
        return None
    acted = last.action == "reduce" and changed.earliest >= last.point.span.earliest
    return None if acted or last.action not in ("stop", "wait", "reduce") else (now[-1], baseline, last)


def pressure_now(view: Assessment) -> BloodPressure | None:
    """Return the last current blood pressure since voclosporin was begun, where it reaches the limit that stops it."""
    now = [course for course in given(view) if is_running(view.ctx, course) is True]
    start = begun(view, now[-1]) if now else None
    dated = [] if start is None else [item for _, item in _pressures(view, start)]
    if not dated:
        return None
    last = dated[-1]
    return last if pressure_stops(view.ctx.guideline, last.systolic, last.diastolic) else None


def _pressures(view: Assessment, since: Span) -> Iterator[tuple[Span, BloodPressure]]:
    found = [
        (when, item)
        for item in view.ctx.case.blood_pressures
        if (when := view.ctx.span(item.measured_on)) is not None
        and when.latest >= since.earliest
        and view.ctx.is_current(when)
    ]
    yield from sorted(found, key=lambda pair: pair[0].middle)


def _steps_of_full_dose(pack: Guideline) -> int:
    """Return how many steps make the full dose, twice daily."""
    return int(pack.number("voclosporin-dose") / 2 / pack.number("vcs-step"))
