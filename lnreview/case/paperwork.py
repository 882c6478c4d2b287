"""The paperwork of a case: plan, signer, request, denial, determination, conference, enclosures, the signer's choices.

Nothing here is evidence of the disease, and nothing here changes what a review finds. What a letter, a worksheet or an
appeal needs beside the record stands here, once, so that no document asks for it a second time.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from lnreview.case.dates import ChartDate
from lnreview.case.records import Answer, Entry, Quantity, Record

COMMENT_LENGTH = 4_000
"""Most characters of a reviewer's comment on a criterion or on a review."""

PlanException = Literal["step-therapy", "non-formulary", "quantity-limit"]
"""An exception from the plan's rules that is asked for."""


class Coverage(Record):
    """The plan that the letter goes to."""

    payer: str = ""
    """Name of the plan."""
    attention: str = ""
    """Person or office."""
    address: str = ""
    """Lines of the address."""
    phone: str = ""
    """Phone."""
    fax: str = ""
    """Fax."""
    member_id: str = ""
    """Member number."""
    group_number: str = ""
    """Group number."""
    policyholder: str = ""
    """Policyholder, where another person."""
    reference: str = ""
    """Claim or authorization number."""
    pack: str = ""
    """Id of the payer pack by which the request is held against the plan's policy; empty: none was chosen."""
    benefit: Literal["medical", "pharmacy", "unknown"] = "unknown"
    """Benefit under which the drug is covered."""
    rx_bin: str = ""
    """BIN of a pharmacy benefit."""
    rx_pcn: str = ""
    """PCN of a pharmacy benefit."""
    rx_id: str = ""
    """Rx ID of a pharmacy benefit."""
    secondary_payer: str = ""
    """Second insurer."""
    secondary_id: str = ""
    """Member number with the second insurer."""


class Clinician(Record):
    """Who signs."""

    name: str = ""
    """Name."""
    credentials: str = ""
    """MD, PhD …"""
    specialty: str = ""
    """Specialty."""
    npi: str = ""
    """National provider identifier: ten digits, the last one a check digit."""
    licence: str = ""
    """Licence."""
    organisation: str = ""
    """Clinic; first line of the letterhead."""
    address: str = ""
    """Lines of the address."""
    phone: str = ""
    """Direct phone for a peer-to-peer call."""
    fax: str = ""
    """Fax."""
    email: str = ""
    """E-mail."""
    contact: str = ""
    """Person in the office who answers questions on the request."""
    contact_phone: str = ""
    """Phone of that person."""
    peer_to_peer: str = ""
    """When this person can be reached for a peer-to-peer call."""
    dea: str = ""
    """DEA number, where a form requires it."""
    tax_id: str = ""
    """Tax ID of the practice."""
    site_npi: str = ""
    """NPI of the site."""
    treating_since: ChartDate | None = None
    """Since when the patient is in this person's care."""
    last_seen: ChartDate | None = None
    """Last visit."""


class TreatmentRequest(Record):
    """What is asked for."""

    therapy: str = ""
    """Id or name of the therapy, for example rituximab."""
    product: str = ""
    """Brand or biosimilar."""
    code: str = ""
    """HCPCS or NDC."""
    dose: str = ""
    """Dose as it should stand in the letter."""
    dose_each: Quantity | None = None
    """One dose as a number (mg, mg/kg, mg/m2), from which vials and billing units follow."""
    doses: int | None = Field(default=None, ge=1, le=1_000)
    """Number of doses asked for in this authorization."""
    route: str = ""
    """Route."""
    schedule: str = ""
    """Frequency and number of doses."""
    duration: str = ""
    """Length of the authorization asked for."""
    strength: str = ""
    """Strength of the product, for example 7.9 mg capsules."""
    quantity: str = ""
    """Quantity for a pharmacy, for example 180 capsules."""
    days_supply: int | None = Field(default=None, ge=1, le=400)
    """Days that the quantity covers."""
    refills: int | None = Field(default=None, ge=0, le=100)
    """Refills asked for."""
    service_from: ChartDate | None = None
    """First day of service; codes and their units are read as of it."""
    site_of_care: str = ""
    """Where it is given."""
    acquisition: Literal["buy-and-bill", "specialty-pharmacy", "pharmacy", "unknown"] = "unknown"
    """How the drug is obtained."""
    start: Literal["new", "continuation", "unknown"] = "unknown"
    """New start or continuation."""
    started_on: ChartDate | None = None
    """Of a continuation: first dose, where the courses do not say it."""
    last_given_on: ChartDate | None = None
    """Of a continuation: last dose."""
    next_due_on: ChartDate | None = None
    """Of a continuation: next dose."""
    obtained: Literal["paid-by-plan", "samples", "free-drug-programme", "hospital", "self-paid", "other", "unknown"] = "unknown"  # fmt: skip
    """Of a continuation: how earlier doses were obtained. Many plans do not count samples as therapy."""
    earlier_authorization: str = ""
    """Of a continuation: number of the earlier authorization."""
    exceptions: tuple[PlanException, ...] = ()
    """Exceptions from the plan's rules that are asked for."""
    diagnosis_code: str = ""
    """ICD-10-CM; M32.14 is glomerular disease in SLE."""
    other_codes: tuple[str, ...] = ()
    """Further ICD-10-CM codes."""
    compound_or_device: str = ""
    """Ingredients and quantities of a compound, or a device and how long; seldom needed."""
    expedited_reason: str = ""
    """Why the decision cannot wait; empty: standard."""
    reason: str = ""
    """The request in one sentence, in the signer's words."""
    rationale: str = ""
    """The signer's own paragraph."""
    harm: str = ""
    """What is to be expected without the treatment, in the signer's words."""
    benefit: str = ""
    """What is expected of the treatment, in the signer's words."""
    statute: str = ""
    """State statute that the signer refers to, where one applies."""
    premedication: str = ""
    """Premedication, in the signer's words."""
    monitoring: str = ""
    """Monitoring, response definition, stop rule, in the signer's words."""
    articles: tuple[str, ...] = ()
    """Peer-reviewed articles sent along, each as it stands in a list of references."""
    compendium: str = ""
    """Compendium that lists the use, with the day on which it was looked up."""
    enclosures: tuple[str, ...] = ()
    """What is sent along and is not among the attached files."""


class Allergy(Entry):
    """An allergy, or the statement that none is known."""

    what: str
    """Substance, or “none known”."""
    reaction: str = ""
    """What happened."""


class Alternative(Entry):
    """A treatment that the plan may prefer or that a reviewer will ask about, and why it is not the one requested."""

    drug: str
    """Generic or brand name."""
    status: Literal["tried", "not-tolerated", "contraindicated", "not-appropriate", "not-tried", "unknown"] = "unknown"  # fmt: skip
    """Whether it was tried; a course of it stands among the medication courses as well."""
    preferred: Answer = "unknown"
    """Whether the plan names it as preferred."""
    reason: str = ""
    """Why it failed, is contraindicated or does not fit, in the signer's words."""


class Attestation(Entry):
    """Something that a plan asks to be confirmed and that no other part of the record holds."""

    what: str
    """Name of the question as a payer pack asks it, for example background-continues, or the question in words."""
    says: Answer = "unknown"
    """The answer."""
    by: str = ""
    """Who confirms it."""
    on: ChartDate | None = None
    """When."""


class Enclosure(Entry):
    """A document that is sent along; a stored file is known by the hash of its content."""

    title: str
    """What it is, as it stands in the list of enclosures."""
    kind: Literal[
        "notes", "biopsy-report", "labs", "imaging", "refill-record", "infusion-record", "label", "literature", "policy",
        "denial-notice", "letter", "picture", "other",
    ] = "other"  # fmt: skip
    """What kind of document it is."""
    dated: ChartDate | None = None
    """Its date."""
    pages: int | None = Field(default=None, ge=1, le=10_000)
    """Number of pages."""
    new_evidence: bool = False
    """Whether the payer has not had it yet: an appeal lists it as new."""
    send: bool = True
    """Whether it goes along with the letter."""
    file_name: str = Field(default="", max_length=255, pattern=r"^[^\x00-\x1f/\\]*$")
    """Name of the file, where one is attached."""
    media_type: str = Field(default="", max_length=100)
    """Its media type, for example application/pdf."""
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    """SHA-256 of the content of the attached file; the store keeps the content under it."""


AppealLevel = Literal[
    "internal-1", "internal-2", "expedited-internal", "external", "state-review", "medicare-redetermination",
    "medicare-independent", "other", "unknown",
]  # fmt: skip

NoticeElement = Literal[
    "specific-reason", "criterion-and-source", "plain-language", "information-needed", "review-procedure", "time-limits",
    "criteria-on-request", "clinical-explanation", "expedited-procedure", "addressed-to-practitioner", "peer-to-peer-offer",
]  # fmt: skip
"""What a notice of denial has to hold."""


class Denial(Entry):
    """A denial that was received, as its notice prints it, and the appeal against it."""

    denied_on: ChartDate | None = None
    """Date of the notice."""
    received_on: ChartDate | None = None
    """When it was received."""
    decision: Literal["denied", "partly-denied", "terminated", "unknown"] = "unknown"
    """What was decided."""
    reason: str = ""
    """The reason as printed in the notice, word for word."""
    criterion: str = ""
    """The plan's criterion or policy that the notice names, as printed."""
    codes: str = ""
    """Codes, units and dates of service that were denied, as printed."""
    reference: str = ""
    """Number of the denied request or claim."""
    reviewer: str = ""
    """Who decided, with specialty, as printed."""
    notice_holds: tuple[NoticeElement, ...] = ()
    """What the notice holds of what it has to hold."""
    notice_checked: bool = False
    """Whether the notice was read for that: what is not ticked is then lacking."""
    level: AppealLevel = "unknown"
    """Level of the appeal that is filed now."""
    file_by: ChartDate | None = None
    """Last day for the appeal, as printed."""
    expedited_reason: str = ""
    """Why the appeal cannot wait; empty: standard."""
    send_to: str = ""
    """Where the appeal is sent: office, address, fax."""
    filed_on: ChartDate | None = None
    """When the appeal was filed."""
    outcome: Literal["pending", "upheld", "overturned", "modified", "unknown"] = "unknown"
    """What came of the appeal."""
    decided_on: ChartDate | None = None
    """When the appeal was decided."""


class Rebuttal(Entry):
    """The answer to one point of a denial."""

    denial: str
    """Id of the denial."""
    point: str
    """The point as the notice prints it."""
    answer: str = ""
    """The answer, in the signer's words."""
    criterion: str = ""
    """Id of the criterion of the payer pack that it answers, where one fits."""
    evidence: tuple[str, ...] = ()
    """Ids of the entries of the record that show it."""
    exhibit: str = ""
    """Enclosure and page where the reviewer finds it."""


class Determination(Record):
    """The request as the plan's side works on it."""

    number: str = ""
    """Number of the case with the plan."""
    regime: str = ""
    """Id of the clock that applies (ERISA, NCQA, Medicare …)."""
    other_regimes: tuple[str, ...] = ()
    """Ids of further clocks that apply to the same request; the earliest of all is the one to keep."""
    request_type: Literal["pre-service", "concurrent", "post-service", "unknown"] = "unknown"
    """When the service is, seen from the request."""
    urgency: Literal["standard", "expedited", "unknown"] = "unknown"
    """How soon it has to be decided."""
    time_zone: str = ""
    """Time zone in which the clock runs, for example America/Chicago; empty: no daylight-saving change is counted."""
    comment: str = Field(default="", max_length=COMMENT_LENGTH)
    """Comment on the review as a whole."""
    reasons: tuple[str, ...] = ()
    """Reasons of the decision in plain language."""
    send_information_to: str = ""
    """Where and how the information that is asked for is to be sent."""
    contact: str = ""
    """Who answers questions, with phone."""


WorkflowStep = Literal[
    "received", "assigned", "information-requested", "information-received", "extended", "sent-to-physician",
    "peer-to-peer", "decided", "notified", "corrected", "completed", "reopened", "withdrawn", "closed",
]  # fmt: skip

ReviewRole = Literal[
    "intake", "clinical-reviewer", "physician-reviewer", "auditor", "administrator", "unknown"
]

Outcome = Literal[
    "meets-criteria", "pend", "refer-to-physician", "certify", "certify-modified", "not-certify", "withdrawn",
    "closed", "unknown",
]  # fmt: skip
"""The first three are for a reviewer; to certify, certify modified or not certify is a physician's own determination."""


class WorkflowEvent(Entry):
    """A step of the determination, as it happened; what was recorded is never changed, a correction is a new step."""

    what: WorkflowStep
    """What happened."""
    on: ChartDate | None = None
    """Day."""
    at: str = Field(default="", pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")
    """Time of day, 24 hours, for example 16:40; needed where a clock counts hours."""
    by: str = ""
    """Who did it."""
    role: ReviewRole = "unknown"
    """The role in which it was done."""
    credentials: str = ""
    """Credentials; a physician's determination needs them."""
    specialty: str = ""
    """Specialty, of a physician."""
    outcome: Outcome = "unknown"
    """Of a decision: what was decided."""
    reason: str = ""
    """Why; a correction, an override, a physician's determination and a withdrawal need it."""
    items: tuple[str, ...] = ()
    """What was asked for, or what arrived: ids of criteria, or words."""
    due_on: ChartDate | None = None
    """Of an information request or an extension: until when."""
    corrects: str = ""
    """Of a correction: id of the step whose day was wrong; `on` and `at` hold the right one."""
    recorded_on: ChartDate | None = None
    """When this step was written down, where the program recorded it; `on` is the day on which it happened."""
    recorded_at: str = Field(default="", pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")
    """Time of day at which it was written down."""


class CriterionNote(Record):
    """A reviewer's comment on a criterion of a payer pack, and the reviewer's own judgement beside the computed one."""

    pack: str
    """Id of the payer pack."""
    criterion: str
    """Id of the criterion."""
    comment: str = Field(default="", max_length=COMMENT_LENGTH)
    """Comment; it never changes the status."""
    seen: bool = False
    """Whether the reviewer looked at it: a review is completed when every criterion was seen."""
    status: Literal["met", "not-met", "not-documented", ""] = ""
    """The reviewer's judgement beside the computed status; empty: none."""
    rationale: str = ""
    """Why; needed for a judgement."""
    by: str = ""
    """Who."""
    on: ChartDate | None = None
    """When."""

    @field_validator("rationale")
    @classmethod
    def _stripped(cls, value: str) -> str:
        return value.strip()


class Conference(Record):
    """A case conference that this case comes to."""

    held_on: ChartDate | None = None
    """Day of the conference."""
    agenda: str = ""
    """Its line in the agenda."""
    presenter: str = ""
    """Who presents the case."""
    present: str = ""
    """Who takes part."""
    handout: bool = False
    """Whether the page is a hand-out without identifiers."""


class ConferenceItem(Entry):
    """A question to the conference, or what came of it."""

    kind: Literal["question", "decision", "dissent", "follow-up"]
    """What it is."""
    words: str
    """In words."""
    owner: str = ""
    """Who sees to it."""
    due_on: ChartDate | None = None
    """Until when."""
    done_on: ChartDate | None = None
    """When it was done."""


class LetterEdit(Record):
    """A paragraph, line or row of a document in the signer's own words, or left out.

    It is known by the words that it replaces: where the program would say something else now, the edit is not applied,
    and the document names it.
    """

    kind: str
    """Kind of the document."""
    section: str = ""
    """Heading under which it stands; empty above the first one."""
    was: str
    """The words of the program, exactly."""
    text: str = ""
    """The signer's words; empty: left out."""
    by: str = ""
    """Who."""
    on: ChartDate | None = None
    """When."""


class LeftOut(Record):
    """An entry of the record that a document does not print."""

    kind: str = ""
    """Kind of the document; empty: every document."""
    entry: str
    """Id of the entry."""
    reason: str = ""
    """Why."""
