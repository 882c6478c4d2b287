"""A letter argues only for what the review supports; any other says so at its top, with what would have to be shown."""

import dataclasses
import re

import letterfactory as factory
import pytest

from lnreview.letters import write
from lnreview.letters.document import Document
from lnreview.review.finding import Review


def letter(review: Review | None = None, kind: str = "medical-necessity", **changes: object) -> Document:
    case = factory.case(**changes)
    return write.compose(kind, case, review or factory.review(case), factory.guideline(), dated=factory.DAY)


def told(document: Document) -> str:
    return re.sub(r"\s+", " ", write.text(document))


@pytest.mark.parametrize(
    ("verdict", "answer"),
    [
        (
            "refractory",
            "Supported by the record: the program's verdict, with the criteria set Arora 2022, is “refractory”",
        ),
        ("insufficient-data", "Not documented yet: the record documents no verdict."),
        (
            "responding",
            "Not supported by the record as it stands: the program's verdict, with the criteria set Arora 2022, is “responding”",
        ),
        (
            "nonadherence",
            "Not supported by the record as it stands: the program's verdict, with the criteria set Arora 2022, is “nonadherence”",
        ),
    ],
)
def test_necessity_follows_the_verdict(verdict: str, answer: str) -> None:
    case = factory.case()
    assert answer in told(letter(factory.review(case, verdict)))  # type: ignore[arg-type]


def test_going_on_with_what_works_is_supported() -> None:
    case = factory.case(request={"therapy": "belimumab", "product": "", "start": "continuation"})
    made = factory.review(case, "responding")
    running = dataclasses.replace(made.regimens[1], classes=("anti-baff",), grade="complete")
    going_on = dataclasses.replace(made, regimens=(running,))
    answer = "Supported as a continuation: complete response under it"
    assert answer in told(
        letter(going_on, request={"therapy": "belimumab", "product": "", "start": "continuation"})
    )
    assert answer not in told(
        letter(going_on, request={"therapy": "belimumab", "product": "", "start": "new"})
    )
    keys = {gap.key for gap in write.gaps("medical-necessity", case, going_on, factory.guideline())}
    assert "request-verdict" not in keys


def test_a_hard_stop_is_never_called_supported() -> None:
    case = factory.case()
    made = factory.review(case)
    stop = dataclasses.replace(made.safety[0], status="stop", because="HBsAg is positive and untreated")
    options = tuple(dataclasses.replace(option, safety=()) for option in made.options)
    text = told(letter(dataclasses.replace(made, safety=(stop,), options=options)))
    assert "Not as it stands: HBsAg is positive and untreated" in text
    assert "Not ready to send: a safety finding stops this request. HBsAg is positive and untreated." in text
    assert "× stops it. HBsAg is positive and untreated" in text
    assert "I ask you to approve" not in text


@pytest.mark.parametrize("kind", ["medical-necessity", "prior-authorization", "appeal"])
def test_what_the_review_does_not_support_says_so_before_it_says_anything_else(kind: str) -> None:
    case = factory.case()
    last = "The review in brief =" if kind == "medical-necessity" else "Submission ="
    start = told(letter(factory.review(case, "responding"), kind)).split(last)[0]
    assert "Not ready to send: this review does not support the request." in start
    assert (
        "after two different adequate standard regimens that failed in an adherent patient: the record"
        in start
    )
    whole = told(letter(factory.review(case, "responding"), kind))
    assert "I ask you to approve" not in whole
    assert "I request coverage" not in whole
    assert "The studies are not argued here" in whole
    assert "Not ready to send" not in told(letter(kind=kind))


def test_what_is_asked_for_first_stands_at_the_top_of_an_undecided_letter() -> None:
    case = factory.case()
    text = told(letter(factory.insufficient(case)))
    start = text.split("The review in brief")[0]
    assert "the record does not support the request yet" in start
    assert "refill history of mycophenolate mofetil" in start.casefold()
