"""Cumulative cyclophosphamide over every course, as a range where the record leaves it open."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, course, euro_lupus, guideline, height, nih, quantity, weight
from drug_tables import administered, cell, row_of, shown

from lnreview.review.cumulative import Amount
from lnreview.review.detail.cumulative import cumulative, reaches

ID = "dosing-cyclophosphamide"
GONADS = "Cumulative cyclophosphamide from about which the risk to the gonads rises"
LIFETIME = "Cumulative cyclophosphamide above which malignancy is more frequent"


def table(*parts, as_of=900, **more):
    return shown(case(biopsy(-900), *parts, as_of=as_of, **more), cumulative)[ID]


def total(*parts, **more):
    found = table(*parts, **more)
    return cell(found, row_of(found, "Total of the record"), "Given g")


def test_euro_lupus_is_3_g():
    assert total(euro_lupus(0, 75)) == "3"


def test_by_surface_it_needs_weight_and_height():
    """165 cm and 60 kg make 1.658 m² by Mosteller: 6 × 750 × 1.658 = 7.461 g."""
    assert total(nih(0, 150), weight(0, 60), height(0, 165)) == "7.46"
    assert total(nih(0, 150), weight(0, 60)) == "not documented"


def oral(mg, start, stop, unit="mg/d", **more):
    return course("cyclophosphamide", start, stop, mg, unit, route="oral", id=f"oral {start}", **more)


def test_an_oral_course_counts_by_its_days():
    """100 mg on 61 days, 10 January to 10 March 2024: 6.1 g."""
    assert total(oral(100, 0, 60)) == "6.1"


def test_partial_dates_give_a_range():
    """From 31 January to 1 March 2024 at least (31 days), from 1 January to 31 March at most (91)."""
    assert total(oral(100, "2024-01", "2024-03")) == "3.1-9.1"


def test_courses_add_up_whatever_they_were_for():
    assert total(euro_lupus(0, 75), oral(100, 100, 160, role="other-disease")) == "9.1"


def test_administrations_with_their_own_doses_outweigh_the_dose_of_the_course():
    """Five of 500 mg and one of 400 mg."""
    given = [administered(f"2024-0{month}-15", quantity(500, "mg")) for month in range(1, 6)]
    given.append(administered("2024-06-15", quantity(400, "mg")))

    assert total(course("cyclophosphamide", 0, 180, 500, "mg", route="iv", id="a"), given) == "2.9"


def test_a_partial_infusion_gives_a_range_and_a_missed_one_nothing():
    given = [administered("2024-02-01", quantity(500, "mg")), administered("2024-02-15", quantity(500, "mg"), status="partial"),
             administered("2024-03-01", quantity(500, "mg"), status="missed")]  # fmt: skip

    assert total(course("cyclophosphamide", 0, 75, 500, "mg", route="iv", id="a"), given) == "0.5-1"


def test_administrations_without_a_course_count():
    assert total(euro_lupus(0, 75), administered("2025-02-01", quantity(1, "g"))) == "4"


def test_an_unknown_number_of_doses_leaves_the_sum_open_and_is_asked_for():
    found = table(euro_lupus(0, 75), nih(200, 300, given=None, id="b"))

    assert cell(found, row_of(found, "Total of the record"), "Given g") == "at least 3"
    assert "doses of cyclophosphamide" in found.missing[0].what


def test_an_incomplete_list_of_courses_has_no_upper_end():
    assert total(euro_lupus(0, 75), complete={"courses": "unknown", "biopsies": "yes"}) == "at least 3"


def said(found, limit):
    row = row_of(found, limit)
    assert row.status is None, "a limit of harm has no tick"
    return tuple(cell(found, row, title) for title in ("Dose or limit", "Given g", "How counted"))


@pytest.mark.parametrize(
    ("mg", "given", "gonads"),
    [(199, "9.95", "not reached"), (200, "10", "reached, not exceeded"), (201, "10.05", "exceeded")],
)
def test_the_gonadal_limit_of_10_g(mg, given, gonads):
    """Fifty days (0 to 49)."""
    found = table(oral(mg, 0, 49))

    assert said(found, GONADS) == ("10 g", given, gonads)
    assert said(found, LIFETIME) == ("36 g", given, "not reached")


@pytest.mark.parametrize(
    ("grams", "text"), [("35.9", "not reached"), ("36", "reached, not exceeded"), ("36.1", "exceeded")]
)
def test_the_lifetime_limit_of_36_g(grams, text):
    value = Decimal(grams)

    assert reaches(Amount(value, value, ""), guideline()["cyc-lifetime-dose"]) == text


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (9, None, "the doses on record leave it open"),
        (11, None, "exceeded"),
        (9, 11, "the doses on record leave it open"),
        (9, 10, "the doses on record leave it open"),
        (10, 11, "the doses on record leave it open"),
        (8, 9, "not reached"),
    ],
)
def test_a_range_answers_only_where_both_ends_agree(least, most, text):
    total_ = Amount(Decimal(least), Decimal(most) if most else None, "")

    assert reaches(total_, guideline()["cyc-gonadal-dose"]) == text


def test_limits_carry_their_status():
    found = table(euro_lupus(0, 75))

    assert row_of(found, GONADS).citations[0].status == "secondary"
    assert row_of(found, LIFETIME).citations[0].status == "unverified"
    schemes = [row_of(found, f"{name} scheme, for comparison") for name in ("Euro-Lupus", "High-dose")]
    assert [cell(found, row, "Dose or limit") for row in schemes] == ["6 × 500 mg = 3 g", "4.5-9 g"]
    assert [cell(found, row, "Given g") for row in schemes] == ["", ""], "a scheme was not given"


def test_a_plan_is_not_given_yet():
    assert shown(case(biopsy(), euro_lupus(0), as_of=0), cumulative) == {}


@pytest.mark.parametrize("dose", ["<500", 0])
def test_a_dose_that_is_a_bound_or_zero_is_not_added(dose):
    assert total(euro_lupus(0, 75, mg=dose)) == "not documented"


def test_an_administration_of_an_uncertain_day_belongs_to_the_course_that_it_may_lie_in():
    given = [administered("2024-01", quantity(500, "mg")), administered("2024-03", quantity(500, "mg"))]

    assert total(course("cyclophosphamide", 0, 75, 750, "mg", route="iv", id="a"), given) == "1"
