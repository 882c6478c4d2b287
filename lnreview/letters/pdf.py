"""A letter as PDF: pages, letterhead, footer, the word DRAFT, bookmarks and file information.

The title of the file is the kind of letter and never holds a name; the author is empty. The dates of the file are
those on the letter, so that equal letters are equal files.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Spacer

from lnreview.letters import enclosed, fonts
from lnreview.letters.characters import code, coded
from lnreview.letters.document import BulletList, Document, Heading, Paragraph, Signature, plain, strings
from lnreview.letters.drawing import INKS, write
from lnreview.letters.enclosed import Attachments
from lnreview.letters.flow import Section, flowables, room_wanted
from lnreview.letters.plaintext import footer
from lnreview.letters.tagging import Tags, artifact, marked
from lnreview.letters.typeset import Flowing, flowing

rl_config.useA85 = (
    0  # text-safe streams make a file a quarter larger and help nobody since mail carries bytes
)
MARGIN = 22 * mm
_PAPERS = {"letter": LETTER, "a4": A4}
_SMALL = 8.5
_LINE = 400
"""Characters of a banner or footer of which none beyond is ever seen."""
_TALLEST_HEAD = 1500
"""Characters of a letterhead from which it is no letterhead any more."""
_WATERMARK = HexColor("#f0f0f0")
_HOUSE = ParagraphStyle("house", fontName=fonts.BOLD, fontSize=14, leading=18, textColor=INKS["accent"])
_REACH = ParagraphStyle("reach", fontName=fonts.REGULAR, fontSize=9.25, leading=12, textColor=INKS["quiet"])
_LACKING = ParagraphStyle("lacking", fontName=fonts.REGULAR, fontSize=9.25, leading=12.25, spaceBefore=8)


def render(
    document: Document, paper: str = "letter", attachments: Attachments = (), password: str = ""
) -> bytes:
    """Return the PDF of a letter on `letter` or `a4` paper, with files inside and locked by a password where asked for.

    Raises `UserError` for a logo, an attachment or a password that cannot be used.
    """
    fonts.register()
    size = _PAPERS[paper]
    width = size[0] - 2 * MARGIN
    attachments = enclosed.checked(attachments)
    buffer = io.BytesIO()
    head = _letterhead(document, width)
    top = MARGIN + (10 if document.banner else 0)
    first = top + (head.height + 12 if head else 0)
    pages = [
        _page("first", size, first, lambda canvas, _: _open(canvas, document, size, head, top)),
        _page("later", size, top, lambda canvas, _: _open(canvas, document, size, None, top)),
    ]
    template = BaseDocTemplate(
        buffer,
        pagesize=size,
        pageTemplates=pages,
        title=coded(document.title),
        author="",
        subject="",
        creator="lnreview",
        producer="lnreview",
        lang="en-US",
        invariant=1,
        displayDocTitle=1,
        encrypt=_protection(document, password),
    )
    told = story(document, width)
    if document.letterhead and not head:
        lines = (Paragraph(plain(line), "note") for line in document.letterhead)
        told = [*(part for line in lines for part in flowables(line, 0, width)), *told]
    template.build(told, canvasmaker=_canvas_for(document, size, attachments))
    return buffer.getvalue()


def story(document: Document, width: float) -> list[Flowable]:
    """Return a letter as what flows over pages, for a column of `width` points."""
    told: list[Flowable] = []
    sectioned = False
    built = [flowables(block, number, width) for number, block in enumerate(document.blocks)]
    for number, (block, parts) in enumerate(zip(document.blocks, built, strict=True)):
        following = document.blocks[number + 1 : number + 2]
        above = document.blocks[number - 1] if number else None
        if isinstance(block, Heading) and isinstance(parts[-1], Section):
            sectioned = sectioned or block.level == 1
            parts[-1].depth = block.level - 1 if sectioned else 0
            if isinstance(above, Heading) and not block.new_page:
                parts = parts[-1:]  # a break between two headings would part them
            if following and (room := room_wanted(following[0], built[number + 1], width)):
                # What can be flattened or parted is not held by its heading, which asks for the least room instead.
                parts[-1].keepWithNext = 0
                told.append(CondPageBreak(room))
        if isinstance(block, Paragraph) and following and isinstance(following[0], BulletList):
            parts[-1].keepWithNext = int(leads(block))
        if following and isinstance(following[0], Signature) and parts:
            parts[-1].keepWithNext = 1
        told += parts
    told += _note_on_characters(document)
    return told or [Spacer(0, 1)]


def _protection(document: Document, password: str) -> Any:
    if not password:
        return None
    from lnreview.letters.protection import Protection, checked

    return Protection(checked(password, "\n".join(strings(document))))


def leads(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph only opens the list below it, so that no page may part them."""
    return bool(paragraph.words) and paragraph.words[-1].text.rstrip().endswith(":")


def _page(name: str, size: tuple[float, float], top: float, on_page: Any) -> PageTemplate:
    frame = Frame(
        MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - top - MARGIN,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=name,
    )  # fmt: skip
    return PageTemplate(name, [frame], onPage=on_page, autoNextPageTemplate="later", pagesize=size)


@dataclass(frozen=True)
class _Letterhead:
    """The lines of a letterhead, the picture at their right, and the room that they take, in points."""

    lines: list[Flowing]
    width: float
    height: float
    picture: tuple[Any, float, float] | None


def _letterhead(document: Document, width: float) -> _Letterhead | None:
    """Return what stands above the first page: lines at the left, a logo at the right, neither over the other.

    `None` for a letterhead that would leave no room for the letter; it flows with the text.
    """
    if not document.letterhead and not document.logo:
        return None
    picture = None
    if document.logo:
        from lnreview.letters.logo import logo

        picture = logo(document.logo)
        width -= picture[1] + 14
    lines = [flowing(line, _REACH) for line in document.letterhead[1:]]
    if sum(len(line) + _LINE * line.count("\n") for line in document.letterhead) > _TALLEST_HEAD:
        return None
    if document.letterhead:
        lines.insert(0, flowing(document.letterhead[0], _HOUSE, bold=True))
    height = max(sum(line.wrap(width, 10_000)[1] for line in lines), picture[2] + 4 if picture else 0.0) + 7
    return _Letterhead(lines, width, height, picture)


def _open(
    canvas: Canvas, document: Document, size: tuple[float, float], head: _Letterhead | None, top: float
) -> None:
    """Draw what lies under the text of a page: the word DRAFT, the banner, the letterhead with the accent line."""
    if document.draft or document.banner:
        with artifact(canvas):
            _behind(canvas, document, size)
    if not head:
        return
    canvas.saveState()
    y = size[1] - top
    if head.picture:
        picture, wide, high = head.picture
        with marked(canvas, "Figure", alternative="Logo"):
            canvas.drawImage(picture, size[0] - MARGIN - wide, y - high, wide, high)
    for line in head.lines:
        y -= line.wrap(head.width, 10_000)[1]
        line.drawOn(canvas, MARGIN, y)
    with artifact(canvas):
        canvas.setStrokeColor(INKS["accent"])
        canvas.setLineWidth(1.1)
        canvas.line(MARGIN, size[1] - top - head.height, size[0] - MARGIN, size[1] - top - head.height)
    canvas.restoreState()


def _behind(canvas: Canvas, document: Document, size: tuple[float, float]) -> None:
    """Draw the word DRAFT across a page, and the banner above it."""
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
    canvas.restoreState()


def _fitted(canvas: Canvas, x: float, y: float, text: str, room: float) -> None:
    """Write a line, shortened at its end where it is too long."""
    told, least, most = text, 0, len(text)
    if len(text) > _LINE or fonts.width(text, _SMALL) > room:
        most = min(most, _LINE)
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (
                (middle, most) if fonts.width(f"{text[:middle]}…", _SMALL) <= room else (least, middle - 1)
            )
        told = f"{text[:least]}…"
    write(canvas, x, y, told, _SMALL)


def _canvas_for(document: Document, size: tuple[float, float], attachments: Attachments) -> type[Canvas]:
    """Return a canvas that dates the file by the letter and writes “page x of y” when all pages are known."""
    day = document.dated
    stamp = f"D:{day:%Y%m%d}120000+00'00'"

    class Counted(Canvas):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            # Without this reportlab lists Helvetica, which is not embedded, on every page.
            super().__init__(*arguments, **{**options, "initialFontName": fonts.REGULAR})
            self.setDateFormatter(lambda *_: stamp)
            self.tags = Tags()
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            # The type stubs of reportlab leave these out. What points to a page does so by this counter.
            self._doc.pageCounter += 1  # type: ignore[attr-defined]
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            self._doc.pageCounter = 1  # type: ignore[attr-defined]
            for number, state in enumerate(self._pages, start=1):
                self.__dict__.update(state)
                with artifact(self):
                    _close(self, document, size, number, len(self._pages))
                super().showPage()
            self.tags.finish(self)
            if attachments:
                enclosed.attach(self, attachments, stamp)
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
    codes = ", ".join(code(character) for character in lacking[:40])
    more = f" and {len(lacking) - 40} others" if len(lacking) > 40 else ""
    told = (
        f"No font of this machine prints these characters; their codes stand in their place: {codes}{more}."
    )
    return [flowing(told, _LACKING)]
