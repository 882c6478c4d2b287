"""The tables behind a page of the walk, below its finding: worked out when the page is shown, folded as they were left."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
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

    def __init__(self, session: Session, detailer: Detailer, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._open: dict[str, bool] = {}
        self._lines: QVBoxLayout | None = None
        self._place: Place = "diagnosis"
        self._shown: list[DetailTable] = []
        worker = self.worker = DetailWorker(detailer, self)
        worker.made.connect(self._fill)
        worker.failed.connect(lambda _: self._fill())
        page.destroyed.connect(lambda: worker.close())

    def is_open(self, kind: str) -> bool:
        """Tell whether something that folds is open; it is until somebody folds it."""
        return self._open.get(kind, True)

    def remember(self, kind: str, is_open: bool) -> None:
        """Remember for the sitting that something was folded or unfolded."""
        self._open[kind] = is_open

    def leave(self) -> None:
        """Forget the section that was shown; its page is cleared."""
        self._lines, self._shown = None, []

    def section(self, place: Place) -> QWidget:
        """Return the section of a place; it fills itself."""
        holder = QWidget()
        holder.setObjectName("details")
        self._lines, self._place = column(holder), place
        self._fill()
        return holder

    def _fill(self) -> None:
        if self._lines is None:
            return
        lines = self._lines
        clear(lines)
        self._shown = []
        tables = self.worker.tables(self._session)
        if tables is None:
            gap(lines)
            lines.addWidget(muted(tr("The details are being worked out …")))
            return
        here = [table for table in tables if table.place == self._place]
        here.sort(key=lambda table: table.id in _BACKGROUND)
        if self.worker.problem:
            gap(lines)
            lines.addWidget(
                muted(
                    tr("The details could not be worked out: {problem}").format(problem=self.worker.problem)
                )
            )
        case = self._session.case
        if not here or case is None:
            return
        gap(lines)
        lines.addWidget(self._head(len(here)))
        for number, table in enumerate(here):
            shown = DetailTable(
                case,
                self._session.guideline,
                table,
                lambda place: self._session.goto("case", place),
                lambda place: self._session.goto("book", place),
                is_open=self._open.get(_kind(table), number < _OPEN_AT_FIRST),
            )
            shown.fold.toggled.connect(lambda on, table=table: self.remember(_kind(table), on))
            self._shown.append(shown)
            lines.addWidget(shown)
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
