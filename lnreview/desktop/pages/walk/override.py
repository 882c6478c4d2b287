"""The reviewer's own judgement beside a computed finding: status, reason, who; inline, never in a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from lnreview.case.records import Override
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.names import STATUS_WORDS, STEP_NAMES
from lnreview.desktop.widgets.prose import column, heading, muted, prose
from lnreview.review.finding import Finding, Status


class OverridePanel(QWidget):
    """Asks for a status and a rationale; it says beside the field what is missing."""

    saved = Signal(object)
    """The `Override` that the person gave, without a date."""
    removed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overridePanel")
        self._finding: Finding | None = None
        self._title = heading("")
        self._explained = muted(
            tr("The computed finding stays visible beside yours, here and in the letter. Escape closes this.")
        )
        self._choices: dict[Status, QRadioButton] = {}
        group = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(theme.look().px(24))
        for status, word in ((status, tr(words)) for status, words in STATUS_WORDS.items()):
            look = theme.status_look(status)
            choice = QRadioButton(f"{look.shape} {word}")
            choice.setObjectName(f"override-{status}")
            named(choice, tr("Your status: {word}").format(word=word))
            group.addButton(choice)
            choices.addWidget(choice)
            self._choices[status] = choice
        choices.addStretch(1)
        self._rationale = QPlainTextEdit()
        self._rationale.setObjectName("overrideRationale")
        self._rationale.setTabChangesFocus(True)
        self._rationale.setPlaceholderText(
            tr("Why the computed finding does not apply to this patient (required)")
        )
        named(self._rationale, tr("Rationale, required"))
        self._rationale.textChanged.connect(self._mended)
        self._by = QLineEdit()
        self._by.setObjectName("overrideBy")
        self._by.setPlaceholderText(tr("Your name"))
        named(self._by, tr("By"))
        self._problem = prose("", "error", theme.SMALL_POINTS)
        self._problem.setObjectName("overrideProblem")
        self._save = self._button(tr("Save override"), "saveOverride", self._give, role="primary")
        self._remove = self._button(tr("Remove override"), "removeOverride", lambda: self.removed.emit())
        self._cancel = self._button(tr("Cancel"), "cancelOverride", lambda: self.closed.emit())
        lines = column(self)
        lines.addWidget(self._title)
        lines.addWidget(self._explained)
        lines.addLayout(choices)
        lines.addWidget(self._rationale)
        lines.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(theme.look().px(8))
        by = QLabel(tr("By"))
        by.setBuddy(self._by)
        row.addWidget(by)
        row.addWidget(self._by, 1)
        row.addStretch(1)
        lines.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(theme.look().px(8))
        row.addStretch(1)
        for button in (self._cancel, self._remove, self._save):
            row.addWidget(button)
        lines.addLayout(row)
        self.restyle()

    def open_for(self, finding: Finding, by: str) -> None:
        """Show the panel for a finding; an override that is there already can be changed or removed."""
        self._finding = finding
        override = finding.override
        self._title.setText(tr("Your judgement: {step}").format(step=tr(STEP_NAMES[finding.step])))
        self._choices[override.status if override else finding.status].setChecked(True)
        self._rationale.setPlainText(override.rationale if override else "")
        self._by.setText(override.by if override else by)
        self._remove.setVisible(override is not None)
        self._problem.hide()
        theme.style(self._rationale, invalid="no")

    def take_focus(self) -> None:
        """Put the focus on the status that is chosen."""
        chosen = next(choice for choice in self._choices.values() if choice.isChecked())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        self._rationale.setFixedHeight(theme.look().px(72))
        self._by.setMaximumWidth(theme.look().px(280))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; Enter presses the button that has the focus and does nothing elsewhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self._save, self._remove, self._cancel):
                if button.hasFocus():
                    button.click()
            return
        super().keyPressEvent(event)

    def _give(self) -> None:
        if self._finding is None:
            return
        rationale = self._rationale.toPlainText().strip()
        if not rationale:
            self._problem.setText(
                tr(
                    "The override was not saved, because it has no rationale. "
                    "Write why the computed finding does not apply."
                )
            )
            self._problem.show()
            theme.style(self._rationale, invalid="yes")
            self._rationale.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        status = next(status for status, choice in self._choices.items() if choice.isChecked())
        self.saved.emit(
            Override(step=self._finding.step, status=status, rationale=rationale, by=self._by.text().strip())
        )

    def _mended(self) -> None:
        if not self._problem.isHidden() and self._rationale.toPlainText().strip():
            self._problem.hide()
            theme.style(self._rationale, invalid="no")

    def _button(
        self, text: str, object_name: str, action: Callable[[], object], role: str = ""
    ) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAutoDefault(False)
        named(button, text)
        if role:
            theme.style(button, role=role)
        button.clicked.connect(lambda: action())
        return button
