"""The analytes that the review understands: names (as reports print them, in several languages), the unit they are judged in, and the kinds of unit accepted.

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
    Analyte("upcr", "UPCR", "g/g", ("ratio",), ("uprotein/creatinine", "protein/creatinine ratio", "upr/cr", "pcr urine", "urine protein/creatinine ratio", "spot upcr", "protein-to-creatinine ratio", "protein/creat ratio", "prot/creat", "prot/creat ratio", "protein/creat", "protein/creatinine", "protein creatinine ratio urine", "protein/creat ratio, urine", "prot/creat ratio, urine", "urine prot/creat ratio", "urine protein/creat ratio", "urine protein/creat", "urine protein/creatinine", "total protein/creatinine ratio", "urine total protein/creatinine ratio", "upc", "p/c ratio", "urine p/c ratio", "protein-kreatinin-quotient", "protein/kreatinin", "protein-kreatinin-ratio", "eiweiß/kreatinin-quotient", "protein/krea", "rapport protéinurie/créatininurie", "protéinurie/créatininurie", "rapport protéines/créatinine", "białko/kreatynina", "wskaźnik białko/kreatynina", "upcr random")),
    Analyte("urine-protein-24h", "24-hour urine protein", "g/d", ("mass per day",), ("proteinuria 24h", "24 h protein", "24-h protein", "urine protein 24h", "24h proteinuria", "24-hour proteinuria", "24 h urine protein", "protein, 24h urine", "protein 24 hour urine", "protein urine 24 hour", "total protein, 24h urine", "total protein 24 hour urine", "protein excretion 24h", "24h protein excretion", "protein im 24h-urin", "eiweiß im 24h-urin", "protein im 24-h-sammelurin", "protéinurie des 24h", "protéinurie 24h", "protéinurie des 24 heures", "białko w dzm", "dobowa utrata białka", "dobowe wydalanie białka", "białkomocz dobowy")),
    Analyte("proteinuria", "Proteinuria", "", (), ("urine protein", "protein, urine", "protein ua", "protéinurie", "białko w moczu", "eiweiß im urin", "protein im urin", "proteinurie", "białkomocz")),
    Analyte("uacr", "UACR", "mg/g", ("ratio",), ("albumin/creatinine ratio", "urine albumin/creatinine ratio", "albumin/creat ratio", "albumin/creat ratio, urine", "alb/creat ratio", "urine albumin/creat ratio", "microalbumin/creat ratio", "microalb/creat ratio", "microalbumin/creatinine ratio", "albumin/creatinine ratio, urine", "acr", "urine acr", "albumin/kreatinin-quotient", "albuminurie/créatininurie", "albumina/kreatynina")),
    Analyte("creatinine", "Serum creatinine", "mg/dL", ("concentration", "molar"), ("serum creatinine", "scr", "creatinine, serum", "kreatinin", "krea", "kreatinin im serum", "s-kreatinin", "kreatinin i.s.", "créatinine", "créatininémie", "créatinine plasmatique", "kreatynina", "kreatynina w surowicy", "creatinina", "creat", "crea", "cr", "s-creatinine", "creatinine level", "creatinine plasma", "plasma creatinine", "blood creatinine")),
    Analyte("egfr", "eGFR", "mL/min/{1.73_m2}", ("filtration, indexed", "filtration"), ("gfr", "estimated gfr", "egfr ckd-epi", "ckd-epi egfr", "ckd-epi", "egfr ckd-epi 2021", "egfr (ckd-epi 2009)", "gfr ckd-epi", "egfr creatinine", "egfrcr", "egfr mdrd", "gfr mdrd", "gfr, estimated", "est gfr", "estimated glomerular filtration rate", "glomerular filtration rate", "glomeruläre filtrationsrate", "egfr nach ckd-epi", "gfr nach ckd-epi", "dfg", "dfge", "dfg estimé", "dfg ckd-epi", "débit de filtration glomérulaire", "dfg estimé ckd-epi", "przesączanie kłębuszkowe")),
    Analyte("albumin", "Serum albumin", "g/dL", ("concentration",), ("serum albumin", "albumin, serum", "s-albumin", "albumin i.s.", "albumine", "albuminémie", "albumina", "albumina w surowicy", "alb", "albumin level", "plasma albumin")),
    Analyte("c3", "C3", "mg/dL", ("concentration",), ("complement c3", "c3 complement", "complement component 3", "complement c3c", "c3c", "complement c3, serum", "komplement c3", "c3-komplement", "komplement c3c", "complément c3", "c3 du complément", "dopełniacz c3", "składnik c3 dopełniacza", "składowa c3 dopełniacza")),
    Analyte("c4", "C4", "mg/dL", ("concentration",), ("complement c4", "c4 complement", "complement component 4", "complement c4c", "c4c", "complement c4, serum", "komplement c4", "c4-komplement", "complément c4", "c4 du complément", "dopełniacz c4", "składnik c4 dopełniacza", "składowa c4 dopełniacza")),
    Analyte("complement", "Complement", "", (), ("complements", "c3/c4")),
    Analyte("anti-dsdna", "Anti-dsDNA", "", ("international units", "arbitrary units"), ("dsdna", "anti-dna", "anti dsdna", "ds-dna", "anti-ds-dna", "antidsdna", "dsdna ab", "dsdna antibody", "dsdna antibodies", "anti-dsdna ab", "anti-dsdna antibody", "anti-dsdna antibodies", "anti-dsdna igg", "dsdna igg", "dna (ds) antibody", "dna ds ab", "dna double-stranded ab", "double stranded dna ab", "double-stranded dna antibody", "anti-double stranded dna", "anti-dna (ds)", "dna antibody", "anti-dna ab", "anti-dsdna-ak", "dsdna-ak", "anti-dsdna-antikörper", "ds-dna-antikörper", "anti-dna natifs", "anticorps anti-dna natifs", "anti-adn", "anti-adn natifs", "anticorps anti-adn natifs", "ac anti-adn natif", "anti-adn natif", "p/c anty-dsdna", "anty-dsdna", "przeciwciała anty-dsdna", "p-ciała anty-dsdna")),
    Analyte("urine-sediment", "Urine sediment", "", (), ("sediment", "urinalysis", "urine microscopy", "urinsediment", "harnsediment", "sédiment urinaire", "osad moczu", "urine sediment microscopy")),
    Analyte("urine-rbc", "Urine erythrocytes", "/[HPF]", ("per field",), ("hematuria", "haematuria", "rbc urine", "urine red cells", "rbc ua", "rbc/hpf", "erythrocytes urine", "red blood cells, urine", "erythrozyten im urin", "hématies urinaires", "erytrocyty w moczu", "hématurie")),
    Analyte("urine-wbc", "Urine leukocytes", "/[HPF]", ("per field",), ("pyuria", "wbc, urine", "wbc ua", "wbc/hpf", "leukocytes urine", "white blood cells, urine", "leukozyten im urin", "leucocytes urinaires", "leukocyty w moczu", "leucocyturie")),
    Analyte("haemoglobin", "Haemoglobin", "g/dL", ("concentration",), ("hemoglobin", "hb", "hgb", "hämoglobin", "hémoglobine", "hemoglobina")),
    Analyte("platelets", "Platelets", "10*9/L", ("cell count",), ("platelet count", "plt", "thrombocytes", "thrombozyten", "plaquettes", "płytki krwi", "płytki", "plt count")),
    Analyte("wbc", "Leukocytes", "10*9/L", ("cell count",), ("white cells", "leukocyte count", "white blood cell count", "white blood cells", "white blood count", "wbc count", "leukozyten", "leucocytes", "leukocyty", "krwinki białe")),
    Analyte("ldh", "LDH", "", (), ("lactate dehydrogenase", "ld", "lactate dehydrogenase (ld)", "laktatdehydrogenase", "dehydrogenaza mleczanowa", "lactate déshydrogénase")),
    Analyte("haptoglobin", "Haptoglobin", "", (), ("haptoglobine", "haptoglobina")),
    Analyte("schistocytes", "Schistocytes", "", (), ("fragmentocytes", "schistozyten", "fragmentozyten", "schizocytes", "schistocyty")),
    Analyte("ana", "ANA", "", (), ("antinuclear antibody", "antinuclear antibodies", "ana screen", "ana titer", "antinukleäre antikörper", "facteurs antinucléaires", "anticorps antinucléaires", "przeciwciała przeciwjądrowe")),
    Analyte("anti-sm", "Anti-Sm", "", (), ("smith antibody", "sm antibody", "anti-smith", "sm ab", "anti-sm-ak", "anti-sm antibody")),
    Analyte("lupus-anticoagulant", "Lupus anticoagulant", "", (), ("la", "lupus anticoagulant screen", "lupusantikoagulans", "anticoagulant lupique", "antykoagulant toczniowy")),
    Analyte("anticardiolipin", "Anticardiolipin", "", (), ("acl", "anticardiolipin antibodies", "cardiolipin antibodies", "cardiolipin-antikörper", "anticorps anticardiolipine", "przeciwciała antykardiolipinowe")),
    Analyte("anti-beta2gp1", "Anti-β2-glycoprotein I", "", (), ("beta2gp1", "anti-beta2-glycoprotein i", "b2gp1")),
    Analyte("antiphospholipid", "Antiphospholipid antibodies", "", (), ("apl", "antiphospholipid antibodies")),
    Analyte("adamts13", "ADAMTS13", "", (), ()),
    Analyte("hbsag", "HBsAg", "", (), ("hepatitis b surface antigen", "hbs-antigen", "hepatitis b surface ag", "antigène hbs")),
    Analyte("anti-hbc", "Anti-HBc", "", (), ("hepatitis b core antibody", "hbcab", "hepatitis b core ab", "hbc antibody", "anti-hbc total", "hepatitis b core ab, total", "anticorps anti-hbc")),
    Analyte("anti-hcv", "Anti-HCV", "", (), ("hepatitis c antibody", "hcv antibody", "hcv ab", "hepatitis c ab", "anti-hcv-ak", "anticorps anti-vhc")),
    Analyte("hiv", "HIV", "", (), ("hiv 1/2 ag/ab", "hiv ag/ab", "hiv antigen/antibody", "hiv 1/2")),
    Analyte("tb-test", "Tuberculosis test", "", (), ("igra", "quantiferon", "quantiferon-tb gold", "quantiferon tb gold plus", "t-spot", "t-spot.tb")),
    Analyte("igg", "IgG", "", ("concentration",), ("immunoglobulin g", "igg, serum", "igg total", "total igg", "immunoglobulin g, serum", "immunglobulin g", "immunoglobuline g", "immunoglobulina g")),
    Analyte("pregnancy-test", "Pregnancy test", "", (), ("hcg", "beta-hcg", "pregnancy test, urine", "urine pregnancy test", "hcg qualitative", "hcg, urine", "urine hcg", "schwangerschaftstest", "test de grossesse", "test ciążowy")),
    Analyte("urine-culture", "Urine culture", "", (), ("culture, urine", "urinkultur", "ecbu", "posiew moczu")),
    Analyte("hba1c", "HbA1c", "%", ("share",), ("glycated haemoglobin", "glycated hemoglobin", "a1c", "hemoglobin a1c", "haemoglobin a1c", "hgb a1c", "hémoglobine glyquée", "hemoglobina glikowana")),
    Analyte("ldl-cholesterol", "LDL cholesterol", "mg/dL", ("concentration", "molar"), ("ldl", "ldl-c", "ldl cholesterol, calculated", "ldl calculated", "ldl-cholesterin", "ldl-cholestérol", "cholesterol ldl", "cholestérol ldl", "ldl chol", "ldl chol calc")),
    Analyte("urine-scd163", "Urinary soluble CD163", "", (), ("scd163", "uscd163", "urinary scd163", "urine soluble cd163")),
    Analyte("urine-mcp1", "Urinary MCP-1", "", (), ("mcp-1", "umcp-1", "urine mcp-1")),
    Analyte("urine-ngal", "Urinary NGAL", "", (), ("ngal", "ungal", "urine ngal")),
    Analyte("urine-tweak", "Urinary TWEAK", "", (), ("tweak", "utweak", "urine tweak")),
    Analyte("urine-vcam1", "Urinary VCAM-1", "", (), ("vcam-1", "uvcam-1", "urine vcam-1")),
    Analyte("anti-c1q", "Anti-C1q", "", (), ("anti-c1q antibodies", "c1q antibodies")),
    Analyte("potassium", "Potassium", "mmol/L", ("molar",), ("k", "kalium", "potasse", "potas", "potassium, serum", "potassium level", "kaliémie")),
    Analyte("urea", "Urea", "mmol/L", ("molar", "concentration"), ("bun", "blood urea nitrogen", "urea nitrogen", "urea nitrogen (bun)", "harnstoff", "urée", "mocznik", "urea, serum")),
    Analyte("sledai-2k", "SLEDAI-2K", "1", ("number",), ("sledai",)),
)  # fmt: skip
"""Known analytes."""

PROTEINURIA = ("upcr", "urine-protein-24h")
"""Analytes that measure proteinuria; g/d and g/g are read as about equal, the 24-hour value first."""
COLLECTED_URINE = (
    *PROTEINURIA, "proteinuria", "uacr", "urine-sediment", "urine-rbc", "urine-wbc", "urine-culture",
)  # fmt: skip
"""Analytes of which it matters how the urine was collected."""


@cache
def find(name: str) -> Analyte | None:
    """Return the analyte that an id or a usual name names, or `None`."""
    return _by_name().get(folded(name))


@cache
def _by_name() -> dict[str, Analyte]:
    return {
        folded(text): analyte
        for analyte in reversed(ANALYTES)
        for text in (analyte.id, analyte.name, *analyte.names)
    }


def name(analyte: str) -> str:
    """Return the name of an analyte as printed; an unknown one as written."""
    found = find(analyte)
    return found.name if found else analyte
