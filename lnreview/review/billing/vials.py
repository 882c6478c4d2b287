"""Containers for one dose, and the units that are billed for them.

Units given are rounded up; units discarded are all units of the containers less those given, so they are rounded down.
The sizes, the unit and the days of the modifiers come from the tables.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

from lnreview.guideline.code_rows import HcpcsRow
from lnreview.guideline.codes import Codes
from lnreview.review.billing.plan import Opened, UnitLine, Vials


def whole_units(mg: Decimal, unit_mg: Decimal) -> int:
    """Return the billing units that cover `mg`, rounded up."""
    whole, rest = divmod(mg, unit_mg)
    return int(whole) + (1 if rest else 0)


def combinations(dose_mg: Decimal, sizes_mg: tuple[Decimal, ...]) -> tuple[Vials, ...]:
    """Return the ways to hold a dose: the least waste first, then the fewest containers.

    Of those with more waste only such stay as need fewer containers than every one before them; so none that could spare a
    container stays.
    """
    sizes = sorted(set(sizes_mg), reverse=True)
    if not sizes:
        return ()
    *larger, smallest = sizes
    found = []
    for counts in product(*(range(whole_units(dose_mg, size) + 1) for size in larger)):
        rest = dose_mg - sum((size * count for size, count in zip(larger, counts, strict=True)), Decimal(0))
        last = whole_units(rest, smallest) if rest > 0 else 0
        held = tuple((size, count) for size, count in zip(sizes, (*counts, last), strict=True) if count)
        total = sum((size * count for size, count in held), Decimal(0))
        found.append(Vials(held, total, total - dose_mg))
    found.sort(key=lambda vials: (vials.waste_mg, vials.number))
    kept: list[Vials] = []
    for vials in found:
        if not kept or vials.number < kept[-1].number:
            kept.append(vials)
    return tuple(kept)


def opened(
    vials: Vials,
    dose_mg: Decimal,
    row: HcpcsRow,
    code: str,
    tables: Codes,
    days: tuple[date, date],
    handling: str,
) -> Opened:
    """Return the units and the claim lines of one dose from its containers; `days` may the service be on.

    `handling` is administered or dispensed. A row without a unit raises `ValueError`.
    """
    if row.unit_mg is None:
        raise ValueError(f"{row.code} has no billing unit in the table")
    given = whole_units(dose_mg, row.unit_mg)
    discarded = max(int(vials.total_mg // row.unit_mg) - given, 0)
    modifier, why = _modifier(row, discarded, tables, days, handling)
    lines: tuple[UnitLine, ...]
    if discarded and modifier:
        lines = (UnitLine(code, "", given), UnitLine(code, modifier, discarded))
    else:
        lines = (UnitLine(code, modifier, given),)
    return Opened(vials, given, discarded, modifier, why, lines)


def _modifier(
    row: HcpcsRow, discarded: int, tables: Codes, days: tuple[date, date], handling: str
) -> tuple[str, str]:
    if row.single_dose == "no":
        return "", "The container holds several doses, so no modifier tells of waste."
    if row.single_dose == "unknown":
        return "", "Whether the container is single-dose is not in the table, so no modifier is proposed."
    tells = "discarded" if discarded else "nothing-discarded"
    first, last = (tables.modifier(tells, handling, day) for day in days)
    if first != last:
        return "", "The modifier begins within the days that the service may be on; give the full day."
    if first is None:
        return "", "No modifier was asked for on the day of service."
    if discarded:
        return (
            first.code,
            f"{discarded} whole unit{'s' if discarded != 1 else ''} discarded of single-dose containers.",
        )
    return first.code, "Less than one whole unit is discarded of single-dose containers."
