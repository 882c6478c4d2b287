"""From one part of a page to the next by one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

Part = tuple[QWidget, Callable[[], QWidget]]
"""A part of a page, and what takes the focus in it."""


def focus_next(page: QWidget, parts: Sequence[Part]) -> None:
    """Put the focus into the visible part after the one that has it; into the first where none has."""
    shown = [(part, target) for part, target in parts if part.isVisible()]
    focus = page.focusWidget()
    here = [part is focus or (focus is not None and part.isAncestorOf(focus)) for part, _ in shown]
    after = (here.index(True) + 1) % len(shown) if True in here else 0
    shown[after][1]().setFocus(Qt.FocusReason.ShortcutFocusReason)
