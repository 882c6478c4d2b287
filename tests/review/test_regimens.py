"""How courses are read as regimens: what is one treatment, what belongs to it, what is none, and what still runs."""

import pytest
from case_builder import (  # fmt: skip
    biopsy,
    case,
    course,
    euro_lupus,
    guideline,
    mmf,
    nih,
    on,
    other_tissue,
    prednisone,
    rituximab,
    tacrolimus,
    upcr,
)

from lnreview.case.dates import ChartDate
from lnreview.review.evaluate import assessment
from lnreview.review.regimens import episode_of, is_infused, is_kidney_treatment, is_running


def view(*parts, as_of=400, **fields):
    return assessment(case(biopsy(), *parts, as_of=as_of, **fields), guideline())


def told(*parts, **fields):
    """Return the regimens as the ids of principal, carried and attached courses."""
    return [
        ([item.id for item in found.courses], [item.id for item in found.background], [item.id for item in found.attached])
        for found in view(*parts, **fields).course.regimens
    ]  # fmt: skip


def principal(*parts, **fields):
    return [ids for ids, _, _ in told(*parts, **fields)]


def ladders(*parts, **fields):
    return [line.ladder for line in view(*parts, **fields).lines]


def sole(part):
    found = view(part)
    return found.ctx, found.ctx.case.courses[0]


def obinutuzumab(start, **more):
    return course("obinutuzumab", start, None, 1000, "mg", id="obi", route="iv", **more)


# --- the rung --------------------------------------------------------------------------------------------------------


def test_obinutuzumab_with_mycophenolate_is_a_standard_induction_only_as_the_first_regimen():
    """The guideline names the combination as an initial therapy; any other anti-CD20 course is a rung of its own."""
    assert ladders(mmf(0), obinutuzumab(3)) == ["standard"]
    assert ladders(nih(0, 150), mmf(200), obinutuzumab(203)) == ["standard", "anti-cd20"]
    assert ladders(obinutuzumab(0)) == ["anti-cd20"]
    assert ladders(mmf(0), rituximab(3)) == ["anti-cd20"]
    assert ladders(tacrolimus(0), obinutuzumab(3)) == ["anti-cd20"]


def test_a_treatment_without_a_name_has_no_rung_and_a_drug_outside_the_standard_another():
    assert ladders(course("", 0)) == ["unnamed"]
    assert ladders(course("leflunomide", 0)) == ["other"]
    assert ladders(course("leflunomide", 0), mmf(3)) == ["standard"]
    assert ladders(course("", 0), course("leflunomide", 3)) == ["other"]


def test_a_regimen_is_called_by_its_drugs_each_once_with_those_that_run_on_beside_it():
    found = view(mmf(0, id="low"), mmf(60, id="high"), rituximab(200))
    assert [item.name(found.ctx) for item in found.course.regimens] == [
        "mycophenolate mofetil", "rituximab + mycophenolate mofetil",
    ]  # fmt: skip
    unnamed = view(course("", 0))
    assert unnamed.course.regimens[0].name(unnamed.ctx) == "treatment not named"


# --- one course ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drug", "route", "infused"),
    [
        ("cyclophosphamide", "iv", True), ("cyclophosphamide", "oral", False), ("cyclophosphamide", "unknown", True),
        ("belimumab", "sc", False), ("belimumab", "unknown", True), ("mycophenolate mofetil", "oral", False),
        ("mycophenolate mofetil", "unknown", False), ("tacrolimus", "iv", True), ("a trial drug", "iv", True),
        ("a trial drug", "unknown", False),
    ],
)  # fmt: skip
def test_the_route_says_whether_a_drug_is_infused_else_the_drug(drug, route, infused):
    assert is_infused(*sole(course(drug, 0, route=route))) is infused


@pytest.mark.parametrize(
    ("part", "running"),
    [
        (mmf(0, 399, ongoing="unknown"), False),
        (mmf(0, 399), False), (mmf(0, 400), False), (mmf(0, 401), True), (mmf(0), True),
        (mmf(0, ongoing="unknown"), True), (mmf(0, ongoing="no"), False), (mmf(None, ongoing="unknown"), None),
        (mmf(0, ongoing="unknown", stop_reason="intolerance"), False), (mmf(0, stop_reason="no-response"), False),
        (nih(0, ongoing="unknown"), None), (nih(0, ongoing="yes"), True),
    ],
)  # fmt: skip
def test_what_runs_on_the_day_of_the_review(part, running):
    """A stop that is planned lies ahead; a scheme of a few infusions ends by itself, so that its end is not known."""
    assert is_running(*sole(part)) is running


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({"drug": "mycophenolate mofetil"}, True), ({"drug": "prednisone"}, False), ({"drug": "hydroxychloroquine"}, False),
        ({"drug": "losartan"}, False), ({"drug": "dapagliflozin"}, False), ({"drug": "amlodipine"}, False), ({"drug": "warfarin"}, False),
        ({"drug": "mycophenolate mofetil", "role": "supportive"}, False), ({"drug": "mycophenolate mofetil", "role": "other-disease"}, False),
        ({"drug": "mycophenolate mofetil", "role": "maintenance"}, True), ({"drug": ""}, True),
    ],
)  # fmt: skip
def test_background_and_drugs_for_something_else_do_not_treat_the_nephritis(more, counts):
    ctx, item = sole(course(more["drug"], 0, **{key: value for key, value in more.items() if key != "drug"}))
    assert is_kidney_treatment(ctx, item) is counts


@pytest.mark.parametrize(
    ("part", "episode"),
    [
        (mmf(99), 0), (mmf(100), 1), (mmf(101), 1), (mmf(199), 1), (mmf(200), 2), (mmf(None, 150), 1), (mmf(None), 2),
        (mmf(None, stated_outcome="complete"), 1), (mmf(None, stated_outcome="primary-efficacy"), 1),
        (mmf(None, stated_outcome="partial"), 1), (mmf(None, stated_outcome="relapsed-later"), 1), (mmf(None, stated_outcome="no-response"), 2),
    ],
)  # fmt: skip
def test_a_course_is_of_the_episode_in_which_it_began(part, episode):
    """Undated, a course is of the present episode; one that worked, of the one before."""
    ctx, item = sole(part)
    boundaries = [ChartDate.parse(on(day)).on() for day in (100, 200)]
    assert episode_of(ctx, item, boundaries) == episode
    assert episode_of(ctx, item, []) == 0
    assert episode_of(ctx, item, boundaries[:1]) == min(
        episode, 1 if item.start or item.stop or episode == 2 else 0
    )


def test_a_month_in_which_an_episode_began_is_read_by_its_middle_or_its_first_day():
    """January 2024 has its middle on the 16th; the builder's day 0 is the 10th."""
    ctx, late = sole(mmf("2024-01-20"))
    month, mid = ChartDate.parse("2024-01").on(), ChartDate.parse("2024-01-15").on()
    assert episode_of(ctx, late, [month]) == 1
    ctx, early = sole(mmf("2024-01-10"))
    assert episode_of(ctx, early, [month]) == 1
    ctx, in_month = sole(mmf("2024-01"))
    assert episode_of(ctx, in_month, [mid]) == 1
    assert episode_of(ctx, in_month, [ChartDate.parse("2024-01-20").on()]) == 0


# --- which courses are regimens --------------------------------------------------------------------------------------


def test_a_drug_without_a_stated_purpose_is_a_regimen_by_its_class():
    for drug in ("mycophenolate mofetil", "rituximab", "leflunomide", ""):
        assert principal(course(drug, 0, role="unknown", id="x")) == [["x"]]
    for drug in ("azathioprine", "methotrexate", "a trial drug"):
        assert principal(course(drug, 0, role="unknown", id="x")) == []
        assert principal(course(drug, 0, role="induction", id="x")) == [["x"]]


def test_a_drug_without_a_stated_purpose_from_before_the_nephritis_is_for_something_else():
    """The first sign of the nephritis is the tissue of day -8."""
    assert principal(mmf(-9, role="unknown")) == []
    assert principal(mmf(-8, role="unknown")) == [["mmf"]]
    assert principal(mmf(-9)) == [["mmf"]]
    assert principal(mmf(None, role="unknown")) == [["mmf"]]


def test_what_was_planned_and_not_given_is_no_regimen_and_does_not_hide_what_follows():
    plan = course("rituximab", 10, id="rtx", doses_given=0)
    assert principal(plan, mmf(20)) == [["mmf"]]
    refused = course("cyclophosphamide", None, id="cyc", stop_reason="refusal")
    assert principal(refused, mmf(20)) == [["mmf"]]
    begun = course("cyclophosphamide", 0, id="cyc", stop_reason="refusal")
    assert principal(begun) == [["cyc"]]
    other = course("cyclophosphamide", None, id="cyc", stop_reason="intolerance")
    assert principal(other) == [["cyc"]]
    assert principal(prednisone(), mmf(20)) == [["mmf"]]
    assert principal(course("hemodialysis", 5), course("Dialysis", 5), mmf(20)) == [["mmf"]]


def test_what_begins_on_the_day_of_the_review_is_the_plan_unless_its_outcome_is_known():
    assert principal(mmf(400)) == []
    assert principal(mmf(399)) == [["mmf"]]
    assert principal(mmf(400, stated_outcome="no-response")) == [["mmf"]]


@pytest.mark.parametrize(
    ("stop", "role", "tissue", "counts"),
    [
        (-9, "unknown", [], False), (-8, "unknown", [], True), (-9, "induction", [], True), (None, "unknown", [], True),
        (-9, "induction", [other_tissue(-300)], False), (-8, "induction", [other_tissue(-300)], True),
        (-9, "induction", [other_tissue(-8)], True), (-9, "induction", [other_tissue(100)], True), (-9, "induction", [other_tissue(None)], True),
    ],
)  # fmt: skip
def test_a_course_that_ended_before_the_first_proof_may_have_been_for_something_else(
    stop, role, tissue, counts
):
    """Proof is the tissue of day -8; proteinuria was there long before."""
    found = principal(upcr(-390, "3.0"), mmf(-200, stop, role=role), tissue)
    assert found == ([["mmf"]] if counts else [])


def test_of_two_proofs_the_first_is_the_one_from_which_courses_count():
    assert principal(upcr(-390, "3.0"), mmf(-200, 50, role="unknown"), biopsy(90, id="again")) == [["mmf"]]


# --- what is one regimen ---------------------------------------------------------------------------------------------


def test_drugs_begun_within_thirty_days_are_one_regimen_and_later_ones_another():
    assert told(mmf(0), tacrolimus(30)) == [(["mmf", "tac"], [], [])]
    assert told(mmf(0), tacrolimus(31)) == [(["mmf"], [], []), (["tac"], ["mmf"], [])]


def test_a_dose_change_or_a_restart_of_one_class_belongs_to_the_regimen():
    assert principal(mmf(0, 100, id="low"), mmf(100, id="high"), mmf(350, id="again")) == [
        ["low", "high", "again"]
    ]


def test_a_class_that_is_added_while_the_first_runs_on_is_an_escalation():
    """The first runs on where it lasts more than 30 days beyond the start of the second."""
    for stop, carried in ((230, []), (231, ["mmf"]), (None, ["mmf"])):
        found = view(mmf(0, stop), tacrolimus(200)).course.regimens
        assert [item.id for item in found[1].background] == carried
        assert found[1].escalation is bool(carried)
        assert found[0].escalation is False
    open_end = view(nih(0, ongoing="unknown"), tacrolimus(200)).course.regimens
    assert open_end[1].background == ()


def test_where_the_record_names_its_regimens_the_names_decide():
    apart = [mmf(0, regimen="a"), tacrolimus(3, regimen="b")]
    assert principal(apart) == [["mmf"], ["tac"]]
    together = [mmf(0, 100, regimen="a"), nih(120, 200, regimen="b"), tacrolimus(260, regimen="a")]
    assert principal(together) == [["mmf", "tac"], ["cyc"]]
    unnamed_after = [mmf(0, regimen="a"), mmf(100, id="more")]
    assert principal(unnamed_after) == [["mmf"], ["more"]]


def test_undated_drugs_of_one_place_in_the_order_are_one_regimen():
    first = {"order": 1, "stated_outcome": "no-response"}
    assert principal(mmf(None, **first), tacrolimus(None, **first)) == [["mmf", "tac"]]
    assert principal(mmf(None, **first), tacrolimus(None, **first | {"order": 2})) == [["mmf"], ["tac"]]
    assert principal(tacrolimus(None, order=2), mmf(None, order=1)) == [["mmf"], ["tac"]]
    assert principal(mmf(0, order=1), tacrolimus(None, order=1)) == [["tac"], ["mmf"]]
    assert principal(mmf(None), tacrolimus(None)) == [["mmf"], ["tac"]]
    unnamed = [
        course("", None, order=1, id=name, stated_outcome=said)
        for name, said in (("x", "partial"), ("y", "no-response"))
    ]
    assert sorted(principal(unnamed)) == [["x"], ["y"]]


def test_undated_courses_come_first_and_those_of_one_day_in_the_order_of_the_record():
    assert principal(mmf(0, 100), nih(None, order=3)) == [["cyc"], ["mmf"]]
    found = view(tacrolimus(0, order=2), mmf(0, order=1)).course.regimens[0]
    assert [item.id for item in found.courses] == ["mmf", "tac"]
    by_name = view(tacrolimus(0), mmf(0)).course.regimens[0]
    assert [item.id for item in by_name.courses] == ["mmf", "tac"]


def test_a_regimen_runs_from_its_first_start_to_its_last_stop():
    found = view(mmf(0, 100, id="low"), mmf(90, 250, id="high")).course.regimens[0]
    assert (str(found.start), str(found.end), found.running) == (on(0), on(250), False)
    running = view(tacrolimus(0, 100), mmf(10)).course.regimens[0]
    assert (str(running.start), running.end, running.running) == (on(0), None, True)
    unknown = view(nih(0, ongoing="unknown")).course.regimens[0]
    assert (unknown.end, unknown.running) == (None, None)
    partly = view(mmf(0, 100), nih(3, ongoing="unknown")).course.regimens[0]
    assert (str(partly.end), partly.running) == (on(100), None)
    undated = view(mmf(None)).course.regimens[0]
    assert undated.start is None


def test_regimens_are_numbered_in_the_order_of_time():
    found = view(nih(200, 300), mmf(0, 150)).course.regimens
    assert [(item.id, item.courses[0].id) for item in found] == [("regimen-1", "mmf"), ("regimen-2", "cyc")]


# --- what belongs to a regimen ---------------------------------------------------------------------------------------


AFTER = {"role": "unknown"}


def test_mycophenolate_after_cyclophosphamide_is_its_follow_on_unless_it_was_begun_for_itself():
    assert told(euro_lupus(0, 70), mmf(84, **AFTER)) == [(["cyc"], [], ["mmf"])]
    for own in (
        {"role": "induction"}, AFTER | {"stated_outcome": "no-response"}, AFTER | {"stated_outcome": "worsened"},
        AFTER | {"stop_reason": "no-response"}, AFTER | {"stop_reason": "worsening"},
    ):  # fmt: skip
        assert principal(euro_lupus(0, 70), mmf(84, **own)) == [["cyc"], ["mmf"]]
    assert principal(euro_lupus(0, 70), mmf(84, **AFTER, stated_outcome="partial")) == [["cyc"]]


def test_azathioprine_without_a_stated_purpose_is_the_follow_on_of_cyclophosphamide_and_of_nothing_else():
    """The low-dose scheme counts with its azathioprine, which is then not asked for."""
    aza = course("azathioprine", 84, None, 100, "mg/d", id="aza", role="unknown")
    assert told(euro_lupus(0, 70), aza) == [(["cyc"], [], ["aza"])]
    assert told(mmf(0, 70), aza) == [(["mmf"], [], [])]
    assert told(euro_lupus(0, 70), mmf(80), aza) == [(["cyc"], [], []), (["mmf"], [], [])]
    for idle in ({"stop_reason": "no-response"}, {"start": on(-20)}, {"start": None}):
        assert told(euro_lupus(0, 70), (aza[0], aza[1] | idle)) == [(["cyc"], [], [])]
    asked = [item.what for item in view(prednisone(), euro_lupus(0, 70), aza).lines[0].dosing.finding.missing]
    assert not any("follow-on" in what for what in asked)
    without = [item.what for item in view(prednisone(), euro_lupus(0, 70)).lines[0].dosing.finding.missing]
    assert any("follow-on" in what for what in without)


def test_other_drugs_after_cyclophosphamide_and_mycophenolate_after_others_are_regimens():
    assert principal(euro_lupus(0, 70), tacrolimus(84, role="unknown")) == [["cyc"], ["tac"]]
    assert principal(tacrolimus(0, 70), mmf(84, role="unknown")) == [["tac"], ["mmf"]]


@pytest.mark.parametrize("role", ["maintenance", "follow-on"])
def test_maintenance_belongs_to_the_regimen_before_it(role):
    later = course("azathioprine", 180, None, 100, "mg/d", id="aza", role=role)
    assert told(mmf(0, 170), later) == [(["mmf"], [], ["aza"])]
    assert told(mmf(0, 170), later, nih(250, 300)) == [(["mmf"], [], ["aza"]), (["cyc"], [], [])]
    assert told(mmf(0, 100), nih(110, 170), later) == [(["mmf"], [], []), (["cyc"], [], ["aza"])]


def test_maintenance_of_the_day_on_which_a_regimen_began_is_of_that_regimen():
    aza = course("azathioprine", 200, None, 100, "mg/d", id="aza", role="maintenance")
    assert told(mmf(0, 170), nih(200, 300), aza) == [(["mmf"], [], []), (["cyc"], [], ["aza"])]
    early = course("azathioprine", -20, None, 100, "mg/d", id="aza", role="maintenance")
    assert told(mmf(0, 170), early) == [(["mmf"], [], [])]


def test_maintenance_without_a_day_is_of_the_last_regimen_unless_a_name_says_otherwise():
    undated = course("azathioprine", None, None, 100, "mg/d", id="aza", role="maintenance")
    assert told(mmf(0, 100), nih(150, 300), undated) == [(["mmf"], [], []), (["cyc"], [], ["aza"])]
    named = course("azathioprine", 350, None, 100, "mg/d", id="aza", role="maintenance", regimen="a")
    assert told(mmf(0, 100, regimen="a"), nih(150, 300, regimen="b"), named) == [
        (["mmf"], [], ["aza"]),
        (["cyc"], [], []),
    ]


def test_principal_carried_and_attached_courses_are_everything_of_a_regimen():
    aza = course("azathioprine", 260, None, 100, "mg/d", id="aza", role="maintenance")
    second = view(mmf(0), nih(200, 250), aza).course.regimens[1]
    assert [item.id for item in second.everything] == ["cyc", "mmf", "aza"]
