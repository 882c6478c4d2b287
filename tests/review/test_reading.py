"""How the record is read into an answer: what counts as later, as taken, as failed, as fresh, and what is then asked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from case_builder import (
    MMF_ENDS,
    NOW,
    biopsy,
    case,
    course,
    creatinine,
    egfr,
    event,
    first_regimen,
    guideline,
    lab,
    mmf,
    on,
    other_tissue,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    rituximab,
    second_regimen,
    stable,
    upcr,
)

from lnreview.case.model import ReviewSettings
from lnreview.review import baseline, safety
from lnreview.review.applied import applied
from lnreview.review.evaluate import assessment
from lnreview.review.judge import Judge, Row
from lnreview.review.steps import steps
from lnreview.review.verdict import ROWS


def view(*parts, as_of=60, **fields):
    return assessment(case(*parts, as_of=as_of, **fields), guideline())


def row(name: str, *parts, as_of=60, **fields) -> Row:
    return dict(ROWS)[name](Judge(view(*parts, as_of=as_of, **fields), {}))


def step(name: str, *parts, as_of=182, **fields):
    return next(item for item in steps(view(*parts, as_of=as_of, **fields), {}) if item.step == name)


# --- the day ---------------------------------------------------------------------------------------------------------


def test_a_review_of_a_month_is_one_of_its_last_day():
    day = view(biopsy(), as_of="2024-03").ctx.as_of
    assert (day.earliest, day.latest, str(day)) == (day.latest, day.earliest, "2024-03")
    assert day.latest.isoformat() == "2024-03-31"


def test_what_starts_in_the_month_of_the_review_is_the_plan_and_what_started_in_its_first_days_has_begun():
    regimens = {
        start: len(view(biopsy(), mmf(start), as_of="2024-03").course.regimens)
        for start in ("2024-03", "2024-03-10", "2024-02")
    }
    assert regimens == {"2024-03": 0, "2024-03-10": 1, "2024-02": 1}


def test_events_of_one_day_stand_in_the_order_of_the_chart_however_their_day_is_known():
    parts = [
        event("flare", None, known_on="2024-01-20", order=2), event("stable", "2024-01-20", order=1), event("improved", "2024-01-20"),
    ]  # fmt: skip
    assert [item.what for item in view(biopsy(), parts).ctx.events] == ["improved", "stable", "flare"]


# --- the chosen baseline ---------------------------------------------------------------------------------------------


def chosen(**more):
    return ("baselines", {"id": "choice", "course": "mmf", "reason": "before the diuretic"} | more)


def unusable(*parts, **fields):
    found = view(biopsy(), prednisone(), *parts, as_of=182, **fields)
    return baseline.unusable(found.ctx, found.course.regimens, found.urine.points, found.kidney.points)


def test_a_choice_that_cannot_be_used_is_asked_about_where_it_was_made():
    values = [upcr(-3, "3.0", id="u"), egfr(-3, 90, id="k")]
    for parts, why in (
        ([mmf(0), chosen(kidney="u")], "It is UPCR, not creatinine or eGFR"),
        ([mmf(0), chosen(upcr="k")], "not proteinuria;"),
        ([mmf(0), chosen(kidney="nothing")], "holds no such result"),
        ([mmf(0), creatinine(-4, "0.9", "mol", id="c"), chosen(kidney="c")], "cannot be used as it stands"),
        ([mmf(None), chosen(upcr="u")], "The start of the regimen is not known"),
        ([mmf(0), chosen(upcr="u", course="elsewhere")], "belongs to no regimen"),
    ):
        (found,) = unusable(values, parts)
        assert why in found.why
        assert (found.step, found.place, found.entry) == ("response", "baselines", "choice")
        assert found.rank < 16  # before a value is asked for that the choice would make idle


def test_a_choice_that_is_usable_for_one_measure_is_asked_about_for_the_other_alone():
    (found,) = unusable(mmf(0), upcr(-3, "3.0", id="u"), chosen(upcr="u", kidney="nothing"))
    assert "“nothing”" in found.what


def test_of_several_choices_the_one_that_is_used_is_named():
    first, second = chosen(upcr="u"), chosen(upcr="v", order=1, id="second")
    (found,) = unusable(mmf(0), upcr(-3, "3.0", id="u"), upcr(-9, "4.0", id="v"), first, second)
    assert "(u, v); “v” is used" in found.why
    assert (found.step, found.place, found.entry) == ("response", "baselines", "second")


def test_a_regimen_without_a_start_has_no_baseline_though_one_was_chosen():
    found = view(biopsy(), mmf(None), upcr(-3, "3.0", id="u"), chosen(upcr="u"), as_of=182)
    assert found.lines[0].judged.base_urine is None


def test_a_value_known_by_its_month_is_a_baseline_when_that_month_reaches_into_the_thirty_days():
    """Day 0 is 2024-01-10: December ends ten days before, November forty."""
    for month, there in (("2023-12", True), ("2023-11", False)):
        result = view(biopsy(), mmf(0), upcr(month, "3.0"), upcr(100, "3.0"), as_of=182).lines[0].judged
        assert (result.base_urine is not None) is there


# --- the reviewer's switches -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"course_time": "per-regimen"}, "Each regimen must reach the time by itself, from the lower end of the range."),
        ({"course_time": "in-total"}, "The time is counted in total over the regimens of the episode."),
        ({"course_time": "six-months-each"}, "Each regimen must reach the upper end of “4-6 months” by itself."),
        ({"regimen_pair": "any-two"}, "Any two regimens of different principal class count."),
        ({"regimen_pair": "mycophenolate-and-cyclophosphamide"}, "One regimen with mycophenolate and one with cyclophosphamide must have failed."),
        ({"anti_cd20_counts": "yes"}, "An anti-CD20 course may be one of the failed regimens."),
        ({"anti_cd20_counts": "no"}, "An anti-CD20 course is never one of the failed regimens."),
        ({"strict_biopsy": True}, "Missing tissue decides already after the first failed regimen."),
    ],
)  # fmt: skip
def test_each_choice_is_said_beside_the_readings_of_the_set(settings, says):
    for published in guideline().criteria.values():
        used = applied(published, ReviewSettings(**settings))
        assert [item.text for item in used.switches] == [
            *(item.text for item in published.switches),
            f"Chosen for this case: {says}",
        ]


@pytest.mark.parametrize("name", ["arora-2022", "kdigo-2024", "eular-2019"])
def test_a_choice_is_what_the_set_then_reads(name):
    published = guideline().criteria[name]
    assert applied(published, ReviewSettings(course_time="in-total")).course_time == "in-total"
    for time in ("per-regimen", "six-months-each"):
        assert applied(published, ReviewSettings(course_time=time)).course_time == "per-regimen"
    assert applied(published, ReviewSettings(anti_cd20_counts="yes")).anti_cd20_counts is True
    assert applied(published, ReviewSettings(anti_cd20_counts="no")).anti_cd20_counts is False
    assert applied(published, ReviewSettings(strict_biopsy=True)).repeat_biopsy_after == "first-failure"
    assert applied(published, ReviewSettings(complete_upcr="0.7"))["complete-upcr"].value == Decimal("0.7")


def test_a_number_that_the_reviewer_chose_is_borrowed_from_nobody_and_has_no_range():
    for published in guideline().criteria.values():
        number = applied(published, ReviewSettings(complete_upcr="0.5"))["complete-upcr"]
        assert (number.upper, number.borrowed_from, number.source) == (None, "", "lnreview")
    arora = applied(guideline().criteria["arora-2022"], ReviewSettings(course_time="six-months-each"))
    assert (arora["course-months"].value, arora["course-months"].upper) == (6, None)


# --- judged ----------------------------------------------------------------------------------------------------------


def counted(*parts, as_of=NOW):
    judge = Judge(view(*parts, as_of=as_of), {})
    return [[item.id for item in line.regimen.courses] for line in judge.counted()]


def test_mycophenolate_with_an_anti_cd20_is_no_standard_regimen_that_failed():
    assert counted(biopsy(), first_regimen(), second_regimen()) == [["mmf"], ["cyc"]]
    beside = rituximab(2, 16, stop_reason="completed")
    assert counted(biopsy(), first_regimen(), beside, pdc(100, "rtx", 2, 16), second_regimen()) == [["cyc"]]


def test_a_drug_outside_the_standard_does_not_make_a_regimen_a_different_one():
    again = [
        mmf(184, 364, id="again"),
        course("leflunomide", 184, 364, 20, "mg/d", id="lef"),
        pdc(92, "again", 184, 364),
        pdc(92, "lef", 184, 364),
    ]
    values = [proteinuria((180, "3.0"), (330, "3.0"), (360, "3.0")), stable(180, 330, 360)]
    assert counted(biopsy(), first_regimen(), again, values) == [["mmf"]]


def test_what_was_measured_as_a_response_is_no_failure_though_the_chart_says_so():
    subject = case(
        biopsy(),
        first_regimen(regimen=mmf(0, MMF_ENDS, stated_outcome="no-response"), after="1.0"),
        as_of=MMF_ENDS,
    )
    found = reviewed(subject)
    assert (found.regimens[0].stated, found.regimens[0].failed) == (False, False)
    known = assessment(subject, guideline())
    assumed = replace(known, ctx=replace(known.ctx, assume=True))
    assert Judge(assumed, {}).unsuccessful(assumed.lines[0]) is False


def test_a_failure_that_is_measured_is_not_told_as_stated():
    measured = case(
        biopsy(), first_regimen(regimen=mmf(0, MMF_ENDS, stated_outcome="no-response")), as_of=MMF_ENDS
    )
    assert (reviewed(measured).regimens[0].stated, reviewed(measured).regimens[0].failed) == (False, True)


# --- verdicts --------------------------------------------------------------------------------------------------------


def test_an_abnormality_that_is_not_current_documents_no_refractory_disease():
    assert row("refractory", biopsy(), first_regimen(), second_regimen(), as_of=NOW).documented is True
    assert (
        row("refractory", biopsy(), first_regimen(), second_regimen(), as_of=NOW + 365).documented is not True
    )


def test_an_abnormality_that_is_not_current_documents_no_inadequate_response():
    assert row("inadequate-response", biopsy(), first_regimen(), as_of=MMF_ENDS).documented is True
    assert row("inadequate-response", biopsy(), first_regimen(), as_of=MMF_ENDS + 365).documented is None


def test_a_remission_stated_of_a_course_ends_a_cause_that_was_seen_before_it():
    other = other_tissue(None, "diabetic")
    dated = course("prednisone", 1, stated_outcome="complete", outcome_on=on(30))
    assert row("alternative-diagnosis", other, upcr(5, "3.0")).documented is True
    assert row("alternative-diagnosis", other, upcr(5, "3.0"), dated).documented is False
    ordered = ("biopsies", {"id": "old", "order": 1, "classes": ["IV"]})
    undated = course("prednisone", 1, stated_outcome="complete")
    assert (
        row("alternative-diagnosis", ordered, other_tissue(0, "diabetic"), upcr(5, "3.0"), undated).documented
        is True
    )


@pytest.mark.parametrize(("order", "documented"), [(1, True), (None, False)])
def test_only_undated_tissue_that_is_put_in_order_places_undated_history_before_it(order, documented):
    undated = ("biopsies", {"id": "old", "classes": ["IV"]} | ({} if order is None else {"order": order}))
    parts = [undated, other_tissue(0, "diabetic"), upcr(5, "3.0"), event("complete-remission")]
    assert row("alternative-diagnosis", *parts).documented is documented
    dated = [biopsy(-300, id="old", order=1), *parts[1:]]
    assert row("alternative-diagnosis", *dated).documented is False


def test_a_patient_in_whom_no_biopsy_can_be_taken_is_untreated_only_where_the_list_of_courses_is_complete():
    sick = [event("biopsy-contraindicated", -20), proteinuria((-30, "3.0"), (-3, "3.0")), stable(-30, -3)]
    assert row("untreated", sick, as_of=0).documented is True
    assert row("untreated", sick, as_of=0, complete={}).documented is None


def test_tissue_before_this_episode_does_not_make_fresh_tissue_old():
    """A flare after a stated remission began on day 400; only tissue since then could have led to treatment."""
    course_of_disease = [
        biopsy(-300, id="first"),
        event("complete-remission", 0),
        event("flare", 400),
        proteinuria((400, "3.0"), (425, "3.0")),
        stable(400, 425),
    ]
    assert (
        row("untreated", course_of_disease, biopsy(420, id="new"), as_of=430, complete={}).documented is True
    )
    between = biopsy(401, id="between")
    assert (
        row("untreated", course_of_disease, between, biopsy(500, id="new"), as_of=510, complete={}).documented
        is not True
    )


# --- the review ------------------------------------------------------------------------------------------------------


def test_the_summary_names_what_to_ask_for_first():
    found = reviewed(case(biopsy(), mmf(0, 150), proteinuria((140, "3.0")), as_of=MMF_ENDS, complete={}))
    assert found.verdict == "insufficient-data"
    assert len(found.missing) > 1
    assert f"first to ask for: {found.missing[0].what}." in found.summary


def test_the_safety_of_the_review_is_that_of_the_present_treatment_and_of_what_is_asked_for():
    subject = case(biopsy(), mmf(0), ("pregnancies", {"status": "pregnant", "since": on(100)}),
                   request={"therapy": "cyclophosphamide"}, as_of=150)  # fmt: skip
    seen = assessment(subject, guideline())
    asked = safety.requested(seen)
    assert asked
    assert reviewed(subject).safety == (*safety.present_treatment(seen), *asked)


def test_a_failure_before_a_treatment_that_is_not_named_is_not_provisionally_something_milder():
    """What would follow is told only where it is worse than what is documented."""
    found = reviewed(case(biopsy(), first_regimen(), course("", 184, role="induction", id="x"), biopsy(190, ai=9, id="new"),
                          proteinuria((180, "3.0"), (200, "3.0"), (215, "3.0")), stable(180, 200, 215), as_of=220))  # fmt: skip
    assert (found.verdict, found.provisional) == ("inadequate-response", None)


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_a_response_asks_for_nothing_more():
    reached = step(
        "response",
        biopsy(),
        mmf(0),
        proteinuria((-3, "2.0"), (140, "0.3"), (170, "0.3")),
        egfr(170, 90),
        egfr(140, 90),
    )
    assert (reached.status, reached.missing) == ("met", ())
    open_ = step(
        "response",
        biopsy(),
        mmf(0),
        proteinuria((-3, "2.0"), (140, "2.0"), (170, "2.0")),
        egfr(170, 90),
        egfr(140, 90),
    )
    assert [item.what for item in open_.missing] == ["creatinine/eGFR at the start of mycophenolate mofetil"]


@pytest.mark.parametrize(
    "told",
    [other_tissue(100), lab("lupus-anticoagulant", 100, interpretation="positive")],
)
def test_a_cause_without_a_source_of_its_own_adds_none(told):
    found = step("biopsy", biopsy(), mmf(0), proteinuria((-3, "3.0"), (170, "3.0")), told)
    assert all(item is not None for item in found.citations)
    assert len(found.citations) >= 2


def test_tissue_without_lupus_nephritis_of_unknown_day_is_not_called_tissue_of_the_treatment():
    no_ln = step(
        "biopsy",
        biopsy(),
        mmf("2024"),
        ("biopsies", {"id": "x", "taken_on": "2024", "shows_ln": "no"}),
        upcr(170, "3.0"),
        as_of=400,
    )
    assert "is not on record" not in no_ln.because
    ln = step(
        "biopsy",
        biopsy(),
        mmf("2024"),
        ("biopsies", {"id": "x", "taken_on": "2024", "classes": ["IV"]}),
        upcr(390, "3.0"),
        as_of=400,
    )
    assert "taken before or under the present treatment is not on record" in ln.because
    assert ln.missing[0].what.startswith("the day of the latest kidney biopsy")
