"""The page of a letter that sets the criteria sets side by side: one page, beginning on its own, saying what the review says."""

import dataclasses
import io
import re
from datetime import date
from functools import cache
from pathlib import Path

import letterfactory as factory
import pytest
from pypdf import PdfReader

from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.content.comparison import TITLE
from lnreview.letters.document import Document, Heading, Paragraph, References, Table
from lnreview.letters.plaintext import line
from lnreview.resources import demo
from lnreview.review.compare import verdicts
from lnreview.review.evaluate import assessment, review
from lnreview.review.finding import VERDICT_NAMES

DAY = date(2026, 11, 22)
CASES = sorted(demo().glob("*.json"))
DISAGREE = ("demo-ngoc-anh-inadequate-response", "demo-oksana-inadequate-response", "demo-cagri-responding")


@cache
def letter(name: str, kind: str = "medical-necessity", criteria: str | None = None) -> Document:
    case = casefile.read(demo() / f"{name}.json")
    found = review(case, factory.guideline(), criteria=criteria)
    return write.compose(kind, case, found, factory.guideline(), dated=DAY)


def page(document: Document) -> tuple:
    """Return the blocks of the comparison page."""
    begin = next(
        n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and block.text == TITLE
    )
    return document.blocks[begin:]


def tables(document: Document) -> list[Table]:
    return [block for block in page(document) if isinstance(block, Table)]


def cells(table: Table) -> list[list[str]]:
    return [[re.sub(r" ?\[[\d, ]+\]", "", line(cell)) for cell in row] for row in table.rows]


def headings(document: Document) -> list[str]:
    return [block.text for block in page(document) if isinstance(block, Heading)]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("kind", ["medical-necessity", "prior-authorization", "appeal"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_comparison_takes_exactly_one_page(path: Path, kind: str, paper: str) -> None:
    document = letter(path.stem, kind)
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(write.pdf(document, paper=paper))).pages]
    assert [number for number, text in enumerate(pages) if TITLE in text] == [len(pages) - 1]
    lines = [text for text in pages[-1].splitlines() if text.strip()]
    assert lines.index(TITLE) <= 2  # only banner and footer are drawn before the text of a page
    without = dataclasses.replace(document, blocks=document.blocks[: -len(page(document))])
    assert len(PdfReader(io.BytesIO(write.pdf(without, paper=paper))).pages) == len(pages) - 1


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_set_stands_there_with_the_verdict_that_it_comes_to(path: Path) -> None:
    case = casefile.read(path)
    found = verdicts(assessment(case, factory.guideline()))
    rows = cells(tables(letter(path.stem))[0])
    assert [(row[0].partition("\n")[0], row[1], row[3]) for row in rows] == [
        (item.criteria.name, VERDICT_NAMES[item.verdict], str(item.failed)) for item in found
    ]
    assert [("used in this letter" in row[0]) for row in rows] == [True, *[False] * (len(rows) - 1)]


@pytest.mark.parametrize("name", DISAGREE)
def test_where_sets_disagree_each_that_does_is_named_once_with_its_sentence(name: str) -> None:
    first, why, *_ = tables(letter(name))
    ours, *others = cells(first)
    named = [(each, row[1]) for row in cells(why) for each in row[0].split(",\n")]
    assert sorted(named) == sorted((row[0], row[1]) for row in others if row[1] != ours[1])
    assert all(row[2].endswith((".", ")")) for row in cells(why))
    assert "Where they disagree, and which sentence makes the difference" in headings(letter(name))


def test_where_sets_agree_nothing_is_said_of_differences() -> None:
    told = headings(letter("demo-lucja-refractory"))
    assert told == [TITLE, "What each set calls refractory disease"]
    opening = next(block for block in page(letter("demo-lucja-refractory")) if isinstance(block, Paragraph))
    assert line(opening.words).endswith("All come to the same verdict: refractory.")


def test_the_opening_names_the_set_in_use_first_and_groups_the_others() -> None:
    opening = next(
        block for block in page(letter("demo-oksana-inadequate-response")) if isinstance(block, Paragraph)
    )
    assert line(opening.words) == (
        "The same record was judged by 6 criteria sets as of 2026-11-20. By Arora 2022, the set of this letter, the "
        "verdict is inadequate response; by ACR 2024 and KDIGO 2024 it is responding; by EULAR/ERA-EDTA 2019, EULAR 2023 "
        "and EULAR 2025 it is refractory."
    )
    with_us = next(block for block in page(letter("demo-cagri-responding")) if isinstance(block, Paragraph))
    assert (
        "By Arora 2022, the set of this letter, and by ACR 2024, EULAR 2025 and KDIGO 2024, the verdict is responding; by"
        in line(with_us.words)
    )


def test_another_set_in_use_stands_first_and_is_marked() -> None:
    (first, *_) = cells(tables(letter("demo-ngoc-anh-inadequate-response", criteria="kdigo-2024"))[0])
    assert first[0] == "KDIGO 2024\nused in this letter"
    assert first[1] == "Too early"


@pytest.mark.parametrize("name", [*DISAGREE, "demo-lucja-refractory", "demo-anna-insufficient-data"])
def test_every_number_on_the_page_is_in_the_list_of_references(name: str) -> None:
    document = letter(name)
    listed = {
        item.number for block in document.blocks if isinstance(block, References) for item in block.items
    }
    marks = {
        mark
        for table in tables(document)
        for row in table.rows
        for cell in row
        for run in cell
        for mark in run.marks
    }
    assert marks
    assert marks <= listed


def test_what_no_guideline_says_carries_its_badge() -> None:
    first, why, *_ = tables(letter("demo-ngoc-anh-inadequate-response"))
    assert cells(first)[0][4].endswith("(program default)")
    assert cells(why)[0][2].endswith("(program default)")


def test_a_statement_that_nobody_has_checked_is_left_out() -> None:
    """The next step of EULAR 2019, had nobody read its abstract."""
    pack = factory.guideline()
    eular = pack.criteria["eular-2019"]
    assert eular.after_one is not None
    unread = eular.after_one.model_copy(update={"status": "unverified", "text": "Nobody has read this."})
    changed = {**pack.criteria, "eular-2019": eular.model_copy(update={"after_one": unread})}
    pack = pack.model_copy(update={"criteria": changed})
    case = casefile.read(demo() / "demo-cagri-responding.json")
    document = write.compose("medical-necessity", case, review(case, pack), pack, dated=DAY)
    (row,) = (row for row in cells(tables(document)[0]) if row[0] == "EULAR/ERA-EDTA 2019")
    assert row[1] == "Inadequate response"
    assert row[4] == "left out: nobody has checked it against a text"
    assert unread.text not in write.text(document)


def test_a_number_stays_beside_its_unit() -> None:
    told = " ".join(row[2] for row in cells(tables(letter("demo-cagri-responding"))[1]))
    assert "0.7\u00a0g/g" in told
    assert not re.search(r"\d (%|g/g|months)", told)


@pytest.mark.parametrize("name", [*DISAGREE, "demo-lena-inadequate-response"])
def test_readings_that_change_the_verdict_follow(name: str) -> None:
    told = headings(letter(name))
    changing = "If the text is read otherwise" in told
    assert changing == (name in ("demo-ngoc-anh-inadequate-response", "demo-lena-inadequate-response"))
    if changing:
        verdict = cells(tables(letter(name))[0])[0][1]
        assert all(row[1] != verdict for row in cells(tables(letter(name))[-1]))


def test_the_letter_before_the_page_is_the_same_whatever_the_page_says() -> None:
    document = letter("demo-lucja-refractory")
    assert not any(
        isinstance(block, Heading) and block.new_page for block in document.blocks[: -len(page(document))]
    )


def test_a_set_that_the_pack_no_longer_holds_leaves_the_page_out() -> None:
    case = factory.case()
    found = factory.review(case, criteria="of-another-pack")
    document = write.compose("medical-necessity", case, found, factory.guideline(), dated=DAY)
    assert TITLE not in [block.text for block in document.blocks if isinstance(block, Heading)]


def test_a_heading_that_opens_a_page_leaves_no_empty_page() -> None:
    base = letter("demo-lucja-refractory")
    blocks = (Heading("First", new_page=True), Heading("Second", new_page=True), Heading("Third"))
    pages = PdfReader(io.BytesIO(write.pdf(dataclasses.replace(base, blocks=blocks)))).pages
    texts = [sheet.extract_text() for sheet in pages]
    assert len(texts) == 2
    assert "First" in texts[0]
    assert "Second" in texts[1]
    assert "Third" in texts[1]
