"""The six findings of the walk: how regimens are joined, what is asked of each, and what the biopsy step says."""

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
    first_regimen,
    guideline,
    lab,
    mmf,
    nih,
    on,
    other_tissue,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    second_regimen,
    stable,
    two_failures,
    upcr,
)

from lnreview.review.evaluate import assessment
from lnreview.review.finding import STEPS
from lnreview.review.steps import steps


def step(name: str, *parts, as_of=182, **fields):
    view = assessment(case(*parts, as_of=as_of, **fields), guideline())
    return next(item for item in steps(view, {}) if item.step == name)


def asked(finding) -> list[str]:
    return [item.what for item in finding.missing]


GIVEN = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 180)]


# --- joining regimens ------------------------------------------------------------------------------------------------


def test_two_regimens_are_told_in_one_sentence_each_with_its_number():
    dosing = reviewed(two_failures()).step("dosing")
    assert dosing.status == "met"
    assert dosing.because.startswith("(1) ")
    assert " (2) " in dosing.because
    assert "(1)" not in step("dosing", GIVEN).because


def test_the_latest_regimen_that_is_not_met_decides():
    low = second_regimen(regimen=nih(184, 335, mg_m2=100))
    assert step("dosing", biopsy(), first_regimen(), low, as_of=NOW).status == "not-met"


def test_an_earlier_regimen_that_was_not_met_does_not_count_and_is_told():
    low = first_regimen(regimen=mmf(0, MMF_ENDS, "1"))
    found = step("dosing", biopsy(), low, second_regimen(), as_of=NOW)
    assert found.status == "met"
    assert "(1) Not adequate" in found.because


def test_an_open_regimen_leaves_the_step_open_unless_the_latest_is_not_met():
    unknown = first_regimen(regimen=mmf(0, MMF_ENDS, None))
    assert step("dosing", biopsy(), unknown, second_regimen(), as_of=NOW).status == "not-documented"
    low = second_regimen(regimen=nih(184, 335, mg_m2=100))
    assert step("dosing", biopsy(), unknown, low, as_of=NOW).status == "not-met"


def test_nothing_is_told_twice_in_a_joined_finding():
    found = reviewed(two_failures()).step("dosing")
    for items in (found.evidence, found.citations, found.parameters, found.missing):
        assert len(items) == len(set(items))
    assert found.evidence
    assert found.parameters


def test_adherence_is_asked_of_the_latest_treatment_and_of_each_that_is_offered_as_failed():
    assert " (2) " in step("adherence", biopsy(), first_regimen(), second_regimen(), as_of=NOW).because
    open_ = [
        biopsy(),
        prednisone(),
        mmf(0, 150),
        nih(184, 335),
        proteinuria((-3, "3.0"), (330, "3.0")),
        stable(*FIRST),
    ]
    assert "(1)" not in step("adherence", *open_, as_of=NOW).because
    told = [biopsy(), prednisone(), mmf(0, 150, stated_outcome="no-response"), nih(184, 335), stable(*FIRST)]
    assert " (2) " in step("adherence", *told, as_of=NOW).because


# --- no regimen on record --------------------------------------------------------------------------------------------


def test_without_a_regimen_the_list_of_courses_decides_what_is_said():
    known = step("dosing", biopsy())
    assert (known.status, known.because) == (
        "not-documented",
        "No induction regimen was given in this episode.",
    )
    assert known.missing == ()
    open_ = step("dosing", biopsy(), complete={})
    assert open_.because == "The record holds no induction regimen of this episode."
    assert asked(open_) == ["start date, stop date and achieved dose of every induction regimen"]
    assert (open_.missing[0].place, open_.missing[0].step) == ("courses", "dosing")


def test_without_a_regimen_refills_and_levels_are_asked_for():
    (wanted,) = step("adherence", biopsy(), complete={}).missing
    assert wanted.what.startswith("adherence evidence for each regimen: refills")
    assert (wanted.place, wanted.step) == ("adherence", "adherence")
    assert step("adherence", biopsy()).missing == ()


def test_a_complete_list_without_an_induction_asks_for_none_and_an_open_one_does():
    other = course("losartan", 0, None, role="supportive")
    assert asked(step("dosing", biopsy(), other)) == []
    assert asked(step("dosing", biopsy(), other, complete={})) == [
        "start date, stop date and achieved dose of every induction regimen"
    ]


def test_every_step_stands_in_its_place_and_cites_its_rule():
    for subject in (two_failures(), case(biopsy(), as_of=20), case(as_of=20, complete={})):
        found = reviewed(subject).steps
        assert [item.step for item in found] == list(STEPS)
        assert all(item.citations for item in found)
        assert all(gap.step in STEPS and gap.place for item in found for gap in item.missing)


# --- response --------------------------------------------------------------------------------------------------------


def test_no_change_is_not_met_and_says_so():
    found = step("response", GIVEN, proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(*FIRST))
    assert found.status == "not-met"
    assert found.because.startswith("Mycophenolate mofetil: no change or worse (")
    assert found.missing == ()
    names = {item.id.removeprefix("arora-2022.") for item in found.parameters}
    assert names == {
        "no-change-below", "worse-rise", "egfr-worse", "complete-upcr", "perr-upcr", "partial-fall", "partial-ceiling",
    }  # fmt: skip
    assert {item.source for item in found.citations} > {
        item.source for item in step("response", biopsy()).citations
    }


def test_a_response_is_met_and_names_its_grade():
    found = step("response", GIVEN, proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3")), stable(*FIRST))
    assert (found.status, found.missing) == ("met", ())
    assert found.because.startswith("Mycophenolate mofetil: complete response (")
    assert [item.value for item in found.evidence] == ["3.0", "0.3", "90", "90"]


def test_movement_without_a_partial_response_in_its_window_is_not_met():
    """A2: 40 % in six months from a value that is not nephrotic."""
    values = proteinuria((-3, "2.0"), (170, "1.2"), (200, "1.2"))
    found = step("response", GIVEN, values, stable(-3, 170, 200), as_of=210)
    assert found.status == "not-met"
    assert "moved without a partial response in its window" in found.because


def test_where_no_partial_response_in_time_is_a_failure_the_months_are_named():
    """ACR 2024: no at least partial response by 12 months."""
    values = proteinuria((-3, "2.0"), (360, "1.2"), (390, "1.2"))
    given = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 390)]
    found = step(
        "response", *given, values, stable(-3, 360, 390), as_of=400, settings={"criteria": "acr-2024"}
    )
    assert found.status == "not-met"
    assert "moved, without a partial response by 12 months" in found.because


def test_a_fall_on_the_way_is_met_while_its_milestone_lies_ahead():
    found = step(
        "response", GIVEN, proteinuria((-3, "2.0"), (60, "1.4"), (90, "1.4")), stable(-3, 60, 90), as_of=100
    )
    assert found.status == "met"
    assert "on the way" in found.because


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ((), "proteinuria (UPCR or 24 h) at the start and end of mycophenolate mofetil"),
        (
            ((140, "3.0"), (170, "3.0")),
            f"proteinuria (UPCR or 24 h) at the start of mycophenolate mofetil ({on(0)})",
        ),
        (((-3, "3.0"),), "proteinuria (UPCR or 24 h) under mycophenolate mofetil, at its end or now"),
        (
            ((-3, "3.0"), (170, "3.0")),
            "a second UPCR sample 7-60 days from the last, under mycophenolate mofetil",
        ),
    ],
)
def test_the_proteinuria_that_is_lacking_is_asked_for(values, wanted):
    found = step("response", GIVEN, proteinuria(*values), stable(*FIRST))
    assert found.status == "not-documented"
    assert asked(found) == [wanted]
    assert {(item.step, item.place) for item in found.missing} == {("response", "labs")}


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ((), ["creatinine/eGFR at the start and end of mycophenolate mofetil"]),
        ((140, 170), ["creatinine/eGFR at the start of mycophenolate mofetil"]),
        ((-3,), ["creatinine/eGFR under mycophenolate mofetil"]),
    ],
)
def test_the_function_that_is_lacking_is_asked_for(days, wanted):
    found = step("response", GIVEN, proteinuria((-3, "3.0"), (170, "3.0")), stable(*days))
    assert [item for item in asked(found) if "creatinine" in item] == wanted
    assert {(item.step, item.place) for item in found.missing} == {("response", "labs")}


def test_a_change_of_function_asks_for_a_second_reading():
    parts = [proteinuria((-3, "3.0"), (140, "3.0"), (170, "1.0")), egfr(-3, 90), egfr(170, 60)]
    found = step("response", GIVEN, parts)
    (wanted,) = [item for item in found.missing if item.what.startswith("a second creatinine/eGFR")]
    assert wanted.what == "a second creatinine/eGFR to confirm the change under mycophenolate mofetil"
    assert (wanted.step, wanted.place) == ("response", "labs")


def test_proteinuria_is_asked_for_before_its_second_sample_and_that_before_function():
    view = {"as_of": 182}
    first = step("response", GIVEN, stable(*FIRST), **view).missing[0].rank
    second = (
        step("response", GIVEN, proteinuria((-3, "3.0"), (170, "3.0")), stable(*FIRST), **view)
        .missing[0]
        .rank
    )
    function = step("response", GIVEN, proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), **view).missing
    assert first < second
    assert all(second < item.rank for item in function)


def test_without_a_regimen_the_response_asks_for_both_and_for_what_cannot_be_read():
    values = upcr(5, "3", "furlong"), upcr(9, "2.0"), egfr(9, 80)
    found = step("response", biopsy(), *values, as_of=20, complete={})
    assert asked(step("response", biopsy(), *values, as_of=20)) == asked(found)[:1]  # none was given
    assert (found.status, found.because) == ("not-documented", "No regimen of this episode can be judged.")
    assert asked(found) == [
        f"the right value and unit of UPCR 3 furlong of {on(5)}",
        "proteinuria (UPCR or 24 h) at the start and end of each regimen",
        "creatinine/eGFR at the start and end of each regimen",
    ]
    assert {(item.place, item.step) for item in found.missing} == {("labs", "response")}
    assert [item.value for item in found.evidence] == ["2.0", "80"]


def test_without_a_regimen_a_stated_response_is_met():
    kept = [course("azathioprine", -300, None, role="maintenance"), event("complete-remission", 10)]
    found = step("response", biopsy(-400), *kept, as_of=20)
    assert found.status == "met"
    assert "stated" in found.because


def test_a_value_that_cannot_be_read_is_asked_about_beside_a_regimen_too():
    parts = [upcr(100, "3", "furlong"), egfr(100, 90, "furlong")]
    found = step(
        "response", GIVEN, parts, proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3")), stable(*FIRST)
    )
    assert [item.split(" of ")[1].split(" ")[0] for item in asked(found)] == ["UPCR", "eGFR"]


def test_the_latest_regimen_decides_the_response_where_an_earlier_one_is_open():
    open_first = [biopsy(), prednisone(), mmf(0, MMF_ENDS), pdc(92, "mmf", 0, 180)]
    found = step("response", *open_first, second_regimen(), as_of=NOW)
    assert found.status == "not-met"


def test_an_earlier_regimen_that_is_open_leaves_the_response_of_the_latest_as_it_is():
    """The response is of last year, so nothing tells of now; the step says what the latest regimen reached."""
    first = [biopsy(), prednisone(), mmf(0, MMF_ENDS), pdc(92, "mmf", 0, 180)]
    found = step("response", *first, second_regimen(after="0.3"), as_of=700)
    assert found.status == "met"


# --- biopsy ----------------------------------------------------------------------------------------------------------

SICK = [proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(*FIRST)]


def test_tissue_under_the_present_treatment_is_told_with_what_it_shows():
    found = step("biopsy", GIVEN, SICK, biopsy(150, ai=9, ci=2, id="new"))
    assert found.status == "met"
    assert "class IV" in found.because
    assert "shows active or mixed disease, taken under the present treatment." in found.because
    assert found.because.endswith("No other diagnosis is documented.")
    chronic = step("biopsy", GIVEN, SICK, biopsy(150, ai=1, ci=8, id="new"))
    assert "is predominantly chronic, taken under the present treatment." in chronic.because
    ungraded = step("biopsy", GIVEN, SICK, biopsy(150, ai=None, ci=None, id="new"))
    assert "shows lupus nephritis, its activity is not graded" in ungraded.because


def test_the_biopsy_step_rests_on_tissue_serology_and_sediment():
    labs = [lab("c3", 170, interpretation="low"), lab("urine-sediment", 170, interpretation="bland"),
            lab("schistocytes", 170, interpretation="present")]  # fmt: skip
    told = [item.what for item in step("biopsy", GIVEN, SICK, labs).evidence]
    assert {"kidney biopsy", "C3", "Urine sediment", "Schistocytes"} <= set(told)


def test_what_is_suspected_beside_the_tissue_is_named():
    stated = ("other_causes", {"what": "tma", "shown_by": "statement", "shown_on": on(160)})
    found = step("biopsy", GIVEN, SICK, biopsy(150, id="new"), stated)
    assert found.because.endswith("Suspected beside it: thrombotic microangiopathy.")
    asked_for = [
        item for item in found.missing if item.why.startswith("Thrombotic microangiopathy is suspected (")
    ]
    assert asked_for
    assert {(item.step, item.place) for item in asked_for} == {("biopsy", "labs")}


def test_tissue_before_any_treatment_of_the_episode_is_enough():
    found = step("biopsy", biopsy(), proteinuria((-3, "3.0"), (5, "3.0")), stable(-3, 5), as_of=10)
    assert found.status == "met"
    assert found.because.endswith("shows lupus nephritis of this episode, before its treatment.")


def test_without_an_abnormality_no_tissue_is_due():
    found = step("biopsy", GIVEN, proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3")), stable(*FIRST))
    assert (found.status, found.because) == (
        "met", "Nothing is abnormal now, so no tissue is due; no other diagnosis is documented.",
    )  # fmt: skip


def test_older_tissue_leaves_it_open_and_a_repeat_biopsy_is_asked_for():
    found = step("biopsy", GIVEN, SICK)
    assert found.status == "not-documented"
    assert asked(found)[0].startswith("repeat kidney biopsy with class, activity index, chronicity index")
    assert "Recommended after 6 months of appropriate treatment" in found.missing[0].why
    assert found.missing[0].place == "biopsies"
    none = step("biopsy", GIVEN[1:], SICK, complete={})
    assert asked(none)[0].startswith("kidney biopsy with class")


def test_tissue_that_is_due_is_asked_for_first():
    found = step("biopsy", prednisone(), SICK)
    assert found.status == "not-met"
    assert found.missing[0].what.startswith("kidney biopsy (repeat where there was one)")
    assert found.missing[0].why == found.because
    assert found.missing[0].rank < min((item.rank for item in found.missing[1:]), default=99)
    assert (found.missing[0].step, found.missing[0].place) == ("biopsy", "biopsies")


def test_beside_tissue_that_is_due_the_tests_for_a_suspected_cause_are_asked_for():
    stated = ("other_causes", {"what": "tma", "shown_by": "statement", "shown_on": on(160)})
    found = step("biopsy", prednisone(), SICK, stated)
    assert found.status == "not-met"
    assert any("ADAMTS13" in item for item in asked(found))


def test_the_tests_for_a_documented_cause_are_asked_for_before_those_for_a_suspected_one():
    def rank(shown_by: str) -> int:
        cause = (
            "other_causes",
            {"what": "tma", "shown_by": shown_by, "shown_on": on(160), "explains": "yes"},
        )
        found = step("biopsy", GIVEN, SICK, biopsy(150, ai=0, ci=0, id="new"), cause)
        return next(item.rank for item in found.missing if "ADAMTS13" in item.what)

    assert rank("decisive-test") < rank("statement")


def test_another_diagnosis_is_not_met_and_told():
    found = step("biopsy", GIVEN, SICK, other_tissue(150, "diabetic"))
    assert found.status == "not-met"
    assert "diabetic" in found.because


LIST = "whether the list of kidney biopsies is complete"


def test_whether_the_list_of_biopsies_is_complete_is_asked_where_it_is_open():
    assert LIST not in asked(step("biopsy", GIVEN, SICK))
    (wanted,) = [item for item in step("biopsy", GIVEN, SICK, complete={}).missing if item.what == LIST]
    assert (wanted.step, wanted.place) == ("biopsy", "complete")
    quiet = [lab("c3", 170, interpretation="normal"), lab("urine-sediment", 170, interpretation="bland")]
    worse = [proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(-3), stable(140, 170, value=50)]
    due = step("biopsy", GIVEN, worse, quiet, complete={})
    assert due.status == "not-met"
    assert LIST not in asked(due)


def questions(*parts) -> str:
    stated = ("other_causes", {"what": "tma", "shown_by": "statement", "shown_on": on(160)})
    found = step("biopsy", GIVEN, SICK, biopsy(150, id="new"), stated, *parts)
    return " | ".join(asked(found)).casefold()


@pytest.mark.parametrize(
    ("test", "word"),
    [
        (lab("ADAMTS13", 165, 80, "%"), "adamts13"),
        (lab("schistocytes", 165, interpretation="absent"), "smear"),
        (lab("ADAMTS13", 165, words="normal"), "adamts13"),
    ],
)
def test_a_test_that_is_on_record_is_not_asked_for_again(test, word):
    assert word in questions()
    assert word not in questions(test)


def test_a_test_without_any_result_is_still_asked_for():
    assert "adamts13" in questions(lab("ADAMTS13", 165))


@pytest.mark.parametrize(
    "name", ["lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1", "antiphospholipid"]
)
def test_any_antiphospholipid_antibody_that_was_sampled_twice_is_not_asked_for_again(name):
    twice = [lab(name, day, interpretation="negative") for day in (60, 165)]
    assert "antiphospholipid" not in questions(twice)


def test_antiphospholipid_antibodies_are_asked_for_until_there_are_two_samples():
    """Twice, 12 weeks apart (6.4)."""
    one = lab("anticardiolipin", 60, interpretation="negative")
    two = lab("anticardiolipin", 165, interpretation="negative")
    assert "antiphospholipid" in questions()
    assert "antiphospholipid" in questions(one)
    assert "antiphospholipid" not in questions(one, two)
    assert "antiphospholipid" in questions(one, lab("lupus-anticoagulant", 165, interpretation="negative"))


@pytest.mark.parametrize(
    ("cause", "word", "test", "shown_by"),
    [
        (
            "pregnancy",
            "pregnancy test",
            lab("pregnancy-test", 165, interpretation="negative"),
            "pregnancy-test",
        ),
        (
            "urinary-infection",
            "urine culture",
            lab("urine-culture", 165, interpretation="negative"),
            "culture",
        ),
    ],
)
def test_a_suspected_cause_asks_for_its_test_until_it_was_done(cause, word, test, shown_by):
    def wanted(*parts) -> bool:
        stated = ("other_causes", {"what": cause, "shown_by": "statement", "shown_on": on(160)})
        found = step("biopsy", GIVEN, SICK, biopsy(150, id="new"), stated, *parts)
        return any(word in item.casefold() for item in asked(found))

    assert wanted()
    assert not wanted(test)
    assert not wanted(
        ("other_causes", {"what": cause, "shown_by": shown_by, "present": "no", "shown_on": on(165)})
    )
    assert wanted(
        ("other_causes", {"what": "obstruction", "shown_by": "imaging", "present": "no", "shown_on": on(165)})
    )


def test_the_score_that_foretells_adamts13_is_not_asked_for_once_that_was_measured():
    shown = biopsy(10, tma="yes")
    assert "PLASMIC score" in asked(step("biopsy", shown, GIVEN))
    measured = lab("adamts13", 20, interpretation="normal")
    assert "PLASMIC score" not in asked(step("biopsy", shown, GIVEN, measured))
