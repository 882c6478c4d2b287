"""How a reviewer has arranged the list: filters under names of their own, and which columns stand where.

It stays in the store, because a filter holds what was searched for, and that may be a name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from lnreview.errors import UserError

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

Kind = Literal["filter", "columns"]
_LONGEST_NAME = 60


def items(connection: sqlite3.Connection, kind: Kind) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the names and contents of a kind, in their order; one that cannot be read any more is left out."""
    rows = connection.execute("SELECT name, body FROM arrangements WHERE kind = ? ORDER BY place", (kind,))
    found = ((name, _read(body)) for name, body in rows.fetchall())
    return tuple((name, body) for name, body in found if body is not None)


def keep(db: Database, kind: Kind, name: str, body: dict[str, Any]) -> None:
    """Keep a content under its name, in place of what had that name; a new one comes last."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > _LONGEST_NAME:
        raise UserError(f"A filter needs a name of 1 to {_LONGEST_NAME} letters. Write a shorter one.")
    db.execute(
        "INSERT INTO arrangements (kind, name, place, body) "
        "VALUES (?, ?, (SELECT coalesce(max(place), 0) + 1 FROM arrangements WHERE kind = ?), ?) "
        "ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body",
        (kind, wanted, kind, json.dumps(body, ensure_ascii=False)),
    )


def rename(db: Database, kind: Kind, name: str, new_name: str) -> None:
    """Give another name, where no other has it; raise `UserError` otherwise."""
    wanted = " ".join(new_name.split())
    if wanted == name:
        return
    if db.execute("SELECT 1 FROM arrangements WHERE kind = ? AND name = ?", (kind, wanted)).fetchone():
        raise UserError(
            f"A filter named “{wanted}” is there already. Choose another name, or forget that one."
        )
    body = next((body for held, body in items(db.conn, kind) if held == name), None)
    if body is None:
        raise UserError(
            f"There is no filter named “{name}” any more. Choose one from the row above the list."
        )
    if not wanted or len(wanted) > _LONGEST_NAME:
        raise UserError(f"A filter needs a name of 1 to {_LONGEST_NAME} letters. Write a shorter one.")
    db.execute("UPDATE arrangements SET name = ? WHERE kind = ? AND name = ?", (wanted, kind, name))


def forget(db: Database, kind: Kind, name: str) -> None:
    """Forget one; raise `UserError` where it is not there."""
    if not db.execute("DELETE FROM arrangements WHERE kind = ? AND name = ?", (kind, name)).rowcount:
        raise UserError(
            f"There is no filter named “{name}” any more. Choose one from the row above the list."
        )


def _read(body: str) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
