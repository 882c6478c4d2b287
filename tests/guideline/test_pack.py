"""The pack that travels with the program: whole, cited, and free of the wrong numbers in circulation."""

from decimal import Decimal
from itertools import chain

import pytest

from lnreview import resources
from lnreview.guideline.check import check
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline, Therapy

STANDARD = {"mpaa", "cyclophosphamide", "cni", "anti-baff"}
"""The principal classes of standard induction; anti-CD20 is the step after them."""


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load()


def texts(therapy: Therapy) -> str:
    parts = [part for part in (therapy.dose, therapy.monitoring, therapy.stop_rule) if part]
    rules = [rule.text for rule in therapy.safety]
    return " ".join([therapy.label_text, *(part.text for part in chain(therapy.evidence, parts)), *rules])


def option(guideline: Guideline, name: str) -> Therapy:
    found = guideline.therapy(name)
    assert found is not None, name
    return found


def test_the_pack_has_no_problem() -> None:
    assert [str(problem) for problem in check(resources.guideline())] == []


def test_the_program_default_source_is_ours(guideline: Guideline) -> None:
    assert guideline.sources["lnreview"].kind == "program"


def test_texts_that_may_not_be_cited_are_no_sources(guideline: Guideline) -> None:
    assert not {"droracle", "000", "001", "002", "003", "004"} & guideline.sources.keys()


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("MMF", "mycophenolate-mofetil"),
        ("CellCept", "mycophenolate-mofetil"),
        ("sodium mycophenolate", "mycophenolate-sodium"),
        ("Myfortic", "mycophenolate-sodium"),
        ("Mycophenolic acid", "mycophenolic-acid"),
        ("cyclosporine", "ciclosporin"),
        ("Lupkynis", "voclosporin"),
        ("Benlysta", "belimumab"),
        ("TRUXIMA", "rituximab"),
        ("Ruxience", "rituximab"),
        ("Riabni", "rituximab"),
        ("Gazyva", "obinutuzumab"),
        ("CD19 CAR T", "car-t"),
        ("IV IgG", "ivig"),
        ("plasmapheresis", "plasma-exchange"),
        ("pulse steroid", "glucocorticoid"),
        ("prednisone taper", "prednisone"),
        ("Plaquenil", "hydroxychloroquine"),
        ("ACE inhibitor", "raas-inhibitor"),
        ("ramipril", "ramipril"),
        ("SGLT2i", "sglt2-inhibitor"),
        ("oral contraceptive", "oestrogen-contraceptive"),
        ("Saphnelo", "anifrolumab"),
        ("Envarsus", "tacrolimus"),
        ("Envarsus XR", "tacrolimus"),
        ("Advagraf", "tacrolimus"),
        ("Endoxan", "cyclophosphamide"),
        ("Cytoxan", "cyclophosphamide"),
        ("Imuran", "azathioprine"),
        ("Decortin", "prednisone"),
        ("Decortin H", "prednisolone"),
        ("Solu-Medrol", "methylprednisolone"),
        ("solumedrol", "methylprednisolone"),
        ("Rixathon", "rituximab"),
        ("VOC", "voclosporin"),
        ("OBI", "obinutuzumab"),
        ("BEL", "belimumab"),
        ("HCQ", "hydroxychloroquine"),
        ("AZA", "azathioprine"),
        ("TAC", "tacrolimus"),
        ("GC", "glucocorticoid"),
    ],
)
def test_a_name_in_a_chart_leads_to_its_drug(guideline: Guideline, written: str, drug: str) -> None:
    found = guideline.drug(written)
    assert found is not None
    assert found.id == drug


@pytest.mark.parametrize(
    "written", ["haemodialysis", "immunosuppressive therapy", "ramipril, amlodipine", "", "steroids + MMF"]
)
def test_what_names_no_single_drug_leads_to_none(guideline: Guideline, written: str) -> None:
    assert guideline.drug(written) is None


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("MPA", "mycophenolate mofetil"),
        ("mpa", "mycophenolate mofetil"),
        ("CNI", "tacrolimus"),
        ("pred", "prednisone"),
    ],
)
def test_a_name_with_two_meanings_is_asked_about(guideline: Guideline, written: str, first: str) -> None:
    found = guideline.abbreviation(written)
    assert found is not None
    assert found.means[0] == first
    assert found.status == "unverified", "common knowledge, not checked against a text"


@pytest.mark.parametrize("written", ["MMF", "CellCept", "Myfortic", "tacrolimus", ""])
def test_a_name_with_one_meaning_is_not_asked_about(guideline: Guideline, written: str) -> None:
    assert guideline.abbreviation(written) is None


def test_the_two_salts_of_mycophenolate_are_told_apart(guideline: Guideline) -> None:
    mofetil, sodium = guideline.drug("CellCept"), guideline.drug("Myfortic")
    assert mofetil is not None
    assert sodium is not None
    assert mofetil.id != sodium.id
    assert "Myfortic" in mofetil.mind
    assert "CellCept" in sodium.mind
    assert mofetil.names_status == "unverified"


def test_only_the_four_principal_classes_are_standard_induction(guideline: Guideline) -> None:
    assert {drug.drug_class for drug in guideline.drugs if drug.standard_induction} == STANDARD
    assert {drug.drug_class for drug in guideline.drugs if not drug.standard_induction} & STANDARD == set()


def test_haemodynamic_drugs_are_cni_raas_and_sglt2_inhibitors(guideline: Guideline) -> None:
    changing = {drug.drug_class for drug in guideline.drugs if drug.haemodynamic}
    assert changing == {"cni", "raas-inhibitor", "sglt2-inhibitor"}


def test_both_forms_of_mycophenolate_share_a_class_and_a_level(guideline: Guideline) -> None:
    drugs = [guideline.drug(name) for name in ("MMF", "EC-MPS", "MPA")]
    assert {(drug.drug_class, drug.level, drug.teratogen) for drug in drugs if drug} == {
        ("mpaa", "mycophenolic-acid", True)
    }


def test_class_v_and_chronic_damage_are_no_other_explanations(guideline: Guideline) -> None:
    names = {
        name.casefold() for lesion in guideline.lesions for name in (lesion.id, lesion.name, *lesion.names)
    }
    assert not [name for name in names if "class v" in name or "membranous" in name or "chronic" in name]


def test_a_lesion_beside_lupus_nephritis_explains_only_where_that_was_decided(guideline: Guideline) -> None:
    beside = {lesion.id for lesion in guideline.lesions if lesion.beside_ln}
    assert beside == {
        "tma",
        "apl-nephropathy",
        "complement-tma",
        "ttp",
        "podocytopathy",
        "minimal-change",
        "fsgs",
        "collapsing",
        "cni-toxicity",
        "drug",
        "nsaid",
        "phospholipidosis",
    }
    assert all(lesion.ask for lesion in guideline.lesions)


def test_label_status_of_the_options(guideline: Guideline) -> None:
    labels = {therapy.id: therapy.label for therapy in guideline.therapies}
    assert {name for name, label in labels.items() if label == "on-label"} == {
        "obinutuzumab",
        "belimumab",
        "voclosporin",
    }
    assert labels["rituximab"] == "off-label"
    assert labels["anifrolumab"] == "not-recommended"


def test_criteria_sets_name_the_next_step_that_they_print(guideline: Guideline) -> None:
    named: dict[str, set[str]] = {}
    for therapy in guideline.therapies:
        for criteria in therapy.named_by:
            named.setdefault(criteria, set()).add(therapy.id)
    assert named == {
        "arora-2022": {"rituximab"},
        "kdigo-2024": {"rituximab", "extended-cyclophosphamide", "investigational-trial"},
        "acr-2024": {"rituximab", "obinutuzumab", "mpaa-belimumab-cni", "investigational-trial"},
        "eular-2019": {"rituximab", "switch-mpaa-cyclophosphamide"},
        "eular-2023": {"rituximab"},
        "eular-2025": {"switch-mpaa-cyclophosphamide"},
    }


def test_what_was_read_by_its_topics_only_is_covered_not_named(guideline: Guideline) -> None:
    covered = {therapy.id for therapy in guideline.therapies if "eular-2025" in therapy.covered_by}
    assert covered == {"rituximab", "obinutuzumab", "belimumab"}


def test_anti_cd20_is_not_offered_again_after_it_failed(guideline: Guideline) -> None:
    for therapy in guideline.therapies:
        if "anti-cd20" in therapy.drug_classes:
            assert "refractory" in therapy.for_verdicts
            assert "multirefractory" not in therapy.for_verdicts


def test_one_failure_leads_to_switch_or_escalation(guideline: Guideline) -> None:
    after_one = {
        therapy.id for therapy in guideline.therapies if "inadequate-response" in therapy.for_verdicts
    }
    assert after_one == {
        "switch-mpaa-cyclophosphamide",
        "belimumab",
        "voclosporin",
        "tacrolimus",
        "mpaa-belimumab-cni",
        "obinutuzumab",
    }


@pytest.mark.parametrize("name", ["rituximab", "obinutuzumab"])
def test_hepatitis_b_is_a_boxed_precondition_of_anti_cd20(guideline: Guideline, name: str) -> None:
    (rule,) = [rule for rule in option(guideline, name).safety if rule.kind == "hepatitis-b"]
    assert rule.hard_stop
    assert (rule.locator, rule.status) == ("boxed warning", "primary")
    assert "HBsAg and anti-HBc" in rule.text


def test_the_limits_of_voclosporin_are_those_of_its_label(guideline: Guideline) -> None:
    rules = {rule.kind: rule for rule in option(guideline, "voclosporin").safety}
    egfr, pressure = rules["egfr"], rules["blood-pressure"]
    assert guideline.number(egfr.parameter) == 45
    assert (guideline.number(pressure.parameter), guideline.number(pressure.parameter_2)) == (165, 105)
    assert {egfr.source, pressure.source} == {"fda-voclosporin"}
    assert rules["combination"].with_classes == ("cyclophosphamide",)
    stop = option(guideline, "voclosporin").stop_rule
    assert stop is not None
    assert "24 weeks" in stop.text


def test_every_therapy_with_mycophenolate_or_cyclophosphamide_asks_for_pregnancy(
    guideline: Guideline,
) -> None:
    for therapy in guideline.therapies:
        if {"mpaa", "cyclophosphamide", "leflunomide"} & set(therapy.drug_classes):
            assert any(rule.kind == "pregnancy" and rule.hard_stop for rule in therapy.safety), therapy.id


def test_belimumab_is_not_offered_in_severe_nervous_system_lupus(guideline: Guideline) -> None:
    for therapy in guideline.therapies:
        if "anti-baff" in therapy.drug_classes:
            assert any(rule.kind == "cns-lupus" and rule.status == "primary" for rule in therapy.safety), (
                therapy.id
            )


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        (
            "rituximab",
            [
                "56.9 against 45.8 %, P = .18",
                "the primary endpoint was not met",
                "35.9 % (24.2-49.5)",
                "73.4 % (66.0-79.7)",
            ],
        ),
        ("obinutuzumab", ["46.4 against 33.1 %", "2.0-24.8", "42.7 against 30.9 %", "40 against 18 %"]),
        ("belimumab", ["43 against 32 %", "30 against 20 %", "36.0 against 22.7 %"]),
        ("voclosporin", ["40.8 against 22.5 %", "66.4 against 54.0 %", "26.7 against 28.0 %", "11.2 %"]),
        ("tacrolimus", ["very good response 38 %, good 5 %, partial 24 %", "45.9 against 25.6 %"]),
        (
            "switch between mycophenolate and cyclophosphamide",
            ["71 against 68 %", "3.5 against 15.6 %", "stopped early"],
        ),
        ("plasma-exchange", ["25 against 17 %", "20 against 13 %", "no benefit"]),
        ("aldesleukin", ["P = .052", "the primary endpoint was not met"]),
        ("autologous-hsct", ["82 %", "5-year survival 91 %"]),
    ],
)
def test_evidence_is_told_with_its_numbers(guideline: Guideline, name: str, numbers: list[str]) -> None:
    told = texts(option(guideline, name))
    for number in numbers:
        assert number in told


def test_trials_in_active_disease_are_worded_so(guideline: Guideline) -> None:
    trials = {"lunar-2012", "regency-2025", "nobility-2022", "bliss-ln-2020", "aurora-2021", "liu-2015"}
    seen = set()
    for therapy in guideline.therapies:
        for statement in therapy.evidence:
            if statement.source in trials and statement.status == "primary":
                seen.add(statement.source)
                assert "not refractory" in statement.text, statement.text
    assert seen == trials


@pytest.mark.parametrize(
    "wrong",
    [
        "500 mg/m²",
        "100/900",
        "18.1 %",
        "72 %",
        "46 % and 32 %",
        "mg/mol",
        "78 % of LN",
        "suggests obinutuzumab",
    ],
)
def test_numbers_wrongly_in_circulation_stand_nowhere(guideline: Guideline, wrong: str) -> None:
    for therapy in guideline.therapies:
        assert wrong not in texts(therapy)


def test_rituximab_is_never_called_approved(guideline: Guideline) -> None:
    told = texts(option(guideline, "rituximab")).casefold()
    assert "off-label" in told
    assert "approved" not in told
    assert "experimental" not in told


def test_only_what_the_abstract_names_is_credited_to_arora(guideline: Guideline) -> None:
    """The abstract names no calcineurin inhibitor, belimumab, obinutuzumab or bortezomib."""
    credited = {
        therapy.id
        for therapy in guideline.therapies
        if any(part.source == "arora-2022" for part in therapy.evidence)
    }
    assert credited == {
        "rituximab",
        "daratumumab",
        "leflunomide",
        "ivig",
        "plasma-exchange",
        "autologous-hsct",
        "car-t",
        "eculizumab",
        "aldesleukin",
    }


def test_a_drug_that_is_asked_for_leads_to_its_therapy(guideline: Guideline) -> None:
    drug = guideline.drug("Lupkynis")
    assert drug is not None
    assert option(guideline, drug.id).id == "voclosporin"


def test_equations_are_the_published_ones(guideline: Guideline) -> None:
    numbers = guideline.equations["ckd-epi-2021"].coefficients
    assert (numbers["kappa-female"], numbers["kappa-male"]) == (Decimal("0.7"), Decimal("0.9"))
    assert guideline.equations["du-bois"].status == "unverified"
