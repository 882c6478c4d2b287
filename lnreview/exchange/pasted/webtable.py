"""The tables of a copied piece of a web page, by the parser of the standard library: text only, nothing is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset(("script", "style", "head", "title", "template"))
_BREAKS = frozenset(("br", "p", "div", "li"))
_MOST_SPAN = 200
"""Cells that one cell may stand for; more is a fault of the page."""


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    below: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By column: how many more rows a cell reaches down, and its text."""
    words: list[str] | None = None
    span: tuple[int, int] = (1, 1)
    holds_another: bool = False

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])
        self._reach_down()

    def open_cell(self, span: tuple[int, int]) -> None:
        self.close_cell()
        if not self.rows:
            self.open_row()
        self.words, self.span = [], span

    def close_cell(self) -> None:
        if self.words is None:
            return
        text, (across, down) = " ".join("".join(self.words).split()), self.span
        row = self.rows[-1]
        for step in range(across):
            if down > 1:
                self.below[len(row)] = (down - 1, text if step == 0 else "")
            row.append(text if step == 0 else "")
        self.words = None
        self._reach_down()

    def _reach_down(self) -> None:
        """Fill in the cells that reach into this row from above: a day merged over its results belongs to each."""
        row = self.rows[-1]
        while len(row) in self.below:
            left, text = self.below.pop(len(row))
            if left > 1:
                self.below[len(row)] = (left - 1, text)
            row.append(text)
            if left > 1 and len(row) > _MOST_SPAN:
                break


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            for table in self._open:
                table.holds_another = True
            self._open.append(_Table())
        elif self._open and tag == "tr":
            self._open[-1].open_row()
        elif self._open and tag in ("td", "th"):
            found = dict(attrs)
            self._open[-1].open_cell((_span(found.get("colspan")), _span(found.get("rowspan"))))
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._open[-1].close_cell()
            self.done.append(self._open.pop())
        elif tag in ("td", "th", "tr"):
            self._open[-1].close_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent and self._open[-1].words is not None:
            self._open[-1].words.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._open[-1].close_cell()
            self.done.append(self._open.pop())


def _span(written: str | None) -> int:
    return min(int(written), _MOST_SPAN) if written and written.isdecimal() and int(written) > 0 else 1


def web_rows(html: str) -> list[list[str]]:
    """Return the rows of the tables of a piece of HTML; nothing where it holds none.

    Tables that only arrange other tables are passed over; of several the largest is read, with those of its width.
    """
    parser = _Tables()
    parser.feed(html)
    parser.close()
    tables = [table.rows for table in parser.done if not table.holds_another and table.rows]
    if not tables:
        return []
    widths = [max(len(row) for row in rows) for rows in tables]
    largest = max(range(len(tables)), key=lambda number: widths[number] * len(tables[number]))
    return [
        row for rows, width in zip(tables, widths, strict=True) if width == widths[largest] for row in rows
    ]
