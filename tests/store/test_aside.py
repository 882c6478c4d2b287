"""What a worker does with the store beside the window: it reads, copies and adds files, and holds nobody up."""

import sqlite3

import pytest

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.store.backup import back_up
from lnreview.store.casebody import read
from lnreview.store.store import Store
from lnreview.store.summary import ReviewGlance

PDF = b"%PDF-1.7 " + bytes(range(256)) * 400


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody stopped the work."""


def filled(store, count=40):
    for number in range(count):
        store.create(Case(id=f"case-{number}", title="x" * 300))
    store.add_file(PDF * 20, "application/pdf")
    return store


def leftovers(folder):
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


def test_a_worker_reads_a_case_with_its_hash(store, clock):
    filled(store, 1)
    with store.aside() as other:
        body, digest = other.body("case-0")
        assert read("case-0", body) == store.load("case-0")
        with pytest.raises(UserError, match="is not in this store"):
            other.body("nobody")
    store.set_review("case-0", ReviewGlance("refractory"), of=digest)
    assert not store.summary("case-0").stale
    store.set_reviews([("case-0", ReviewGlance("relapse"), "of another state")])
    assert store.summary("case-0").verdict == "refractory", "it is reviewed again as it is now"
    store.set_reviews([("case-0", ReviewGlance("relapse"), digest)])
    assert store.summary("case-0").verdict == "relapse"


def test_a_worker_does_not_read_a_damaged_case(store, clock):
    filled(store, 1)
    store._db.execute("UPDATE cases SET hash = 'other'")
    store._db.conn.commit()
    with store.aside() as other, pytest.raises(UserError, match="cannot be read"):
        other.body("case-0")


def test_a_file_added_by_a_worker_is_there_and_proved(store, clock, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(PDF)
    with store.aside() as other:
        own = other.add_file(path)
        assert other.add_file(path) == own
        path.write_bytes(b"no PDF")
        with pytest.raises(UserError, match="was not attached"):
            other.add_file(path)
    assert store.file(own) == PDF
    store.create(Case(id="demo"))
    assert store.verify() == ()


def test_a_store_that_is_gone_is_named(store):
    store.path.rename(store.path.with_name("moved.db"))
    with pytest.raises(UserError, match="is gone"), store.aside():
        pass
    store.path.with_name("moved.db").rename(store.path)


def test_a_damaged_store_takes_no_file_from_a_worker_either(store, tmp_path):
    (tmp_path / "report.pdf").write_bytes(PDF)
    before = store.changes
    with store.aside() as other:
        other.add_file(tmp_path / "report.pdf")
        assert store.changes == before + 2
        store.found_damaged("It is damaged.")
        with pytest.raises(UserError, match="It is damaged"):
            other.add_file(tmp_path / "report.pdf")


def test_a_backup_tells_how_far_it_is_and_what_it_holds(store, clock, tmp_path):
    filled(store)
    told = []
    with store.aside() as other:
        held = other.back_up(tmp_path / "backup.db", lambda done, of: told.append((done, of)))
    assert held == {"cases": 40, "events": 40, "issued documents": 0, "attached files": 1}
    assert len(told) > 1
    assert all(0 <= done <= of for done, of in told)
    with Store.open(tmp_path / "backup.db", now=clock) as copy:
        assert copy.verify() == ()
        assert copy.file(copy.add_file(PDF * 20, "application/pdf")) == PDF * 20


@pytest.mark.parametrize("look", [1, 2])
def test_a_backup_that_is_stopped_leaves_nothing_and_the_older_one(store, clock, tmp_path, look):
    filled(store)
    target = tmp_path / "backup.db"
    target.write_text("an older backup")
    looks = 0

    def stop(done, of):
        nonlocal looks
        looks += 1
        if looks == look:
            raise Stopped

    with store.aside() as other, pytest.raises(Stopped):
        other.back_up(target, stop)
    assert target.read_text() == "an older backup"
    assert leftovers(tmp_path) == []
    assert store.verify() == ()


def test_a_backup_can_be_stopped_while_it_is_proved(store, clock, tmp_path):
    filled(store, 400)
    copied = False

    def stop(done, of):
        nonlocal copied
        if copied:
            raise Stopped
        copied = done == of

    with store.aside() as other, pytest.raises(Stopped):
        other.back_up(tmp_path / "backup.db", stop)
    assert not (tmp_path / "backup.db").exists()
    assert leftovers(tmp_path) == []


def test_a_change_while_a_backup_is_made_is_not_refused_and_the_backup_is_whole(store, clock, tmp_path):
    filled(store, 400)
    changed = False

    def change(done, of):
        nonlocal changed
        if not changed:
            changed = True
            store.save(Case(id="case-0", title="changed meanwhile"), command="Title")

    with store.aside() as other:
        other.back_up(tmp_path / "backup.db", change)
    assert changed
    with Store.open(tmp_path / "backup.db", now=clock) as copy:
        assert copy.verify() == ()
        assert copy.load("case-0").title == "changed meanwhile"


def test_a_backup_of_a_store_that_was_made_a_wal_is_one_file(store, clock, tmp_path):
    filled(store, 3)
    store.close()
    raw = sqlite3.connect(store.path)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("UPDATE worklist SET summary = 'only in the WAL'")
    raw.commit()
    target = tmp_path / "copies" / "backup.db"
    target.parent.mkdir()
    back_up(raw, store.path, target, lambda done, of: None)
    raw.close()
    assert [path.name for path in target.parent.iterdir()] == ["backup.db"]
    with Store.open(target, now=clock) as copy:
        assert copy.summary("case-0").summary == "only in the WAL"
