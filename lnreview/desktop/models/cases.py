"""The cases of the store as a table: the numbers of the lines, and the lines themselves as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.models.case_columns import COLUMNS
from lnreview.desktop.models.case_words import cell_of, tip_of
from lnreview.store.summary import CaseSummary

SUMMARY = Qt.ItemDataRole.UserRole + 1
EMPTY = "–"
Index = QModelIndex | QPersistentModelIndex

_BLOCK = 64
"""Lines that are read at once around one that comes into view."""
_KEPT = 1024
"""Lines that are kept; more than are in view on any screen."""

# Numbers, because a table asks for each role of each cell, and comparing members of an enumeration takes longer.
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_FOREGROUND = Qt.ItemDataRole.ForegroundRole.value
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole.value
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole.value


class CaseTable(QAbstractTableModel):
    """The lines of the list in the order of their numbers; it holds no more than a screen needs."""

    order_asked = Signal(int, bool)
    """A column by which the list is to be ordered, and whether from the last to the first."""

    def __init__(
        self, lines: Callable[[Sequence[int]], Sequence[CaseSummary]], now: Callable[[], datetime]
    ) -> None:
        """Take what reads lines by their numbers, and the local time of the office."""
        super().__init__()
        self._lines = lines
        self._now = now
        self._moment = now()
        self._numbers: list[int] = []
        self._cells: dict[int, tuple[CaseSummary, tuple[tuple[str, str], ...]]] = {}

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Tell by which column a person wants the list ordered; the store orders it."""
        self.order_asked.emit(column, order == Qt.SortOrder.DescendingOrder)

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the lines, in their order."""
        return self._numbers

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """Show other lines; where they are the same ones, what they say is read anew."""
        self._moment = self._now()
        self._cells.clear()
        if list(numbers) == self._numbers:
            if numbers:
                self.dataChanged.emit(self.index(0, 0), self.index(len(numbers) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._numbers = list(numbers)
        self.endResetModel()

    def add_numbers(self, numbers: Sequence[int]) -> None:
        """Show more lines behind those that are there."""
        if numbers:
            first = len(self._numbers)
            self.beginInsertRows(QModelIndex(), first, first + len(numbers) - 1)
            self._numbers.extend(numbers)
            self.endInsertRows()

    def line(self, row: int) -> CaseSummary | None:
        """Return the line of a row; `None` where the store does not have it any more."""
        held = self._held(row)
        return held[0] if held is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of cases."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the titles."""
        if orientation == Qt.Orientation.Horizontal and role in (_DISPLAY, _TOOL_TIP):
            return tr(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return words, colour, or the line itself."""
        if role not in _ANSWERED:
            return None
        held = self._held(index.row()) if index.isValid() else None
        if held is None:
            return None
        line, cells = held
        words, colour = cells[index.column()]
        if role == _DISPLAY:
            return words or EMPTY
        if role == _FOREGROUND:
            return theme.look().colours[colour] if colour else None
        if role == _TOOL_TIP:
            return tip_of(line, COLUMNS[index.column()].key, words) or None
        if role == _SPOKEN:
            return words or tr("nothing")
        return line

    def _held(self, row: int) -> tuple[CaseSummary, tuple[tuple[str, str], ...]] | None:
        if not 0 <= row < len(self._numbers):
            return None
        number = self._numbers[row]
        held = self._cells.get(number)
        if held is None:
            self._fetch(row)
            held = self._cells.get(number)
        return held

    def _fetch(self, row: int) -> None:
        if len(self._cells) > _KEPT:
            self._cells.clear()
        first = max(0, row - row % _BLOCK)
        wanted = [number for number in self._numbers[first : first + _BLOCK] if number not in self._cells]
        for line in self._lines(wanted):
            cells = tuple(cell_of(line, column.key, self._moment) for column in COLUMNS)
            self._cells[line.number] = (line, cells)


_ANSWERED = frozenset((_DISPLAY, _FOREGROUND, _TOOL_TIP, _SPOKEN, int(SUMMARY)))
