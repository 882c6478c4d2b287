"""The prior-authorization summary: one page first, then every field that payers' forms ask for, to copy from.

It imitates no form. What the record lacks is printed as not documented, because an empty field reads as forgotten.
"""

from __future__ import annotations

from datetime import date

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import (
    comparison,
    continuation,
    criteria,
    heads,
    history,
    known,
    necessity,
    plan,
    policy,
    quantities,
    rationale,
    standing,
    treatment,
    words,
)
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Gap, Heading, KeyValues, Paragraph, Run, plain
from lnreview.review.finding import Review

_STARTS = {"new": "new start", "continuation": "continuation", "unknown": ""}

_OBTAINED = {
    "paid-by-plan": "paid under the plan", "samples": "samples of the manufacturer",
    "free-drug-programme": "programme of the manufacturer", "hospital": "given in hospital", "self-paid": "paid by the patient",
    "other": "otherwise", "unknown": "",
}  # fmt: skip
_ACQUIRED = {
    "buy-and-bill": "buy-and-bill", "specialty-pharmacy": "specialty pharmacy", "pharmacy": "pharmacy", "unknown": "",
}  # fmt: skip
_EXCEPTIONS = {
    "step-therapy": "exception from step therapy", "non-formulary": "non-formulary exception",
    "quantity-limit": "exception from a quantity limit",
}  # fmt: skip

Pairs = tuple[tuple[str, str], ...]


def authorization(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    """Return the blocks of the summary."""
    citer = Citer(guideline)
    blocks: list[Block] = [*_first_page(case, review, guideline, gaps, dated)]
    for title, pairs in _fields(case, review, guideline, dated):
        blocks += [Heading(title), _form(pairs)]
    blocks += quantities.quantity_blocks(case, review, guideline)
    blocks += necessity.treated(case, review, guideline)
    blocks += [Heading("Laboratory values and biopsies"), *history.history(case, review, guideline)]
    blocks += continuation.continuation(case, review, guideline)
    mapped = policy.criterion_map(case, review, guideline)
    blocks += rationale.rationale(case, review, guideline, citer, beside=policy.MAP if mapped else "")
    blocks += mapped
    blocks += plan.plan(case, review, guideline, citer)
    blocks.append(heads.signature(case.clinician))
    blocks += heads.enclosures(case)
    proof = [*criteria.one_by_one(review, guideline, citer), *necessity.appendix(case, review)]
    sets = comparison.side_by_side(case, review, guideline, citer)
    references = citer.references()
    if references.items:
        blocks += [Heading("References"), references]
    return necessity.with_abbreviations((*blocks, *proof), (*necessity.notes(case, review, gaps), *sets))


def _first_page(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    still = sum(1 for gap in gaps if gap.waived is None)
    complete = (
        "complete" if not still else f"{still} item{'s' if still != 1 else ''} missing, listed at the end"
    )
    request = case.request
    held, _ = policy.applied(case, review, guideline)
    summary = KeyValues(
        (
            ("Patient", plain(_listed(case.patient.name, _born(case)))),
            ("Requested", plain(_listed(heads.product(case, guideline), heads.how(case)))),
            ("Diagnosis", plain(heads.diagnosis(case, guideline))),
            ("Reason", plain(words.sentence(request.reason))),
            (
                "Supported?",
                plain(standing.necessity_word(case, review, guideline, known.requested(case, guideline))),
            ),
            *((("The plan's policy", plain(policy.short(held))),) if held else ()),
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
    asked = bool(request.therapy.strip() or request.product.strip())
    # Without a request nothing is known of how it is put.
    expedited = (
        f"expedited: {request.expedited_reason}" if request.expedited_reason else "standard" if asked else ""
    )
    allergies = "; ".join(_listed(item.what, item.reaction) for item in known.papers(case, case.allergies))
    exceptions = words.joined(_EXCEPTIONS[item] for item in request.exceptions)
    certified = (
        "to be signed by the prescriber: the standard time could seriously harm the patient"
        if request.expedited_reason
        else "does not apply"
        if asked
        else ""
    )
    extension = {"continuation": "extension or renewal", "new": "new request"}.get(request.start, "")
    return (
        (
            "Submission",
            (("Plan", cover.payer), ("Attention", cover.attention), ("Phone", cover.phone), ("Fax", cover.fax),
             ("Date", words.long_date(dated)), ("Claim or authorization", cover.reference)),
        ),
        (
            "Review type",
            (("Urgency", expedited), ("Certification of urgency", certified), ("Type", extension),
             ("Exception asked for", exceptions or ("none" if asked else ""))),
        ),
        (
            "Patient",
            (("Name", patient.name), ("Date of birth", str(patient.birth_date or "")),
             ("Sex", "" if patient.sex == "unknown" else patient.sex), ("Record number", patient.record_number),
             ("Phone", patient.phone), ("Address", ", ".join(patient.address.splitlines())),
             ("Representative", patient.representative or "none named"), ("Allergies", allergies),
             ("Weight", _measured(case, review, "weight")), ("Height", _measured(case, review, "height"))),
        ),
        (
            "Insurance",
            (("Insurer", cover.payer), ("Member ID", cover.member_id), ("Group", cover.group_number),
             ("Policyholder", cover.policyholder or "not recorded as another person"),
             ("Benefit", "" if cover.benefit == "unknown" else cover.benefit), *_pharmacy(case),
             ("Second insurer", _listed(cover.secondary_payer, cover.secondary_id) or "none recorded")),
        ),
        (
            "Prescriber",
            (("Name", _listed(signer.name, signer.credentials)), ("Specialty", signer.specialty),
             ("NPI", signer.npi), ("Licence", signer.licence), ("Organisation", signer.organisation),
             ("Address", ", ".join(signer.address.splitlines())), ("Phone", signer.phone), ("Fax", signer.fax),
             ("E-mail", signer.email or "none recorded"), ("Contact", _listed(signer.contact, signer.contact_phone)),
             ("DEA", signer.dea or "not recorded; where a form requires it"),
             ("Tax ID; NPI of the site", _listed(signer.tax_id, signer.site_npi) or "not recorded; where a form requires it"),
             ("Patient last seen", str(signer.last_seen or ""))),
        ),
        (
            "Drug",
            (("Name", heads.product(case, guideline).split(", ")[0]), ("Dose", request.dose), ("Route", request.route),
             ("Strength", request.strength or ("see the product" if request.product else "")),
             ("Frequency and number of doses", request.schedule), *_supply(case), ("Expected duration", request.duration)),
        ),
        ("Therapy state", _state(case, review, guideline)),
        (
            "Provider-administered",
            (("HCPCS or NDC", request.code), ("Dose per administration", request.dose),
             ("Infusion site", request.site_of_care), ("Acquisition", _ACQUIRED[request.acquisition])),
        ),
        ("Compound or device", (("Ingredients, or device and how long", request.compound_or_device or "does not apply"),)),
        (
            "Diagnosis",
            (("ICD-10-CM", heads.diagnosis(case, guideline)), ("Further codes", "; ".join(heads.coded(code, guideline) for code in request.other_codes) or "none"),
             ("Biopsy class", _class(case, review))),
        ),
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
        ("Started", str((group[0].start if group else None) or case.request.started_on or "")),
        (
            "Last dose; next dose due",
            _listed(str(case.request.last_given_on or ""), str(case.request.next_due_on or "")),
        ),
        ("How earlier doses were obtained", _OBTAINED[case.request.obtained]),
        ("Earlier authorization", case.request.earlier_authorization),
        ("Taken as prescribed", words.sentence(regimen.adherence.because) if regimen else ""),
        ("Effect", words.GRADES[regimen.grade] if regimen and regimen.grade != "unknown" else ""),
    )


def _pharmacy(case: Case) -> Pairs:
    """Return the numbers of a pharmacy benefit, where the drug is covered under one or a number is recorded."""
    cover = case.coverage
    pairs = (("BIN", cover.rx_bin), ("PCN", cover.rx_pcn), ("Rx ID", cover.rx_id))
    return pairs if cover.benefit == "pharmacy" or any(value for _, value in pairs) else ()


def _supply(case: Case) -> Pairs:
    """Return what a pharmacy dispenses, where a quantity is asked for or the benefit is one of a pharmacy."""
    request = case.request
    told = (
        ("Quantity", request.quantity),
        ("Days' supply", "" if request.days_supply is None else str(request.days_supply)),
        ("Refills", "" if request.refills is None else str(request.refills)),
    )
    return told if case.coverage.benefit == "pharmacy" or any(value for _, value in told) else ()


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
