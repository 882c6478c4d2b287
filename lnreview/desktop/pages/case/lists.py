"""A tab of lists: one panel, or several behind a row of names with their counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.session import Session


class ListsTab(QWidget):
    """The panels of some lists of the case."""

    wanted = Signal()
    """A panel of this tab asks to be seen."""

    def __init__(self, session: Session, vocabulary: Vocabulary, names: tuple[str, ...]) -> None:
        super().__init__()
        self.panels = {name: ListPanel(session, vocabulary, name) for name in names}
        self._stack = QStackedWidget()
        self._bar = QTabBar()
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        named(self._bar, "Lists of this tab")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, panel in self.panels.items():
            self._stack.addWidget(panel)
            self._bar.addTab(LISTS[name][0])
            panel.wanted.connect(lambda chosen=name: self.show_list(chosen))
        self._bar.currentChanged.connect(self._stack.setCurrentIndex)
        self._inset = QHBoxLayout()
        self._inset.addWidget(self._bar)
        self._inset.setContentsMargins(theme.look().px(8), 0, 0, 0)
        column.addLayout(self._inset)
        column.addWidget(self._stack, 1)
        self._bar.setVisible(len(names) > 1)
        session.case_changed.connect(self._count)
        self._count()

    @property
    def count(self) -> int:
        """Number of entries in all lists of the tab."""
        return sum(panel.count for panel in self.panels.values())

    def first_focus(self) -> QWidget:
        """Return what takes the focus when the tab is shown."""
        panel = self._stack.currentWidget()
        return panel.table if isinstance(panel, ListPanel) else self._bar

    def show_list(self, name: str) -> ListPanel:
        """Bring a list into view and return its panel."""
        self._bar.setCurrentIndex(list(self.panels).index(name))
        self.wanted.emit()
        return self.panels[name]

    def _count(self) -> None:
        for index, (name, panel) in enumerate(self.panels.items()):
            self._bar.setTabText(index, f"{LISTS[name][0]}  {panel.count}" if panel.count else LISTS[name][0])
