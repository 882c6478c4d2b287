"""The three parts of the decision page: beside each other where there is room, else one or two at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.pages.decision.centre import Centre
from lnreview.desktop.pages.decision.head import DecisionHead
from lnreview.desktop.pages.decision.side import DeterminationSide
from lnreview.desktop.pages.decision.tree import CriteriaView

_TREE_WIDTH, _SIDE_WIDTH = 296, 352
_ALL, _TWO = 1100, 700
"""Narrowest page, in px at 100 %, for all three parts, and for the criteria beside one of the others."""
_LEAST_HEIGHT = 72


class Columns(QWidget):
    """Places the parts; `show_part` brings one of them into view wherever there is room for it."""

    def __init__(
        self, head: DecisionHead, counter: QLabel, tree: CriteriaView, centre: Centre, side: DeterminationSide
    ) -> None:
        super().__init__()
        self._head, self._counter, self._tree, self._centre, self._side = head, counter, tree, centre, side
        self._left = QWidget()
        self._parts: tuple[QWidget, ...] = (self._left, centre, side)
        self._chosen = 1
        self._width = 0
        self._search = QLabel()
        self._search.setTextFormat(Qt.TextFormat.PlainText)
        theme.style(self._search, role="muted")
        self._left_lines = QVBoxLayout(self._left)
        self._above = QHBoxLayout()
        self._above.addWidget(counter)
        self._above.addWidget(self._search, 1, Qt.AlignmentFlag.AlignRight)
        self._left_lines.addLayout(self._above)
        self._left_lines.addWidget(tree, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(centre, 1)
        row.addWidget(side)
        self.restyle()

    def make_room(self, width: int) -> None:
        """Show as many parts as a page of `width` px has room for."""
        self._width = width
        px = theme.look().px
        if width >= px(_ALL):
            switch: tuple[int, ...] = ()
            shown = {0, 1, 2}
        elif width >= px(_TWO):
            switch = (1, 2)
            self._chosen = max(self._chosen, 1)
            shown = {0, self._chosen}
        else:
            switch, shown = (0, 1, 2), {self._chosen}
        single = len(shown) == 1
        self._left.setMinimumWidth(0 if single else px(_TREE_WIDTH))
        self._left.setMaximumWidth(16_777_215 if single else px(_TREE_WIDTH))
        beside = shown == {0, 1, 2}
        self._side.setMinimumWidth(px(_SIDE_WIDTH) if beside else 0)
        self._side.setMaximumWidth(px(_SIDE_WIDTH) if beside else 16_777_215)
        for number, part in enumerate(self._parts):
            part.setVisible(number in shown)
        self._head.stand(switch, self._chosen)

    def show_part(self, number: int) -> None:
        """Bring a part into view."""
        self._chosen = number
        self.make_room(self._width)

    def focus_part(self, number: int) -> None:
        """Bring a part into view, and put the focus there."""
        self._chosen = number
        self.make_room(self._width)
        if number == 1:
            self._centre.take_focus()
        else:
            target = self._tree if number == 0 else self._side.first_focus()
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_shown(self) -> None:
        """Put the focus into the part that is in view."""
        self.focus_part(self._chosen)

    def next_part(self) -> None:
        """Go to the part after the one that has the focus."""
        focus = self.focusWidget()
        has = [part.isAncestorOf(focus) if focus is not None and focus.hasFocus() else False for part in self._parts]  # fmt: skip
        here = has.index(True) if True in has else len(self._parts) - 1
        self.focus_part((here + 1) % len(self._parts))

    def show_search(self, text: str) -> None:
        """Show what is searched for among the criteria."""
        self._search.setText(tr("find: {text}").format(text=text) if text else "")

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._left_lines.setContentsMargins(0, px(8), 0, px(8))
        self._left_lines.setSpacing(px(4))
        self._above.setContentsMargins(px(16), 0, px(8), 0)
        for part in self._parts:
            part.setMinimumHeight(px(_LEAST_HEIGHT))  # a wrapped line must not make the window higher
