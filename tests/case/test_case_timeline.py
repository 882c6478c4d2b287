"""The record as of a day: what came later is not known, what is said twice counts once, the order of import is nothing."""

import random
from datetime import date
from typing import get_args

import pytest

from lnreview.case.dates import ChartDate, Span
from lnreview.case.model import Case, clinical_lists, entry_lists
from lnreview.case.timeline import dated, day, known_at, latest_day

REQUIRED = {
    "labs": {"analyte": "upcr"},
    "dispenses": {"drug": "mmf", "days_supply": 30, "dispensed_on": "2024-01-01"},
    "administrations": {"drug": "cyc"},
    "adherence": {"kind": "statement"},
    "levels": {"substance": "tacrolimus"},
    "measurements": {"what": "weight", "quantity": {"value": 60, "unit": "kg"}},
    "blood_pressures": {"systolic": 120, "diastolic": 70},
    "comorbidities": {"what": "diabetes"},
    "pregnancies": {"status": "pregnant"},
    "genotypes": {"gene": "APOL1", "result": "G0/G0"},
    "other_causes": {"what": "drug"},
    "events": {"what": "flare"},
    "episodes": {"began_on": "2024-01-01"},
    "baselines": {"course": "a", "reason": "as seen"},
}
"""What an entry of a list cannot do without."""


def dates_of(kind: type) -> list[str]:
    fields = kind.model_fields.items()
    return [
        name
        for name, field in fields
        if field.annotation is ChartDate or ChartDate in get_args(field.annotation)
    ]


DATES = [(name, field) for name in clinical_lists() for field in dates_of(entry_lists()[name])]
AS_OF = "2024-03-15"


def case(**content) -> Case:
    return Case.model_validate({"id": "invented", **content})


def known(subject: Case, as_of: str = AS_OF) -> Case:
    return known_at(subject, span(as_of))


def span(text: str) -> Span:
    return ChartDate.parse(text).on()


def held(subject: Case, name: str, field: str) -> list[str]:
    """Return what a field of a list holds after all, as text."""
    return [str(getattr(entry, field)) for entry in getattr(subject, name) if getattr(entry, field)]


# --- what is not known yet -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "field"), DATES)
def test_no_date_after_the_review_is_left_in_the_record(name, field):
    """Also the date of a field that is new: a SLEDAI of next month says nothing about today."""
    later = case(**{name: [{**REQUIRED.get(name, {}), field: "2024-03-16"}]})
    assert held(known(later), name, field) == []


@pytest.mark.parametrize(("name", "field"), DATES)
@pytest.mark.parametrize("text", [AS_OF, "2024-03", "2024", "2024-03-14"])
def test_what_is_of_the_day_or_may_be_older_is_known(name, field, text):
    subject = case(**{name: [{**REQUIRED.get(name, {}), field: text}]})
    assert held(known(subject), name, field) == [text]


def test_a_review_of_a_month_knows_the_whole_month():
    subject = case(labs=[{"analyte": "upcr", "collected_on": text} for text in ("2024-03-31", "2024-04-01")])
    assert held(known(subject, "2024-03"), "labs", "collected_on") == ["2024-03-31"]


def test_a_result_is_known_from_the_day_of_its_report():
    reported = {"taken_on": "2024-03-01", "known_on": "2024-03-20"}
    assert known(case(biopsies=[reported])).biopsies == ()
    assert len(known(case(biopsies=[reported]), "2024-03-20").biopsies) == 1


def test_what_is_not_known_yet_hides_nothing_else():
    subject = case(labs=[{"analyte": "upcr", "collected_on": text} for text in ("2024-05-01", "2024-02-01")])
    assert held(known(subject), "labs", "collected_on") == ["2024-02-01"]


def test_a_measure_of_adherence_is_known_at_the_end_of_its_period():
    measure = {"kind": "pdc", "since": "2024-01-01", "until": "2024-06-30"}
    assert known(case(adherence=[measure])).adherence == ()
    assert len(known(case(adherence=[measure]), "2024-06-30").adherence) == 1


def test_a_measure_of_adherence_without_an_end_is_known_at_its_start():
    measure = {"kind": "pdc", "since": "2024-01-01"}
    assert dated(case(adherence=[measure]).adherence[0]) == ChartDate.parse("2024-01-01")


def test_a_pregnancy_is_known_from_its_start_and_its_end_is_not():
    subject = case(pregnancies=[{"status": "pregnant", "since": "2024-02-01", "until": "2024-06-01"}])
    assert [(str(item.since), item.until) for item in known(subject).pregnancies] == [("2024-02-01", None)]


def test_a_course_that_ends_later_still_runs_and_how_it_ends_is_not_known():
    ended = {
        "drug": "mmf", "start": "2024-01-01", "stop": "2024-06-01", "ongoing": "no", "stop_reason": "no-response",
        "doses_given": 6, "stated_outcome": "partial", "outcome_on": "2024-03-01",
    }  # fmt: skip
    now = known(case(courses=[ended])).courses[0]
    assert (now.stop, now.ongoing, now.stop_reason, now.doses_given) == (None, "yes", "unknown", None)
    assert (str(now.outcome_on), now.stated_outcome) == ("2024-03-01", "partial")
    then = known(case(courses=[ended]), "2024-06-01").courses[0]
    assert (str(then.stop), then.ongoing, then.stop_reason, then.doses_given) == (
        "2024-06-01",
        "no",
        "no-response",
        6,
    )


def test_an_outcome_of_later_is_not_known():
    subject = case(courses=[{"drug": "mmf", "stated_outcome": "complete", "outcome_on": "2024-04-01"}])
    assert (known(subject).courses[0].stated_outcome, known(subject).courses[0].outcome_on) == (
        "unknown",
        None,
    )


def test_a_cause_that_resolves_later_is_still_there():
    subject = case(
        other_causes=[
            {"what": "uti", "shown_on": "2024-03-01", "resolved_on": "2024-03-20", "note": "E. coli"}
        ]
    )
    assert [(item.resolved_on, item.note) for item in known(subject).other_causes] == [(None, "E. coli")]


# --- what is said twice ----------------------------------------------------------------------------------------------


def test_what_two_documents_say_alike_counts_once():
    lab = {"analyte": "upcr", "quantity": {"value": 3, "unit": "g/g"}, "collected_on": "2024-03-01"}
    subject = case(
        labs=[
            {**lab, "id": "first", "source": "letter of March", "note": "copied"},
            {**lab, "id": "again", "source": "laboratory", "note": ""},
            {**lab, "id": "other", "quantity": {"value": 2, "unit": "g/g"}},
        ]
    )
    assert sorted(item.id for item in known(subject).labs) == ["first", "other"]


def test_two_results_of_one_number_on_two_days_are_two_results():
    subject = case(labs=[{"analyte": "upcr", "collected_on": text} for text in ("2024-03-01", "2024-03-02")])
    assert len(known(subject).labs) == 2


def test_what_is_about_the_second_copy_of_a_course_is_about_the_course():
    course = {"drug": "mmf", "start": "2024-01-01"}
    subject = case(
        courses=[{**course, "id": "mmf"}, {**course, "id": "mmf-again"}],
        adherence=[{"kind": "statement", "course": "mmf-again"}, {"kind": "observed", "course": "elsewhere"}],
        events=[{"what": "no-response", "course": "mmf-again"}],
    )
    now = known(subject)
    assert sorted(item.course for item in now.adherence) == ["elsewhere", "mmf"]
    assert [item.course for item in now.events] == ["mmf"]


def test_a_baseline_that_names_the_second_copy_of_a_value_means_the_value():
    def lab(id: str, analyte: str) -> dict:
        return {"id": id, "analyte": analyte, "collected_on": "2024-01-01"}

    course = {"drug": "mmf", "start": "2024-01-01"}
    subject = case(
        labs=[lab("u", "upcr"), lab("u-again", "upcr"), lab("c", "creatinine"), lab("c-again", "creatinine")],
        courses=[{**course, "id": "mmf"}, {**course, "id": "mmf-again"}],
        baselines=[
            {"course": "mmf-again", "upcr": "u-again", "kidney": "c-again", "reason": "before pulses"}
        ],
    )
    chosen = known(subject).baselines[0]
    assert (chosen.course, chosen.upcr, chosen.kidney) == ("mmf", "u", "c")


# --- the order -------------------------------------------------------------------------------------------------------


def test_entries_stand_in_the_order_of_time_those_without_a_day_first():
    subject = case(
        events=[
            {"id": "d", "what": "flare", "on": "2024-03-01"},
            {"id": "c", "what": "flare", "on": "2023-12"},
            {"id": "b", "what": "onset", "order": 2},
            {"id": "e", "what": "worsened", "on": "2024-03-01", "order": 1},
            {"id": "a", "what": "improved", "order": 1},
            {"id": "0", "what": "stable"},
        ]
    )
    assert [item.id for item in known(subject).events] == ["0", "a", "b", "c", "d", "e"]


def test_no_order_of_import_shows_among_the_entries_of_one_day():
    labs = [
        {"id": f"{analyte} {value}", "analyte": analyte, "quantity": {"value": value, "unit": "g/g"}, "collected_on": "2024-03-01"}
        for analyte in ("upcr", "creatinine", "egfr") for value in (3, 1, 2)
    ]  # fmt: skip
    courses = [{"id": f"{drug} {dose}", "drug": drug, "start": "2024-01-01", "note": "x",
                "dose": {"value": dose, "unit": "mg"}} for drug in ("mmf", "cyc") for dose in (2, 1)]  # fmt: skip
    told = set()
    for seed in range(12):
        shuffled = random.Random(seed)
        now = known(
            case(labs=shuffled.sample(labs, len(labs)), courses=shuffled.sample(courses, len(courses)))
        )
        told.add((tuple(item.id for item in now.labs), tuple(item.id for item in now.courses)))
    assert len(told) == 1


def test_entries_of_one_day_stand_by_what_they_are_about():
    subject = case(
        labs=[
            {"id": analyte, "analyte": analyte, "collected_on": "2024-03-01"}
            for analyte in ("upcr", "c3", "egfr")
        ]
    )
    assert [item.id for item in known(subject).labs] == ["c3", "egfr", "upcr"]


# --- single days -----------------------------------------------------------------------------------------------------


def test_an_entry_is_drawn_in_the_middle_of_the_days_that_it_may_mean():
    subject = case(biopsies=[{"taken_on": "2024-03"}, {}])
    assert day(subject, subject.biopsies[0]) == date(2024, 3, 16)
    assert day(subject, subject.biopsies[1]) is None


def test_the_last_day_of_a_record_is_the_latest_that_anything_in_it_names():
    lab = {"analyte": "upcr", "collected_on": "m+3"}
    assert latest_day(case()) is None
    assert latest_day(case(labs=[{"analyte": "upcr"}])) is None
    assert str(latest_day(case(labs=[lab]))) == "month 3"
    assert str(latest_day(case(labs=[{**lab, "known_on": "m+4"}]))) == "month 4"
    course = {"drug": "mmf", "start": "m+1", "stop": "m+6"}
    assert str(latest_day(case(labs=[lab], courses=[course]))) == "month 6"
    assert str(latest_day(case(labs=[{**lab, "collected_on": "m+9"}, lab], courses=[course]))) == "month 9"
    partial = [{"analyte": "upcr", "collected_on": text} for text in ("2024-03-15", "2024-03")]
    for labs in (partial, partial[::-1]):
        assert str(latest_day(case(labs=labs))) == "2024-03"  # it may mean the 31st
