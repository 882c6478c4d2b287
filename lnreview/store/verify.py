"""Prove again what a store promises, and name what does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from lnreview.store import events
from lnreview.store.summary import columns

_GUARDS = {"events_refuse_update", "events_refuse_delete", "events_refuse_insert_before_the_end"}


def problems(db: Database) -> Iterator[str]:
    """Yield a sentence for every promise of the store that does not hold, without naming a patient."""
    for (finding,) in db.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"the file is damaged: {finding}"
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {parent} that is missing"
    for guard in sorted(_GUARDS - set(db.triggers_dict)):
        yield f"the guard {guard} is missing, so events can be changed"
    yield from events.broken(db)
    for row in db.query("SELECT * FROM cases ORDER BY id"):
        yield from _of_case(db, row)


def _of_case(db: Database, row: dict[str, str]) -> Iterator[str]:
    from pydantic import ValidationError

    from lnreview.case.model import Case

    name = f"case “{row['id']}”"
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
    for column, value in columns(case).items():
        # The words only help the search; what goes into them may differ from one program to the next.
        if column != "words" and row[column] != value:
            yield f"{name} shows another {column.replace('_', ' ')} in the list than it holds"
