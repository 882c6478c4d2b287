"""What cannot wait: worsening before the window of a regimen ends, a fall of eGFR, dialysis (clinical reference 2.3)."""

import pytest
from case_builder import (
    biopsy,
    case,
    creatinine,
    egfr,
    event,
    lab,
    mmf,
    pdc,
    prednisone,
    pregnant,
    proteinuria,
    reviewed,
    stable,
    upcr,
)


def on_mmf(*parts, as_of=55, urine=((-3, "3.0"), (20, "3.0"), (50, "3.0")), kidney=(-3, 20, 50), **course):
    """Return the review of a patient on full-dose MMF since day 0, whose values do not change unless told otherwise."""
    taken = pdc(92, "mmf", 0, as_of)
    regimen = mmf(0, **course)
    return reviewed(
        case(
            biopsy(), prednisone(), regimen, taken, proteinuria(*urine), stable(*kidney), *parts, as_of=as_of
        )
    )


def test_nothing_that_changes_is_nothing_urgent():
    assert on_mmf().urgent is None


# --- what the chart states -------------------------------------------------------------------------------------------


def test_worsening_that_the_chart_states_under_a_regimen_is_urgent_and_names_its_day():
    assert on_mmf(event("worsened", 40)).urgent == (
        "The chart states worsening (2024-02-19) before the window of the regimen ended."
    )


@pytest.mark.parametrize(("day", "urgent"), [(-1, False), (0, True), (None, True), (54, True)])
def test_only_worsening_since_the_regimen_began_is_worsening_under_it(day, urgent):
    assert (on_mmf(event("worsened", day)).urgent is not None) is urgent


def test_a_month_in_which_the_regimen_began_may_lie_after_its_start():
    assert on_mmf(event("worsened", "2024-01")).urgent is not None
    assert on_mmf(event("worsened", "2023-12")).urgent is None


def test_a_regimen_begun_in_that_month_may_have_begun_before():
    """A regimen of “2024-01” and worsening of 20 January."""
    parts = [biopsy(), prednisone(), mmf("2024-01"), proteinuria((-3, "3.0"), (50, "3.0")), stable(-3, 50)]
    assert reviewed(case(*parts, event("worsened", "2024-01-20"), as_of=55)).urgent is not None
    assert (
        reviewed(case(*parts, lab("upcr", "2024-01-20", interpretation="worsened"), as_of=55)).urgent
        is not None
    )
    assert reviewed(case(*parts, event("worsened", "2023-12-20"), as_of=55)).urgent is None


def test_of_two_statements_the_later_is_named():
    urgent = on_mmf(event("worsened", 20), event("stable", 30), event("worsened", 40)).urgent
    assert urgent.startswith("The chart states worsening (2024-02-19)")


@pytest.mark.parametrize("what", ["stable", "improved", "no-response"])
def test_another_statement_is_not_worsening(what):
    assert on_mmf(event(what, 40)).urgent is None


def test_once_the_window_is_over_stated_worsening_is_judged_and_not_urgent():
    over = {"as_of": 182, "urine": ((-3, "3.0"), (140, "3.0"), (170, "3.0")), "kidney": (-3, 140, 170)}
    assert on_mmf(event("worsened", 150), **over).urgent is None
    assert on_mmf(lab("upcr", 150, interpretation="worsened"), **over).urgent is None


def test_a_result_that_is_stated_as_worse_is_urgent_under_a_regimen():
    assert on_mmf(lab("upcr", 50, interpretation="worsened")).urgent == (
        "UPCR is stated as worse before the window of the regimen ended."
    )


@pytest.mark.parametrize(
    ("day", "urgent"), [(-1, False), (0, True), (None, True), ("2024-01", True), ("2023-12", False)]
)
def test_only_a_result_since_the_regimen_began_is_worse_under_it(day, urgent):
    found = on_mmf(lab("proteinuria", day, interpretation="worsened"))
    assert (found.urgent is not None) is urgent


@pytest.mark.parametrize("says", ["improved", "unchanged", "high", "low"])
def test_a_result_that_is_only_abnormal_is_not_worse(says):
    assert on_mmf(lab("c3", 50, interpretation=says)).urgent is None


def test_an_outcome_that_is_stated_as_worse_is_urgent_while_the_regimen_runs():
    assert on_mmf(stated_outcome="worsened").urgent == "The chart states worsening under the regimen."
    assert on_mmf(stated_outcome="no-response").urgent is None


def test_without_a_regimen_a_statement_is_no_worsening_under_one():
    found = reviewed(case(biopsy(), event("worsened", 10), proteinuria((5, "3.0")), stable(5), as_of=20))
    assert found.urgent is None


# --- dialysis --------------------------------------------------------------------------------------------------------


def test_dialysis_is_urgent_and_names_its_day():
    assert "Dialysis was started (2024-02-29)." in on_mmf(event("dialysis-started", 50)).urgent


def test_dialysis_without_a_day_is_urgent():
    assert "Dialysis was started." in on_mmf(event("dialysis-started")).urgent


def test_dialysis_that_was_stopped_is_over():
    assert on_mmf(event("dialysis-started", 30), event("dialysis-stopped", 40)).urgent is None


def test_dialysis_that_was_started_again_is_urgent():
    again = [event("dialysis-started", 20), event("dialysis-stopped", 30), event("dialysis-started", 50)]
    assert "Dialysis was started (2024-02-29)." in on_mmf(*again).urgent


def test_dialysis_of_years_ago_is_no_news():
    assert on_mmf(event("dialysis-started", "2020-01-05")).urgent is None


# --- a fall of eGFR --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "urgent"), [(72, False), ("71.9", True), (60, True), (90, False)])
def test_a_fall_of_more_than_a_fifth_is_urgent_before_it_is_confirmed(value, urgent):
    """From 90, a fall of 20 % ends at 72 (A3: a fall of more than 20 %)."""
    assert (on_mmf(egfr(54, value)).urgent is not None) is urgent


def test_the_fall_is_told_with_both_values_and_days():
    assert on_mmf(egfr(54, 60)).urgent == "eGFR fell from 90 to 60 (2024-01-07 to 2024-03-04)."


def test_the_fall_is_from_the_highest_current_value():
    """90 on the first days, then 75 (no fall beyond a fifth), then 65: 28 % below the highest, 13 % below the one before."""
    assert "fell from 90 to 65" in on_mmf(egfr(52, 75), egfr(54, 65)).urgent


def test_a_value_that_is_no_longer_current_shows_no_fall_of_now():
    old = {"kidney": ("2022-01-05", "2022-03-05")}
    assert on_mmf(egfr(54, 60), **old).urgent is None


def test_a_value_without_a_day_shows_no_fall():
    undated = lab("egfr", None, 60, "mL/min/{1.73_m2}")
    assert on_mmf(undated, kidney=(50,)).urgent is None
    assert on_mmf(lab("egfr", None, 200, "mL/min/{1.73_m2}"), kidney=(50,)).urgent is None


def test_one_value_is_no_fall():
    assert on_mmf(kidney=(50,)).urgent is None


def test_an_improvement_is_no_fall():
    assert on_mmf(egfr(54, 120)).urgent is None


def test_values_printed_as_bounds_are_told_as_bounds():
    assert "fell from >90 to 60" in on_mmf(egfr(20, ">90"), egfr(54, 60), kidney=()).urgent
    assert "fell from 90 to <15" in on_mmf(egfr(54, "<15")).urgent


def test_a_fall_between_values_of_two_equations_says_so():
    """A woman of 31: creatinine 1.8 mg/dL is an eGFR of 38 by CKD-EPI 2021, computed; the others were reported."""
    told = on_mmf(creatinine(54, "1.8")).urgent
    assert told.startswith("eGFR fell from 90 to 38 (2024-01-07 to 2024-03-04")
    assert "; the two values are by different equations" in told
    assert "different equations" not in on_mmf(egfr(54, 60)).urgent


# --- proteinuria -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "urgent"), [("3.74", False), ("3.75", True), ("5", True), ("3.0", False)])
def test_a_rise_by_a_quarter_under_a_regimen_is_urgent(value, urgent):
    """A2: worse is a rise of at least 25 %, so from 3.0 to 3.75 g/g."""
    found = on_mmf(upcr(54, value))
    assert (found.urgent is not None) is urgent
    assert found.verdict not in ("refractory", "inadequate-response")


def test_the_rise_is_told_with_both_values():
    assert on_mmf(upcr(54, "5")).urgent == (
        "Proteinuria rose from UPCR 3.0 g/g (2024-01-07) to UPCR 5 g/g (2024-03-04) before the window of the regimen ended."
    )


@pytest.mark.parametrize(("value", "urgent"), [("0.49", False), ("0.5", True)])
def test_a_rise_that_stays_below_half_a_gram_is_not_worse(value, urgent):
    """A2: worse needs a last value of 0.5 g/g."""
    found = on_mmf(urine=((-3, "0.3"), (20, "0.3"), (54, value)))
    assert (found.urgent is not None) is urgent


def test_a_rise_in_pregnancy_is_no_worsening():
    """A11: values taken while pregnant never document failure."""
    assert on_mmf(upcr(54, "5"), pregnant(30)).urgent is None


def test_a_rise_after_the_window_is_judged_and_not_urgent():
    late = {"as_of": 182, "urine": ((-3, "3.0"), (140, "5.0"), (170, "5.0")), "kidney": (-3, 140, 170)}
    assert on_mmf(**late).urgent is None


def test_a_rise_from_nothing_on_record_is_no_rise():
    assert on_mmf(urine=((54, "5.0"),)).urgent is None


def test_two_reasons_are_both_told():
    urgent = on_mmf(upcr(54, "5"), egfr(54, 40)).urgent
    assert "eGFR fell" in urgent
    assert "Proteinuria rose" in urgent
