"""Single signs of the record, read the same way in every table: flags of results, running drugs, stated conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lnreview.case import analytes
from lnreview.case.names import folded
from lnreview.case.records import Comorbidity, LabResult, MedicationCourse
from lnreview.review.assess import flag
from lnreview.review.context import Context
from lnreview.review.finding import Evidence
from lnreview.review.regimens import drug_name, is_running


def result(ctx: Context, lab: LabResult) -> Evidence:
    """Return a result as evidence: value, flag and findings, or the words where there is nothing else."""
    parts = [str(lab.quantity) if lab.quantity else "", flag(lab) or "", ", ".join(lab.findings)]
    value = ", ".join(dict.fromkeys(part.replace("-", " ") for part in parts if part)) or lab.words
    return ctx.evidence(lab, analytes.name(lab.analyte), value, "", lab.collected_on)


def results(ctx: Context, name: str) -> tuple[LabResult, ...]:
    """Return all results of an analyte in the order of time."""
    return tuple(
        lab for lab in ctx.case.labs if (known := analytes.find(lab.analyte)) is not None and known.id == name
    )


def given(ctx: Context, course: MedicationCourse) -> Evidence:
    """Return a course as evidence: drug, dose, dates."""
    dose = str(course.dose) if course.dose else ""
    running = is_running(ctx, course)
    until = f" to {course.stop}" if course.stop else {True: ", running", False: ", ended", None: ""}[running]
    period = f"from {course.start}{until}" if course.start else until.removeprefix(", ")
    name = drug_name(ctx, course)
    return Evidence(name, " ".join(part for part in (dose, course.frequency) if part), "", period,
                    course.source or course.note, course.id)  # fmt: skip


def courses(
    ctx: Context, classes: Collection[str], drugs: Collection[str] = ()
) -> Iterator[MedicationCourse]:
    """Yield the begun courses of some classes, or of some drugs."""
    for course in ctx.case.courses:
        known = ctx.drug(course.drug)
        wanted = ctx.drug_class(course) in classes or (known is not None and known.id in drugs)
        if wanted and course.doses_given != 0 and ctx.has_begun(ctx.span(course.start)):
            yield course


def condition(ctx: Context, item: Comorbidity) -> Evidence:
    """Return a condition as evidence, with the answer that the record gives."""
    answer = {"yes": "present", "no": "absent", "unknown": "not known"}[item.present]
    return ctx.evidence(item, item.what, answer, "", item.since)


def conditions(ctx: Context, words: Collection[str]) -> Iterator[Comorbidity]:
    """Yield the conditions whose name holds one of the words."""
    for item in ctx.case.comorbidities:
        if any(folded(word) in folded(item.what) for word in words):
            yield item
