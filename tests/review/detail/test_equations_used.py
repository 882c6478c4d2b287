"""Equations used: what each eGFR came from, whether it holds for the patient, the chart's own beside it, body surface."""

import pytest

from lnreview.review.detail.equations_used import equations_used, nearest, size
from lnreview.review.evaluate import assessment
from tests.case_builder import (
    biopsy,
    case,
    creatinine,
    egfr,
    event,
    guideline,
    height,
    mmf,
    prednisone,
    pregnant,
    reviewed,
    weight,
)

CHILD = {"patient": {"sex": "female", "birth_date": "2015-05-01"}}


def tables(*parts, as_of=200, **fields):
    built = case(biopsy(), prednisone(), mmf(0), *parts, as_of=as_of, **fields)
    return {table.id: table for table in equations_used(assessment(built, guideline()))}


def rows(*parts, **fields):
    return tables(*parts, **fields)["equations-used"].rows


def body(*parts, **fields):
    return [row.cells for row in tables(*parts, **fields)["body-surface-and-clearance"].rows]


def test_an_adult_is_computed_by_ckd_epi_2021():
    """A woman of 31 with 1.0 mg/dL: 142 × (1/0.7)^−1.2 × 0.9938^31 × 1.012 = 77.24 by hand."""
    row = rows(creatinine(0, "1.0"))[0]
    assert row.cells == (
        "2024-01-10", "creatinine 1 mg/dL, 31 years, female", "CKD-EPI creatinine 2021", "77", "", "yes, from 18 years",
    )  # fmt: skip
    assert row.status == "met"
    assert row.citations[0].source == "ckd-epi-2021"
    assert "0.9938^age" in row.how
    assert "Not for:" in row.how


def test_creatinine_in_umol_is_shown_in_mg_dl():
    assert rows(creatinine(0, 88, "umol/L"))[0].cells[1].startswith("creatinine 1 mg/dL")


def test_a_child_is_computed_by_schwartz_with_the_height_nearest_in_time():
    """0.413 × 130 / 0.5 = 107.38; the height of another year, 101 cm, is farther away."""
    row = rows(creatinine(0, "0.5"), height(-700, 101), height(10, 130), **CHILD)[0]
    assert row.cells[1:4] == ("creatinine 0.5 mg/dL, height 130 cm", "bedside Schwartz", "107")
    assert row.cells[5] == "yes, under 18 years"
    assert {"height"} <= {item.what for item in row.evidence}


def test_the_height_shown_is_the_height_used():
    built = case(creatinine(0, "0.5"), height(-50, 130), height(60, 140), as_of=100, **CHILD)
    view = assessment(built, guideline())
    point = view.kidney.points[0]
    shown = size(nearest(view.ctx, "height", point.span))
    assert round(float(shown) * 0.413 / 0.5, 1) == float(point.value)


def test_a_child_without_a_height_is_not_computed_and_asked_about():
    table = tables(creatinine(0, "0.5"), **CHILD)["equations-used"]
    assert table.rows[0].cells[3:] == ("", "", "not computed")
    assert "needs a height" in table.rows[0].how
    assert [item.place for item in table.missing] == ["measurements"]


def test_without_age_or_sex_nothing_is_computed():
    table = tables(creatinine(0, "0.9"), patient={"sex": "unknown", "age_years": 30})["equations-used"]
    assert table.rows[0].status == "not-documented"
    assert "no eGFR can be computed" in table.rows[0].how


@pytest.mark.parametrize(("value", "unit"), [("123", "mmol/L"), ("1.0", "mg/g"), ("1.0", "")])
def test_an_impossible_creatinine_stays_as_written(value, unit):
    row = rows(creatinine(0, value, unit, id="bad"))[0]
    assert row.cells[3] == ""
    assert row.cells[1].startswith(f"creatinine {value}")
    assert "not used" in row.how


def test_the_charts_own_value_by_another_equation_is_shown_and_never_mixed():
    own = egfr(0, 83, equation="ckd-epi-2009")
    row = rows(creatinine(0, "1.0"), own)[0]
    assert row.cells[3:5] == ("77", "83 by CKD-EPI 2009")
    assert "another equation (CKD-EPI 2009): shown, never mixed" in row.how
    with_own, without = (reviewed(case(creatinine(0, "1.0"), *more, as_of=10)) for more in ((own,), ()))
    assert [point.value for point in with_own.egfr] == [point.value for point in without.egfr]


@pytest.mark.parametrize(("value", "said"), [(77, "agrees"), (84, "differs")])
def test_the_charts_own_value_by_the_same_equation_is_checked(value, said):
    assert (
        f"same equation {said}" in rows(creatinine(0, "1.0"), egfr(0, value, equation="ckd-epi-2021"))[0].how
    )


def test_a_value_without_an_equation_says_so():
    assert "names no equation" in rows(creatinine(0, "1.0"), egfr(0, 80))[0].how
    alone = rows(egfr(0, 80))[0]
    assert alone.cells[1:] == ("the chart", "not stated", "", "80 mL/min/1.73 m²", "as reported")
    assert alone.status == "not-documented"


def test_a_reported_clearance_is_marked_as_not_indexed():
    row = rows(egfr(0, 80, "mL/min", equation="cockcroft-gault"))[0]
    assert row.cells[2] == "Cockcroft-Gault"
    assert "not indexed" in row.how


def test_values_under_dialysis_and_in_pregnancy_say_so():
    dialysed = rows(event("dialysis-started", -5), creatinine(0, "6.0"))[0]
    assert "dialysis" in dialysed.how
    assert dialysed.cells[3] == ""
    carrying = rows(creatinine(0, "0.6"), pregnant(-30))[0]
    assert "(pregnant)" in carrying.cells[3]
    assert "never documents a failure" in carrying.how


def test_the_age_at_the_day_of_the_value_decides_the_equation():
    """Born 2006-01-10: 17 on 2024-01-09, 18 on the day after."""
    parts = [creatinine(-1, "0.7", id="a"), creatinine(0, "0.7", id="b"), height(0, 160)]
    found = rows(*parts, patient={"sex": "female", "birth_date": "2006-01-10"})
    assert [row.cells[2] for row in found] == ["bedside Schwartz", "CKD-EPI creatinine 2021"]


# --- body surface and clearance --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cm", "kg", "mosteller", "du_bois", "gap"),
    [(165, 60, "1.658 m²", "1.659 m²", "0.001 m²"), (158, 82, "1.897 m²", "1.836 m²", "0.061 m²")],
)
def test_body_surface_by_two_formulas_with_the_gap(cm, kg, mosteller, du_bois, gap):
    """Clinical reference, section 7."""
    first, second = body(weight(0, kg), height(0, cm))
    assert (first[2], first[3], first[4]) == ("Mosteller", mosteller, "doses per m²")
    assert (second[2], second[3]) == ("Du Bois", du_bois)
    assert gap in second[4]


def test_cockcroft_gault_is_a_label_value_only():
    """Clinical reference: woman of 25, 60 kg, 1.0 mg/dL gives 81.46 mL/min."""
    found = body(
        creatinine(0, "1.0"),
        weight(0, 60),
        patient={"sex": "female", "age_years": 25, "age_on": "2024-01-10"},
    )
    assert found[-1][2:] == ("Cockcroft-Gault", "81.5 mL/min", "drug labels only; never a response")


def test_a_child_has_no_cockcroft_gault():
    found = body(creatinine(0, "0.5"), weight(0, 25), height(0, 130), **CHILD)
    assert [cells[2] for cells in found] == ["Mosteller", "Du Bois"]
    assert found[0][3] == "0.950 m²"


def test_without_a_weight_there_is_no_table_and_without_a_height_it_is_asked_for():
    assert "body-surface-and-clearance" not in tables(creatinine(0, "1.0"), height(0, 165))
    assert (
        tables(creatinine(0, "1.0"), weight(0, 60))["body-surface-and-clearance"].missing[0].what == "height"
    )


def test_nothing_measured_shows_nothing():
    assert tables() == {}
