"""A read-only table of wrapped text that is as tall as its rows, with one command: Enter on a row.

It never scrolls by itself, so it can stand among paragraphs. Where its columns have too little room, each row becomes a
block of lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.widgets.text_cells import (
    Cell,
    TextColumn,
    TextDelegate,
    TextModel,
)
from lnreview.desktop.widgets.text_fit import Fit, fit

_KEPT = 16
"""Widths of which a table remembers how it stands in them."""


class TextTable(QTableView):
    """Shows a `TextModel` in full height; emits `chosen(row)` on Enter or a double-click."""

    chosen = Signal(int)
    row_changed = Signal(int)
    """The current row is another one."""

    def __init__(
        self,
        name: str,
        columns: Sequence[TextColumn],
        rows: Sequence[Sequence[Cell]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, name, tr("Up and down move, Enter opens the row.") if rows else "")
        self._model = TextModel(columns, rows, self)
        self._fits: dict[tuple[int, theme.Look], Fit] = {}
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._delegate = TextDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.look().px(28))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that are shown."""
        return self._model.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter; leave every other key to the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns and rows to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._show_fit(self._fit(self.viewport().width()))

    def hasHeightForWidth(self) -> bool:
        """Tell that the rows are higher where the table is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in a width."""
        border = 2 * self.frameWidth()
        return self._fit(width - border).height + border + theme.look().px(4)

    def sizeHint(self) -> QSize:
        """Return the height of all rows in the present width."""
        return QSize(theme.look().px(320), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the full height: a row is never hidden."""
        return QSize(theme.look().px(160), self.heightForWidth(max(self.width(), theme.look().px(160))))

    def _moved(self, now: QModelIndex) -> None:
        """Tell of the new row, and scroll the page so that the keyboard never leaves what is in view."""
        self.row_changed.emit(now.row())
        if self.hasFocus():
            # What is shown about the new row takes its room first; then the row is where it stays.
            QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        box = self.visualRect(self.currentIndex())
        keep_in_view(self, box.left(), box.center().y(), box.height())

    def _fit(self, room: int) -> Fit:
        """Return how columns and rows stand in `room` px; asked for again and again while a page is laid out."""
        key = (max(room, 1), theme.look())
        if key not in self._fits:
            if len(self._fits) >= _KEPT:  # a window that is being drawn wider asks for every width on its way
                self._fits.clear()
            self._fits[key] = fit(self._model, key[0])
        return self._fits[key]

    def _show_fit(self, fitted: Fit) -> None:
        current = self.currentIndex().row()
        self._model.show_as(fitted.mode)
        header = self.horizontalHeader()
        header.setVisible(fitted.header > 0)
        if fitted.header:
            header.setFixedHeight(fitted.header)
        if current >= 0 and not self.currentIndex().isValid():
            self.selectRow(current)
        for number, width in enumerate(fitted.widths):
            self.setColumnWidth(number, width)
        for number, height in enumerate(fitted.rows):
            self.setRowHeight(number, height)
        self.updateGeometry()


def keep_in_view(widget: QWidget, x: int, y: int, around: int) -> None:
    """Scroll the page that holds `widget` so that the point of the widget and `around` px about it are seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    inner = above.widget() if above is not None else None
    if above is not None and inner is not None:
        point = widget.mapTo(inner, QPoint(x, y))
        above.ensureVisible(point.x(), point.y(), 0, around)
