"""What could still be learned: what is asked, in which order, what each answer puts on record, and what is not asked."""

from decimal import Decimal

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    creatinine,
    egfr,
    euro_lupus,
    guideline,
    mmf,
    mpa_auc,
    nih,
    on,
    one_failure,
    pdc,
    proteinuria,
    rituximab,
    stable,
    tacrolimus,
    two_failures,
    upcr,
)

from lnreview.review.evaluate import assessment
from lnreview.review.questions import questions


def asked(patient, criteria=None):
    return questions(assessment(patient, guideline(), criteria=criteria))


def question(patient, words, criteria=None):
    return next(item for item in asked(patient, criteria) if item.ask.startswith(words))


def answered(patient, words, number=0, farther=False):
    """Return the record after the answer of that number to the question that begins so."""
    answer = question(patient, words).answers[number]
    change = answer.farther if farther else answer.change
    assert change is not None
    return change(assessment(patient, guideline()).ctx.case)


OPEN = case(biopsy(), mmf(0, None, None), tacrolimus(0, id="tac"), proteinuria((-3, "3.0")), stable(-3), as_of=182, complete={})  # fmt: skip
"""Two drugs that run, of which the record says neither whether they were taken nor all doses."""


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_the_questions_stand_in_the_order_of_the_walk_with_what_each_takes():
    assert [(item.ask, item.step, item.place, item.effort, item.on_record) for item in asked(OPEN)] == [
        ("whether every immunosuppressive course is listed", "dosing", "complete", "chart", False),
        ("whether every kidney biopsy is listed", "biopsy", "complete", "chart", False),
        ("refills of mycophenolate mofetil + tacrolimus over the course", "adherence", "adherence", "chart", False),
        ("a level of mycophenolic acid under mycophenolate mofetil + tacrolimus", "adherence", "levels", "sample", False),
        ("what the patient says of taking mycophenolate mofetil + tacrolimus", "adherence", "adherence", "chart", False),
        ("the MPA AUC0-12 under mycophenolate mofetil + tacrolimus", "dosing", "levels", "sample", False),
        ("the achieved dose of mycophenolate mofetil", "dosing", "courses", "chart", False),
        ("the achieved dose of tacrolimus", "dosing", "courses", "chart", True),
        ("two further UPCR samples", "response", "labs", "sample", False),
        ("two further values of creatinine", "response", "labs", "sample", False),
        ("a kidney biopsy now", "biopsy", "biopsies", "tissue", False),
        ("whether a biopsy can be taken", "biopsy", "events", "chart", False),
    ]  # fmt: skip


def test_what_the_record_answers_is_marked_and_what_ended_is_looked_up_in_the_chart():
    """Taken, at full dose, with tissue under the latest regimen: only the AUC and further samples are open."""
    found = {item.ask: (item.effort, item.on_record) for item in asked(two_failures())}
    assert found == {
        "refills of mycophenolate mofetil over the course": ("chart", True),
        "a level of mycophenolic acid under mycophenolate mofetil": ("chart", True),
        "what the patient says of taking mycophenolate mofetil": ("chart", True),
        "the MPA AUC0-12 under mycophenolate mofetil": ("chart", False),
        "the achieved dose of mycophenolate mofetil": ("chart", True),
        "the infusion record of cyclophosphamide": ("chart", True),
        "two further UPCR samples": ("sample", False),
        "two further values of creatinine": ("sample", False),
        "a kidney biopsy now": ("tissue", True),
        "whether a biopsy can be taken": ("chart", True),
    }


def test_the_answers_turn_at_the_numbers_of_the_pack_and_name_them():
    """80 % of days, AUC 30, 2 g/d, UPCR 0.5, half, a quarter more, a fifth less, AI 3, CI 6 with AI 2."""
    told = [
        (answer.words, answer.exactly, answer.parameter.id if answer.parameter else "", answer.later)
        for item in asked(two_failures()) for answer in item.answers
    ]  # fmt: skip
    assert told == [
        ("80 % or more of the days covered", "80 % of the days covered", "pdc-adherent", 0),
        ("less than 80 % of the days covered", "just under 80 % of the days covered", "pdc-adherent", 0),
        ("mycophenolic acid not detectable", "", "", 0),
        ("the patient admits not having taken it", "", "", 0),
        ("an AUC of 30 mg·h/L or more", "an AUC of 30 mg·h/L", "mpa-auc-floor", 0),
        ("an AUC below 30 mg·h/L", "an AUC just below 30 mg·h/L", "mpa-auc-floor", 0),
        ("2 g/d or more throughout", "2 g/d throughout", "mmf-floor", 0),
        ("less than 2 g/d throughout", "just under 2 g/d throughout", "mmf-floor", 0),
        ("every infusion given", "", "", 0),
        ("infusions missed", "", "", 0),
        ("UPCR below 0.5 g/g", "UPCR just below 0.5 g/g", "arora-2022.complete-upcr", 8),
        ("UPCR of 1.5 g/g or less", "UPCR of 1.5 g/g", "arora-2022.partial-fall", 8),
        ("UPCR of 3 g/g, as at baseline", "", "", 8),
        ("UPCR of 3.75 g/g or more", "UPCR of 3.75 g/g", "arora-2022.worse-rise", 8),
        ("eGFR of 71 or less, lower by more than 20 %", "eGFR of 71", "arora-2022.egfr-worse", 8),
        ("active lupus nephritis (AI above 3)", "active lupus nephritis (AI just above 3)", "active-ai", 0),
        ("predominantly chronic lesions (CI 6 or more, AI 2 or less)", "CI 6 and AI 2", "chronic-ci", 0),
        ("thrombotic microangiopathy as the explanation", "", "", 0),
        ("no lupus nephritis", "", "", 0),
        ("a biopsy is contraindicated", "", "", 0),
    ]


def test_the_answers_that_confirm_are_those_that_a_step_asks_for():
    confirming = [answer.words for item in asked(OPEN) for answer in item.answers if answer.confirms]
    assert confirming == [
        "the list is complete",
        "the list is complete",
        "80 % or more of the days covered",
        "an AUC of 30 mg·h/L or more",
        "2 g/d or more throughout",
        "4 mg/d or more throughout",
        "UPCR of 3 g/g, as at baseline",
        "active lupus nephritis (AI above 3)",
    ]
    records = [answer.words for item in asked(two_failures()) for answer in item.answers if answer.confirms]
    assert "every infusion given" in records
    assert "infusions missed" not in records


# --- what an answer puts on record -----------------------------------------------------------------------------------


def test_refills_are_of_every_course_from_its_start_to_the_day_of_the_review_or_its_end():
    for number, farther, percent in ((0, False, 80), (0, True, 100), (1, False, 79), (1, True, 40)):
        told = answered(OPEN, "refills", number, farther).adherence
        assert [(item.kind, item.course, item.drug, item.since.text, item.until.text) for item in told] == [
            ("pdc", "mmf", "mycophenolate mofetil", on(0), on(182)),
            ("pdc", "tac", "tacrolimus", on(0), on(182)),
        ]
        assert {(item.value.value, item.value.unit) for item in told} == {(percent, "%")}
    ended = answered(case(biopsy(), mmf(0, 150), as_of=182), "refills").adherence
    assert [item.until.text for item in ended] == [on(150)]
    planned = answered(case(biopsy(), mmf(0, 200), as_of=182), "refills").adherence
    assert [item.until.text for item in planned] == [on(182)]


@pytest.mark.parametrize(("number", "says"), [(0, "adherent"), (1, "nonadherent")])
def test_an_infusion_record_is_asked_of_a_regimen_that_was_infused_throughout(number, says):
    infused = case(biopsy(), nih(0, 150), as_of=182)
    (told,) = answered(infused, "the infusion record", number).adherence
    assert (told.kind, told.says, told.course, told.drug) == (
        "infusion-record",
        says,
        "cyc",
        "cyclophosphamide",
    )
    assert (told.since.text, told.until.text) == (on(0), on(150))
    assert not any(item.ask.startswith(("refills", "what the patient says")) for item in asked(infused))
    beside = case(biopsy(), mmf(0), rituximab(3, 17), as_of=182)
    assert not any(item.ask.startswith("the infusion record") for item in asked(beside))


def test_what_the_patient_admits_and_a_level_that_is_not_detectable_speak_against():
    (told,) = answered(OPEN, "what the patient says").adherence
    assert (told.kind, told.says, told.course, told.drug) == (
        "admitted-nonadherence",
        "nonadherent",
        "tac",
        "tacrolimus",
    )
    assert (told.since.text, told.until.text) == (on(0), on(182))
    (level,) = answered(OPEN, "a level of mycophenolic acid").levels
    assert (level.substance, level.kind, level.detectable, level.drawn_on.text) == ("mycophenolic-acid", "random", "no", on(182))  # fmt: skip


def test_a_treatment_that_is_not_named_cannot_have_been_collected_at_a_pharmacy():
    unnamed = case(biopsy(), course("", 0, role="induction"), proteinuria((-3, "3.0")), as_of=182)
    assert not any(item.step == "adherence" for item in asked(unnamed))


def test_no_level_of_mycophenolic_acid_is_asked_of_another_drug():
    other = case(biopsy(), tacrolimus(0), as_of=182)
    assert not any("mycophenolic" in item.ask or "MPA" in item.ask for item in asked(other))
    assert any(item.ask.startswith("what the patient says of taking tacrolimus") for item in asked(other))


@pytest.mark.parametrize(
    ("number", "farther", "value"), [(0, False, 30), (0, True, 60), (1, False, 29), (1, True, 15)]
)
def test_an_auc_is_measured_in_plasma_under_the_course(number, farther, value):
    (level,) = answered(OPEN, "the MPA AUC0-12", number, farther).levels
    assert (level.substance, level.kind, level.matrix, level.detectable) == ("mycophenolic-acid", "auc0-12", "plasma", "yes")  # fmt: skip
    assert (level.quantity.value, level.drawn_on.text) == (value, on(182))


def test_an_auc_that_was_measured_is_on_record_and_a_trough_is_not_one():
    assert question(two_failures(mpa_auc(100, 40)), "the MPA AUC0-12").on_record is True
    trough = ("levels", {"substance": "mycophenolic-acid", "kind": "trough", "drawn_on": on(100),
                         "quantity": {"value": Decimal(2), "unit": "mg/L"}})  # fmt: skip
    assert question(two_failures(trough), "the MPA AUC0-12").on_record is False
    unread = ("levels", {"substance": "mycophenolic-acid", "kind": "auc0-12", "drawn_on": on(100)})
    assert question(two_failures(unread), "the MPA AUC0-12").on_record is False


@pytest.mark.parametrize(
    ("number", "farther", "grams"), [(0, False, "2"), (0, True, "4"), (1, False, "1.98"), (1, True, "1")]
)
def test_an_achieved_dose_replaces_that_of_the_drug_and_of_no_other(number, farther, grams):
    before = assessment(OPEN, guideline()).ctx.case.courses
    after = answered(OPEN, "the achieved dose of mycophenolate", number, farther).courses
    assert [item.id for item in after] == [item.id for item in before]
    assert (after[0].dose.value, after[0].dose.unit, after[0].frequency) == (Decimal(grams), "g/d", "")
    assert after[1] == before[1]


def test_a_dose_by_infusion_or_by_weight_is_not_asked_as_a_daily_dose():
    assert not any("achieved dose" in item.ask for item in asked(case(biopsy(), nih(0, 150), as_of=182)))


def test_the_enteric_coated_form_is_asked_at_its_own_dose():
    """1.44 g of the sodium salt is what 2 g of the ester are."""
    coated = case(biopsy(), course("Myfortic", 0, id="ec"), as_of=182)
    item = question(coated, "the achieved dose")
    assert [answer.words for answer in item.answers] == [
        "1.44 g/d or more throughout",
        "less than 1.44 g/d throughout",
    ]


def test_a_glucocorticoid_is_asked_for_where_none_is_on_record():
    bare = case(biopsy(), mmf(0), pdc(92, "mmf", 0, 180), as_of=182)
    assert not any("glucocorticoid" in item.ask for item in asked(one_failure()))
    item = question(bare, "the glucocorticoid given with mycophenolate mofetil")
    assert (item.step, item.place) == ("dosing", "courses")
    assert [(answer.words, answer.confirms) for answer in item.answers] == [
        ("a glucocorticoid was given", True)
    ]
    steroid = answered(bare, "the glucocorticoid").courses[-1]
    assert (steroid.drug, steroid.start.text, steroid.role) == ("prednisone", on(0), "supportive")


# --- response --------------------------------------------------------------------------------------------------------


def test_a_baseline_is_asked_for_only_where_it_is_what_is_lacking():
    lacking = case(biopsy(), mmf(0), proteinuria((140, "1.31"), (170, "1.31")), as_of=182)
    item = question(lacking, "UPCR before mycophenolate mofetil")
    assert (item.step, item.place, item.effort) == ("response", "labs", "chart")
    assert [(answer.words, answer.confirms, answer.exactly) for answer in item.answers] == [
        ("a UPCR of 1.31 g/g, as later", True, ""),
        ("a UPCR of 2.62 g/g or more, of which the later value is half or less", False, "a UPCR of 2.62 g/g"),
    ]
    for number, farther, value in ((0, False, "1.31"), (1, False, "2.62"), (1, True, "5.24")):
        change = item.answers[number].farther if farther else item.answers[number].change
        lab = change(lacking).labs[-1]
        assert (lab.analyte, lab.quantity.value, lab.quantity.unit, lab.collected_on.text) == ("upcr", Decimal(value), "g/g", on(0))  # fmt: skip
    assert item.answers[1].parameter.id == "arora-2022.partial-fall"
    for known in ([upcr(-3, "3.0")], []):
        patient = case(biopsy(), mmf(0), known, as_of=182)
        assert not any(item.ask.startswith("UPCR before") for item in asked(patient))


def test_the_two_samples_are_taken_after_the_review_and_a_week_apart():
    """Two samples count when they lie 7 days or more apart."""
    first, second = answered(two_failures(), "two further UPCR samples").labs[-2:]
    assert (first.collected_on.text, second.collected_on.text) == (on(365), on(372))
    assert first.quantity == second.quantity
    assert first.id != second.id


@pytest.mark.parametrize(
    ("number", "farther", "value"),
    [(0, False, "0.49"), (0, True, "0.25"), (1, False, "1.5"), (1, True, "0.75"), (2, False, "3"), (3, False, "3.75"), (3, True, "7.5")],
)  # fmt: skip
def test_two_samples_stand_at_the_limit_or_well_beyond_it(number, farther, value):
    last = answered(two_failures(), "two further UPCR samples", number, farther).labs[-1]
    assert (last.analyte, last.quantity.value, last.quantity.unit) == ("upcr", Decimal(value), "g/g")


def test_half_of_heavy_proteinuria_is_not_enough_where_the_set_has_a_ceiling():
    """A partial response is a fall by half to below 3 g/g: from 8 g/g that is 2.99, from 5 g/g 2.5."""
    for before, limit in (("8.0", "2.99"), ("5.0", "2.5")):
        patient = case(biopsy(), mmf(0), proteinuria((-3, before), (140, before)), as_of=182)
        words = [answer.words for answer in question(patient, "two further UPCR").answers]
        assert f"UPCR of {limit} g/g or less" in words
    free = [name for name, item in guideline().criteria.items() if "partial-ceiling" not in item.parameters]
    patient = case(biopsy(), mmf(0), proteinuria((-3, "8.0"), (140, "8.0")), as_of=182)
    for name in free:
        words = [answer.words for answer in question(patient, "two further UPCR", name).answers]
        assert "UPCR of 4 g/g or less" in words


def test_a_printed_limit_keeps_what_it_stands_for():
    """Half of 2.13 is 1.065, so 1.06; a quarter more is 2.6625, so 2.67."""
    patient = case(biopsy(), mmf(0), proteinuria((-3, "2.13"), (140, "2.13")), as_of=182)
    words = [answer.words for answer in question(patient, "two further UPCR").answers]
    assert words[1:] == [
        "UPCR of 1.06 g/g or less",
        "UPCR of 2.13 g/g, as at baseline",
        "UPCR of 2.67 g/g or more",
    ]


def test_without_a_baseline_no_half_is_asked_for_and_without_a_value_no_comparison():
    only_later = case(biopsy(), mmf(0), proteinuria((140, "3.0")), as_of=182)
    words = [answer.words for answer in question(only_later, "two further UPCR").answers]
    assert words == ["UPCR below 0.5 g/g", "UPCR of 3 g/g, as now", "UPCR of 3.75 g/g or more"]
    none = case(biopsy(), mmf(0), as_of=182)
    assert [answer.words for answer in question(none, "two further UPCR").answers] == ["UPCR below 0.5 g/g"]
    assert not any(item.ask == "two further values of creatinine" for item in asked(none))
    assert not any(item.step == "response" for item in asked(case(biopsy(), upcr(1, "3.0"), as_of=20)))


def test_lower_values_of_function_are_of_the_equation_of_the_baseline():
    reported = case(biopsy(), mmf(0), egfr(-3, 91), egfr(140, 91), as_of=182)
    labs = answered(reported, "two further values of creatinine").labs[-2:]
    assert [lab.collected_on.text for lab in labs] == [on(183), on(190)]
    assert {(lab.analyte, lab.quantity.value, lab.equation) for lab in labs} == {
        ("egfr", Decimal(72), "unknown")
    }
    half = answered(reported, "two further values of creatinine", farther=True).labs[-1]
    assert half.quantity.value == 36
    measured = case(biopsy(), mmf(0), creatinine(-3, "0.8"), creatinine(140, "0.8"), as_of=182)
    assert answered(measured, "two further values of creatinine").labs[-1].equation == "ckd-epi-2021"


# --- tissue ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "farther", "ai", "ci"),
    [(0, False, 4, 0), (0, True, 24, 0), (1, False, 2, 6), (1, True, 0, 12)],
)
def test_tissue_of_the_day_of_the_review_shows_activity_or_scar(number, farther, ai, ci):
    """Active above AI 3; chronic from CI 6 with AI up to 2; the ends of the scales are 24 and 12."""
    newest = answered(one_failure(), "a kidney biopsy now", number, farther).biopsies[-1]
    assert (newest.activity_index, newest.chronicity_index, newest.taken_on.text) == (ai, ci, on(182))
    assert newest.classes == ("IV",)


def test_tissue_carries_the_class_that_was_last_found():
    patient = one_failure(biopsy(-400, "III", id="old"), biopsy(-5, "III+V", id="new"))
    assert answered(patient, "a kidney biopsy now").biopsies[-1].classes == ("III", "V")
    first = case(mmf(0), proteinuria((-3, "3.0")), as_of=182)
    assert answered(first, "a kidney biopsy now").biopsies[-1].classes == ("IV",)


def test_tissue_may_show_another_cause_or_no_lupus_nephritis():
    tma = answered(one_failure(), "a kidney biopsy now", 2).biopsies[-1]
    assert (tma.tma, [(lesion.what, lesion.explains) for lesion in tma.lesions]) == ("yes", [("tma", "yes")])
    assert answered(one_failure(), "a kidney biopsy now", 3).biopsies[-1].shows_ln == "no"
    barred = answered(one_failure(), "whether a biopsy can be taken").events[-1]
    assert (barred.what, barred.on.text) == ("biopsy-contraindicated", on(182))


def test_of_an_empty_record_nothing_but_the_lists_is_asked():
    assert asked(case(as_of=10)) == ()
    assert [item.place for item in asked(case(as_of=10, complete={}))] == ["complete", "complete"]
    for one in (upcr(1, "3.0"), egfr(1, 60), biopsy(), mmf(0)):
        assert any(item.ask == "a kidney biopsy now" for item in asked(case(one, as_of=10)))


def test_a_list_that_was_called_complete_is_complete():
    after = answered(OPEN, "whether every kidney biopsy").complete
    assert (after.biopsies, after.courses) == ("yes", "unknown")
    assert answered(OPEN, "whether every immunosuppressive course").complete.courses == "yes"


def test_a_record_in_months_is_answered_at_the_next_tenth_of_a_month():
    """A day after month 7 is 0.03 months later, eight days 0.26: the next tenths are 7.1 and 7.4."""
    patient = case(biopsy("m+0"), mmf("m+0"), proteinuria(("m+0", "3.0"), ("m+5", "3.0")), as_of="m+7")
    first, second = answered(patient, "two further UPCR samples").labs[-2:]
    assert (first.collected_on.text, second.collected_on.text) == ("m+7.1", "m+7.4")


def test_a_scheme_of_infusions_has_its_record_to_its_last_day():
    patient = case(biopsy(), euro_lupus(0, 70), as_of=182)
    (told,) = answered(patient, "the infusion record").adherence
    assert told.until.text == on(70)


def test_an_answer_reaches_from_the_first_start_to_the_day_of_the_review_while_something_runs():
    """A stop in the month of the review may lie ahead of its day."""
    two = case(biopsy(), mmf(0), tacrolimus(10, id="tac"), as_of=182)
    assert {item.since.text for item in answered(two, "refills").adherence} == {on(0)}
    ends_this_month = case(biopsy(), mmf(0, "2024-07", ongoing="yes"), as_of=182)
    assert [item.until.text for item in answered(ends_this_month, "refills").adherence] == [on(182)]


def test_only_the_list_that_is_open_is_asked_about():
    for closed, words in (
        ("courses", "whether every kidney biopsy is listed"),
        ("biopsies", "whether every immunosuppressive course is listed"),
    ):
        assert [item.ask for item in asked(case(as_of=10, complete={closed: "yes"}))] == [words]


@pytest.mark.parametrize(
    ("tissue", "seen"),
    [
        (biopsy(-110), False), (biopsy(-90), True), (biopsy(0), True), (biopsy(100), True), (biopsy(100, ai=None, ci=None), True), (biopsy(-1, ai=None, ci=None), False),
        (biopsy(None), False), ([biopsy(-300, id="old"), biopsy(100)], True), ([], False),
    ],
)  # fmt: skip
def test_tissue_of_the_last_six_months_or_graded_under_the_treatment_is_on_record(tissue, seen):
    """The treatment began on day -100; six months before the review of 9 July 2024, day 181, is 9 January, day -1."""
    patient = case(tissue, mmf(-100), proteinuria((140, "3.0"), (170, "3.0")), as_of=181)
    assert question(patient, "a kidney biopsy now").on_record is seen
