"""What the list keeps of a review: the deadline and how it stands, the next day, the end of the authorization."""

from datetime import datetime

import pytest

from lnreview import resources
from lnreview.case.model import Case
from lnreview.desktop.opened import glance
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.review.evaluate import review
from lnreview.store.summary import ReviewGlance

GUIDELINE = load()
MONDAY = datetime(2026, 11, 23, 12, 0)


@pytest.fixture
def received() -> Case:
    """An invented request of 18 November 2026 under the clock of ERISA: 15 calendar days."""
    return casefile.read(resources.demo() / "demo-oksana-inadequate-response.json")


def with_steps(case: Case, *steps: dict[str, object]) -> Case:
    data = case.model_dump(mode="json", exclude_defaults=True)
    usual = {"by": "N. Reviewer", "role": "clinical-reviewer"}
    data["workflow"] += [
        {"id": f"more-{number}", **usual, **step} for number, step in enumerate(steps, start=1)
    ]
    return Case.model_validate(data)


def seen(case: Case, now: datetime = MONDAY) -> ReviewGlance:
    return glance(review(case, GUIDELINE), case, GUIDELINE, now)


def test_a_running_clock_is_kept_as_the_end_of_its_day(received: Case) -> None:
    found = seen(received)
    assert (found.due_state, found.due_at[10:], found.waiting) == ("running", "T24:00", False)
    assert found.due_at[:10] in found.due_words
    assert "ERISA" in found.due_words


def test_a_decision_in_time_meets_the_clock_and_a_late_one_does_not(received: Case) -> None:
    decided = {"what": "decided", "outcome": "meets-criteria"}
    assert seen(with_steps(received, {**decided, "on": "2026-11-20"})).due_state == "met"
    late = seen(with_steps(received, {**decided, "on": "2027-02-20"}), datetime(2027, 2, 21, 9, 0))
    assert (late.due_state, late.due_at) == ("late", "")
    assert seen(with_steps(received, {**decided, "on": "2026-11"})).due_state == "unknown"


def test_what_is_not_documented_is_said_and_no_day_is_invented(received: Case) -> None:
    unknown = received.model_copy(
        update={"determination": received.determination.model_copy(update={"regime": ""})}
    )
    found = seen(unknown)
    assert (found.due_state, found.due_at) == ("unknown", "")
    assert "regime" in found.due_words
    assert seen(unknown.model_copy(update={"workflow": ()})).due_state == ""


def test_information_that_was_asked_for_is_waited_for_until_its_day(received: Case) -> None:
    asked = with_steps(
        received,
        {"what": "information-requested", "on": "2026-11-20", "due_on": "2027-01-05", "items": ["upcr"]},
    )
    found = seen(asked)
    assert (found.waiting, found.next_on) == (True, "2027-01-05")
    answered = with_steps(
        received,
        {"what": "information-requested", "on": "2026-11-20", "due_on": "2027-01-05", "items": ["upcr"]},
        {"what": "information-received", "on": "2026-11-21"},
    )
    assert seen(answered).waiting is False
    assert seen(answered).next_on == ""


def test_an_authorization_ends_as_long_after_its_approval_as_the_request_says(received: Case) -> None:
    assert seen(received).renewal_on == ""
    approved = with_steps(received, {"what": "decided", "outcome": "meets-criteria", "on": "2026-11-20"})
    assert approved.request.duration == "6 months"
    assert seen(approved).renewal_on == "2027-05-19"


def test_a_withdrawn_request_has_no_deadline(received: Case) -> None:
    withdrawn = with_steps(received, {"what": "withdrawn", "on": "2026-11-20", "reason": "by the clinician"})
    assert (seen(withdrawn).due_state, seen(withdrawn).due_at) == ("", "")
