"""Where the window stands and how its parts share their room, from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from lnreview.desktop.preferences import Preferences

USUAL = QSize(1280, 820)
_GRIP = 64
"""Pixels of the title bar that must be on a screen, so that the window can be drawn elsewhere."""


def restore(window: QMainWindow, preferences: Preferences) -> None:
    """Put the window where it stood; where that screen is gone, into the middle of one that is there."""
    window.resize(USUAL)
    if preferences.geometry is not None:
        window.restoreGeometry(preferences.geometry)
    if not is_reachable(window):
        screen = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(window.size().boundedTo(screen.size()))
        window.move(screen.center() - window.rect().center())


def is_reachable(window: QWidget) -> bool:
    """Tell whether enough of the top of the window lies on some screen."""
    top = window.frameGeometry().adjusted(_GRIP, 0, -_GRIP, 0)
    top.setHeight(_GRIP // 2)
    return any(screen.availableGeometry().intersects(top) for screen in QGuiApplication.screens())


def keep_shares(root: QWidget, preferences: Preferences) -> None:
    """Let the splitters below `root` that have a name share their room as they did, and remember what a person draws."""
    for split in [part for part in (root, *root.findChildren(QSplitter)) if isinstance(part, QSplitter)]:
        if split.objectName():
            _keep_share(split, preferences)


def _keep_share(split: QSplitter, preferences: Preferences) -> None:
    name = split.objectName()
    share = preferences.share(name)

    def draw() -> None:
        if share is not None and len(share) == split.count():
            room = sum(split.sizes())
            split.setSizes([max(room * part // 1000, 1) for part in share])

    def drawn() -> None:
        sizes = split.sizes()
        if sum(sizes) and all(sizes):
            preferences.set_share(name, [round(1000 * size / sum(sizes)) for size in sizes])

    # A page shares its room out when it is laid out; what the person drew comes after.
    QTimer.singleShot(0, split, draw)
    split.splitterMoved.connect(drawn)
