"""What is asked for where a dose cannot be judged: the age, a dose meant for a child, the dose itself, or its exposure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lnreview.case.quantities import label, shown
from lnreview.case.records import MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review.context import Context
from lnreview.review.doses import body
from lnreview.review.finding import Missing
from lnreview.review.regimens import drug_name, is_running

_SIZE: tuple[Literal["weight", "height"], ...] = ("weight", "height")
"""What a dose for a child goes by."""


def exposure_wanted(name: str) -> Missing:
    """Ask for the exposure that judges a lower dose."""
    return Missing(f"exposure (AUC) under the lower dose of {name}", "A lower dose with a stated reason is judged by exposure.",
                   "dosing", "levels", rank=11)  # fmt: skip


def not_an_adult(ctx: Context, courses: Sequence[MedicationCourse], unknown: bool) -> list[Missing]:
    """Ask for what judges a dose where the adult floor does not: the age first, or the dose meant for a child."""
    why = "Adult dose floors do not apply under 18 years, and no paediatric dose is on file."
    size = [what for what in _SIZE if body(ctx, what, courses[0]) is None]
    wanted = [
        Missing("age of the patient", why, "dosing", "patient", rank=2)
        if unknown
        else Missing(" and ".join((*size, "the intended paediatric dose")), why, "dosing", "measurements", rank=9)
    ]  # fmt: skip
    if any(course.dose is None for course in courses):
        what = f"achieved dose of {drug_name(ctx, courses[0])}"
        wanted.append(
            Missing(what, "Without it no dose can be judged.", "dosing", "courses", courses[0].id, rank=14)
        )
    return wanted


def dose_wanted(ctx: Context, courses: Sequence[MedicationCourse], floor: Parameter) -> tuple[Missing, ...]:
    """Ask for what the course lacks of dose and dates; with all of them, for what makes its dose comparable."""
    course = courses[0]
    lacking = [
        name
        for name, absent in (
            ("achieved dose", course.dose is None),
            ("start date", course.start is None),
            ("stop date", course.stop is None and is_running(ctx, course) is not True),
        )
        if absent
    ]
    what = (
        " and ".join(lacking)
        if "achieved dose" in lacking
        else "dose that can be set against the limit (unit, frequency, weight)"
    )
    why = f"Adequate from {shown(floor.value)} {label(floor.unit)} ({floor.means})."
    return (Missing(f"{what} of {drug_name(ctx, course)}", why, "dosing", "courses", course.id, rank=14),)
