"""The history of one sitting: what was done, and how far it was taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lnreview.case.model import Case


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


class Sitting:
    """The histories of a sitting: one for each case, and one for what is done in the list."""

    def __init__(self) -> None:
        self._of_case = History()
        self._of_list = History()
        self._left: dict[str, tuple[History, Case]] = {}
        self._numbers = count(1)

    @property
    def last(self) -> Change | None:
        """The newest change that undo can take back: of the open case, or of the list."""
        return self._newest.last

    @property
    def next(self) -> Change | None:
        """The oldest change that was taken back: redo brings it back first."""
        return self._oldest.next

    def add(self, name: str, undo: Callable[[], bool], redo: Callable[[], bool], *, of_case: bool) -> None:
        """Remember what was done to the open case, or else in the list."""
        history = self._of_case if of_case else self._of_list
        history.add(Change(name, undo, redo, next(self._numbers)))

    def undo(self) -> bool:
        """Take the newest change back; return whether that worked."""
        history = self._newest
        if history.last is None or not history.last.undo():
            return False
        history.step_back()
        return True

    def redo(self) -> bool:
        """Bring the oldest change that was taken back again; return whether that worked."""
        history = self._oldest
        if history.next is None or not history.next.redo():
            return False
        history.step_forward()
        return True

    def turn(self, before: Case | None, case: Case | None) -> None:
        """Put the history of a case away, and take up that of another; none where that is another than it was left."""
        if before is not None:
            self._left[before.id] = (self._of_case, before)
        history, then = self._left.pop(case.id, (History(), case)) if case is not None else (History(), None)
        self._of_case = history if then == case else History()

    def forget(self) -> None:
        """Forget what was done to the open case."""
        self._of_case = History()

    @property
    def _newest(self) -> History:
        return max(
            (self._of_case, self._of_list), key=lambda history: history.last.number if history.last else -1
        )

    @property
    def _oldest(self) -> History:
        return min(
            (self._of_case, self._of_list), key=lambda history: history.next.number if history.next else inf
        )
