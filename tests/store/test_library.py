"""What letters use again: kept, replaced and forgotten by its name."""

import pytest

from lnreview.errors import UserError
from tests.store.papers import flip

BODIES = {
    "phrase": {"text": "Łucja, “R&D” <b> 𝄞 " + "x" * 20_000},
    "recipient": {"payer": "Demo Plan", "attention": "Medical director", "address": "1 Way", "fax": "1", "phone": "2"},
    "signer": {"name": "Demo", "credentials": "MD", "npi": "1234567893", "last_seen": "2026-11"},
    "letterhead": {"organisation": "Demo Clinic", "address": "1 Way\n2 Town", "logo": ""},
}  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
def test_what_is_kept_comes_back_until_it_is_forgotten(store, kind):
    store.keep(kind, " Usual ", BODIES[kind])
    store.keep(kind, "Another", {})
    another, usual = store.library(kind)
    assert (usual.kind, usual.name, usual.body, another.name) == (kind, "Usual", BODIES[kind], "Another")
    assert all(store.library(other) == () for other in BODIES if other != kind)
    store.keep(kind, "Usual", {})
    assert store.library(kind)[1].body == {}
    assert store.library(kind)[1].updated_at > usual.updated_at
    store.forget(kind, "Another")
    assert [item.name for item in store.library(kind)] == ["Usual"]
    assert store.verify() == ()


def test_what_is_not_there_cannot_be_forgotten(store):
    store.keep("phrase", "Usual", {"text": "x"})
    with pytest.raises(UserError, match="There is no signer “Usual” to forget"):
        store.forget("signer", "Usual")
    assert len(store.library("phrase")) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "two\nlines"])
def test_a_name_is_one_short_line(store, name):
    with pytest.raises(UserError, match="The phrase was not saved: its name is empty, longer than 200"):
        store.keep("phrase", name, {"text": "x"})
    assert store.library("phrase") == ()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("phrase", {"words": "x"}),
        ("phrase", {"text": 1}),
        ("recipient", {"npi": "x"}),
        ("letterhead", {"logo": None}),
        ("signer", {"nickname": "x"}),
        ("drug", {}),
    ],
)
def test_a_body_of_another_shape_is_a_fault_of_ours(store, kind, body):
    with pytest.raises(ValueError, match=r"has no text under|nickname|is nothing that is kept"):
        store.keep(kind, "x", body)


def test_a_logo_has_to_be_a_stored_file(store):
    with pytest.raises(UserError, match="“Clinic” was not saved: its logo is not in the store"):
        store.keep("letterhead", "Clinic", {"logo": "ab" * 32})
    logo = store.add_file(b"\x89PNG\r\n\x1a\n...", "image/png")
    store.keep("letterhead", "Clinic", {"logo": logo})
    assert store.verify() == ()
    flip(store, "files", "sha256", "seq = 1", 0)
    assert "the letterhead in row 1 of the library has a logo that is not in the store" in store.verify()


@pytest.mark.parametrize("part", [0, 0.5, 1])
@pytest.mark.parametrize("column", ["name", "body", "updated_at", "hash"])
def test_one_changed_byte_is_found_and_said(store, column, part):
    store.keep("phrase", "Secret", {"text": "some words"})
    flip(store, "library", column, "kind = 'phrase'", part)
    found = [problem for problem in store.verify() if "guard" not in problem]
    assert found == ["the phrase in row 1 of the library was changed after it was saved"]
    with pytest.raises(UserError, match=r"was damaged or changed outside lnreview"):
        store.library("phrase")
    assert store.library("signer") == ()
