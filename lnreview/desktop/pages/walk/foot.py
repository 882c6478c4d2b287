"""The foot of the walk: its commands as buttons with their keys, and one line of the keys that have no button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import PLACE_NAMES
from lnreview.desktop.widgets.prose import muted
from lnreview.review.walk import PLACES, PLAN, StepState

_HINTS = noop("Alt+↑ ↓ step · G go to the field · W what would change · F6 next part")
_HIGH_ENOUGH = 520
"""Lowest page, in px at 100 %, that has room for the line of keys."""


@dataclass(frozen=True)
class _Words:
    """What a button says, as far as there is room, and its key."""

    full: str
    short: str
    key: str

    def with_key(self) -> str:
        return f"{self.full}  {self.key}"

    def in_full(self) -> str:
        return self.full

    def in_short(self) -> str:
        return self.short


class Foot(QWidget):
    """Buttons for the actions of the walk; each is enabled while its action is."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("walkFoot")
        self._actions = actions
        self._page_height = 0
        self._words: dict[QPushButton, _Words] = {}
        self.override = self._button("override", "walkOverride")
        self.ask = self._button("ask", "walkAsk")
        self.rule = self._button("rule", "walkShowRule", role="quiet")
        self.rule.setCheckable(True)
        self.confirm = self._button("confirm", "walkNext", role="primary")
        self._hints = muted("")
        self._hints.setObjectName("walkKeys")
        self._rows = QVBoxLayout(self)
        self._lines = [QHBoxLayout() for _ in self._buttons]
        for line in self._lines:
            self._rows.addLayout(line)
        self._rows.addWidget(self._hints)
        self.restyle()

    def dress(self, state: StepState, *, gaps: int, rule: bool) -> None:
        """Say what the buttons do at a step with `gaps` missing data; `rule`: the rule is shown."""
        place = state.step
        following = tr("the letter") if place == PLAN else tr(PLACE_NAMES[PLACES[PLACES.index(place) + 1]])
        words = tr("Next") if state.settled else tr("Confirm and next")
        self._words = {
            self.override: _Words(
                tr("Override, begun…") if state.begun else tr("Override…"), tr("Override"), "O"
            ),
            self.ask: _Words(tr("Do not ask"), tr("Do not ask"), "A")
            if 0 < gaps <= state.asked
            else _Words(tr("Ask for it"), tr("Ask"), "A"),
            self.rule: _Words(tr("Rule"), tr("Rule"), "R"),
            self.confirm: _Words(words, tr("Next") if state.settled else tr("Confirm"), "⏎"),
        }
        for button, said in self._words.items():
            help_ = self._action_of(button).statusTip()
            button.setToolTip(f"{help_} ({said.key})")
            named(button, said.full, help_)
        self.confirm.setToolTip(tr("{words}: {following} (Enter)").format(words=words, following=following))
        named(self.confirm, f"{words}: {following}", f"{tr(state.name)}: {tr(state.answer)}")
        self.rule.setChecked(rule)
        self.rule.setVisible(self._actions["rule"].isEnabled())
        self.override.setVisible(self._actions["override"].isEnabled())
        self.ask.setVisible(gaps > 0)
        self.make_room(self.width(), self._page_height)

    def make_room(self, width: int, page_height: int) -> None:
        """Say as much on the buttons as has room in `width` px; where that is too little, they stand below each other.

        The keys without a button are left out where the page is low.
        """
        px = theme.look().px
        self._page_height = page_height
        margins = self._rows.contentsMargins()
        room = width - margins.left() - margins.right()
        shown = [button for button in self._buttons if not button.isHidden()]
        for say in (_Words.with_key, _Words.in_full, _Words.in_short):
            for button in shown:
                if button in self._words:
                    button.setText(say(self._words[button]))
            if sum(button.sizeHint().width() + px(8) for button in shown) - px(8) <= room:
                break
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        row, used = 0, 0
        for button in shown:
            needed = button.sizeHint().width()
            if used and used + needed > room:
                row, used = row + 1, 0
            used += needed + px(8)
            if button is self.confirm:
                self._lines[row].addStretch(1)
            self._lines[row].addWidget(button)
        for line in self._lines[:row]:
            line.addStretch(1)
        self._hints.setVisible(page_height >= px(_HIGH_ENOUGH))

    def minimumSizeHint(self) -> QSize:
        """Return the room of the widest button: narrower than all of them, they stand below each other."""
        widest = max(button.sizeHint().width() for button in self._buttons)
        margins = self._rows.contentsMargins()
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._rows.setContentsMargins(px(24), px(8), px(24 + 12), px(12))
        self._rows.setSpacing(px(4))
        for line in self._lines:
            line.setSpacing(px(8))
        self._hints.setText(tr(_HINTS))

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.override, self.ask, self.rule, self.confirm)

    def _action_of(self, button: QPushButton) -> QAction:
        return self._actions[str(button.property("command"))]

    def _button(self, command: str, object_name: str, role: str = "") -> QPushButton:
        action = self._actions[command]
        button = QPushButton(self)
        button.setObjectName(object_name)
        button.setProperty("command", command)
        button.setAutoDefault(False)
        if role:
            theme.style(button, role=role)
        button.clicked.connect(lambda: action.trigger())
        action.enabledChanged.connect(button.setEnabled)
        return button
