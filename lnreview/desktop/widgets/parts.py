"""What one key does on any page: go to the next part, press the button that has the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget


@dataclass(frozen=True)
class Part:
    """A part of a page that a key goes to: what it is, and what puts the focus into it."""

    widget: QWidget
    focus: Callable[[], object]


def focusing(target: Callable[[], QWidget]) -> Callable[[], None]:
    """Return what gives the focus to the widget that `target` names when it is asked."""
    return lambda: target().setFocus(Qt.FocusReason.ShortcutFocusReason)


def go_on(page: QWidget, parts: Sequence[Part], by: int = 1) -> None:
    """Put the focus into the next visible part, or the one before (`by` -1); after the last comes the first."""
    shown = [part for part in parts if part.widget.isVisible()]
    focus = page.focusWidget()
    here = [part.widget is focus or (focus is not None and part.widget.isAncestorOf(focus)) for part in shown]
    at = here.index(True) if True in here else -1 if by > 0 else 0
    shown[(at + by) % len(shown)].focus()


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
