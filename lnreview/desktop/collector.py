"""Collect cyclic garbage in the window's thread only.

Python collects cycles in whichever thread happens to allocate. In a worker that would destroy wrappers of Qt objects
while the window's thread uses them, and the process dies in native code. So the automatic collection is switched off
and done by a timer of the window's thread, by the same thresholds.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Collect nothing while the program starts: what is made then stays, and no later collection looks at it again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collects:
            gc.enable()


class Collector(QObject):
    """Collects in the thread that it lives in; from its making until `stop` nothing is collected elsewhere."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        due = [
            generation
            for generation, (count, limit) in enumerate(zip(gc.get_count(), self._thresholds, strict=True))
            if count > limit
        ]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()
