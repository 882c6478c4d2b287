"""Conversions and equivalents that the pack only tells: their numbers against published vectors."""

import re
from decimal import Decimal

import pytest

from lnreview.case.quantities import convert
from lnreview.guideline.load import load

D = Decimal


def text(name: str) -> str:
    fact = next(fact for fact in load().facts if fact.id == name)
    return f"{fact.text} {fact.use} {fact.misuse}"


def steroids() -> dict[str, Decimal]:
    """Return the doses that equal prednisone 5 mg, as the pack tells them."""
    told = f"{text('steroid-equivalents')} Betamethasone {text('steroid-betamethasone')} Prednisone 5 mg"
    return {name.lower(): D(number) for name, number in re.findall(r"([A-Za-z]+) (\d+(?:\.\d+)?) mg", told)}


@pytest.mark.parametrize(
    ("drug", "dose", "target", "printed"),
    [
        # MedCalc-Bench, steroid conversion table and one patient (rounded factors: 0.5 % is allowed)
        ("triamcinolone", "4.32", "cortisone", "27.013"),
        ("betamethasone", "0.75", "prednisone", "5"),
        ("cortisone", "25", "prednisone", "5"),
        ("dexamethasone", "0.75", "prednisone", "5"),
        ("hydrocortisone", "20", "prednisone", "5"),
        ("methylprednisolone", "4", "prednisone", "5"),
        ("prednisolone", "5", "prednisone", "5"),
        ("triamcinolone", "4", "prednisone", "5"),
    ],
)
def test_the_told_equivalents_give_the_published_doses(
    drug: str, dose: str, target: str, printed: str
) -> None:
    told = steroids()
    result = D(dose) / told[drug] * told[target]
    assert abs(result - D(printed)) <= D(printed) * D("0.005")


def test_betamethasone_is_told_with_both_numbers() -> None:
    assert "0.75" in text("steroid-betamethasone")
    assert "0.60 mg" in text("steroid-betamethasone-range")


def test_the_told_factors_give_the_published_conversions() -> None:
    """transplantr (CRAN), test_units.R: urea 3.2 mmol/L is BUN 9.0; nephro (CRAN): 1 mg/dL is 88.42 µmol/L."""
    factor = D(re.search(r"mmol/L × (\d\.\d)", text("convert-serum"))[1])
    assert round(D("3.2") * factor, 1) == D("9.0")
    assert "88.42" in text("convert-creatinine")


@pytest.mark.parametrize(
    ("value", "unit", "target", "told"),
    [
        ("0.5", "g/g", "mg/mmol", "56.6"),
        ("0.7", "g/g", "mg/mmol", "79.2"),
        ("438", "mg/mmol", "mg/g", "3,872"),
    ],
)
def test_what_is_told_of_upcr_is_what_the_program_computes(
    value: str, unit: str, target: str, told: str
) -> None:
    assert told in text("convert-upcr")
    computed = convert(D(value), unit, target)
    assert round(computed, 1 if "." in told else 0) == D(told.replace(",", ""))


def test_the_rounded_limits_of_kdigo_are_told_beside_their_true_size() -> None:
    told = text("upcr-rounded")
    for rounded, true in ((50, "442"), (70, "619"), (300, "2,652")):
        assert true in told
        assert round(convert(D(rounded), "mg/mmol", "mg/g")) == int(true.replace(",", ""))
    assert convert(D("4.2"), "mg/mg", "mg/g") == 4200  # one LOINC arrives in either unit


def test_every_equation_says_for_whom_it_holds_and_for_whom_not() -> None:
    """Clinical reference, section 7: status of each formula."""
    statuses = {
        "ckd-epi-2021": "primary", "schwartz-bedside": "secondary", "cockcroft-gault": "secondary",
        "mosteller": "secondary", "du-bois": "unverified",
    }  # fmt: skip
    pack = load().equations
    for name, status in statuses.items():
        assert pack[name].status == status
        assert pack[name].use
        assert pack[name].misuse
        assert pack[name].year
