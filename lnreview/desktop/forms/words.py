"""Words for a reader: names of lists and fields, labels of the slugs that the case file uses."""

from __future__ import annotations

from lnreview.case import analytes
from lnreview.desktop.language import noop, tr

LISTS: dict[str, tuple[str, str]] = {
    "labs": (noop("Lab results"), noop("lab result")),
    "courses": (noop("Medication courses"), noop("medication course")),
    "dispenses": (noop("Refills"), noop("refill")),
    "administrations": (noop("Administrations"), noop("administration")),
    "adherence": (noop("Adherence"), noop("adherence measure")),
    "levels": (noop("Drug levels"), noop("drug level")),
    "biopsies": (noop("Kidney biopsies"), noop("biopsy")),
    "measurements": (noop("Weight and height"), noop("measurement")),
    "blood_pressures": (noop("Blood pressure"), noop("blood pressure")),
    "comorbidities": (noop("Other conditions"), noop("condition")),
    "pregnancies": (noop("Pregnancy"), noop("statement about pregnancy")),
    "genotypes": (noop("Genetics"), noop("genetic result")),
    "other_causes": (noop("Other causes"), noop("other cause")),
    "events": (noop("Events"), noop("event")),
    "episodes": (noop("Kidney episodes"), noop("start of an episode")),
    "baselines": (noop("Baselines"), noop("choice of a baseline")),
    "disease_activity": (noop("SLEDAI-2K"), noop("SLEDAI-2K assessment")),
    "alternatives": (noop("Alternatives"), noop("alternative treatment")),
    "allergies": (noop("Allergies"), noop("allergy")),
    "attestations": (noop("Confirmed by the signer"), noop("confirmation")),
    "enclosures": (noop("Enclosures"), noop("enclosure")),
    "denials": (noop("Denials"), noop("denial")),
    "rebuttals": (noop("Answers to a denial"), noop("answer to a denial")),
    "workflow": (noop("Steps of the determination"), noop("step of the determination")),
    "conference_items": (noop("Conference"), noop("item of the conference")),
}
"""For each list of a case: its name, and what one entry of it is called."""

_FIELDS = {
    "analyte": noop("Analyte"),
    "quantity": noop("Value"),
    "activity_index": noop("Activity index"),
    "chronicity_index": noop("Chronicity index"),
    "activity_text": noop("Activity in words"),
    "chronicity_text": noop("Chronicity in words"),
    "class_text": noop("Class as reported"),
    "classes": noop("ISN/RPS class"),
    "shows_ln": noop("Shows lupus nephritis"),
    "tma": noop("TMA"),
    "range_low": noop("Range, low"),
    "range_high": noop("Range, high"),
    "findings": noop("Findings"),
    "words": noop("Result in words"),
    "known_on": noop("Known since"),
    "order": noop("Order in time"),
    "on": noop("When"),
    "what": noop("What"),
    "as_of": noop("Review as of"),
    "anchor": noop("Anchor date"),
    "age_years": noop("Age in years"),
    "age_on": noop("Age given on"),
    "npi": noop("NPI"),
    "doi": noop("DOI"),
    "url": noop("Address (URL)"),
    "payer": noop("Plan"),
    "systolic": noop("Systolic (mmHg)"),
    "diastolic": noop("Diastolic (mmHg)"),
    "days_supply": noop("Days of supply"),
    "immunofluorescence": noop("IF microscopy"),
    "crescents": noop("Crescents"),
    "code": noop("HCPCS or NDC code"),
    "diagnosis_code": noop("ICD-10-CM code"),
    "courses": noop("Courses complete"),
    "biopsies": noop("Biopsies complete"),
    "hours_after_dose": noop("Hours after dose"),
    "barriers": noop("What stood in the way"),
    "phenotype": noop("Conclusion"),
    "items": noop("Items present"),
    "items_complete": noop("All items asked for"),
    "stated_total": noop("Total as stated"),
    "window": noop("Days covered"),
    "upcr": noop("Proteinuria"),
    "kidney": noop("Kidney function"),
    "severity": noop("How severe it is"),
    "preferences": noop("What they want"),
    "circumstances": noop("Work, care, distance"),
    "team": noop("Who decides with them"),
    "endocapillary": noop("Endocapillary hypercellularity"),
    "neutrophils": noop("Neutrophils, karyorrhexis"),
    "fibrinoid_necrosis": noop("Fibrinoid necrosis (× 2)"),
    "cellular_crescents": noop("Cellular crescents (× 2)"),
    "glomerulosclerosis": noop("Sclerosis, global or segmental"),
    "criteria": noop("Judge this case by"),
    "strict_biopsy": noop("A repeat biopsy already after the first failure"),
    "egfr_tolerance": noop("eGFR counts as worse when it falls by"),
    "course_time": noop("“4-6 months” are read"),
    "regimen_pair": noop("The two regimens that count are"),
    "anti_cd20_counts": noop("A failed anti-CD20 course"),
    "complete_upcr": noop("A complete response needs a UPCR below"),
    "cni_egfr": noop("A calcineurin inhibitor needs an eGFR"),
}

_FIELDS_OF = {
    ("PersonalContext", "route"): noop("Preferred route"),
}
"""Labels that one model has for a name that others have too."""

GRADES = (
    "endocapillary", "neutrophils", "fibrinoid_necrosis", "hyaline_deposits", "cellular_crescents",
    "interstitial_inflammation", "glomerulosclerosis", "fibrous_crescents", "tubular_atrophy", "interstitial_fibrosis",
)  # fmt: skip
"""The graded items of the modified NIH indices, activity first."""
GRADE_WORDS = (noop("0 absent"), noop("1 mild"), noop("2 moderate"), noop("3 severe"))
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {"Biopsy": (noop("Grades of the NIH indices"), GRADES)}
"""By model: fields that are folded away behind a heading until they are wanted."""

AS_SET = noop("As in the criteria set")
CHOICES: dict[tuple[str, str], dict[object, str]] = {
    ("ReviewSettings", "egfr_tolerance"): {"": AS_SET, "10": "10 %", "15": "15 %", "20": "20 %"},
    ("ReviewSettings", "course_time"): {
        "": AS_SET,
        "per-regimen": noop("for each regimen, from the lower end"),
        "in-total": noop("over all regimens together"),
        "six-months-each": noop("as six months for each regimen"),
    },
    ("ReviewSettings", "regimen_pair"): {
        "": AS_SET,
        "any-two": noop("any two different ones"),
        "mycophenolate-and-cyclophosphamide": noop("one with mycophenolate, one with cyclophosphamide"),
    },
    ("ReviewSettings", "anti_cd20_counts"): {
        "": AS_SET,
        "yes": noop("counts as one of the failed regimens"),
        "no": noop("does not count as one of them"),
    },
    ("ReviewSettings", "complete_upcr"): {"": AS_SET, "0.5": noop("0.5 g/g"), "0.7": noop("0.7 g/g")},
    ("ReviewSettings", "cni_egfr"): {
        "": AS_SET,
        "above-45": noop("above 45, read as a misprint of ≤ 45"),
        "label-only": noop("as the label of the drug says, no more"),
    },
}
"""Choices that read as the end of the sentence that their label begins."""
HELP = {
    ("ReviewSettings", "criteria"): noop(
        "The definition of refractory disease by which the verdict is reached."
    ),
    ("BaselineChoice", "course"): noop("A course of the regimen that this baseline is for."),
    ("BaselineChoice", "upcr"): noop("The proteinuria result from which the response is counted."),
    ("BaselineChoice", "kidney"): noop("The creatinine or eGFR result from which the response is counted."),
}
"""Help where the record's own words speak of ids."""
EXPLAINED = ("ReviewSettings",)
"""Models whose help stands below each field, always in view: the switches of the review."""

_SLUGS = {
    "iv": noop("intravenous"),
    "sc": noop("subcutaneous"),
    "im": noop("intramuscular"),
    "ckd-epi-2021": noop("CKD-EPI 2021"),
    "ckd-epi-2009": noop("CKD-EPI 2009"),
    "mdrd": noop("MDRD"),
    "schwartz-bedside": noop("bedside Schwartz"),
    "cockcroft-gault": noop("Cockcroft-Gault"),
    "pdc": noop("PDC (proportion of days covered)"),
    "mpr": noop("MPR (medication possession ratio)"),
    "isn-rps-2018": noop("ISN/RPS 2018"),
    "isn-rps-2003": noop("ISN/RPS 2003"),
    "who": noop("WHO"),
    "auc0-12": noop("AUC 0–12 h"),
    "24-hour": noop("24-hour"),
    "first-morning": noop("first morning"),
    "nephrotic-range": noop("nephrotic range"),
    "no-response": noop("no response"),
    "follow-on": noop("follow-on"),
    "tma": noop("TMA"),
    "complement-tma": noop("complement-mediated TMA"),
    "fsgs": noop("FSGS"),
    "apl-nephropathy": noop("aPL nephropathy"),
    "cni-toxicity": noop("CNI toxicity"),
    "iga-nephropathy": noop("IgA nephropathy"),
    "atn": noop("ATN"),
    "rbc-casts": noop("red-cell casts"),
    "wbc-casts": noop("white-cell casts"),
    "dysmorphic-rbc": noop("dysmorphic red cells"),
    "10-days": noop("10 days"),
    "30-days": noop("30 days"),
    "raised-dna-binding": noop("raised DNA binding"),
    "work-or-care": noop("work or care for others"),
    "no-risk-allele": noop("no risk allele"),
    "wished-now": noop("wished for now"),
    "wished-later": noop("wished for later"),
}


def field_words(name: str, model: str = "") -> str:
    """Return the label of a field before it is translated: its own, that of its model, or made from its name."""
    own = _FIELDS_OF.get((model, name))
    return own or _FIELDS.get(name, name.replace("_", " ").capitalize())


def field_label(name: str, model: str = "") -> str:
    """Return the label of a field, with the name of its model where that has a word of its own for it."""
    label = field_words(name, model)
    return tr(label)


def slug_words(slug: str) -> str:
    """Return a slug before it is translated: `no-response` is “no response”."""
    return _SLUGS.get(slug, slug.replace("-", " "))


def slug_label(slug: str) -> str:
    """Return a slug for a reader: `no-response` is “No response”."""
    if slug in ("I", "II", "III", "IV", "V", "VI"):
        return slug
    words = slug_words(slug)
    words = tr(words)
    return words[:1].upper() + words[1:]


def analyte_label(analyte: str) -> str:
    """Return an analyte as it is printed; an unknown one as written."""
    return analytes.name(analyte)
