"""A label of one line: where the room is less than its words it ends in an ellipsis, and the tooltip has them all."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from lnreview.desktop import theme


class OneLine(QLabel):
    """Muted words that never make anything wider or higher."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.style(self, role="muted")

    def setText(self, words: str) -> None:
        """Show words, from their beginning."""
        super().setText(words)
        self._say_in_full()

    def minimumSizeHint(self) -> QSize:
        """Return the room of an ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words in full where they do not fit any more."""
        super().resizeEvent(event)
        self._say_in_full()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as many of the words as there is room for."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.look().colours["muted"])
        room = self.contentsRect()
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value, cut)

    def _say_in_full(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if fits else self.text())
