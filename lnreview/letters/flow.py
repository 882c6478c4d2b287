"""Turn the blocks of a letter into what flows over pages: paragraphs, tables, the chart.

A heading never stands alone at the foot of a page, and a table never leaves a single row behind.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import zip_longest
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreakIfNotEmpty, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from lnreview.letters import chart, fonts
from lnreview.letters.characters import coded
from lnreview.letters.document import (
    Block,
    BulletList,
    Gap,
    Gaps,
    Heading,
    KeyValues,
    Paragraph,
    Reference,
    References,
    Run,
    Signature,
    Table,
    TrendChart,
    Words,
)
from lnreview.letters.drawing import INKS, Drawn
from lnreview.letters.portions import portions
from lnreview.letters.tagging import artifact
from lnreview.letters.typeset import Flowing, flowing, fragments

_CAPTION = 33.0
"""Points kept free below a chart for its caption."""
_FOOT = 200.0
"""Points of room from which the first row of a table may stand alone."""
_TALL = 300.0
"""Points from which a row may be parted by a page: it would leave a large gap, or find no page to fit on."""
_HAIR = 0.1
"""Points by which a height may be rounded."""
_ABOVE = 34.0
"""Points that a heading takes above a table."""
_ENDLESS = 100_000.0
_MOST_WANTED = 400.0
"""Points of room that a heading asks for at most; rows that are taller still are parted anyway."""
_STRETCHES = (0.85, 0.75, 0.65, 0.6)
"""Heights at which a chart may be drawn, the tallest first."""

_BASE = ParagraphStyle(
    "base", fontName=fonts.REGULAR, fontSize=10.5, leading=14, textColor=INKS["text"], allowWidows=0, allowOrphans=0,
    splitLongWords=1, spaceAfter=5, bulletFontName=fonts.REGULAR,
)  # fmt: skip
_STYLES = {
    "body": _BASE,
    "lead": ParagraphStyle("lead", _BASE, spaceAfter=7),
    "note": ParagraphStyle("note", _BASE, fontSize=9.25, leading=12.25, spaceBefore=2, spaceAfter=4),
    "address": ParagraphStyle("address", _BASE, spaceAfter=9, spaceBefore=3),
    "cell": ParagraphStyle("cell", _BASE, fontSize=9.25, leading=11.75, spaceAfter=0),
    "number": ParagraphStyle("number", _BASE, fontSize=9.25, leading=11.75, spaceAfter=0, alignment=TA_RIGHT),
    "value": ParagraphStyle("value", _BASE, leading=13.25, spaceAfter=0),
    "bullet": ParagraphStyle("bullet", _BASE, leftIndent=11, bulletIndent=1, spaceAfter=3),
    "gap": ParagraphStyle(
        "gap", _BASE, fontSize=9.25, leading=12, leftIndent=11, bulletIndent=1, spaceAfter=2.5
    ),
    "reference": ParagraphStyle(
        "reference",
        _BASE,
        fontSize=9.25,
        leading=12,
        leftIndent=19,
        bulletFontSize=9.25,
        spaceAfter=3.5,
    ),
}
_HEADINGS = {
    1: ParagraphStyle(
        "section",
        _BASE,
        fontName=fonts.BOLD,
        fontSize=13,
        leading=16,
        spaceBefore=11,
        spaceAfter=4,
        keepWithNext=1,
    ),
    2: ParagraphStyle(
        "part",
        _BASE,
        fontName=fonts.BOLD,
        fontSize=10.75,
        leading=14,
        spaceBefore=7,
        spaceAfter=2.5,
        keepWithNext=1,
    ),
}


class Section(Flowing):
    """A heading; it leaves a bookmark where it is drawn."""

    bookmark = ("", "")
    """Name and title; empty for the rest of a heading that was parted by a page."""
    depth = 0
    """Depth of the bookmark below the first level."""

    def draw(self) -> None:
        """Draw the heading and set its bookmark at its upper edge."""
        key, title = self.bookmark
        if key:
            _, top = self.canv.absolutePosition(0, self.height)
            self.canv.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)
            self.canv.addOutlineEntry(title, key, self.depth, closed=False)
        super().draw()


class Sheet(Grid):
    """A table whose rules are decoration, and whose cells may be read column by column."""

    columns_read = 0
    """How many columns are read from top to bottom before the next ones; 0: row by row."""

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Return the table in parts that are read in the same way."""
        parts: list[Any] = super().split(available_width, available_height)
        for part in parts:
            part.columns_read = self.columns_read
        return parts

    def draw(self) -> None:
        """Draw the cells in the order in which they are read, then the rules."""
        self._waiting: list[tuple[int, int, tuple[Any, ...]]] = []
        super().draw()

    # The type stubs of reportlab leave out what a table draws itself by.
    def _drawCell(self, *cell: Any) -> None:
        if not self.columns_read:
            super()._drawCell(*cell)  # type: ignore[misc]
            return
        count, columns = len(self._waiting), self._ncols  # type: ignore[attr-defined]
        self._waiting.append((count % columns // self.columns_read, count, cell))
        if count + 1 == columns * self._nrows:  # type: ignore[attr-defined]
            for _, _, waiting in sorted(self._waiting, key=lambda waiting: waiting[:2]):
                super()._drawCell(*waiting)  # type: ignore[misc]

    def _drawLines(self) -> None:
        with artifact(self.canv):
            super()._drawLines()  # type: ignore[misc]


class Rows(Sheet):
    """A table that leaves no single row alone at the head or at the foot of a page."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points; a row too tall for a page may then be parted."""
        size: tuple[float, float] = super().wrap(available_width, available_height)
        heights: list[float] = self._rowHeights  # type: ignore[attr-defined]
        self.splitInRow = int(max(heights) > _TALL)
        return size

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Return the table in parts; the last row takes the one before it along."""
        parts: list[Any] = super().split(available_width, available_height)
        if len(parts) == 2 and not self.splitInRow:
            before, after = (part._nrows - self.repeatRows for part in parts)
            if (before == 1 or (after == 1 and before == 2)) and available_height < _FOOT:
                return []
            if after == 1 and before > 2:
                heights: list[float] = self._rowHeights[: self.repeatRows + before - 1]  # type: ignore[attr-defined]
                parts = super().split(available_width, sum(heights) + _HAIR)
        return parts


def flowables(block: Block, number: int, width: float) -> list[Flowable]:
    """Return a block as flowables for a column of `width` points; `number` is its place in the letter."""
    match block:
        case Heading(text=text, level=level, new_page=new_page):
            start = PageBreakIfNotEmpty() if new_page else CondPageBreak(84 if level == 1 else 52)
            return [start, _heading(text, level, number)]
        case Paragraph(words=words, style=style):
            return _parted(words, style)
        case BulletList(items=items):
            return [part for words in items for part in _parted(words, "bullet", "•")]
        case KeyValues(items=items):
            return [_pairs(block, width)] if items else []
        case Table():
            return [_table(block, number, width), Spacer(0, 6)]
        case TrendChart(trend=trend, caption=caption):
            return [
                Drawn(partial(chart.picture, trend), _STRETCHES, below=_CAPTION, alternative=coded(caption)),
                flowing(caption, _STYLES["note"]),
            ]
        case References(items=references):
            return [part for reference in references for part in _reference(reference)]
        case Gaps(items=gaps):
            return [part for gap in gaps for part in _parted(_gap(gap), "gap", "•")]
        case Signature():
            return _signature(block, width)


def room_wanted(block: Block, parts: list[Flowable], width: float) -> float:
    """Return the height in points that a chart or the first rows of a table need, with the heading above.

    `parts` is the block as it flows over a column of `width` points. Zero for every other block: a heading simply holds
    on to what follows it.
    """
    if isinstance(block, Table):
        grid: Any = parts[0]
        grid.wrap(width, _ENDLESS)
        heights: list[float] = grid._rowHeights
        # See `Rows.split`: one row stands alone only where there is much room, so three rows part nowhere.
        together = heights[:4] if len(heights) == 4 else heights[:3]
        return _ABOVE + min(sum(together), max(sum(heights[:2]), _FOOT), _MOST_WANTED)
    if not isinstance(block, TrendChart):
        return 0.0
    return chart.picture(block.trend, stretch=_STRETCHES[-1]).height * mm + _CAPTION + 32


def _heading(text: str, level: int, number: int) -> Flowable:
    style = _HEADINGS[level]
    section = Section("", style, frags=fragments(text, style, bold=True))
    section.bookmark = (f"section-{number}", coded(text))
    section.role = f"H{level}"
    return section


def _parted(words: Words, style: str, bullet: str | None = None) -> list[Flowable]:
    """Return a paragraph, a very long one in portions of which only the first has the bullet."""
    *before, last = portions(words)
    parts: list[Flowable] = [
        flowing(part, _close(style), bullet=None if number else bullet) for number, part in enumerate(before)
    ]
    return [*parts, flowing(last, _STYLES[style], bullet=None if before else bullet)]


@lru_cache(maxsize=16)
def _close(style: str) -> ParagraphStyle:
    return ParagraphStyle(f"{style}-close", _STYLES[style], spaceAfter=0)


def _pairs(block: KeyValues, width: float) -> Flowable:
    """Return labels with values, in one or two columns, the second one beside the first."""
    usual = _STYLES["cell" if block.ruled else "value"]
    label = ParagraphStyle("label", usual, textColor=INKS["quiet"])
    empty: Words = (Run("not documented", "quiet"),)
    cells: list[list[Any]] = [
        [flowing(name if number == 0 else "", label), flowing(part, usual)]
        for name, words in block.items
        for number, part in enumerate(portions(words or empty))
    ]
    style: list[Any] = [
        *_bare(),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
    ]
    if block.ruled:
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.35, INKS["hair"]))
    if block.columns == 2 and len(block.items) > 3 and len(cells) == len(block.items):
        half = block.first or (len(cells) + 1) // 2
        columns = zip_longest(cells[:half], cells[half:], fillvalue=["", ""])
        rows = [[*one, *other] for one, other in columns]
        widths = [72.0, width * 0.36 - 72, 60.0, width * 0.64 - 60]
        style.append(("RIGHTPADDING", (1, 0), (1, -1), 10))
    else:
        rows = cells
        widths = [150.0, width - 150] if block.ruled else [96.0, width - 96]
    sheet = Sheet(rows, colWidths=widths, style=TableStyle(style), splitInRow=1, spaceAfter=8, hAlign="LEFT")
    sheet.columns_read = 2 if len(widths) > 2 else 0
    return sheet


def _table(table: Table, number: int, width: float) -> Flowable:
    total = sum(column.share for column in table.columns)
    widths = [width * column.share / total for column in table.columns]
    styles = [_STYLES["number" if column.align == "right" else "cell"] for column in table.columns]
    head = [
        flowing(column.title, style, bold=True) for column, style in zip(table.columns, styles, strict=True)
    ]
    rows = [
        [flowing(cell, style) for cell, style in zip(row, styles, strict=True)]
        for told in table.rows
        for row in zip_longest(*map(portions, told), fillvalue=())
    ]
    for row, cells in enumerate([head, *rows]):
        for column, cell in enumerate(cells):
            cell.cell, cell.column = (number, row, "TD" if row else "TH"), column
    style = [
        *_bare(),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
        *(
            ("RIGHTPADDING", (place, 0), (place, -1), 14 if column.align == "right" else 10)
            for place, column in enumerate(table.columns[:-1])
        ),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, INKS["quiet"]),
    ]
    return Rows(
        [head, *rows],
        colWidths=widths,
        repeatRows=1,
        style=TableStyle(style),
        spaceBefore=2,
        hAlign="LEFT",
    )


def _bare() -> list[Any]:
    return [
        ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]


def _reference(reference: Reference) -> list[Flowable]:
    told: list[Run] = [Run(reference.text)]
    for place, (locator, status) in enumerate(reference.cited_for):
        told.append(Run(f"{' ' if place == 0 else '; '}{locator}", "quiet"))
        if status:
            told.append(Run(f" ({status})", "quiet"))
    told.append(Run(".", "quiet"))
    return _parted(tuple(told), "reference", f"{reference.number}.")


def _gap(gap: Gap) -> Words:
    if gap.waived is None:
        return (Run(gap.sentence),)
    return (Run(f"{gap.sentence} ", "quiet"), Run("Accepted by the signer: ", "strong"), Run(gap.waived))


def _signature(block: Signature, width: float) -> list[Flowable]:
    name: Words = (Run(block.name, "strong"),) if block.name else (Run("Name not documented", "quiet"),)
    lines = [flowing(name, _STYLES["value"])]
    lines += [flowing(line, _STYLES["value"]) for line in block.lines]
    grid = Sheet(
        [[flowing("Signature", _STYLES["cell"]), "", flowing("Date", _STYLES["cell"])]],
        colWidths=[width * 0.5, 14, width * 0.25],
        style=TableStyle(
            [
                *_bare(),
                ("LINEABOVE", (0, 0), (0, 0), 0.6, INKS["quiet"]),
                ("LINEABOVE", (2, 0), (2, 0), 0.6, INKS["quiet"]),
            ]
        ),
        hAlign="LEFT",
    )
    parts: list[Flowable] = [Spacer(0, 32), grid, Spacer(0, 3), *lines]
    for part in parts[:-1]:
        part.keepWithNext = 1
    return [*parts, Spacer(0, 4)]
