"""The rows *relapse* and *biopsy-needed*: a response lost, and tissue that is due (clinical reference 6.3, A7)."""

from dataclasses import replace

import pytest
from case_builder import (
    MMF_ENDS,
    NOW,
    biopsy,
    case,
    event,
    first_regimen,
    guideline,
    lab,
    mmf,
    nih,
    on,
    pdc,
    prednisone,
    proteinuria,
    second_regimen,
    stable,
    upcr,
)

from lnreview.case.records import Override
from lnreview.review.assess import assess
from lnreview.review.evaluate import assessment
from lnreview.review.flare import biopsy_needed, relapse
from lnreview.review.judge import Judge, Row

TREATED = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 690)]
REMISSION = [*TREATED, proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3")), stable(-3, 140, 170)]
"""A complete response on two samples."""
FLARE = proteinuria((280, "1.4"), (300, "1.5"))
QUIET = [lab("c3", 300, interpretation="normal"), lab("urine-sediment", 300, interpretation="bland")]
ACTIVE = [lab("c3", 300, interpretation="low"), lab("urine-sediment", 300, interpretation="active")]
OPEN = {"complete": {}}
"""Nobody said whether the lists are complete."""


def judge(*parts, as_of=305, assume=False, override=None, **fields) -> Judge:
    view = assessment(case(*parts, as_of=as_of, **fields), guideline())
    if assume:
        view = assess(replace(view.ctx, assume=True))
    overrides = {"biopsy": Override(step="biopsy", status=override, rationale="Seen.")} if override else {}
    return Judge(view, overrides)


def lost(*parts, **more) -> Row:
    return relapse(judge(*parts, **more))


def due(*parts, **more) -> Row:
    return biopsy_needed(judge(*parts, **more))


# --- relapse ---------------------------------------------------------------------------------------------------------


def test_a_response_that_was_lost_is_a_relapse_and_both_are_named():
    row = lost(REMISSION, FLARE, ACTIVE)
    assert row.documented is True
    assert row.because == (
        f"A response was reached (UPCR 0.3 g/g ({on(170)})) and lost: UPCR 1.4 g/g ({on(280)}), then "
        f"UPCR 1.5 g/g ({on(300)}); "
        "no induction for the flare has begun."
    )


def test_a_loss_that_is_only_stated_is_told_as_stated():
    row = lost(REMISSION, event("flare", 280), ACTIVE)
    assert row.documented is True
    assert "and lost (stated): stated: flare" in row.because
    assert "(stated)" not in lost(REMISSION, FLARE, ACTIVE).because


def test_without_a_response_there_is_no_relapse():
    assert (
        lost(TREATED, proteinuria((-3, "3.0"), (280, "3.0"), (300, "3.0")), stable(-3, 300)).documented
        is False
    )


def test_a_response_that_still_holds_leaves_the_row_open_and_not_denied():
    assert lost(REMISSION, upcr(300, "0.3")).documented is None


def test_a_suspicion_is_no_relapse_until_it_is_taken_as_confirmed():
    once = [REMISSION, upcr(300, "1.5"), ACTIVE]
    assert lost(once).documented is None
    assert lost(once, assume=True).documented is True


def test_a_new_response_after_the_loss_ends_the_relapse():
    assert lost(REMISSION, event("flare", 230), event("partial-remission", 300)).documented is False
    assert lost(REMISSION, event("flare", 300), event("partial-remission", 300)).documented is True
    assert lost(REMISSION, event("partial-remission", 230), event("flare", 300)).documented is True


@pytest.mark.parametrize(("start", "ends"), [(279, False), (280, True), (300, True)])
def test_an_induction_for_the_flare_ends_the_relapse(start, ends):
    row = lost(REMISSION, FLARE, ACTIVE, nih(start, id="again"))
    assert row.documented is not ends


def test_an_induction_without_a_day_ends_no_relapse():
    assert lost(REMISSION, FLARE, ACTIVE, nih(None, id="again", order=1)).documented is not False


def test_a_loss_without_a_day_is_a_relapse_whatever_was_begun():
    assert lost(REMISSION, event("flare"), ACTIVE).documented is True


@pytest.mark.parametrize(
    "sign",
    [
        QUIET,
        QUIET[1],
        lab("urine-sediment", 300, findings=["waxy-casts"]),
        lab("schistocytes", 300, interpretation="present"),
        ("other_causes", {"what": "tma", "shown_by": "statement", "shown_on": on(300)}),
    ],
    ids=["quiet", "quiet sediment", "waxy casts", "schistocytes", "stated TMA"],
)
def test_a_flare_of_doubtful_cause_is_no_relapse_and_asks_for_tissue(sign):
    assert lost(REMISSION, FLARE, sign).documented is False
    assert due(REMISSION, FLARE, sign).documented is True


def test_tissue_since_the_flare_began_settles_the_doubt():
    new = biopsy(290, ai=9, ci=1, id="new")
    assert lost(REMISSION, FLARE, QUIET, new).documented is True
    assert due(REMISSION, FLARE, QUIET, new).documented is None
    before = biopsy(279, ai=9, ci=1, id="new")
    assert lost(REMISSION, FLARE, QUIET, before).documented is False


def test_tissue_that_shows_something_else_settles_no_doubt():
    other = biopsy(290, classes="", ai=None, ci=None, shows_ln="no", id="new")
    assert lost(REMISSION, FLARE, QUIET, other).documented is False


def test_an_antibody_alone_puts_nothing_in_doubt():
    antibody = lab("anticardiolipin", 300, interpretation="positive")
    assert lost(REMISSION, FLARE, ACTIVE, antibody).documented is True
    assert due(REMISSION, FLARE, ACTIVE, antibody).documented is None


# --- what would be a relapse if current values showed it -------------------------------------------------------------


def test_without_current_values_a_response_may_have_been_lost_as_a_provisional_answer_only():
    row = lost(REMISSION, as_of=500, assume=True)
    assert row == Row(
        True, "A response was reached; if current values show that it was lost, this is a relapse."
    )
    assert lost(REMISSION, as_of=500).documented is None


def test_a_current_value_leaves_nothing_to_assume():
    assert lost(REMISSION, upcr(490, "0.6"), as_of=500, assume=True).documented is None


def test_a_statement_that_all_is_well_leaves_nothing_to_assume():
    assert lost(REMISSION, event("complete-remission", 490), as_of=500, assume=True).documented is None


def test_a_regimen_begun_after_the_response_leaves_nothing_to_assume():
    assert lost(REMISSION, nih(300, id="later"), as_of=500, assume=True).documented is None


def test_nothing_is_assumed_lost_that_was_never_reached():
    assert lost(TREATED, upcr(-3, "3.0"), as_of=500, assume=True).documented is False


# --- tissue that is due: never taken, or none in this episode --------------------------------------------------------

SICK = [proteinuria((-3, "3.0"), (20, "3.0")), stable(-3, 20)]


def test_with_an_abnormality_and_no_biopsy_ever_tissue_is_due():
    row = due(SICK, as_of=21)
    assert row.documented is True
    assert (
        row.because
        == "An abnormality is present and no kidney biopsy was ever taken; the class is never presumed."
    )


def test_that_no_biopsy_was_taken_must_be_said():
    assert due(SICK, as_of=21, **OPEN).documented is None
    assert due(SICK, event("no-biopsy-taken"), as_of=21, **OPEN).documented is True


def test_without_an_abnormality_no_tissue_is_due():
    assert due(upcr(15, "0.2"), stable(15), as_of=21).documented is False
    assert due(as_of=21).documented is None


@pytest.mark.parametrize("what", ["biopsy-contraindicated", "biopsy-refused"])
def test_what_speaks_against_a_biopsy_is_heard(what):
    assert due(SICK, event(what), as_of=21).documented is False


@pytest.mark.parametrize(("status", "answer"), [("met", False), ("not-met", True), ("not-documented", None)])
def test_the_reviewer_decides_whether_tissue_is_due(status, answer):
    assert due(SICK, as_of=21, override=status).documented is answer
    assert due(biopsy(), SICK, as_of=21, override="not-met") == Row(
        True, "The reviewer judged that tissue is due."
    )


LATER = [biopsy("2020-01-10"), upcr("2020-01-08", "3.0"), proteinuria((0, "3.0"), (20, "3.0")), stable(0, 20)]
"""Tissue of years ago, then a long silence, then a new episode."""


def test_tissue_of_an_earlier_episode_does_not_prove_the_present_one():
    row = due(LATER, as_of=60)
    assert row.documented is True
    assert f"present since {on(0)} and no biopsy was taken in this episode" in row.because


def test_tissue_of_this_episode_is_enough():
    assert due(LATER, biopsy(5, id="new"), as_of=60).documented is None
    assert due(LATER, ("biopsies", {"id": "undated", "classes": ["IV"]}), as_of=60).documented is None


@pytest.mark.parametrize(
    ("told", "as_of", "wanted"),
    [
        ({}, 60, None),  # the list of biopsies may be incomplete
        ({}, 30, True),  # but not for the 30 days before the review
        ({}, 31, None),
        ({"biopsies": "no"}, 30, None),
        ({"biopsies": "no"}, 60, None),
        ({"biopsies": "yes"}, 60, True),
    ],
)
def test_whether_tissue_of_this_episode_is_missing_depends_on_the_list(told, as_of, wanted):
    assert due(LATER, as_of=as_of, complete=told).documented is wanted


@pytest.mark.parametrize(("day", "wanted"), [(-1, None), (0, True), (10, True), (None, True)])
def test_that_none_was_taken_in_this_episode_may_be_said_by_an_event(day, wanted):
    began = ("episodes", {"began_on": on(0)})
    assert due(LATER, began, event("no-biopsy-taken", day), as_of=60, **OPEN).documented is wanted
    assert due(LATER, began, event("stable", day), as_of=60, **OPEN).documented is None


def test_after_a_response_of_an_earlier_episode_the_flare_needs_no_tissue_by_this_rule():
    old = [
        biopsy("2020-01-10"),
        mmf("2020-01-15", "2021-01-01", id="old"),
        event("complete-remission", "2020-08-01"),
    ]
    assert (
        due(old, proteinuria((0, "3.0"), (20, "3.0")), stable(0, 20), ACTIVE, as_of=60).documented is not True
    )


# --- tissue that is due: a flare of doubtful cause -------------------------------------------------------------------


def test_a_doubtful_flare_is_told_with_what_was_lost_and_what_puts_it_in_doubt():
    row = due(REMISSION, FLARE, QUIET)
    assert row.because.startswith("A flare of doubtful cause: a response was lost (UPCR 1.4 g/g")
    assert "C3 normal" in row.because
    assert "urine sediment bland" in row.because
    assert row.because.endswith("No tissue was taken since it began.")


def test_a_suspected_cause_is_named_among_the_reasons():
    stated = ("other_causes", {"what": "tma", "shown_by": "statement", "shown_on": on(300)})
    assert "thrombotic microangiopathy" in due(REMISSION, FLARE, stated).because


def test_casts_that_put_the_cause_in_doubt_are_named():
    waxy = lab("urine-sediment", 300, findings=["waxy-casts", "rbc-casts"])
    assert "while urine sediment waxy casts, RBC casts" in due(REMISSION, FLARE, waxy).because


def test_what_older_tissue_shows_is_no_suspicion_of_now():
    tma = biopsy(-8, lesions=[{"what": "tma", "explains": "no"}])
    row = lost(tma, REMISSION[1:], FLARE, ACTIVE)
    assert row.documented is True


def test_at_most_three_reasons_are_told():
    many = [
        *QUIET,
        lab("c4", 300, interpretation="normal"),
        lab("schistocytes", 300, interpretation="present"),
    ]
    assert due(REMISSION, FLARE, many).because.split("while ")[1].count(";") == 2


def test_an_incomplete_list_of_biopsies_leaves_it_open_only_where_it_is_said_to_be():
    assert due(REMISSION, FLARE, QUIET, **OPEN).documented is True
    assert due(REMISSION, FLARE, QUIET, complete={"biopsies": "no"}).documented is None


def test_one_high_value_alone_asks_for_no_tissue():
    assert due(REMISSION, upcr(300, "1.5"), QUIET).documented is None


@pytest.mark.parametrize(("value", "wanted"), [("2.99", None), ("3.0", True), ("5", True)])
def test_one_nephrotic_value_is_too_much_to_wait_for_a_second(value, wanted):
    """Nephrotic is a UPCR of 3 g/g or more."""
    assert due(REMISSION, upcr(300, value), QUIET).documented is wanted


def test_one_high_value_with_a_fall_of_egfr_asks_for_tissue():
    assert due(REMISSION, upcr(300, "1.5"), stable(300, value=60), QUIET).documented is True
    assert due(REMISSION, upcr(300, "1.5"), stable(300, value=88), QUIET).documented is None


def test_a_suspicion_that_the_chart_states_asks_for_tissue():
    assert due(REMISSION, event("suspected-flare", 300), upcr(300, "0.7"), QUIET).documented is True


def test_a_suspicion_asks_for_tissue_where_it_is_taken_as_confirmed():
    assert due(REMISSION, upcr(300, "1.5"), QUIET, assume=True).documented is True


def test_a_response_since_the_loss_ends_the_doubt():
    values = proteinuria((200, "1.4"), (220, "1.5"), (270, "0.3"), (300, "0.3"))
    assert due(REMISSION, values, stable(270, 300), QUIET).documented is not True


def worse(*parts, **more) -> Row:
    """Return the row of a patient whose function is confirmed worse under the first regimen, without any response."""
    values = [proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(-3), stable(140, 170, value=60)]
    return due(TREATED, values, *parts, as_of=175, **more)


def test_function_that_is_confirmed_worse_and_quiet_asks_for_tissue():
    quiet = [lab("c3", 170, interpretation="normal"), lab("urine-sediment", 170, interpretation="bland")]
    row = worse(*quiet)
    assert row.documented is True
    assert f"kidney function is confirmed worse (eGFR 60 mL/min/1.73 m² ({on(170)}))" in row.because
    assert worse(*quiet, biopsy(100, id="new")).documented is None
    assert (
        worse(
            lab("c3", 170, interpretation="low"), lab("urine-sediment", 170, interpretation="active")
        ).documented
        is None
    )


# --- tissue that is due: as many regimens failed as the set asks for -------------------------------------------------


def failed(*parts, **more) -> Row:
    return due(biopsy(), first_regimen(), second_regimen(), *parts, **{"as_of": NOW} | more)


def test_after_two_failures_without_tissue_under_the_second_a_biopsy_is_due():
    row = failed()
    assert row == Row(
        True, "After 2 adequate regimens failed, no biopsy was taken since the latest of them began."
    )
    assert failed(biopsy(300, id="second")).documented is None
    assert failed(complete={}).documented is None


def test_after_one_failure_only_the_strict_reading_asks_for_tissue():
    one = [biopsy(), first_regimen()]
    assert due(one, as_of=MMF_ENDS).documented is None
    strict = due(one, as_of=MMF_ENDS, settings={"strict_biopsy": True})
    assert strict == Row(
        True, "After one adequate regimen failed, no biopsy was taken since the latest of them began."
    )
