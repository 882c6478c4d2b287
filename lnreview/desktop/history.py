"""The history of one sitting: what was changed, and how far it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lnreview.case.model import Case


@dataclass(frozen=True)
class Change:
    """One command: what it is called, and the case before and after it."""

    name: str
    before: Case
    after: Case


class History:
    """The changes since the case was opened, and the place between those done and those taken back.

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
