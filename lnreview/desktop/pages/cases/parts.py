"""Small parts of the list of cases."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from lnreview.desktop import theme


def button(text: str, name: str, role: str = "plain", tip: str = "") -> QPushButton:
    """Return a button that Enter elsewhere does not press."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    theme.style(made, role=role)
    return made


def command(page: QWidget, text: str, tip: str, keys: str, do: Callable[[], object]) -> QAction:
    """Add a command to a page, where the palette and the help find it; `keys` may be empty."""
    action = QAction(text, page)
    action.setStatusTip(tip)
    action.setToolTip(tip)
    action.setShortcut(QKeySequence(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda: do())
    page.addAction(action)
    return action
