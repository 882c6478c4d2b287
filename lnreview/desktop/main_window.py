"""The window: the rail, the header with the open case, one page, the message bar, the menus.

It holds no clinical logic and writes nothing: pages are made by `PAGES`, changes go through the session.
The title never names a patient.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from lnreview import __version__
from lnreview.desktop import theme
from lnreview.desktop.header import Header
from lnreview.desktop.language import noop, tr
from lnreview.desktop.menus import Menus
from lnreview.desktop.page_stack import PageStack
from lnreview.desktop.pages import PAGES, PageSpec, TakesPlace
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.rail import Rail
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.message_bar import MessageBar

CASE_FILES = noop("Case files (*.json);;All files (*)")
ABOUT = noop(
    "lnreview {version}, guideline content {content}\n\n"
    "For: a reviewer who has to say, on the record, why a case of lupus nephritis does not respond, what the next "
    "step is, and what goes into the letter.\n\n"
    "Not for: replacing the judgement of a physician, denying care, emergencies, or patients without a diagnosis of "
    "lupus. It supports a decision; the reviewer makes it.\n\n"
    "Everything stays on this computer; the program uses no network."
)


class MainWindow(QMainWindow):
    """One window; it closes without a question, because everything is stored already."""

    def __init__(
        self, session: Session, preferences: Preferences, pages: list[PageSpec] | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self._preferences = preferences
        self._pages = {page.id: page for page in (PAGES if pages is None else pages)}
        self._shown: dict[str, QWidget] = {}
        self.current = next(iter(self._pages))
        """Id of the page that is shown."""
        self._before = self.current
        self.setWindowTitle("lnreview")
        self.messages = MessageBar()
        self.header = Header(session)
        self._rail = Rail(list(self._pages.values()))
        self._stack = PageStack()
        self._lay_out()
        self._menus = Menus(self, session)
        self._fill_menus()
        self._rail.chosen.connect(self.show_page)
        session.told.connect(self.messages.tell)
        session.failed.connect(self.messages.fail)
        session.going.connect(self._go)
        session.returning.connect(self._return)
        session.case_opened.connect(self._case_opened)
        QApplication.styleHints().colorSchemeChanged.connect(self._system_colours_changed)
        self.resize(1280, 820)
        if preferences.geometry is not None:
            self.restoreGeometry(preferences.geometry)
        self._menus.refresh()
        self.show_page(self.current)

    def page(self, page_id: str) -> QWidget:
        """Return a page; it is made when it is first asked for."""
        if page_id not in self._shown:
            page = self._pages[page_id].create(self.session)
            page.setObjectName(f"page-{page_id}")
            self._stack.add(page)
            self._shown[page_id] = page
        return self._shown[page_id]

    def show_page(self, page_id: str, place: str = "") -> None:
        """Show a page and, where one is named, a place on it; without an open case only pages that need none."""
        if self._pages[page_id].needs_case and self.session.case is None:
            page_id, place = next(iter(self._pages)), ""
        page = self.page(page_id)
        turned = self._stack.current is not page
        self.current = page_id
        self._stack.show_page(page)
        self._rail.show_current(page_id, self.session.case is not None)
        if place and isinstance(page, TakesPlace):
            page.show_place(place)
        elif turned or not page.isAncestorOf(self.focusWidget() or self):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_text_size(self, size: int) -> None:
        """Show everything at a text size in %."""
        self._preferences.text_size = size
        for action in self._sizes.actions():
            action.setChecked(action.data() == size)
        self._apply_theme()

    def set_appearance(self, appearance: theme.Appearance) -> None:
        """Show everything light, dark, or as the system has it."""
        self._preferences.appearance = appearance
        self._apply_theme()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the window stood; stay open where something typed cannot be stored as it stands."""
        if not self.session.settle():
            event.ignore()
            return
        self._preferences.geometry = self.saveGeometry()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        row.addWidget(self._rail)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)

    def _fill_menus(self) -> None:
        menus, keys = self._menus, QKeySequence.StandardKey
        menus.add(menus.case, tr("&New case"), keys.New, self.session.new_case)
        menus.add(menus.case, tr("&Open case file…"), keys.Open, self._open_file)
        menus.case.addSeparator()
        menus.add(menus.case, tr("&Export case file…"), "Ctrl+E", self._export, needs_case=True)
        menus.add(menus.case, tr("&Copy case"), None, self._copy, needs_case=True)
        menus.add(menus.case, tr("&Archive case"), None, self._archive, needs_case=True)
        menus.add(menus.case, tr("C&lose case"), keys.Close, self.session.close_case, needs_case=True)
        menus.case.addSeparator()
        menus.add(menus.case, tr("&Quit"), keys.Quit, self.close)
        for number, page in enumerate(self._pages.values(), start=1):
            menus.add(
                menus.view,
                tr(page.name),
                f"Ctrl+{number}",
                lambda page_id=page.id: self.show_page(page_id),  # type: ignore[misc]
                needs_case=page.needs_case,
            )
        menus.view.addSeparator()
        self._sizes = menus.add_text_sizes(self._preferences.text_size, self.set_text_size)
        menus.add(menus.view, tr("&Larger text"), keys.ZoomIn, lambda: self._step_size(1))
        menus.add(menus.view, tr("S&maller text"), keys.ZoomOut, lambda: self._step_size(-1))
        QShortcut(QKeySequence("Ctrl+="), self, lambda: self._step_size(1))
        menus.add_appearances(self._preferences.appearance, self.set_appearance)
        menus.add(menus.help, tr("&About lnreview"), None, self._about)

    def _go(self, page_id: str, place: str) -> None:
        """Show the page that another page asked for, and remember from where."""
        if page_id != self.current:
            self._before = self.current
        self.show_page(page_id, place)

    def _return(self) -> None:
        """Show the page from which the present one was asked for, with the focus where it was."""
        focus = self.page(self._before).focusWidget()
        self.show_page(self._before)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _case_opened(self, case_id: str) -> None:
        if case_id and self.current == next(iter(self._pages)) and "case" in self._pages:
            self.show_page("case")
        else:
            self.show_page(self.current)

    def _open_file(self) -> None:
        self.session.ask.open_file(self, tr("Open a case file"), tr(CASE_FILES), self._read)

    def _read(self, path: Path) -> None:
        from lnreview.desktop import casefiles  # late: the list is shown without the reader of case files

        casefiles.open_into(self.session, path)

    def _export(self) -> None:
        from lnreview.desktop import casefiles

        self.session.ask.save_file(
            self,
            tr("Export the case as a file"),
            "case.json",
            tr(CASE_FILES),
            lambda path: casefiles.export(self.session, path),
        )

    def _copy(self) -> None:
        if self.session.case is not None:
            self.session.copy_case(self.session.case.id)

    def _archive(self) -> None:
        case = self.session.case
        if case is None or not self.session.settle():
            return
        if self.session.archive_case(case.id):
            self.session.close_case()
            self.session.told.emit(
                tr("The case was put into the archive; “Archived” on the page Cases shows it.")
            )

    def _about(self) -> None:
        text = tr(ABOUT).format(version=__version__, content=self.session.guideline.version)
        self.session.ask.tell(self, tr("About lnreview"), text)

    def _step_size(self, step: int) -> None:
        index = theme.TEXT_SIZES.index(self._preferences.text_size) + step
        if 0 <= index < len(theme.TEXT_SIZES):
            self.set_text_size(theme.TEXT_SIZES[index])

    def _system_colours_changed(self) -> None:
        if self._preferences.appearance == "system":
            self._apply_theme()

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self._preferences.appearance, self._preferences.text_size)
        self._rail.restyle()
        self.header.restyle()
