"""A new visit like the last: one day, a row for each thing that was measured then, and nothing in the rows but its unit.

Enter goes from value to value and stores after the last one, as one change. An empty row is not stored.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.dates import ChartDate
from lnreview.case.dateshort import Reference
from lnreview.case.model import new_entry_id
from lnreview.case.records import Entry
from lnreview.case.visits import Visit
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.caseline import human_date
from lnreview.desktop.forms.date_field import DateField
from lnreview.desktop.forms.fields import Field
from lnreview.desktop.forms.question import Question, QuestionLine
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.odd_rows import OddRows
from lnreview.desktop.pages.case.visit_rows import RowField, make_row
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import Prose

_FIRST_ROW = 4
"""Row of the grid in which the first value stands; below it are what is asked about it and what is wrong with it."""
_LEAST_FORM = 32
"""Lowest view of the rows, in px at 100 %: one field, which follows the focus."""


class VisitForm(QWidget):
    """The rows of a new visit; it stores them all at once and then closes."""

    closed = Signal()
    """The visit was stored, or given up."""

    def __init__(self, session: Session, list_name: str, visit: Visit, odd: OddRows) -> None:
        super().__init__()
        self.setObjectName(f"visit-{list_name}")
        self._session = session
        self._list = list_name
        self._odd = odd
        self.day = DateField()
        self.day.setObjectName("visitDay")
        self.day.follow_clock(session.today)
        self.day.counts_from(lambda: [Reference("last", visit.day)])
        self.day.set_names(tr("Day of the visit"), tr("Enter goes to the first value."))
        self.rows: list[RowField] = [make_row(row) for row in visit.rows]
        self.question_line = QuestionLine(self)
        self._asked = -1
        self._heading = QLabel(tr("New visit like {day}").format(day=human_date(visit.day)))
        self._heading.setWordWrap(True)
        theme.style(self._heading, role="heading")
        self._why = _words(
            tr(
                "The units are those of {day}: change one where this report prints another. No value is carried over, and "
                "an empty row is not stored."
            ).format(day=human_date(visit.day)),
            "muted",
        )
        self._said, self._problem = _words("", "muted"), _words("", "error")
        self._problem.setObjectName("visitProblem")
        self._errors = [_words("", "error") for _ in self.rows]
        self.save_button = QPushButton(tr("Store the visit"))
        self.save_button.setObjectName("storeVisit")
        self.save_button.setToolTip(tr("Enter in the last row stores the visit, Ctrl+Enter from any row"))
        self.discard_button = QPushButton(tr("Give up"))
        self.discard_button.setToolTip(tr("Store nothing (Esc)"))
        for button in (self.save_button, self.discard_button):
            button.setAutoDefault(False)
        theme.style(self.save_button, role="primary")
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.closed.emit)
        self._lay_out()
        self.day.edited.connect(self._say)
        self.day.finished.connect(self._say)
        for number, row in enumerate(self.rows):
            row.field.edited.connect(partial(self._edited, number))
            row.field.finished.connect(partial(self._look, number))
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self.restyle()

    @property
    def dirty(self) -> bool:
        """Whether a value stands here."""
        return any(row.holds() for row in self.rows)

    def first_focus(self) -> None:
        """Put the focus into the day."""
        _focus(self.day)

    def save(self) -> bool:
        """Store every row that holds a value, as one change; say what is wrong where that cannot be done."""
        case = self._session.case
        entries = self._read()
        if case is None or entries is None:
            return False
        changed = case
        for entry in entries:
            new = entry.model_copy(update={"id": new_entry_id(changed, self._list)})
            changed = changed.model_copy(update={self._list: (*getattr(changed, self._list), new)})
        name = tr("Add the visit of {day}").format(day=human_date(self._day()))
        if not self._session.change(name, changed):
            return False
        self.closed.emit()
        return True

    def settle(self) -> bool:
        """Store what was typed before something else is shown; a form without a value is just closed."""
        if self.dirty:
            return self.save()
        self.closed.emit()
        return True

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self.setMinimumWidth(px(352))
        self._scroll.setMinimumHeight(px(_LEAST_FORM))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_grid"):
            self.restyle()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next value on Enter, store after the last one or on Ctrl+Enter, give up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            else:
                self._next(focused)
        else:
            super().keyPressEvent(event)

    def _next(self, focused: QWidget | None) -> None:
        fields: list[Field] = [self.day, *(row.field for row in self.rows)]
        here = next((place for place, field in enumerate(fields) if _holds_focus(field, focused)), -1)
        if here + 1 < len(fields):
            _focus(fields[here + 1])
        else:
            self.save()

    def _day(self) -> ChartDate | None:
        day = self.day.value()
        return day if isinstance(day, ChartDate) else None

    def _read(self) -> list[Entry] | None:
        """Return the entries to store; `None` where a line says why it cannot be read."""
        wrong: Field | None = None
        problem = ""
        day: ChartDate | None = None
        try:
            day = self._day()
            problem = "" if day is not None else tr("The day of the visit is needed.")
        except ValueError as error:
            problem = str(error)
        if problem:
            wrong = self.day
        entries: list[Entry] = []
        for row, error_words in zip(self.rows, self._errors, strict=True):
            try:
                entry = row.entry(day)
                error_words.setText("")
            except ValueError as error:
                error_words.setText(str(error))
                wrong = wrong or row.field
                continue
            finally:
                error_words.setVisible(bool(error_words.text()))
            if entry is not None:
                entries.append(entry)
        if wrong is None and not entries:
            problem, wrong = tr("Nothing was stored: no row holds a value."), self.rows[0].field
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if wrong is not None:
            _focus(wrong)
            return None
        return entries

    def _say(self) -> None:
        self._problem.hide()
        self._said.setText(self.day.said())
        self._said.setVisible(bool(self._said.text()))
        self._ask(-1, self.day.asks())

    def _edited(self, number: int) -> None:
        self._errors[number].hide()
        if number == self._asked:
            self._ask(number, None)

    def _look(self, number: int) -> None:
        """Ask about a value that seems odd beside those of the record."""
        row = self.rows[number]
        try:
            entry = row.entry(self._day())
        except ValueError:
            return  # said when the visit is stored; a question about it would come too early
        asked = self._odd.ask_of(entry, partial(self._mend, number)) if entry is not None else None
        if asked is not None or self._asked == number:
            self._ask(number, asked)

    def _mend(self, number: int, unit: str) -> None:
        if unit:
            self.rows[number].set_unit(unit)
        self._look(number)

    def _ask(self, number: int, question: Question | None) -> None:
        if question == self.question_line.question and number == self._asked:
            return
        self._asked = number
        field = self.day if number < 0 else self.rows[number].field
        self._grid.addWidget(self.question_line, _FIRST_ROW + 1 + 3 * number if number >= 0 else 3, 0, 1, 2)
        self.question_line.ask(question)
        if question is not None:
            self.question_line.belongs_to(field.focusProxy() or field)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._inside.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, theme.look().px(24))

    def _lay_out(self) -> None:
        self._inside = QWidget()
        self._inside.setProperty("role", "page")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._why, 0, 0, 1, 2)
        self._place(1, tr("Day"), self.day)
        self._grid.addWidget(self._said, 2, 1)
        for number, row in enumerate(self.rows):
            top = _FIRST_ROW + 3 * number
            self._place(top, row.label, row.field)
            self._grid.addWidget(self._errors[number], top + 2, 0, 1, 2)
        self._grid.setRowStretch(_FIRST_ROW + 3 * len(self.rows), 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._problem)
        self._column.addLayout(foot)
        named(self, tr("New visit"))
        for words in (self._said, self._problem, *self._errors):
            words.hide()

    def _place(self, top: int, words: str, field: Field) -> None:
        label = Prose()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(words)
        label.setWordWrap(True)
        label.setBuddy(field)
        self._grid.addWidget(label, top, 0)
        self._grid.addWidget(field, top, 1)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    theme.style(label, role=role)
    return label


def _focus(field: Field) -> None:
    target = field.focusProxy() or field
    target.setFocus(Qt.FocusReason.TabFocusReason)


def _holds_focus(field: Field, focused: QWidget | None) -> bool:
    return focused is not None and (field is focused or field.isAncestorOf(focused))
