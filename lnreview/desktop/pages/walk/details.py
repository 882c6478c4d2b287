"""The tables behind a page of the walk, below its finding: worked out when the page is shown, folded as they were left.

They are put there one after another, each in a turn of its own: the finding above them is read at once.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.detail_work import Detailer, DetailWorker
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.walk.detail_table import DetailTable
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import clear, column, gap, heading, muted, quiet_button
from lnreview.review.detail.table import Table
from lnreview.review.walk import Place

_HEADINGS = {"verdict": noop("Compared and explained"), "plan": noop("Plan")}

_BACKGROUND = ("plan-steroid-sparing", "options-compared")
"""Tables of the plan that are looked up rather than read; they stand last."""
_OPEN_AT_FIRST = 3
"""Tables of a page that are unfolded until somebody folds one; the others say what they hold in a sentence."""


class Details(QObject):
    """Shows the tables of a place, as soon as they are worked out."""

    filled = Signal()
    """The tables were worked out, or could not be."""

    def __init__(self, session: Session, detailer: Detailer, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._open: dict[str, bool] = {}
        self._lines: QVBoxLayout | None = None
        self._place: Place = "diagnosis"
        self._shown: list[DetailTable] = []
        self._waiting: list[Table] = []
        self._filled: list[Table] | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._add_next)
        worker = self.worker = DetailWorker(detailer, self)
        worker.made.connect(self._made)
        worker.failed.connect(lambda _: self._made())
        page.destroyed.connect(lambda: worker.close())

    def is_open(self, kind: str) -> bool:
        """Tell whether something that folds is open; it is until somebody folds it."""
        return self._open.get(kind, True)

    def remember(self, kind: str, is_open: bool) -> None:
        """Remember for the sitting that something was folded or unfolded."""
        self._open[kind] = is_open

    @property
    def tables(self) -> tuple[Table, ...] | None:
        """The tables of all places; `None` while they are being worked out."""
        return self.worker.tables(self._session)

    @property
    def is_complete(self) -> bool:
        """Whether every table of the place is shown."""
        return self.tables is not None and not self._waiting

    def leave(self) -> None:
        """Forget the section that was shown; its page is cleared."""
        self._lines, self._shown, self._waiting, self._filled = None, [], [], None
        self._next.stop()

    def section(self, place: Place) -> QWidget:
        """Return the section of a place; it fills itself."""
        holder = QWidget()
        holder.setObjectName("details")
        self.leave()
        self._lines, self._place = column(holder), place
        self._fill()
        return holder

    def renew(self) -> None:
        """Show the tables of the present review; those that say the same stay."""
        if self.tables is not None:
            self._fill()

    def show_table(self, table_id: str) -> bool:
        """Unfold a table of the place and put the focus on it; `False` where the place has no such table."""
        while self._waiting and not any(shown.id == table_id for shown in self._shown):
            self._add_next()
        for shown in self._shown:
            if shown.id == table_id:
                shown.take_focus()
                return True
        return False

    def _made(self) -> None:
        self._fill()
        self.filled.emit()

    def _fill(self) -> None:
        if self._lines is None:
            return
        lines = self._lines
        tables = self.tables
        here = self._here() if tables is not None else None
        if here is not None and here == self._filled and not self.worker.problem:
            return
        clear(lines)
        self._shown, self._waiting, self._filled = [], [], here
        if tables is None:
            gap(lines)
            lines.addWidget(muted(tr("The details are being worked out …")))
            return
        if self.worker.problem:
            gap(lines)
            lines.addWidget(
                muted(
                    tr("The details could not be worked out: {problem}").format(problem=self.worker.problem)
                )
            )
        if here:
            gap(lines)
            lines.addWidget(self._head(len(here)))
            self._waiting = list(here)
            self._next.start()

    def _here(self) -> list[Table]:
        found = [table for table in self.tables or () if table.place == self._place]
        return sorted(found, key=lambda table: table.id in _BACKGROUND)

    def _add_next(self) -> None:
        """Show one more table, and those after it that are folded, which cost nothing."""
        while self._waiting:
            table = self._waiting.pop(0)
            is_open = self._open.get(_kind(table), len(self._shown) < _OPEN_AT_FIRST)
            self._add(table, is_open)
            if is_open:
                break
        if self._waiting:
            self._next.start()

    def _add(self, table: Table, is_open: bool) -> None:
        case, lines = self._session.case, self._lines
        if case is None or lines is None:
            return
        shown = DetailTable(
            case,
            self._session.guideline,
            table,
            lambda place: self._session.goto("case", place),
            lambda place: self._session.goto("book", place),
            is_open=is_open,
        )
        shown.fold.toggled.connect(lambda on, table=table: self.remember(_kind(table), on))
        self._shown.append(shown)
        lines.addWidget(shown)
        shown.show()
        gap(lines, 8)

    def _head(self, count: int) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(8))
        words = column(text := QWidget(), spacing=2)
        words.addWidget(heading(tr(_HEADINGS[self._place]) if self._place in _HEADINGS else tr("Details")))
        words.addWidget(muted(tr("Enter on a row shows how it was reached.")))
        row.addWidget(text, 1)
        if count > 1:
            for name, on in ((tr("Fold all"), False), (tr("Unfold all"), True)):
                all_ = tr("{name} tables of this page").format(name=name)
                button = quiet_button(name, all_, lambda on=on: self._fold_all(on))  # type: ignore[misc]
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _fold_all(self, on: bool) -> None:
        for table in self._shown:
            table.fold.setChecked(on)


def _kind(table: Table) -> str:
    """Return what a table is about, also in another case: its id without a number at the end."""
    return table.id.rstrip("0123456789").rstrip("-")
