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


SPELLINGS = {
    "g/g": "g/g; g/gCr; g/gCrea; g/g creatinine",
    "mg/mg": "mg/mg; mg/mgCr",
    "mg/g": "mg/g; mg/gCr; mg/gCrea; mg/g creatinine; MG/G",
    "mg/mmol": "mg/mmol; mg/mmolCr; mg/mmol creatinine",
    "g/d": "g/d; g/day; g/24h; g/24 hr; g/24 hours; g/(24.h); g/24.h; gm/day; g / 24 h",
    "mg/d": "mg/d; mg/day; mg/24h; mg/24hr; mg/24 hours; mg/(24.h); mg/24.h",
    "ug/d": "ug/d; µg/d; ug/day; mcg/day",
    "g/m2/d": "g/m2/d; g/m²/d; g/m2/day; g/1.73m2/d",
    "mg/m2/d": "mg/m2/d; mg/m2/day; mg/m² / day",
    "mg/kg/d": "mg/kg/d; mg/kg/day",
    "ug": "ug; µg; mcg",
    "g": "g; gm",
    "{cells}/kg": "{cells}/kg; cells/kg",
    "ug/mL": "ug/mL; µg/mL; mcg/mL",
    "ug/L": "ug/L; mcg/L; µg/l",
    "[IU]/mL": "[IU]/mL; IU/mL; iu/ml",
    "k[IU]/L": "k[IU]/L; kIU/L",
    "[IU]/L": "[IU]/L; IU/L",
    "[arb'U]/mL": "[arb'U]/mL; U/mL; units/mL",
    "mL/min/{1.73_m2}": "mL/min/{1.73_m2}; mL/min/1.73m2; ml/min/1.73 m²; mL/min/1.73m^2; mL/min/1.73; mL/min/1.73 sqm; "
    "mL/min/1,73 m²",
    "mg.h/L": "mg.h/L; mg·h/L; mg*h/L; mgxh/L; mgh/L; mg.hr/L; mg*hr/L; h.mg/L; h·mg/L",
    "ug.h/mL": "ug.h/mL; ug*h/mL; ugh/mL; mcg*h/mL; mcg·h/mL; mcgh/mL; µg·h/mL",
    "/[HPF]": "/[HPF]; /hpf; RBC/hpf; WBC/hpf; per HPF",
    "10*3/uL": "10*3/uL; K/uL; x10^3/µL; 10^3/uL; ×10³/µL",
    "10*9/L": "10*9/L; x10^9/L; 10^9/L; x10E9/L; 10e9/L; ×10⁹/L",
    "%": "%; percent",
    "mm[Hg]": "mm[Hg]; mmHg",
    "kg": "kg; kgs",
    "m2": "m2; m²; sqm; m^2",
    "mo": "mo; month; months",
    "wk": "wk; weeks",
    "d": "d; day; days",
    "a": "a; years",
    "umol/L": "umol/L; µmol/L; μmol/L",
    "mg/dL": "mg/dL; mg/dl; MG/DL",
}
"""By code: the spellings of laboratories and charts."""


@pytest.mark.parametrize("code", SPELLINGS)
def test_each_spelling_of_a_unit_is_that_unit(code):
    for spelling in SPELLINGS[code].split("; "):
        assert find_unit(spelling) is not None, spelling
        assert find_unit(spelling).code == code, spelling


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_nothing_names_no_unit_and_never_the_unit_one(text):
    assert find_unit(text) is None


def test_a_value_in_units_of_one_size_keeps_its_digits():
    """Dividing and multiplying by 8.84 again would leave rounding behind."""
    for value in ("438", "0.7", "1234.567", "3"):
        assert str(convert(Decimal(value), "mg/mmol", "g/mol")) == value
        assert str(convert(Decimal(value), "mg/mmol", "mg/mmol")) == value


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


# Payer reference, section 4.7: factors from creatinine 113.12 g/mol, test values from published cases.
@pytest.mark.parametrize(
    ("value", "source", "target", "expected", "places"),
    [
        ("1", "mg/mg", "g/g", "1", 0), ("1", "mg/mg", "mg/g", "1000", 0), ("1", "g/g", "mg/mmol", "113.1", 1),
        ("1", "mg/mmol", "mg/g", "8.84", 2), ("1", "g/mmol", "mg/mmol", "1000", 0),
        ("0.5", "g/g", "mg/mmol", "56.6", 1), ("0.7", "g/g", "mg/mmol", "79.2", 1), ("1.5", "g/g", "mg/mmol", "169.7", 1),
        ("2", "g/g", "mg/mmol", "226.2", 1), ("3", "g/g", "mg/mmol", "339.4", 1), ("50", "mg/mmol", "mg/g", "442", 0),
        ("70", "mg/mmol", "mg/g", "619", 0), ("300", "mg/mmol", "mg/g", "2652", 0), ("4.2", "g/dL", "g/L", "42", 0),
        ("0.69", "g/L", "mg/dL", "69", 0), ("9862", "mg/(24.h)", "g/(24.h)", "9.862", 3),
    ],
)  # fmt: skip
def test_a_conversion_of_the_payer_reference_holds_in_both_directions(
    value, source, target, expected, places
):
    there = convert(Decimal(value), source, target)

    assert round(there, places) == Decimal(expected)
    assert abs(convert(there, target, source) - Decimal(value)) < Decimal("1e-20")


def test_one_and_a_half_mg_dl_of_creatinine_are_133_umol():
    assert round(creatinine_mg_dl(Decimal(133), "umol/L"), 1) == Decimal("1.5")


def test_24_hour_protein_per_body_surface_is_never_read_as_per_day():
    with pytest.raises(UnitError, match="cannot be converted"):
        convert(Decimal(1), "g/m2/d", "g/(24.h)")
