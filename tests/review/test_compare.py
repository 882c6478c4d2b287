"""Criteria sets side by side: the verdicts, and the sentence that makes the difference, found by evaluation."""

from decimal import Decimal

import pytest
from case_builder import (
    FIRST,
    biopsy,
    case,
    guideline,
    mmf,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
    two_failures,
)

from lnreview.review.compare import differences, readings, verdicts
from lnreview.review.detail.comparison import comparison, rules
from lnreview.review.evaluate import assessment


def running(*values, days=FIRST, as_of=185, biopsies_now=False, **fields):
    return case(
        biopsy(), biopsy(as_of - 5, id="now") if biopsies_now else [], prednisone(), mmf(0), pdc(92, "mmf", 0, as_of), proteinuria(*zip(days, values, strict=True)), stable(*days),
        as_of=as_of, **fields,
    )  # fmt: skip


def compared(patient, criteria=None):
    view = assessment(patient, guideline(), criteria=criteria)
    found = verdicts(view)
    return view, found, {item.other.criteria.id: item for item in differences(view, found)}


FIVE_MONTHS = running("3.0", "3.0", "3.0", days=(-3, 120, 150), as_of=153)
A_THIRD_LESS = running("2.0", "1.3", "1.3", days=(-3, 185, 215), as_of=218)


@pytest.mark.parametrize("patient", [FIVE_MONTHS, A_THIRD_LESS, two_failures()])
def test_each_set_says_in_the_table_what_its_own_review_says(patient):
    _, found, _ = compared(patient)
    assert {item.criteria.id: item.verdict for item in found} == {
        name: reviewed(patient, criteria=name).verdict for name in guideline().criteria
    }
    assert found[0].criteria.id == "arora-2022"


def test_the_months_of_a_course_make_the_difference_after_five_months():
    _, _, found = compared(FIVE_MONTHS)
    assert set(found) == set(guideline().criteria) - {"arora-2022"}
    assert all(item.alone and ("course-months",) in item.rules for item in found.values())


def test_the_time_for_the_half_makes_the_difference_after_seven_months():
    _, _, found = compared(A_THIRD_LESS)
    assert set(found) == {"kdigo-2024", "acr-2024"}
    (rule,) = found["kdigo-2024"].rules
    assert rule[0] == "milestone-months"


def test_the_difference_is_the_same_read_from_the_other_side():
    _, _, found = compared(FIVE_MONTHS, "kdigo-2024")
    assert set(found) == {"arora-2022"}
    assert ("course-months",) in found["arora-2022"].rules


def test_rules_that_decide_only_together_are_given_as_a_group_without_idle_members():
    """A set that asks for one failed regimen and counts a missed partial response: neither alone makes it refractory."""
    arora = guideline().criteria["arora-2022"]
    numbers = {
        **arora.parameters,
        "refractory-regimens": arora["refractory-regimens"].model_copy(update={"value": Decimal(1)}),
        "no-partial-months": arora["milestone-months"],
        "worse-rise": arora["worse-rise"].model_copy(update={"value": Decimal(30)}),
    }
    other = arora.model_copy(update={"id": "other", "no_partial_is_failure": True, "parameters": numbers})
    pack = guideline().model_copy(update={"criteria": {"arora-2022": arora, "other": other}})
    patient = running("2.0", "1.3", "1.3", days=(-3, 185, 215), as_of=218, biopsies_now=True)
    view = assessment(patient, pack)
    (item,) = differences(view, verdicts(view))
    assert item.other.verdict == "refractory"
    assert item.alone is False
    assert {rule[0] for rule in item.rules} == {"refractory-regimens", "no_partial_is_failure"}


def test_the_sentence_names_both_numbers_and_cites_both_sets():
    table = next(
        table
        for table in comparison(assessment(FIVE_MONTHS, guideline()))
        if table.id == "criteria-differences"
    )
    row = next(row for row in table.rows if row.cells[0] == "KDIGO 2024")
    assert row.cells[1] == "Too early"
    assert "adequate exposure before a regimen can be judged: 6 months (Arora 2022: 4 months)" in row.cells[2]
    assert {citation.source for citation in row.citations} == {"arora-2022", "kdigo-2024"}


def test_a_single_opinion_needs_no_table_of_differences():
    tables = comparison(assessment(two_failures(as_of=370), guideline()))
    assert [table.id for table in tables][:1] == ["criteria-comparison"]
    assert "criteria-differences" not in [table.id for table in tables]
    assert tables[0].intro == "All 6 sets come to the same verdict: refractory."
    assert len(tables[0].rows) == 6


def test_the_rules_that_differ_stand_beside_each_other():
    table = rules(list(guideline().criteria.values()))
    names = [column.title for column in table.columns]
    course = next(row for row in table.rows if row.cells[0].startswith("Adequate exposure before"))
    by_set = dict(zip(names, course.cells, strict=True))
    assert by_set["Arora 2022"] == "4-6 months"
    assert by_set["KDIGO 2024"] == "6-12 months"
    tolerance = next(row for row in table.rows if row.cells[0].startswith("Confirmed fall of eGFR"))
    assert dict(zip(names, tolerance.cells, strict=True))["EULAR/ERA-EDTA 2019"] == "10 %"
    ceiling = next(row for row in table.rows if "partial response must lie" in row.cells[0])
    assert dict(zip(names, ceiling.cells, strict=True))["EULAR 2025"] == ""
    assert not any(row.cells[0].startswith("Days between the two samples") for row in table.rows)


def test_the_opening_sentence_says_who_comes_to_what():
    table = comparison(assessment(A_THIRD_LESS, guideline()))[0]
    assert table.intro == (
        "The sets disagree: by Arora 2022, EULAR/ERA-EDTA 2019, EULAR 2023 and EULAR 2025 it is inadequate response; "
        "by ACR 2024 and KDIGO 2024 it is responding."
    )


def test_another_reading_that_changes_the_verdict_is_named():
    view, _, _ = compared(FIVE_MONTHS)
    changed = {(item.field, item.value): item.verdict.verdict for item in readings(view)}
    assert changed["course_time", "six-months-each"] == "too-early"
    assert ("course_time", "per-regimen") not in changed  # that is how it is read now
    assert ("egfr_tolerance", "20") not in changed


def test_the_set_in_use_carries_the_switches_and_the_others_stand_as_published():
    strict = running(
        "3.0", "3.0", "3.0", days=(-3, 120, 150), as_of=153, settings={"course_time": "six-months-each"}
    )
    _, found, _ = compared(strict)
    assert {item.verdict for item in found} == {"too-early"}
    _, from_kdigo, _ = compared(strict, "kdigo-2024")
    assert {item.criteria.id: item.verdict for item in from_kdigo}["arora-2022"] == "inadequate-response"
