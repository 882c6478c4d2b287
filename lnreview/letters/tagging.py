"""The structure of a PDF for a reader that does not see: headings, paragraphs, tables, the words for a chart.

Each part of a page is marked while it is drawn; `finish` hangs what was marked, in that order, below one root. What
repeats on every page (letterhead line, footer, the word DRAFT) is marked as an artifact, which is not read out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFPage,
    PDFString,
)

Cell = tuple[int, int, str]
"""Table, row, and TH for a head or TD for a cell of the body."""


@dataclass(frozen=True)
class _Part:
    page: int
    number: int
    """Within its page."""
    role: str
    cell: Cell | None
    alternative: str


class Tags:
    """What was marked on the pages of one letter."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._on_page: dict[int, int] = {}
        self._heads: set[tuple[Cell, int]] = set()

    def add(self, page: int, role: str, cell: Cell | None, column: int, alternative: str) -> int | None:
        """Note a part of a page; return its number there, or `None` for the head of a table that comes again."""
        if cell is not None and cell[2] == "TH":
            if (cell, column) in self._heads:
                return None
            self._heads.add((cell, column))
        number = self._on_page.get(page, 0)
        self._on_page[page] = number + 1
        self._parts.append(_Part(page, number, role, cell, alternative))
        return number

    def finish(self, canvas: Any) -> None:
        """Write the structure into the document of a canvas whose pages are all there."""
        document = canvas._doc
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        up = document.Reference(root)
        whole = _Element("Document", up)
        top = document.Reference(whole)
        on_page: dict[int, list[PDFObjectReference]] = {}
        table = row = whole
        tables = rows = top
        for part in self._parts:
            above, parent = whole, top
            if part.cell is None:
                table = row = whole
            else:
                if table.place != part.cell[:1]:
                    table, row = _Element("Table", top, place=part.cell[:1]), whole
                    tables = document.Reference(table)
                    whole.kids.append(tables)
                if row.place != part.cell[:2]:
                    row = _Element("TR", tables, place=part.cell[:2])
                    rows = document.Reference(row)
                    table.kids.append(rows)
                above, parent = row, rows
            role = part.cell[2] if part.cell else part.role
            leaf = _Element(role, parent, page=part.page, number=part.number, alternative=part.alternative)
            reference = document.Reference(leaf)
            above.kids.append(reference)
            on_page.setdefault(part.page, []).append(reference)
        numbers: list[Any] = []
        for page, held in sorted(on_page.items()):
            numbers += [page - 1, PDFArray(held)]
        root["K"] = top
        root["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root["ParentTreeNextKey"] = len(document.Pages.pages)
        document.Catalog.StructTreeRoot = up
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        for place, page in enumerate(document.Pages.pages):
            page.StructParents, page.Tabs = place, PDFName("S")
            page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Element(PDFObject):
    """An element of the structure; a letter has hundreds, so it writes itself instead of a dictionary of reportlab."""

    __RefOnly__ = 1

    def __init__(
        self,
        role: str,
        parent: PDFObjectReference,
        *,
        place: tuple[Any, ...] = (),
        page: int = 0,
        number: int = 0,
        alternative: str = "",
    ) -> None:
        self.role, self.parent, self.place = role, parent, place
        self.page, self.number, self.alternative = page, number, alternative
        self.kids: list[PDFObjectReference] = []

    def format(self, document: Any) -> bytes:
        numbers = document.idToObjectNumberAndVersion
        told = f"<</Type /StructElem /S /{self.role} /P {numbers[self.parent.name][0]} 0 R".encode()
        if not self.page:
            kids = " ".join(f"{numbers[kid.name][0]} 0 R" for kid in self.kids)
            return told + f" /K [{kids}]>>".encode()
        told += f" /Pg {numbers[f'Page{self.page}'][0]} 0 R /K {self.number}".encode()
        if self.alternative:
            told += b" /Alt " + PDFString(self.alternative).format(document)
        return told + b">>"


@contextmanager
def marked(
    canvas: Any, role: str, *, cell: Cell | None = None, column: int = 0, alternative: str = ""
) -> Iterator[None]:
    """Mark what is drawn meanwhile as a part of the letter (`H1`, `P`, `Figure` …), with words for what is a picture."""
    tags: Tags | None = getattr(canvas, "tags", None)
    if tags is None:
        yield
        return
    number = tags.add(canvas.getPageNumber(), role, cell, column, alternative)
    kind = cell[2] if cell else role
    canvas._code.append("/Artifact BMC" if number is None else f"/{kind} <</MCID {number}>> BDC")
    yield
    canvas._code.append("EMC")


@contextmanager
def artifact(canvas: Any) -> Iterator[None]:
    """Mark what is drawn meanwhile as decoration of the page, which is not read out."""
    canvas._code.append("/Artifact BMC")
    yield
    canvas._code.append("EMC")
