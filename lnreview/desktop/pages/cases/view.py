"""The table of the list: its columns stand as a reviewer arranged them, and share the room that is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from lnreview.desktop import theme
from lnreview.desktop.models.case_columns import COLUMNS, GIVE_WAY, KEYS, PLACE, Arrangement
from lnreview.desktop.widgets.entry_view import PlainTable


class CaseView(PlainTable):
    """Shows the columns of an arrangement; where a person draws or moves one, it says so."""

    arranged = Signal(object)
    """An `Arrangement`: a person drew a column wider or narrower, or to another place."""
    menu_asked = Signal(QPoint)
    """The context menu of the heads was asked for, at a place of the screen."""
    end_asked = Signal()
    """Somebody wants to be at the end, of which not all may have been read yet."""
    typed = Signal(str)
    """A letter was typed: it is for the search, because to look for it in the rows would read them all."""

    def __init__(self, empty_text: str) -> None:
        super().__init__(empty_text)
        self.arrangement = Arrangement()
        """The columns as they stand."""
        self._placing = False
        self._room_wide = 0  # px; asking the viewport itself would load every class of widgets that there is
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(head.mapToGlobal(at)))
        head.sectionResized.connect(self._drawn)
        head.sectionMoved.connect(lambda *_: self._moved())
        # Rows of one height need not be asked for theirs, however many there are.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def arrange(self, arrangement: Arrangement) -> None:
        """Show the columns as arranged."""
        self.arrangement = arrangement
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Have the whole list read before going to its end."""
        if event.key() == Qt.Key.Key_End:
            self.end_asked.emit()
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Hand what is typed to the search."""
        if search.strip():
            self.typed.emit(search)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "arrangement"):
            self.restyle()
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        self._room_wide = event.size().width()
        super().resizeEvent(event)

    def _share_out(self) -> None:
        self._place()

    def _place(self) -> None:
        if not self._room_wide or self._placing:
            return  # a column that is placed may bring a scroll bar, and with it another width
        self._placing = True
        head, shown = self.horizontalHeader(), self._with_room()
        for place, key in enumerate((*shown, *(key for key in KEYS if key not in shown))):
            head.moveSection(head.visualIndex(PLACE[key]), place)
        widths = self._widths(shown)
        for key in KEYS:
            head.setSectionHidden(PLACE[key], key not in shown)
            if key in shown:
                head.resizeSection(PLACE[key], widths[key])
        self._placing = False

    def _with_room(self) -> tuple[str, ...]:
        """Return the columns that are shown: all that a person chose, of the usual ones those that there is room for."""
        shown = [*self.arrangement.shown]
        if not self.arrangement.chosen:
            for key in GIVE_WAY:
                if sum(self._least(shown_key) for shown_key in shown) > self._room_wide and key in shown:
                    shown.remove(key)
        return tuple(shown)

    def _least(self, key: str) -> int:
        """Return the width in px of a column that takes no more than it needs; its title is always readable."""
        drawn, px = self.arrangement.width(key), theme.look().px
        column = COLUMNS[PLACE[key]]
        return max(px(drawn or column.width), self.horizontalHeader().sectionSizeHint(PLACE[key]))

    def _widths(self, shown: tuple[str, ...]) -> dict[str, int]:
        widths = {key: self._least(key) for key in shown}
        rest = self._room_wide - sum(widths.values())
        if rest < 0 and not self.arrangement.chosen:
            floor = {key: self.horizontalHeader().sectionSizeHint(PLACE[key]) for key in shown}
            spare = sum(widths[key] - floor[key] for key in shown) or 1
            return {key: widths[key] + rest * (widths[key] - floor[key]) // spare for key in shown}
        growing = [key for key in shown if COLUMNS[PLACE[key]].takes_rest and not self.arrangement.width(key)]
        growing = growing or [key for key in shown[-1:] if not self.arrangement.width(key)]
        for number, key in enumerate(growing):
            if rest > 0:
                widths[key] += rest * (number + 1) // len(growing) - rest * number // len(growing)
        return widths

    def _drawn(self, section: int, _: int, size: int) -> None:
        if not self._placing and size:
            width = round(size / theme.look().factor)
            self._tell(self.arrangement.with_width(KEYS[section], width))

    def _moved(self) -> None:
        if not self._placing:
            head = self.horizontalHeader()
            order = sorted(self.arrangement.shown, key=lambda key: head.visualIndex(PLACE[key]))
            self._tell(self.arrangement.with_shown(tuple(order)))

    def _tell(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.arranged.emit(arrangement)
