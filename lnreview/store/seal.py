"""Seal a row: one hash over every value that it holds, so that one changed byte of any column is found.

A value counts with its type. It is read back as bytes, because a damaged text may be no text any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

Value = int | str | bytes | None


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def seal(values: Iterable[Value]) -> str:
    """Return the hash of the values of a row, in their order."""
    return _seal(_stored(value) for value in values)


class RawRow:
    """A row as the file holds it: the type and the bytes of each column."""

    def __init__(self, names: Sequence[str], values: Sequence[str | bytes | None]) -> None:
        pairs = zip(values[::2], values[1::2], strict=True)
        self._columns = {
            name: (str(kind), bytes(content) if isinstance(content, bytes) else b"")
            for name, (kind, content) in zip(names, pairs, strict=True)
        }

    def raw(self, name: str) -> bytes:
        """Return the bytes of a column; none for NULL."""
        return self._columns[name][1]

    def text(self, name: str) -> str:
        """Return a column as text; what is no UTF-8 shows as �."""
        return self.raw(name).decode("utf-8", errors="replace")

    def number(self, name: str) -> int | None:
        """Return a column as a whole number, `None` where it is none."""
        try:
            return int(self.raw(name))
        except ValueError:
            return None

    def seal(self, names: Iterable[str]) -> str:
        """Return the hash of the named columns as they are now."""
        return _seal(self._columns[name] for name in names)

    def kind(self, name: str) -> str:
        """Return the type of a column as SQLite names it."""
        return self._columns[name][0]


def raw_rows(db: Database, table: str, names: Sequence[str], rest: str) -> Iterator[RawRow]:
    """Yield rows of a table with the named columns; `rest` is what follows the table in the query."""
    wanted = ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in names)
    for values in db.execute(f"SELECT {wanted} FROM {table} {rest}"):
        yield RawRow(names, values)


def _stored(value: Value) -> tuple[str, bytes]:
    """Return a value as `RawRow` reads it back."""
    if value is None:
        return "null", b""
    if isinstance(value, bytes):
        return "blob", value
    if isinstance(value, int):
        return "integer", str(value).encode()
    return "text", value.encode("utf-8")


def _seal(columns: Iterable[tuple[str, bytes]]) -> str:
    parts = [f"{kind} {len(content)} {sha256(content)}" for kind, content in columns]
    return sha256("\n".join(parts).encode())
