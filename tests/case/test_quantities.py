"""Units and their conversion, against numbers that others published."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case import quantities
from lnreview.case.quantities import (
    UnitError,
    convert,
    creatinine_mg_dl,
    find_unit,
    label,
    number,
    shown,
    unit,
)

KNOWN = [each.code for each in quantities._UNITS]


@pytest.mark.parametrize(
    ("value", "source", "target", "published", "citation"),
    [
        ("22.9", "g/L", "g/dL", "2.29", "albumin: Coban, IJCMCR 2025;48:001186"),
        ("19.6", "g/L", "g/dL", "1.96", "albumin: Ross, BMC Nephrol 2012;13:81"),
        ("9862", "mg/day", "g/day", "9.862", "24 h urine protein: Coban, IJCMCR 2025;48:001186"),
        ("0.69", "g/L", "mg/dL", "69", "C3: Lupus Sci Med 2018;5:e000241"),
    ],
)
def test_a_conversion_agrees_with_its_publication(value, source, target, published, citation):
    assert convert(Decimal(value), source, target) == Decimal(published), citation


@pytest.mark.parametrize(
    ("value", "source", "published", "places"),
    [
        ("270", "umol/L", "3.1", 1),  # transplantr (CRAN), tests/testthat/test_units.R
        (
            "123",
            "umol/L",
            "1.39",
            2,
        ),  # Lupus Sci Med 2023;10(Suppl 2):A8.3, case 1, printed as mmol/L by a slip
        (
            "88.4",
            "umol/L",
            "1.00",
            2,
        ),  # transplantr (CRAN), tests/testthat/test_egfr.R: 88.4 µmol/L is 1.0 mg/dL
    ],
)
def test_creatinine_in_mg_dl_agrees_with_its_publication(value, source, published, places):
    assert round(creatinine_mg_dl(Decimal(value), source), places) == Decimal(published)


def test_creatinine_back_to_umol_agrees_with_its_publication():
    # transplantr (CRAN), tests/testthat/test_units.R: 3.5 mg/dL is 309 µmol/L; in mmol/L a thousandfold.
    assert round(creatinine_mg_dl(Decimal(309), "umol/L"), 1) == Decimal("3.5")
    assert creatinine_mg_dl(Decimal(309), "mmol/L") == creatinine_mg_dl(Decimal(309_000), "umol/L")


def test_one_mg_dl_of_creatinine_is_88_42_umol_within_rounding():
    # nephro (CRAN), R/nephro.R, Convert.mgdL.umolL: factor 88.42.
    assert abs(1 / creatinine_mg_dl(Decimal(1), "umol/L") - Decimal("88.42")) < Decimal("0.03")


def test_a_ratio_in_mg_mmol_uses_the_molar_mass_and_not_the_rounded_ten():
    # Lupus Sci Med 2018;5:e000241, case 1: 438 mg/mmol; 1 mg/mmol is 1000/113.12 = 8.84 mg/g, so 3872 mg/g.
    assert round(convert(Decimal(438), "mg/mmol", "mg/g")) == 3872
    # KDIGO prints its cut-offs as 500 mg/g and 50 mg/mmol (kidney.epi, R/ckd_classify.R): a factor of 10.
    assert round(convert(Decimal(50), "mg/mmol", "mg/g")) == 442


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "g/m2/day",
            "g/day",
        ),  # Ross, BMC Nephrol 2012;13:81: 6.6 g/m2 of body surface per day, not 6.6 g/day
        ("g/g", "g/d"),
        ("mg/dL", "umol/L"),
        ("mg/kg", "mg"),
        ("mL/min", "mL/min/1.73m2"),
        ("[IU]/mL", "U/mL"),
    ],
)
def test_units_that_measure_different_things_are_never_converted(source, target):
    with pytest.raises(UnitError, match="cannot be converted"):
        convert(Decimal(1), source, target)


@pytest.mark.parametrize("text", ["mg/dl?", "furlong", "g/g/g", "mg / dL per day", "x" * 1000])
def test_an_unknown_unit_is_refused_and_printed_as_written(text):
    assert find_unit(text) is None
    assert label(text) == text
    with pytest.raises(UnitError, match="not a unit that is known"):
        unit(text)


@pytest.mark.parametrize("code", [each for each in KNOWN if each != "1"])
def test_a_value_without_a_unit_is_never_taken_for_a_measure(code):
    with pytest.raises(UnitError):
        convert(Decimal(3), "", code)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("mg/mmol", "mg/mmol"), ("MG/MMOL", "mg/mmol"), ("g/24 h", "g/d"), ("g/24h", "g/d"), ("Mg", "mg"),
        ("µmol/L", "umol/L"), ("μmol/l", "umol/L"), ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
        ("mmHg", "mm[Hg]"), ("ml/min/1.73m2", "mL/min/{1.73_m2}"), ("IU/mL", "[IU]/mL"), ("mg·h/L", "mg.h/L"),
        ("mcg/mL", "ug/mL"), ("×10⁹/L", "10*9/L"), ("x10^9/L", "10*9/L"), ("mg/m²", "mg/m2"),
        ("g/gCr", "g/g"), (" g/g ", "g/g"), ("mg/24 hours", "mg/d"),
    ],
)  # fmt: skip
def test_usual_spellings_are_understood(written, code):
    assert find_unit(written).code == code


def test_labels_and_codes_name_the_unit_itself():
    for code in KNOWN:
        assert find_unit(code).code == code
        if label(code):
            assert find_unit(label(code)).code == code


@given(
    st.decimals(min_value="0.001", max_value=10**6, places=3), st.sampled_from(KNOWN), st.sampled_from(KNOWN)
)
def test_there_and_back_is_the_same_value(value, source, target):
    if unit(source).kind != unit(target).kind:
        with pytest.raises(UnitError):
            convert(value, source, target)
        return
    back = convert(convert(value, source, target), target, source)
    assert abs(back - value) <= value * Decimal("1e-20")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.4", "3.4"),
        (" 3.40 ", "3.40"),
        ("3,4", "3.4"),
        ("−5", "-5"),
        ("1 234", "1234"),
        ("1234,5", "1234.5"),
    ],
)
def test_a_typed_number_is_read(text, value):
    assert str(number(text)) == value


@pytest.mark.parametrize(
    "text", ["1,234", "-1,234", "", "abc", "nan", "inf", "1.2.3", "1,2,3", "3.4 g/g", "1,234.5"]
)
def test_an_ambiguous_or_impossible_number_is_refused(text):
    with pytest.raises(ValueError, match=r"“"):
        number(text)


def test_a_number_is_shown_without_exponent_and_with_its_digits():
    assert [shown(Decimal(text)) for text in ("3.40", "1E+3", "0.00001")] == ["3.40", "1000", "0.00001"]
    assert [shown(Decimal(text), 2) for text in ("3.40", "3.456", "100", "0.001")] == [
        "3.4",
        "3.46",
        "100",
        "0",
    ]
