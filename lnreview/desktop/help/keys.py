"""The keys of the window, read from its actions, shortcuts and buttons: what is listed is what works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QMenu, QMenuBar, QWidget

from lnreview.desktop.palette.sources import entries, plain

Key = tuple[str, str]
"""The keys as the desktop writes them, and what they do."""


def of_menus(bar: QMenuBar) -> Iterator[tuple[str, list[Key]]]:
    """Yield each menu with the keys of its entries; a menu without any is left out."""
    for top in bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            keys = [
                (keys, text.rstrip("…"))
                for action, text in entries(menu)
                if (keys := written(action.shortcuts()))
            ]
            if keys:
                yield plain(menu.title()), keys


def of_page(page: QWidget) -> list[Key]:
    """Return the keys of a page: of its actions and shortcuts, and of the buttons that have some."""
    found = list(_of_actions(page.actions()))
    for widget in page.findChildren(QWidget):
        found += _of_actions(widget.actions())
        if isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty():
            found.append((written([widget.shortcut()]), plain(widget.accessibleName() or widget.text())))
    for shortcut in page.findChildren(QShortcut):
        if shortcut.whatsThis():
            found.append((written(shortcut.keys()), shortcut.whatsThis()))
    return list(dict.fromkeys(found))


def written(keys: Iterable[QKeySequence]) -> str:
    """Return shortcuts as the desktop writes them."""
    return " · ".join(
        key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys if not key.isEmpty()
    )


def _of_actions(actions: Iterable[QAction]) -> Iterator[Key]:
    for action in actions:
        keys = written(action.shortcuts())
        if keys and plain(action.text()):
            yield keys, plain(action.text()).rstrip("…")
