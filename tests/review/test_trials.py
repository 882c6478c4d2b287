"""Assessing sets that read a record alike only once changes nothing of what each of them says."""

import pytest

from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.resources import demo
from lnreview.review.applied import applied
from lnreview.review.assess import assess
from lnreview.review.compare import Trials
from lnreview.review.context import Context
from lnreview.review.evaluate import assessment
from lnreview.review.judge import Judge
from lnreview.review.verdict import decide

READINGS = (
    {}, {"anti_cd20_counts": "yes"}, {"regimen_pair": "mycophenolate-and-cyclophosphamide"}, {"strict_biopsy": True},
    {"egfr_tolerance": "10"}, {"egfr_tolerance": "15"}, {"complete_upcr": "0.7"}, {"course_time": "in-total"},
    {"course_time": "six-months-each"},
)  # fmt: skip


@pytest.mark.parametrize("path", sorted(demo().glob("*.json")), ids=lambda path: path.stem)
def test_a_shared_assessment_says_what_an_own_one_says(path):
    case, pack = casefile.read(path), load()
    view = assessment(case, pack)
    overrides = {override.step: override for override in case.overrides}
    trials = Trials(view)
    for published in pack.criteria.values():
        for reading in READINGS:
            criteria = applied(published, case.settings.model_copy(update=reading))
            alone = assess(Context(view.ctx.case, pack, criteria, view.ctx.as_of))
            found = trials.under(criteria)
            grade = alone.latest.judged.grade if alone.latest is not None else None
            assert (found.verdict, found.because) == decide(alone, overrides)
            assert (found.grade, found.failed) == (grade, len(Judge(alone, overrides).counted()))


def test_a_set_that_asks_for_another_number_of_failures_is_told_apart():
    """The number is read only when the verdict is decided, on an assessment that two sets share."""
    case, pack = casefile.read(demo() / "demo-lucja-refractory.json"), load()
    view = assessment(case, pack)
    arora = view.ctx.criteria
    more = arora["refractory-regimens"].model_copy(update={"value": arora["refractory-regimens"].value + 1})
    asking = arora.model_copy(update={"parameters": {**arora.parameters, "refractory-regimens": more}})
    trials = Trials(view)
    assert trials.under(arora).verdict == "refractory"
    assert trials.under(asking).verdict == "inadequate-response"
