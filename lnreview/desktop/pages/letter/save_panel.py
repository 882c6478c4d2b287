"""How a PDF is saved: with the record for a program to read, with a password, named after the patient; all off at first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import hint
from lnreview.desktop.language import tr
from lnreview.desktop.pages.letter.work import Saving
from lnreview.desktop.widgets.prose import column, gap, heading, muted, prose, quiet_button


class SavePanel(QWidget):
    """The options of a file; a password is typed twice and kept nowhere."""

    wanted = Signal(object, bool)
    """A `Saving`, and whether the file is to be named after the patient."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("savePanel")
        self._title = heading(tr("Save as PDF"))
        self.data = QCheckBox(tr("Put the case and the trace of its review inside"))
        self.data.setObjectName("saveData")
        self.patient = QCheckBox(tr("Patient’s name in the file name"))
        self.patient.setObjectName("savePatient")
        self.password, self.again = QLineEdit(), QLineEdit()
        for line, name, words in (
            (self.password, "savePassword", tr("Password to open the file")),
            (self.again, "saveAgain", tr("The same password again")),
        ):
            line.setObjectName(name)
            hint(line, words)
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaximumWidth(theme.look().px(theme.FORM_WIDTH))
            named(line, words)
            line.returnPressed.connect(self._finish)
        self.problem = prose("", "error", theme.SMALL_POINTS)
        self.problem.setObjectName("saveProblem")
        self.problem.hide()
        self.choose = QPushButton(tr("Choose file…"))
        self.choose.setObjectName("saveChoose")
        self.choose.setAutoDefault(False)
        theme.style(self.choose, role="primary")
        self.choose.clicked.connect(self._finish)
        cancel = quiet_button(tr("Cancel"), tr("Cancel saving"), self.close_)
        cancel.setObjectName("saveCancel")
        lines = column(self, margin=16)
        lines.addWidget(self._title)
        lines.addWidget(self.data)
        lines.addWidget(muted(tr("A program can read the record out of the PDF then; it names the patient.")))
        lines.addWidget(self.patient)
        gap(lines, 8)
        lines.addWidget(prose(tr("Password, where the file needs one")))
        lines.addWidget(self.password)
        lines.addWidget(self.again)
        lines.addWidget(self.problem)
        lines.addWidget(muted(tr("It is not kept. Nobody can open the file without it.")))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.choose)
        lines.addLayout(row)
        lines.addStretch(1)

    def begin(self, draft: bool) -> None:
        """Begin with every option off."""
        self._title.setText(tr("Save the draft as PDF") if draft else tr("Save as PDF"))
        self.forget()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_(self) -> None:
        """Forget what was typed."""
        self.forget()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; Enter on a button presses it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.choose.hasFocus():
            self._finish()
        else:
            super().keyPressEvent(event)

    def forget(self) -> None:
        """Take every option and the password back."""
        for box in (self.data, self.patient):
            box.setChecked(False)
        for line in (self.password, self.again):
            line.clear()
        self._complain("")

    def complain(self, reason: str) -> None:
        """Say beside the password why it cannot be used, and stay there."""
        self._complain(reason)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.selectAll()

    def _complain(self, reason: str) -> None:
        self.problem.setText(reason)
        self.problem.setVisible(bool(reason))
        for line in (self.password, self.again):
            theme.style(line, invalid="yes" if reason else "no")

    def _finish(self) -> None:
        if self.password.text() != self.again.text():
            self._complain(
                tr("Nothing was saved, because the two passwords differ. Type the same one twice, or none.")
            )
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            self.again.selectAll()
            return
        how = Saving(self.data.isChecked(), self.password.text())
        self._complain("")
        self.wanted.emit(how, self.patient.isChecked())
