"""The store of cases: one SQLite file, opened by one program, used by one thread.

Identity: a case is known by its `id`, which never changes; a case under a new id is a copy.
Storage: the row of a case holds the case file as JSON with its SHA-256, and beside it what the list shows.
Every change of a case adds one event, in the same transaction, with the whole case after it, chained to the
event before.
Invariant, proved again by `verify`: the row of a case is what its last event recorded; no event was
changed, removed or put in between; what the list shows of a case is what the case says; what was issued and
what was attached is what it was on that day. A verdict in the list is a glance at a review of the case and
belongs to no event; `CaseSummary.stale` says when the case was changed since.
Reading: the list is read by `worklist`, whatever its length.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from lnreview.errors import UserError
from lnreview.store.connection import DamagedStore, damage, open_store, told
from lnreview.store.lock import Lock
from lnreview.store.question import Question
from lnreview.store.summary import STATUSES, CaseStatus, CaseSummary, EventRow, News, ReviewGlance
from lnreview.store.worklist import Worklist

if TYPE_CHECKING:  # the list is shown without reading a case, so the model of the record is imported late
    from contextlib import AbstractContextManager

    from sqlite_utils import Database

    from lnreview.case.model import Case
    from lnreview.store.arrangements import Kind as ArrangementKind
    from lnreview.store.aside import Aside
    from lnreview.store.issued import IssuedDraft, IssuedRow
    from lnreview.store.library import LibraryItem, LibraryKind


class Store:
    """An open store; close it, or use it in a `with` statement. Get one by `Store.open`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: Lock, now: Callable[[], datetime]
    ) -> None:
        self.path = path
        self.worklist = Worklist(connection, lambda what: told(path, what))
        """The list of cases, to be read."""
        self.opened = ""
        """Id of the case that a person has open: what happens to it is no news. See `show_opened`."""
        self.changes = 0
        """Grows with each writing, once before it and once after it."""
        self._counting = threading.Lock()
        self._connection = connection
        self._lock = lock
        self._now = now
        self._damage = ""
        self._closed = False

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime], checked: bool = True) -> Store:
        """Open the store at `path`, made when missing; raise `UserError` when it cannot be used.

        `now` is asked for the time of every event; a time without a zone is read as local time. Who opens it without
        `checked`, because the check of a large store takes seconds, has to run `damage_found` and `found_damaged`.
        """
        path = path.absolute()
        connection, lock = open_store(path, now(), checked=checked)
        return cls(path, connection, lock, now)

    @cached_property
    def _db(self) -> Database:
        """The connection with what makes writing short; it is loaded with the first writing."""
        from sqlite_utils import Database

        return Database(self._connection, execute_plugins=False)

    def damage_found(self) -> str:
        """Check the pages of the file, from any thread; return a sentence, empty when it is sound.

        The answer is worth nothing when `changes` is odd before, or another after it.
        """
        return damage(self.path)

    def found_damaged(self, sentence: str) -> None:
        """Refuse every writing from now on: what is still readable is not to be damaged further."""
        self._damage = sentence

    def close(self) -> None:
        """Close the store and let other programs open it; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self._connection.close()
            self._lock.release()

    @property
    def is_open(self) -> bool:
        """Whether it was not closed yet."""
        return not self._closed

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def list(self, search: str = "", *, archived: bool = False) -> tuple[CaseSummary, ...]:
        """Return the cases, the last changed first; with `archived` those that were put away instead.

        Every word of `search` must begin a word of id, title, name, summary, drug or plan; “chloe” finds “Chloé”.
        """
        portions = self.worklist.portions(Question(search, archived=archived))
        return tuple(line for portion in portions for line in self.worklist.lines(portion))

    def summary(self, case_id: str) -> CaseSummary:
        """Return the line of the list of one case; raise `UserError` when there is no such case."""
        line = self.worklist.line(case_id)
        if line is None:
            raise _unknown(case_id)
        return line

    def first(self, words: str, most: int) -> tuple[CaseSummary, ...]:
        """Return the first cases that have all the typed words in any of what is searched, the last changed first."""
        return tuple(self.worklist.lines(self.worklist.numbers(Question(words), most)))

    def show_opened(self, case_id: str) -> None:
        """Say which case a person has open (empty: none): it has no news any more, and gets none while it is open."""
        self.opened = case_id
        line = self.worklist.line(case_id) if case_id else None
        if line is not None and line.news:
            with self._writing(f"“{case_id}” was not marked as seen"):
                self._db.execute("UPDATE worklist SET news = '' WHERE id = ?", (case_id,))

    def arrangements(self, kind: ArrangementKind) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Return the filters or columns that a reviewer keeps, by name, in their order."""
        from lnreview.store import arrangements

        with told(self.path, f"What is kept as {kind} was not read"):
            return arrangements.items(self._connection, kind)

    def arrange(self, kind: ArrangementKind, name: str, body: dict[str, Any]) -> None:
        """Keep a filter or columns under a name, in place of what had that name."""
        from lnreview.store import arrangements

        with self._writing(f"“{name}” was not kept"):
            arrangements.keep(self._db, kind, name, body)

    def rename_arrangement(self, kind: ArrangementKind, name: str, new_name: str) -> None:
        """Give a filter another name; raise `UserError` when another has it."""
        from lnreview.store import arrangements

        with self._writing(f"“{name}” was not renamed"):
            arrangements.rename(self._db, kind, name, new_name)

    def forget_arrangement(self, kind: ArrangementKind, name: str) -> None:
        """Forget a filter or columns; raise `UserError` when it is not there."""
        from lnreview.store import arrangements

        with self._writing(f"“{name}” was not forgotten"):
            arrangements.forget(self._db, kind, name)

    def load(self, case_id: str) -> Case:
        """Read a case; raise `UserError` when it is missing or damaged. The other cases stay usable."""
        from lnreview.store import casebody, events

        with told(self.path, f"Case “{case_id}” was not read"):
            row = self._row(case_id, "body, hash")
        if events.digest(row["body"]) != row["hash"]:
            raise casebody.damaged(case_id)
        return casebody.read(case_id, row["body"])

    def create(self, case: Case, *, command: str = "New case") -> None:
        """Add a case; raise `UserError` when its id is taken."""
        with self._writing(f"Case “{case.id}” was not added"):
            if self._db.execute("SELECT 1 FROM cases WHERE id = ?", (case.id,)).fetchone():
                raise UserError(
                    f"Case “{case.id}” was not added, because a case of that id is already in the store "
                    "(perhaps archived). Give the new one another id, or open the one that is there."
                )
            self._put(case, command, before="")

    def save(self, case: Case, *, command: str) -> None:
        """Replace a case by its new state, with `command` as one event; it is on disk when this returns."""
        with self._writing(f"“{command}” was not saved"):
            self._put(case, command, before=self._row(case.id, "hash")["hash"])

    def history(self, case_id: str) -> tuple[EventRow, ...]:
        """Return the events of a case, the oldest first; raise `UserError` when there is no such case."""
        from lnreview.store import events

        with told(self.path, f"The history of “{case_id}” was not read"):
            self._row(case_id, "id")
            return events.history(self._db, case_id)

    def last_event(self, case_id: str) -> int:
        """Return the number of the last event of a case; raise `UserError` when there is no such case."""
        from lnreview.store import events

        with told(self.path, f"The history of “{case_id}” was not read"):
            self._row(case_id, "id")
            return events.last(self._db, case_id)

    def past(self, case_id: str, seq: int) -> Case:
        """Return a case as it was after the event `seq`; raise `UserError` when that is damaged."""
        from lnreview.store import casebody, events

        try:
            with told(self.path, f"The history of “{case_id}” was not read"):
                body = events.body_at(self._db, case_id, seq)
        except (ValueError, zlib.error) as error:
            raise casebody.damaged(case_id) from error
        if body is None:
            raise UserError(f"Case “{case_id}” was not in this store at event {seq}. Choose a later event.")
        return casebody.read(case_id, body)

    def copy(self, case_id: str, new_id: str) -> Case:
        """Add a copy of a case under `new_id` and return it; its review and its walk begin anew."""
        from pydantic import ValidationError

        from lnreview.case.model import Case

        content = self.load(case_id).model_dump(exclude_defaults=True)
        try:
            case = Case.model_validate({**content, "id": new_id})
        except ValidationError as error:
            raise UserError(
                f"“{new_id}” cannot be the id of a case, so “{case_id}” was not copied. Write 1 to 64 "
                "characters, without a slash or a line break."
            ) from error
        self.create(case, command=f"Copy of {case_id}")
        return case

    def archive(self, case_id: str, archived: bool) -> None:
        """Put a case away, or take it back; recorded as an event."""
        self._set(case_id, "archived", int(archived), "Archive" if archived else "Take out of the archive")

    def set_status(self, case_id: str, status: CaseStatus) -> None:
        """Set how far the work on a case is; recorded as an event."""
        if status not in STATUSES:
            raise ValueError(f"{status!r} is not a status")
        self._set(case_id, "status", status, f"Status: {status}")

    def set_review(self, case_id: str, glance: ReviewGlance, *, of: str | None = None) -> None:
        """Keep what the list shows of a review of the case as it is now in the store.

        `of` is the SHA-256 of the case that was reviewed, where it may have been changed since.
        """
        from lnreview.store import lines

        with self._writing(f"The review of “{case_id}” was not noted in the list"):
            hash_ = self._row(case_id, "hash")["hash"]
            if of is not None and of != hash_:
                return  # it is reviewed again as it is now
            lines.note(self._db, case_id, glance, hash_=hash_, seen=case_id == self.opened)
            if glance.status is not None:
                self.set_status(case_id, glance.status)

    def set_reviews(self, found: Iterable[tuple[str, ReviewGlance, str]]) -> None:
        """Keep some reviews, all or none: the id of each case, what the list shows, SHA-256 of the case reviewed."""
        with self._writing("The reviews were not noted in the list"):
            for case_id, glance, of in found:
                self.set_review(case_id, glance, of=of)

    def state(self, case_id: str) -> dict[str, Any]:
        """Return where the walk of a case stands, as it was given to `set_state`; empty when nothing was."""
        from lnreview.store import casebody

        with told(self.path, f"The walk of “{case_id}” was not read"):
            row = self._db.execute("SELECT state FROM walks WHERE case_id = ?", (case_id,)).fetchone()
        if row is None:
            return {}
        try:
            state: dict[str, Any] = json.loads(row[0])
        except ValueError as error:
            raise casebody.damaged(case_id) from error
        return state

    def set_state(self, case_id: str, state: dict[str, Any]) -> None:
        """Keep where the walk of a case stands: anything that JSON can hold, opaque to the store."""
        with self._writing(f"The walk of “{case_id}” was not saved"):
            self._row(case_id, "id")
            self._db.execute(
                "INSERT INTO walks (case_id, state) VALUES (?, ?) "
                "ON CONFLICT (case_id) DO UPDATE SET state = excluded.state",
                (case_id, json.dumps(state, ensure_ascii=False)),
            )

    def issue(self, draft: IssuedDraft) -> IssuedRow:
        """Keep a document for good, as one event of its case; it is on disk when this returns.

        Raises `UserError` when the stored case is not the one that the document was composed from, or when an earlier
        version was issued and the draft names no reason to amend it.
        """
        from lnreview.store import issued

        with self._writing(f"“{draft.title}” was not issued"):
            stored = self._row(draft.case.id, "body, hash")
            row = issued.issue(self._db, draft, stored=stored, at=self._at())
            self._db.execute("UPDATE worklist SET issued = 1 WHERE id = ?", (draft.case.id,))
            self._add_news(draft.case.id, "issued")
            return row

    def issued(self, case_id: str) -> tuple[IssuedRow, ...]:
        """Return what was issued of a case, the oldest first; raise `UserError` when there is no such case."""
        from lnreview.store import issued

        with told(self.path, f"What was issued of “{case_id}” was not read"):
            self._row(case_id, "id")
            return issued.rows(self._db, case_id)

    def issued_pdf(self, number: int) -> bytes:
        """Return the PDF of a document, byte for byte as issued; raise `UserError` when it is damaged."""
        from lnreview.store import issued

        with told(self.path, f"Document {number} was not read"):
            return issued.content(self._db, number, "pdf")

    def issued_text(self, number: int) -> str:
        """Return a document as plain text; raise `UserError` when it is damaged."""
        from lnreview.store import issued

        with told(self.path, f"Document {number} was not read"):
            return issued.content(self._db, number, "text").decode("utf-8")

    def issued_case(self, number: int) -> Case:
        """Return the case that a document came from; raise `UserError` when the document is damaged."""
        from lnreview.store import issued

        with told(self.path, f"Document {number} was not read"):
            return issued.case_of(self._db, number)

    def issued_trace(self, number: int) -> dict[str, Any]:
        """Return the review that a document came from; raise `UserError` when the document is damaged."""
        from lnreview.store import issued

        with told(self.path, f"Document {number} was not read"):
            return issued.trace_of(self._db, number)

    def add_file(self, source: Path | bytes, media_type: str) -> str:
        """Keep a file for good and return its SHA-256; raise `UserError` when it cannot be read or kept."""
        from lnreview.store import files

        named = str(source) if isinstance(source, Path) else "The file"
        content = files.read(source) if isinstance(source, Path) else source
        with self._writing(f"{named} was not attached"):
            return files.add(self._db, content, media_type, named=named, at=self._at())

    def file(self, sha256: str) -> bytes:
        """Return the content of a file; raise `UserError` when it is not in the store, or damaged."""
        from lnreview.store import files

        with told(self.path, "The attached file was not read"):
            return files.read_back(self._db, sha256)

    def file_size(self, sha256: str) -> int:
        """Return how many bytes a file has; raise `UserError` when it is not in the store."""
        from lnreview.store import files

        with told(self.path, "The attached file was not read"):
            return files.size(self._db, sha256)

    def library(self, kind: LibraryKind) -> tuple[LibraryItem, ...]:
        """Return what is kept of a kind for letters, by name."""
        from lnreview.store import library

        with told(self.path, f"What is kept as {kind} was not read"):
            return library.items(self._db, kind)

    def keep(self, kind: LibraryKind, name: str, body: dict[str, Any]) -> None:
        """Keep something for letters under its name, in place of what had that name."""
        from lnreview.store import library

        with self._writing(f"The {kind} “{name}” was not saved"):
            library.keep(self._db, kind, name, body, at=self._at())

    def forget(self, kind: LibraryKind, name: str) -> None:
        """Forget something that was kept for letters; raise `UserError` when it is not there."""
        from lnreview.store import library

        with self._writing(f"The {kind} “{name}” was not forgotten"):
            library.forget(self._db, kind, name)

    def backup(self, target: Path) -> None:
        """Write a checked copy of the store to `target`, whole or not at all; an older file is replaced."""
        from lnreview.store import backup

        backup.back_up(self._connection, self.path, target)

    def aside(self) -> AbstractContextManager[Aside]:
        """Connect to this store once more, for one worker: call it, and use what it gives, in the worker's thread."""
        from lnreview.store.aside import aside

        return aside(self.path, self._now, self._writing_aside)

    def holds(self) -> dict[str, int]:
        """Return how many cases, events, issued documents and attached files are here."""
        from lnreview.store import verify

        with told(self.path, "The store was not counted"):
            return verify.holds(self._db)

    def verify(self) -> tuple[str, ...]:
        """Return a sentence for every promise of this store that does not hold; empty when all is well."""
        from lnreview.store import verify

        with told(self.path, "The store was not verified"):
            return tuple(verify.problems(self._db))

    @contextlib.contextmanager
    def _writing(self, what: str) -> Iterator[None]:
        """Do what is in the block wholly or not at all; `what` is the sentence for not at all."""
        if self._damage:
            raise DamagedStore(f"{what}: {self._damage}")
        with told(self.path, what), self._counted(), self._db.atomic():
            yield

    @contextlib.contextmanager
    def _writing_aside(self, what: str) -> Iterator[None]:
        """Let a worker write what is in the block; `what` is the sentence for not at all."""
        if self._damage:
            raise DamagedStore(f"{what}: {self._damage}")
        with told(self.path, what), self._counted():
            yield

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        """Count a writing in `changes`, before it and after it."""
        with self._counting:
            self.changes += 1
        try:
            yield
        finally:
            with self._counting:
                self.changes += 1

    def _put(self, case: Case, command: str, *, before: str) -> None:
        from lnreview.store import casebody, events, lines

        body, at = casebody.written(case), self._at()
        hash_ = events.digest(body)
        self._db.execute(
            "INSERT INTO cases (id, hash, body) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, body = excluded.body",
            (case.id, hash_, body),
        )
        news: News = "" if case.id == self.opened else "changed" if before else "new"
        lines.put(self._db, case, hash_=hash_, at=at, news=news)
        events.append(self._db, case.id, at=at, command=command, before=before, after=hash_, body=body)

    def _add_news(self, case_id: str, news: News) -> None:
        from lnreview.store import lines

        if case_id != self.opened:
            lines.add_news(self._db, case_id, news)

    def _set(self, case_id: str, column: str, value: str | int, command: str) -> None:
        """Change a column of the list that is not part of the case, and record it when it is a change."""
        from lnreview.store import events

        with self._writing(f"“{command}” was not saved for “{case_id}”"):
            hash_ = self._row(case_id, "hash")["hash"]
            at = self._at()
            changed = self._db.execute(
                f"UPDATE worklist SET {column} = ?, updated_at = ? WHERE id = ? AND {column} != ?",
                (value, at, case_id, value),
            ).rowcount
            if changed:
                events.append(self._db, case_id, at=at, command=command, before=hash_, after=hash_, body=None)

    def _row(self, case_id: str, names: str) -> dict[str, Any]:
        for row in self._db.query(f"SELECT {names} FROM cases WHERE id = ?", (case_id,)):
            return row
        raise _unknown(case_id)

    def _at(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="microseconds")


def _unknown(case_id: str) -> UserError:
    return UserError(f"Case “{case_id}” is not in this store. Choose a case from the list.")
