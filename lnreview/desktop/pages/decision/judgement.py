"""The reviewer's own judgement on a criterion beside the computed status; inline, never in a dialog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
)

from lnreview.case.paperwork import CriterionNote
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.begun import Begun
from lnreview.desktop.forms.inputs import SmallText
from lnreview.desktop.language import tr
from lnreview.desktop.names import STATUS_WORDS
from lnreview.desktop.pages.decision.parts import labelled
from lnreview.desktop.widgets.button import button
from lnreview.desktop.widgets.prose import column, heading, muted, prose
from lnreview.desktop.widgets.put_away import PutAway
from lnreview.review.policy.result import Criterion
from lnreview.review.verdicts import Status
from lnreview.review.walk import Draft


class JudgementPanel(PutAway):
    """Asks for a status and a rationale; it says beside the field what is missing."""

    given = Signal(str, str, str)
    """Status, rationale and name."""
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("judgementPanel")
        self.begun = Begun(self._read, self)
        """Tells what is written here and not saved yet."""
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
            choice.toggled.connect(self.begun.look)
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
        self._close = button(tr("Put away"), "judgeClose", self.closed.emit)
        self._discard = button(tr("Discard the draft"), "judgeDiscard", self._forget_draft)
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addWidget(self._close)
        row.addStretch(1)
        lines.addLayout(row)
        lines.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignLeft)
        self.rationale.textChanged.connect(self._mended)
        self.rationale.textChanged.connect(self.begun.look)
        self.by.textChanged.connect(self.begun.look)
        self.begun.written.connect(lambda draft: self._discard.setVisible(bool(draft)))

    def open_for(self, item: Criterion, note: CriterionNote, by: str, draft: Draft) -> None:
        """Ask for a judgement on a criterion, with what was begun; one that is there can be changed or removed."""
        self.begun.stop()
        self._computed.setText(
            tr(
                "Computed: {status}. It stays visible beside yours, here and in the worksheet. "
                "Escape puts this away; what you have written stays as a draft until you save or discard it."
            ).format(status=tr(STATUS_WORDS[item.status]))
        )
        saved = {
            "status": note.status or item.status,
            "rationale": note.rationale,
            "by": (note.by if note.status else "") or by,
        }
        self._fill(saved)
        self.begun.start()
        self._fill({**saved, **draft})
        self._remove.setVisible(bool(note.status))
        self._discard.setVisible(bool(draft))
        self._mended()
        chosen = next(choice for choice in self._choices.values() if choice.isChecked())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, shown: Mapping[str, str]) -> None:
        for status, choice in self._choices.items():
            if status == shown["status"]:
                choice.setChecked(True)
        self.rationale.setPlainText(shown["rationale"])
        self.by.setText(shown["by"])

    def _read(self) -> dict[str, str]:
        status = next((str(name) for name, choice in self._choices.items() if choice.isChecked()), "")
        return {"status": status, "rationale": self.rationale.toPlainText(), "by": self.by.text()}

    def _forget_draft(self) -> None:
        self.begun.stop()
        self.begun.written.emit({})
        self.closed.emit()

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
