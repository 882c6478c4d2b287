"""Drugs that act on haemodynamics, and spot beside 24-hour protein."""

from decimal import Decimal

import pytest

from lnreview.review.detail.beside import disagree, haemodynamic_drugs, pairs, urine_methods
from lnreview.review.evaluate import assessment
from tests.case_builder import (
    biopsy,
    case,
    egfr,
    guideline,
    hydroxychloroquine,
    losartan,
    mmf,
    prednisone,
    tacrolimus,
    upcr,
    urine_24h,
)  # fmt: skip


def view_of(*parts, as_of=200):
    return assessment(case(biopsy(), prednisone(), mmf(0), *parts, as_of=as_of), guideline())


def test_a_drug_begun_meanwhile_is_shown_with_what_went_before_and_came_after():
    view = view_of(upcr(-3, "3.0"), upcr(60, "2.9"), losartan(70), upcr(120, "1.5"), upcr(150, "1.4"))
    row = haemodynamic_drugs(view)[0].rows[0]
    assert row.cells == (
        "mycophenolate mofetil, from 2024-01-10", "losartan", "2024-03-20", "2.9 g/g to 1.4 g/g", "part of a fall of proteinuria",
    )  # fmt: skip
    assert row.citations[0].status == "secondary"
    assert "sk-kdigo-2026" in row.citations[0].locator


def test_a_confirmed_fall_of_egfr_is_named_too():
    view = view_of(egfr(-3, 90), losartan(20), egfr(120, 65), egfr(150, 64))
    assert haemodynamic_drugs(view)[0].rows[0].cells[4] == "part of a fall of proteinuria, the fall of eGFR"


def test_what_did_not_fall_is_not_explained():
    view = view_of(upcr(-3, "3.0"), losartan(70), upcr(120, "3.0"))
    assert haemodynamic_drugs(view)[0].rows[0].cells[4] == "no fall of proteinuria since"
    fallen = view_of(upcr(-3, "3.0"), losartan(70), upcr(120, "2.9"))
    assert haemodynamic_drugs(fallen)[0].rows[0].cells[4] == "part of a fall of proteinuria"


def test_what_ran_before_or_acts_otherwise_is_not_shown():
    assert haemodynamic_drugs(view_of(upcr(-3, "3.0"), losartan(-60), hydroxychloroquine(5))) == ()


def test_a_calcineurin_inhibitor_of_the_regimen_counts():
    built = case(biopsy(), prednisone(), mmf(0), tacrolimus(0), upcr(-3, "3.0"), upcr(100, "1.0"), as_of=200)
    drugs = [row.cells[1] for row in haemodynamic_drugs(assessment(built, guideline()))[0].rows]
    assert drugs == ["tacrolimus"]


@pytest.mark.parametrize(("days", "paired"), [(0, True), (14, True), (15, False)])
def test_a_spot_value_is_set_beside_a_24_hour_value_within_fourteen_days(days, paired):
    view = view_of(urine_24h(100, "2.0"), upcr(100 + days, "2.0"))
    assert bool(urine_methods(view)) is paired


@pytest.mark.parametrize(
    ("ratio", "answer"),
    [("0.75", True), ("0.751", False), ("1", False), ("1.33", False), ("1.34", True), ("0", True)],
)
def test_they_disagree_from_a_quarter_of_the_larger(ratio, answer):
    """1 / 1.33 leaves 24.8 %, 1 / 1.34 leaves 25.4 %."""
    assert disagree(Decimal(ratio), Decimal(25)) is answer


def test_the_ratio_is_spot_by_24_hours_whatever_the_units():
    row = urine_methods(view_of(urine_24h(100, "2000", "mg/d"), upcr(102, "1500", "mg/g")))[0].rows[0]
    assert row.cells[0] == "2 g/d"
    assert row.cells[2] == "1.5 g/g"
    assert row.cells[4] == "0.75"
    assert row.cells[5].startswith("they disagree")


def test_a_spot_sample_of_the_same_day_is_still_seen():
    """The series keeps the 24-hour value of a day; the comparison needs both."""
    view = view_of(urine_24h(100, "2.0"), upcr(100, "1.9"))
    assert len(view.urine.points) == 1
    assert [(daily.value, spot.value) for daily, spot in pairs(view.ctx)] == [
        (Decimal("2.0"), Decimal("1.9"))
    ]


def test_a_bound_gives_no_ratio_and_an_unusable_value_no_row():
    assert urine_methods(view_of(urine_24h(100, "2.0"), upcr(101, ">3.0")))[0].rows[0].cells[4] == ""
    assert urine_methods(view_of(urine_24h(100, "2.0"), upcr(101, "1.9", "mg/dL"))) == ()
