"""The row *responding*: measured on two samples, held by a current value, or only stated by the chart (2.2, 3)."""

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    creatinine,
    egfr,
    event,
    guideline,
    hydroxychloroquine,
    lab,
    losartan,
    mmf,
    nih,
    on,
    pdc,
    prednisone,
    proteinuria,
    stable,
    upcr,
)

from lnreview.case.records import Override
from lnreview.review.evaluate import assessment
from lnreview.review.judge import Judge, Row
from lnreview.review.responding import responding


def row(*parts, as_of=182, override=None, criteria=None, **fields) -> Row:
    view = assessment(case(*parts, as_of=as_of, **fields), guideline(), criteria=criteria)
    overrides = (
        {"response": Override(step="response", status=override, rationale="Seen.")} if override else {}
    )
    return responding(Judge(view, overrides))


def treated(*parts, urine=((-3, "3.0"),), kidney=(-3, 140, 170), as_of=182, **more) -> Row:
    """Return the row of a patient on full-dose MMF since day 0 that is taken."""
    given = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, as_of)]
    return row(given, proteinuria(*urine), stable(*kidney), *parts, as_of=as_of, **more)


# --- measured --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "grade"), [("0.49", "complete"), ("0.7", "primary efficacy"), ("1.0", "partial"), ("1.01", "")]
)
def test_a_response_on_two_samples_is_one_by_its_grade(value, grade):
    found = treated(urine=((-3, "2.0"), (160, value), (190, value)), kidney=(-3, 160, 190), as_of=200)
    assert (found.documented is True) is bool(grade)
    if grade:
        assert (
            found.because
            == f"mycophenolate mofetil: {grade} response on two samples, the last UPCR {value} g/g ({on(190)})."
        )


def test_no_change_on_two_samples_is_no_response():
    assert treated(urine=((-3, "3.0"), (140, "3.0"), (170, "3.0"))).documented is False


def test_without_a_second_sample_it_is_open():
    assert treated(urine=((-3, "3.0"), (170, "0.3"))).documented is None


def test_a_response_is_none_while_function_is_confirmed_worse():
    """A4 and design: never on proteinuria alone while function is confirmed worse."""
    values = ((-3, "3.0"), (140, "0.3"), (170, "0.3"))
    assert treated(stable(140, 170, value=60), urine=values, kidney=(-3,)).documented is False
    assert treated(stable(140, 170, value=60), event("improved", 175), kidney=(-3,)).documented is False


def test_a_fall_that_is_on_the_way_is_responding_while_the_milestone_lies_ahead():
    """A2: a fall of 25-49 % counts while the 6-month milestone (12 months if nephrotic at the start) lies ahead."""
    falling = {"urine": ((-3, "2.0"), (60, "1.4"), (90, "1.4")), "kidney": (-3, 60, 90)}
    found = treated(**falling, as_of=100)
    assert found.documented is True
    assert found.because == (
        f"mycophenolate mofetil: proteinuria fell from UPCR 2.0 g/g ({on(-3)}) to UPCR 1.4 g/g ({on(90)}); "
        "on the way, with the milestone of the criteria set still ahead."
    )
    late = {"urine": ((-3, "2.0"), (160, "1.4"), (190, "1.4")), "kidney": (-3, 160, 190)}
    assert treated(**late, as_of=200).documented is not True


def test_a_response_of_half_a_year_ago_does_not_speak_for_the_present():
    values = ((-3, "3.0"), (140, "0.3"), (170, "0.3"))
    assert treated(urine=values, as_of=350).documented is True
    assert treated(urine=values, as_of=365).documented is None


# --- what the reviewer says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "answer"), [("met", True), ("not-met", False)])
def test_the_reviewer_decides_on_the_response(status, answer):
    found = treated(urine=((-3, "3.0"), (140, "1.6"), (170, "1.6")), override=status)
    assert found == Row(answer, "The reviewer judged the response as reached.")


def test_a_reviewer_who_cannot_tell_leaves_the_response_open():
    values = ((-3, "3.0"), (140, "0.3"), (170, "0.3"))
    assert treated(urine=values, override="not-documented").documented is None


# --- stated ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("complete-remission", "complete response"),
        ("primary-efficacy-response", "primary efficacy response"),
        ("partial-remission", "partial response"),
        ("improved", "improvement"),
        ("remission", "remission"),
        ("dialysis-stopped", "end of dialysis"),
    ],
)
def test_what_the_chart_states_is_told_as_stated_with_its_day(what, words):
    found = treated(event(what, 170))
    assert found == Row(True, f"The chart states {words} ({on(170)}); stated, not measured here.")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("complete", "complete response"),
        ("primary-efficacy", "primary efficacy response"),
        ("partial", "partial response"),
        ("remission", "remission"),
        ("improved", "improvement"),
    ],
)
def test_the_stated_outcome_of_a_course_is_told_the_same_way(outcome, words):
    stated = mmf(0, stated_outcome=outcome, outcome_on=on(170))
    assert row(biopsy(), prednisone(), stated).because == (
        f"The chart states {words} ({on(170)}); stated, not measured here."
    )


def test_a_stated_response_without_a_day_is_told_without_one():
    assert treated(event("improved")).because == "The chart states improvement; stated, not measured here."


@pytest.mark.parametrize("what", ["no-response", "worsened", "flare", "suspected-flare", "onset", "stable"])
def test_a_later_statement_of_another_kind_ends_a_stated_response(what):
    assert treated(event("improved", 100), event(what, 170)).documented is not True
    assert treated(event("improved", 175), event(what, 170)).documented is True


def test_a_response_that_is_stated_before_or_under_dialysis_is_none():
    assert treated(event("improved", 100), event("dialysis-started", 170)).documented is not True
    assert treated(event("improved", 175), event("dialysis-started", 170)).documented is not True


def test_of_one_day_the_order_that_the_chart_gives_decides():
    both = [event("improved", 170, order=1), event("worsened", 170, order=2)]
    assert treated(*both).documented is not True
    assert treated(event("improved", 170, order=2), event("worsened", 170, order=1)).documented is True


def test_other_events_say_nothing_of_the_response():
    told = [
        event("improved", 150),
        event("hospital-stay", 160),
        event("called-refractory", 165),
        event("other", 168),
    ]
    assert treated(*told).documented is True


@pytest.mark.parametrize("outcome", ["no-response", "worsened"])
def test_a_later_course_that_did_not_work_ends_a_stated_response(outcome):
    first = mmf(0, 90, stated_outcome="partial", outcome_on=on(80))
    second = nih(95, None, id="second", stated_outcome=outcome, outcome_on=on(170))
    assert row(biopsy(), prednisone(), first, second).documented is not True
    assert row(biopsy(), prednisone(), first).documented is True


def test_a_course_without_an_outcome_ends_nothing():
    first = mmf(0, 90, stated_outcome="partial", outcome_on=on(80))
    assert row(biopsy(), prednisone(), first, nih(95, None, stated_outcome="unknown")).documented is True
    assert (
        row(
            biopsy(), prednisone(), first, nih(95, None, stated_outcome="relapsed-later", outcome_on=on(170))
        ).documented
        is not False
    )


def test_an_outcome_without_a_day_is_of_the_day_on_which_the_course_ended():
    ended = mmf(0, 90, stated_outcome="partial")
    assert row(biopsy(), prednisone(), ended, event("worsened", 80)).documented is True
    assert row(biopsy(), prednisone(), ended, event("worsened", 100)).documented is not True


def test_the_outcome_of_an_earlier_course_without_a_day_says_nothing_of_now():
    first = mmf(0, None, ongoing="no", stated_outcome="complete")
    second = nih(95, None, id="second")
    assert row(biopsy(), prednisone(), first, second).documented is not True
    assert row(biopsy(), prednisone(), mmf(0, stated_outcome="complete")).documented is True


def test_what_was_stated_half_a_year_ago_does_not_speak_for_the_present():
    assert treated(event("improved", 100), as_of=283).documented is True
    assert treated(event("improved", 100), as_of=290).documented is None


def test_a_statement_before_any_treatment_is_no_response():
    assert row(biopsy(), event("improved", 100), mmf(120)).documented is not True
    assert row(biopsy(), event("improved", 100)).documented is not True
    assert row(biopsy(), event("improved", 100), mmf(100)).documented is True


@pytest.mark.parametrize("drug", ["losartan", "dapagliflozin", "warfarin", "amlodipine", "atorvastatin"])
def test_a_drug_that_does_not_treat_lupus_is_no_treatment_of_it(drug):
    given = course(drug, 0, None, role="supportive")
    assert row(biopsy(), event("improved", 100), given).documented is not True
    assert row(biopsy(), event("improved", 100), given, mmf(50)).documented is True


@pytest.mark.parametrize("drug", ["prednisone", "mycophenolate mofetil", "hydroxychloroquine"])
def test_a_drug_for_another_disease_is_no_treatment_of_the_nephritis(drug):
    given = course(drug, 0, None, role="other-disease")
    assert row(biopsy(), event("improved", 100), given).documented is not True


def test_background_of_this_episode_is_treatment():
    assert row(biopsy(), prednisone(0), event("improved", 100)).documented is True
    assert row(biopsy(), hydroxychloroquine(0), event("improved", 100)).documented is True


def test_a_treatment_that_begins_on_the_day_of_the_review_is_the_plan():
    assert row(biopsy(), event("improved", 100), mmf(182)).documented is not True


OLD = [biopsy("2018-01-10"), upcr("2018-01-08", "3.0"), biopsy(0, id="new"), upcr(0, "3.0")]
"""An episode of years ago, and the present one since day 0."""


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (mmf("2018-01-15", "2019-01-01"), False),  # ended before this episode
        (mmf("2018-01-15", None, role="maintenance"), True),
        (mmf("2018-01-15", None, role="follow-on"), True),
        (mmf("2018-01-15", None), True),
        (mmf("2018-01-15", None, role="unknown"), False),
        (mmf("2018-01-15", 0, role="maintenance"), True),
        (mmf("2018-01-15", -1, role="maintenance"), False),
        (mmf(1), True),
        (mmf("2024-01"), True),
    ],
    ids=["before", "maintenance", "follow-on", "induction that runs", "unknown", "to the day", "to the day before", "new", "new, of the month"],
)  # fmt: skip
def test_a_response_needs_treatment_of_this_episode_or_that_runs_into_it(given, counts):
    episode = ("episodes", {"began_on": on(0)})
    assert (row(OLD, episode, given, event("improved", 100)).documented is True) is counts


def test_treatment_of_the_month_or_day_on_which_the_episode_began_is_of_it():
    def of(start, began):
        episode = ("episodes", {"began_on": began})
        return (
            row(
                OLD[:2], episode, mmf(start, role="unknown"), upcr(20, "3.0"), event("improved", 100)
            ).documented
            is True
        )

    assert of("2024-01-10", "2024-01-10")
    assert of("2024-01", "2024-01-10")
    assert of("2024-01-10", "2024-01")
    assert not of("2023-11-10", "2024-01-10")


def test_a_flare_of_the_same_day_outweighs_no_response_and_one_without_a_day_does():
    given = [biopsy(), prednisone(), mmf(0)]
    told = event("complete-remission", 100, order=2)
    assert row(*given, told, event("flare", 100, order=1)).documented is True
    assert row(*given, told, event("flare", 99)).documented is True
    assert row(*given, told, event("flare", 101)).documented is not True


def test_an_outcome_without_a_day_is_placed_by_when_it_became_known():
    ended = mmf(None, None, ongoing="no", stated_outcome="partial", known_on=on(100))
    assert row(biopsy(), prednisone(), ended, event("worsened", 120)).documented is not True
    assert row(biopsy(), prednisone(), ended, event("worsened", 90)).documented is True


def test_a_later_loss_or_flare_outweighs_a_stated_response():
    assert treated(event("complete-remission", 100), event("flare", 170)).documented is not True


@pytest.mark.parametrize(("value", "holds"), [("1.99", True), ("2.0", False), ("3", False)])
def test_a_later_value_outweighs_what_is_stated(value, holds):
    """A7: a partial response is lost at 2.0 g/g."""
    given = [biopsy(), prednisone(), mmf(0), event("improved", 150)]
    assert (row(*given, upcr(170, value)).documented is True) is holds
    assert row(*given, upcr(140, value)).documented is True
    assert row(*given, upcr(150, value)).documented is True


def test_an_old_or_undated_value_outweighs_nothing():
    given = [biopsy(), prednisone(), mmf(0)]
    assert row(*given, upcr(None, "5"), event("improved", 150)).documented is True
    assert (
        row(*given, upcr(20, "5"), event("improved", 10), event("improved", 300), as_of=310).documented
        is True
    )


def test_two_samples_that_did_not_change_outweigh_what_is_stated():
    unchanged = ((-3, "1.5"), (140, "1.5"), (170, "1.5"))
    assert treated(event("improved", 175), urine=unchanged).documented is False


def test_a_statement_without_a_day_is_not_heard_where_a_later_one_is_on_record():
    assert (
        row(biopsy(), prednisone(), mmf(0), event("improved", order=1), event("other", order=2)).documented
        is None
    )
    assert (
        row(biopsy(), prednisone(), mmf(0), event("improved", order=2), event("other", order=1)).documented
        is True
    )


# --- a response that holds -------------------------------------------------------------------------------------------

REACHED = ((-3, "3.0"), (140, "0.3"), (170, "0.3"))


@pytest.mark.parametrize(("value", "holds"), [("0.3", True), ("0.7", True), ("0.71", False), ("1.5", False)])
def test_a_response_that_was_reached_holds_while_one_current_value_is_within_its_limits(value, holds):
    found = treated(upcr(480, value), egfr(480, 90), urine=REACHED, as_of=500)
    assert (found.documented is True) is holds
    if holds:
        assert found.because == (
            f"A response was reached (UPCR 0.3 g/g ({on(170)})) and holds: UPCR {value} g/g ({on(480)}) now."
        )


@pytest.mark.parametrize(("value", "holds"), [(72, True), (71, False), (59, False), (90, True)])
def test_a_response_does_not_hold_while_function_fell(value, holds):
    """More than 20 % below any earlier value of 90, that is below 72."""
    found = treated(upcr(480, "0.3"), egfr(480, value), urine=REACHED, as_of=500)
    assert (found.documented is True) is holds


def test_a_response_does_not_hold_while_function_is_impaired():
    """Without a fall an eGFR below 60 is still not the kept function of a primary efficacy response."""
    given = [biopsy(), prednisone(), mmf(0), event("complete-remission", 150), upcr(480, "0.3")]
    assert row(*given, egfr(480, 60), as_of=500).documented is True
    assert row(*given, egfr(480, 59), as_of=500).documented is None
    assert row(*given, as_of=500).documented is True


def test_a_response_that_was_lost_since_does_not_hold():
    assert (
        treated(event("flare", 400), upcr(480, "0.3"), egfr(480, 90), urine=REACHED, as_of=500).documented
        is not True
    )


def test_an_old_or_undated_value_holds_no_response():
    assert treated(urine=REACHED, as_of=500).documented is None
    assert (
        row(
            biopsy(), prednisone(), mmf(0), event("complete-remission", 10), upcr(None, "0.3"), as_of=500
        ).documented
        is None
    )


def test_what_was_never_reached_does_not_hold():
    assert treated(upcr(480, "0.3"), egfr(480, 90), urine=((-3, "3.0"),), as_of=500).documented is not True


def test_a_creatinine_and_words_alone_say_nothing():
    given = [biopsy(), prednisone(), losartan(0)]
    assert row(*given, creatinine(170, "0.8"), lab("upcr", 170, interpretation="improved")).documented is None
