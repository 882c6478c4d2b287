"""The prior-authorization summary: one page first, then every field that payers' forms ask for, to copy from.

It imitates no form. What the record lacks is printed as not documented, because an empty field reads as forgotten.
"""

from __future__ import annotations

from datetime import date

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import (
    comparison,
    criteria,
    heads,
    history,
    known,
    necessity,
    plan,
    rationale,
    standing,
    treatment,
    words,
)
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Gap, Heading, KeyValues, Paragraph, Run, plain
from lnreview.review.finding import Review

_STARTS = {"new": "new start", "continuation": "continuation", "unknown": ""}

_NOT_HELD = (
    "Some forms also ask for what this record has no field for; fill it in from the chart: patient's phone, address, "
    "allergies and representative; secondary insurance, BIN and PCN; prescriber's e-mail, contact person and DEA number; "
    "quantity, days' supply and refills; how earlier doses were obtained; acquisition (buy-and-bill or specialty pharmacy)."
)

Pairs = tuple[tuple[str, str], ...]


def authorization(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    """Return the blocks of the summary."""
    citer = Citer(guideline)
    blocks: list[Block] = [*_first_page(case, review, guideline, gaps, dated)]
    for title, pairs in _fields(case, review, guideline, dated):
        blocks += [Heading(title), _form(pairs)]
    blocks.append(Paragraph(plain(_NOT_HELD), "note"))
    blocks += necessity.treated(case, review, guideline)
    blocks += [Heading("Laboratory values and biopsies"), *history.history(case, review, guideline)]
    blocks += rationale.rationale(case, review, guideline, citer)
    blocks += plan.plan(case, review, guideline, citer)
    blocks.append(heads.signature(case.clinician))
    blocks += heads.enclosures(case)
    proof = [*criteria.one_by_one(review, guideline, citer), *necessity.appendix(case, review)]
    sets = comparison.side_by_side(case, review, guideline, citer)
    references = citer.references()
    if references.items:
        blocks += [Heading("References"), references]
    return (*blocks, *proof, *necessity.notes(case, review, gaps), *sets)


def _first_page(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    still = sum(1 for gap in gaps if gap.waived is None)
    complete = (
        "complete" if not still else f"{still} item{'s' if still != 1 else ''} missing, listed at the end"
    )
    request = case.request
    summary = KeyValues(
        (
            ("Patient", plain(_listed(case.patient.name, _born(case)))),
            ("Requested", plain(_listed(heads.product(case, guideline), heads.how(case)))),
            ("Diagnosis", plain(heads.diagnosis(case))),
            ("Reason", plain(words.sentence(request.reason))),
            (
                "Supported?",
                plain(standing.necessity_word(case, review, guideline, known.requested(case, guideline))),
            ),
            ("Completeness", (Run(complete, "strong"),)),
        )
    )
    return (
        necessity.date_line(dated, "Prior-authorization summary"),
        Heading("Summary of the request"),
        Paragraph(
            plain("A summary to copy from; it does not replace the payer's own form."), "note", fixed=True
        ),
        summary,
        Heading("The criteria in brief", fixed=True),
        *criteria.brief(review),
        *standing.standing(case, review, guideline),
    )


def _fields(case: Case, review: Review, guideline: Guideline, dated: date) -> tuple[tuple[str, Pairs], ...]:
    request, cover, signer, patient = case.request, case.coverage, case.clinician, case.patient
    expedited = f"expedited: {request.expedited_reason}" if request.expedited_reason else "standard"
    extension = {"continuation": "extension or renewal", "new": "new request"}.get(request.start, "")
    return (
        (
            "Submission",
            (("Plan", cover.payer), ("Attention", cover.attention), ("Fax", cover.fax), ("Date", words.long_date(dated)),
             ("Claim or authorization", cover.reference)),
        ),
        ("Review type", (("Urgency", expedited), ("Type", extension))),
        (
            "Patient",
            (("Name", patient.name), ("Date of birth", str(patient.birth_date or "")),
             ("Sex", "" if patient.sex == "unknown" else patient.sex), ("Record number", patient.record_number),
             ("Weight", _measured(case, review, "weight")), ("Height", _measured(case, review, "height"))),
        ),
        (
            "Insurance",
            (("Insurer", cover.payer), ("Member ID", cover.member_id), ("Group", cover.group_number),
             ("Policyholder", cover.policyholder)),
        ),
        (
            "Prescriber",
            (("Name", _listed(signer.name, signer.credentials)), ("Specialty", signer.specialty),
             ("NPI", signer.npi), ("Licence", signer.licence), ("Organisation", signer.organisation),
             ("Address", ", ".join(signer.address.splitlines())), ("Phone", signer.phone), ("Fax", signer.fax),
             ("Patient last seen", str(signer.last_seen or ""))),
        ),
        (
            "Drug",
            (("Name", heads.product(case, guideline).split(", ")[0]), ("Dose", request.dose), ("Route", request.route),
             ("Frequency and number of doses", request.schedule), ("Expected duration", request.duration)),
        ),
        ("Therapy state", _state(case, review, guideline)),
        (
            "Provider-administered",
            (("HCPCS or NDC", request.code), ("Dose per administration", request.dose),
             ("Infusion site", request.site_of_care)),
        ),
        ("Diagnosis", (("ICD-10-CM", heads.diagnosis(case)), ("Biopsy class", _class(case, review)))),
    )  # fmt: skip


def _state(case: Case, review: Review, guideline: Guideline) -> Pairs:
    """Return whether the treatment is new; for a continuation since when it runs and what it has done."""
    pairs: Pairs = (("New or continuation", _STARTS[case.request.start]),)
    drug = guideline.drug(case.request.therapy)
    group = next(
        (g for g in treatment.groups(case, review, guideline) if drug and guideline.drug(g[0].drug) == drug),
        None,
    )
    if case.request.start != "continuation":
        return pairs
    regimen = treatment.regimen_of(review, group[0]) if group else None
    return (
        *pairs,
        ("Started", str(group[0].start or "") if group else ""),
        ("Taken as prescribed", words.sentence(regimen.adherence.because) if regimen else ""),
        ("Effect", words.GRADES[regimen.grade] if regimen and regimen.grade != "unknown" else ""),
    )


def _class(case: Case, review: Review) -> str:
    found = [biopsy for biopsy in known.biopsies(case, review) if words.biopsy_class(biopsy)]
    return f"{words.biopsy_class(found[-1])} ({words.dated(found[-1].taken_on)})" if found else ""


def _measured(case: Case, review: Review, what: str) -> str:
    entries = tuple(entry for entry in case.measurements if entry.what == what)
    found = known.by_then(case, review, entries, lambda entry: entry.measured_on)
    return f"{found[-1].quantity} ({words.dated(found[-1].measured_on)})" if found else ""


def _born(case: Case) -> str:
    return f"born {case.patient.birth_date}" if case.patient.birth_date else ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _form(pairs: Pairs) -> KeyValues:
    return KeyValues(tuple((label, plain(value.strip())) for label, value in pairs), ruled=True)
