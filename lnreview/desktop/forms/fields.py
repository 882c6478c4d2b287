"""One field of a form: it shows a value of the record and reads it back, or says what is wrong with it.

`value()` raises `ValueError` with a sentence for the person; what was typed stays where it is.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.model import Case
from lnreview.case.quantities import number, shown
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.caseline import course_label, lab_label
from lnreview.desktop.forms.inputs import QuietCombo, SmallText, complete, pass_undo
from lnreview.desktop.forms.question import Question
from lnreview.desktop.forms.words import slug_label
from lnreview.desktop.language import tr


class Field(QWidget):
    """A field; the widget that takes the focus is its focus proxy."""

    edited = Signal()
    """A person changed something."""
    finished = Signal()
    """A person finished a value: left the line, or chose."""
    speaks_at_once = False
    """Whether what cannot be read is said when the field is left, not only when the entry is stored."""

    @abstractmethod
    def value(self) -> object:
        """Return the value; raise `ValueError` with a sentence where what stands there is none."""

    @abstractmethod
    def show_value(self, value: object) -> None:
        """Show a value of the record."""

    def said(self) -> str:
        """Return in plain words how what stands here is read; empty where that is plain already."""
        return ""

    def asks(self) -> Question | None:
        """Return what has to be asked about what stands here."""
        return None

    def follow_case(self, case: Case | None) -> None:
        """Take note of the open case; only a field that chooses among its entries cares."""

    def set_names(self, name: str, description: str) -> None:
        """Name the inputs for a screen reader."""
        target = self.focusProxy() or self
        named(target, name, description)

    def mark(self, invalid: bool) -> None:
        """Show that what stands here cannot be stored, or that it can."""
        target = self.focusProxy() or self
        if invalid or target.property("invalid") is not None:
            theme.style(target, invalid="yes" if invalid else "no")


class TextField(Field):
    """A text in one line, with words to complete where there are usual ones."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        super().__init__()
        self.line = QLineEdit()
        words = list(words)
        if words:
            complete(self.line, words)
        pass_undo(self.line)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.finished)
        _fill(self, self.line)

    def value(self) -> object:
        """Return the text without spaces around it."""
        return self.line.text().strip()

    def show_value(self, value: object) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)


class LongTextField(Field):
    """A text of several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.text = SmallText()
        self.text.textChanged.connect(self._changed)
        self.text.installEventFilter(self)
        self._showing = False
        _fill(self, self.text)

    def value(self) -> object:
        """Return the text."""
        return self.text.toPlainText().strip()

    def show_value(self, value: object) -> None:
        """Show a text."""
        self._showing = True
        self.text.setPlainText("" if value is None else str(value))
        self._showing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish when the focus leaves the text, and keep its height with the text size."""
        if event.type() == QEvent.Type.FocusOut:
            self.finished.emit()
        elif event.type() == QEvent.Type.FontChange:
            self.text.fit()
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        if not self._showing:
            self.edited.emit()


class LinesField(LongTextField):
    """Several texts, one per line."""

    def value(self) -> object:
        """Return the lines that are not empty."""
        return tuple(line.strip() for line in self.text.toPlainText().splitlines() if line.strip())

    def show_value(self, value: object) -> None:
        """Show a tuple of texts."""
        super().show_value("\n".join(value) if isinstance(value, tuple) else "")


class NumberField(TextField):
    """A number without a unit; empty is unknown, never zero."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole

    def value(self) -> object:
        """Return a `Decimal` (or an `int`), or `None` for an empty line."""
        text = self.line.text().strip()
        if not text:
            return None
        value = number(text)
        if not self._whole:
            return value
        if value != value.to_integral_value():
            raise ValueError(tr("“{text}” is not a whole number").format(text=text))
        return int(value)

    def show_value(self, value: object) -> None:
        """Show a number as written."""
        super().show_value(shown(value) if isinstance(value, Decimal) else value)


class ChoiceField(Field):
    """One of several answers; an empty choice stands for “not said” where the record allows it."""

    def __init__(self, choices: Iterable[tuple[object, str]]) -> None:
        super().__init__()
        self.combo = QuietCombo()
        for value, label in choices:
            self.combo.addItem(label, value)
        self.combo.activated.connect(self.edited)
        self.combo.activated.connect(self.finished)
        self.combo.currentIndexChanged.connect(self._keyed)
        _fill(self, self.combo)
        self._showing = False

    def value(self) -> object:
        """Return the value chosen."""
        return self.combo.currentData()

    def show_value(self, value: object) -> None:
        """Choose a value; one that is not offered is added, so that nothing is lost."""
        self._showing = True
        index = next((i for i in range(self.combo.count()) if self.combo.itemData(i) == value), -1)
        if index < 0:
            self.combo.addItem(str(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)
        self._showing = False

    def _keyed(self) -> None:
        # Arrow keys and typed letters change the choice without “activated”.
        if not self._showing and self.combo.hasFocus():
            self.edited.emit()
            self.finished.emit()


class CaseField(ChoiceField):
    """One entry of the case, by a label that a reader knows, or none."""

    def __init__(self, entries: Callable[[Case], Iterable[tuple[str, str]]], empty: str = "–") -> None:
        super().__init__([("", empty)])
        self._entries = entries
        self._empty = empty

    def follow_case(self, case: Case | None) -> None:
        """Offer the entries of the case; the one that is chosen stays."""
        chosen = self.combo.currentData()
        self._showing = True
        self.combo.clear()
        self.combo.addItem(self._empty, "")
        for entry, label in self._entries(case) if case is not None else ():
            self.combo.addItem(label, entry)
        self._showing = False
        self.show_value(chosen)

    def show_value(self, value: object) -> None:
        """Choose an entry by its id; `None`, of an entry that is new, is none."""
        super().show_value(value or "")


def course_field() -> CaseField:
    """Return a field for one of the medication courses of the case."""
    return CaseField(lambda case: ((course.id, course_label(case, course.id)) for course in case.courses))


def lab_field(*analytes: str) -> CaseField:
    """Return a field for one of the lab results of some analytes; the newest is offered first."""

    def offered(case: Case) -> Iterable[tuple[str, str]]:
        labs = [(lab.id, lab_label(case, lab.id)) for lab in case.labs if lab.analyte in analytes]
        return reversed(labs)

    return CaseField(offered, tr("As the program chooses"))


class AnswerField(Field):
    """Yes, no or unknown: three different answers, all in view."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons = {answer: QRadioButton(slug_label(answer)) for answer in ("yes", "no", "unknown")}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(16))
        for button in self._buttons.values():
            button.clicked.connect(self._chosen)
            row.addWidget(button)
        row.addStretch(1)
        self.show_value("unknown")

    def value(self) -> object:
        """Return `yes`, `no` or `unknown`."""
        return next(answer for answer, button in self._buttons.items() if button.isChecked())

    def show_value(self, value: object) -> None:
        """Show an answer."""
        answer = str(value or "unknown")
        self._buttons[answer].setChecked(True)
        self.setFocusProxy(self._buttons[answer])

    def set_names(self, name: str, description: str) -> None:
        """Name each answer together with its question."""
        for answer, button in self._buttons.items():
            named(button, f"{name}: {slug_label(answer)}", description)

    def mark(self, invalid: bool) -> None:
        """Do nothing: an answer is never invalid."""

    def _chosen(self) -> None:
        self.setFocusProxy(self._buttons[str(self.value())])
        self.edited.emit()
        self.finished.emit()


class FlagsField(Field):
    """Any of several findings, each with a box to tick, in as many columns as there is room for."""

    def __init__(self, choices: Iterable[str]) -> None:
        super().__init__()
        self._boxes = {choice: QCheckBox(slug_label(choice)) for choice in choices}
        for box in self._boxes.values():
            box.setToolTip(box.text())  # a box does not wrap, and the field may be narrower than its words
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        for box in self._boxes.values():
            box.clicked.connect(self.edited)
            box.clicked.connect(self.finished)
        self.setFocusProxy(next(iter(self._boxes.values())))
        # The room decides the columns, so the columns must not decide the room.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the boxes into as many columns as fit."""
        self._place(event.size().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place(self.width())

    def _place(self, width: int) -> None:
        space = theme.look().px(12)
        widest = max(box.sizeHint().width() for box in self._boxes.values())
        columns = min(max((width + space) // (widest + space), 1), len(self._boxes))
        self._grid.setHorizontalSpacing(space)
        if columns == self._columns:
            return
        self._columns = columns
        for index, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, index // columns, index % columns)
        for column in range(len(self._boxes) + 1):
            self._grid.setColumnStretch(column, int(column == columns))
        self.updateGeometry()

    def value(self) -> object:
        """Return the findings that are ticked, in the order of the record."""
        return tuple(choice for choice, box in self._boxes.items() if box.isChecked())

    def show_value(self, value: object) -> None:
        """Tick the findings of a tuple."""
        present = value if isinstance(value, tuple) else ()
        for choice, box in self._boxes.items():
            box.setChecked(choice in present)

    def set_names(self, name: str, description: str) -> None:
        """Name each box together with its question."""
        for choice, box in self._boxes.items():
            named(box, f"{name}: {slug_label(choice)}", description)

    def mark(self, invalid: bool) -> None:
        """Do nothing: ticks are never invalid."""


class SwitchField(Field):
    """A setting that is on or off."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._box = QCheckBox(label)
        self._box.clicked.connect(self.edited)
        self._box.clicked.connect(self.finished)
        _fill(self, self._box)

    def value(self) -> object:
        """Return whether it is on."""
        return self._box.isChecked()

    def show_value(self, value: object) -> None:
        """Show whether it is on."""
        self._box.setChecked(bool(value))


def _fill(field: Field, widget: QWidget) -> None:
    column = QVBoxLayout(field)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    field.setFocusProxy(widget)
