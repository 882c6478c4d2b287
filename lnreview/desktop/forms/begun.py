"""What stands in a form and is not saved yet: told at every letter, so that it is kept as a draft beside the record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lnreview.review.walk import Draft


class Begun(QObject):
    """Watches a form between the time when it is filled in and the time when it is saved."""

    written = Signal(object)
    """The `Draft`: the fields that say something else than when the form was opened; empty where none does."""

    def __init__(self, read: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._read = read
        self._opened_with: Draft | None = None

    def stop(self) -> None:
        """Look away: the program fills the form in, or it was put away or saved."""
        self._opened_with = None

    def start(self) -> None:
        """Take what the form says now as what it was opened with."""
        self._opened_with = dict(self._read())

    def look(self) -> None:
        """Tell what stands in the form and did not stand there when it was opened."""
        before = self._opened_with
        if before is not None:
            self.written.emit({name: text for name, text in self._read().items() if text != before.get(name)})
