"""What can be said of a value that is kept as typed: a number that carries its own proof and fails it."""

from __future__ import annotations

from collections.abc import Callable

from lnreview.case.identifiers import icd10_fault, npi_fault

_FAULTS: dict[tuple[str, str], Callable[[str], str]] = {
    ("Clinician", "npi"): npi_fault,
    ("Clinician", "site_npi"): npi_fault,
    ("TreatmentRequest", "diagnosis_code"): icd10_fault,
}
"""By model and field."""


def remark(model: str, name: str, value: object) -> str:
    """Return what is wrong with a value that is kept all the same; empty where nothing is, or nothing is typed."""
    fault = _FAULTS.get((model, name))
    if fault is None or not isinstance(value, str) or not value.strip():
        return ""
    found = fault(value)
    return f"{found[:1].upper()}{found[1:]}." if found else ""
