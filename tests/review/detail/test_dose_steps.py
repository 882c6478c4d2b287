"""Doses step by step: per day, per kg and m², against the floors; time at an adequate dose."""

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    ec_mps,
    euro_lupus,
    height,
    mmf,
    nih,
    prednisone,
    tacrolimus,
    voclosporin,
    weight,
)
from drug_tables import cell, row_of, shown

from lnreview.review.detail.dose_steps import dose_steps

STEPS, TIME, MMF = "dosing-steps", "dosing-time", "mycophenolate mofetil"


def tables(*parts, as_of=200, **more):
    return shown(case(biopsy(), prednisone(), *parts, as_of=as_of, **more), dose_steps)


def step(*parts, drug=MMF, **more):
    table = tables(*parts, **more)[STEPS]
    return table, row_of(table, drug)


@pytest.mark.parametrize(("g", "status"), [("1.99", "not-met"), ("2", "met"), ("2.01", "met")])
def test_mycophenolate_from_2_g(g, status):
    assert step(mmf(0, g=g))[1].status == status


@pytest.mark.parametrize(("g", "status"), [("1.43", "not-met"), ("1.44", "met"), ("1.45", "met")])
def test_the_enteric_coated_form_from_1_44_g(g, status):
    assert step(ec_mps(0, g=g), drug="enteric-coated mycophenolate sodium")[1].status == status


@pytest.mark.parametrize(("g", "status"), [("0.99", "not-met"), ("1", "met"), ("1.01", "met")])
def test_beside_tacrolimus_1_g_is_adequate(g, status):
    assert step(mmf(0, g=g), tacrolimus(0))[1].status == status


@pytest.mark.parametrize(("g", "status"), [("1", "not-met"), ("1.99", "not-met"), ("2", "met")])
def test_beside_voclosporin_it_is_not(g, status):
    assert step(mmf(0, g=g), voclosporin(0))[1].status == status


def test_a_dose_twice_a_day_is_shown_by_day_and_by_weight():
    table, row = step(mmf(0, g=1.5, unit="g", frequency="bid"), weight(0, 60))

    assert cell(table, row, "A day") == "3 g/d"
    assert cell(table, row, "By weight or surface") == "50 mg/kg/d"


def test_an_infusion_is_shown_by_surface_by_mosteller():
    """165 cm and 60 kg make 1.658 m² (published); 1,000 mg are 603 mg/m²."""
    table, row = step(nih(0, mg_m2=1000, unit="mg"), weight(0, 60), height(0, 165), drug="cyclophosphamide")

    assert cell(table, row, "By weight or surface") == "16.7 mg/kg, 603 mg/m² (Mosteller 1.66 m²)"


def test_a_follow_on_is_not_held_to_an_induction_dose():
    table = tables(euro_lupus(0, 75), mmf(85, g=1, role="follow-on"))[STEPS]
    row = row_of(table, MMF)

    assert row.status is None
    assert "follow-on" in row.how


def test_a_dose_that_is_missing_is_asked_for():
    table, row = step(mmf(0, g=None))

    assert row.status == "not-documented"
    assert "dose and frequency" in table.missing[0].what


def test_under_18_no_adult_floor_applies():
    child = {"patient": {"sex": "female", "birth_date": "2014-05-01"}}

    assert step(mmf(0, g=1), **child)[1].status == "not-documented"
    assert step(mmf(0, g=3), **child)[1].status == "not-documented"


def test_the_reason_for_a_lower_dose_is_shown():
    table, row = step(mmf(0, g=1, dose_limited_by="low-weight"))

    assert cell(table, row, "Lower dose because of") == "low weight"


def times(*parts, as_of=200, drug=MMF):
    table = tables(*parts, as_of=as_of)[TIME]
    return table, row_of(table, drug)


def test_months_below_the_dose_do_not_count():
    """Ninety days at 1 g, then 2 g from day 91 (10 April 2024) to day 213 (10 August): four months."""
    table, row = times(mmf(0, 90, g=1), mmf(91, 213, g=2, id="full"), as_of=220)

    assert cell(table, row, "At an adequate dose") == "4 months"
    assert cell(table, row, "Needed").startswith("4 months")
    assert row.status == "met"


def test_a_dose_that_was_never_reached_makes_no_month():
    table, row = times(mmf(0, g=1))

    assert (cell(table, row, "At an adequate dose"), row.status) == ("0 months", "not-met")


def test_a_later_reduction_is_told():
    table, row = times(mmf(0, 150), mmf(151, g=1, id="low"))

    assert cell(table, row, "Later reduction") == "reduced to 1 g/d on 2024-06-09"


@pytest.mark.parametrize(("number", "status"), [(5, "not-met"), (6, "met"), (7, "met")])
def test_infusions_are_counted(number, status):
    table, row = times(nih(0, 150, given=number), drug="cyclophosphamide")

    assert row.status == status
    assert cell(table, row, "At an adequate dose") == f"{number} infusions"


def test_a_drug_without_a_rule_says_so():
    _table, row = step(course("leflunomide", 0, None, 20, "mg/d"), drug="leflunomide")

    assert row.status is None
    assert "on file" in row.how


@pytest.mark.parametrize("patient", [{"birth_date": "2007-01-05"}, {}])
def test_a_floor_that_does_not_judge_is_marked(patient):
    """Seventeen at the start on 2024-01-10, or of unknown age."""
    found = tables(mmf(0, g=2), patient={"sex": "female", **patient})
    row = row_of(found[STEPS], MMF)

    assert row.status == "not-documented"
    assert cell(found[STEPS], row, "Adequate from").startswith("adults only: 2 g/d")
    assert row_of(found[TIME], MMF).status == "not-documented"


@pytest.mark.parametrize(
    ("mg", "kg", "text"),
    [(3, 82, "0.037 mg/kg/d"), (4, 60, "0.067 mg/kg/d"), (60, 60, "1 mg/kg/d"), (150, 60, "2.5 mg/kg/d")],
)
def test_a_small_dose_by_weight_is_not_zero(mg, kg, text):
    found = tables(tacrolimus(0, mg=mg), weight(0, kg))[STEPS]

    assert cell(found, row_of(found, "tacrolimus"), "By weight or surface") == text


@pytest.mark.parametrize(
    ("more", "period"),
    [
        ({"ongoing": "yes"}, "2024-01-10 to now"),
        ({"ongoing": "unknown"}, "from 2024-01-10, end not documented"),
        ({"ongoing": "no"}, "from 2024-01-10, end not documented"),
    ],
)
def test_now_is_printed_only_where_the_chart_says_so(more, period):
    found = tables(mmf(0, **more))[STEPS]

    assert cell(found, row_of(found, MMF), "Period") == period


def test_an_undated_drug_is_not_put_into_a_regimen_without_saying_so():
    loose = course("azathioprine", None, None, 100, "mg/d", role="maintenance", ongoing="unknown")
    found = tables(mmf(0), loose)[STEPS]

    assert cell(found, row_of(found, "azathioprine"), "Regimen") == f"not dated; read with {MMF}"
