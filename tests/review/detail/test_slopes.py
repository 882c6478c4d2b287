"""Slopes: enough values of one method over a long enough time, or none."""

from decimal import Decimal

import pytest

from lnreview.case.equations import DAYS_PER_YEAR
from lnreview.review.detail.slopes import slope
from lnreview.review.evaluate import assessment
from tests.case_builder import biopsy, case, creatinine, egfr, guideline, mmf, prednisone, pregnant, upcr


def kidney(*parts, as_of=400):
    view = assessment(case(biopsy(), prednisone(), mmf(0), *parts, as_of=as_of), guideline())
    return slope(view.ctx, view.lines[0].judged.base_kidney, view.lines[0].judged.kidney)


def test_a_line_is_given_from_three_values_over_ninety_days():
    assert kidney(egfr(0, 90), egfr(89, 80)) is None  # two values
    assert kidney(egfr(0, 90), egfr(40, 85), egfr(89, 80)) is None  # 89 days
    found = kidney(egfr(0, 90), egfr(45, 85), egfr(90, 80))
    assert (len(found.used), found.days) == (3, 90)
    assert abs(found.per_day + Decimal(10) / 90) < Decimal("1e-20")  # ten in ninety days


def test_a_loss_of_five_a_year_is_five_a_year():
    """Days 0, 146, 365, 511 on the line 90 − 5·t: values to two decimals, so the slope agrees within 0.05."""
    values = [egfr(day, str(round(90 - 5 * day / 365.2425, 2))) for day in (0, 146, 365, 511)]
    assert abs(kidney(*values, as_of=520).per_day * DAYS_PER_YEAR + 5) < Decimal("0.05")


def test_values_of_another_equation_are_left_out_and_counted():
    mixed = [egfr(day, 80, equation="mdrd") for day in (0, 60, 120)]
    found = kidney(*mixed, egfr(90, 30, equation="unknown"))
    assert len(found.used) == 3
    assert found.left_out == 1
    assert "MDRD" in found.told()


def test_bounds_and_pregnancy_are_left_out():
    base = [egfr(0, 90), egfr(50, 88), egfr(100, 86)]
    found = kidney(*base, egfr(130, ">90"), egfr(160, 120), pregnant(150, 170))
    assert (len(found.used), found.left_out) == (3, 2)
    assert kidney(egfr(0, 90), egfr(50, ">90"), egfr(100, 86)) is None


def test_a_month_without_a_day_is_a_point_of_a_line():
    """The longest month leaves 30 days open, which is the window of a checkpoint."""
    found = kidney(egfr(0, 90), egfr(50, 88), egfr("2024-05", 86), as_of=300)
    assert len(found.used) == 3


def test_a_year_without_a_month_is_no_point_of_a_line():
    assert kidney(egfr(0, 90), egfr(50, 88), egfr("2024", 86), as_of=500) is None


def test_proteinuria_has_its_own_line():
    view = assessment(
        case(biopsy(), prednisone(), mmf(0), upcr(0, "3.0"), upcr(50, "2.0"), upcr(100, "1.0"), as_of=120),
        guideline(),
    )
    judged = view.lines[0].judged
    assert slope(view.ctx, judged.base_urine, judged.urine).per_day == Decimal("-0.02")


@pytest.mark.parametrize("unit", ["mg/dL", "umol/L"])
def test_the_unit_of_creatinine_changes_nothing(unit):
    factor = 1 if unit == "mg/dL" else Decimal(1000) / Decimal("11.312")  # 113.12 g/mol
    values = [
        creatinine(day, Decimal(value) * factor, unit)
        for day, value in ((0, "0.9"), (60, "1.0"), (120, "1.1"))
    ]
    found = kidney(*values)
    same = kidney(*[creatinine(day, value) for day, value in ((0, "0.9"), (60, "1.0"), (120, "1.1"))])
    assert abs(found.per_day - same.per_day) < Decimal("0.001")
