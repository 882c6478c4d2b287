"""What the label of voclosporin makes of each eGFR: kept, reduced, stopped, restarted. It applies to courses on record only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lnreview.case.dates import Span
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import Guideline
from lnreview.review.assess import Assessment
from lnreview.review.detail.due import after, told
from lnreview.review.detail.facts import cited, facts
from lnreview.review.detail.held import begun
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Missing
from lnreview.review.series import Point, fall_percent

Action = Literal["no change", "reduce", "stop", "restart", "raise", "wait"]

_SAYS: dict[Action, str] = {
    "no change": "no change of the dose",
    "reduce": "reduce by one step twice daily",
    "stop": "stop",
    "restart": "may be restarted with one step twice daily",
    "raise": "may be raised by one step twice daily",
    "wait": "not restarted: the share of the baseline is not reached",
}


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
    window = int(view.ctx.number("baseline-before"))
    before = [
        point for point in points
        if point.span and point.span.latest <= start.latest and (start.earliest - point.span.latest).days <= window
    ]  # fmt: skip
    if not before:
        return None, ()
    baseline, halted, missing_steps = before[-1], False, 0
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


def _steps_of_full_dose(pack: Guideline) -> int:
    """Return how many steps make the full dose, twice daily."""
    return int(pack.number("voclosporin-dose") / 2 / pack.number("vcs-step"))


def dose_rule(view: Assessment) -> Table | None:
    """Return each eGFR under voclosporin with what the label does with it; `None` where no voclosporin is on record."""
    courses = _courses(view)
    if not courses:
        return None
    start = begun(view, courses[-1])
    if start is None:
        return None
    stop = None if courses[-1].stop is None else view.ctx.span(courses[-1].stop)
    baseline, steps = steps_of(view, start, stop)
    pack = view.ctx.guideline
    rules = facts(pack, "label-vcs-reduce", "label-vcs-stop")
    used = tuple(
        pack[name] for name in ("vcs-egfr-rule-below", "vcs-fall-reduce", "vcs-fall-stop", "vcs-restart")
    )
    columns = (Column("Day"), Column("eGFR", number=True), Column("Below baseline, %", number=True),
               Column("The label says"), Column("Next eGFR"))  # fmt: skip
    rows = tuple(
        Row(
            (str(step.point.span), str(round(step.point.value)), str(round(step.fall)), _SAYS[step.action],
             told(view.ctx, after(step.point.span, pack["vcs-recheck-weeks"]))
             if step.action in ("reduce", "stop", "wait") and step.point.span else ""),
            how=f"Baseline {round(baseline.value)} ({baseline.span}).", evidence=(baseline.evidence(), step.point.evidence()),
            citations=cited(*rules), parameters=used,
        )
        for step in steps if baseline is not None
    )  # fmt: skip
    missing = () if baseline else (
        Missing(f"an exact eGFR within {view.ctx.number('baseline-before')} days before voclosporin",
                "The rules of the label compare with the baseline.", "dosing", "labs"),
    )  # fmt: skip
    if not rows and not missing:
        return None
    return Table(
        "voclosporin-egfr", "Voclosporin and eGFR: the rules of the label", "plan", columns, rows,
        f"Voclosporin since {start}; one step is {pack.number('vcs-step')} mg twice daily.",
        "It says what the label does with each value, not what was done; the rules hold below the eGFR that the label names.",
        missing,
    )  # fmt: skip


def _courses(view: Assessment) -> list[MedicationCourse]:
    found = []
    for course in view.ctx.case.courses:
        drug = view.ctx.drug(course.drug)
        if drug is not None and drug.id == "voclosporin" and view.ctx.has_begun(view.ctx.span(course.start)):
            found.append(course)
    return found
