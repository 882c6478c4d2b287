"""How a case is found by typed words: the same parts of a text, written into the index and asked of it.

A text is folded (no capitals, no accents) and cut into parts: a run of letters, a run of digits, any other sign, and each
character of a script that writes no blanks between its words. A typed word is found where its parts stand in a row and the
last of them begins one: “myco” finds “mycophenolate”, “1234” finds “W123456”, “小明” finds “王小明”, “100%” finds “100% of”.
Nothing that is typed is an operator of the database.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_LONGEST_PART = 64
"""Letters of a part that count; no word of a chart is longer."""
_LONGEST_TEXT = 20_000
"""Letters of a text that are searched; no name, title or summary is longer."""
_MOST_WORDS = 24
"""Typed words that are looked at."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts without blanks between words, and Korean, whose names are written in one."""

COLUMNS = ("words", "more_words", "summary_words")
"""What is searched of a case: what it is called, what it is about, and its verdict in words."""


@cache
def _part() -> re.Pattern[str]:
    letters = rf"(?:(?![{_UNSPACED}])[^\W\d_])+"
    return re.compile(rf"[{_UNSPACED}]|\d+|{letters}|[^\s\x00-\x1f\x7f]")


def folded(text: str) -> str:
    """Return a text without capitals and accents, so that “chloe” finds “Chloé”."""
    plain = unicodedata.normalize("NFKD", text.replace("\x00", " ").casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def searchable(text: str) -> str:
    """Return a text as it is searched: its parts, with a blank before and after each; empty where it has none."""
    parts = _parts(text[:_LONGEST_TEXT])
    return f" {' '.join(parts)} " if parts else ""


def asked(text: str) -> tuple[str, ...]:
    """Return the typed words, each as its parts with blanks between them; a case has to hold all of them."""
    words = (" ".join(_parts(word)) for word in text[:_LONGEST_TEXT].split())
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_WORDS]


def expression(words: tuple[str, ...]) -> str:
    """Return typed words as a question to the full-text index: all of them, each as the beginning of a word."""
    return " AND ".join('"' + word.replace('"', '""') + '" *' for word in words)


def add(db: Database, number: int) -> None:
    """Add the line `number` to the index."""
    names = ", ".join(COLUMNS)
    db.execute(
        f"INSERT INTO search (rowid, {names}) SELECT number, {names} FROM worklist WHERE number = ?",
        (number,),
    )


def remove(db: Database, number: int) -> None:
    """Remove the line `number` from the index, before its words are changed."""
    names = ", ".join(COLUMNS)
    db.execute(
        f"INSERT INTO search (search, rowid, {names}) "
        f"SELECT 'delete', number, {names} FROM worklist WHERE number = ?",
        (number,),
    )


def _parts(text: str) -> list[str]:
    return [part[:_LONGEST_PART] for part in _part().findall(folded(text))]
