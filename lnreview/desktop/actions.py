"""The commands of a page: actions with a name, a tip and keys, which the palette and the help find on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

WHY_NOT = "whyNot"
"""Property of an action: why it cannot be done now, as a sentence."""


def page_action(
    page: QWidget, name: str, keys: str | Sequence[str], tip: str, do: Callable[[], object]
) -> QAction:
    """Add a command to a page; its keys (one, several or none) work while the focus is in the page."""
    action = QAction(name, page)
    chords = [keys] if isinstance(keys, str) else keys
    action.setShortcuts([QKeySequence(chord) for chord in chords if chord])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setStatusTip(tip)
    action.triggered.connect(lambda: do())
    page.addAction(action)
    return action
