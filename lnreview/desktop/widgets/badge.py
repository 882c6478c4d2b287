"""A status as a small outlined word with its shape: green, red, grey and dashed, blue, amber, or neutral."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named


class Badge(QWidget):
    """A status with shape, word and colour; it holds no text smaller than the secondary text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: theme.StatusLook | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The shape and the word."""
        return f"{self._look.shape} {self._look.word}".strip() if self._look else ""

    def show_status(self, look: theme.StatusLook | None) -> None:
        """Show a status; `None` hides the badge."""
        self._look = look
        if look is None or self.parentWidget() is not None:
            # Without a parent it would flash up as a window of its own; its layout will show it.
            self.setVisible(look is not None)
        named(self, look.word if look else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that the words need."""
        metrics = QFontMetricsF(theme.look().font(theme.SMALL_POINTS))
        px = theme.look().px
        return QSize(round(metrics.horizontalAdvance(self.text)) + px(24), round(metrics.height()) + px(8))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a badge is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the outline, dashed where nothing is documented, and the words."""
        if self._look is None:
            return
        look = theme.look()
        colour = look.colours[self._look.colour]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour, 1.2 * look.factor)
        if self._look.dashed:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(look.font(theme.SMALL_POINTS))
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
