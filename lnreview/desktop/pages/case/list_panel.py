"""One list of the case: its table, and the editor of the selected entry beside it (below it where room is short)."""

from __future__ import annotations

from typing import Literal, cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.model import Case, new_entry_id
from lnreview.case.records import Entry
from lnreview.case.visits import last_visit
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.entry_editor import EntryEditor
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.language import tr
from lnreview.desktop.models.columns import COLUMNS, DATE_FIELDS
from lnreview.desktop.models.entries import ENTRY, SORT, EntryTable
from lnreview.desktop.pages.case.completeness import CompletenessQuestion
from lnreview.desktop.pages.case.odd_rows import OddRows
from lnreview.desktop.pages.case.paste_place import PastePlace, paste_button
from lnreview.desktop.pages.case.visit import VisitForm
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.entry_view import EntryView
from lnreview.exchange.pasted.headers import takes_tables

_KEPT: dict[str, tuple[str, ...]] = {
    "labs": ("collected_on", "source"),
    "dispenses": ("drug", "days_supply", "source"),
    "administrations": ("drug", "dose", "source"),
    "levels": ("substance", "kind", "matrix", "source"),
    "measurements": ("what", "source"),
}
"""What the next new entry begins with, seen in its form: the value of the entry stored just before."""
_SIDE_BY_SIDE = 720
"""Narrowest panel, in px at 100 %, in which the editor stands beside the table."""

_LEAST_TABLE = 48
"""Lowest table, in px at 100 %: a large text size in a low window leaves little more."""
_FEW = 100
"""Entries up to which the columns follow every change; in a longer list the next one is hardly the longest."""


class ListPanel(QWidget):
    """A list of the case. Ins adds, Enter edits, Ctrl+D duplicates, Del deletes (undo brings back)."""

    wanted = Signal()
    """Something typed here cannot be stored as it stands: bring this panel into view."""

    def __init__(self, session: Session, vocabulary: Vocabulary, list_name: str) -> None:
        super().__init__()
        self.setObjectName(f"list-{list_name}")
        self._session = session
        self.list_name = list_name
        self._name, self._noun = (tr(words) for words in LISTS[list_name])
        self._moving = False
        self._split_for = 0
        self._model = EntryTable(list_name)
        self._proxy = QSortFilterProxyModel()
        self._proxy.setSourceModel(self._model)
        self._proxy.setSortRole(SORT)
        first = tr("No {noun} yet. Press Ins, or “Add”, for the first one.")
        if takes_tables(list_name):
            first = tr(
                "No {noun} yet. Press Ins, or “Add”, for the first one, or Ctrl+V for rows of a table."
            )
        self.table = EntryView(first.format(noun=self._noun))
        self.table.setModel(self._proxy)
        self.table.setObjectName(f"table-{list_name}")
        named(
            self.table,
            self._name,
            tr(
                "Ins adds, Enter edits, Ctrl+D duplicates, Del deletes, Ctrl+V pastes rows, Ctrl+C copies them; undo brings back."
            ),
        )
        columns = [column.field for column in COLUMNS[list_name]]
        self.table.sortByColumn(columns.index(DATE_FIELDS[list_name]), Qt.SortOrder.DescendingOrder)
        self._stored_last: Entry | None = None
        self.editor = EntryEditor(list_name, vocabulary)
        self.odd = OddRows(session, self)
        self.visit: VisitForm | None = None
        """The new visit that is being entered, in the place of the editor."""
        self._lay_out()
        self.table.may_leave = self._may_leave
        self.table.add_asked.connect(self.add)
        self.table.opened.connect(self.edit)
        self.table.duplicate_asked.connect(self.duplicate)
        self.table.delete_asked.connect(self.delete)
        self.table.selectionModel().currentRowChanged.connect(self._row_moved)
        self.editor.stored.connect(self._store)
        self.editor.discarded.connect(self.table.setFocus)
        session.case_opened.connect(self._opened)
        session.case_changed.connect(self._refresh)
        session.keeps_draft(self.settle)
        self._opened()

    # Commands

    def add(self) -> None:
        """Begin a new entry."""
        if self.settle():
            self._move_to(None)
            self.editor.show_entry(None)
            self.editor.form.focus_field()

    def edit(self, field: str = "") -> None:
        """Put the focus into the form of the selected entry, or begin a new one."""
        if self.current() is None:
            self.add()
        self.editor.form.focus_field(field)

    def duplicate(self) -> None:
        """Begin a new entry with the values of the selected one."""
        entry = self.current()
        if entry is not None and self.settle():
            self._move_to(None)
            self.editor.show_template(entry)
            self.editor.form.focus_field()

    def another(self) -> None:
        """Store what is typed, and begin the next entry with its values: the other drug of a regimen, the next dose."""
        typed = self.editor.dirty
        if not self.settle():
            return
        like = self._stored_last if typed else self.current() or self._stored_last
        if like is not None:
            self._move_to(None)
            self.editor.show_template(like)
            self.editor.form.focus_field()
            focused = QApplication.focusWidget()
            if isinstance(focused, QLineEdit):
                focused.selectAll()  # what is typed next stands in its place

    def delete(self) -> None:
        """Delete the selected entries; undo brings them back."""
        case, entry = self._session.case, self.current()
        if case is None or entry is None or not self.settle():
            return
        row = self.table.currentIndex().row()
        chosen = {index.data(ENTRY).id for index in self.table.selectionModel().selectedRows()} or {entry.id}
        left = tuple(other for other in getattr(case, self.list_name) if other.id not in chosen)
        name = tr("Delete {noun}").format(noun=self._noun)
        gone = tr("Deleted: {noun}. Ctrl+Z brings it back.").format(noun=self._noun)
        if len(chosen) > 1:
            name = tr("Delete {count} entries of {list}").format(count=len(chosen), list=self._name)
            gone = tr("Deleted: {count} entries. Ctrl+Z brings them back.").format(count=len(chosen))
        if self._session.change(name, self._with(case, left)):
            self._session.offer_undo(gone)
            self.table.setFocus()
            if self._proxy.rowCount():
                self.table.selectRow(min(row, self._proxy.rowCount() - 1))

    def new_visit(self) -> None:
        """Begin a new visit like the last one of this list, in the place of the editor."""
        case = self._session.case
        visit = last_visit(case, self.list_name) if case is not None else None
        if visit is None:
            self.add()
        elif self.settle():
            self.visit = VisitForm(self._session, self.list_name, visit, self.odd)
            self.visit.closed.connect(self._end_visit)
            left, right = self._split.sizes()[:2]
            self._split.addWidget(self.visit)
            self.editor.hide()
            self._split.setSizes([left, right, right])
            self.visit.first_focus()

    def _end_visit(self) -> None:
        visit, self.visit = self.visit, None
        if visit is not None:
            was_typing = visit.isAncestorOf(self.focusWidget() or self)
            visit.hide()
            visit.deleteLater()
            self.editor.show()
            if was_typing:
                self.table.setFocus()

    def show_entry(self, entry_id: str, field: str = "") -> None:
        """Select an entry and put the focus into one of its fields."""
        if self._select(entry_id):
            self.edit(field)
        else:
            self.table.setFocus()

    def current(self) -> Entry | None:
        """Return the selected entry."""
        index = self.table.currentIndex()
        return cast(Entry, index.data(ENTRY)) if index.isValid() else None

    @property
    def count(self) -> int:
        """Number of entries."""
        return len(self._model.entries)

    def mark_anew(self) -> None:
        """Show the marks of the rows as they are now."""
        if self.odd.marks() != self._model.marks:
            self._show_case()
            self._reselect(self.editor.entry)

    def settle(self) -> bool:
        """Store what stands in the editor; where it cannot be stored show why, and return `False`."""
        if self.visit is not None and not self.visit.settle():
            self.wanted.emit()
            return False
        if not self.editor.dirty or self.editor.save():
            return True
        self._complain()
        return False

    def _may_leave(self) -> bool:
        """Tell whether another row may be shown; the row stays where what was typed in it cannot be read."""
        if not self.editor.dirty or self.editor.is_readable():
            return True
        self._complain()
        return False

    def _complain(self) -> None:
        self.wanted.emit()
        self._session.failed.emit(
            tr(
                "The {noun} that you typed was not stored, because a field of it cannot be read. "
                "Mend the field marked in red, or press Esc in it to discard what was typed."
            ).format(noun=self._noun)
        )

    # The session

    def _store(self, entry: Entry) -> None:
        case = self._session.case
        if case is None:
            return
        entries: tuple[Entry, ...] = getattr(case, self.list_name)
        is_new = not entry.id
        if is_new:
            entry = entry.model_copy(update={"id": new_entry_id(case, self.list_name)})
            entries = (*entries, entry)
        else:
            entries = tuple(entry if other.id == entry.id else other for other in entries)
        verb = tr("Add") if is_new else tr("Change")
        was_typing = self.editor.isAncestorOf(self.focusWidget() or self)
        self._moving = True
        stored = self._session.change(f"{verb} {self._noun}", self._with(case, entries))
        self._moving = False
        if not stored:
            return
        self.editor.saved()
        self._stored_last = entry
        if is_new:
            self._move_to(None)
            self.editor.show_entry(None)
            self.editor.keep_values(_KEPT.get(self.list_name, ("source",)), entry)
            self._scroll_to(entry.id)
            self.odd.tell_of(entry)
            if was_typing:
                self.editor.form.focus_field(self.editor.next_field)
        else:
            self.editor.show_entry(entry)
            self._select(entry.id)
            if was_typing:
                self.table.setFocus()

    def _with(self, case: Case, entries: tuple[Entry, ...]) -> Case:
        return case.model_copy(update={self.list_name: entries})

    def _opened(self) -> None:
        self._stored_last = None
        self.editor.show_entry(None)
        self._refresh()
        self._fit_columns()
        if self._proxy.rowCount():
            self.table.selectRow(0)

    def _refresh(self) -> None:
        """Show the list as it is now; keep the row, and what is being typed."""
        self.editor.form.follow_case(self._session.case)
        shown = self.editor.entry
        before = self._model.entries
        if self._session.case is not None and getattr(self._session.case, self.list_name) == before:
            self._show_case()
            self._reselect(shown)
            return
        self._show_case()
        if len(before) < _FEW:
            self._fit_columns()
        still = self._reselect(shown)
        if shown is None or self.editor.dirty:
            return
        if still is not None:
            self.editor.show_entry(still)
        else:
            self.editor.show_entry(None)

    def _show_case(self) -> None:
        """Show the entries and their marks; the columns are fitted where the one of the marks comes or goes."""
        moving, self._moving = self._moving, True
        columns = self._model.columnCount()
        self._model.show_case(self._session.case, self.odd.marks())
        self._moving = moving
        if self._model.columnCount() != columns:
            self._fit_columns()

    def _fit_columns(self) -> None:
        columns = COLUMNS[self.list_name]
        wide = [number for number, column in enumerate(columns) if column.wide]
        self.table.share_width(*wide, spare=tuple(range(len(columns) - 1, 2, -1)))

    def _reselect(self, shown: Entry | None) -> Entry | None:
        if shown is None or not self._select(shown.id):
            return None
        return self.current()

    # The table

    def _row_moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._moving:
            return
        target: Entry | None = now.data(ENTRY) if now.isValid() else None
        held = self.editor.entry
        if self.editor.dirty and not self.settle():
            # The store refused it, and the view is still busy selecting the other row: go back when it is done.
            QTimer.singleShot(0, self, lambda: self._move_to(held))
        elif target is not None:
            self._select(target.id)

    def _select(self, entry_id: str) -> bool:
        """Make the row of an entry the current one without showing it in the editor anew."""
        for row in range(self._proxy.rowCount()):
            index = self._proxy.index(row, 0)
            if index.data(ENTRY).id == entry_id:
                moving, self._moving = self._moving, True
                self.table.selectionModel().setCurrentIndex(
                    index,
                    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
                )
                self._moving = moving
                if self.editor.entry is None or self.editor.entry.id != entry_id:
                    if self.editor.dirty:
                        return True
                    self.editor.show_entry(index.data(ENTRY))
                return True
        return False

    def _move_to(self, entry: Entry | None) -> None:
        """Make an entry the current row, or none."""
        if entry is not None:
            self._select(entry.id)
            return
        self._moving = True
        self.table.selectionModel().clear()
        self._moving = False

    def _scroll_to(self, entry_id: str) -> None:
        for row in range(self._proxy.rowCount()):
            index = self._proxy.index(row, 0)
            if index.data(ENTRY).id == entry_id:
                self.table.scrollTo(index)

    # How it looks

    def _lay_out(self) -> None:
        self._tools = QHBoxLayout()
        for text, keys, do in (
            (tr("Add"), "Ins", self.add),
            (tr("Duplicate"), "Ctrl+D", self.duplicate),
            (tr("Delete"), "Del", self.delete),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.setObjectName(f"{text.lower()}-{self.list_name}")
            button.setToolTip(tr("{text} ({keys} in the table)").format(text=text, keys=keys))
            named(button, f"{text} {self._noun}")
            theme.style(button, role="quiet")
            button.clicked.connect(do)
            self._tools.addWidget(button)
        if takes_tables(self.list_name):
            self._tools.addWidget(paste_button(self.list_name, lambda: self.paste.paste()))
        self._tools.addStretch(1)
        left = QWidget()
        self._left = QVBoxLayout(left)
        if self.list_name == "courses" or self.list_name == "biopsies":
            # Kept by name: held by its layout alone, its half in Python can go while the widget is still answered.
            self._complete = CompletenessQuestion(
                self._session, cast(Literal["courses", "biopsies"], self.list_name)
            )
            self._left.addWidget(self._complete)
        self._left.addLayout(self._tools)
        self._left.addWidget(self.table, 1)
        self._split = QSplitter(
            Qt.Orientation.Vertical
        )  # until there is room beside: it must not widen the window
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self.editor)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self.paste = PastePlace(self._session, self.list_name, column, self._split, self.table)
        self._restyle()

    def _restyle(self) -> None:
        px = theme.look().px
        self._left.setContentsMargins(px(16), px(8), px(8), px(8))
        self._left.setSpacing(px(8))
        self._tools.setSpacing(px(4))
        self.table.setMinimumHeight(px(_LEAST_TABLE))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_split"):
            self._restyle()
            self._turn(self.width())
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the editor beside the table where there is room, else below it."""
        self._turn(event.size().width())
        super().resizeEvent(event)

    def _turn(self, width: int) -> None:
        beside = width >= theme.look().px(_SIDE_BY_SIDE)
        self._split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        if beside and width != self._split_for:
            self._split_for = width
            form = min(round(width * 0.42), theme.look().px(theme.FORM_WIDTH))
            self._split.setSizes([width - form, form, form])
