"""A date as people type it: the reading stands beneath while it is typed, and in the line when it is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit

from lnreview.case.dates import ChartDate
from lnreview.case.dateshort import AmbiguousDateError, DateReading, Reference, read_date
from lnreview.desktop.forms.echoes import date_echo, date_words
from lnreview.desktop.forms.fields import TextField
from lnreview.desktop.forms.inputs import hint
from lnreview.desktop.forms.question import Answer, Question
from lnreview.desktop.language import tr


class DateField(TextField):
    """A date: full, partial, in months from the anchor, counted from another day, or empty for unknown."""

    speaks_at_once = True

    def __init__(self) -> None:
        super().__init__()
        self._today: Callable[[], date] | None = None
        self._references: Callable[[], Iterable[Reference]] = tuple
        self._finished: DateReading | None = None
        """What the line was read as when it was left, if it was typed in short."""
        hint(self.line, "2024-03-15, 3/2024, d+14, m+16")
        self.line.editingFinished.disconnect(self.finished)
        self.line.editingFinished.connect(self._finish)

    def follow_clock(self, today: Callable[[], date] | None) -> None:
        """Ask `today` for the day that “today” means."""
        self._today = today

    def counts_from(self, references: Callable[[], Iterable[Reference]]) -> None:
        """Ask `references` for the days that a distance may count from."""
        self._references = references

    def value(self) -> object:
        """Return a `ChartDate`, or `None` for an empty line."""
        reading = self._read()
        return reading.date if reading is not None else None

    def show_value(self, value: object) -> None:
        """Show a date as written."""
        self._finished = None
        super().show_value(value.text if isinstance(value, ChartDate) else "")

    def said(self) -> str:
        """Return what the date was read as; nothing for one that is written in full already."""
        try:
            reading = self._read()
        except ValueError:
            return ""
        if reading is None:
            return ""
        in_full = reading.date.is_exact and reading.date.text == self.line.text().strip()
        if in_full and reading is not self._finished and not reading.date.is_relative:
            return ""
        return date_echo(reading)

    def asks(self) -> Question | None:
        """Ask which of two days is meant."""
        try:
            self._read()
        except AmbiguousDateError as error:
            if error.offers:
                answers = tuple(
                    Answer(date_words(offer), partial(self._take, offer)) for offer in error.offers
                )
                return Question(tr("Which day is meant?"), answers)
        except ValueError:
            return None
        return None

    def _read(self) -> DateReading | None:
        text = self.line.text().strip()
        if not text:
            return None
        if self._finished is not None and self._finished.date.text == text:
            return self._finished
        return read_date(text, today=self._today() if self._today else None, references=self._references())

    def _take(self, when: ChartDate) -> None:
        self.show_value(when)
        self.edited.emit()
        self.finished.emit()

    def _finish(self) -> None:
        """Write the date in the line as the record keeps it; what cannot be read stays."""
        try:
            reading = self._read()
        except ValueError:
            reading = None
        if reading is not None and self.line.text() != reading.date.text:
            self._finished = reading
            self.line.setText(reading.date.text)
        self.finished.emit()


def written_in_full(
    line: QLineEdit, today: Callable[[], date], references: Callable[[], Iterable[Reference]] = tuple
) -> None:
    """Write a date that was typed in short (`3/2024`, `t-14`) as the record keeps it when a line is left."""

    def finish() -> None:
        text = line.text().strip()
        try:
            read = read_date(text, today=today(), references=references()).date.text if text else ""
        except ValueError:
            return  # what it is read for says why it cannot be
        if read != line.text():
            line.setText(read)

    line.editingFinished.connect(finish)
