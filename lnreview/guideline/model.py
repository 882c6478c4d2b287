"""The guideline pack in memory: sources, parameters, criteria sets, drugs, regimens, therapies, equations.

Every number is a `Parameter`: value, unit, source, locator and verification status. The program reads numbers only
through these objects, so a number without a source cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from lnreview.case.names import folded
from lnreview.guideline.parts import Parameter, Part, Source, Statement, VerificationStatus
from lnreview.guideline.reference import (
    Conflict,
    Fact,
    Gate,
    GeneAdvice,
    Reference,
    ScoreItem,
    SteroidStep,
)


class CriteriaSet(Part):
    """The definition by which a case is judged."""

    id: str
    """Short name."""
    name: str
    """As shown."""
    version: str
    """Version of this encoding; it travels with every review."""
    effective: date
    """Since when the publication holds."""
    source: str
    """Id of the publication."""
    definition: Statement
    """Its definition of refractory disease."""
    next_step: Statement
    """What it names as the next step."""
    extends: str = ""
    """Id of the set from which it takes every parameter that it does not define itself."""
    omits: tuple[str, ...] = ()
    """Short names of the parameters that it does not take from there."""
    after_one: Statement | None = None
    """What it names as the next step after one failed regimen."""
    failure: Statement | None = None
    """When it calls one regimen failed."""
    biopsy_rule: Statement | None = None
    """When it asks for a repeat biopsy."""
    triage: tuple[Statement, ...] = ()
    """What it says of the first weeks."""
    milestones: tuple[Statement, ...] = ()
    """What it asks of proteinuria by which time."""
    switches: tuple[Statement, ...] = ()
    """Readings of the text that are ours or another's, each stated."""
    complete_inclusive: bool = False
    """Whether a UPCR equal to the limit is still a complete response."""
    course_time: Literal["per-regimen", "in-total"] = "per-regimen"
    """Whether `course-months` must be reached by each regimen or by all together."""
    regimen_pair: Literal["any-two", "mycophenolate-and-cyclophosphamide"] = "any-two"
    """Which failed regimens make the disease refractory."""
    anti_cd20_counts: bool = False
    """Whether an anti-CD20 course may be one of the failed regimens."""
    repeat_biopsy_after: Literal["set-number", "first-failure"] = "set-number"
    """After how many failed regimens missing tissue decides the verdict."""
    no_partial_is_failure: bool = False
    """Whether missing a partial response by `no-partial-months` counts as failed even when proteinuria moved."""
    parameters: dict[str, Parameter]
    """The numbers of the set, by their short name."""

    def __getitem__(self, name: str) -> Parameter:
        return self.parameters[name]

    def number(self, name: str) -> Decimal:
        """Return the value of a parameter of the set."""
        return self.parameters[name].value

    @property
    def has_primary_efficacy(self) -> bool:
        """Whether it knows a primary efficacy renal response."""
        return "perr-upcr" in self.parameters


class Drug(Part):
    """A drug with its names and what the algorithm needs to know of it."""

    id: str
    """Short name."""
    name: str
    """Generic name as printed."""
    names: tuple[str, ...] = ()
    """Brands and synonyms."""
    drug_class: str = Field(alias="class")
    """mpaa, cyclophosphamide, cni, anti-baff, anti-cd20, azathioprine, glucocorticoid, antimalarial, raas-inhibitor, sglt2-inhibitor, anti-cd38, car-t, …"""
    standard_induction: bool = False
    """Whether its class can be one of the standard induction regimens."""
    infused: bool = False
    """Whether it is given by a professional, so that administrations are the adherence record."""
    teratogen: bool = False
    """Whether pregnancy stops it."""
    haemodynamic: bool = False
    """Whether it changes proteinuria or eGFR without acting on the disease."""
    live_vaccine_stops: bool = False
    """Whether a live vaccine must not be given with it."""
    level: str = ""
    """Substance of its drug level."""
    mind: str = ""
    """What is easily mistaken when the drug is entered, in a sentence."""
    names_status: VerificationStatus = "unverified"
    """How far its names, and `mind`, may be trusted."""


class Abbreviation(Part):
    """A name that people use for more than one drug: a form asks which one is meant."""

    written: str
    """The name, as people write it."""
    means: tuple[str, ...] = Field(min_length=2)
    """The drugs that it can mean, the most usual first; one that the pack does not know may be among them."""
    ask: str
    """Why it has to be asked, in a sentence."""
    status: VerificationStatus = "unverified"
    """How far this may be trusted."""


class DoseRule(Part):
    """What dose of a drug class makes a course of a regimen adequate."""

    drug_class: str = Field(alias="class")
    """The drug class."""
    drugs: tuple[str, ...] = ()
    """Ids of the drugs that it applies to; empty: every drug of the class."""
    scheme: str
    """Name of the scheme, as shown."""
    measure: Literal["per-day", "per-dose", "per-dose-per-area", "per-day-per-weight", "per-dose-per-weight"]
    """What the floor limits."""
    floor: str
    """Id of the parameter of the smallest adequate dose."""
    doses: str = ""
    """Id of the parameter of the number of doses."""
    months: str = ""
    """Id of the parameter of the shortest duration in months, where it is not that of the criteria set."""
    needs_background: tuple[str, ...] = ()
    """Drug classes of which one must run beside it."""
    needs_follow_on: bool = False
    """Whether a planned follow-on drug belongs to it."""
    with_class: tuple[str, ...] = ()
    """The rule holds only while a drug of one of these classes runs beside it (multitarget therapy)."""
    not_beside: tuple[str, ...] = ()
    """Ids of drugs beside which the rule does not hold, although their class is named in `with_class`."""
    needs_trough: bool = False
    """Whether a documented trough belongs to it."""
    adults_only: bool = True
    """Whether the floor holds for adults only."""


class LesionRule(Part):
    """A lesion or cause other than lupus nephritis."""

    id: str
    """Short name."""
    name: str
    """As shown."""
    names: tuple[str, ...] = ()
    """Synonyms."""
    beside_ln: bool
    """Whether its presence beside active lupus nephritis explains the abnormality unless the report says it merely coexists."""
    ask: tuple[str, ...] = ()
    """What settles it."""
    statement: Statement
    """Where it comes from."""


class SafetyRule(Part):
    """A safety precondition of a therapy."""

    id: str
    """Short name."""
    kind: Literal[
        "pregnancy",
        "hepatitis-b",
        "infection",
        "live-vaccine",
        "egfr",
        "blood-pressure",
        "combination",
        "cns-lupus",
        "screen",
        "known",
        "condition",
        "requirement",
        "interaction",
        "igg",
        "cumulative-dose",
        "active-nephritis",
        "proteinuria",
        "tissue-class",
        "ask",
    ]
    """Which check of the program evaluates it. screen: results that must be negative; known: results that must be there; condition: another disease that must be absent; requirement: something that must be present; interaction: as condition, asked of every drug that the pack does not know; proteinuria and tissue-class: in whom a study found no benefit."""
    text: str
    """As shown."""
    parameter: str = ""
    """Id of the limit, where it is a number."""
    parameter_2: str = ""
    """Id of a second limit."""
    with_classes: tuple[str, ...] = ()
    """Drug classes that must not run beside it."""
    analytes: tuple[str, ...] = ()
    """Ids of the results that a screen or a known value asks for."""
    words: tuple[str, ...] = ()
    """Words by which a condition, a requirement or an interaction is known in the record."""
    asks: str = ""
    """What is asked for while the record does not answer it, as a noun phrase."""
    only_to_start: tuple[str, ...] = ()
    """Drug classes for which the limit holds at the start only: a running course of them is judged by its baseline."""
    setting: Literal["", "cni-egfr"] = ""
    """Name of the setting of a case by which a reviewer turns its stop into care."""
    hard_stop: bool = True
    """Whether it removes the option (with the reason) or asks for care."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class Naming(Part):
    """A publication that names a therapy as a step after a verdict other than refractory disease."""

    by: str
    """Id of the criteria set, which is also the source."""
    verdicts: tuple[str, ...]
    """After which verdicts."""
    after: Literal["any", "dual", "triple"] = "any"
    """After which latest regimen: one immunosuppressant beside the glucocorticoid (dual), or more (triple)."""
    text: str
    """What it says, with its grade."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class Therapy(Part):
    """A treatment option after the verdict."""

    id: str
    """Short name."""
    name: str
    """As shown."""
    drug_classes: tuple[str, ...]
    """Drug classes that it brings in."""
    drugs: tuple[str, ...] = ()
    """Ids of the drugs that it means, where another drug of the same class is another treatment."""
    label: Literal["on-label", "off-label", "partly-off-label", "investigational", "not-recommended"]
    """Label status in the United States for active lupus nephritis."""
    label_text: str
    """The label status in words."""
    label_status: VerificationStatus
    """How far the label status may be trusted."""
    label_source: str
    """Id of the source of the label status."""
    label_age: str = ""
    """Id of the parameter of the age in years from which the label holds."""
    for_verdicts: tuple[str, ...]
    """Verdicts after which it is listed."""
    named_by: tuple[str, ...] = ()
    """Ids of the criteria sets that name it as a next step for refractory disease."""
    naming: tuple[Naming, ...] = ()
    """Who names it after another verdict."""
    covered_by: tuple[str, ...] = ()
    """Ids of the criteria sets that cover it by their topics; what they say of it was not read."""
    limited_evidence_by: tuple[str, ...] = ()
    """Ids of the criteria sets that list it as a rescue therapy with limited evidence, without naming it the next step."""
    evidence_level: Literal[
        "refractory", "active-not-refractory", "uncontrolled", "lupus-not-nephritis", "none"
    ]
    """In whom it was tested, for ranking."""
    evidence_after: tuple[str, ...] = ()
    """Verdicts in whose patients a trial analysed it, such as relapse."""
    standard: bool = False
    """Whether a guideline calls it the standard initial treatment, not an add-on or an alternative."""
    tried_in: str = ""
    """In whom it was tried, in words: disease, number of patients, controlled or not."""
    setting: Literal["prescription", "infusion", "centre", "trial"] = "prescription"
    """Where it can be given: how feasible it is."""
    controlled: bool = False
    """Whether a controlled trial of it in nephritis was read, whatever its result."""
    no_benefit: bool = False
    """Whether the only controlled trial in nephritis found no benefit."""
    endpoint_missed: bool = False
    """Whether its only randomised trial that was read missed the primary endpoint; told in `evidence`."""
    preferred_to: tuple[str, ...] = ()
    """Ids of therapies to which a guideline prefers it; told in `evidence`."""
    used_up: Literal["together", "each"] = "together"
    """When it was used already: its classes in one regimen together, or each of them in some regimen of the episode."""
    evidence: tuple[Statement, ...]
    """The evidence, worded so that nothing is claimed that the source does not hold."""
    dose: Statement | None = None
    """The dose."""
    safety: tuple[SafetyRule, ...] = ()
    """Preconditions."""
    monitoring: Statement | None = None
    """What is watched."""
    stop_rule: Statement | None = None
    """When to stop."""


class Equation(Part):
    """An equation with its coefficients."""

    id: str
    """Short name."""
    name: str
    """As shown."""
    year: int | None = None
    """Year of publication, where it is known."""
    formula: str
    """The formula in words and signs."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""
    use: str
    """For whom it holds."""
    misuse: str
    """For whom it does not."""
    coefficients: dict[str, Decimal]
    """The numbers, by name."""


class Guideline(Part):
    """The whole pack."""

    version: str
    """Version of the content, apart from the program's."""
    effective: date
    """Knowledge date."""
    sources: dict[str, Source]
    """Sources by id."""
    criteria: dict[str, CriteriaSet]
    """Criteria sets by id."""
    thresholds: dict[str, Parameter]
    """Numbers that hold in every set: adherence, exposure, histology, doses, plausibility, safety."""
    drugs: tuple[Drug, ...]
    abbreviations: tuple[Abbreviation, ...] = ()
    """Drugs."""
    doses: tuple[DoseRule, ...]
    """Adequate doses."""
    lesions: tuple[LesionRule, ...]
    """Other explanations."""
    therapies: tuple[Therapy, ...]
    """Options."""
    equations: dict[str, Equation]
    """Equations by id."""
    steps: dict[str, Statement]
    """For each step of the walk, the question it asks and who says so."""
    folder: Path | None = None
    """The folder that it was read from: payer packs, codes and clocks are read from there when they are first asked for."""
    own_packs: Path | None = None
    """Folder of the user's own payer packs."""
    read_reference: Callable[[], Reference] = Reference
    """Reads what is looked up and shown; called once, when it is first asked for: a review seldom does."""

    @cached_property
    def reference(self) -> Reference:
        """What is looked up and shown; raises `InputProblems` when its files cannot be read."""
        return self.read_reference()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Facts that are shown, in the order of their files."""
        return self.reference.facts

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates of the algorithm in their order."""
        return self.reference.gates

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where sources differ."""
        return self.reference.conflicts

    @property
    def scores(self) -> tuple[ScoreItem, ...]:
        """Items of the indices."""
        return self.reference.scores

    @property
    def steroid_steps(self) -> tuple[SteroidStep, ...]:
        """Glucocorticoid schemes by week."""
        return self.reference.steroid_steps

    @property
    def genes(self) -> tuple[GeneAdvice, ...]:
        """What a genotype means."""
        return self.reference.genes

    def __getitem__(self, threshold: str) -> Parameter:
        return self.thresholds[threshold]

    def number(self, threshold: str) -> Decimal:
        """Return the value of a threshold."""
        return self.thresholds[threshold].value

    def drug(self, name: str) -> Drug | None:
        """Return the drug that a generic name, brand or synonym names, or `None`."""
        return self._drugs_by_name.get(folded(name))

    @cached_property
    def _drugs_by_name(self) -> dict[str, Drug]:
        return {
            folded(text): drug
            for drug in self.drugs
            for text in (drug.id, drug.name, *drug.names)
            if folded(text)
        }

    def abbreviation(self, name: str) -> Abbreviation | None:
        """Return what a name can mean where people use it for more than one drug, or `None`."""
        wanted = folded(name)
        return next((item for item in self.abbreviations if folded(item.written) == wanted), None)

    def lesion(self, name: str) -> LesionRule | None:
        """Return what is known of the lesion or cause that a name stands for, or `None`."""
        return self._lesions_by_name.get(folded(name))

    @cached_property
    def _lesions_by_name(self) -> dict[str, LesionRule]:
        return {
            folded(text): item
            for item in reversed(self.lesions)
            for text in (item.id, item.name, *item.names)
            if folded(text)
        }

    def therapy(self, name: str) -> Therapy | None:
        """Return the therapy of that id, name, or sole drug name, or `None`."""
        wanted = folded(name)
        for therapy in self.therapies:
            if wanted and wanted in (folded(therapy.id), folded(therapy.name)):
                return therapy
        return None

    def asked_for(self, name: str) -> Therapy | None:
        """Return the therapy that a request names by id, name, or the name or brand of its sole drug, or `None`."""
        drug = self.drug(name)
        found = self.therapy(name)
        return found or ((self.therapy(drug.id) or self.therapy(drug.name)) if drug else None)

    def accepted_for(self, name: str) -> tuple[str, ...]:
        """Return the names of the therapies that a request may mean: those of its drug class, else all of them."""
        drug = self.drug(name)
        same = tuple(item.name for item in self.therapies if drug and drug.drug_class in item.drug_classes)
        return same or tuple(item.name for item in self.therapies)
