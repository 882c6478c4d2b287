"""A notice: something to know, or something that did not work, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["told", "failed"]


@dataclass(frozen=True)
class Offer:
    """What a notice offers to do: the words of its button and what the button does."""

    words: str
    do: Callable[[], object]
    stands: Callable[[], bool] = lambda: True
    """Whether it can still be done."""


@dataclass(frozen=True)
class Notice:
    """One sentence or more for the message bar; it stays until it is dismissed."""

    text: str
    kind: Kind = "told"
    offer: Offer | None = None


@dataclass(frozen=True)
class Report:
    """A longer text that the person asked for, shown beside the page until it is closed."""

    title: str
    text: str
    file_name: str = "report.txt"
    """What a file of it is called at first."""
