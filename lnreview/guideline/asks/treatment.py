"""Questions about treatment, adherence, safety and what runs together."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from lnreview.guideline.asks.base import Ask, Drugs, Limits, Measured, Windowed

Outcome = Literal["no-response", "inadequate-response", "partial", "flare", "intolerance", "contraindication"]


class OnDrug(Drugs):
    """A course of one of these drugs runs now."""

    name = "on-drug"
    place = "courses"
    months_at_least: int | None = Field(default=None, ge=1, le=600)
    """It has to run for at least this long; left out: any time."""


class DoseNow(Drugs, Measured):
    """The dose per day of a running course of one of these drugs."""

    name = "daily-dose"
    place = "courses"
    kinds: ClassVar[tuple[str, ...]] = ("mass per day",)


class PriorTherapy(Drugs):
    """At least so many earlier courses of these drugs ended in one of these outcomes."""

    name = "prior-therapy"
    place = "courses"
    count: int = Field(default=1, ge=1, le=20)
    """How many courses are needed."""
    outcomes: tuple[Outcome, ...] = ("no-response", "intolerance", "contraindication")
    """Outcomes that count; no-response: adequate, taken and failed as the review finds it; inadequate-response: also one that moved without a partial response in its window."""
    different_classes: bool = False
    """Whether the courses have to be of different drug classes."""
    weeks_at_least: int | None = Field(default=None, ge=1, le=520)
    """Weeks that a course has to have run, unless it was not tolerated; left out: as the review judges its length."""
    with_classes: tuple[str, ...] = ()
    """Drug classes that have to have run beside it."""

    def class_names(self) -> tuple[str, ...]:
        """Return the classes, also of what has to run beside."""
        return (*self.classes, *self.with_classes)


class Adherent(Ask):
    """The drugs were taken, by an objective measure; a statement alone settles nothing."""

    name = "adherence"
    place = "adherence"
    of: Literal["latest", "every-regimen"] = "latest"
    """Of the latest regimen, or of every regimen of the present episode."""


class Screened(Windowed):
    """Results of these tests are on record."""

    name = "screened"
    place = "labs"
    tests: tuple[str, ...] = Field(min_length=1)
    """Tests: hbsag, anti-hbc, anti-hcv, tb-test, hiv, igg …"""

    def analyte_names(self) -> tuple[str, ...]:
        """Return the tests."""
        return self.tests


class ScreenNegative(Screened):
    """These tests are negative."""

    name = "screen-negative"


class LiveVaccine(Ask):
    """A live vaccine was given within so many days before the review; as an exclusion, none was."""

    name = "live-vaccine"
    place = "events"
    within_days: int = Field(ge=1, le=400)
    """Days."""
    attestation: str = "live-vaccine"
    """Name of the attestation that says whether one was given."""


class Contraception(Ask):
    """Contraception is recorded, or not needed."""

    name = "contraception"
    place = "person"


class Together(Drugs):
    """One of these drugs runs beside the requested one; as an exclusion, none does."""

    name = "together-with"
    place = "courses"
    attestation: str = ""
    """Name of the attestation that says whether one of them is given, where the list of courses is not complete."""


class Triple(Ask):
    """All of these drugs are used together: they run now, or are the drug that is asked for."""

    name = "used-together"
    place = "courses"
    drugs: tuple[str, ...] = ()
    """Drugs that all have to be there."""
    classes: tuple[str, ...] = ()
    """Drug classes that all have to be there."""

    @model_validator(mode="after")
    def _has_drug(self) -> Triple:
        if not self.drugs and not self.classes:
            raise ValueError("a drug is needed; give drugs or classes")
        return self

    def drug_names(self) -> tuple[str, ...]:
        """Return the drugs."""
        return self.drugs

    def class_names(self) -> tuple[str, ...]:
        """Return the classes."""
        return self.classes


class WeeksOfTherapy(Limits):
    """Weeks on the requested drug until the day of the review, all courses together, their breaks taken off."""

    name = "weeks-of-therapy"
    place = "courses"


class Tolerated(Ask):
    """The requested drug is tolerated: no course of it was stopped or limited by intolerance."""

    name = "tolerated"
    place = "courses"
    attestation: str = "tolerated"
    """Name of the attestation that confirms it."""
