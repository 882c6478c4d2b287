"""Each row of corrections and traps: usual wordings of the wrong statement are caught, right ones beside them are not."""

import pytest

from lnreview.guideline.load import load
from lnreview.letters.content import wording

WRONG: dict[str, tuple[str, ...]] = {
    "trap-euro-lupus": (
        "Euro-Lupus 500 mg/m² × 6",
        "Euro-Lupus regimen of 500 mg/m2 every 2 weeks",
        "low-dose intravenous cyclophosphamide 500 mg/m² every two weeks for 6 doses",
        "ELNT cyclophosphamide 500 mg per m²",
        "Euro-Lupus cyclophosphamide 500 mg per square metre",
        "cyclophosphamide 500 mg/m² biweekly x 6",
        "cyclophosphamide 500 mg/m² q2w",
    ),
    "trap-obi-cll": (
        "obinutuzumab 100 mg on day 1, 900 mg on day 2, 1,000 mg on days 8 and 15",
        "obinutuzumab 100/900/1,000 mg",
        "Obinutuzumab 100 mg day 1 and 900 mg day 2",
    ),
    "trap-kdigo-obi": (
        "KDIGO 2024 suggests obinutuzumab",
        "KDIGO recommends rituximab or obinutuzumab",
        "Obinutuzumab is recommended by KDIGO 2024",
        "KDIGO 2024 supports obinutuzumab in refractory disease",
        "Obinutuzumab is suggested by KDIGO",
        "according to KDIGO 2024, obinutuzumab should be given",
    ),
    "trap-acr-obi": (
        "ACR does not include obinutuzumab",
        "The ACR 2024 guideline does not mention obinutuzumab",
        "Obinutuzumab is not in the ACR guideline",
        "ACR 2024 excludes obinutuzumab",
        "ACR 2024 does not name obinutuzumab",
    ),
    "trap-perr": (
        "Complete renal response is UPCR below 0.5 with eGFR not more than 20 % below baseline",
        "complete response: UPCR ≤0.5 g/g and eGFR no more than 20% below the pre-flare value",
        "KDIGO complete response: UPCR up to 0.7 g/g",
    ),
    "trap-mg-mol": ("UPCR <50 mg/mol",),
    "trap-kdigo-45": (
        "KDIGO advises a calcineurin inhibitor with eGFR ≤45",
        "KDIGO 2024 Rec 10.2.3.1.1: CNI if eGFR ≤ 45 ml/min",
        "KDIGO: CNI for eGFR below 45",
        "KDIGO allows CNI at eGFR <45",
    ),
    "trap-lunar": (
        "LUNAR studied refractory lupus nephritis",
        "The LUNAR trial showed that rituximab works in refractory patients",
        "LUNAR was a positive trial",
        "LUNAR met its primary endpoint",
    ),
    "trap-active-trials": (
        "REGENCY proved obinutuzumab in refractory lupus nephritis",
        "BLISS-LN enrolled refractory patients",
        "BLISS-LN showed benefit of belimumab in refractory LN",
    ),
    "trap-il2": (
        "Low-dose IL-2 met its primary endpoint",
        "Low-dose interleukin-2 was effective in a positive trial",
        "low-dose IL-2 was superior to placebo in a randomised trial",
    ),
    "trap-liu": (
        "Liu 2015 shows multitarget therapy as rescue",
        "The multitarget trial by Liu enrolled refractory patients",
        "Multitarget therapy with tacrolimus was proven in refractory disease (Liu 2015)",
    ),
    "trap-nobility": (
        "NOBILITY enrolled 125 patients",
        "NOBILITY (n=126)",
    ),
    "trap-hcq-serum": (
        "Serum hydroxychloroquine of 180 ng/mL is below 200 ng/mL, so she was nonadherent",
        "HCQ serum level below the 200 ng/mL cut-off",
        "plasma HCQ 150 ng/mL, under the cut-off of 200 ng/mL",
        "hydroxychloroquine serum level under the target of 600 ng/mL",
    ),
    "trap-mpa-equation": ("AUC = 7.75 + 6.49·C0 + 0.76·C0.5 + 2.43·C2",),
    "trap-factor-10": (
        "UPCR in mg/mmol is mg/g divided by 10",
        "mg/mmol multiplied by 10 gives mg/g",
        "mg/g ÷ 10 = mg/mmol",
    ),
    "trap-per-area": ("Proteinuria of 2.0 g/m²/day, that is 2.0 g/day",),
    "trap-creatinine-mmol": ("creatinine 123 mmol/L",),
    "trap-egfr-equations": (
        "eGFR by MDRD 54",
        "CKD-EPI 2009 eGFR 54",
        "eGFR with race coefficient",
    ),
    "trap-sledai-fever": (
        "SLEDAI fever 2 points",
        "SLEDAI-2K maximum of 108",
        "thrombocytopenia scores 2 points",
    ),
    "trap-sixty": (
        "60 % of patients had no activity on repeat biopsy",
        "60% had no histological activity at repeat biopsy",
        "60% had inactive disease on biopsy",
    ),
    "trap-ai-2": (
        "KDIGO: activity index ≥2 needs immunosuppression",
        "By KDIGO an AI of 2 or more needs immunosuppression",
        "KDIGO treats when AI ≥ 2",
    ),
    "trap-hbv": (
        "Rituximab can be started without hepatitis B screening",
        "Hepatitis B screening is not needed",
    ),
    "trap-seventy-eight": ("Rituximab has an overall response of 78 %",),
    "trap-obi-schedule": (
        "obinutuzumab 1,000 mg on day 1 and 15, then every 6 months",
        "obinutuzumab on days 1 and 15 and every 6 months thereafter",
        "obinutuzumab at week 0 and 2, then every 6 months",
    ),
    "trap-ai-ci": (
        "combined activity and chronicity index of 12",
        "AI + CI = 14",
        "sum of the activity and chronicity indices is 14",
        "activity plus chronicity index 14",
    ),
    "trap-aurora": (
        "AURORA 2 serious adverse events 18.1 %",
        "In AURORA 2 SAE were 18.1% with voclosporin against 28.0 %",
    ),
    "trap-hcq-400": (
        "hydroxychloroquine 410 mg/d (5 mg/kg × 82 kg)",
        "HCQ 450 mg daily by 5 mg/kg",
    ),
    "correct-milestones": (
        "KDIGO 2024 asks for a 25 % fall at 3 months",
        "KDIGO 2024 and EULAR/ERA-EDTA 2020 ask for at least 25% reduction at 3 months and 50% at 6 months",
        "By KDIGO and EULAR, 25% at 3 months",
        "KDIGO requires a 25% reduction by 3 months",
    ),
    "correct-glucocorticoid": (
        "ACR asks for 7.5 mg or less by 6 months",
        "KDIGO: prednisone ≤7.5 mg by 3-6 months",
        "Guidelines require prednisone ≤7.5 mg/d by 3-6 months",
        "prednisone should be tapered to 7.5 mg/day or less by 3-6 months",
    ),
    "correct-switch-times": (
        "KDIGO recommends a switch at 3-4 months without improvement, 6-12 months without partial response or 2 years without complete response",
    ),
    "correct-rtx-46-32": (
        "rituximab 46% complete and 32% partial response",
        "rituximab: complete 46 %",
    ),
    "correct-rtx-50-80": (
        "rituximab response of 50-80%",
        "rituximab has been studied in >400 patients",
        "rituximab response rates of 50% to 80%",
    ),
    "correct-acr-2019": (
        "ACR 2019 guideline",
        "rituximab is recommended by ACR after 6 months",
        "the 2019 ACR guideline",
        "ACR recommends rituximab after 6 months of induction",
    ),
    "correct-not-experimental": (
        "rituximab is not experimental",
        "rituximab is not considered experimental",
        "rituximab is not investigational",
        "rituximab is FDA-approved for lupus nephritis",
        "rituximab is approved for lupus nephritis",
        "rituximab is not an experimental therapy",
        "Rituximab is neither experimental nor investigational",
        "not experimental or investigational",
    ),
    "correct-bel-1a": (
        "belimumab for inadequate response (1a/A)",
        "belimumab is indicated for inadequate response to standard therapy, level 1a",
        "belimumab requires failure of prior therapy",
        "belimumab is labelled for inadequate response",
    ),
    "correct-stale": (
        "no biologic is approved for lupus nephritis",
        "biologics are not commonly available",
        "belimumab is in trials",
        "there are no FDA-approved drugs for lupus nephritis",
        "belimumab is still in trials",
    ),
    "correct-likely-class": (
        "class III/IV, which this patient likely has",
        "likely class IV nephritis",
        "class IV presumed from proteinuria",
        "probably class III or IV",
    ),
    "correct-relapse": (
        "The patient fails to respond or relapses",
        "refractory because of relapse",
        "refractory because she relapsed",
    ),
    "correct-nonadherence-60": (
        "nonadherence is more than 60 %",
        "nonadherence exceeds 60% in lupus",
        ">60% non-adherence rates",
        "nonadherence rates over 60%",
    ),
    "correct-maintenance": (
        "maintenance for 2-3 years",
        "maintenance therapy should last two to three years",
        "maintenance of 2 to 3 years",
    ),
    "correct-cyc-high": ("high-dose cyclophosphamide 0.5-0.75 g/m² monthly",),
    "correct-eular-2020": (
        "EULAR/ERA-EDTA 2020",
        "the 2020 EULAR recommendations",
        "EULAR/ERA–EDTA (2020)",
    ),
    "correct-rtx-reports": (
        "6.2 % of 257 patients were refractory",
        "6.2% had refractory disease",
    ),
    "correct-level-1": (
        "Systematic review, Level 1",
        "Level 1 systematic review",
        "systematic review (Level 1 evidence)",
        "Level I evidence from a systematic review",
    ),
    "correct-nudt15": (
        "CYP3A5 and TPMT genotyping",
        "CYP3A5/TPMT were tested",
    ),
    "correct-traditional": (
        "traditional medicine",
        "traditional Chinese medicine",
    ),
    "thiopurine-2011": (
        "TPMT intermediate metaboliser: 30-70% of the azathioprine dose",
        "start azathioprine at 30–70 % of the dose",
    ),
}
"""By row: how the wrong statement is written in letters, each wording of its own."""
NO_PHRASE = {"trap-kappa", "mpa-three-point"}
"""A trap of expected values, which no words show, and an equation whose words another row holds."""
RIGHT = (
    "Potassium 4.1 mmol/L, creatinine 1.2 mg/dL.",
    "Nonadherence was excluded: days covered 60 %.",
    "Complete response at UPCR below 0.7 g/g as the setting says.",
    "Rituximab is off-label, guideline-supported; negative randomised trial, supportive observational data.",
    "Hydroxychloroquine 400 mg/d, mycophenolate 500 mg twice daily.",
    "LUNAR did not meet its primary endpoint.",
    "LUNAR was negative and in active disease.",
    "The serum level of 90 ng/mL is below 106 ng/mL; whole blood has 200 ng/mL.",
    "EULAR 2019 asks for 25 % at 3 months; KDIGO does not.",
    "Prednisone 7.5 mg/d since May 2026.",
    "Prednisone ≤7.5 mg by 3-6 months (EULAR 2019), ≤5 mg by 6 months (ACR 2024).",
    "KDIGO partial response needs a 50 % fall within 6-12 months.",
    "Days covered 60 % by nonadherence to mycophenolate.",
    "Rituximab was recommended by Dr. Sample after 6 months of mycophenolate; ACR 2024 names anti-CD20.",
    "The activity index is 8 and the chronicity index 3.",
    "MMF 3 g/d for 6 months did not lower UPCR by 25 %.",
    "The patient has class IV nephritis by biopsy of 3 May 2026.",
    "Relapse in 2024 after complete response; this episode is refractory.",
    "Cyclophosphamide 0.5-0.75 g/m² (EULAR 2019), 0.5-1 g/m² (KDIGO).",
    "Creatinine rose from 1.0 to 1.6 mg/dL; UPCR 320 mg/mmol.",
    "Obinutuzumab 1,000 mg on day 1 and weeks 2, 24, 26, then every 6 months.",
    "Rituximab 1,000 mg on days 1 and 15, then every 6 months.",
    "CNI is not advised at an eGFR of 45 or less (KDIGO above 45).",
    "The KDIGO limit for a calcineurin inhibitor is an eGFR above 45.",
    "Hepatitis B screening is required before rituximab.",
    "Eculizumab needs approval; rituximab was denied.",
    "AURORA 2: serious adverse events 26.7 against 28.0 %.",
    "Voclosporin is approved for lupus nephritis.",
    "Liu 2015 was induction in active disease; this patient is refractory.",
    "No approved therapy has been omitted.",
)
"""Statements near a wrong one that are right, or say nothing of the kind."""


def found(text: str) -> set[str]:
    return {item.fact.id for item in wording.found_in(text, load())}


def test_every_row_has_a_wording_that_is_tried() -> None:
    rows = {fact.id for fact in load().facts if fact.topic in wording.TOPICS}
    assert rows == set(WRONG) | NO_PHRASE
    assert {
        fact.id for fact in load().facts if fact.topic in wording.TOPICS and not fact.phrases
    } == NO_PHRASE


@pytest.mark.parametrize(("row", "text"), [(row, text) for row, texts in WRONG.items() for text in texts])
def test_a_usual_wording_of_a_wrong_statement_is_caught(row: str, text: str) -> None:
    assert row in found(text)


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_statement_near_a_wrong_one_is_let_through(text: str) -> None:
    assert found(text) == set()


def test_what_is_to_be_written_instead_is_no_alarm_itself() -> None:
    for fact in load().facts:
        if fact.topic in wording.TOPICS:
            assert found(fact.text) == set(), fact.id


def test_what_each_source_says_in_a_conflict_is_no_alarm() -> None:
    for conflict in load().conflicts:
        for text in (conflict.program, *(part.text for part in conflict.positions.values())):
            assert found(text) == set(), conflict.id
