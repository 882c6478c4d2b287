"""Cyclophosphamide beside what each publication prints: C15 and C16 of the conflicts between sources."""

import pytest
from case_builder import biopsy, case, course, euro_lupus, guideline, height, nih, weight

from lnreview.review.detail.printed_ranges import printed_ranges
from lnreview.review.evaluate import assessment


def places(*parts):
    tables = printed_ranges(assessment(case(biopsy(), *parts, as_of=300), guideline()))
    return [(row.cells[2], row.cells[4], row.citations[0].status) for row in tables[0].rows] if tables else []


@pytest.mark.parametrize(
    ("mg_m2", "kdigo", "eular_2019", "eular_2012"),
    [
        (499, "below it", "below it", "below it"),
        (500, "within it", "within it", "below it"),
        (749, "within it", "within it", "below it"),
        (750, "within it", "within it", "within it"),
        (751, "within it", "above it", "within it"),
        (1000, "within it", "above it", "within it"),
        (1001, "above it", "above it", "above it"),
    ],
)
def test_high_dose_infusions(mg_m2, kdigo, eular_2019, eular_2012):
    found = places(nih(0, 150, mg_m2))
    assert [place for _, place, _ in found] == [kdigo, eular_2019, eular_2012]
    assert [status for _, _, status in found] == ["secondary", "unverified", "secondary"]


@pytest.mark.parametrize(
    ("mg_kg", "kdigo", "eular_2012"),
    [("0.9", "below it", "below it"), ("1.0", "within it", "below it"), ("1.5", "within it", "below it"),
     ("1.6", "above it", "below it"), ("2.0", "above it", "within it"), ("2.5", "above it", "within it"), ("2.6", "above it", "above it")],
)  # fmt: skip
def test_oral_doses(mg_kg, kdigo, eular_2012):
    oral = course("cyclophosphamide", 0, 90, mg_kg, "mg/kg/d", route="oral", id="cyc")
    assert [place for _, place, _ in places(oral)] == [kdigo, eular_2012]


def test_a_daily_dose_is_set_against_the_weight():
    oral = course("cyclophosphamide", 0, 90, 100, "mg/d", route="oral", id="cyc")
    assert places(oral) == []
    assert [place for _, place, _ in places(oral, weight(0, 80))] == ["within it", "below it"]  # 1.25 mg/kg


def test_a_mass_is_set_against_the_body_surface_and_the_flat_low_dose_never():
    body = (weight(0, 60), height(0, 165))  # 1.658 m² by Mosteller
    gram = course("cyclophosphamide", 0, 150, 1200, "mg", route="iv", doses_given=6, id="cyc")
    assert [place for _, place, _ in places(gram, *body)] == [
        "within it",
        "within it",
        "below it",
    ]  # 724 mg/m²
    assert places(euro_lupus(0), *body) == []


@pytest.mark.parametrize(
    ("value", "unit", "frequency", "adequate"),
    [("1.2", "mg/kg", "daily", True), ("0.6", "mg/kg", "bid", True), ("0.4", "mg/kg", "bid", False), ("1.2", "mg/kg/d", "", True)],
)  # fmt: skip
def test_an_oral_dose_by_weight_is_counted_a_day(value, unit, frequency, adequate):
    from lnreview.review.doses import dose_reached

    oral = course("cyclophosphamide", 0, 90, value, unit, route="oral", id="cyc", frequency=frequency)
    view = assessment(case(biopsy(), oral, as_of=100), guideline())
    rule = next(rule for rule in guideline().doses if rule.floor == "oral-cyc-floor")
    assert dose_reached(view.ctx, rule, guideline()["oral-cyc-floor"], view.ctx.case.courses[0]) is adequate
