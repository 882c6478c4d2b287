"""A dose that is reduced after enough adequate months: the latest course decides, unless the failure came before."""

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    ec_mps,
    mmf,
    mpa_auc,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)

NOW = 300
FULL_UNTIL, LOW_FROM = 200, 201


def reduced(
    *more,
    values=((-3, "3.0"), (260, "3.0"), (290, "3.0")),
    low="1.0",
    before=None,
    after=None,
    low_until=None,
    full="2.5",
    as_of=NOW,
):
    """Return the review of full-dose MMF for six and a half months, then a lower dose until now."""
    return reviewed(
        case(
            biopsy(), prednisone(), pdc(92, "mmf", 0, NOW), pdc(92, "low", 201, NOW),
            mmf(0, FULL_UNTIL, full, **(before or {})),
            mmf(LOW_FROM, low_until, low, id="low", **(after or {})),
            proteinuria(*values), stable(*(day for day, _ in values)), *more, as_of=as_of,
        )
    )  # fmt: skip


def test_a_reduction_before_any_failure_was_documented_is_undertreatment():
    review = reduced()

    assert review.step("dosing").status == "not-met"
    assert "reduced to 1.0 g/d" in review.step("dosing").because
    assert review.verdict == "undertreated"


def test_a_reduction_after_the_failure_was_documented_does_not_undo_it():
    review = reduced(values=((-3, "3.0"), (150, "3.0"), (180, "3.0"), (260, "3.0"), (290, "3.0")))

    assert review.step("dosing").status == "met"
    assert "after its failure was documented" in review.step("dosing").because
    assert review.verdict == "inadequate-response"


@pytest.mark.parametrize(("low", "status"), [("1.99", "not-met"), ("2.0", "met"), ("2.01", "met")])
def test_a_lower_dose_that_still_reaches_the_floor_is_no_reduction(low, status):
    assert reduced(low=low).step("dosing").status == status


def test_a_dose_that_was_raised_again_is_no_reduction():
    again = mmf(240, None, "2.5", id="again")

    assert reduced(again, low_until=239).step("dosing").status == "met"


@pytest.mark.parametrize("reason", ["planned-change", "remission", "completed"])
def test_a_planned_step_down_is_maintenance(reason):
    assert reduced(before={"stop_reason": reason}).step("dosing").status == "met"


@pytest.mark.parametrize("reason", ["intolerance", "infection", "access", "unknown"])
def test_a_step_down_for_another_reason_is_a_reduction(reason):
    assert reduced(before={"stop_reason": reason}).step("dosing").status == "not-met"


def test_a_follow_on_in_another_role_is_no_reduction():
    assert reduced(after={"role": "maintenance"}).step("dosing").status == "met"


@pytest.mark.parametrize("reason", ["low-weight", "high-exposure"])
def test_a_reason_for_the_lower_dose_asks_for_its_exposure(reason):
    after = {"dose_limited_by": reason}

    asked = reduced(after=after)
    assert asked.step("dosing").status == "not-documented"
    assert any("exposure (AUC)" in item.what for item in asked.step("dosing").missing)
    assert reduced(mpa_auc(250, 30), after=after).step("dosing").status == "met"
    assert reduced(mpa_auc(250, 29), after=after).step("dosing").status == "not-met"


def test_an_exposure_from_before_the_reduction_does_not_speak_for_the_lower_dose():
    assert reduced(mpa_auc(100, 45)).step("dosing").status == "not-met"
    assert reduced(mpa_auc(201, 45)).step("dosing").status == "met"


def test_a_change_to_the_same_dose_of_the_enteric_coated_form_is_no_reduction():
    """720 mg corresponds to 1 g: 1.44 g/d is the full dose of the enteric-coated form."""

    def changed(g):
        values = proteinuria((-3, "3.0"), (260, "3.0"), (290, "3.0")), stable(-3, 260, 290)
        return reviewed(case(biopsy(), prednisone(), pdc(92, "mmf", 0, NOW), pdc(92, "ec-mps", 201, NOW), mmf(0, FULL_UNTIL),
                             ec_mps(LOW_FROM, None, g), *values, as_of=NOW))  # fmt: skip

    assert changed("1.44").step("dosing").status == "met"
    assert changed("1.43").step("dosing").status == "not-met"


def test_a_full_dose_without_an_end_is_ended_by_the_lower_dose():
    """Three months at 2.5 g, then 1 g: the open end of the first entry does not make it adequate."""
    review = reviewed(
        case(biopsy(), prednisone(), pdc(92, "mmf", 0, NOW), mmf(0, None, "2.5"), mmf(90, None, "1.0", id="low"),
             proteinuria((-3, "3.0"), (60, "3.0"), (80, "3.0"), (290, "3.0")), stable(-3, 60, 80, 290), as_of=NOW)
    )  # fmt: skip

    assert review.step("dosing").status == "not-met"


def test_infusions_below_the_dose_do_not_count():
    def pulses(low):
        first = course(
            "cyclophosphamide", 0, 60, 750, "mg/m2", id="a", frequency="monthly", route="iv", doses_given=3
        )
        second = course(
            "cyclophosphamide", 90, 150, low, "mg/m2", id="b", frequency="monthly", route="iv", doses_given=3
        )
        return reviewed(case(biopsy(), prednisone(), first, second, proteinuria((-3, "3.0"), (260, "3.0"), (290, "3.0")),
                             stable(-3, 260, 290), as_of=NOW)).step("dosing").status  # fmt: skip

    assert pulses(500) == "met"
    assert pulses(499) == "not-met"


def test_a_child_is_not_held_to_the_adult_floor_after_a_reduction():
    values = proteinuria((-3, "3.0"), (260, "3.0"), (290, "3.0")), stable(-3, 260, 290)
    review = reviewed(
        case(biopsy(), prednisone(), mmf(0, FULL_UNTIL), mmf(LOW_FROM, None, "1.0", id="low"), *values, as_of=NOW,
             patient={"sex": "female", "birth_date": "2014-05-01"})
    )  # fmt: skip

    assert review.step("dosing").status == "not-documented"


def test_fewer_mg_after_a_full_number_of_infusions_is_no_reduction():
    full = course(
        "cyclophosphamide", 0, 150, 750, "mg/m2", id="a", frequency="monthly", route="iv", doses_given=6
    )
    more = course(
        "cyclophosphamide", 160, 200, 300, "mg/m2", id="b", frequency="monthly", route="iv", doses_given=2
    )
    review = reviewed(case(biopsy(), prednisone(), full, more, proteinuria((-3, "3.0"), (260, "3.0"), (290, "3.0")),
                           stable(-3, 260, 290), as_of=NOW))  # fmt: skip

    assert review.step("dosing").status == "met"


def test_a_low_dose_after_one_that_is_not_documented_is_not_called_a_reduction():
    because = reduced(full=None).step("dosing").because

    assert "reduced" not in because


def dosing_of(*courses, as_of=NOW, values=((-3, "3.0"), (260, "3.0"), (290, "3.0"))):
    """Return what dosing says of such courses beside prednisone."""
    subject = case(
        biopsy(),
        prednisone(),
        *courses,
        proteinuria(*values),
        stable(*(day for day, _ in values)),
        as_of=as_of,
    )
    return reviewed(subject).step("dosing")


def test_only_a_reason_for_every_lower_dose_asks_for_the_exposure():
    why = {"dose_limited_by": "low-weight"}
    lower = [mmf(201, 240, "1.5", id="b", **why), mmf(241, None, "1.0", id="c")]
    assert dosing_of(mmf(0, 200), *lower).status == "not-met"
    lower = [mmf(201, 240, "1.5", id="b", **why), mmf(241, None, "1.0", id="c", **why)]
    assert dosing_of(mmf(0, 200), *lower).status == "not-documented"


@pytest.mark.parametrize(
    ("confirmed", "status"), [(200, "met"), (201, "met"), (202, "not-met"), (203, "not-met")]
)
def test_a_value_of_the_day_of_the_reduction_still_speaks_for_the_dose_before(confirmed, status):
    """Two values of an unchanged proteinuria document the failure; the dose was lowered on day 201."""
    values = ((-3, "3.0"), (confirmed - 28, "3.0"), (confirmed, "3.0"), (290, "3.0"))
    assert dosing_of(mmf(0, 200), mmf(201, None, "1.0", id="low"), values=values).status == status
