"""The signer's choices in a document: other words, something left out, and words that the program no longer says."""

import dataclasses

import letterfactory as factory
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.paperwork import LetterEdit
from lnreview.case.records import Waiver
from lnreview.letters import edits, write
from lnreview.letters.document import (
    BulletList,
    Column,
    Gaps,
    Heading,
    KeyValues,
    Paragraph,
    References,
    Run,
    Signature,
    Table,
    plain,
)

KIND = "medical-necessity"
BLOCKS = (
    Paragraph(plain("Dear Medical Director,")),
    Heading("Plan"),
    Paragraph((Run("One dose", marks=(2,)), Run(" (not verified)", "badge"))),
    BulletList((plain("first"), plain("second"))),
    KeyValues((("Name", plain("Ann")), ("Sex", plain("female")), ("Born", plain("1990"))), columns=2, first=2),
    Heading("Part", 2),
    Table((Column("Drug", 1), Column("Dose", 1)), ((plain("MMF"), plain("3 g")), (plain("CYC"), plain("500 mg")))),
    Heading("Findings", fixed=True),
    Paragraph(plain("computed")),
    Heading("Detail", 2),
    Paragraph(plain("computed too")),
    Heading("After"),
    Paragraph(plain("said"), fixed=True),
    References(()),
    Gaps(()),
    Signature("Ann", ()),
)  # fmt: skip


def edit(section: str, was: str, text: str = "", kind: str = KIND) -> LetterEdit:
    return LetterEdit(kind=kind, section=section, was=was, text=text)


def changed(*choices: LetterEdit):
    return edits.edited(KIND, BLOCKS, choices)


def test_what_the_program_computed_is_not_offered_for_a_change():
    offered = {(part.section, part.words) for part in edits.parts(BLOCKS)}
    assert offered == {
        ("", "Dear Medical Director,"), ("Plan", "One dose (not verified)"), ("Plan", "first"), ("Plan", "second"),
        ("Plan", "Name: Ann"), ("Plan", "Sex: female"), ("Plan", "Born: 1990"), ("Part", "MMF | 3 g"),
        ("Part", "CYC | 500 mg"),
    }  # fmt: skip


def test_a_rewritten_paragraph_keeps_its_basis_and_says_that_it_was_rewritten():
    told = changed(edit("Plan", "One dose (not verified)", "Two doses"))[2]
    assert isinstance(told, Paragraph)
    assert [run.text for run in told.words] == ["Two doses", " (not verified)", f" {edits.MARK}"]
    assert told.words[0].marks == (2,)


def test_lines_rows_and_pairs_can_be_left_out():
    told = changed(edit("Plan", "first"), edit("Plan", "Sex: female"), edit("Part", "MMF | 3 g"))
    assert told[3] == BulletList((plain("second"),))
    pairs = told[4]
    assert isinstance(pairs, KeyValues)
    assert [label for label, _ in pairs.items] == ["Name", "Born"]
    assert pairs.first == 1
    table = told[6]
    assert isinstance(table, Table)
    assert table.rows == ((plain("CYC"), plain("500 mg")),)


def test_a_heading_with_nothing_left_goes_too_and_the_one_above_stays():
    told = changed(edit("Part", "MMF | 3 g"), edit("Part", "CYC | 500 mg"))
    headings = [block.text for block in told if isinstance(block, Heading)]
    assert headings == ["Plan", "Findings", "Detail", "After"]


@pytest.mark.parametrize(
    ("section", "was"), [("Findings", "computed"), ("Detail", "computed too"), ("After", "said")]
)
def test_what_is_fixed_stays(section, was):
    assert changed(edit(section, was, "denied")) == BLOCKS


def test_an_edit_of_another_kind_or_place_changes_nothing():
    assert changed(edit("Plan", "Dear Medical Director,")) == BLOCKS
    assert changed(edit("", "Dear Medical Director,", "Hello", kind="appeal")) == BLOCKS


@given(st.lists(st.sampled_from(edits.parts(BLOCKS)), unique_by=lambda part: (part.section, part.words)))
def test_any_choice_of_parts_to_leave_out_leaves_the_rest_as_it_was(gone):
    told = changed(*(edit(part.section, part.words) for part in gone))
    left = {(part.section, part.words) for part in edits.parts(told)}
    assert left == {(part.section, part.words) for part in edits.parts(BLOCKS)} - {
        (part.section, part.words) for part in gone
    }


def composed(case):
    return write.compose(KIND, case, factory.review(case), factory.guideline(), dated=factory.DAY)


def test_a_letter_carries_the_words_of_the_signer():
    case = factory.case()
    part = next(part for part in composed(case).parts if part.rewritable and part.section == "Request")
    case = case.model_copy(update={"letter_edits": (edit("Request", part.words, "Please approve."),)})
    document = composed(case)
    assert f"Please approve. {edits.MARK}" in write.text(document)
    assert part.words not in write.text(document)
    assert document.gaps == composed(factory.case()).gaps


def test_an_edit_whose_words_are_gone_makes_the_letter_a_draft_until_it_is_dropped_or_accepted():
    case = factory.case().model_copy(update={"letter_edits": (edit("Request", "gone", "my own words"),)})
    document = composed(case)
    gap = next(gap for gap in document.gaps if gap.key.startswith("edit:"))
    assert "my own words" in gap.sentence
    assert document.draft
    assert gap.sentence.split("“my")[0] in " ".join(write.text(document).split())
    waived = case.model_copy(update={"waivers": (Waiver(gap=gap.key, reason="seen"),)})
    assert {gap.key for gap in composed(waived).gaps if gap.waived is None} == {
        gap.key for gap in composed(factory.case()).gaps if gap.waived is None
    }


def test_the_version_of_the_case_on_paper_counts_the_edits():
    case = factory.case()
    other = case.model_copy(update={"letter_edits": (edit("Request", "gone", "x"),)})
    assert composed(case).case_version != composed(other).case_version


def test_an_edit_never_hides_a_gap_or_a_status():
    case = factory.case()
    whole = composed(case)
    everything = tuple(edit(part.section, part.words) for part in whole.parts)
    bare = composed(case.model_copy(update={"letter_edits": everything}))
    assert bare.gaps == whole.gaps
    kept = [block for block in bare.blocks if isinstance(block, Heading)]
    assert {"The review in brief", "Appendix: the criteria one by one"} <= {block.text for block in kept}
    assert dataclasses.replace(whole, blocks=(), parts=(), case_version="") == dataclasses.replace(
        bare, blocks=(), parts=(), case_version=""
    )
