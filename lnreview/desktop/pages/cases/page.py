"""The page of the cases: search, filters, the list, and what can be done with the selected case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.language import tr
from lnreview.desktop.models.case_columns import COLUMNS, KEYS, PLACE, Arrangement
from lnreview.desktop.models.case_columns import read as read_columns
from lnreview.desktop.models.cases import CaseTable
from lnreview.desktop.pages.cases.empty import EmptyList
from lnreview.desktop.pages.cases.filter_row import FilterRow
from lnreview.desktop.pages.cases.filters import ListFilter
from lnreview.desktop.pages.cases.finder_row import FinderRow
from lnreview.desktop.pages.cases.parts import button
from lnreview.desktop.pages.cases.reading import Reading
from lnreview.desktop.pages.cases.tools import CaseTools
from lnreview.desktop.pages.cases.view import CaseView
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.store.summary import CaseSummary

_KEEP_AFTER = 600
"""ms after which columns that are being drawn are kept."""
_LIST = "list"


class CasesPage(QWidget):
    """The cases of the store, the last changed first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._worklist = session.store.worklist
        self._model = CaseTable(self._read_lines, session.now)
        self._reading = Reading(self._worklist, self)
        self._sort, self._descending = KEYS[PLACE["changed"]], True
        self._wanted = 0
        self._due = True
        self._title = QLabel(tr("Cases"))
        theme.style(self._title, role="title")
        self.new_button = button(tr("New case"), "newCase", role="primary", tip=tr("Begin an empty case"))
        self.finder = FinderRow()
        self.search = self.finder.search
        self.archived = self.finder.archived
        self.filters = FilterRow(session, self)
        self.table = CaseView(tr("No case matches. Change the search or the filters above."))
        self.table.setObjectName("cases")
        self.table.setModel(self._model)
        self.table.sortByColumn(PLACE["changed"], Qt.SortOrder.DescendingOrder)
        named(self.table, tr("Cases"), tr("Enter opens the case. Typing searches."))
        self.tools = CaseTools(session, self, self.selected)
        self._panel: QWidget | None = None
        self._empty = EmptyList(session)
        self._stack = QStackedWidget()
        self._middle = QWidget()
        self._stack.addWidget(self._middle)
        self._stack.addWidget(self._empty)
        self._keeping = QTimer(self, interval=_KEEP_AFTER, singleShot=True)
        self._keeping.timeout.connect(self._keep_columns)
        self._lay_out()
        self._add_commands()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.arrange(self._kept_columns())
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the table, or to the first step where there is none."""
        target = self.table if self._stack.currentWidget() is self._middle else self._empty.first
        target.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list where it changed while nobody saw it."""
        super().showEvent(event)
        if self._due:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no more of a list that nobody sees."""
        super().hideEvent(event)
        if not self._reading.is_done:
            self._reading.stop()
            self._due = True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_column"):
            self._restyle()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Read the list anew, and keep the row and the place."""
        chosen = self.selected()
        wanted = chosen.number if chosen else self._number_of_open_case()
        bar = self.table.verticalScrollBar()
        place, last = bar.value(), bar.value() + bar.pageStep()

        def enough(found: list[int]) -> bool:
            return len(found) > last and (not wanted or wanted in found)

        if self._read(enough if self.table.isVisible() else None):
            self._select(wanted, otherwise=self.table.currentIndex().row())
            bar.setValue(place)
        self.filters.count_soon()

    def show_place(self, place: str) -> None:
        """Show every case, with the one of this id selected."""
        line = self._worklist.line(place)
        self._choose(ListFilter())
        self._select(line.number if line is not None else 0, otherwise=0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> CaseSummary | None:
        """Return the line that is selected."""
        index = self.table.currentIndex()
        return self._model.line(index.row()) if index.isValid() else None

    def shown_ids(self) -> tuple[str, ...]:
        """Return the ids of the cases that are listed so far."""
        return self._worklist.ids(self._model.numbers)

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of the selected cases."""
        numbers = self._model.numbers
        return self._worklist.ids([numbers[row.row()] for row in self.table.selectionModel().selectedRows()])

    def open_selected(self) -> None:
        """Open the selected case."""
        summary = self.selected()
        if summary is not None and self._session.open_case(summary.id):
            self._session.goto("case")

    def choose_columns(self) -> None:
        """Show the choice of columns beside the list, or close it."""
        from lnreview.desktop.pages.cases.column_panel import ColumnPanel

        if self._panel is not None:
            self._close_panel()
            return
        self._panel = panel = ColumnPanel(lambda key: self.table.columnWidth(PLACE[key]))
        panel.arranged.connect(self._arrange)
        panel.order_asked.connect(self._order_by)
        panel.closed.connect(self._close_panel)
        panel.show_arrangement(self.table.arrangement)
        self._beside.addWidget(panel)
        panel.show()
        panel.list.setFocus()

    def order_by(self, key: str, *, descending: bool = False) -> None:
        """Order the list by a column."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(PLACE[key], order)

    # What is read

    def _read_lines(self, numbers: Sequence[int]) -> list[CaseSummary]:
        try:
            return self._worklist.lines(numbers)
        except UserError as error:
            self._session.failed.emit(str(error))
            return []

    def _read(self, enough: Callable[[list[int]], bool] | None = None) -> bool:
        """Ask the store; return whether it answered."""
        kept = self.finder.kept(self.filters.view)
        question = kept.question(self._session.today(), self._sort, self._descending)
        try:
            found = self._reading.begin(question, enough)
            nothing = not found and self._worklist.is_empty()
        except UserError as error:
            self._session.failed.emit(str(error))
            return False
        self._due = False
        self._model.show_numbers(found)
        self.filters.show_filter(kept)
        self._stack.setCurrentWidget(self._empty if nothing else self._middle)
        for part in (self.tools, self.new_button, self.finder, self.filters):
            part.setVisible(not nothing)
        self._tell_count()
        return True

    def _ask(self) -> None:
        """Show what the search and filters keep now, with its first line selected unless the one before is among them."""
        chosen = self.selected()
        if self._read():
            self._select(chosen.number if chosen else 0, otherwise=0)

    def _take_more(self, numbers: list[int]) -> None:
        self._model.add_numbers(numbers)
        if self._wanted and self._wanted in numbers:
            self._select(self._wanted, otherwise=0)
        elif numbers and not self.table.currentIndex().isValid():
            self._select(0, otherwise=0)
        self._tell_count()

    def _select(self, number: int, otherwise: int) -> None:
        """Select a line by its number; where it is not there, the row `otherwise`, until it comes in."""
        numbers = self._model.numbers
        row = numbers.index(number) if number in numbers else -1
        self._wanted = number if row < 0 and not self._reading.is_done else 0
        row = row if row >= 0 else min(max(otherwise, 0), len(numbers) - 1)
        if row >= 0:
            index = self._model.index(
                row, self.table.currentIndex().column() if self.table.currentIndex().isValid() else 0
            )
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)
        self.tools.show_case(self.selected())

    def _number_of_open_case(self) -> int:
        case = self._session.case
        line = self._worklist.line(case.id) if case is not None else None
        return line.number if line is not None else 0

    def _tell_count(self) -> None:
        count = len(self._model.numbers)
        if not self._reading.is_done:
            words = tr("{count} cases and more").format(count=f"{count:,}")
        elif count == 1:
            words = tr("1 case")
        else:
            words = tr("{count} cases").format(count=f"{count:,}")
        self.tools.count.setText(words)

    # How it is arranged

    def _kept_columns(self) -> Arrangement:
        kept = dict(self._session.arranging.kept("columns"))
        return read_columns(kept[_LIST]) if _LIST in kept else Arrangement()

    def _arrange(self, arrangement: Arrangement) -> None:
        self.table.arrange(arrangement)
        self._arranged(arrangement)

    def _arranged(self, arrangement: Arrangement) -> None:
        from lnreview.desktop.pages.cases.column_panel import ColumnPanel

        if isinstance(self._panel, ColumnPanel):
            self._panel.show_arrangement(arrangement)
        self._keeping.start()

    def _keep_columns(self) -> None:
        self._session.arranging.keep("columns", _LIST, self.table.arrangement.written())

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._beside.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
            self.table.setFocus()

    def _head_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.table.arrangement.shown
        for key in (*shown, *(key for key in KEYS if key not in shown)):
            entry = menu.addAction(tr(COLUMNS[PLACE[key]].title))
            entry.setCheckable(True)
            entry.setChecked(key in shown)
            entry.toggled.connect(lambda on, key=key: self._arrange(self.table.arrangement.turned(key, on)))
        menu.addSeparator()
        menu.addAction(tr("Usual columns"), lambda: self._arrange(Arrangement()))
        menu.addAction(tr("Choose columns…"), self.choose_columns)
        menu.popup(at)

    def _order_by(self, key: str) -> None:
        same = key == self._sort
        self.order_by(key, descending=not self._descending if same else False)

    def _ordered(self, column: int, descending: bool) -> None:
        if (KEYS[column], descending) != (self._sort, self._descending):
            self._sort, self._descending = KEYS[column], descending
            self._ask()

    # What a person does

    def _choose(self, kept: ListFilter) -> None:
        self.filters.view = kept.view
        self.finder.show_filter(kept)
        self._ask()

    def _escape(self) -> None:
        """Close what is open above or beside the list; else show every case."""
        if self.filters.asks:
            self.filters.end()
        elif self._panel is not None:
            self._close_panel()
        else:
            self._choose(ListFilter())
            self.table.setFocus()

    def _search_for(self, letters: str) -> None:
        self.search.setFocus()
        self.search.setText(letters)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._due = True

    def _add_commands(self) -> None:
        add = partial(page_action, self)
        add(
            tr("Search the list"), "/", tr("Type words of a name, a title, a drug or a plan"), self._to_search
        )
        add(tr("Show every case"), "Esc", tr("Take the search and all filters away"), self._escape)
        add(tr("New case"), "Ins", tr("Begin an empty case"), self._session.new_case)
        add(tr("Choose columns…"), "Ctrl+Shift+K", tr("Show, hide, move and widen the columns of the list"), self.choose_columns)  # fmt: skip
        add(tr("Turn the order of the list round"), "Ctrl+Shift+R", tr("Order the list the other way"), lambda: self._order_by(self._sort))  # fmt: skip
        for column in COLUMNS:
            title = tr(column.title)
            add(
                tr("Order the list by: {column}").format(column=title), "", tr("A second time turns it round"),
                partial(self._order_by, column.key),
            )  # fmt: skip

    def _connect(self) -> None:
        self._reading.more.connect(self._take_more)
        self._reading.done.connect(self._tell_count)
        self._reading.failed.connect(self._session.failed)
        self._model.order_asked.connect(self._ordered)
        self.finder.changed.connect(self._ask)
        self.search.returnPressed.connect(self.table.setFocus)
        self.filters.chosen.connect(self._choose)
        self.new_button.clicked.connect(self._session.new_case)
        self.table.opened.connect(self.open_selected)
        self.table.typed.connect(self._search_for)
        self.table.arranged.connect(self._arranged)
        self.table.menu_asked.connect(self._head_menu)
        self.table.end_asked.connect(self._reading.finish)
        self.table.selectionModel().selectionChanged.connect(lambda: self.tools.show_case(self.selected()))
        self._session.cases_changed.connect(self._changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.new_button)
        self._beside = QHBoxLayout(self._middle)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.addWidget(self.table, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.finder)
        self._column.addWidget(self.filters)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(self.tools)
        self._restyle()

    def _restyle(self) -> None:
        px = theme.look().px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(8))
        self._beside.setSpacing(px(16))
