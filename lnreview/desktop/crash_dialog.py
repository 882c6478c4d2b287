"""The dialog of a fault: what happened, that nothing is lost, and the report to copy or save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.jobs.whole import write_text
from lnreview.desktop.language import noop, tr
from lnreview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lnreview.desktop.main_window import MainWindow

_WIDTH, _HEIGHT = 640, 480
_TEXTS = noop("Text files (*.txt);;All files (*)")


class CrashDialog(QDialog):
    """Shows one report, which may grow while it is open; Escape closes it, Enter does what the button in hand says."""

    def __init__(self, window: MainWindow, report: str) -> None:
        super().__init__(window)
        self._ask = window.session.ask
        self.setObjectName("crashDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("A fault of the program"))
        title = QLabel(tr("lnreview made a mistake"))
        theme.style(title, role="title")
        words = QLabel(
            tr(
                "Nothing is lost: every answer is on disk as soon as it is made, and the window now shows the case as "
                "it was stored. Only the very last step may not have been done: look whether it is there, then go on."
            )
        )
        more = QLabel(
            tr(
                "This report helps to mend the mistake. It holds no patient data: only versions, places in the program, "
                "and which commands were given. Nothing is sent; you decide whether to pass it on."
            )
        )
        theme.style(more, role="muted")
        for label in (words, more):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit(report)
        self.text.setObjectName("crashReport")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        named(self.text, tr("Report of the fault"))
        self._said = QLabel()
        self._said.setWordWrap(True)
        theme.style(self._said, role="muted")
        self.copy_button = self._button(tr("Copy the report"), "copyCrash", self._copy)
        self.save_button = self._button(tr("Save the report…"), "saveCrash", self._choose_file)
        close = self._button(tr("Go on"), "closeCrash", self.accept)
        theme.style(close, role="primary")
        close.setDefault(True)
        px = theme.look().px
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(px(24), px(24), px(24), px(16))
        lines.setSpacing(px(16))
        for widget in (title, words, more):
            lines.addWidget(widget)
        lines.addWidget(self.text, 1)
        lines.addWidget(self._said)
        lines.addLayout(buttons)
        self._said.hide()
        room = window.screen().availableSize()
        self.resize(min(px(_WIDTH), room.width() - 32), min(px(_HEIGHT), room.height() - 64))
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_report(self, report: str) -> None:
        """Show a report that grew."""
        if report != self.text.toPlainText():
            self.text.setPlainText(report)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._say(tr("The report was copied."))

    def _choose_file(self) -> None:
        self._ask.save_file(self, tr("Save the report"), "lnreview-fault.txt", tr(_TEXTS), self._write)

    def _write(self, path: Path) -> None:
        try:
            write_text(self.text.toPlainText() + "\n", path)
        except UserError as error:
            self._say(str(error))
            return
        self._say(tr("The report was written to {file}.").format(file=path))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()

    def _button(self, words: str, name: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAutoDefault(True)  # else Enter on it would press “Go on” and close the report
        button.clicked.connect(lambda: do())
        return button
