"""The case page: the timeline, the tabs of the record, and one place for the help of the field in use.

The timeline is the centre: it has the larger part of a page that is high enough, and the divider below it is drawn with the
mouse or moved by key.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.model import entry_lists
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.case.arrivals import Arrivals
from lnreview.desktop.pages.case.commands import add_commands
from lnreview.desktop.pages.case.course_line import CourseLine
from lnreview.desktop.pages.case.entry_commands import add_entry_commands
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.pages.case.lists import ListsTab
from lnreview.desktop.pages.case.paste_commands import RowCommands
from lnreview.desktop.pages.case.paste_place import PastePlace
from lnreview.desktop.pages.case.sections import SectionsTab
from lnreview.desktop.pages.case.tabs import CASE_FIELDS, TABS
from lnreview.desktop.session import Session
from lnreview.desktop.timeline.panel import Timeline
from lnreview.desktop.widgets.divider import Divider
from lnreview.desktop.widgets.help_line import HelpLine
from lnreview.desktop.widgets.parts import Part, focusing

_HELP = noop(
    "Ins adds an entry, Enter stores it, Ctrl+D duplicates, Del deletes, Ctrl+Z takes back, Alt+1 to Alt+8 turn the tabs. "
    "Everything is stored as you go."
)


_HIGH_ENOUGH = 640
"""Lowest page, in px at 100 %, on which the timeline is shown at first."""
_TIMELINE_SHARE = 0.58


class CasePage(QWidget):
    """The whole record of the open case."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        named(self.tabs, tr("Parts of the record"))
        named(self.tabs.tabBar(), tr("Parts of the record"))
        self._made: dict[int, ListsTab | SectionsTab] = {}
        for number, spec in enumerate(TABS):
            self.tabs.addTab(_holder(), tr(spec.name))
            self.tabs.setTabToolTip(
                number, tr("{name} (Alt+{number})").format(name=tr(spec.name), number=number + 1)
            )
            page_action(
                self,
                tr("Record: {part}").format(part=tr(spec.name).replace("&", "&&")),
                f"Alt+{number + 1}",
                tr("Show this part of the record"),
                partial(self._go, number),
            )
        add_entry_commands(self, session)
        self.timeline = Timeline(session, self)
        self._wants_timeline: bool | None = None
        self._timeline_shown: bool | None = None
        self._share = _TIMELINE_SHARE
        self._seen = ""
        """The case for which the room was divided last."""
        self.timeline_button = QPushButton(tr("Timeline"))
        self.timeline_button.setCheckable(True)
        self.timeline_button.setAutoDefault(False)
        theme.style(self.timeline_button, role="quiet")
        named(
            self.timeline_button, tr("Timeline"), tr("Shows or hides the timeline above the record (Ctrl+T).")
        )
        self.timeline_button.setToolTip(tr("Show or hide the timeline (Ctrl+T)"))
        self.timeline_button.clicked.connect(self._choose_timeline)
        corner = QWidget()
        inset = QHBoxLayout(corner)
        inset.setContentsMargins(theme.look().px(8), 0, theme.look().px(8), theme.look().px(8))
        inset.addWidget(self.timeline_button)
        self.tabs.setCornerWidget(corner)
        self.split = Divider(Qt.Orientation.Vertical)
        self.split.setObjectName("caseSplit")
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.timeline)
        self.split.addWidget(self._above)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.course_line = CourseLine(session)
        column.addWidget(self.course_line)
        column.addWidget(self.split, 1)
        self._help = HelpLine(self, tr(_HELP))
        column.addWidget(self._help)
        add_commands(self, session)
        self._arrivals = Arrivals(session)
        self._row_commands = RowCommands(self, self._pasting_in_view, session.failed.emit)
        session.case_changed.connect(self._count)
        session.review_changed.connect(lambda: self._make_room(self.height()))
        self._count()
        self._make(0)
        self.tabs.currentChanged.connect(self._make)
        self.tabs.currentChanged.connect(self._give_room)

    @property
    def frames(self) -> tuple[QWidget, ...]:
        """What the parts of the page stand in: a tab that is hidden takes another appearance when it is shown."""
        rooms = [room for room in map(self.tabs.widget, range(self.tabs.count())) if room is not None]
        stack = rooms[0].parentWidget()
        assert stack is not None
        return self, self.split, self.tabs, stack, *rooms

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the help line, and at first the timeline, only where the page is high enough."""
        self._make_room(event.size().height())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size before the layout does, so that the window does not grow with it."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_help"):
            self._wants_timeline = None  # what was chosen at another text size may not fit at this one
            self._make_room(self.height())
        super().changeEvent(event)

    def _make_room(self, height: int) -> None:
        self._help.make_room(height)
        self.course_line.make_room(height)
        if self._wants_timeline is None:
            wanted = bool(self.timeline.view.stops) and height >= theme.look().px(_HIGH_ENOUGH)
            case_id = self._session.case.id if self._session.case is not None else ""
            # The first value of a case that is being entered must not move the form away under the hands.
            if not wanted or self._timeline_shown or case_id != self._seen or not self._is_typed_in():
                self._show_timeline(wanted)
            self._seen = case_id

    def _is_typed_in(self) -> bool:
        focused = QApplication.focusWidget()
        return isinstance(focused, QLineEdit | QPlainTextEdit) and self.tabs.isAncestorOf(focused)

    def _choose_timeline(self, wanted: bool) -> None:
        self._wants_timeline = wanted
        self._show_timeline(wanted)
        self._above.setVisible(wanted)  # who asks for it gets it, also beside pasted rows

    def _show_timeline(self, shown: bool) -> None:
        if shown == self._timeline_shown:
            return
        if self._above.isVisible():
            self._share = self.split.share
        self._timeline_shown = shown
        self.timeline_button.setChecked(shown)
        self._give_room()
        if shown:
            self.split.show_share(self._share)

    def draw_divider(self, by: float) -> None:
        """Give the timeline more of the page, or less where negative; one that is hidden is shown."""
        if self._timeline_shown:
            self.split.step(by)
        else:
            self._choose_timeline(True)

    def parts(self) -> list[Part]:
        """Return the parts of the page from top to bottom: timeline, list, form."""
        found = [Part(self.timeline, self.timeline.focus)] if self._above.isVisible() else []
        tab = self._make(self.tabs.currentIndex())
        panel = tab.in_view if isinstance(tab, ListsTab) else None
        if panel is None:
            return [*found, Part(tab, focusing(tab.first_focus))]
        if panel.paste.panel is not None:
            rows = panel.paste.panel
            return [*found, Part(rows, focusing(lambda: rows.table))]
        found.append(Part(panel.table, focusing(lambda: panel.table)))
        return [*found, Part(panel.editor, panel.editor.form.focus_field)]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the table or the first field of the tab in view."""
        self._make(self.tabs.currentIndex()).first_focus().setFocus(event.reason())

    @property
    def current_list(self) -> str:
        """The name of the list in view; empty where the tab in view has none."""
        tab = self._make(self.tabs.currentIndex())
        return tab.current if isinstance(tab, ListsTab) else ""

    def panel(self, name: str) -> ListPanel:
        """Bring a list into view and return its panel."""
        number = next(number for number, spec in enumerate(TABS) if name in spec.lists)
        self.tabs.setCurrentIndex(number)
        tab = self._make(number)
        assert isinstance(tab, ListsTab)
        return tab.show_list(name)

    def _are_rows_pasted(self) -> bool:
        """Tell whether pasted rows are looked at now: they take the room of the timeline."""
        tab = self._made.get(self.tabs.currentIndex())
        panel = tab.in_view if isinstance(tab, ListsTab) else None
        return panel is not None and panel.paste.panel is not None

    def _give_room(self) -> None:
        self._above.setVisible(bool(self._timeline_shown) and not self._are_rows_pasted())
        self._row_commands.follow()

    def _pasting_in_view(self) -> PastePlace | None:
        """Return what pastes into the list in view and copies from it; `None` where no list is in view."""
        tab = self._make(self.tabs.currentIndex())
        panel = tab.in_view if isinstance(tab, ListsTab) else None
        return panel.paste if panel is not None else None

    def show_place(self, place: str) -> None:
        """Show a list (`labs`: a new entry begins), an entry (`labs/lab-3`), a field (`courses/course-1/dose`),

        or a part (`patient/birth_date`, `complete/courses`, `as_of`).
        """
        name, _, rest = place.partition("/")
        if name == "list" and rest in entry_lists():
            self.panel(rest).table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif name == "complete" and rest in entry_lists():
            answer = self.panel(rest).findChild(QWidget, f"complete-{rest}")
            if answer is not None:
                (answer.focusProxy() or answer).setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif name in entry_lists():
            entry, _, field = rest.partition("/")
            if entry:
                self.panel(name).show_entry(entry, field)
            else:
                self.panel(name).add()
        else:
            self._show_section(name, rest)

    def _show_section(self, name: str, field: str) -> None:
        for number, spec in enumerate(TABS):
            for place, section in enumerate(spec.sections):
                if section.attribute == name or (not section.attribute and name in CASE_FIELDS):
                    self.tabs.setCurrentIndex(number)
                    tab = self._make(number)
                    assert isinstance(tab, SectionsTab)
                    tab.sections[place].form.focus_field(field if section.attribute else name)
                    return

    def _go(self, number: int) -> None:
        """Show a tab with the focus in it."""
        self.tabs.setCurrentIndex(number)
        self._make(number).first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make(self, number: int) -> ListsTab | SectionsTab:
        """Return what stands in a tab; it is made when the tab is first shown, so that a case opens at once."""
        if number not in self._made:
            spec = TABS[number]
            vocabulary = Vocabulary.of(self._session.guideline, self._session.today)
            tab: ListsTab | SectionsTab
            if spec.lists:
                tab = ListsTab(self._session, vocabulary, spec.lists)
                tab.wanted.connect(lambda: self.tabs.setCurrentIndex(number))
                tab.pasting.connect(self._give_room)
            else:
                tab = SectionsTab(self._session, vocabulary, spec.sections)
            self._made[number] = tab
            holder = self.tabs.widget(number)
            layout = holder.layout() if holder is not None else None
            assert layout is not None
            layout.addWidget(tab)
            tab.show()  # at once, so that a field in it can take the focus now
        return self._made[number]

    def _count(self) -> None:
        case = self._session.case
        for number, spec in enumerate(TABS):
            told = self._arrivals.told(case, spec.lists)
            self.tabs.setTabText(number, f"{tr(spec.name).replace('&', '&&')} {told}".strip())


def _holder() -> QWidget:
    """Return the empty place of a tab that is made later."""
    holder = QWidget()
    QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
    return holder
