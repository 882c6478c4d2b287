"""The menus of the window and their shortcuts; every entry does what it says, or says why it cannot.

Each entry has a status tip: the palette finds it by those words too.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from lnreview.desktop.actions import WHY_NOT
from lnreview.desktop.language import noop, tr
from lnreview.desktop.session import Session
from lnreview.desktop.theme import TEXT_SIZES, Appearance

_APPEARANCES: tuple[tuple[Appearance, str], ...] = (
    ("system", noop("As the system")),
    ("light", noop("Light")),
    ("dark", noop("Dark")),
    ("contrast-light", noop("High contrast, light")),
    ("contrast-dark", noop("High contrast, dark")),
)


class Menus:
    """The entries of the menu bar, kept so that their names and states follow the session."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        self._window = window
        self._session = session
        self._needs_case: list[QAction] = []
        bar = window.menuBar()
        self.case = bar.addMenu(tr("&Case"))
        self.edit = bar.addMenu(tr("&Edit"))
        self.store = bar.addMenu(tr("&Store"))
        self.store.setObjectName("storeMenu")
        self.view = bar.addMenu(tr("&View"))
        self.help = bar.addMenu(tr("&Help"))
        self.undo = self.add(
            self.edit,
            tr("&Undo"),
            QKeySequence.StandardKey.Undo,
            session.undo,
            tip=tr("Take the last change of this case back"),
        )
        self.redo = self.add(
            self.edit,
            tr("&Redo"),
            QKeySequence.StandardKey.Redo,
            session.redo,
            tip=tr("Bring the change that was taken back last again"),
        )
        self.undo.setObjectName("undo")
        self.redo.setObjectName("redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        session.history_changed.connect(self.refresh)
        session.case_opened.connect(self.refresh)

    def add(
        self,
        menu: QMenu,
        name: str,
        keys: QKeySequence.StandardKey | str | None,
        do: Callable[[], object],
        *,
        needs_case: bool = False,
        tip: str = "",
        also: str = "",
    ) -> QAction:
        """Add an entry that runs `do`; with `needs_case` it is disabled while no case is open.

        `tip` says what it does, `also` is a second shortcut.
        """
        action = QAction(name, self._window)
        if keys is not None:
            action.setShortcuts([QKeySequence(keys), *([QKeySequence(also)] if also else [])])
        action.setStatusTip(tip)
        action.triggered.connect(lambda: do())
        menu.addAction(action)
        if needs_case:
            self._needs_case.append(action)
        return action

    def add_text_sizes(self, current: int, choose: Callable[[int], None]) -> QMenu:
        """Add the submenu of text sizes; `show_text_size` marks another one."""
        menu = self.view.addMenu(tr("Text &size"))
        self._sizes = QActionGroup(self._window)
        for size in TEXT_SIZES:
            action = menu.addAction(tr("{size} %").format(size=size))
            action.setStatusTip(tr("Show everything at this text size"))
            action.setCheckable(True)
            action.setData(size)
            self._sizes.addAction(action)
        self._sizes.triggered.connect(lambda action: choose(int(action.data())))
        self.show_text_size(current)
        return menu

    def show_text_size(self, size: int) -> None:
        """Mark the text size in use."""
        for action in self._sizes.actions():
            action.setChecked(action.data() == size)

    def add_appearances(self, current: Appearance, choose: Callable[[Appearance], None]) -> None:
        """Add the submenu of appearances."""
        menu = self.view.addMenu(tr("&Appearance"))
        group = QActionGroup(self._window)
        for appearance, name in _APPEARANCES:
            action = menu.addAction(tr(name))
            action.setStatusTip(tr("Colours of the window"))
            action.setCheckable(True)
            action.setChecked(appearance == current)
            action.triggered.connect(lambda _=False, chosen=appearance: choose(chosen))
            group.addAction(action)

    def refresh(self) -> None:
        """Name what undo and redo would do, and disable what needs an open case."""
        undo, redo = self._session.undo_name, self._session.redo_name
        self.undo.setText(tr("&Undo: {undo}").format(undo=undo) if undo else tr("&Undo"))
        self.undo.setEnabled(bool(undo))
        self.undo.setProperty(WHY_NOT, tr("Nothing was changed since this case was opened."))
        self.redo.setText(tr("&Redo: {redo}").format(redo=redo) if redo else tr("&Redo"))
        self.redo.setEnabled(bool(redo))
        self.redo.setProperty(WHY_NOT, tr("Nothing was taken back."))
        for action in self._needs_case:
            action.setEnabled(self._session.case is not None)
            action.setProperty(WHY_NOT, tr("Open a case first."))
