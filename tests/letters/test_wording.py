"""Statements that no source holds: found in the signer's words, in any case and spacing, and nowhere in our own."""

from datetime import date
from pathlib import Path

import letterfactory as factory
import pytest

from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.letters import write
from lnreview.letters.content import wording
from lnreview.letters.content.gaps import gaps
from lnreview.review.evaluate import review

ROOT = Path(__file__).parents[2]
DEMO = sorted((ROOT / "resources/demo").glob("*.json"))
LUCJA = ROOT / "resources/demo/demo-lucja-refractory.json"


def found(text: str, about: str = "") -> set[str]:
    return {item.fact.id for item in wording.found_in(text, load(), about=about)}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Euro-Lupus 500 mg/m² every two weeks", "trap-euro-lupus"),
        ("euro-lupus at 500mg / m2", "trap-euro-lupus"),
        ("Rituximab is NOT experimental.", "correct-not-experimental"),
        ("it is  not\texperimental", "correct-not-experimental"),
        ("Rituximab is FDA-approved for lupus nephritis.", "correct-not-experimental"),
        ("KDIGO 2024 suggests obinutuzumab.", "trap-kdigo-obi"),
        ("Obinutuzumab is what KDIGO recommends.", "trap-kdigo-obi"),
        ("As ACR 2019 says", "correct-acr-2019"),
        ("EULAR/ERA-EDTA 2020 recommends it", "correct-eular-2020"),
        ("EULAR / ERA–EDTA 2020", "correct-eular-2020"),
        ("Rituximab gives 46% complete and 32 % partial responses", "correct-rtx-46-32"),
        ("rituximab works in 50–80 %", "correct-rtx-50-80"),
        ("UPCR fell below 50 mg/mol", "trap-mg-mol"),
        ("REGENCY enrolled refractory patients", "trap-active-trials"),
        ("LUNAR shows benefit in refractory nephritis", "trap-lunar"),
        ("class III/IV, which this patient likely has", "correct-likely-class"),
        ("The ACR does not include obinutuzumab", "trap-acr-obi"),
        ("eGFR by MDRD was 54", "trap-egfr-equations"),
        ("creatinine 123 mmol/L", "trap-creatinine-mmol"),
        ("CYP3A5 and TPMT were tested", "correct-nudt15"),
        ("maintenance for 2-3 years", "correct-maintenance"),
        ("No hepatitis B screening was done; hepatitis B screening is not required.", "trap-hbv"),
    ],
)
def test_a_wrong_statement_is_known(text: str, fact: str) -> None:
    assert fact in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cyclophosphamide 500 mg/m² monthly for 6 doses.",
        "Euro-Lupus: 500 mg, a flat dose, not 500 mg/m².",
        "Rituximab is off-label, guideline-supported.",
        "Rituximab is not FDA-approved for lupus nephritis.",
        "Our plan approved rituximab in 2024.",
        "KDIGO does not recommend obinutuzumab; ACR 2024 names it.",
        "Classified by the 2019 EULAR/ACR criteria.",
        "EULAR/ERA-EDTA 2019 (Ann Rheum Dis 2020;79:713).",
        "UPCR 50 mg/mmol; creatinine 88 µmol/L.",
        "Complete response in 46.4 against 33.1 % with obinutuzumab in active, not refractory, disease (REGENCY).",
        "REGENCY and LUNAR: active disease; this patient is refractory.",
        "CYP3A5, TPMT and NUDT15 were tested.",
        "Rituximab 1,000 mg on days 1 and 15, again at 6 months.",
        "NOBILITY enrolled 125 or 126 patients.",
        "",
    ],
)
def test_a_right_statement_raises_no_alarm(text: str) -> None:
    assert found(text) == set()


def test_a_schedule_is_read_as_that_of_the_requested_drug() -> None:
    schedule = "day 1 and 15, then every 6 months"
    assert found(schedule) == set()
    assert found(schedule, about="obinutuzumab") == {"trap-obi-schedule"}
    assert found(schedule, about="rituximab") == set()


def test_two_sentences_are_not_one_statement() -> None:
    assert found("LUNAR was read. The patient is refractory.") == set()


def signed(**fields: str) -> object:
    case = casefile.read(LUCJA)
    return case.model_copy(update={"request": case.request.model_copy(update=fields)})


def test_a_wrong_statement_of_the_signer_keeps_the_letter_a_draft_until_waived() -> None:
    case = signed(rationale="Rituximab is not experimental.")
    made = review(case, factory.guideline(), None)
    (gap,) = [
        item
        for item in gaps("medical-necessity", case, made, factory.guideline())
        if item.key.startswith("wording:")
    ]
    assert gap.key == "wording:correct-not-experimental"
    assert (gap.place, gap.entry) == ("request", "rationale")
    assert "“not experimental”" in gap.sentence
    assert "Off-label, guideline-supported; negative randomised trial" in gap.sentence
    assert "Arthritis Rheum 2012" in gap.sentence
    waiver = {"gap": gap.key, "reason": "quoted from the plan", "by": "R. Sample"}
    waived = type(case).model_validate({**case.model_dump(mode="json"), "waivers": [waiver]})
    (accepted,) = [
        item for item in gaps("medical-necessity", waived, made, factory.guideline()) if item.key == gap.key
    ]
    assert accepted.waived == "quoted from the plan"
    assert "Change it" not in accepted.sentence


@pytest.mark.parametrize("field", wording.SIGNED)
def test_every_field_in_the_signers_words_is_read(field: str) -> None:
    case = signed(**{field: "as EULAR/ERA-EDTA 2020 asks"})
    assert [(item.fact.id, item.field) for item in wording.signed(case, load())] == [
        ("correct-eular-2020", field)
    ]


def test_a_dose_of_another_drug_is_read_with_its_name() -> None:
    case = signed(therapy="Gazyva", schedule="days 1 and 15, then every 6 months")
    assert [item.fact.id for item in wording.signed(case, load())] == ["trap-obi-schedule"]


@pytest.mark.parametrize("kind", write.KINDS)
@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_our_own_letters_pass_the_same_check(path: Path, kind: str) -> None:
    case = casefile.read(path)
    document = write.compose(kind, case, review(case, load(), None), load(), dated=date(2026, 11, 22))
    assert found(write.text(document).replace("\n", " ")) == set()


def test_what_the_pack_says_itself_passes_the_same_check() -> None:
    pack = load()
    for therapy in pack.therapies:
        parts = [
            therapy.label_text,
            therapy.tried_in,
            *(item.text for item in therapy.evidence),
            *(item.text for item in therapy.naming),
        ]
        parts += [part.text for part in (therapy.dose, therapy.monitoring, therapy.stop_rule) if part]
        assert found(" ".join(parts)) == set(), therapy.id
    for fact in pack.facts:
        if fact.topic in (
            "maintenance",
            "monitoring",
            "pregnancy",
            "safety",
            "label-rule",
            "payer",
            "necessity",
        ):
            assert found(f"{fact.name}. {fact.text}") == set(), fact.id
