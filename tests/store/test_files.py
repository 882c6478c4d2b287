"""Attached files: each once, whole, of its type, and there for good."""

import hashlib
import os
import sqlite3
from functools import partial

import pytest

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.store import files
from lnreview.store.store import Store
from tests.store.papers import by_another_program, draft, flip, unguarded

PDF = b"%PDF-1.7\nA biopsy report"
COLUMNS = ("seq", "sha256", "size", "media_type", "added_at", "previous", "hash", "content")


def with_file(sha256: str) -> Case:
    return Case.model_validate({"id": "demo", "enclosures": [{"title": "Report", "sha256": sha256}]})


def test_a_file_is_kept_once_under_the_hash_of_its_content(store, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(PDF)
    own = store.add_file(path, "application/pdf")
    assert own == hashlib.sha256(PDF).hexdigest()
    assert store.add_file(PDF, "application/pdf") == own
    path.unlink()
    assert store.file(own) == PDF
    assert store._db.execute("SELECT size, media_type FROM files").fetchall() == [
        (len(PDF), "application/pdf")
    ]
    assert store.verify() == ()


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", "application/pdf", "it is empty. Choose the complete file"),
        (b"<html>", "application/pdf", "its content is not what its type application/pdf promises"),
        (PDF, "image/png", "its content is not what its type image/png promises"),
        (b"\xff\xd8", "image/jpeg", "its content is not what its type image/jpeg promises"),
        (b"MM*\x00", "image/tiff", "its content is not what its type image/tiff promises"),
        (b"a\x00b", "text/plain", "its content is not what its type text/plain promises"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(store, content, kind, words):
    with pytest.raises(UserError, match=f"The file was not attached: {words}"):
        store.add_file(content, kind)
    assert store._db.execute("SELECT count(*) FROM files").fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.PDF", PDF),
        ("x.png", b"\x89PNG\r\n\x1a\n..."),
        ("x.jpeg", b"\xff\xd8\xff\xe0"),
        ("x.tif", b"II*\x00..."),
        ("x.tiff", b"MM\x00*..."),
        ("x.txt", "Łucja".encode()),
        ("x.csv", b"a;b"),
        ("x.docx", b"PK\x03\x04..."),
        ("x", b"\x00any bytes"),
    ],
)
def test_a_file_is_taken_by_the_ending_of_its_name(store, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert store.file(store.add_file(tmp_path / name, files.media_type(name))) == content


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(store, tmp_path, monkeypatch):
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # no machine could hold it
    with pytest.raises(UserError, match=r"scan\.pdf was not attached: it is larger than 64 MB"):
        store.add_file(path, "application/pdf")
    monkeypatch.setattr(files, "LARGEST", len(PDF))
    store.add_file(PDF, "application/pdf")
    with pytest.raises(UserError, match="The file was not attached: it is larger"):
        store.add_file(PDF + b"!", "application/pdf")


def test_a_file_that_cannot_be_read_is_a_sentence(store, tmp_path):
    with pytest.raises(UserError, match=r"gone\.pdf was not attached: No such file"):
        store.add_file(tmp_path / "gone.pdf", "application/pdf")
    with pytest.raises(UserError, match="it is not a file"):
        store.add_file(tmp_path, "application/pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UserError, match="it is not a file"):
        store.add_file(tmp_path / "pipe.pdf", "application/pdf")


def test_a_file_that_is_not_there_is_a_sentence_and_a_finding(store):
    absent = "ab" * 32
    with pytest.raises(UserError, match="abababababab… is not in this store: the case came from another one"):
        store.file(absent)
    store.create(with_file(absent))
    assert store.verify() == ("the attached file of enclosure-1 in case “demo” is not in the store",)
    store.issue(draft(store.load("demo")))
    assert "the attached file of enclosure-1 in document 1 is not in the store" in store.verify()


def test_a_file_that_a_case_names_is_in_order(store):
    store.create(with_file(store.add_file(PDF, "application/pdf")))
    store.issue(draft(store.load("demo")))
    assert store.verify() == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE files SET media_type = 'text/plain'",
        "DELETE FROM files",
        "INSERT OR REPLACE INTO files SELECT * FROM files WHERE seq = 1",
        f"INSERT OR REPLACE INTO files SELECT 3, {', '.join(COLUMNS[1:])} FROM files WHERE seq = 1",
        "INSERT INTO files SELECT 9, 'x', size, media_type, added_at, previous, hash, content FROM files "
        "WHERE seq = 1",
    ],
)
def test_the_database_itself_refuses_to_change_a_file(store, change):
    store.add_file(PDF, "application/pdf")
    store.add_file(PDF + b"2", "application/pdf")
    for attempt in (store._db.execute, partial(by_another_program, store)):
        with pytest.raises(sqlite3.IntegrityError, match="files is append-only"):
            attempt(change)
    assert store.verify() == ()


@pytest.mark.parametrize("part", [0, 0.5, 1])
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 2])
def test_one_changed_byte_of_any_column_is_found(store, column, seq, part):
    for content in (PDF, PDF + b"2"):
        store.add_file(content, "application/pdf")
    assert tuple(store._db["files"].columns_dict) == COLUMNS
    flip(store, "files", column, f"seq = {seq}", part)
    assert any("attached file" in problem for problem in store.verify() if "guard" not in problem)


def test_a_damaged_file_is_not_used_and_not_taken_for_the_same(store):
    own = store.add_file(PDF, "application/pdf")
    flip(store, "files", "content", "seq = 1", 0.5)
    for ask in (lambda: store.file(own), lambda: store.add_file(PDF, "application/pdf")):
        with pytest.raises(UserError, match="is damaged or was changed outside lnreview, so it is not used"):
            ask()
    assert "the content of attached file 1 is damaged or was changed" in store.verify()


@pytest.mark.parametrize(
    ("seq", "finding"),
    [(1, "attached files 1 to 1 are missing"), (2, "attached files 2 to 2 are missing at the end")],
)
def test_a_file_that_was_taken_away_is_found(store, seq, finding):
    for content in (PDF, PDF + b"2"):
        store.add_file(content, "application/pdf")
    unguarded(store).execute(f"DELETE FROM files WHERE seq = {seq}")
    assert finding in store.verify()


def test_files_and_documents_come_along_with_a_backup(store, tmp_path, clock):
    own = store.add_file(PDF, "application/pdf")
    store.create(with_file(own))
    row = store.issue(draft(store.load("demo")))
    store.keep("phrase", "Greeting", {"text": "Dear colleague"})
    store.backup(tmp_path / "backup.db")
    with Store.open(tmp_path / "backup.db", now=clock) as copy:
        assert copy.verify() == ()
        assert copy.file(own) == PDF
        assert copy.issued("demo") == (row,)
        assert copy.issued_pdf(1) == store.issued_pdf(1)
        assert copy.library("phrase") == store.library("phrase")
        assert copy.holds() == {"cases": 1, "events": 2, "issued documents": 1, "attached files": 1}
