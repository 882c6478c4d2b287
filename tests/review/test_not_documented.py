"""Three values, kept to the end: what is not known is asked for, and speaks for nothing."""

from case_builder import (
    FIRST,
    MMF_ENDS,
    biopsy,
    case,
    course,
    first_regimen,
    function,
    mmf,
    nih,
    one_failure,
    pdc,
    prednisone,
    pregnant,
    proteinuria,
    reviewed,
)


def test_a_biopsy_whose_result_is_not_known_makes_no_earlier_course_one_of_another_disease():
    """A13: only tissue that shows something else puts an earlier course under another diagnosis."""
    unseen = ("biopsies", {"taken_on": "2023-12-20"})
    parts = [unseen, mmf(0, MMF_ENDS), prednisone(), pdc(92), nih(190, None, given=2), biopsy(185)]
    review = reviewed(case(*parts, as_of=260))

    assert [regimen.classes for regimen in review.regimens] == [("mpaa",), ("cyclophosphamide",)]


def test_a_background_that_may_be_missing_is_asked_for():
    """Rule 1 of honesty: each “not documented” names the datum that would settle it."""
    alone = course("voclosporin", 0, dose="47.4", unit="mg/d", id="vcs")
    review = reviewed(case(biopsy(), alone, prednisone(), as_of=240, complete={}))

    assert review.step("dosing").status == "not-documented"
    assert review.step("dosing").missing


def test_an_improvement_of_function_seen_once_is_asked_about():
    """Proteinuria did not change; whether eGFR improved decides (A4), and one reading does not tell."""
    values = [proteinuria(*((day, "3.0") for day in FIRST)), function((-3, 56), (170, 100))]
    review = reviewed(case(biopsy(), mmf(0), prednisone(), pdc(92), values, as_of=MMF_ENDS))

    assert review.step("response").status == "not-documented"
    assert "eGFR" in " ".join(item.what for item in review.step("response").missing)


def test_a_pregnancy_without_an_end_ends_with_a_later_statement():
    """A11 concerns values taken while pregnant; a child born five years ago excuses nothing today."""
    over = [pregnant("2019-03-01"), ("pregnancies", {"status": "not-pregnant", "since": "2019-12-01"})]
    review = reviewed(one_failure(over))

    assert review.verdict == "inadequate-response"
    assert not any("pregnancy" in finding.because for finding in review.safety)


def test_evidence_for_the_second_copy_of_a_course_is_evidence_for_the_course():
    """An import done twice gives a course two ids; a measure may name either."""
    copy = mmf(0, MMF_ENDS, id="again")
    review = reviewed(case(biopsy(), first_regimen(taken=pdc(92, "again", 0, 180)), copy, as_of=MMF_ENDS))

    assert review.step("adherence").status == "met"
