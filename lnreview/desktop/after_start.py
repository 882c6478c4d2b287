"""What is done once the window is shown: read what a review needs, check the store, review what was not reviewed yet.

Reading and checking take longer than a keystroke may wait, so they have a thread of their own; it ends with the program.
Reviews are made one at a time while nothing else is to be done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.desktop.session import Session
    from lnreview.guideline.model import Guideline

_AGAIN_AFTER = 2000
"""ms after which a check is begun again that somebody wrote into."""


class EarlyGuideline:
    """The guideline pack, read ahead in a thread; who needs it earlier waits for it."""

    def __init__(self, load: Callable[[], Guideline]) -> None:
        self._load = load
        self._ahead: Future[Guideline] | None = None

    def __call__(self) -> Guideline:
        """Return the pack; raise `UserError` where it cannot be read."""
        return self._ahead.result() if self._ahead is not None else self._load()

    def is_there(self) -> bool:
        """Tell whether the pack was read, so that nobody waits for it."""
        return self._ahead is not None and self._ahead.done()

    def read_ahead(self) -> None:
        """Read the pack, and load what a review needs; to be called in another thread, once."""
        ahead: Future[Guideline] = Future()
        self._ahead = ahead
        try:
            import lnreview.desktop.opened
            import lnreview.review.evaluate  # noqa: F401

            ahead.set_result(self._load())
        except BaseException as error:  # noqa: BLE001 - handed on to who asks for the pack
            ahead.set_exception(error)


class AfterStart(QObject):
    """The work after the start; `stop` it before the store is closed."""

    _read = Signal()
    _checked = Signal(int, str)

    def __init__(self, session: Session, guideline: EarlyGuideline) -> None:
        super().__init__(session)
        self._session = session
        self._store = session.store
        self._guideline = guideline
        self._stopped = False
        self._reviewing = QTimer(self, interval=0)
        self._reviewing.timeout.connect(self._review)
        self._read.connect(self._begin_to_review, Qt.ConnectionType.QueuedConnection)
        self._checked.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin, when the window has been painted."""
        QTimer.singleShot(0, self, self._start_reading)

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped = True
        self._reviewing.stop()

    def _start_reading(self) -> None:
        self._in_a_thread(self._read_and_check)

    def _read_and_check(self) -> None:
        self._guideline.read_ahead()
        if not self._stopped:
            self._read.emit()
        self._make_book()
        self._check()

    def _make_book(self) -> None:
        """Make the Book, which a person may turn to next."""
        from lnreview.desktop.pages.book.reference import make_book

        try:
            make_book(self._guideline())
        except UserError:
            return  # whoever needs the pack says so

    def _check(self) -> None:
        if self._stopped:
            return
        before = self._store.changes
        try:
            found = self._store.damage_found()
        except UserError as error:  # the file cannot be read just now; what needs it says so itself
            found, before = str(error), -1
        if not self._stopped:
            self._checked.emit(before, found)

    def _take(self, changes: int, found: str) -> None:
        """Believe a check during which nothing was written; what was found stays on the screen and stops all writing."""
        if self._stopped:
            return
        if changes % 2 or changes != self._store.changes:
            QTimer.singleShot(_AGAIN_AFTER, self, lambda: self._in_a_thread(self._check))
        elif found:
            self._store.found_damaged(found)
            self._session.failed.emit(found)

    def _in_a_thread(self, work: Callable[[], None]) -> None:
        if not self._stopped:
            threading.Thread(target=work, name="after-start", daemon=True).start()

    def _begin_to_review(self) -> None:
        self._session.cases_changed.connect(self._review_more)
        self._review_more()

    def _review_more(self) -> None:
        if not self._stopped and not self._reviewing.isActive():
            self._reviewing.start()

    def _review(self) -> None:
        if not self._session.review_next_unseen():
            self._reviewing.stop()
