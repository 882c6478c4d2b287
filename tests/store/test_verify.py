"""`verify` finds every way in which a store can be made to say something that was not recorded."""

import sqlite3

import pytest

from lnreview.case.model import Case
from lnreview.store.store import Store

REST = "case_id, at, 'x', before, after, body, previous, hash"


@pytest.fixture
def filled(store):
    for name in ("a", "b"):
        store.create(Case(id=name, title="one"))
        store.save(Case(id=name, title="two"), command="Title")
    assert store.verify() == ()
    return store


def without_guards(store):
    for name in store._db.triggers_dict:
        store._db.execute(f"DROP TRIGGER {name}")
    return store._db


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET command = 'x' WHERE seq = 1",
        "DELETE FROM events WHERE seq = 4",
        "DELETE FROM events",
        f"INSERT OR REPLACE INTO events SELECT seq, {REST} FROM events",
        f"INSERT INTO events SELECT 0, {REST} FROM events WHERE seq = 1",
    ],
)
def test_the_database_itself_refuses_to_change_events(filled, change):
    before = filled.history("a"), filled.history("b")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        filled._db.execute(change)
    assert (filled.history("a"), filled.history("b")) == before
    assert filled.verify() == ()


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE events SET command = 'x' WHERE seq = 2", "event 2 was changed"),
        ("UPDATE events SET at = '2000' WHERE seq = 2", "event 2 was changed"),
        ("UPDATE events SET body = zeroblob(9) WHERE seq = 3", "the case in event 3 is damaged"),
        (
            "UPDATE events SET body = (SELECT body FROM events WHERE seq = 1) WHERE seq = 2",
            "the case in event 2 is",
        ),
        ("DELETE FROM events WHERE seq = 2", "events 2 to 2 are missing"),
        ("DELETE FROM events WHERE seq = 4", "events 4 to 4 are missing at the end"),
        ("DELETE FROM events WHERE seq = 4", "case “b” is not what its last event recorded"),
        ("DELETE FROM events WHERE case_id = 'b'", "case “b” has no event"),
        ("UPDATE events SET hash = previous WHERE seq = 2", "event 3 does not follow"),
        ("UPDATE events SET before = 'x' WHERE seq = 2", "event 2 does not begin where"),
        ("UPDATE worklist SET title = 'x' WHERE id = 'a'", "case “a” shows another title"),
        ("UPDATE worklist SET synthetic = 1 WHERE id = 'a'", "case “a” shows another synthetic"),
        (
            "UPDATE cases SET body = replace(body, 'two', 'six') WHERE id = 'a'",
            "case “a” was changed without an event",
        ),
        ("UPDATE cases SET hash = 'x' WHERE id = 'a'", "case “a” is not what its last event recorded"),
        ("UPDATE cases SET body = 'x' WHERE id = 'a'", "case “a” cannot be read"),
        (
            "UPDATE cases SET body = replace(body, '\"a\"', '\"z\"') WHERE id = 'a'",
            "case “a” holds a case of another id",
        ),
        ("DELETE FROM worklist WHERE id = 'a'", "case “a” is not in the list"),
        ("UPDATE worklist SET words = ' other ' WHERE id = 'a'", "the search does not find every case"),
        ("SELECT 1", "the guard events_refuse_update is missing"),
    ],
)
def test_every_change_behind_its_back_is_found(filled, change, finding):
    without_guards(filled).execute(change)
    assert any(problem.startswith(finding) for problem in filled.verify()), filled.verify()


def test_rows_whose_case_is_gone_are_found(filled):
    filled._db.execute("PRAGMA foreign_keys = OFF")
    filled._db.execute("DELETE FROM cases WHERE id = 'a'")
    assert any("refers to a row of cases that is missing" in problem for problem in filled.verify())


def test_a_case_with_events_cannot_be_removed(filled):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        filled._db.execute("DELETE FROM cases WHERE id = 'a'")


def test_verify_names_no_patient(path, clock):
    with Store.open(path, now=clock) as store:
        store.create(Case.model_validate({"id": "x", "patient": {"name": "Secret"}}))
        without_guards(store).execute("UPDATE worklist SET title = 'Secret', patient_name = 'Secret 2'")
        assert store.verify()
        assert not any("Secret" in problem for problem in store.verify())
