"""A longer text that was asked for, below the page until it is closed: it can be read, copied and saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.jobs.whole import write_text
from lnreview.desktop.language import noop, tr
from lnreview.desktop.notice import Report
from lnreview.desktop.session import Session
from lnreview.errors import UserError

_HEIGHT = 200
_FILES = noop("Text and tables (*.txt *.csv);;All files (*)")


class ReportPanel(QWidget):
    """Shows one report; Escape closes it and hands the focus back."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._report = Report("", "")
        self._before: QWidget | None = None
        self.setObjectName("reportPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = QLabel()
        theme.style(self._title, role="heading")
        self.text = QPlainTextEdit()
        self.text.setObjectName("reportText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._save = self._button(tr("Save…"), "saveReport", self._choose_file)
        self._close = self._button(tr("Close"), "closeReport", self.close_)
        self._close.setToolTip(tr("Close it (Esc)"))
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._save)
        self._head.addWidget(self._close)
        self._lines = QVBoxLayout(self)
        self._lines.addLayout(self._head)
        self._lines.addWidget(self.text, 1)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._lines.setContentsMargins(px(16), px(4), px(16), px(8))
        self._lines.setSpacing(px(8))
        self._head.setSpacing(px(8))
        self.setFixedHeight(round(_HEIGHT * (0.75 + theme.look().factor / 4)))

    def show_report(self, report: Report) -> None:
        """Show a report and put the focus into it."""
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._report = report
        self._title.setText(report.title)
        self.text.setPlainText(report.text)
        named(self.text, report.title, tr("Escape closes it."))
        named(self._save, tr("Save as a file: {title}").format(title=report.title))
        named(self._close, tr("Close: {title}").format(title=report.title))
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_(self) -> None:
        """Close the report and put the focus where it was."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
            return
        super().keyPressEvent(event)

    def _choose_file(self) -> None:
        self._session.ask.save_file(self, self._report.title, self._report.file_name, tr(_FILES), self._write)

    def _write(self, path: Path) -> None:
        try:
            write_text(self._report.text, path)
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self._session.told.emit(tr("The list was written to {file}.").format(file=path))

    def _button(self, words: str, name: str, do: object) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAutoDefault(False)
        theme.style(button, role="quiet")
        button.clicked.connect(do)
        return button
