"""Open a store: the one place where a connection is made, and where encryption will go.

A file is opened only when it is whole, is a store of this program, is not newer than the program, and is
not open elsewhere. A missing store is made complete under another name and then moved to its own, so that
no half-made store can be found. Anything else that is not right is refused with a sentence: a damaged store
is never replaced by an empty one. Who wants to show a large store at once may put off the check of its pages, and then has
to run it himself (`damage`). Foreign keys are on. The journal is of the kind `DELETE`, which keeps the
whole store in one file between transactions; a WAL would be lost when someone copies that file, and breaks
on a network folder.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview.errors import UserError
from lnreview.store.lock import Lock
from lnreview.store.schema import APPLICATION_ID, MIGRATIONS, STEPS

if TYPE_CHECKING:  # a store is opened and listed without it: what writes or migrates imports it late
    from sqlite_utils import Database

_PAGES = 512
"""Pages of a copy between two reports: some megabytes at the most, after which the store can be written."""
_HEADER = b"SQLite format 3\x00"
_RESTORE = "Nothing was changed. Restore it from a backup, or open another store."

# What the environment does to a database; every other error of SQLite is a fault of ours.
_CIRCUMSTANCES = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space",
    sqlite3.SQLITE_READONLY: "it may not be written to; correct the permissions, or move the store",
    sqlite3.SQLITE_PERM: "the file may not be opened; correct the permissions",
    sqlite3.SQLITE_CANTOPEN: "the file or its journal cannot be opened; check the folder and its permissions",
    sqlite3.SQLITE_IOERR: "the disk reported an error; check the disk and the space that is left on it",
    sqlite3.SQLITE_BUSY: "another program is using the file; close that program",
    sqlite3.SQLITE_LOCKED: "another program is using the file; close that program",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore the store from a backup",
    sqlite3.SQLITE_NOTADB: "the file is damaged; restore the store from a backup",
    sqlite3.SQLITE_TOOBIG: "it is too large for the store; remove entries that the review does not need",
}


_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_TEXT = "Could not decode to UTF-8"
"""How Python begins to say that a text of the file is none; SQLite itself gives no code for it."""

_CACHE = 16 * 1024
"""KiB of pages that are kept: two indexes of a long list fit into it."""

_CHECKED_LATER = {"issued", "files"}
"""Tables whose rows prove themselves when they are read; to check their pages would make every opening slow."""


class DamagedStore(UserError):  # noqa: N818 - it names what is found, not an error of a program
    """A store whose file is damaged."""


@contextlib.contextmanager
def told(path: Path, what: str) -> Iterator[None]:
    """Turn what the environment does to the store into a `UserError`; `what` is what did not happen."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if str(error).startswith(_NO_TEXT):
            code = sqlite3.SQLITE_CORRUPT
        reason = _CIRCUMSTANCES.get(code)
        if reason is None:
            raise
        raise (DamagedStore if code in _DAMAGED else UserError)(
            f"{what}: {reason}, then try again. What was in {path} before is still there."
        ) from error


def engine_version() -> str:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version


def reads_back(connection: sqlite3.Connection) -> bool:
    """Tell whether every page of a file is whole."""
    return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")


def open_store(path: Path, now: datetime, *, checked: bool = True) -> tuple[sqlite3.Connection, Lock]:
    """Open the store at `path`, made when missing, brought up to date; raise `UserError` when it cannot be.

    `now` dates the lock and the backup that is made before an older store is brought up to date. Without `checked` the
    pages of the file are not looked at: call `damage` soon.
    """
    if path.is_dir():
        raise UserError(f"{path} is a folder, not a store of cases. Give the name of a file in it.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {path.parent} for the store of cases cannot be made: {error.strerror or error}. "
            "Choose another folder, or correct the permissions."
        ) from error
    lock = Lock(path, now)
    try:
        if not path.exists():
            _create(path)
        connection = _open_existing(path, now, checked)
    except BaseException:
        lock.release()
        raise
    return connection, lock


def damage(path: Path) -> str:
    """Check the pages of an open store from any thread and return what is damaged, as a sentence; empty when nothing is.

    It takes no lock, so it keeps nobody from writing; what it says is worthless when something was written meanwhile.
    """
    try:
        with told(path, f"{path} was not checked"), contextlib.closing(_unlocked(path)) as connection:
            return _damaged(connection, path)
    except DamagedStore as error:
        return str(error)


def save_copy(
    connection: sqlite3.Connection,
    source: Path,
    target: Path,
    *,
    at: Callable[[int, int], None] | None = None,
    proved: Callable[[sqlite3.Connection], bool] = reads_back,
) -> None:
    """Copy an open store to `target`, whole or not at all; an older file there is replaced by a `proved` copy.

    `at` is told how many of how many pages are copied, and stops the copy by raising. Where the store is changed
    by another connection meanwhile, the copy begins again by itself.
    """
    part = target.with_name(target.name + ".part")
    what = f"{target} was not written"
    try:
        with told(source, what):
            _remove(part)
            copy = plain(part)
            try:
                if at is None:
                    connection.backup(copy)
                else:
                    tell = at
                    connection.backup(copy, pages=_PAGES, progress=lambda _, left, of: tell(of - left, of))
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, whatever the store had
                sound = proved(copy)
            finally:
                copy.close()
        if not sound:
            raise UserError(f"{what}: the copy does not read back. Check the disk, then try again.")
        _flush(part)
        os.replace(part, target)
    except OSError as error:
        raise UserError(
            f"{what}: {error.strerror or error}. The store is unchanged. "
            "Choose a folder that you may write to and that has space left."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # what went wrong is already on its way up
            _remove(part)


def connect(path: Path) -> Database:
    """Connect to an SQLite file to write or to migrate."""
    from sqlite_utils import Database

    return Database(plain(path), execute_plugins=False)


def plain(path: Path) -> sqlite3.Connection:
    """Connect to an SQLite file as every part of this program must; it belongs to the thread that calls."""
    new = not path.exists()
    connection = sqlite3.connect(str(path))
    try:
        if new:
            path.touch(exist_ok=True)
            path.chmod(0o600)  # patients' data: for this user only
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # a replaced row is a deleted one to the guards
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("PRAGMA synchronous = EXTRA")  # a committed answer survives a power cut
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    except BaseException:
        connection.close()
        raise
    return connection


def _create(path: Path) -> None:
    """Make an empty store, under another name first: a power cut leaves none rather than half of one."""
    for suffix in ("-journal", "-wal"):
        rest = path.with_name(path.name + suffix)
        if rest.exists() and rest.stat().st_size:
            raise UserError(
                f"{path} is missing, but {rest.name} is there: the store was moved or deleted while it was "
                f"in use. Nothing was made anew. Bring the store back beside it, or remove {rest.name}."
            )
    part = path.with_name(path.name + ".new")
    try:
        with told(path, f"The store {path} was not made"):
            part.unlink(missing_ok=True)
            from lnreview.store.migrations import migrations

            db = connect(part)
            try:
                migrations.apply(db)
            finally:
                db.close()
        _flush(part)
        os.replace(part, path)
    except OSError as error:
        raise UserError(
            f"The store {path} was not made: {error.strerror or error}. "
            "Choose a folder that you may write to and that has space left."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # what went wrong is already on its way up
            part.unlink(missing_ok=True)


def _open_existing(path: Path, now: datetime, checked: bool) -> sqlite3.Connection:
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror or error}. Check that it is a file that you may open."
        ) from error
    if header != _HEADER:
        state = "is empty" if not header else "is not a store of cases, or is damaged at its very beginning"
        raise UserError(f"{path} {state}. {_RESTORE}")
    with told(path, f"{path} was not opened"):
        connection = plain(path)
        try:
            applied = _refuse_others(connection, path)
            found = _damaged(connection, path) if checked else ""
            if found:
                raise DamagedStore(found)
            if len(applied) < len(STEPS):
                _bring_up_to_date(connection, path, now)
        except BaseException:
            connection.close()
            raise
    return connection


def _unlocked(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _refuse_others(connection: sqlite3.Connection, path: Path) -> set[str]:
    """Return the steps that were applied; raise `UserError` for what is not a store, or one of a newer program."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UserError(
            f"{path} is an SQLite database of another program, not a store of cases. Nothing was changed. "
            "Open another file."
        )
    applied = set[str]()
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        rows = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATIONS,)
        )
        applied = {name for (name,) in rows}
    if applied - set(STEPS):
        raise UserError(
            f"{path} was last used by a newer lnreview, and this one would not understand all of it. "
            "Nothing was changed. Install the newer lnreview, or open another store."
        )
    return applied


def _damaged(connection: sqlite3.Connection, path: Path) -> str:
    """Return what a quick check finds in the tables that are needed to open the store; `verify` checks all."""
    findings = [finding for finding in _findings(connection) if finding != "ok"]
    if not findings:
        return ""
    found = " ".join("; ".join(findings[:3]).replace("*** in database main ***", "").split())
    return f"{path} is damaged ({found}). {_RESTORE}"


def _findings(connection: sqlite3.Connection) -> Iterator[str]:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    for (table,) in tables.fetchall():
        if table not in _CHECKED_LATER:
            yield from (row[0] for row in connection.execute(f'PRAGMA quick_check("{table}")'))


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, now: datetime) -> None:
    """Apply what is pending, after a backup; each step happens wholly or not at all."""
    from sqlite_utils import Database

    from lnreview.store.migrations import migrations

    db = Database(connection, execute_plugins=False)
    pending = migrations.pending(db)
    backup = path.with_name(f"{path.stem}.before-{pending[0].name}.{now:%Y%m%dT%H%M%S}.db")
    save_copy(connection, path, backup)
    # A step may rebuild a table that others refer to; the references are checked when all is done.
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        with db.atomic():
            migrations.apply(db)
            broken = db.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise UserError(
                    f"{path} could not be brought up to date: {len(broken)} of its rows refer to rows "
                    f"that are missing. It is unchanged. Restore it from a backup older than {backup.name}."
                )
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(part: Path) -> None:
    """Remove a file that was not finished, with what SQLite keeps beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
