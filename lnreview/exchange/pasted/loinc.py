"""LOINC codes of the analytes that the record knows (codes of the Regenstrief Institute, loinc.org).

Only codes whose unit-bearing property is that of the analyte: a protein concentration (2888-6) is no ratio and stands
nowhere here.
"""

from __future__ import annotations

LOINC: dict[str, str] = {
    code: analyte
    for analyte, codes in {
        "upcr": "2890-2 13801-6 34366-5 40486-3",
        "urine-protein-24h": "2889-4",
        "proteinuria": "20454-5",
        "uacr": "9318-7 14959-1 14585-4 30000-4 32294-1",
        "creatinine": "2160-0 14682-9 38483-4",
        "egfr": "33914-3 62238-1 98979-8 77147-7",
        "albumin": "1751-7 61151-7 61152-5",
        "c3": "4485-9",
        "c4": "4498-2",
        "anti-dsdna": "5130-0",
        "urine-rbc": "13945-1",
        "urine-wbc": "5821-4",
        "haemoglobin": "718-7",
        "platelets": "777-3 26515-7",
        "wbc": "6690-2 26464-8",
        "ldh": "2532-0 14804-9",
        "haptoglobin": "4542-7",
        "igg": "2465-3",
        "hbsag": "5195-3 5196-1",
        "hba1c": "4548-4",
        "ldl-cholesterol": "2089-1 13457-7 18262-6",
        "potassium": "2823-3",
        "urea": "3094-0 22664-7",
    }.items()
    for code in codes.split()
}
"""Analyte by LOINC code."""
