"""A read-only table of wrapped text that is as tall as its rows, with one command: Enter on a row.

It never scrolls by itself, so it can stand among paragraphs. A cell is a text or a status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named

Cell = str | theme.StatusLook
Index = QModelIndex | QPersistentModelIndex
EMPTY = "–"


@dataclass(frozen=True)
class TextColumn:
    """A column: its title, whether its numbers stand on the right, and whether it may be made narrower."""

    title: str
    number: bool = False
    wraps: bool = False


class TextModel(QAbstractTableModel):
    """Rows of cells below titled columns; an empty cell shows a dash."""

    def __init__(
        self, columns: Sequence[TextColumn], rows: Sequence[Sequence[Cell]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows = tuple(tuple(row) for row in rows)
        self._sides = [self._side(section) for section in range(len(self.columns))]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text, the colour of a status, the side, or the words for a screen reader."""
        if not index.isValid():
            return None
        cell = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_text(cell)
        if role == Qt.ItemDataRole.ForegroundRole and isinstance(cell, theme.StatusLook):
            return theme.look().colours[cell.colour]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[index.column()] | Qt.AlignmentFlag.AlignTop
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = cell.word if isinstance(cell, theme.StatusLook) else cell or "nothing"
            return f"{self.columns[index.column()].title}: {words}"
        return None

    def _side(self, section: int) -> Qt.AlignmentFlag:
        """Return the right for a column whose cells are all numbers, else the left."""
        cells = [row[section] for row in self.rows if row[section]]
        numbers = all(isinstance(cell, str) and _is_number(cell) for cell in cells)
        right = self.columns[section].number and numbers
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column and its side."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[section] | Qt.AlignmentFlag.AlignVCenter
        return None


def _is_number(text: str) -> bool:
    """Tell whether a cell is read as a number."""
    return text[0].isdigit() or text[0] in "<>≤≥−-"


class _TextDelegate(QStyledItemDelegate):
    """Draws wrapped text in the cell's own colour, with air above and below it, and never cuts it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        room = QRect(0, 0, max(width - 2 * _side(), 1), 100_000)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        needed = QFontMetrics(theme.look().font()).boundingRect(room, Qt.TextFlag.TextWordWrap.value, text)
        return QSize(width, needed.height() + 2 * theme.look().px(6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.look()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.colours["selection"])
        colour = index.data(Qt.ItemDataRole.ForegroundRole) or look.colours["text"]
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.setPen(look.colours["muted"] if text == EMPTY else colour)
        painter.setFont(look.font())
        room = option.rect.adjusted(_side(), look.px(6), -_side(), 0)
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        painter.drawText(room, side.value | Qt.TextFlag.TextWordWrap.value, text)
        painter.restore()


def _side() -> int:
    """Return the air left and right of a cell's text, that of the header."""
    return theme.look().px(11)


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
        named(self, name, "Up and down move, Enter opens the row." if rows else "")
        self._model = TextModel(columns, rows, self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._delegate = _TextDelegate(self)
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
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
        return QSize(theme.look().px(320), height + theme.look().px(4))

    def minimumSizeHint(self) -> QSize:
        """Return the full height: a row is never hidden."""
        return QSize(theme.look().px(160), self.sizeHint().height())

    def _moved(self, now: QModelIndex) -> None:
        """Tell of the new row, and scroll the page so that the keyboard never leaves what is in view."""
        self.row_changed.emit(now.row())
        if self.hasFocus():
            box = self.visualRect(now)
            keep_in_view(self, box.left(), box.center().y(), box.height())

    def _fit(self) -> None:
        """Give each column the width of its text; where that is too much, wrapping ones share the rest."""
        columns = self._model.columns
        room = max(self.viewport().width(), 1)
        natural = [self._natural(number) for number in range(len(columns))]
        fixed = sum(width for width, column in zip(natural, columns, strict=True) if not column.wraps)
        wrapping = [number for number, column in enumerate(columns) if column.wraps]
        rest = room - fixed
        for number, width in enumerate(natural):
            if not columns[number].wraps:
                self.setColumnWidth(number, width)
        self._share(wrapping, natural, max(rest, len(wrapping) * theme.look().px(72)))
        self.resizeRowsToContents()
        self.updateGeometry()

    def _share(self, wrapping: list[int], natural: list[int], rest: int) -> None:
        """Give `rest` to the wrapping columns: the small ones what they need, the others equal parts."""
        left = sorted(wrapping, key=lambda number: natural[number])
        while left:
            part = rest // len(left)
            number = left.pop(0)
            width = natural[number] if natural[number] <= part and left else part
            self.setColumnWidth(number, width)
            rest -= width

    def _natural(self, number: int) -> int:
        metrics = QFontMetrics(theme.look().font())
        texts = [self._model.columns[number].title, *(shown_text(row[number]) for row in self._model.rows)]
        widest = max(metrics.horizontalAdvance(line) for text in texts for line in text.split("\n"))
        return widest + 2 * _side() + theme.look().px(2)


def keep_in_view(widget: QWidget, x: int, y: int, around: int) -> None:
    """Scroll the page that holds `widget` so that the point of the widget and `around` px about it are seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    inner = above.widget() if above is not None else None
    if above is not None and inner is not None:
        point = widget.mapTo(inner, QPoint(x, y))
        above.ensureVisible(point.x(), point.y(), 0, around)


def shown_text(cell: Cell) -> str:
    """Return what a cell shows: its text, a status with its shape, or a dash."""
    if isinstance(cell, theme.StatusLook):
        return f"{cell.shape} {cell.word}".strip()
    return cell or EMPTY
