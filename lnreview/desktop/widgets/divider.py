"""A divider between two parts of a page: it is seen, drawn with the mouse, and moved by a command of the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from lnreview.desktop import theme
from lnreview.desktop.language import tr

_THICK, _GRIP_LONG, _GRIP_THICK = 10, 40, 4
"""Lengths in px at 100 %."""


class Divider(QSplitter):
    """Two parts, one above or beside the other, with a grip between them."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.look().px(_THICK))

    @property
    def share(self) -> float:
        """What part of the room the first part has."""
        first, second = self.sizes()
        return first / max(first + second, 1)

    def show_share(self, share: float) -> None:
        """Give the first part a share of the room, as far as both keep what they need at least."""
        room = max(sum(self.sizes()), 1000)
        self.setSizes([round(room * share), round(room * (1 - share))])

    def step(self, by: float) -> None:
        """Make the first part larger, or smaller where negative, by a part of the room, as if it were drawn."""
        self.moveSplitter(self.sizes()[0] + round(sum(self.sizes()) * by), 1)

    def createHandle(self) -> QSplitterHandle:
        """Return a handle that shows where to take hold."""
        return _Grip(self.orientation(), self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange:
            self.setHandleWidth(theme.look().px(_THICK))
        super().changeEvent(event)


class _Grip(QSplitterHandle):
    """A hairline with a bar to take hold of, in the accent while the pointer is on it."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self._near = False
        self.setToolTip(tr("Draw to share the room"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be taken."""
        self._near = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._near = False
        self.update()
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room of the grip."""
        thick = theme.look().px(_THICK)
        return QSize(thick, thick)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline and the bar."""
        look = theme.look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colours["window"])
        box = QRectF(self.rect())
        painter.setPen(look.colours["hairline"])
        lying = self.orientation() == Qt.Orientation.Vertical
        middle = box.center()
        if lying:
            painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
        else:
            painter.drawLine(QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom()))
        long, thick = look.px(_GRIP_LONG), look.px(_GRIP_THICK)
        bar = QRectF(0, 0, long, thick) if lying else QRectF(0, 0, thick, long)
        bar.moveCenter(middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colours["accent" if self._near else "border"])
        painter.drawRoundedRect(bar, thick / 2, thick / 2)
