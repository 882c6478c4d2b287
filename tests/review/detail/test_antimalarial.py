"""The largest dose of hydroxychloroquine: worked examples, the cap, and both reductions at a low eGFR."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, course, egfr, guideline, weight
from drug_tables import cell, shown

from lnreview.review.detail.antimalarial import antimalarial, largest

ID = "dosing-hydroxychloroquine"


def drug(mg, *parts, unit="mg/d"):
    course_ = course("hydroxychloroquine", -100, None, mg, unit, role="supportive")
    table = shown(case(biopsy(), course_, *parts, as_of=10), antimalarial)[ID]
    return table, table.rows[0]


@pytest.mark.parametrize(
    ("kg", "most", "capped"),
    [(60, 300, False), ("79.9", "399.5", False), (80, 400, False), ("80.1", 400, True), (82, 400, True)],
)
def test_five_mg_per_kg_with_a_cap_of_400(kg, most, capped):
    found = largest(Decimal(kg), guideline()["hcq-dose-per-kg"], guideline()["hcq-dose-cap"])

    assert (found.value, found.capped) == (Decimal(most), capped)


@pytest.mark.parametrize(("mg", "status"), [(299, "met"), (300, "met"), (301, "not-met")])
def test_the_dose_against_the_weight(mg, status):
    assert drug(mg, weight(-100, 60))[1].status == status


@pytest.mark.parametrize(("mg", "status"), [(400, "met"), (401, "not-met")])
def test_the_dose_against_the_cap(mg, status):
    assert drug(mg, weight(-100, 82))[1].status == status


def test_above_the_cap_no_weight_is_needed_and_below_it_is():
    assert drug(401)[1].status == "not-met"
    table, row = drug(400)
    assert row.status == "not-documented"
    assert table.missing[0].what == "real body weight"


def test_the_arithmetic_is_shown():
    how = drug(400, weight(-100, 82), egfr(0, 90))[1].how

    assert how == "5 mg/kg/d × 82 kg = 410 mg/d, capped at 400 mg/d."


@pytest.mark.parametrize(("value", "low"), [(29, "yes"), (30, "no"), (31, "no")])
def test_below_an_egfr_of_30_both_reductions_are_shown(value, low):
    """Of 300 mg: a quarter less is 225, half is 150."""
    table, row = drug(300, weight(-100, 60), egfr(0, value))

    assert cell(table, row, "eGFR below limit") == low
    reduced = [cell(table, row, title) for title in ("Reduced, KDIGO mg/d", "Reduced, EULAR/ERA-EDTA mg/d")]
    assert reduced == (["225", "150"] if low == "yes" else ["", ""])


def test_without_an_egfr_nothing_is_said_of_it():
    table, row = drug(300, weight(-100, 60))

    assert cell(table, row, "eGFR below limit") == ""


def test_chloroquine_is_not_set_against_it():
    assert shown(case(biopsy(), course("chloroquine", -100, None, 250, "mg/d"), as_of=10), antimalarial) == {}


@pytest.mark.parametrize(
    ("mg", "status", "said"),
    [
        (400, "not-met", "above both"), (301, "not-met", "above both"), (300, "not-documented", "lies between"),
        (201, "not-documented", "lies between"), (200, "met", "not above either"),
    ],
)  # fmt: skip
def test_below_an_egfr_of_30_the_reduced_doses_count(mg, status, said):
    """Of 400 mg (82 kg, capped): a quarter less is 300, half is 200."""
    row = drug(mg, weight(-100, 82), egfr(0, 24))[1]

    assert row.status == status
    assert said in row.how


def test_an_old_egfr_says_nothing_of_the_dose_today():
    table, row = drug(300, weight(-100, 60), egfr(-4000, 90))

    assert cell(table, row, "eGFR below limit") == ""
    assert "No current eGFR is on record" in row.how
