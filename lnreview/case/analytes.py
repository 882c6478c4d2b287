"""The analytes that the review understands: names, the unit they are judged in, and the kinds of unit accepted.

Other analytes stay in the record and are shown; they are not judged. An albumin-to-creatinine ratio, a dipstick or a
protein concentration is never read as UPCR.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lnreview.case.names import folded


@dataclass(frozen=True)
class Analyte:
    """An analyte: its id in the case file, its name on paper, the unit it is judged in, the unit kinds accepted."""

    id: str
    name: str
    unit: str
    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()


ANALYTES: tuple[Analyte, ...] = (
    Analyte("upcr", "UPCR", "g/g", ("ratio",), ("uprotein/creatinine", "protein/creatinine ratio", "upr/cr", "pcr urine", "urine protein/creatinine ratio", "spot upcr", "protein-to-creatinine ratio")),
    Analyte("urine-protein-24h", "24-hour urine protein", "g/d", ("mass per day",), ("proteinuria 24h", "24 h protein", "24-h protein", "urine protein 24h", "24h proteinuria", "24-hour proteinuria", "24 h urine protein")),
    Analyte("proteinuria", "Proteinuria", "", (), ("urine protein",)),
    Analyte("uacr", "UACR", "mg/g", ("ratio",), ("albumin/creatinine ratio", "urine albumin/creatinine ratio")),
    Analyte("creatinine", "Serum creatinine", "mg/dL", ("concentration", "molar"), ("serum creatinine", "scr", "creatinine, serum")),
    Analyte("egfr", "eGFR", "mL/min/{1.73_m2}", ("filtration, indexed", "filtration"), ("gfr", "estimated gfr")),
    Analyte("albumin", "Serum albumin", "g/dL", ("concentration",), ("serum albumin",)),
    Analyte("c3", "C3", "mg/dL", ("concentration",), ("complement c3",)),
    Analyte("c4", "C4", "mg/dL", ("concentration",), ("complement c4",)),
    Analyte("complement", "Complement", "", (), ("complements", "c3/c4")),
    Analyte("anti-dsdna", "Anti-dsDNA", "", ("international units", "arbitrary units"), ("dsdna", "anti-dna", "anti dsdna", "ds-dna", "anti-ds-dna", "antidsdna")),
    Analyte("urine-sediment", "Urine sediment", "", (), ("sediment", "urinalysis", "urine microscopy")),
    Analyte("urine-rbc", "Urine erythrocytes", "/[HPF]", ("per field",), ("hematuria", "haematuria", "rbc urine", "urine red cells")),
    Analyte("urine-wbc", "Urine leukocytes", "/[HPF]", ("per field",), ("pyuria",)),
    Analyte("haemoglobin", "Haemoglobin", "g/dL", ("concentration",), ("hemoglobin", "hb")),
    Analyte("platelets", "Platelets", "10*9/L", ("cell count",), ("platelet count",)),
    Analyte("wbc", "Leukocytes", "10*9/L", ("cell count",), ("white cells", "leukocyte count")),
    Analyte("ldh", "LDH", "", (), ("lactate dehydrogenase",)),
    Analyte("haptoglobin", "Haptoglobin", "", (), ()),
    Analyte("schistocytes", "Schistocytes", "", (), ("fragmentocytes",)),
    Analyte("ana", "ANA", "", (), ("antinuclear antibody",)),
    Analyte("anti-sm", "Anti-Sm", "", (), ()),
    Analyte("lupus-anticoagulant", "Lupus anticoagulant", "", (), ("la",)),
    Analyte("anticardiolipin", "Anticardiolipin", "", (), ("acl",)),
    Analyte("anti-beta2gp1", "Anti-β2-glycoprotein I", "", (), ("beta2gp1", "anti-beta2-glycoprotein i", "b2gp1")),
    Analyte("antiphospholipid", "Antiphospholipid antibodies", "", (), ("apl", "antiphospholipid antibodies")),
    Analyte("adamts13", "ADAMTS13", "", (), ()),
    Analyte("hbsag", "HBsAg", "", (), ("hepatitis b surface antigen",)),
    Analyte("anti-hbc", "Anti-HBc", "", (), ("hepatitis b core antibody", "hbcab")),
    Analyte("anti-hcv", "Anti-HCV", "", (), ("hepatitis c antibody",)),
    Analyte("hiv", "HIV", "", (), ()),
    Analyte("tb-test", "Tuberculosis test", "", (), ("igra", "quantiferon")),
    Analyte("igg", "IgG", "", ("concentration",), ("immunoglobulin g",)),
    Analyte("pregnancy-test", "Pregnancy test", "", (), ("hcg", "beta-hcg")),
    Analyte("urine-culture", "Urine culture", "", (), ()),
    Analyte("hba1c", "HbA1c", "%", ("share",), ("glycated haemoglobin", "glycated hemoglobin", "a1c")),
    Analyte("ldl-cholesterol", "LDL cholesterol", "mg/dL", ("concentration", "molar"), ("ldl", "ldl-c")),
    Analyte("urine-scd163", "Urinary soluble CD163", "", (), ("scd163", "uscd163", "urinary scd163", "urine soluble cd163")),
    Analyte("urine-mcp1", "Urinary MCP-1", "", (), ("mcp-1", "umcp-1", "urine mcp-1")),
    Analyte("urine-ngal", "Urinary NGAL", "", (), ("ngal", "ungal", "urine ngal")),
    Analyte("urine-tweak", "Urinary TWEAK", "", (), ("tweak", "utweak", "urine tweak")),
    Analyte("urine-vcam1", "Urinary VCAM-1", "", (), ("vcam-1", "uvcam-1", "urine vcam-1")),
    Analyte("anti-c1q", "Anti-C1q", "", (), ("anti-c1q antibodies", "c1q antibodies")),
    Analyte("potassium", "Potassium", "mmol/L", ("molar",), ("k",)),
    Analyte("urea", "Urea", "mmol/L", ("molar", "concentration"), ("bun",)),
    Analyte("sledai-2k", "SLEDAI-2K", "1", ("number",), ("sledai",)),
)  # fmt: skip
"""Known analytes."""

PROTEINURIA = ("upcr", "urine-protein-24h")
"""Analytes that measure proteinuria; g/d and g/g are read as about equal, the 24-hour value first."""


@cache
def find(name: str) -> Analyte | None:
    """Return the analyte that an id or a usual name names, or `None`."""
    wanted = folded(name)
    for analyte in ANALYTES:
        if wanted in {folded(text) for text in (analyte.id, analyte.name, *analyte.names)}:
            return analyte
    return None


def name(analyte: str) -> str:
    """Return the name of an analyte as printed; an unknown one as written."""
    found = find(analyte)
    return found.name if found else analyte
