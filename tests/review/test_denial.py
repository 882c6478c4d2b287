"""A received denial: the last day to file as printed and by regime, what the notice lacks, who may judge the appeal."""

from datetime import date
from typing import get_args

import pytest
from case_builder import case, guideline

from lnreview.case.paperwork import Denial, NoticeElement
from lnreview.guideline.model import Guideline
from lnreview.review.denial import appeal_clock, appeal_reviewer, notice_lacks

PACK: Guideline = guideline()


def denied(**fields) -> Denial:
    return Denial.model_validate({"id": "denial-1", "level": "internal-1"} | fields)


def held(denial, **determination):
    chosen = {"regime": "erisa", "request_type": "pre-service", "urgency": "standard"} | determination
    return appeal_clock(denial, case(as_of="2026-03-20", determination=chosen), PACK)


def test_erisa_gives_180_days_to_file_from_the_notice_and_from_its_receipt():
    found = held(denied(denied_on="2026-01-15", received_on="2026-01-20"))
    assert [(item.last, item.counted, item.status) for item in found.by_regime] == [
        (date(2026, 7, 19), "180 calendar days from receipt of the notice", "secondary"),
        (date(2026, 7, 14), "180 calendar days from the date of the notice", "secondary"),
    ]
    assert found.safe == date(2026, 7, 14)
    assert found.printed is None
    assert found.conflict == ""
    assert found.missing == ("the last day for the appeal as the notice prints it",)


def test_a_printed_day_that_differs_is_a_conflict_and_the_earlier_day_is_safe():
    found = held(denied(denied_on="2026-01-15", file_by="2026-03-16"))
    assert found.safe == found.printed == date(2026, 3, 16)
    assert "prints 2026-03-16" in found.conflict
    assert "2026-07-14" in found.conflict
    agreed = held(denied(denied_on="2026-01-15", received_on="2026-01-20", file_by="2026-07-19"))
    assert (agreed.conflict, agreed.safe) == ("", date(2026, 7, 14))


@pytest.mark.parametrize(
    ("fields", "determination", "decisions"),
    [
        ({"filed_on": "2026-02-01"}, {}, ["end of 2026-03-03"]),
        ({"filed_on": "2026-02-01"}, {"request_type": "post-service"}, ["end of 2026-04-02"]),
        ({"filed_on": "2026-02-01", "expedited_reason": "rapid loss of function"}, {}, ["not documented"]),
        ({}, {}, []),
    ],
)
def test_until_when_the_appeal_is_decided(fields, determination, decisions):
    found = held(denied(denied_on="2026-01-15", **fields), **determination)
    assert [str(item) for item in found.decision] == decisions


def test_two_levels_share_the_time_and_that_is_said():
    found = held(denied(denied_on="2026-01-15"))
    assert any("15 calendar days at each level" in note for note in found.notes)
    assert not any(
        "each level" in note for note in held(denied(denied_on="2026-01-15", level="external")).notes
    )


def test_an_external_review_has_its_own_rows_which_are_not_verified():
    found = held(denied(received_on="2026-10-31", level="external", filed_on="2026-11-02"))
    (filing,) = found.by_regime
    assert (filing.last, filing.status) == (date(2027, 2, 28), "unverified")
    assert [str(item) for item in found.decision] == ["end of 2026-12-17"]


@pytest.mark.parametrize(
    ("fields", "determination", "gap"),
    [
        ({}, {}, "the full day of the notice, or of its receipt"),
        ({"denied_on": "2026-01"}, {}, "the full day of the notice, or of its receipt"),
        ({"denied_on": "2026-01-15"}, {"regime": ""}, "the regime whose clock applies to the appeal"),
        ({"denied_on": "2026-01-15"}, {"regime": "ncqa"}, "a time for the appeal in the table of clocks; the regimes that were named have none"),
    ],
)  # fmt: skip
def test_what_would_settle_it_is_named(fields, determination, gap):
    found = held(denied(**fields), **determination)
    assert gap in found.missing
    assert found.safe is None


def test_a_notice_that_nobody_read_lacks_nothing():
    assert notice_lacks(denied(), PACK) == ()


def test_a_notice_lacks_what_is_not_ticked_with_source_and_point():
    every = set(get_args(NoticeElement))
    found = notice_lacks(denied(notice_checked=True), PACK, expedited=True)
    assert {item.id for item in found} == every
    assert all(item.point.endswith(".") and item.source and item.status for item in found)
    rest = every - {"criterion-and-source", "time-limits"}
    some = notice_lacks(denied(notice_checked=True, notice_holds=sorted(rest)), PACK)
    assert [(item.id, item.status) for item in some] == [
        ("criterion-and-source", "primary"), ("time-limits", "secondary"),
    ]  # fmt: skip


def test_the_expedited_procedure_is_asked_of_urgent_requests_only():
    standard = {item.id for item in notice_lacks(denied(notice_checked=True), PACK)}
    urgent = {
        item.id for item in notice_lacks(denied(notice_checked=True, expedited_reason="eGFR falls"), PACK)
    }
    assert urgent - standard == {"expedited-procedure"}


def reviewed_by(name="D. Other", credentials="MD", specialty="nephrology", **fields):
    subject = case(as_of="2026-03-20", clinician={"specialty": "Nephrology"}, **fields)
    return appeal_reviewer(subject, name, credentials, specialty, PACK)


def test_a_reviewer_of_the_same_specialty_who_was_not_involved_has_nothing_against():
    assert reviewed_by() == ()


def test_who_took_part_before_is_named():
    decided = {"what": "decided", "by": "D. Other", "role": "physician-reviewer", "outcome": "not-certify"}
    (text,) = reviewed_by(workflow=[decided])
    assert "D. Other took part" in text
    assert len(reviewed_by(denials=[{"reviewer": "D. Other, MD, internal medicine"}])) == 1


def test_a_pharmacist_does_not_qualify_and_another_specialty_is_to_be_judged():
    assert any("pharmacist" in text for text in reviewed_by(credentials="PharmD"))
    (text,) = reviewed_by(specialty="radiology")
    assert "Whether “radiology” is similar to “Nephrology” has to be judged" in text
    (text,) = reviewed_by(specialty=" ")
    assert "The specialty is not documented" in text


@pytest.mark.parametrize("level", ["state-review", "medicare-redetermination", "medicare-independent"])
def test_the_days_of_an_internal_appeal_are_not_put_in_the_place_of_another_review(level):
    found = held(denied(denied_on="2026-01-15", filed_on="2026-02-01", level=level))
    assert (found.by_regime, found.decision, found.safe) == ((), (), None)
    assert any("none was read" in text for text in found.missing)
