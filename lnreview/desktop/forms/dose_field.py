"""A dose with what is usually written in one breath with it: `1.5 g bid`, `500 mg q2w x6`, `1-0-1 500 mg`.

The reading stands beneath the field while it is typed. When the field is left, each part goes into its own field of the
course, where it can be seen and changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal

from lnreview.case.frequencies import read_frequency
from lnreview.case.quantities import find_unit, label, shown
from lnreview.case.shorthand import DoseReading, dose_number, read_dose
from lnreview.desktop.forms.echoes import dose_echo, often_words
from lnreview.desktop.forms.fields import TextField
from lnreview.desktop.forms.inputs import hint
from lnreview.desktop.forms.quantity_field import QuantityField
from lnreview.desktop.language import tr

_PLAIN = re.compile(r"(?:<=|>=|[<>≤≥])?\s*([-−+]?[\d.,\s]*\d)\s*(\D.*|)", re.DOTALL)
"""A number or a bound, and what follows it."""


class DoseField(QuantityField):
    """The dose of a course; it also takes shorthand."""

    speaks_at_once = True

    spread = Signal(object)
    """A `DoseReading` was typed: its parts belong into their own fields."""

    def __init__(self, units: Iterable[str] = ()) -> None:
        super().__init__(units)
        self._infused: Callable[[], bool | None] = lambda: None
        self._reading: DoseReading | None = None
        self._typed = False
        self.number_line.setToolTip("")
        hint(self.number_line, tr("1.5 g bid"))
        self.number_line.textEdited.connect(self._begin)
        self._unit_line.textEdited.connect(self._begin)

    def told_by(self, infused: Callable[[], bool | None]) -> None:
        """Ask `infused` whether the drug is an infusion: it decides what “2x” counts."""
        self._infused = infused

    def value(self) -> object:
        """Return the dose; raise `ValueError` with the remedy for shorthand that cannot be read."""
        self._split()
        written = self.number_line.text().strip()
        if self._typed and self._is_shorthand(written):
            read_dose(written, infused=self._infused())
        if self._typed:
            self._check_number(written)
        return super().value()

    def show_value(self, value: object) -> None:
        """Show a dose as stored."""
        self._reading, self._typed = None, False
        self.unit.show()
        super().show_value(value)

    def said(self) -> str:
        """Return the dose in plain words, once it says more than a number and a unit."""
        written = self._written()
        if self._typed and self._is_shorthand(written):
            try:
                return dose_echo(read_dose(written, infused=self._infused()))
            except ValueError:
                return ""
        return dose_echo(self._reading) if self._reading is not None else ""

    def _begin(self) -> None:
        self._typed = True
        self._reading = None
        # Shorthand needs the whole line; its unit is in it.
        self.unit.setVisible(not self._is_shorthand(self.number_line.text().strip()))

    def _written(self) -> str:
        """Return what stands in the line, with the unit where that was typed apart."""
        number, unit = self.number_line.text().strip(), self._unit_line.text().strip()
        if not number:
            return ""
        plain = not any(character.isalpha() for character in number)
        return f"{number} {unit}".strip() if plain else number

    def _is_shorthand(self, written: str) -> bool:
        """Tell whether more than a number (or a bound) with a unit was typed."""
        match = _PLAIN.fullmatch(written)
        return bool(written) and not (match and (not match[2] or find_unit(match[2]) is not None))

    def _check_number(self, written: str) -> None:
        """Refuse a number with two meanings."""
        plain = _PLAIN.fullmatch(written)
        if plain:
            dose_number(plain[1])

    def _split(self) -> None:
        """Put the parts of what was typed where they belong; what cannot be read stays."""
        written = self._written()
        if not self._typed:
            super()._split()
            return
        try:
            if not self._is_shorthand(written):
                self._check_number(written)
                super()._split()
                return
            reading = read_dose(written, infused=self._infused())
        except ValueError:
            return
        self._typed, self._reading = False, reading
        self.unit.show()
        if reading.dose is not None:
            self.number_line.setText(shown(reading.dose.value))
            self.unit.setCurrentText(label(reading.dose.unit))
        else:
            self.number_line.clear()
        self.spread.emit(reading)


class FrequencyField(TextField):
    """How often: usual abbreviations are written in the words of the record; anything else is kept as written."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(words)
        self.line.editingFinished.disconnect(self.finished)
        self.line.editingFinished.connect(self._finish)

    def said(self) -> str:
        """Return how often in plain words, or why that is not clear."""
        written = self.line.text().strip()
        if not written:
            return ""
        try:
            found = read_frequency(written)
        except ValueError as error:
            return str(error)
        words = often_words(found)
        return words if words != written else ""

    def _finish(self) -> None:
        try:
            found = read_frequency(self.line.text())
        except ValueError:
            found = self.line.text()
        if found != self.line.text():
            self.line.setText(found)
        self.finished.emit()
