"""The clinical traps: each is a way in which a reviewer, or a program, has been wrong about a patient."""

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    NEXT_BEGINS,
    NOW,
    belimumab,
    biopsy,
    case,
    course,
    creatinine,
    ec_mps,
    egfr,
    event,
    first_regimen,
    function,
    losartan,
    measure,
    mmf,
    nih,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    second_regimen,
    stable,
    tacrolimus,
    two_failures,
    upcr,
    urine_24h,
)


def asked(review) -> str:
    return " | ".join(f"{item.what}. {item.why}" for item in review.missing)


# --- one quantity, many units ----------------------------------------------------------------------------------------

UNITS = {"mg/g": 1000, "g/g": 1, "mg/mg": 1, "mg/mmol": 1000 / 8.84}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    ("after", "verdict"), [(3.0, "inadequate-response"), (1.4, "responding"), (0.3, "responding")]
)
def test_a_upcr_says_the_same_in_any_unit(unit, after, verdict):
    values = [
        (day, round(value * UNITS[unit], 4)) for day, value in zip(FIRST, (3.0, after, after), strict=True)
    ]

    review = reviewed(
        case(
            biopsy(),
            prednisone(),
            mmf(0),
            pdc(92),
            proteinuria(*values, unit=unit),
            stable(*FIRST),
            as_of=MMF_ENDS,
        )
    )

    assert review.verdict == verdict
    assert float(review.regimens[0].last_upcr) == pytest.approx(after, rel=1e-3)


@pytest.mark.parametrize(("unit", "factor"), [("g/d", 1), ("mg/d", 1000), ("g/24h", 1)])
def test_grams_a_day_are_read_as_about_grams_per_gram(unit, factor):
    urine = [urine_24h(day, 3 * factor, unit) for day in FIRST]

    review = reviewed(case(biopsy(), prednisone(), mmf(0), pdc(92), urine, stable(*FIRST), as_of=MMF_ENDS))

    assert review.verdict == "inadequate-response"


def test_a_24_hour_value_goes_before_a_spot_value_of_the_same_day():
    parts = [biopsy(), prednisone(), mmf(0), pdc(92), stable(*FIRST)]
    collected = [urine_24h(day, value) for day, value in zip(FIRST, ("3.0", "0.3", "0.3"), strict=True)]
    spot = proteinuria(*((day, "3.0") for day in FIRST))

    for values in (collected + spot, spot + collected):
        review = reviewed(case(*parts, values, as_of=MMF_ENDS))
        assert (review.verdict, review.regimens[0].grade) == ("responding", "complete")
        assert [point.method for point in review.upcr] == ["24-hour"] * 3


# --- where the baseline is -------------------------------------------------------------------------------------------


def without_baseline(after, *more):
    later = proteinuria((140, after), (170, after))
    return reviewed(
        case(biopsy(), prednisone(), mmf(0), pdc(92), later, stable(*FIRST), *more, as_of=MMF_ENDS)
    )


def test_without_a_baseline_nothing_failed_and_the_baseline_is_asked_for():
    review = without_baseline("3.0")

    assert review.verdict == "insufficient-data"
    assert review.step("response").status == "not-documented"
    assert "at the start of mycophenolate mofetil" in asked(review)


def test_without_a_baseline_a_partial_response_cannot_be_told():
    review = without_baseline("1.4")

    assert review.regimens[0].grade == "unknown"
    assert review.verdict != "responding"


def test_without_a_baseline_a_complete_response_can_be_told():
    assert without_baseline("0.3").verdict == "responding"


def test_a_baseline_shortly_after_the_start_serves_where_none_was_taken_before():
    assert without_baseline("3.0", upcr(10, "3.0")).verdict == "inadequate-response"


def test_a_value_weeks_after_the_start_is_no_baseline():
    assert without_baseline("3.0", upcr(30, "3.0")).verdict == "insufficient-data"


# --- a window that straddles a switch --------------------------------------------------------------------------------


def test_values_after_a_switch_do_not_speak_for_the_regimen_before_it():
    """MMF for three months, then cyclophosphamide: the values of month six belong to cyclophosphamide."""
    review = reviewed(
        case(
            biopsy(), prednisone(), mmf(0, 90), pdc(92), nih(92, None, given=4),
            proteinuria((-3, "3.0"), (90, "3.0"), (150, "0.4"), (175, "0.3")), stable(-3, 90, 150, 175), as_of=MMF_ENDS,
        )
    )  # fmt: skip

    assert review.regimens[0].last_upcr == 3
    assert review.regimens[0].failed is not True, "three months are no adequate course"
    assert (review.regimens[1].grade, review.verdict) == ("complete", "responding")


def test_one_sample_on_each_side_of_a_switch_confirms_nothing():
    review = reviewed(
        case(
            biopsy(), prednisone(), mmf(0, MMF_ENDS), pdc(92), nih(NEXT_BEGINS, None, given=1),
            proteinuria((-3, "3.0"), (180, "3.0"), (200, "3.0")), stable(-3, 180, 200), as_of=205,
        )
    )  # fmt: skip

    assert review.regimens[0].failed is None
    assert review.verdict == "too-early"


# --- improvement that fell short, and worsening ----------------------------------------------------------------------


@pytest.mark.parametrize("after", ["2.0", "2.2"])
def test_improvement_that_fell_short_is_not_no_change(after):
    """A fall of 27-33 % by month 13 counts as moved: switch or escalate, and never toward refractory."""
    late = [
        prednisone(),
        mmf(0),
        pdc(92),
        proteinuria((-3, "3.0"), (360, after), (390, after)),
        stable(-3, 360, 390),
    ]
    review = reviewed(case(biopsy(), late, as_of=395))

    assert review.verdict == "inadequate-response"
    assert review.regimens[0].failed is not True
    assert "moved" in review.summary


def test_two_regimens_of_which_one_fell_short_are_not_refractory():
    subject = case(biopsy(), first_regimen(after="2.2"), second_regimen(), biopsy(300, ai=9, ci=2), as_of=NOW)

    assert reviewed(subject).verdict == "inadequate-response"


def test_worsening_counts_as_failed():
    assert reviewed(one_failure()).verdict == "inadequate-response"
    worse = case(
        biopsy(), first_regimen(after="5.0"), second_regimen(after="6.0"), biopsy(300, ai=9, ci=2), as_of=NOW
    )
    assert reviewed(worse).verdict == "refractory"


def test_worsening_before_the_window_ends_is_urgent_and_no_failure():
    early = [
        prednisone(),
        mmf(0),
        pdc(92),
        proteinuria((-3, "3.0"), (30, "5.0"), (45, "5.2")),
        stable(-3, 30, 45),
    ]
    review = reviewed(case(biopsy(), early, as_of=50))

    assert review.verdict == "too-early"
    assert review.urgent is not None
    assert "rose" in review.urgent


# --- drugs that act by haemodynamics ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "drug", [losartan(20), tacrolimus(20, role="supportive"), course("dapagliflozin", 20, role="supportive")]
)
def test_proteinuria_that_falls_after_a_haemodynamic_drug_carries_a_note(drug):
    falling = [
        prednisone(),
        mmf(0),
        pdc(92),
        proteinuria((-3, "2.8"), (140, "1.2"), (170, "1.1")),
        stable(*FIRST),
    ]
    review = reviewed(case(biopsy(), falling, drug, as_of=MMF_ENDS))

    assert any("haemodynamics" in note for note in review.notes)


def test_a_drug_that_ran_before_the_regimen_carries_no_such_note():
    falling = [
        prednisone(),
        mmf(0),
        pdc(92),
        proteinuria((-3, "2.8"), (140, "1.2"), (170, "1.1")),
        stable(*FIRST),
    ]
    review = reviewed(case(biopsy(), falling, losartan(-400), as_of=MMF_ENDS))

    assert not any("haemodynamics" in note for note in review.notes)


def test_function_that_falls_after_an_raas_inhibitor_documents_no_failure():
    urine = proteinuria((-3, "3.0"), (140, "2.0"), (170, "2.0"))
    parts = [biopsy(), prednisone(), mmf(0), pdc(92), urine, function((-3, 90), (140, 65), (170, 64))]

    assert reviewed(case(*parts, as_of=MMF_ENDS)).regimens[0].failed is True
    assert reviewed(case(*parts, losartan(60), as_of=MMF_ENDS)).regimens[0].failed is not True


# --- creatinine 123 “mmol/L” -----------------------------------------------------------------------------------------


def test_an_impossible_creatinine_is_kept_asked_about_and_not_used():
    subject = one_failure(creatinine(175, 123, "mmol/L", id="typo"))
    review = reviewed(subject)

    assert subject.labs[-1].quantity.unit == "mmol/L"
    assert "typo" in {item.entry for item in review.missing}
    assert "123 mmol/L" in asked(review)
    assert "typo" not in {point.entry for point in review.egfr}
    assert review.verdict == reviewed(one_failure()).verdict


def test_123_umol_l_is_used():
    review = reviewed(one_failure(creatinine(175, 123, "umol/L", id="right")))

    # F 32, 1.39 mg/dL by CKD-EPI 2021: about 52
    assert next(point.value for point in review.egfr if point.entry == "right") == pytest.approx(52, abs=1)


# --- children, dialysis ----------------------------------------------------------------------------------------------

CHILD = {"patient": {"sex": "female", "birth_date": "2012-05-01"}}


def test_the_adult_equation_is_not_used_under_18():
    subject = case(
        biopsy(),
        prednisone(),
        mmf(0, g=1),
        creatinine(-3, "0.6"),
        creatinine(100, "0.6"),
        as_of=MMF_ENDS,
        **CHILD,
    )
    review = reviewed(subject)

    assert review.egfr == ()
    assert "height" in asked(review)


def test_a_child_is_never_undertreated_by_an_adult_dose():
    parts = [biopsy(), first_regimen(regimen=mmf(0, g=1))]

    assert reviewed(case(*parts, as_of=MMF_ENDS)).verdict == "undertreated"
    review = reviewed(case(*parts, as_of=MMF_ENDS, **CHILD))
    assert review.verdict == "insufficient-data"
    assert review.step("dosing").status == "not-documented"
    assert "paediatric dose" in asked(review)


def on_dialysis(*more, urine=True, **fields):
    values = proteinuria(*((day, "3.0") for day in FIRST)) if urine else []
    parts = [biopsy(), prednisone(), mmf(0), pdc(92), values, egfr(-3, 40), *more]
    return reviewed(case(*parts, **{"as_of": MMF_ENDS} | fields))


def test_no_egfr_is_computed_under_dialysis():
    review = on_dialysis(event("dialysis-started", 60), creatinine(100, "6.0"), creatinine(170, "6.2"))

    assert all(point.day.isoformat() < "2024-03-10" for point in review.egfr)


def test_starting_dialysis_is_worse_and_urgent():
    review = on_dialysis(event("dialysis-started", 60), urine=False)

    assert review.urgent is not None
    assert "Dialysis" in review.urgent
    assert review.verdict not in ("chronic-damage", "refractory", "responding")


def test_ending_dialysis_is_improved_function():
    stopped = [event("dialysis-started", -20), event("dialysis-stopped", 60)]

    review = on_dialysis(*stopped, urine=False)
    assert (review.verdict, review.urgent) == ("responding", None)
    assert on_dialysis(*stopped).regimens[0].failed is not True, "function improved"


# --- what was given, and when ----------------------------------------------------------------------------------------


def test_a_drug_from_before_the_nephritis_is_no_regimen_of_it():
    """Cyclophosphamide for the brain in 2020; nephritis begins in 2024."""
    brain = nih("2020-01-05", "2020-06-20", role="other-disease", id="brain")
    review = reviewed(case(brain, biopsy(), first_regimen(), as_of=MMF_ENDS))

    assert [regimen.classes for regimen in review.regimens] == [("mpaa",)]
    assert review.verdict == "inadequate-response"


def test_a_drug_of_unknown_purpose_from_before_the_nephritis_is_no_regimen_of_it():
    arthritis = mmf("2019-01-01", "2019-12-31", role="unknown", id="earlier")
    review = reviewed(case(arthritis, biopsy(), as_of=30, labs=[]))

    assert review.verdict == "untreated"


def test_the_same_drug_twice_is_one_regimen_and_not_refractory():
    second = [
        ec_mps(NEXT_BEGINS), pdc(95, "ec-mps"), proteinuria((180, "3.0"), (330, "3.0"), (360, "3.0")), stable(180, 330, 360),
    ]  # fmt: skip
    review = reviewed(case(biopsy(), first_regimen(), second, biopsy(300, ai=9, ci=2), as_of=NOW))

    assert review.verdict == "inadequate-response"
    assert len(review.regimens) == 1


def test_belimumab_on_the_same_backbone_is_a_new_regimen_marked_as_escalation():
    """Ambiguity A5, a program default: a new class at its dose and time counts, flagged “escalation, not switch”."""
    review = reviewed(
        case(
            biopsy(), prednisone(), mmf(0), pdc(92), proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(*FIRST),
            belimumab(NEXT_BEGINS), measure("infusion-record", "bel", NEXT_BEGINS, 400, says="adherent"),
            proteinuria((180, "3.0"), (370, "3.0"), (395, "3.0")), stable(180, 370, 395), biopsy(380, ai=9, ci=2), as_of=400,
        )
    )  # fmt: skip

    assert [regimen.escalation for regimen in review.regimens] == [False, True]
    assert any("escalation, not switch" in note for note in review.notes)
    assert review.verdict == "refractory"


# --- flares, and rows that were true ---------------------------------------------------------------------------------


def test_a_flare_on_nonadherence_is_nonadherence():
    responded = [
        prednisone(),
        mmf(0),
        pdc(92, "mmf", 0, 180),
        proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3")),
        stable(*FIRST),
    ]
    flare = [event("flare", 300), proteinuria((300, "2.5"), (320, "2.6")), stable(300, 320)]
    skipped = measure("admitted-nonadherence", "mmf", 200, 300, says="nonadherent")

    assert reviewed(case(biopsy(), responded, flare, as_of=325)).verdict == "relapse"
    assert reviewed(case(biopsy(), responded, flare, skipped, as_of=325)).verdict == "nonadherence"


def test_nonadherence_ends_with_a_later_course_that_was_observed():
    """Two years ago the tablets were not taken; since then every infusion was given."""
    subject = case(
        biopsy(), first_regimen(taken=measure("admitted-nonadherence", "mmf", 60, 100, says="nonadherent")),
        second_regimen(), biopsy(300, ai=9, ci=2), as_of=NOW,
    )  # fmt: skip

    assert reviewed(subject, MMF_ENDS).verdict == "nonadherence"
    assert reviewed(subject).verdict == "inadequate-response", "one regimen failed in a patient who took it"


def test_nonadherence_does_not_end_with_a_statement():
    said = measure("statement", "mmf", 160, 160, says="adherent")
    subject = case(
        biopsy(),
        first_regimen(taken=measure("admitted-nonadherence", "mmf", 60, 100, says="nonadherent")),
        said,
        as_of=MMF_ENDS,
    )

    assert reviewed(subject).verdict == "nonadherence"


def test_a_relapse_of_two_years_ago_ends_with_its_induction():
    history = [
        event("complete-remission", "2021-05-01"),
        event("flare", "2023-12-20"),
        mmf("2020-06-01", "2023-01-01", id="old"),
    ]
    subject = case(biopsy("2020-05-20"), history, biopsy(), first_regimen(), as_of=MMF_ENDS)

    assert reviewed(subject, "2023-12-31").verdict == "relapse"
    assert reviewed(subject).verdict == "inadequate-response"


def test_a_response_of_two_years_ago_does_not_make_a_patient_respond_now():
    old = [biopsy("2021-01-05"), mmf("2021-01-10", None), prednisone("2021-01-01"), pdc(92),
           upcr("2021-01-08", "3.0"), upcr("2021-06-01", "0.3"), upcr("2021-07-01", "0.3")]  # fmt: skip
    subject = case(old, as_of="2024-01-01")

    assert reviewed(subject, "2021-07-10").verdict == "responding"
    assert reviewed(subject).verdict != "responding"


def test_damage_two_years_ago_does_not_stand_against_newer_active_tissue():
    scarred = [biopsy(-8, ai=1, ci=8), proteinuria((-3, "3.0")), stable(-3)]
    subject = case(scarred, biopsy(100, ai=12, ci=6, id="new"), proteinuria((100, "3.0")), as_of=105)

    assert reviewed(subject, 0).verdict == "chronic-damage"
    assert reviewed(subject).verdict != "chronic-damage"


# --- absent is not none ----------------------------------------------------------------------------------------------


def test_a_chart_that_lists_no_biopsy_is_not_a_chart_that_says_none_was_taken():
    parts = [prednisone(), proteinuria((-3, "3.0"), (20, "3.0")), stable(-3, 20)]
    unlisted = reviewed(case(parts, as_of=30, complete={"courses": "yes"}))
    told = reviewed(case(parts, event("no-biopsy-taken"), as_of=30, complete={"courses": "yes"}))
    listed = reviewed(case(parts, as_of=30))

    assert unlisted.verdict == "insufficient-data"
    assert unlisted.step("diagnosis").status == "not-documented"
    assert told.verdict == listed.verdict == "biopsy-needed"


def test_two_named_courses_with_a_stated_failure_are_provisionally_refractory():
    named = [
        mmf(0, MMF_ENDS, stated_outcome="no-response"), nih(NEXT_BEGINS, 335, stated_outcome="no-response"), prednisone(),
    ]  # fmt: skip
    review = reviewed(case(biopsy(), named, as_of=NOW))

    assert (review.verdict, review.provisional) == ("insufficient-data", "refractory")


def test_the_patient_that_the_others_vary_is_refractory():
    assert reviewed(two_failures()).verdict == "refractory"
