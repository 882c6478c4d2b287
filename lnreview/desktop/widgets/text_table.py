"""A read-only table of wrapped text that is as tall as its rows, with one command: Enter on a row.

It never scrolls by itself, so it can stand among paragraphs. Where its columns have too little room, each row becomes a
block of lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
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
    Mode,
    TextColumn,
    TextDelegate,
    TextModel,
    least_width,
    natural_width,
    side,
)


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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.look().px(28))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(self._moved)
        self._fit()

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
            self._fit()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        header = self.horizontalHeader()
        height = self.verticalHeader().length() + (0 if header.isHidden() else header.height())
        return QSize(theme.look().px(320), height + theme.look().px(4))

    def minimumSizeHint(self) -> QSize:
        """Return the full height: a row is never hidden."""
        return QSize(theme.look().px(160), self.sizeHint().height())

    def _moved(self, now: QModelIndex) -> None:
        """Tell of the new row, and scroll the page so that the keyboard never leaves what is in view."""
        self.row_changed.emit(now.row())
        if self.hasFocus():
            # What is shown about the new row takes its room first; then the row is where it stays.
            QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        box = self.visualRect(self.currentIndex())
        keep_in_view(self, box.left(), box.center().y(), box.height())

    def _fit(self) -> None:
        """Give each column the width of its text; where that is too much, wrapping ones share the rest.

        Where not even the longest words have room beside each other, each row becomes one block.
        """
        columns, tags = self._model.columns, self._model.tags
        room = max(self.viewport().width(), 1)
        natural = [self._widest(number, natural_width) for number in range(len(columns))]
        least = [
            min(self._widest(number, least_width), natural[number]) if column.wraps else natural[number]
            for number, column in enumerate(columns)
        ]
        mode: Mode = "cells"
        if tags > 0 and sum(least) > room:
            mode = "tucked"
            for widths in (natural, least):
                widths[0] = max(widths[0], least[tags])
            columns, natural, least = columns[:-1], natural[:-1], least[:-1]
        if sum(least) > room and len(columns) > 1:
            mode = "stacked"
        current = self.currentIndex().row()
        self._model.show_as(mode)
        self.horizontalHeader().setVisible(mode != "stacked")
        if current >= 0 and not self.currentIndex().isValid():
            self.selectRow(current)
        if mode == "stacked":
            self.setColumnWidth(0, room)
        else:
            for number, width in enumerate(natural):
                if not columns[number].wraps:
                    self.setColumnWidth(number, width)
                    room -= width
            wrapping = [number for number, column in enumerate(columns) if column.wraps]
            self._share(wrapping, natural, least, room)
            self._fit_header(len(columns))
        self.resizeRowsToContents()
        self.updateGeometry()

    def _fit_header(self, count: int) -> None:
        """Make the header as high as its titles are when they wrap."""
        metrics = QFontMetrics(theme.look().font(theme.SMALL_POINTS))
        highest = metrics.height()
        for number in range(count):
            room = QRect(0, 0, max(self.columnWidth(number) - 2 * side(), 1), 100_000)
            title = tr(self._model.columns[number].title)
            box = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, title)
            highest = max(highest, box.height())
        self.horizontalHeader().setFixedHeight(highest + 2 * theme.look().px(6))

    def _share(self, wrapping: list[int], natural: list[int], least: list[int], rest: int) -> None:
        """Give `rest` to the wrapping columns: the small ones what they need, a long text more than a short one."""
        left = sorted(wrapping, key=lambda number: natural[number])
        while left:
            weight = sum(sqrt(natural[number]) for number in left)
            number = left.pop(0)
            part = round(rest * sqrt(natural[number]) / weight)
            width = natural[number] if natural[number] <= part and left else part
            width = max(min(width, rest - sum(least[other] for other in left)), least[number])
            self.setColumnWidth(number, width)
            rest -= width

    def _widest(self, number: int, measure: Callable[[Cell, float], int]) -> int:
        cells = (row[number] for row in self._model.rows)
        title = measure(tr(self._model.columns[number].title), theme.SMALL_POINTS)
        return (
            max(title, *(measure(cell, theme.BODY_POINTS) for cell in cells), 0)
            + 2 * side()
            + theme.look().px(2)
        )


def keep_in_view(widget: QWidget, x: int, y: int, around: int) -> None:
    """Scroll the page that holds `widget` so that the point of the widget and `around` px about it are seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    inner = above.widget() if above is not None else None
    if above is not None and inner is not None:
        point = widget.mapTo(inner, QPoint(x, y))
        above.ensureVisible(point.x(), point.y(), 0, around)
