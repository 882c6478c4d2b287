"""The rows of a new visit: a value with its unit, a result in words, or a blood pressure as `128/76`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lnreview.case.quantities import label
from lnreview.case.records import BloodPressure, DrugLevel, Entry, LabResult, Quantity
from lnreview.case.visits import VisitRow
from lnreview.desktop.forms.fields import Field, TextField
from lnreview.desktop.forms.inputs import hint
from lnreview.desktop.forms.quantity_field import QuantityField
from lnreview.desktop.forms.schema import units_for
from lnreview.desktop.forms.words import analyte_label, slug_label
from lnreview.desktop.language import tr

_PRESSURE = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})")
_DAYS = {LabResult: "collected_on", DrugLevel: "drawn_on", BloodPressure: "measured_on"}


@dataclass(frozen=True)
class RowField:
    """A row: what is measured, and the field of its value."""

    label: str
    bare: Entry
    field: Field

    def holds(self) -> bool:
        """Tell whether a value stands here, also one that cannot be read."""
        try:
            return self.field.value() not in (None, "")
        except ValueError:
            return True

    def entry(self, day: object) -> Entry | None:
        """Return the entry to store, or `None` for an empty row; raise `ValueError` where the value cannot be read."""
        value = self.field.value()
        if value in (None, ""):
            return None
        update: dict[str, object] = {_DAYS[type(self.bare)]: day}
        if isinstance(self.bare, BloodPressure):
            update["systolic"], update["diastolic"] = _pressure(str(value))
        else:
            update["quantity" if isinstance(value, Quantity) else "words"] = value
        return type(self.bare).model_validate({**dict(self.bare), **update})

    def set_unit(self, unit: str) -> None:
        """Write the value with another unit."""
        value = self.field.value()
        if isinstance(value, Quantity):
            self.field.show_value(value.model_copy(update={"unit": unit}))


def make_row(row: VisitRow) -> RowField:
    """Return the row for something that was measured at the last visit; its value is empty."""
    entry = row.entry
    field: TextField | QuantityField
    if isinstance(entry, BloodPressure):
        words, field = tr("Blood pressure (mmHg)"), _line("128/76")
    elif isinstance(entry, DrugLevel):
        parts = [
            slug_label(entry.substance),
            *(slug_label(part).lower() for part in (entry.kind, entry.matrix) if part != "unknown"),
        ]
        words, field = ", ".join(parts), _quantity((row.unit,), row.unit)
    else:
        assert isinstance(entry, LabResult)
        words = analyte_label(entry.analyte)
        field = _line(tr("in words")) if row.in_words else _quantity(units_for(entry.analyte), row.unit)
    field.set_names(
        tr("Value of {name}").format(name=words),
        tr("Enter goes to the next value. An empty row is not stored."),
    )
    return RowField(words, entry, field)


def _quantity(units: tuple[str, ...], unit: str) -> QuantityField:
    field = QuantityField(dict.fromkeys((unit, *units)) if unit else units)
    field.unit.setCurrentText(label(unit))
    return field


def _line(words: str) -> TextField:
    field = TextField()
    hint(field.line, words)
    return field


def _pressure(text: str) -> tuple[int, int]:
    match = _PRESSURE.fullmatch(text)
    if match is None:
        raise ValueError(tr("“{text}” is no blood pressure; write it as 128/76").format(text=text))
    return int(match[1]), int(match[2])
