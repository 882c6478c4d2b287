"""Quantities with UCUM units, kept as written, and their conversion.

What a chart wrote stays; a converted value is a new quantity beside it. A unit that is not known, or that measures
something else, raises `UnitError`: nothing is ever converted by guessing.

Unit arithmetic rests on one physical constant, the molar mass of creatinine (113.12 g/mol), and on powers of ten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from lnreview.case.dates import MEAN_MONTH_DAYS

CREATININE_MOLAR_MASS = Decimal("113.12")
"""g/mol; 1 mg/mmol of creatinine is 1000/113.12 = 8.84 mg/g, 1 mg/dL is 88.4 µmol/L."""


class UnitError(ValueError):
    """A unit that is unknown, or that cannot be converted into the one asked for."""


@dataclass(frozen=True)
class Unit:
    """A unit: its UCUM code, the kind of quantity that it measures, and its size in the base unit of that kind."""

    code: str
    kind: str
    size: Decimal
    label: str


_D = Decimal
_PER_MMOL = _D(1000) / CREATININE_MOLAR_MASS  # mg/g for 1 mg/mmol

_UNITS: tuple[Unit, ...] = (
    # protein or albumin per creatinine, base g/g
    Unit("g/g", "ratio", _D(1), "g/g"),
    Unit("mg/mg", "ratio", _D(1), "mg/mg"),
    Unit("mg/g", "ratio", _D("0.001"), "mg/g"),
    Unit("mg/mmol", "ratio", _PER_MMOL / 1000, "mg/mmol"),
    Unit("g/mmol", "ratio", _PER_MMOL, "g/mmol"),
    Unit("g/mol", "ratio", _PER_MMOL / 1000, "g/mol"),
    # excreted per day, base g/d (also the daily dose of a drug)
    Unit("g/d", "mass per day", _D(1), "g/d"),
    Unit("mg/d", "mass per day", _D("0.001"), "mg/d"),
    Unit("ug/d", "mass per day", _D("0.000001"), "µg/d"),
    Unit("g/m2/d", "mass per area and day", _D(1), "g/m²/d"),
    Unit("mg/m2/d", "mass per area and day", _D("0.001"), "mg/m²/d"),
    Unit("mg/kg/d", "mass per weight and day", _D(1), "mg/kg/d"),
    # mass and doses, base mg
    Unit("mg", "mass", _D(1), "mg"),
    Unit("g", "mass", _D(1000), "g"),
    Unit("ug", "mass", _D("0.001"), "µg"),
    Unit("mg/kg", "mass per weight", _D(1), "mg/kg"),
    Unit("mg/m2", "mass per area", _D(1), "mg/m²"),
    Unit("g/m2", "mass per area", _D(1000), "g/m²"),
    Unit("{cells}/kg", "cells per weight", _D(1), "cells/kg"),
    # concentrations, base g/L
    Unit("g/L", "concentration", _D(1), "g/L"),
    Unit("g/dL", "concentration", _D(10), "g/dL"),
    Unit("mg/dL", "concentration", _D("0.01"), "mg/dL"),
    Unit("mg/L", "concentration", _D("0.001"), "mg/L"),
    Unit("ug/mL", "concentration", _D("0.001"), "µg/mL"),
    Unit("ng/mL", "concentration", _D("0.000001"), "ng/mL"),
    Unit("ug/L", "concentration", _D("0.000001"), "µg/L"),
    # amount of substance, base mol/L
    Unit("mol/L", "molar", _D(1), "mol/L"),
    Unit("mmol/L", "molar", _D("0.001"), "mmol/L"),
    Unit("umol/L", "molar", _D("0.000001"), "µmol/L"),
    Unit("nmol/L", "molar", _D("0.000000001"), "nmol/L"),
    # filtration
    Unit("mL/min/{1.73_m2}", "filtration, indexed", _D(1), "mL/min/1.73 m²"),
    Unit("mL/min", "filtration", _D(1), "mL/min"),
    # exposure
    Unit("mg.h/L", "area under the curve", _D(1), "mg·h/L"),
    Unit("ug.h/mL", "area under the curve", _D(1), "µg·h/mL"),
    # counts, arbitrary units, share, body
    Unit("/[HPF]", "per field", _D(1), "/hpf"),
    Unit("[IU]/mL", "international units", _D(1), "IU/mL"),
    Unit("k[IU]/L", "international units", _D(1), "kIU/L"),
    Unit("[IU]/L", "international units", _D("0.001"), "IU/L"),
    Unit("[arb'U]/mL", "arbitrary units", _D(1), "U/mL"),
    Unit("10*9/L", "cell count", _D(1), "×10⁹/L"),
    Unit("10*3/uL", "cell count", _D(1), "×10³/µL"),
    Unit("/uL", "cell count", _D("0.001"), "/µL"),
    Unit("%", "share", _D(1), "%"),
    Unit("kg", "body weight", _D(1), "kg"),
    Unit("cm", "length", _D(1), "cm"),
    Unit("m", "length", _D(100), "m"),
    Unit("m2", "area", _D(1), "m²"),
    Unit("mm[Hg]", "pressure", _D(1), "mmHg"),
    Unit("1", "number", _D(1), ""),
    Unit("mo", "months", _D(1), "months"),
    Unit("wk", "months", _D(7) / MEAN_MONTH_DAYS, "weeks"),
    Unit("d", "days", _D(1), "days"),
    Unit("h", "hours", _D(1), "h"),
    Unit("a", "years", _D(1), "years"),
)

_SYNONYMS = {
    "g/gcr": "g/g", "g/gcrea": "g/g", "g/gcreatinine": "g/g", "mg/mgcr": "mg/mg", "mg/gcr": "mg/g", "mg/gcrea": "mg/g",
    "mg/gcreatinine": "mg/g", "mg/mmolcr": "mg/mmol", "mg/mmolcreatinine": "mg/mmol",
    "g/day": "g/d", "g/24h": "g/d", "g/24hr": "g/d", "g/24hours": "g/d", "g/(24.h)": "g/d", "g/24.h": "g/d", "gm/day": "g/d",
    "mg/day": "mg/d", "mg/24h": "mg/d", "mg/24hr": "mg/d", "mg/24hours": "mg/d", "mg/(24.h)": "mg/d", "mg/24.h": "mg/d",
    "ug/day": "ug/d", "mcg/day": "ug/d", "g/m2/day": "g/m2/d", "mg/m2/day": "mg/m2/d", "g/1.73m2/d": "g/m2/d",
    "mg/kg/day": "mg/kg/d", "mcg": "ug", "gm": "g", "cells/kg": "{cells}/kg",
    "mcg/ml": "ug/mL", "mcg/l": "ug/L", "iu/ml": "[IU]/mL", "[iu]/ml": "[IU]/mL", "kiu/l": "k[IU]/L", "iu/l": "[IU]/L",
    "u/ml": "[arb'U]/mL", "units/ml": "[arb'U]/mL", "ie/ml": "[IU]/mL", "ui/ml": "[IU]/mL", "j.m./ml": "[IU]/mL", "jm/ml": "[IU]/mL",
    "ie/l": "[IU]/L", "ui/l": "[IU]/L", "kie/l": "k[IU]/L", "kui/l": "k[IU]/L", "e/ml": "[arb'U]/mL", "j./ml": "[arb'U]/mL",
    "g/gkrea": "g/g", "g/gkreatinin": "g/g", "g/gcreat": "g/g", "g/g{creat}": "g/g", "g/gcréat": "g/g", "g/gcréatinine": "g/g",
    "mg/gkrea": "mg/g", "mg/gkreatinin": "mg/g", "mg/gcreat": "mg/g", "mg/g{creat}": "mg/g", "mg/gcréat": "mg/g",
    "mg/gcréatinine": "mg/g", "mg/mgcreat": "mg/mg", "mg/mg{creat}": "mg/mg", "mg/mgcreatinine": "mg/mg", "mg/mmolcreat": "mg/mmol",
    "mg/mmolkrea": "mg/mmol", "mg/mmolkreatinin": "mg/mmol", "mg/mmolcréat": "mg/mmol", "mg/mmol{creat}": "mg/mmol",
    "g/tag": "g/d", "mg/tag": "mg/d", "g/24std": "g/d", "mg/24std": "mg/d", "g/24heures": "g/d", "mg/24heures": "mg/d", "g/jour": "g/d",
    "mg/jour": "mg/d", "g/dobę": "g/d", "mg/dobę": "mg/d", "g/doba": "g/d", "mg/doba": "mg/d",
    "ml/min/1.73m2": "mL/min/{1.73_m2}", "ml/min/1.73m^2": "mL/min/{1.73_m2}", "ml/min/{1.73_m2}": "mL/min/{1.73_m2}",
    "ml/min/1.73": "mL/min/{1.73_m2}", "ml/min/1.73sqm": "mL/min/{1.73_m2}", "ml/min/1,73m2": "mL/min/{1.73_m2}",
    "mg*h/l": "mg.h/L", "mgxh/l": "mg.h/L", "mgh/l": "mg.h/L", "mg.hr/l": "mg.h/L", "mg*hr/l": "mg.h/L", "h.mg/l": "mg.h/L",
    "ug*h/ml": "ug.h/mL", "ugh/ml": "ug.h/mL", "mcg*h/ml": "ug.h/mL", "mcg.h/ml": "ug.h/mL", "mcgh/ml": "ug.h/mL",
    "/hpf": "/[HPF]", "rbc/hpf": "/[HPF]", "wbc/hpf": "/[HPF]", "perhpf": "/[HPF]",
    "k/ul": "10*3/uL", "x10^9/l": "10*9/L", "10^9/l": "10*9/L", "x10e9/l": "10*9/L", "10e9/l": "10*9/L",
    "thousand/ul": "10*3/uL", "k/mcl": "10*3/uL", "x10e3/ul": "10*3/uL", "10e3/ul": "10*3/uL", "x10(3)/mcl": "10*3/uL",
    "x10^3/mcl": "10*3/uL", "tsd/ul": "10*3/uL", "tsd./ul": "10*3/uL", "tys/ul": "10*3/uL", "tys./ul": "10*3/uL", "x10*9/l": "10*9/L",
    "x10^3/ul": "10*3/uL", "10^3/ul": "10*3/uL", "percent": "%", "mmhg": "mm[Hg]", "kgs": "kg", "months": "mo",
    "month": "mo", "days": "d", "day": "d", "years": "a", "sqm": "m2", "m^2": "m2",
}  # fmt: skip


def _plain(text: str) -> str:
    text = text.replace("µ", "u").replace("μ", "u").replace("²", "2").replace("·", ".").replace("−", "-")
    return re.sub(r"\s+", "", text)


@cache
def find_unit(text: str) -> Unit | None:
    """Return the unit that `text` names (UCUM or a usual spelling), or `None`.

    `µ`, `²`, `·` and spaces are read as `u`, `2`, `.` and nothing. Case decides only where two units differ by it.
    """
    plain = _plain(text)
    if not plain:
        return None
    for unit in _UNITS:
        if plain in (unit.code, _plain(unit.label)):
            return unit
    folded = plain.lower()
    code = _SYNONYMS.get(folded)
    matches = [unit for unit in _UNITS if unit.code == code] or [
        unit for unit in _UNITS if unit.code.lower() == folded
    ]
    return matches[0] if len(matches) == 1 else None


def unit(text: str) -> Unit:
    """Return the unit that `text` names; raise `UnitError` when no such unit is known."""
    found = find_unit(text)
    if found is None:
        raise UnitError(f"“{text}” is not a unit that is known here")
    return found


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """Return `value` of unit `source` in unit `target`; raise `UnitError` when they measure different things."""
    a, b = unit(source), unit(target)
    if a.kind != b.kind:
        raise UnitError(f"{a.label} measures {a.kind}, {b.label} measures {b.kind}: they cannot be converted")
    if a.size == b.size:
        return value
    return value * a.size / b.size


def creatinine_mg_dl(value: Decimal, source: str) -> Decimal:
    """Return a serum creatinine in mg/dL, from a mass or a molar concentration.

    Source: molar mass of creatinine, 113.12 g/mol. Raises `UnitError` for a unit of another kind.
    """
    found = unit(source)
    if found.kind == "molar":
        return value * found.size * CREATININE_MOLAR_MASS * 100
    return convert(value, source, "mg/dL")


def label(code: str) -> str:
    """Return the unit as it is printed for a reader; an unknown unit is printed as written."""
    found = find_unit(code)
    return found.label if found else code


def number(text: str) -> Decimal:
    """Read a number typed by a person; raise `ValueError` for what is ambiguous (`1,234`) or no finite number."""
    plain = text.strip().replace("−", "-").replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?\d{1,3},\d{3}", plain):
        raise ValueError(f"“{text}” can mean a thousand or a decimal; write 1234 or 1.234")
    if re.fullmatch(r"-?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"“{text}” is not a number") from error
    if not value.is_finite():
        raise ValueError(f"“{text}” is not a finite number")
    return value


def shown(value: Decimal, places: int | None = None) -> str:
    """Return a number for a reader: at most `places` decimals, no exponent, no trailing zeros beyond what was written."""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places))
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return format(value, "f")
