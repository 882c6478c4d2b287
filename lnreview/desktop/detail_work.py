"""The tables behind the findings, worked out away from the window: the newest request wins.

Some of them evaluate the record many times over (“what would change this”), which takes longer than a page may wait.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.desktop.courier import Courier, carrier
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.review.detail.table import Table
from lnreview.review.finding import Review

if TYPE_CHECKING:
    from lnreview.desktop.session import Session

Detailer = Callable[[Case, Guideline, "ChartDate | None"], tuple[Table, ...]]
"""Works the tables of a case out; like `lnreview.review.detail.gather.details`."""


class DetailWorker(QObject):
    """Keeps the tables of the review that is shown, and works them out when they are first asked for."""

    made = Signal()
    """`tables` holds those of the review that was asked for last."""
    failed = Signal(str)
    """Why they could not be worked out."""

    def __init__(self, detailer: Detailer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._detailer = detailer
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="details")
        self._review: Review | None = None
        self._tables: tuple[Table, ...] | None = None
        self._problem = ""
        self._newest = 0
        self._waiting: Future[tuple[Table, ...]] | None = None
        self._courier = Courier()
        self._courier.arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def tables(self, session: Session) -> tuple[Table, ...] | None:
        """Return the tables of the open case as it is reviewed now, or `None` while they are being worked out."""
        if session.review is not self._review:
            self._ask(session)
        return self._tables

    @property
    def problem(self) -> str:
        """Why there are no tables; empty where there are."""
        return self._problem

    def close(self) -> None:
        """Let the worker end; what waits is dropped."""
        self._newest += 1
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, session: Session) -> None:
        self._review, self._tables, self._problem = session.review, None, ""
        if self._waiting is not None:
            self._waiting.cancel()
        self._newest += 1
        case = session.case
        if case is None or session.review is None:
            self._tables = ()
            return
        self._waiting = self._pool.submit(self._detailer, case, session.guideline, session.as_of)
        self._waiting.add_done_callback(carrier(self._courier, self._newest))

    def _take(self, number: int, future: Future[tuple[Table, ...]]) -> None:
        if number != self._newest or future.cancelled():
            return
        try:
            self._tables = future.result()
        except UserError as error:
            self._tables, self._problem = (), str(error)
            self.failed.emit(str(error))
            return
        self.made.emit()
