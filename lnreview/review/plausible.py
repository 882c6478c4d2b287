"""What the pack knows of plausible values and usual doses, for the questions that are asked while a record is entered."""

from __future__ import annotations

from lnreview.case.names import folded
from lnreview.case.oddities import Bound, Knowledge
from lnreview.case.records import Quantity
from lnreview.guideline.model import Guideline

_BOUNDS = {
    "upcr": ("", "upcr-maximum"),
    "urine-protein-24h": ("", "urine-protein-maximum"),
    "creatinine": ("creatinine-minimum", "creatinine-maximum"),
    "egfr": ("", "egfr-maximum"),
}
"""By analyte: the thresholds of the smallest and the largest plausible value, as the review applies them."""


def knowledge(guideline: Guideline) -> Knowledge:
    """Return the bounds, the doses and the names of drugs of a pack."""
    bounds = {
        analyte: Bound(
            guideline[high].unit,
            guideline[low].value if low else None,
            guideline[high].value,
        )
        for analyte, (low, high) in _BOUNDS.items()
    }
    doses: dict[str, list[Quantity]] = {}
    for rule in guideline.doses:
        if rule.measure not in ("per-day", "per-dose"):
            continue
        floor = guideline[rule.floor]
        for drug in guideline.drugs:
            if drug.drug_class == rule.drug_class and (not rule.drugs or drug.id in rule.drugs):
                doses.setdefault(drug.id, []).append(Quantity(value=floor.value, unit=floor.unit))

    def drug_of(name: str) -> str:
        found = guideline.drug(name)
        return found.id if found is not None else folded(name)

    return Knowledge(bounds, doses, drug_of)
