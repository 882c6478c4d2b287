"""Which fields of an entry do not apply to what was chosen in it: fewer fields, quicker typing.

A field that holds something is always shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from lnreview.case import analytes
from lnreview.case.records import DrugLevel, LabResult, Record
from lnreview.desktop.forms.fields import Field


def irrelevant(model: type[Record], fields: Mapping[str, Field]) -> set[str]:
    """Return the names of the fields to hide."""
    if model is DrugLevel and "kind" in fields and fields["kind"].value() != "timed":
        return {name for name in ("hours_after_dose",) if not holds(fields[name])}
    if model is not LabResult or "analyte" not in fields:
        return set()
    analyte = str(fields["analyte"].value())
    known = analytes.find(analyte) is not None
    hidden = {"equation"} if analyte != "egfr" else set[str]()
    if analyte != "urine-sediment":
        hidden.add("findings")
    if known and analyte not in analytes.COLLECTED_URINE:
        hidden.add("collection")
    if analyte in ("urine-sediment", "urine-culture"):
        hidden |= {"range_low", "range_high"}
    return {name for name in hidden if name in fields and not holds(fields[name])}


def holds(field: Field) -> bool:
    """Tell whether something stands in a field, also something that cannot be read."""
    try:
        return field.value() not in (None, "", (), "unknown")
    except ValueError:
        return True
