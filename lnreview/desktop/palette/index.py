"""The places that the palette can go to besides pages and cases: fields of the record, documents, entries of the Book.

Which there are does not depend on a case, so they are listed once, away from the window: the Book alone takes longer
than a key may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lnreview.desktop.language import tr
from lnreview.desktop.palette.offers import Kind, fold
from lnreview.guideline.model import Guideline


@dataclass(frozen=True)
class Place:
    """A place of a page (see `Session.goto`)."""

    kind: Kind
    text: str
    page: str
    place: str
    more: str = ""
    needs_case: bool = True


def places(guideline: Guideline) -> tuple[Place, ...]:
    """Return every place of the record, of the letter page and of the Book."""
    found = (*_record(), *_documents(), *_book(guideline))
    for place in found:  # the first key would have to do it otherwise
        fold(place.text)
        fold(place.more)
    return found


def _record() -> Iterator[Place]:
    from lnreview.desktop.forms.schema import field_names, help_text
    from lnreview.desktop.forms.words import LISTS, field_label
    from lnreview.desktop.pages.case.tabs import TABS

    for tab in TABS:
        for section in tab.sections:
            for name in section.names or field_names(section.model):
                label = field_label(name, section.model.__name__)
                place = f"{section.attribute}/{name}" if section.attribute else name
                yield Place(
                    "record",
                    tr("{part}: {field}").format(part=tr(section.title), field=tr(label)),
                    "case",
                    place,
                    help_text(section.model, name),
                )
        for name in tab.lists:
            title, noun = LISTS[name]
            yield Place("record", tr(title), "case", f"list/{name}", tab.name)
            yield Place("record", tr("New {entry}").format(entry=tr(noun)), "case", name, title)


def _documents() -> Iterator[Place]:
    from lnreview.desktop.pages.letter.head import kind_name
    from lnreview.letters.write import KINDS

    for kind in KINDS:
        yield Place("page", tr("Letter: {document}").format(document=kind_name(kind)), "letter", kind)


def _book(guideline: Guideline) -> Iterator[Place]:
    from lnreview.desktop.pages.book.reference import make_book

    for entry in make_book(guideline).entries:
        yield Place("book", entry.title, "book", entry.place, f"{entry.chapter} {entry.under}", False)
