"""One place for the help of whatever field has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from lnreview.desktop import theme


class HelpLine(QLabel):
    """Shows the description of the focused widget of a page: the same text that a screen reader reads."""

    def __init__(self, page: QWidget, default: str) -> None:
        super().__init__()
        self._page = page
        self._default = default
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.style(self, role="help")
        self._fit()
        self._show(None)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        super().changeEvent(event)

    def make_room(self, page_height: int) -> None:
        """Leave the room to the page where it is very low, as it is at a large text size."""
        self.setVisible(page_height >= theme.look().px(480))

    def _fit(self) -> None:
        self.setFixedHeight(2 * self.fontMetrics().lineSpacing() + theme.look().px(16))
        self.setContentsMargins(*(theme.look().px(length) for length in (16, 8, 16, 8)))

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._page.isAncestorOf(new):
            self._show(new)

    def _show(self, focused: QWidget | None) -> None:
        if focused is None or not focused.accessibleDescription():
            self.setText(self._default)
        else:
            self.setText(f"{focused.accessibleName()}: {focused.accessibleDescription()}")
        self.setToolTip(self.text())
