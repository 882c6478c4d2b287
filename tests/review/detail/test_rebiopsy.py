"""How old the tissue is, and who asks for new tissue on this record."""

from datetime import timedelta

import pytest
from case_builder import (
    DAY0,
    MMF_ENDS,
    biopsy,
    case,
    event,
    first_regimen,
    lab,
    mmf,
    on,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    stable,
    two_failures,
    upcr,
)
from tissue_tables import cell, row, tables

from lnreview.case.dates import ChartDate, Span, shift_months
from lnreview.case.model import Case
from lnreview.review.ages import elapsed, since
from lnreview.review.detail.rebiopsy import rebiopsy, within
from lnreview.review.finding import Status

AGE, WHO = "biopsy-age", "biopsy-indications"


def span(text: str) -> Span:
    return ChartDate.parse(text).on()


def asked(subject: Case, name: str) -> Status | None:
    return row(tables(subject, rebiopsy)[WHO], name).status


@pytest.mark.parametrize(("months", "name"), [(24, "Voclosporin trial"), (6, "Obinutuzumab trial")])
@pytest.mark.parametrize(("days", "expected"), [(1, "within it"), (0, "within it"), (-1, "older")])
def test_the_age_that_a_trial_accepted(months: int, name: str, days: int, expected: str) -> None:
    """Exactly so many calendar months is within them; a day more is older. An entry rule of a trial is not met or missed."""
    taken = shift_months(DAY0, -months) + timedelta(days=days)
    found = tables(case(biopsy(taken.isoformat()), as_of=0), rebiopsy)[AGE]

    assert cell(found, name, "The biopsy") == expected
    assert row(found, name).status is None
    assert row(found, name).citations[0].status == ("primary" if months == 24 else "secondary")


def test_a_partial_date_leaves_an_age_open() -> None:
    assert within(span("2024-01"), span("2024-07-15"), 6) is None
    assert within(span("2024-01"), span("2024-07-01"), 6) is True
    assert within(span("2024-01"), span("2024-07-31"), 6) is None
    assert within(span("2024-01"), span("2024-08-01"), 6) is False


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        ("2024-01-10", "2024-01-11", "1 day"), ("2024-01-10", "2024-02-09", "30 days"), ("2024-01-10", "2024-02-10", "1 month"),
        ("2024-01-10", "2025-01-10", "12 months"), ("2024-01", "2024-03-01", "1 to 2 months"),
    ],
)  # fmt: skip
def test_time_in_words(earlier: str, later: str, said: str) -> None:
    assert elapsed(span(earlier), span(later)) == said


@pytest.mark.parametrize(("day", "after"), [(-1, False), (0, True), (1, True)])
def test_tissue_older_than_the_current_regimen_is_flagged(day: int, after: bool) -> None:
    found = tables(case(biopsy(day), prednisone(), mmf(0), as_of=200), rebiopsy)[AGE]
    flagged = row(found, "Start of mycophenolate mofetil (current regimen)")

    assert flagged.status == ("met" if after else "not-met")
    assert {item.status for item in flagged.citations} == {"program-default"}
    assert since(span("2024-01"), span("2024-01-10")) is None


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (-1, "older: taken 1 day before the start"),
        (0, "taken with the start"),
        (1, "taken 1 day after the start"),
    ],
)
def test_when_tissue_was_taken_is_said_in_words(day: int, said: str) -> None:
    found = tables(case(biopsy(day), prednisone(), mmf(0), as_of=200), rebiopsy)[AGE]

    assert cell(found, "Start of mycophenolate", "The biopsy") == said


def test_a_failed_regimen_without_a_grade_is_an_incomplete_response() -> None:
    ungraded = case(biopsy(), prednisone(), mmf(0, MMF_ENDS), as_of=MMF_ENDS)

    assert asked(ungraded, "EULAR 2019") == "not-documented"
    assert "not documented" in cell(tables(ungraded, rebiopsy)[WHO], "EULAR 2019", "On this record")


def test_an_earlier_regimen_is_told_and_not_flagged() -> None:
    found = tables(two_failures(), rebiopsy)[AGE]

    assert row(found, "Start of mycophenolate mofetil").status is None
    assert row(found, "Start of cyclophosphamide (current regimen)").status == "met"


def test_undated_tissue_has_no_age() -> None:
    assert AGE not in tables(case(biopsy(None), as_of=0), rebiopsy)


# --- indications -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "expected"), [(181, "not-met"), (182, "met"), (183, "met")])
def test_six_months_of_appropriate_treatment(day: int, expected: str) -> None:
    """The regimen runs; six calendar months after 10 January are 10 July, day 182."""
    assert on(182) == "2024-07-10"
    subject = case(biopsy(), first_regimen(regimen=mmf(0)), as_of=day)

    assert asked(subject, "ACR 2024: no better") == expected


def test_treatment_that_was_not_taken_is_not_appropriate() -> None:
    open_ = case(
        biopsy(),
        prednisone(),
        mmf(0, MMF_ENDS),
        proteinuria((-3, 3), (140, 3), (170, 3)),
        stable(-3, 140, 170),
        as_of=MMF_ENDS,
    )
    poor = one_failure(pdc(40, "mmf", 0, 180, id="poor"))

    assert asked(open_, "ACR 2024: no better") == "not-documented"
    assert asked(poor, "ACR 2024: no better") != "met"


def test_a_suspected_flare_in_remission() -> None:
    held = [biopsy(), first_regimen(after="0.3")]
    flare = event("suspected-flare", 400)

    assert asked(case(held, as_of=180), "ACR 2024: suspected flare") == "not-met"
    assert asked(case(held, flare, upcr(400, "1.5"), as_of=405), "ACR 2024: suspected flare") == "met"
    assert asked(case(held, flare, upcr(400, "1.5"), as_of=405), "EULAR 2019") == "met"


def test_a_patient_who_never_responded_has_no_flare_in_remission() -> None:
    assert asked(one_failure(), "ACR 2024: suspected flare") == "not-met"
    assert (
        asked(case(biopsy(), prednisone(), mmf(0), as_of=200), "ACR 2024: suspected flare")
        == "not-documented"
    )


def test_that_no_remission_is_on_record_is_told_the_same_way_in_every_record() -> None:
    """Without a list of courses that is said to be complete an earlier remission stays possible."""
    for subject, expected in ((one_failure(), "not-met"), (two_failures(), "not-met")):
        assert asked(subject, "ACR 2024: suspected flare") == expected
        assert "reached a response" in cell(
            tables(subject, rebiopsy)[WHO], "ACR 2024: suspected flare", "On this record"
        )
    for subject in (one_failure(complete={}), two_failures(complete={})):
        assert asked(subject, "ACR 2024: suspected flare") == "not-documented"
        said = cell(tables(subject, rebiopsy)[WHO], "ACR 2024: suspected flare", "On this record")
        assert said.endswith("stays open: not every earlier treatment is on record.")


def test_a_present_state_without_an_abnormality_is_documented() -> None:
    quiet = case(biopsy(), first_regimen(after="0.3"), as_of=180)
    found = tables(quiet, rebiopsy)[WHO]

    assert "Nothing is abnormal now." in cell(found, "ACR 2024: no better", "On this record")
    assert row(found, "ACR 2024: no better").status == "not-met"


def test_an_incomplete_response_is_asked_about_by_eular_once_its_time_is_over() -> None:
    assert asked(one_failure(), "EULAR 2019") == "met"
    assert asked(case(biopsy(), first_regimen(after="0.3"), as_of=180), "EULAR 2019") == "not-met"
    early = case(
        biopsy(), prednisone(), mmf(0), proteinuria((-3, 3), (40, 3), (60, 3)), stable(-3, 40, 60), as_of=61
    )
    assert asked(early, "EULAR 2019") == "not-met"


def test_kdigo_asks_where_another_diagnosis_or_chronic_damage_is_suspected() -> None:
    apl = lab("lupus-anticoagulant", 100, interpretation="positive")
    chronic = two_failures(biopsy(350, "IV", 1, 8, id="third"))

    assert asked(one_failure(apl), "KDIGO 2024") == "met"
    assert asked(chronic, "KDIGO 2024") == "met"
    assert asked(two_failures(), "KDIGO 2024") == "not-met"
    assert asked(one_failure(), "KDIGO 2024") == "not-documented"


def test_tissue_taken_since_answers_an_indication_and_nothing_is_asked_for() -> None:
    found = tables(two_failures(), rebiopsy)[WHO]

    assert "Tissue was taken since" in cell(found, "ACR 2024: no better", "On this record")
    assert found.missing == ()
    assert "repeat biopsy" in tables(one_failure(), rebiopsy)[WHO].missing[0].what


@pytest.mark.parametrize("what", ["biopsy-contraindicated", "biopsy-refused"])
def test_a_contraindication_or_refusal_is_shown_and_nothing_is_asked_for(what: str) -> None:
    found = tables(one_failure(event(what, 150, note="single kidney")), rebiopsy)[WHO]

    assert "single kidney" in cell(found, "Contraindication or refusal", "On this record")
    assert found.missing == ()
    assert row(found, "The program").status == "not-met"


def test_a_protocol_biopsy_is_no_indication() -> None:
    item = row(tables(one_failure(), rebiopsy)[WHO], "Protocol biopsy")

    assert item.status is None
    assert "investigational" in item.cells[2]
    assert item.citations[0].status == "secondary"


@pytest.mark.parametrize(
    ("value", "acr", "kdigo"),
    [("0.49", "not-met", "not-documented"), ("0.5", "not-met", "met"), ("0.51", "met", "met")],
)
def test_a_first_biopsy(value: str, acr: str, kdigo: str) -> None:
    """ACR: above 0.5 g/g; KDIGO: from 0.5 g, and below it by the sediment, which nobody looked at."""
    subject = case(upcr(-1, value), stable(-1), as_of=0)

    assert asked(subject, "First biopsy, ACR") == acr
    assert asked(subject, "First biopsy, KDIGO") == kdigo


def test_a_record_without_anything_says_nothing_of_a_first_biopsy() -> None:
    assert asked(case(as_of=0, complete={}), "First biopsy, ACR") == "not-documented"


def test_the_last_row_says_what_the_step_says() -> None:
    never = case(upcr(-1, 3), stable(-1), as_of=0)

    assert asked(never, "The program") == "met"
    assert "ever taken" in cell(tables(never, rebiopsy)[WHO], "The program", "On this record")
