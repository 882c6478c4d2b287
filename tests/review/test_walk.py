"""The walk as a state machine: any path is allowed, and nothing that was confirmed is ever lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.dates import ChartDate
from lnreview.case.records import Override
from lnreview.review.finding import STEPS, Evidence, Finding, Missing, Option, Review, SafetyFinding, StepName
from lnreview.review.leaving import mark
from lnreview.review.walk import PLACES, PLAN, VERDICT, Confirmation, Walk, fingerprint


def a_review(**because: str) -> Review:
    """Return a review whose steps are met, with the sentence given for a step."""
    return Review(
        case="walk-1",
        as_of=ChartDate.of(date(2025, 6, 1)).on(),
        criteria="arora-2022",
        criteria_name="Arora 2022",
        criteria_version="1",
        guideline_version="1",
        verdict="insufficient-data",
        summary="Nothing is documented.",
        leads_to="Ask.",
        steps=tuple(Finding(step, "met", because.get(step, f"{step} is documented.")) for step in STEPS),
        regimens=(),
        provisional=None,
        urgent=None,
        missing=(),
        safety=(),
        options=(),
        notes=(),
    )


def with_step(review: Review, step: StepName, **change: object) -> Review:
    """Return the review with one finding changed, as after an edit of the case."""
    return replace(review, steps=tuple(replace(f, **change) if f.step == step else f for f in review.steps))  # type: ignore[arg-type]


def test_the_walk_has_a_place_for_every_step_and_ends_with_the_verdict_and_the_plan() -> None:
    assert set(STEPS) == set(get_args(StepName))
    assert (*STEPS, VERDICT, PLAN) == PLACES


def test_a_fresh_walk_starts_at_the_diagnosis_with_nothing_confirmed() -> None:
    states = Walk().states(a_review())
    assert [state.step for state in states if state.here] == ["diagnosis"]
    assert not any(state.confirmed for state in states)
    assert len(Walk().unsettled(a_review())) == len(STEPS)


def test_confirm_settles_a_step_and_stays_where_it_is() -> None:
    walk = Walk().confirm(a_review())
    assert walk.position == "diagnosis"
    assert walk.state(a_review(), "diagnosis").settled
    assert not walk.state(a_review(), "adherence").confirmed


def test_an_edit_makes_the_step_and_the_changed_later_steps_stale_and_says_what_they_were() -> None:
    before = a_review()
    walk = Walk()
    for _ in PLACES:
        walk = walk.confirm(before).next()
    after = with_step(
        with_step(before, "dosing", status="not-met", because="The dose was low."),
        "response",
        because="Other.",
    )
    states = {state.step: state for state in walk.states(after)}
    assert {step for step, state in states.items() if state.stale} == {"dosing", "response"}
    assert states["dosing"].confirmed
    assert states["dosing"].was == "met: dosing is documented."
    assert states["dosing"].answer == "not met"
    assert states["diagnosis"].was == ""


def test_an_edit_that_is_undone_makes_the_confirmation_good_again() -> None:
    before = a_review()
    walk = Walk().confirm(before)
    assert walk.state(with_step(before, "diagnosis", because="Other."), "diagnosis").stale
    assert walk.state(before, "diagnosis").settled


def test_new_evidence_with_the_same_answer_is_shown_to_the_reviewer_again() -> None:
    before = a_review()
    walk = Walk().confirm(before)
    after = with_step(before, "diagnosis", evidence=(Evidence("Biopsy", "IV", "", "2025-03"),))
    assert walk.state(after, "diagnosis").stale


def test_an_override_counts_and_the_computed_status_stays_beside_it() -> None:
    override = Override(
        step="adherence", status="not-documented", rationale="The refills are another patient's."
    )
    review = with_step(a_review(), "adherence", override=override)
    state = Walk().state(review, "adherence")
    assert (state.status, state.computed, state.overridden) == ("not-documented", "met", True)
    assert fingerprint(review.step("adherence")) != fingerprint(a_review().step("adherence"))


def test_the_verdict_can_be_confirmed_and_goes_stale_when_it_changes() -> None:
    walk = Walk("verdict").confirm(a_review())
    changed = replace(a_review(), verdict="refractory", summary="Two regimens failed.")
    state = walk.state(changed, VERDICT)
    assert state.stale
    assert state.was == "Insufficient data: Nothing is documented."
    assert state.answer == "Refractory"


def test_the_ends_hold() -> None:
    assert Walk().back() == Walk()
    assert Walk("verdict").next() == Walk("plan")
    assert Walk("plan").next() == Walk("plan")
    assert Walk().is_first
    assert not Walk("verdict").is_last
    assert Walk("plan").is_last


def test_progress_saved_before_there_was_a_plan_is_taken_up_where_it_was() -> None:
    """A walk as it was saved when the verdict was the last place."""
    saved = {
        "version": 1,
        "position": "verdict",
        "confirmed": {"verdict": {"answer": "Refractory", "because": "Two failed.", "fingerprint": "abc"}},
    }
    walk = Walk.from_json(saved)
    assert (walk.position, walk.note) == ("verdict", "")
    states = {state.step: state for state in walk.states(a_review())}
    assert states["verdict"].confirmed
    assert not states["plan"].confirmed
    assert walk.next().position == "plan"


def test_the_plan_is_confirmed_with_its_options_and_goes_stale_when_one_is_stopped() -> None:
    stop = SafetyFinding("pregnancy", "rituximab", "stop", "She is pregnant.")
    free = Option("rituximab", "rituximab", "off-label", "", "primary", "Named first.", (), None, (), ())
    before = replace(a_review(), options=(free,))
    walk = Walk("plan").confirm(before)
    assert walk.state(before, PLAN).answer == "1 option"
    assert walk.state(before, PLAN).settled
    after = replace(before, options=(replace(free, safety=(stop,)),))
    assert walk.state(after, PLAN).was == "1 option: rituximab."
    assert walk.confirm(after).confirmed["plan"].because == "rituximab (stopped)."
    assert Walk().state(a_review(), PLAN).answer == "no option"


def test_an_unknown_place_is_refused_with_the_places_that_there_are() -> None:
    with pytest.raises(ValueError, match="diagnosis, adherence"):
        Walk().jump("genetics")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        "diagnosis", [], 3, {"confirmed": []}, {"confirmed": {"diagnosis": 1}},
        {"confirmed": {"diagnosis": {"answer": None}}},
    ],
)  # fmt: skip
def test_unreadable_progress_gives_a_fresh_walk_with_a_note(content: object) -> None:
    walk = Walk.from_json(content)
    assert walk.position == "diagnosis"
    assert not walk.confirmed
    assert "confirm the steps again" in walk.note


def test_nothing_saved_gives_a_fresh_walk_without_a_note() -> None:
    assert Walk.from_json(None) == Walk.from_json({}) == Walk()


def test_progress_that_can_be_read_in_part_is_kept_in_part() -> None:
    saved = Walk().confirm(a_review()).to_json()
    saved["confirmed"]["dosing"] = 1
    walk = Walk.from_json(saved)
    assert set(walk.confirmed) == {"diagnosis"}
    assert "Part of" in walk.note


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("asked", {"refills": 1}),
        ("asked", []),
        ("drafts", {"override/dosing": {"rationale": 3}}),
        ("left", {}),
    ],
)
def test_what_cannot_be_read_beside_the_confirmations_is_told_and_costs_nothing_else(
    key: str, content: object
) -> None:
    whole = Walk().confirm(a_review()).ask(Missing("a level", "", "dosing"), "2025-06-01")
    whole = whole.write("act", {"reason": "half"})
    walk = Walk.from_json(whole.to_json() | {key: content})
    assert walk.confirmed == whole.confirmed
    assert "Part of" in walk.note
    assert (key == "asked") == (not walk.asked)
    assert (key == "drafts") == (not walk.drafts)


def test_a_draft_is_kept_by_its_form_and_an_empty_one_is_forgotten() -> None:
    walk = Walk().write("override/dosing", {"rationale": "Seen"}).write("act", {"reason": "x"})
    walk = walk.write("override/dosing", {"rationale": "Seen on paper"})
    assert walk.drafts["override/dosing"] == {"rationale": "Seen on paper"}
    assert set(walk.write("act", {}).drafts) == {"override/dosing"}


def test_what_is_to_be_asked_for_keeps_the_day_on_which_it_was_marked() -> None:
    level = Missing("a level", "", "dosing")
    walk = Walk().ask(level, "2025-06-01").ask(level, "2025-07-01")
    assert walk.asked == {"a level": "2025-06-01"}
    assert walk.take_back(level).take_back(level).asked == {}


def test_a_step_of_a_later_version_is_kept_and_not_shown() -> None:
    saved = Walk(confirmed={"genetics": Confirmation("met", "APOL1 G1/G1.", "abc")}).to_json()
    read = Walk.from_json(saved | {"position": "genetics"})
    assert read.position == "diagnosis"
    assert "genetics" in read.confirm(a_review()).next().to_json()["confirmed"]
    assert [state.step for state in read.states(a_review())] == list(PLACES)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.dictionaries(
            st.sampled_from(["confirmed", "position", "diagnosis", "answer", "asked", "drafts", "left"]),
            inner,
        ),
    )
)
def test_no_saved_content_can_break_the_walk(content: object) -> None:
    walk = Walk.from_json(content)
    assert walk.position in PLACES
    assert len(walk.states(a_review())) == len(PLACES)


_STATUSES = st.sampled_from(["met", "not-met", "not-documented"])
_ACTIONS = st.one_of(
    st.just(("next",)),
    st.just(("back",)),
    st.just(("confirm",)),
    st.just(("reopen",)),
    st.tuples(st.just("jump"), st.sampled_from(PLACES)),
    st.tuples(st.sampled_from(["ask", "take-back"]), st.sampled_from(["refills", "a level"])),
    st.tuples(st.just("write"), st.sampled_from(["override/dosing", "act"]), st.text(max_size=3)),
    st.just(("leave",)),
    st.tuples(st.just("edit"), st.sampled_from(STEPS), _STATUSES, st.sampled_from(["a", "b"])),
)


@given(st.lists(_ACTIONS, max_size=40))
def test_any_path_is_allowed_and_nothing_is_ever_lost(actions: list[tuple[str, ...]]) -> None:
    walk, review = Walk(), a_review()
    confirmed: dict[str, tuple[str, str]] = {}
    asked: dict[str, str] = {}
    written: dict[str, dict[str, str]] = {}
    left = None
    for action in actions:
        match action:
            case ("next",):
                went = walk.next()
                assert walk.is_last or went.back() == walk, "back after next returns"
                walk = went
            case ("back",):
                walk = walk.back()
            case ("confirm",):
                walk = walk.confirm(review)
                confirmed[walk.position] = _shown(review, walk.position)
                assert walk.state(review, walk.position).settled
            case ("reopen",):
                walk = Walk.from_json(json.loads(json.dumps(walk.to_json())))
            case ("jump", place):
                walk = walk.jump(place)  # type: ignore[arg-type]
                assert walk.position == place
            case ("ask", what):
                walk = walk.ask(Missing(what, "", "dosing"), str(len(asked)))
                asked.setdefault(what, str(len(asked)))
            case ("take-back", what):
                walk = walk.take_back(Missing(what, "", "dosing"))
                asked.pop(what, None)
            case ("write", form, text):
                walk = walk.write(form, {"rationale": text} if text else {})
                written.pop(form, None)
                if text:
                    written[form] = {"rationale": text}
            case ("leave",):
                left = mark(review, 7, date(2025, 6, 1))
                walk = walk.leave(left)
            case ("edit", step, status, because):
                review = with_step(review, step, status=status, because=because)  # type: ignore[arg-type]
        assert walk.position in PLACES
        assert (dict(walk.asked), walk.drafts, walk.left) == (asked, written, left)
        states = {str(state.step): state for state in walk.states(review)}
        assert {step for step, state in states.items() if state.confirmed} == set(confirmed)
        for step, was in confirmed.items():
            assert states[step].stale == (was != _shown(review, step)), (
                "stale exactly when what was confirmed has changed"
            )


def _shown(review: Review, place: str) -> tuple[str, str]:
    if place == VERDICT:
        return review.verdict, review.summary
    if place == PLAN:
        return review.verdict, ""
    finding = review.step(place)  # type: ignore[arg-type]
    return finding.effective, finding.because
