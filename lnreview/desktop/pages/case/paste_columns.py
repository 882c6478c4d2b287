"""How the columns of pasted rows are read: one choice for each column, folded away until it is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.paste_words import role_words
from lnreview.desktop.widgets.link import Fold
from lnreview.exchange.pasted.headers import roles_of
from lnreview.exchange.pasted.model import ReadColumn

_HIGHEST = 176
"""Highest list of columns in px at 100 %; more are scrolled."""
_NOT_USED = "not-used"


class ColumnList(QWidget):
    """The columns with what they are read as; each can be chosen anew."""

    chosen = Signal(int, str)
    """Number of a column, and what it holds."""

    def __init__(self, list_name: str) -> None:
        super().__init__()
        self._roles = roles_of(list_name)
        self._fold = Fold(
            tr("How the columns are read"), False, tr("Says what each column holds; Space opens it.")
        )
        self._fold.setObjectName("pasteColumns")
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        self._area.hide()
        self._fold.toggled.connect(self._area.setVisible)
        self._boxes: list[QuietCombo] = []
        self._shown: tuple[ReadColumn, ...] = ()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._fold)
        lines.addWidget(self._area)

    def show_columns(self, columns: Sequence[ReadColumn]) -> None:
        """Show the columns; a box that has the focus keeps it."""
        px = theme.look().px
        self._area.setMaximumHeight(px(_HIGHEST))
        if tuple(columns) == self._shown:
            return
        if len(columns) != len(self._boxes):
            self._make(columns)
        self._shown = tuple(columns)
        for column, box in zip(columns, self._boxes, strict=True):
            place = box.findData(column.role or _NOT_USED)
            if place < 0:
                box.addItem(role_words(column.role), column.role)
                place = box.count() - 1
            box.setCurrentIndex(place)

    def box(self, number: int) -> QuietCombo:
        """Return the choice for a column."""
        return self._boxes[number]

    def _make(self, columns: Sequence[ReadColumn]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._boxes = []
        px = theme.look().px
        self._grid.setContentsMargins(px(16), px(4), px(8), px(4))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(2, 1)
        for number, column in enumerate(columns):
            name = column.title or tr("column {number}").format(number=number + 1)
            box = QuietCombo()
            box.setObjectName(f"column-{number}")
            box.addItem(role_words(""), _NOT_USED)
            for role in self._roles:
                box.addItem(role_words(role), role)
            named(box, tr("Column “{name}” holds").format(name=name))
            box.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(
                lambda _index, number=number, box=box: self.chosen.emit(number, str(box.currentData()))
            )
            title, example = QLabel(name), QLabel(column.example)
            for words in (title, example):
                words.setTextFormat(Qt.TextFormat.PlainText)
            theme.style(example, role="muted")
            self._grid.addWidget(title, number, 0)
            self._grid.addWidget(box, number, 1)
            self._grid.addWidget(example, number, 2)
            self._boxes.append(box)
