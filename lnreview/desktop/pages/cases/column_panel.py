"""The panel beside the list in which columns are chosen, ordered, and made wider or narrower, by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.language import tr
from lnreview.desktop.models.case_columns import COLUMNS, KEYS, PLACE, Arrangement
from lnreview.desktop.pages.cases.parts import button
from lnreview.desktop.widgets.flow import Flow

_KEY = Qt.ItemDataRole.UserRole
_STEP = 16
"""px at 100 % by which a column grows."""


class ColumnPanel(QWidget):
    """Lists the columns in their order; Space shows or hides one."""

    arranged = Signal(object)
    """An `Arrangement` that a person chose."""
    order_asked = Signal(str)
    """A column by which the list is to be ordered."""
    closed = Signal()

    def __init__(self, width_of: Callable[[str], int]) -> None:
        """Take what tells the width of a column as it stands, in px."""
        super().__init__()
        self._width_of = width_of
        self._arrangement = Arrangement()
        self._filling = False
        self.list = QListWidget()
        self.list.setObjectName("columns")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        named(
            self.list, tr("Columns of the list"),
            tr("Space shows or hides a column, Alt+Up and Alt+Down move it, + and - make it wider or narrower."),
        )  # fmt: skip
        title = QLabel(tr("Columns"))
        theme.style(title, role="heading")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(title)
        self._lines.addWidget(self.list, 1)
        tools = QWidget()
        self._tools = Flow(tools, theme.look().px(4))
        for words, tip, keys, do in (
            (tr("Up"), tr("Move the column to the left"), "Alt+Up", lambda: self._move(-1)),
            (tr("Down"), tr("Move the column to the right"), "Alt+Down", lambda: self._move(1)),
            (tr("Narrower"), tr("Make the column narrower"), "-", lambda: self._widen(-_STEP)),
            (tr("Wider"), tr("Make the column wider"), "+", lambda: self._widen(_STEP)),
            (tr("Order by it"), tr("Order the list by the column"), "Ctrl+Return", self._order),
            (tr("Usual columns"), tr("Show the usual columns at their usual width"), "", self._reset),
            (tr("Close"), tr("Close the choice of columns"), "", self.closed.emit),
        ):
            press = button(words, "", role="quiet", tip=tip)
            press.clicked.connect(do)
            self._tools.addWidget(press)
            if keys:
                page_action(self, tip, keys, tip, do)
        self._lines.addWidget(tools)
        self.list.itemChanged.connect(self._ticked)
        self.restyle()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self.setFixedWidth(px(264))
        self._lines.setSpacing(px(8))
        self._tools.setSpacing(px(4))

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Show which columns stand in which order."""
        self._arrangement = arrangement
        current = self._key()
        self._filling = True
        self.list.clear()
        for key in (*arrangement.shown, *(key for key in KEYS if key not in arrangement.shown)):
            item = QListWidgetItem(tr(COLUMNS[PLACE[key]].title))
            item.setData(_KEY, key)
            item.setSizeHint(QSize(0, theme.look().px(28)))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked if key in arrangement.shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
            if key == current:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._filling = False

    def _key(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_KEY)) if item is not None else KEYS[0]

    def _ticked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            on = item.checkState() == Qt.CheckState.Checked
            self.arranged.emit(self._arrangement.turned(str(item.data(_KEY)), on))

    def _move(self, step: int) -> None:
        self.arranged.emit(self._arrangement.moved(self._key(), step))

    def _widen(self, step: int) -> None:
        key = self._key()
        if key in self._arrangement.shown:
            width = self._arrangement.width(key) or round(self._width_of(key) / theme.look().factor)
            self.arranged.emit(self._arrangement.with_width(key, width + step))

    def _order(self) -> None:
        self.order_asked.emit(self._key())

    def _reset(self) -> None:
        self.arranged.emit(Arrangement())
