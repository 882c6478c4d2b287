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
    "alternatives": ("Alternatives", "alternative treatment"),
    "allergies": ("Allergies", "allergy"),
    "attestations": ("Confirmed by the signer", "confirmation"),
    "enclosures": ("Enclosures", "enclosure"),
    "denials": ("Denials", "denial"),
    "rebuttals": ("Answers to a denial", "answer to a denial"),
    "workflow": ("Steps of the determination", "step of the determination"),
    "conference_items": ("Conference", "item of the conference"),
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
    "hours_after_dose": "Hours after dose",
    "barriers": "What stood in the way",
    "phenotype": "Conclusion",
    "items": "Items present",
    "items_complete": "All items asked for",
    "stated_total": "Total as stated",
    "window": "Days covered",
    "upcr": "Proteinuria",
    "kidney": "Kidney function",
    "severity": "How severe it is",
    "preferences": "What they want",
    "circumstances": "Work, care, distance",
    "team": "Who decides with them",
    "endocapillary": "Endocapillary hypercellularity",
    "neutrophils": "Neutrophils, karyorrhexis",
    "fibrinoid_necrosis": "Fibrinoid necrosis (× 2)",
    "cellular_crescents": "Cellular crescents (× 2)",
    "glomerulosclerosis": "Sclerosis, global or segmental",
    "criteria": "Judge this case by",
    "strict_biopsy": "A repeat biopsy already after the first failure",
    "egfr_tolerance": "eGFR counts as worse when it falls by",
    "course_time": "“4-6 months” are read",
    "regimen_pair": "The two regimens that count are",
    "anti_cd20_counts": "A failed anti-CD20 course",
    "complete_upcr": "A complete response needs a UPCR below",
    "cni_egfr": "A calcineurin inhibitor needs an eGFR",
}

_FIELDS_OF = {
    ("PersonalContext", "route"): "Preferred route",
}
"""Labels that one model has for a name that others have too."""

GRADES = (
    "endocapillary", "neutrophils", "fibrinoid_necrosis", "hyaline_deposits", "cellular_crescents",
    "interstitial_inflammation", "glomerulosclerosis", "fibrous_crescents", "tubular_atrophy", "interstitial_fibrosis",
)  # fmt: skip
"""The graded items of the modified NIH indices, activity first."""
GRADE_WORDS = ("0 absent", "1 mild", "2 moderate", "3 severe")
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {"Biopsy": ("Grades of the NIH indices", GRADES)}
"""By model: fields that are folded away behind a heading until they are wanted."""

AS_SET = "As in the criteria set"
CHOICES: dict[tuple[str, str], dict[object, str]] = {
    ("ReviewSettings", "egfr_tolerance"): {"": AS_SET, "10": "10 %", "15": "15 %", "20": "20 %"},
    ("ReviewSettings", "course_time"): {
        "": AS_SET,
        "per-regimen": "for each regimen, from the lower end",
        "in-total": "over all regimens together",
        "six-months-each": "as six months for each regimen",
    },
    ("ReviewSettings", "regimen_pair"): {
        "": AS_SET,
        "any-two": "any two different ones",
        "mycophenolate-and-cyclophosphamide": "one with mycophenolate, one with cyclophosphamide",
    },
    ("ReviewSettings", "anti_cd20_counts"): {
        "": AS_SET,
        "yes": "counts as one of the failed regimens",
        "no": "does not count as one of them",
    },
    ("ReviewSettings", "complete_upcr"): {"": AS_SET, "0.5": "0.5 g/g", "0.7": "0.7 g/g"},
    ("ReviewSettings", "cni_egfr"): {
        "": AS_SET,
        "above-45": "above 45, read as a misprint of ≤ 45",
        "label-only": "as the label of the drug says, no more",
    },
}
"""Choices that read as the end of the sentence that their label begins."""
HELP = {
    ("ReviewSettings", "criteria"): "The definition of refractory disease by which the verdict is reached.",
    ("BaselineChoice", "course"): "A course of the regimen that this baseline is for.",
    ("BaselineChoice", "upcr"): "The proteinuria result from which the response is counted.",
    ("BaselineChoice", "kidney"): "The creatinine or eGFR result from which the response is counted.",
}
"""Help where the record's own words speak of ids."""
EXPLAINED = ("ReviewSettings",)
"""Models whose help stands below each field, always in view: the switches of the review."""

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
    "10-days": "10 days",
    "30-days": "30 days",
    "raised-dna-binding": "raised DNA binding",
    "work-or-care": "work or care for others",
    "no-risk-allele": "no risk allele",
    "wished-now": "wished for now",
    "wished-later": "wished for later",
}


def field_label(name: str, model: str = "") -> str:
    """Return the label of a field, with the name of its model where that has a word of its own for it."""
    own = _FIELDS_OF.get((model, name))
    return own or _FIELDS.get(name, name.replace("_", " ").capitalize())


def slug_label(slug: str) -> str:
    """Return a slug for a reader: `no-response` is “No response”."""
    if slug in ("I", "II", "III", "IV", "V", "VI"):
        return slug
    words = _SLUGS.get(slug, slug.replace("-", " "))
    return words[:1].upper() + words[1:]


def analyte_label(analyte: str) -> str:
    """Return an analyte as it is printed; an unknown one as written."""
    return analytes.name(analyte)
