"""The reviewer decides: an override counts in the verdict, also where it says that nobody can tell (rule 4 of honesty)."""

import pytest
from case_builder import (
    MMF_ENDS,
    NOW,
    biopsy,
    case,
    course,
    event,
    first_regimen,
    guideline,
    mmf,
    other_tissue,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    rituximab,
    second_regimen,
    stable,
    two_failures,
)

from lnreview.case.records import Override
from lnreview.review.evaluate import assessment
from lnreview.review.judge import Judge
from lnreview.review.verdict import decide


def ruled(step: str, status: str) -> dict:
    return {"overrides": [{"step": step, "status": status, "rationale": "As seen in clinic."}]}


def verdict(step: str, status: str, *parts, as_of=MMF_ENDS, **fields) -> str:
    return reviewed(case(*parts, as_of=as_of, **ruled(step, status), **fields)).verdict


FAILED = [biopsy(), first_regimen()]
REFRACTORY = [biopsy(), first_regimen(), second_regimen(), biopsy(300, ai=9, ci=2, id="second")]


def test_the_computed_finding_stays_beside_the_reviewers():
    found = reviewed(case(FAILED, as_of=MMF_ENDS, **ruled("dosing", "not-met"))).step("dosing")
    assert (found.status, found.effective) == ("met", "not-met")
    assert found.override.rationale == "As seen in clinic."


@pytest.mark.parametrize(
    ("status", "expected"),
    [("met", "inadequate-response"), ("not-met", "nonadherence"), ("not-documented", "insufficient-data")],
)
def test_adherence_is_as_the_reviewer_says(status, expected):
    assert verdict("adherence", status, FAILED) == expected
    nobody = [biopsy(), first_regimen(taken=pdc(60, "mmf", 0, 180))]
    assert reviewed(case(nobody, as_of=MMF_ENDS)).verdict == "nonadherence"
    assert verdict("adherence", status, nobody) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [("met", "inadequate-response"), ("not-met", "undertreated"), ("not-documented", "insufficient-data")],
)
def test_dosing_is_as_the_reviewer_says(status, expected):
    assert verdict("dosing", status, FAILED) == expected
    low = [biopsy(), first_regimen(regimen=mmf(0, MMF_ENDS, "1"))]
    assert reviewed(case(low, as_of=MMF_ENDS)).verdict == "undertreated"
    assert verdict("dosing", status, low) == expected


def test_a_dose_that_the_reviewer_judged_is_no_longer_too_early():
    early = [
        biopsy(),
        prednisone(),
        mmf(0),
        pdc(92, "mmf", 0, 60),
        proteinuria((-3, "3.0"), (30, "3.0"), (55, "3.0")),
        stable(-3, 30, 55),
    ]
    assert reviewed(case(early, as_of=60)).verdict == "too-early"
    assert verdict("dosing", "not-met", early, as_of=60) == "undertreated"
    assert verdict("dosing", "met", early, as_of=60) != "too-early"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("met", "responding"), ("not-met", "inadequate-response"), ("not-documented", "insufficient-data")],
)
def test_the_response_of_the_latest_regimen_is_as_the_reviewer_says(status, expected):
    assert verdict("response", status, FAILED) == expected
    works = [biopsy(), first_regimen(after="1.4")]
    assert reviewed(case(works, as_of=MMF_ENDS)).verdict == "responding"
    assert verdict("response", status, works) == expected


def test_an_override_of_the_response_is_about_the_latest_regimen_only():
    """The first failed by its values; the second, which worked, is said to have failed: two failures."""
    parts = [biopsy(), first_regimen(), second_regimen(after="0.3"), biopsy(300, ai=9, ci=2, id="second")]
    view = assessment(case(parts, as_of=NOW), guideline())
    override = Override(step="response", status="not-met", rationale="Seen.")
    judge = Judge(view, {"response": override})
    assert [judge.unsuccessful(line) for line in view.present] == [True, True]
    works = Judge(view, {"response": Override(step="response", status="met", rationale="Seen.")})
    assert [works.unsuccessful(line) for line in view.present] == [True, False]
    open_ = Judge(view, {"response": Override(step="response", status="not-documented", rationale="Seen.")})
    assert [open_.unsuccessful(line) for line in view.present] == [True, None]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("met", "refractory"), ("not-met", "insufficient-data"), ("not-documented", "insufficient-data")],
)
def test_the_diagnosis_is_as_the_reviewer_says(status, expected):
    assert verdict("diagnosis", status, REFRACTORY, as_of=NOW) == expected


def test_a_diagnosis_that_the_reviewer_states_needs_no_report():
    """Nobody says whether a biopsy was taken."""
    parts = [first_regimen(), second_regimen()]
    open_ = {"complete": {"courses": "yes"}}
    assert reviewed(case(parts, as_of=NOW, **open_)).verdict == "insufficient-data"
    assert verdict("diagnosis", "met", parts, as_of=NOW, **open_) == "refractory"
    untreated = [proteinuria((-30, "3.0"), (-3, "3.0")), stable(-30, -3)]
    assert verdict("diagnosis", "met", untreated, as_of=0, **open_) == "untreated"
    assert verdict("diagnosis", "not-documented", biopsy(), untreated, as_of=0) != "untreated"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("met", "inadequate-response"),
        ("not-met", "chronic-damage"),
        ("not-documented", "inadequate-response"),
    ],
)
def test_chronicity_is_as_the_reviewer_says(status, expected):
    chronic = [*FAILED, biopsy(150, ai=0, ci=8, id="new")]
    assert reviewed(case(chronic, as_of=MMF_ENDS)).verdict == "chronic-damage"
    assert verdict("chronicity", status, chronic) == expected
    assert verdict("chronicity", status, [*FAILED, biopsy(150, ai=9, ci=1, id="new")]) == expected


def test_another_diagnosis_that_the_reviewer_does_not_accept_does_not_decide():
    """“met” says that the tissue confirms active disease and other diagnoses are cleared."""
    other = [*FAILED, other_tissue(150, "diabetic")]
    assert reviewed(case(other, as_of=MMF_ENDS)).verdict == "alternative-diagnosis"
    assert verdict("biopsy", "met", other) != "alternative-diagnosis"
    assert verdict("biopsy", "not-documented", other) not in ("alternative-diagnosis", "biopsy-needed")
    assert verdict("biopsy", "not-met", other) == "alternative-diagnosis"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("met", "refractory"), ("not-met", "biopsy-needed"), ("not-documented", "refractory")],
)
def test_whether_tissue_is_due_is_as_the_reviewer_says(status, expected):
    due = [biopsy(), first_regimen(), second_regimen()]
    assert reviewed(case(due, as_of=NOW)).verdict == "biopsy-needed"
    assert verdict("biopsy", status, due, as_of=NOW) == expected


# --- what counts as failed -------------------------------------------------------------------------------------------


def judge(*parts, as_of=NOW, **fields) -> Judge:
    return Judge(assessment(case(*parts, as_of=as_of, **fields), guideline()), {})


def test_two_regimens_of_one_class_count_once():
    again = [
        biopsy(),
        first_regimen(),
        second_regimen(regimen=mmf(184, NOW - 5, id="again"), taken=pdc(92, "again", 184, 350)),
    ]
    assert len(judge(again).counted()) == 1
    assert len(judge(REFRACTORY).counted()) == 2


def test_a_regimen_that_is_open_in_one_respect_has_not_failed():
    view = judge(biopsy(), first_regimen(regimen=mmf(0, MMF_ENDS, None)), second_regimen())
    assert [view.failed(line) for line in view.view.present] == [None, True]


def test_a_failed_course_of_anti_cd20_is_no_standard_regimen_unless_the_reviewer_reads_it_so():
    """A5: anti-CD20 is the step after two failures."""
    third = [
        rituximab(370, 384),
        proteinuria((366, "3.0"), (560, "3.0"), (590, "3.0")),
        stable(366, 560, 590),
    ]
    found = judge(REFRACTORY, third, as_of=600)
    assert len(found.counted()) == 2
    assert found.anti_cd20_failed() is True
    counts = judge(REFRACTORY, third, as_of=600, settings={"anti_cd20_counts": "yes"})
    assert len(counts.counted()) == 3
    works = [
        rituximab(370, 384),
        proteinuria((366, "3.0"), (560, "0.3"), (590, "0.3")),
        stable(366, 560, 590),
    ]
    assert judge(REFRACTORY, works, as_of=600).anti_cd20_failed() is False


def test_the_verdicts_of_failures_are_told_with_the_regimens():
    two = reviewed(two_failures())
    assert (
        "2 different adequate standard regimens failed in an adherent patient: mycophenolate mofetil, then cyclophosphamide."
        in two.summary
    )
    view = assessment(case(FAILED, as_of=MMF_ENDS), guideline())
    slug, because = decide(view, {})
    assert slug == "inadequate-response"
    assert because.startswith("One adequate standard regimen failed: mycophenolate mofetil (UPCR 3.0 g/g")
    assert because.endswith("eGFR 90 to 90).")


def test_two_failures_of_the_wrong_pair_are_an_inadequate_response_under_the_strict_pair():
    """A5, strict: one regimen with mycophenolate and one with cyclophosphamide."""
    pair = {"settings": {"regimen_pair": "mycophenolate-and-cyclophosphamide"}}
    assert reviewed(case(REFRACTORY, as_of=NOW, **pair)).verdict == "refractory"
    voclosporin = ("courses", {"id": "vcs", "drug": "voclosporin", "role": "induction", "start": "2024-07-12", "stop": "2025-01-03",
                               "ongoing": "no", "dose": {"value": "23.7", "unit": "mg"}, "frequency": "bid"})  # fmt: skip
    beside = mmf(184, 360, "2", id="with-vcs")
    parts = [biopsy(), first_regimen(), second_regimen(regimen=[voclosporin, beside], taken=[pdc(92, "vcs", 184, 350), pdc(92, "with-vcs", 184, 350)]),
             biopsy(300, ai=9, ci=2, id="second")]  # fmt: skip
    assert reviewed(case(parts, as_of=NOW)).verdict == "refractory"
    strict = reviewed(case(parts, as_of=NOW, **pair))
    assert strict.verdict == "inadequate-response"
    assert "asks for one with mycophenolate and one with cyclophosphamide" in strict.summary


def test_a_contraindicated_biopsy_stands_for_tissue():
    parts = [event("biopsy-contraindicated", -5), first_regimen(), second_regimen()]
    assert reviewed(case(parts, as_of=NOW)).verdict == "refractory"
    untreated = [event("biopsy-contraindicated", -5), proteinuria((-30, "3.0"), (-3, "3.0")), stable(-30, -3)]
    found = reviewed(case(untreated, as_of=0))
    assert found.verdict == "untreated"
    assert found.summary.startswith("A biopsy is contraindicated, and no standard induction was given")


def test_without_a_basis_of_lupus_nothing_is_refractory_or_untreated():
    assert reviewed(case(REFRACTORY, as_of=NOW, lupus={"documented": "no"})).verdict not in (
        "refractory",
        "untreated",
    )
    untreated = [biopsy(), proteinuria((-30, "3.0"), (-3, "3.0")), stable(-30, -3)]
    assert reviewed(case(untreated, as_of=0)).verdict == "untreated"
    assert reviewed(case(untreated, as_of=0, lupus={"documented": "no"})).verdict != "untreated"


def test_an_unnamed_treatment_leaves_open_whether_induction_was_given():
    parts = [
        biopsy(),
        course("immunosuppressive therapy", None),
        proteinuria((-30, "3.0"), (-3, "3.0")),
        stable(-30, -3),
    ]
    assert reviewed(case(parts, as_of=0)).verdict != "untreated"
