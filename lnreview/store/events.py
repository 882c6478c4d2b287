"""The events of a store: what was done to which case and when, each bound to the one before by its hash.

An event holds the whole case after the change, so any earlier state can be read again. The hash of an event
covers the hash of the event before, of whatever case: changing, dropping or inserting one breaks the chain
from there on.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lnreview.store.summary import EventRow

if TYPE_CHECKING:
    from sqlite_utils import Database


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def append(
    db: Database, case_id: str, *, at: str, command: str, before: str, after: str, body: str | None
) -> int:
    """Add an event at the end and return its number.

    `body` is the case after it, or `None` when the case itself did not change.
    """
    packed = None if body is None else zlib.compress(body.encode("utf-8"))
    last = db.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (last[0] + 1, last[1]) if last else (1, "")
    db.execute(
        "INSERT INTO events (seq, case_id, at, command, before, after, body, previous, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq, case_id, at, command, before, after, packed, previous,
            _hash(seq, case_id, at, command, before, after, previous),
        ),
    )  # fmt: skip
    return int(seq)


def history(db: Database, case_id: str) -> tuple[EventRow, ...]:
    """Return the events of a case, the oldest first."""
    rows = db.execute(
        "SELECT seq, at, command, before, after, number FROM events LEFT JOIN issued ON issued.event = seq "
        "WHERE events.case_id = ? ORDER BY seq",
        (case_id,),
    )
    return tuple(EventRow(*row) for row in rows)


def last(db: Database, case_id: str) -> int:
    """Return the number of the last event of a case; 0 when it has none."""
    row = db.execute("SELECT max(seq) FROM events WHERE case_id = ?", (case_id,)).fetchone()
    return int(row[0] or 0)


def body_at(db: Database, case_id: str, seq: int) -> str | None:
    """Return the JSON of a case as it was after the event `seq`; `None` when it was not there yet.

    Raises `ValueError` or `zlib.error` when the event is damaged.
    """
    row = db.execute(
        "SELECT body, after FROM events WHERE case_id = ? AND seq <= ? AND body IS NOT NULL "
        "ORDER BY seq DESC LIMIT 1",
        (case_id, seq),
    ).fetchone()
    if row is None:
        return None
    body = zlib.decompress(row[0]).decode("utf-8")
    if digest(body) != row[1]:
        raise ValueError("the case in the event does not have the hash of the event")
    return body


def broken(db: Database) -> Iterator[str]:
    """Yield a sentence for every event that is not what was recorded."""
    expected, previous, heads = 1, "", dict[str, str]()
    rows = db.execute(
        "SELECT seq, case_id, at, command, before, after, body, previous, hash FROM events ORDER BY seq"
    )
    for seq, case_id, at, command, before, after, body, back, own in rows:
        if seq != expected:
            yield f"events {expected} to {seq - 1} are missing"
        if back != previous:
            yield f"event {seq} does not follow the event before it"
        if own != _hash(seq, case_id, at, command, before, after, back):
            yield f"event {seq} was changed after it was recorded"
        if before != heads.get(case_id, ""):
            yield f"event {seq} does not begin where the event before it left the case “{case_id}”"
        if body is not None and _digest_of(body) != after:
            yield f"the case in event {seq} is damaged or was changed"
        expected, previous, heads[case_id] = seq + 1, own, after
    ever = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'events'").fetchone()[0] or 0
    if ever >= expected:
        yield f"events {expected} to {ever} are missing at the end"


def _digest_of(packed: bytes) -> str:
    try:
        return digest(zlib.decompress(packed).decode("utf-8"))
    except (zlib.error, UnicodeDecodeError):
        return "damaged"


def _hash(seq: int, case_id: str, at: str, command: str, before: str, after: str, previous: str) -> str:
    return digest(json.dumps([seq, case_id, at, command, before, after, previous], ensure_ascii=False))
