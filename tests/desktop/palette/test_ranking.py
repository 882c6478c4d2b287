"""The order in which the palette finds: argued with the words that a reviewer would type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.desktop.palette.offers import Kind, Offer
from lnreview.desktop.palette.ranking import ranked


def offer(text: str, kind: Kind = "command", key: str = "", more: str = "", why_not: str = "") -> Offer:
    return Offer(kind, key or f"{kind}:{text}", text, lambda: None, more=more, why_not=why_not)


OFFERS = [
    offer("New case", more="Begin an empty case"),
    offer("Export case file…"),
    offer("Close case"),
    offer("Text size: 150 %"),
    offer("Walk: Chronicity", "step"),
    offer("Lab results", "record", more="Labs"),
    offer("New lab result", "record", more="Lab results"),
    offer("Patient: Date of birth", "record"),
    offer("Voclosporin: label since", "book"),
    offer("Chloé, Demo · Too early", "case"),
    offer("Plasma exchange", "book"),
]


def found(typed: str, *recent: str) -> list[str]:
    return [line.text for line in ranked(typed, OFFERS, recent)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new", "New case"),
        ("new l", "New lab result"),
        ("lab n", "New lab result"),
        ("exc", "Export case file…"),
        ("chr", "Walk: Chronicity"),
        ("labs", "Lab results"),
        ("birth", "Patient: Date of birth"),
        ("chloe", "Chloé, Demo · Too early"),
        ("150", "Text size: 150 %"),
        ("xchan", "Plasma exchange"),
        ("exchange", "Plasma exchange"),
        ("EMPTY", "New case"),
    ],
)
def test_a_few_letters_find_what_was_meant(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_a_beginning_comes_before_a_word_inside_and_this_before_other_letters() -> None:
    offers = [offer("Open the record again"), offer("Record"), offer("The record")]
    assert [line.text for line in ranked("rec", offers)] == ["Record", "The record", "Open the record again"]


def test_what_was_used_last_comes_first_among_equals_and_only_among_them() -> None:
    assert found("case")[:2] == ["New case", "Close case"]
    assert found("case", "command:Close case")[:2] == ["Close case", "New case"]
    assert found("new", "record:New lab result")[:2] == ["New lab result", "New case"]
    assert found("walk", "command:Close case")[0] == "Walk: Chronicity"


def test_what_cannot_be_done_now_comes_last_among_equals() -> None:
    offers = [offer("New a", why_not="Open a case first."), offer("New letter")]
    assert [line.text for line in ranked("new", offers)] == ["New letter", "New a"]


def test_letters_of_a_sentence_of_the_book_are_no_find() -> None:
    assert "Voclosporin: label since" not in found("vls")
    assert "Voclosporin: label since" in found("label")


def test_nothing_typed_finds_everything_the_last_used_first() -> None:
    assert len(found("")) == len(OFFERS)
    assert found("", "step:Walk: Chronicity")[0] == "Walk: Chronicity"


@given(st.text(max_size=20))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    lines = ranked(typed, OFFERS)
    assert len({line.key for line in lines}) == len(lines)


@given(st.sampled_from(OFFERS), st.integers(1, 12))
def test_the_beginning_of_a_text_always_finds_it(line: Offer, letters: int) -> None:
    assert line in ranked(line.text[:letters], OFFERS)
