"""The head of the decision page: pack, outcome with its shape, what blocks it, and what has to be said of the pack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.decision.words import TREE_NAMES, outcome_look, short_cautions, what_blocks
from lnreview.desktop.pages.decision.work import Held
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.badge import Badge
from lnreview.desktop.widgets.pack_choice import PackChoice
from lnreview.desktop.widgets.prose import prose, quiet_button

PARTS = (noop("Criteria"), noop("Criterion"), noop("Determination"))
"""The three parts of the page, of which a narrow one shows one or two."""
_CHOICE_WIDTH = 400


class DecisionHead(QWidget):
    """What the request came to, always in view."""

    part_chosen = Signal(int)
    """The part that is to be shown, where not all of them have room."""

    def __init__(self, session: Session, show_cautions: Callable[[], object]) -> None:
        super().__init__()
        self._session = session
        self.pack = PackChoice(session, "decisionPack")
        self.outcome = Badge(self)
        self.outcome.setObjectName("decisionOutcome")
        self.blocks = prose("")
        self.blocks.setObjectName("decisionBlocks")
        self.cautions = prose("", "muted", theme.SMALL_POINTS)
        self.cautions.setObjectName("decisionCautions")
        self.overview_button = quiet_button(
            tr("About the pack"),
            tr("About the pack: what has to be said of it, and what blocks"),
            show_cautions,
        )
        self.overview_button.setObjectName("decisionOverview")
        self._parts = QButtonGroup(self)
        self._switch = QWidget()
        self._switch_row = QHBoxLayout(self._switch)
        self._switch_row.setContentsMargins(0, 0, 0, 0)
        for number, name in enumerate(tr(part) for part in PARTS):
            self._switch_row.addWidget(self._part(number, name))
        self._switch_row.addStretch(1)
        self._parts.idClicked.connect(self.part_chosen.emit)
        self._lay_out()

    def show_held(self, held: Held) -> None:
        """Show what a request came to."""
        self.pack.offer()
        policy = held.policy
        self.outcome.show_status(outcome_look(held.outcome) if policy else None)
        self.overview_button.setVisible(policy is not None)
        self._say(self.cautions, "")
        if policy is not None:
            self._say(self.blocks, what_blocks(policy))
            words = [
                tr(TREE_NAMES[policy.tree]),
                tr("version {version}").format(version=policy.pack.version),
                *short_cautions(policy.pack),
            ]
            self._say(self.cautions, " · ".join(words))
        elif held.problem:
            self._say(self.blocks, held.problem, wrong=True)
        elif held.review is None:
            self._say(self.blocks, self._session.review_problem, wrong=True)
        else:
            self._say(
                self.blocks, tr("Choose the payer pack by which the request is held against the policy.")
            )
        if self.pack.faults:
            self._say(self.cautions, "\n".join(part for part in (self.cautions.text(), self.pack.faults) if part))  # fmt: skip

    def forget(self) -> None:
        """Show no outcome: another case was opened."""
        self.outcome.show_status(None)
        self._say(self.blocks, "")
        self._say(self.cautions, "")

    def grow_stale(self) -> None:
        """Show the outcome as old: the answer is being worked out."""
        shown = self.outcome.text.strip()
        if shown and not self.outcome.isHidden():
            self.outcome.show_status(theme.StatusLook("…", shown.removeprefix("… "), "muted", dashed=True))

    def stand(self, switch: tuple[int, ...], chosen: int) -> None:
        """Offer the parts of which one is shown at a time; none where all have room."""
        self._switch.setVisible(bool(switch))
        for number in range(len(PARTS)):
            self._parts.button(number).setVisible(number in switch)
        self._parts.button(chosen).setChecked(True)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._lines.setContentsMargins(px(16), px(8), px(16), px(8))
        self._lines.setSpacing(px(4))
        self._row.setSpacing(px(8))
        self._switch_row.setSpacing(px(8))
        self.pack.setMaximumWidth(px(_CHOICE_WIDTH))
        for label in (self.blocks, self.cautions):
            label.setMinimumHeight(px(16))  # wrapped lines must not make the window higher
        self.outcome.updateGeometry()

    def _say(self, label: QWidget, text: str, wrong: bool = False) -> None:
        label.setText(text)  # type: ignore[attr-defined]
        label.setVisible(bool(text))
        if label is self.blocks:
            theme.style(label, role="error" if wrong else "")

    def _part(self, number: int, name: str) -> QPushButton:
        button = quiet_button(name, tr("Show {name}").format(name=name.lower()), lambda: None)
        button.setObjectName(f"decisionPart-{number}")
        button.setCheckable(True)
        button.setToolTip(tr("F6 goes to the next part"))
        self._parts.addButton(button, number)
        return button

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.addWidget(self.pack, 1)
        self._row.addWidget(self.outcome)
        self._row.addStretch(0)
        self._row.addWidget(self.overview_button)
        self._lines = QVBoxLayout(self)
        self._lines.addLayout(self._row)
        self._lines.addWidget(self.blocks)
        self._lines.addWidget(self.cautions)
        self._lines.addWidget(self._switch)
        self.restyle()
