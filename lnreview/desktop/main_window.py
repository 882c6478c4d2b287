"""The window: the rail, the header with the open case, one page, the message bar, the menus.

It holds no clinical logic and writes nothing: pages are made by `PAGES`, changes go through the session.
The title never names a patient.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from lnreview.desktop import menu_entries, theme, window_place
from lnreview.desktop.accessibility import next_in_reading
from lnreview.desktop.dressing import Dresser
from lnreview.desktop.header import Header
from lnreview.desktop.jobs.desk import CASE_FILES, JobDesk
from lnreview.desktop.language import tr
from lnreview.desktop.menus import Menus
from lnreview.desktop.page_stack import PageStack
from lnreview.desktop.pages import PAGES, PageSpec, TakesPlace
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.rail import Rail
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.message_bar import MessageBar
from lnreview.desktop.widgets.parts import pressed_by_enter

if TYPE_CHECKING:  # the window is shown without either
    from lnreview.desktop.help.desk import HelpDesk
    from lnreview.desktop.palette.finder import Finder
    from lnreview.desktop.tour.guide import Tour


class MainWindow(QMainWindow):
    """One window; it closes without a question, because everything is stored already."""

    page_shown = Signal(str)
    """The id of the page that came into view."""

    def __init__(
        self, session: Session, preferences: Preferences, pages: list[PageSpec] | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self._preferences = preferences
        self.pages = {page.id: page for page in (PAGES if pages is None else pages)}
        """The pages by their ids, in the order of the rail."""
        self._shown: dict[str, QWidget] = {}
        self.current = next(iter(self.pages))
        """Id of the page that is shown."""
        self._help: HelpDesk | None = None
        self._finder: Finder | None = None
        self._tour: Tour | None = None
        self._before = self.current
        self.setWindowTitle("lnreview")
        self.messages = MessageBar(session.now)
        self.header = Header(session)
        self._rail = Rail(list(self.pages.values()))
        self._stack = PageStack()
        self.desk = JobDesk(session, lambda: self.page(next(iter(self.pages))))
        self._split = QSplitter()
        self._lay_out()
        self._menus = Menus(self, session)
        menu_entries.fill(self._menus, self, preferences)
        self._rail.chosen.connect(self.show_page)
        session.told.connect(self.messages.tell)
        session.failed.connect(self.messages.fail)
        session.noticed.connect(self.messages.add)
        session.history_changed.connect(self.messages.check_offers)
        session.going.connect(self._go)
        session.returning.connect(self._return)
        session.case_opened.connect(self._case_opened)
        QApplication.styleHints().colorSchemeChanged.connect(self._system_colours_changed)
        window_place.restore(self, preferences)
        self._menus.refresh()
        last = self.pages.get(preferences.last_page)
        self.show_page(last.id if last is not None and not last.needs_case else self.current)

    def page(self, page_id: str) -> QWidget:
        """Return a page; it is made when it is first asked for."""
        if page_id not in self._shown:
            page = self.pages[page_id].create(self.session)
            page.setObjectName(f"page-{page_id}")
            self._stack.add(page)
            self._dresser.add(page)
            self._shown[page_id] = page
            window_place.keep_shares(page, self._preferences)
        return self._shown[page_id]

    def show_page(self, page_id: str, place: str = "") -> None:
        """Show a page and, where one is named, a place on it; without an open case only pages that need none."""
        if self.pages[page_id].needs_case and self.session.case is None:
            page_id, place = next(iter(self.pages)), ""
        page = self.page(page_id)
        turned = self._stack.current is not page
        self._dresser.dress(page)
        self.current = page_id
        self._stack.show_page(page)
        self._rail.show_current(page_id, self.session.case is not None)
        if place and isinstance(page, TakesPlace):
            page.show_place(place)
        elif turned or not page.isAncestorOf(self.focusWidget() or self):
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._help is not None:
            self._help.turned()
        self.page_shown.emit(page_id)

    @property
    def help(self) -> HelpDesk:
        """The help beside the page; it is made when it is first asked for."""
        if self._help is None:
            from lnreview.desktop.help.desk import HelpDesk

            self._help = HelpDesk(
                self, self._split, self.session, self.pages, self._shown, lambda: self.current
            )
            window_place.keep_shares(self._split, self._preferences)
        return self._help

    @property
    def tour(self) -> Tour:
        """The tour on an invented case; it is made when it is first asked for."""
        if self._tour is None:
            from lnreview.desktop.tour.guide import Tour

            self._tour = Tour(self, self._preferences)
        return self._tour

    @property
    def finder(self) -> Finder:
        """The command palette; it is made when it is first asked for."""
        if self._finder is None:
            from lnreview.desktop.palette.finder import Finder

            self._finder = Finder(self, self._preferences)
        return self._finder

    def set_text_size(self, size: int) -> None:
        """Show everything at a text size in %."""
        self._preferences.text_size = size
        self._menus.show_text_size(size)
        self._apply_theme()

    def set_appearance(self, appearance: theme.Appearance) -> None:
        """Show everything light, dark, in high contrast, or as the system has it."""
        self._preferences.appearance = appearance
        self._apply_theme()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Let Tab go as one reads, also through what a page has shown later."""
        following = next_in_reading(self, self.focusWidget(), 1 if forwards else -1)
        if following is None:
            return False
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        following.setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button in hand on Enter, on whatever page or panel it stands."""
        if not pressed_by_enter(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the window stood; stay open where something typed cannot be stored as it stands."""
        if not self.session.settle():
            event.ignore()
            return
        if not self.desk.may_close(self, self.close):
            event.ignore()
            return
        self._preferences.geometry = self.saveGeometry()
        self._preferences.last_page = self.current
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
        self._split.setObjectName("helpSplit")
        self._split.addWidget(self._stack)
        column.addWidget(self._split, 1)
        column.addWidget(self.desk)
        row.addWidget(self._rail)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)
        self._dresser = Dresser(self, centre, self._split, frames=self._stack.frames)

    def _go(self, page_id: str, place: str) -> None:
        """Show the page that another page asked for, and remember from where; `tour` begins the tour."""
        if page_id == "tour":
            self.tour.start()
            return
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
        if case_id and self.current == next(iter(self.pages)) and "case" in self.pages:
            self.show_page("case")
        else:
            self.show_page(self.current)

    def show_messages(self) -> None:
        """Show every notice of the sitting with its time."""
        self.session.report(self.messages.report())

    def open_file(self) -> None:
        """Let the person choose a case file, and open it."""
        self.session.ask.open_file(self, tr("Open a case file"), tr(CASE_FILES), self._read)

    def _read(self, path: Path) -> None:
        from lnreview.desktop import casefiles  # late: the list is shown without the reader of case files

        casefiles.open_into(self.session, path)

    def export(self) -> None:
        """Let the person choose where to write the open case as a file."""
        from lnreview.desktop import casefiles

        self.session.ask.save_file(
            self,
            tr("Export the case as a file"),
            "case.json",
            tr(CASE_FILES),
            lambda path: casefiles.export(self.session, path),
        )

    def copy(self) -> None:
        """Copy the open case, and open the copy."""
        if self.session.case is not None:
            self.session.copy_case(self.session.case.id)

    def archive(self) -> None:
        """Put the open case into the archive, and close it."""
        case = self.session.case
        if case is None or not self.session.settle():
            return
        if self.session.archive_case(case.id):
            self.session.close_case()

    def step_text_size(self, step: int) -> None:
        """Show everything at the next larger (1) or smaller (-1) text size."""
        index = theme.TEXT_SIZES.index(self._preferences.text_size) + step
        if 0 <= index < len(theme.TEXT_SIZES):
            self.set_text_size(theme.TEXT_SIZES[index])

    def _system_colours_changed(self) -> None:
        if self._preferences.appearance == "system":
            self._apply_theme()

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.change(app, self._preferences.appearance, self._preferences.text_size)
        self._dresser.dress_again()
        self._rail.restyle()
        self.header.restyle()
        self.messages.restyle()
        self._dresser.lay_out()
