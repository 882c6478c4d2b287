"""The text of one entry of the Book, with its citations as links."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.book.entries import Block, Book, BookEntry
from lnreview.desktop.source_words import STATUS_OF_SOURCE, cited
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import (
    SourceTag,
    column,
    gap,
    heading,
    muted,
    prose,
    source_line,
    title,
)
from lnreview.desktop.widgets.text_cells import Cell, Tags, TextColumn
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Cited

Go = Callable[[str], object]


def entry_pane(book: Book, pack: Guideline, entry: BookEntry, go: Go) -> QWidget:
    """Return the text of an entry; `go` shows the entry of a place."""
    holder = QWidget()
    lines = column(holder)
    where = f"{tr(entry.chapter)} · {entry.group}" if entry.group else tr(entry.chapter)
    lines.addWidget(muted(where))
    lines.addWidget(title(entry.title))
    weak = [status for status in entry.statuses if status != "primary"]
    if weak:
        badges = QWidget()
        row = QHBoxLayout(badges)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(8))
        for status in weak:
            row.addWidget(SourceTag(status, badges))
        row.addStretch(1)
        lines.addWidget(badges)
    last: Cited | None = None
    for block in entry.blocks:
        _add(lines, pack, block, go, last)
        last = block.cited
    if entry.place.startswith("source/"):
        _add_citing(lines, book, entry.place.removeprefix("source/"), go)
    lines.addStretch(1)
    return holder


def _add(lines: QVBoxLayout, pack: Guideline, block: Block, go: Go, last: Cited | None) -> None:
    if block.label:
        gap(lines, 8)
        lines.addWidget(muted(block.label))
    if block.text:
        lines.addWidget(prose(block.text))
    fact = block.cited
    if fact is not None:
        text = cited(pack, fact.source, fact.locator)
        lines.addWidget(source_line(text, fact.status, lambda: go(f"source/{fact.source}")))
    if block.lines:
        lines.addWidget(_table(pack, block, go))
    for words, place in block.links:
        lines.addWidget(Link(words, lambda place=place: go(place)))  # type: ignore[misc]


def _table(pack: Guideline, block: Block, go: Go) -> TextTable:
    """Return the table of a block; Enter on a row goes where it leads, else to its source."""
    weak = any(line.cited is not None and line.cited.status != "primary" for line in block.lines)
    columns = [TextColumn(name, wraps=True) for name in block.columns]
    if weak:
        columns.append(TextColumn(noop("Source"), wraps=True))
    rows: list[tuple[Cell, ...]] = []
    for line in block.lines:
        status = line.cited.status if line.cited is not None else None
        words = (tr(STATUS_OF_SOURCE[status]),) if status and status != "primary" else ()
        rows.append((*line.cells, Tags(words, status or "")) if weak else line.cells)
    table = TextTable(block.label or tr("Table"), columns, rows)

    def follow(row: int) -> None:
        line = block.lines[row]
        if line.place:
            go(line.place)
        elif line.cited is not None:
            go(f"source/{line.cited.source}")

    table.chosen.connect(follow)
    return table


def _add_citing(lines: QVBoxLayout, book: Book, source: str, go: Go) -> None:
    """Show every entry that cites a source."""
    citing = book.citing(source)
    gap(lines, 16)
    lines.addWidget(
        heading(
            tr("Cited by 1 entry")
            if len(citing) == 1
            else tr("Cited by {count} entries").format(count=len(citing))
        )
    )
    if not citing:
        lines.addWidget(muted(tr("Nothing in the Book rests on it yet.")))
        return
    rows = []
    for entry in citing:
        statuses = dict.fromkeys(cited.status for cited in entry.citations if cited.source == source)
        words = tuple(tr(STATUS_OF_SOURCE[status]) for status in statuses if status != "primary")
        where = f"{tr(entry.chapter)}: {entry.group}" if entry.group else tr(entry.chapter)
        rows.append((entry.title, where, Tags(words, "primary")))
    columns = (
        TextColumn(noop("Entry"), wraps=True),
        TextColumn(noop("Chapter"), wraps=True),
        TextColumn(noop("Read as"), wraps=True),
    )
    table = TextTable(tr("Entries that cite it"), columns, rows)
    table.setObjectName("citing")
    table.chosen.connect(lambda row: go(citing[row].place))
    lines.addWidget(table)
