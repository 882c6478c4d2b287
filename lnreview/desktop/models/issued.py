"""What was issued of the open case, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from lnreview.desktop.forms.words import slug_label
from lnreview.desktop.language import noop, tr

if TYPE_CHECKING:
    from lnreview.store.issued import IssuedRow

ISSUED = Qt.ItemDataRole.UserRole + 1
"""The `IssuedRow` of a row."""
TITLES = (
    noop("No."),
    noop("Document"),
    noop("Version"),
    noop("Issued"),
    noop("By"),
    noop("Criteria"),
    noop("Reason"),
)
WIDE = (1,)
"""Columns that take the room that is left."""
SPARE = (5, 4, 6)
"""Columns that go first where there is little room."""
_RIGHT = (0, 2)
Index = QModelIndex | QPersistentModelIndex


class IssuedTable(QAbstractTableModel):
    """Issued documents as a table."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[IssuedRow, ...] = ()

    @property
    def rows(self) -> tuple[IssuedRow, ...]:
        """The documents that are shown, the newest first."""
        return self._rows

    def show_rows(self, rows: Sequence[IssuedRow]) -> None:
        """Show what was issued."""
        self.beginResetModel()
        self._rows = tuple(sorted(rows, key=lambda row: -row.number))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of documents."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(TITLES):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(TITLES[section])
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        """Return words, or the document of a row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(row)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = _cells(row)[index.column()]
            return words if words != "–" else tr("nothing")
        if role == Qt.ItemDataRole.ToolTipRole:
            return _cells(row)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return row if role == ISSUED else None


def issued_on(row: IssuedRow) -> str:
    """Return day and time of the issuing, where the person sits."""
    return f"{datetime.fromisoformat(row.issued_at).astimezone():%Y-%m-%d %H:%M}"


def _cells(row: IssuedRow) -> tuple[str, ...]:
    return (
        str(row.number), slug_label(row.kind), str(row.version), issued_on(row).partition(" ")[0], row.issued_by or "–",
        f"{row.criteria} {row.criteria_version}", row.reason or "–",
    )  # fmt: skip


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
