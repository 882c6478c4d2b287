"""The oral glucocorticoid as prednisone a day: equivalents, replaced entries, pulses apart, and what stays open."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from case_builder import DAY0, biopsy, case, course, mmf, weight
from drug_tables import context

from lnreview.review.detail.prednisone import is_pulse, oral_course, pulses


def gc(mg, start=0, stop=None, drug="prednisone", unit="mg/d", **more):
    return course(drug, start, stop, mg, unit, id=f"{drug} {start}", role="supportive", **more)


def built(*parts, as_of=200, **more):
    return context(case(biopsy(), mmf(0), *parts, as_of=as_of, **more))


def on_day(day, *parts, **more):
    return oral_course(built(*parts, **more)).dose_on(DAY0 + timedelta(days=day))


@pytest.mark.parametrize(
    ("drug", "mg"),
    [("prednisone", "5"), ("prednisolone", "5"), ("methylprednisolone", "4"), ("triamcinolone", "4"), ("dexamethasone", "0.75"),
     ("betamethasone", "0.75"), ("hydrocortisone", "20"), ("cortisone", "25")],
)  # fmt: skip
def test_each_equivalent_of_prednisone_5_mg(drug, mg):
    assert on_day(10, gc(mg, drug=drug)) == 5
    assert on_day(10, gc(Decimal(mg) * 2, drug=drug)) == 10


def test_a_drug_that_is_not_named_cannot_be_converted():
    assert on_day(10, gc(20, drug="corticosteroids")) is None


def test_a_dose_by_weight_needs_the_weight():
    assert on_day(10, gc("0.5", unit="mg/kg/d"), weight(0, 60)) == 30
    assert on_day(10, gc("0.5", unit="mg/kg/d")) is None


def test_a_later_entry_replaces_the_one_before():
    taper = [gc(40, 0), gc(20, 14), gc(10, 28)]

    assert [on_day(day, *taper) for day in (0, 13, 14, 27, 28, 100)] == [40, 40, 20, 20, 10, 10]


def test_entries_that_meet_on_one_day_are_not_added():
    assert on_day(14, gc(40, 0, 14), gc(20, 14, 28)) == 20


def test_two_drugs_of_one_day_are_added():
    assert on_day(5, gc(10, 0, 28), gc(4, 0, 28, drug="methylprednisolone")) == 15


def test_no_entry_is_no_dose_only_where_the_list_is_complete():
    assert on_day(50, gc(40, 0, 14)) == 0
    assert on_day(50, gc(40, 0, 14), complete={"courses": "unknown", "biopsies": "yes"}) is None


def test_a_dose_or_an_end_that_is_missing_leaves_the_day_open():
    assert on_day(5, gc(None, 0, 28)) is None
    assert on_day(5, gc(20, 0, None, ongoing="no")) is None
    assert on_day(0, gc(20, "2024-01", 28)) is None


def test_pulses_stand_apart():
    pulse = course(
        "methylprednisolone", 0, 2, 500, "mg", frequency="daily", route="iv", doses_given=3, id="p"
    )
    ctx = built(pulse, gc(30, 0))

    assert [item.id for item in pulses(ctx)] == ["p"]
    assert on_day(1, pulse, gc(30, 0)) == 30


@pytest.mark.parametrize(
    ("route", "mg", "drug", "pulse"),
    [("iv", 40, "methylprednisolone", True), ("unknown", 249, "methylprednisolone", False), ("unknown", 250, "methylprednisolone", True),
     ("unknown", 251, "methylprednisolone", True), ("oral", 250, "methylprednisolone", False), ("unknown", 40, "pulse steroids", True)],
)  # fmt: skip
def test_what_is_read_as_a_pulse(route, mg, drug, pulse):
    ctx = built(course(drug, 0, 2, mg, "mg", frequency="daily", route=route, id="p"))

    assert is_pulse(ctx, next(item for item in ctx.case.courses if item.id == "p")) is pulse


def test_the_range_over_days():
    oral = oral_course(built(gc(40, 0), gc(20, 14)))

    assert oral.range_over(date(2024, 1, 20), date(2024, 1, 30)) == (20, 40)
    assert oral.range_over(date(2024, 1, 30), date(2024, 1, 20)) is None


def test_a_later_entry_of_an_uncertain_day_leaves_its_days_open():
    """Days 22 to 49 are 1 to 28 February 2024; on the 29th it had begun."""
    taper = [gc(40, 0), gc(20, "2024-02")]

    assert [on_day(day, *taper) for day in (21, 22, 49, 50)] == [40, None, None, 20]
