"""Which cases are to be reviewed while nothing else is to be done, a few at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer

if TYPE_CHECKING:
    from lnreview.store.worklist import Worklist

_AT_A_TIME = 50
_TELL_AFTER = 1000
"""ms between two tellings that the list is another one; each draws it anew."""


class Unseen:
    """The cases whose verdict is missing or older than the case, and those whose next day has come."""

    def __init__(self, worklist: Worklist, today: Callable[[], date]) -> None:
        self._worklist = worklist
        self._today = today
        self._waiting: deque[str] = deque()
        self._passed_over: set[str] = set()
        self._after = 0
        self._looked_on: date | None = None
        self._told = QElapsedTimer()
        self.untold = False
        """Whether a case was reviewed of which the list was not told."""

    def next(self) -> str | None:
        """Return the id of the next case, or `None` when none is left; raise `UserError` where the list cannot be read."""
        while True:
            if not self._waiting and not self._read():
                return None
            case_id = self._waiting.popleft()
            if case_id not in self._passed_over:
                return case_id

    def pass_over(self, case_id: str) -> None:
        """Do not name a case again."""
        self._passed_over.add(case_id)

    def tell_now(self, *, at_once: bool = False) -> bool:
        """Note that a case was reviewed; return whether it is time to tell of it."""
        due = at_once or not self._told.isValid() or self._told.elapsed() > _TELL_AFTER
        if due:
            self._told.start()
        self.untold = not due
        return due

    def _read(self) -> bool:
        rows = self._worklist.to_review(self._after, _AT_A_TIME)
        if rows:
            self._after = rows[-1][0]
        else:
            self._after = 0
            rows = self._come_due()
        self._waiting.extend(case_id for _, case_id in rows)
        return bool(rows)

    def _come_due(self) -> list[tuple[int, str]]:
        """Return the cases whose next day has come, once a day."""
        today = self._today()
        if self._looked_on == today:
            return []
        self._looked_on = today
        return self._worklist.come_due(today.isoformat())
