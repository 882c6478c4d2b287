"""AUC and trough beside the bands of their studies; refused samples are listed with the reason."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, guideline, level, mmf, mpa_auc, tacrolimus
from drug_tables import cell, shown

from lnreview.review.detail.exposure_bands import exposure_bands, position

AREA, TROUGH = "dosing-mpa-auc", "dosing-tacrolimus"


def tables(*parts):
    return shown(case(biopsy(), mmf(0), *parts, as_of=200), exposure_bands)


def lies(table, name):
    (row,) = [row for row in table.rows if cell(table, row, "Study or guideline") == name]
    return cell(table, row, "Lies")


@pytest.mark.parametrize(
    ("value", "status"),
    [(29, "not-met"), (30, "met"), (31, "met"), ("<30", "not-met"), (">20", "not-documented")],
)
def test_only_the_floor_decides(value, status):
    table = tables(mpa_auc(100, value))[AREA]

    assert [row.status for row in table.rows if row.status] == [status]


@pytest.mark.parametrize(
    ("value", "target", "transplant"),
    [("34.9", "below", "in the band"), (35, "in the band", "in the band"), (45, "in the band", "in the band"),
     ("45.1", "above", "in the band"), (60, "above", "in the band"), ("60.1", "above", "above"), (29, "below", "below")],
)  # fmt: skip
def test_each_band_stands_with_its_study(value, target, transplant):
    table = tables(mpa_auc(100, value))[AREA]

    assert lies(table, "MPA AUC suggested in lupus nephritis") == target
    assert lies(table, "MPA AUC in transplantation") == transplant


def test_a_single_number_is_below_at_or_above():
    band = guideline()["mpa-auc-week-4"]

    assert [position(Decimal(value), band) for value in (39, 40, 41)] == ["below", "at", "above"]


def test_bands_stand_beside_the_latest_area_only():
    table = tables(mpa_auc(50, 20), mpa_auc(100, 40))[AREA]

    assert sum(row.status is not None for row in table.rows) == 2
    assert {row.cells[1] for row in table.rows if row.status is None} == {"40"}


def test_children_have_their_band_and_adults_do_not():
    names = {row.cells[4] for row in tables(mpa_auc(100, 40))[AREA].rows}
    child = case(
        biopsy(), mmf(0), mpa_auc(100, 40), as_of=200, patient={"sex": "female", "birth_date": "2014-05-01"}
    )

    assert "MPA AUC in children" not in names
    assert "MPA AUC in children" in {row.cells[4] for row in shown(child, exposure_bands)[AREA].rows}


def samples(*hours):
    return [level("mycophenolic-acid", 100, 3, "mg/L", kind="timed", hours_after_dose=hour) for hour in hours]


def test_a_computed_area_is_marked_and_cites_its_equation():
    """Five samples of 3 mg/L: 18 over six hours, and 9 + 9: 36 mg·h/L."""
    table = tables(samples(0, 1, 2, 4, 6))[AREA]

    assert table.rows[0].cells[1] == "36"
    assert table.rows[0].how.startswith("Computed by")
    assert any(item.source == "mpa-ln-cohort" for item in table.rows[0].citations)


def test_samples_that_make_no_area_say_why_and_are_asked_for():
    table = tables(samples(0, 2))[AREA]

    assert table.rows[0].status == "not-documented"
    assert "no sample at 1 h, 4 h, 6 h" in table.rows[0].how
    assert "0, 1, 2, 4 and 6 h" in table.missing[0].what


@pytest.mark.parametrize(
    ("value", "kdigo", "with_mmf", "induction", "maintenance"),
    [
        ("3.9", "below", "below", "below", "below"), ("4", "below", "below", "below", "in the band"),
        ("5", "below", "in the band", "below", "in the band"), ("5.5", "at", "in the band", "below", "in the band"),
        ("6", "above", "in the band", "in the band", "in the band"), ("7.1", "above", "above", "in the band", "above"),
        ("8.1", "above", "above", "above", "above"),
    ],
)  # fmt: skip
def test_the_bands_of_tacrolimus(value, kdigo, with_mmf, induction, maintenance):
    table = tables(tacrolimus(0), level("tacrolimus", 100, value, "ng/mL", kind="trough"))[TROUGH]
    found = {row.cells[2]: row.cells[3] for row in table.rows}

    assert found["about 5.5 ng/mL"] == kdigo
    assert found["5-7 ng/mL"] == with_mmf
    assert found["6-8 ng/mL"] == induction
    assert found["4-6 ng/mL"] == maintenance
    assert all(row.status is None for row in table.rows)
    assert {item.status for row in table.rows for item in row.citations} == {"secondary"}


def test_a_molar_trough_is_not_converted():
    table = tables(tacrolimus(0), level("tacrolimus", 100, "6.8", "nmol/L", kind="trough"))[TROUGH]

    assert [row.status for row in table.rows] == ["not-documented"]


def test_without_levels_there_is_no_table():
    assert tables() == {}
