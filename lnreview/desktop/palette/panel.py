"""The palette itself: a panel over the page, not a dialog. Typing finds, Enter runs, Esc gives the focus back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.palette.offers import Offer
from lnreview.desktop.palette.ranking import ranked
from lnreview.desktop.palette.rows import OfferList, spoken

MOST = 40
"""Rows that are shown at most: who has not found it there types another letter."""
_WIDTH, _HEIGHT = 720, 480
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class Palette(QFrame):
    """A line to type in, and below it what it finds."""

    chosen = Signal(object)
    """The `Offer` that the person runs; the palette is closed and the focus is where it was."""

    def __init__(self, over: QWidget, search: Callable[[str], Iterable[Offer]]) -> None:
        """Lie over the widget `over`; `search` finds what is not listed beforehand, such as cases."""
        super().__init__(over)
        self._over = over
        self._search = search
        self._offers: tuple[Offer, ...] = ()
        self._recent: tuple[str, ...] = ()
        self._focus: QWidget | None = None
        self.waits = False
        """Whether more is on its way to `add`."""
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = QLineEdit()
        self.line.setObjectName("paletteLine")
        self.line.setPlaceholderText(tr("Find a command, case, step, field or rule"))
        named(self.line, tr("Command palette"))
        self.rows = OfferList()
        self._foot = QLabel()
        self._foot.setWordWrap(True)
        self._foot.setObjectName("paletteFoot")
        theme.style(self._foot, role="muted")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.line)
        self._column.addWidget(self.rows, 1)
        self._column.addWidget(self._foot)
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.rows.clicked.connect(lambda _: self.run())
        over.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.hide()

    def open(self, offers: Iterable[Offer], recent: Iterable[str]) -> None:
        """Show the offers, those used last first; the focus comes back to where it is now."""
        focus = QApplication.focusWidget()
        self._focus = focus if focus is not None and not self.isAncestorOf(focus) else self._focus
        self._recent = tuple(recent)
        self.line.clear()
        self._offers = tuple(offers)
        self.restyle()
        self.show()
        self.raise_()
        self._find()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add(self, offers: Iterable[Offer]) -> None:
        """Offer more than was known when it was opened; what was typed stays."""
        self.waits = False
        self._offers = (*self._offers, *offers)
        if self.isVisible():
            self._find()

    def close_(self) -> None:
        """Close it and give the focus back."""
        focus, self._focus = self._focus, None
        self.hide()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self) -> None:
        """Run the offer of the current row; where it cannot be done now, say why and stay."""
        offer = self.rows.current()
        if offer is None:
            return
        if offer.why_not:
            self._foot.setText(offer.why_not)
            self._say(offer.why_not)
            return
        self.close_()
        self.chosen.emit(offer)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(8))
        self._foot.setContentsMargins(px(8), 0, px(8), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the rows from the line, and keep the place over the page."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self.restyle()
            self._place()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.rows.step(_MOVES[key])
            self._announce()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
        elif key == Qt.Key.Key_Escape:
            self.close_()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.rows.step(1 if key == Qt.Key.Key_Tab else -1)
            self._announce()
        else:
            return False
        return True

    def _find(self) -> None:
        typed = self.line.text()
        found = ranked(typed, (*self._offers, *self._search(typed)), self._recent)
        self.rows.offers.show(found[:MOST])
        if found:
            self.rows.setCurrentIndex(self.rows.offers.index(0))
        self._tell(len(found))
        self._place()
        self._announce()

    def _tell(self, found: int) -> None:
        if not found and self.waits:
            self._foot.setText(tr("Fields and rules are still being listed …"))
        elif not found:
            self._foot.setText(
                tr("Nothing of that name. Fewer letters find more; the first letters of words are enough.")
            )
        elif found > MOST:
            self._foot.setText(
                tr("The best {shown} of {count}. Another letter narrows them down.").format(
                    shown=MOST, count=found
                )
            )
        else:
            self._foot.setText(tr("Up and down choose, Enter runs, Esc goes back."))

    def _announce(self) -> None:
        offer = self.rows.current()
        if offer is not None:
            place = tr("{row} of {rows}").format(
                row=self.rows.currentIndex().row() + 1, rows=self.rows.offers.rowCount()
            )
            self._say(f"{spoken(offer)}, {place}")
        else:
            self._say(self._foot.text())

    def _say(self, words: str) -> None:
        """Let a screen reader say what the line leads to; the focus stays in the line."""
        self.line.setAccessibleDescription(words)

    def _place(self) -> None:
        """Lie at the top of the page in the middle, as high as what was found, and inside of the window."""
        px, room = theme.look().px, self._over.rect()
        width = min(px(_WIDTH), room.width() - 2 * px(16))
        self.setFixedWidth(width)
        self.rows.setFixedWidth(width - 2 * px(8))
        others = self.line.sizeHint().height() + self._foot.heightForWidth(width - 4 * px(8)) + 4 * px(8)
        most = max(min(room.height() - 2 * px(16) - others, px(_HEIGHT)), px(32))
        self.rows.setFixedHeight(max(self.rows.wanted_height(most), px(32)))
        self.adjustSize()
        self.move((room.width() - width) // 2, px(16))

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Close where the person has gone elsewhere."""
        if self.isVisible() and new is not None and not self.isAncestorOf(new):
            self._focus = None
            self.hide()
