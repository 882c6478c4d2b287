"""The PDF: the same text out as in, equal bytes for equal letters, pages that carry their footer, safe saving."""

import dataclasses
import io
import itertools
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import letterfactory as factory
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from lnreview.errors import UserError
from lnreview.letters import fonts, write
from lnreview.letters.document import (
    BulletList,
    Column,
    Document,
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
    plain,
    strings,
)

EMPTY = Document(
    kind="medical-necessity", title="Letter of medical necessity", dated=factory.DAY, initials="A.D.", reference="case-1",
    case_version="0123456789", criteria="Arora 2022 1.0", guideline_version="2026.11", draft=False, banner="", letterhead=(),
)  # fmt: skip


def letter(kind: str = "medical-necessity", **changes: Any) -> Document:
    case = factory.case(**changes)
    return write.compose(kind, case, factory.review(case), factory.guideline(), dated=factory.DAY)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# Scripts that are written from left to right, and everything that markup could trip over.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("<>&;{}\"'[]/\\#%@=|~`$^*_–—…“”≥≤±×µ²³·→✓\n\t "),
        st.characters(min_codepoint=0x20, max_codepoint=0x17F, blacklist_categories=("Cc", "Cf")),
        st.characters(min_codepoint=0x391, max_codepoint=0x44F, whitelist_categories=("Lu", "Ll")),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from(["\x00", "\x07", "\x1b", "\u0085", "🙂", "🦴", "\U000e0041", "\ue000"]),
    ),
    max_size=60,
)


def expected(text: str) -> str:
    lacking = fonts.uncovered(text)
    return packed(
        "".join(f"[U+{ord(c):04X}]" if c in lacking else "" if fonts.invisible(c) else c for c in text)
    )


@given(TEXTS)
@settings(max_examples=120, deadline=None)
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    document = dataclasses.replace(EMPTY, blocks=(Paragraph(plain(f"begin:{text}:end")),))
    out = packed(" ".join(pages(write.pdf(document))))
    assert f"begin:{expected(text)}:end" in out


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_every_kind_of_block_takes_any_text(text: str) -> None:
    words = (Run(text), Run(text, "strong"), Run(text, "badge", (1, 2)))
    blocks = (
        Heading(text), Heading(text, 2), BulletList((words,)), KeyValues(((text, words), (text, ()))),
        Table((Column(text, 1), Column(text, 1, "right")), ((words, words),)),
        References((Reference(1, text, ((text, text),)),)), Gaps((Gap("k", text, "labs"), Gap("l", text, "labs", waived=text))),
        Signature(text, (text,)),
    )  # fmt: skip
    document = dataclasses.replace(
        EMPTY, blocks=blocks, banner=text, letterhead=(text, text), initials=text, reference=text
    )
    assert pages(write.pdf(document))
    assert write.text(document)


@pytest.mark.parametrize(
    "text",
    [
        "<b>unclosed",
        "R&D <script>alert(1)</script>",
        "{{name}} %s {0}",
        "&amp; &#65;",
        "a\x00b\x07c",
        "</para>",
    ],
)
def test_markup_of_a_user_is_only_text(text: str) -> None:
    out = packed(
        " ".join(
            pages(write.pdf(letter(patient={"name": text}, request={"rationale": text, "reason": text})))
        )
    )
    assert out.count(expected(text)) >= 2  # a reason may begin with a capital


def test_right_to_left_names_are_turned_for_the_page_and_lose_nothing() -> None:
    assert fonts.visual("Dr אבי כהן, MD") == "Dr ןהכ\u00a0יבא, MD"
    assert fonts.visual("room אב12ג end") == "room ג12בא end"
    out = " ".join(pages(write.pdf(letter(patient={"name": "אבי כהן"}))))
    assert set("אביכהן") <= set(out)
    long = "אבגדה " * 20
    assert sorted(fonts.visual(long)) == sorted(long)


def test_what_no_font_prints_is_named_and_never_a_box() -> None:
    document = letter(patient={"name": "Anna 🦴 Demo\x07"})
    assert write.uncovered(document) == {"🦴", "\x07"}
    out = " ".join(pages(write.pdf(document)))
    assert "[U+1F9B4]" in out
    assert "No font of this machine prints these characters" in out
    assert "■" not in out


def test_the_letter_s_own_words_need_no_font_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._font_of.cache_clear()
    monkeypatch.setattr(fonts, "_files", lambda: ())
    monkeypatch.setattr(fonts, "_CID_FONTS", ())
    try:
        for kind in write.KINDS:
            assert write.uncovered(letter(kind)) == set()
    finally:
        fonts._font_of.cache_clear()


@pytest.mark.parametrize("bare", [False, True], ids=["this machine", "a machine without fonts"])
def test_a_chinese_name_is_no_box_with_and_without_system_fonts(
    bare: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches = (fonts._font_of, fonts._files)
    if bare:
        monkeypatch.setattr(fonts, "_folders", lambda: (tmp_path,))
    for cache in caches:
        cache.cache_clear()
    try:
        assert fonts.uncovered("王小明 王芳 Łucja Παπαδοπούλου") == set()
        document = letter(patient={"name": "王小明"})
        assert write.uncovered(document) == set()
        out = " ".join(pages(write.pdf(document)))
        assert "王小明" in out
        assert "■" not in out
        if bare:
            assert {fonts._font_of(character, False) for character in "王小明"} == {"STSong-Light"}
    finally:
        for cache in caches:
            cache.cache_clear()


@pytest.mark.parametrize("kind", write.KINDS)
def test_equal_letters_are_equal_bytes(kind: str) -> None:
    assert write.pdf(letter(kind)) == write.pdf(letter(kind))
    assert write.text(letter(kind)) == write.text(letter(kind))


def test_the_file_information_names_no_patient() -> None:
    reader = PdfReader(io.BytesIO(write.pdf(letter())))
    assert reader.metadata is not None
    assert reader.metadata.title == "Letter of medical necessity"
    assert not reader.metadata.author
    assert reader.metadata["/CreationDate"].startswith("D:20261122")
    assert "Demo" not in str(dict(reader.metadata))
    assert reader.trailer["/Root"]["/Lang"] == "en-US"


def test_each_heading_has_a_bookmark_that_leads_to_its_page() -> None:
    document = letter()
    content = write.pdf(document)
    reader, told = PdfReader(io.BytesIO(content)), pages(content)
    found: list[tuple[str, int]] = []

    def walk(entries: Any, level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
                continue
            number = reader.get_destination_page_number(entry)
            assert number is not None
            assert packed(entry.title) in packed(told[number]), entry.title
            found.append((entry.title, level))

    walk(reader.outline, 1)
    assert found == [(block.text, block.level) for block in document.blocks if isinstance(block, Heading)]
    assert {
        reader.get_destination_page_number(entry) for entry in reader.outline if not isinstance(entry, list)
    } > {0}


def test_a_part_above_any_section_has_a_bookmark_too() -> None:
    document = dataclasses.replace(EMPTY, blocks=(Heading("Part", 2), Heading("Section")))
    outline = PdfReader(io.BytesIO(write.pdf(document))).outline
    assert [entry.title for entry in outline] == ["Part", "Section"]  # type: ignore[union-attr]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_every_page_carries_footer_number_and_banner(paper: str) -> None:
    out = pages(write.pdf(letter(), paper=paper))
    for number, page in enumerate(out, start=1):
        assert f"DRAFT · page {number} of {len(out)}" in page
        assert "A.D. · demo-letter · case version" in page
        assert "criteria Arora 2022 1.0" in page
        assert "Synthetic case, not a patient" in page


def test_the_papers_differ_in_size() -> None:
    sizes = [
        tuple(
            round(float(side))
            for side in PdfReader(io.BytesIO(write.pdf(EMPTY, paper=paper))).pages[0].mediabox[2:]
        )
        for paper in ("letter", "a4")
    ]
    assert sizes == [(612, 792), (595, 842)]


def test_a_signed_letter_is_no_draft() -> None:
    keys = [
        gap.key
        for gap in write.gaps(
            "medical-necessity", factory.case(), factory.review(factory.case()), factory.guideline()
        )
    ]
    out = pages(write.pdf(letter(waivers=[{"gap": key, "reason": "read"} for key in keys])))
    assert not any("DRAFT" in page for page in out)


def test_no_type_is_smaller_than_8_5_points() -> None:
    sizes: set[float] = set()

    def seen(text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes.add(size)

    for page in PdfReader(io.BytesIO(write.pdf(letter()))).pages:
        page.extract_text(visitor_text=seen)
    assert min(sizes) >= 8.5


def test_twenty_thousand_characters_and_three_hundred_values_break_over_pages() -> None:
    case = factory.case(request={"rationale": "A long paragraph of reasons. " * 680})
    document = write.compose(
        "medical-necessity", case, factory.many_labs(case), factory.guideline(), dated=factory.DAY
    )
    out = " ".join(pages(write.pdf(document)))
    assert out.count("A long") >= 600
    assert "260 further days with values" in write.text(document)


def test_one_cell_longer_than_a_page_is_parted() -> None:
    review = factory.review(factory.case())
    steps = (
        tuple(dataclasses.replace(found, because="Words without end. " * 900) for found in review.steps[:1])
        + review.steps[1:]
    )
    case = factory.case()
    document = write.compose(
        "medical-necessity",
        case,
        dataclasses.replace(review, steps=steps),
        factory.guideline(),
        dated=factory.DAY,
    )
    assert len(pages(write.pdf(document))) > 5


@pytest.mark.parametrize("lines", range(30, 46))
def test_no_row_of_a_table_stands_alone_and_no_page_repeats_a_header(lines: int) -> None:
    rows = tuple((plain(f"row {number}"), plain("text\ntext")) for number in range(6))
    blocks = (
        *(Paragraph(plain("line")) for _ in range(lines)),
        Table((Column("Head", 1), Column("More", 1)), rows),
    )
    found = [page for page in pages(write.pdf(dataclasses.replace(EMPTY, blocks=blocks))) if "row " in page]
    assert all(page.count("Head") == 1 for page in found)
    assert all(page.count("row ") >= 2 for page in found)


def test_strings_miss_no_text_of_a_letter() -> None:
    everything = packed("".join(strings(letter())))
    for part in (
        "AnnaDemo",
        "EHP-0001",
        "mycophenolatemofetil+prednisone",
        "Weidenbusch",
        "2ClinicRoad",
        "pharmacyrecord",
    ):
        assert part in everything


def test_saving_replaces_the_file_at_once(tmp_path: Path) -> None:
    target = tmp_path / "letter.pdf"
    target.write_bytes(b"%PDF-old")
    write.save_pdf(letter(), target)
    assert target.read_bytes() == write.pdf(letter())
    assert os.listdir(tmp_path) == ["letter.pdf"]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the folder does not exist"):
        write.save_pdf(letter(), tmp_path / "none" / "letter.pdf")


def test_a_folder_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()
    with pytest.raises(UserError, match="that is the name of a folder"):
        write.save_pdf(letter(), tmp_path / "letter.pdf")
    assert os.listdir(tmp_path) == ["letter.pdf"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "open in a viewer"),
        (OSError(28, "No space left on device"), "No space left"),
    ],
)
def test_a_file_in_use_and_a_full_disk_leave_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    target = tmp_path / "letter.pdf"
    target.write_bytes(b"%PDF-old")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace" if error.errno == 13 else "fsync", refuse)
    with pytest.raises(UserError, match=words):
        write.save_pdf(letter(), target)
    assert target.read_bytes() == b"%PDF-old"
    assert os.listdir(tmp_path) == ["letter.pdf"]


def test_the_day_on_the_letter_dates_the_file() -> None:
    case = factory.case()
    other = write.compose(
        "medical-necessity", case, factory.review(case), factory.guideline(), dated=date(2027, 1, 2)
    )
    assert "2 January 2027" in write.text(other)
    assert write.pdf(other) != write.pdf(letter())


def test_a_heading_is_never_parted_from_the_heading_below_it() -> None:
    """Whatever stands above, a section and its first part begin on one page."""
    for lines, notes in itertools.product(range(28, 44), range(7)):
        blocks = (
            *(Paragraph(plain(f"Line {number}.")) for number in range(lines)),
            *(Paragraph(plain(f"Note {number}."), "note") for number in range(notes)),
            Heading("Section above"), Heading("Part below", 2), Paragraph(plain("Its text, of several lines. " * 25)),
        )  # fmt: skip
        told = pages(write.pdf(dataclasses.replace(EMPTY, blocks=blocks)))
        (above,) = (number for number, text in enumerate(told) if "Section above" in text)
        (below,) = (number for number, text in enumerate(told) if "Part below" in text)
        assert above == below, (lines, notes)
