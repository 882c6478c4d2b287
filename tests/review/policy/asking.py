"""Ask a case one question as a payer pack would, and hold requests against packs."""

from typing import Any

from case_builder import case, guideline, reviewed

from lnreview.case.model import Case
from lnreview.guideline.asks import ASKS
from lnreview.review.evaluate import assessment
from lnreview.review.policy.against import against_policy
from lnreview.review.policy.answers import Answer
from lnreview.review.policy.asked import ANSWERS
from lnreview.review.policy.result import Criterion, PolicyReview
from lnreview.review.policy.view import View

T, F, N = "met", "not-met", "not-documented"


def answer(subject: Case, name: str, **parameters: Any) -> Answer:
    """Return what a case says to a question."""
    review = reviewed(subject)
    view = View(review, assessment(subject, guideline(), review.as_of.written))
    question = ASKS[name].model_validate(parameters)
    return ANSWERS[type(question)](view, question)


def status(subject: Case, name: str, **parameters: Any) -> str:
    """Return the status of the answer, after checking that a gap names its datum and nothing else does."""
    found = answer(subject, name, **parameters)
    assert bool(found.missing) == (found.status == N), found
    assert found.because.strip().endswith((".", "?")), found
    return found.status


def held(subject: Case, pack: str) -> PolicyReview:
    """Return a case held against a pack."""
    found = against_policy(subject, reviewed(subject), guideline(), pack)
    assert found is not None
    return found


def leaf(found: PolicyReview, id: str) -> Criterion:
    """Return the criterion of an id."""
    return next(item for item in found.root.walk() if item.id == id)


def plain(*parts: Any, **fields: Any) -> Case:
    """Return a case reviewed on day 100, with nothing in it but the parts and an adult woman."""
    return case(*parts, **{"as_of": 100} | fields)


def attested(what: str, says: str = "yes", **more: Any):
    return ("attestations", {"what": what, "says": says, **more})


def alternative(drug: str, status: str, reason: str = ""):
    return ("alternatives", {"drug": drug, "status": status, "reason": reason})
