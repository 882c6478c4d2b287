"""The tabs of the case page and what stands in each: together they cover the whole record."""

from __future__ import annotations

from dataclasses import dataclass

from lnreview.case.model import (
    Case,
    Citation,
    LupusBasis,
    Patient,
    PersonalContext,
    ReviewSettings,
)
from lnreview.case.paperwork import Clinician, Conference, Coverage, Determination, TreatmentRequest
from lnreview.case.records import Record


@dataclass(frozen=True)
class SectionSpec:
    """A part of the case of which there is one."""

    title: str
    attribute: str
    """Attribute of the case; empty for fields of the case itself."""
    model: type[Record]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class TabSpec:
    """A tab: parts of which there is one, or lists."""

    name: str
    sections: tuple[SectionSpec, ...] = ()
    lists: tuple[str, ...] = ()


CASE_FIELDS = ("title", "as_of", "anchor", "synthetic", "note")
"""Fields of the case itself that a person fills in."""

TABS: tuple[TabSpec, ...] = (
    TabSpec(
        "Patient & plan",
        sections=(
            SectionSpec("Patient", "patient", Patient),
            SectionSpec("Lupus", "lupus", LupusBasis),
            SectionSpec("Case", "", Case, CASE_FIELDS),
            SectionSpec("The person", "person", PersonalContext),
            SectionSpec("How it is judged", "settings", ReviewSettings),
            SectionSpec("Plan", "coverage", Coverage),
        ),
    ),
    TabSpec("Labs", lists=("labs",)),
    TabSpec("Drugs", lists=("courses",)),
    TabSpec("Biopsies", lists=("biopsies",)),
    TabSpec("Levels & adherence", lists=("adherence", "levels", "dispenses", "administrations")),
    TabSpec("Events & causes", lists=("events", "episodes", "baselines", "other_causes")),
    TabSpec(
        "Other",
        lists=(
            "measurements",
            "blood_pressures",
            "comorbidities",
            "pregnancies",
            "genotypes",
            "disease_activity",
        ),
    ),
    TabSpec(
        "Papers",
        lists=(
            "alternatives",
            "allergies",
            "attestations",
            "enclosures",
            "denials",
            "rebuttals",
            "workflow",
            "conference_items",
        ),
    ),
    TabSpec(
        "Letter data",
        sections=(
            SectionSpec("Signer", "clinician", Clinician),
            SectionSpec("Request", "request", TreatmentRequest),
            SectionSpec("Determination by the plan", "determination", Determination),
            SectionSpec("Conference", "conference", Conference),
            SectionSpec("Publication, for a published case", "citation", Citation),
        ),
    ),
)
