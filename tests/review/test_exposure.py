"""How levels, refills, infusions and statements are weighed, section 5 of the clinical reference."""

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    biopsy,
    case,
    hcq_level,
    hydroxychloroquine,
    level,
    measure,
    mmf,
    mpa_auc,
    nih,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)


def under(*evidence, regimen=None, hcq=-200, as_of=MMF_ENDS):
    """Return the review of a regimen that did not work, hydroxychloroquine beside it, with the evidence given."""
    values = [proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST)]
    return reviewed(
        case(
            biopsy(),
            prednisone(),
            regimen or mmf(0, MMF_ENDS),
            hydroxychloroquine(hcq),
            values,
            *evidence,
            as_of=as_of,
        )
    )


def status(*evidence, **more):
    return under(*evidence, **more).step("adherence").status


def undetectable(day):
    return level("mycophenolic-acid", day, kind="trough", matrix="plasma", detectable="no")


def test_an_undetectable_mycophenolic_acid_is_nonadherence():
    assert under(undetectable(100)).verdict == "nonadherence"


@pytest.mark.parametrize("kind", ["trough", "random"])
def test_a_detectable_mycophenolic_acid_says_that_it_was_taken(kind):
    assert status(level("mycophenolic-acid", 100, "2.1", "mg/L", kind=kind)) == "met"


@pytest.mark.parametrize(
    ("auc", "verdict"), [(29, "undertreated"), (30, "inadequate-response"), (45, "inadequate-response")]
)
def test_a_detectable_level_with_a_low_area_is_an_exposure_problem_not_nonadherence(auc, verdict):
    review = under(mpa_auc(100, auc))

    assert review.step("adherence").status == "met"
    assert review.verdict == verdict


@pytest.mark.parametrize(
    ("value", "matrix", "expected"),
    [
        (199, "whole-blood", "not-met"), (200, "whole-blood", "met"), (450, "whole-blood", "met"),
        (105, "serum", "not-met"), (106, "serum", "met"), (105, "plasma", "not-met"), (150, "serum", "met"),
        (50, "unknown", "not-documented"), (900, "unknown", "not-documented"),
    ],
)  # fmt: skip
def test_a_hydroxychloroquine_level_alone_is_read_by_its_own_matrix(value, matrix, expected):
    assert status(hcq_level(100, value, matrix)) == expected


def test_a_hydroxychloroquine_level_before_three_months_tells_nothing():
    assert status(hcq_level(80, 50), hcq=0) == "not-documented"
    assert status(hcq_level(100, 50), hcq=0) == "not-met"


def test_a_low_hydroxychloroquine_beside_refills_of_the_regimen_drug_in_range_is_a_conflict():
    review = under(pdc(92), hcq_level(100, 50))

    assert review.step("adherence").status == "not-documented"
    assert review.verdict == "insufficient-data"


def test_a_low_hydroxychloroquine_beside_low_refills_is_nonadherence():
    assert under(pdc(60), hcq_level(100, 50)).verdict == "nonadherence"


def test_a_low_hydroxychloroquine_beside_complete_infusions_is_a_note():
    review = under(hcq_level(100, 50), regimen=nih(0, 150))

    assert review.step("adherence").status == "met"
    assert "note beside it" in review.step("adherence").because
    assert review.verdict == "inadequate-response"


def test_measures_that_contradict_each_other_settle_nothing():
    assert status(pdc(92), undetectable(100)) == "not-documented"
    assert status(pdc(60), level("mycophenolic-acid", 100, "2.1", "mg/L", kind="trough")) == "not-documented"


def test_a_good_hydroxychloroquine_level_does_not_outweigh_low_refills_of_the_regimen_drug():
    assert status(pdc(60), hcq_level(100, 900)) == "not-met"


def test_a_statement_does_not_outweigh_a_level():
    assert status(undetectable(100), measure("statement", "mmf", 0, 180, says="adherent")) == "not-met"


def test_a_level_from_before_the_course_does_not_speak_for_it():
    assert status(level("mycophenolic-acid", -60, kind="trough", detectable="no")) == "not-documented"


def test_a_level_from_after_the_course_does_not_speak_for_it():
    assert status(undetectable(300), as_of=310) == "not-documented"


def test_a_measure_of_another_drug_does_not_speak_for_the_regimen():
    azathioprine = measure("pdc", "", 0, 180, drug="azathioprine", value={"value": 30, "unit": "%"})

    assert status(azathioprine) == "not-documented"


def test_a_missed_infusion_speaks_against_an_infused_regimen():
    missed = [("administrations", {"drug": "cyclophosphamide", "given_on": "2024-03-10", "status": "missed"})]

    assert status(missed, regimen=nih(0, 150, given=None)) == "not-met"


def test_an_infusion_record_that_is_absent_is_not_a_missed_infusion():
    assert status(regimen=nih(0, 150, given=None)) == "not-documented"


def test_a_level_reported_as_below_a_bound_is_read_as_that_bound():
    assert status(hcq_level(100, "<100")) == "not-met"
    assert status(hcq_level(100, "<500")) == "not-documented"


def test_a_level_in_another_unit_is_converted():
    assert status(level("hydroxychloroquine", 100, "0.15", "mg/L", matrix="whole-blood")) == "not-met"
    assert status(level("hydroxychloroquine", 100, "0.75", "mg/L", matrix="whole-blood")) == "met"
