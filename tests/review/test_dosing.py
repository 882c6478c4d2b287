"""What dosing says of a regimen: the sentence, the window, what is asked for, and the months that count."""

from decimal import Decimal

import pytest
from case_builder import (
    belimumab,
    biopsy,
    case,
    course,
    euro_lupus,
    guideline,
    mmf,
    mpa_auc,
    nih,
    pdc,
    prednisone,
    tacrolimus,
    voclosporin,
    weight,
)

from lnreview.review.evaluate import assessment

CHILD = {"sex": "female", "birth_date": "2010-05-01"}
AGE_UNKNOWN = {"sex": "female"}


def lines(*parts, as_of=300, steroid=True, **fields):
    beside = prednisone() if steroid else []
    return [
        line.dosing
        for line in assessment(case(biopsy(), beside, *parts, as_of=as_of, **fields), guideline()).lines
    ]


def first(*parts, **more):
    return lines(*parts, **more)[0]


def asked(found):
    """Return what is asked for: text, list of the record, entry and rank."""
    assert {item.step for item in found.finding.missing} == {"dosing"}
    return [(item.what, item.place, item.entry, item.rank) for item in found.finding.missing]


# --- the sentence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["intolerance", "infection", "pregnancy", "access"])
def test_a_course_that_was_stopped_early_says_for_what(reason):
    found = first(mmf(0, 60, stop_reason=reason))
    assert found.finding.status == "not-met"
    assert found.finding.because.endswith(f"; stopped for {reason}.")
    assert not found.window_open


@pytest.mark.parametrize("reason", ["unknown", "no-response", "planned-change"])
def test_another_end_is_no_early_stop(reason):
    found = first(mmf(0, 60, stop_reason=reason))
    assert found.finding.status == "not-met"
    assert "stopped for" not in found.finding.because


def test_an_adequate_dose_for_too_short_a_time_says_how_long_it_was():
    """10 January to 10 March are two months."""
    assert first(mmf(0, 60)).finding.because == (
        "Not adequate: mycophenolate mofetil 2.5 g/d reaches the 2 g/d of full-dose mycophenolate mofetil, "
        "but only 2 of 4 months."
    )


def test_belimumab_without_a_background_drug_names_what_is_lacking():
    found = first(belimumab(0))
    assert found.finding.status == "not-met"
    assert "but no adequate mpaa or cyclophosphamide is on record beside it" in found.finding.because
    assert "only" not in found.finding.because


def test_a_dose_below_the_floor_names_both():
    assert first(mmf(0, None, "1.9")).finding.because == (
        "Not adequate: mycophenolate mofetil 1.9 g/d is below the 2 g/d of full-dose mycophenolate mofetil; 9.8 months."
    )


def test_doses_that_changed_are_told_in_order():
    found = first(mmf(0, 20, "1"), mmf(21, 100, "1.5", id="b"))
    assert "mycophenolate mofetil 1 g/d then 1.5 g/d is below" in found.finding.because


# --- the window ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "open_"), [("2024-05-09", True), ("2024-05-10", False), ("2024-05-11", False)]
)
def test_a_running_regimen_is_judged_from_four_months(as_of, open_):
    assert first(mmf(0), as_of=as_of).window_open is open_


def test_a_regimen_below_its_dose_or_without_a_start_has_no_open_window():
    assert not first(mmf(0, None, 1), as_of=30).window_open
    assert not first(mmf(None), as_of=30).window_open
    assert first(mmf(0), as_of=30).window_open


def test_a_regimen_that_ended_has_no_open_window_and_a_set_of_infusions_has():
    assert not first(mmf(0, 20), as_of=30).window_open
    assert first(euro_lupus(0, 20, given=2), as_of=30).window_open


# --- a glucocorticoid beside it --------------------------------------------------------------------------------------


def test_without_a_glucocorticoid_on_record_it_is_asked_for():
    found = first(mmf(0), steroid=False)
    assert found.finding.status == "not-documented"
    assert found.finding.because.endswith("; no glucocorticoid is on record with it.")
    assert [item[1:] for item in asked(found)] == [("courses", "", 25)]
    assert found.finding.missing[0].step == "dosing"
    assert (
        found.finding.missing[0].what
        == "which glucocorticoid was given with mycophenolate mofetil, with dose and dates"
    )


# --- standards and months --------------------------------------------------------------------------------------------


def test_a_standard_regimen_is_named_also_where_only_one_drug_of_it_is_standard():
    assert first(mmf(0)).named_standard
    assert not first(course("methotrexate", 0, None, 15, "mg", frequency="weekly")).named_standard
    together = [
        mmf(0, regimen="one"),
        course("methotrexate", 0, None, 15, "mg", frequency="weekly", regimen="one"),
    ]
    assert first(*together).named_standard


def test_the_months_of_a_set_are_the_fewest_of_its_drugs():
    """10 January to 10 June and to 10 July."""
    together = [mmf(0, "2024-06-10", regimen="one"), voclosporin(0, "2024-07-10", regimen="one")]
    assert first(*together).months == 5


def test_a_drug_below_its_dose_leaves_no_months():
    assert first(mmf(0, None, 1)).months is None


# --- what is asked for -----------------------------------------------------------------------------------------------


def test_a_treatment_without_a_name_is_asked_for_with_its_entry():
    unnamed = course("", 0, 100, id="unnamed", regimen="one")
    found = first(unnamed, course("", 101, 200, id="later", regimen="one"))
    assert asked(found)[0][1:] == ("courses", "unnamed", 8)


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (mmf(0, None, None), "achieved dose"),
        (mmf(None, None, None), "achieved dose and start date"),
        (mmf(0, None, None, ongoing="no"), "achieved dose and stop date"),
        (mmf(None, None, None, ongoing="no"), "achieved dose and start date and stop date"),
        (mmf(0, None, 1000, "mg"), "dose that can be set against the limit (unit, frequency, weight)"),
        (mmf(None, None, 1000, "mg"), "dose that can be set against the limit (unit, frequency, weight)"),
    ],
)  # fmt: skip
def test_a_dose_that_cannot_be_judged_is_asked_for_with_what_else_the_course_lacks(entry, what):
    found = first(entry)
    assert (f"{what} of mycophenolate mofetil", "courses", "mmf", 14) in asked(found)
    assert [item.why for item in found.finding.missing if item.what.startswith(what)] == [
        "Adequate from 2 g/d (daily dose of mycophenolate mofetil)."
    ]


def test_the_first_course_without_a_dose_is_the_one_that_is_named():
    found = first(mmf(0, 50, None, id="one"), mmf(51, None, None, id="two"))
    assert [item[2] for item in asked(found) if item[0].startswith("achieved dose")] == ["one"]


def test_a_child_is_asked_for_the_dose_meant_and_for_the_size_that_is_lacking():
    paediatric = "the intended paediatric dose"
    assert asked(first(mmf(0), patient=CHILD)) == [
        (f"weight and height and {paediatric}", "measurements", "", 9)
    ]
    assert asked(first(mmf(0), weight(0, 40), patient=CHILD)) == [
        (f"height and {paediatric}", "measurements", "", 9)
    ]
    assert (
        "the adult dose floor does not apply under 18 years" in first(mmf(0), patient=CHILD).finding.because
    )


def test_an_unknown_age_is_asked_for_before_anything_else():
    found = first(mmf(0), patient=AGE_UNKNOWN)
    assert asked(found) == [("age of the patient", "patient", "", 2)]
    assert "the age is not documented, so the adult dose floor says nothing" in found.finding.because
    assert guideline()["mmf-floor"] not in found.finding.parameters
    assert guideline()["mmf-floor"] in first(mmf(0)).finding.parameters


def test_a_child_without_a_dose_is_asked_for_that_too():
    found = first(mmf(0, 50, None, id="one"), mmf(51, id="two"), patient=CHILD)
    assert ("achieved dose of mycophenolate mofetil", "courses", "one", 14) in asked(found)
    assert len(asked(first(mmf(0), patient=CHILD))) == 1


def test_dates_that_are_lacking_are_asked_for():
    found = first(mmf(None, None, "2.5"))
    assert ("start date and stop date of mycophenolate mofetil", "courses", "mmf", 13) in asked(found)


def test_dates_that_leave_the_time_open_are_asked_for_exactly():
    """From some day of January to 15 May are four months only if it began by the 15th."""
    found = first(mmf("2024-01", "2024-05-15"))
    assert found.finding.status == "not-documented"
    assert asked(found) == [("exact start and stop of mycophenolate mofetil", "courses", "mmf", 13)]
    assert "the dates leave the duration open" in found.finding.because


def test_a_lower_dose_with_a_reason_asks_for_its_exposure():
    found = first(mmf(0, None, "1.5", dose_limited_by="low-weight"))
    assert found.finding.status == "not-documented"
    assert asked(found) == [
        ("exposure (AUC) under the lower dose of mycophenolate mofetil", "levels", "", 11)
    ]


@pytest.mark.parametrize("reason", ["intolerance", "infection", "pregnancy", "access"])
def test_a_dose_that_is_not_on_record_and_was_limited_is_inadequate(reason):
    found = first(mmf(0, None, None, dose_limited_by=reason))
    assert found.finding.status == "not-met"
    assert f"the dose of mycophenolate mofetil was limited by {reason}" in found.finding.because


def test_a_dose_on_record_that_was_reached_is_not_undone_by_a_later_limit():
    found = first(mmf(0, 200, "2.5"), mmf(201, None, None, id="b", dose_limited_by="intolerance"))
    assert "was limited by" not in found.finding.because


def test_the_floor_of_the_exposure_is_cited_where_an_exposure_was_heard():
    found = first(mmf(0, None, "1.5"), mpa_auc(100, 60))
    assert found.finding.status == "met"
    assert guideline()["mpa-auc-floor"] in found.finding.parameters
    assert "shows adequate exposure at this dose" in found.finding.because
    assert guideline()["mpa-auc-floor"] not in first(mmf(0)).finding.parameters


@pytest.mark.parametrize(("day", "status"), [(200, "not-met"), (201, "met"), (202, "met")])
def test_an_exposure_speaks_for_a_reduced_dose_only_from_the_reduction_on(day, status):
    """2.5 g/d to day 200, 1 g/d from day 201, an exposure in range."""
    low = mmf(201, None, 1, id="low")
    assert first(mmf(0, 200), low, mpa_auc(day, 60)).finding.status == status


# --- infusions -------------------------------------------------------------------------------------------------------


def test_a_set_of_infusions_that_stopped_for_a_reason_is_inadequate_even_while_it_is_written_as_running():
    running = nih(0, None, given=3, ongoing="yes")
    assert first(running).finding.status == "not-documented"
    stopped = nih(0, None, given=3, ongoing="yes", stop_reason="infection")
    assert first(stopped).finding.status == "not-met"
    assert "3 of 6 infusions were given" in first(stopped).finding.because


def test_a_follow_on_is_asked_for_only_after_doses_that_were_enough():
    enough = first(euro_lupus(0, 75, 500))
    assert [item for item in asked(enough) if item[0].startswith("follow-on drug after")]
    low = first(euro_lupus(0, 75, 300))
    assert not [item for item in asked(low) if item[0].startswith("follow-on drug after")]


# --- time ------------------------------------------------------------------------------------------------------------


def test_a_new_dose_ends_the_one_before_it_where_no_stop_is_written():
    """Full dose 10 January to 10 March, a lower one to 10 July, full again to 10 October: 2 and 3 months."""
    found = first(
        mmf("2024-01-10", None, "2.5", id="a"), mmf("2024-03-10", None, "1", id="b"),
        mmf("2024-07-10", "2024-10-10", "2.5", id="c"), as_of="2024-12-01",
    )  # fmt: skip
    assert found.months == 5


def test_courses_that_overlap_on_paper_are_counted_once():
    """10 January to 10 June at one full dose, 10 May to 10 July at another: six months."""
    found = first(
        mmf("2024-01-10", "2024-06-10", "2.5", id="a"), mmf("2024-05-10", "2024-07-10", "3", id="b"), as_of="2024-12-01"
    )  # fmt: skip
    assert found.months == 6


def test_a_regimen_that_ended_too_soon_is_not_waited_for():
    ended = first(mmf(0, 60), tacrolimus(61, id="tac"))
    assert "so far" not in ended.finding.because
    assert first(mmf(0), as_of=60).finding.because.endswith("(mycophenolate mofetil 2.5 g/d reaches the 2 g/d of full-dose mycophenolate mofetil; 2 of 4 months so far).")  # fmt: skip


def test_a_raise_to_the_adequate_dose_opens_the_window_again():
    """1 g/d for six months, then 2.5 g/d for two: what runs is judged after four at the dose."""
    found = first(mmf(0, 182, 1), mmf(183, None, "2.5", id="b"), pdc(90), as_of="2024-09-11")
    assert found.window_open
    assert found.months == Decimal(2)


def test_a_dose_that_is_lacking_of_a_course_with_both_days_is_all_that_is_asked_for():
    assert ("achieved dose of mycophenolate mofetil", "courses", "mmf", 14) in asked(first(mmf(0, 200, None)))


def test_the_first_of_two_courses_without_dates_is_the_one_to_complete():
    found = first(mmf(None, None, id="one", regimen="r"), mmf(None, None, id="two", regimen="r"))
    assert [item[2] for item in asked(found) if item[0].startswith("start date and stop date")] == ["one"]


def test_a_course_without_dates_that_was_stopped_early_did_not_count():
    found = first(mmf(None, None, ongoing="no", stop_reason="intolerance"))
    assert "but it was stopped before it counted" in found.finding.because


@pytest.mark.parametrize(("number", "status"), [(5, "not-met"), (6, "met")])
def test_infusions_on_record_are_counted_where_no_number_is_written(number, status):
    days = [f"2024-0{month}-10" for month in range(1, number + 1)]
    given = [
        ("administrations", {"drug": "cyclophosphamide", "given_on": day, "status": "complete"})
        for day in days
    ]
    missed = ("administrations", {"drug": "cyclophosphamide", "given_on": "2024-07-01", "status": "missed"})
    assert first(nih(0, "2024-07-10", given=None), given, missed).finding.status == status


def test_a_course_that_ended_on_an_unknown_day_is_not_told_as_running():
    """It can have run two months at most."""
    found = first(mmf(0, None, ongoing="no"), as_of="2024-03-10")
    assert found.finding.status == "not-met"
    assert "so far" not in found.finding.because
    assert not found.window_open
    assert found.finding.because.startswith("Not adequate: ")
    assert "has run since" not in found.finding.because
    assert first(mmf(0), as_of="2024-03-10").window_open
