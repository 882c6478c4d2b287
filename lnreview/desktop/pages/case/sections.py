"""A tab of parts of which there is one: they stand below each other, or in two columns where there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.forms.section_form import SectionForm
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.signer_tools import SignerTools
from lnreview.desktop.pages.case.tabs import SectionSpec
from lnreview.desktop.session import Session

_TWO_COLUMNS = 960
"""Narrowest tab, in px at 100 %, with two columns of parts."""


class SectionsTab(QScrollArea):
    """Parts of the case, each with its heading and its fields."""

    def __init__(self, session: Session, vocabulary: Vocabulary, specs: tuple[SectionSpec, ...]) -> None:
        super().__init__()
        self.sections = [
            SectionForm(session, vocabulary, tr(spec.title), spec.attribute, spec.model, spec.names)
            for spec in specs
        ]
        for section in self.sections:
            if section.attribute == "clinician":
                section.add_tools(SignerTools(session))
        self._columns = 0
        inside = QWidget()
        inside.setProperty("role", "page")
        self._grid = QGridLayout(inside)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._grid.addLayout(self._left, 0, 0)
        self._grid.addLayout(self._right, 0, 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._restyle()

    def first_focus(self) -> QWidget:
        """Return what takes the focus when the tab is shown."""
        field = next(iter(self.sections[0].form.fields.values()))
        return field.focusProxy() or field

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column or two."""
        self._place(2 if event.size().width() >= theme.look().px(_TWO_COLUMNS) else 1)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_grid"):
            self._restyle()
        super().changeEvent(event)

    def _restyle(self) -> None:
        px = theme.look().px
        self._grid.setContentsMargins(px(16), px(16), px(16), px(16))
        self._grid.setHorizontalSpacing(px(32))
        self._place(2 if self.width() >= px(_TWO_COLUMNS) else 1)

    def _place(self, columns: int) -> None:
        """Put the parts into the columns, the fields evenly divided, in their order."""
        if columns == self._columns:
            return
        self._columns = columns
        for column in (self._left, self._right):
            while column.count():
                column.takeAt(0)
        total = sum(len(section.form.fields) for section in self.sections)
        so_far = 0
        for section in self.sections:
            left = columns == 1 or so_far < total / 2
            (self._left if left else self._right).addWidget(section)
            so_far += len(section.form.fields)
        self._left.addStretch(1)
        self._right.addStretch(1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, theme.look().px(32))
