"""Every step of the schema: blank to present, and real files of each earlier schema with their rows.

`data/store-schema-1.db` was written by schema 1: “old-1” with two events, “old-2” reviewed and archived.
`data/store-schema-2.db` was written by schema 2: “old-1” with two events, a walk and a review, “old-2” done and archived.
`data/store-schema-3.db` was written by schema 3: “old-1” with a plan, two events, a walk, a review and an issued letter,
“old-2” done and archived, “old-3” with Chinese names, and an attached file and a phrase.
"""

import inspect
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from lnreview.errors import UserError
from lnreview.store import connection, migrations
from lnreview.store.connection import connect
from lnreview.store.schema import STEPS
from lnreview.store.store import Store
from lnreview.store.summary import SORTED_OR_SEARCHED
from tests.store.papers import draft

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

PRESENT = {
    "cases": {"id", "hash", "body"},
    "worklist": {
        "number", "id", "words", "more_words", "summary_words", "archived", "status", "verdict", "provisional", "due_at",
        "due_state", "next_on", "renewal_on", "waiting", "issued", "news", "to_review", "stale", "reviewed_hash",
        "updated_at", "as_of", "sex", "birth_or_age", "synthetic", "urgent", "patient_key", "title_key", "payer_key",
        "patient_name", "title", "payer", "next", "due_words", "summary",
    },
    "arrangements": {"kind", "name", "place", "body"},
    "search": {"words", "more_words", "summary_words"},
    "events": {"seq", "case_id", "at", "command", "before", "after", "body", "previous", "hash"},
    "walks": {"case_id", "state"},
    "issued": {
        "number", "case_id", "kind", "version", "title", "issued_at", "issued_by", "dated", "recipient", "criteria",
        "criteria_version", "guideline_version", "program_version", "event", "supersedes", "reason", "case_hash",
        "pdf_sha256", "previous", "hash", "text", "case_body", "trace", "pdf",
    },
    "files": {"seq", "sha256", "size", "media_type", "added_at", "previous", "hash", "content"},
    "library": {"kind", "name", "body", "updated_at", "hash"},
}  # fmt: skip


def now() -> datetime:
    return NOW


def schema_of(path: Path) -> dict[str, set[str]]:
    db = connect(path)
    names = [name for name in db.table_names() if not name.startswith(("_", "sqlite", "search_"))]
    found = {name: set(db[name].columns_dict) for name in names}
    db.close()
    return found


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.db"
    shutil.copy(DATA / "store-schema-1.db", path)
    return path


def test_a_blank_store_has_the_present_schema(path):
    Store.open(path, now=now).close()
    assert schema_of(path) == PRESENT


def test_a_store_of_schema_1_gets_the_present_schema_and_keeps_its_rows(old):
    assert "walks" not in schema_of(old)
    with Store.open(old, now=now) as store:
        assert store.verify() == ()
        assert store._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert [line.id for line in store.list()] == ["old-1"]
        assert [line.id for line in store.list(archived=True)] == ["old-2"]
        assert str(store.load("old-1").labs[0].quantity) == "3.40 g/g"
        assert [event.command for event in store.history("old-1")] == ["New case", "Title"]
        assert store.summary("old-2").verdict == "refractory"
        store.set_state("old-1", {"at": "dosing"})
    assert schema_of(old) == PRESENT


def sql_of(path: Path) -> set[str]:
    """Return how the tables, indices and guards of a store were made."""
    db = connect(path)
    found = {row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    db.close()
    return found


@pytest.mark.parametrize(("number", "step"), list(enumerate(migrations.registered()[1:], start=1)))
def test_the_steps_before_another_lead_to_the_released_schema(tmp_path, number, step):
    """A released step does today what it did then."""
    released = tmp_path / "released.db"
    shutil.copy(DATA / f"store-schema-{number}.db", released)
    db = connect(tmp_path / "blank.db")
    migrations.migrations.apply(db, stop_before=step)
    db.close()
    assert sql_of(tmp_path / "blank.db") == sql_of(released)


def test_m003_keeps_the_rows_of_schema_2_and_takes_what_is_issued(tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(DATA / "store-schema-2.db", old)
    before = rows_of(old, "id", "hash", "body")
    with Store.open(old, now=now) as store:
        kept = ("id", "hash", "body")
        assert [row[:3] for row in rows_of(old, *kept)["cases"]] == [row[:3] for row in before["cases"]]
        assert rows_of(old)["events"] == before["events"]
        assert rows_of(old)["walks"] == before["walks"]
        assert store.verify() == ()
        assert store.state("old-1") == {"at": "dosing"}
        assert store.summary("old-1").verdict == "inadequate-response"
        assert store.issued("old-1") == ()
        row = store.issue(draft(store.load("old-1")))
        assert [event.command for event in store.history("old-1")][-1] == (
            "Issue: Letter of medical necessity, version 1"
        )
        assert row.case_hash == store.history("old-1")[1].after
        store.add_file(b"%PDF-1.4", "application/pdf")
        store.keep("phrase", "Usual", {"text": "x"})
        assert store.verify() == ()
    assert schema_of(old) == PRESENT
    assert old.with_name("old.before-m003_issued_files_library.20261122T090000.db").exists()


def rows_of(path: Path, *of_cases: str) -> dict[str, list[tuple]]:
    db = connect(path)
    wanted = {"cases": ", ".join(of_cases) or "*", "events": "*", "walks": "*"}
    found = {name: db.execute(f"SELECT {what} FROM {name}").fetchall() for name, what in wanted.items()}
    db.close()
    return found


def test_m004_gives_the_list_a_table_and_keeps_what_it_showed(tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(DATA / "store-schema-3.db", old)
    shown = "id, title, patient_name, sex, birth_or_age, status, verdict, summary, next, as_of, updated_at"
    raw = sqlite3.connect(old)
    before = raw.execute(f"SELECT {shown}, archived, provisional, urgent FROM cases ORDER BY id").fetchall()
    bodies = raw.execute("SELECT id, hash, body FROM cases ORDER BY id").fetchall()
    raw.close()
    with Store.open(old, now=now) as store:
        assert store.verify() == ()
        after = store._db.execute(
            f"SELECT {shown}, archived, nullif(provisional, ''), urgent FROM worklist ORDER BY id"
        ).fetchall()
        assert after == before
        assert store._db.execute("SELECT id, hash, body FROM cases ORDER BY id").fetchall() == bodies
        line = store.summary("old-1")
        assert (line.issued, line.news, line.stale, line.payer) == (True, "", False, "Example Health")
        assert not store.summary("old-3").issued
        found = {
            words: [case.id for case in store.list(words)]
            for words in ("zoe mycophenolate", "regimen", "w12345", "2345", "小", "新病", "rituximab")
        }
        assert found == {
            "zoe mycophenolate": ["old-1"], "regimen": ["old-1"], "w12345": ["old-1"], "2345": [], "小": ["old-3"],
            "新病": ["old-3"], "rituximab": ["old-3"],
        }  # fmt: skip
        assert [case.id for case in store.list("angstrom", archived=True)] == ["old-2"]
        assert store.issued_pdf(1).startswith(b"%PDF-")
        assert [number for number, _ in store.worklist.to_review(0, 9)] == [1, 3]
        store.save(store.load("old-1").model_copy(update={"title": "After"}), command="Title")
        assert [case.id for case in store.list("after zoe")] == ["old-1"]
        assert store.verify() == ()
    assert schema_of(old) == PRESENT
    assert old.with_name("old.before-m004_worklist.20261122T090000.db").exists()


def test_m004_leaves_a_damaged_case_as_it_is(tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(DATA / "store-schema-3.db", old)
    raw = sqlite3.connect(old)
    with raw:
        raw.execute("UPDATE cases SET body = 'damaged' WHERE id = 'old-1'")
    raw.close()
    with Store.open(old, now=now) as store:
        assert [line.id for line in store.list("zoe class iv")] == ["old-1"]
        with pytest.raises(UserError, match="“old-1” cannot be read"):
            store.load("old-1")


def test_what_is_found_by_words_after_the_migration_is_what_is_found_when_saved_anew(tmp_path):
    """The step has its own copy of how a text is cut into words; it may not differ from the present one unnoticed."""
    old = tmp_path / "old.db"
    shutil.copy(DATA / "store-schema-3.db", old)
    with Store.open(old, now=now) as store:
        names = ", ".join(SORTED_OR_SEARCHED)
        migrated = store._db.execute(f"SELECT {names} FROM worklist ORDER BY id").fetchall()
        for case_id in ("old-1", "old-2", "old-3"):
            store.save(store.load(case_id), command="The same")
        assert store._db.execute(f"SELECT {names} FROM worklist ORDER BY id").fetchall() == migrated


def test_the_names_by_which_a_store_is_opened_are_those_of_the_steps():
    assert migrations.registered() == STEPS


def test_m002_finds_old_cases_by_name_drug_and_summary(old):
    with Store.open(old, now=now) as store:
        assert [line.id for line in store.list("zoe mycophenolate")] == ["old-1"]
        assert [line.id for line in store.list("angstrom hydroxychl", archived=True)] == ["old-2"]


def test_m002_leaves_a_damaged_case_as_it_is(old):
    raw = sqlite3.connect(old)
    with raw:
        raw.execute("UPDATE cases SET body = 'damaged' WHERE id = 'old-1'")
    raw.close()
    with Store.open(old, now=now) as store:
        assert [line.id for line in store.list("class iv")] == ["old-1"]
        with pytest.raises(UserError, match="“old-1” cannot be read"):
            store.load("old-1")


def test_the_old_store_is_backed_up_before_it_is_changed(old):
    before = old.read_bytes()
    Store.open(old, now=now).close()
    backup = old.with_name("old.before-m002_search_and_walk.20261122T090000.db")
    assert backup.exists()
    assert "walks" not in schema_of(backup)
    raw = sqlite3.connect(backup)
    assert raw.execute("SELECT count(*) FROM events").fetchone() == (4,)
    raw.close()
    assert old.read_bytes() != before
    Store.open(old, now=now).close()
    assert len(list(old.parent.glob("*.before-*.db"))) == 1


def test_a_step_that_fails_leaves_the_store_as_it_was(old, monkeypatch):
    broken = Migrations("lnreview-store")
    for name in migrations.registered():
        broken()(getattr(migrations, name))

    @broken()
    def m005_fails(db):
        db.execute("DELETE FROM walks")
        db.execute("UPDATE worklist SET title = 'half done'")
        db.execute("SELECT * FROM no_such_table")

    before = dict(schema_of(old))
    monkeypatch.setattr(migrations, "migrations", broken)
    monkeypatch.setattr(connection, "STEPS", (*STEPS, "m005_fails"))
    with pytest.raises(sqlite3.OperationalError, match="no such table: no_such_table"):
        Store.open(old, now=now)
    assert schema_of(old) == before
    monkeypatch.undo()
    with Store.open(old, now=now) as store:
        assert store.summary("old-1").title == "Class IV"


def test_a_step_that_leaves_rows_without_their_case_is_taken_back(old, monkeypatch):
    broken = Migrations("lnreview-store")
    for name in migrations.registered():
        broken()(getattr(migrations, name))

    @broken()
    def m005_loses_a_case(db):
        db.execute("DELETE FROM cases WHERE id = 'old-2'")

    monkeypatch.setattr(migrations, "migrations", broken)
    monkeypatch.setattr(connection, "STEPS", (*STEPS, "m005_loses_a_case"))
    with pytest.raises(UserError, match=r"3 of its rows refer to rows that are missing\. It is unchanged"):
        Store.open(old, now=now)
    monkeypatch.undo()
    with Store.open(old, now=now) as store:
        assert store.load("old-2").title == "Archived"


def test_a_store_of_a_newer_program_is_refused_and_not_touched(path):
    Store.open(path, now=now).close()
    raw = connect(path)
    raw.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('lnreview-store', 'm999_later', '')"
    )
    raw.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="last used by a newer lnreview") as caught:
        Store.open(path, now=now)
    assert "Install the newer lnreview" in str(caught.value)
    assert path.read_bytes() == before


def test_each_step_has_a_test_and_each_earlier_schema_a_file():
    steps = migrations.registered()
    tests = inspect.getsource(inspect.getmodule(now))
    assert steps[0] == "m001_cases_and_events"
    for number, step in enumerate(steps[1:], start=1):
        assert f"def test_{step[:4]}_" in tests, step
        assert (DATA / f"store-schema-{number}.db").exists()
        assert step.startswith(f"m{number + 1:03}_")
