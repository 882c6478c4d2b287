"""Refills per judged course: periods, gaps, hospital days, two forms of one drug, partial dates; counted by hand."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, course, ec_mps, event, guideline, mmf, nih, prednisone, reviewed
from drug_tables import cell, dispense, row_of, shown
from hypothesis import given
from hypothesis import strategies as st

from lnreview.review.detail.supplies import supplies
from lnreview.review.refills import percent

MMF, ID = "mycophenolate mofetil", "adherence-refills"
START, STOP = "2026-01-01", "2026-04-10"
"""A hundred days, both ends included."""


def drug(*parts, start=START, stop=STOP, **more):
    return case(
        biopsy("2025-12-20"), prednisone("2025-12-20"), mmf(start, stop, **more), *parts, as_of="2026-07-01"
    )


def first(subject):
    table = shown(subject, supplies)[ID]
    return table, table.rows[0]


def test_share_ratio_and_gaps_of_a_hundred_days():
    """Thirty days from 1 January, thirty from 15 February: 60 of 100; gaps 31 Jan - 14 Feb and 17 Mar - 10 Apr."""
    table, row = first(drug(dispense("2026-01-01"), dispense("2026-02-15")))

    assert [cell(table, row, title) for title in ("Days", "Days covered", "PDC %", "MPR %", "Days of 30")] == [
        "100", "60", "60", "60", "18",
    ]  # fmt: skip
    assert cell(table, row, "Gaps") == "2026-01-31 to 2026-02-14 (15 d); 2026-03-17 to 2026-04-10 (25 d)"
    assert row.status == "not-met"


@pytest.mark.parametrize(("days", "status"), [(79, "not-met"), (80, "met"), (81, "met")])
def test_the_cut_off_of_80_percent(days, status):
    subject = drug(dispense(START, 40), dispense("2026-02-10", days - 40))

    assert first(subject)[1].status == status
    assert reviewed(subject).step("adherence").status == status


@pytest.mark.parametrize(("gap", "listed"), [(6, False), (7, True), (8, True)])
def test_gaps_are_listed_from_seven_days(gap, listed):
    """Ten days, a gap, then enough for the rest."""
    table, row = first(drug(dispense(START, 10), dispense(f"2026-01-{11 + gap}", 100)))

    assert (cell(table, row, "Gaps") != "") is listed


def test_a_gap_of_six_days_still_counts():
    table, row = first(drug(dispense(START, 10), dispense("2026-01-17", 100)))

    assert cell(table, row, "Days covered") == "94"


def test_hospital_days_are_left_out_of_the_share_and_of_the_verdict():
    """Twenty of a hundred days in hospital: 64 days' supply are 80 % of the 80 days at home, 64 % of a hundred."""
    refills = [dispense(START, 32), dispense("2026-02-02", 32)]
    stay = event("hospital-stay", "2026-03-20", until="2026-04-08")

    assert reviewed(drug(refills)).step("adherence").status == "not-met"
    assert reviewed(drug(refills, stay)).step("adherence").status == "met"
    table, row = first(drug(refills, stay))
    assert cell(table, row, "Days") == "80"
    assert "20 days in hospital left out" in row.how


def test_one_supply_makes_no_share():
    subject = drug(dispense(START, 100))
    table, row = first(subject)

    assert row.status == "not-documented"
    assert cell(table, row, "PDC %") == ""
    assert "one supply" in row.how
    assert table.missing
    assert reviewed(subject).step("adherence").status == "not-documented"


def test_without_supplies_there_is_no_table():
    assert ID not in shown(drug(), supplies)


def test_supplies_of_the_other_form_count_side_by_side():
    """Fifty days of each form, ten of them together: 90 of 100."""
    subject = drug(dispense(START, 50), dispense("2026-02-10", 50, drug="Myfortic"))

    table, row = first(subject)
    assert cell(table, row, "Days covered") == "90"
    assert reviewed(subject).step("adherence").status == "met"


def test_a_restart_is_judged_for_its_own_time():
    """Stopped on 10 April, again from 1 May to 9 June (40 days) with 20 days' supply in two parts."""
    again = mmf("2026-05-01", "2026-06-09", id="again")
    subject = drug(
        dispense(START, 50),
        dispense("2026-02-20", 50),
        dispense("2026-05-01", 10),
        dispense("2026-05-11", 10),
        again,
    )
    table = shown(subject, supplies)[ID]

    assert [cell(table, row, "PDC %") for row in table.rows] == ["100", "50"]


def test_a_supply_from_before_the_first_dose_is_counted_both_ways():
    """Fifty days picked up ten days early cover 40 or 50 days of the course, thirty more make 70 or 80."""
    table, row = first(drug(dispense("2025-12-22", 50), dispense("2026-02-20", 30)))

    assert cell(table, row, "Days covered") == "70-80"
    assert row.status == "not-documented"


def test_a_supply_that_an_earlier_course_used_is_counted_from_its_day():
    earlier = mmf("2025-06-01", "2025-12-31", id="earlier")
    subject = drug(dispense("2025-12-22", 50), dispense("2026-02-20", 30), earlier)
    table = shown(subject, supplies)[ID]

    assert cell(table, row_of(table, MMF, "2026-01-01 to 2026-04-10"), "Days covered") == "70"


def test_a_partial_date_keeps_the_answer_open_where_it_matters():
    """Forty days from the start; forty more on some day of February all fit, forty-one of March fit only if early."""
    low = drug(dispense(START, 40), dispense("2026-02", 40))
    open_ = drug(dispense(START, 40), dispense("2026-03", 41))

    assert first(low)[1].status == "met"
    assert first(open_)[1].status == "not-documented"
    assert reviewed(open_).step("adherence").status == "not-documented"


def test_infused_drugs_have_no_share():
    subject = case(biopsy("2025-12-20"), nih(START, STOP), dispense(START, 30, "cyclophosphamide"),
                   dispense("2026-02-01", 30, "cyclophosphamide"), as_of="2026-07-01")  # fmt: skip

    assert ID not in shown(subject, supplies)


def test_the_follow_on_and_drugs_beside_the_regimens_are_shown_as_well():
    follow = mmf("2026-04-20", "2026-06-28", g=2, id="follow", role="follow-on")
    antimalarial = course("hydroxychloroquine", "2026-01-01", None, 300, "mg/d", role="supportive")
    subject = case(
        biopsy("2025-12-20"), nih(START, STOP), follow, antimalarial, dispense("2026-04-20", 35), dispense("2026-05-25", 35),
        dispense("2026-01-01", 60, "HCQ"), dispense("2026-03-02", 60, "HCQ"), as_of="2026-07-01",
    )  # fmt: skip
    table = shown(subject, supplies)[ID]

    assert row_of(table, MMF).status == "met"
    assert row_of(table, "hydroxychloroquine", "beside the regimens").status == "not-met"


def test_what_ends_before_the_period_is_asked_for():
    table, row = first(drug(dispense(START, 30), dispense("2026-01-31", 30)))

    assert "Up to 2026-03-01" in row.how
    assert "from 2026-03-02 on" in table.missing[0].what


def test_every_row_names_its_limit_and_its_definition():
    _, row = first(drug(dispense(START, 40), dispense("2026-02-10", 40)))

    assert guideline()["pdc-adherent"] in row.parameters
    assert {"feldman-2019", "feldman-2018", "lnreview"} <= {cited.source for cited in row.citations}
    assert len(row.evidence) == 2


def test_ec_mps_alone_is_counted_by_its_own_supplies():
    subject = case(biopsy("2025-12-20"), prednisone("2025-12-20"), ec_mps(START, STOP), dispense(START, 50, "Myfortic"),
                   dispense("2026-02-20", 50, "Myfortic"), as_of="2026-07-01")  # fmt: skip

    assert first(subject)[1].status == "met"


def test_a_stay_of_one_day_is_left_out_and_one_without_an_end_is_not():
    refills = [dispense(START, 40), dispense("2026-02-10", 40)]
    one = event("hospital-stay", "2026-03-20", until="2026-03-20")
    open_ = event("hospital-stay", "2026-03-20")

    assert cell(*first(drug(refills, one)), "Days") == "99"
    assert cell(*first(drug(refills, open_)), "Days") == "100"


def test_an_earlier_course_that_had_ended_before_the_supply_did_not_use_it():
    earlier = mmf("2025-06-01", "2025-12-01", id="earlier")
    subject = drug(dispense("2025-12-22", 50), dispense("2026-02-20", 30), earlier)
    table = shown(subject, supplies)[ID]

    assert cell(table, row_of(table, MMF, "2026-01-01 to 2026-04-10"), "Days covered") == "70-80"


def test_the_ratio_of_a_supply_counted_both_ways_is_a_range():
    """Thirty days handed out within the course, eighty with the supply from before it."""
    table, row = first(drug(dispense("2025-12-22", 50), dispense("2026-02-20", 30)))

    assert cell(table, row, "MPR %") == "30-80"


def test_a_supply_used_up_before_the_course_is_none_of_it():
    """Ten days from 22 December end on 31 December; eleven reach 1 January."""
    _, row = first(drug(dispense("2025-12-22", 10), dispense(START, 40), dispense("2026-02-10", 40)))
    assert len(row.evidence) == 2

    _, row = first(drug(dispense("2025-12-22", 11), dispense(START, 40), dispense("2026-02-10", 40)))
    assert len(row.evidence) == 3


def test_days_in_hospital_are_no_days_of_a_gap():
    """Supplied up to 31 January, again from 16 February: 15 days, of which 9 in hospital (3 to 11 February)."""
    stay = event("hospital-stay", "2026-02-03", until="2026-02-11")
    table, row = first(drug(dispense(START, 31), dispense("2026-02-16", 100), stay))

    assert cell(table, row, "Gaps") == "2026-02-01 to 2026-02-15 (6 d at home, 9 d in hospital)"
    assert int(cell(table, row, "Days")) - int(cell(table, row, "Days covered")) == 6


@pytest.mark.parametrize(
    ("share", "limit", "text"),
    [
        ("96.86", 80, "97"), ("96.5", 80, "97"), ("96.49", 80, "96"), ("106.67", 80, "107"), ("79.4", 80, "79"),
        ("79.5", 80, "79.5"), ("79.96", 80, "79.9"), ("80", 80, "80"), ("80.4", 80, "80"), ("79.96", None, "80"),
        ("23.5", 24, "23.5"), ("23.4", 24, "23"),
    ],
)  # fmt: skip
def test_a_share_is_rounded_half_up_and_never_up_to_the_limit(share, limit, text):
    value = Decimal(share)

    assert percent(value, value, Decimal(limit) if limit else None) == text


@given(st.decimals(0, 200, places=3), st.decimals(0, 200, places=3))
def test_what_is_printed_lies_on_the_same_side_of_the_limit(one, other):
    low, high = min(one, other), max(one, other)
    printed = [Decimal(part) for part in percent(low, high, Decimal(80)).split("-")]

    assert [part < 80 for part in (printed[0], printed[-1])] == [low < 80, high < 80]


def test_the_rounding_is_said():
    assert (
        "rounded to whole numbers, halves up" in first(drug(dispense(START), dispense("2026-02-15")))[0].note
    )
