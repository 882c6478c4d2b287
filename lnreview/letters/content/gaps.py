"""What a letter still lacks: each gap with a sentence, the place where it is mended, and the reason if it was waived.

A gap is never a reason to deny anything. It keeps the letter a draft until the record holds the datum or the signer
accepts its absence in writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from lnreview.case.model import Case
from lnreview.case.records import MedicationCourse
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters.content import (
    known,
    policy,
    readiness_appeal,
    readiness_conference,
    readiness_policy,
    readiness_proof,
    readiness_worksheet,
    wording,
    words,
)
from lnreview.letters.content.standing import fits, safety
from lnreview.letters.document import Gap
from lnreview.review.finding import VERDICT_NAMES, RegimenReview, Review

_FIELDS = (
    (
        "patient-name",
        "patient",
        "name",
        "The patient's name is missing; a payer cannot match the letter without it.",
    ),
    (
        "birth-date",
        "patient",
        "birth_date",
        "The date of birth is missing; a payer matches it with the member.",
    ),
    ("payer", "coverage", "payer", "The payer is missing; the letter has no addressee."),
    (
        "member-id",
        "coverage",
        "member_id",
        "The member ID is missing; an incomplete field is a usual ground for rejection.",
    ),
    ("therapy", "request", "therapy", "The treatment that is requested is missing."),
    ("dose", "request", "dose", "The dose of the requested treatment is missing."),
    ("route", "request", "route", "The route of the requested treatment is missing."),
    ("schedule", "request", "schedule", "The schedule of the requested treatment is missing."),
    ("signer-name", "clinician", "name", "The signer's name is missing."),
    ("signer-credentials", "clinician", "credentials", "The signer's credentials are missing."),
    ("signer-npi", "clinician", "npi", "The signer's NPI is missing."),
    ("last-seen", "clinician", "last_seen", "The day on which the patient was last seen is missing."),
)
_FORM_FIELDS = (
    ("therapy-start", "request", "start", "Whether this is a new start or a continuation is not documented."),
    ("product-code", "request", "code", "The HCPCS or NDC code of the product is missing."),
    ("authorization-length", "request", "duration", "The length of the authorization asked for is missing."),
    ("site-of-care", "request", "site_of_care", "The site of care is missing."),
    (
        "acquisition",
        "request",
        "acquisition",
        "How the drug is obtained (buy-and-bill, specialty pharmacy) is missing.",
    ),
    ("benefit", "coverage", "benefit", "Whether the medical or the pharmacy benefit applies is missing."),
    ("patient-phone", "patient", "phone", "The patient's phone number is missing."),
    ("patient-address", "patient", "address", "The patient's address is missing."),
    ("signer-contact", "clinician", "contact", "The person in the office who answers questions is missing."),
    ("signer-phone", "clinician", "phone", "The prescriber's phone number is missing."),
)
_UNSPECIFIC = "M32.9"
_REMEDY = re.compile(r" (Enter|Name|Check|Change|Let) [^.]*\.$")
"""The last sentence of a gap, which says what to do; an accepted gap no longer asks for it."""
_REMEDIES = {
    "patient": "Enter it under Patient.",
    "coverage": "Enter it under Plan.",
    "clinician": "Enter it under Signer.",
    "request": "Enter it under Request.",
    "courses": "Enter it under Drugs.",
    "labs": "Enter it with its day under Labs.",
    "allergies": "Enter it under Papers, Allergies; “none known” is an answer.",
    "measurements": "Enter it with its day under Other, Weight and height.",
}
"""What mends a gap, by the part of the case; the words are those of the tabs of the case page."""


_FIELD_WORDS = {"reason": "request in one sentence", "rationale": "signer's paragraph"}
"""Fields of the request as a signer knows them, where the name of the field does not say it."""


def gaps(
    kind: str,
    case: Case,
    review: Review,
    guideline: Guideline,
    *,
    dated: date | None = None,
    also: Iterable[Gap] = (),
) -> tuple[Gap, ...]:
    """Return what a letter of this kind lacks, in the order in which it is read, with the reason of each waiver.

    `dated` is the day on the letter; without it the day of the review stands for it.
    """
    day = dated or review.as_of.latest
    waived = {waiver.gap: waiver.reason for waiver in case.waivers}
    found: dict[str, Gap] = {}
    for gap in chain(_all(kind, case, review, guideline, day), also):
        if gap.key in waived:
            gap = Gap(gap.key, _REMEDY.sub("", gap.sentence), gap.place, gap.entry, waived[gap.key])
        found.setdefault(gap.key, gap)
    return tuple(found.values())


def _all(kind: str, case: Case, review: Review, guideline: Guideline, day: date) -> Iterator[Gap]:
    if kind == "conference":
        # Colleagues read it, no payer: what a payer matches a letter by is not asked for.
        yield from readiness_conference.gaps(case, review, guideline)
        return
    if kind in ("worksheet", "information-request"):
        # The plan's side writes it: what the signer of a letter owes is not asked for.
        applied, refusal = policy.applied(case, review, guideline)
        if kind == "worksheet":
            yield from readiness_worksheet.of_worksheet(case, applied, refusal)
        else:
            yield from readiness_worksheet.of_information_request(case, review, applied)
        return
    if kind == "appeal":
        yield from readiness_appeal.gaps(case, review, guideline, day)
    yield from _fields(case, _FIELDS)
    if kind == "prior-authorization":
        yield from _fields(case, _FORM_FIELDS)
        yield from _form(case)
        yield from readiness_policy.quantity(case, review, guideline)
    yield from _diagnosis_code(case)
    yield from readiness_policy.codes(case, review, guideline)
    yield from _tissue(case, review)
    if not review.egfr:
        yield Gap(
            "egfr",
            f"No eGFR is documented, and no creatinine from which it follows. {_REMEDIES['labs']}",
            "labs",
            "egfr",
        )
    for course in known.courses(case, review):
        yield from _course(course, guideline)
    for regimen in review.regimens:
        yield from _regimen(regimen)
    yield from _verdict(case, review, guideline)
    therapy = known.requested(case, guideline)
    if therapy is not None:
        yield from _therapy(case, review, guideline, therapy)
    yield from readiness_policy.policy(case, review, guideline)
    yield from readiness_proof.proof(case, review, guideline, therapy)
    yield from _wording(case, guideline)


def _fields(case: Case, fields: tuple[tuple[str, str, str, str], ...]) -> Iterator[Gap]:
    for key, place, name, why in fields:
        value = getattr(getattr(case, place), name)
        if value is None or str(value).strip() in ("", "unknown"):
            yield Gap(key, f"{why} {_REMEDIES[place]}", place, name)


def _form(case: Case) -> Iterator[Gap]:
    """Yield what forms ask for and stands in a list, or is asked for in some cases only."""
    for what in ("weight", "height"):
        if not any(entry.what == what for entry in case.measurements):
            yield Gap(
                what, f"The patient's {what} is missing. {_REMEDIES['measurements']}", "measurements", what
            )
    if not case.allergies:
        yield Gap("allergies", f"Allergies are not documented. {_REMEDIES['allergies']}", "allergies")
    request = case.request
    if request.start == "continuation" and request.obtained == "unknown":
        why = "How earlier doses were obtained is missing; samples are not counted as therapy."
        yield Gap("obtained", f"{why} {_REMEDIES['request']}", "request", "obtained")
    if case.coverage.benefit == "pharmacy":
        for name, told in (
            ("quantity", "quantity"),
            ("days_supply", "days' supply"),
            ("refills", "number of refills"),
        ):
            if getattr(request, name) in ("", None):
                yield Gap(name, f"The {told} is missing. {_REMEDIES['request']}", "request", name)


def _diagnosis_code(case: Case) -> Iterator[Gap]:
    code = case.request.diagnosis_code.strip().upper()
    if not code:
        why = "The diagnosis code is missing; M32.14 is the code of glomerular disease in lupus. Enter the code under Request."
        yield Gap("diagnosis-code", why, "request", "diagnosis_code")
    elif code == _UNSPECIFIC:
        why = (
            "The diagnosis code M32.9 is unspecified and linked to denials; M32.14 names the kidney disease. "
            "Enter the specific code under Request."
        )
        yield Gap("diagnosis-code-unspecified", why, "request", "diagnosis_code")


def _tissue(case: Case, review: Review) -> Iterator[Gap]:
    found = known.biopsies(case, review)
    if any(words.biopsy_class(biopsy) for biopsy in found):
        return
    events = known.by_then(case, review, case.events, lambda event: event.on)
    if any(event.what == "biopsy-contraindicated" for event in events):
        return
    if found:
        why = (
            f"The biopsy of {words.dated(found[-1].taken_on)} is recorded without its class; a class is never presumed. "
            "Enter it from the report under Biopsies."
        )
        yield Gap("biopsy-class", why, "biopsies", found[-1].id)
        return
    why = (
        "No biopsy class is documented, nor why a biopsy is contraindicated; a class is never presumed. "
        "Enter the report under Biopsies, or the contraindication under Events & causes."
    )
    yield Gap("biopsy-class", why, "biopsies")


def _course(course: MedicationCourse, guideline: Guideline) -> Iterator[Gap]:
    name, mend = words.drug_name(guideline, course.drug), _REMEDIES["courses"]
    if course.start:
        name = f"{name} (from {course.start})"
    if not course.drug:
        why = "A treatment is listed without the name of its drug. Name it under Drugs."
        yield Gap(f"drug:{course.id}", why, "courses", course.id)
    if course.dose is None:
        yield Gap(f"dose:{course.id}", f"The dose of {name} is not documented. {mend}", "courses", course.id)
    if course.start is None:
        yield Gap(
            f"start:{course.id}", f"The start of {name} is not documented. {mend}", "courses", course.id
        )
    if course.stop is None and course.ongoing != "yes":
        why = f"The end of {name} is not documented, nor that it still runs. {mend}"
        yield Gap(f"stop:{course.id}", why, "courses", course.id)


def _regimen(regimen: RegimenReview) -> Iterator[Gap]:
    if regimen.ladder == "other":
        return
    first = regimen.courses[0].id if regimen.courses else ""
    for end, value, when in (
        ("baseline", regimen.baseline_upcr, "start"),
        ("last", regimen.last_upcr, "end"),
    ):
        if value is None:
            why = (
                f"No usable UPCR is documented at the {when} of {_regimen_words(regimen)}. "
                "Enter a UPCR, or a 24-hour urine protein, with its day under Labs."
            )
            yield Gap(f"upcr-{end}:{regimen.id}", why, "labs", "upcr")
    if regimen.adherence.effective == "not-documented":
        why = (
            f"No objective evidence of adherence is documented for {_regimen_words(regimen)}. "
            "Enter refills, given doses, a drug level or a pill count under Levels & adherence."
        )
        yield Gap(f"adherence:{regimen.id}", why, "adherence", first)


def _regimen_words(regimen: RegimenReview) -> str:
    """Return the drugs of a regimen and since when, so that two courses of one drug are told apart."""
    return f"{regimen.name} (from {regimen.start})" if regimen.start else regimen.name


def _verdict(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    if review.verdict == "insufficient-data":
        first = review.missing[:3]
        wanted = (
            f" Enter first what would settle it: {'; '.join(missing.what for missing in first)}."
            if first
            else ""
        )
        place = first[0].place if first else ""
        why = f"The verdict is insufficient data.{wanted}"
        yield Gap("verdict", why, place or "labs", first[0].entry if first else "")
    therapy = known.requested(case, guideline)
    if therapy is None:
        if case.request.therapy:
            names = "; ".join(guideline.accepted_for(case.request.therapy))
            why = f"The guideline pack holds no entry for {case.request.therapy}: label status and evidence cannot be stated. Name one of these under Request: {names}."
            yield Gap("therapy-unknown", why, "request", "therapy")
    elif review.verdict != "insufficient-data" and not fits(case, review, guideline, therapy):
        name = VERDICT_NAMES[review.verdict].lower()
        why = f"The request does not fit the verdict: {therapy.name} is not listed after {name}, which leads to: {words.sentence(review.leads_to)} Change the request, or accept it with a reason."
        yield Gap("request-verdict", why, "request", "therapy")


def _therapy(case: Case, review: Review, guideline: Guideline, therapy: Therapy) -> Iterator[Gap]:
    if "anti-cd20" in therapy.drug_classes:
        for key, name, results in zip(
            ("hbsag", "anti-hbc"), ("HBsAg", "anti-HBc"), known.hepatitis_b(case, review), strict=True
        ):
            if not results:
                why = (
                    f"The result of {name} is not documented; hepatitis B is screened for before anti-CD20 therapy. "
                    f"{_REMEDIES['labs']}"
                )
                listed = known.labs(case, review, key)
                yield Gap(f"hepatitis-b:{key}", why, "labs", listed[-1].id if listed else key)
    for finding in safety(review, therapy):
        if finding.status == "stop":
            yield Gap(
                f"safety:{finding.id}",
                f"A safety finding stops the request: {words.sentence(finding.because)} "
                "Change the request, or correct the entry.",
                "request",
                "therapy",
            )
    if not (therapy.stop_rule or therapy.monitoring or case.request.monitoring.strip()):
        why = f"Neither monitoring nor a stop rule is stated for the requested treatment. {_REMEDIES['request']}"
        yield Gap("monitoring", why, "request", "monitoring")
    yield from _unverified(guideline, therapy)


def _unverified(guideline: Guideline, therapy: Therapy) -> Iterator[Gap]:
    """Yield the sources of the printed statements on the therapy that nobody has read; one gap for each source."""
    named = (("dose", therapy.dose), ("monitoring", therapy.monitoring), ("stop rule", therapy.stop_rule))
    stated = [(what, s.source, s.status) for what, s in named if s is not None]
    weak: dict[str, list[str]] = {}
    for what, source, status in (*stated, ("label status", therapy.label_source, therapy.label_status)):
        if status == "unverified":
            weak.setdefault(source, []).append(what)
    for source, parts in weak.items():
        found = guideline.sources.get(source)
        told = words.sentence(f"{words.joined(parts)} of {therapy.name}").rstrip(".")
        if found is not None and found.kind == "program":
            why = "from general knowledge, not checked against any text"
        else:
            why = f"not checked against the source ({found.reference.rstrip('.') if found else source})"
        why = f"{told}: {why}, so marked “not verified” in the letter. Let a person check it, or accept it with a reason."
        yield Gap(f"unverified:{therapy.id}:{source}", why, "request", "therapy")


def _wording(case: Case, guideline: Guideline) -> Iterator[Gap]:
    """Yield the statements in the signer's own words that sources do not hold, each with what to write instead."""
    for item in wording.signed(case, guideline):
        fact, source = item.fact, guideline.sources.get(item.fact.source)
        own = source is None or source.kind == "program"
        origin = "" if own or source is None else f" ({source.reference.rstrip('.')}, {fact.locator})"
        instead = fact.text.rstrip(".")
        why = (
            f"The {_FIELD_WORDS.get(item.field, item.field)} says “{item.words}”: {fact.misuse or fact.name}. "
            f"To write instead: {instead}{origin}. Change it under Request."
        )
        yield Gap(f"wording:{fact.id}", why, "request", item.field)
