"""What every step looks at: the record as known on the day of the review, the criteria set, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from lnreview.case import analytes
from lnreview.case.dates import ChartDate, Span, shift_months
from lnreview.case.model import Case
from lnreview.case.quantities import label
from lnreview.case.records import Entry, Event, LabResult, MedicationCourse, Pregnancy, Quantity
from lnreview.guideline.model import CriteriaSet, Drug, Guideline
from lnreview.guideline.parts import Parameter
from lnreview.review.finding import Evidence

_UNNAMED = ("therap", "treatment", "immunosuppress", "regimen", "agents", "unknown", "not named", "various")
"""Words by which a chart speaks of a treatment without naming the drug."""


@dataclass(frozen=True)
class Context:
    """A case as it was known at `as_of`, with the guideline and the criteria set by which it is judged."""

    case: Case
    guideline: Guideline
    criteria: CriteriaSet
    """The set as it is applied: with the switches that the reviewer set."""
    as_of: Span
    assume: bool = False
    """Look at what would follow if the missing data confirmed what the record suggests (for the provisional verdict)."""

    def span(self, when: ChartDate | None) -> Span | None:
        """Return the days that a date of the case may mean."""
        return self.case.span(when)

    def when(self, event: Event) -> Span | None:
        """Return when an event happened; one without a day by when it became known."""
        return self.span(event.on) or self.span(event.known_on)

    def is_recent(self, since: Span | None) -> bool:
        """Say whether something began so shortly before the review that a list is read as complete since then."""
        if since is None:
            return False
        first = self.as_of.written.on(self.case.anchor_day).earliest
        return (first - since.latest).days <= int(self.number("baseline-before"))

    def drug(self, name: str) -> Drug | None:
        """Return the drug that a name stands for, or `None`."""
        return self.guideline.drug(name)

    def drug_class(self, course: MedicationCourse) -> str:
        """Return the class of the drug of a course, or an empty text when it is not named; a drug that the pack does not list is a class of its own."""
        drug = self.drug(course.drug)
        if drug is None and any(word in course.drug.casefold() for word in _UNNAMED):
            return ""
        if drug is None and course.drug.strip():
            return f"unlisted: {course.drug.strip().casefold()}"
        return drug.drug_class if drug else ""

    def number(self, name: str) -> Decimal:
        """Return a number of the criteria set."""
        return self._numbers[name]

    @cached_property
    def _numbers(self) -> dict[str, Decimal]:
        return {name: parameter.value for name, parameter in self.criteria.parameters.items()}

    def parameter(self, name: str) -> Parameter:
        """Return a parameter of the criteria set."""
        return self.criteria[name]

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Events, with dialysis told in one way: a start and an end, whether written as events, period or course."""
        found = list(self.case.events)
        for event in self.case.events:
            if event.what == "dialysis-started" and event.until is not None:
                found.append(
                    event.model_copy(update={"what": "dialysis-stopped", "on": event.until, "until": None})
                )
        for course in self.case.courses:
            if "dialysis" not in course.drug.casefold():
                continue
            told = {
                "id": course.id,
                "source": course.source,
                "note": course.note,
                "known_on": course.known_on,
            }
            found.append(Event(what="dialysis-started", on=course.start, **told))
            if course.stop is not None:
                found.append(Event(what="dialysis-stopped", on=course.stop, **told))
        ended = any(event.what == "dialysis-stopped" and event.on is not None for event in found)
        if ended:  # a start without a day lies before the end that has one
            found = [
                event for event in found if event.what != "dialysis-started" or self.when(event) is not None
            ]
        first = self.as_of.earliest
        found.sort(key=lambda event: (when.middle if (when := self.when(event)) else first, event.order or 0))
        return tuple(found)

    @cached_property
    def latest_labs(self) -> dict[str, LabResult]:
        """The latest result of each known analyte, by its id."""
        return {found.id: lab for lab in self.case.labs if (found := analytes.find(lab.analyte)) is not None}

    @cached_property
    def pregnancies(self) -> tuple[Pregnancy, ...]:
        """Statements on pregnancy; one without an end is ended by a later statement of another status."""
        found = []
        for item in self.case.pregnancies:
            since = self.span(item.since)
            later = [
                other.since
                for other in self.case.pregnancies
                if other.status not in (item.status, "unknown") and other.since and since
                and self.case.span(other.since).earliest > since.earliest  # type: ignore[union-attr]
            ]  # fmt: skip
            if item.until is None and later:
                item = item.model_copy(
                    update={"until": min(later, key=lambda when: when.on(self.case.anchor_day).earliest)}
                )
            found.append(item)
        return tuple(found)

    @cached_property
    def response_limit(self) -> Decimal:
        """The highest UPCR in g/g at which the set still speaks of a complete or primary efficacy response."""
        if self.criteria.has_primary_efficacy:
            return self.number("perr-upcr")
        complete = self.parameter("complete-upcr")
        return complete.upper or complete.value

    @cached_property
    def spared_egfr(self) -> Decimal:
        """The eGFR from which function counts as kept where no baseline tells."""
        if self.criteria.has_primary_efficacy:
            return self.number("perr-egfr-floor")
        return self.guideline.number("impaired-egfr")

    @property
    def egfr_tolerance(self) -> Decimal:
        """Fall of eGFR in % that counts as worse."""
        return self.number("egfr-worse")

    @cached_property
    def strict_biopsy(self) -> bool:
        """Whether missing tissue decides already after the first failed regimen."""
        return self.criteria.repeat_biopsy_after == "first-failure"

    def is_current(self, when: Span | None) -> bool:
        """Say whether a value of that day speaks for the present; a value without a day is taken as current."""
        if when is None:
            return True
        return shift_months(when.latest, int(self.number("current-months"))) >= self.as_of.earliest

    def has_begun(self, start: Span | None) -> bool:
        """Say whether a course has begun; one that starts on the day of the review is the plan."""
        if start is None:
            return True
        if start.written == self.as_of.written:
            return False
        return start.middle < self.as_of.earliest

    @cached_property
    def age_years(self) -> tuple[int, int] | None:
        """The fewest and the most completed years of age on the day of the review, or `None` when unknown."""
        return self.age_at(self.as_of)

    def age_at(self, when: Span) -> tuple[int, int] | None:
        """Return the fewest and the most completed years of age on a day, or `None` when unknown."""
        patient = self.case.patient
        born = self.span(patient.birth_date)
        if born is not None:
            return _years(born.latest, when.earliest), _years(born.earliest, when.latest)
        if patient.age_years is None:
            return None
        reference = self.span(patient.age_on) or self.as_of
        shift = (when.middle - reference.middle).days / Decimal("365.2425")
        age = int(patient.age_years + shift)
        return max(age, 0), max(age, 0)

    def is_adult(self, when: Span | None = None) -> bool | None:
        """Say whether the patient is an adult on a day (default: of the review); `None` when the age is unknown."""
        ages = self.age_at(when or self.as_of)
        limit = int(self.number("adult-age"))
        if ages is None:
            return None
        if ages[0] >= limit:
            return True
        return False if ages[1] < limit else None

    def told(self, event: Event) -> Evidence:
        """Return an event of the record as evidence."""
        return self.evidence(event, f"stated: {event.what.replace('-', ' ')}", "", "", event.on)

    def evidence(
        self, entry: Entry, what: str, value: object = "", unit: str = "", when: ChartDate | None = None
    ) -> Evidence:
        """Return an entry of the record as evidence, with its value as written; a quantity brings its unit."""
        if isinstance(value, Quantity):
            unit = label(value.unit)
            value = f"{value.comparator or ''}{format(value.value, 'f')}"
        text = "" if value is None else str(value)
        return Evidence(what, text, unit, str(when) if when else "", entry.source or entry.note, entry.id)


def _years(born: date, when: date) -> int:
    return max(0, when.year - born.year - ((when.month, when.day) < (born.month, born.day)))


def both(*answers: bool | None) -> bool | None:
    """Combine three-valued answers by *and*: false if any is false, true if all are true, else unknown."""
    if any(answer is False for answer in answers):
        return False
    return True if all(answer is True for answer in answers) else None


def either(*answers: bool | None) -> bool | None:
    """Combine three-valued answers by *or*: true if any is true, false if all are false, else unknown."""
    if any(answer is True for answer in answers):
        return True
    return False if all(answer is False for answer in answers) else None


def negated(answer: bool | None) -> bool | None:
    """Turn a three-valued answer round; unknown stays unknown."""
    return None if answer is None else not answer
