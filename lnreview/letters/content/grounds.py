"""The grounds that only the signer can give, printed as the signer's own words, apart from what the review found."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.letters.content import words
from lnreview.letters.document import Block, BulletList, Heading, Paragraph, Run, Words, plain

SIGNER = "signer"
"""Whose words these are in a letter; the plan's papers, which somebody else signs, name the clinician who asks."""
REQUESTER = "requesting clinician"


def expected(case: Case, author: str = SIGNER) -> tuple[Block, ...]:
    """Return what the author expects with and without the treatment, and the statute, compendium and articles named."""
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
    return (Heading(f"What the {author} adds", 2), BulletList(tuple(items))) if items else ()


def own_words(case: Case, author: str = SIGNER) -> tuple[Block, ...]:
    """Return the author's own paragraphs on the case."""
    told = [text.strip() for text in case.request.rationale.split("\n\n") if text.strip()]
    if not told:
        return ()
    return (Heading(f"In the words of the {author}", 2), *(Paragraph(plain(text)) for text in told))
