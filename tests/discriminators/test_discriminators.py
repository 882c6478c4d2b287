"""Invented patients, each made so that one wrong rule gives another verdict.

All the facts that do not matter are held still: a woman of 31, class IV, both lists complete, every last
value confirmed. What differs between them is the rule under test.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.evaluate import review
from lnreview.review.finding import VERDICTS, Review

HERE = Path(__file__).parent
POINTS: list[dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["point"]


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load()


def opened(point: dict[str, Any]) -> Case:
    return casefile.read(HERE / f"{point['case']}.json")


def everything_said(result: Review) -> str:
    """Return all that the review says beside its verdict, in lower case."""
    gaps = [f"{missing.what} {missing.why}" for missing in result.missing]
    steps = [step.because for step in result.steps]
    regimens = [
        finding.because
        for regimen in result.regimens
        for finding in (regimen.adherence, regimen.dosing, regimen.response)
    ]
    return " ".join([result.summary, result.leads_to, *gaps, *steps, *regimens, *result.notes]).lower()


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["case"])
def test_one_wrong_rule_would_give_another_verdict(point: dict[str, Any], guideline: Guideline) -> None:
    case = opened(point)
    result = review(case, guideline, case.as_of)

    assert result.verdict == point["verdict"], f"{result.summary} Expected, because {point['why']}."
    assert (result.provisional or "none") == point.get("provisional", "none"), result.summary
    for verdict in point["not"]:
        assert verdict not in (result.verdict, result.provisional)
    said = everything_said(result)
    for wanted in point.get("says", []):
        assert any(text in said for text in wanted.split("|")), said


def test_the_discriminators_are_marked_as_invented_and_all_are_tested() -> None:
    assert {path.stem for path in HERE.glob("*.json")} == {point["case"] for point in POINTS}
    assert {point["verdict"] for point in POINTS} <= set(VERDICTS)
    for point in POINTS:
        case = opened(point)
        assert case.synthetic
        assert case.complete.courses == case.complete.biopsies == "yes"
