"""The history of one sitting: what was done, and how far it was taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One command: what it is called, how it is taken back, and how it is brought back."""

    name: str
    undo: Callable[[], bool]
    """Takes it back, in the store as well; returns whether that worked."""
    redo: Callable[[], bool]
    number: int = 0
    """Its place among all commands of the sitting."""


class History:
    """Some changes, and the place between those done and those taken back.

    A `QUndoStack` would move its index even where the save behind an undo failed; this one moves only after one.
    """

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._done = 0

    @property
    def last(self) -> Change | None:
        """The change that undo would take back."""
        return self._changes[self._done - 1] if self._done else None

    @property
    def next(self) -> Change | None:
        """The change that redo would bring back."""
        return self._changes[self._done] if self._done < len(self._changes) else None

    def add(self, change: Change) -> None:
        """Remember a change that was stored; what had been taken back is forgotten."""
        self._changes[self._done :] = [change]
        self._done += 1

    def step_back(self) -> None:
        """Take note that the last change was taken back."""
        self._done -= 1

    def step_forward(self) -> None:
        """Take note that the next change was brought back."""
        self._done += 1


def last_of(*histories: History) -> History:
    """Return the history that holds the newest change; undo belongs to it."""
    return max(histories, key=lambda history: history.last.number if history.last else -1)


def next_of(*histories: History) -> History:
    """Return the history that holds the oldest change that was taken back; redo belongs to it."""
    return min(histories, key=lambda history: history.next.number if history.next else float("inf"))
