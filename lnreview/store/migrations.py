"""The schema of the store, as the steps that lead to it.

A step is never edited after its release, and never imports code that may change: it has to do to an old
file in ten years what it does today. A change of the schema is a new step, with a test that migrates rows
of the step before.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x4C4E5256
"""Marks an SQLite file as a store of this program (“LNRV”)."""

migrations = Migrations("lnreview-store")


@migrations()
def m001_cases_and_events(db: Database) -> None:
    """Keep cases with what their list shows, and the events that made them, which nothing may change."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(
        """
        CREATE TABLE cases (
            id TEXT PRIMARY KEY NOT NULL,
            body TEXT NOT NULL,           -- the case as JSON
            hash TEXT NOT NULL,           -- SHA-256 of body
            title TEXT NOT NULL,
            patient_name TEXT NOT NULL,
            sex TEXT NOT NULL,
            birth_or_age TEXT NOT NULL,
            synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
            archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
            status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in review', 'done')),
            verdict TEXT NOT NULL DEFAULT '',
            provisional TEXT,
            urgent TEXT,
            summary TEXT NOT NULL DEFAULT '',
            next TEXT NOT NULL DEFAULT '',
            as_of TEXT NOT NULL DEFAULT '',
            reviewed_hash TEXT NOT NULL DEFAULT '',  -- hash of the body that the verdict was given on
            updated_at TEXT NOT NULL
        )
        """
    )
    db.execute(
        """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            case_id TEXT NOT NULL REFERENCES cases (id),
            at TEXT NOT NULL,
            command TEXT NOT NULL,
            before TEXT NOT NULL,         -- hash of the case before; empty for its first event
            after TEXT NOT NULL,          -- hash of the case after
            body BLOB,                    -- zlib of the case JSON after; NULL when the case did not change
            previous TEXT NOT NULL,       -- hash of the event before, of whatever case
            hash TEXT NOT NULL,
            CHECK (body IS NOT NULL OR before = after)
        )
        """
    )
    db.execute("CREATE INDEX events_of_case ON events (case_id, seq)")
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER events_refuse_{change.lower()} BEFORE {change} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
    db.execute(
        "CREATE TRIGGER events_refuse_insert_before_the_end BEFORE INSERT ON events "
        "WHEN NEW.seq <= (SELECT max(seq) FROM events) "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    )


@migrations()
def m002_search_and_walk(db: Database) -> None:
    """Add the words by which a case is found, for the cases that are there too, and its walk."""
    db.execute("ALTER TABLE cases ADD COLUMN words TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE cases ADD COLUMN summary_words TEXT NOT NULL DEFAULT ''")
    db.execute(
        """
        CREATE TABLE walks (
            case_id TEXT PRIMARY KEY NOT NULL REFERENCES cases (id),
            state TEXT NOT NULL           -- JSON, read by the walk only
        )
        """
    )

    lists = ("courses", "dispenses", "administrations")

    def drugs(body: str) -> list[str]:
        try:
            case: dict[str, Any] = json.loads(body)
            named = [entry.get("drug", "") for name in lists for entry in case.get(name, ())]
            measured = [level["substance"] for level in case.get("levels", ())]
            wanted = [case.get("request", {}).get(key, "") for key in ("therapy", "product")]
            return [str(drug) for drug in (*named, *measured, *wanted)]
        except (ValueError, KeyError, TypeError, AttributeError):
            return []  # a damaged case stays as it is, and is found by its title

    def folded(text: str) -> str:
        plain = unicodedata.normalize("NFKD", text.casefold())
        return "".join(character for character in plain if not unicodedata.combining(character))

    for row in list(db.query("SELECT id, title, patient_name, summary, body FROM cases")):
        words = " ".join([row["id"], row["title"], row["patient_name"], *drugs(row["body"])])
        db.execute(
            "UPDATE cases SET words = ?, summary_words = ? WHERE id = ?",
            (folded(words), folded(row["summary"]), row["id"]),
        )


def registered() -> tuple[str, ...]:
    """Return the names of the steps that this program knows, in their order."""
    with Database(memory=True, execute_plugins=False) as blank:
        return tuple(step.name for step in migrations.pending(blank))
