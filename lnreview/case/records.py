"""The entries of a case record: frozen, dated, with units, and with a value for *unknown*.

Each class is also the schema of that part of the case file. Dates may be partial, relative or absent; a quantity is a
number with its unit as the chart printed it; `yes`, `no` and `unknown` are three different answers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, field_validator

from lnreview.case.dates import ChartDate
from lnreview.case.fields import describe_schema

Answer = Literal["yes", "no", "unknown"]
"""A three-valued answer; *unknown* is neither yes nor no."""


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is needed here, not true or false")
    return value


def _plain(value: Decimal) -> float | int | str:
    """Write a number as JSON number where that keeps every digit that was written, else as a text."""
    text = format(value, "f")
    if text.lstrip("-").isdigit() and len(text) < 16:
        return int(text) if str(int(text)) == text else text
    return float(text) if repr(float(text)) == text else text


Number = Annotated[
    Decimal,
    BeforeValidator(_no_boolean),
    PlainSerializer(_plain, return_type=float | int | str, when_used="json"),
    Field(allow_inf_nan=False, max_digits=30),
]
"""A finite decimal number; digits are kept as written."""


Grade = Annotated[int, Field(ge=0, le=3)]
"""A histological grade: 0 absent, 1 mild, 2 moderate, 3 severe."""


class Record(BaseModel):
    """A frozen part of a case; an unknown key is an error, so that nothing is silently lost."""

    # defer_build: the window opens on the list of cases before any record has to be read.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_max_length=20_000,
        defer_build=True,
        json_schema_extra=describe_schema,
    )


class Quantity(Record):
    """A number with its unit as the chart printed it."""

    value: Number
    """The number."""
    unit: str
    """The unit as printed (UCUM or a usual spelling). Write an empty text when none was printed: such a value is kept, not used."""
    comparator: Literal["<", "<=", ">", ">="] | None = None
    """For values printed as a bound, such as ">90"."""

    def __str__(self) -> str:
        from lnreview.case.quantities import label, shown

        return f"{self.comparator or ''}{shown(self.value)} {label(self.unit)}".strip()


class Entry(Record):
    """An entry of the record, with an id that is unique in its case."""

    id: str = Field(default="", max_length=64)
    """Unique in the case; given by the program when left out."""
    known_on: ChartDate | None = None
    """When this became known (reported, told, filed), if later than its own date. A review before that day does not use it."""
    order: int | None = None
    """Place in time among entries without a date: 1 is the earliest. Undated entries lie before a dated entry of the day of the review."""
    source: str = ""
    """Where it was read: document and page, or who said so."""
    note: str = ""
    """Anything else, as written."""


class LabResult(Entry):
    """A dated laboratory result, or a stated one (“low”, “nephrotic range”)."""

    analyte: str
    """upcr, urine-protein-24h, creatinine, egfr, albumin, c3, c4, anti-dsdna, urine-sediment, uacr, urine-rbc, proteinuria (words only), haemoglobin, platelets, ldh, haptoglobin, schistocytes, ana, lupus-anticoagulant, anticardiolipin, anti-beta2gp1, adamts13, hbsag, anti-hbc, pregnancy-test, urine-culture, igg, … Other names are kept and shown, not evaluated."""
    quantity: Quantity | None = None
    """The value; leave out when the chart gives words only."""
    interpretation: (
        Literal[
            "low", "normal", "high", "nephrotic-range", "positive", "negative", "active", "bland", "present", "absent",
            "improved", "worsened", "unchanged",
        ]
        | None
    ) = None  # fmt: skip
    """What the chart says of the value, or the laboratory's flag."""
    findings: tuple[
        Literal[
            "rbc-casts", "wbc-casts", "granular-casts", "broad-casts", "waxy-casts", "dysmorphic-rbc", "haematuria",
            "minimal-haematuria", "pyuria",
        ],
        ...,
    ] = ()  # fmt: skip
    """What was seen in the urine sediment."""
    words: str = ""
    """The result as printed, where it was printed in words."""
    collection: Literal["spot", "first-morning", "24-hour", "timed", "unknown"] = "unknown"
    """How the urine was collected."""
    equation: Literal[
        "ckd-epi-2021", "ckd-epi-2009", "mdrd", "schwartz-bedside", "cockcroft-gault", "other", "unknown"
    ] = "unknown"
    """The equation behind a reported eGFR."""
    range_low: Number | None = None
    """Lower end of the laboratory's own range, in the unit of the value."""
    range_high: Number | None = None
    """Upper end of the laboratory's own range, in the unit of the value."""
    collected_on: ChartDate | None = None
    """When the sample was taken."""


Role = Literal["induction", "follow-on", "maintenance", "supportive", "other-disease", "unknown"]
StopReason = Literal[
    "completed", "no-response", "worsening", "intolerance", "infection", "pregnancy", "access", "refusal",
    "nonadherence", "remission", "planned-change", "other", "unknown",
]  # fmt: skip
Outcome = Literal[
    "complete",
    "primary-efficacy",
    "partial",
    "remission",
    "improved",
    "no-response",
    "worsened",
    "relapsed-later",
    "unknown",
]


class MedicationCourse(Entry):
    """A drug at one dose over one period. A new dose, or a restart, is a new course."""

    drug: str = ""
    """Generic or brand name; empty when the chart does not name it (“immunosuppressive therapy”)."""
    dose: Quantity | None = None
    """One dose (mg, g, mg/kg, mg/m2) with `frequency`, or the dose per day (mg/d, g/d)."""
    frequency: str = ""
    """daily, bid, tid, weekly, every 2 weeks, every 4 weeks, monthly, once … Not needed for a dose per day."""
    doses_given: int | None = Field(default=None, ge=0, le=10_000)
    """How many infusions or injections were given."""
    doses_planned: int | None = Field(default=None, ge=0, le=10_000)
    """How many were planned."""
    route: Literal["oral", "iv", "sc", "im", "other", "unknown"] = "unknown"
    """Route."""
    start: ChartDate | None = None
    """First dose."""
    stop: ChartDate | None = None
    """Last dose; leave out while the course runs or when it is unknown. A scheme of a few infusions is not read as running without it."""
    ongoing: Answer = "unknown"
    """Whether the course still runs; without a stop date and not “no”, it is read as running."""
    role: Role = "unknown"
    """Why it was given: induction of nephritis, planned follow-on, maintenance, supportive, or another disease (non-renal lupus counts as another)."""
    regimen: str = ""
    """A name shared by the drugs that were one regimen (also drugs without dates); empty: read from dates and order."""
    stop_reason: StopReason = "unknown"
    """Why it was stopped. Intolerance, infection, pregnancy or access before the course counted make it inadequate, not failed."""
    dose_limited_by: Literal[
        "intolerance",
        "infection",
        "pregnancy",
        "access",
        "low-weight",
        "high-exposure",
        "other",
        "none",
        "unknown",
    ] = "unknown"
    """Why the full dose was not reached, if it was not; with intolerance the dose counts as not reached unless it is on record."""
    stated_outcome: Outcome = "unknown"
    """What the chart only states of the kidney response to this course. It never documents a failure."""
    outcome_on: ChartDate | None = None
    """When that outcome was stated or reached."""


class Dispense(Entry):
    """A supply that was handed out by a pharmacy."""

    drug: str
    """Generic or brand name."""
    dispensed_on: ChartDate
    """Day of the supply."""
    days_supply: int = Field(ge=0, le=400)
    """Days that the supply covers at the prescribed dose."""


class Administration(Entry):
    """A dose that was given, or should have been given, by a professional."""

    drug: str
    """Generic or brand name."""
    given_on: ChartDate | None = None
    """Day."""
    dose: Quantity | None = None
    """Dose of this administration."""
    status: Literal["complete", "partial", "missed", "unknown"] = "complete"
    """Whether it was given."""


class AdherenceMeasure(Entry):
    """Something that speaks for or against a drug having been taken."""

    kind: Literal[
        "pdc",
        "mpr",
        "pill-count",
        "days-per-month",
        "infusion-record",
        "observed",
        "admitted-nonadherence",
        "statement",
    ]
    """pdc and mpr: refill measures in %; infusion-record: all or not all infusions given; observed: taken under supervision; admitted-nonadherence: the patient said so; statement: anyone else's word."""
    says: Literal["adherent", "nonadherent", "unclear"] = "unclear"
    """What it says; for pdc, mpr, pill-count and days-per-month the value decides."""
    value: Quantity | None = None
    """The share in %, or days per 30 days."""
    drug: str = ""
    """The drug that it is about; empty: the treatment as a whole."""
    course: str = ""
    """Id of the course that it is about, where the chart says so."""
    barriers: tuple[
        Literal[
            "cost", "access", "side-effects", "beliefs", "forgetting", "low-mood", "many-drugs", "language", "work-or-care",
            "other",
        ],
        ...,
    ] = ()  # fmt: skip
    """What stood in the way, where the chart says so; it explains, and never decides."""
    since: ChartDate | None = None
    """Start of the period that it covers."""
    until: ChartDate | None = None
    """End of the period that it covers, or the day on which it was said."""


class DrugLevel(Entry):
    """A measured drug level."""

    substance: str
    """mycophenolic-acid, hydroxychloroquine, tacrolimus, ciclosporin, …"""
    kind: Literal["trough", "auc0-12", "timed", "random", "unknown"] = "unknown"
    """What was measured; timed: one of several samples after a dose, with its hours."""
    hours_after_dose: Number | None = Field(default=None, ge=0, le=48)
    """Of a timed sample: hours since the dose; the trough before it is at 0. Samples of one day make an AUC."""
    matrix: Literal["whole-blood", "serum", "plasma", "unknown"] = "unknown"
    """Where it was measured; whole-blood and serum limits are never exchanged."""
    quantity: Quantity | None = None
    """The level."""
    detectable: Answer = "unknown"
    """“no” for a level reported as not detectable."""
    drawn_on: ChartDate | None = None
    """Day of the sample."""


class Lesion(Record):
    """A lesion of a biopsy beside or instead of lupus nephritis."""

    what: str
    """tma, apl-nephropathy, podocytopathy, minimal-change, fsgs, collapsing, diabetic, hypertensive, cni-toxicity, drug, infection-related, iga-nephropathy, atn, other …"""
    explains: Answer = "unknown"
    """Whether it explains the abnormality (yes), merely coexists (no), or was not judged."""
    note: str = ""
    """As reported."""


class Biopsy(Entry):
    """A kidney biopsy. `known_on` is the day of its report."""

    taken_on: ChartDate | None = None
    """Day of the biopsy."""
    classes: tuple[Literal["I", "II", "III", "IV", "V", "VI"], ...] = ()
    """ISN/RPS (or WHO) classes found, all of them: ("III", "V") for mixed."""
    class_text: str = ""
    """The class as reported, for example III (A/C)."""
    classification: Literal["isn-rps-2018", "isn-rps-2003", "who", "unknown"] = "unknown"
    """Which classification."""
    shows_ln: Answer = "unknown"
    """Whether the tissue shows lupus nephritis; a class implies yes."""
    activity_index: Number | None = None
    """Modified NIH activity index, of 24."""
    chronicity_index: Number | None = None
    """Modified NIH chronicity index, of 12."""
    activity_text: str = ""
    """Activity where only words were given."""
    chronicity_text: str = ""
    """Chronicity where only words were given."""
    endocapillary: Grade | None = None
    """Activity, graded 0-3: endocapillary hypercellularity."""
    neutrophils: Grade | None = None
    """Activity, graded 0-3: neutrophils or karyorrhexis."""
    fibrinoid_necrosis: Grade | None = None
    """Activity, graded 0-3, counted double: fibrinoid necrosis."""
    hyaline_deposits: Grade | None = None
    """Activity, graded 0-3: hyaline deposits (wire loops, hyaline thrombi)."""
    cellular_crescents: Grade | None = None
    """Activity, graded 0-3, counted double: cellular or fibrocellular crescents."""
    interstitial_inflammation: Grade | None = None
    """Activity, graded 0-3: interstitial inflammation."""
    glomerulosclerosis: Grade | None = None
    """Chronicity, graded 0-3: total glomerulosclerosis, global and segmental."""
    fibrous_crescents: Grade | None = None
    """Chronicity, graded 0-3: fibrous crescents."""
    tubular_atrophy: Grade | None = None
    """Chronicity, graded 0-3: tubular atrophy."""
    interstitial_fibrosis: Grade | None = None
    """Chronicity, graded 0-3: interstitial fibrosis."""
    crescents: Quantity | None = None
    """Share of glomeruli with crescents, in %."""
    tma: Answer = "unknown"
    """Thrombotic microangiopathy."""
    lesions: tuple[Lesion, ...] = ()
    """Other lesions."""
    glomeruli: int | None = Field(default=None, ge=0, le=500)
    """Number of glomeruli."""
    immunofluorescence: str = ""
    """As reported."""
    electron_microscopy: str = ""
    """As reported."""
    findings: str = ""
    """As reported."""

    @property
    def proves_ln(self) -> bool | None:
        """Whether the tissue shows lupus nephritis; a class implies that it does."""
        if self.shows_ln == "no":
            return False
        return True if self.shows_ln == "yes" or self.classes else None


class Measurement(Entry):
    """Body weight or height."""

    what: Literal["weight", "height"]
    """Which."""
    quantity: Quantity
    """kg, cm."""
    measured_on: ChartDate | None = None
    """Day."""


class BloodPressure(Entry):
    """A blood pressure in mmHg."""

    systolic: int = Field(ge=0, le=400)
    """mmHg."""
    diastolic: int = Field(ge=0, le=300)
    """mmHg."""
    measured_on: ChartDate | None = None
    """Day."""


class Comorbidity(Entry):
    """Another condition."""

    what: str
    """Name."""
    present: Answer = "yes"
    """Whether the patient has it."""
    since: ChartDate | None = None
    """Since when."""


class Pregnancy(Entry):
    """A statement about pregnancy."""

    status: Literal[
        "pregnant", "not-pregnant", "planning", "postpartum", "miscarriage", "breast-feeding", "unknown"
    ]
    """Status."""
    since: ChartDate | None = None
    """Start, or the day of the statement."""
    until: ChartDate | None = None
    """End."""


class Genotype(Entry):
    """A genetic result."""

    gene: str
    """APOL1, CYP3A5, TPMT, NUDT15, C3 …"""
    result: str
    """Genotype or phenotype as reported."""
    phenotype: Literal[
        "normal", "intermediate", "poor", "expresser", "non-expresser", "no-risk-allele", "one-risk-allele",
        "two-risk-alleles", "indeterminate", "unknown",
    ] = "unknown"  # fmt: skip
    """What the report concludes; the program reads it, not the result as printed."""
    tested_on: ChartDate | None = None
    """Day."""


class DiseaseActivity(Entry):
    """A SLEDAI-2K, by its items or as a stated total."""

    items: tuple[
        Literal[
            "seizure", "psychosis", "organic-brain-syndrome", "visual-disturbance", "cranial-nerve-disorder",
            "lupus-headache", "cerebrovascular-accident", "vasculitis", "arthritis", "myositis", "urinary-casts",
            "haematuria", "proteinuria", "pyuria", "rash", "alopecia", "mucosal-ulcers", "pleurisy", "pericarditis",
            "low-complement", "raised-dna-binding", "fever", "thrombocytopenia", "leukopenia",
        ],
        ...,
    ] = ()  # fmt: skip
    """Items that were present. Fixed proteinuria from damage is not an item."""
    items_complete: Answer = "unknown"
    """Whether every item was asked for; without a yes the sum is a lower limit."""
    stated_total: Number | None = Field(default=None, ge=0, le=105)
    """The total as the chart states it."""
    window: Literal["10-days", "30-days", "unknown"] = "unknown"
    """Days before the assessment that it covers."""
    assessed_on: ChartDate | None = None
    """Day of the assessment."""


class OtherCause(Entry):
    """Something other than active lupus nephritis that may explain the abnormality."""

    what: str
    """urinary-infection, pregnancy, miscarriage, pre-eclampsia, renal-vein-thrombosis, obstruction, drug, tma, complement-tma, diabetes, …"""
    shown_by: Literal[
        "culture",
        "pregnancy-test",
        "imaging",
        "decisive-test",
        "genetic-test",
        "antibody",
        "exposure",
        "statement",
        "unknown",
    ] = "unknown"
    """How. Culture, pregnancy test, imaging and a decisive test can prove a cause without tissue; an antibody, a gene, an exposure or a statement (“presumed TMA”) alone raises a suspicion."""
    present: Answer = "yes"
    """yes: shown; no: looked for and excluded."""
    explains: Answer = "unknown"
    """Whether it explains the abnormality, where the chart says so."""
    shown_on: ChartDate | None = None
    """When."""
    resolved_on: ChartDate | None = None
    """When it was over."""


class Event(Entry):
    """Something that happened, or that the chart states, about the kidney disease."""

    what: Literal[
        "onset", "flare", "suspected-flare", "complete-remission", "primary-efficacy-response", "partial-remission", "remission",
        "improved", "no-response", "worsened", "stable",
        "dialysis-started", "dialysis-stopped", "anuria", "biopsy-contraindicated", "biopsy-refused", "no-biopsy-taken",
        "called-refractory", "live-vaccine", "haemodynamic-change", "hospital-stay", "other",
    ]  # fmt: skip
    """onset: the kidney disease showed itself (again) as a new episode; no-biopsy-taken: none was taken (in this episode, if dated): it decides whether a biopsy is needed; flare: came back or worsened after better times; complete-remission, partial-remission, remission (grade not stated), improved …: what the chart states of the response; called-refractory: the word alone, which documents nothing; hospital-stay: with its end, its days are left out of refill measures."""
    on: ChartDate | None = None
    """When."""
    until: ChartDate | None = None
    """End, where it lasted."""
    course: str = ""
    """Id of the course that it is about."""


class Episode(Entry):
    """The start of a kidney episode as the reviewer sets it; without one it is read from the record."""

    began_on: ChartDate
    """First abnormal sign of this episode."""


class BaselineChoice(Entry):
    """The value that a reviewer takes as the baseline of a regimen, with the reason."""

    course: str
    """Id of a course of the regimen."""
    upcr: str = ""
    """Id of the proteinuria result; empty: as the program chooses."""
    kidney: str = ""
    """Id of the creatinine or eGFR result; empty: as the program chooses."""
    reason: str = Field(min_length=1)
    """Why."""


class Override(Record):
    """A reviewer's judgement beside a computed finding, with the reason."""

    step: Literal["diagnosis", "response", "adherence", "dosing", "chronicity", "biopsy"]
    """Which step."""
    status: Literal["met", "not-met", "not-documented"]
    """The reviewer's status."""
    rationale: str = Field(min_length=1)
    """Why."""
    by: str = ""
    """Who."""
    on: ChartDate | None = None
    """When."""

    @field_validator("rationale")
    @classmethod
    def _has_words(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("an override needs a rationale; write why the computed finding does not apply")
        return value


class Waiver(Record):
    """A gap of the letter that the signer accepts, with the reason."""

    gap: str
    """Key of the gap."""
    reason: str = Field(min_length=1)
    """Why it is accepted."""
    by: str = ""
    """Who."""
