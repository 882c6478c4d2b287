"""What would change the verdict: answers are evaluated, and turn exactly at the number of the pack."""

from decimal import Decimal

import pytest
from case_builder import (
    biopsy,
    case,
    first_regimen,
    guideline,
    measure,
    mmf,
    on,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    second_regimen,
    stable,
    two_failures,
)

from lnreview.review.detail.change import change
from lnreview.review.evaluate import assessment
from lnreview.review.questions import questions
from lnreview.review.whatif import confirmed, outcomes


def found(patient):
    view = assessment(patient, guideline())
    return {(item.question.step, item.answer.words): item for item in outcomes(view)}


def unproven():
    """Return the refractory patient of whose mycophenolate nobody knows whether it was taken."""
    parts = [biopsy(), first_regimen(taken=measure("statement", "mmf", 0, 180, says="adherent")), second_regimen(),
             biopsy(300, ai=9, ci=2, id="second")]  # fmt: skip
    return case(*parts, measure("infusion-record", "cyc", 184, 335, says="adherent"), as_of=364)


def test_refills_at_the_limit_make_it_refractory_and_one_percent_less_does_not():
    patient = unproven()
    assert reviewed(patient).verdict == "inadequate-response"
    answers = found(patient)
    at = answers["adherence", "80 % or more of the days covered"]
    under = answers["adherence", "less than 80 % of the days covered"]
    assert (at.verdict, at.changes) == ("refractory", True)
    assert under.verdict != "refractory"


def test_an_auc_in_range_would_make_it_refractory():
    """The example of the issue: “an MPA AUC of 30 or more would make it refractory”."""
    answer = found(unproven())["dosing", "an AUC of 30 mg·h/L or more"]
    assert (answer.verdict, answer.changes) == ("refractory", True)
    assert answer.answer.parameter == guideline()["mpa-auc-floor"]


def test_an_answer_is_what_the_review_of_such_a_record_says():
    patient = one_failure()
    said = found(patient)["biopsy", "predominantly chronic lesions (CI 6 or more, AI 2 or less)"]
    with_tissue = one_failure(biopsy(182, "IV", ai=2, ci=6, id="new"))
    assert said.verdict == reviewed(with_tissue).verdict == "chronic-damage"


def test_nothing_is_added_to_the_case_itself():
    patient = unproven()
    before = patient.model_dump()
    found(patient)
    assert patient.model_dump() == before


def test_the_smallest_group_holds_nothing_that_can_be_left_out():
    """Neither regimen is proven taken: both answers are needed, and no third one."""
    parts = [biopsy(), first_regimen(taken=measure("statement", "mmf", 0, 180, says="adherent")),
             second_regimen(regimen=mmf(184, None, id="second-mmf", regimen="second"), taken=[])]  # fmt: skip
    view = assessment(case(*parts, as_of=364), guideline())
    group = confirmed(view)
    assert group is not None
    asked = [question.ask for question, _ in group.parts]
    assert len(asked) == len(set(asked))
    for left_out in group.parts:
        rest = [answer for part in group.parts if part is not left_out for answer in part[1:]]
        patched = view.ctx.case
        for answer in rest:
            patched = answer.change(patched)
        assert reviewed(patched).verdict != group.verdict


def test_more_time_is_not_mistaken_for_an_answer():
    """Ten days before the window of the course ends, two samples that say nothing new are no reason for a verdict."""
    patient = case(
        biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 117), proteinuria((-3, "3.0"), (80, "3.0"), (110, "3.0")),
        stable(-3, 80, 110), as_of=117,
    )  # fmt: skip
    assert reviewed(patient).verdict == "too-early"
    unchanged = found(patient)["response", "UPCR of 3 g/g, as at baseline"]
    assert unchanged.verdict == "inadequate-response"  # the four months are over by then
    assert (
        not unchanged.changes or reviewed(patient.model_copy(update={"as_of": None})).verdict != "too-early"
    )


def test_a_record_told_in_months_is_asked_in_months():
    patient = case(biopsy("m+0"), prednisone("m+0"), mmf("m+0"), pdc(92, "mmf", "m+0", "m+7"),
                   proteinuria(("m+0", "3.0"), ("m+5", "3.0"), ("m+6", "3.0")), as_of="m+7")  # fmt: skip
    answers = found(patient)
    assert answers["response", "UPCR below 0.5 g/g"].verdict == "responding"


def test_the_first_question_is_the_one_with_the_most_telling_answers():
    tables = {table.id: table for table in change(assessment(unproven(), guideline()))}
    first = tables["ask-first"].rows[0]
    assert first.cells[0] == "1"
    told = [row.how for row in tables["ask-first"].rows]
    assert all("lead to another documented verdict" in text for text in told)
    assert "refractory" in " ".join(row.cells[3] for row in tables["ask-first"].rows)
    needs = [row.cells[2] for row in tables["ask-first"].rows]
    assert needs == sorted(needs, key=["chart or call", "a sample", "tissue"].index)
    what = tables["what-would-change"]
    assert all(row.cells[1] for row in what.rows)
    assert any(
        "80 % or more of the days covered" in row.cells[0] and row.cells[1] == "Refractory"
        for row in what.rows
    )
    assert all(row.steps for row in what.rows)
    assert {
        row.steps
        for row in what.rows
        if "of the days covered" in row.cells[0] and "; and" not in row.cells[0]
    } == {("adherence",)}


def asked(patient):
    tables = {table.id: table for table in change(assessment(patient, guideline()))}
    return [row.cells[1] for row in tables["ask-first"].rows] if "ask-first" in tables else []


def test_what_is_on_record_is_not_asked_for_again():
    """Refills in range, a dose on record, tissue of two months: an old AUC may lie in the chart, and samples can be taken."""
    assert asked(two_failures()) == [
        "The MPA AUC0-12 under mycophenolate mofetil",
        "Two further UPCR samples",
    ]
    assert any("Refills of mycophenolate" in text for text in asked(unproven()))


@pytest.mark.parametrize(("age", "offered"), [(5, False), (7, True)])
def test_tissue_is_not_asked_for_while_it_is_fresh(age, offered):
    """Six months is the time after which a repeat biopsy is asked for."""
    patient = case(
        biopsy(182 - 30 * age - age // 2), first_regimen(), as_of=182,
    )  # fmt: skip
    assert ("A kidney biopsy now" in asked(patient)) is offered


@pytest.mark.parametrize("patient", [two_failures(), one_failure(), unproven()])
def test_every_answer_gives_a_record_that_can_be_saved(patient):
    view = assessment(patient, guideline())
    for question in questions(view):
        for answer in question.answers:
            changed = answer.change(view.ctx.case)
            assert type(changed).model_validate(changed.model_dump()) == changed


def test_a_missing_baseline_is_asked_for():
    patient = case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 182), proteinuria((140, "3.0"), (170, "3.0")),
                   stable(-3, 140, 170), as_of=182)  # fmt: skip
    answers = found(patient)
    assert answers["response", "a UPCR of 3 g/g, as later"].verdict == "inadequate-response"
    assert (
        answers["response", "a UPCR of 6 g/g or more, of which the later value is half or less"].verdict
        != "inadequate-response"
    )


def test_the_days_after_the_review_are_in_the_calendar_of_the_record():
    view = assessment(one_failure(), guideline())
    samples = next(question for question in questions(view) if question.ask == "two further UPCR samples")
    changed = samples.answers[0].change(view.ctx.case)
    days = [lab.collected_on.text for lab in changed.labs[-2:]]
    assert days == [on(183), on(190)]
    assert changed.labs[-1].quantity.value == Decimal("0.49")
