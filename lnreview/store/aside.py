"""A second connection to an open store, for one worker: it reads cases, copies the store, and adds files.

A connection belongs to one thread, and that of the window is the window's. What a worker reads here is read one case
at a time, so that no change waits for it. The worker writes nothing but attached files: a row of tens of megabytes
would hold the window up, and a file that was added changes no case. The lock of the program covers this connection
too; close it before the store is closed. Get one by `Store.aside`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview.errors import UserError
from lnreview.store import backup, casebody, events, files
from lnreview.store.connection import connect, told

if TYPE_CHECKING:
    from sqlite_utils import Database


class Aside:
    """The store as a worker sees it; get one by `Store.aside` and use it in that thread only."""

    def __init__(
        self,
        path: Path,
        db: Database,
        now: Callable[[], datetime],
        writing: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._path = path
        self._db = db
        self._now = now
        self._writing = writing

    def verdicts(self) -> dict[str, str]:
        """Return the cases of the list that are not archived, by id, with the verdict that the list shows."""
        with told(self._path, "The list of cases was not read"):
            rows = self._db.execute("SELECT id, verdict FROM worklist WHERE archived = 0 ORDER BY number")
            return dict(rows.fetchall())

    def body(self, case_id: str) -> tuple[str, str]:
        """Return a case as JSON with its SHA-256; raise `UserError` where it is missing or damaged."""
        with told(self._path, f"Case “{case_id}” was not read"):
            row = self._db.execute("SELECT body, hash FROM cases WHERE id = ?", (case_id,)).fetchone()
        if row is None:
            raise UserError(f"Case “{case_id}” is not in this store. Choose a case from the list.")
        if events.digest(row[0]) != row[1]:
            raise casebody.damaged(case_id)
        return row[0], row[1]

    def file(self, sha256: str) -> bytes:
        """Return the content of a file; raise `UserError` when it is not in the store, or damaged."""
        with told(self._path, "The attached file was not read"):
            return files.read_back(self._db, sha256)

    def add_file(self, source: Path) -> str:
        """Keep a file for good and return its SHA-256; raise `UserError` when it cannot be read or kept."""
        content = files.read(source)
        at = self._now().astimezone(UTC).isoformat(timespec="microseconds")
        with self._writing(f"{source} was not attached"):
            self._db.execute("BEGIN IMMEDIATE")  # a reader that wants to write later could wait for itself
            try:
                own = files.add(self._db, content, files.media_type(source.name), named=str(source), at=at)
                self._db.conn.commit()
            except BaseException:
                self._db.conn.rollback()
                raise
        return own

    def back_up(self, target: Path, at: backup.Progress) -> dict[str, int]:
        """Write a proved copy of the store and return what it holds; see `backup.back_up`."""
        return backup.back_up(self._db.conn, self._path, target, at)


@contextlib.contextmanager
def aside(
    path: Path, now: Callable[[], datetime], writing: Callable[[str], AbstractContextManager[None]]
) -> Iterator[Aside]:
    """Connect to the open store at `path` from the thread that calls; `now` dates what is added.

    `writing` is what every writing happens within. Raises `UserError` where the file is gone or cannot be read.
    """
    if not path.exists():
        raise UserError(f"{path} is gone: the store was moved or deleted while it was in use. Bring it back.")
    with told(path, f"{path} was not opened"):
        db = connect(path)
    try:
        yield Aside(path, db, now, writing)
    finally:
        db.close()
