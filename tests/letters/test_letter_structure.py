"""What a reader that does not see the page gets: the order of the text, the structure, embedded fonts."""

import io
import re
from typing import Any

import letterfactory as factory
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from lnreview.letters import write
from lnreview.letters.document import Document, Heading, Table, TrendChart, strings
from lnreview.letters.plaintext import footer


def letter(kind: str = "medical-necessity", **changes: Any) -> Document:
    case = factory.case(**changes)
    return write.compose(kind, case, factory.review(case), factory.guideline(), dated=factory.DAY)


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read(document: Document) -> str:
    """Return the text of a PDF as it is extracted, without what stands on every page."""
    told = []
    for page in PdfReader(io.BytesIO(write.pdf(document))).pages:
        text = packed(page.extract_text()).removeprefix("DRAFT").removeprefix(packed(document.banner))
        text = re.sub(re.escape(packed(footer(document))) + r"(DRAFT·)?page\d+of\d+$", "", text)
        told.append(text)
    return "".join(told)


@pytest.mark.parametrize("kind", write.KINDS)
def test_the_text_is_extracted_in_the_order_of_the_plain_text(kind: str) -> None:
    document = letter(kind)
    out, place = read(document), 0
    for block in document.blocks:
        texts = [block.caption] if isinstance(block, TrendChart) else None
        for text in texts or list(
            strings(Document("", "", factory.DAY, "", "", "", "", "", False, "", (), (block,)))
        ):
            found = out.find(packed(text), place)
            assert found >= 0, text
            # Between two texts stand at most marks of references, a repeated head, or the words of the chart.
            assert found - place < (900 if texts else 130), (text, out[place:found])
            place = found + len(packed(text))
    assert len(out) - place < 20


def test_two_columns_are_read_one_after_the_other() -> None:
    out = read(letter())
    assert out.index("Groupnumber") < out.index("DiagnosisM32.14") < out.index("Siteofcare")


def structure(element: DictionaryObject) -> list[DictionaryObject]:
    children = element.get("/K", [])
    if not isinstance(children, list):
        return [element]
    return [element, *(leaf for child in children for leaf in structure(child.get_object()))]


@pytest.mark.parametrize("kind", write.KINDS)
def test_headings_tables_and_the_chart_are_tagged(kind: str) -> None:
    document = letter(kind)
    reader = PdfReader(io.BytesIO(write.pdf(document)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    found = structure(root["/StructTreeRoot"]["/K"].get_object())
    roles = [element["/S"] for element in found]
    for level in (1, 2):
        headings = [b for b in document.blocks if isinstance(b, Heading) and b.level == level]
        assert roles.count(f"/H{level}") == len(headings)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert roles.count("/Table") == len(tables)
    assert roles.count("/TR") == sum(len(table.rows) + 1 for table in tables)
    assert roles.count("/TH") == sum(len(table.columns) for table in tables)
    charts = [block.caption for block in document.blocks if isinstance(block, TrendChart)]
    assert [element["/Alt"] for element in found if element["/S"] == "/Figure"] == charts
    assert charts or kind not in ("medical-necessity", "prior-authorization")


def test_each_marked_part_is_found_from_its_page() -> None:
    reader = PdfReader(io.BytesIO(write.pdf(letter())))
    root: Any = reader.trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for place, page in enumerate(reader.pages):
        code = page.get_contents().get_data().decode("latin1")  # type: ignore[union-attr]
        marks = [int(number) for number in re.findall(r"/MCID (\d+)", code)]
        assert marks == list(range(len(marks)))
        assert len(re.findall(r"\bBDC\b|\bBMC\b", code)) == len(re.findall(r"\bEMC\b", code))
        assert (page["/StructParents"], numbers[2 * place]) == (place, place)
        leaves = [leaf.get_object() for leaf in numbers[2 * place + 1]]
        assert [leaf["/K"] for leaf in leaves] == marks
        assert all(leaf["/Pg"].get_object() == page.get_object() for leaf in leaves)


def test_every_font_of_a_letter_is_embedded() -> None:
    for page in PdfReader(io.BytesIO(write.pdf(letter(patient={"name": "Łucja Παπαδοπούλου Ильина"})))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"], font.get_object()


def test_the_chart_is_drawn_as_lines_and_not_as_a_picture() -> None:
    reader = PdfReader(io.BytesIO(write.pdf(letter())))
    assert all(not page.images for page in reader.pages)
