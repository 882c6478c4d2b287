"""Prove again what a store promises, and name what does not hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lnreview.store import events, files, issued, library
from lnreview.store.summary import SORTED_OR_SEARCHED, columns

if TYPE_CHECKING:
    from sqlite_utils import Database

_GUARDS = {
    "events": {"events_refuse_update", "events_refuse_delete", "events_refuse_insert_before_the_end"},
    "issued documents": {"issued_refuse_update", "issued_refuse_delete", "issued_refuse_insert_out_of_turn"},
    "attached files": {"files_refuse_update", "files_refuse_delete", "files_refuse_insert_out_of_turn"},
}
"""By what they guard: the triggers that refuse every change."""


_COUNTED = {"cases": "cases", "events": "events", "issued": "issued documents", "files": "attached files"}


def holds(db: Database | sqlite3.Connection) -> dict[str, int]:
    """Return how many of each a store holds."""
    return {
        words: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table, words in _COUNTED.items()
    }


def problems(db: Database) -> Iterator[str]:
    """Yield a sentence for every promise of the store that does not hold, without naming a patient."""
    for (finding,) in db.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"the file is damaged: {finding}"
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {parent} that is missing"
    for guarded, guards in _GUARDS.items():
        for guard in sorted(guards - set(db.triggers_dict)):
            yield f"the guard {guard} is missing, so {guarded} can be changed"
    yield from events.broken(db)
    there = files.known(db)
    for row in db.query("SELECT * FROM cases LEFT JOIN worklist USING (id) ORDER BY id"):
        yield from _of_case(db, row, there)
    yield from _of_search(db)
    yield from files.broken(db)
    yield from issued.broken(db, there)
    yield from library.broken(db, there)


def _of_case(db: Database, row: dict[str, str], there: frozenset[str]) -> Iterator[str]:
    from pydantic import ValidationError

    from lnreview.case.model import Case

    name = f"case “{row['id']}”"
    if row["number"] is None:
        yield f"{name} is not in the list"
        return
    last = db.execute(
        "SELECT after FROM events WHERE case_id = ? ORDER BY seq DESC LIMIT 1", (row["id"],)
    ).fetchone()
    if last is None:
        yield f"{name} has no event"
    elif last[0] != row["hash"]:
        yield f"{name} is not what its last event recorded"
    if events.digest(row["body"]) != row["hash"]:
        yield f"{name} was changed without an event"
    try:
        case = Case.model_validate_json(row["body"])
    except ValidationError:
        yield f"{name} cannot be read"
        return
    if case.id != row["id"]:
        yield f"{name} holds a case of another id"
    for entry in files.lacking(case, there):
        yield f"the attached file of {entry} in {name} is not in the store"
    for column, value in columns(case).items():
        if column not in SORTED_OR_SEARCHED and row[column] != value:
            yield f"{name} shows another {column.replace('_', ' ')} in the list than it holds"


def _of_search(db: Database) -> Iterator[str]:
    """Yield a sentence where the index of words is not that of the list; it holds nothing that the list lacks."""
    import sqlite3

    try:
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        yield "the search does not find every case by its words"
