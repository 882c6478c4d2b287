"""What the palette offers: one line each, with what it does and, where it cannot be done now, why."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from lnreview.desktop.language import noop

Kind = Literal["here", "page", "command", "step", "case", "record", "book"]
KIND_NAMES: dict[Kind, str] = {
    "here": noop("This page"),
    "page": noop("Page"),
    "command": noop("Command"),
    "step": noop("Step"),
    "case": noop("Case"),
    "record": noop("Record"),
    "book": noop("Book"),
}
"""What each kind is called, in the order in which equally good finds stand."""
LASTING: frozenset[Kind] = frozenset(("command", "page", "step", "record"))
"""Kinds whose keys say nothing about a patient, so that the settings may remember them."""


@dataclass(frozen=True)
class Offer:
    """A line of the palette."""

    kind: Kind
    key: str
    """What it is remembered by, such as `page:walk`."""
    text: str
    do: Callable[[], object]
    shortcut: str = ""
    """Its keys, as the desktop writes them."""
    why_not: str = ""
    """Why it cannot be done now, as a sentence; empty where it can."""
    more: str = ""
    """What else it is found by, such as its status tip; a find here stands last."""

    @cached_property
    def folded(self) -> str:
        """The text as it is compared."""
        return fold(self.text)

    @cached_property
    def folded_more(self) -> str:
        """What else it is found by, as it is compared."""
        return fold(self.more)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text in small letters without accents, so that “chloe” finds “Chloé”."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    return "".join(
        part
        for part in unicodedata.normalize("NFKD", plain)
        if part.isascii() or not unicodedata.combining(part)
    )
