"""Turn the blocks of a letter into what flows over pages: paragraphs, tables, the chart.

Every text of a user passes `markup`, the one place where it is escaped.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, TableStyle
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Table as Grid

from lnreview.letters import chart, fonts
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

_QUIET = "#555555"
_CAPTION = 33.0
"""Points kept free below a chart for its caption."""

_BASE = ParagraphStyle(
    "base", fontName=fonts.REGULAR, fontSize=10.5, leading=14, textColor=INKS["text"], allowWidows=0, allowOrphans=0,
    splitLongWords=1, spaceAfter=5,
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
    "reference": ParagraphStyle(
        "reference",
        _BASE,
        fontSize=9.25,
        leading=12,
        leftIndent=19,
        bulletFontName=fonts.REGULAR,
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
    """A heading of the first level; it leaves a bookmark where it is drawn."""

    def __init__(self, title: str, number: int) -> None:
        """Take the title and its place in the letter."""
        super().__init__(markup(title, True), _HEADINGS[1])
        self.section_title, self.section_number = title, number

    def draw(self) -> None:
        """Draw the heading and set its bookmark."""
        title = self.section_title
        key = f"section-{self.canv.getPageNumber()}-{self.section_number}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(title, key, 0, closed=False)
        super().draw()


def markup(text: str, bold: bool = False) -> str:
    """Return any text as the markup of a paragraph: escaped, line breaks kept, a font for each character."""
    told = []
    for font, part in fonts.pieces(text, bold):
        safe = escape(part).replace("\n", "<br/>")
        plain = font == (fonts.BOLD if bold else fonts.REGULAR)
        told.append(safe if plain and not bold else f'<font name="{font}">{safe}</font>')
    return "".join(told)


def marked(words: Words) -> str:
    """Return runs as the markup of a paragraph, with their reference marks."""
    told = []
    for run in words:
        text = run.text.rstrip() if run.marks else run.text
        part = markup(text, run.tone == "strong")
        if run.tone in ("quiet", "badge"):
            part = f'<font color="{_QUIET}">{part}</font>'
        if run.marks:
            numbers = ", ".join(str(number) for number in run.marks)
            part += f'<font color="{_QUIET}">&nbsp;[{numbers}]</font>'
        told.append(part)
    return "".join(told)


def flowables(block: Block, number: int, width: float) -> list[Flowable]:
    """Return a block as flowables for a column of `width` points; `number` is its place in the letter."""
    match block:
        case Heading(text=text, level=level):
            return [CondPageBreak(84 if level == 1 else 52), _heading(text, level, number)]
        case Paragraph(words=words, style=style):
            return [Flowing(marked(words), _STYLES[style])]
        case BulletList(items=items):
            return [_bullet(words) for words in items]
        case KeyValues(items=items):
            return [_pairs(block, width)] if items else []
        case Table():
            return [_table(block, width), Spacer(0, 6)]
        case TrendChart(trend=trend, caption=caption):
            pictures = _pictures(trend)
            return [Drawn(pictures, below=_CAPTION), Flowing(markup(caption), _STYLES["note"])]
        case References(items=references):
            return [_reference(reference) for reference in references]
        case Gaps(items=gaps):
            return [_bullet(_gap(gap)) for gap in gaps]
        case Signature():
            return _signature(block, width)


def room_wanted(block: Block) -> float:
    """Return the height in points that a chart or the first rows of a table need, with the heading above.

    Zero for every other block: a heading simply holds on to what follows it.
    """
    if isinstance(block, Table):
        return 115.0
    if not isinstance(block, TrendChart):
        return 0.0
    return min(picture.height for picture in _pictures(block.trend)) * mm + _CAPTION + 32


def _pictures(trend: chart.Trend) -> tuple[chart.Picture, ...]:
    return tuple(chart.picture(trend, stretch=stretch) for stretch in (1.0, 0.9, 0.8, 0.7, 0.6))


def _heading(text: str, level: int, number: int) -> Flowable:
    if level == 1:
        return Section(text, number)
    return Flowing(markup(text, True), _HEADINGS[level])


def _bullet(words: Words) -> Flowable:
    return Flowing(marked(words), _STYLES["bullet"], bulletText="•")


def _pairs(block: KeyValues, width: float) -> Flowable:
    """Return labels with values, in one or two columns, the second one beside the first."""
    usual = _STYLES["cell" if block.ruled else "value"]
    label = ParagraphStyle("label", usual, textColor=INKS["quiet"])
    empty: Words = (Run("not documented", "quiet"),)
    cells: list[list[Any]] = [
        [Flowing(markup(name), label), Flowing(marked(words or empty), usual)] for name, words in block.items
    ]
    style: list[Any] = [
        *_bare(),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
    ]
    if block.ruled:
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.35, INKS["hair"]))
    if block.columns == 2 and len(cells) > 3:
        half = (len(cells) + 1) // 2
        right = [*cells[half:], *([["", ""]] if len(cells) % 2 else [])]
        rows = [[*one, *other] for one, other in zip(cells[:half], right, strict=True)]
        widths = [76.0, width * 0.42 - 76, 66.0, width * 0.58 - 66]
        style.append(("RIGHTPADDING", (1, 0), (1, -1), 10))
    else:
        rows = cells
        widths = [150.0, width - 150] if block.ruled else [96.0, width - 96]
    return Grid(rows, colWidths=widths, style=TableStyle(style), splitInRow=1, spaceAfter=8, hAlign="LEFT")


def _table(table: Table, width: float) -> Flowable:
    total = sum(column.share for column in table.columns)
    widths = [width * column.share / total for column in table.columns]
    styles = [_STYLES["number" if column.align == "right" else "cell"] for column in table.columns]
    head = [
        Flowing(markup(column.title, True), style)
        for column, style in zip(table.columns, styles, strict=True)
    ]
    rows = [
        [Flowing(marked(cell), style) for cell, style in zip(row, styles, strict=True)] for row in table.rows
    ]
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
    return Grid(
        [head, *rows],
        colWidths=widths,
        repeatRows=1,
        splitInRow=1,
        style=TableStyle(style),
        spaceBefore=2,
        hAlign="LEFT",
    )


def _bare() -> list[Any]:
    return [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]


def _reference(reference: Reference) -> Flowable:
    told: list[Run] = [Run(reference.text)]
    for place, (locator, status) in enumerate(reference.cited_for):
        told.append(Run(f"{' ' if place == 0 else '; '}{locator}", "quiet"))
        if status:
            told.append(Run(f" ({status})", "quiet"))
    told.append(Run(".", "quiet"))
    return Flowing(marked(tuple(told)), _STYLES["reference"], bulletText=f"{reference.number}.")


def _gap(gap: Gap) -> Words:
    if gap.waived is None:
        return (Run(gap.sentence),)
    return (Run(f"{gap.sentence} ", "quiet"), Run("Accepted by the signer: ", "strong"), Run(gap.waived))


def _signature(block: Signature, width: float) -> list[Flowable]:
    name: Words = (Run(block.name, "strong"),) if block.name else (Run("Name not documented", "quiet"),)
    lines = [Flowing(marked(name), _STYLES["value"])]
    lines += [Flowing(markup(line), _STYLES["value"]) for line in block.lines]
    grid = Grid(
        [[Flowing("Signature", _STYLES["cell"]), "", Flowing("Date", _STYLES["cell"])]],
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
