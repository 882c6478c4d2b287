"""A pasted text as rows of cells: from a spreadsheet, a CSV file, a portal, a Markdown table or a web page.

Only the form is read here, not the meaning (but a printed line is divided by the names of tests that are known). Each row keeps the number that it has in what was pasted, so that every
message can name its place.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lnreview.exchange.pasted.blocks import block_rows
from lnreview.exchange.pasted.printed import printed_rows
from lnreview.exchange.pasted.webtable import web_rows

Form = Literal["web", "markdown", "tabs", "semicolons", "commas", "spaces", "blocks", "lines"]
_GAP = re.compile(r"\t+|\s{2,}")
_RULE = re.compile(r"^[\s|+:=\-]+$")
_REGULAR = 0.6
"""Share of the rows that must have the usual number of cells where a sign is read as what divides them."""


@dataclass(frozen=True)
class Row:
    """A row of what was pasted: its number from 1, and its cells."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True)
class Grid:
    """The rows that hold something, and how they were divided."""

    rows: tuple[Row, ...]
    form: Form

    @property
    def width(self) -> int:
        """Number of cells of the longest row."""
        return max((len(row.cells) for row in self.rows), default=0)


def read_grid(text: str, html: str = "") -> Grid:
    """Return the rows of a pasted text; `html` is what a browser copied beside it and goes first where it holds a table.

    Raises nothing: a text without columns becomes rows of one cell.
    """
    if "<t" in html.lower():
        rows = _kept(enumerate(web_rows(html), start=1))
        if rows and max(len(row.cells) for row in rows) > 1:
            return Grid(rows, "web")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _is_markdown(lines):
        return Grid(_kept(_markdown(lines)), "markdown")
    signs: tuple[tuple[str, Form], ...] = (("\t", "tabs"), (";", "semicolons"))
    for sign, form in signs:
        divided = _divided(text, sign)
        if _usual(divided) > 1:
            return Grid(divided, form)
    commas, spaces = _divided(text, ","), _kept(_aligned(lines))
    if _usual(commas) > max(_usual(spaces), 1):
        return Grid(commas, "commas")
    if _usual(spaces) > 1:
        return Grid(spaces, "spaces")
    blocks = block_rows(lines)
    if blocks:
        return Grid(tuple(Row(number, cells) for number, cells in blocks), "blocks")
    printed = printed_rows(lines)
    if printed:
        return Grid(tuple(Row(number, cells) for number, cells in printed), "lines")
    return Grid(spaces, "spaces")


def _kept(rows: Iterator[tuple[int, Sequence[str]]] | enumerate[Sequence[str]]) -> tuple[Row, ...]:
    """Return the rows that hold something, their cells without spaces around them."""
    made = (Row(number, tuple(_clean(cell) for cell in cells)) for number, cells in rows)
    return tuple(row for row in made if any(row.cells))


def _clean(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split())


def _usual(rows: Sequence[Row]) -> int:
    """Return the number of cells that most rows have; 1 where they have no usual number."""
    counts = Counter(len(row.cells) for row in rows)
    # A heading or a date between the rows of a table is no row of it.
    counts.pop(1, None)
    if not counts:
        return 1
    width, often = counts.most_common(1)[0]
    return width if often >= _REGULAR * sum(counts.values()) and often * 3 >= len(rows) else 1


def _divided(text: str, sign: str) -> tuple[Row, ...]:
    if sign not in text:
        return ()
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=sign, quoting=quoting, skipinitialspace=sign != "\t"
        )
        try:
            rows = _kept(enumerate(reader, start=1))
        except csv.Error:
            continue
        # A lone quotation mark at the start of a cell would swallow the rows that follow.
        if quoting == csv.QUOTE_NONE or len(rows) * 2 > sum(1 for line in text.splitlines() if line.strip()):
            return rows
    return ()


def _is_markdown(lines: Sequence[str]) -> bool:
    full = [line.strip() for line in lines if line.strip()]
    barred = [line for line in full if line.count("|") >= (2 if line.startswith("|") else 1)]
    return (
        len(barred) > 1 and len(barred) >= _REGULAR * len(full) and not any("\t" in line for line in barred)
    )


def _markdown(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, start=1):
        if _RULE.match(line):
            continue
        inner = line.strip().removeprefix("|").removesuffix("|")
        yield number, [cell.replace("\\|", "|").strip(" *`") for cell in re.split(r"(?<!\\)\|", inner)]


def _aligned(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Divide lines at two or more spaces; a row with an empty cell is laid below the widest row by its place in the line."""
    pieces = [(number, _pieces(line.rstrip())) for number, line in enumerate(lines, start=1) if line.strip()]
    pieces = [
        (number, found)
        for number, found in pieces
        if found and not _RULE.match("".join(text for _, text in found))
    ]
    counts = Counter(len(found) for _, found in pieces)
    full = max((count for count in counts if count > 1), default=1)
    head = next((found for _, found in pieces if len(found) == full), [])
    for number, found in pieces:
        if len(found) in (1, full):
            yield number, [text for _, text in found]
        else:
            yield number, _below(head, found)


def _pieces(line: str) -> list[tuple[int, str]]:
    """Return the cells of a line with the column of text at which each begins."""
    found, at = [], 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if line[at:end].strip():
            found.append((at, line[at:end].strip()))
        at = gap.end() if gap else end
    return found


def _below(head: Sequence[tuple[int, str]], found: Sequence[tuple[int, str]]) -> list[str]:
    """Return the cells of a row in the columns of `head`: each where it overlaps most, in their order."""
    cells = [""] * len(head)
    free = 0
    for place, (start, text) in enumerate(found):
        left = len(found) - place - 1
        candidates = range(free, len(head) - left)
        chosen = min(candidates, key=lambda column: _distance(head[column], start, text), default=free)
        if chosen >= len(cells):
            break
        cells[chosen] = text
        free = chosen + 1
    return cells


def _distance(column: tuple[int, str], start: int, text: str) -> int:
    """Return how far a cell lies from a column: by its left or its right edge, whichever is nearer."""
    begin, title = column
    return min(abs(begin - start), abs(begin + len(title) - start - len(text)))
