"""The abbreviations that a document prints, each explained once, so that no reader has to know them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lnreview.letters.document import Block, Paragraph, References, Run, texts

EXPANSIONS: dict[str, str] = {
    "ACEi": "angiotensin-converting-enzyme inhibitor",
    "ACR": "American College of Rheumatology",
    "ADAMTS13": "an enzyme of blood clotting, low in thrombotic thrombocytopenic purpura",
    "AI": "activity index",
    "ANA": "antinuclear antibodies",
    "ANCA": "antineutrophil cytoplasmic antibodies",
    "aPL": "antiphospholipid antibodies",
    "APOL1": "a gene that bears on kidney disease",
    "ARB": "angiotensin-receptor blocker",
    "AUC": "area under the curve, the exposure to a drug over time",
    "AUC0-12": "exposure to a drug over 12 hours, as an area under the curve",
    "AURORA": "name of a trial of voclosporin",
    "AZA": "azathioprine",
    "BCBS": "Blue Cross Blue Shield",
    "bid": "twice a day",
    "BLISS-LN": "name of a trial of belimumab",
    "BP": "blood pressure",
    "BTK": "Bruton's tyrosine kinase, the target of a group of drugs",
    "C3": "complement component 3",
    "C4": "complement component 4",
    "CAR": "chimeric antigen receptor",
    "CD19": "a marker of B cells",
    "CD20": "a marker of B cells, the target of anti-CD20 drugs",
    "CD38": "a marker of plasma cells, the target of daratumumab",
    "CFR": "Code of Federal Regulations",
    "CHIP": "Children's Health Insurance Program",
    "CI": "chronicity index",
    "CKD-EPI": "Chronic Kidney Disease Epidemiology Collaboration, an equation for kidney function",
    "CMS": "Centers for Medicare and Medicaid Services",
    "CNI": "calcineurin inhibitor",
    "CNS": "central nervous system",
    "COVID-19": "coronavirus disease 2019",
    "CRP": "C-reactive protein",
    "CRR": "complete renal response",
    "CYC": "cyclophosphamide",
    "CYP3A4": "a liver enzyme that breaks down drugs",
    "DEA": "Drug Enforcement Administration",
    "DNA": "deoxyribonucleic acid",
    "dsDNA": "double-stranded deoxyribonucleic acid",
    "eGFR": "estimated glomerular filtration rate",
    "EM": "electron microscopy",
    "ERA-EDTA": "European Renal Association",
    "ERISA": "Employee Retirement Income Security Act",
    "ESKD": "end-stage kidney disease",
    "EULAR": "European Alliance of Associations for Rheumatology",
    "FDA": "United States Food and Drug Administration",
    "G6PD": "an enzyme of red blood cells",
    "GC": "glucocorticoid",
    "HBc": "hepatitis B core",
    "HBsAg": "hepatitis B surface antigen",
    "HBV": "hepatitis B virus",
    "HCPCS": "codes of drugs and services (Healthcare Common Procedure Coding System)",
    "HCQ": "hydroxychloroquine",
    "HCSC": "Health Care Service Corporation",
    "HCV": "hepatitis C virus",
    "HIV": "human immunodeficiency virus",
    "ICD-10-CM": "codes of diagnoses (International Classification of Diseases)",
    "IEHP": "Inland Empire Health Plan",
    "IgA": "immunoglobulin A",
    "IgG": "immunoglobulin G",
    "IgM": "immunoglobulin M",
    "IM": "into a muscle",
    "ISN/RPS": "the classes of lupus nephritis (International Society of Nephrology, Renal Pathology Society)",
    "IU": "international units",
    "IVIG": "intravenous immunoglobulin",
    "JAK": "Janus kinase, the target of a group of drugs",
    "JW": "mark of a claim line for what was discarded of a single-dose container",
    "JZ": "mark of a claim line that nothing was discarded of a single-dose container",
    "KDIGO": "Kidney Disease: Improving Global Outcomes",
    "LDH": "lactate dehydrogenase",
    "LN": "lupus nephritis",
    "LUNAR": "name of a trial of rituximab",
    "MMF": "mycophenolate mofetil",
    "MPA": "mycophenolic acid",
    "MPAA": "mycophenolic acid analogue",
    "mpaa": "mycophenolic acid analogue",
    "NC": "North Carolina",
    "NCQA": "National Committee for Quality Assurance",
    "NDC": "National Drug Code",
    "NIH": "United States National Institutes of Health",
    "NOBILITY": "name of a trial of obinutuzumab",
    "NPI": "National Provider Identifier",
    "NSAID": "anti-inflammatory pain reliever",
    "PDC": "proportion of days covered by refills",
    "PLASMIC": "name of a score for thrombotic thrombocytopenic purpura",
    "PML": "progressive multifocal leukoencephalopathy, a brain infection",
    "PRR": "partial renal response",
    "QT": "an interval of the electrocardiogram",
    "RAAS": "renin-angiotensin-aldosterone system",
    "RBC": "red blood cells",
    "REGENCY": "name of a trial of obinutuzumab",
    "SC": "under the skin",
    "SCr": "serum creatinine",
    "SGLT2": "sodium-glucose cotransporter 2",
    "SLE": "systemic lupus erythematosus",
    "SLEDAI-2K": "a score of lupus activity",
    "TB": "tuberculosis",
    "tid": "three times a day",
    "TMA": "thrombotic microangiopathy",
    "TPMT": "thiopurine methyltransferase, an enzyme that breaks down azathioprine",
    "TTP": "thrombotic thrombocytopenic purpura",
    "UPCR": "urine protein/creatinine ratio",
    "WBC": "white blood cells",
    "WHO": "World Health Organization",
}
"""Each abbreviation in the sense that our documents use, spelled as it is printed."""

ROUTE = "IV"
"""Into a vein where it stands behind a dose; behind “class” it is a Roman numeral."""
_ROUTE_WORDS = "into a vein"
_BEHIND_A_DOSE = re.compile(
    r"(?:\b(?:mg|g|mg/kg|mg/m[2²]|daily|weekly|weeks?|monthly|days?)|,)\s+IV\b(?!\s*\+)"
)


def explained(blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
    """Return one line that explains the abbreviations of some blocks in alphabetical order; nothing where there are none.

    The titles in a list of references are the words of others and are left as they are.
    """
    told = "\n".join(text for block in blocks if not isinstance(block, References) for text in texts(block))
    found = {short: meaning for short, meaning in EXPANSIONS.items() if _stands_in(short, told)}
    if _BEHIND_A_DOSE.search(told):
        found[ROUTE] = _ROUTE_WORDS
    if not found:
        return ()
    items = "; ".join(f"{short}, {found[short]}" for short in sorted(found, key=str.casefold))
    return (Paragraph((Run("Abbreviations: ", "strong"), Run(f"{items}.")), "note", fixed=True),)


def _stands_in(short: str, told: str) -> bool:
    """Tell whether an abbreviation stands in a text as a word of its own, also in the plural or behind a hyphen."""
    if short not in told:
        return False
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(short)}s?(?![A-Za-z0-9])", told) is not None
