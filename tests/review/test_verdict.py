"""Rows of the verdict table: an alternative that resolved, nonadherence of what is offered as failed, and untreated disease."""

import pytest
from case_builder import (
    MMF_ENDS,
    NOW,
    biopsy,
    case,
    course,
    event,
    first_regimen,
    guideline,
    mmf,
    nih,
    on,
    other_tissue,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    second_regimen,
    stable,
    upcr,
)

from lnreview.review.evaluate import assessment
from lnreview.review.judge import Judge, Row
from lnreview.review.verdict import ROWS

SICK = [proteinuria((-3, "3.0"), (20, "3.0")), stable(-3, 20)]


def row(name: str, *parts, as_of=60, **fields) -> Row:
    return dict(ROWS)[name](Judge(assessment(case(*parts, as_of=as_of, **fields), guideline()), {}))


# --- another diagnosis -----------------------------------------------------------------------------------------------

OTHER = other_tissue(0, "diabetic")


def test_tissue_that_shows_another_cause_is_one_while_something_is_abnormal():
    found = row("alternative-diagnosis", OTHER, SICK)
    assert found.documented is True
    assert "diabetic" in found.because
    assert found.because.endswith("which explains the abnormality.")


def test_an_abnormality_that_is_gone_needs_no_explanation():
    assert row("alternative-diagnosis", OTHER, upcr(50, "0.2"), stable(50)).documented is False


@pytest.mark.parametrize(
    ("told", "documented"),
    [
        ([event("complete-remission", 30)], False),
        ([event("complete-remission", 0)], True),
        ([event("complete-remission", -20)], True),
        ([event("complete-remission")], False),
        ([event("complete-remission", 30), event("flare", 40)], True),
        ([event("flare", 20), event("complete-remission", 30)], False),
        ([event("complete-remission", 30), event("stable", 40)], False),
        ([event("partial-remission", 30)], True),
        ([course("prednisone", 1, stated_outcome="complete", outcome_on=on(30))], False),
        ([course("prednisone", 1, stated_outcome="complete", outcome_on=on(0))], True),
        ([course("prednisone", 1, stated_outcome="complete", known_on=on(30))], False),
        ([course("prednisone", 1, stated_outcome="complete")], False),
        ([course("prednisone", 1, stated_outcome="partial", outcome_on=on(30))], True),
    ],
)
def test_a_cause_that_resolved_does_not_count(told, documented):
    """A value that is still abnormal is on record; what the chart states later of the remission outweighs the tissue."""
    assert row("alternative-diagnosis", OTHER, upcr(5, "3.0"), told).documented is documented


def test_a_remission_of_long_ago_says_nothing_of_now():
    told = [upcr(290, "3.0"), event("complete-remission", 30)]
    assert row("alternative-diagnosis", OTHER, told, as_of=300).documented is True


def test_undated_history_beside_undated_tissue_in_order_lies_before_dated_tissue():
    undated = ("biopsies", {"id": "old", "order": 1, "classes": ["IV"]})
    assert (
        row("alternative-diagnosis", OTHER, upcr(5, "3.0"), event("complete-remission")).documented is False
    )
    assert (
        row(
            "alternative-diagnosis", undated, OTHER, upcr(5, "3.0"), event("complete-remission", order=2)
        ).documented
        is True
    )


# --- nonadherence ----------------------------------------------------------------------------------------------------


def test_nonadherence_to_every_course_offered_as_failed_is_documented():
    low = [biopsy(), first_regimen(taken=pdc(60, "mmf", 0, 180))]
    open_ = [nih(184, None, given=None)]
    assert row("nonadherence", low, open_, as_of=NOW).documented is True
    assert row("nonadherence", low, second_regimen(after="0.3"), as_of=NOW).documented is False
    both = [biopsy(), first_regimen(), second_regimen()]
    assert row("nonadherence", both, as_of=NOW).documented is False
    assert row("nonadherence", biopsy()).documented is None


# --- untreated -------------------------------------------------------------------------------------------------------

UNTREATED = [proteinuria((-30, "3.0"), (-3, "3.0")), stable(-30, -3)]


def untreated(*parts, as_of=0, **fields) -> bool | None:
    return row("untreated", *parts, UNTREATED, as_of=as_of, **fields).documented


def test_without_a_statement_that_the_list_is_complete_only_fresh_tissue_is_enough():
    """No induction can be missing since the first tissue proof when that is at most 30 days old."""
    open_ = {"complete": {}}
    assert untreated(biopsy(-8)) is True
    assert untreated(biopsy(-8), **open_) is True
    assert untreated(biopsy(-30), **open_) is True
    assert untreated(biopsy(-31), **open_) is None
    assert untreated(biopsy(-300), biopsy(-8, id="new"), **open_) is None
    assert untreated(other_tissue(-300), biopsy(-8, id="new"), **open_) is True
    assert untreated(biopsy(None, id="undated"), biopsy(-8, id="new"), **open_) is None


def test_a_single_undated_biopsy_of_a_patient_without_any_treatment_is_enough():
    undated = ("biopsies", {"classes": ["IV"]})
    assert untreated(undated, complete={}) is True
    assert (
        untreated(undated, event("complete-remission", -100), course("prednisone", -300), complete={})
        is not False
    )
    assert untreated(undated, biopsy(-100), complete={}) is None
    assert untreated(("biopsies", {"shows_ln": "no"}), complete={}) is not True


def test_a_standard_induction_of_this_episode_is_treatment_and_nothing_else_is():
    assert untreated(biopsy(-8), mmf(-5)) is False
    assert untreated(biopsy(-8), course("azathioprine", -5)) is True
    assert untreated(biopsy(-8), prednisone(-5)) is True
    assert untreated(biopsy(-8), mmf(0)) is True  # begins on the day of the review: the plan


# --- how a response is told ------------------------------------------------------------------------------------------


def test_without_values_the_sentence_says_what_there_is():
    stated = reviewed(
        case(biopsy(), prednisone(), mmf(0, MMF_ENDS, stated_outcome="no-response"), as_of=MMF_ENDS)
    )
    assert "(response only stated)" in stated.step("response").because
    silent = reviewed(case(biopsy(), prednisone(), mmf(0, MMF_ENDS), as_of=MMF_ENDS))
    assert "(no values at both ends)" in silent.step("response").because
    last = reviewed(
        case(
            biopsy(), prednisone(), mmf(0, MMF_ENDS), proteinuria((140, "3.0"), (170, "3.0")), as_of=MMF_ENDS
        )
    )
    assert f"last UPCR 3.0 g/g ({on(170)}), no baseline" in last.step("response").because
