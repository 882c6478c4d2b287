"""What the environment does to a store: it ends in a sentence, and nothing that was saved is lost."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.store.connection import DamagedStore
from lnreview.store.store import Store
from tests.store.papers import PDF, draft

NOBODY = 65534


def labs(count: int) -> list[dict]:
    return [
        {"analyte": "upcr", "quantity": {"value": n / 7, "unit": "g/g"}, "note": os.urandom(20).hex()}
        for n in range(count)
    ]


# A program that saves and is killed before the given statement of the save, with so small a cache that the
# database file is written to long before the commit.
KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from lnreview.store.store import Store
    path, last = Path(sys.argv[1]), int(sys.argv[2])
    store = Store.open(path, now=lambda: datetime.now(UTC))
    case = store.load("demo").model_copy(update={"title": "after"})
    store._db.execute("PRAGMA cache_size = 1")
    seen = 0
    def count(statement):
        global seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
    store._db.conn.set_trace_callback(count)
    store.save(case, command="Title: after")
    store._db.conn.set_trace_callback(None)
    print(seen)
    """
)
KILLED_AT_ISSUE = KILLED.replace(
    'store.save(case, command="Title: after")',
    'store.issue(draft(store.load("demo"), pdf=PDF * 100, reason="Corrected"))',
).replace("import os, signal, sys", "import os, signal, sys\nfrom tests.store.papers import PDF, draft")
KILLED_AT_A_FILE = KILLED.replace(
    'store.save(case, command="Title: after")', 'store.add_file(b"%PDF-" * 50_000, "application/pdf")'
)


def run_and_kill(path: Path, before_statement: int, program: str = KILLED) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", program, path, str(before_statement)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_program_killed_at_any_statement_of_a_save_leaves_the_state_before(path, clock, tmp_path):
    with Store.open(path, now=clock) as store:
        store.create(Case.model_validate({"id": "demo", "title": "before", "labs": labs(300)}))
    kept = tmp_path / "kept.db"
    shutil.copy(path, kept)
    whole = run_and_kill(path, 0)
    statements = int(whole.stdout)
    assert statements >= 5, whole.stderr
    hot = 0
    for number in range(1, statements + 1):
        shutil.copy(kept, path)
        assert run_and_kill(path, number).returncode == -signal.SIGKILL
        hot += path.with_name(path.name + "-journal").exists()
        with Store.open(path, now=clock) as store:
            assert store.load("demo").title == "before"
            assert len(store.history("demo")) == 1
            assert store.verify() == ()
    assert hot, "no save was killed with changes under way"


@pytest.mark.parametrize("program", [KILLED_AT_ISSUE, KILLED_AT_A_FILE])
def test_a_program_killed_at_any_statement_of_an_issue_leaves_no_half_of_it(path, clock, tmp_path, program):
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo"))
        store.issue(draft(Case(id="demo")))
    kept = tmp_path / "kept.db"
    shutil.copy(path, kept)
    whole = run_and_kill(path, 0, program)
    assert int(whole.stdout) >= 5, whole.stderr
    hot = 0
    for number in range(1, int(whole.stdout) + 1):
        shutil.copy(kept, path)
        assert run_and_kill(path, number, program).returncode == -signal.SIGKILL
        hot += path.with_name(path.name + "-journal").exists()
        with Store.open(path, now=clock) as store:
            assert store.verify() == ()
            assert [row.version for row in store.issued("demo")] == [1]
            assert store.issued_pdf(1) == PDF
            assert store.holds()["attached files"] == 0
            assert len(store.history("demo")) == 2
    assert hot, "nothing was killed with changes under way"


def test_a_full_disk_keeps_what_was_issued_and_half_of_nothing(store):
    store.create(Case(id="demo"))
    store.issue(draft(Case(id="demo")))
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    again = draft(Case(id="demo"), pdf=PDF * 100, reason="Corrected")
    with pytest.raises(UserError, match=r"“Letter of medical necessity” was not issued: the disk is full"):
        store.issue(again)
    with pytest.raises(UserError, match=r"The file was not attached: the disk is full; free some space"):
        store.add_file(PDF * 100, "application/pdf")
    with pytest.raises(UserError, match=r"The phrase “long” was not saved: the disk is full"):
        store.keep("phrase", "long", {"text": "x" * 100_000})
    assert [row.version for row in store.issued("demo")] == [1]
    assert len(store.history("demo")) == 2
    assert store.library("phrase") == ()
    store._db.execute("PRAGMA max_page_count = 100000").fetchone()
    assert store.verify() == ()
    assert store.issue(again).version == 2
    assert store.issued_pdf(1) == PDF


def test_a_full_disk_is_a_sentence_and_loses_nothing(store):
    store.create(Case.model_validate({"id": "demo", "title": "before"}))
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    big = Case.model_validate({"id": "demo", "title": "after", "labs": labs(300)})
    with pytest.raises(UserError, match="“Labs” was not saved: the disk is full; free some space"):
        store.save(big, command="Labs")
    with pytest.raises(UserError, match="“new” was not added: the disk is full"):
        store.create(big.model_copy(update={"id": "new"}))
    assert store.load("demo").title == "before"
    assert len(store.history("demo")) == 1
    store._db.execute("PRAGMA max_page_count = 100000").fetchone()
    assert store.verify() == ()
    store.save(big, command="Labs")
    assert store.load("demo") == big


def test_a_disk_that_refuses_to_grow_any_file_is_a_sentence(path, clock):
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo", title="before"))
    child = textwrap.dedent(
        """
        import resource, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from lnreview.case.model import Case
        from lnreview.errors import UserError
        from lnreview.store.store import Store
        path = Path(sys.argv[1])
        store = Store.open(path, now=lambda: datetime.now(UTC))
        size = path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        for action in (
            lambda: store.save(Case(id="demo", note="x" * 19_000, title="y" * 300), command="Note"),
            lambda: [store.save(Case(id="demo", note=str(n) * 9_000), command="Note") for n in range(200)],
        ):
            try:
                action()
            except UserError as error:
                print(error)
        print(store.verify())
        """
    )
    done = subprocess.run([sys.executable, "-c", child, path], capture_output=True, text=True, check=True)
    assert "was not saved: the disk" in done.stdout
    assert done.stdout.rstrip().endswith("()")
    with Store.open(path, now=clock) as store:
        assert store.verify() == ()


def test_a_second_program_gets_a_sentence_and_can_open_after_the_first(path, clock):
    first = Store.open(path, now=clock)
    with pytest.raises(
        UserError, match=r"is open in another lnreview \(process \d+ on .+, since 2026-11-22 09:00\)"
    ):
        Store.open(path, now=clock)
    first.create(Case(id="still-works"))
    first.close()
    with Store.open(path, now=clock) as second:
        assert [line.id for line in second.list()] == ["still-works"]


def test_a_lock_that_a_killed_program_left_behind_locks_nothing(path, clock):
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo"))
    assert run_and_kill(path, 1).returncode == -signal.SIGKILL
    assert path.with_name(path.name + ".lock").read_text()
    Store.open(path, now=clock).close()


def test_an_opening_that_fails_gives_the_lock_back(path, clock):
    path.write_bytes(b"garbage")
    for _ in range(2):
        with pytest.raises(UserError, match="not a store of cases"):
            Store.open(path, now=clock)
    path.unlink()
    Store.open(path, now=clock).close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"garbage" * 1000, "is not a store of cases, or is damaged at its very beginning"),
        (b'{"id": "a case file"}', "is not a store of cases"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "is damaged"),
        (b"SQLite format 3\x00", "is damaged|another program"),
    ],
)
def test_a_file_of_something_else_is_refused_and_not_touched(path, clock, content, words):
    path.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        Store.open(path, now=clock)
    assert path.read_bytes() == content
    assert any(remedy in str(caught.value) for remedy in ("Restore", "restore", "Open another"))


def test_a_database_of_another_program_is_refused_and_not_touched(path, clock):
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE bookmarks (url TEXT)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="SQLite database of another program"):
        Store.open(path, now=clock)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("first", "length", "words"),
    [
        (
            1,
            50,
            "the file is damaged; restore the store from a backup",
        ),  # most pages: already the schema fails
        (
            -1,
            1,
            r"is damaged \(.+\)\. Nothing was changed\. Restore it from a backup",
        ),  # only the check finds it
    ],
)
def test_a_store_with_damaged_pages_is_refused_and_not_touched(path, clock, first, length, words):
    with Store.open(path, now=clock) as store:
        store.create(Case.model_validate({"id": "demo", "labs": labs(300)}))
        size = store._db.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    begin = first * size if first > 0 else len(content) + first * size
    damage = b"\xa5" * (length * size)
    content[begin : begin + len(damage)] = damage[: len(content) - begin]
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        Store.open(path, now=clock)
    assert path.read_bytes() == content


def test_a_store_that_was_cut_off_is_refused(path, clock):
    with Store.open(path, now=clock) as store:
        store.create(Case.model_validate({"id": "demo", "labs": labs(300)}))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(UserError, match="damaged"):
        Store.open(path, now=clock)


def test_a_missing_store_whose_journal_is_there_is_not_made_anew(path, clock):
    path.with_name(path.name + "-journal").write_bytes(b"rest of a save")
    with pytest.raises(UserError, match="moved or deleted while it was in use"):
        Store.open(path, now=clock)
    assert not path.exists()


def test_a_creation_that_was_cut_short_is_begun_again(path, clock):
    path.with_name(path.name + ".new").write_bytes(b"half a store")
    with Store.open(path, now=clock) as store:
        assert store.list() == ()
    assert {entry.name for entry in path.parent.iterdir()} == {path.name, path.name + ".lock"}


def test_the_folder_of_a_new_store_is_made(tmp_path, clock):
    Store.open(tmp_path / "new" / "folder" / "cases.db", now=clock).close()
    assert (tmp_path / "new" / "folder" / "cases.db").exists()


def test_a_folder_that_cannot_be_one_is_a_sentence(tmp_path, clock):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be made"):
        Store.open(tmp_path / "file" / "cases.db", now=clock)
    with pytest.raises(UserError, match="is a folder, not a store"):
        Store.open(tmp_path, now=clock)


@contextlib.contextmanager
def as_somebody_without_rights():
    """Let the test be an ordinary user: for the administrator no folder is read-only."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only_folder():
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_read_only_folder_is_a_sentence(read_only_folder, clock):
    path = read_only_folder / "cases.db"
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo"))
    path.with_name("cases.db.lock").unlink()
    read_only_folder.chmod(0o555)
    with (
        as_somebody_without_rights(),
        pytest.raises(UserError, match=r"cannot be written .*correct the folder's permissions"),
    ):
        Store.open(path, now=clock)


def test_a_read_only_store_is_a_sentence(read_only_folder, clock):
    path = read_only_folder / "cases.db"
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo", title="before"))
    path.chmod(0o444)
    path.with_name("cases.db.lock").chmod(0o666)
    read_only_folder.chmod(0o777)
    with as_somebody_without_rights(), Store.open(path, now=clock) as store:
        assert store.load("demo").title == "before"
        with pytest.raises(UserError, match="“x” was not saved: it may not be written to"):
            store.save(Case(id="demo"), command="x")
        with pytest.raises(
            UserError, match="was not issued: it may not be written to; correct the permissions"
        ):
            store.issue(draft(store.load("demo")))
        with pytest.raises(UserError, match="The file was not attached: it may not be written to"):
            store.add_file(PDF, "application/pdf")
        assert store.issued("demo") == ()


def test_a_text_that_is_none_any_more_is_a_sentence(store):
    store.create(Case(id="demo"))
    store._db.execute("UPDATE worklist SET title = CAST(x'ff' AS TEXT)")
    with pytest.raises(DamagedStore, match="The list of cases was not read: the file is damaged; restore"):
        store.list()


def test_a_store_in_wal_mode_comes_back_to_one_file(path, clock):
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo"))
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    with Store.open(path, now=clock) as store:
        assert store._db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert store._db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_backup_holds_everything_and_replaces_an_older_one(store, tmp_path, clock):
    target = tmp_path / "backup.db"
    target.write_text("an older backup")
    store.create(Case(id="demo", title="kept"))
    store.backup(target)
    store.save(Case(id="demo", title="later"), command="Title")
    with Store.open(target, now=clock) as copy:
        assert copy.load("demo").title == "kept"
        assert copy.verify() == ()
    assert store.load("demo").title == "later"
    assert not target.with_name("backup.db.part").exists()


def test_a_backup_of_a_damaged_store_does_not_replace_a_good_one(store, tmp_path):
    store.create(Case.model_validate({"id": "demo", "labs": labs(300)}))
    target = tmp_path / "backup.db"
    store.backup(target)
    good = target.read_bytes()
    with store.path.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xa5" * 4096)
    store._db.execute("PRAGMA shrink_memory")
    with pytest.raises(UserError, match=r"backup\.db was not written: the copy does not read back"):
        store.backup(target)
    assert target.read_bytes() == good


def test_a_backup_that_cannot_be_written_leaves_the_older_one(store, tmp_path, monkeypatch):
    store.create(Case(id="demo"))
    target = tmp_path / "backup.db"
    store.backup(target)
    before = target.read_bytes()

    def refuse(*names):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(
        UserError, match=r"backup\.db was not written: Permission denied. The store is unchanged"
    ):
        store.backup(target)
    monkeypatch.undo()
    assert target.read_bytes() == before
    assert not target.with_name("backup.db.part").exists()
    with pytest.raises(UserError, match="was not written: the file or its journal cannot be opened"):
        store.backup(tmp_path / "nowhere" / "backup.db")
    with pytest.raises(UserError, match="is the open store itself"):
        store.backup(store.path)
