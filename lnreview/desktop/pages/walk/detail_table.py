"""A table behind a finding: it folds, a row opens to how it was reached, its entries and its sources."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.walk.rule import cited_line, parameter_lines
from lnreview.desktop.source_words import STATUS_OF_SOURCE, short_name
from lnreview.desktop.widgets.evidence import add_evidence, add_missing
from lnreview.desktop.widgets.link import Fold
from lnreview.desktop.widgets.prose import Goto, clear, column, gap, heading, muted, prose
from lnreview.desktop.widgets.text_cells import Cell, Tags, TextColumn
from lnreview.desktop.widgets.text_table import TextTable, keep_in_view
from lnreview.guideline.model import Guideline
from lnreview.review.detail.table import Row, Table


class DetailTable(QWidget):
    """Shows a `Table`; Enter on a row opens it below the table, Escape closes it."""

    def __init__(
        self, case: Case, guideline: Guideline, table: Table, goto: Goto, book: Goto, *, is_open: bool = True
    ) -> None:
        super().__init__()
        self._case, self._guideline, self._table = case, guideline, table
        self._goto, self._book = goto, book
        self.setObjectName(f"detail-{table.id}")
        lines = column(self, spacing=4)
        self.fold = Fold(table.title, is_open, tr("Shows or hides this table."))
        self.fold.setObjectName(f"fold-{table.id}")
        self.fold.toggled.connect(self._fold)
        lines.addWidget(self.fold)
        if table.intro:
            lines.addWidget(prose(table.intro))
        self._body = QWidget()
        self._lines = column(self._body)
        lines.addWidget(self._body)
        self.table: TextTable | None = None
        """The rows; made when the table is first unfolded."""
        self._opened = -1
        self._fold(is_open)

    @property
    def id(self) -> str:
        """The id of the table that is shown."""
        return self._table.id

    def take_focus(self) -> None:
        """Unfold the table, and put the focus on its first row."""
        self.fold.setChecked(True)
        if self.table is not None:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QTimer.singleShot(0, self, lambda: keep_in_view(self, 0, 0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the open row on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._opened >= 0:
            self.open_row(-1)
            if self.table is not None:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def open_row(self, row: int) -> None:
        """Show how a row was reached, below the table; a row that is open already is closed, so is -1."""
        clear(self._open_lines)
        self._opened = -1 if row == self._opened else row
        self._pane.setVisible(self._opened >= 0)
        if self._opened < 0:
            return
        self._fill(self._table.rows[row])
        QTimer.singleShot(0, self._pane, self._show_pane)

    def _show_pane(self) -> None:
        """Scroll to the open row, once it has its size."""
        around = min(self._pane.height(), theme.look().px(240)) // 2
        keep_in_view(self._pane, 0, around, around)

    def _fold(self, is_open: bool) -> None:
        if is_open and self.table is None:
            self._make()
        self._body.setVisible(is_open)

    def _make(self) -> None:
        table, lines = self._table, self._lines
        self.table = TextTable(table.title, columns_of(table), rows_of(self._guideline, table))
        self.table.setObjectName(f"rows-{table.id}")
        self.table.chosen.connect(self.open_row)
        self.table.row_changed.connect(lambda row: self.open_row(row) if self._opened >= 0 else None)
        lines.addWidget(self.table)
        self._pane = QWidget()
        self._pane.setObjectName("openRow")
        self._pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open_lines = column(self._pane, margin=16)
        self._pane.hide()
        lines.addWidget(self._pane)
        if table.note:
            lines.addWidget(muted(table.note))
        add_missing(lines, table.missing, tr("What would complete this table"), self._goto, quiet=True)

    def _fill(self, row: Row) -> None:
        lines = self._open_lines
        name = next((cell for cell in row.cells if cell and not cell.isdigit()), self._table.title)
        lines.addWidget(heading(name))
        if row.how:
            lines.addWidget(prose(row.how))
        if row.evidence:
            gap(lines, 4)
            lines.addWidget(muted(tr("From the record")))
            behind = tr("Entries behind {name}").format(name=name)
            add_evidence(lines, self._case, row.evidence, behind, self._goto, f"evidence-{self._table.id}")
        if row.parameters:
            gap(lines, 4)
            lines.addWidget(muted(tr("Numbers applied")))
        for parameter in row.parameters:
            lines.addWidget(parameter_lines(self._guideline, parameter, self._book))
        of_numbers = {(parameter.source, parameter.locator) for parameter in row.parameters}
        rest = [c for c in row.citations if (c.source, c.locator) not in of_numbers]
        if rest:
            gap(lines, 4)
            lines.addWidget(muted(tr("Sources")))
        for citation in dict.fromkeys(rest):
            lines.addWidget(cited_line(self._guideline, citation, self._book))
        if not (row.how or row.evidence or row.parameters or row.citations):
            lines.addWidget(muted(tr("Nothing more is recorded about this row.")))


def columns_of(table: Table) -> list[TextColumn]:
    """Return the columns of a table, with its status and the standing of its sources where a row has them."""
    columns = [TextColumn(column.title, column.number, wraps=True) for column in table.columns]
    if any(row.status for row in table.rows):
        columns.append(TextColumn(noop("Status"), wraps=True))
    if any(standing(row) for row in table.rows):
        columns.append(TextColumn(noop("Source"), wraps=True))
    return columns


def rows_of(pack: Guideline, table: Table) -> list[tuple[Cell, ...]]:
    """Return the cells of a table, in its columns; a source is named as a reader knows it."""
    with_status = any(row.status for row in table.rows)
    with_sources = any(standing(row) for row in table.rows)
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        cells: list[Cell] = [short_name(pack, cell) if cell in pack.sources else cell for cell in row.cells]
        if with_status:
            cells.append(theme.status_look(row.status) if row.status else "")
        if with_sources:
            cells.append(_source_cell(row))
        rows.append(tuple(cells))
    return rows


def standing(row: Row) -> tuple[str, ...]:
    """Return how far the sources of a row may be trusted, in words, where that is less than read in full."""
    found = [*(cited.status for cited in row.citations), *(number.status for number in row.parameters)]
    return tuple(tr(STATUS_OF_SOURCE[status]) for status in dict.fromkeys(found) if status != "primary")


def _source_cell(row: Row) -> Cell:
    plain = tr(STATUS_OF_SOURCE["primary"]) if row.citations or row.parameters else ""
    return Tags(standing(row), plain)
