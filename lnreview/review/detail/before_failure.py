"""What comes before calling a failure: kidney protection, in the order of use, as this record shows it.

What is not on record is not documented, never absent: the list of courses may leave supportive drugs out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lnreview.case.records import MedicationCourse
from lnreview.review import series
from lnreview.review.assess import Assessment, flag
from lnreview.review.detail.bands import STATUS
from lnreview.review.detail.facts import cited, fact, facts, numbers, told
from lnreview.review.detail.signs import courses, given, result, results
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Evidence, Missing
from lnreview.review.regimens import is_running

_LIMITED = ("intolerance", "low-weight", "other")


@dataclass(frozen=True)
class Said:
    """What the record says of one item."""

    answer: bool | None
    words: str
    evidence: tuple[Evidence, ...] = ()
    ask: str = ""
    place: str = "courses"


def before_failure(view: Assessment) -> tuple[Table, ...]:
    """Return what to settle before a regimen is called failed, where something is abnormal or may be."""
    if view.abnormal.now is False:
        return ()
    rows, asked = [], []
    for name, answer, beside in _ITEMS:
        item = fact(view.ctx.guideline, name)
        if item is None:
            continue
        said, also = answer(view), facts(view.ctx.guideline, *beside)
        used = numbers(view.ctx.guideline, item)
        how = " ".join(told(each) for each in (item, *also))
        rows.append(
            Row(
                (item.name, said.words),
                STATUS[said.answer],
                how,
                said.evidence,
                cited(item, *also, *used),
                used,
            )
        )
        if said.ask:
            asked.append(
                Missing(
                    said.ask,
                    "It is settled before a regimen is called failed.",
                    "biopsy",
                    said.place,
                    rank=52,
                )
            )
    if not rows:
        return ()
    return (
        Table(
            "before-failure", "Before calling failure", "biopsy", (Column("In the order of use"), Column("On this record")),
            tuple(rows), note="It explains; it does not decide. Less proteinuria under these drugs is not by itself a response.",
            missing=tuple(asked),
        ),
    )  # fmt: skip


def _last(view: Assessment, drug_class: str) -> MedicationCourse | None:
    """Return the latest running course of a class, else the latest course."""
    found = list(courses(view.ctx, (drug_class,)))
    running = [course for course in found if is_running(view.ctx, course)]
    return (running or found or [None])[-1]  # type: ignore[list-item]


def _raas(view: Assessment) -> Said:
    course = _last(view, "raas-inhibitor")
    if course is None:
        return Said(
            None, "", (), "RAAS inhibitor: drug, dose, and whether it is the highest tolerated, or why none"
        )
    shown = (given(view.ctx, course),)
    if not is_running(view.ctx, course):
        if course.stop_reason == "intolerance":
            return Said(True, f"{shown[0]}, stopped for intolerance: none is tolerated.", shown)
        why = f" ({course.stop_reason})" if course.stop_reason != "unknown" else ""
        return Said(False, f"{shown[0]}: it does not run{why}.", shown)
    if course.dose_limited_by in _LIMITED:
        return Said(True, f"{shown[0]}, limited by {course.dose_limited_by.replace('-', ' ')}.", shown)
    return Said(None, f"{shown[0]}; whether it is the highest dose tolerated is not documented.", shown,
                "whether the RAAS inhibitor is at the highest dose tolerated")  # fmt: skip


def _pressure(view: Assessment) -> tuple[int, int, Evidence] | None:
    ctx = view.ctx
    current = [item for item in ctx.case.blood_pressures if ctx.is_current(ctx.span(item.measured_on))]
    if not current:
        return None
    last = current[-1]
    shown = ctx.evidence(
        last, "blood pressure", f"{last.systolic}/{last.diastolic}", "mmHg", last.measured_on
    )
    return last.systolic, last.diastolic, shown


def _standardised(view: Assessment) -> Said:
    held = _pressure(view)
    if held is None:
        return Said(None, "", (), "a blood pressure of the last months", "blood_pressures")
    if held[0] < view.ctx.guideline.number("bp-standardised-systolic"):
        return Said(True, f"{held[2]}: below it, if it was measured in the standardised way.", (held[2],))
    return Said(False, f"{held[2]}: not below it.", (held[2],))


def _usual(view: Assessment) -> Said:
    held = _pressure(view)
    if held is None:
        return Said(None, "")
    limits = [view.ctx.guideline.number(name) for name in ("bp-usual-systolic", "bp-usual-diastolic")]
    below = held[0] < limits[0] and held[1] < limits[1]
    return Said(below, f"{held[2]}: {'below it' if below else 'not below it'}.", (held[2],))


def _sglt2(view: Assessment) -> Said:
    course = _last(view, "sglt2-inhibitor")
    if course is not None and is_running(view.ctx, course):
        shown = given(view.ctx, course)
        return Said(True, f"{shown}.", (shown,))
    last = view.kidney.last
    if last is None or not view.ctx.is_current(last.span):
        return Said(None, "", (), "creatinine or eGFR now, and whether an SGLT2 inhibitor is given")
    low = series.below(last, view.ctx.guideline.number("sglt2-egfr"))
    words = {True: "below the eGFR from which it can be added", False: "eGFR would allow it",
             None: "whether eGFR allows it is open"}[low]  # fmt: skip
    return Said(None, f"None on record; {words} ({last.evidence()}).", (last.evidence(),), "whether an SGLT2 inhibitor is given, or why not")  # fmt: skip


def _sodium(view: Assessment) -> Said:
    return Said(None, "", (), "sodium intake", "note")


def _lipids(view: Assessment) -> Said:
    found = results(view.ctx, "ldl-cholesterol")
    if not found:
        return Said(None, "", (), "lipids and their treatment", "labs")
    shown = result(view.ctx, found[-1])
    graded = {"high": False, "normal": True, "low": True}.get(flag(found[-1]) or "")
    return Said(graded, f"{shown}.", (shown,), "" if graded is not None else "the laboratory's range of the lipids", "labs")  # fmt: skip


def _hydroxychloroquine(view: Assessment) -> Said:
    course = _last(view, "antimalarial")
    if course is None:
        return Said(None, "", (), "hydroxychloroquine: dose and dates, or the contraindication")
    shown = given(view.ctx, course)
    running = is_running(view.ctx, course)
    if running is False and course.stop_reason == "intolerance":
        return Said(True, f"{shown}, stopped for intolerance.", (shown,))
    words = {
        True: f"{shown}.",
        False: f"{shown}: it does not run.",
        None: f"{shown}; whether it runs is not documented.",
    }
    return Said(running, words[running], (shown,))


_ITEMS: tuple[tuple[str, Callable[[Assessment], Said], tuple[str, ...]], ...] = (
    ("before-raas", _raas, ()),
    ("before-bp-standardised", _standardised, ()),
    ("before-bp-usual", _usual, ()),
    ("before-sglt2", _sglt2, ("before-sglt2-kdigo",)),
    ("before-sodium", _sodium, ()),
    ("before-lipids", _lipids, ()),
    ("before-hcq", _hydroxychloroquine, ()),
)
