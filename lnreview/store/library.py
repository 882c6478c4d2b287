"""What letters use again: phrases, recipients, signers and letterheads, each under a name of its own.

These may be changed and forgotten at any time: a letter takes their words over and does not refer to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from lnreview.errors import UserError
from lnreview.store.seal import raw_rows, seal

if TYPE_CHECKING:
    from sqlite_utils import Database

LibraryKind = Literal["phrase", "recipient", "signer", "letterhead"]
"""What is kept for reuse."""

KINDS: tuple[LibraryKind, ...] = ("phrase", "recipient", "signer", "letterhead")

_FIELDS: dict[LibraryKind, frozenset[str]] = {
    "phrase": frozenset({"text"}),
    "recipient": frozenset({"payer", "attention", "address", "fax", "phone"}),
    "letterhead": frozenset({"organisation", "address", "logo"}),
}
"""Keys of a body, each with a text; a signer has the fields of `Clinician`. A logo is the SHA-256 of a stored file."""
_LONGEST_NAME = 200
_SEALED = ("kind", "name", "body", "updated_at")


@dataclass(frozen=True)
class LibraryItem:
    """Something that letters use again."""

    kind: LibraryKind
    name: str
    body: dict[str, Any]
    updated_at: str
    """ISO 8601 in UTC."""


def items(db: Database, kind: LibraryKind) -> tuple[LibraryItem, ...]:
    """Return what is kept of a kind, by name; raise `UserError` when one of it is damaged."""
    rows = raw_rows(db, "library", (*_SEALED, "hash"), f"WHERE kind = '{_known(kind)}' ORDER BY name")
    found = []
    for row in rows:
        name = row.text("name")
        if row.seal(_SEALED) != row.text("hash"):
            raise UserError(
                f"The {kind} “{name}” was damaged or changed outside lnreview, so none of that kind is shown. "
                f"Save it again under the same name, or take it from a backup of the store."
            )
        found.append(LibraryItem(kind, name, json.loads(row.text("body")), row.text("updated_at")))
    return tuple(found)


def keep(db: Database, kind: LibraryKind, name: str, body: dict[str, Any], *, at: str) -> None:
    """Keep something under its name, in place of what had that name.

    Raises `UserError` for a name that is empty or too long, or a logo that is not in the store, and `ValueError` for
    a body that is none of its kind.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UserError(
            f"The {kind} was not saved: its name is empty, longer than {_LONGEST_NAME} characters, or holds a "
            "line break. Give it a short name of one line."
        )
    _check(_known(kind), body)
    logo = body.get("logo", "")
    if logo and not db.execute("SELECT 1 FROM files WHERE sha256 = ?", (logo,)).fetchone():
        raise UserError(
            f"The letterhead “{name}” was not saved: its logo is not in the store. Attach the picture again."
        )
    row = (kind, name, json.dumps(body), at)
    db.execute(
        "INSERT INTO library (kind, name, body, updated_at, hash) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, name) "
        "DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at, hash = excluded.hash",
        (*row, seal(row)),
    )


def forget(db: Database, kind: LibraryKind, name: str) -> None:
    """Forget something; raise `UserError` when nothing has that name."""
    if not db.execute("DELETE FROM library WHERE kind = ? AND name = ?", (_known(kind), name)).rowcount:
        raise UserError(f"There is no {kind} “{name}” to forget. Choose one from the list.")


def broken(db: Database, files: frozenset[str]) -> Iterator[str]:
    """Yield a sentence for everything kept that is not what was saved; `files` are those in the store."""
    for row in raw_rows(db, "library", ("rowid", *_SEALED, "hash"), "ORDER BY rowid"):
        name = (
            f"the {row.text('kind')} in row {row.text('rowid')} of the library"  # its name may be anybody's
        )
        if row.seal(_SEALED) != row.text("hash"):
            yield f"{name} was changed after it was saved"
            continue
        logo = json.loads(row.text("body")).get("logo", "")
        if logo and logo not in files:
            yield f"{name} has a logo that is not in the store"


def _known(kind: LibraryKind) -> LibraryKind:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is nothing that is kept for letters")
    return kind


def _check(kind: LibraryKind, body: dict[str, Any]) -> None:
    """Raise `ValueError` for a body that is none of its kind."""
    if kind == "signer":
        from lnreview.case.paperwork import Clinician

        Clinician.model_validate(body)
        return
    wrong = sorted(
        key for key, value in body.items() if key not in _FIELDS[kind] or not isinstance(value, str)
    )
    if wrong:
        raise ValueError(f"a {kind} has no text under: {', '.join(wrong)}")
