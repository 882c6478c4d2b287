"""A form for one record: a label and a field for each attribute, and the error beside the field that caused it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticUndefined
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from lnreview.case.model import Case
from lnreview.case.records import Record
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.bounded_grid import BoundedGrid
from lnreview.desktop.forms.fields import Field, SwitchField
from lnreview.desktop.forms.joined import join
from lnreview.desktop.forms.relevance import holds, irrelevant
from lnreview.desktop.forms.schema import Vocabulary, field_names, help_text, make_field
from lnreview.desktop.forms.spoken import Spoken
from lnreview.desktop.forms.words import EXPLAINED, GROUPS, field_label
from lnreview.desktop.language import tr

R = TypeVar("R", bound=Record)
LABEL_WIDTH = 152
"""px at 100 %"""
_ROWS = 7
"""Rows of the grid for one field: the heading of its group, its label where that stands above, itself, how it is read, what
is asked about it, help, error."""


class FormError(ValueError):
    """What stands in a form cannot be stored; the text names the first field and the reason."""


class RecordForm(QWidget, Generic[R]):
    """Fields for a model of the record. What was typed stays until `show_record` replaces it."""

    edited = Signal(str)
    """A person changed the field of this name."""
    finished = Signal(str)
    """A person finished a value in the field of this name."""

    def __init__(
        self,
        model: type[R],
        vocabulary: Vocabulary,
        list_name: str = "",
        names: Iterable[str] | None = None,
    ) -> None:
        super().__init__()
        self._model = model
        self._names = list(names) if names is not None else field_names(model)
        self._base: R | None = None
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._errors: dict[str, QLabel] = {}
        self._helps: dict[str, QLabel] = {}
        self._case: Case | None = None
        self._group: tuple[str, ...] = ()
        self._unfold: QPushButton | None = None
        self._explained = model.__name__ in EXPLAINED
        self._grid = BoundedGrid(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        for name in self._names:
            self._add(name, make_field(model, name, vocabulary, list_name))
        if model.__name__ in GROUPS and names is None:
            group, members = GROUPS[model.__name__]
            self._add_group(tr(group), members)
        self.spoken = Spoken(self, self.fields, self._place_below)
        """What is said and asked beneath the fields."""
        join(self)
        self._stacked: bool | None = None
        self.set_stacked(False)
        self._grid.setRowStretch(_ROWS * len(self._names), 1)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self.setMaximumWidth(px(theme.FORM_WIDTH))
        beside = self._label_width()
        self._grid.setColumnMinimumWidth(0, 0 if self._stacked else beside)
        for help_label in self._helps.values():
            help_label.setContentsMargins(0, 0, 0, px(12))
        for label in self._labels.values():
            label.setWordWrap(not self._stacked)
            label.setMinimumWidth(0 if self._stacked else beside)
            label.setMaximumWidth(px(theme.FORM_WIDTH) if self._stacked else beside)
            label.setMinimumHeight(px(24 if self._stacked else 32))

    def set_stacked(self, stacked: bool) -> None:
        """Put each label above its field, or beside it; above always where the help stands below it."""
        stacked = stacked or self._explained
        if stacked == self._stacked:
            return
        self._stacked = stacked
        column = 0 if stacked else 1
        span = 2 - column
        for number, name in enumerate(self._names):
            top = _ROWS * number
            self._grid.addWidget(
                self._labels[name], top + (1 if stacked else 2), 0, Qt.AlignmentFlag.AlignTop
            )
            if stacked and not self._labels[name].text():
                self._labels[name].hide()
            self._grid.addWidget(self.fields[name], top + 2, column, 1, span)
            if name in self._helps:
                self._grid.addWidget(self._helps[name], top + 5, column, 1, span)
            self._grid.addWidget(self._errors[name], top + 6, column, 1, span)
            if self._unfold is not None and name == self._group[0]:
                self._grid.addWidget(self._unfold, top, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.spoken.place_anew()
        self.restyle()

    def _place_below(self, name: str, rows: int, widget: QWidget) -> None:
        column = 0 if self._stacked else 1
        self._grid.addWidget(widget, _ROWS * self._names.index(name) + 2 + rows, column, 1, 2 - column)

    def follow_case(self, case: Case | None) -> None:
        """Let the fields that choose among entries of the case offer those that are there."""
        self._case = case
        for field in self.fields.values():
            field.follow_case(case)

    def show_record(self, record: R | None) -> None:
        """Show a record, or the defaults of a new one; errors go."""
        self._base = record
        self.spoken.clear()
        for name, field in self.fields.items():
            field.show_value(getattr(record, name) if record is not None else _default(self._model, name))
        self.clear_errors()
        self.show_relevant()
        self.spoken.echo_anew()

    def show_value(self, name: str, value: object) -> None:
        """Show one value, and take its error away."""
        self.fields[name].show_value(value)
        self._complain(name, "")
        self.spoken.echo(name)

    def read(self) -> R:
        """Return the record that stands here; raise `FormError` with every error beside its field."""
        values: dict[str, Any] = dict(self._base) if self._base is not None else {}
        problems: dict[str, str] = {}
        for name, field in self.fields.items():
            try:
                values[name] = field.value()
            except ValueError as error:
                problems[name] = _sentence(error)
                continue
            if self._is_missing(name, values[name]):
                problems[name] = tr("{label} is needed.").format(label=self._label(name))
        try:
            record = self._model.model_validate(values)
        except ValidationError as error:
            for detail in error.errors(include_input=False):
                name = str(detail["loc"][0]) if detail["loc"] else self._names[0]
                problems.setdefault(name, _plain(detail["msg"]))
        for name in self.fields:
            self._complain(name, problems.get(name, ""))
        if problems:
            first = next(name for name in (*self._names, *problems) if name in problems)
            raise FormError(f"{self._label(first)}: {problems[first]}")
        return record

    def read_one(self, name: str) -> object:
        """Return the value of one field; raise `FormError` with the error beside it."""
        try:
            value = self.fields[name].value()
            if self._is_missing(name, value):
                raise ValueError(tr("{label} is needed.").format(label=self._label(name)))
        except ValueError as error:
            self._complain(name, _sentence(error))
            raise FormError(_sentence(error)) from error
        self._complain(name, "")
        return value

    @property
    def case(self) -> Case | None:
        """The open case."""
        return self._case

    def peek(self) -> R | None:
        """Return the record that stands here, or `None` where something of it cannot be read; nothing is said."""
        try:
            values = {name: field.value() for name, field in self.fields.items()}
            return self._model.model_validate(
                {**(dict(self._base) if self._base is not None else {}), **values}
            )
        except ValueError:
            return None

    def complain(self, name: str, reason: str) -> None:
        """Show an error beside a field."""
        self._complain(name, reason)

    def clear_errors(self) -> None:
        """Take every error away."""
        for name in self.fields:
            self._complain(name, "")

    def error(self, name: str) -> str:
        """Return the error that stands beside a field."""
        return self._errors[name].text()

    def focus_field(self, name: str = "") -> None:
        """Put the focus into a field: the one named, else the first one with an error, else the first one."""
        wrong = next((known for known in self.fields if self._errors[known].text()), None)
        target = name if name in self.fields else wrong or self._names[0]
        field = self.fields[target]
        self._show_row(target, True)
        (field.focusProxy() or field).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_relevant(self) -> None:
        """Hide what does not apply to what was chosen; a field that holds something always stays."""
        hidden = irrelevant(self._model, self.fields)
        if self._unfold is not None and not self._unfold.isChecked():
            hidden |= {name for name in self._group if not holds(self.fields[name])}
        for name in self.fields:
            self._show_row(name, name not in hidden)

    def _add(self, name: str, field: Field) -> None:
        label = QLabel("" if isinstance(field, SwitchField) else self._label(name))
        label.setWordWrap(True)
        label.setBuddy(field)
        error = QLabel()
        error.setWordWrap(True)
        error.setTextFormat(Qt.TextFormat.PlainText)
        error.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        error.hide()
        theme.style(error, role="error")
        self.fields[name], self._labels[name], self._errors[name] = field, label, error
        field.setObjectName(f"field-{name}")
        if self._explained:
            words = QLabel(help_text(self._model, name))
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            theme.style(words, role="muted")
            self._helps[name] = words
        field.edited.connect(lambda: self._edited(name))
        field.finished.connect(lambda: self._finished(name))

    def _add_group(self, heading: str, names: tuple[str, ...]) -> None:
        """Fold fields away behind a heading; those that hold something are shown all the same."""
        self._group = names
        button = QPushButton()
        button.setAutoDefault(False)
        button.setCheckable(True)
        button.setObjectName("unfold")
        theme.style(button, role="quiet")
        named(button, heading, tr("Shows or hides these fields; those that hold something are always shown."))
        button.toggled.connect(lambda on: button.setText(f"{'▾' if on else '▸'} {heading}"))
        button.toggled.connect(self.show_relevant)
        button.setText(f"▸ {heading}")
        self._unfold = button

    def _label_width(self) -> int:
        """Return the width of the labels beside their fields: a word that is longer, as other languages have, fits."""
        metrics = QFontMetrics(theme.look().font())
        words = (word for label in self._labels.values() for word in label.text().split())
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return max(theme.look().px(LABEL_WIDTH), longest + 2)

    def _label(self, name: str) -> str:
        return field_label(name, self._model.__name__)

    def _is_going(self) -> bool:
        # Qt takes the focus away also from what it is about to delete: nothing was changed or finished by that.
        return not isValid(self._grid)

    def _edited(self, name: str) -> None:
        if self._is_going():
            return
        self._complain(name, "")
        self.spoken.follow(name)
        self.edited.emit(name)

    def _finished(self, name: str) -> None:
        if self._is_going():
            return
        if self.fields[name].speaks_at_once:
            self._check(name)
        self.show_relevant()
        self.spoken.echo_anew()
        self.finished.emit(name)

    def _check(self, name: str) -> None:
        """Say at once what is wrong with what was typed in a field."""
        try:
            self.fields[name].value()
        except ValueError as error:
            self._complain(name, _sentence(error))

    def _complain(self, name: str, reason: str) -> None:
        if name not in self.fields:
            return
        error = self._errors[name]
        error.setText(reason)
        error.setVisible(bool(reason))
        self.fields[name].mark(bool(reason))

    def _show_row(self, name: str, visible: bool) -> None:
        self._labels[name].setVisible(visible and bool(self._labels[name].text() or not self._stacked))
        self.fields[name].setVisible(visible)
        if name in self._helps:
            self._helps[name].setVisible(visible)
        if not visible:
            self._errors[name].hide()
        self.spoken.show_row(name, visible)

    def _is_missing(self, name: str, value: object) -> bool:
        return self._model.model_fields[name].is_required() and value in (None, "")


def _default(model: type[Record], name: str) -> object:
    default = model.model_fields[name].default
    return None if default is PydanticUndefined else default


def _sentence(error: ValueError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")


def _plain(message: str) -> str:
    """Return what pydantic says in the words of a form."""
    text = message.removeprefix("Value error, ").replace("Input should be", tr("This must be"))
    return _sentence(ValueError(text))
