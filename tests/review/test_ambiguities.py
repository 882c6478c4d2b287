"""The default answers to what the definition leaves open, A1 to A14 of the clinical reference."""

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    NEXT_BEGINS,
    NOW,
    SECOND,
    biopsy,
    case,
    course,
    creatinine,
    ec_mps,
    egfr,
    euro_lupus,
    event,
    first_regimen,
    function,
    guideline,
    height,
    lab,
    mmf,
    nih,
    other_tissue,
    pdc,
    prednisone,
    pregnant,
    proteinuria,
    reviewed,
    rituximab,
    stable,
    two_failures,
    upcr,
    voclosporin,
)


def on_mmf(*parts, as_of=MMF_ENDS, **fields):
    """Return the review of six months of full-dose MMF, taken, with the values given."""
    return reviewed(case(biopsy(), prednisone(), mmf(0), pdc(92), *parts, **{"as_of": as_of} | fields))


def asked(review) -> str:
    return " | ".join(f"{item.what}. {item.why}" for item in review.missing)


# --- A1: four months of each regimen ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stop", "verdict"), [("2024-05-10", "refractory"), ("2024-05-07", "insufficient-data")]
)
def test_a1_each_regimen_needs_its_own_four_months(stop, verdict):
    """MMF from 10 January: four calendar months end on 10 May. The total over both regimens does not help."""
    first = [
        prednisone(),
        mmf(0, stop),
        pdc(92),
        proteinuria((-3, "3.0"), (100, "3.0"), (119, "3.0")),
        stable(-3, 100, 119),
    ]
    second = [nih(125, 300), proteinuria((124, "3.0"), (280, "3.0"), (300, "3.0")), stable(124, 280, 300)]
    review = reviewed(case(biopsy(), first, second, biopsy(200, ai=9, ci=2), as_of=305))

    assert review.regimens[0].failed is (verdict == "refractory")
    assert (review.verdict == "refractory") is (verdict == "refractory")


def test_a1_a_regimen_is_judged_while_it_runs_and_not_by_its_start():
    early = on_mmf(proteinuria((-3, "3.0"), (60, "3.0"), (80, "3.0")), stable(-3, 60, 80), as_of=85)

    assert (early.verdict, early.regimens[0].failed) == ("too-early", None)
    assert early.reassess_on is not None
    assert early.reassess_on.isoformat() == "2024-05-10"


# --- A2, A3, A4: what is no change, what is worse --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "failed"), [("3.0", True), ("2.26", True), ("2.25", False), ("1.6", False)]
)
def test_a2_a_fall_of_less_than_a_quarter_is_no_change(after, failed):
    review = on_mmf(proteinuria((-3, "3.0"), (140, after), (170, after)), stable(*FIRST))

    assert (review.regimens[0].failed is True) is failed


def test_a2_a_fall_of_a_third_responds_until_its_milestone_and_is_inadequate_after():
    """Baseline 2.4 g/g is not nephrotic: half of it should be gone at six months."""
    parts = [
        proteinuria((-3, "2.4"), (110, "1.6"), (125, "1.6"), (190, "1.6"), (210, "1.6")),
        stable(-3, 110, 125, 190, 210),
    ]

    assert on_mmf(parts, as_of=130).verdict == "responding"
    assert on_mmf(parts, as_of=215).verdict == "inadequate-response"


def test_a2_nephrotic_proteinuria_has_twelve_months():
    parts = [
        proteinuria((-3, "4.0"), (190, "2.8"), (210, "2.8"), (380, "2.8"), (400, "2.8")),
        stable(-3, 190, 210, 380, 400),
    ]

    assert on_mmf(parts, as_of=215).verdict == "responding"
    assert on_mmf(parts, as_of=405).verdict == "inadequate-response"


def test_a2_steady_improvement_has_twelve_months_too():
    parts = [proteinuria((-3, "2.4"), (100, "1.75"), (160, "1.65"), (200, "1.6")), stable(-3, 100, 160, 200)]

    assert on_mmf(parts, as_of=205).verdict == "responding"


def test_a2_movement_without_a_partial_response_fails_in_kdigo_after_twelve_months():
    parts = [
        biopsy(),
        prednisone(),
        mmf(0),
        pdc(92),
        proteinuria((-3, "2.4"), (380, "1.6"), (400, "1.6")),
        stable(-3, 380, 400),
    ]
    subject = case(*parts, as_of=405)

    assert reviewed(subject, criteria="kdigo-2024").regimens[0].failed is True
    assert reviewed(subject, criteria="arora-2022").regimens[0].failed is not True


@pytest.mark.parametrize(
    ("tolerance", "last", "worse"),
    [
        ("", 80, False),
        ("", 79, True),
        ("15", 85, False),
        ("15", 84, True),
        ("10", 90, False),
        ("10", 89, True),
    ],
)
def test_a3_function_is_worse_when_a_fall_beyond_the_tolerance_is_confirmed(tolerance, last, worse):
    halved = proteinuria((-3, "3.0"), (140, "1.4"), (170, "1.4"))
    review = on_mmf(
        halved, function((-3, 100), (140, last), (170, last)), settings={"egfr_tolerance": tolerance}
    )

    assert (review.regimens[0].failed is True) is worse


def test_a3_one_reading_does_not_make_function_worse():
    halved = proteinuria((-3, "3.0"), (140, "1.4"), (170, "1.4"))

    assert on_mmf(halved, function((-3, 100), (140, 98), (170, 60))).regimens[0].failed is not True


def test_a4_proteinuria_unchanged_while_function_improved_is_no_failure():
    unchanged = proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0"))

    assert on_mmf(unchanged, function((-3, 50), (140, 61), (170, 61))).regimens[0].failed is False
    assert on_mmf(unchanged, function((-3, 50), (140, 60), (170, 60))).regimens[0].failed is True


def test_a4_function_confirmed_worse_is_a_failure_although_proteinuria_fell():
    complete = proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3"))
    review = on_mmf(complete, function((-3, 100), (140, 60), (170, 60)))

    assert review.regimens[0].failed is True
    assert review.verdict != "responding"


def test_a4_a_calcineurin_inhibitor_begun_meanwhile_may_explain_worse_function():
    values = [proteinuria((-3, "3.0"), (140, "2.0"), (170, "2.0")), function((-3, 100), (140, 70), (170, 70))]
    beside = course("tacrolimus", 30, dose=4, unit="mg/d", role="supportive")

    assert on_mmf(values).regimens[0].failed is True
    assert on_mmf(values, beside).regimens[0].failed is None


# --- A5: which regimens are different --------------------------------------------------------------------------------

SWITCHES = {
    "to cyclophosphamide": ([nih(NEXT_BEGINS, 335)], "refractory"),
    "to a calcineurin inhibitor with MMF": (
        [voclosporin(NEXT_BEGINS), mmf(NEXT_BEGINS, g=2, id="beside")],
        "refractory",
    ),
    "to the enteric-coated form": ([ec_mps(NEXT_BEGINS), pdc(95, "ec-mps")], "inadequate-response"),
    "to a higher dose": ([mmf(NEXT_BEGINS, g=3, id="more"), pdc(95, "more")], "inadequate-response"),
    "to rituximab": ([rituximab(NEXT_BEGINS, 198)], "inadequate-response"),
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_a5_only_another_principal_class_is_a_different_regimen(switch):
    drugs, verdict = SWITCHES[switch]
    taken = pdc(95, "vcs") if "calcineurin" in switch else []
    values = [proteinuria(*((day, "3.0") for day in (180, 365, 390))), stable(180, 365, 390)]
    subject = case(biopsy(), first_regimen(), drugs, taken, values, biopsy(300, ai=9, ci=2), as_of=395)

    assert reviewed(subject).verdict == verdict


def test_a5_low_dose_then_high_dose_cyclophosphamide_is_one_regimen():
    low = [
        prednisone(),
        euro_lupus(0, 75),
        mmf(85, 180, role="follow-on"),
        proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")),
    ]
    high = [nih(NEXT_BEGINS, 335, id="high"), proteinuria((330, "3.0"), (360, "3.0"))]
    review = reviewed(case(biopsy(), low, high, stable(*FIRST, 330, 360), biopsy(300, ai=9, ci=2), as_of=NOW))

    assert review.verdict == "inadequate-response"


def test_a5_a_follow_on_drug_belongs_to_its_regimen():
    low = [
        prednisone(),
        euro_lupus(0, 75),
        mmf(85, None, role="follow-on"),
        proteinuria((-3, "3.0"), (300, "3.0"), (330, "3.0")),
    ]
    review = reviewed(case(biopsy(), low, pdc(95), stable(-3, 300, 330), biopsy(250, ai=9, ci=2), as_of=335))

    assert len(review.regimens) == 1
    assert review.verdict == "inadequate-response"


def third(drug, *more):
    values = [proteinuria((600, "3.0"), (630, "3.0")), stable(600, 630)]
    return two_failures(drug, *more, values, biopsy(550, ai=9, ci=3, id="third"), as_of=640)


def test_a5_anti_cd20_that_failed_after_two_makes_it_multirefractory():
    assert reviewed(third(rituximab(366, 380))).verdict == "multirefractory"


def test_a5_obinutuzumab_with_mycophenolate_first_counts_once_and_not_again_as_anti_cd20():
    obinutuzumab = course(
        "obinutuzumab",
        0,
        14,
        1000,
        "mg",
        id="obi",
        route="iv",
        doses_given=2,
        doses_planned=2,
        regimen="first",
    )
    first = first_regimen(regimen=mmf(0, MMF_ENDS, regimen="first"))
    after = [
        nih(NEXT_BEGINS, 335, regimen="second"),
        proteinuria((330, "3.0"), (360, "3.0")),
        stable(330, 360),
    ]
    review = reviewed(case(biopsy(), first, obinutuzumab, after, biopsy(300, ai=9, ci=2), as_of=NOW))

    assert review.regimens[0].ladder == "standard"
    assert review.verdict == "refractory"


# --- A6, A7 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["intolerance", "infection", "pregnancy", "access"])
def test_a6_a_course_stopped_before_it_counted_is_undertreated(reason):
    stopped = [
        prednisone(),
        mmf(0, 60, stop_reason=reason),
        pdc(92),
        proteinuria((-3, "3.0"), (100, "3.0"), (130, "3.0")),
        stable(-3, 100, 130),
    ]

    assert reviewed(case(biopsy(), stopped, as_of=135)).verdict == "undertreated"


@pytest.mark.parametrize(
    ("best", "flare", "lost"),
    [
        ("0.4", "2.0", True),
        ("0.4", "0.9", False),
        ("0.6", "2.0", True),
        ("0.6", "1.9", False),
        ("1.4", "2.8", True),
        ("1.4", "2.7", False),
    ],
)
def test_a7_a_response_is_lost_at_the_limits_of_the_table(best, flare, lost):
    values = proteinuria((-3, "3.0"), (140, best), (170, best), (280, flare), (300, flare))
    review = on_mmf(values, stable(-3, 140, 170, 280, 300), as_of=305)

    assert (review.verdict == "relapse") is lost


def test_a7_a_relapse_is_a_new_episode_and_its_first_failure_is_the_first():
    """MMF worked, then the flare did not respond to cyclophosphamide: one failed regimen of this episode."""
    worked = [
        prednisone(),
        mmf(0, MMF_ENDS),
        pdc(92),
        proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3"), (270, "3.0"), (290, "3.0")),
    ]
    flare = [nih(300, 450), proteinuria((450, "3.0"), (480, "3.0")), stable(-3, 140, 170, 270, 290, 450, 480)]
    review = reviewed(case(biopsy(), worked, flare, biopsy(295, ai=9, ci=2), as_of=485))

    assert review.verdict == "inadequate-response"


def test_a7_a_first_response_failure_does_not_count_in_the_next_episode():
    """MMF failed, cyclophosphamide worked, a flare, voclosporin failed: one failure in this episode."""
    first = first_regimen()
    worked = [
        nih(NEXT_BEGINS, 335),
        proteinuria((180, "3.0"), (330, "0.3"), (360, "0.3"), (500, "3.0"), (520, "3.0")),
    ]
    flare = [
        voclosporin(530),
        mmf(530, g=2, id="beside"),
        pdc(95, "vcs"),
        pdc(95, "beside"),
        proteinuria((720, "3.0"), (750, "3.0")),
    ]
    function_kept = stable(*SECOND, 500, 520, 720, 750)
    review = reviewed(case(biopsy(), first, worked, flare, function_kept, biopsy(525, ai=9, ci=2), as_of=755))

    assert review.verdict == "inadequate-response"


# --- A8: samples that confirm, values that speak for the present -----------------------------------------------------


@pytest.mark.parametrize(("apart", "confirmed"), [(6, False), (7, True), (60, True), (61, False)])
def test_a8_two_samples_confirm_each_other_from_7_to_60_days(apart, confirmed):
    review = on_mmf(
        proteinuria((-3, "3.0"), (170 - apart, "3.0"), (170, "3.0")), stable(-3, 170 - apart, 170)
    )

    assert (review.regimens[0].failed is True) is confirmed


def test_a8_a_single_sample_is_not_a_response():
    review = on_mmf(proteinuria((-3, "3.0"), (170, "0.3")), stable(-3, 170))

    assert review.verdict != "responding"
    assert "second UPCR sample" in asked(review)


@pytest.mark.parametrize(
    ("day", "failed"), [("2024-01-10", True), ("2023-12-11", True), ("2023-12-10", None)]
)
def test_a8_the_baseline_is_at_most_thirty_days_old(day, failed):
    values = [upcr(day, "3.0"), proteinuria((140, "3.0"), (170, "3.0")), egfr(day, 90), stable(140, 170)]
    review = reviewed(case(biopsy("2023-12-08"), prednisone(-35), mmf(0), pdc(92), values, as_of=MMF_ENDS))

    assert review.regimens[0].failed is failed


def test_a8_old_values_document_the_past_only():
    review = reviewed(two_failures(), "2025-09-01")

    assert review.verdict == "insufficient-data"
    assert "current UPCR" in asked(review)


# --- A9 to A14 -------------------------------------------------------------------------------------------------------


def test_a9_no_proteinuria_is_read_under_anuria():
    review = on_mmf(event("anuria", 100), proteinuria((-3, "3.0"), (140, "0.1"), (170, "0.1")), stable(-3))

    assert [point.value for point in review.upcr] == [3]
    assert review.verdict != "responding"


def test_a10_a_child_with_a_height_is_judged_by_schwartz():
    patient = {"sex": "female", "birth_date": "2012-05-01"}
    review = on_mmf(creatinine(-3, "0.6"), height(-3, 101), patient=patient)

    assert [float(point.value) for point in review.egfr] == [69.5]


def test_a10_proteinuria_per_surface_is_not_read_as_grams_a_day():
    review = on_mmf(
        upcr(-3, "3.0", "g/m2/d"), upcr(140, "0.2", "g/m2/d"), upcr(170, "0.2", "g/m2/d"), stable(*FIRST)
    )

    assert review.upcr == ()
    assert review.verdict != "responding"


def test_a11_values_of_a_pregnancy_never_document_failure():
    values = [proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(*FIRST)]

    assert on_mmf(values).regimens[0].failed is True
    assert on_mmf(values, pregnant(120)).regimens[0].failed is not True


def test_a11_values_of_a_pregnancy_never_document_a_relapse():
    values = [
        proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3"), (280, "3.0"), (300, "3.0")),
        stable(-3, 140, 170, 280, 300),
    ]

    assert on_mmf(values, as_of=305).verdict == "relapse"
    assert on_mmf(values, pregnant(200), as_of=305).verdict != "relapse"


@pytest.mark.parametrize("measure", ["uacr", "urine dipstick protein", "urine protein concentration"])
def test_a12_other_measures_of_urine_are_never_read_as_upcr(measure):
    unit = {"uacr": "g/g"}.get(measure, "g/L")
    review = on_mmf(*[lab(measure, day, "3.0", unit) for day in FIRST], stable(*FIRST))

    assert review.upcr == ()
    assert review.step("response").status == "not-documented"


def test_a12_a_protein_concentration_filed_as_upcr_is_asked_about():
    review = on_mmf(upcr(170, 300, "mg/dL", id="dipstick"), stable(*FIRST))

    assert "dipstick" in {item.entry for item in review.missing}


def test_a13_a_remission_under_another_diagnosis_is_no_response_of_lupus_nephritis():
    before = [other_tissue("2021-01-05", "minimal-change"), course("prednisone", "2021-01-10", "2021-12-01", 50, "mg/d", id="mcd"),
              tacro("2021-02-01", "2022-01-01"), event("complete-remission", "2021-06-01"), event("flare", "2023-12-20")]  # fmt: skip
    review = reviewed(case(before, biopsy(), proteinuria((-3, "3.0")), stable(-3), as_of=20))

    assert review.verdict not in ("relapse", "responding")
    assert review.verdict == "untreated"


def tacro(start, stop):
    return course("tacrolimus", start, stop, 4, "mg/d", id="tac", role="other-disease")


def test_a13_without_a_basis_for_lupus_the_basis_is_asked_for():
    negative = lab("ana", -5, interpretation="negative")
    review = reviewed(
        case(proteinuria((-3, "3.0"), (20, "3.0")), negative, as_of=30, lupus={}, complete={"courses": "yes"})
    )

    assert "basis of the diagnosis" in asked(review)
    assert review.verdict == "insufficient-data"


def test_a14_arora_shows_its_responses_as_borrowed():
    borrowed = {
        name for name, number in guideline().criteria["arora-2022"].parameters.items() if number.borrowed_from
    }

    assert {"complete-upcr", "perr-upcr", "partial-fall", "partial-ceiling"} <= borrowed
    shown = {
        number.id: number.borrowed_from for number in reviewed(two_failures()).step("response").parameters
    }
    assert any(name.endswith("complete-upcr") and origin == "kdigo-2024" for name, origin in shown.items())
