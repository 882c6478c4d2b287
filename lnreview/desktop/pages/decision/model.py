"""The criteria of a policy as a list of indented rows: a criterion, how deep it stands, and whether it is old news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from lnreview.desktop.pages.decision.words import is_open, spoken
from lnreview.review.policy.result import Criterion

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""The `Row` of an index."""
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Row:
    """A criterion where it is read; one that a policy names twice has two rows."""

    item: Criterion
    depth: int
    path: str
    """The ids from the root down."""


class CriteriaModel(QAbstractListModel):
    """The tree in the order in which it is read, the root first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.stale = False
        """Whether the rows are of the record as it was before its last change."""

    def show_tree(self, root: Criterion | None) -> None:
        """Show a tree; where its criteria are the same as before, the current row stays."""
        rows = tuple(_rows(root, 0, "")) if root is not None else ()
        self.stale = False
        if [row.path for row in rows] == [row.path for row in self.rows]:
            self.rows = rows
            self._all_changed()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def grow_stale(self) -> None:
        """Show the rows as old: the record changed, and the answer is being worked out."""
        self.stale = True
        self._all_changed()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of criteria."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words, what a screen reader says, or the `Row`."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.item.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row.item, row.depth)
        return None

    def row_of(self, criterion: str) -> int:
        """Return the first row of a criterion, or -1."""
        return next((number for number, row in enumerate(self.rows) if row.item.id == criterion), -1)

    def next_open(self, start: int, step: int) -> int:
        """Return the next row after `start` whose criterion waits for the reviewer, round the end; -1 for none."""
        count = len(self.rows)
        around = ((start + step * far) % count for far in range(1, count + 1))
        return next((row for row in around if is_open(self.rows[row].item)), -1) if count else -1

    def find(self, text: str, start: int) -> int:
        """Return the next row from `start` on whose words hold a text, round the end; -1 for none."""
        wanted, count = text.casefold(), len(self.rows)
        around = ((start + far) % count for far in range(count))
        return next((row for row in around if wanted in self.rows[row].item.words.casefold()), -1)

    def _all_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


def _rows(item: Criterion, depth: int, above: str) -> Iterator[Row]:
    path = f"{above}/{item.id}"
    yield Row(item, depth, path)
    for child in item.children:
        yield from _rows(child, depth + 1, path)
