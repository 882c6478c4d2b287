"""Sets beside each other and what would change the verdict: what is told of each, and what is left out."""

import pytest
from case_builder import (
    biopsy,
    case,
    first_regimen,
    function,
    guideline,
    measure,
    mmf,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    second_regimen,
    stable,
    two_failures,
    voclosporin,
)

from lnreview.review.compare import differences, readings, verdicts
from lnreview.review.evaluate import assessment
from lnreview.review.whatif import confirmed, outcomes


def seen(patient, criteria=None):
    return assessment(patient, guideline(), criteria=criteria)


def running(*values, egfr=(90, 90, 90), days=(-3, 185, 215), as_of=218):
    return case(
        biopsy(), biopsy(as_of - 8, id="now"), prednisone(), mmf(0), pdc(92, "mmf", 0, as_of),
        proteinuria(*zip(days, values, strict=True)), function(*zip(days, egfr, strict=True)), as_of=as_of,
    )  # fmt: skip


# --- what each set says ----------------------------------------------------------------------------------------------


def test_each_set_tells_the_grade_of_the_latest_regimen_the_failures_and_function():
    """From 3.0 to 1.0 g/g while eGFR falls by 18 %: beyond 10 and 15 %, within 20 %."""
    found = {
        item.criteria.id: item for item in verdicts(seen(running("3.0", "1.0", "1.0", egfr=(100, 82, 82))))
    }
    told = {name: (item.grade, item.failed, item.worse_function) for name, item in found.items()}
    assert told["acr-2024"] == told["eular-2025"] == ("partial", 0, False)
    assert told["eular-2019"] == told["eular-2023"] == told["kdigo-2024"] == ("none", 1, True)
    assert told["arora-2022"][1:] == (0, False)
    assert {item.failed for item in verdicts(seen(two_failures(as_of=370)))} == {2}


def test_without_a_regimen_no_set_tells_a_grade():
    for item in verdicts(seen(case(biopsy(), as_of=10))):
        assert (item.grade, item.failed, item.worse_function) == (None, 0, False)


def test_the_set_in_use_stands_first_and_each_once():
    for name in guideline().criteria:
        order = [item.criteria.id for item in verdicts(seen(one_failure(), name))]
        assert order[0] == name
        assert sorted(order) == sorted(guideline().criteria)


# --- which rule makes the difference ---------------------------------------------------------------------------------


def apart(patient, criteria=None):
    view = seen(patient, criteria)
    return {item.other.criteria.id: (item.rules, item.alone) for item in differences(view, verdicts(view))}


PRIMARY = ("perr-upcr", "perr-egfr-fall", "perr-egfr-floor")
LOW = running("0.9", "0.6", "0.6")
"""A fall by a third, to below 0.7 g/g: a primary efficacy response where the set knows one."""


def test_a_rule_that_only_one_of_two_sets_holds_makes_the_difference_from_either_side():
    assert apart(LOW)["eular-2019"] == ((PRIMARY,), True)
    assert apart(LOW, "eular-2019")["arora-2022"] == ((PRIMARY,), True)
    assert set(apart(LOW)) == {"eular-2019", "eular-2023", "eular-2025"}


def test_the_two_milestones_change_hands_together():
    third_less = running("2.0", "1.3", "1.3")
    assert apart(third_less)["kdigo-2024"][0] == (("milestone-months", "milestone-months-nephrotic"),)


def test_the_tolerance_alone_makes_the_difference():
    assert apart(running("3.0", "1.0", "1.0", egfr=(100, 82, 82)))["kdigo-2024"] == ((("egfr-worse",),), True)


def test_a_limit_told_as_a_range_differs_from_its_lower_end():
    """EULAR 2019 speaks of 0.5-0.7 g/g. Two sets that differ in nothing else are told apart by it."""
    eular = guideline().criteria["eular-2019"]
    narrow = eular["complete-upcr"].model_copy(update={"upper": None})
    twin = eular.model_copy(
        update={"id": "twin", "parameters": {**eular.parameters, "complete-upcr": narrow}}
    )
    pack = guideline().model_copy(update={"criteria": {"eular-2019": eular, "twin": twin}})
    held = case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 290),
                proteinuria((-3, "1.0"), (140, "0.4"), (170, "0.4"), (280, "0.6")), stable(-3, 140, 170, 280), as_of=290)  # fmt: skip
    view = assessment(held, pack, criteria="eular-2019")
    (item,) = differences(view, verdicts(view))
    assert item.rules == (("complete-upcr", "complete_inclusive"),)


@pytest.mark.parametrize(
    ("rule", "value"),
    [("regimen_pair", "mycophenolate-and-cyclophosphamide"), ("repeat_biopsy_after", "first-failure")],
)
def test_a_reading_in_which_two_sets_differ_makes_the_difference(rule, value):
    """One failure without new tissue, and two without cyclophosphamide."""
    arora = guideline().criteria["arora-2022"]
    twin = arora.model_copy(update={"id": "twin", rule: value})
    pack = guideline().model_copy(update={"criteria": {"arora-2022": arora, "twin": twin}})
    together = {"regimen": "second"}
    second = [
        voclosporin(184, 364, **together),
        mmf(184, 364, "2.0", id="mmf-2", **together),
        pdc(92, "mmf-2", 184, 364),
        pdc(92, "vcs", 184, 364),
    ]
    without_cyclophosphamide = case(biopsy(), first_regimen(), second, proteinuria((180, "3.0"), (330, "3.0"), (360, "3.0")),
                                    stable(180, 330, 360), ACTIVE, as_of=366)  # fmt: skip
    view = assessment(one_failure() if rule == "repeat_biopsy_after" else without_cyclophosphamide, pack)
    (item,) = differences(view, verdicts(view))
    assert (item.rules, item.alone) == (((rule,),), True)


# --- other readings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("arora-2022", {("course_time", "in-total"), ("course_time", "six-months-each"), ("complete_upcr", "0.7"), ("egfr_tolerance", "10"), ("egfr_tolerance", "15")}),
        ("kdigo-2024", {("course_time", "in-total"), ("complete_upcr", "0.7"), ("egfr_tolerance", "10"), ("egfr_tolerance", "20")}),
        ("eular-2019", {("course_time", "in-total"), ("complete_upcr", "0.5"), ("complete_upcr", "0.7"), ("egfr_tolerance", "15"), ("egfr_tolerance", "20")}),
    ],
)  # fmt: skip
def test_the_readings_are_all_that_differ_from_the_one_in_use(name, choices):
    """A tolerance of 20, 15 or 10 % is that of Arora, KDIGO or EULAR; only Arora's months can be read as six for each."""
    everywhere = {
        ("regimen_pair", "mycophenolate-and-cyclophosphamide"), ("anti_cd20_counts", "yes"), ("strict_biopsy", "True"),
    }  # fmt: skip
    found = [(item.field, item.value) for item in readings(seen(two_failures(), name))]
    assert set(found) == choices | everywhere
    assert len(found) == len(set(found))


def test_a_reading_that_is_in_use_gives_way_to_the_published_one():
    strict = two_failures(
        settings={
            "strict_biopsy": True,
            "anti_cd20_counts": "yes",
            "regimen_pair": "mycophenolate-and-cyclophosphamide",
        }
    )
    found = {(item.field, item.value) for item in readings(seen(strict))}
    assert {("strict_biopsy", "False"), ("anti_cd20_counts", "no"), ("regimen_pair", "any-two")} <= found
    in_total = {
        (item.field, item.value)
        for item in readings(seen(two_failures(settings={"course_time": "in-total"})))
    }
    assert ("course_time", "per-regimen") in in_total


def test_the_time_in_total_is_evaluated_and_not_taken_for_the_reading_in_use():
    """2.4 and 5.9 months: too short apart, long enough together."""
    patient = case(
        biopsy(), prednisone(), mmf(0, 76), pdc(92, "mmf", 0, 76), voclosporin(78, 258, stop_reason="no-response"), mmf(78, 258, "2.0", id="mmf-2"),
        pdc(92, "mmf-2", 78, 258), pdc(92, "vcs", 78, 258), proteinuria(*((day, "3.0") for day in (-3, 46, 71, 76, 228, 253))),
        stable(-3, 46, 71, 76, 228, 253), biopsy(248, ai=9, ci=2, id="second"), as_of=260,
    )  # fmt: skip
    found = {(item.field, item.value): item.verdict.verdict for item in readings(seen(patient))}
    assert found["course_time", "in-total"] == "refractory"
    assert found["egfr_tolerance", "10"] == "inadequate-response" == reviewed(patient).verdict


# --- what would change it --------------------------------------------------------------------------------------------


def untold(*more, **fields):
    """Return the refractory patient of whose mycophenolate nobody knows whether it was taken."""
    statement = measure("statement", "mmf", 0, 180, says="adherent")
    return case(biopsy(), first_regimen(taken=statement), second_regimen(), *more, as_of=364, **fields)


ACTIVE = biopsy(300, ai=9, ci=2, id="second")


def words(group):
    return [answer.words for _, answer in group.parts]


def test_what_is_confirmed_already_needs_no_answer():
    assert confirmed(seen(two_failures())) is None
    assert confirmed(seen(one_failure())) is None


def test_of_two_answers_that_each_would_do_the_one_that_is_asked_for_first_is_kept():
    """Refills or an AUC would show that mycophenolate was taken."""
    group = confirmed(seen(untold(ACTIVE)))
    assert (group.verdict, words(group)) == ("refractory", ["80 % or more of the days covered"])
    assert "2 different adequate standard regimens failed" in group.because


def test_answers_that_are_needed_together_stay_together():
    group = confirmed(seen(untold(complete={})))
    assert group.verdict == "refractory"
    assert words(group) == ["80 % or more of the days covered", "active lupus nephritis (AI above 3)"]
    assert all(answer.confirms and not answer.later for _, answer in group.parts)


def waiting(day):
    return case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, day), proteinuria((-3, "3.0"), (80, "3.0"), (110, "3.0")),
                stable(-3, 80, 110), as_of=day)  # fmt: skip


def test_on_the_last_day_of_the_four_months_an_answer_of_today_is_judged_today():
    """10 January and four months are 10 May, day 121: a day before it is too early, whatever today's chart says."""
    patient = waiting(120)
    assert (reviewed(patient).verdict, reviewed(waiting(121)).verdict) == ("too-early", "inadequate-response")
    assert confirmed(seen(patient)) is None
    told = {item.answer.words: item for item in outcomes(seen(patient))}
    assert told["80 % or more of the days covered"].verdict == "too-early"
    for item in told.values():
        if not item.answer.later:
            assert item.changes is (item.verdict != "too-early")
    # In eight days the verdict is another one by itself: the samples that say nothing new do not change it.
    assert (told["UPCR of 3 g/g, as at baseline"].verdict, told["UPCR of 3 g/g, as at baseline"].changes) == (
        "inadequate-response",
        False,
    )


def test_in_a_record_told_in_months_today_is_today():
    """At month 3.9 a tenth of a month more would end the four months."""
    patient = case(biopsy("m+0"), prednisone("m+0"), mmf("m+0"), pdc(92, "mmf", "m+0", "m+3.9"),
                   proteinuria(("m+0", "3.0"), ("m+2.5", "3.0"), ("m+3.5", "3.0")), stable("m+0", "m+2.5", "m+3.5"), as_of="m+3.9")  # fmt: skip
    assert reviewed(patient).verdict == "too-early"
    told = {item.answer.words: item for item in outcomes(seen(patient))}
    assert told["80 % or more of the days covered"].verdict == "too-early"
    assert told["80 % or more of the days covered"].changes is False


def test_an_answer_that_leads_elsewhere_well_beyond_its_limit_is_told_exactly():
    """From 0.6 g/g after 8.0, a rise to 2.99 is the loss of a response; a fall to 1.5 is not yet one."""
    patient = case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 182), proteinuria((-3, "8.0"), (80, "0.6"), (110, "0.6")),
                   function((-3, 50), (80, 50), (110, 50)), as_of=182)  # fmt: skip
    told = {item.answer.words: item.verdict for item in outcomes(seen(patient))}
    assert told["UPCR of 2.99 g/g"] == "relapse"
    assert "UPCR of 2.99 g/g or less" not in told
    assert "UPCR below 0.5 g/g" in told
