"""The message bar: what happened, and what did not work, until the person dismisses it.

It stands above the page and takes room of its own, so it covers nothing. Every notice is said by a screen reader when
it comes, and can be read again, with its time, in the list of the sitting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import announce, named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.notice import Kind, Notice, Report

_LINES = 4
"""Lines of a notice that are shown; the list of the sitting has all."""
_SIGNS: dict[Kind, tuple[str, str]] = {"told": ("✓", noop("Done")), "failed": ("!", noop("Attention"))}


class MessageBar(QWidget):
    """Shows the newest notice and how many wait behind it; nothing disappears by itself."""

    def __init__(self, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._now = now
        self._notices: list[Notice] = []
        self.history: list[tuple[datetime, Notice]] = []
        """Every notice of the sitting with its time, the oldest first."""
        self._sign = QLabel()
        theme.style(self._sign, role="subheading")
        self._words = QLabel()
        self._words.setObjectName("message")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._count = QLabel()
        theme.style(self._count, role="muted")
        self.offer_button = self._button("answerMessage", self.answer)
        named(self.offer_button, tr("Answer this message"))
        self._dismiss = self._button("dismissMessage", self.dismiss)
        self._dismiss.setText(tr("Dismiss"))
        named(self._dismiss, tr("Dismiss this message"), tr("Escape does the same."))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sign)
        self._row.addWidget(self._words, 1)
        for widget in (self._count, self.offer_button, self._dismiss):
            self._row.addWidget(widget)
        self.restyle()
        self._show_newest()

    @property
    def notices(self) -> list[str]:
        """The notices that were not dismissed, the oldest first."""
        return [notice.text for notice in self._notices]

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._row.setContentsMargins(px(16), px(8), px(8), px(8))
        self._row.setSpacing(px(8))
        self.setMinimumHeight(px(40))  # as high as one line: a wrapped one must not make the window higher

    def tell(self, text: str) -> None:
        """Add something to know."""
        self.add(Notice(text))

    def fail(self, text: str) -> None:
        """Add something that did not work."""
        self.add(Notice(text, "failed"))

    def add(self, notice: Notice | None) -> None:
        """Add a notice and have it said; the same one twice is shown once. `None` is nothing to add."""
        if notice is None:
            return
        self.history.append((self._now(), notice))
        self._notices = [other for other in self._notices if other.text != notice.text]
        self._notices.append(notice)
        self._show_newest()
        announce(self, notice.text)

    def dismiss(self) -> None:
        """Put the newest notice away and show the one before it."""
        had_focus = self.isAncestorOf(self.window().focusWidget() or self)
        if self._notices:
            self._notices.pop()
        self._show_newest()
        if had_focus and self._notices:
            self._dismiss.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        """Do what the newest notice offers; nothing where it offers nothing."""
        offer = self._notices[-1].offer if self._notices else None
        if offer is not None:
            self.dismiss()
            offer.do()

    def check_offers(self) -> None:
        """Take the buttons away from notices whose offer no longer stands."""
        self._notices = [
            replace(notice, offer=None) if notice.offer and not notice.offer.stands() else notice
            for notice in self._notices
        ]
        self._show_newest()

    def report(self) -> Report:
        """Return the notices of the sitting as a list, the newest first."""
        lines = [
            f"{at:%H:%M}  {_SIGNS[notice.kind][0]}  {notice.text}" for at, notice in reversed(self.history)
        ]
        return Report(
            tr("Messages of this sitting"),
            "\n".join(lines) or tr("There was no message since the program was started."),
            "messages.txt",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Dismiss on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def _show_newest(self) -> None:
        self.setVisible(bool(self._notices))
        if not self._notices:
            return
        notice = self._notices[-1]
        sign, word = _SIGNS[notice.kind]
        shown = _shortened(notice.text)
        self._sign.setText(sign)
        self._sign.setAccessibleName(tr(word))
        self._words.setText(shown)
        named(self._words, notice.text)
        older = len(self._notices) - 1
        self._count.setText(tr("{older} more").format(older=older) if older else "")
        self._count.setVisible(bool(older))
        self.offer_button.setVisible(notice.offer is not None)
        if notice.offer is not None:
            self.offer_button.setText(notice.offer.words)
            named(self.offer_button, notice.offer.words, notice.text)
            self.offer_button.setToolTip(tr("{words} (Ctrl+Shift+O)").format(words=notice.offer.words))
        theme.style(self, kind=notice.kind)

    def _button(self, name: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setAutoDefault(False)
        theme.style(button, role="quiet")
        button.clicked.connect(lambda: do())
        return button


def _shortened(text: str) -> str:
    """Return the first lines of a long notice, with how many follow and where they are."""
    lines = text.splitlines()
    if len(lines) <= _LINES + 1:
        return text
    more = tr("{count} more lines: Ctrl+M shows them.").format(count=len(lines) - _LINES)
    return "\n".join([*lines[:_LINES], more])
