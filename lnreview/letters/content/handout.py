"""The hand-out of a conference: a case without identifiers, built from allow-listed fields, and its own review.

Nothing is blanked: a new case is made that takes over what the table below lists, with ids given anew and days told in
months from the first biopsy of the episode or from the first treatment. It is reviewed again, so that every sentence
comes from it; where it does not come to the same answers as the full record, no page is made of it. Free text passes
only when `identifiers` finds nothing in it; what is left out is a gap for a person to see.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lnreview.case import analytes
from lnreview.case.dates import MEAN_MONTH_DAYS, NOMINAL_ANCHOR, ChartDate, Span, shift_months
from lnreview.case.model import Case, Completeness, LupusBasis, Patient, clinical_lists
from lnreview.case.paperwork import Alternative, Conference, ConferenceItem, TreatmentRequest
from lnreview.case.quantities import find_unit
from lnreview.case.records import (
    AdherenceMeasure,
    Administration,
    BaselineChoice,
    Biopsy,
    BloodPressure,
    Comorbidity,
    DiseaseActivity,
    Dispense,
    DrugLevel,
    Entry,
    Episode,
    Event,
    Genotype,
    LabResult,
    Lesion,
    Measurement,
    MedicationCourse,
    OtherCause,
    Override,
    Pregnancy,
    Quantity,
    Record,
)
from lnreview.guideline.model import Guideline
from lnreview.letters.content import identifiers
from lnreview.letters.document import Document
from lnreview.review.evaluate import assessment, review
from lnreview.review.finding import Review

TITLE = "Case conference, hand-out"
OLDEST = 90
"""Years of age from which ages are told as one group."""

_FIXED = "Reason held in the full copy."
"""Stands for a reason that a record needs and a hand-out does not carry."""

# What a hand-out takes over. Dates become months, drugs and analytes only names of the pack; “scanned” is free text.
_KEPT: dict[type[Record], tuple[str, ...]] = {
    LabResult: ("analyte", "quantity", "interpretation", "findings", "collection", "equation", "range_low", "range_high", "collected_on"),
    MedicationCourse: (
        "drug", "dose", "doses_given", "doses_planned", "route", "start", "stop", "ongoing", "role", "stop_reason",
        "dose_limited_by", "stated_outcome", "outcome_on",
    ),
    Dispense: ("drug", "dispensed_on", "days_supply"),
    Administration: ("drug", "given_on", "dose", "status"),
    AdherenceMeasure: ("kind", "says", "value", "drug", "course", "since", "until"),
    DrugLevel: ("kind", "hours_after_dose", "matrix", "quantity", "detectable", "drawn_on"),
    Biopsy: (
        "taken_on", "classes", "classification", "shows_ln", "activity_index", "chronicity_index", "endocapillary",
        "neutrophils", "fibrinoid_necrosis", "hyaline_deposits", "cellular_crescents", "interstitial_inflammation",
        "glomerulosclerosis", "fibrous_crescents", "tubular_atrophy", "interstitial_fibrosis", "crescents", "tma",
        "lesions", "glomeruli",
    ),
    Lesion: ("explains",),
    Measurement: ("what", "quantity", "measured_on"),
    BloodPressure: ("systolic", "diastolic", "measured_on"),
    Comorbidity: ("present", "since"),
    Pregnancy: ("status", "since", "until"),
    Genotype: ("phenotype", "tested_on"),
    DiseaseActivity: ("items", "items_complete", "stated_total", "window", "assessed_on"),
    OtherCause: ("shown_by", "present", "explains", "shown_on", "resolved_on"),
    Event: ("what", "on", "until", "course"),
    Episode: ("began_on",),
    BaselineChoice: ("course", "upcr", "kidney"),
    Alternative: ("drug", "status", "preferred"),
    ConferenceItem: ("kind", "due_on", "done_on"),
    Override: ("step", "status"),
    TreatmentRequest: ("therapy", "start", "dose_each", "doses"),
}  # fmt: skip
_SCANNED: dict[type[Record], tuple[str, ...]] = {
    LabResult: ("words",),
    MedicationCourse: ("frequency",),
    DrugLevel: ("substance",),
    Biopsy: ("class_text", "activity_text", "chronicity_text"),
    Lesion: ("what",),
    Comorbidity: ("what",),
    Genotype: ("gene", "result"),
    OtherCause: ("what",),
    Alternative: ("reason",),
    ConferenceItem: ("words",),
    TreatmentRequest: ("dose", "route", "schedule"),
}
_LINKS = ("course", "upcr", "kidney")
_BESIDE = ("known_on", "order")
"""What every entry keeps beside its own fields."""
_NAMED = {"drug", "therapy"}
_PLACES = 2
"""Decimals of a month: two of them keep each day, so that days of a refill or of a course count as in the full record."""
_YEAR_DAYS = Decimal("365.2425")
_AGE_PLACES = 4
"""Decimals of a year: enough to tell days apart."""


@dataclass(frozen=True)
class LeftOut:
    """A free text that the hand-out does not carry: where it stands, and what was seen in it."""

    place: str
    entry: str
    why: str


@dataclass(frozen=True)
class HandOut:
    """A case without identifiers, its review, what was left out, and what day 0 is."""

    case: Case
    review: Review
    left_out: tuple[LeftOut, ...]
    day_zero: str
    agrees: bool
    """Whether its review comes to the answers of the full record."""


def asked_for(kind: str, case: Case) -> bool:
    """Tell whether a document of this kind is to be a hand-out."""
    return kind == "conference" and case.conference.handout


def outside(document: Document) -> Document:
    """Return the document without what its header, footer and file information tell of the case.

    The day on the file becomes the first of its year; whoever saves it attaches neither case nor trace.
    """
    return replace(
        document,
        title=TITLE,
        dated=date(document.dated.year, 1, 1),
        identified=False,
        initials="",
        patient="",
        reference="",
        case_version="",
        banner=document.banner if document.banner.startswith("Synthetic") else "",
        letterhead=(),
    )


def hand_out(case: Case, full: Review, guideline: Guideline) -> HandOut:
    """Return the case without identifiers and its review, with what was left out of it."""
    zero, name = _day_zero(case, full, guideline)
    builder = _Builder(case, guideline, zero, full.as_of)
    told = builder.case(full)
    again = review(told, guideline, builder.month(full.as_of.latest), criteria=full.criteria)
    return HandOut(told, again, tuple(builder.left_out), name, _answers(again) == _answers(full))


def age_words(case: Case) -> str:
    """Return the age of a hand-out's case in completed years, the oldest as one group; empty where it is unknown."""
    years = case.patient.age_years
    if years is None:
        return ""
    return f"{OLDEST} years or older" if years >= OLDEST else f"{int(years)} years"


def _answers(of: Review) -> tuple[object, ...]:
    """Return what two reviews of one patient must agree on."""
    return (
        of.verdict,
        of.provisional,
        tuple((finding.step, finding.effective) for finding in of.steps),
        tuple(
            (r.name, r.grade, r.failed, r.baseline_upcr, r.last_upcr, r.baseline_egfr, r.last_egfr)
            for r in of.regimens
        ),
        tuple(point.value for point in (*of.upcr, *of.egfr)),
        tuple((option.therapy, option.stopped) for option in of.options),
    )


def _day_zero(case: Case, full: Review, guideline: Guideline) -> tuple[date, str]:
    """Return the day that months are counted from, and what it is."""
    began = assessment(case, guideline, full.as_of.written, criteria=full.criteria).course.began
    taken = sorted(span.middle for biopsy in case.biopsies if (span := case.span(biopsy.taken_on)))
    inside = [day for day in taken if began is None or day >= began.earliest]
    if inside:
        return inside[0], "the first biopsy of the episode"
    starts = sorted(regimen.start.middle for regimen in full.regimens if regimen.start)
    return (starts[0], "the start of the first treatment") if starts else (full.as_of.latest, "the review")


class _Builder:
    """Makes the case without identifiers, and remembers what it left out."""

    def __init__(self, case: Case, guideline: Guideline, zero: date, day: Span) -> None:
        self._case, self._guideline, self._zero, self._day = case, guideline, zero, day
        self._names = identifiers.held(case)
        self._ids = {
            entry.id: f"{name}-{number}"
            for name in clinical_lists()
            for number, entry in enumerate(getattr(case, name), start=1)
        }
        self._regimens: dict[str, str] = {}
        self.left_out: list[LeftOut] = []

    def case(self, full: Review) -> Case:
        """Return the case: the clinical lists and the little paperwork that a hand-out shows."""
        old = self._case
        lists: dict[str, Any] = {
            name: tuple(self._entry(entry, name) for entry in getattr(old, name) if self._belongs(entry))
            for name in clinical_lists()
        }
        shown = [
            item
            for item in old.conference_items
            if item.kind in ("question", "decision", "dissent", "follow-up")
        ]
        items = [self._entry(item, "conference_items") for item in shown]
        fields = self._fields(old.request, "request", "")
        return Case(
            id="case",
            synthetic=old.synthetic,
            patient=self._patient(full),
            lupus=LupusBasis(documented=old.lupus.documented),
            complete=Completeness(courses=old.complete.courses, biopsies=old.complete.biopsies),
            settings=old.settings.model_copy(update={"criteria": full.criteria}),
            overrides=tuple(Override(step=o.step, status=o.status, rationale=_FIXED) for o in old.overrides),
            request=TreatmentRequest(**fields),
            alternatives=tuple(self._entry(item, "alternatives") for item in old.alternatives),
            conference=Conference(handout=True),
            conference_items=tuple(item for item in items if getattr(item, "words", "")),
            **lists,
        )

    def month(self, day: date) -> ChartDate:
        """Return a day as months from day 0."""
        shifted = date.fromordinal(NOMINAL_ANCHOR.toordinal() + (day - self._zero).days)
        whole = (shifted.year - NOMINAL_ANCHOR.year) * 12 + shifted.month - NOMINAL_ANCHOR.month
        if shifted < NOMINAL_ANCHOR and shifted.day > 1:
            whole += 1
        rest = (shifted - shift_months(NOMINAL_ANCHOR, whole)).days / MEAN_MONTH_DAYS
        months = round(Decimal(whole) + rest, _PLACES)
        text = f"{abs(months):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return ChartDate.parse(f"m{'-' if months < 0 else '+'}{text}")

    def _belongs(self, entry: Entry) -> bool:
        """Tell whether an entry is of a kind that the pack names: a result or a drug of another name may name a person."""
        if isinstance(entry, LabResult):
            return analytes.find(entry.analyte) is not None
        return True

    def _entry(self, entry: Entry, place: str) -> Any:
        kind = type(entry)
        found = self._fields(entry, place, entry.id)
        for name in _BESIDE:
            value = getattr(entry, name)
            if value is not None:
                found[name] = self._value(value)
        if entry.id in self._ids:
            found["id"] = self._ids[entry.id]
        if isinstance(entry, MedicationCourse) and entry.regimen:
            found["regimen"] = self._regimens.setdefault(entry.regimen, f"R{len(self._regimens) + 1}")
        if isinstance(entry, BaselineChoice):
            found["reason"] = _FIXED
        return kind(**found)

    def _fields(self, record: Record, place: str, entry: str) -> dict[str, Any]:
        """Return the allow-listed fields of a record, its free texts where nothing was seen in them."""
        kind = type(record)
        found: dict[str, Any] = {}
        for name in _KEPT[kind]:
            value = getattr(record, name)
            if name in _LINKS and isinstance(value, str):
                value = self._ids.get(value, "")
            elif name in _NAMED:
                value = self._named(value, place, entry)
            elif name == "analyte":
                known = analytes.find(value)
                value = known.id if known else ""
            if value is not None:
                found[name] = self._value(value, place, entry)
        for name in _SCANNED.get(kind, ()):
            text = self._scanned(getattr(record, name), place, entry)
            if text or kind.model_fields[name].is_required():
                found[name] = text or ("" if kind is ConferenceItem else "not shown")
        return found

    def _value(self, value: Any, place: str = "", entry: str = "") -> Any:
        match value:
            case ChartDate():
                span = self._case.span(value)
                if span is None:
                    return None
                # What starts on the day of the review is the plan, also where both are told as one month.
                return self.month(self._day.latest if value == self._day.written else span.middle)
            case Quantity():
                unit = (
                    value.unit
                    if find_unit(value.unit) or not value.unit
                    else self._scanned(value.unit, place, entry)
                )
                return Quantity(value=value.value, unit=unit, comparator=value.comparator)
            case tuple():
                return tuple(self._value(item, place, entry) for item in value)
            case Lesion():
                return Lesion(**self._fields(value, place, entry))
            case _:
                return value

    def _named(self, name: str, place: str, entry: str) -> str:
        """Return a drug or therapy by the name of the pack; another name passes like free text."""
        drug = self._guideline.drug(name)
        if drug is not None:
            return drug.name
        therapy = self._guideline.therapy(name)
        return therapy.id if therapy else self._scanned(name, place, entry)

    def _scanned(self, text: str, place: str, entry: str) -> str:
        if not text.strip():
            return ""
        why = identifiers.found_in(text, self._names, self._guideline)
        if why:
            self.left_out.append(LeftOut(place, entry, why))
            return ""
        return text

    def _patient(self, full: Review) -> Patient:
        """Return sex and age, in fractions of a year so that eGFR stays what it was; only `age_words` prints it."""
        old = self._case.patient
        born = self._case.span(old.birth_date)
        on = self._case.span(old.age_on) or full.as_of
        years: Decimal | None
        if born is not None:
            years = round(Decimal((full.as_of.latest - born.middle).days) / _YEAR_DAYS, _AGE_PLACES)
            on = full.as_of
        else:
            years = old.age_years
        if years is None:
            return Patient(sex=old.sex)
        return Patient(sex=old.sex, age_years=years, age_on=self.month(on.latest))
