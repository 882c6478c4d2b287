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
from lnreview.desktop.language import noop


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
        noop("Patient & plan"),
        sections=(
            SectionSpec(noop("Patient"), "patient", Patient),
            SectionSpec(noop("Lupus"), "lupus", LupusBasis),
            SectionSpec(noop("Case"), "", Case, CASE_FIELDS),
            SectionSpec(noop("The person"), "person", PersonalContext),
            SectionSpec(noop("How it is judged"), "settings", ReviewSettings),
            SectionSpec(noop("Plan"), "coverage", Coverage),
        ),
    ),
    TabSpec(noop("Labs"), lists=("labs",)),
    TabSpec(noop("Drugs"), lists=("courses",)),
    TabSpec(noop("Biopsies"), lists=("biopsies",)),
    TabSpec(noop("Levels & adherence"), lists=("adherence", "levels", "dispenses", "administrations")),
    TabSpec(noop("Events & causes"), lists=("events", "episodes", "baselines", "other_causes")),
    TabSpec(
        noop("Other"),
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
        noop("Papers"),
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
        noop("Letter data"),
        sections=(
            SectionSpec(noop("Signer"), "clinician", Clinician),
            SectionSpec(noop("Request"), "request", TreatmentRequest),
            SectionSpec(noop("Determination by the plan"), "determination", Determination),
            SectionSpec(noop("Conference"), "conference", Conference),
            SectionSpec(noop("Publication, for a published case"), "citation", Citation),
        ),
    ),
)
