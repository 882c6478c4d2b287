"""The message bar: what happened, and what did not work, until the person dismisses it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr

Kind = Literal["told", "failed"]


class MessageBar(QWidget):
    """Shows the newest notice and how many wait behind it; nothing disappears by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notices: list[tuple[Kind, str]] = []
        self._words = QLabel()
        self._words.setObjectName("message")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._count = QLabel()
        theme.style(self._count, role="muted")
        self._dismiss = QPushButton(tr("Dismiss"))
        self._dismiss.setObjectName("dismissMessage")
        self._dismiss.setAutoDefault(False)
        theme.style(self._dismiss, role="quiet")
        named(self._dismiss, tr("Dismiss this message"))
        self._dismiss.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        px = theme.look().px
        row.setContentsMargins(px(16), px(8), px(8), px(8))
        self.setMinimumHeight(px(40))  # as high as one line: a wrapped one must not make the window higher
        row.addWidget(self._words, 1)
        row.addWidget(self._count)
        row.addWidget(self._dismiss)
        self._show_newest()

    @property
    def notices(self) -> list[str]:
        """The notices that were not dismissed, the oldest first."""
        return [text for _, text in self._notices]

    def tell(self, text: str) -> None:
        """Add something to know."""
        self._add("told", text)

    def fail(self, text: str) -> None:
        """Add something that did not work."""
        self._add("failed", text)

    def dismiss(self) -> None:
        """Put the newest notice away and show the one before it."""
        if self._notices:
            self._notices.pop()
        self._show_newest()

    def _add(self, kind: Kind, text: str) -> None:
        notice = (kind, text)
        if notice in self._notices:
            self._notices.remove(notice)
        self._notices.append(notice)
        self._show_newest()

    def _show_newest(self) -> None:
        self.setVisible(bool(self._notices))
        if not self._notices:
            return
        kind, text = self._notices[-1]
        self._words.setText(text)
        named(self._words, text)
        older = len(self._notices) - 1
        self._count.setText(tr("{older} more").format(older=older) if older else "")
        theme.style(self, kind=kind)
