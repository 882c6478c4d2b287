"""Names for what can be focused, and the search for what has none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QScrollArea, QTabBar, QTabWidget, QWidget


def named(widget: QWidget, name: str, description: str = "") -> None:
    """Give a widget the name that a screen reader says, and a longer description where there is one."""
    widget.setAccessibleName(name)
    if description:
        widget.setAccessibleDescription(description)


def focusable(root: QWidget) -> list[QWidget]:
    """Return the widgets below `root` that the keyboard can reach."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.window() is not root.window():
            continue  # the list of a combo box has the name of its box
        if widget.objectName().startswith("qt_") or _is_inner(widget):
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
    return found


def unnamed(root: QWidget) -> list[QWidget]:
    """Return the focusable widgets below `root` that a screen reader could not name."""
    return [widget for widget in focusable(root) if not _spoken(widget)]


def _spoken(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _is_inner(widget: QWidget) -> bool:
    """Tell whether a widget is a part of another one that carries the name (a scroll area's viewport, a tab bar)."""
    parent = widget.parentWidget()
    if parent is None:
        return False
    if widget.focusProxy() is not None or parent.focusProxy() is widget:
        return True
    if isinstance(widget, QTabBar | QScrollArea):
        return isinstance(widget, QScrollArea) or isinstance(parent, QTabWidget)
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
