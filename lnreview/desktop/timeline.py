"""The timeline of a case: the trend chart of the letter, drawn on screen, and the same values as a table.

The chart takes the width it is given and keeps its words at the size of secondary text. Arrow keys stop at one value
after another and read it out; Enter or a double-click goes to its entry.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.session import Session
from lnreview.desktop.timeline_stops import rows_of_table, trend_of
from lnreview.desktop.timeline_view import HINT, TrendView
from lnreview.desktop.widgets.text_cells import TextColumn
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Review

EMPTY_HINT = noop("No dated UPCR or eGFR is in the record yet; add results among the labs to see the trend.")
NO_REVIEW_HINT = noop("The trend is drawn once the record can be reviewed.")
_COLUMNS = (
    TextColumn(noop("What")),
    TextColumn(noop("Value"), wraps=True),
    TextColumn(noop("Date")),
    TextColumn(noop("How"), wraps=True),
)


class Timeline(QWidget):
    """The chart with a line that reads out a value, and a table of the same values instead."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self._session = session
        self._look: theme.Look | None = None
        self._line = QLabel(tr(HINT))
        self._line.setObjectName("timelineLine")
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.style(self._line, role="muted")
        self.toggle = QPushButton(tr("Show as table"))
        self.toggle.setObjectName("timelineToggle")
        self.toggle.setAutoDefault(False)
        theme.style(self.toggle, role="quiet")
        self.toggle.clicked.connect(self._switch)
        self.view = TrendView()
        self.view.stopped.connect(lambda words: self._line.setText(words or self._hint()))
        self.view.opened.connect(self._open)
        self._tables = QVBoxLayout()
        self._stack = QStackedWidget()
        self._stack.addWidget(_scrolled(self.view, tr("Trend chart")))
        holder = QWidget()
        holder.setLayout(self._tables)
        self._stack.addWidget(_scrolled(holder, tr("Values of the trend")))
        self._row = QHBoxLayout()
        self._row.addWidget(self._line, 1)
        self._row.addWidget(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._row)
        self._column.addWidget(self._stack, 1)
        self._restyle()
        session.review_changed.connect(self._refresh)
        self._refresh()

    @property
    def table(self) -> TextTable | None:
        """The table of values, while it is shown."""
        item = self._tables.itemAt(0)
        found = item.widget() if item is not None else None
        return found if isinstance(found, TextTable) else None

    @property
    def words(self) -> str:
        """The line that reads out a value."""
        return self._line.text()

    def show_case(self, case: Case, review: Review, guideline: Guideline) -> None:
        """Show the trend of a case."""
        self.view.show_trend(case, review, trend_of(case, review, guideline))
        self.toggle.setEnabled(bool(self.view.stops) or self.table is not None)
        if self.table is not None:
            self._fill_table()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew after another text size or appearance."""
        super().changeEvent(event)
        changed = event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.PaletteChange,
        )
        if changed and self._look is not None and self._look != theme.look():
            self._restyle()

    def _refresh(self) -> None:
        case, review = self._session.case, self._session.review
        ready = case is not None and review is not None
        # A widget that shows itself before it has a parent would be a window of its own, so only the parts hide.
        self._stack.setVisible(ready)
        self.toggle.setVisible(ready)
        self._line.setText(self.view.words or self._hint() if ready else tr(NO_REVIEW_HINT))
        if case is not None and review is not None:
            self.show_case(case, review, self._session.guideline)

    def _open(self, place: str) -> None:
        self._session.goto("case", place)

    def _switch(self) -> None:
        as_table = self.table is None
        if as_table:
            self._fill_table()
        else:
            self._empty_table()
        self._stack.setCurrentIndex(1 if as_table else 0)
        self.toggle.setText(tr("Show as chart") if as_table else tr("Show as table"))
        self._line.setText(
            tr("Enter opens the entry of a row.") if as_table else self.view.words or self._hint()
        )
        shown: QWidget | None = self.table if as_table else self.view
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hint(self) -> str:
        """Return what the person can do here."""
        return tr(HINT) if self.view.stops else tr(EMPTY_HINT)

    def _fill_table(self) -> None:
        self._empty_table()
        stops = self.view.stops
        table = TextTable(tr("Values of the trend"), _COLUMNS, rows_of_table(stops))
        table.setObjectName("timelineTable")
        table.chosen.connect(lambda row: self._open(stops[row].place))
        self._tables.addWidget(table)
        self._tables.addStretch(1)

    def _empty_table(self) -> None:
        while (item := self._tables.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _restyle(self) -> None:
        self._look = theme.look()
        px = self._look.px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(4))
        self._tables.setContentsMargins(0, 0, 0, 0)
        self.view.restyle()
        if self.table is not None:
            self._fill_table()


def _scrolled(widget: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    named(area, name)
    area.setWidget(widget)
    return area
