"""Lines to be ticked under headings: what is printed of a document, what of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

LINE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """A line of the list; a heading parts those below it from those above."""

    key: str
    """Unique in the list."""
    text: str
    ticked: bool | None = None
    """Whether it is ticked; `None` for a line without a box."""
    is_heading: bool = False
    mark: str = ""
    """The status whose shape stands before the words: overridden or urgent."""
    state: str = ""
    """What is so about it, in words: behind it, and before it for a screen reader."""
    subject: object = None
    """What the line is about."""


class CheckList(QAbstractListModel):
    """Lines in reading order."""

    turned = Signal(object, bool)
    """A `Line`, and whether a person wants it ticked."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self._lines

    def row_of(self, key: str) -> int:
        """Return the row of a line by its key, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), -1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; where only their states changed, the rows stay where they are."""
        lines = tuple(lines)
        before = self._lines
        if [line.key for line in lines] != [line.key for line in before]:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        self._lines = lines
        for row, (new, old) in enumerate(zip(lines, before, strict=True)):
            if new != old:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen; a line with a box can be ticked."""
        if not index.isValid() or self._lines[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        has_box = self._lines[index.row()].ticked is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if has_box else flags

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the words, the tick, what a screen reader says, or the line."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.CheckStateRole and line.ticked is not None:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.state}: {line.text}" if line.state else line.text
        if role == LINE:
            return line
        return None

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        """Tell what a person wants; the list shows it when the case says so."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.turned.emit(self._lines[index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True
