"""Letters made away from the window: one worker, the newest request wins, results come back in the window's thread.

A request that was not begun is dropped when a newer one comes, and the result of one that was overtaken is thrown
away. A `UserError` comes back as a sentence; any other exception is raised in the window's thread, as a bug.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from lnreview.case.model import Case
from lnreview.desktop.courier import Courier, carrier
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.guideline.packs import packs
from lnreview.letters import write
from lnreview.letters.document import Document, Gap
from lnreview.review.finding import Review
from lnreview.review.policy.against import against_policy
from lnreview.review.policy.result import PolicyReview


@dataclass(frozen=True)
class Order:
    """A letter that is wanted; `paper` is `letter` or `a4`."""

    kind: str
    case: Case
    review: Review
    guideline: Guideline
    dated: date
    paper: str
    logo: bytes = field(default=b"", repr=False)
    """Picture of the clinician's letterhead; empty: none. What the plan writes does not bear it."""

    def document(self) -> Document:
        """Compose the letter."""
        made = write.compose(self.kind, self.case, self.review, self.guideline, dated=self.dated)
        own = bool(made.letterhead) and self.kind not in write.FROM_THE_PLAN
        return replace(made, logo=self.logo) if own else made


@dataclass(frozen=True)
class Saving:
    """How a letter is saved."""

    data: bool = False
    """Whether the case and the trace of its review are put inside, for a program to read."""
    password: str = field(default="", repr=False)
    """Password to open the file; empty: none. It is kept nowhere."""


@dataclass(frozen=True)
class Made:
    """A letter that was made: its model, its gaps, its PDF and its text."""

    order: Order
    document: Document
    pdf: bytes
    text: str
    uncovered: str
    """Characters that no font of this machine prints."""
    policy: PolicyReview | None = None
    """How the request stands against the payer pack of the case; `None` where none was chosen or it is not there."""

    @property
    def open_gaps(self) -> tuple[Gap, ...]:
        """What it still lacks and nobody accepted."""
        return tuple(gap for gap in self.document.gaps if gap.waived is None)


class LetterWorker(QObject):
    """Makes letters one after another in a thread of its own."""

    made = Signal(object)
    """A `Made`, the newest that was asked for."""
    saved = Signal(object)
    """The path that was written."""
    failed = Signal(str)
    """Why a letter was not made or not saved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letter")
        self._newest = 0
        self._waiting: Future[Made] | None = None
        self._made_by = Courier()
        self._made_by.arrived.connect(self._take_made, Qt.ConnectionType.QueuedConnection)
        self._saved_by = Courier()
        self._saved_by.arrived.connect(self._take_saved, Qt.ConnectionType.QueuedConnection)

    def make(self, order: Order) -> None:
        """Make a letter; an older request that is still to come is forgotten."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._newest += 1
        self._waiting = self._pool.submit(_make, order)
        self._waiting.add_done_callback(carrier(self._made_by, self._newest))

    def save(self, order: Order, path: Path, how: Saving = Saving()) -> None:
        """Write a letter to a file."""
        self._pool.submit(_save, order, path, how).add_done_callback(carrier(self._saved_by, 0))

    def forget(self) -> None:
        """Drop what was asked for."""
        self._newest += 1
        if self._waiting is not None:
            self._waiting.cancel()

    def close(self) -> None:
        """Let the worker end; what it is doing is finished, what waits is dropped."""
        self.forget()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take_made(self, number: int, future: Future[Made]) -> None:
        if number != self._newest or future.cancelled():
            return
        try:
            made = future.result()
        except UserError as error:
            self.failed.emit(str(error))
            return
        self.made.emit(made)

    def _take_saved(self, _: int, future: Future[Path]) -> None:
        try:
            path = future.result()
        except UserError as error:
            self.failed.emit(str(error))
            return
        except CancelledError:
            return
        self.saved.emit(path)


def _make(order: Order) -> Made:
    document = order.document()
    return Made(
        order,
        document,
        write.pdf(document, paper=order.paper),
        write.text(document),
        "".join(sorted(write.uncovered(document))),
        _held(order),
    )


def _held(order: Order) -> PolicyReview | None:
    """Hold the request against the policy; a pack that is gone is named where packs are chosen."""
    if order.case.coverage.pack not in packs(order.guideline).packs:
        return None
    return against_policy(order.case, order.review, order.guideline)


def _save(order: Order, path: Path, how: Saving) -> Path:
    data = write.data_files(order.case, order.review) if how.data else ()
    write.save_pdf(order.document(), path, paper=order.paper, attachments=data, password=how.password)
    return path
