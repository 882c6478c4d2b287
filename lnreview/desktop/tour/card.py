"""What the tour shows: a card with a step, and a ring around the place that it speaks of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.widgets.parts import pressed_by_enter

_WIDTH = 380
_HEAD = 0.6
"""Share of the width and height of a place that the card leaves free before all else."""


class Ring(QWidget):
    """A frame around a place; what lies below it is used as ever."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("tourRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw two lines, so that the frame is seen on any ground."""
        look, painter = theme.look(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = look.px(3)
        for colour, inset in (("accent", width / 2), ("surface", width * 1.5)):
            painter.setPen(QPen(look.colours[colour], width if colour == "accent" else 1))
            painter.drawRoundedRect(
                self.rect().toRectF().adjusted(inset, inset, -inset, -inset), look.px(4), look.px(4)
            )


class Card(QFrame):
    """A step in words, with the ways on, back and out."""

    next = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._target: QWidget | None = None
        self.ring = Ring(over)
        self.setObjectName("tourCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place_words, self._title, self._text, self._ask = QLabel(), QLabel(), QLabel(), QLabel()
        theme.style(self._place_words, role="muted")
        theme.style(self._title, role="heading")
        theme.style(self._ask, role="subheading")
        self._column = QVBoxLayout(self)
        for label in (self._place_words, self._title, self._text, self._ask):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._column.addWidget(label)
        self.next_button = self._button(tr("&Next"), "tourNext", self.next.emit)
        theme.style(self.next_button, role="primary")
        self.back_button = self._button(tr("&Back"), "tourBack", self.back.emit)
        self.leave_button = self._button(tr("&Leave the tour"), "tourLeave", self.left.emit)
        theme.style(self.leave_button, role="quiet")
        self._row = QHBoxLayout()
        for button in (self.leave_button, self.back_button, self.next_button):
            self._row.addWidget(button)
        self._row.insertStretch(1)
        self._column.addLayout(self._row)
        over.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._place)
        self.hide()

    @property
    def words(self) -> str:
        """What the card says."""
        return "\n".join(label.text() for label in (self._place_words, self._title, self._text, self._ask))

    def show_step(
        self, place: tuple[int, int], title: str, text: str, ask: str, target: QWidget | None
    ) -> None:
        """Show a step: its number among all, its words, what may be done, and the widget that it speaks of."""
        number, count = place
        self._place_words.setText(
            tr("Tour, step {number} of {count} · Alt+N next, Alt+B back").format(number=number, count=count)
        )
        self._title.setText(title)
        self._text.setText(text)
        self.show_ask(ask)
        self.back_button.setEnabled(number > 1)
        self.next_button.setText(tr("&Finish") if number == count else tr("&Next"))
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = target
        if target is not None:
            target.installEventFilter(self)
        named(self, title, self.words)
        self.show()
        self._place()

    def show_ask(self, ask: str) -> None:
        """Show what the person may do, or that it was done."""
        self._ask.setText(ask)
        self._ask.setVisible(bool(ask))
        self._timer.start()

    def close_(self) -> None:
        """Take card and ring away."""
        self.hide()
        self.ring.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, leave with Escape, while the card has the focus; on a button Enter presses it."""
        if pressed_by_enter(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window and the place that is marked."""
        moved = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if self.isVisible() and event.type() in moved:
            self._timer.start()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._timer.start()

    def _button(self, text: str, name: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: do())
        return button

    def _place(self) -> None:
        """Mark the place, and lie in the corner of the window where least of it is covered."""
        px, room = theme.look().px, self._over.rect()
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(8))
        frame = self.width() - self.contentsRect().width()
        least = self._column.totalMinimumSize().width() + frame
        width = min(max(px(_WIDTH), least), room.width() - 2 * px(16))
        height = self._column.heightForWidth(width - frame) + frame
        self.setFixedSize(QSize(width, min(height, room.height() - 2 * px(8))))
        marked = self._marked()
        self.ring.setVisible(not marked.isEmpty())
        self.ring.setGeometry(marked)
        gap = px(16)
        right, bottom = room.width() - width - gap, room.height() - self.height() - gap
        corners = [QRect(x, y, width, self.height()) for y in (bottom, gap) for x in (right, gap)]
        # A place that fills the page is covered by every corner; what matters stands at its top left.
        head = QRect(marked.topLeft(), marked.size() * _HEAD)
        best = min(corners, key=lambda corner: _area(corner.intersected(head)))
        self.move(best.topLeft())
        self.ring.raise_()
        self.raise_()

    def _marked(self) -> QRect:
        """Return the place of what is marked, in the window; empty where nothing is."""
        target = self._target
        if target is None or not target.isVisible():
            return QRect()
        margin = theme.look().px(3)
        there = QRect(target.mapTo(self._over, target.rect().topLeft()), target.size())
        return there.adjusted(-margin, -margin, margin, margin).intersected(self._over.rect())


def _area(box: QRect) -> int:
    return max(box.width(), 0) * max(box.height(), 0)
