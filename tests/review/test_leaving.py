"""What is said to have changed since the walk was left: everything that did, and nothing that did not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_walk import a_review, with_step

from lnreview.case.changes import CaseChange
from lnreview.case.dates import ChartDate
from lnreview.review.finding import STEPS, Review, StepName
from lnreview.review.leaving import Mark, mark, news

LEFT = date(2025, 6, 1)
LAB = CaseChange("added", "labs/u2", "lab result UPCR 3.4 g/g (2025-06-02)")


def told(then: Review, now: Review, *record: CaseChange) -> list[str]:
    """Return the news in words between two reviews."""
    return [item.words for item in news(mark(then, 4, LEFT), now, record)]


def on(review: Review, day: str) -> Review:
    """Return the review as of another day."""
    return replace(review, as_of=ChartDate.parse(day).on())


def test_nothing_is_new_where_nothing_changed() -> None:
    assert told(a_review(), a_review()) == []


def test_a_finding_is_told_with_what_it_was_and_leads_to_its_step() -> None:
    after = with_step(a_review(), "adherence", status="not-documented")
    [item] = news(mark(a_review(), 4, LEFT), after, (LAB,))[:1]
    assert (item.words, item.page, item.place) == (
        "Adherence was met and is now not documented.",
        "walk",
        "adherence",
    )


def test_an_override_counts_as_the_reader_sees_it() -> None:
    from lnreview.case.records import Override

    over = Override(step="dosing", status="not-met", rationale="Half of it was vomited.")
    change = CaseChange("added", "overrides/dosing", "override of dosing not met")
    after = with_step(a_review(), "dosing", override=over)
    found = news(mark(a_review(), 4, LEFT), after, (change,))
    assert [item.words for item in found] == [
        "Dosing was met and is now not met.",
        "Added: override of dosing not met.",
    ]
    assert (found[1].page, found[1].place) == ("walk", "dosing")


def test_the_verdict_and_its_urgency_are_told() -> None:
    after = replace(a_review(), verdict="too-early", urgent="eGFR fell.")
    assert told(a_review(), after, LAB)[:2] == [
        "The verdict was “Insufficient data” and is now “Too early”.",
        "It is urgent now: eGFR fell.",
    ]
    assert told(after, replace(after, urgent=None)) == ["It is no longer urgent."]


def test_a_later_day_that_moved_a_window_is_named_as_the_only_cause() -> None:
    before = replace(a_review(), reassess_on=date(2025, 7, 1))
    after = on(with_step(replace(before, reassess_on=None), "response", status="not-met"), "2025-07-02")
    assert told(before, after) == [
        "The review is as of 2025-07-02; when you left, it was as of 2025-06-01.",
        "The day set for reassessment has come: 2025-07-01.",
        "Response was met and is now not met, by the later day alone.",
    ]
    assert told(before, after, LAB)[2] == "Response was met and is now not met."
    newer = replace(after, guideline_version="2")
    assert told(before, newer)[-1] == "Response was met and is now not met."


@pytest.mark.parametrize(("day", "due"), [("2025-06-30", False), ("2025-07-01", True), ("2025-07-05", True)])
def test_the_day_of_reassessment_is_told_from_that_day_on(day: str, due: bool) -> None:
    before = replace(a_review(), reassess_on=date(2025, 7, 1))
    assert any("reassessment has come" in words for words in told(before, on(before, day))) == due


def test_that_a_day_went_by_is_no_news_by_itself() -> None:
    before = replace(on(a_review(), "2025-07-05"), reassess_on=date(2025, 7, 1))
    assert told(before, on(before, "2025-08-01")) == []


def test_another_guideline_content_and_another_criteria_set_are_told() -> None:
    after = replace(a_review(), guideline_version="2026.11", criteria_version="1.1")
    found = news(mark(a_review(), 4, LEFT), after, ())
    assert [item.words for item in found] == [
        "The guideline content is 2026.11; when you left, it was 1.",
        "The case is judged by Arora 2022, version 1.1; it was by Arora 2022, version 1.",
    ]
    assert {(item.page, item.place) for item in found} == {("book", "criteria/arora-2022")}


def test_a_change_of_the_record_leads_to_its_entry() -> None:
    [item] = news(mark(a_review(), 4, LEFT), a_review(), (LAB,))
    assert (item.words, item.page, item.place) == (
        "Added: lab result UPCR 3.4 g/g (2025-06-02).",
        "case",
        "labs/u2",
    )


def test_a_mark_survives_being_saved() -> None:
    then = mark(replace(a_review(), urgent="eGFR fell.", reassess_on=date(2025, 7, 1)), 9, LEFT)
    assert Mark.from_json(json.loads(json.dumps(then.to_json()))) == then


@pytest.mark.parametrize(
    "key", ["event", "left_on", "as_of", "until", "guideline", "criteria", "answers", "regimens"]
)
def test_a_mark_that_lacks_a_part_is_not_read(key: str) -> None:
    content = mark(a_review(), 9, LEFT).to_json()
    del content[key]
    assert Mark.from_json(content) is None
    assert Mark.from_json({**content, key: True}) is None
    assert Mark.from_json([]) is None


_STATUSES = st.dictionaries(
    st.sampled_from(STEPS), st.sampled_from(["met", "not-met", "not-documented"]), max_size=6
)


@given(_STATUSES, _STATUSES)
def test_every_step_that_changed_is_told_once_and_no_other(
    then: dict[StepName, str], now: dict[StepName, str]
) -> None:
    before = after = a_review()
    for step, status in then.items():
        before = with_step(before, step, status=status)
    for step, status in now.items():
        after = with_step(after, step, status=status)
    changed = [s for s in STEPS if before.step(s).effective != after.step(s).effective]
    found = [item.place for item in news(mark(before, 1, LEFT), after, ())]
    assert sorted(found) == sorted(changed)
    assert news(mark(after, 1, LEFT), after, ()) == ()
