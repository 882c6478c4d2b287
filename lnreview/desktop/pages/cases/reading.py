"""Read the list in portions: what a screen needs at once, the rest while nothing else is to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from lnreview.errors import UserError
from lnreview.store.question import Question
from lnreview.store.worklist import Worklist

SCREEN = 40
"""Lines that are enough for a screen."""
_AT_ONCE = 3
"""ms after which a screen that is not full yet is shown as it is."""
_TO_THE_PLACE = 80
"""ms in which the place is looked for that was in view."""
_QUIET = 150
"""ms without a key before the rest is read."""


class Reading(QObject):
    """One question at a time; a new one ends the one before."""

    more = Signal(object)
    """A list of further numbers."""
    done = Signal()
    """All numbers were read."""
    failed = Signal(str)

    def __init__(self, worklist: Worklist, parent: QObject) -> None:
        super().__init__(parent)
        self._worklist = worklist
        self._rest: Iterator[list[int]] = iter(())
        self.is_done = True
        """Whether all numbers were read."""
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._read_on)

    def begin(self, question: Question, enough: Callable[[list[int]], bool] | None = None) -> list[int]:
        """Return the first numbers: a screen full or, with `enough`, as many as that asks for.

        Raises `UserError` where the store cannot be read.
        """
        self.stop()
        self._rest, self.is_done = self._worklist.portions(question), False
        clock, found = QElapsedTimer(), list[int]()
        clock.start()
        for portion in self._rest:
            found += portion
            full = len(found) >= SCREEN or clock.elapsed() >= _AT_ONCE
            if full and (enough is None or enough(found) or clock.elapsed() >= _TO_THE_PLACE):
                break
        else:
            self.is_done = True
            return found
        self._idle.start(_QUIET)
        return found

    def stop(self) -> None:
        """Read no more of the present question."""
        self._idle.stop()
        self._rest, self.is_done = iter(()), True

    def finish(self) -> None:
        """Read the rest now, for somebody who wants to be at the end."""
        while not self.is_done:
            self._read_on()

    def _read_on(self) -> None:
        try:
            portion = next(self._rest, None)
        except UserError as error:
            self.stop()
            self.failed.emit(str(error))
            return
        if portion is None:
            self.is_done = True
            self._idle.stop()
            self.done.emit()
            return
        self.more.emit(portion)
        self._idle.start(0)
