"""Questions about the person and the diagnosis."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from lnreview.guideline.asks.base import Ask, Limits, Measured


class Age(Limits):
    """Age in completed years on the day of the review."""

    name = "age"
    place = "patient"


class Weight(Measured):
    """Body weight, the latest on record."""

    name = "weight"
    place = "measurements"
    kinds: ClassVar[tuple[str, ...]] = ("body weight",)


class BloodPressure(Ask):
    """The latest blood pressure lies at or below both limits (mmHg)."""

    name = "blood-pressure"
    place = "blood_pressures"
    systolic_at_most: int = Field(ge=1)
    """mmHg"""
    diastolic_at_most: int = Field(ge=1)
    """mmHg"""


class Pregnant(Ask):
    """A pregnancy is on record now; as an exclusion, none is."""

    name = "pregnant"
    place = "pregnancies"


class Condition(Ask):
    """A condition is on record as present, by its words; only a record that it is absent speaks against it."""

    name = "condition"
    place = "comorbidities"
    terms: tuple[str, ...] = Field(min_length=1)
    """Phrases; each word of one phrase has to occur in the name of the condition."""
    attestation: str = ""
    """Name of the attestation that says whether it is present, where the record does not."""


class DiagnosisCode(Ask):
    """The request carries one of these ICD-10-CM codes; a less specific code does not count."""

    name = "diagnosis-code"
    place = "request"
    codes: tuple[str, ...] = Field(min_length=1)
    """Codes that meet it; a code that ends with a point and nothing stands for all below it."""
    unspecific: tuple[str, ...] = ()
    """Codes of the same disease that are too general, to be named as such."""


class LupusDocumented(Ask):
    """Systemic lupus is documented, with its basis where the plan asks for it."""

    name = "lupus"
    place = "lupus"
    basis_words: tuple[str, ...] = ()
    """The stated basis has to name one of these (ACR, EULAR …); left out: any basis, also none."""


class ActiveNephritis(Ask):
    """Lupus nephritis is proven and active now, as the review finds it."""

    name = "active-nephritis"
    place = "labs"


class VerdictIs(Ask):
    """The review ends with one of these verdicts."""

    name = "verdict"
    place = "courses"
    verdicts: tuple[str, ...] = Field(min_length=1)
    """Names of verdicts: refractory, multirefractory, inadequate-response …"""


class StepStatus(Ask):
    """A step of the review is met: adherence, dosing, diagnosis, biopsy, response or chronicity."""

    name = "review-step"
    place = "labs"
    step: Literal["diagnosis", "response", "adherence", "dosing", "chronicity", "biopsy"]
    """Which step."""


class DiseaseActivity(Limits):
    """SLEDAI-2K, the latest total on record."""

    name = "sledai"
    place = "disease_activity"


class Attested(Ask):
    """Something is confirmed in the case, under this name; nothing else answers it."""

    name = "attestation"
    place = "attestations"
    what: str
    """Name of the attestation, for example background-continues."""


class Physician(Ask):
    """Never met by the record: the pack leaves the decision to a physician."""

    name = "physician"
    place = "determination"
    reason: str
    """Why, in a sentence."""
