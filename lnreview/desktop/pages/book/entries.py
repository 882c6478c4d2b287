"""What the Book holds: entries in chapters, each with its text, its citations and its ways to other entries.

Shapes and the index only; there is no window here. The place of an entry (`parameter/pdc-adherent`,
`source/arora-2022`) is what a link names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from lnreview.desktop.language import tr
from lnreview.guideline.parts import VerificationStatus
from lnreview.review.finding import Cited


@dataclass(frozen=True)
class Line:
    """A row of a table of an entry: its cells, how far its source may be trusted, where it leads."""

    cells: tuple[str, ...]
    cited: Cited | None = None
    place: str = ""


@dataclass(frozen=True)
class Block:
    """A part of an entry: a text with its citation, a table, or ways to other entries."""

    label: str = ""
    text: str = ""
    cited: Cited | None = None
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Words and place of each."""


@dataclass(frozen=True)
class BookEntry:
    """An entry of the Book."""

    place: str
    chapter: str
    title: str
    under: str = ""
    """What stands below the title in the list."""
    blocks: tuple[Block, ...] = ()
    group: str = ""
    """Part of the chapter that it belongs to, where there are parts."""

    @cached_property
    def citations(self) -> tuple[Cited, ...]:
        """Every citation of the entry, each once."""
        found = [block.cited for block in self.blocks]
        found += [line.cited for block in self.blocks for line in block.lines]
        return tuple(dict.fromkeys(cited for cited in found if cited is not None))

    @property
    def statuses(self) -> tuple[VerificationStatus, ...]:
        """How far its citations may be trusted, each status once, in their order."""
        return tuple(dict.fromkeys(cited.status for cited in self.citations))

    @cached_property
    def words(self) -> str:
        """Everything that a search looks through, in small letters."""
        parts = [self.place, tr(self.chapter), self.group, self.title, self.under]
        for block in self.blocks:
            parts += [block.label, block.text, *(text for text, _ in block.links)]
            parts += [cell for line in block.lines for cell in line.cells]
        parts += [f"{cited.source} {cited.locator} {cited.status}" for cited in self.citations]
        return "\n".join(parts).casefold()


class Book:
    """The entries in their order, found by place, by chapter, by words, and by the source that they cite."""

    def __init__(self, entries: Iterable[BookEntry]) -> None:
        self.entries = tuple(entries)
        self._places = {entry.place: entry for entry in self.entries}
        self._citing: dict[str, list[BookEntry]] = {}
        for entry in self.entries:
            for source in dict.fromkeys(cited.source for cited in entry.citations):
                self._citing.setdefault(source, []).append(entry)

    @cached_property
    def chapters(self) -> tuple[tuple[str, str], ...]:
        """Each chapter, followed by its parts where it has some, as (chapter, part); the part is empty for the whole."""
        found: list[tuple[str, str]] = []
        for entry in self.entries:
            for key in ((entry.chapter, ""), (entry.chapter, entry.group)):
                if key not in found:
                    found.append(key)
        return tuple(sorted(found, key=lambda key: [chapter for chapter, _ in found].index(key[0])))

    def entry(self, place: str) -> BookEntry | None:
        """Return the entry of a place, or `None`."""
        return self._places.get(place)

    def citing(self, source: str) -> tuple[BookEntry, ...]:
        """Return every entry that cites a source."""
        return tuple(self._citing.get(source, ()))

    def search(self, text: str, chapter: str = "", part: str = "") -> tuple[BookEntry, ...]:
        """Return the entries that hold every word of `text`; those whose title holds them come first."""
        words = text.casefold().split()
        found = [
            entry
            for entry in self.entries
            if (not chapter or entry.chapter == chapter)
            and (not part or entry.group == part)
            and all(word in entry.words for word in words)
        ]
        if words:
            found.sort(key=lambda entry: not all(word in entry.title.casefold() for word in words))
        return tuple(found)


class Sourced(Protocol):
    """Anything of the pack that says where it comes from."""

    @property
    def source(self) -> str:
        """Id of the source."""
        ...

    @property
    def locator(self) -> str:
        """Where in the source."""
        ...

    @property
    def status(self) -> VerificationStatus:
        """How far it may be trusted."""
        ...


def cite(fact: Sourced) -> Cited:
    """Return the citation of a part of the pack."""
    return Cited(fact.source, fact.locator, fact.status)


def headed(text: str) -> str:
    """Return a text that begins like a heading; “eGFR” keeps its small letter."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def texts(*pairs: tuple[str, str]) -> Iterator[Block]:
    """Yield a block for each label with a text that is not empty."""
    yield from (Block(label, text) for label, text in pairs if text)
