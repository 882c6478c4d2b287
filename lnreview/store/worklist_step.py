"""The fourth step of the schema: the list of cases gets a table of its own, with an index for each order and for words.

Until then the list stood in the rows of the cases, behind their bodies. Like every step it is never edited after its
release and imports nothing of ours.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

_RANKED = {"verdict": "verdict", "provisional": "provisional", "status": "status", "news": "news"}
_SAID = {
    "patient": "patient_key", "title": "title_key", "next": "next", "due": "due_at", "next_on": "next_on",
    "renewal": "renewal_on", "payer": "payer_key",
}  # fmt: skip
_FILTERED = ("verdict", "status", "due_at", "waiting", "issued", "news")

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)


def m004_worklist(db: Database) -> None:
    """Move what the list shows into the narrow table `worklist`, with an index for each order and one for words."""
    _make_tables(db)
    was = (
        "id, title, patient_name, sex, birth_or_age, synthetic, archived, status, verdict, "
        "coalesce(provisional, '') AS provisional, urgent, summary, next, as_of, reviewed_hash, updated_at, "
        "verdict != '' AND reviewed_hash != hash AS stale, "
        "EXISTS (SELECT 1 FROM issued WHERE case_id = cases.id) AS issued, body"
    )
    for old in db.conn.execute(f"SELECT {was} FROM cases ORDER BY rowid"):
        *shown, body = old
        _insert(db, "worklist", (*_MOVED, *_MADE), (*shown, *_made(old, body)))
    db.execute(
        "CREATE TABLE cases_alone (id TEXT PRIMARY KEY NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL)"
    )
    db.execute("INSERT INTO cases_alone (id, hash, body) SELECT id, hash, body FROM cases ORDER BY rowid")
    db.execute("DROP TABLE cases")
    db.execute("ALTER TABLE cases_alone RENAME TO cases")
    _make_indexes(db)


_MOVED = (
    "id", "title", "patient_name", "sex", "birth_or_age", "synthetic", "archived", "status", "verdict", "provisional",
    "urgent", "summary", "next", "as_of", "reviewed_hash", "updated_at", "stale", "issued",
)  # fmt: skip
_MADE = ("payer", "words", "more_words", "summary_words", "patient_key", "title_key", "payer_key")


def _make_tables(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE worklist (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE REFERENCES cases (id),
            words TEXT NOT NULL,          -- parts of id, title and name
            more_words TEXT NOT NULL,     -- parts of drugs and plans
            summary_words TEXT NOT NULL DEFAULT '',
            archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
            status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in review', 'done')),
            verdict TEXT NOT NULL DEFAULT '',
            provisional TEXT NOT NULL DEFAULT '',
            due_at TEXT NOT NULL DEFAULT '',      -- while a clock runs
            due_state TEXT NOT NULL DEFAULT '',
            next_on TEXT NOT NULL DEFAULT '',
            renewal_on TEXT NOT NULL DEFAULT '',
            waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)),
            issued INTEGER NOT NULL DEFAULT 0 CHECK (issued IN (0, 1)),
            news TEXT NOT NULL DEFAULT '',        -- what happened since a person had it open
            to_review INTEGER NOT NULL DEFAULT 1 CHECK (to_review IN (0, 1)),
            stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)),
            reviewed_hash TEXT NOT NULL DEFAULT '',  -- hash of the body that the verdict was given on
            updated_at TEXT NOT NULL,
            as_of TEXT NOT NULL DEFAULT '',
            sex TEXT NOT NULL,
            birth_or_age TEXT NOT NULL,
            synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
            urgent TEXT,
            patient_key TEXT NOT NULL,    -- folded, to order by
            title_key TEXT NOT NULL,
            payer_key TEXT NOT NULL,
            patient_name TEXT NOT NULL,
            title TEXT NOT NULL,
            payer TEXT NOT NULL,
            next TEXT NOT NULL DEFAULT '',
            due_words TEXT NOT NULL DEFAULT '',
            summary TEXT NOT NULL DEFAULT ''
        )
        """
    )
    # A blank parts the words of the index, no other sign does; a quote stands in a text inside a text.
    signs = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()).replace("'", "''''")
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5 (words, more_words, summary_words, content = 'worklist', "
        "content_rowid = 'number', columnsize = 0, prefix = '1 2 3', "
        f"tokenize = 'ascii tokenchars ''{signs}''')"
    )
    db.execute(
        """
        CREATE TABLE arrangements (
            kind TEXT NOT NULL CHECK (kind IN ('filter', 'columns')),
            name TEXT NOT NULL,
            place INTEGER NOT NULL,       -- order among those of its kind
            body TEXT NOT NULL,           -- JSON
            PRIMARY KEY (kind, name)
        )
        """
    )


def _make_indexes(db: Database) -> None:
    for name, column in {**_SAID, **_RANKED}.items():
        then = ("number",) if name in _SAID else ("updated_at", "number")
        rest = tuple(other for other in _FILTERED if other != column)
        db.execute(
            f"CREATE INDEX worklist_by_{name} ON worklist (archived, {', '.join((column, *then, *rest))})"
        )
    db.execute(
        f"CREATE INDEX worklist_by_changed ON worklist (archived, updated_at, number, {', '.join(_FILTERED)})"
    )
    db.execute("CREATE INDEX worklist_to_review ON worklist (number, id) WHERE to_review AND archived = 0")
    db.execute("INSERT INTO search (search) VALUES ('rebuild')")


def _made(old: tuple[Any, ...], body: str) -> tuple[str, ...]:
    case_id, title, name, summary = old[0], old[1], old[2], old[11]
    drugs, plans, payer = _named(body)
    return (
        payer,
        _searchable([case_id, title, name]),
        _searchable([*dict.fromkeys(drugs), *plans]),
        _searchable([summary]),
        _folded(name or case_id),
        _folded(title),
        _folded(payer),
    )


def _named(body: str) -> tuple[list[str], list[str], str]:
    """Return the drugs and plans that a case names, and who pays; nothing for a damaged one, which stays as it is."""
    try:
        case: dict[str, Any] = json.loads(body)
        lists = ("courses", "dispenses", "administrations")
        drugs = [entry.get("drug", "") for name in lists for entry in case.get(name, ())]
        measured = [level["substance"] for level in case.get("levels", ())]
        wanted = [case.get("request", {}).get(key, "") for key in ("therapy", "product")]
        coverage = case.get("coverage", {})
        plans = (
            "payer",
            "member_id",
            "reference",
            "group_number",
            "rx_id",
            "secondary_payer",
            "secondary_id",
        )
        return (
            [str(drug) for drug in (*drugs, *measured, *wanted)],
            [str(coverage.get(key, "")) for key in plans],
            str(coverage.get("payer", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return [], [], ""


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("\x00", " ").casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def _searchable(texts: Iterable[str]) -> str:
    letters = rf"(?:(?![{_UNSPACED}])[^\W\d_])+"
    part = re.compile(rf"[{_UNSPACED}]|\d+|{letters}|[^\s\x00-\x1f\x7f]")
    parts = [found[:64] for found in part.findall(_folded(" ".join(texts)[:20_000]))]
    return f" {' '.join(parts)} " if parts else ""


def _insert(db: Database, table: str, names: tuple[str, ...], values: tuple[Any, ...]) -> None:
    marks = ", ".join("?" * len(names))
    db.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)
