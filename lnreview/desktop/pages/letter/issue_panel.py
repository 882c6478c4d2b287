"""Issue the document that is shown: who, whether it was read, and why where it amends an earlier version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import hint
from lnreview.desktop.language import tr
from lnreview.desktop.models.issued import issued_on
from lnreview.desktop.pages.letter.work import Made
from lnreview.desktop.widgets.parts import pressed_by_enter
from lnreview.desktop.widgets.prose import column, gap, heading, muted, prose, quiet_button

if TYPE_CHECKING:
    from lnreview.store.issued import IssuedRow


class IssuePanel(QWidget):
    """Asks what issuing needs; it issues nothing itself."""

    wanted = Signal(str, str)
    """Who issues the document that is shown, and the reason of an amendment."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("issuePanel")
        self._pdf = b""
        self.kind = ""
        """Kind of the document that is asked about."""
        self._amends = False
        self._title = heading(tr("Issue"))
        self._to = prose("")
        self._before = prose("")
        self._before.setObjectName("issueBefore")
        self.by = _line("issueBy", tr("Who issues it"))
        self.reason = _line("issueReason", tr("Reason of the amendment (required)"))
        self.read_ = QCheckBox(tr("I have read the document as it is now"))
        self.read_.setObjectName("issueRead")
        self.problem = prose("", "error", theme.SMALL_POINTS)
        self.problem.setObjectName("issueProblem")
        self.problem.hide()
        self.give = QPushButton(tr("Issue"))
        self.give.setObjectName("issueGive")
        self.give.setAutoDefault(False)
        theme.style(self.give, role="primary")
        self.give.clicked.connect(self._finish)
        cancel = quiet_button(tr("Cancel"), tr("Cancel issuing"), self.closed.emit)
        cancel.setObjectName("issueCancel")
        lines = column(self, margin=16)
        lines.addWidget(self._title)
        lines.addWidget(
            muted(
                tr(
                    "The PDF is kept for good, with the case, the review and the versions that it came from. "
                    "It can be reprinted at any time and never changed; an amendment is a new version."
                )
            )
        )
        lines.addWidget(self._to)
        lines.addWidget(self._before)
        lines.addWidget(self.reason)
        gap(lines, 4)
        by = QLabel(tr("By"))
        by.setBuddy(self.by)
        lines.addWidget(by)
        lines.addWidget(self.by)
        lines.addWidget(self.read_)
        lines.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.give)
        lines.addLayout(row)
        lines.addStretch(1)

    def begin(self, made: Made, before: IssuedRow | None) -> None:
        """Ask about a document; `before` is the version that it amends."""
        clinician, coverage = made.order.case.clinician, made.order.case.coverage
        self.kind = made.document.kind
        self._title.setText(tr("Issue: {title}").format(title=made.document.title))
        self._to.setText(
            tr("To: {payer}").format(payer=coverage.payer)
            if coverage.payer
            else tr("To nobody that is named in the case.")
        )
        self._amends = before is not None
        for widget in (self._before, self.reason):
            widget.setVisible(self._amends)
        if before is not None:
            self._before.setText(
                tr(
                    "It becomes version {version} and amends document {number}, issued on {before}. Why "
                    "is it amended?"
                ).format(version=before.version + 1, number=before.number, before=issued_on(before))
            )
        self.reason.clear()
        self.by.setText(", ".join(part for part in (clinician.name, clinician.credentials) if part))
        self.read_.setChecked(False)
        self._complain("", None)
        self._pdf = made.pdf
        self.follow(made)
        (self.reason if self._amends else self.read_).setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, made: Made | None) -> None:
        """Take note of the document that is shown now: another one has to be read again, a draft cannot be issued."""
        self.give.setEnabled(made is not None and not made.document.draft)
        if made is None or made.pdf == self._pdf:
            return
        self._pdf = made.pdf
        was_read = self.read_.isChecked()
        self.read_.setChecked(False)
        if made.document.draft:
            self._complain(tr("It cannot be issued now, because it became a draft: a gap is open."), None)
        elif was_read:
            self._complain(tr("The document changed after you had read it. Read it again."), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, go on with Enter; on a button Enter does what the button says."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif pressed_by_enter(event):
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.give.isEnabled():
            self._finish()
        else:
            super().keyPressEvent(event)

    def _complain(self, reason: str, where: QWidget | None) -> None:
        self.problem.setText(reason)
        self.problem.setVisible(bool(reason))
        for line in (self.by, self.reason):
            theme.style(line, invalid="yes" if line is where else "no")
        if where is not None:
            where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        if self._amends and not self.reason.text().strip():
            self._complain(
                tr("It was not issued, because an amendment needs its reason. Write one."), self.reason
            )
        elif not self.by.text().strip():
            self._complain(
                tr("It was not issued, because nobody is named who issues it. Write your name."), self.by
            )
        elif not self.read_.isChecked():
            self._complain(
                tr("It was not issued, because nobody has read it. Read it, and tick that you did."),
                self.read_,
            )
        else:
            self._complain("", None)
            self.wanted.emit(self.by.text().strip(), self.reason.text().strip())


def _line(object_name: str, name: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(object_name)
    hint(line, name)
    line.setMaximumWidth(theme.look().px(theme.FORM_WIDTH))
    named(line, name)
    return line
