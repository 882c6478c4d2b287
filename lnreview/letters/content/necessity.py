"""The letter of medical necessity, in the order in which payers and clinics print it.

Page 1 answers everything: who, what, why, and the criteria in brief. What follows the references is the proof: an
appendix with the evidence of each criterion and the values behind the chart, and on a page of its own what each
criteria set says of the same record.
"""

from __future__ import annotations

from datetime import date

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import (
    abbreviations,
    comparison,
    continuation,
    criteria,
    heads,
    history,
    plan,
    policy,
    rationale,
    standing,
    treatment,
    trend,
    words,
)
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Gap, Gaps, Heading, Paragraph, Run, plain
from lnreview.review.finding import Review

_NO_VALUES = Paragraph(
    plain("The record holds no dated value of proteinuria or eGFR that could be drawn."), "note"
)


def necessity(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    """Return the blocks of the letter."""
    citer = Citer(guideline)
    argued = standing.supported(case, review, guideline)
    blocks: list[Block] = [date_line(dated, "Letter of medical necessity"), *draft_line(gaps)]
    address = heads.payer(case)
    if address:
        blocks.append(Paragraph(plain("\n".join(address)), "address"))
    blocks.append(heads.regarding(case, guideline))
    opening = heads.opening(case, guideline, argued)
    if opening:
        blocks += [Paragraph(plain("Dear Medical Director,")), *opening]
    blocks += standing.standing(case, review, guideline)
    blocks += [Heading("The review in brief", fixed=True), *criteria.brief(review)]
    told = history.history(case, review, guideline)
    if told:
        blocks += [Heading("History and diagnosis"), *told]
    blocks += treated(case, review, guideline)
    blocks += continuation.continuation(case, review, guideline)
    mapped = policy.criterion_map(case, review, guideline)
    blocks += rationale.rationale(case, review, guideline, citer, beside=policy.MAP if mapped else "")
    blocks += mapped
    blocks += plan.plan(case, review, guideline, citer)
    blocks += heads.closing(case, guideline, argued)
    blocks.append(heads.signature(case.clinician))
    blocks += heads.enclosures(case)
    # The letter proper numbers its sources first; the appendix follows the list but cites from it too.
    proof = [*criteria.one_by_one(review, guideline, citer), *appendix(case, review)]
    sets = comparison.side_by_side(case, review, guideline, citer)
    references = citer.references()
    if references.items:
        blocks += [Heading("References"), references]
    return with_abbreviations((*blocks, *proof), (*notes(case, review, gaps), *sets))


def with_abbreviations(told: tuple[Block, ...], rest: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return a letter and what stands behind it, with the line between them that explains the abbreviations of both."""
    return (*told, *abbreviations.explained((*told, *rest)), *rest)


def draft_line(gaps: tuple[Gap, ...]) -> tuple[Paragraph, ...]:
    """Return how much is still missing, for the top of a draft."""
    count = sum(1 for gap in gaps if gap.waived is None)
    if not count:
        return ()
    items = "1 item is" if count == 1 else f"{count} items are"
    told = f"Draft: {items} missing or unchecked and listed under “Still missing” at the end."
    return (Paragraph(plain(told), "note", fixed=True),)


def date_line(dated: date, title: str) -> Paragraph:
    """Return the day on the letter and what it is."""
    return Paragraph((Run(f"{words.long_date(dated)} · "), Run(title, "strong")), fixed=True)


def treated(case: Case, review: Review, guideline: Guideline) -> list[Block]:
    """Return the trend chart and the treatment table; the table can be parted by a page, so it comes second."""
    blocks: list[Block] = [
        Heading("Treatment history"),
        trend.trend_chart(case, review, guideline) or _NO_VALUES,
    ]
    table = treatment.history(case, review, guideline)
    blocks.append(table or Paragraph(plain("The record lists no treatment of the nephritis.")))
    beside = treatment.beside(case, review, guideline)
    if beside:
        blocks.append(Paragraph(plain(beside), "note"))
    return blocks


def notes(case: Case, review: Review, gaps: tuple[Gap, ...]) -> list[Block]:
    """Return the notes of the review and the gaps: what stands open, and what the signer accepted and why."""
    blocks: list[Block] = []
    # The banner on each page says already that a case is synthetic.
    told = [note for note in review.notes if note.rstrip(".") != heads.banner(case)]
    if told:
        blocks.append(Heading("Notes of the review", fixed=True))
        blocks += [Paragraph((Run(words.sentence(note)),), "note") for note in told]
    if gaps:
        waived_only = all(gap.waived is not None for gap in gaps)
        blocks += [Heading("Accepted without documentation" if waived_only else "Still missing"), Gaps(gaps)]
    return blocks


def appendix(case: Case, review: Review) -> list[Block]:
    """Return the values that the chart draws as a table, for a reader who cannot see it."""
    table, left_out = trend.values_table(case, review)
    if table is None:
        return []
    blocks: list[Block] = [Heading("Values drawn in the chart", fixed=True), table]
    if left_out:
        more = f"{left_out} further days with values are drawn in the chart and held in the record."
        blocks.append(Paragraph(plain(more), "note"))
    return blocks
