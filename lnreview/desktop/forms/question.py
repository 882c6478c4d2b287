"""A question beneath a field, with an answer to each key: it asks, it never stops the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.widgets.link import Link

FIRST_KEY, LAST_KEY = "F8", "F9"
"""The first answer, and the last one, which leaves things as they are."""


@dataclass(frozen=True)
class Answer:
    """One answer: its words, and what it does."""

    words: str
    do: Callable[[], None] = field(compare=False)


@dataclass(frozen=True)
class Question:
    """What is asked, and the answers; the first is the most likely one."""

    words: str
    answers: tuple[Answer, ...] = ()


class QuestionLine(QWidget):
    """The question with a button to each answer. F8 gives the first answer, F9 the last one."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.question: Question | None = None
        self._before: QWidget | None = None
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.style(self._words, role="question")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._words)
        self.buttons: list[Link] = []
        for keys, place in ((FIRST_KEY, 0), (LAST_KEY, -1)):
            shortcut = QShortcut(QKeySequence(keys), host)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda place=place: self.answer(place))
        self.hide()

    @property
    def words(self) -> str:
        """What is asked; empty where nothing is."""
        return self._words.text() if self.question is not None else ""

    def ask(self, question: Question | None) -> None:
        """Show a question with its answers, or nothing."""
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self.question = question
        if question is None:
            self.hide()
            return
        self._words.setText(tr("? {question}").format(question=question.words))
        last = len(question.answers) - 1
        for place, answer in enumerate(question.answers):
            keys = LAST_KEY if place == last else FIRST_KEY if place == 0 else ""
            words = f"{answer.words} ({keys})" if keys else answer.words
            button = Link(words, partial(self._give, answer), points=theme.BODY_POINTS)
            named(button, answer.words, question.words)
            self._column.addWidget(button)
            self.buttons.append(button)
        self.show()

    def belongs_to(self, before: QWidget) -> None:
        """Give the focus back to this widget when an answer that had it goes."""
        self._before = before

    def answer(self, place: int) -> None:
        """Give one of the answers; nothing happens where nothing is asked."""
        needed = 1 if place == -1 else 2  # a lone answer leaves things as they are: it has the last key only
        if self.question is not None and self.isVisible() and len(self.question.answers) >= needed:
            self._give(self.question.answers[place])

    def _give(self, answer: Answer) -> None:
        """Do what an answer says; the focus goes back to the field where it stood on a button that goes."""
        stood_here = any(button.hasFocus() for button in self.buttons)
        answer.do()
        if stood_here and self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)


def right_as_written(do: Callable[[], None]) -> Answer:
    """Return the answer that leaves a value as it is."""
    return Answer(tr("It is right as written"), do)
