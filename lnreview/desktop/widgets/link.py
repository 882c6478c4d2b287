"""A line of text that leads somewhere: it wraps, takes the focus, and goes on Enter, Space or a click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.measured import advance, wrapped_height

_WRAP = Qt.TextFlag.TextWordWrap.value


class Link(QAbstractButton):
    """Text in the accent colour, underlined while the pointer or the focus is on it."""

    _colour = "accent"
    _strong = False

    def __init__(
        self,
        text: str,
        action: Callable[[], object],
        parent: QWidget | None = None,
        *,
        name: str = "",
        points: float = theme.SMALL_POINTS,
    ) -> None:
        super().__init__(parent)
        self._points = points
        self.setText(text)
        named(self, name or text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: action())

    def sizeHint(self) -> QSize:
        """Return the room of the text in one line, at most that of a line that is read with ease."""
        metrics = QFontMetrics(self._font())
        width = min(metrics.horizontalAdvance(self.text()), metrics.averageCharWidth() * 60) + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the room of the longest word."""
        widest = max(
            (advance(word, self._points, strong=self._strong) for word in self.text().split()), default=0
        )
        return QSize(widest + 2, theme.look().px(24))

    def hasHeightForWidth(self) -> bool:
        """Tell that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text, enough to be hit."""
        height = wrapped_height(self.text(), width, self._points, strong=self._strong)
        return max(height + theme.look().px(4), theme.look().px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Underline the text."""
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        font = self._font()
        font.setUnderline(self.hasFocus() or self.underMouse())
        painter.setFont(font)
        painter.setPen(theme.look().colours[self._colour])
        painter.drawText(
            self.rect(),
            _WRAP | (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value,
            self.text(),
        )

    def _font(self) -> QFont:
        return theme.look().font(self._points, strong=self._strong)


class Fold(Link):
    """The heading of what can be folded away; checked while it is open."""

    _colour = "text"
    _strong = True

    def __init__(self, title: str, is_open: bool, description: str, parent: QWidget | None = None) -> None:
        super().__init__(title, lambda: None, parent, points=theme.BODY_POINTS)
        named(self, title, description)
        self._title = title
        self.setCheckable(True)
        self.setChecked(is_open)
        self._show(is_open)
        self.toggled.connect(self._show)

    def _show(self, is_open: bool) -> None:
        self.setText(f"{'▾' if is_open else '▸'}  {self._title}")
