"""A tab of lists: one panel, or several behind a row of names with their counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.session import Session


class ListsTab(QWidget):
    """The panels of some lists of the case."""

    wanted = Signal()
    """A panel of this tab asks to be seen."""
    pasting = Signal()
    """Pasted rows are shown in a panel, or no longer."""

    def __init__(self, session: Session, vocabulary: Vocabulary, names: tuple[str, ...]) -> None:
        super().__init__()
        self._session = session
        self._vocabulary = vocabulary
        self._names = names
        self.panels: dict[str, ListPanel] = {}
        """The panels that were shown already; the others are made when they are."""
        self._stack = QStackedWidget()
        self._bar = QTabBar()
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        named(self._bar, tr("Lists of this tab"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name in names:
            self._bar.addTab(tr(LISTS[name][0]))
        self._bar.currentChanged.connect(lambda index: self._show(names[index]))
        self._inset = QHBoxLayout()
        self._inset.addWidget(self._bar)
        self._inset.setContentsMargins(theme.look().px(8), 0, 0, 0)
        column.addLayout(self._inset)
        column.addWidget(self._stack, 1)
        self._bar.setVisible(len(names) > 1)
        session.case_changed.connect(self._count)
        self._count()
        self._show(names[0])

    @property
    def frames(self) -> tuple[QWidget, ...]:
        """What the lists stand in: one that is hidden takes another appearance when it is shown."""
        return self, self._stack

    def first_focus(self) -> QWidget:
        """Return what takes the focus when the tab is shown."""
        panel = self._stack.currentWidget()
        return panel.paste.focus() if isinstance(panel, ListPanel) else self._bar

    @property
    def in_view(self) -> ListPanel | None:
        """The panel of the list in view."""
        panel = self._stack.currentWidget()
        return panel if isinstance(panel, ListPanel) else None

    @property
    def current(self) -> str:
        """The name of the list in view."""
        return self._names[self._bar.currentIndex()]

    def show_list(self, name: str) -> ListPanel:
        """Bring a list into view and return its panel."""
        self._bar.setCurrentIndex(self._names.index(name))
        self.wanted.emit()
        return self._show(name)

    def _show(self, name: str) -> ListPanel:
        if name not in self.panels:
            panel = ListPanel(self._session, self._vocabulary, name)
            panel.wanted.connect(lambda: self.show_list(name))
            panel.paste.pasting.connect(lambda _: self.pasting.emit())
            self._stack.addWidget(panel)
            self.panels[name] = panel
        self._stack.setCurrentWidget(self.panels[name])
        self.pasting.emit()
        return self.panels[name]

    def _count(self) -> None:
        case = self._session.case
        for index, name in enumerate(self._names):
            count = len(getattr(case, name)) if case is not None else 0
            self._bar.setTabText(index, f"{tr(LISTS[name][0])}  {count or ''}".rstrip())
