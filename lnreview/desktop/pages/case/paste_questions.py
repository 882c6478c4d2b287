"""The questions about pasted rows, one line each: a sentence and its answers, chosen by a digit, the arrows or the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.paste_words import answer_words, open_look, question_words
from lnreview.desktop.widgets.badge import Badge
from lnreview.exchange.pasted.model import NONE, Question

_ANSWER_WIDTH = 296
"""Width of the answers in px at 100 %, the same for all, so that they stand below each other."""
_DAY_WIDTH = 128
_ONE_LINE = 640
"""Narrowest line in px at 100 % in which the answers stand beside the question; else they stand below it."""


class _Answers(QuietCombo):
    """The answers to a question: a digit chooses one and goes on, Enter goes on."""

    done = Signal()
    """The person goes on to what is next."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit."""
        number = event.text()
        if number.isdecimal() and 0 < int(number) < self.count():
            self.setCurrentIndex(int(number))
            self.activated.emit(int(number))
            self.done.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.done.emit()
        else:
            super().keyPressEvent(event)


class QuestionLine(QWidget):
    """One question with its answers; a day may be typed where the question is for one."""

    answered = Signal(str, str)
    """Id of the question, and the answer; an empty answer takes it back."""
    done = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._state = Badge(self)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.day = QLineEdit()
        self.day.setPlaceholderText("2024-03-15")
        if question.free != "day":
            self.day.hide()  # to show it here would open a window: it has no parent yet
        self.day.editingFinished.connect(self._typed)
        self.day.returnPressed.connect(self._entered)
        self.answers = _Answers()
        self.answers.setObjectName(f"answer-{question.id}")
        self.answers.activated.connect(self._chosen)
        self.answers.done.connect(self.done)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        said = QHBoxLayout()
        said.setSpacing(theme.look().px(8))
        said.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        said.addWidget(self._words, 1)
        self._row.addLayout(said, 1)
        self._row.addWidget(self.day)
        self._row.addWidget(self.answers)
        self._choices: tuple[str, ...] = ()
        self.show_question(question)

    def show_question(self, question: Question) -> None:
        """Show the question as it is now; what has the focus keeps it."""
        self.question = question
        sentence = question_words(question)
        is_open = not question.answer
        self._state.show_status(open_look(is_open))
        self._state.setFixedWidth(max(_width(open_look(state)) for state in (True, False)))
        self._words.setText(sentence)
        words = [answer_words(question, choice) for choice in question.choices]
        if (*question.choices, *words) != self._choices:
            self._choices = (*question.choices, *words)
            self.answers.blockSignals(True)
            self.answers.clear()
            self.answers.addItem(tr("choose…"), "")
            for number, (choice, text) in enumerate(zip(question.choices, words, strict=True), start=1):
                self.answers.addItem(f"{number} · {text}", choice)
            self.answers.blockSignals(False)
        self.answers.setCurrentIndex(max(0, self.answers.findData(question.answer)))
        self.answers.setFixedWidth(theme.look().px(_ANSWER_WIDTH))
        self.day.setFixedWidth(theme.look().px(_DAY_WIDTH))
        keys = tr("Press the number of an answer, or choose with the arrows; Enter goes on.")
        named(self.answers, sentence, keys)
        named(self.day, sentence, tr("Type a day such as 2024-03-15, a month or a year; Enter goes on."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answers below the question where the line is narrow."""
        beside = event.size().width() >= theme.look().px(_ONE_LINE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
        super().resizeEvent(event)

    def first(self) -> QWidget:
        """Return what takes the focus."""
        return self.answers if self.day.isHidden() else self.day

    def _chosen(self, index: int) -> None:
        choice = str(self.answers.itemData(index) or "")
        if choice == NONE and not self.day.isHidden():
            self.day.clear()
        self.answered.emit(self.question.id, choice)

    def _entered(self) -> None:
        if self._typed():
            self.done.emit()

    def _typed(self) -> bool:
        """Take the day that was typed; say why where it is none, and return `False`."""
        text = self.day.text().strip()
        if not text:
            return True
        try:
            day = ChartDate.parse(text)
        except ValueError as error:
            theme.style(self.day, invalid="yes")
            self._words.setText(str(error))
            return False
        theme.style(self.day, invalid="no")
        self.answered.emit(self.question.id, day.text)
        return True


def _width(look: theme.StatusLook) -> int:
    """Return the width of a badge, the same for every question."""
    badge = Badge()
    badge.show_status(look)
    return badge.sizeHint().width()


class QuestionList(QWidget):
    """The questions about what was pasted, those without an answer marked; nothing where nothing is asked."""

    answered = Signal(str, str)
    left = Signal()
    """No question without an answer is left."""
    focused = Signal(QWidget)
    """This question has the focus now: bring it into view."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pasteQuestions")
        self._lines: dict[str, QuestionLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.look().px(4))

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Show the questions; a line that stays is kept, with its focus."""
        wanted = {question.id: question for question in questions}
        for id in [id for id in self._lines if id not in wanted]:
            line = self._lines.pop(id)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, question in enumerate(questions):
            line = self._lines.get(question.id) or self._make(question)
            line.show_question(question)
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
        self.setVisible(bool(questions))

    def focus_open(self) -> bool:
        """Put the focus into the first question without an answer; `False` where there is none."""
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            line = item.widget() if item is not None else None
            if isinstance(line, QuestionLine) and not line.question.answer:
                line.first().setFocus(Qt.FocusReason.TabFocusReason)
                self.focused.emit(line)
                return True
        return False

    def line(self, question_id: str) -> QuestionLine:
        """Return the line of a question."""
        return self._lines[question_id]

    def _make(self, question: Question) -> QuestionLine:
        line = QuestionLine(question)
        line.answered.connect(self.answered)
        line.done.connect(self._go_on)
        self._lines[question.id] = line
        return line

    def _go_on(self) -> None:
        if not self.focus_open():
            self.left.emit()
