"""What a form fills in when a field is finished: always in view, marked as not yet said by the person, never a value."""

from __future__ import annotations

import re
from typing import Any

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.records import Quantity
from lnreview.desktop.caseline import human_date
from lnreview.desktop.forms.fields import TextField
from lnreview.desktop.forms.form import RecordForm
from lnreview.desktop.forms.quantity_field import QuantityField
from lnreview.desktop.forms.schema import units_for
from lnreview.desktop.forms.words import analyte_label
from lnreview.desktop.language import tr

_CLASS = re.compile(r"\b(VI|IV|V|I{1,3})\b")
"""A class of the ISN/RPS classification in a report: “III + V”, “class IV-G (A/C)”."""


def tick_classes(form: RecordForm[Any]) -> None:
    """Tick the classes that the report names, where none was ticked: the review reads the ticks."""
    classes, words = form.fields.get("classes"), form.fields["class_text"].value()
    if classes is not None and not classes.value():
        classes.show_value(tuple(dict.fromkeys(_CLASS.findall(str(words)))))


def offer_units(form: RecordForm[Any], *, fresh: bool = False) -> None:
    """Offer the units of the analyte; fill in the one of its last result, else the usual one, while no number was typed."""
    quantity = form.fields.get("quantity")
    named = form.fields.get("analyte") or form.fields.get("substance")
    if not isinstance(named, TextField) or not isinstance(quantity, QuantityField):
        return
    name = str(named.value())
    if "analyte" in form.fields:
        quantity.offer(units_for(name))
    if not fresh or not name or quantity.unit.currentText():
        return
    last = _last(form.case, name)
    if last is not None:
        quantity.prefer(*last)
    elif "analyte" in form.fields:
        quantity.prefer(units_for(name)[0], tr("The usual unit; change it where the report prints another."))
    form.spoken.echo_anew()


def _last(case: Case | None, name: str) -> tuple[str, str] | None:
    """Return the unit of the latest result of an analyte or level of a substance, and the words that say so."""
    found = analytes.find(name)
    wanted = found.id if found else name.casefold()
    measured: list[tuple[ChartDate | None, Quantity]] = []
    if case is not None:
        measured += [
            (x.collected_on, x.quantity) for x in case.labs if x.quantity and x.analyte.casefold() == wanted
        ]
        measured += [
            (x.drawn_on, x.quantity) for x in case.levels if x.quantity and x.substance.casefold() == wanted
        ]
    measured = [(when, quantity) for when, quantity in measured if quantity.unit]
    if case is None or not measured:
        return None
    spans = [
        (span.middle.toordinal() if (span := case.span(when)) else 0, when, quantity)
        for when, quantity in measured
    ]
    _, when, quantity = max(spans, key=lambda item: item[0])
    words = tr("Unit of the last {analyte}, {day}; change it where this report prints another.").format(
        analyte=analyte_label(name), day=human_date(when)
    )
    return quantity.unit, words
