"""A quantity as the chart printed it: a number, a bound such as “>90”, and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, cast

from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit
from shiboken6 import isValid

from lnreview.case.quantities import find_unit, label, number, shown
from lnreview.case.records import Quantity
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.fields import Field
from lnreview.desktop.forms.inputs import QuietCombo, hint, pass_undo
from lnreview.desktop.language import tr

Comparator = Literal["<", "<=", ">", ">="]
_TYPED = re.compile(r"^\s*(<=|>=|<|>|≤|≥)?\s*([-−+]?[\d.,\s\u00a0]*\d)\s*(.*)$", re.DOTALL)
_SIGNS = {"≤": "<=", "≥": ">="}


class QuantityField(Field):
    """A number line, which also takes “>90” and “3.4 g/g”, and a unit that can be chosen or typed.

    An empty number is an unknown quantity, never zero. An empty unit is kept as “none was printed”.
    """

    def __init__(self, units: Iterable[str] = ()) -> None:
        super().__init__()
        self.number_line = QLineEdit()
        hint(self.number_line, tr("3.4, >90"))
        self.unit = QuietCombo(editable=True)
        self.unit.setMinimumContentsLength(10)
        self.offer(units)
        self._carried = ("", "")
        """The unit that was filled in, and why."""
        line = self.unit.lineEdit()
        assert line is not None
        self._unit_line = line
        # The box of Qt writes on by itself: “g” typed would be stored as “g/d”, another dose.
        completer = self.unit.completer()
        assert completer is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._unit_line.setPlaceholderText(tr("unit"))
        pass_undo(self.number_line)
        pass_undo(self._unit_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(8))
        row.addWidget(self.number_line, 1)
        row.addWidget(self.unit, 1)
        self.setFocusProxy(self.number_line)
        self.number_line.textEdited.connect(self.edited)
        self._unit_line.textEdited.connect(self.edited)
        self.unit.activated.connect(self.edited)
        self.number_line.editingFinished.connect(self._leave)
        for signal in (self._unit_line.editingFinished, self.unit.activated):
            signal.connect(self.finished)

    def offer(self, units: Iterable[str]) -> None:
        """Offer these units; the one that stands there stays."""
        written = self.unit.currentText() if self.unit.count() else ""
        self.unit.clear()
        for code in units:
            self.unit.addItem(label(code), code)
        self.unit.setCurrentText(written)

    def prefer(self, unit: str, why: str) -> None:
        """Fill in a unit while no number was typed; `why` stands beneath until another unit is chosen."""
        if not self.number_line.text().strip():
            self._carried = (label(unit), why)
            self.unit.setCurrentText(label(unit))

    def said(self) -> str:
        """Return where the unit comes from, as long as it is the one that was filled in."""
        unit, why = self._carried
        return why if unit and self._unit_line.text() == unit else ""

    def value(self) -> object:
        """Return a `Quantity`, or `None` where no number stands."""
        self._split()
        text = self.number_line.text().strip()
        if not text:
            return None
        match = _TYPED.match(text)
        if match is None or match[3]:
            raise ValueError(
                tr("“{text}” is not a number; write 1.234, or a bound such as >90").format(text=text)
            )
        sign = _SIGNS.get(match[1], match[1])
        unit = self._unit_line.text().strip()
        known = find_unit(unit)
        return Quantity(
            value=number(match[2]),
            unit=known.code if known and unit == known.label else unit,
            comparator=cast(Comparator, sign) if sign else None,
        )

    def show_value(self, value: object) -> None:
        """Show a quantity as written; an empty one leaves the unit for the next number."""
        self._carried = ("", "")
        if isinstance(value, Quantity):
            self.number_line.setText(f"{value.comparator or ''}{shown(value.value)}")
            self.unit.setCurrentText(label(value.unit))
        else:
            self.number_line.clear()
            self.unit.setCurrentText("")

    def set_names(self, name: str, description: str) -> None:
        """Name the number and the unit."""
        named(self.number_line, name, description)
        named(self.unit, tr("{name}: unit").format(name=name), tr("UCUM or a usual spelling"))
        named(self._unit_line, tr("{name}: unit").format(name=name))

    def _leave(self) -> None:
        # Qt takes the focus away also from a line that it is about to delete, when the unit is gone already.
        if isValid(self._unit_line):
            self._split()
            self.finished.emit()

    def _split(self) -> None:
        """Move a unit that was typed behind the number to its own place."""
        match = _TYPED.match(self.number_line.text())
        if match and match[3].strip():
            self.number_line.setText(f"{match[1] or ''}{match[2].strip()}")
            self.unit.setCurrentText(match[3].strip())
