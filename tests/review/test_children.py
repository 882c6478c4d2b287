"""A10: an adult dose floor says nothing of a patient under 18, or of unknown age, in either direction."""

import pytest
from case_builder import (
    DAY0,
    MMF_ENDS,
    belimumab,
    biopsy,
    case,
    course,
    ec_mps,
    euro_lupus,
    first_regimen,
    height,
    level,
    mmf,
    mpa_auc,
    nih,
    prednisone,
    reviewed,
    rituximab,
    tacrolimus,
    voclosporin,
    weight,
)

BIRTHDAY_17 = {"patient": {"sex": "female", "birth_date": f"{DAY0.year - 17}-01-05"}}
"""Seventeen when the first regimen begins, and under 18 for the whole of it."""
BIRTHDAY_18 = {"patient": {"sex": "female", "birth_date": f"{DAY0.year - 18}-01-10"}}
"""Eighteen on the day on which the first regimen begins."""
NO_AGE = {"patient": {"sex": "female"}}

EVERY_FLOOR = [
    mmf(0, MMF_ENDS, g=2),
    ec_mps(0, MMF_ENDS, id="mmf"),
    [euro_lupus(0, 75, id="mmf"), course("azathioprine", 76, None, 100, "mg/d", role="maintenance")],
    nih(0, 150, id="mmf"),
    [tacrolimus(0, MMF_ENDS), mmf(0, MMF_ENDS, g=1), level("tacrolimus", 60, "5.5", kind="trough")],
    [voclosporin(0, MMF_ENDS), mmf(0, MMF_ENDS, g=2)],
    [belimumab(0, MMF_ENDS), mmf(0, MMF_ENDS, g=2), weight(0, 50)],
    [rituximab(0, 14)],
]


def dosing(regimen, **more):
    return reviewed(case(biopsy(), first_regimen(regimen=mmf(0, MMF_ENDS, g=2)) if regimen is None
                         else [prednisone(), regimen], as_of=MMF_ENDS, **more)).step("dosing")  # fmt: skip


@pytest.mark.parametrize("regimen", EVERY_FLOOR)
@pytest.mark.parametrize("patient", [BIRTHDAY_17, NO_AGE])
def test_a_dose_that_reaches_an_adult_floor_cannot_be_told(regimen, patient):
    assert dosing(regimen, **patient).status == "not-documented"


@pytest.mark.parametrize(("patient", "status"), [(BIRTHDAY_17, "not-documented"), (BIRTHDAY_18, "met")])
def test_the_floor_begins_on_the_eighteenth_birthday(patient, status):
    assert dosing(None, **patient).status == status


def test_no_regimen_of_a_child_failed_by_an_adult_dose():
    child = reviewed(case(biopsy(), first_regimen(), as_of=MMF_ENDS, **BIRTHDAY_17))
    adult = reviewed(case(biopsy(), first_regimen(), as_of=MMF_ENDS))

    assert (adult.verdict, child.verdict) == ("inadequate-response", "insufficient-data")
    assert child.provisional == "inadequate-response"


def test_a_sentence_says_why_and_does_not_print_the_floor():
    because = dosing(None, **BIRTHDAY_17).because

    assert "the adult dose floor does not apply under 18 years" in because
    assert "2 g/d of" not in because
    assert [item.id for item in dosing(None, **BIRTHDAY_17).parameters if item.id == "mmf-floor"] == []


def test_the_age_is_asked_for_first():
    review = reviewed(case(biopsy(), first_regimen(), as_of=MMF_ENDS, **NO_AGE))

    assert review.missing[0].what == "age of the patient"


def test_a_dose_limited_by_intolerance_is_not_too_low_for_a_child():
    limited = mmf(0, MMF_ENDS, g=1, dose_limited_by="intolerance")

    assert dosing(limited).status == "not-met"
    assert dosing(limited, **BIRTHDAY_17).status == "not-documented"


def test_several_doses_of_a_child_are_no_short_course():
    low = [mmf(0, 90, g="0.5"), mmf(91, MMF_ENDS, g=1, id="b")]

    assert dosing(low, **BIRTHDAY_17).status == "not-documented"


def test_an_exposure_in_range_speaks_for_a_child():
    assert dosing([mmf(0, MMF_ENDS, g=1), mpa_auc(60, 45)], **BIRTHDAY_17).status == "met"


def test_time_before_18_need_not_count():
    """100 days as a child and 82 as an adult on the same dose: 82 surely count, all of it may."""
    born = {"patient": {"sex": "female", "birth_date": "2006-04-20"}}
    grown = [mmf(0, 101, g=2), mmf(102, MMF_ENDS, g=2, id="b")]

    assert dosing(grown, **born).status == "not-documented"


def test_only_what_is_lacking_is_asked_for():
    measured = [mmf(0, MMF_ENDS, g=2), weight(0, 50), height(0, 160)]

    assert [item.what for item in dosing(measured, **BIRTHDAY_17).missing] == ["the intended paediatric dose"]


@pytest.mark.parametrize(
    ("regimen", "said"),
    [
        (mmf(0, 60, g=2), "reaches the 2 g/d of full-dose mycophenolate mofetil, but only 2 of 4 months"),
        (nih(0, 90, given=4), "but only 4 of 6 infusions were given"),
        (mmf(0, 60, g=2, stop_reason="intolerance"), "but only 2 of 4 months"),
    ],
)
def test_what_is_not_adequate_says_what_it_lacks(regimen, said):
    because = dosing(regimen).because

    assert because.startswith("Not adequate")
    assert said in because
