"""How infusions, measures and supplies of a regimen are heard: days at the edge, entries that say nothing, two drugs."""

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    event,
    guideline,
    hydroxychloroquine,
    level,
    measure,
    mmf,
    mpa_auc,
    nih,
    pdc,
    prednisone,
    rituximab,
    tacrolimus,
)

from lnreview.review import levels
from lnreview.review.adherence import adherence, everything_heard
from lnreview.review.evaluate import assessment
from lnreview.review.exposure import exposures, under
from lnreview.review.refills import NoShare, Refilled, of_course

AS_OF = "2024-12-01"
MMF_COURSE = mmf("2024-02-01", "2024-05-11")
"""1 February to 11 May: 101 days."""


def seen(*parts, as_of=AS_OF):
    return assessment(case(biopsy("2024-01-02"), prednisone("2024-01-02"), *parts, as_of=as_of), guideline())


def found(*parts, **more):
    """Return adherence of the first regimen."""
    view = seen(*parts, **more)
    regimen = view.lines[0].regimen
    return adherence(view.ctx, regimen, regimen.end)


def heard(*parts, **more):
    view = seen(*parts, **more)
    regimen = view.lines[0].regimen
    return everything_heard(view.ctx, regimen, regimen.end)


def dispense(day, days, drug="MMF"):
    return ("dispenses", {"drug": drug, "dispensed_on": day, "days_supply": days})


def refilled(*parts, course_=MMF_COURSE, as_of=AS_OF):
    view = seen(course_, *parts, as_of=as_of)
    own = next(item for item in view.ctx.case.courses if item.id == course_[1]["id"])
    return of_course(view.ctx, own, None)


def infusion(day, status="complete", drug="cyclophosphamide"):
    return ("administrations", {"drug": drug, "given_on": day, "status": status})


# --- measures --------------------------------------------------------------------------------------------------------


def test_a_measure_without_a_course_is_heard_when_its_time_touches_the_regimen():
    def count(since, until):
        return len(
            heard(MMF_COURSE, measure("pill-count", "", since, until, value={"value": 90, "unit": "%"}))
        )

    assert count("2024-01-01", "2024-01-31") == 0
    assert count("2024-01-01", "2024-02-01") == 1
    assert count("2024-05-11", "2024-07-01") == 1
    assert count("2024-05-12", "2024-07-01") == 0
    assert count(None, "2024-01-31") == 0
    assert count("2024-05-12", None) == 0
    assert count("2024-01-31", None) == 0
    assert count("2024-03-01", None) == 1
    assert count(None, None) == 1


def test_a_measure_names_the_regimen_drug_hydroxychloroquine_or_something_else():
    def about(drug):
        said = heard(MMF_COURSE, hydroxychloroquine("2024-01-02"), measure("observed", "", "2024-03-01", None, says="adherent", drug=drug))  # fmt: skip
        return [item.about for item in said]

    assert about("mycophenolate mofetil") == ["regimen-drug"]
    assert about("hydroxychloroquine") == ["hydroxychloroquine"]
    assert about("") == ["treatment"]
    assert about("tacrolimus") == []
    assert about("something else") == []


def test_a_measure_of_another_course_or_drug_does_not_hide_the_next_one():
    said = heard(
        MMF_COURSE,
        pdc(95, "another", "2024-03-01"),
        measure("observed", "", "2024-03-01", None, says="adherent", drug="tacrolimus"),
        measure("observed", "", "2023-03-01", "2023-04-01", says="adherent"),
        pdc(70, "mmf", "2024-03-01"),
    )
    assert [(item.about, item.taken) for item in said] == [("regimen-drug", False)]


@pytest.mark.parametrize("kind", ["pdc", "mpr", "pill-count", "days-per-month"])
def test_a_measure_without_a_number_says_nothing(kind):
    said = heard(MMF_COURSE, measure(kind, "mmf", "2024-03-01"))
    assert [(item.taken, item.parameter) for item in said] == [(None, None)]
    assert found(MMF_COURSE, measure(kind, "mmf", "2024-03-01")).status == "not-documented"


@pytest.mark.parametrize(
    ("kind", "infused"), [("observed", True), ("infusion-record", True), ("statement", False)]
)
def test_an_observed_intake_is_heard_like_an_infusion_for_the_drug_and_for_the_treatment(kind, infused):
    own = measure(kind, "mmf", "2024-03-01", says="adherent")
    whole = measure(kind, "", "2024-03-01", says="adherent")
    other = measure(kind, "", "2024-03-01", says="adherent", drug="hydroxychloroquine")
    assert [item.infusions for item in heard(MMF_COURSE, own)] == [infused]
    assert [item.infusions for item in heard(MMF_COURSE, whole)] == [infused]
    assert [item.infusions for item in heard(MMF_COURSE, other)] == [False]


# --- weighing --------------------------------------------------------------------------------------------------------


def test_complete_infusions_settle_it_beside_nonadherence_to_the_treatment_as_a_whole():
    told = measure("admitted-nonadherence", "", "2024-03-01", says="nonadherent")
    said = found(nih("2024-02-01", "2024-07-01"), told)
    assert said.status == "met"
    assert said.because.startswith("Every infusion was given, which settles it for the infused drug;")


def test_an_infusion_that_was_missed_is_not_settled_by_one_that_was_given():
    said = found(nih("2024-02-01", "2024-07-01", given=None), infusion("2024-03-01", "missed"))
    assert said.status == "not-met"


def test_the_drug_that_is_taken_at_home_is_the_one_that_is_named():
    together = [nih("2024-02-01", "2024-07-01", given=None, regimen="one"), mmf("2024-02-01", regimen="one")]
    assert (
        found(*together).because == "The record holds no measure of whether mycophenolate mofetil was taken."
    )


def test_documented_nonadherence_asks_why_before_it_asks_for_a_later_measure():
    said = found(MMF_COURSE, pdc(50, "mmf", "2024-03-01"))
    assert [(item.what.split(" to ")[0].split(" (")[0], item.place, item.rank) for item in said.missing] == [
        ("barriers", "adherence", 35), ("a later objective measure of adherence", "adherence", 36),
    ]  # fmt: skip


def test_what_is_not_documented_is_asked_for_by_the_way_the_drug_is_given():
    asked = found(MMF_COURSE).missing[0]
    assert (asked.what, asked.place, asked.rank) == (
        "adherence evidence for mycophenolate mofetil from 2024-02-01: refills (share of days covered or possession "
        "ratio), pill count, mycophenolic acid (MPA) level or AUC, hydroxychloroquine blood level", "adherence", 10,
    )  # fmt: skip
    assert "infusion records, hydro" in found(nih("2024-02-01", "2024-07-01", given=None)).missing[0].what
    assert "mycophenolic" not in found(tacrolimus("2024-02-01")).missing[0].what


# --- infusions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason",
    ["intolerance", "infection", "pregnancy", "access", "planned-change", "refusal", "no-response", "worsening", "remission"],
)  # fmt: skip
def test_a_set_that_was_stopped_for_a_reason_is_not_missed(reason):
    assert heard(nih("2024-02-01", "2024-04-01", given=3, stop_reason=reason)) == []
    assert [item.taken for item in heard(nih("2024-02-01", "2024-04-01", given=3))] == [False]


def test_infusions_on_record_settle_it_when_as_many_as_planned_were_given():
    planned = course(
        "rituximab", "2024-02-01", "2024-03-01", 1000, "mg", route="iv", doses_planned=2, id="rtx"
    )

    def said(*parts):
        return [(item.taken, item.evidence.value, item.evidence.date) for item in heard(planned, *parts)]

    days = [infusion(day, drug="rituximab") for day in ("2024-02-01", "2024-02-15")]
    assert said(*days) == [(True, "2 of 2", "2024-02-15")]
    assert said(days[0]) == []
    three = [*days, infusion("2024-03-01", drug="rituximab")]
    assert said(*three) == [(True, "3 of 2", "2024-03-01")]
    assert said(*days, infusion("2024-03-02", drug="rituximab")) == [(True, "2 of 2", "2024-02-15")]
    assert said(infusion("2024-01-31", drug="rituximab"), days[1]) == []
    assert [item[0] for item in said(*days, infusion("2024-02-20", "partial", "rituximab"))] == [False]


def test_a_set_that_runs_on_is_not_missed_yet():
    running = rituximab("2024-02-01", None, 1)
    assert [item.taken for item in heard(running)] == [None]


# --- supplies --------------------------------------------------------------------------------------------------------


def test_a_course_of_one_day_makes_no_share():
    one = mmf("2024-02-01", "2024-02-01")
    said = refilled(dispense("2024-01-31", 5), dispense("2024-02-01", 1), course_=one)
    assert isinstance(said, NoShare)
    assert said.why == "the dates leave no day that surely belongs to the course"
    two = mmf("2024-02-01", "2024-02-02")
    assert isinstance(refilled(dispense("2024-02-01", 1), dispense("2024-02-02", 1), course_=two), Refilled)


def test_a_course_spent_in_hospital_makes_no_share():
    stay = event("hospital-stay", "2024-02-01", until="2024-05-11")
    said = refilled(dispense("2024-02-01", 30), dispense("2024-03-02", 30), stay)
    assert isinstance(said, NoShare)
    assert said.why == "no day of the course was spent at home"


def test_only_days_that_were_surely_spent_in_hospital_are_left_out():
    """From some day of March to 4 April: surely from 31 March to 4 April, five days."""
    supplied = dispense("2024-02-01", 30), dispense("2024-03-02", 30)
    assert refilled(*supplied, event("hospital-stay", "2024-03", until="2024-04-04")).found.away == 5
    assert refilled(*supplied, event("hospital-stay", "2024-03", until="2024-03")).found.away == 0
    assert refilled(*supplied, event("hospital-stay", None, until="2024-03-04")).found.away == 0


def test_drugs_that_no_level_measures_are_not_one_substance():
    methotrexate = course("methotrexate", "2024-02-01", "2024-05-11", 15, "mg", frequency="weekly", id="mtx")
    supplied = dispense("2024-02-01", 30, "methotrexate"), dispense("2024-03-02", 30, "losartan")
    said = refilled(*supplied, course_=methotrexate)
    assert isinstance(said, NoShare)
    assert [item.drug for item in said.supplies] == ["methotrexate"]


def test_a_supply_that_may_reach_the_course_belongs_to_it():
    """A supply of one day from some day of January or February may be of the course, one of January is not."""
    pair = dispense("2024-02-10", 30), dispense("2024-03-11", 30)
    assert len(refilled(*pair, dispense("2024-01", 1)).supplies) == 2
    assert len(refilled(*pair, dispense("2024-02", 1)).supplies) == 3
    assert len(refilled(*pair, dispense("2024-01-31", 1)).supplies) == 2
    assert len(refilled(*pair, dispense("2024-02-01", 1)).supplies) == 3
    month = mmf("2024-02", "2024-05-11")
    assert len(refilled(*pair, dispense("2024-02-05", 1), course_=month).supplies) == 3


def test_an_earlier_course_that_ended_on_the_day_of_the_supply_may_have_used_it():
    """Fifty days from 22 January: forty of the course if they were used from that day, fifty if they were kept."""
    supplied = dispense("2024-01-22", 50), dispense("2024-03-12", 30)

    def both_ways(stop):
        return refilled(*supplied, mmf("2023-10-01", stop, id="earlier")).before_first_dose

    assert both_ways("2024-01-21")
    assert not both_ways("2024-01-22")
    assert not both_ways("2024-01-23")


def test_a_share_is_told_up_to_the_last_supply_only_where_the_period_ends_without():
    """Thirty of thirty days up to 1 March, then a gap to the end or to the next supply."""
    to_the_end = refilled(dispense("2024-02-01", 15), dispense("2024-02-16", 15))
    assert to_the_end.until_last.pdc == (100, 100)
    between = refilled(dispense("2024-02-01", 30), dispense("2024-03-31", 60))
    assert between.until_last is None


def test_a_supply_of_an_uncertain_day_is_told_as_a_range_up_to_the_last():
    said = refilled(dispense("2024-02-01", 15), dispense("2024-03", 15))
    low, high = said.until_last.pdc
    assert low < high


# --- levels and areas ------------------------------------------------------------------------------------------------


def read(*parts):
    view = seen(mmf("2023-01-01"), hydroxychloroquine("2023-01-01"), *parts)
    return levels.reading(view.ctx, view.ctx.case.levels[0])


def test_a_hydroxychloroquine_that_is_not_detectable_was_not_taken():
    said = read(level("hydroxychloroquine", "2024-03-01", detectable="no", matrix="whole-blood"))
    assert said.taken is False
    assert said.limit == guideline()["hcq-whole-blood-floor"]


@pytest.mark.parametrize(
    ("bound", "taken"), [("<199", False), ("<200", False), ("<201", None), ("<=200", False)]
)
def test_a_bound_at_the_limit_of_whole_blood_is_below_it(bound, taken):
    assert (
        read(level("hydroxychloroquine", "2024-03-01", bound, "ng/mL", matrix="whole-blood")).taken is taken
    )


def area(day, value=40):
    return ("levels", mpa_auc(day, value)[1])


@pytest.mark.parametrize(
    ("day", "speaks"), [("2024-01", False), ("2024-02", True), ("2024-05", True), ("2024-06", False)]
)
def test_an_area_of_an_uncertain_day_speaks_for_a_regimen_that_it_may_fall_in(day, speaks):
    """From 15 February to 11 May."""
    view = seen(mmf("2024-02-15", "2024-05-11"), area(day))
    assert (under(view.ctx, view.lines[0].regimen) is not None) is speaks


def test_a_reported_area_rests_on_no_equation_and_a_bound_is_kept():
    view = seen(MMF_COURSE, area("2024-03-01"), area("2024-04-01", ">60"))
    assert [item.bound for item in exposures(view.ctx)] == ["", ">"]
    assert [item.cited() for item in exposures(view.ctx)] == [(), ()]


def test_an_area_speaks_for_a_regimen_whose_own_days_are_uncertain():
    view = seen(mmf("2024-02", "2024-05"), area("2024-02-10"))
    assert under(view.ctx, view.lines[0].regimen) is not None
    view = seen(mmf("2024-02", "2024-05"), area("2024-05-20"))
    assert under(view.ctx, view.lines[0].regimen) is not None


def test_an_area_without_a_value_or_in_another_unit_does_not_hide_the_next():
    without = level("mycophenolic-acid", "2024-03-01", kind="auc0-12", detectable="yes")
    wrong = level("mycophenolic-acid", "2024-03-02", 40, "mg", kind="auc0-12")
    view = seen(MMF_COURSE, without, wrong, area("2024-04-01", 41))
    assert [item.value for item in exposures(view.ctx)] == [41]


def test_a_stay_that_may_have_ended_on_the_day_it_began_leaves_out_nothing():
    supplied = dispense("2024-02-01", 30), dispense("2024-03-02", 30)
    assert refilled(*supplied, event("hospital-stay", "2024-03-10", until="2024-03")).found.away == 0


def test_a_supply_of_the_first_day_on_which_a_course_may_have_begun_belongs_to_it():
    pair = dispense("2024-03-10", 30), dispense("2024-04-11", 30)
    month = mmf("2024-02", "2024-05-11")
    assert len(refilled(*pair, dispense("2024-02-01", 1), course_=month).supplies) == 3
    assert len(refilled(*pair, dispense("2024-01-31", 1), course_=month).supplies) == 2
