"""Words for a reader: names of lists and fields, labels of the slugs that the case file uses."""

from __future__ import annotations

from lnreview.case import analytes

LISTS: dict[str, tuple[str, str]] = {
    "labs": ("Lab results", "lab result"),
    "courses": ("Medication courses", "medication course"),
    "dispenses": ("Refills", "refill"),
    "administrations": ("Administrations", "administration"),
    "adherence": ("Adherence", "adherence measure"),
    "levels": ("Drug levels", "drug level"),
    "biopsies": ("Kidney biopsies", "biopsy"),
    "measurements": ("Weight and height", "measurement"),
    "blood_pressures": ("Blood pressure", "blood pressure"),
    "comorbidities": ("Other conditions", "condition"),
    "pregnancies": ("Pregnancy", "statement about pregnancy"),
    "genotypes": ("Genetics", "genetic result"),
    "other_causes": ("Other causes", "other cause"),
    "events": ("Events", "event"),
    "episodes": ("Kidney episodes", "start of an episode"),
    "baselines": ("Baselines", "choice of a baseline"),
    "disease_activity": ("SLEDAI-2K", "SLEDAI-2K assessment"),
}
"""For each list of a case: its name, and what one entry of it is called."""

_FIELDS = {
    "analyte": "Analyte",
    "quantity": "Value",
    "activity_index": "Activity index",
    "chronicity_index": "Chronicity index",
    "activity_text": "Activity in words",
    "chronicity_text": "Chronicity in words",
    "class_text": "Class as reported",
    "classes": "ISN/RPS class",
    "shows_ln": "Shows lupus nephritis",
    "tma": "TMA",
    "range_low": "Range, low",
    "range_high": "Range, high",
    "findings": "Findings",
    "words": "Result in words",
    "known_on": "Known since",
    "order": "Order in time",
    "on": "When",
    "what": "What",
    "as_of": "Review as of",
    "anchor": "Anchor date",
    "age_years": "Age in years",
    "age_on": "Age given on",
    "npi": "NPI",
    "doi": "DOI",
    "url": "Address (URL)",
    "egfr_tolerance": "eGFR tolerance",
    "strict_biopsy": "Strict biopsy setting",
    "payer": "Plan",
    "systolic": "Systolic (mmHg)",
    "diastolic": "Diastolic (mmHg)",
    "days_supply": "Days of supply",
    "immunofluorescence": "IF microscopy",
    "crescents": "Crescents",
    "code": "HCPCS or NDC code",
    "diagnosis_code": "ICD-10-CM code",
    "courses": "Courses complete",
    "biopsies": "Biopsies complete",
}

_SLUGS = {
    "iv": "intravenous",
    "sc": "subcutaneous",
    "im": "intramuscular",
    "ckd-epi-2021": "CKD-EPI 2021",
    "ckd-epi-2009": "CKD-EPI 2009",
    "mdrd": "MDRD",
    "schwartz-bedside": "bedside Schwartz",
    "cockcroft-gault": "Cockcroft-Gault",
    "pdc": "PDC (proportion of days covered)",
    "mpr": "MPR (medication possession ratio)",
    "isn-rps-2018": "ISN/RPS 2018",
    "isn-rps-2003": "ISN/RPS 2003",
    "who": "WHO",
    "auc0-12": "AUC 0–12 h",
    "24-hour": "24-hour",
    "first-morning": "first morning",
    "nephrotic-range": "nephrotic range",
    "no-response": "no response",
    "follow-on": "follow-on",
    "tma": "TMA",
    "complement-tma": "complement-mediated TMA",
    "fsgs": "FSGS",
    "apl-nephropathy": "aPL nephropathy",
    "cni-toxicity": "CNI toxicity",
    "iga-nephropathy": "IgA nephropathy",
    "atn": "ATN",
    "rbc-casts": "red-cell casts",
    "wbc-casts": "white-cell casts",
    "dysmorphic-rbc": "dysmorphic red cells",
}


def field_label(name: str) -> str:
    """Return the label of a field."""
    return _FIELDS.get(name, name.replace("_", " ").capitalize())


def slug_label(slug: str) -> str:
    """Return a slug for a reader: `no-response` is “No response”."""
    if slug in ("I", "II", "III", "IV", "V", "VI"):
        return slug
    words = _SLUGS.get(slug, slug.replace("-", " "))
    return words[:1].upper() + words[1:]


def analyte_label(analyte: str) -> str:
    """Return an analyte as it is printed; an unknown one as written."""
    return analytes.name(analyte)
