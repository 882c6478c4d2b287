"""A letter as a model: headings, paragraphs, tables, a chart, references, gaps; no layout and no page.

Two renderings read it: plain text and PDF. Nothing here knows a case or a guideline, so a new kind of letter needs
no new rendering.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lnreview.letters.trend import Trend

Tone = Literal["plain", "strong", "quiet", "badge"]
"""How a run stands out: strong for a name or an answer, quiet for a detail, badge for the status of a source."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in one tone, with the numbers of the references that it rests on."""

    text: str
    tone: Tone = "plain"
    marks: tuple[int, ...] = ()


Words = tuple[Run, ...]
"""A line or a paragraph."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a section and gives a bookmark."""

    text: str
    level: Literal[1, 2] = 1
    new_page: bool = False
    """Whether it opens a page."""
    fixed: bool = False
    """Whether what stands under it is the program's finding, which the signer can neither reword nor leave out."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    words: Words
    style: Literal["body", "lead", "note", "address"] = "body"
    fixed: bool = False
    """Whether the signer can neither reword nor leave it out."""


@dataclass(frozen=True)
class BulletList:
    """A list of short paragraphs."""

    items: tuple[Words, ...]
    fixed: bool = False
    """Whether the signer can neither reword nor leave it out."""


@dataclass(frozen=True)
class KeyValues:
    """Labels with their values; an empty value is printed as “not documented”."""

    items: tuple[tuple[str, Words], ...]
    ruled: bool = False
    """Whether a hairline parts the lines, for a form to copy from."""
    columns: Literal[1, 2] = 1
    """How many columns stand side by side on paper."""
    first: int = 0
    """How many labels stand in the first of two columns; 0 for half of them."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its title with the unit, its side and its share of the width."""

    title: str
    share: float
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True)
class Table:
    """A table; its header is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    fixed: bool = False
    """Whether the signer can leave out none of its rows."""


@dataclass(frozen=True)
class TrendChart:
    """Proteinuria and eGFR over time: data only, with a sentence that says what is drawn."""

    trend: Trend
    caption: str


@dataclass(frozen=True)
class Reference:
    """A numbered reference and what was taken from it, with its verification status in words."""

    number: int
    text: str
    cited_for: tuple[tuple[str, str], ...]
    """Pairs of locator and status words; the words are empty for what was read in the text itself."""


@dataclass(frozen=True)
class References:
    """The list of references."""

    items: tuple[Reference, ...]


@dataclass(frozen=True)
class Gap:
    """Something that the letter lacks, and where it can be mended."""

    key: str
    """Stable name, as a waiver names it."""
    sentence: str
    """What is missing and why it matters."""
    place: str
    """List or part of the case where it is mended (`labs`, `clinician`, …)."""
    entry: str = ""
    """Id of the entry, or name of the field."""
    waived: str | None = None
    """Reason of the signer for accepting it."""


@dataclass(frozen=True)
class Gaps:
    """The gaps of a letter: what stands open and what was accepted with a reason."""

    items: tuple[Gap, ...]


@dataclass(frozen=True)
class Signature:
    """Where the signer signs, and who that is."""

    name: str
    lines: tuple[str, ...]


Block = Heading | Paragraph | BulletList | KeyValues | Table | TrendChart | References | Gaps | Signature


@dataclass(frozen=True)
class Part:
    """A part of a document that can be left out or said differently."""

    section: str
    """Heading under which it stands; empty above the first one."""
    words: str
    """What the program says, exactly."""
    rewritable: bool
    """Whether it can be said differently; what stands in a table or a form is mended in the record."""


@dataclass(frozen=True)
class Document:
    """A letter with what its header, footer and file information need."""

    kind: str
    title: str
    """What it is, without the patient's name: it becomes the title of the file."""
    dated: date
    initials: str
    reference: str
    """Name of the case, for the footer."""
    case_version: str
    criteria: str
    """Criteria set and version."""
    guideline_version: str
    draft: bool
    banner: str
    """Printed on top of every page: a synthetic case, or where a published case comes from."""
    letterhead: tuple[str, ...]
    blocks: tuple[Block, ...] = field(default=())
    gaps: tuple[Gap, ...] = ()
    """What it lacks, in reading order, with the reason where it was accepted."""
    parts: tuple[Part, ...] = ()
    """What the signer may leave out or reword, as the program says it."""
    logo: bytes = field(default=b"", repr=False)
    """PNG or JPEG in the letterhead on paper; plain text has none."""
    identified: bool = True
    """Whether it may name the patient; a hand-out may not, and takes nothing along that does."""
    patient: str = field(default="", repr=False)
    """The patient's name, for a file that is to be named after the patient; printed only by the blocks."""


def plain(text: str) -> Words:
    """Return one run of plain text; no run for an empty text."""
    return (Run(text),) if text else ()


def strings(document: Document) -> Iterator[str]:
    """Yield every text of a document, in reading order, also the texts of its chart."""
    yield from (document.title, document.initials, document.reference, document.criteria, document.banner)
    yield from document.letterhead
    for block in document.blocks:
        yield from texts(block)


def texts(block: Block) -> Iterator[str]:
    """Yield every text of a block, in reading order."""
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(words=words):
            yield from (run.text for run in words)
        case BulletList(items=items):
            yield from (run.text for words in items for run in words)
        case KeyValues(items=pairs):
            for label, words in pairs:
                yield label
                yield from (run.text for run in words)
        case Table(columns=columns, rows=rows):
            yield from (column.title for column in columns)
            yield from (run.text for row in rows for cell in row for run in cell)
        case TrendChart(trend=trend, caption=caption):
            yield caption
            yield from (bar.name for bar in trend.bars)
            yield from (flag.words for flag in trend.biopsies)
        case References(items=references):
            for reference in references:
                yield reference.text
                yield from (text for pair in reference.cited_for for text in pair)
        case Gaps(items=gaps):
            yield from (text for gap in gaps for text in (gap.sentence, gap.waived or ""))
        case Signature(name=name, lines=lines):
            yield name
            yield from lines
