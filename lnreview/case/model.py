"""One case: the patient, the record, and the paperwork of plan, signer and request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from lnreview.case.dates import ChartDate, Span
from lnreview.case.paperwork import (
    Allergy,
    Alternative,
    Attestation,
    Clinician,
    Conference,
    ConferenceItem,
    Coverage,
    CriterionNote,
    Denial,
    Determination,
    Enclosure,
    LeftOut,
    LetterEdit,
    Rebuttal,
    TreatmentRequest,
    WorkflowEvent,
)
from lnreview.case.records import (
    AdherenceMeasure,
    Administration,
    Answer,
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
    Measurement,
    MedicationCourse,
    Number,
    OtherCause,
    Override,
    Pregnancy,
    Record,
    Waiver,
)

FORMAT_VERSION = 1
"""Version of the case file; a file of a later version is refused."""


class Patient(Record):
    """Who the case is about."""

    name: str = ""
    """As it should stand in a letter."""
    sex: Literal["female", "male", "unknown"] = "unknown"
    """Sex for the equations."""
    birth_date: ChartDate | None = None
    """May be partial."""
    age_years: Number | None = Field(default=None, ge=0, le=130)
    """Where only an age was given."""
    age_on: ChartDate | None = None
    """When that age was given; without it, at the review."""
    ancestry: str = ""
    """As the chart states it; no equation uses it."""
    record_number: str = ""
    """Medical record number."""
    phone: str = ""
    """Phone."""
    address: str = ""
    """Lines of the address."""
    representative: str = ""
    """Authorized representative, where there is one."""


class LupusBasis(Record):
    """On what the diagnosis of systemic lupus rests."""

    documented: Answer = "unknown"
    """Whether systemic lupus is documented."""
    diagnosed_on: ChartDate | None = None
    """When."""
    basis: str = ""
    """Criteria, antibodies, by whom."""


class Completeness(Record):
    """Whether the lists of the record are complete: an empty list alone says nothing."""

    courses: Answer = "unknown"
    """yes: every immunosuppressive course ever given for the kidney is listed. Decides whether “untreated” is documented."""
    biopsies: Answer = "unknown"
    """yes: every kidney biopsy ever taken is listed; with an empty list, none was taken. Decides whether a missing biopsy is documented."""


class Citation(Record):
    """The publication that a published case comes from."""

    title: str = ""
    """Title."""
    authors: str = ""
    """Authors."""
    journal: str = ""
    """Journal or meeting."""
    year: int | None = None
    """Year."""
    locator: str = ""
    """Volume, pages, abstract number."""
    doi: str = ""
    """DOI."""
    url: str = ""
    """Address."""
    text_read: str = ""
    """What of it was read."""


class PersonalContext(Record):
    """The person behind the record: what a plan of care must fit. It is carried into plan and letter, and decides nothing."""

    severity: str = ""
    """How severe the disease is for this person, in words."""
    pregnancy_plans: Literal["wished-now", "wished-later", "none", "not-applicable", "unknown"] = "unknown"
    """Plans for a pregnancy."""
    contraception: str = ""
    """As stated."""
    preferences: str = ""
    """What the person wants of treatment, and what not, in their words."""
    route: Literal["oral", "infusion", "injection", "no-preference", "unknown"] = "unknown"
    """Preferred route."""
    circumstances: str = ""
    """Work, care for others, distance to an infusion centre, insurance."""
    team: tuple[
        Literal[
            "nephrology", "rheumatology", "pathology", "pharmacy", "obstetrics", "haematology", "infectious-diseases",
            "psychology", "social-work", "primary-care", "genetics", "transplant", "patient",
        ],
        ...,
    ] = ()  # fmt: skip
    """Who takes part in the decision."""


class ReviewSettings(Record):
    """How this case is to be judged; the switches of the criteria set, each shown in the letter."""

    criteria: str = "arora-2022"
    """Id of the criteria set."""
    strict_biopsy: bool = False
    """A repeat biopsy is required already after the first failed regimen."""
    egfr_tolerance: Literal["10", "15", "20", ""] = ""
    """Fall of eGFR in % that counts as worse; empty: as in the criteria set."""
    course_time: Literal["per-regimen", "in-total", "six-months-each", ""] = ""
    """How “4-6 months” is read: for each regimen from its lower end, over all regimens together, or six months for each; empty: as in the criteria set."""
    regimen_pair: Literal["any-two", "mycophenolate-and-cyclophosphamide", ""] = ""
    """Which two regimens count: any two different ones, or one with mycophenolate and one with cyclophosphamide; empty: as in the criteria set."""
    anti_cd20_counts: Literal["yes", "no", ""] = ""
    """Whether an anti-CD20 course may be one of the failed regimens; empty: as in the criteria set."""
    complete_upcr: Literal["0.5", "0.7", ""] = ""
    """UPCR limit in g/g of a complete response; empty: as in the criteria set."""
    cni_egfr: Literal["above-45", "label-only", ""] = ""
    """KDIGO prints eGFR ≤45 for a calcineurin inhibitor, taken as a misprint of above 45: apply above 45 (default), or only the label of the drug until a person has looked at the print."""


_LISTS: dict[str, tuple[str, type[Entry]]] = {
    "labs": ("lab", LabResult),
    "courses": ("course", MedicationCourse),
    "dispenses": ("dispense", Dispense),
    "administrations": ("administration", Administration),
    "adherence": ("adherence", AdherenceMeasure),
    "levels": ("level", DrugLevel),
    "biopsies": ("biopsy", Biopsy),
    "measurements": ("measurement", Measurement),
    "blood_pressures": ("pressure", BloodPressure),
    "comorbidities": ("comorbidity", Comorbidity),
    "pregnancies": ("pregnancy", Pregnancy),
    "genotypes": ("genotype", Genotype),
    "disease_activity": ("activity", DiseaseActivity),
    "other_causes": ("cause", OtherCause),
    "events": ("event", Event),
    "episodes": ("episode", Episode),
    "baselines": ("baseline", BaselineChoice),
}
_PAPERS: dict[str, tuple[str, type[Entry]]] = {
    "allergies": ("allergy", Allergy),
    "alternatives": ("alternative", Alternative),
    "attestations": ("attestation", Attestation),
    "enclosures": ("enclosure", Enclosure),
    "denials": ("denial", Denial),
    "rebuttals": ("rebuttal", Rebuttal),
    "workflow": ("step", WorkflowEvent),
    "conference_items": ("item", ConferenceItem),
}
"""Lists of the paperwork: a review does not read them."""
_ALL = {**_LISTS, **_PAPERS}


class Case(Record):
    """A case file: one patient, the whole record."""

    format: Literal["lnreview-case"] = "lnreview-case"
    """Always lnreview-case."""
    version: Literal[1] = 1
    """Version of the format."""
    id: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f/\\]+$")
    """Name of the case; no slash, no control character."""
    title: str = Field(default="", max_length=300)
    """What the case is about, in a line."""
    synthetic: bool = False
    """True for an invented patient; shown wherever the case is shown."""
    citation: Citation | None = None
    """For published cases."""
    anchor: ChartDate | None = None
    """The day that relative dates (m+16) count from; a full date. Without it such dates are shown as months."""
    as_of: ChartDate | None = None
    """The day of the review, when none is asked for; without it, today, or for records told in months the last month."""
    patient: Patient = Patient()
    """The patient."""
    lupus: LupusBasis = LupusBasis()
    """Diagnosis of lupus."""
    complete: Completeness = Completeness()
    """Which lists are complete."""
    labs: tuple[LabResult, ...] = ()
    """Laboratory results."""
    courses: tuple[MedicationCourse, ...] = ()
    """Medication courses."""
    dispenses: tuple[Dispense, ...] = ()
    """Pharmacy supplies."""
    administrations: tuple[Administration, ...] = ()
    """Infusions and injections."""
    adherence: tuple[AdherenceMeasure, ...] = ()
    """Measures and statements of adherence."""
    levels: tuple[DrugLevel, ...] = ()
    """Drug levels."""
    biopsies: tuple[Biopsy, ...] = ()
    """Kidney biopsies."""
    measurements: tuple[Measurement, ...] = ()
    """Weights and heights."""
    blood_pressures: tuple[BloodPressure, ...] = ()
    """Blood pressures."""
    comorbidities: tuple[Comorbidity, ...] = ()
    """Other conditions."""
    pregnancies: tuple[Pregnancy, ...] = ()
    """Pregnancy."""
    genotypes: tuple[Genotype, ...] = ()
    """Genetic results."""
    disease_activity: tuple[DiseaseActivity, ...] = ()
    """SLEDAI-2K."""
    other_causes: tuple[OtherCause, ...] = ()
    """Other explanations that were shown or excluded."""
    events: tuple[Event, ...] = ()
    """Course of the disease, as it happened or as the chart states it."""
    episodes: tuple[Episode, ...] = ()
    """Starts of kidney episodes, where the reviewer sets them."""
    baselines: tuple[BaselineChoice, ...] = ()
    """Baselines of regimens, where the reviewer sets them."""
    coverage: Coverage = Coverage()
    """The plan."""
    clinician: Clinician = Clinician()
    """Who signs."""
    request: TreatmentRequest = TreatmentRequest()
    """What is asked for."""
    person: PersonalContext = PersonalContext()
    """The person behind the record."""
    settings: ReviewSettings = ReviewSettings()
    """How to judge."""
    overrides: tuple[Override, ...] = ()
    """The reviewer's judgements beside computed findings."""
    waivers: tuple[Waiver, ...] = ()
    """Gaps that the signer accepts."""
    allergies: tuple[Allergy, ...] = ()
    """Allergies; “none known” is an entry."""
    alternatives: tuple[Alternative, ...] = ()
    """Other treatments, and why they are not the one requested."""
    attestations: tuple[Attestation, ...] = ()
    """What the signer confirms and nothing else in the record holds."""
    enclosures: tuple[Enclosure, ...] = ()
    """Documents that are sent along."""
    denials: tuple[Denial, ...] = ()
    """Denials that were received, the latest last."""
    rebuttals: tuple[Rebuttal, ...] = ()
    """Answers to the points of a denial."""
    determination: Determination = Determination()
    """The request as the plan's side works on it."""
    workflow: tuple[WorkflowEvent, ...] = ()
    """Steps of the determination, in the order in which they were recorded."""
    criterion_notes: tuple[CriterionNote, ...] = ()
    """The reviewer's comments and judgements on criteria of a payer pack."""
    conference: Conference = Conference()
    """The case conference."""
    conference_items: tuple[ConferenceItem, ...] = ()
    """Questions to the conference and what came of them."""
    letter_edits: tuple[LetterEdit, ...] = ()
    """What the signer changed in the words of a document."""
    left_out: tuple[LeftOut, ...] = ()
    """Entries that a document does not print."""
    note: str = ""
    """Anything else."""

    @model_validator(mode="before")
    @classmethod
    def _give_ids(cls, data: Any) -> Any:
        """Give every entry without an id one that is free, in the order of the lists."""
        if not isinstance(data, dict):
            return data
        given = {_id_of(item) for name in _ALL for item in _items(data.get(name))}
        filled = dict(data)
        for name, (prefix, _) in _ALL.items():
            items = _items(data.get(name))
            if not items:
                continue
            numbered, counter = [], 0
            for item in items:
                if _id_of(item) == "":
                    counter += 1
                    while f"{prefix}-{counter}" in given:
                        counter += 1
                    item = _with_id(item, f"{prefix}-{counter}")
                numbered.append(item)
            filled[name] = numbered
        return filled

    @model_validator(mode="after")
    def _check(self) -> Case:
        if self.anchor is not None and (self.anchor.is_relative or not self.anchor.is_exact):
            raise ValueError("anchor must be a full date such as 2024-03-15; months are counted from it")
        if self.anchor is None:
            self._check_one_calendar()
        seen: dict[str, str] = {}
        twice = []
        for place, entry in self.entries():
            if entry.id in seen:
                twice.append(f"{entry.id} (in {seen[entry.id]} and {place})")
            seen.setdefault(entry.id, place)
        if twice:
            raise ValueError(f"ids must be unique in a case; these occur more than once: {', '.join(twice)}")
        self._check_notes()
        steps = [override.step for override in self.overrides]
        if len(steps) != len(set(steps)):
            raise ValueError("a step can be overridden once; remove the older override of the same step")
        return self

    def _check_notes(self) -> None:
        """Refuse two notes on one criterion, and a judgement without its reason."""
        places = [(note.pack, note.criterion) for note in self.criterion_notes]
        if len(places) != len(set(places)):
            raise ValueError("a criterion has one note; remove the older note on the same criterion")
        bare = [note.criterion for note in self.criterion_notes if note.status and not note.rationale]
        if bare:
            raise ValueError(
                f"a judgement on a criterion needs its reason; write the rationale for: {', '.join(bare)}"
            )

    def _check_one_calendar(self) -> None:
        """Refuse months beside calendar dates without the anchor that would order them.

        The paperwork has days of its own, which nothing of the record is ordered by.
        """
        relative = absolute = ""
        for place, entry in self.entries():
            if place.partition("/")[0] in _PAPERS:
                continue
            for name in type(entry).model_fields:
                when = getattr(entry, name)
                if isinstance(when, ChartDate):
                    if when.is_relative:
                        relative = relative or f"{place}/{name} ({when.text})"
                    else:
                        absolute = absolute or f"{place}/{name} ({when.text})"
        if relative and absolute:
            raise ValueError(
                f"months ({relative}) and calendar dates ({absolute}) cannot be set in order; give the anchor, "
                "the day from which months are counted, or write all dates in one way"
            )

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield every entry with its place (`labs/3`), in the order of the file."""
        for name in _ALL:
            for index, entry in enumerate(getattr(self, name)):
                yield f"{name}/{index}", entry

    @property
    def anchor_day(self) -> date | None:
        """The day that relative dates count from, or `None`."""
        return self.anchor.on().earliest if self.anchor else None

    def span(self, when: ChartDate | None) -> Span | None:
        """Return the days that a date of this case may mean."""
        if when is None:
            return None
        return when.on() if self.anchor is None else when.on(self.anchor_day)


def entry_lists() -> dict[str, type[Entry]]:
    """Return the lists of a case (`labs`, `courses`, …) with the class of their entries."""
    return {name: kind for name, (_, kind) in _ALL.items()}


def clinical_lists() -> tuple[str, ...]:
    """Return the names of the lists that a review reads: all but the paperwork."""
    return tuple(_LISTS)


def new_entry_id(case: Case, name: str) -> str:
    """Return an id that is free in `case` for a new entry of the list `name`."""
    taken = {entry.id for _, entry in case.entries()}
    prefix, counter = _ALL[name][0], 1
    while f"{prefix}-{counter}" in taken:
        counter += 1
    return f"{prefix}-{counter}"


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _id_of(item: Any) -> str | None:
    """Return the id of an entry of a file or of the program, empty where it has none; `None` for what is no entry."""
    if isinstance(item, Entry):
        return item.id
    return str(item.get("id") or "") if isinstance(item, dict) else None


def _with_id(item: Any, id: str) -> Any:
    return item.model_copy(update={"id": id}) if isinstance(item, Entry) else {**item, "id": id}
