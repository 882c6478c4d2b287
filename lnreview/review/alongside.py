"""What belongs to a regimen beside its principal drug: background, follow-on, trough, glucocorticoid."""

from __future__ import annotations

from collections.abc import Sequence

from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import DoseRule
from lnreview.review.context import Context, either
from lnreview.review.doses import dose_reached
from lnreview.review.exposure import exposures
from lnreview.review.finding import Missing
from lnreview.review.regimens import Regimen, drug_name, is_running


def applies(ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse]) -> bool:
    """Whether a rule is about the drug and the route of some courses."""
    routes = {course.route for course in courses}
    if rule.drug_class == "cyclophosphamide" and len(routes) == 1:
        oral = rule.measure == "per-day-per-weight"
        if (routes == {"oral"} and not oral) or (routes == {"iv"} and oral):
            return False
    if not rule.drugs:
        return True
    return any((drug := ctx.drug(course.drug)) is not None and drug.id in rule.drugs for course in courses)


def background(ctx: Context, regimen: Regimen, rule: DoseRule) -> bool | None:
    """Say whether one of the drugs that a scheme needs beside it was given, at its own dose beside this class."""
    if not rule.needs_background:
        return True
    beside = [course for course in regimen.everything if ctx.drug_class(course) in rule.needs_background]
    beside = beside or [
        course
        for course in ctx.case.courses
        if ctx.drug_class(course) in rule.needs_background and is_running(ctx, course) is not False
    ]
    if not beside:
        return False if ctx.case.complete.courses == "yes" else None
    return either(*(_background_dose(ctx, rule, course) for course in beside))


def _background_dose(ctx: Context, rule: DoseRule, course: MedicationCourse) -> bool | None:
    name = ctx.drug_class(course)
    schemes = [
        item
        for item in ctx.guideline.doses
        if item.drug_class == name and applies(ctx, item, [course])
        and (not item.with_class or rule.drug_class in item.with_class)
        and not set(item.not_beside) & set(rule.drugs)
    ]  # fmt: skip
    answer = either(*(dose_reached(ctx, item, ctx.guideline[item.floor], course) for item in schemes))
    if answer is False and exposure_shown(ctx, course):
        return None
    return answer


def exposure_shown(ctx: Context, course: MedicationCourse) -> bool:
    """Whether an AUC on record may show that a lower dose of mycophenolate was enough."""
    return ctx.drug_class(course) == "mpaa" and bool(exposures(ctx))


def trough(
    ctx: Context, rule: DoseRule, courses: Sequence[MedicationCourse], missing: list[Missing]
) -> bool | None:
    """Say whether the trough that a scheme is judged with is documented."""
    if not rule.needs_trough:
        return True
    drugs = {drug.id for course in courses if (drug := ctx.drug(course.drug))}
    for level in ctx.case.levels:
        drug = ctx.drug(level.substance)
        if drug is not None and drug.id in drugs and level.quantity is not None:
            return True
    name = drug_name(ctx, courses[0])
    missing.append(Missing(f"trough level of {name}", "This scheme is judged with a documented trough.",
                           "dosing", "levels", rank=14))  # fmt: skip
    return None


def follow_on(ctx: Context, regimen: Regimen, rule: DoseRule, missing: list[Missing]) -> bool | None:
    """Say whether the follow-on drug that a scheme counts with is on record."""
    if not rule.needs_follow_on:
        return True
    if any(ctx.drug_class(course) in ("mpaa", "azathioprine") for course in regimen.everything):
        return True
    missing.append(Missing(f"follow-on drug after {rule.scheme}, with dose and dates",
                           "The scheme counts with its planned follow-on drug.", "dosing", "courses", rank=14))  # fmt: skip
    return None


def steroid(ctx: Context, regimen: Regimen) -> tuple[MedicationCourse, ...]:
    """Return the glucocorticoid courses that may overlap the regimen."""
    found = []
    for course in ctx.case.courses:
        if ctx.drug_class(course) != "glucocorticoid":
            continue
        start, stop = ctx.span(course.start), ctx.span(course.stop)
        near = int(ctx.number("joint-start"))
        if regimen.start and stop and (regimen.start.earliest - stop.latest).days > near:
            continue
        if regimen.end and start and start.earliest > regimen.end.latest:
            continue
        found.append(course)
    return tuple(found)
