"""A letter as PDF: pages, letterhead, footer, the word DRAFT, bookmarks and file information.

The title of the file is the kind of letter and never holds a name; the author is empty. The dates of the file are
those on the letter, so that equal letters are equal files.
"""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Spacer

from lnreview.letters import fonts
from lnreview.letters.document import BulletList, Document, Heading, Paragraph, Signature, strings
from lnreview.letters.drawing import INKS, write
from lnreview.letters.flow import flowables, room_wanted
from lnreview.letters.plaintext import footer
from lnreview.letters.typeset import Flowing, flowing

MARGIN = 22 * mm
_PAPERS = {"letter": LETTER, "a4": A4}
_SMALL = 8.5
_WATERMARK = HexColor("#f0f0f0")
_HOUSE = ParagraphStyle("house", fontName=fonts.BOLD, fontSize=14, leading=18, textColor=INKS["accent"])
_REACH = ParagraphStyle("reach", fontName=fonts.REGULAR, fontSize=9.25, leading=12, textColor=INKS["quiet"])
_LACKING = ParagraphStyle("lacking", fontName=fonts.REGULAR, fontSize=9.25, leading=12.25, spaceBefore=8)


def render(document: Document, paper: str = "letter") -> bytes:
    """Return the PDF of a letter on `letter` or `a4` paper."""
    fonts.register()
    size = _PAPERS[paper]
    width = size[0] - 2 * MARGIN
    buffer = io.BytesIO()
    head = _letterhead(document, width)
    top = MARGIN + (10 if document.banner else 0)
    first = top + (head[1] + 12 if head else 0)
    pages = [
        _page("first", size, first, lambda canvas, _: _open(canvas, document, size, head, top)),
        _page("later", size, top, lambda canvas, _: _open(canvas, document, size, None, top)),
    ]
    template = BaseDocTemplate(
        buffer,
        pagesize=size,
        pageTemplates=pages,
        title=document.title,
        author="",
        subject="",
        creator="lnreview",
        producer="lnreview",
        lang="en-US",
        invariant=1,
        displayDocTitle=1,
    )
    story: list[Flowable] = []
    for number, block in enumerate(document.blocks):
        following = document.blocks[number + 1 : number + 2]
        parts = flowables(block, number, width)
        above = document.blocks[number - 1] if number else None
        if isinstance(block, Heading) and isinstance(above, Heading) and not block.new_page:
            parts = parts[-1:]  # a break between two headings would part them
        if isinstance(block, Heading) and following and (room := room_wanted(following[0])):
            # What can be flattened or parted is not held by its heading, which asks for the least room instead.
            parts[-1].keepWithNext = 0
            story.append(CondPageBreak(room))
        if isinstance(block, Paragraph) and following and isinstance(following[0], BulletList):
            parts[-1].keepWithNext = int(leads(block))
        if following and isinstance(following[0], Signature) and parts:
            parts[-1].keepWithNext = 1
        story += parts
    story += _note_on_characters(document)
    story = story or [Spacer(0, 1)]
    template.build(story, canvasmaker=_canvas_for(document, size))
    return buffer.getvalue()


def leads(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph only opens the list below it, so that no page may part them."""
    return bool(paragraph.words) and paragraph.words[-1].text.rstrip().endswith(":")


def _page(name: str, size: tuple[float, float], top: float, on_page: Any) -> PageTemplate:
    frame = Frame(
        MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - top - MARGIN,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=name,
    )  # fmt: skip
    return PageTemplate(name, [frame], onPage=on_page, autoNextPageTemplate="later", pagesize=size)


def _letterhead(document: Document, width: float) -> tuple[list[Flowing], float] | None:
    """Return the lines of the letterhead and their height in points."""
    if not document.letterhead:
        return None
    lines = [flowing(document.letterhead[0], _HOUSE, bold=True)]
    lines += [flowing(line, _REACH) for line in document.letterhead[1:]]
    return lines, sum(line.wrap(width, 10_000)[1] for line in lines) + 7


def _open(
    canvas: Canvas,
    document: Document,
    size: tuple[float, float],
    head: tuple[list[Flowing], float] | None,
    top: float,
) -> None:
    """Draw what lies under the text of a page: the word DRAFT, the banner, the letterhead with the accent line."""
    canvas.saveState()
    if document.draft:
        canvas.translate(size[0] / 2, size[1] / 2)
        canvas.rotate(52)
        canvas.setFillColor(_WATERMARK)
        write(canvas, 0, -40, "DRAFT", 120, bold=True, anchor="middle")
    canvas.restoreState()
    canvas.saveState()
    if document.banner:
        canvas.setFillColor(INKS["quiet"])
        _fitted(canvas, MARGIN, size[1] - MARGIN + 8, document.banner, size[0] - 2 * MARGIN)
    if head:
        lines, height = head
        y = size[1] - top
        for line in lines:
            y -= line.wrap(size[0] - 2 * MARGIN, 10_000)[1]
            line.drawOn(canvas, MARGIN, y)
        canvas.setStrokeColor(INKS["accent"])
        canvas.setLineWidth(1.1)
        canvas.line(MARGIN, size[1] - top - height, size[0] - MARGIN, size[1] - top - height)
    canvas.restoreState()


def _fitted(canvas: Canvas, x: float, y: float, text: str, room: float) -> None:
    """Write a line, shortened in its middle where it is too long."""
    told = text
    while fonts.width(told, _SMALL) > room and len(text) > 10:
        text = text[: len(text) - 4]
        told = f"{text}…"
    write(canvas, x, y, told, _SMALL)


def _canvas_for(document: Document, size: tuple[float, float]) -> type[Canvas]:
    """Return a canvas that dates the file by the letter and writes “page x of y” when all pages are known."""
    day = document.dated
    stamp = f"D:{day:%Y%m%d}120000+00'00'"

    class Counted(Canvas):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.setDateFormatter(lambda *_: stamp)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            # The type stubs of reportlab leave this method out.
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            for number, state in enumerate(self._pages, start=1):
                self.__dict__.update(state)
                _close(self, document, size, number, len(self._pages))
                super().showPage()
            super().save()

    return Counted


def _close(canvas: Canvas, document: Document, size: tuple[float, float], number: int, count: int) -> None:
    """Write the footer of a page."""
    canvas.saveState()
    canvas.setFillColor(INKS["quiet"])
    pages = f"{'DRAFT · ' if document.draft else ''}page {number} of {count}"
    room = size[0] - 2 * MARGIN - fonts.width(pages, _SMALL) - 12
    _fitted(canvas, MARGIN, MARGIN - 24, footer(document), room)
    write(canvas, size[0] - MARGIN, MARGIN - 24, pages, _SMALL, anchor="end")
    canvas.restoreState()


def _note_on_characters(document: Document) -> list[Flowable]:
    """Name the characters that no font of this machine prints, so that none is lost without a word."""
    lacking = sorted(fonts.uncovered("".join(strings(document))))
    if not lacking:
        return []
    codes = ", ".join(f"[U+{ord(character):04X}]" for character in lacking[:40])
    more = f" and {len(lacking) - 40} others" if len(lacking) > 40 else ""
    told = (
        f"No font of this machine prints these characters; their codes stand in their place: {codes}{more}."
    )
    return [flowing(told, _LACKING)]
