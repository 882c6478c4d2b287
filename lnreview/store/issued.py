"""What was issued: each document with the exact case, trace and versions that it came from, and nothing may change it.

Identity: a document has a number in the store, and a version (1, 2, …) among those of its case and kind. An amendment
is a new version that names the document it supersedes and the reason; the older one stays.
Storage: a row holds the PDF, its text, the case as it was stored and the trace of the review as JSON. It names the event
of its issuing, and its hash covers every other column and the hash of the document before, of whatever case.
Invariant, proved again by `verify` and, for its document, by every reading of a content: what is read is what was issued.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from lnreview.errors import UserError
from lnreview.store import casebody, events
from lnreview.store.files import lacking
from lnreview.store.seal import RawRow, raw_rows, seal, sha256

if TYPE_CHECKING:
    from sqlite_utils import Database

    from lnreview.case.model import Case

Content = Literal["pdf", "text", "case_body", "trace"]

_EVENT = "Issue: "


@dataclass(frozen=True)
class IssuedDraft:
    """A document that is to be issued."""

    case: Case
    """The case that it was composed from; the store has to hold it just so."""
    kind: str
    title: str
    """What it is, without the patient's name: it stands in the history."""
    pdf: bytes
    text: str
    """The document as plain text."""
    trace: Mapping[str, Any]
    """The review that it was composed from, as JSON can hold it."""
    dated: date
    """Day on the document."""
    by: str
    """Who issues it."""
    recipient: str
    """To whom it goes, in words."""
    criteria: str
    """Id of the criteria set."""
    criteria_version: str
    guideline_version: str
    program_version: str
    reason: str = ""
    """Why an earlier version of the same document is amended; empty for the first."""


@dataclass(frozen=True)
class IssuedRow:
    """A document that was issued, without its contents."""

    number: int
    """Number of the document in the store."""
    case_id: str
    kind: str
    version: int
    """1, 2, … among the documents of this case and kind."""
    title: str
    issued_at: str
    """ISO 8601 in UTC."""
    issued_by: str
    dated: str
    """Day on the document, ISO 8601."""
    recipient: str
    criteria: str
    criteria_version: str
    guideline_version: str
    program_version: str
    event: int
    """Number of the event of its issuing."""
    supersedes: int | None
    """Number of the document that it amends."""
    reason: str
    """Why it was amended; empty for version 1."""
    case_hash: str
    """SHA-256 of the case that it came from."""
    pdf_sha256: str
    previous: str
    """Hash of the document before it, of whatever case."""
    hash: str


_NOTED = tuple(field.name for field in fields(IssuedRow))
_CONTENTS = ("text", "case_body", "trace", "pdf")
_SEALED = tuple(name for name in (*_NOTED, *_CONTENTS) if name != "hash")


def issue(db: Database, draft: IssuedDraft, *, stored: Mapping[str, Any], at: str) -> IssuedRow:
    """Keep a document for good, with one event in the history of its case; the caller's transaction holds both.

    `stored` is the row of the case (`body`, `hash`). Raises `UserError` when the stored case is not the one that the
    document was composed from, when an earlier version is there and no reason is given, or a reason and no earlier
    version; `ValueError` when the content is no PDF.
    """
    case_id = draft.case.id
    if not draft.pdf.startswith(b"%PDF-"):
        raise ValueError("what is issued is a PDF")
    _refuse_another_case(draft, stored)
    version, supersedes = _place(db, draft)
    event = events.append(
        db, case_id, at=at, command=event_name(draft.title, version),
        before=stored["hash"], after=stored["hash"], body=None,
    )  # fmt: skip
    last = db.execute("SELECT number, hash FROM issued ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    values: dict[str, int | str | bytes | None] = {
        "number": number, "case_id": case_id, "kind": draft.kind, "version": version, "title": draft.title,
        "issued_at": at, "issued_by": draft.by, "dated": draft.dated.isoformat(), "recipient": draft.recipient,
        "criteria": draft.criteria, "criteria_version": draft.criteria_version,
        "guideline_version": draft.guideline_version, "program_version": draft.program_version,
        "event": event, "supersedes": supersedes, "reason": draft.reason.strip(), "case_hash": stored["hash"],
        "pdf_sha256": sha256(draft.pdf), "previous": previous, "text": draft.text, "case_body": stored["body"],
        "trace": json.dumps(draft.trace, ensure_ascii=False), "pdf": draft.pdf,
    }  # fmt: skip
    values["hash"] = seal(values[name] for name in _SEALED)
    names = list(values)
    db.execute(
        f"INSERT INTO issued ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})", values
    )
    return IssuedRow(**{name: values[name] for name in _NOTED})  # type: ignore[arg-type]


def event_name(title: str, version: int) -> str:
    """Return how the issuing of a document is called in the history."""
    return f"{_EVENT}{title}, version {version}"


def rows(db: Database, case_id: str) -> tuple[IssuedRow, ...]:
    """Return what was issued of a case, the oldest first."""
    found = db.query(f"SELECT {', '.join(_NOTED)} FROM issued WHERE case_id = ? ORDER BY number", (case_id,))
    return tuple(IssuedRow(**row) for row in found)


def content(db: Database, number: int, name: Content) -> bytes:
    """Return a content of a document, proved by its hashes; raise `UserError` when it is missing or damaged."""
    for row in raw_rows(db, "issued", (*_SEALED, "hash"), f"WHERE number = {int(number)}"):
        if any(_of_row(row)):
            raise UserError(
                f"Document {number} is damaged or was changed outside lnreview, so it is not given out. "
                "Take it from a backup of the store, and let the store be verified."
            )
        return row.raw(name)
    raise UserError(f"There is no issued document {number} in this store. Choose one from the list.")


def case_of(db: Database, number: int) -> Case:
    """Return the case that a document came from."""
    return casebody.read(f"of document {number}", content(db, number, "case_body").decode("utf-8"))


def trace_of(db: Database, number: int) -> dict[str, Any]:
    """Return the review that a document came from, as it was given."""
    trace: dict[str, Any] = json.loads(content(db, number, "trace"))
    return trace


def broken(db: Database, files: frozenset[str]) -> Iterator[str]:
    """Yield a sentence for every document that is not what was issued; `files` are those in the store."""
    expected, previous = 1, ""
    latest: dict[tuple[str, str], tuple[int, int]] = {}
    named: set[int] = set()
    for row in raw_rows(db, "issued", (*_SEALED, "hash"), "ORDER BY number"):
        number, version, name = row.number("number") or 0, row.number("version"), _name(row)
        before = latest.get((row.text("case_id"), row.text("kind")), (0, None))
        if number != expected:
            yield f"documents {expected} to {number - 1} are missing"
        if row.text("previous") != previous:
            yield f"{name} does not follow the document before it"
        if version != before[0] + 1 or row.number("supersedes") != before[1]:
            yield f"{name} is version {version}, but version {before[0]} of it is the one before"
        yield from _of_row(row)
        yield from _of_case(row, files)
        yield from _of_event(db, row)
        expected, previous = number + 1, row.text("hash")
        latest[row.text("case_id"), row.text("kind")] = (before[0] + 1, number)
        named.add(row.number("event") or 0)
    ever = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'issued'").fetchone()[0] or 0
    if ever >= expected:
        yield f"documents {expected} to {ever} are missing at the end"
    issuing = db.execute(
        f"SELECT seq FROM events WHERE body IS NULL AND command LIKE '{_EVENT}%' ORDER BY seq"
    )
    yield from (f"the document of event {seq} is missing" for (seq,) in issuing if seq not in named)


def _refuse_another_case(draft: IssuedDraft, stored: Mapping[str, Any]) -> None:
    if events.digest(stored["body"]) != stored["hash"]:
        raise casebody.damaged(draft.case.id)
    if casebody.written(draft.case) == stored["body"]:
        return
    # An earlier program may have written the same case in other words.
    if casebody.read(draft.case.id, stored["body"]) != draft.case:
        raise UserError(
            f"“{draft.title}” was not issued: case “{draft.case.id}” was changed after the document was made. "
            "Let the document be made again, read it, and issue that one."
        )


def _place(db: Database, draft: IssuedDraft) -> tuple[int, int | None]:
    """Return the version of a document and the number of the one that it supersedes."""
    last = db.execute(
        "SELECT version, number FROM issued WHERE case_id = ? AND kind = ? ORDER BY version DESC LIMIT 1",
        (draft.case.id, draft.kind),
    ).fetchone()
    if last and not draft.reason.strip():
        raise UserError(
            f"“{draft.title}” was not issued: version {last[0]} of it was issued already and stays as it is. "
            "Give the reason of the amendment; the new document then becomes the next version."
        )
    if not last and draft.reason.strip():
        raise UserError(
            f"“{draft.title}” was not issued: a reason to amend it was given, but no earlier version is there. "
            "Issue it without a reason."
        )
    return (last[0] + 1, last[1]) if last else (1, None)


def _name(row: RawRow) -> str:
    return f"document {row.text('number')}"


def _of_row(row: RawRow) -> Iterator[str]:
    """Yield what a row itself shows to be wrong."""
    name = _name(row)
    if row.seal(_SEALED) != row.text("hash"):
        yield f"{name} was changed after it was issued"
    if sha256(row.raw("case_body")) != row.text("case_hash"):
        yield f"the case in {name} is damaged or was changed"
    if sha256(row.raw("pdf")) != row.text("pdf_sha256"):
        yield f"the PDF of {name} is damaged or was changed"
    try:
        json.loads(row.raw("trace"))
    except ValueError:
        yield f"the trace in {name} cannot be read"


def _of_case(row: RawRow, files: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with the case in a document."""
    try:
        case = casebody.read("", row.text("case_body"))
    except UserError:
        yield f"the case in {_name(row)} cannot be read"
        return
    if case.id != row.text("case_id"):
        yield f"{_name(row)} holds a case of another id"
    for entry in lacking(case, files):
        yield f"the attached file of {entry} in {_name(row)} is not in the store"


def _of_event(db: Database, row: RawRow) -> Iterator[str]:
    """Yield whether the history says otherwise than a document."""
    event = db.execute(
        "SELECT CAST(case_id AS BLOB), CAST(at AS BLOB), CAST(command AS BLOB), CAST(after AS BLOB) "
        "FROM events WHERE seq = ?",
        (row.number("event"),),
    ).fetchone()
    command = event_name(row.text("title"), row.number("version") or 0).encode()
    if event != (row.raw("case_id"), row.raw("issued_at"), command, row.raw("case_hash")):
        yield f"{_name(row)} and the event of its issuing do not say the same"
