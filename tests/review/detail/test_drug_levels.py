"""Levels as rows: matrix, dose at the time, steady state, limit, what they say and cannot say."""

from case_builder import (
    biopsy,
    case,
    course,
    creatinine,
    ec_mps,
    egfr,
    hcq_level,
    level,
    mmf,
    prednisone,
    tacrolimus,
)
from drug_tables import cell, shown

from lnreview.review.detail.drug_levels import drug_levels

ID = "adherence-levels"


def hcq(mg=400, start=-300, stop=None):
    return course("hydroxychloroquine", start, stop, mg, "mg/d", role="supportive", id=f"hcq {start}")


def only(*parts, drug=None):
    table = shown(case(biopsy(), prednisone(), drug or mmf(0, 180), *parts, as_of=182), drug_levels)[ID]
    assert len(table.rows) == 1
    return table, table.rows[0]


def test_whole_blood_and_serum_have_their_own_limits():
    blood_table, blood = only(hcq(), hcq_level(100, 150))
    serum_table, serum = only(hcq(), hcq_level(100, 150, "serum"))

    assert (cell(blood_table, blood, "Limit"), blood.status) == ("200 ng/mL", "not-met")
    assert (cell(serum_table, serum, "Limit"), serum.status) == ("106 ng/mL", "met")


def test_on_200_mg_both_serum_limits_are_shown():
    table, row = only(hcq(200), hcq_level(100, 80, "serum"))

    assert cell(table, row, "Limit") == "53 ng/mL / 106 ng/mL"
    assert row.status == "not-documented"
    assert {item.source for item in row.citations} >= {"slicc-hcq-2023", "blanchet-2020"}


def test_the_dose_is_that_of_the_day():
    table, row = only(hcq(400, -300, 90), hcq(200, 91), hcq_level(100, 80, "serum"))

    assert cell(table, row, "Dose at the time") == "hydroxychloroquine 200 mg/d"


def test_an_unknown_matrix_is_asked_for():
    table, row = only(hcq(), hcq_level(100, 900, "unknown"))

    assert row.status == "not-documented"
    assert "matrix" in table.missing[0].what


def test_the_steady_state_is_told():
    table, row = only(hcq(start=20), hcq_level(100, 900))
    assert cell(table, row, "Steady state").startswith("no")
    assert row.status == "not-documented"

    table, row = only(hcq(), hcq_level(100, 900))
    assert cell(table, row, "Steady state") == "yes"

    table, row = only(hcq_level(100, 900))
    assert cell(table, row, "Steady state") == "not documented"


def test_a_low_egfr_may_hide_doses_that_were_missed():
    table, row = only(hcq(), egfr(90, 29), hcq_level(100, 900))
    assert "eGFR this low raises it" in cell(table, row, "Cannot say")
    assert any(item.status == "unverified" for item in row.citations)

    table, row = only(hcq(), egfr(90, 30), hcq_level(100, 900))
    assert "eGFR" not in cell(table, row, "Cannot say")


def test_the_trough_of_the_enteric_coated_form_says_nothing_of_exposure():
    table, row = only(level("mycophenolic-acid", 100, 2, "mg/L", kind="trough"), drug=ec_mps(0, 180))

    assert "unreliable" in cell(table, row, "Cannot say")
    assert row.status == "met"


def test_a_detectable_level_never_says_that_the_exposure_was_enough():
    table, row = only(level("mycophenolic-acid", 100, 2, "mg/L", kind="trough"))

    assert cell(table, row, "Cannot say") == "whether the exposure was enough"


def test_tacrolimus_is_one_day_and_voclosporin_is_not_monitored():
    table, row = only(level("tacrolimus", 100, 6, kind="trough"), drug=tacrolimus(0, 180))
    assert "one level is one day" in cell(table, row, "Cannot say")

    table, row = only(level("voclosporin", 100, 6, kind="trough"))
    assert "not monitored" in cell(table, row, "Cannot say")


def test_without_levels_there_is_no_table():
    assert shown(case(biopsy(), mmf(0, 180), creatinine(0, 1), as_of=182), drug_levels) == {}


def test_timed_samples_are_told_apart_by_their_hours():
    samples = [level("mycophenolic acid", 60, 3, "mg/L", kind="timed", hours_after_dose=hours, id=f"s{hours}")
               for hours in (1, 6)]  # fmt: skip
    samples.append(level("mycophenolic acid", 60, 3, "mg/L", kind="timed", id="open"))
    table = shown(case(biopsy(), mmf(0), samples, as_of=100), drug_levels)["adherence-levels"]

    said = [cell(table, row, "Level") for row in table.rows]
    assert [text.removeprefix("mycophenolic acid level") for text in said] == [
        " 1 h after the dose", " 6 h after the dose", ", hours after the dose not documented",
    ]  # fmt: skip
