"""The case page: the timeline, the tabs of the record, and one place for the help of the field in use."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.pages.case.lists import ListsTab
from lnreview.desktop.pages.case.sections import SectionsTab
from lnreview.desktop.pages.case.tabs import TABS
from lnreview.desktop.session import Session
from lnreview.desktop.timeline import Timeline
from lnreview.desktop.widgets.help_line import HelpLine

_HELP = "Ins adds an entry, Enter stores it, Ctrl+D duplicates, Del deletes, Ctrl+Z takes back. Everything is stored as you go."


_HIGH_ENOUGH = 640
"""Lowest page, in px at 100 %, on which the timeline is shown at first."""
_TIMELINE_SHARE = 0.36


class CasePage(QWidget):
    """The whole record of the open case."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        named(self.tabs, "Parts of the record")
        named(self.tabs.tabBar(), "Parts of the record")
        vocabulary = Vocabulary.of(session.guideline)
        self._lists: dict[str, ListsTab] = {}
        self._sections: list[tuple[int, SectionsTab]] = []
        for number, spec in enumerate(TABS):
            if spec.lists:
                tab = ListsTab(session, vocabulary, spec.lists)
                self._lists.update(dict.fromkeys(spec.lists, tab))
                tab.wanted.connect(lambda index=number: self.tabs.setCurrentIndex(index))
                self.tabs.addTab(tab, spec.name)
            else:
                sections = SectionsTab(session, vocabulary, spec.sections)
                self._sections.append((number, sections))
                self.tabs.addTab(sections, spec.name)
        self.timeline = Timeline(session, self)
        self._wants_timeline: bool | None = None
        self._timeline_shown: bool | None = None
        self.timeline_button = QPushButton("Timeline")
        self.timeline_button.setCheckable(True)
        self.timeline_button.setAutoDefault(False)
        self.timeline_button.setShortcut("Ctrl+T")
        theme.style(self.timeline_button, role="quiet")
        named(self.timeline_button, "Timeline", "Shows or hides the timeline above the record (Ctrl+T).")
        self.timeline_button.setToolTip("Show or hide the timeline (Ctrl+T)")
        self.timeline_button.clicked.connect(self._choose_timeline)
        corner = QWidget()
        inset = QHBoxLayout(corner)
        inset.setContentsMargins(theme.look().px(8), 0, theme.look().px(8), theme.look().px(8))
        inset.addWidget(self.timeline_button)
        self.tabs.setCornerWidget(corner)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.timeline)
        self.split.addWidget(self._above)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.split, 1)
        self._help = HelpLine(self, _HELP)
        column.addWidget(self._help)
        session.case_changed.connect(self._count)
        self._count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the help line, and at first the timeline, only where the page is high enough."""
        self._make_room(event.size().height())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size before the layout does, so that the window does not grow with it."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_help"):
            self._make_room(self.height())
        super().changeEvent(event)

    def _make_room(self, height: int) -> None:
        self._help.make_room(height)
        if self._wants_timeline is None:
            self._show_timeline(height >= theme.look().px(_HIGH_ENOUGH))

    def _choose_timeline(self, wanted: bool) -> None:
        self._wants_timeline = wanted
        self._show_timeline(wanted)

    def _show_timeline(self, shown: bool) -> None:
        if shown == self._timeline_shown:
            return
        self._timeline_shown = shown
        self.timeline_button.setChecked(shown)
        self._above.setVisible(shown)
        share = round(self.height() * _TIMELINE_SHARE)
        self.split.setSizes([share, self.height() - share])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the table or the first field of the tab in view."""
        tab = self.tabs.currentWidget()
        first = tab.first_focus() if isinstance(tab, ListsTab | SectionsTab) else self.tabs
        first.setFocus(event.reason())

    def panel(self, name: str) -> QWidget:
        """Return the panel of a list."""
        return self._lists[name].panels[name]

    def show_place(self, place: str) -> None:
        """Show a list (`labs`: a new entry begins), an entry (`labs/lab-3`), a field (`courses/course-1/dose`),

        or a part (`patient/birth_date`, `complete/courses`, `as_of`).
        """
        name, _, rest = place.partition("/")
        if name == "complete" and rest in self._lists:
            panel = self._lists[rest].show_list(rest)
            answer = panel.findChild(QWidget, f"complete-{rest}")
            if answer is not None:
                (answer.focusProxy() or answer).setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif name in self._lists:
            panel = self._lists[name].show_list(name)
            entry, _, field = rest.partition("/")
            if entry:
                panel.show_entry(entry, field)
            else:
                panel.add()
        else:
            self._show_section(name, rest)

    def _show_section(self, name: str, field: str) -> None:
        for number, tab in self._sections:
            for section in tab.sections:
                if section.attribute == name or (not section.attribute and name in section.form.fields):
                    self.tabs.setCurrentIndex(number)
                    section.form.focus_field(field if section.attribute else name)
                    return

    def _count(self) -> None:
        for number, spec in enumerate(TABS):
            if spec.lists:
                count = self._lists[spec.lists[0]].count
                self.tabs.setTabText(number, f"{spec.name.replace('&', '&&')}  {count or ''}".strip())
            else:
                self.tabs.setTabText(number, spec.name.replace("&", "&&"))
