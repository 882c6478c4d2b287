"""The cases of the store as a table: the row object behind each row, native values to sort by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import CASE_STATUSES, VERDICT_NAMES
from lnreview.review.finding import VERDICTS
from lnreview.store.summary import CaseSummary

SORT = Qt.ItemDataRole.UserRole
SUMMARY = Qt.ItemDataRole.UserRole + 1
PATIENT, TITLE, VERDICT, PROVISIONAL, STATUS, NEXT, CHANGED = range(7)
TITLES = (
    noop("Patient"),
    noop("Title"),
    noop("Verdict"),
    noop("Provisional"),
    noop("Status"),
    noop("Next"),
    noop("Changed"),
)
EMPTY = "–"
Index = QModelIndex | QPersistentModelIndex
_NAMES: dict[str, str] = {slug: name for slug, name in VERDICT_NAMES.items()}  # noqa: C416
_SEXES = {"female": noop("F"), "male": noop("M"), "unknown": ""}


class CaseTable(QAbstractTableModel):
    """The lines of the list of cases."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[CaseSummary, ...] = ()

    @property
    def rows(self) -> tuple[CaseSummary, ...]:
        """The lines that are held, before any filter."""
        return self._rows

    def show_cases(self, rows: Sequence[CaseSummary]) -> None:
        """Hold these lines."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of cases."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """Return words, colour, the value to sort by, or the line itself."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column) or EMPTY
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _text(row, column) or tr("nothing")
        if role == Qt.ItemDataRole.ForegroundRole and column == VERDICT:
            look = theme.verdict_look(row.verdict, bool(row.urgent))
            return theme.look().colours[look.colour]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, column) or None
        if role == SORT:
            return _sort_value(row, column)
        if role == SUMMARY:
            return row
        return None


class CaseFilter(QSortFilterProxyModel):
    """Keeps the cases of a verdict and a status; words are searched by the store itself."""

    def __init__(self) -> None:
        super().__init__()
        self._verdict = ""
        self._status = ""
        self.setSortRole(SORT)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def keep(self, verdict: str = "", status: str = "") -> None:
        """Keep the cases of this verdict and this status; empty keeps all."""
        self.beginFilterChange()
        self._verdict, self._status = verdict, status
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Tell whether a case is kept."""
        model = self.sourceModel()
        row = model.index(source_row, 0, source_parent).data(SUMMARY)
        wanted_verdict = not self._verdict or row.verdict == self._verdict
        return wanted_verdict and (not self._status or row.status == self._status)


def _text(row: CaseSummary, column: int) -> str:
    if column == PATIENT:
        name = row.patient_name or row.id
        sex = tr(_SEXES[row.sex]) if row.sex in _SEXES else ""
        return " ".join(part for part in (name, sex, _age(row)) if part)
    if column == VERDICT:
        look = theme.verdict_look(row.verdict, bool(row.urgent))
        return f"{look.shape}  {look.word}"
    if column == PROVISIONAL:
        return tr(_NAMES[row.provisional]) if row.provisional in _NAMES else ""
    if column == CHANGED:
        return _local(row.updated_at).strftime("%Y-%m-%d")
    return {TITLE: row.title, STATUS: tr(CASE_STATUSES[row.status]), NEXT: row.next}[column]


def _tip(row: CaseSummary, column: int) -> str:
    if column == VERDICT:
        return row.summary
    if column == CHANGED:
        return _local(row.updated_at).strftime("%Y-%m-%d %H:%M")
    return _text(row, column)


def _age(row: CaseSummary) -> str:
    """Return the age in years at the last review, as far as the list knows it."""
    if row.birth_or_age.endswith("years"):
        return row.birth_or_age.removesuffix(" years")
    born, seen = row.birth_or_age[:10], row.as_of[:10]
    if len(born) == len(seen) == 10 and born[4] == seen[4] == "-":
        return str(int(seen[:4]) - int(born[:4]) - (seen[5:] < born[5:]))
    return ""


def _sort_value(row: CaseSummary, column: int) -> QDateTime | int | str:
    if column == CHANGED:
        return QDateTime.fromSecsSinceEpoch(int(_local(row.updated_at).timestamp()))
    if column == VERDICT:
        return next((place for place, slug in enumerate(VERDICTS) if slug == row.verdict), len(VERDICTS))
    return _text(row, column).casefold()


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone()
