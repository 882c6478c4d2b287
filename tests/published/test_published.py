"""Published patients, encoded from their abstracts, get the verdict that a reader of the definition gives.

The case files were written from the published text and the descriptions of the schema alone, before the
review existed; where no provisional verdict is expected, none may stand.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lnreview.case.dates import ChartDate
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.evaluate import review
from lnreview.review.finding import VERDICTS, Review

HERE = Path(__file__).parent
POINTS: list[dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["point"]


def name(point: dict[str, Any]) -> str:
    return f"{point['case']}@{point['as_of']}"


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load()


def reviewed(point: dict[str, Any], guideline: Guideline) -> Review:
    case = casefile.read(HERE / f"{point['case']}.json")
    return review(case, guideline, ChartDate.parse(point["as_of"]))


@pytest.mark.parametrize("point", POINTS, ids=name)
def test_a_published_patient_gets_the_verdict_that_its_text_supports(
    point: dict[str, Any], guideline: Guideline
) -> None:
    result = reviewed(point, guideline)

    assert result.verdict == point["verdict"], result.summary
    provisional = point.get("provisional", "none")
    if provisional != "not-scored":
        assert (result.provisional or "none") == provisional, result.summary
    urgent = point.get("urgent", "not-scored")
    if urgent != "not-scored":
        assert bool(result.urgent) == (urgent == "yes"), result.summary
    for verdict in point.get("must_not", []):
        assert verdict not in (result.verdict, result.provisional)


@pytest.mark.parametrize(
    "point",
    [point for point in POINTS if "response" in point],
    ids=name,
)
def test_a_published_response_is_graded_as_published(point: dict[str, Any], guideline: Guideline) -> None:
    result = reviewed(point, guideline)

    grades = {regimen.grade for regimen in result.regimens}
    assert point["response"] in grades or point["response"] in result.step("response").because.lower()


@pytest.mark.parametrize(
    "point",
    [point for point in POINTS if point.get("asks")],
    ids=name,
)
def test_a_review_asks_for_what_the_text_leaves_out(point: dict[str, Any], guideline: Guideline) -> None:
    result = reviewed(point, guideline)

    asked = " ".join(f"{missing.what} {missing.why}" for missing in result.missing).lower()
    unasked = [wanted for wanted in point["asks"] if not any(word in asked for word in wanted.split("|"))]
    assert not unasked, f"nothing asks for {unasked}; asked: {asked}"


def test_every_published_case_is_reviewed_cited_and_expects_a_known_verdict() -> None:
    files = {path.stem for path in HERE.glob("*.json")}

    assert files == {point["case"] for point in POINTS}
    assert {point["verdict"] for point in POINTS} <= set(VERDICTS)
    for stem in files:
        case = casefile.read(HERE / f"{stem}.json")
        assert case.id == stem
        assert case.citation is not None
        assert case.citation.title
        assert not case.synthetic
