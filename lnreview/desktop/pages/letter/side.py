"""The left side of the letter page: its tabs, or in their place the panel of what is being done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.letter.contents import Contents
from lnreview.desktop.pages.letter.enclosures import Enclosures
from lnreview.desktop.pages.letter.issue_panel import IssuePanel
from lnreview.desktop.pages.letter.issued_list import IssuedList
from lnreview.desktop.pages.letter.phrases import Phrases
from lnreview.desktop.pages.letter.readiness import GapList
from lnreview.desktop.pages.letter.record_choice import RecordChoice
from lnreview.desktop.pages.letter.save_panel import SavePanel
from lnreview.desktop.pages.letter.work import Made
from lnreview.desktop.session import Session

TABS = (
    ("readiness", noop("Readiness")),
    ("contents", noop("Contents")),
    ("record", noop("Record")),
    ("phrases", noop("Phrases")),
    ("enclosures", noop("Enclosures")),
    ("issued", noop("Issued")),
)
"""Ids and names of the tabs, in their order."""
_LEAST_WIDTH = 400
"""px at 100 %"""


class LetterSide(QWidget):
    """What a document lacks, what it prints, what goes with it, and what was issued."""

    stored_shown = Signal(bytes, str, str)
    """PDF, text and a line about a stored document or file to look at."""
    compared = Signal(str, str)
    """What changed between two versions, and a line about it."""
    amended = Signal(str)
    """The kind of document that a new version is wanted of."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._made: Made | None = None
        self.gaps = GapList()
        self.save, self.issue = SavePanel(), IssuePanel()
        for panel in (self.save, self.issue):
            panel.closed.connect(lambda: self._close_panel())
        self.tabs = QTabWidget()
        self.tabs.setObjectName("letterTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        named(self.tabs, tr("Parts of the letter page"))
        named(self.tabs.tabBar(), tr("Parts of the letter page"))
        self._views: dict[str, QWidget] = {}
        for number, (_, words) in enumerate(((name, tr(words)) for name, words in TABS), start=1):
            holder = QWidget()
            QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, words)
            self.tabs.setTabToolTip(
                number - 1, tr("{words} (Alt+{number})").format(words=words, number=number)
            )
        self._gap_area = _scrolled(self.gaps, tr("What the document holds and lacks"))
        self._gap_area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._panels = QStackedWidget()
        self._panels.addWidget(self.save)
        self._panels.addWidget(self.issue)
        self._panel_area = _scrolled(self._panels, tr("What is being done"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self._panel_area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self.view("readiness")
        self.tabs.currentChanged.connect(self._turned)

    def view(self, name: str) -> QWidget:
        """Return what stands in a tab; it is made when it is first shown."""
        if name not in self._views:
            made = self._create(name)
            self._views[name] = made
            number = [tab for tab, _ in TABS].index(name)
            layout = self.tabs.widget(number).layout()  # type: ignore[union-attr]
            assert layout is not None
            _inset(name, made)
            # What is in a tab never makes the window higher: where it does not fit, the tab scrolls.
            layout.addWidget(self._gap_area if name == "readiness" else _scrolled(made, tr(dict(TABS)[name])))
            made.show()  # at once, so that a field in it can take the focus now
            self._fill(name)
        return self._views[name]

    def show_letter(self, made: Made | None) -> None:
        """Show a document in the tabs and to the panel that is open."""
        self._made = made
        for name in self._views:
            self._fill(name)
        open_ = len(made.open_gaps) if made is not None else 0
        self.tabs.setTabText(0, tr("Readiness  {open}").format(open=open_ or "").strip())
        if self._stack.currentWidget() is self._panel_area and self._panels.currentWidget() is self.issue:
            self.issue.follow(made)
        if made is None:
            self._close_panel()
        elif made.document.kind != self.issue.kind:
            self._close_panel(self.issue)

    def show_place(self, place: str) -> None:
        """Show a tab by its id, and a place in it."""
        name, _, rest = place.partition("/")
        if name not in dict(TABS):
            return
        self._close_panel()
        self.go(name)
        view = self.view(name)
        if rest and isinstance(view, Contents):
            view.show_place(rest)

    def show_panel(self, panel: QWidget) -> None:
        """Show a panel in the place of the tabs."""
        self._panels.setCurrentWidget(panel)
        self._stack.setCurrentWidget(self._panel_area)
        target = panel.focusWidget()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        for name, view in self._views.items():
            _inset(name, view)
        self.setMinimumWidth(px(_LEAST_WIDTH))

    def go(self, name: str) -> None:
        """Show a tab with the focus in it."""
        self._close_panel()
        self.tabs.setCurrentIndex([tab for tab, _ in TABS].index(name))
        self._focus_of(name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget:
        """Return what takes the focus here: the tab in view, or the panel in its place."""
        panel = self._panels.currentWidget()
        if self._stack.currentWidget() is self._panel_area and panel is not None:
            return panel.focusWidget() or panel
        return self._focus_of(TABS[self.tabs.currentIndex()][0])

    def _focus_of(self, name: str) -> QWidget:
        view = self.view(name)
        match view:
            case Contents() | RecordChoice() | Phrases():
                return view.list
            case Enclosures():
                return view.panel.table
            case IssuedList():
                return view.table
            case _:
                return self._gap_area

    def _turned(self, number: int) -> None:
        self.view(TABS[number][0])
        self._fill(TABS[number][0])

    def _create(self, name: str) -> QWidget:
        make: dict[str, Callable[[], QWidget]] = {
            "readiness": lambda: self.gaps,
            "contents": self._contents,
            "record": lambda: RecordChoice(self._session),
            "phrases": self._phrases,
            "enclosures": self._enclosures,
            "issued": self._issued,
        }
        return make[name]()

    def _contents(self) -> QWidget:
        contents = Contents(self._session)
        contents.wanted.connect(lambda: self.go("contents"))
        return contents

    def _phrases(self) -> QWidget:
        phrases = Phrases(self._session)
        phrases.inserted.connect(self._insert)
        return phrases

    def _enclosures(self) -> QWidget:
        enclosures = Enclosures(self._session)
        enclosures.shown.connect(self.stored_shown)
        enclosures.wanted.connect(lambda: self.go("enclosures"))
        return enclosures

    def _issued(self) -> QWidget:
        issued = IssuedList(self._session)
        issued.shown.connect(self.stored_shown)
        issued.compared.connect(self.compared)
        issued.amended.connect(self.amended)
        return issued

    def _fill(self, name: str) -> None:
        """Show the document in a tab that is about it."""
        view, made = self._views[name], self._made
        if isinstance(view, Contents):
            view.show_document(made.document if made is not None else None)
        elif name == "readiness":
            if made is None:
                self.gaps.show_nothing()
            else:
                self.gaps.show_letter(made.order.case, made.document, made.policy)
        elif made is not None and isinstance(view, RecordChoice):
            view.show_kind(made.document.kind)
        elif isinstance(view, Phrases):
            view.offer_editor(self._is_editing())

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring what has the focus into view."""
        area = new.parentWidget() if new is not None and self.isAncestorOf(new) else None
        while area is not None and area is not self and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if new is not None and isinstance(area, QScrollArea) and area.widget() is not new:
            area.ensureWidgetVisible(new, 0, theme.look().px(32))

    def _is_editing(self) -> bool:
        contents = self._views.get("contents")
        return isinstance(contents, Contents) and contents.is_editing

    def _insert(self, text: str) -> None:
        """Put a phrase into the paragraph that is open under Contents, and go there."""
        contents = self.view("contents")
        assert isinstance(contents, Contents)
        self.tabs.setCurrentIndex([tab for tab, _ in TABS].index("contents"))
        contents.editor.own.insert_phrase(text)

    def _close_panel(self, only: QWidget | None = None) -> None:
        """Show the tabs again; with `only` just where this panel is open."""
        if only is not None and self._panels.currentWidget() is not only:
            return
        self.save.forget()
        if self._stack.currentWidget() is not self.tabs:
            self._stack.setCurrentWidget(self.tabs)
            self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)


def _inset(name: str, view: QWidget) -> None:
    """Give a tab its margins in the text size in use; the list of enclosures brings its own."""
    layout, px = view.layout(), theme.look().px
    if layout is None or name == "enclosures":
        return
    if name == "readiness":
        layout.setContentsMargins(px(16), px(8), px(16), px(16))
    else:
        layout.setContentsMargins(px(16), px(8), px(16), px(8))


def _scrolled(inside: QWidget, name: str) -> QScrollArea:
    """Return a widget in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.verticalScrollBar().setSingleStep(theme.look().px(24))
    named(area, name)
    theme.style(inside, role="page")
    area.setWidget(inside)
    return area
