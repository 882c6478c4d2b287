"""Inputs that do what a reviewer expects: the wheel changes nothing that has no focus, typing completes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit, QPlainTextEdit

from lnreview.desktop import theme

_BEGINNING = 3
"""Letters from which a beginning stands for its only whole word."""


class QuietCombo(QComboBox):
    """A combo box that takes the wheel only while it has the focus: in a form that scrolls, data stay as they are."""

    def __init__(self, *, editable: bool = False) -> None:
        super().__init__()
        self._said = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEditable(editable)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.currentTextChanged.connect(self._say_in_full)

    def _say_in_full(self, words: str) -> None:
        """Show what is chosen as the tooltip: the box may be narrower."""
        if self.toolTip() in ("", self._said):
            self._said = words
            self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, and the small angle that says that there is a list."""
        super().paintEvent(event)
        look = theme.look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colours["muted" if self.isEnabled() else "disabled"], 1.5 * look.factor))
        x, y, half = self.width() - look.px(16), self.height() / 2, look.px(4)
        painter.drawPolyline(
            [QPointF(x - half, y - half / 2), QPointF(x, y + half / 2), QPointF(x + half, y - half / 2)]
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def hint(line: QLineEdit, words: str) -> None:
    """Show words in a line while it is empty, and as its tooltip: it may be narrower than they are."""
    line.setPlaceholderText(words)
    if not line.toolTip():
        line.setToolTip(words)


def complete(line: QLineEdit, words: Iterable[str]) -> None:
    """Offer the `words` that begin as typed (never one that only holds it); leaving the line finishes a beginning.

    Only where exactly one word begins so: “ritux” becomes rituximab, while “pred” and a name that is not offered stay.
    """
    words = list(words)
    completer = QCompleter(words, line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
    line.setCompleter(completer)
    line.editingFinished.connect(lambda: line.setText(whole_word(line.text(), words)))


def complete_with_meaning(line: QLineEdit, words: Iterable[tuple[str, str]]) -> None:
    """Offer words as `complete` does, each with what it means beside it; only the word goes into the line."""
    words = list(words)
    model = QStandardItemModel(len(words), 1, line)
    for row, (word, meaning) in enumerate(words):
        item = QStandardItem(f"{word}  –  {meaning}" if meaning else word)
        item.setData(word, Qt.ItemDataRole.UserRole)
        model.setItem(row, item)
    completer = QCompleter(model, line)
    completer.setCompletionRole(Qt.ItemDataRole.UserRole)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
    line.setCompleter(completer)
    names = [word for word, _ in words]
    line.editingFinished.connect(lambda: line.setText(whole_word(line.text(), names)))


def whole_word(text: str, words: Iterable[str]) -> str:
    """Return the only one of `words` that begins with `text` (three letters at least), else the text as it is."""
    begun = text.strip().casefold()
    if len(begun) < _BEGINNING:
        return text
    found = [word for word in words if word.casefold().startswith(begun)]
    return found[0] if len(found) == 1 else text


class _PassUndo(QObject):
    """Lets Ctrl+Z through to the window where the line itself has nothing to take back."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse the shortcut in the name of a line that needs it not."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(watched, QLineEdit):
            assert isinstance(event, QKeyEvent)
            undo = event.matches(QKeySequence.StandardKey.Undo) and not watched.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not watched.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return False


def pass_undo(line: QLineEdit) -> None:
    """Let the window undo the last change while a line that was not touched has the focus."""
    line.installEventFilter(_PassUndo(line))


class _PassRows(QObject):
    """Lets Ctrl+V through to the page where the clipboard holds rows, which no single line could take."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse the shortcut in the name of a line."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste) and _holds_rows(QApplication.clipboard().text()):
                event.ignore()
                return True
        return False


def _holds_rows(text: str) -> bool:
    return "\t" in text.strip() or len([line for line in text.splitlines() if line.strip()]) > 1


def pass_rows(line: QLineEdit) -> None:
    """Let the page paste rows while a line has the focus; a single word or number is pasted into the line."""
    line.installEventFilter(_PassRows(line))


class SmallText(QPlainTextEdit):
    """Some lines of plain text; Tab leaves it, as it leaves every other field."""

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._lines = lines
        self.fit()

    def fit(self) -> None:
        """Take the height of its lines in the text size in use."""
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + theme.look().px(24))
