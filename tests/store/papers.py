"""Documents to issue, and a byte of the store changed behind its back."""

import contextlib
import sqlite3
from datetime import date

from lnreview.case.model import Case
from lnreview.store.issued import IssuedDraft
from lnreview.store.store import Store

LETTER = "medical-necessity"
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 8 + b"\n%%EOF\n"


def draft(case: Case, **more) -> IssuedDraft:
    """Return a letter on a case, with whatever should be otherwise."""
    usual = {
        "kind": LETTER,
        "title": "Letter of medical necessity",
        "pdf": PDF,
        "text": "To the medical director: Łucja needs “this” ≥ 1 time.",
        "trace": {"verdict": "refractory", "steps": [{"step": "adherence", "status": "met"}]},
        "dated": date(2026, 11, 20),
        "by": "Dr Demo, MD",
        "recipient": "Demo Plan, fax 555-0100",
        "criteria": "arora-2022",
        "criteria_version": "2026.11",
        "guideline_version": "2026.11",
        "program_version": "0.2.0",
    }
    return IssuedDraft(case=case, **{**usual, **more})


def by_another_program(store: Store, change: str) -> None:
    """Change a store with SQLite as it comes: no recursive triggers, so a replaced row is removed unasked."""
    with contextlib.closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute(change)


def unguarded(store: Store) -> sqlite3.Connection:
    """Return the connection of a store that lets everything be changed."""
    for name in store._db.triggers_dict:
        store._db.execute(f"DROP TRIGGER {name}")
    store._db.execute("PRAGMA foreign_keys = OFF")
    store._db.execute("PRAGMA ignore_check_constraints = ON")
    return store._db


def flip(store: Store, table: str, column: str, where: str, part: float) -> None:
    """Change one byte of a column, at a part (0 to 1) of its length; a number becomes another one."""
    db = unguarded(store)
    kind, old = db.execute(
        f"SELECT typeof({column}), CAST({column} AS BLOB) FROM {table} WHERE {where}"
    ).fetchone()
    if kind in ("integer", "null"):
        db.execute(f"UPDATE {table} SET {column} = coalesce({column}, 0) + 10 WHERE {where}")
    else:
        new = bytearray(old or b"\x00")
        new[int(part * (len(new) - 1))] ^= 0x81
        db.execute(f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE {where}", (bytes(new),))
    db.conn.commit()
