"""The table of a list: no grid lines, one row per entry, commands by key, and a first step while it is empty."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lnreview.desktop import theme

_LEAST_WIDE = 104
"""px at 100 % below which a column that takes the rest is of no use."""

_MOVING = frozenset(
    (
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Left, Qt.Key.Key_Right,
    )
)  # fmt: skip
"""Keys that make another row the current one; so does a letter, which searches."""


class PlainTable(QTableView):
    """A calm table: whole rows are selected, Enter opens, an empty one says what belongs there."""

    opened = Signal()
    """Enter or a double click on a row."""

    def __init__(self, empty_text: str) -> None:
        super().__init__()
        self.empty_text = empty_text
        self._wide: tuple[int, ...] = ()
        self._spare: tuple[int, ...] = ()
        self._most = 0
        self._due = False
        self._room: dict[int, int] = {}
        self._tight: dict[int, int] = {}
        self._titles: dict[int, int] = {}
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(True)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.restyle()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(
            1
        )  # only rows of the height before follow the new one, so none may grow first
        rows.setDefaultSectionSize(px(32))
        rows.setMinimumSectionSize(px(24))
        self.horizontalHeader().setMinimumSectionSize(px(56))

    def share_width(self, *wide: int, spare: tuple[int, ...] = (), most: int = 168) -> None:
        """Give each column the room of its content, at most `most` px at 100 %; `wide` ones share the rest.

        Where that is too much, the columns `spare` are hidden, the first of them first; then all get less.
        """
        self._wide, self._spare, self._most = wide, spare, most
        self._due = not self.isVisible()
        if self._due:
            return  # done when it is shown: measuring the words of a table that nobody sees is wasted
        head, model = self.horizontalHeader(), self.model()
        for column in range(head.count()):
            head.setSectionHidden(column, False)
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        self.resizeColumnsToContents()
        for column in range(head.count()):
            right = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            numbers = right is not None and bool(right & Qt.AlignmentFlag.AlignRight)
            natural, px = head.sectionSize(column), theme.look().px
            self._titles[column] = title = head.sectionSizeHint(column)
            self._room[column] = max(min(natural, px(most)), title)
            self._tight[column] = max(min(natural, px(112 if numbers else 136)), title)
        self._share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._wide:
            self.restyle()
            QTimer.singleShot(
                0, self, lambda: self.share_width(*self._wide, spare=self._spare, most=self._most)
            )

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the columns of what changed while the table was not in view."""
        super().showEvent(event)
        if self._due:
            self.share_width(*self._wide, spare=self._spare, most=self._most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Hide spare columns until the others fit, and let the wide ones (or else the last) take the rest."""
        head, least = self.horizontalHeader(), theme.look().px(_LEAST_WIDE)
        viewport, room = self.viewport().width(), self._room
        needed = {
            column: max(least, self._titles[column]) if column in self._wide else size
            for column, size in room.items()
        }
        for column in self._spare:
            if sum(needed.values()) > viewport:
                del needed[column]
        if sum(needed.values()) > viewport:
            room = self._tight
        stretched = [column for column in self._wide if column in needed] or [*needed][-1:]
        for column in self._room:
            head.setSectionHidden(column, column not in needed)
            if column in stretched:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(column, room[column])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or what belongs here."""
        super().paintEvent(event)
        model: QAbstractItemModel | None = self.model()
        if model is None or model.rowCount() or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.look().colours["muted"])
        px = theme.look().px
        box = QRect(self.viewport().rect()).adjusted(px(16), px(24), -px(16), -px(8))
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, self.empty_text)


class EntryView(PlainTable):
    """The table of the entries of a case: Ins adds, Ctrl+D duplicates, Del deletes; several rows can be chosen."""

    add_asked = Signal()
    duplicate_asked = Signal()
    delete_asked = Signal()

    def __init__(self, empty_text: str) -> None:
        super().__init__(empty_text)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.may_leave: Callable[[], bool] = lambda: True
        """Asked before another row becomes the current one; `False` holds the row."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the row for another one only where it may be left."""
        if self.indexAt(event.position().toPoint()).row() == self.currentIndex().row() or self.may_leave():
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run the command of a key."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif event.key() == Qt.Key.Key_D and control:
            self.duplicate_asked.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit()
        elif not (event.key() in _MOVING or event.text().strip()) or self.may_leave():
            super().keyPressEvent(event)
