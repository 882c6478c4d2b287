"""Small parts of the list of cases."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from lnreview.desktop import theme


def button(text: str, name: str, role: str = "plain", tip: str = "") -> QPushButton:
    """Return a button that Enter elsewhere does not press."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    theme.style(made, role=role)
    return made
