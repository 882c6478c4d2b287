"""The reviewer's own judgement beside a computed finding: status, reason, who; inline, never in a dialog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from lnreview.case.records import Override
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.begun import Begun
from lnreview.desktop.language import tr
from lnreview.desktop.names import STATUS_WORDS, STEP_NAMES
from lnreview.desktop.widgets.button import button
from lnreview.desktop.widgets.prose import column, heading, muted, prose
from lnreview.desktop.widgets.put_away import PutAway
from lnreview.review.finding import Finding, Status
from lnreview.review.walk import Draft

_STACKED_FROM = 1.75
"""Text size, as a factor, from which the choices stand below each other."""


class OverridePanel(PutAway):
    """Asks for a status and a rationale; it says beside the field what is missing."""

    saved = Signal(object)
    """The `Override` that the person gave, without a date."""
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overridePanel")
        self._finding: Finding | None = None
        self.begun = Begun(self._read, self)
        """Tells what is written here and not saved yet."""
        self.begun.written.connect(lambda draft: self._explain(bool(draft)))
        self._title = heading("")
        self._explained = muted("")
        self._choices: dict[Status, QRadioButton] = {}
        group = QButtonGroup(self)
        choices = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for status, word in ((status, tr(words)) for status, words in STATUS_WORDS.items()):
            look = theme.status_look(status)
            choice = QRadioButton(f"{look.shape} {word}")
            choice.setObjectName(f"override-{status}")
            named(choice, tr("Your status: {word}").format(word=word))
            choice.toggled.connect(self.begun.look)
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
        self._rationale.textChanged.connect(self.begun.look)
        self._by = QLineEdit()
        self._by.setObjectName("overrideBy")
        self._by.setPlaceholderText(tr("Your name"))
        named(self._by, tr("By"))
        self._by.textChanged.connect(self.begun.look)
        self._problem = prose("", "error", theme.SMALL_POINTS)
        self._problem.setObjectName("overrideProblem")
        self._save = button(tr("Save override"), "saveOverride", self.save, role="primary")
        self._remove = button(
            tr("Remove override"), "removeOverride", lambda: self.removed.emit(), role="quiet"
        )
        self._close = button(tr("Put away"), "closeOverride", lambda: self.closed.emit(), role="quiet")
        self._discard = button(tr("Discard the draft"), "discardOverride", self._forget_draft, role="quiet")
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
        for buttons in ((self._save, self._close), (self._remove, self._discard)):
            row = QHBoxLayout()
            row.setSpacing(theme.look().px(8))
            for press in buttons:
                row.addWidget(press)
            row.addStretch(1)
            lines.addLayout(row)
        self.restyle()

    def open_for(self, finding: Finding, by: str, draft: Draft) -> None:
        """Show the panel for a finding, with what was begun; an override that is there can be changed or removed."""
        self.begun.stop()
        self._finding = finding
        override = finding.override
        self._title.setText(tr("Your judgement: {step}").format(step=tr(STEP_NAMES[finding.step])))
        saved = {
            "status": override.status if override else finding.status,
            "rationale": override.rationale if override else "",
            "by": (override.by if override else "") or by,
        }
        self._fill(saved)
        self.begun.start()
        self._fill({**saved, **draft})
        self._remove.setVisible(override is not None)
        self._problem.hide()
        theme.style(self._rationale, invalid="no")
        self._explain(bool(draft))

    def _fill(self, shown: Mapping[str, str]) -> None:
        for status, choice in self._choices.items():
            if status == shown["status"]:
                choice.setChecked(True)
        self._rationale.setPlainText(shown["rationale"])
        self._by.setText(shown["by"])

    def _explain(self, drafted: bool) -> None:
        """Say what becomes of it; a draft is called one."""
        self._discard.setVisible(drafted)
        told = tr("The computed finding stays visible beside yours, here and in the letter.")
        state = (
            tr("This is a draft, not saved yet. Escape puts it away; it stays until you save or discard it.")
            if drafted
            else tr("Escape puts this away.")
        )
        self._explained.setText(f"{told} {state}")

    def _read(self) -> dict[str, str]:
        status = next((str(name) for name, choice in self._choices.items() if choice.isChecked()), "")
        return {"status": status, "rationale": self._rationale.toPlainText(), "by": self._by.text()}

    def _forget_draft(self) -> None:
        self.begun.stop()
        self.begun.written.emit({})
        self.closed.emit()

    def first_focus(self) -> QWidget:
        """Return what takes the focus: the status that is chosen."""
        return next(choice for choice in self._choices.values() if choice.isChecked())

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        look = theme.look()
        stacked = look.factor >= _STACKED_FROM
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._row.setSpacing(look.px(4 if stacked else 24))
        self._rationale.setFixedHeight(look.px(72))
        self._by.setMaximumWidth(theme.look().px(280))

    def event(self, event: QEvent) -> bool:
        """Keep letters here: on the walk each is a command, and a rationale may be begun before its field has the focus."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_letter(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin the rationale with a letter; else as every panel that is put away."""
        if _is_letter(event):
            self._rationale.setFocus(Qt.FocusReason.OtherFocusReason)
            self._rationale.moveCursor(QTextCursor.MoveOperation.End)
            self._rationale.insertPlainText(event.text())
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Hand on the override, or say beside the field what it lacks."""
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


def _is_letter(event: QKeyEvent) -> bool:
    """Tell whether a key types a letter, digit or sign."""
    chords = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & chords
