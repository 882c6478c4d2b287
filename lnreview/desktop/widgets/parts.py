"""What one key does on any page: go to the next part, press the button that has the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

Part = tuple[QWidget, Callable[[], QWidget]]
"""A part of a page, and what takes the focus in it."""


def focus_next(page: QWidget, parts: Sequence[Part]) -> None:
    """Put the focus into the visible part after the one that has it; into the first where none has."""
    shown = [(part, target) for part, target in parts if part.isVisible()]
    focus = page.focusWidget()
    here = [part is focus or (focus is not None and part.isAncestorOf(focus)) for part, _ in shown]
    after = (here.index(True) + 1) % len(shown) if True in here else 0
    shown[after][1]().setFocus(Qt.FocusReason.ShortcutFocusReason)


def pressed_by_enter(event: QKeyEvent) -> bool:
    """Press the button that has the focus where the key is Enter, as Space does; return whether one was pressed.

    Qt leaves Enter to the default button of a dialog: a panel that asks this first never does what another button says.
    """
    focus = QApplication.focusWidget()
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if not is_enter or not isinstance(focus, QPushButton | QToolButton):
        return False
    focus.click()
    return True
