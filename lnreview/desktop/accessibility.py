"""Names for what can be focused, and the search for what has none."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QScrollArea, QTabBar, QTabWidget, QWidget


def named(widget: QWidget, name: str, description: str = "") -> None:
    """Give a widget the name that a screen reader says, and a longer description where there is one."""
    widget.setAccessibleName(name)
    if description:
        widget.setAccessibleDescription(description)


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say something that changed without a change of focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # late: the first window says nothing

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


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


def next_in_reading(window: QWidget, now: QWidget | None, by: int) -> QWidget | None:
    """Return what Tab reaches after `now` (`by` 1) or Shift+Tab before it (`by` -1); `None` where nothing takes the focus.

    Qt goes in the order in which widgets were made, so what a page shows later would come last wherever it stands.
    """
    chain = [widget for widget in in_reading_order(window) if _takes_tab(widget, window)]
    if not chain:
        return None
    while now is not None and now not in chain:
        now = now.parentWidget() if now is not window else None
    place = chain.index(now) + by if now is not None else (0 if by > 0 else -1)
    return chain[place % len(chain)]


def in_reading_order(parent: QWidget) -> list[QWidget]:
    """Return the visible widgets below `parent` as one reads: rows from the top, a column as a whole before the next."""
    children = [child for child in parent.children() if isinstance(child, QWidget)]
    waiting = [(child.geometry(), child) for child in children if child.isVisible() and not child.isWindow()]
    found = []
    waiting.sort(key=lambda placed: (placed[0].y(), placed[0].x()))
    while waiting:
        first = _first([place for place, _ in waiting])
        _, child = waiting.pop(first)
        found += [child, *in_reading_order(child)]
    return found


def _first(places: list[QRect]) -> int:
    """Return which of the places, sorted by their tops, is read first: none is above it or beside it on the left."""
    first = 0
    for _ in places:
        before = next((n for n, place in enumerate(places) if _is_before(place, places[first])), None)
        if before is None:
            break
        first = before
    return first


def _is_before(one: QRect, other: QRect) -> bool:
    """Whether one place is read before another: above it, or beside it on the left."""
    if one.bottom() < other.top():
        return True
    return other.bottom() >= one.top() and one.right() < other.left()


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes and widget.isEnabled() and widget.isVisibleTo(window)


def _spoken(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _is_inner(widget: QWidget) -> bool:
    """Tell whether a widget is a part of another one that carries the name (a scroll area's viewport, a tab bar)."""
    parent = widget.parentWidget()
    if parent is None:
        return False
    if widget.focusProxy() is not None:
        return True
    if isinstance(widget, QTabBar | QScrollArea):
        return isinstance(widget, QScrollArea) or isinstance(parent, QTabWidget)
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
