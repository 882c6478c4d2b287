"""What is asked for, and in which order: what would settle the verdict first."""

import pytest
from case_builder import biopsy, case, egfr, guideline, mmf, prednisone, upcr

from lnreview.review.evaluate import assessment
from lnreview.review.finding import Finding, Missing
from lnreview.review.missing import ranked

COURSES = "whether the list of medication courses is complete"
NOW = "current UPCR (or 24-h protein), creatinine and urine sediment"
TREATED = (biopsy(), prednisone(), mmf(0), upcr(30, "3.0"), egfr(30, 90))


def asked(*missing: Missing, parts=TREATED, verdict="inadequate-response", as_of=60, complete=None):
    subject = case(*parts, as_of=as_of, complete={} if complete is None else complete)
    findings = [Finding("dosing", "not-documented", "Open.", missing=missing)]
    return ranked(assessment(subject, guideline()), findings, verdict)


def gap(what: str, rank: int = 50, step: str = "dosing", place: str = "", entry: str = "") -> Missing:
    return Missing(what, "It decides.", step, place, entry, rank)


def told(found) -> list[str]:
    return [item.what for item in found]


def test_what_settles_the_verdict_sooner_is_asked_first():
    assert told(asked(gap("third", 30), gap("first", 5), gap("second", 12))) == ["first", "second", "third"]


def test_of_one_rank_the_order_is_by_step_and_words_and_never_by_chance():
    found = asked(gap("b"), gap("a"), gap("z", step="adherence"))
    assert told(found) == ["z", "a", "b"]


def test_what_two_steps_ask_for_is_asked_once_at_the_sooner_place():
    found = asked(gap("the report", 30), gap("the report", 10, step="biopsy"), gap("a level", 20))
    assert [(item.what, item.rank) for item in found] == [("the report", 10), ("a level", 20)]


def test_the_same_words_about_two_entries_are_two_questions():
    found = asked(gap("the dose", entry="mmf"), gap("the dose", entry="cyc"), gap("the dose", entry="mmf"))
    assert sorted(item.entry for item in found) == ["cyc", "mmf"]


def test_new_tissue_is_asked_for_once_however_it_is_worded():
    found = asked(gap("a biopsy", 20, place="biopsies"), gap("a repeat biopsy", 28, "biopsy", "biopsies"))
    assert told(found) == ["a biopsy"]


def test_the_report_of_a_biopsy_on_record_is_another_question_than_new_tissue():
    found = asked(
        gap("a biopsy", 20, place="biopsies"),
        gap("its indices", 25, place="biopsies", entry="first"),
        gap("its class", 26, place="biopsies", entry="first"),
    )
    assert told(found) == ["a biopsy", "its indices", "its class"]


# --- whether the courses are all listed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "parts", "complete", "wanted"),
    [
        ("inadequate-response", TREATED, {}, False),
        ("insufficient-data", TREATED, {}, True),
        ("insufficient-data", TREATED, {"courses": "no"}, True),
        ("insufficient-data", TREATED, {"courses": "yes"}, False),
        ("biopsy-needed", (biopsy(), upcr(30, "3.0")), {}, True),
        ("biopsy-needed", (biopsy(), upcr(30, "3.0")), {"courses": "yes"}, False),
    ],
)
def test_whether_all_courses_are_listed_is_asked_where_it_is_open(verdict, parts, complete, wanted):
    found = asked(parts=parts, verdict=verdict, complete=complete)
    assert any(item.what.startswith(COURSES) for item in found) is wanted


def test_the_list_of_courses_is_asked_for_before_how_they_were_taken():
    found = asked(gap("refills", 22), gap("age and sex", 20), verdict="insufficient-data")
    assert [item.what.split(",")[0] for item in found] == ["age and sex", COURSES, "refills"]
    assert [(item.place, item.step) for item in found if item.what.startswith(COURSES)] == [
        ("complete", "dosing")
    ]


# --- current values --------------------------------------------------------------------------------------------------


def test_current_values_are_asked_for_where_nothing_tells_of_the_present():
    found = asked(as_of=400)
    assert told(found) == [NOW]
    assert (found[0].place, found[0].step) == ("labs", "response")
    assert "the last 6 months" in found[0].why


def test_current_values_are_not_asked_for_where_there_are_some():
    assert told(asked()) == []


def test_current_values_are_asked_for_before_a_dose_and_after_tissue_that_is_due():
    found = asked(
        gap("a dose", 8), gap("tissue that is due", 3, "biopsy", "biopsies"), gap("x", 6), as_of=400
    )
    assert told(found) == ["tissue that is due", "x", NOW, "a dose"]
