"""The grounds that only the signer can give: why not another treatment, what is expected with and without this one.

They are printed as the signer's own words, apart from what the review found, with the courses of the record beside them.
"""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import known, words
from lnreview.letters.document import Block, BulletList, Column, Heading, Paragraph, Run, Table, Words, plain
from lnreview.review.finding import Review

STATUS_WORDS = {
    "tried": "tried",
    "not-tolerated": "not tolerated",
    "contraindicated": "contraindicated",
    "not-appropriate": "does not fit",
    "not-tried": "not tried",
    "unknown": words.NOT_DOCUMENTED,
}
_COLUMNS = (
    Column("Treatment", 0.24),
    Column("The plan prefers it", 0.15),
    Column("Here", 0.15),
    Column("Why it is not the one requested", 0.46),
)


def others(case: Case, review: Review, guideline: Guideline) -> tuple[Block, ...]:
    """Return the table of other treatments with the signer's reasons; nothing where none is recorded."""
    rows = []
    for item in known.papers(case, case.alternatives):
        given = next(
            (c for c in known.courses(case, review) if _same(guideline, c.drug, item.drug)),
            None,
        )
        here = STATUS_WORDS[item.status]
        if given is not None and item.status == "tried":
            here = f"{here}, from {given.start or words.NOT_DOCUMENTED}"
        prefers = {"yes": "yes", "no": "no", "unknown": words.NOT_DOCUMENTED}[item.preferred]
        why: Words = plain(words.sentence(item.reason)) or (Run(words.NOT_DOCUMENTED, "quiet"),)
        rows.append((plain(words.drug_name(guideline, item.drug)), plain(prefers), plain(here), why))
    if not rows:
        return ()
    return (Heading("Other treatments, in the words of the signer", 2), Table(_COLUMNS, tuple(rows)))


def expected(case: Case) -> tuple[Block, ...]:
    """Return what the signer expects with and without the treatment, and the statute, compendium and articles named."""
    request = case.request
    items: list[Words] = []
    for label, text in (
        ("Expected of the treatment", request.benefit),
        ("Expected without it", request.harm),
        ("Compendium", request.compendium),
        ("State law", request.statute),
    ):
        if text.strip():
            items.append((Run(f"{label}: ", "strong"), Run(words.sentence(text))))
    items += [(Run("Article sent along: ", "strong"), Run(words.sentence(a))) for a in request.articles if a.strip()]  # fmt: skip
    return (Heading("What the signer adds", 2), BulletList(tuple(items))) if items else ()


def own_words(case: Case) -> tuple[Block, ...]:
    """Return the signer's own paragraphs on the case."""
    told = [text.strip() for text in case.request.rationale.split("\n\n") if text.strip()]
    if not told:
        return ()
    return (Heading("In the words of the signer", 2), *(Paragraph(plain(text)) for text in told))


def _same(guideline: Guideline, one: str, other: str) -> bool:
    """Tell whether two names mean one drug; names that the pack does not know are compared as written."""
    first, second = guideline.drug(one), guideline.drug(other)
    if first is None or second is None:
        return bool(one) and one.casefold() == other.casefold()
    return first.id == second.id
