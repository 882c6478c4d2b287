"""What a form says beneath a field: how a date, a dose, a frequency or a drug name was read, in plain words."""

from __future__ import annotations

from lnreview.case.dates import ChartDate
from lnreview.case.dateshort import DateReading, Reference
from lnreview.case.frequencies import times_per_day
from lnreview.case.names import folded
from lnreview.case.quantities import label, shown
from lnreview.case.records import Quantity
from lnreview.case.shorthand import DoseReading
from lnreview.desktop.caseline import human_date
from lnreview.desktop.forms.words import slug_label
from lnreview.desktop.language import noop, tr
from lnreview.guideline.model import Guideline

_OFTEN = {
    "daily": noop("once a day"),
    "bid": noop("twice a day"),
    "tid": noop("three times a day"),
    "qid": noop("four times a day"),
    "weekly": noop("once a week"),
    "monthly": noop("once a month"),
}
_BASES = {
    "today": noop("counted from today, {day}"),
    "start": noop("counted from the start, {day}"),
    "own": noop("counted from the other date of this entry, {day}"),
    "course": noop("counted from the start of {about}, {day}"),
    "last": noop("counted from the last visit, {day}"),
    "anchor": noop("counted from the anchor of the case, {day}"),
}


def date_words(when: ChartDate) -> str:
    """Return a date in full words, with how much of it is known: `March 2024 (month only)`."""
    if when.is_relative:
        return tr("{month}, counted from the anchor").format(month=str(when))
    day = human_date(when)
    if len(when.text) == 4:
        return tr("{year} (year only)").format(year=day)
    if len(when.text) == 7:
        return tr("{month} (month only)").format(month=day)
    return day


def date_echo(reading: DateReading) -> str:
    """Return what a date was read as, and which day it was counted from."""
    words = date_words(reading.date)
    base = reading.relative_to
    if base is not None and base.name == "today" and base.when == reading.date:
        return tr("{day}, today").format(day=words)
    return f"{words}, {base_words(base)}" if base is not None else words


def base_words(base: Reference) -> str:
    """Return the day that a distance counts from."""
    return tr(_BASES[base.name]).format(day=human_date(base.when), about=base.about or tr("the course"))


def often_words(frequency: str) -> str:
    """Return how often in plain words; what has no plainer ones as it is."""
    words = _OFTEN.get(frequency)
    return tr(words) if words else frequency


def quantity_words(quantity: Quantity) -> str:
    """Return a quantity for a reader, without the zeros of arithmetic."""
    value = (
        quantity.value.normalize() if quantity.value != quantity.value.to_integral_value() else quantity.value
    )
    plain = shown(value)
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f"{quantity.comparator or ''}{plain} {label(quantity.unit)}".strip()


def dose_echo(reading: DoseReading) -> str:
    """Return a dose in plain words, and what of it stands in which field: `1.5 g twice a day = 3 g/d`."""
    first = " ".join(
        part
        for part in (
            quantity_words(reading.dose) if reading.dose else "",
            slug_label(reading.route).lower() if reading.route else "",
            often_words(reading.frequency),
        )
        if part
    )
    if reading.a_day is not None and times_per_day(reading.frequency) != 1:
        first += f" = {quantity_words(reading.a_day)}"
    parts = [first]
    if reading.doses_planned is not None:
        parts.append(tr("{count} doses planned").format(count=reading.doses_planned))
    if reading.doses_given is not None:
        parts.append(tr("{count} doses given").format(count=reading.doses_given))
    elif reading.doses_planned is not None:
        parts.append(tr("number given not said"))
    return "; ".join(part for part in parts if part)


def drug_echo(guideline: Guideline, written: str) -> str:
    """Return which drug a name stands for and what it is easily mistaken for; empty for a plain generic name."""
    name = written.strip()
    if not name:
        return ""
    drug = guideline.drug(name)
    if drug is None:
        return tr("Not in the list of drugs; it is kept as written.")
    parts = (
        []
        if folded(name) == folded(drug.name)
        else [tr("{name} is {drug}.").format(name=name, drug=drug.name)]
    )
    if drug.mind:
        parts.append(drug.mind)
    if parts and drug.names_status != "primary":
        parts.append(tr("Unverified."))
    return " ".join(parts)
