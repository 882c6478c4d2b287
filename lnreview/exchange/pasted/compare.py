"""Whether a proposed entry says what the record, or an earlier row, says already, or contradicts it on the same day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lnreview.case import analytes
from lnreview.case.names import folded
from lnreview.case.quantities import UnitError, convert, creatinine_mg_dl, label, shown
from lnreview.case.records import (
    Administration,
    BloodPressure,
    Dispense,
    DrugLevel,
    Entry,
    LabResult,
    Measurement,
    MedicationCourse,
    Quantity,
)
from lnreview.exchange.pasted.model import Known, Proposal, Remark

Identity = tuple[Any, ...]


def compared(proposals: Sequence[Proposal], known: Known) -> tuple[Proposal, ...]:
    """Return the proposals with a remark on each that says what is known, or contradicts it; nothing is taken away.

    Values are compared across units, to the digits that were printed. What has no day is never called the same.
    """
    seen: dict[Identity, list[tuple[Entry, int | None]]] = {}
    for recorded in known.entries:
        identity = _identity(recorded, known.knowledge.drug)
        if identity is not None:
            seen.setdefault(identity, []).append((recorded, None))
    result = []
    for proposal in proposals:
        entry = proposal.entry
        identity = _identity(entry, known.knowledge.drug) if entry is not None else None
        if entry is None or identity is None:
            result.append(proposal)
            continue
        earlier = seen.setdefault(identity, [])
        remark = _remark(entry, earlier)
        if not proposal.waits_for:
            earlier.append((entry, proposal.row))
        if remark is None:
            result.append(proposal)
        elif remark.kind in ("same-in-record", "same-in-row"):
            waits = proposal.waits_for
            result.append(
                replace(proposal, remarks=(*proposal.remarks, remark), wanted=proposal.wanted and bool(waits))
            )
        else:
            result.append(replace(proposal, remarks=(*proposal.remarks, remark)))
    return tuple(result)


def _remark(entry: Entry, earlier: Sequence[tuple[Entry, int | None]]) -> Remark | None:
    for other, row in earlier:
        if _says_the_same(entry, other):
            return Remark("same-in-record") if row is None else Remark("same-in-row", {"row": str(row)})
    for other, row in earlier:
        values = {"value": value_words(other)}
        return (
            Remark("other-in-record", values)
            if row is None
            else Remark("other-in-row", {**values, "row": str(row)})
        )
    return None


def _identity(entry: Entry, drug_named: Callable[[str], str]) -> Identity | None:
    """Return what an entry is about: what, and on which day; `None` where it has no day."""
    if isinstance(entry, LabResult):
        analyte = analytes.find(entry.analyte)
        day, what = entry.collected_on, analyte.id if analyte else folded(entry.analyte)
    elif isinstance(entry, DrugLevel):
        day, what = entry.drawn_on, f"{folded(entry.substance)} {entry.kind} {entry.hours_after_dose or ''}"
    elif isinstance(entry, Dispense):
        day, what = entry.dispensed_on, drug_named(entry.drug)
    elif isinstance(entry, Administration):
        day, what = entry.given_on, drug_named(entry.drug)
    elif isinstance(entry, MedicationCourse):
        day, what = entry.start, drug_named(entry.drug)
    elif isinstance(entry, Measurement):
        day, what = entry.measured_on, entry.what
    elif isinstance(entry, BloodPressure):
        day, what = entry.measured_on, ""
    else:
        return None
    return (type(entry).__name__, what, day.text) if day is not None else None


def _says_the_same(entry: Entry, other: Entry) -> bool:
    if isinstance(entry, BloodPressure) and isinstance(other, BloodPressure):
        return (entry.systolic, entry.diastolic) == (other.systolic, other.diastolic)
    if isinstance(entry, Dispense) and isinstance(other, Dispense):
        return entry.days_supply == other.days_supply
    if isinstance(entry, LabResult) and isinstance(other, LabResult):
        if entry.quantity is None and other.quantity is None:
            return folded(entry.words) == folded(other.words) and entry.interpretation == other.interpretation
        return _same_size(entry.quantity, other.quantity, entry.analyte == "creatinine")
    if isinstance(entry, MedicationCourse | Administration) and isinstance(
        other, MedicationCourse | Administration
    ):
        return _same_size(entry.dose, other.dose)
    if isinstance(entry, DrugLevel | Measurement) and isinstance(other, DrugLevel | Measurement):
        return _same_size(entry.quantity, other.quantity)
    return False


def _same_size(one: Quantity | None, two: Quantity | None, is_creatinine: bool = False) -> bool:
    if one is None or two is None:
        return one is two
    if (one.comparator or "") != (two.comparator or ""):
        return False
    if one.unit == two.unit:
        return one.value == two.value
    return _agrees(one, two, is_creatinine) or _agrees(two, one, is_creatinine)


def _agrees(one: Quantity, two: Quantity, is_creatinine: bool) -> bool:
    """Tell whether `one`, in the unit of `two` and with as many decimals, is `two`."""
    try:
        if is_creatinine:
            value = creatinine_mg_dl(one.value, one.unit) / creatinine_mg_dl(Decimal(1), two.unit)
        else:
            value = convert(one.value, one.unit, two.unit)
    except UnitError:
        return False
    exponent = two.value.as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    return value == two.value or value.quantize(Decimal(1).scaleb(min(places, 0))) == two.value


def value_words(entry: Entry) -> str:
    """Return what an entry says, as it was written."""
    if isinstance(entry, BloodPressure):
        return f"{entry.systolic}/{entry.diastolic}"
    if isinstance(entry, Dispense):
        return str(entry.days_supply)
    quantity = getattr(entry, "quantity", None) or getattr(entry, "dose", None)
    if isinstance(quantity, Quantity):
        return f"{quantity.comparator or ''}{shown(quantity.value)} {label(quantity.unit)}".strip()
    return str(getattr(entry, "words", "") or getattr(entry, "interpretation", "") or "")
