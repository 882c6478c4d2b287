"""What is watched and when next: every interval at and around its day, and nothing made up where no source gives one."""

import pytest
from case_builder import (
    belimumab,
    biopsy,
    case,
    egfr,
    guideline,
    hydroxychloroquine,
    lab,
    mmf,
    nih,
    on,
    pdc,
    prednisone,
    rituximab,
    stable,
    upcr,
    voclosporin,
)  # fmt: skip

from lnreview.case.model import Case
from lnreview.review.detail.maintenance import last_response, maintenance
from lnreview.review.detail.schedule import monitoring
from lnreview.review.detail.table import Row, Table
from lnreview.review.evaluate import assessment

START = -3


def watched(subject: Case) -> Table:
    found = monitoring(assessment(subject, guideline()))
    assert found is not None
    return found


def item(subject: Case, name: str) -> Row:
    return next(row for row in watched(subject).rows if row.cells[0].startswith(name))


def has(subject: Case, name: str) -> bool:
    return any(row.cells[0].startswith(name) for row in watched(subject).rows)


@pytest.mark.parametrize(("as_of", "state"), [(90, "not yet due"), (91, "due"), (92, "overdue")])
def test_proteinuria_is_due_three_months_after_the_last_without_a_complete_response(
    as_of: int, state: str
) -> None:
    subject = case(biopsy(), mmf(0), upcr(0, "3.0"), as_of=as_of)  # 2024-01-10; three months later is day 91
    row = item(subject, "Proteinuria")
    assert row.cells[3] == "2024-04-10"
    assert row.cells[4] == state
    assert (row.citations[0].source, row.citations[0].status) == ("acr-2024", "primary")


def test_proteinuria_is_due_three_to_six_months_after_the_last_in_complete_response() -> None:
    values = [upcr(-3, "3.0"), upcr(140, "0.3"), upcr(170, "0.3"), stable(-3, 140, 170)]
    row = item(case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 170), values, as_of=175), "Proteinuria")
    assert row.cells[3] == "2024-09-28 to 2024-12-28"


def test_a_partial_date_gives_a_range_that_is_late_only_at_its_end() -> None:
    late = item(case(biopsy(), mmf(0), upcr("2024-01", "3.0"), as_of="2024-04-30"), "Proteinuria")
    assert (late.cells[3], late.cells[4]) == ("2024-04", "due")
    assert (
        item(case(biopsy(), mmf(0), upcr("2024-01", "3.0"), as_of="2024-05-01"), "Proteinuria").cells[4]
        == "overdue"
    )


def test_what_was_never_measured_is_not_documented_and_asked_for() -> None:
    table = watched(case(biopsy(), mmf(0), as_of=100))
    row = next(row for row in table.rows if row.cells[0] == "Proteinuria")
    assert row.cells[2:] == ("not documented", "", "not documented")
    assert any("Proteinuria" in missing.what for missing in table.missing)


def test_serology_is_not_asked_for_more_than_monthly_and_is_never_overdue() -> None:
    row = item(case(biopsy(), mmf(0), lab("c3", 0, 60, "mg/dL"), as_of=400), "C3, C4")
    assert row.cells[3:] == ("next visit, not before 2024-02-10", "at visits")


@pytest.mark.parametrize(
    ("done", "next_day"),
    [(None, "2024-01-24"), (14, "2024-02-07"), (17, "2024-02-10"), (18, "2024-02-25"), (28, "2024-03-06")],
)
def test_egfr_under_voclosporin_every_two_weeks_for_a_month_then_every_four(
    done: int | None, next_day: str
) -> None:
    """The first month ends on 2024-02-10: from a value of day 18 on, the next one falls behind it."""
    values = [egfr(done, 80)] if done is not None else []
    row = item(
        case(biopsy(), mmf(0), voclosporin(0), egfr(-5, 80), values, as_of=30), "eGFR under voclosporin"
    )
    assert row.cells[3] == next_day


def test_blood_pressure_under_voclosporin_has_no_interval_after_the_first_month() -> None:
    pressure = ("blood_pressures", {"systolic": 130, "diastolic": 80, "measured_on": on(10)})
    early = item(case(biopsy(), mmf(0), voclosporin(0), pressure, as_of=31), "Blood pressure")
    assert early.cells[3] == "2024-02-03"
    later = item(case(biopsy(), mmf(0), voclosporin(0), pressure, as_of=32), "Blood pressure")
    assert (later.cells[1], later.cells[3]) == ("no interval was read after the first month", "")


@pytest.mark.parametrize("as_of", [31, 32])
@pytest.mark.parametrize(
    ("systolic", "diastolic", "stops"),
    [
        (164, 104, False), (165, 104, True), (164, 105, True), (166, 80, True), (130, 106, True), (164, 80, False),
    ],
)  # fmt: skip
def test_a_pressure_that_reaches_the_limit_of_the_label_stops_voclosporin(
    systolic: int, diastolic: int, stops: bool, as_of: int
) -> None:
    pressure = (
        "blood_pressures",
        {"systolic": systolic, "diastolic": diastolic, "measured_on": on(10)},
    )
    row = item(case(biopsy(), mmf(0), voclosporin(0), pressure, as_of=as_of), "Blood pressure")
    assert (row.cells[4] == "165/105 reached: the label stops it") is stops
    assert ("stopped when that is reached" in row.how) is stops
    assert {"vcs-bp-systolic", "vcs-bp-diastolic"} <= {part.id for part in row.parameters} or not stops


def test_a_pressure_from_before_voclosporin_does_not_stop_it() -> None:
    pressure = ("blood_pressures", {"systolic": 190, "diastolic": 110, "measured_on": on(-5)})
    row = item(case(biopsy(), mmf(0), voclosporin(0), pressure, as_of=31), "Blood pressure")
    assert "reached" not in row.cells[4]


@pytest.mark.parametrize(("as_of", "state"), [(167, "not yet due"), (168, "due"), (169, "reached")])
def test_the_benefit_of_voclosporin_is_asked_after_twenty_four_weeks(as_of: int, state: str) -> None:
    row = item(case(biopsy(), mmf(0), voclosporin(0), as_of=as_of), "Benefit of voclosporin")
    assert (row.cells[3], row.cells[4]) == ("2024-06-26", state)


def test_a_new_dose_does_not_begin_the_count_of_voclosporin_anew() -> None:
    courses = [voclosporin(0, 60, id="first", stop_reason="planned-change"), voclosporin(60, id="second")]
    row = item(case(biopsy(), mmf(0), courses, as_of=100), "Benefit of voclosporin")
    assert row.cells[3] == "2024-06-26"


@pytest.mark.parametrize(
    ("as_of", "state"), [(90, "not yet due"), (91, "due"), (182, "due"), (183, "overdue")]
)
def test_igg_is_due_three_to_six_months_after_the_last_under_anti_cd20(as_of: int, state: str) -> None:
    row = item(case(biopsy(), rituximab(0, 14), lab("igg", 0, 8, "g/L"), as_of=as_of), "IgG")
    assert (row.cells[3], row.cells[4]) == ("2024-04-10 to 2024-07-10", state)
    assert row.citations[0].status == "unverified"


def test_the_pregnancy_test_is_repeated_eight_to_ten_days_after_mycophenolate() -> None:
    row = item(
        case(biopsy(), mmf(0), lab("pregnancy-test", 0, interpretation="negative"), as_of=5), "Pregnancy test"
    )
    assert (row.cells[3], row.cells[4]) == ("2024-01-18 to 2024-01-20", "not yet due")
    done = lab("pregnancy-test", 9, interpretation="negative")
    assert item(case(biopsy(), mmf(0), done, as_of=30), "Pregnancy test").cells[3] == "at routine visits"
    man = case(biopsy(), mmf(0), as_of=5, patient={"sex": "male", "birth_date": "1990-01-01"})
    assert not has(man, "Pregnancy test")


@pytest.mark.parametrize(("as_of", "shown"), [(142, True), (143, False)])
def test_contraception_is_asked_for_six_weeks_after_mycophenolate(as_of: int, shown: bool) -> None:
    subject = case(biopsy(), mmf(0, 100), upcr(-3, "3.0"), as_of=as_of)  # 100 + 42 days
    assert has(subject, "Contraception with mycophenolate") is shown


@pytest.mark.parametrize(
    ("said", "state"),
    [("none", "applies; on record: none"), ("coil.", "applies; on record: coil"), ("", "applies; on record: not documented")],
)  # fmt: skip
def test_contraception_is_told_as_the_record_holds_it(said: str, state: str) -> None:
    subject = case(biopsy(), mmf(0), upcr(40, "1.0"), as_of=50, person={"contraception": said})
    row = item(subject, "Contraception with mycophenolate")
    assert row.cells[2] == "mycophenolate mofetil running"
    assert row.cells[4] == state


def test_what_was_due_and_is_not_on_record_stands_in_the_summary() -> None:
    table = watched(case(biopsy(), mmf(0), upcr(40, "1.0"), as_of=50))
    assert "Pregnancy test under mycophenolate" in table.intro
    assert "not documented, due 2" in table.intro
    assert "nothing overdue" not in table.intro


def test_belimumab_is_shown_with_its_last_dose() -> None:
    given = [("administrations", {"drug": "belimumab", "given_on": on(day), "status": status})
             for day, status in ((30, "complete"), (60, "complete"), (90, "missed"))]  # fmt: skip
    row = item(case(biopsy(), belimumab(0), given, upcr(40, "1.0"), as_of=100), "Belimumab")
    assert row.cells[2] == f"last dose {on(60)}; the watch itself is not documented"


def test_contraception_after_cyclophosphamide_by_sex() -> None:
    woman = case(biopsy(), nih(0, 150), as_of=200)
    assert item(woman, "Contraception with cyclophosphamide, women").cells[3] == "until 2025-06-08"
    assert item(woman, "Contraception with cyclophosphamide").cells[3] == "until 2024-09-08 to 2024-12-08"
    man = case(biopsy(), nih(0, 150), as_of=200, patient={"sex": "male", "birth_date": "1990-01-01"})
    assert item(man, "Contraception with cyclophosphamide, men").citations[0].status == "unverified"


def test_an_item_without_an_interval_in_any_source_has_no_next_day() -> None:
    row = item(case(biopsy(), mmf(0), hydroxychloroquine(0), as_of=100), "Eyes")
    assert (row.cells[1], row.cells[3], row.cells[4]) == ("no interval was read", "", "")


def test_no_schedule_where_the_tissue_shows_no_nephritis() -> None:
    subject = case(("biopsies", {"taken_on": on(-8), "shows_ln": "no"}), upcr(0, "3.0"), as_of=50)
    view = assessment(subject, guideline())
    assert view.diagnosis.status == "not-met"
    assert monitoring(view) is None


# --- maintenance -----------------------------------------------------------------------------------------------------


def said(subject: Case, source: str, what: str) -> str:
    table = maintenance(assessment(subject, guideline()))
    assert table is not None
    return next(row.cells[3] for row in table.rows if row.cells[:2] == (source, what))


def responder() -> Case:
    values = [upcr(-3, "3.0"), upcr(140, "0.3"), upcr(170, "0.3"), stable(-3, 140, 170)]
    return case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 170), values, as_of=175)


def test_the_total_of_kdigo_counts_from_the_first_treatment_of_the_episode() -> None:
    assert said(responder(), "KDIGO 2024", "Duration").startswith("not before 2027-01-10")


def test_the_time_after_a_response_counts_from_the_response() -> None:
    assert said(responder(), "EULAR 2023", "Duration").startswith(
        "not before 2027-06-28"
    )  # confirmed on day 170
    assert said(responder(), "KDIGO 2024", "Stopping the glucocorticoid").startswith(
        "considered from 2025-06-28"
    )


def test_the_acr_range_has_no_day_because_its_start_was_not_read() -> None:
    assert said(responder(), "ACR 2024", "Duration") == "from when it counts was not read"


def test_without_a_response_nothing_is_counted_from_one() -> None:
    subject = case(biopsy(), prednisone(), mmf(0), upcr(-3, "3.0"), upcr(60, "3.0"), as_of=90)
    assert "not documented" in said(subject, "EULAR 2023", "Duration")


def test_a_lost_response_ends_the_count() -> None:
    values = [upcr(-3, "3.0"), upcr(140, "0.3"), upcr(170, "0.3"), stable(-3, 140, 170)]
    lost = [upcr(300, "2.0"), upcr(320, "2.0"), stable(300, 320)]
    subject = case(
        biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 320), values, lost, mmf(330, id="again"), as_of=340
    )
    view = assessment(subject, guideline())
    assert view.course.reached
    assert view.course.last_loss is not None
    assert last_response(view) is None


def test_no_maintenance_before_any_treatment() -> None:
    assert maintenance(assessment(case(biopsy(), upcr(0, "3.0"), as_of=5), guideline())) is None
