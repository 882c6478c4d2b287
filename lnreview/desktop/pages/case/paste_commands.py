"""The commands of the case page for rows: paste them into the list in view, copy the chosen ones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.paste_place import PastePlace


def add_row_commands(
    page: QWidget, in_view: Callable[[], PastePlace | None], say: Callable[[str], object]
) -> None:
    """Give a page “Paste rows…” (Ctrl+V) and “Copy rows” (Ctrl+C), for the list in view; a field that is typed in goes first.

    `say` is told where no list is in view.
    """

    def run(command: Callable[[PastePlace], None]) -> None:
        place = in_view()
        if place is None:
            say(tr("Rows belong into a list. Show one, such as the lab results (Alt+2), then try again."))
        else:
            command(place)

    for text, tip, keys, command in (
        (
            tr("Paste rows…"),
            tr("Reads rows from a spreadsheet or portal into the list in view, with a preview."),
            QKeySequence.StandardKey.Paste,
            PastePlace.paste,
        ),
        (
            tr("Copy rows"),
            tr(
                "Puts the chosen rows of the list in view on the clipboard, for a spreadsheet or another case."
            ),
            QKeySequence.StandardKey.Copy,
            PastePlace.copy,
        ),
    ):
        action = QAction(text, page)
        action.setStatusTip(tip)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False, command=command: run(command))
        page.addAction(action)
