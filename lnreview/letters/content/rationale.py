"""The three separate answers: medically necessary? standard of care? experimental?

Each answer is built from the review and from the entry of the requested therapy in the guideline pack, the label
status first, and never claims more than these hold. A class is never presumed, and no drug is called "not
experimental": what is off-label is called off-label, with the support that the pack names.
"""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.guideline.model import CriteriaSet, Guideline, Therapy
from lnreview.guideline.parts import Statement
from lnreview.letters.content import alternatives, grounds, known, words
from lnreview.letters.content.citations import Citer
from lnreview.letters.content.criteria import APPENDIX
from lnreview.letters.content.standing import necessity_word, safety, supported
from lnreview.letters.document import Block, BulletList, Heading, Paragraph, Run, Words, plain
from lnreview.review.finding import STATUS_WORDS, VERDICT_NAMES, Review, StepName
from lnreview.review.fitness import label_age

NECESSARY, STANDARD, EXPERIMENTAL = (
    "Medically necessary?", "Standard of care?", "Experimental or off-label?",
)  # fmt: skip

_GUIDANCE = ("guideline", "definition")
"""Kinds of sources that say what is standard of care; the others say what was found."""

_TESTED = {
    "refractory": "Tested in refractory lupus nephritis.",
    "active-not-refractory": "Tested in active, not refractory, lupus nephritis.",
    "uncontrolled": "Only uncontrolled evidence is listed.",
    "lupus-not-nephritis": "Tested in systemic lupus, not in nephritis as such.",
    "none": "The guideline pack lists no evidence for it in refractory lupus nephritis.",
}


def rationale(
    case: Case, review: Review, guideline: Guideline, citer: Citer, *, beside: str = "", others: bool = True,
    author: str = grounds.SIGNER,
) -> tuple[Block, ...]:  # fmt: skip
    """Return the three answers, the alternatives that a documented finding stops, and the signer's own words.

    `beside` names where the document holds the request against the plan's policy; empty where it does not. `others` says
    whether the signer's table of alternatives stands here, and not elsewhere in the document; `author` says whose words
    the last part holds.
    """
    therapy = known.requested(case, guideline)
    name = therapy.name if therapy else case.request.therapy or "the treatment"
    parts: list[Block] = [Heading("Rationale")]
    argued = supported(case, review, guideline)
    parts += _necessary(case, review, guideline, therapy, argued, beside)
    if therapy is None:
        unknown = (
            "the request names no treatment"
            if not case.request.therapy
            else f"the guideline pack holds no entry for {name}"
        )
        parts.append(Paragraph(plain(f"Standard of care and label status cannot be stated: {unknown}.")))
    else:
        parts += _standard(review, guideline, therapy, citer)
        parts += _experimental(guideline, therapy, citer, argued)
        young = [
            item
            for item in safety(review, therapy)
            if item.id == label_age(therapy) and item.status == "caution"
        ]
        parts += [
            Paragraph((Run(item.because, "strong", marks=citer.marks(*item.citations)),)) for item in young
        ]
    parts += _alternatives(review, therapy, citer)
    if others:
        parts += alternatives.table(case, review, guideline, 2)
    parts += grounds.expected(case, author)
    parts += grounds.own_words(case, author)
    return tuple(parts)


def answers(case: Case, review: Review, guideline: Guideline) -> tuple[tuple[str, str], ...]:
    """Return the three questions, each with its answer in short, for the first page of a document."""
    therapy = known.requested(case, guideline)
    necessary = (NECESSARY, necessity_word(case, review, guideline, therapy))
    if therapy is None:
        known_not = "the guideline pack does not know the treatment"
        untold = f"Not answered: {known_not if case.request.therapy else 'no treatment is named'}."
        return (necessary, (STANDARD, untold), (EXPERIMENTAL, untold))
    standard = _named(guideline, therapy) or f"{_unnamed(therapy)}{_spoken_of(guideline, therapy)}"
    if review.verdict not in ("refractory", "multirefractory", "insufficient-data"):
        standard = f"{standard} {_not_refractory(review)}"
    return (
        necessary,
        (STANDARD, standard),
        (EXPERIMENTAL, f"{_standing(therapy)} {_TESTED[therapy.evidence_level]}"),
    )


def _necessary(
    case: Case, review: Review, guideline: Guideline, therapy: Therapy | None, argued: bool, beside: str
) -> list[Block]:
    failed = [regimen for regimen in review.regimens if regimen.failed]
    names = words.joined(regimen.name for regimen in failed)
    items: list[Words] = [
        (Run("Lupus nephritis proven: ", "strong"), *_state(review, "diagnosis")),
        (
            Run("Adequate regimens that failed: ", "strong"),
            Run(f"{len(failed)} ({names})." if failed else "none is documented."),
        ),
        (Run("Adherence: ", "strong"), *_state(review, "adherence", in_full=False)),
    ]
    if not argued:
        items.append((Run("The review leads to: ", "strong"), Run(words.sentence(review.leads_to))))
    answer = necessity_word(case, review, guideline, therapy)
    policy = f"stands in “{beside}”" if beside else "is not part of this record"
    where = f"The reasons stand in the review in brief, their evidence in “{APPENDIX}”."
    return [
        Heading(NECESSARY, 2),
        Paragraph((Run(answer, "strong"), Run(f" {where}")), fixed=True),
        BulletList(tuple(items), fixed=True),
        Paragraph(
            plain(
                f"The criteria applied are those of {review.criteria_name}; the plan's own policy {policy}."
            ),
            "note",
        ),
    ]


def _state(review: Review, step: StepName, in_full: bool = True) -> Words:
    finding = review.step(step)
    because = f" {words.sentence(finding.because)}" if in_full else ""
    told: Words = (Run(f"{STATUS_WORDS[finding.status]}.{because}"),)
    if finding.override:
        told = (*told, Run(f" The reviewer judges: {STATUS_WORDS[finding.override.status]}.", "strong"))
    return told


def _naming(guideline: Guideline, therapy: Therapy) -> list[CriteriaSet]:
    return [guideline.criteria[name] for name in therapy.named_by if name in guideline.criteria]


def _guidance(guideline: Guideline, therapy: Therapy) -> list[Statement]:
    """Return what guidelines say of a therapy, beside the sets that name it as a next step."""
    named = {criteria.next_step.source for criteria in _naming(guideline, therapy)}
    return [
        statement
        for statement in therapy.evidence
        if _kind(guideline, statement.source) in _GUIDANCE
        and statement.source not in named
        and statement.status != "unverified"
    ]


def _named(guideline: Guideline, therapy: Therapy) -> str:
    """Return which sets name a therapy as a next step; empty where none does."""
    names = words.joined(criteria.name for criteria in _naming(guideline, therapy))
    return f"Named as a next step for refractory disease by {names}." if names else ""


def _spoken_of(guideline: Guideline, therapy: Therapy) -> str:
    """Return which guidelines speak of a therapy, as a sentence that follows another; empty where none does."""
    names = words.joined(
        dict.fromkeys(_short(guideline, said.source) for said in _guidance(guideline, therapy))
    )
    return f" Spoken of by {names}." if names else ""


def _unnamed(therapy: Therapy) -> str:
    return (
        f"No criteria set of the guideline pack names {therapy.name} as a next step for refractory disease."
    )


def _standard(review: Review, guideline: Guideline, therapy: Therapy, citer: Citer) -> list[Block]:
    naming = _naming(guideline, therapy)
    parts: list[Block] = [Heading(STANDARD, 2)]
    said = _guidance(guideline, therapy)
    lead = _named(guideline, therapy)
    if not lead:
        lead = f"What guidelines say of {therapy.name}:" if said else _unnamed(therapy)
    parts.append(Paragraph((Run(lead, "strong"),)))
    told = [(Run(f"{criteria.name}: ", "strong"), *citer.said(criteria.next_step)) for criteria in naming]
    told += [
        (Run(f"{_short(guideline, statement.source)}: ", "strong"), *citer.said(statement))
        for statement in said
    ]
    if told:
        parts.append(BulletList(tuple(told)))
    if told and review.verdict == "insufficient-data":
        parts.append(Paragraph(plain("Whether this disease is refractory cannot be told yet.")))
    elif told and review.verdict not in ("refractory", "multirefractory"):
        parts.append(Paragraph(plain(_not_refractory(review))))
    return parts


def _not_refractory(review: Review) -> str:
    return f"This review finds “{VERDICT_NAMES[review.verdict].lower()}”, not refractory disease."


def _experimental(guideline: Guideline, therapy: Therapy, citer: Citer, argued: bool) -> list[Block]:
    label = Statement(
        text=therapy.label_text,
        source=therapy.label_source,
        locator="label status",
        status=therapy.label_status,
    )
    parts: list[Block] = [
        Heading(EXPERIMENTAL, 2),
        Paragraph((Run("Label status (United States): ", "strong"), *citer.said(label)), fixed=True),
        Paragraph(
            (Run(_standing(therapy), "strong"), Run(f" {_TESTED[therapy.evidence_level]}")), fixed=True
        ),
    ]
    found = [
        statement for statement in therapy.evidence if _kind(guideline, statement.source) not in _GUIDANCE
    ]
    # What nobody has checked is never told as evidence; how much is left out is said.
    studies = [statement for statement in found if statement.status != "unverified"]
    if studies and not argued:
        why = "The studies are not argued here, because the review does not support the request."
        parts.append(Paragraph(plain(why), "note"))
    elif studies:
        parts.append(BulletList(tuple(citer.said(statement) for statement in studies)))
    left_out = len(found) - len(studies)
    if argued and left_out:
        items = "1 statement" if left_out == 1 else f"{left_out} statements"
        told = f"Left out: {items} of the guideline pack on {therapy.name} that nobody has checked against a text."
        parts.append(Paragraph(plain(told), "note"))
    return parts


def _standing(therapy: Therapy) -> str:
    supported = "guideline-supported" if therapy.named_by else "not named by a criteria set of the pack"
    return {
        "on-label": "On-label.",
        "off-label": f"Off-label, {supported}.",
        "partly-off-label": f"Partly off-label, {supported}.",
        "investigational": "Investigational.",
        "not-recommended": "Not recommended for this use.",
    }[therapy.label]


def _alternatives(review: Review, therapy: Therapy | None, citer: Citer) -> list[Block]:
    """Return the options of the review that a documented finding stops: why they do not fit."""
    others = [option for option in review.options if therapy is None or option.therapy != therapy.id]
    stopped: list[Words] = []
    for option in others:
        stops = [finding for finding in option.safety if finding.status == "stop"]
        if stops:
            cited = citer.marks(*(fact for finding in stops for fact in finding.citations))
            reasons = words.joined(finding.because.rstrip(".") for finding in stops)
            stopped.append((Run(f"{option.name}: ", "strong"), Run(f"{reasons}.", marks=cited)))
    parts: list[Block] = []
    if stopped:
        parts += [Heading("Alternatives that this record stops", 2), BulletList(tuple(stopped))]
    labelled = words.joined(
        option.name for option in others if option.label == "on-label" and not option.stopped
    )
    if labelled:
        told = f"Labelled options that the review lists as well, not requested here: {labelled}."
        parts.append(Paragraph(plain(told), "note"))
    return parts


def _short(guideline: Guideline, source: str) -> str:
    """Return a guideline by body and year, as its criteria set or else its id names it."""
    if source in guideline.criteria:
        return guideline.criteria[source].name
    name = source.replace("-", " ")
    return name.upper() if _kind(guideline, source) == "guideline" else name.capitalize()


def _kind(guideline: Guideline, source: str) -> str:
    found = guideline.sources.get(source)
    return found.kind if found else ""
