"""What a form says beneath its fields: how each is read, where a value comes from, and one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.forms.fields import Field
from lnreview.desktop.forms.question import Question, QuestionLine

Place = Callable[[str, int, QWidget], None]
"""Puts a widget below the field of a name, so many rows further down."""
_ECHO, _QUESTION = 1, 2


class Spoken(QObject):
    """The lines beneath the fields of a form; a line is made when it is first needed."""

    below = Signal(QWidget)
    """This was said beneath the field in use, or asked: bring it into view."""

    def __init__(self, form: QWidget, fields: Mapping[str, Field], place: Place) -> None:
        super().__init__(form)
        self._fields = fields
        self._place = place
        self._echoes: dict[str, QLabel] = {}
        self._remarks: dict[str, str] = {}
        self._outside: tuple[str, Question] | None = None
        self._asked = ""
        self.question_line = QuestionLine(form)
        """What is asked about one of the fields."""

    def remark(self, name: str, words: str) -> None:
        """Say something about what stands in a field, until it is changed: that it was carried over, for example."""
        self._remarks[name] = words
        self.echo(name)

    def said(self, name: str) -> str:
        """Return what stands beneath a field about how it is read."""
        return self._echoes[name].text() if name in self._echoes else ""

    def ask_only(self, asked: tuple[str, Question] | None) -> None:
        """Ask something that no field knows of itself (the field and the question), in place of what was asked before."""
        self._outside = asked
        self._put_question()

    def clear(self) -> None:
        """Forget what was said of another record."""
        self._remarks.clear()
        self._outside = None

    def follow(self, name: str) -> None:
        """Take back what was said of a field that a person changes, and say how it is read now."""
        self._remarks.pop(name, None)
        if self._outside is not None and self._outside[0] == name:
            self._outside = None
        self.echo(name)
        self._put_question()

    def echo(self, name: str) -> None:
        """Say beneath a field how it is read."""
        words = self._remarks.get(name) or self._fields[name].said()
        if name not in self._echoes:
            if not words:
                return
            echo = QLabel()
            echo.setWordWrap(True)
            echo.setTextFormat(Qt.TextFormat.PlainText)
            echo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            theme.style(echo, role="muted")
            self._echoes[name] = echo
            self._place(name, _ECHO, echo)
        is_new = words != self._echoes[name].text()
        self._echoes[name].setText(words)
        self._echoes[name].setVisible(bool(words) and not self._fields[name].isHidden())
        in_use = self._fields[name].focusProxy()
        if words and is_new and in_use is not None and in_use.hasFocus():
            self.below.emit(self._echoes[name])

    def echo_anew(self) -> None:
        """Say beneath each field how it is read now, and ask what there is to ask."""
        for name in self._fields:
            self.echo(name)
        self._put_question()

    def place_anew(self) -> None:
        """Put every line where its field stands now."""
        for name, echo in self._echoes.items():
            self._place(name, _ECHO, echo)
        if self._asked:
            self._place(self._asked, _QUESTION, self.question_line)

    def show_row(self, name: str, visible: bool) -> None:
        """Show or hide the line of a field together with it."""
        if name in self._echoes:
            self._echoes[name].setVisible(visible and bool(self._echoes[name].text()))

    def _put_question(self) -> None:
        """Show the first question beneath its field: one that a field asks itself goes first."""
        own = ((name, found) for name, field in self._fields.items() if (found := field.asks()) is not None)
        name, question = next(own, self._outside or ("", None))
        if question is None or name not in self._fields:
            self._asked = ""
            self.question_line.ask(None)
            return
        if name != self._asked:
            self._place(name, _QUESTION, self.question_line)
        if question != self.question_line.question or name != self._asked:
            self.question_line.ask(question)
            field = self._fields[name]
            self.question_line.belongs_to(field.focusProxy() or field)
            self.below.emit(self.question_line)
        self._asked = name
