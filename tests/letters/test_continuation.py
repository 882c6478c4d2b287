"""A request to go on: both ends of each claim with their days, and nothing of it in a new request."""

from pathlib import Path

import letterfactory as factory
import pytest

from lnreview.case.paperwork import LeftOut
from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.content.continuation import TITLE
from lnreview.review.evaluate import review

DEMO = Path(__file__).parents[2] / "resources" / "demo"


def going_on(**changes):
    case = casefile.read(DEMO / "demo-lucja-refractory.json")
    request = case.request.model_copy(update={"start": "continuation", "therapy": "mycophenolate mofetil"})
    return case.model_copy(update={"request": request, **changes})


def letter(case, kind="medical-necessity"):
    found = review(case, factory.guideline(), None)
    return write.text(write.compose(kind, case, found, factory.guideline(), dated=factory.DAY))


@pytest.mark.parametrize("kind", ["medical-necessity", "prior-authorization"])
def test_a_request_to_go_on_shows_each_measure_before_treatment_and_now(kind):
    text = letter(going_on(), kind)
    under = text.partition(f"{TITLE}\n{'=' * len(TITLE)}")[2].partition("\n\n\n")[0]
    assert "Before treatment and now" in under
    line = next(line for line in under.splitlines() if line.startswith(("UPCR", "Proteinuria")))
    assert line.count("(20") + line.count("20") >= 2
    assert "g/g" in line


def test_a_new_request_has_no_such_section():
    assert f"{TITLE}\n=" not in letter(casefile.read(DEMO / "demo-lucja-refractory.json"))


def test_a_value_that_is_left_out_takes_the_change_along():
    case = going_on()
    last = review(case, factory.guideline(), None).upcr[-1]
    text = letter(going_on(left_out=(LeftOut(entry=last.entry),)))
    under = text.partition(f"{TITLE}\n{'=' * len(TITLE)}")[2].partition("Rationale\n=")[0]
    assert last.written not in under
