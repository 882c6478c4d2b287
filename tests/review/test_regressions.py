"""Cases that the review once read wrongly, each with the rule that it broke."""

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    biopsy,
    case,
    ec_mps,
    event,
    level,
    mmf,
    nih,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
    tacrolimus,
)


@pytest.mark.parametrize("stop", ["2024-05-09", "2024-05-08"])
def test_a_day_short_of_four_months_is_not_four_months(stop):
    """A1: at least four calendar months. 29 days were rounded to a tenth of a month, and so to a whole one."""
    values = [proteinuria((-3, "3.0"), (100, "3.0"), (118, "3.0")), stable(-3, 100, 118)]
    review = reviewed(
        case(biopsy(), prednisone(), mmf(0, stop), pdc(92), values, nih(125, None, given=1), as_of=130)
    )

    assert review.regimens[0].dosing.status == "not-met"
    assert review.regimens[0].failed is False


def test_a_complete_response_is_lost_at_one_gram_although_that_is_still_half_of_the_first_value():
    """A7: from below 0.5 to 1.0 g/g, confirmed. 1.0 is a partial response to 3.0, and was read as a response reached."""
    values = [
        proteinuria((-3, "3.0"), (140, "0.4"), (170, "0.4"), (280, "1.0"), (300, "1.0")),
        stable(-3, 140, 170, 280, 300),
    ]

    assert reviewed(case(biopsy(), prednisone(), mmf(0), pdc(92), values, as_of=305)).verdict == "relapse"


def test_the_word_refractory_documents_nothing():
    """Design, section 4: a provisional verdict needs named courses with stated outcomes; a label alone leaves it null."""
    review = reviewed(case(biopsy(), event("called-refractory", 10), as_of=30, complete={}))

    assert (review.verdict, review.provisional) == ("insufficient-data", None)
    assert any("the word alone documents nothing" in note for note in review.notes)


@pytest.mark.parametrize(
    ("drug", "adequate"),
    [
        (mmf(0, MMF_ENDS, "1.0"), True),
        (mmf(0, MMF_ENDS, "0.99"), False),
        (ec_mps(0, MMF_ENDS, "0.72"), True),
        (ec_mps(0, MMF_ENDS, "0.71"), False),
    ],
)
def test_a_calcineurin_inhibitor_does_not_make_any_dose_of_mycophenolate_adequate(drug, adequate):
    """Section 4, multitarget: tacrolimus 4 mg with a trough and mycophenolate 1.0 g; the inhibitor alone satisfied it."""
    trough = level("tacrolimus", 100, "5.5", "ng/mL", kind="trough", matrix="whole-blood")
    values = [prednisone(), proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST)]
    review = reviewed(case(biopsy(), drug, tacrolimus(0, MMF_ENDS), trough, values, as_of=MMF_ENDS))

    assert (review.regimens[0].dosing.status == "met") is adequate
