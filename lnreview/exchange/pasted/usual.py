"""The units in which laboratories print an analyte, offered where a table names none. They are names; nothing is assumed."""

from __future__ import annotations

from lnreview.case import analytes
from lnreview.case.analytes import Analyte
from lnreview.case.quantities import find_unit

_UNITS: dict[str, tuple[str, ...]] = {
    "upcr": ("g/g", "mg/g", "mg/mmol"),
    "urine-protein-24h": ("g/d", "mg/d"),
    "uacr": ("mg/g", "mg/mmol"),
    "creatinine": ("mg/dL", "umol/L"),
    "egfr": ("mL/min/{1.73_m2}", "mL/min"),
    "albumin": ("g/dL", "g/L"),
    "c3": ("mg/dL", "g/L"),
    "c4": ("mg/dL", "g/L"),
    "anti-dsdna": ("[IU]/mL", "[arb'U]/mL"),
    "haemoglobin": ("g/dL", "g/L"),
    "platelets": ("10*9/L", "/uL"),
    "wbc": ("10*9/L", "/uL"),
    "igg": ("g/L", "mg/dL"),
    "ldl-cholesterol": ("mg/dL", "mmol/L"),
    "urea": ("mmol/L", "mg/dL"),
}
LEVEL_UNITS = ("mg/L", "ug/mL", "ng/mL", "ug/L", "mg.h/L")
"""Units in which drug levels are printed."""
BODY_UNITS = {"weight": ("kg",), "height": ("cm", "m")}
"""Units of weight and height."""


def usual_units(analyte: Analyte) -> tuple[str, ...]:
    """Return the units to choose from, the one in which the analyte is judged first; none where it has no unit."""
    return _UNITS.get(analyte.id) or (
        (analyte.unit,) if analyte.unit and analyte.kinds != ("number",) else ()
    )


def fits(analyte: Analyte, unit: str) -> bool:
    """Tell whether a unit measures what the analyte is; analytes without a kind of unit take any."""
    found = find_unit(unit)
    return not analyte.kinds or (found is not None and found.kind in analyte.kinds)


def other_reading(analyte: Analyte, unit: str) -> Analyte | None:
    """Return the analyte that a unit says it is instead: “proteinuria” in g/d is a 24-hour protein, in g/g a UPCR."""
    found = find_unit(unit)
    if found is None or analyte.id not in ("proteinuria", *analytes.PROTEINURIA):
        return None
    meant = {"ratio": "upcr", "mass per day": "urine-protein-24h"}.get(found.kind)
    return analytes.find(meant) if meant and meant != analyte.id else None
