"""One list of the open case as a table: words for the eye, native values to sort by, the entry behind a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from lnreview.case.model import Case
from lnreview.case.records import Entry
from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.models.columns import COLUMNS, EMPTY, Column, cell, sort_value

SORT = Qt.ItemDataRole.UserRole
ENTRY = Qt.ItemDataRole.UserRole + 1
MARKS = Column("", noop("Look again"))
"""The column of the rows that look odd."""
Index = QModelIndex | QPersistentModelIndex

_SHOWN: dict[int, int] = {Qt.ItemDataRole.DisplayRole: 0, Qt.ItemDataRole.ToolTipRole: 1, SORT: 0}
"""By role: what of a mark is shown."""


class EntryTable(QAbstractTableModel):
    """The entries of a list, in the order of the file; sorting is the proxy's."""

    def __init__(self, list_name: str) -> None:
        super().__init__()
        self._list = list_name
        self._own = self._columns = COLUMNS[list_name]
        self._marks: Mapping[str, tuple[str, str]] = {}
        self._case: Case | None = None
        self._entries: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are shown."""
        return self._entries

    @property
    def marks(self) -> Mapping[str, tuple[str, str]]:
        """The marks of rows to look at again, by the id of the entry: the mark, and why."""
        return self._marks

    def show_case(self, case: Case | None, marks: Mapping[str, tuple[str, str]] | None = None) -> None:
        """Show the list of a case; a column with marks is there only while a row has one."""
        self.beginResetModel()
        self._marks = marks or {}
        self._columns = (*self._own, MARKS) if self._marks else self._own
        self._case = case
        self._entries = getattr(case, self._list) if case is not None else ()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self._columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self._columns[section].right)
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """Return words, the value to sort by, or the entry of a row."""
        if not index.isValid() or self._case is None:
            return None
        entry, column = self._entries[index.row()], self._columns[index.column()]
        if column is MARKS and role in _SHOWN:
            return self._marks.get(entry.id, ("", ""))[_SHOWN[role]]
        if column is MARKS and role == Qt.ItemDataRole.ForegroundRole:
            return theme.look().colours["urgent"]
        if role == Qt.ItemDataRole.DisplayRole:
            # The sign stands in the first cell too: where room is short, the column with the word is out of view.
            sign = "? " if index.column() == 0 and entry.id in self._marks else ""
            return sign + cell(self._case, entry, column.field)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = cell(self._case, entry, column.field)
            return words if words != EMPTY else tr("nothing")
        if role == Qt.ItemDataRole.ToolTipRole:
            words = cell(self._case, entry, column.field)
            return "\n".join(part for part in (words if words != EMPTY else "", entry.note) if part) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.right)
        if role == SORT:
            return sort_value(self._case, entry, column.field)
        if role == ENTRY:
            return entry
        return None


def alignment(right: bool) -> Qt.AlignmentFlag:
    """Return where a cell has its words: numbers on the right."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
