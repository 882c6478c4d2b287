"""The reviewer's own judgement on a criterion beside the computed status; inline, never in a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from lnreview.case.paperwork import CriterionNote
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import SmallText
from lnreview.desktop.language import tr
from lnreview.desktop.names import STATUS_WORDS
from lnreview.desktop.pages.decision.parts import button, labelled
from lnreview.desktop.widgets.prose import column, heading, muted, prose
from lnreview.review.finding import Status
from lnreview.review.policy.result import Criterion


class JudgementPanel(QWidget):
    """Asks for a status and a rationale; it says beside the field what is missing."""

    given = Signal(str, str, str)
    """Status, rationale and name."""
    removed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("judgementPanel")
        self._choices: dict[Status, QRadioButton] = {}
        group = QButtonGroup(self)
        lines = column(self)
        lines.addWidget(heading(tr("Your own judgement")))
        self._computed = muted("")
        lines.addWidget(self._computed)
        for status, word in ((status, tr(words)) for status, words in STATUS_WORDS.items()):
            choice = QRadioButton(f"{theme.status_look(status).shape} {word}")
            choice.setObjectName(f"judge-{status}")
            named(choice, tr("Your judgement: {word}").format(word=word))
            group.addButton(choice)
            lines.addWidget(choice)
            self._choices[status] = choice
        self.rationale = SmallText(3)
        self.rationale.setObjectName("judgeRationale")
        self.rationale.setPlaceholderText(tr("Why, on this record (required)"))
        named(self.rationale, tr("Rationale, required"))
        lines.addWidget(self.rationale)
        self._problem = prose("", "error", theme.SMALL_POINTS)
        self._problem.setObjectName("judgeProblem")
        lines.addWidget(self._problem)
        self.by = QLineEdit()
        self.by.setObjectName("judgeBy")
        lines.addLayout(labelled(tr("By"), self.by))
        self._save = button(tr("Save judgement"), "judgeSave", self._give, role="primary")
        self._remove = button(tr("Remove judgement"), "judgeRemove", self.removed.emit)
        self._cancel = button(tr("Cancel"), "judgeCancel", self.closed.emit)
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        row.addStretch(1)
        lines.addLayout(row)
        lines.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.rationale.textChanged.connect(self._mended)

    def open_for(self, item: Criterion, note: CriterionNote, by: str) -> None:
        """Ask for a judgement on a criterion; one that is there already can be changed or removed."""
        self._computed.setText(
            tr(
                "Computed: {status}. It stays visible beside yours, here and in the worksheet. "
                "Escape closes this."
            ).format(status=tr(STATUS_WORDS[item.status]))
        )
        self._choices[note.status or item.status].setChecked(True)
        self.rationale.setPlainText(note.rationale)
        self.by.setText((note.by if note.status else "") or by)
        self._remove.setVisible(bool(note.status))
        self._mended()
        chosen = next(choice for choice in self._choices.values() if choice.isChecked())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; Enter presses the button that has the focus and does nothing elsewhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            elif isinstance(focus, QAbstractButton):
                focus.setChecked(True)
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        rationale = self.rationale.toPlainText().strip()
        if not rationale:
            self._problem.setText(
                tr(
                    "The judgement was not saved, because it has no rationale. "
                    "Write why the computed status does not hold."
                )
            )
            self._problem.show()
            theme.style(self.rationale, invalid="yes")
            self.rationale.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        status = next(status for status, choice in self._choices.items() if choice.isChecked())
        self.given.emit(status, rationale, self.by.text().strip())

    def _mended(self) -> None:
        self._problem.hide()
        theme.style(self.rationale, invalid="no")
