"""A button of a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named


def button(text: str, object_name: str, action: Callable[[], object], role: str = "") -> QPushButton:
    """Return a button that never is the default of Enter."""
    made = QPushButton(text)
    made.setObjectName(object_name)
    made.setAutoDefault(False)
    named(made, text)
    if role:
        theme.style(made, role=role)
    made.clicked.connect(lambda: action())
    return made
