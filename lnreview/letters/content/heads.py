"""The outside of a letter: letterhead, payer, the RE block, the opening, the closing and the signature."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import Clinician, Coverage, Enclosure
from lnreview.guideline.codes import codes
from lnreview.guideline.model import Guideline
from lnreview.letters.content import exhibits, known, words
from lnreview.letters.document import BulletList, Heading, KeyValues, Paragraph, Run, Signature, Words, plain


def banner(case: Case) -> str:
    """Return the line on top of every page: an invented patient, or where a published case comes from."""
    if case.synthetic:
        return "Synthetic case, not a patient"
    if case.citation is None:
        return ""
    cited = case.citation
    place = " ".join(part for part in (cited.journal, str(cited.year or ""), cited.locator) if part)
    return "Published case: " + ". ".join(
        part.rstrip(".") for part in (cited.authors, cited.title, place, cited.doi) if part
    )


def letterhead(clinician: Clinician) -> tuple[str, ...]:
    """Return the lines of the letterhead, the first one the name of the clinic."""
    name = clinician.organisation or clinician.name
    return _letterhead(name, clinician.address, clinician.phone, clinician.fax)


def plan_letterhead(coverage: Coverage) -> tuple[str, ...]:
    """Return the lines of the letterhead of what the plan's side writes, the first one the name of the plan."""
    return _letterhead(coverage.payer, coverage.address, coverage.phone, coverage.fax)


def _letterhead(name: str, address: str, phone: str, fax: str) -> tuple[str, ...]:
    reach = [part for part in (phone and f"Phone {phone}", fax and f"Fax {fax}") if part]
    place = ", ".join(line.strip() for line in address.splitlines() if line.strip())
    lines = (name, " · ".join(part for part in (place, *reach) if part))
    return tuple(line.strip() for line in lines if line.strip())


def payer(case: Case) -> tuple[str, ...]:
    """Return the lines of the payer's address."""
    cover = case.coverage
    lines = (
        cover.payer,
        cover.attention,
        ", ".join(line.strip() for line in cover.address.splitlines() if line.strip()),
        f"Fax {cover.fax}" if cover.fax else "",
    )
    return tuple(line.strip() for line in lines if line.strip())


def diagnosis(case: Case, guideline: Guideline) -> str:
    """Return the diagnosis code with its words, where the code tables know it."""
    return coded(case.request.diagnosis_code, guideline)


def coded(code: str, guideline: Guideline) -> str:
    """Return an ICD-10-CM code as written, with its words where the code tables know it."""
    row = codes(guideline).icd10(code)
    return f"{code.strip()} {row.label}" if row else code.strip()


def product(case: Case, guideline: Guideline) -> str:
    """Return what is asked for: therapy, product and code."""
    request = case.request
    therapy = known.requested(case, guideline)
    drug = guideline.drug(request.therapy)
    name = drug.name if drug else therapy.name if therapy else request.therapy
    brand = (
        f" ({request.product})" if request.product and request.product.casefold() != name.casefold() else ""
    )
    return f"{name}{brand}{f', {request.code}' if request.code else ''}"


def regarding(case: Case, guideline: Guideline) -> KeyValues:
    """Return the RE block; what is empty is printed as not documented."""
    request, cover, patient = case.request, case.coverage, case.patient
    pairs = [
        ("Patient", patient.name),
        ("Date of birth", str(patient.birth_date or "")),
        ("Member ID", cover.member_id),
        ("Group number", cover.group_number),
        ("Policyholder", cover.policyholder),
        ("Reference", cover.reference),
        ("Diagnosis", diagnosis(case, guideline)),
        ("Requested", product(case, guideline)),
        ("Dose", how(case)),
        ("Duration", request.duration),
        ("Site of care", request.site_of_care),
    ]
    always = {"Patient", "Date of birth", "Member ID", "Diagnosis", "Requested", "Dose"}
    items = [(label, plain(value)) for label, value in pairs if value or label in always]
    if request.expedited_reason:
        items.append(
            ("Review", (Run("EXPEDITED", "strong"), Run(" – see the reason at the end of this letter")))
        )
    # Who it is about stands in the narrow column, what is asked for in the wide one.
    person = next(number for number, (label, _) in enumerate(items) if label == "Diagnosis")
    return KeyValues(tuple(items), columns=2, first=person)


def how(case: Case) -> str:
    """Return dose, route and schedule of the request as they were written."""
    return ", ".join(part for part in (case.request.dose, case.request.route, case.request.schedule) if part)


def opening(case: Case, guideline: Guideline, argued: bool) -> tuple[Paragraph, ...]:
    """Return who writes, for how long the patient has been in care, what is requested and the reason in a sentence.

    Where the review does not support the request (`argued` false), the letter says what it was drafted for.
    """
    request, told = case.request, introduction(case.clinician)
    if request.therapy:
        dose = f": {how(case)}" if how(case) else ""
        start = {"new": ", as a new start", "continuation": ", as a continuation"}.get(request.start, "")
        ask = "I request" if argued else "This letter was drafted to request"
        told.append(f"{ask} coverage of {_name(case, guideline)} for this patient{start}{dose}.")
    if request.reason:
        told.append(words.sentence(request.reason))
    return (Paragraph(plain(" ".join(told))),) if told else ()


def introduction(clinician: Clinician) -> list[str]:
    """Return who writes and for how long the patient has been in care, a sentence each, as far as it is known."""
    told = []
    if clinician.specialty or clinician.organisation:
        field = clinician.specialty.lower()
        where = f" at {clinician.organisation}" if clinician.organisation else ""
        told.append(f"I practise {field}{where}." if field else f"I write from {clinician.organisation}.")
    care = []
    if clinician.treating_since:
        care.append(f"has been in my care since {clinician.treating_since}")
    if clinician.last_seen:
        care.append(f"was last seen on {clinician.last_seen}")
    if care:
        told.append(f"This patient {words.joined(care)}.")
    return told


def closing(case: Case, guideline: Guideline, argued: bool) -> tuple[Heading | Paragraph, ...]:
    """Return the request restated, the expedited statement and the offer to talk, as far as the record holds them.

    Where the review does not support the request (`argued` false), the request is not put.
    """
    request, clinician = case.request, case.clinician
    parts: list[Heading | Paragraph] = [Heading("Request")]
    if request.therapy:
        length = f" for {request.duration}" if request.duration else ""
        dose = f": {how(case)}" if how(case) else ""
        what = f"{_name(case, guideline)}{length}{dose}."
        put = "I ask you to approve" if argued else "Not put yet, because the review does not support it:"
        parts.append(Paragraph(plain(f"{put} {what}")))
    if request.expedited_reason:
        parts.append(
            Paragraph(
                (
                    Run("Expedited review is requested. ", "strong"),
                    Run(words.sentence(request.expedited_reason)),
                )
            )
        )
    if clinician.phone:
        when = f" ({clinician.peer_to_peer.strip()})" if clinician.peer_to_peer.strip() else ""
        offer = f"I am available for a peer-to-peer call at {clinician.phone}{when}."
        parts.append(Paragraph(plain(offer)))
    return tuple(parts) if len(parts) > 1 else ()


def signature(clinician: Clinician) -> Signature:
    """Return the block in which the signer signs."""
    name = ", ".join(part for part in (clinician.name, clinician.credentials) if part)
    numbers = [("NPI", clinician.npi), ("Licence", clinician.licence)]
    lines = [clinician.specialty, " · ".join(f"{label} {value}" for label, value in numbers if value)]
    return Signature(name, tuple(line for line in lines if line))


def enclosures(case: Case) -> tuple[Heading | BulletList, ...]:
    """Return what is sent along, numbered, with date and pages where they are known; nothing where nothing is."""
    items: tuple[Words, ...] = tuple(
        (Run(f"Exhibit {number}: ", "strong"), Run(f"{enclosure_words(item)}"))
        for number, item in enumerate(exhibits.exhibits(case), start=1)
    )
    return (Heading("Enclosures"), BulletList(items)) if items else ()


def enclosure_words(item: Enclosure) -> str:
    """Return an enclosure in words: title, date, pages."""
    pages = "" if item.pages is None else "1 page" if item.pages == 1 else f"{item.pages} pages"
    beside = ", ".join(part for part in (str(item.dated or ""), pages) if part)
    return f"{item.title} ({beside})" if beside else item.title


def _name(case: Case, guideline: Guideline) -> str:
    return product(case, guideline).split(", ")[0] or case.request.therapy
