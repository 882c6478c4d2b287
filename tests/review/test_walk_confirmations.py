"""What makes a confirmation stale, and how the progress of a walk is saved."""

from dataclasses import replace
from decimal import Decimal

import pytest
from test_walk import a_review, with_step

from lnreview.case.records import Override
from lnreview.guideline.parts import Parameter
from lnreview.review.finding import STEPS, Evidence, Missing
from lnreview.review.walk import Confirmation, Walk, fingerprint

LAB = Evidence("UPCR", "3.0", "g/g", "2024-03-01", "letter", "u1")
NUMBER = Parameter(
    id="nephrotic", value=Decimal("3"), upper=None, unit="g/g", means="nephrotic range", source="acr-2024",
    locator="summary p 2", status="secondary", use="proteinuria", misuse="",
)  # fmt: skip
GAP = Missing("a level", "It settles it.", "dosing")
RULED = Override(step="dosing", status="met", rationale="AUC 50.")
FULL = with_step(a_review(), "dosing", evidence=(LAB,), parameters=(NUMBER,), missing=(GAP,), override=RULED)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "not-met"},
        {"because": "Other."},
        {"evidence": (replace(LAB, what="24-hour urine protein"),)},
        {"evidence": (replace(LAB, value="3.1"),)},
        {"evidence": (replace(LAB, unit="mg/g"),)},
        {"evidence": (replace(LAB, date="2024-03-02"),)},
        {"evidence": (replace(LAB, source="laboratory"),)},
        {"evidence": (replace(LAB, entry="u2"),)},
        {"evidence": ()},
        {"parameters": (NUMBER.model_copy(update={"id": "other"}),)},
        {"parameters": (NUMBER.model_copy(update={"value": Decimal("3.5")}),)},
        {"parameters": (NUMBER.model_copy(update={"upper": Decimal("4")}),)},
        {"parameters": (NUMBER.model_copy(update={"unit": "g/d"}),)},
        {"missing": (replace(GAP, what="two levels"),)},
        {"missing": (replace(GAP, why="It may settle it."),)},
        {"override": RULED.model_copy(update={"status": "not-met"})},
        {"override": RULED.model_copy(update={"rationale": "AUC 60."})},
        {"override": None},
    ],
)
def test_whatever_a_reviewer_reads_before_confirming_makes_the_confirmation_stale(change):
    walk = Walk("dosing").confirm(FULL)
    assert walk.state(FULL, "dosing").settled
    state = walk.state(with_step(FULL, "dosing", **change), "dosing")
    assert (state.confirmed, state.stale, state.settled) == (True, True, False)


def test_a_fingerprint_is_short_and_the_same_in_every_run():
    assert fingerprint(FULL.step("dosing")) == fingerprint(FULL.step("dosing"))
    assert len(fingerprint(FULL.step("dosing"))) == 20
    assert set(fingerprint(FULL.step("dosing"))) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "change",
    [{"verdict": "refractory"}, {"summary": "Other."}, {"provisional": "refractory"}, {"urgent": "eGFR fell."}, {"criteria": "acr-2024"}],
)  # fmt: skip
def test_whatever_the_verdict_says_makes_its_confirmation_stale(change):
    walk = Walk("verdict").confirm(a_review())
    assert walk.state(replace(a_review(), **change), "verdict").stale


def test_what_is_open_is_every_step_that_is_not_confirmed_as_it_stands():
    walk = Walk("dosing").confirm(a_review()).jump("response").confirm(a_review())
    changed = with_step(a_review(), "response", because="Other.")
    open_ = [state.step for state in walk.unsettled(changed)]
    assert open_ == [step for step in STEPS if step != "dosing"]
    assert [state.step for state in walk.unsettled(a_review())] == [
        step for step in STEPS if step not in ("dosing", "response")
    ]


def test_a_state_tells_what_it_is_and_what_it_was_only_where_it_is_stale():
    state = Walk("dosing").confirm(a_review()).state(a_review(), "dosing")
    assert (state.name, state.status, state.computed, state.overridden, state.answer, state.was) == (
        "Dosing", "met", "met", False, "met", "",
    )  # fmt: skip
    assert Walk().state(a_review(), "dosing").was == ""
    assert Walk().state(a_review(), "verdict").status is None
    ruled = Walk().state(
        with_step(a_review(), "dosing", override=RULED.model_copy(update={"status": "not-met"})), "dosing"
    )
    assert (ruled.status, ruled.computed, ruled.overridden, ruled.answer) == (
        "not-met",
        "met",
        True,
        "not met",
    )


def test_a_confirmation_without_a_sentence_is_told_by_its_answer():
    walk = Walk(confirmed={"dosing": Confirmation("met", "", "old")})
    assert walk.state(a_review(), "dosing").was == "met"


def test_one_step_on_and_one_step_back():
    assert Walk("dosing").next().position == "response"
    assert Walk("dosing").back().position == "adherence"
    assert Walk("verdict").back().position == "biopsy"


def test_confirmations_cannot_be_changed_from_outside():
    given = {"dosing": Confirmation("met", "x", "y")}
    walk = Walk(confirmed=given)
    given.clear()
    assert "dosing" in walk.confirmed
    with pytest.raises(TypeError):
        walk.confirmed["response"] = given  # type: ignore[index]


def test_progress_is_saved_in_a_form_that_later_versions_read():
    walk = Walk("dosing", {"diagnosis": Confirmation("met", "Proven.", "abc")})
    saved = walk.to_json()
    assert saved == {
        "version": 1, "position": "dosing",
        "confirmed": {"diagnosis": {"answer": "met", "because": "Proven.", "fingerprint": "abc"}},
    }  # fmt: skip
    assert Walk.from_json(saved) == walk


@pytest.mark.parametrize("key", ["answer", "because", "fingerprint"])
def test_a_confirmation_that_lacks_a_part_is_not_read(key):
    good = {"answer": "met", "because": "Proven.", "fingerprint": "abc"}
    saved = {"position": "response", "confirmed": {"diagnosis": good, "dosing": {**good, key: 3}}}
    walk = Walk.from_json(saved)
    assert set(walk.confirmed) == {"diagnosis"}
    assert walk.position == "response"
    assert "Part of the saved progress" in walk.note


@pytest.mark.parametrize("position", [None, 3, "genetics", []])
def test_a_position_that_is_none_is_the_first(position):
    assert Walk.from_json({"position": position, "confirmed": {}}).position == "diagnosis"
    assert Walk.from_json({"position": position}).note == ""
