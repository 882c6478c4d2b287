"""The attached files: each once, known by the SHA-256 of its content, and never removed.

The events of a case keep every state that it was in, and an issued document keeps the case that it came from. A file
that a case named once is therefore named for good; removing those that nothing ever named would save little and
could take a file away between its being attached and its being named. So a file that was added stays, like a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview.errors import UserError
from lnreview.store.seal import RawRow, raw_rows, seal, sha256

if TYPE_CHECKING:
    from sqlite_utils import Database

    from lnreview.case.model import Case

LARGEST = 64 * 1024 * 1024
"""Most bytes of a file: a scanned chart of some hundred pages. A larger one does not belong into a letter."""

_CHUNK = 1024 * 1024
_SEALED = ("seq", "sha256", "size", "media_type", "added_at", "previous")

_OF_SUFFIX = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_UNKNOWN = "application/octet-stream"
_HEADS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    _OF_SUFFIX[".docx"]: (b"PK\x03\x04",),
}
"""How a file of a type begins; a type that is not here is taken at its word."""


def media_type(name: str) -> str:
    """Return the media type that the ending of a file name stands for; one for any bytes where it is not known."""
    return _OF_SUFFIX.get(Path(name).suffix.casefold(), _UNKNOWN)


def read(path: Path) -> bytes:
    """Read a file to attach; raise `UserError` when it cannot be read, is no file, or is too large."""
    content = bytearray()
    try:
        if path.exists() and not path.is_file():
            raise UserError(f"{path} was not attached: it is not a file. Choose a file.")
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                content += chunk
                if len(content) > LARGEST:
                    raise _too_large(str(path))
    except OSError as error:
        raise UserError(
            f"{path} was not attached: {error.strerror or 'it cannot be read'}. "
            "Check that the file is there and that you may read it."
        ) from error
    return bytes(content)


def add(db: Database, content: bytes, kind: str, *, named: str, at: str) -> str:
    """Keep a file and return its SHA-256; a file that is there already stays as it is.

    `kind` is its media type, `named` what to call it in a sentence. Raises `UserError` when the file is empty, too
    large, or does not begin as its type does.
    """
    _check(content, kind, named)
    own = sha256(content)
    if db.execute("SELECT 1 FROM files WHERE sha256 = ?", (own,)).fetchone():
        read_back(db, own)
        return own
    last = db.execute("SELECT seq, hash FROM files ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (last[0] + 1, last[1]) if last else (1, "")
    row = (seq, own, len(content), kind, at, previous)
    db.execute(
        f"INSERT INTO files ({', '.join(_SEALED)}, hash, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, seal(row), content),
    )
    return own


def read_back(db: Database, own: str) -> bytes:
    """Return the content of a file, proved by its SHA-256; raise `UserError` when it is missing or damaged."""
    row = db.execute("SELECT CAST(content AS BLOB) FROM files WHERE sha256 = ?", (own,)).fetchone()
    if row is None:
        raise _not_here(own)
    content = bytes(row[0])
    if sha256(content) != own:
        raise UserError(
            f"The attached file {own[:12]}… is damaged or was changed outside lnreview, so it is not used. "
            "Take it from a backup of the store, and let the store be verified."
        )
    return content


def size(db: Database, own: str) -> int:
    """Return how many bytes a file has, without reading it; raise `UserError` when it is missing."""
    row = db.execute("SELECT size FROM files WHERE sha256 = ?", (own,)).fetchone()
    if row is None:
        raise _not_here(own)
    return int(row[0])


def known(db: Database) -> frozenset[str]:
    """Return the SHA-256 of every file in the store."""
    return frozenset(row.text("sha256") for row in raw_rows(db, "files", ("sha256",), ""))


def lacking(case: Case, known: frozenset[str]) -> Iterator[str]:
    """Yield the ids of the enclosures of a case whose file is not in the store."""
    return (entry.id for entry in case.enclosures if entry.sha256 and entry.sha256 not in known)


def broken(db: Database) -> Iterator[str]:
    """Yield a sentence for every file that is not what was added."""
    expected, previous = 1, ""
    for row in raw_rows(db, "files", (*_SEALED, "hash", "content"), "ORDER BY seq"):
        seq = row.number("seq") or 0
        if seq != expected:
            yield f"attached files {expected} to {seq - 1} are missing"
        yield from _of_row(row, f"attached file {seq}", previous)
        expected, previous = seq + 1, row.text("hash")
    ever = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'files'").fetchone()[0] or 0
    if ever >= expected:
        yield f"attached files {expected} to {ever} are missing at the end"


def _of_row(row: RawRow, name: str, previous: str) -> Iterator[str]:
    if row.text("previous") != previous:
        yield f"{name} does not follow the file before it"
    if row.seal(_SEALED) != row.text("hash"):
        yield f"what is noted of {name} was changed after it was added"
    content = row.raw("content")
    if sha256(content) != row.text("sha256") or row.kind("content") != "blob":
        yield f"the content of {name} is damaged or was changed"
    if len(content) != row.number("size"):
        yield f"{name} is not as long as it was"


def _check(content: bytes, kind: str, named: str) -> None:
    if not content:
        raise UserError(f"{named} was not attached: it is empty. Choose the complete file.")
    if len(content) > LARGEST:
        raise _too_large(named)
    heads = _HEADS.get(kind, ())
    is_text = kind.startswith("text/")
    if (heads and not content.startswith(heads)) or (is_text and b"\x00" in content[:_CHUNK]):
        raise UserError(
            f"{named} was not attached: its content is not what its type {kind} promises. "
            "Choose the right file, or save it anew in the program that made it."
        )


def _not_here(own: str) -> UserError:
    return UserError(
        f"The attached file {own[:12]}… is not in this store: the case came from another one. "
        "Attach the file again."
    )


def _too_large(named: str) -> UserError:
    return UserError(
        f"{named} was not attached: it is larger than {LARGEST // _CHUNK} MB. "
        "Attach only the pages that belong to the letter, or scan it in a lower resolution."
    )
