"""The commands of the case page for rows: paste them into the list in view, enter them, copy the chosen ones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from lnreview.desktop.actions import page_action
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.paste_place import PastePlace


class RowCommands:
    """“Paste rows…” (Ctrl+V), “Enter pasted rows” (Ctrl+Enter) and “Copy rows” (Ctrl+C); a field that is typed in goes first."""

    def __init__(
        self, page: QWidget, in_view: Callable[[], PastePlace | None], say: Callable[[str], object]
    ) -> None:
        """Give them to a page, for the list in view; `say` is told where there is none."""
        self._in_view = in_view
        self._say = say
        self._add(
            page,
            tr("Paste rows…"),
            tr("Reads rows from a spreadsheet or portal into the list in view, with a preview."),
            ("Ctrl+V", "Shift+Ins"),
            PastePlace.paste,
        )
        self._enter = self._add(
            page,
            tr("Enter pasted rows"),
            tr("Enters the pasted rows that are shown; one step back takes all of them out again."),
            ("Ctrl+Return", "Ctrl+Enter"),
            PastePlace.accept,
        )
        self._add(
            page,
            tr("Copy rows"),
            tr(
                "Puts the chosen rows of the list in view on the clipboard, for a spreadsheet or another case."
            ),
            ("Ctrl+C", "Ctrl+Ins"),
            PastePlace.copy,
        )
        self.follow()

    def follow(self) -> None:
        """Offer to enter rows only while pasted ones are looked at."""
        place = self._in_view()
        self._enter.setEnabled(place is not None and place.panel is not None)

    def _add(
        self,
        page: QWidget,
        text: str,
        tip: str,
        keys: tuple[str, ...],
        command: Callable[[PastePlace], object],
    ) -> QAction:
        return page_action(page, text, keys, tip, lambda: self._run(command))

    def _run(self, command: Callable[[PastePlace], object]) -> None:
        place = self._in_view()
        if place is None:
            self._say(
                tr("Rows belong into a list. Show one, such as the lab results (Alt+2), then try again.")
            )
        else:
            command(place)
