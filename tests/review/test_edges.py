"""Edges between two readings that no other test crosses: each was found by changing one sign of the program."""

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    NOW,
    biopsy,
    case,
    course,
    egfr,
    event,
    lab,
    measure,
    mmf,
    nih,
    pdc,
    prednisone,
    pregnant,
    proteinuria,
    reviewed,
    stable,
    two_failures,
    upcr,
)


def on_mmf(*parts, **more):
    return reviewed(case(biopsy(), prednisone(), mmf(0), pdc(92), *parts, as_of=MMF_ENDS, **more))


# --- values printed as a bound ---------------------------------------------------------------------------------------


def test_a_function_printed_as_above_90_twice_is_unchanged():
    values = proteinuria(*((day, "3.0") for day in FIRST))
    review = on_mmf(values, *[egfr(day, ">90") for day in FIRST])

    assert review.regimens[0].failed is True


def test_a_function_printed_as_above_90_may_have_fallen_or_not():
    halved = proteinuria((-3, "3.0"), (140, "1.4"), (170, "1.4"))
    review = on_mmf(halved, egfr(-3, ">90"), egfr(140, 70), egfr(170, 70))

    assert review.regimens[0].failed is True, "from more than 90 to 70 is a fall of more than 20 %"
    assert on_mmf(halved, egfr(-3, ">90"), egfr(140, 75), egfr(170, 75)).regimens[0].failed is not True


def test_proteinuria_printed_as_below_a_bound_is_complete():
    assert (
        on_mmf(upcr(-3, "3.0"), upcr(140, "<0.5"), upcr(170, "<0.5"), stable(*FIRST)).regimens[0].grade
        == "complete"
    )
    assert (
        on_mmf(upcr(-3, "3.0"), upcr(140, "<0.6"), upcr(170, "<0.6"), stable(*FIRST)).regimens[0].grade
        != "complete"
    )


# --- other explanations ----------------------------------------------------------------------------------------------

QUIET = [
    biopsy("2021-01-01"), mmf("2021-01-10", None, role="maintenance"), event("complete-remission", "2022-01-01"),
    proteinuria((140, "1.5"), (150, "1.6")), lab("c3", 150, interpretation="normal"),
]  # fmt: skip


def test_a_positive_pregnancy_test_that_came_with_the_abnormality_explains_it():
    assert (
        reviewed(case(QUIET, lab("pregnancy-test", 145, interpretation="positive"), as_of=155)).verdict
        == "alternative-diagnosis"
    )
    assert (
        reviewed(case(QUIET, lab("pregnancy-test", 100, interpretation="positive"), as_of=155)).verdict
        != "alternative-diagnosis"
    )
    assert (
        reviewed(case(QUIET, lab("pregnancy-test", 145, interpretation="negative"), as_of=155)).verdict
        != "alternative-diagnosis"
    )


def test_a_pregnancy_does_not_explain_what_active_nephritis_explains():
    casts = lab("urine-sediment", 150, interpretation="active", findings=["rbc-casts"])

    assert reviewed(case(QUIET, casts, pregnant(141), as_of=155)).verdict != "alternative-diagnosis"


def test_low_complement_documents_active_disease_and_an_antibody_does_not():
    positive = lab("pregnancy-test", 145, interpretation="positive")
    without_c3 = [part for part in QUIET if part[0] != "labs" or part[1]["analyte"] != "c3"]

    assert (
        reviewed(case(without_c3, positive, lab("c3", 150, interpretation="low"), as_of=155)).verdict
        != "alternative-diagnosis"
    )
    assert (
        reviewed(case(without_c3, positive, lab("anti-dsdna", 150, interpretation="high"), as_of=155)).verdict
        == "alternative-diagnosis"
    )


# --- statements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["no-response", "worsening"])
def test_a_course_stopped_for_failure_is_stated_and_not_documented_as_failed(reason):
    stopped = [mmf(0, MMF_ENDS, stop_reason=reason), nih(184, 335, stop_reason=reason), prednisone()]
    review = reviewed(case(biopsy(), stopped, as_of=NOW))

    assert (review.verdict, review.provisional) == ("insufficient-data", "refractory")


def test_a_course_stopped_as_planned_states_no_failure():
    stopped = [
        mmf(0, MMF_ENDS, stop_reason="planned-change"),
        nih(184, 335, stop_reason="completed"),
        prednisone(),
    ]
    review = reviewed(case(biopsy(), stopped, as_of=NOW))

    assert (review.verdict, review.provisional) == ("insufficient-data", None)


@pytest.mark.parametrize(("last", "verdict"), [("1.9", "responding"), ("2.0", "insufficient-data")])
def test_a_later_value_that_ends_a_response_outweighs_its_statement(last, verdict):
    told = [event("partial-remission", 100), upcr(150, last)]
    review = reviewed(case(biopsy(), mmf(0), prednisone(), told, as_of=155))

    assert review.verdict == verdict


# --- safety, infusions -----------------------------------------------------------------------------------------------


def rule(review, therapy, kind):
    option = next(item for item in review.options if item.therapy == therapy)
    return next(item for item in option.safety if item.id == kind)


def test_a_kidney_function_of_last_year_clears_no_option():
    old = [part for part in two_failures().labs if part.analyte == "upcr"]
    subject = two_failures().model_copy(update={"labs": tuple(old)})
    review = reviewed(case(*[("labs", item.model_dump(exclude_defaults=True)) for item in old], egfr(NOW - 300, 100),
                           biopsy(), as_of=NOW))  # fmt: skip

    assert subject.labs
    for option in review.options:
        assert {item.status for item in option.safety if item.id.endswith("egfr")} <= {"not-documented"}


@pytest.mark.parametrize("name", ["CNS lupus", "neuropsychiatric lupus"])
@pytest.mark.parametrize(("present", "status"), [("yes", {"stop", "caution"}), ("no", {"clear"})])
def test_lupus_of_the_brain_is_read_by_either_name(name, present, status):
    review = reviewed(two_failures(("comorbidities", {"what": name, "present": present})))
    found = {
        item.status for option in review.options for item in option.safety if item.id.endswith("cns-lupus")
    }

    assert found
    assert found <= status


def test_a_missed_infusion_without_a_day_still_speaks_against():
    missed = ("administrations", {"drug": "cyclophosphamide", "status": "missed"})
    values = [proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST), prednisone()]
    review = reviewed(case(biopsy(), nih(0, 150, given=None), missed, values, as_of=MMF_ENDS))

    assert review.step("adherence").status == "not-met"


def test_an_oral_course_of_an_infused_drug_is_judged_by_refills():
    tablets = course("cyclophosphamide", 0, 70, 90, "mg/d", route="oral", id="oral")
    review = reviewed(
        case(
            biopsy(),
            tablets,
            prednisone(),
            measure("infusion-record", "", 0, 70, says="unclear"),
            as_of=MMF_ENDS,
        )
    )

    assert "refills" in " ".join(item.what for item in review.step("adherence").missing)


def test_a_drug_of_unknown_role_after_cyclophosphamide_is_its_follow_on_unless_it_failed():
    infused = [biopsy(), prednisone(), nih(0, 150)]
    plain = reviewed(case(infused, mmf(160, role="unknown"), as_of=400))
    failed = reviewed(case(infused, mmf(160, role="unknown", stated_outcome="no-response"), as_of=400))

    assert [line.classes for line in plain.regimens] == [("cyclophosphamide",)]
    assert [line.classes for line in failed.regimens] == [("cyclophosphamide",), ("mpaa",)]


def test_dialysis_that_ended_on_the_day_a_regimen_began_is_improvement_under_it():
    values = [
        event("dialysis-started", -20),
        event("dialysis-stopped", 0),
        proteinuria(*((day, "3.0") for day in FIRST)),
        stable(*FIRST),
    ]

    assert on_mmf(values).regimens[0].failed is not True
