"""Whether a therapy fits this patient beyond its own rules: the age that its label names, and what was not tolerated before."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.guideline.model import Therapy
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.finding import Cited, Evidence, SafetyFinding
from lnreview.review.regimens import drug_name

LEFT = ("intolerance", "infection", "pregnancy", "access", "refusal")
"""Reasons for which a regimen that was stopped or kept low is not simply repeated at a higher dose."""


def in_label_age(ctx: Context, therapy: Therapy) -> bool | None:
    """Say whether the patient's age lies within the label of a therapy; `None` when the age is not known."""
    if not therapy.label_age:
        return True
    ages, limit = ctx.age_years, ctx.guideline.number(therapy.label_age)
    if ages is None:
        return None
    if ages[0] >= limit:
        return True
    return False if ages[1] < limit else None


def label_age(therapy: Therapy) -> str:
    """Return the id of the finding on the age of the label of a therapy."""
    return f"{therapy.id}-label-age"


def by_age(view: Assessment, therapy: Therapy) -> Iterator[SafetyFinding]:
    """Yield a caution where the patient is younger than the label of a therapy allows, a question where the age is unknown."""
    fits = in_label_age(view.ctx, therapy)
    if fits is True:
        return
    limit = view.ctx.guideline[therapy.label_age]
    cited = (Cited.of(limit),)
    rule = f"The label holds from {limit.value} years of age."
    name, ages = label_age(therapy), view.ctx.age_years
    if fits is None or ages is None:
        yield SafetyFinding(name, therapy.id, "not-documented", rule, (), cited, "age of the patient")
        return
    age = str(ages[0]) if ages[0] == ages[1] else f"{ages[0]}-{ages[1]}"
    shown = Evidence("age", age, "years", str(view.ctx.as_of))
    because = f"{rule} The patient is {age}: outside the label at this age."
    yield SafetyFinding(name, therapy.id, "caution", because, (shown,), cited)


def not_tolerated(view: Assessment, therapy: Therapy) -> Iterator[SafetyFinding]:
    """Yield a caution where the only drug of a therapy was stopped or kept low for a reason against it in this episode."""
    if len(therapy.drug_classes) != 1:
        return
    for line in view.present:
        for course in line.regimen.everything:
            drug = view.ctx.drug(course.drug)
            if drug is None or drug.drug_class not in therapy.drug_classes:
                continue
            if therapy.drugs and drug.id not in therapy.drugs:
                continue
            name = drug_name(view.ctx, course)
            shown = view.ctx.evidence(course, name, course.dose, "", course.start)
            why = course.note and f" ({course.note.strip().rstrip('.')})"
            if course.dose_limited_by in LEFT:
                dose = f"{course.dose} {course.frequency}".strip() if course.dose else "the dose on record"
                told = f"{name.capitalize()} was not taken above {dose} for {course.dose_limited_by}{why}."
            elif course.stop_reason in LEFT:
                told = f"{name.capitalize()} was stopped for {course.stop_reason}{why}."
            else:
                continue
            yield SafetyFinding(f"{therapy.id}-not-tolerated", therapy.id, "caution", told, (shown,))
            return
