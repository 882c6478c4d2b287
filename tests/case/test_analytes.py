"""Names of analytes as laboratories print them, and what must never be read as proteinuria."""

import pytest

from lnreview.case import analytes
from lnreview.case.analytes import ANALYTES, PROTEINURIA, find, name
from lnreview.case.quantities import find_unit

NAMES = {
    "upcr": "UPCR; uPCR; uProtein/Creatinine; Protein/Creatinine ratio; protein-to-creatinine ratio; UPr/Cr; PCR urine; "
    "urine protein/creatinine ratio; spot UPCR",
    "urine-protein-24h": "24-hour urine protein; proteinuria 24h; 24 h protein; 24-h protein; urine protein 24h; 24h proteinuria; "
    "24-hour proteinuria; 24 h urine protein; urine protein, 24 h",
    "proteinuria": "Proteinuria; urine protein",
    "uacr": "UACR; albumin/creatinine ratio; urine albumin/creatinine ratio",
    "creatinine": "creatinine; Serum creatinine; SCr; creatinine, serum",
    "egfr": "eGFR; GFR; estimated GFR",
    "albumin": "albumin; Serum albumin",
    "c3": "C3; complement C3",
    "c4": "C4; complement C4",
    "complement": "Complement; complements; C3/C4",
    "anti-dsdna": "anti-dsDNA; dsDNA; ds-DNA; anti-DNA; anti dsDNA; anti-ds-DNA; antidsDNA",
    "urine-sediment": "urine sediment; sediment; urinalysis; urine microscopy",
    "urine-rbc": "urine erythrocytes; hematuria; haematuria; RBC urine; urine red cells",
    "urine-wbc": "urine leukocytes; pyuria",
    "haemoglobin": "haemoglobin; hemoglobin; Hb",
    "platelets": "platelets; platelet count",
    "wbc": "WBC; leukocytes; white cells; leukocyte count",
    "ldh": "LDH; lactate dehydrogenase",
    "haptoglobin": "haptoglobin",
    "schistocytes": "schistocytes; fragmentocytes",
    "ana": "ANA; antinuclear antibody",
    "anti-sm": "anti-Sm",
    "lupus-anticoagulant": "lupus anticoagulant; LA",
    "anticardiolipin": "anticardiolipin; aCL",
    "anti-beta2gp1": "anti-β2-glycoprotein I; anti-beta2-glycoprotein I; beta2GP1; b2gp1",
    "antiphospholipid": "antiphospholipid antibodies; aPL; antiphospholipid",
    "adamts13": "ADAMTS13; ADAMTS-13",
    "hbsag": "HBsAg; hepatitis B surface antigen",
    "anti-hbc": "anti-HBc; hepatitis B core antibody; HBcAb",
    "anti-hcv": "anti-HCV; hepatitis C antibody",
    "hiv": "HIV",
    "tb-test": "tuberculosis test; IGRA; QuantiFERON; TB test",
    "igg": "IgG; immunoglobulin G",
    "pregnancy-test": "pregnancy test; hCG; beta-hCG",
    "urine-culture": "urine culture",
    "hba1c": "HbA1c; glycated haemoglobin; glycated hemoglobin; A1c",
    "ldl-cholesterol": "LDL cholesterol; LDL; LDL-C",
    "urine-scd163": "urinary soluble CD163; sCD163; usCD163; urinary sCD163; urine soluble CD163",
    "urine-mcp1": "urinary MCP-1; MCP-1; uMCP-1; urine MCP-1",
    "urine-ngal": "urinary NGAL; NGAL; uNGAL; urine NGAL",
    "urine-tweak": "urinary TWEAK; TWEAK; uTWEAK; urine TWEAK",
    "urine-vcam1": "urinary VCAM-1; VCAM-1; uVCAM-1; urine VCAM-1",
    "anti-c1q": "anti-C1q; anti-C1q antibodies; C1q antibodies",
    "potassium": "potassium; K",
    "urea": "urea; BUN",
    "sledai-2k": "SLEDAI-2K; SLEDAI",
}
"""By id: the names by which reports print it."""


@pytest.mark.parametrize("id", NAMES)
def test_an_analyte_is_found_by_each_of_its_usual_names(id):
    for printed in NAMES[id].split("; "):
        found = find(printed)
        assert found is not None, printed
        assert found.id == id, printed


def test_no_analyte_is_left_untried():
    assert {analyte.id for analyte in ANALYTES} == set(NAMES)


@pytest.mark.parametrize(
    "text", ["urine protein concentration", "protein", "albumin urine", "creatinine clearance", "", "urine"]
)
def test_a_name_that_is_not_known_is_printed_as_written_and_is_nothing_else(text):
    assert find(text) is None
    assert name(text) == text


def test_an_analyte_is_printed_by_its_name():
    assert (name("uprotein/creatinine"), name("scr"), name("dsdna")) == (
        "UPCR",
        "Serum creatinine",
        "Anti-dsDNA",
    )
    assert name("wbc") == "Leukocytes"


def test_albumin_and_words_are_never_proteinuria_that_is_measured():
    assert set(PROTEINURIA) == {"upcr", "urine-protein-24h"}
    for text in ("uacr", "proteinuria", "urine protein", "albumin", "dipstick"):
        found = find(text)
        assert found is None or found.id not in PROTEINURIA


def test_no_name_stands_for_two_analytes():
    told: dict[str, str] = {}
    for analyte in ANALYTES:
        for text in (analyte.id, analyte.name, *analyte.names):
            assert told.setdefault(analytes.folded(text), analyte.id) == analyte.id, text


def test_each_analyte_is_judged_in_a_unit_of_a_kind_that_it_accepts():
    for analyte in ANALYTES:
        if analyte.unit:
            found = find_unit(analyte.unit)
            assert found is not None, analyte.id
            assert found.kind in analyte.kinds, analyte.id


@pytest.mark.parametrize(
    ("id", "units"),
    [
        ("upcr", "g/g mg/g mg/mmol mg/mg"), ("urine-protein-24h", "g/d mg/d"), ("uacr", "mg/g mg/mmol"),
        ("creatinine", "mg/dL umol/L mmol/L"), ("egfr", "mL/min/{1.73_m2} mL/min"), ("albumin", "g/dL g/L"),
        ("c3", "mg/dL g/L"), ("c4", "mg/dL g/L"), ("anti-dsdna", "[IU]/mL [arb'U]/mL"), ("urine-rbc", "/[HPF]"),
        ("urine-wbc", "/[HPF]"), ("haemoglobin", "g/dL g/L"), ("platelets", "10*9/L /uL"), ("wbc", "10*9/L"),
        ("igg", "g/L mg/dL"), ("hba1c", "%"), ("ldl-cholesterol", "mg/dL mmol/L"), ("potassium", "mmol/L"),
        ("urea", "mmol/L mg/dL"), ("sledai-2k", "1"),
    ],
)  # fmt: skip
def test_the_units_that_laboratories_print_are_accepted(id, units):
    for code in units.split():
        assert find_unit(code).kind in find(id).kinds
