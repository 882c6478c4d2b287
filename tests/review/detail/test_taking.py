"""A graded conclusion per regimen and drug, what was said, and the infusions that were given."""

import pytest
from case_builder import (
    belimumab,
    biopsy,
    case,
    course,
    euro_lupus,
    hcq_level,
    hydroxychloroquine,
    level,
    measure,
    mmf,
    nih,
    pdc,
    prednisone,
    voclosporin,
)
from drug_tables import administered, cell, dispense, row_of, shown

from lnreview.review.adherence import Heard
from lnreview.review.detail.taking import grade, taking
from lnreview.review.finding import Evidence

MMF, CONCLUSIONS, TOLD, INFUSIONS = (
    "mycophenolate mofetil",
    "adherence-conclusions",
    "adherence-told",
    "adherence-infusions",
)


def regimen(*parts, drug=None, as_of=182):
    return case(biopsy(), prednisone(), drug or mmf(0, 180), hydroxychloroquine(-300), *parts, as_of=as_of)


def undetectable(day=100):
    return level("mycophenolic-acid", day, kind="trough", detectable="no")


def said(*words):
    return measure("statement", "mmf", 0, 180, says="adherent", note=" ".join(words))


@pytest.mark.parametrize(
    ("parts", "conclusion", "status"),
    [
        ([pdc(92, "mmf", 0, 180)], "an objective measure in range, none against", "met"),
        ([pdc(60, "mmf", 0, 180)], "an objective measure against", "not-met"),
        ([undetectable()], "an objective measure against", "not-met"),
        ([pdc(92, "mmf", 0, 180), undetectable()], "measures in conflict", "not-documented"),
        ([measure("admitted-nonadherence", "mmf", 0, 100)], "nonadherence admitted", "not-met"),
        (
            [measure("admitted-nonadherence", "mmf", 0, 100), pdc(92, "mmf", 0, 180)],
            "measures in conflict",
            "not-documented",
        ),
        ([said("takes tablets")], "a statement only", "not-documented"),
        (
            [measure("admitted-nonadherence", "mmf", 0, 100, says="adherent")],
            "a measure that cannot tell",
            "not-documented",
        ),
        ([], "nothing on record", "not-documented"),
    ],
)
def test_the_conclusion_for_one_drug(parts, conclusion, status):
    table = shown(regimen(*parts), taking)[CONCLUSIONS]
    row = row_of(table, MMF)

    assert (cell(table, row, "Conclusion"), row.status) == (conclusion, status)
    assert (cell(table, row, "Would settle it") == "") is (status != "not-documented")


def test_a_conflict_asks_for_a_level_on_the_day_of_a_refill_check():
    table = shown(regimen(pdc(92, "mmf", 0, 180), undetectable()), taking)[CONCLUSIONS]

    assert "on the same day as a refill check" in cell(table, row_of(table, MMF), "Would settle it")


def test_a_hydroxychloroquine_level_stands_for_itself():
    table = shown(regimen(pdc(92, "mmf", 0, 180), hcq_level(100, 50)), taking)[CONCLUSIONS]

    assert row_of(table, MMF).status == "met"
    assert row_of(table, "hydroxychloroquine").status == "not-met"


def test_a_statement_on_the_whole_treatment_speaks_of_every_drug():
    both = [voclosporin(0, 180), measure("admitted-nonadherence", "", 0, 100)]
    table = shown(regimen(*both), taking)[CONCLUSIONS]

    assert row_of(table, MMF).status == row_of(table, "voclosporin").status == "not-met"


def test_voclosporin_is_asked_for_refills_and_never_for_a_level():
    table = shown(regimen(voclosporin(0, 180)), taking)[CONCLUSIONS]
    wanted = cell(table, row_of(table, "voclosporin"), "Would settle it")

    assert "refills" in wanted
    assert "not monitored" in wanted


def test_an_infused_drug_is_asked_for_its_records():
    table = shown(regimen(drug=nih(0, 150, given=None)), taking)[CONCLUSIONS]

    assert "infusion records" in cell(table, row_of(table, "cyclophosphamide"), "Would settle it")


def test_doses_given_without_a_number_planned_cannot_tell():
    table = shown(regimen(drug=belimumab(0, None, doses_given=3), as_of=60), taking)[CONCLUSIONS]
    row = row_of(table, "belimumab")

    assert (cell(table, row, "Conclusion"), row.status) == ("a measure that cannot tell", "not-documented")


def test_refills_of_the_follow_on_are_heard_here():
    follow = mmf(90, 160, g=2, id="follow", role="follow-on")
    table = shown(
        regimen(follow, dispense("2024-04-09", 36), dispense("2024-05-15", 36), drug=euro_lupus(0, 75)),
        taking,
    )[CONCLUSIONS]

    assert row_of(table, MMF).status == "met"


def test_what_was_said_names_what_stood_in_the_way():
    admitted = measure("admitted-nonadherence", "mmf", 0, 100, barriers=["cost", "side-effects"])
    table = shown(regimen(admitted, said("takes tablets")), taking)[TOLD]
    told = {row.cells[1]: row for row in table.rows}

    assert cell(table, told["nonadherence asked of the patient"], "Says") == "admitted"
    assert (
        cell(table, told["nonadherence asked of the patient"], "What stood in the way")
        == "cost, side effects"
    )
    assert all(row.status is None for row in table.rows)


def test_denied_is_not_admitted():
    denied = measure("admitted-nonadherence", "mmf", 0, 100, says="adherent")
    table = shown(regimen(denied), taking)[TOLD]

    assert cell(table, table.rows[0], "Says") == "denied"


@pytest.mark.parametrize(
    ("status", "answer"),
    [("complete", "met"), ("partial", "not-met"), ("missed", "not-met"), ("unknown", "not-documented")],
)
def test_an_administration_is_complete_partial_or_missed(status, answer):
    given = administered("2024-02-01", {"value": 500, "unit": "mg"}, status=status)
    table = shown(regimen(given, drug=nih(0, 150, given=None, doses_planned=None)), taking)[INFUSIONS]

    assert [row.status for row in table.rows] == [answer]


def test_pulses_are_no_infusions_of_this_table():
    pulse = course("methylprednisolone", 0, 2, 500, "mg", route="iv", doses_given=3, doses_planned=3)

    assert INFUSIONS not in shown(regimen(pulse), taking)


def test_a_level_that_is_only_detectable_is_called_so():
    found = [Heard("regimen-drug", True, None, Evidence("tacrolimus trough", "4.2", "ng/mL"), detected=True)]

    assert grade(found) == ("a detectable level, nothing against", "met")


WEEKS = [f"2024-{day}" for day in ("01-10", "01-24", "02-07", "03-06", "04-03")]
"""Belimumab from DAY0: weeks 0, 2 and 4, then every 4 weeks."""


def infusions(days, as_of="2024-05-01", **more):
    course_ = course(
        "belimumab", 0, None, 10, "mg/kg", route="iv", frequency="every 4 weeks", id="bel", **more
    )
    found = shown(case(biopsy(), prednisone(), mmf(0), course_, [administered(day, drug="belimumab") for day in days],
                       as_of=as_of), taking)  # fmt: skip
    return found[CONCLUSIONS], row_of(found[CONCLUSIONS], "belimumab")


def test_dated_infusions_without_a_gap_settle_it():
    table, row = infusions(WEEKS, doses_given=5)

    assert row.status == "met"
    assert cell(table, row, "Would settle it") == ""


@pytest.mark.parametrize(
    ("days", "more"),
    [(WEEKS[:3] + WEEKS[4:], {}), (WEEKS, {"doses_given": 6}), (WEEKS, {"as_of": "2024-06-10"})],
)
def test_a_gap_or_another_number_leaves_it_open_and_does_not_ask_for_what_is_on_file(days, more):
    table, row = infusions(days, **more)

    assert row.status == "not-documented"
    assert "each dose with its date" not in cell(table, row, "Would settle it")
    assert "number of infusions planned" in cell(table, row, "Would settle it")


def test_a_remark_on_the_treatment_says_nothing_of_a_drug_that_others_give():
    parts = [mmf(0), course("rituximab", 0, 14, 1000, "mg", route="iv", id="rtx"),
             measure("admitted-nonadherence", "", 30, 60, says="nonadherent")]  # fmt: skip
    table = shown(case(biopsy(), prednisone(), *parts, as_of=200), taking)[CONCLUSIONS]

    assert row_of(table, MMF).status == "not-met"
    assert row_of(table, "rituximab").status == "not-documented"
    assert "treatment as a whole" in cell(table, row_of(table, "rituximab"), "Conclusion")
