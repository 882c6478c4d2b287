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

from lnreview.store.schema import APPLICATION_ID, MIGRATIONS
from lnreview.store.worklist_step import m004_worklist

migrations = Migrations(MIGRATIONS)


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


@migrations()
def m003_issued_files_library(db: Database) -> None:
    """Add what was issued and the attached files, which nothing may change, and the reusable parts of letters.

    Large columns stand last, so that the lists read only the first page of a row.
    """
    db.execute(
        """
        CREATE TABLE issued (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            case_id TEXT NOT NULL REFERENCES cases (id),
            kind TEXT NOT NULL CHECK (kind != ''),
            version INTEGER NOT NULL,     -- 1, 2, … of the case and the kind
            title TEXT NOT NULL,
            issued_at TEXT NOT NULL,
            issued_by TEXT NOT NULL,
            dated TEXT NOT NULL,          -- day on the document
            recipient TEXT NOT NULL,
            criteria TEXT NOT NULL,
            criteria_version TEXT NOT NULL,
            guideline_version TEXT NOT NULL,
            program_version TEXT NOT NULL,
            event INTEGER NOT NULL REFERENCES events (seq),
            supersedes INTEGER REFERENCES issued (number),
            reason TEXT NOT NULL,         -- why it was amended; empty for version 1
            case_hash TEXT NOT NULL,      -- SHA-256 of case_body
            pdf_sha256 TEXT NOT NULL,
            previous TEXT NOT NULL,       -- hash of the document before, of whatever case
            hash TEXT NOT NULL,           -- of all other columns
            text TEXT NOT NULL,
            case_body TEXT NOT NULL,      -- the case as JSON, as it was stored
            trace TEXT NOT NULL,          -- the review as JSON
            pdf BLOB NOT NULL,
            UNIQUE (case_id, kind, version),
            CHECK ((version = 1) = (supersedes IS NULL)),
            CHECK ((version = 1) = (reason = ''))
        )
        """
    )
    db.execute("CREATE INDEX issued_by_event ON issued (event)")
    db.execute(
        """
        CREATE TABLE files (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            sha256 TEXT NOT NULL UNIQUE,  -- of content
            size INTEGER NOT NULL,
            media_type TEXT NOT NULL,
            added_at TEXT NOT NULL,
            previous TEXT NOT NULL,       -- hash of the file before
            hash TEXT NOT NULL,           -- of all columns before it; the content counts by its SHA-256
            content BLOB NOT NULL
        )
        """
    )
    db.execute(
        """
        CREATE TABLE library (
            kind TEXT NOT NULL CHECK (kind IN ('phrase', 'recipient', 'signer', 'letterhead')),
            name TEXT NOT NULL CHECK (name != ''),
            body TEXT NOT NULL,           -- JSON
            updated_at TEXT NOT NULL,
            hash TEXT NOT NULL,           -- of all columns before it
            PRIMARY KEY (kind, name)
        )
        """
    )
    for table in ("issued", "files"):
        for change in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    # An INSERT OR REPLACE removes a row without the guard of DELETE being asked; so only the next row may come.
    db.execute(
        "CREATE TRIGGER issued_refuse_insert_out_of_turn BEFORE INSERT ON issued "
        "WHEN NEW.number != (SELECT coalesce(max(number), 0) + 1 FROM issued) OR NEW.version != "
        "(SELECT coalesce(max(version), 0) + 1 FROM issued WHERE case_id = NEW.case_id AND kind = NEW.kind) "
        "BEGIN SELECT RAISE(ABORT, 'issued is append-only'); END"
    )
    db.execute(
        "CREATE TRIGGER files_refuse_insert_out_of_turn BEFORE INSERT ON files "
        "WHEN NEW.seq != (SELECT coalesce(max(seq), 0) + 1 FROM files) "
        "OR EXISTS (SELECT 1 FROM files WHERE sha256 = NEW.sha256) "
        "BEGIN SELECT RAISE(ABORT, 'files is append-only'); END"
    )


migrations()(m004_worklist)


def registered() -> tuple[str, ...]:
    """Return the names of the steps that this program knows, in their order."""
    with Database(memory=True, execute_plugins=False) as blank:
        return tuple(step.name for step in migrations.pending(blank))
