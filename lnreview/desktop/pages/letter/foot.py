"""The foot of the letter page: how the document stands, and what can be done with it; and the page without a case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.pages.letter.work import Made
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import prose, quiet_button


class LetterFoot(QWidget):
    """A line about the document, and the buttons that save and issue it."""

    def __init__(
        self, turn: Callable[[], object], save: Callable[[], object], issue: Callable[[], object]
    ) -> None:
        super().__init__()
        self.status = prose("", "muted", theme.SMALL_POINTS)
        self.status.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.status.setObjectName("letterStatus")
        self.turn_button = _button(tr("Show the PDF"), "letterTurn", tr("Show the PDF"), turn)
        self.save_button = _button(tr("Save PDF…"), "letterSave", tr("Save the document as PDF"), save)
        self.issue_button = _button(tr("Issue…"), "letterIssue", tr("Issue the document"), issue)
        theme.style(self.issue_button, role="primary")
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.status, 0, 0)
        for column, button in enumerate((self.turn_button, self.save_button, self.issue_button), start=1):
            self._grid.addWidget(button, 1, column)

    def wait(self) -> None:
        """Offer nothing while the document is being written."""
        for button in (self.save_button, self.issue_button):
            button.setEnabled(False)
        self.say(tr("The document is being written …"))

    def show_letter(self, made: Made) -> None:
        """Say how a document stands, and offer what can be done with it; why it cannot be issued stands beside."""
        draft, open_ = made.document.draft, len(made.open_gaps)
        self.save_button.setText(tr("Save PDF as draft…") if draft else tr("Save PDF…"))
        self.save_button.setEnabled(True)
        self.issue_button.setEnabled(not draft)
        if made.uncovered:
            self.say(
                tr(
                    "No font of this computer prints {uncovered}; the letter shows their code instead. "
                    "Install a font that holds them, or write them otherwise."
                ).format(uncovered=" ".join(made.uncovered)),
                wrong=True,
            )
        elif open_:
            one = tr("DRAFT: 1 gap is open. To issue it, mend or waive it.")
            many = tr("DRAFT: {count} gaps are open. To issue it, mend or waive each.").format(count=open_)
            self.say(one if open_ == 1 else many)
        elif made.policy is not None and made.policy.blocking:
            self.say(tr("Nothing is missing; the criteria of the payer pack are not all met, see Readiness."))
        else:
            self.say(tr("Nothing is missing."))

    def say(self, sentence: str, wrong: bool = False) -> None:
        """Show a sentence."""
        self.status.setText(sentence)
        theme.style(self.status, role="error" if wrong else "muted")

    def stand(self, beside: bool, shows_pdf: bool) -> None:
        """Follow the page: on a narrow one the line stands above the buttons, and one of them turns the page."""
        self.turn_button.setVisible(not beside)
        self.turn_button.setText(tr("Show the parts") if shows_pdf else tr("Show the PDF"))
        named(self.turn_button, self.turn_button.text())
        row, span = (1, 1) if beside else (0, 4)
        self._grid.addWidget(self.status, row, 0, 1, span)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._grid.setContentsMargins(px(16), px(8), px(16), px(8))
        self._grid.setSpacing(px(8))


def _button(text: str, object_name: str, name: str, action: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(object_name)
    button.setAutoDefault(False)
    named(button, name)
    button.clicked.connect(lambda: action())
    return button


def nothing_open(session: Session) -> QWidget:
    """Say what a letter needs, with the way there."""
    holder = QWidget()
    lines = QVBoxLayout(holder)
    px = theme.look().px
    lines.setContentsMargins(px(16), px(16), px(16), px(16))
    lines.addWidget(prose(tr("A letter needs an open case with a review."), "heading"))
    button = quiet_button(tr("Go to the record"), tr("Go to the record"), lambda: session.goto("case"))
    lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    lines.addStretch(1)
    return holder
