"""Responses reached, responses lost, and when the present kidney episode began (clinical reference A7, A13)."""

from datetime import date
from decimal import Decimal

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    creatinine,
    egfr,
    event,
    guideline,
    lab,
    losartan,
    mmf,
    nih,
    on,
    other_tissue,
    pdc,
    prednisone,
    pregnant,
    proteinuria,
    stable,
    upcr,
)

from lnreview.review.episode import Course, Loss
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Evidence


def told(*parts, as_of=700, **fields) -> Course:
    return assessment(case(*parts, as_of=as_of, **fields), guideline()).course


def days(spans) -> list[str | None]:
    return [None if span is None else str(span) for span in spans]


def began(*parts, **fields) -> str | None:
    found = told(*parts, **fields).began
    return str(found) if found else None


COMPLETE = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 690), proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3")), stable(-3, 140, 170)]  # fmt: skip
"""A complete response on two samples under mycophenolate."""


# --- the first sign --------------------------------------------------------------------------------------------------


def test_without_any_sign_nothing_has_begun():
    assert began() is None
    assert began(upcr(5, "0.3"), losartan(3), lab("c3", 4, interpretation="low")) is None


@pytest.mark.parametrize(
    "sign",
    [biopsy(30), upcr(30, "0.51"), event("onset", 30), event("flare", 30), mmf(30)],
    ids=["tissue", "proteinuria", "onset", "flare", "induction"],
)
def test_the_episode_begins_with_the_first_sign_of_any_kind(sign):
    later = [biopsy(60, id="later"), upcr(61, "2.0"), event("suspected-flare", 62), mmf(63, id="later-mmf")]
    assert began(sign, *later, as_of=90) == on(30)


@pytest.mark.parametrize("value", ["0.3", "0.5"])
def test_proteinuria_up_to_the_limit_of_a_biopsy_is_no_sign(value):
    assert began(upcr(30, value), upcr(40, "0.6"), as_of=90) == on(40)


@pytest.mark.parametrize("role", ["supportive", "other-disease", "maintenance", "unknown"])
def test_only_an_induction_begins_an_episode(role):
    assert began(course("mycophenolate mofetil", 10, role=role), biopsy(60), as_of=90) == on(60)


@pytest.mark.parametrize("what", ["stable", "improved", "hospital-stay", "no-biopsy-taken"])
def test_other_events_begin_no_episode(what):
    assert began(event(what, 10), biopsy(30), as_of=90) == on(30)


def test_the_sign_that_may_be_earliest_is_the_first():
    assert began(biopsy("2024-03"), upcr("2024-03-10", "2.0"), as_of=90) == "2024-03"


# --- responses -------------------------------------------------------------------------------------------------------


def test_a_measured_response_is_reached_with_its_value():
    (reached,) = told(COMPLETE).reached
    assert (str(reached.when), reached.grade, reached.stated, str(reached.upcr)) == (
        on(170),
        "complete",
        False,
        "0.3",
    )
    assert "UPCR 0.3 g/g" in str(reached.evidence)


@pytest.mark.parametrize(
    ("what", "grade"),
    [
        ("complete-remission", "complete"),
        ("primary-efficacy-response", "primary-efficacy"),
        ("partial-remission", "partial"),
        ("remission", "partial"),
    ],
)
def test_a_response_that_the_chart_states_is_reached_by_its_word(what, grade):
    (reached,) = told(biopsy(), mmf(0), event(what, 100)).reached
    assert (str(reached.when), reached.grade, reached.stated, reached.upcr) == (on(100), grade, True, None)


@pytest.mark.parametrize("what", ["improved", "stable", "no-response", "worsened", "flare"])
def test_other_words_reach_nothing(what):
    assert told(biopsy(), mmf(0), event(what, 100)).reached == ()


@pytest.mark.parametrize(
    ("outcome", "grade"),
    [("complete", "complete"), ("primary-efficacy", "primary-efficacy"), ("partial", "partial"), ("remission", "partial"), ("relapsed-later", "partial")],
)  # fmt: skip
def test_an_outcome_that_the_chart_states_is_reached(outcome, grade):
    (reached,) = told(biopsy(), mmf(0, 200, stated_outcome=outcome, outcome_on=on(150))).reached
    assert (str(reached.when), reached.grade, reached.stated) == (on(150), grade, True)


@pytest.mark.parametrize(
    "drug",
    [{"drug": "some tablets"}, {"drug": "mycophenolate mofetil", "role": "other-disease"}, {"drug": "losartan", "role": "supportive"}],
)  # fmt: skip
def test_the_outcome_of_something_else_is_no_response_of_the_nephritis(drug):
    given = course(drug.pop("drug"), 0, 200, stated_outcome="complete", outcome_on=on(150), **drug)
    assert told(biopsy(), given).reached == ()


def test_an_unnamed_treatment_reaches_no_response_of_a_regimen():
    unnamed = course("immunosuppressive therapy", 0)
    assert told(biopsy(), unnamed, event("complete-remission", 100)).reached == ()
    assert told(biopsy(), unnamed, mmf(10), event("complete-remission", 100)).reached != ()


def test_a_response_before_any_treatment_is_none():
    assert told(biopsy(), mmf(120), event("complete-remission", 100)).reached == ()
    assert told(biopsy(), losartan(0), prednisone(0), event("complete-remission", 100)).reached == ()
    assert len(told(biopsy(), mmf(99), event("complete-remission", 100)).reached) == 1
    assert len(told(biopsy(), mmf(None), event("complete-remission", 100)).reached) == 1


def test_a_treatment_of_the_month_of_the_response_may_have_come_first():
    assert told(biopsy(), mmf("2024-03"), event("complete-remission", "2024-03-20")).reached != ()
    assert told(biopsy(), mmf("2024-04"), event("complete-remission", "2024-03-20")).reached == ()


def test_a_response_is_reached_once_under_the_regimen_that_reached_it():
    first = [biopsy(), prednisone(), mmf(0, 182), pdc(92, "mmf", 0, 182), nih(184, 335)]
    values = proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0"), (180, "3.0"), (330, "0.3"), (360, "0.3"))
    found = told(first, values, stable(-3, 140, 170, 180, 330, 360), as_of=400).reached
    assert days(item.when for item in found) == [on(360)]


def test_a_response_without_a_day_is_one_of_some_treatment():
    assert len(told(biopsy(), mmf(0), event("complete-remission")).reached) == 1
    assert told(biopsy(), event("complete-remission")).reached == ()


def test_a_response_under_another_diagnosis_is_no_response_of_lupus_nephritis():
    """A13: the clock starts at the first tissue proof."""
    stated = event("complete-remission", 100)
    assert told(other_tissue(-8), mmf(0), stated).reached == ()
    assert told(other_tissue(-8), biopsy(50, id="ln"), mmf(0), stated).reached != ()
    assert told(other_tissue(-8), biopsy(150, id="ln"), mmf(0), stated).reached == ()
    assert told(biopsy(-8), other_tissue(50), mmf(0), stated).reached != ()
    assert told(mmf(0), stated).reached != ()


def test_a_measured_response_under_another_diagnosis_is_none_either():
    assert told(other_tissue(-8), COMPLETE[1:]).reached == ()


def test_responses_stand_in_the_order_of_time_those_without_a_day_first():
    found = told(
        biopsy(),
        mmf(0),
        event("partial-remission", 200),
        event("remission"),
        event("complete-remission", 100),
    ).reached
    assert days(item.when for item in found) == [None, on(100), on(200)]


def test_stated_and_measured_responses_stand_in_one_order():
    found = told(COMPLETE, event("partial-remission", 100), event("complete-remission", 400)).reached
    assert days(item.when for item in found) == [on(100), on(170), on(400)]


# --- losses ----------------------------------------------------------------------------------------------------------


def losses(*parts, **fields) -> list[tuple[str | None, str]]:
    return [(str(item.when) if item.when else None, item.certainty) for item in told(*parts, **fields).losses]


def test_without_a_response_nothing_is_lost():
    assert losses(biopsy(), mmf(0), event("flare", 100), proteinuria((90, "3"), (120, "3"))) == []


def test_a_stated_flare_after_a_response_is_a_stated_loss():
    reached = [biopsy(), mmf(0), event("complete-remission", 100)]
    assert losses(*reached, event("flare", 300)) == [(on(300), "stated")]
    assert losses(*reached, event("suspected-flare", 300)) == [(on(300), "suspected")]
    assert losses(*reached, event("flare", 50)) == []
    assert losses(*reached, event("worsened", 300)) == []
    assert losses(*reached, event("flare")) == [(None, "stated")]


def test_losses_stand_in_the_order_of_time_those_without_a_day_first():
    reached = [biopsy(), mmf(0), event("complete-remission", 100)]
    found = losses(*reached, event("flare", 400), event("flare"), event("suspected-flare", 300))
    assert found == [(None, "stated"), (on(300), "suspected"), (on(400), "stated")]


@pytest.mark.parametrize(
    ("best", "lost", "certainty"),
    [
        ("0.49", "1.0", "confirmed"), ("0.49", "0.99", None), ("0.5", "2.0", "confirmed"), ("0.5", "1.99", None),
        ("1.0", "2.0", "confirmed"), ("1.0", "1.99", None), ("1.1", "2.2", "confirmed"), ("1.1", "2.19", None),
    ],
)  # fmt: skip
def test_a_response_is_lost_from_its_best_value(best, lost, certainty):
    """A7: from <0.5 to ≥1.0, from 0.5-1.0 to ≥2.0, from >1.0 at least doubled; two samples."""
    parts = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 690), stable(-3, 140, 170)]
    values = proteinuria((-3, "4.0"), (140, best), (170, best), (300, lost), (330, lost))
    assert [item[1] for item in losses(*parts, values)] == ([certainty] if certainty else [])


@pytest.mark.parametrize(("lost", "certainty"), [("1.0", None), ("1.99", None), ("2.0", "confirmed")])
def test_a_wider_complete_response_does_not_move_the_bands_of_a_loss(lost, certainty):
    """A7 loses 0.5-1.0 at 2.0, also where the reviewer reads a complete response up to 0.7."""
    parts = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 690), stable(-3, 140, 170)]
    values = proteinuria((-3, "4.0"), (140, "0.6"), (170, "0.6"), (300, lost), (330, lost))
    found = losses(*parts, values, settings={"complete_upcr": "0.7"})
    assert [item[1] for item in found] == ([certainty] if certainty else [])


def test_a_loss_began_with_the_first_of_the_values_that_show_it():
    assert losses(COMPLETE, proteinuria((300, "1.5"), (330, "1.6"), (500, "1.7"))) == [(on(300), "confirmed")]


def test_one_high_value_is_a_suspicion_while_it_is_the_last():
    assert losses(COMPLETE, proteinuria((300, "1.5"))) == [(on(300), "suspected")]
    assert losses(COMPLETE, proteinuria((300, "1.5"), (330, "0.3"))) == []


def test_two_high_values_too_far_apart_are_a_suspicion():
    assert losses(COMPLETE, proteinuria((300, "1.5"), (400, "1.5"))) == [(on(400), "suspected")]


def test_a_high_value_that_a_second_sample_denies_is_no_suspicion():
    assert losses(COMPLETE, proteinuria((300, "0.4"), (330, "1.5"))) == []


def test_one_high_value_beside_new_active_tissue_is_a_loss():
    assert losses(COMPLETE, proteinuria((300, "1.5")), biopsy(320, ai=4, id="again")) == [
        (on(300), "confirmed")
    ]
    assert losses(COMPLETE, proteinuria((300, "1.5")), biopsy(360, ai=4, id="again")) == [
        (on(300), "confirmed")
    ]


def test_new_active_tissue_may_be_graded_by_its_items():
    """Wire loops 2 and cellular crescents 1, counted double: an activity index of 4 at least."""
    graded = biopsy(320, ai=None, id="again", hyaline_deposits=2, cellular_crescents=1)
    assert losses(COMPLETE, proteinuria((300, "1.5")), graded) == [(on(300), "confirmed")]
    quiet = biopsy(320, ai=None, id="again", hyaline_deposits=1, cellular_crescents=1)
    assert losses(COMPLETE, proteinuria((300, "1.5")), quiet) == [(on(300), "suspected")]


@pytest.mark.parametrize(
    "tissue",
    [biopsy(320, ai=3, id="again"), biopsy(320, ai=None, id="again"), biopsy(361, ai=9, id="again"),
     biopsy(320, classes="", ai=9, shows_ln="no", id="again")],
    ids=["not active", "not graded", "61 days later", "no lupus nephritis"],
)  # fmt: skip
def test_other_tissue_does_not_confirm_a_loss(tissue):
    """Active is an AI above 3 (6.2, program default), near is within 60 days (A8)."""
    assert losses(COMPLETE, proteinuria((300, "1.5")), tissue)[-1][1] == "suspected"


def test_a_high_value_in_pregnancy_is_no_loss():
    assert losses(COMPLETE, proteinuria((300, "1.5"), (330, "1.5")), pregnant(280, 340)) == []


def test_a_fall_of_egfr_of_the_same_days_joins_a_suspicion():
    def evidence(*kidney):
        (loss,) = told(COMPLETE, proteinuria((300, "1.5")), *kidney).losses
        return [str(item).split(" ")[0] for item in loss.evidence]

    assert evidence() == ["UPCR"]
    assert evidence(egfr(300, 60)) == ["UPCR", "eGFR"]
    assert evidence(egfr(307, 60)) == ["UPCR", "eGFR"]
    assert evidence(egfr(308, 60)) == ["UPCR"]
    assert evidence(egfr(300, 80)) == ["UPCR"]
    assert evidence(egfr(None, 60), egfr(300, 60)) == ["UPCR", "eGFR"]


def test_a_fall_between_two_equations_joins_nothing():
    by_mdrd = [egfr(day, 90, equation="mdrd") for day in (-3, 140, 170)]
    for fallen, number in ((egfr(300, 60, equation="mdrd"), 2), (creatinine(300, "1.4"), 1)):
        (loss,) = told(COMPLETE[:-1], by_mdrd, proteinuria((300, "1.5")), fallen).losses
        assert len(loss.evidence) == number


def test_stated_and_measured_losses_stand_in_one_order():
    measured = proteinuria((300, "1.5"), (330, "1.6"))
    found = losses(COMPLETE, measured, event("flare", 600))
    assert found == [(on(300), "confirmed"), (on(600), "stated")]


def test_a_second_response_can_be_lost_again():
    once = proteinuria((300, "1.5"), (330, "1.6"))
    twice = proteinuria((500, "0.3"), (640, "1.5"), (670, "1.6"))
    assert losses(COMPLETE, once, event("complete-remission", 500), twice) == [
        (on(300), "confirmed"), (on(640), "confirmed"),
    ]  # fmt: skip
    assert losses(COMPLETE, once, twice) == [(on(300), "confirmed")]


def test_a_flare_of_the_year_of_a_response_is_its_loss_only_where_it_lies_later():
    """A response of “2024” lies in the middle of the year."""
    reached = [biopsy("2023-01-05"), mmf("2023-01-10"), event("complete-remission", "2024")]
    assert losses(*reached, event("flare", "2024-03-01"), as_of="2025-06-01") == []
    assert losses(*reached, event("flare", "2024-09-01"), as_of="2025-06-01") == [("2024-09-01", "stated")]
    assert losses(*reached, event("flare", "2023-09-01"), as_of="2025-06-01") == []


def test_after_a_loss_the_next_needs_a_new_response():
    again = proteinuria((300, "1.5"), (330, "1.5"), (360, "0.3"), (390, "1.5"), (420, "1.5"))
    assert losses(COMPLETE, again) == [(on(300), "confirmed")]


def test_a_stated_response_without_a_value_is_lost_by_its_grade():
    """Complete: from below 0.5, so at 1.0; partial: at 2.0."""
    high = proteinuria((300, "1.5"), (330, "1.5"))
    given = [biopsy(), mmf(0)]
    assert losses(*given, event("complete-remission", 100), high) == [(on(300), "confirmed")]
    assert losses(*given, event("partial-remission", 100), high) == []
    higher = proteinuria((300, "2.0"), (330, "2.0"))
    assert losses(*given, event("partial-remission", 100), higher) == [(on(300), "confirmed")]


def test_a_response_of_the_day_of_a_value_is_judged_by_the_values_after_it():
    given = [biopsy(), mmf(0), event("complete-remission", 300)]
    assert losses(*given, proteinuria((300, "1.5"), (330, "1.6")))[0][1] == "confirmed"
    assert losses(*given, proteinuria((270, "1.5"), (299, "1.6"))) == []


# --- episodes --------------------------------------------------------------------------------------------------------


def test_a_loss_begins_a_new_episode_and_a_suspicion_does_not():
    lost = told(COMPLETE, proteinuria((300, "1.5"), (330, "1.6")))
    assert (lost.episode, str(lost.began)) == (1, on(300))
    suspected = told(COMPLETE, proteinuria((300, "1.5")))
    assert (suspected.episode, str(suspected.began)) == (0, on(-8))


def test_a_stated_flare_begins_a_new_episode_only_after_a_response():
    assert told(biopsy(), mmf(0), event("flare", 300)).episode == 0
    flared = told(biopsy(), mmf(0), event("complete-remission", 100), event("flare", 300))
    assert (flared.episode, str(flared.began)) == (1, on(300))
    assert told(biopsy(), mmf(0), event("complete-remission", 400), event("flare", 300)).episode == 0


def test_an_onset_after_earlier_signs_begins_a_new_episode():
    assert told(biopsy(), event("onset", 300)).episode == 1
    assert told(biopsy(300), event("onset", 290)).episode == 0
    assert told(biopsy(300), event("onset", 300)).episode == 0
    assert told(biopsy(), biopsy(320, id="later"), event("onset", 300)).episode == 1


def test_an_episode_that_the_reviewer_sets_begins_there():
    found = told(biopsy(), mmf(0), ("episodes", {"began_on": on(300)}))
    assert (found.episode, str(found.began)) == (1, on(300))


def test_a_start_that_the_reviewer_sets_after_a_loss_is_the_later_one():
    found = told(COMPLETE, proteinuria((300, "1.5"), (330, "1.6")), ("episodes", {"began_on": on(600)}))
    assert (days(found.boundaries), str(found.began)) == ([on(300), on(600)], on(600))


@pytest.mark.parametrize(("apart", "episodes"), [(30, 1), (31, 2)])
def test_two_starts_within_30_days_are_one(apart, episodes):
    starts = [("episodes", {"began_on": on(300)}), ("episodes", {"began_on": on(300 + apart)})]
    found = told(biopsy(), starts)
    assert found.episode == episodes
    assert found.boundaries[0].earliest == date.fromisoformat(on(300))


def test_regimens_belong_to_the_episode_in_which_they_began():
    found = told(
        biopsy(), mmf(0, 200), event("complete-remission", 150), event("flare", 300), nih(310), as_of=700
    )
    assert [line.episode for line in found.regimens] == [0, 1]


# --- a long silence --------------------------------------------------------------------------------------------------


def test_a_long_silence_without_treatment_ends_an_episode():
    """More than 12 months (program default) without sign, event or treatment."""
    old = [biopsy("2015-01-10"), mmf("2015-01-15", "2015-08-01"), upcr("2015-01-08", "3.0")]
    found = told(old, upcr(0, "2.0"))
    assert (found.episode, str(found.began)) == (1, on(0))
    assert told(old, upcr("2016-12-01", "0.2"), as_of=0).episode == 0


@pytest.mark.parametrize(("days", "episode"), [(365, 0), (366, 1)])
def test_twelve_months_are_no_long_silence_and_a_day_more_is_one(days, episode):
    assert told(biopsy(0), upcr(days, "2.0")).episode == episode
    treated = [biopsy("2020-01-10"), mmf("2020-01-15", 0)]
    assert told(treated, upcr(days, "2.0")).episode == episode


@pytest.mark.parametrize(
    "between",
    [
        [
            event("stable", f"{year}-{month}-01")
            for year in (2018, 2019, 2020, 2021)
            for month in ("06", "12")
        ],
        mmf("2018-02-01", "2022-02-01", id="kept", role="maintenance"),
        mmf("2018-02-01", None, id="kept", role="maintenance"),
    ],
    ids=["events", "maintenance until then", "maintenance that runs"],
)
def test_what_is_on_record_in_between_keeps_an_episode_together(between):
    old = [biopsy("2018-01-10"), upcr("2018-01-08", "3.0")]
    now = upcr("2022-02-10", "2.0")
    assert told(old, between, now, as_of="2022-03-01").episode == 0
    assert told(old, now, as_of="2022-03-01").episode == 1


def test_a_drug_for_something_else_fills_no_silence():
    old = [biopsy("2015-01-10"), upcr("2015-01-08", "3.0")]
    for given in (losartan("2015-02-01"), mmf("2015-02-01", None, id="skin", role="other-disease")):
        assert told(old, given, upcr(0, "2.0")).episode == 1


@pytest.mark.parametrize(
    ("says", "begins"),
    [("nephrotic-range", True), ("positive", True), ("present", True), ("negative", False), ("absent", False), ("normal", False)],
)  # fmt: skip
def test_after_a_silence_only_a_word_that_says_proteinuria_begins_an_episode(says, begins):
    old = [biopsy("2015-01-10"), upcr("2015-01-08", "3.0")]
    found = told(old, lab("urine protein", 0, interpretation=says))
    assert (found.episode == 1) is begins


@pytest.mark.parametrize("says", ["nephrotic-range", "worsened"])
def test_after_a_silence_a_word_of_any_analyte_that_says_worse_begins_an_episode(says):
    old = [biopsy("2015-01-10"), upcr("2015-01-08", "3.0")]
    assert told(old, lab("albumin", 0, interpretation=says)).episode == 1
    assert told(old, lab("albumin", 0, interpretation="low")).episode == 0


def test_an_event_after_a_silence_is_no_sign_of_disease():
    old = [biopsy("2015-01-10"), upcr("2015-01-08", "3.0")]
    assert told(old, event("stable", 0)).episode == 0
    assert told(old, event("suspected-flare", 0)).episode == 1


def test_of_two_silences_the_later_begins_the_present_episode():
    old = [biopsy("2010-01-10"), upcr("2015-01-08", "3.0"), upcr(0, "2.0")]
    found = told(old)
    assert (found.episode, str(found.began)) == (1, on(0))


def test_a_stated_start_is_not_joined_by_a_silence():
    old = [
        biopsy("2010-01-10"),
        ("episodes", {"began_on": "2015-01-08"}),
        upcr("2015-01-08", "3.0"),
        upcr(0, "2.0"),
    ]
    assert str(told(old).began) == "2015-01-08"


# --- which value is the response, and which the loss ------------------------------------------------------------------

HALVED = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 300), stable(-3, 140, 170)]


def test_a_value_that_shows_the_loss_is_no_response_although_it_is_half_of_the_baseline():
    """1.4 is half of 2.8, so a partial response by itself; after 0.4 it is the first value of the loss (A7: 1.0)."""
    found = told(HALVED, proteinuria((-3, "2.8"), (140, "0.4"), (170, "0.4"), (211, "1.4"), (242, "1.5")))
    assert [str(item.evidence) for item in found.reached] == [f"UPCR 0.4 g/g ({on(170)})"]
    (loss,) = found.losses
    assert (str(loss.when), loss.certainty) == (on(211), "confirmed")
    assert [item.value for item in loss.evidence] == ["1.4", "1.5"]


def test_a_value_below_the_limit_of_the_loss_stays_a_response():
    found = told(HALVED, proteinuria((-3, "2.8"), (140, "0.4"), (170, "0.4"), (211, "0.99"), (242, "0.99")))
    assert [item.evidence.value for item in found.reached] == ["0.4", "0.99", "0.99"]
    assert found.losses == ()


def test_a_last_value_that_may_be_a_loss_is_no_response_either():
    for day, certainty in (
        (211, []),
        (240, ["suspected"]),
    ):  # 41 days on, 0.4 speaks against it; 70 days on, nothing
        parts = [HALVED, proteinuria((-3, "2.8"), (140, "0.4"), (170, "0.4"), (day, "1.4"))]
        found = told(parts, as_of=250)
        assert [item.evidence.value for item in found.reached] == ["0.4"]
        assert [item.certainty for item in found.losses] == certainty


def test_a_value_of_the_day_of_the_loss_speaks_for_the_next_episode_only():
    parts = [HALVED, proteinuria((-3, "2.8"), (140, "0.4"), (170, "0.4"), (211, "1.4"), (242, "1.5"))]
    view = assessment(case(*parts, as_of=260), guideline())
    assert [point.lab.quantity.value for point in view.lines[0].judged.urine] == [
        Decimal("0.4"),
        Decimal("0.4"),
    ]
    assert view.lines[0].judged.last_urine.value == Decimal("0.4")


def test_what_shows_a_loss_is_told_in_a_row():
    day, later = Evidence("UPCR", "1.4", "g/g", "2024-08-08"), Evidence("UPCR", "1.5", "g/g", "2024-09-08")
    same = Evidence("eGFR", "50", "", "2024-09-08")
    assert Loss(None, "confirmed", (day,)).told() == "UPCR 1.4 g/g (2024-08-08)"
    assert Loss(None, "confirmed", (day, later, same)).told() == (
        "UPCR 1.4 g/g (2024-08-08), then UPCR 1.5 g/g (2024-09-08) and eGFR 50 (2024-09-08)"
    )
