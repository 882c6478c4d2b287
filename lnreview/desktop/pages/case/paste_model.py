"""The preview of pasted rows as a table: the state, the row as it was pasted, what it becomes, and what there is to know."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.models.columns import COLUMNS, DATE_FIELDS, EMPTY, Column, cell
from lnreview.desktop.models.entries import alignment
from lnreview.desktop.pages.case.paste_sheet import PastedRow
from lnreview.desktop.pages.case.paste_words import remark_words, state_look
from lnreview.exchange.pasted.model import Proposal

Index = QModelIndex | QPersistentModelIndex
STATE, ROW, PASTED = range(3)
DATES = frozenset(DATE_FIELDS.values()) | {"stop"}
"""Fields that hold a day."""
_OPEN = " ?"
"""Stands behind a value that an open question is about."""
_FIRST = 3
"""Columns before those of the list."""


class PastedTable(QAbstractTableModel):
    """The rows of a pasted sheet in their order."""

    def __init__(self, list_name: str) -> None:
        super().__init__()
        self._columns = tuple(
            column for column in COLUMNS[list_name] if column.field not in ("source", "note")
        )
        self._case: Case | None = None
        self.rows: tuple[PastedRow, ...] = ()

    def show_rows(self, case: Case, rows: tuple[PastedRow, ...]) -> None:
        """Show rows; where they are as many as before the place in the table is kept."""
        same = len(rows) == len(self.rows) and case is self._case
        if not same:
            self.beginResetModel()
        self._case, self.rows = case, rows
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))

    @property
    def remarks(self) -> int:
        """Number of the column of remarks."""
        return _FIRST + len(self._columns)

    @property
    def spare(self) -> tuple[int, ...]:
        """Columns that are hidden where there is no room, the first of them first; the line below the table says all."""
        return (ROW, self.remarks, *range(self.remarks - 1, _FIRST + 2, -1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else self.remarks + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section <= self.remarks:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(section == ROW or self._is_right(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIRST:
            return (tr("State"), tr("Row"), tr("As pasted"))[section]
        return tr("To know") if section == self.remarks else tr(self._columns[section - _FIRST].title)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return words, the colour of a state, or what a screen reader says of a row."""
        if not index.isValid() or self._case is None:
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column == ROW or self._is_right(column))
        if role == Qt.ItemDataRole.ForegroundRole:
            colour = state_look(row.state).colour if column == STATE or not row.included else "text"
            return theme.look().colours["muted" if column != STATE and not row.included else colour]
        if role == Qt.ItemDataRole.ToolTipRole and column in (PASTED, self.remarks):
            return self._words(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row, column)
        return None

    def _said(self, row: PastedRow, column: int) -> str:
        """Return a cell for a screen reader: no sign stands alone."""
        words = self._words(row, column)
        if words.endswith(_OPEN):
            return tr("{value}, asked about above").format(
                value=words.removesuffix(_OPEN).replace(EMPTY, tr("nothing"))
            )
        return words if words not in ("", EMPTY) else tr("nothing")

    def sentence(self, row: PastedRow) -> str:
        """Return a row in full: its number, what was pasted, and what there is to know of it."""
        words = tr("Row {number}: {pasted}").format(number=row.proposal.row, pasted=self._words(row, PASTED))
        return " — ".join(text for text in (words, self._words(row, self.remarks)) if text)

    def _words(self, row: PastedRow, column: int) -> str:
        proposal = row.proposal
        if column == STATE:
            look = state_look(row.state)
            return f"{look.shape} {look.word}"
        if column == ROW:
            return str(proposal.row)
        if column == PASTED:
            return " · ".join(text for text in proposal.written if text)
        if column == self.remarks:
            return " ".join(remark_words(remark) for remark in proposal.remarks)
        if proposal.entry is None or self._case is None:
            return ""
        words = cell(self._case, proposal.entry, self._column(column).field)
        return words + _OPEN if _is_open(proposal, self._column(column).field) else words

    def _column(self, section: int) -> Column:
        return self._columns[section - _FIRST]

    def _is_right(self, section: int) -> bool:
        return _FIRST <= section < self.remarks and self._column(section).right


def _is_open(proposal: Proposal, field: str) -> bool:
    """Tell whether an open question is about this field of a row."""
    of_value = ("unit:", "wrong-unit:", "size:", "decimal", "read-as:")
    of_day = ("date-order", "century", "no-day", "empty-days", "result-day")
    asked = of_value if field in ("quantity", "dose") else of_day if field in DATES else ()
    return any(id.startswith(asked) for id in proposal.waits_for) if asked else False
