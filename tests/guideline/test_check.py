import ast
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

import lnreview
from lnreview import resources
from lnreview.guideline import check as module
from lnreview.guideline.check import VERDICTS, check
from lnreview.guideline.load import load
from lnreview.review.finding import Verdict

Change = Callable[[str, str, str], Path]
REVIEW = Path(lnreview.__file__).parent / "review"


def only(folder: Path) -> str:
    """The one problem of a pack, as a person reads it."""
    problems = check(folder)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return str(problems[0])


def test_a_pack_without_fault_has_no_problem(pack: Path) -> None:
    assert check(pack) == ()


def test_what_cannot_be_loaded_is_reported_as_loading_reports_it(change: Change) -> None:
    folder = change("drugs.toml", 'class = "cni"', "")
    assert only(folder) == "drugs.toml, line 8, key drug[2].class: the key is missing; add it"
    assert "no such folder" in only(folder / "nowhere")


BROKEN = [
    pytest.param(
        "thresholds/safety.toml", 'source = "arora-2022"', 'source = "arora-2021"',
        "thresholds/safety.toml, line 1, key egfr-floor",
        "“arora-2021” is not in sources.toml", "correct the name",
        id="a source that is not there",
    ),
    pytest.param(
        "criteria/small.toml", 'source = "arora-2022"\n\n[definition]', 'source = "arora"\n\n[definition]',
        "criteria/small.toml, line 4, key source", "“arora” is not in sources.toml", "correct the name",
        id="the source of a set that is not there",
    ),
    pytest.param(
        "therapies/beta.toml", 'label_source = "arora-2022"', 'label_source = "label"',
        "therapies/beta.toml, line 8, key therapy[1].label_source",
        "“label” is not in sources.toml", "add it there",
        id="the source of a label that is not there",
    ),
    pytest.param(
        "facts/facts.toml", 'parameters = ["floor"]', 'parameters = ["flour"]',
        "facts/facts.toml, line 1, key fact[1]", "“flour” is no threshold", "correct parameters",
        id="a fact about a number that is not there",
    ),
    pytest.param(
        "facts/facts.toml", 'drugs = ["alpha"]', 'drugs = ["alfalfa"]',
        "facts/facts.toml, line 1, key fact[1]", "“alfalfa” is no drug", "correct drugs",
        id="a fact about a drug that is not there",
    ),
    pytest.param(
        "gates.toml", 'step = "adherence"', 'step = "adhesion"',
        "gates.toml, line 1, key gate[1]", "“adhesion” is no step", "correct step",
        id="a gate at a step that is not there",
    ),
    pytest.param(
        "gates.toml", '"nonadherence"', '"non-adherence"',
        "gates.toml, line 1, key gate[1]", "“non-adherence” is no verdict", "correct verdicts",
        id="a gate with a verdict that is not there",
    ),
    pytest.param(
        "genetics.toml", 'drugs = ["beta"]', 'drugs = ["bata"]',
        "genetics.toml, line 1, key advice[1]", "“bata” is no drug", "correct drugs",
        id="advice on a drug that is not there",
    ),
    pytest.param(
        "lesions.toml", 'locator = "abstract"', 'locator = " "',
        "lesions.toml, line 6, key lesion[1].statement", "the locator is empty", "name the section",
        id="an empty locator",
    ),
    pytest.param(
        "criteria/small.toml", 'locator = "program default"\nstatus = "program-default"\n\n[parameters',
        'locator = "program default"\nstatus = "primary"\n\n[parameters',
        "criteria/small.toml, line 18, key switches[1]",
        "the program itself is no primary source", "change the status",
        id="a choice of ours called primary",
    ),
    pytest.param(
        "steps.toml", 'status = "primary"', 'status = "program-default"',
        "steps.toml, line 1, key adherence", "a program default is not from a publication", "lnreview",
        id="a program default with a publication",
    ),
    pytest.param(
        "criteria/small.toml", 'status = "secondary"', 'status = "primary"',
        "criteria/small.toml, line 12, key next_step", "is not primary", "make it secondary",
        id="a reported fact called primary",
    ),
    pytest.param(
        "thresholds/doses.toml", 'unit = "mo"', 'unit = "moons"',
        "thresholds/doses.toml, line 9, key months", "unit “moons” is not known", "UCUM",
        id="an unknown unit",
    ),
    pytest.param(
        "criteria/small.toml", 'unit = "%"', 'unit = "per cent of it"',
        "criteria/small.toml, line 24, key parameters.no-change",
        "unit “per cent of it” is not known", "UCUM",
        id="an unknown unit in a set",
    ),
    pytest.param(
        "thresholds/doses.toml", "upper = 6", "upper = 4",
        "thresholds/doses.toml, line 9, key months", "the upper end 4 is not above 4", "correct the range",
        id="a range upside down",
    ),
    pytest.param(
        "criteria/small.toml", 'unit = "%"', 'unit = "%"\nborrowed_from = "large"',
        "criteria/small.toml, line 24, key parameters.no-change",
        "“large” is no criteria set", "borrowed_from",
        id="borrowed from nowhere",
    ),
    pytest.param(
        "doses.toml", 'floor = "floor"', 'floor = "flor"',
        "doses.toml, line 1, key dose[1]", "floor “flor” is no threshold", "correct it",
        id="a dose without its floor",
    ),
    pytest.param(
        "doses.toml", 'months = "months"', 'months = "weeks"',
        "doses.toml, line 1, key dose[1]", "months “weeks” is no threshold", "correct it",
        id="a dose without its duration",
    ),
    pytest.param(
        "doses.toml", 'measure = "per-day"', 'measure = "per-dose"',
        "doses.toml, line 1, key dose[1]", "measures mass per day, but mass is needed", "another threshold",
        id="a floor that measures something else",
    ),
    pytest.param(
        "doses.toml", 'drugs = ["alpha"]', 'drugs = ["gamma"]',
        "doses.toml, line 1, key dose[1]", "“gamma” is no drug", "correct the id",
        id="a dose for a drug that is not there",
    ),
    pytest.param(
        "doses.toml", 'drugs = ["alpha"]', 'drugs = ["beta"]',
        "doses.toml, line 1, key dose[1]", "“beta” is of class “cni”, not “mpaa”", "correct one",
        id="a dose for a drug of another class",
    ),
    pytest.param(
        "doses.toml", 'with_class = ["cni"]', 'with_class = ["cnis"]',
        "doses.toml, line 1, key dose[1]", "“cnis” is no class", "add the drug",
        id="a dose beside a class that is not there",
    ),
    pytest.param(
        "therapies/beta.toml", 'drug_classes = ["cni", "mpaa"]', 'drug_classes = ["cni", "anti-cd20"]',
        "therapies/beta.toml, line 1, key therapy[1]", "“anti-cd20” is no class", "add the drug",
        id="a therapy with a class that is not there",
    ),
    pytest.param(
        "therapies/beta.toml", 'for_verdicts = ["refractory"]', 'for_verdicts = ["refractary"]',
        "therapies/beta.toml, line 1, key therapy[1]", "“refractary” is no verdict", "use one of",
        id="a therapy for a verdict that is not there",
    ),
    pytest.param(
        "therapies/beta.toml", 'named_by = ["small"]', 'named_by = ["lnreview"]',
        "therapies/beta.toml, line 1, key therapy[1]",
        "“lnreview” is neither a criteria set", "correct named_by",
        id="a therapy named by no guideline",
    ),
    pytest.param(
        "therapies/beta.toml", 'parameter = "egfr-floor"', 'parameter = "egfr"',
        "therapies/beta.toml, line 25, key therapy[1].safety[1]",
        "parameter “egfr” is no threshold", "correct it",
        id="a safety limit that is not there",
    ),
    pytest.param(
        "therapies/beta.toml", 'parameter = "egfr-floor"', 'parameter = "months"',
        "therapies/beta.toml, line 25, key therapy[1].safety[1]", "measures months", "another threshold",
        id="a safety limit that measures something else",
    ),
    pytest.param(
        "therapies/beta.toml", 'parameter = "egfr-floor"\n', "",
        "therapies/beta.toml, line 25, key therapy[1].safety[1]",
        "compares with a limit", "name it as parameter",
        id="an eGFR rule without a limit",
    ),
    pytest.param(
        "therapies/beta.toml", 'kind = "egfr"\ntext = "Not below the floor."\nparameter = "egfr-floor"',
        'kind = "combination"\ntext = "Not together."',
        "therapies/beta.toml, line 25, key therapy[1].safety[1]",
        "names the drug classes", "add with_classes",
        id="a combination with nothing",
    ),
    pytest.param(
        "therapies/beta.toml", 'kind = "egfr"', 'kind = "ask"\nasks = "it"\nwith_classes = ["anti-cd20"]',
        "therapies/beta.toml, line 25, key therapy[1].safety[1]", "“anti-cd20” is no class", "add the drug",
        id="a rule about a class that is not there",
    ),
    pytest.param(
        "drugs.toml", 'name = "beta"', 'name = "beta"\nnames = ["a 1"]',
        "drugs.toml, line 8, key drug[2]", "shares the name “a1” with “alpha”", "keep it in one",
        id="a brand of two drugs",
    ),
    pytest.param(
        "drugs.toml", 'class = "cni"\nstandard_induction = true',
        'class = "mpaa"\n\n[[drug]]\nid = "c"\nname = "c"\nclass = "cni"',
        "drugs.toml, line 8, key drug[2]", "standard_induction differs from “alpha”", "make them agree",
        id="a class that is standard and is not",
    ),
    pytest.param(
        "drugs.toml", 'class = "cni"\nstandard_induction = true',
        'class = "cni"\nstandard_induction = true\n\n[[abbreviation]]\nwritten = "G"\nmeans = ["gamma", "delta"]\nask = "It is either."',
        "drugs.toml, line 14, key abbreviation[1]", "“G” can mean no drug of drugs.toml", "correct means",
        id="an abbreviation of drugs that are not there",
    ),
    pytest.param(
        "drugs.toml", 'class = "cni"\nstandard_induction = true',
        'class = "cni"\nstandard_induction = true'
        + 2 * '\n\n[[abbreviation]]\nwritten = "G"\nmeans = ["alpha", "gamma"]\nask = "It is either."',
        "drugs.toml, line 19, key abbreviation[2]", "“G” is asked about twice", "keep one",
        id="an abbreviation that is asked about twice",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "place", "what", "remedy"), BROKEN)
def test_one_fault_gives_one_problem_with_place_fault_and_remedy(
    change: Change, name: str, old: str, new: str, place: str, what: str, remedy: str
) -> None:
    fault = only(change(name, old, new))
    assert fault.startswith(place + ": ")
    assert what in fault
    assert remedy in fault


def test_a_reading_of_ours_may_cite_the_text_that_it_reads(change: Change) -> None:
    folder = change(
        "steps.toml",
        'locator = "abstract"\nstatus = "primary"',
        'locator = "abstract, read per regimen"\nstatus = "program-default"',
    )
    assert check(folder) == ()


def test_the_text_that_reports_a_fact_must_be_a_source(change: Change) -> None:
    faults = [
        str(problem) for problem in check(change("criteria/small.toml", "carrier-2025", "carrier-2026"))
    ]
    assert any("“carrier-2026” is not in sources.toml" in fault for fault in faults)


def test_a_blood_pressure_rule_needs_both_limits(change: Change) -> None:
    faults = [
        str(problem)
        for problem in check(change("therapies/beta.toml", 'kind = "egfr"', 'kind = "blood-pressure"'))
    ]
    assert any("parameter_2" in fault for fault in faults)
    assert any("but pressure is needed" in fault for fault in faults)


def test_a_therapy_says_what_evidence_there_is(pack: Path) -> None:
    path = pack / "therapies/beta.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[[therapy.evidence]]"), text.index("[therapy.dose]")
    path.write_text(text[:start].rstrip() + "\nevidence = []\n" + text[end:], encoding="utf-8")
    assert "no evidence is given" in only(pack)


def test_a_lesion_and_a_safety_rule_have_one_name_each(pack: Path) -> None:
    lesions, therapies = pack / "lesions.toml", pack / "therapies/beta.toml"
    text = lesions.read_text(encoding="utf-8")
    lesions.write_text(
        text + text.replace('id = "tma"', 'id = "other"').replace("thrombotic micro", "macro"),
        encoding="utf-8",
    )
    assert "lesion shares the name “tmaofthekidney” with “tma”" in only(pack)
    lesions.write_text(text, encoding="utf-8")
    again = therapies.read_text(encoding="utf-8")
    therapies.write_text(again + again[again.index("[[therapy.safety]]") :], encoding="utf-8")
    assert "safety rule shares the name “betaegfr”" in only(pack)


def test_what_a_review_reads_must_be_there(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REQUIRED_CRITERIA", ("no-change", "worse-rise"))
    monkeypatch.setattr(module, "REQUIRED_THRESHOLDS", ("floor", "pdc"))
    assert [str(problem) for problem in check(pack)] == [
        "criteria/small.toml: parameter “worse-rise” is missing; add [parameters.worse-rise]",
        "thresholds: “pdc” is missing; add [pdc] to a file of that folder",
    ]


def test_a_set_that_counts_a_missed_partial_response_says_when(change: Change) -> None:
    folder = change("criteria/small.toml", 'version = "1"', 'version = "1"\nno_partial_is_failure = true')
    assert only(folder) == (
        "criteria/small.toml: parameter “no-partial-months” is missing; add [parameters.no-partial-months]"
    )


def test_a_number_that_nothing_reads_is_reported(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack / "thresholds/safety.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.replace("egfr-floor", "egfr-flor"), encoding="utf-8")
    monkeypatch.setattr(module, "SHOWN_ONLY", ())
    fault = only(pack)
    assert fault.startswith("thresholds/safety.toml, line 9, key egfr-flor: nothing reads “egfr-flor”")
    monkeypatch.setattr(module, "SHOWN_ONLY", ("egfr-flor",))
    assert check(pack) == ()
    monkeypatch.setattr(module, "REQUIRED_CRITERIA", ())
    assert only(pack).startswith(
        "criteria/small.toml, line 24, key parameters.no-change: nothing reads “no-change”"
    )


def _texts_of_the_review() -> set[str]:
    """Every text constant in the Python of the review; a number is read by its name as written there."""
    return {
        node.value
        for path in sorted(REVIEW.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _asked_for() -> set[str]:
    """The names given as they stand to `number`, `parameter` or `guideline[…]` in the Python of the review."""
    found = set()
    for path in sorted(REVIEW.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            asked: list[ast.expr] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked = node.args if node.func.attr in ("number", "parameter") else []
            elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
                asked = [node.slice] if node.value.attr in ("guideline", "criteria") else []
            chosen = (
                leaf
                for part in asked
                for leaf in ([part.body, part.orelse] if isinstance(part, ast.IfExp) else [part])
            )
            for leaf in chosen:
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    found.add(leaf.value)
    return found


def _is_named(name: str, texts: set[str]) -> bool:
    """Whether a name stands in the Python of the review, whole or by the beginning that others are built on."""
    return name in texts or any(text.endswith("-") and name.startswith(text) for text in texts)


def test_what_a_review_reads_is_what_the_check_requires() -> None:
    guideline, texts = load(), _texts_of_the_review()
    parameters = {short for criteria in guideline.criteria.values() for short in criteria.parameters}
    required = {*module.REQUIRED_CRITERIA, *module.REQUIRED_WITHOUT_PARTIAL}
    required |= {short for group in module.OPTIONAL_CRITERIA for short in group}
    assert parameters & texts == required
    # A threshold that a fact names is missed by the check of that fact.
    by_fact = {name for fact in guideline.facts for name in fact.parameters}
    assert guideline.thresholds.keys() & texts <= set(module.REQUIRED_THRESHOLDS) | by_fact
    unread = [name for name in module.REQUIRED_THRESHOLDS if not _is_named(name, texts)]
    assert unread == []
    assert _asked_for() <= required | set(module.REQUIRED_THRESHOLDS) | by_fact
    assert "course-months" in _asked_for()


@pytest.mark.parametrize("short", [*module.REQUIRED_CRITERIA, *module.REQUIRED_WITHOUT_PARTIAL])
def test_the_pack_without_a_number_that_a_review_reads_is_refused(tmp_path: Path, short: str) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(resources.guideline(), folder)
    for extending in ("acr-2024", "eular-2019", "eular-2023", "eular-2025"):
        (folder / f"criteria/{extending}.toml").unlink()
    path = folder / "criteria/kdigo-2024.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"\[parameters\.{short}\]\n(?:[^\[\n].*\n)+", "", text), encoding="utf-8")
    assert f"parameter “{short}” is missing" in only(folder)


def test_a_part_of_a_group_of_numbers_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(resources.guideline(), folder)
    path = folder / "criteria/kdigo-2024.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"\[parameters\.perr-upcr\]\n(?:[^\[\n].*\n)+", "", text), encoding="utf-8")
    faults = [str(problem) for problem in check(folder)]
    assert any("“perr-upcr” is missing beside “perr-egfr-fall”; give all of" in fault for fault in faults)


@pytest.mark.parametrize("name", module.REQUIRED_THRESHOLDS)
def test_the_pack_without_a_threshold_that_a_review_reads_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(resources.guideline(), folder)
    for path in (folder / "thresholds").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?m)^\[{name}\]\n(?:[^\[\n].*\n)+", "", text), encoding="utf-8")
    assert any(f"“{name}” is missing" in str(problem) for problem in check(folder))


def test_the_verdicts_are_those_of_a_review() -> None:
    assert set(VERDICTS) == set(get_args(Verdict))
