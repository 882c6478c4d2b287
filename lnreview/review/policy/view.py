"""What a criterion of a payer pack looks at: the record as known on the day, the finished review, the request.

Questions of time that several families share (what runs now, when the requested drug began) are answered here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from lnreview.case import analytes
from lnreview.case.dates import ChartDate, Span, at_least_months
from lnreview.case.model import Case
from lnreview.case.paperwork import Attestation
from lnreview.case.records import LabResult, MedicationCourse
from lnreview.guideline.model import Guideline
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.finding import Evidence, Review
from lnreview.review.regimens import drug_name, is_running

_ALSO_FOR_KIDNEY = ("glucocorticoid", "azathioprine")
"""Classes that treat the nephritis beside or after an induction, and are no option of their own."""


@dataclass(frozen=True)
class View:
    """A case as it was known on the day of the review, with the review of it."""

    review: Review
    assessment: Assessment

    @property
    def ctx(self) -> Context:
        """The record, the criteria set and the day."""
        return self.assessment.ctx

    @property
    def case(self) -> Case:
        """The record as it was known on that day."""
        return self.ctx.case

    @property
    def guideline(self) -> Guideline:
        """The guideline pack."""
        return self.ctx.guideline

    def attested(self, name: str) -> Attestation | None:
        """Return the latest answer to a question of that name that was given by the day of the review."""
        known = [
            item
            for item in self.case.attestations
            if name and item.what.strip().casefold() == name.strip().casefold() and item.says != "unknown"
            and not self._is_later(item.on) and not self._is_later(item.known_on)
        ]  # fmt: skip
        return known[-1] if known else None

    def _is_later(self, when: ChartDate | None) -> bool:
        span = self.ctx.span(when)
        return span is not None and span.earliest > self.ctx.as_of.latest

    def attestation_told(self, item: Attestation) -> Evidence:
        """Return an attestation as evidence."""
        by = f"{item.says}, by {item.by}" if item.by else item.says
        return self.ctx.evidence(item, f"attested: {item.what.replace('-', ' ')}", by, "", item.on)

    def is_recent(self, when: Span | None, months: int | None) -> bool | None:
        """Say whether something is not older than so many months on the day of the review; without a limit it is."""
        if months is None:
            return True
        if when is None:
            return None
        older = at_least_months(when, self.ctx.as_of, months)
        # Exactly so many months old is still within the window.
        if older is None:
            return None
        return not older or at_least_months(when, self._day_before, months) is False

    def is_current(self, when: Span | None, months: int | None = None) -> bool:
        """Say whether a value speaks for the present to a plan: a plan asks for its day, so an undated one does not."""
        if when is None:
            return False
        return self.ctx.is_current(when) if months is None else self.is_recent(when, months) is True

    @cached_property
    def _day_before(self) -> Span:
        day = self.ctx.as_of.latest - timedelta(days=1)
        return Span(day, day, self.ctx.as_of.written)

    # --- drugs -----------------------------------------------------------------------------------------------------

    @cached_property
    def requested(self) -> frozenset[str]:
        """Ids of the drugs that the request means."""
        request = self.case.request
        return drugs_meant(self.guideline, request.therapy, request.product)

    def matching(self, drugs: Sequence[str], classes: Sequence[str]) -> Callable[[str], bool]:
        """Return a test of whether a name stands for one of these drugs or a drug of these classes."""
        ids = {drug.id for name in drugs if (drug := self.guideline.drug(name))}

        def test(name: str) -> bool:
            drug = self.guideline.drug(name)
            return drug is not None and (drug.id in ids or drug.drug_class in classes)

        return test

    def is_listed_whole(self, drugs: Sequence[str], classes: Sequence[str]) -> bool:
        """Say whether the list of courses would name every one of these drugs that was given.

        The list is complete for the kidney: a drug that is no treatment of the nephritis may be given for the skin or
        the joints and stand on no such list.
        """
        if self.case.complete.courses != "yes":
            return False
        test = self.matching(drugs, classes)
        return all(drug.drug_class in self._kidney_classes for drug in self.guideline.drugs if test(drug.id))

    @cached_property
    def _kidney_classes(self) -> frozenset[str]:
        """Classes of the drugs that are given against the nephritis."""
        treatments = [item for item in self.guideline.therapies if item.label != "not-recommended"]
        return frozenset({*_ALSO_FOR_KIDNEY, *(name for item in treatments for name in item.drug_classes)})

    def courses(self, drugs: Sequence[str], classes: Sequence[str]) -> tuple[MedicationCourse, ...]:
        """Return the courses of these drugs that have begun, in the order of time."""
        test = self.matching(drugs, classes)
        return tuple(
            course
            for course in self.case.courses
            if test(course.drug) and self.has_begun(course) and course.doses_given != 0
        )

    def has_begun(self, course: MedicationCourse) -> bool:
        """Say whether a course has begun: one that starts on the day of the review is the plan."""
        return self.ctx.has_begun(self.ctx.span(course.start))

    def runs(self, course: MedicationCourse) -> bool | None:
        """Say whether a course runs on the day of the review."""
        return is_running(self.ctx, course)

    def course_told(self, course: MedicationCourse, said: str = "") -> Evidence:
        """Return a course as evidence: drug, dose and how often, since when."""
        name = drug_name(self.ctx, course)
        value = course.dose if course.dose is not None and not said else said
        told = self.ctx.evidence(course, name, value, "", course.start)
        # 1 g twice a day must not read as 1 g.
        often = course.frequency.strip() if told.unit and value is course.dose else ""
        return replace(told, unit=f"{told.unit} {often}".rstrip())

    @cached_property
    def own_courses(self) -> tuple[MedicationCourse, ...]:
        """Courses of the requested drug that have begun."""
        return self.courses(tuple(self.requested), ())

    @cached_property
    def treatment_start(self) -> Span | None:
        """When the requested drug was begun: by its courses, else as the request says; `None` for a new start."""
        starts = [span for course in self.own_courses if (span := self.ctx.span(course.start))]
        if starts:
            return min(starts, key=lambda span: span.earliest)
        return self.ctx.span(self.case.request.started_on)

    # --- results ---------------------------------------------------------------------------------------------------

    def labs(self, *names: str) -> tuple[LabResult, ...]:
        """Return the results of these tests in the order of time."""
        wanted = {found.id for name in names if (found := analytes.find(name))}
        return tuple(
            lab
            for lab in self.case.labs
            if (found := analytes.find(lab.analyte)) is not None and found.id in wanted
        )

    def lab_told(self, lab: LabResult) -> Evidence:
        """Return a result as evidence, as it was written."""
        said = lab.quantity if lab.quantity is not None else (lab.words or lab.interpretation or "")
        return self.ctx.evidence(lab, analytes.name(lab.analyte), said, "", lab.collected_on)


def drugs_meant(guideline: Guideline, *texts: str) -> frozenset[str]:
    """Return the ids of the drugs that names of drugs or therapies stand for."""
    found: set[str] = set()
    for text in texts:
        drug, therapy = guideline.drug(text), guideline.asked_for(text)
        if drug is not None:
            found.add(drug.id)
        elif therapy is not None:
            named = guideline.drug(therapy.id) or guideline.drug(therapy.name)
            found |= set(therapy.drugs) | ({named.id} if named else set())
    return frozenset(found)


_CLASSES = {"mpaa": "mycophenolate", "cni": "calcineurin inhibitor"}
"""Classes of drugs whose id a reader does not know."""


def class_words(name: str) -> str:
    """Return a class of drugs in words."""
    return _CLASSES.get(name, name.replace("-", " "))


def names(texts: Iterable[str], word: str = "or") -> str:
    """Return a list as it is spoken: “a, b or c”."""
    found = list(dict.fromkeys(texts))
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {word} {found[-1]}"
