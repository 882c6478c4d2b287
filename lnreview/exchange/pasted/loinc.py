"""LOINC codes as hints to the analytes that the record knows (codes of the Regenstrief Institute, loinc.org).

Only those that the code tables of this program use or accept; their status is secondary or unverified, so a code settles
nothing against a name. What is similar and wrong for the purpose stands nowhere here: a ratio of another quantity (34366-5), a protein concentration (2888-6), an eGFR by another equation
than CKD-EPI 2021 (62238-1, 33914-3), which the printed name has to tell.
"""

from __future__ import annotations

LOINC: dict[str, str] = {
    code: analyte
    for analyte, codes in {
        "upcr": "2890-2 13801-6 60678-0 40486-3",
        "urine-protein-24h": "2889-4",
        "creatinine": "2160-0 14682-9 38483-4",
        "egfr": "98979-8 98980-6",
        "albumin": "1751-7 2862-1",
        "c3": "4485-9",
        "c4": "4498-2",
        "anti-dsdna": "5130-0 33800-4 32677-7",
        "igg": "2465-3",
        "hbsag": "5196-1",
        "anti-hbc": "13952-7 16933-4",
        "anti-hcv": "16128-1",
        "urine-rbc": "13945-1",
        "potassium": "2823-3 6298-4",
    }.items()
    for code in codes.split()
}
"""Analyte by LOINC code."""
