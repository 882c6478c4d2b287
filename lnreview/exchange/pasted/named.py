"""From the name of a test as a portal prints it to the analyte of the record, with the specimen and the LOINC code beside it.

A test of urine is never read as one of blood: “Creatinine” below the heading “Urinalysis” is no serum creatinine. What is
not known stays as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lnreview.case import analytes
from lnreview.case.analytes import Analyte
from lnreview.case.names import folded
from lnreview.exchange.pasted.loinc import LOINC

Specimen = Literal["", "urine", "blood"]

_URINE = re.compile(
    r"\b(?:urine|urines|urinary|urinalysis|ua|urin|harn|spontanurin|sammelurin|urinstatus|urinaire|urinaires|mocz|moczu|"
    r"i\.?\s?u\.?|dzm|orina)\b",
    re.IGNORECASE,
)
_BLOOD = re.compile(
    r"\b(?:serum|plasma|blood|ser|plas|whole blood|blut|vollblut|blutbild|sang|sérique|plasmatique|surowica|surowicy|osocze|osoczu|krew|krwi|"
    r"chemistry|hematology|haematology|metabolic panel|cbc|bmp|cmp|suero|edta)\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"[\s,;\-]*(?:\(\s*)?\b(?:in\s+|im\s+|dans\s+le\s+|w\s+)?(?:serum or plasma|serum/plasma|ser/plas|serum|plasma|blood|blut|surowicy|osoczu|krwi|"
    r"sérique|plasmatique|sanguine|s/p|i\.\s?s\.|i\.s\.|\(s\)|random|spot|level|quant(?:itative)?|qn|total level)(?:\s*\))?\s*$",
    re.IGNORECASE,
)
_IN_URINE = re.compile(
    r"[\s,;\-]*(?:\(\s*)?\b(?:in\s+|im\s+|dans\s+les\s+|w\s+)?(?:random urine|spot urine|urine|urines|urin|spontanurin|harn|moczu|i\.\s?u\.|ua|ur)"
    r"(?:[\s,]+(?:random|spot))?(?:\s*\))?\s*$",
    re.IGNORECASE,
)
_METHOD = re.compile(r"\s*\((?!.*24)[^)]*\)\s*$")


@dataclass(frozen=True)
class Named:
    """What a printed name stands for: an analyte of the record, or nothing that the review knows."""

    name: str
    """As it is kept in the record: the id of a known analyte, else the name as printed."""
    analyte: Analyte | None


@lru_cache(maxsize=4096)
def read_name(printed: str, specimen: str = "", loinc: str = "") -> Named:
    """Return the test of a printed name; `specimen` is what the table or its heading says of the sample.

    A LOINC code is a hint: it says what a name that is not known stands for. Where it says another analyte than the name,
    neither is believed, and the name is kept with the code beside it.
    """
    by_name = _by_name(printed, specimen)
    hinted = analytes.find(LOINC[loinc.strip()]) if loinc.strip() in LOINC else None
    if hinted is None or hinted == by_name.analyte:
        return by_name
    if by_name.analyte is None:
        return Named(hinted.id, hinted)
    return Named(f"{' '.join(printed.split())} (LOINC {loinc.strip()})", None)


def _by_name(printed: str, specimen: str) -> Named:
    sample = sample_of(specimen)
    for name, of_urine in _ways(printed.strip()):
        urine = of_urine or sample == "urine"
        for wanted in (f"{name} urine", f"urine {name}", name) if urine else (name,):
            found = analytes.find(wanted)
            if found is not None and not (urine and not _is_of_urine(found)):
                return Named(found.id, found)
    written = " ".join(printed.split())
    if sample == "urine" and not _URINE.search(written):
        written = f"{written} (urine)"
    return Named(written, None)


def sample_of(words: str) -> Specimen:
    """Return whether words such as “Urinalysis” or “Serum” say what the sample was."""
    if _URINE.search(words):
        return "urine"
    return "blood" if _BLOOD.search(words) else ""


def equation_of(printed: str) -> str:
    """Return the equation that the name of an eGFR says; `unknown` where it says none, or no year."""
    plain = folded(printed)
    if "ckdepi" in plain and "2021" in plain:
        return "ckd-epi-2021"
    if "ckdepi" in plain and "2009" in plain:
        return "ckd-epi-2009"
    if "mdrd" in plain:
        return "mdrd"
    return (
        "schwartz-bedside"
        if "schwartz" in plain
        else "cockcroft-gault"
        if "cockcroft" in plain
        else "unknown"
    )


def _ways(printed: str) -> list[tuple[str, bool]]:
    """Return the name and what is left of it without its specimen and method, each with whether it said urine."""
    ways = [(printed, False)]
    without = _METHOD.sub("", printed)
    if without and without != printed:
        ways.append((without, bool(_URINE.search(printed[len(without) :]))))
    for name, urine in list(ways):
        plain = _QUALIFIED.sub("", name).strip(" ,;-")
        if plain and plain != name:
            ways.append((plain, urine))
        of_urine = _IN_URINE.sub("", name).strip(" ,;-")
        if of_urine and of_urine != name:
            ways.append((_QUALIFIED.sub("", of_urine).strip(" ,;-"), True))
    return ways


def _is_of_urine(analyte: Analyte) -> bool:
    return analyte.id in (*analytes.COLLECTED_URINE, "pregnancy-test") or analyte.id.startswith("urine-")
