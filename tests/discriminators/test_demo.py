"""The demo cases show every verdict once, each clearly, and are marked as invented wherever they go."""

import pytest

from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.resources import demo
from lnreview.review.evaluate import review
from lnreview.review.finding import VERDICTS

SHOWS: dict[str, str] = {
    "demo-anna-insufficient-data": "insufficient-data",
    "demo-ben-nonadherence": "nonadherence",
    "demo-chloe-too-early": "too-early",
    "demo-eleni-multirefractory": "multirefractory",
    "demo-farah-responding": "responding",
    "demo-grace-chronic-damage": "chronic-damage",
    "demo-hana-relapse": "relapse",
    "demo-ines-biopsy-needed": "biopsy-needed",
    "demo-jonas-untreated": "untreated",
    "demo-keisha-undertreated": "undertreated",
    "demo-lena-inadequate-response": "inadequate-response",
    "demo-lucja-refractory": "refractory",
    "demo-noor-biopsy-needed": "biopsy-needed",
    "demo-wang-fang-alternative-diagnosis": "alternative-diagnosis",
}


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load()


@pytest.mark.parametrize(("name", "verdict"), SHOWS.items())
def test_a_demo_case_shows_its_verdict(name: str, verdict: str, guideline: Guideline) -> None:
    case = casefile.read(demo() / f"{name}.json")

    result = review(case, guideline, case.as_of)

    assert result.verdict == verdict, result.summary


def test_the_demo_shows_a_case_that_waits_for_adherence_evidence_alone(guideline: Guideline) -> None:
    case = casefile.read(demo() / "demo-anna-insufficient-data.json")

    result = review(case, guideline, case.as_of)

    assert result.provisional == "refractory"
    assert result.missing[0].step == "adherence"


def test_worsening_before_the_window_ends_is_urgent_in_the_demo(guideline: Guideline) -> None:
    case = casefile.read(demo() / "demo-chloe-too-early.json")

    assert review(case, guideline, case.as_of).urgent


def test_the_demo_covers_every_verdict_and_is_invented_throughout() -> None:
    cases = {path.stem: casefile.read(path) for path in demo().glob("*.json")}

    assert set(cases) == set(SHOWS)
    assert set(SHOWS.values()) == set(VERDICTS)
    for name, case in cases.items():
        assert case.id == name
        assert case.synthetic
        assert case.citation is None
        assert case.patient.name.startswith("Demo, ")
        assert case.as_of is not None


def test_enough_demo_cases_carry_what_a_letter_needs() -> None:
    cases = [casefile.read(path) for path in demo().glob("*.json")]

    assert (
        sum(bool(case.coverage.payer and case.clinician.name and case.request.therapy) for case in cases) >= 6
    )
