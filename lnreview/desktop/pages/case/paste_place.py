"""Pasting into a list of the case: the panel takes the place of the list, and what is accepted is one change of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.entry_view import EntryView
from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.desktop.pages.case.paste_panel import PastePanel


_IDLE = 500
"""Milliseconds after which a list that is shown gets ready for rows, so that the first ones are read at once."""


class PastePlace(QObject):
    """Opens the panel over a list, keeps it while the page is switched, and closes it with what was entered or given up."""

    pasting = Signal(bool)
    """Whether pasted rows are shown: they need the room."""

    def __init__(
        self, session: Session, list_name: str, column: QVBoxLayout, below: QWidget, table: EntryView
    ) -> None:
        super().__init__(below)
        self._session = session
        self._list = list_name
        self._column = column
        self._below = below
        self._table = table
        self._panel: PastePanel | None = None
        self._source = ""
        QTimer.singleShot(_IDLE, self, _get_ready)
        session.case_opened.connect(self._case_opened)
        session.case_changed.connect(self._case_changed)

    @property
    def panel(self) -> PastePanel | None:
        """The panel while it is open."""
        return self._panel

    def paste(self) -> None:
        """Read the clipboard and show what its rows would become; say why where it holds none."""
        from lnreview.desktop.pages.case.paste_panel import PastePanel
        from lnreview.desktop.pages.case.paste_sheet import PastedSheet, known_of

        case = self._session.case
        if case is None or not self._session.settle():
            return
        today = self._session.today()
        source = self._source or tr("pasted table of {day}").format(day=today.isoformat())
        known = known_of(case, self._list, self._session.guideline, today, source)
        try:
            sheet = PastedSheet(self._list, *_clipboard(), known)
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        if self._panel is not None:
            self._close()
        panel = PastePanel(self._list, source)
        panel.accepted.connect(self._enter)
        panel.given_up.connect(self._give_up)
        panel.sourced.connect(self._name_source)
        self._panel = panel
        self._below.hide()
        self._column.addWidget(panel)
        panel.show()
        self.pasting.emit(True)
        panel.show_sheet(case, sheet)

    def accept(self) -> None:
        """Enter the pasted rows that are shown, or go to the question that they wait for."""
        if self._panel is not None:
            self._panel.accept()

    def copy(self) -> None:
        """Put the chosen rows of the list on the clipboard, as tab-separated text with a header."""
        from lnreview.desktop.models.entries import ENTRY
        from lnreview.exchange.pasted.copied import copied

        if self._panel is not None:
            self._session.failed.emit(
                tr("Nothing was copied, because pasted rows are shown. Enter them or give them up first.")
            )
            return
        indexes = sorted(self._table.selectionModel().selectedRows(), key=lambda index: index.row())
        entries = [index.data(ENTRY) for index in indexes]
        if not entries:
            self._session.failed.emit(
                tr("Nothing was copied, because no row is chosen. Choose rows, or all of them with Ctrl+A.")
            )
            return
        QApplication.clipboard().setText(copied(self._list, entries))

    def focus(self) -> QWidget:
        """Return what takes the focus when the list is shown."""
        return self._panel.table if self._panel is not None else self._table

    def _enter(self) -> None:
        """Store the accepted rows as one change; the panel stays where that is refused."""
        from lnreview.desktop.pages.case.paste_panel import noun_of

        case, panel = self._session.case, self._panel
        if case is None or panel is None or panel.sheet is None:
            return
        entries = panel.sheet.entries
        name = tr("Paste {count} {noun}").format(count=len(entries), noun=noun_of(self._list, len(entries)))
        self._panel = None  # what follows of the change is no longer for it
        if self._session.change(
            name, case.model_copy(update={self._list: (*getattr(case, self._list), *entries)})
        ):
            self._panel = panel
            self._close()
            self._table.setFocus()
        else:
            self._panel = panel

    def _give_up(self) -> None:
        self._close()
        self._table.setFocus()

    def _name_source(self, source: str) -> None:
        self._source = source
        self._case_changed()

    def _case_changed(self) -> None:
        """Compare the rows with the record as it is now."""
        case, panel = self._session.case, self._panel
        if case is None or panel is None or panel.sheet is None:
            return
        from lnreview.desktop.pages.case.paste_sheet import known_of

        source = panel.source.text().strip()
        panel.sheet.know(known_of(case, self._list, self._session.guideline, self._session.today(), source))
        panel.follow(case)

    def _case_opened(self) -> None:
        self._source = ""
        if self._panel is not None:
            self._close()
            self._session.told.emit(
                tr(
                    "The pasted rows were not entered, because another case was opened. Paste them again where they belong."
                )
            )

    def _close(self) -> None:
        if self._panel is not None:
            self._column.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
        self._below.show()
        self.pasting.emit(False)


def paste_button(list_name: str, paste: Callable[[], object]) -> QPushButton:
    """Return the button of a list that pastes rows into it."""
    button = QPushButton(tr("Paste rows…"))
    button.setObjectName(f"paste-{list_name}")
    button.setAutoDefault(False)
    button.setToolTip(tr("Read rows from the clipboard, with a preview (Ctrl+V)"))
    named(
        button,
        tr("Paste rows…"),
        tr(
            "Reads rows that were copied in a spreadsheet or portal, with a preview before anything is entered."
        ),
    )
    theme.style(button, role="quiet")
    button.clicked.connect(lambda: paste())
    return button


def _get_ready() -> None:
    """Load what reads pasted rows and shows them."""
    import lnreview.desktop.pages.case.paste_panel
    import lnreview.exchange.pasted.reading  # noqa: F401


def _clipboard() -> tuple[str, str]:
    """Return the text and the web page on the clipboard, each empty where it holds none."""
    held: QMimeData = QApplication.clipboard().mimeData()
    return held.text() if held.hasText() else "", held.html() if held.hasHtml() else ""
