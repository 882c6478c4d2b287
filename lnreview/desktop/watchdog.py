"""Watches the thread of the window: which turn of its event loop kept a person waiting, and with what.

A turn is what is done between two looks for new input, so it is the time for which the window does not answer. Counted
is the processor time of this thread, not the time on the clock: another program that has the processor does not make
ours slow. Set LNREVIEW_WATCHDOG to have every long turn told in the terminal; it names classes, never what they hold.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject, Signal

LIMIT = 0.1
"""Seconds for which the window may not answer."""


@dataclass(frozen=True)
class Turn:
    """One turn of the loop: its processor time in seconds, and the events that took most of it."""

    seconds: float
    events: tuple[tuple[float, str], ...]
    """The seconds until the next event began, and what the event was for; the longest first."""

    def __str__(self) -> str:
        parts = [(self.seconds, "="), *self.events[:4]]
        return "  ".join(f"{what}:{seconds * 1000:.0f}ms" for seconds, what in parts)


class Watchdog(QObject):
    """Measures every turn from its making until `stop`."""

    barked = Signal(object)
    """A `Turn` that was longer than the limit."""

    def __init__(self, app: QCoreApplication, limit: float = LIMIT, *, names: bool = True) -> None:
        super().__init__(app)
        self._app = app
        self._limit = limit
        self.longest = Turn(0.0, ())
        """The longest turn since `begin`."""
        self._since = self._event_since = time.thread_time()
        self._event = "-"
        self._events: list[tuple[float, str]] = []
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        # The two stand at both ends of a turn, in an order that differs between systems; what lies between any two of
        # them is work, as a thread that waits takes no processor time.
        dispatcher.awake.connect(self._turn)
        dispatcher.aboutToBlock.connect(self._turn)
        if names:  # which takes time itself
            app.installEventFilter(self)

    def begin(self) -> None:
        """Begin to measure anew: what was done before counts no more."""
        self.longest = Turn(0.0, ())
        self._start()

    def end(self) -> Turn:
        """End the turn that is under way, and return the longest since `begin`."""
        self._turn()
        return self.longest

    def stop(self) -> None:
        """Measure no more."""
        self._app.removeEventFilter(self)
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not None:
            dispatcher.awake.disconnect(self._turn)
            dispatcher.aboutToBlock.disconnect(self._turn)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note which event begins; nothing is kept from anybody."""
        now = time.thread_time()
        self._events.append((now - self._event_since, self._event))
        self._event_since = now
        self._event = f"{type(watched).__name__}#{watched.objectName()}/{event.type().name}"
        return False

    def _turn(self) -> None:
        now = time.thread_time()
        seconds = now - self._since
        if seconds > self.longest.seconds:
            self._events.append((now - self._event_since, self._event))
            turn = Turn(seconds, tuple(sorted(self._events, reverse=True)[:8]))
            self.longest = turn
            if seconds > self._limit:
                self.barked.emit(turn)
        self._start()

    def _start(self) -> None:
        self._events = []
        self._event = "-"
        self._since = self._event_since = time.thread_time()
