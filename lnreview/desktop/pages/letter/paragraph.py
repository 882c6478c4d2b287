"""The place where a paragraph is said in the signer's words, below the list and never over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import SmallText
from lnreview.desktop.language import tr
from lnreview.desktop.widgets.prose import column, muted, prose, quiet_button
from lnreview.letters.blanks import blank_spans, blanks


class Blanks(QSyntaxHighlighter):
    """Shows the blanks [like this] of a text until they are filled."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._like = QTextCharFormat()

    def highlightBlock(self, text: str) -> None:
        """Colour the blanks of a line, underlined so that it is seen without colour."""
        colours = theme.look().colours
        self._like.setForeground(colours["urgent"])
        self._like.setFontUnderline(True)
        for start, length in blank_spans(text):
            self.setFormat(start, length, self._like)


class OwnWords(SmallText):
    """A text of some lines in which blanks are seen; Ctrl+Enter finishes, Escape gives up."""

    finished = Signal()
    given_up = Signal()

    def __init__(self, name: str, lines: int = 5) -> None:
        super().__init__(lines)
        named(
            self,
            name,
            tr("Blanks [like this] are underlined until they are filled. Ctrl+Enter stores, Esc gives up."),
        )
        self._blanks = Blanks(self.document())

    def insert_phrase(self, text: str) -> None:
        """Put a phrase where the cursor stands, and select its first blank."""
        cursor = self.textCursor()
        start = cursor.selectionStart()
        before, after = self.toPlainText()[:start], self.toPlainText()[cursor.selectionEnd() :]
        space = " " if before and not before[-1].isspace() else ""
        cursor.insertText(space + text + (" " if after and not after[0].isspace() else ""))
        spans = blank_spans(text)
        if spans:
            first = start + len(space) + spans[0][0]
            cursor.setPosition(first)
            cursor.setPosition(first + spans[0][1], cursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish or give up by key."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size and the colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "_blanks"):
            self._blanks.rehighlight()


class ParagraphEditor(QWidget):
    """The program's words above, the signer's below; for a change that no longer fits also what it was made for."""

    saved = Signal(str)
    """The signer's words."""
    confirmed = Signal(str)
    """The signer's words, for what the program says now."""
    reverted = Signal()
    """The program's words are wanted again, or the change is dropped."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paragraphEditor")
        self._began = ""
        self._was_title, self._was = muted(tr("When it was changed, the program said")), SmallText(2)
        self._now_title, self._now = muted(tr("The program says")), SmallText(3)
        self._own_title = muted(tr("Your words"))
        self.own = OwnWords(tr("Your words"))
        self.own.setObjectName("ownWords")
        for text, name in (
            (self._was, tr("What the program said then")),
            (self._now, tr("What the program says")),
        ):
            text.setReadOnly(True)
            named(text, name)
        self._blank_line = prose("", "muted", theme.SMALL_POINTS)
        self._blank_line.setObjectName("blankLine")
        self.save_button = QPushButton(tr("Save"))
        self.save_button.setObjectName("paragraphSave")
        self.save_button.setAutoDefault(False)
        named(self.save_button, tr("Save your words"), "Ctrl+Enter")
        theme.style(self.save_button, role="primary")
        self.back_button = quiet_button(
            tr("Back to the program’s words"), tr("Back to the program’s words"), self.reverted.emit
        )
        self.back_button.setObjectName("paragraphBack")
        self.cancel_button = quiet_button(tr("Cancel"), tr("Close without a change"), self.closed.emit)
        self.cancel_button.setObjectName("paragraphCancel")
        lines = column(self, spacing=4)
        for widget in (self._was_title, self._was, self._now_title, self._now, self._own_title, self.own):
            lines.addWidget(widget)
        lines.addWidget(self._blank_line)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.cancel_button, self.back_button, self.save_button):
            row.addWidget(button)
        lines.addLayout(row)
        lines.addStretch(1)
        self._is_stale = False
        self.save_button.clicked.connect(self.finish)
        self.own.finished.connect(self.finish)
        self.own.given_up.connect(self.closed)
        self.own.textChanged.connect(self._look_at_blanks)
        self.hide()

    @property
    def is_dirty(self) -> bool:
        """Whether something stands here that is not stored."""
        return not self.isHidden() and not self._is_stale and self.text != self._began.strip()

    @property
    def text(self) -> str:
        """The signer's words."""
        return self.own.toPlainText().strip()

    def edit(self, now: str, own: str) -> None:
        """Begin to reword what the program says."""
        self._begin(now, own, was="")

    def decide(self, was: str, now: str, own: str) -> None:
        """Ask whether a change for words that are gone holds for what the program says now, or is to be dropped."""
        self._begin(now, own, was=was)

    def finish(self) -> None:
        """Hand the words over."""
        if not self.save_button.isEnabled():
            return
        (self.confirmed if self._is_stale else self.saved).emit(self.text)

    def _begin(self, now: str, own: str, was: str) -> None:
        self._is_stale = bool(was)
        for widget in (self._was_title, self._was):
            widget.setVisible(self._is_stale)
        self._was.setPlainText(was)
        self._now.setPlainText(now or tr("Nothing like it any more."))
        self._now_title.setText(tr("The program now says") if was else tr("The program says"))
        leaves_out = self._is_stale and not own
        self._own_title.setText(tr("It was left out") if leaves_out else tr("Your words"))
        self.own.setVisible(not leaves_out)
        self._began = own
        self.own.setPlainText(own)
        self.own.moveCursor(self.own.textCursor().MoveOperation.End)
        self.save_button.setText(tr("Confirm") if was else tr("Save"))
        self.save_button.setEnabled(bool(now))
        named(
            self.save_button,
            tr("Confirm for what the program says now") if was else tr("Save your words"),
            "Ctrl+Enter",
        )
        self.back_button.setText(tr("Drop the change") if was else tr("Back to the program’s words"))
        named(self.back_button, self.back_button.text())
        self.show()
        target = self.own if not leaves_out else self.save_button if now else self.back_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_at_blanks(self) -> None:
        left = blanks(self.own.toPlainText())
        one = tr("1 blank is not filled: {left}").format(left=", ".join(left))
        many = tr("{count} blanks are not filled: {left}").format(count=len(left), left=", ".join(left))
        self._blank_line.setText((one if len(left) == 1 else many) if left else "")
        self._blank_line.setVisible(bool(left))
