"""What is sent along, numbered as exhibits with pages, and what of it the payer has not had yet."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import Enclosure
from lnreview.letters.content import known
from lnreview.letters.document import BulletList, Column, Heading, Paragraph, Table, plain


def exhibits(case: Case) -> tuple[Enclosure, ...]:
    """Return the exhibits in their order: the entered ones that are sent, those that the request only names, the articles."""
    sent = tuple(item for item in known.papers(case, case.enclosures) if item.send)
    # One that is entered and held back does not come in again by its name.
    titles = {item.title.strip().casefold() for item in case.enclosures}
    named = (text.strip() for text in (*case.request.enclosures, *case.request.articles))
    new = dict.fromkeys(text for text in named if text and text.casefold() not in titles)
    return (*sent, *(Enclosure(title=text) for text in new))


def listed(case: Case) -> tuple[Heading | Table, ...]:
    """Return the numbered list of exhibits, or nothing."""
    found = exhibits(case)
    if not found:
        return ()
    rows = tuple(
        (
            plain(str(number)),
            plain(item.title),
            plain(str(item.dated or "–")),
            plain(str(item.pages or "–")),
            plain("new" if item.new_evidence else "–"),
        )
        for number, item in enumerate(found, start=1)
    )
    columns = (
        Column("Exhibit", 0.11, "right"), Column("Document", 0.51), Column("Date", 0.16), Column("Pages", 0.1, "right"),
        Column("New", 0.12),
    )  # fmt: skip
    return (Heading("Enclosures"), Table(columns, rows))


def new_evidence(case: Case) -> tuple[Heading | Paragraph | BulletList, ...]:
    """Return what the payer has not had before, each with the number of its exhibit, or nothing."""
    found = [(number, item) for number, item in enumerate(exhibits(case), start=1) if item.new_evidence]
    if not found:
        return ()
    items = tuple(
        plain(f"Exhibit {number}: {item.title}{f' ({item.dated})' if item.dated else ''}.")
        for number, item in found
    )
    return (
        Heading("New evidence"),
        Paragraph(plain("The plan has not had these documents before:")),
        BulletList(items),
    )
