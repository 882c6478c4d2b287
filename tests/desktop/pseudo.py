"""A language that nobody speaks: every text accented, about 40 % longer, and in brackets, so that one sees what is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

from lnreview.desktop import language
from lnreview.desktop.widgets.badge import Badge
from lnreview.desktop.widgets.link import Fold, Link
from lnreview.desktop.widgets.prose import Prose
from tests.desktop.geometry import described, seen

OPEN, CLOSE = "⟦", "⟧"
_ACCENTED = str.maketrans("aceinosuyACEINOSUY", "àçëïñôšúÿÀÇËÏÑÔŠÚŸ")
_KEPT = re.compile(r"\{[^{}]*\}|\([^()]*\*\.[^()]*\)|;;|&\w")
"""Blanks, the patterns and the divider of a file dialog, and the letter of a menu entry stay as they are."""
_LONGER = 0.4


class Pseudo:
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        """Return a text in brackets, its words accented, with more words or a longer one at the end."""
        if not message:
            return ""
        made, at = "", 0
        for kept in _KEPT.finditer(message):
            made += message[at : kept.start()].translate(_ACCENTED) + kept[0]
            at = kept.end()
        made += message[at:].translate(_ACCENTED)
        return f"{OPEN}{made}{_more(message)}{CLOSE}"


@contextmanager
def spoken() -> Iterator[None]:
    """Let the window speak it for a while."""
    language.use(Pseudo())
    try:
        yield
    finally:
        language.use(None)


def _more(message: str) -> str:
    missing = ceil(len(re.sub(r"\{[^{}]*\}", "", message)) * _LONGER) - 2
    if missing <= 0:
        return ""
    if " " not in message:
        return "ø" * missing
    words = ""
    while len(words) < missing:
        words += " " + "øøøøøø"[: max(missing - len(words) - 1, 1)]
    return words


def untranslated(window: QWidget) -> Iterator[str]:
    """Yield every text of the window itself that is shown, or said by a screen reader, without brackets."""
    for what, text in _texts_of(window):
        if re.search(r"[^\W\d_]{2}", text) and OPEN not in text and not _DATA.fullmatch(text):
            yield f"{what}: “{text}”"


_DATA = re.compile(
    r"[IV]+|lnreview|Ctrl\+\w+|Alt\+\w+|(\d · )?[\d,]* *[µ\w]*/[\w.²/]+( m²)?|mg|µg|kg|cm|days|"
    r"(ACR|KDIGO|EULAR|Arora)\b.*|.*EX-RTX-REFR.*"
)
"""Classes of a biopsy, keys, units, guidelines and payer packs: they are the same in every language."""


def _texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    for widget in [window, *seen(window)]:
        if type(widget) in _OF_DATA or isinstance(widget.parentWidget(), QTabBar):
            continue
        kind = described(widget)
        if isinstance(widget, QLabel | QAbstractButton):
            yield kind, widget.text()
        if isinstance(widget, QLineEdit):
            yield f"{kind}, placeholder", widget.placeholderText()
        if isinstance(widget, QComboBox):
            for number in range(widget.count()):
                yield f"{kind}, choice {number}", widget.itemText(number)
        if isinstance(widget, QTabBar):
            for number in range(widget.count()):
                yield f"{kind}, tab {number}", widget.tabText(number)
                yield f"{kind}, tooltip of tab {number}", widget.tabToolTip(number)
        if isinstance(widget, QTableView) and not widget.objectName().startswith("rows-"):
            for number in range(widget.model().columnCount()):
                yield (
                    f"{kind}, title",
                    str(widget.model().headerData(number, Qt.Orientation.Horizontal) or ""),
                )
        if not widget.objectName().startswith(_NAMED_BY_DATA):
            yield f"{kind}, name", widget.accessibleName()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.objectName().startswith("act-"):
            yield f"{kind}, tooltip", widget.toolTip()
            yield f"{kind}, description", widget.accessibleDescription()
    for action in window.findChildren(QAction):
        yield "menu", action.text().replace("&", "")
        yield "menu, tip", action.statusTip()
    for menu in window.findChildren(QMenu):
        yield "menu", menu.title().replace("&", "")


_NAMED_BY_DATA = ("rows-", "act-item-")
"""Tables of the review and criteria of the plan, by the beginning of their object names."""
_OF_DATA = (Badge, Fold, Link, Prose)
"""What shows the words of the record, the review and the guideline; its own words are found in the source."""
