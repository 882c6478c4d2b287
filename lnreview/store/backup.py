"""A backup: a copy of an open store, made page by page and proved before it takes the place of an older one.

It is made by the backup of SQLite, never from the file: a journal or a WAL beside it belongs to it. A backup that is
stopped leaves nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from lnreview.errors import UserError
from lnreview.store import verify
from lnreview.store.connection import reads_back, save_copy

Progress = Callable[[int, int], None]
"""Told how many of how many pages are copied; it stops the copy by raising, then and ever after."""

_STEPS = 1000
"""Instructions of SQLite between two looks whether the proof was stopped."""


def back_up(
    connection: sqlite3.Connection, path: Path, target: Path, at: Progress | None = None
) -> dict[str, int]:
    """Write a proved copy of the store at `path`, open as `connection`, to `target`; return what the copy holds.

    The result counts cases, events, issued documents and attached files. Raises `UserError` where the copy cannot be
    written or proved, and whatever `at` raises; `target` is then what it was before.
    """
    target = target.absolute()
    if target.exists() and target.samefile(path):
        raise UserError(f"{target} is the open store itself. Give another name for the backup.")
    before, held = verify.holds(connection), dict[str, int]()

    def proved(copy: sqlite3.Connection) -> bool:
        if not _sound(copy, at):
            return False
        held.update(verify.holds(copy))
        after = verify.holds(connection)
        # Nothing is ever removed from a store: a copy holds no less than it held before, and no more than after.
        return all(before[name] <= held[name] <= after[name] for name in before)

    save_copy(connection, path, target, at=at, proved=proved)
    return held


def _sound(copy: sqlite3.Connection, at: Progress | None) -> bool:
    """Tell whether a copy reads back; the proof of a large one can be stopped too."""
    if at is None:
        return reads_back(copy)

    def go_on() -> int:
        at(1, 1)
        return 0

    copy.set_progress_handler(go_on, _STEPS)
    try:
        return reads_back(copy)
    except Exception:
        at(1, 1)  # SQLite only says “interrupted”; whoever stopped it says so once more
        raise
    finally:
        copy.set_progress_handler(None, 0)
