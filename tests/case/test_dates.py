"""Dates as charts give them: what they may mean, and comparisons that say when they cannot say."""

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from lnreview.case.dates import (
    NOMINAL_ANCHOR,
    ChartDate,
    at_least_months,
    days_between,
    months_elapsed,
    shift_months,
)

days = st.dates(date(1900, 1, 1), date(2150, 12, 31))
texts = st.one_of(
    days.map(str),
    days.map(lambda day: str(day)[:7]),
    days.map(lambda day: str(day)[:4]),
    st.integers(-60, 60).map("m{:+d}".format),
)


def span(text: str, anchor: date | None = None):
    return ChartDate.parse(text).on(anchor)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-03-15", date(2024, 3, 15), date(2024, 3, 15)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_partial_date_means_every_day_that_it_may_mean(text, earliest, latest):
    found = span(text)
    assert (found.earliest, found.latest, str(found)) == (earliest, latest, text)


@pytest.mark.parametrize(
    ("text", "kept", "day"),
    [
        ("m+16", "m+16", date(2025, 5, 31)),
        ("m 16", "m+16", date(2025, 5, 31)),
        ("m16", "m+16", date(2025, 5, 31)),
        ("m-3", "m-3", date(2023, 10, 31)),
        ("m+1", "m+1", date(2024, 2, 29)),
        ("m+0.5", "m+0.5", date(2024, 2, 15)),
        ("m-0.5", "m-0.5", date(2024, 1, 16)),
        ("m+0", "m+0", date(2024, 1, 31)),
    ],
)
def test_a_relative_date_counts_calendar_months_from_the_anchor(text, kept, day):
    found = ChartDate.parse(text)
    assert found.text == kept
    assert found.is_relative
    assert found.on(date(2024, 1, 31)).earliest == found.on(date(2024, 1, 31)).latest == day


def test_a_relative_date_is_shown_as_months_and_never_as_a_day():
    assert str(ChartDate.parse("m-3")) == "month −3"
    assert str(ChartDate.parse("m+16")) == "month 16"
    assert span("m+0").earliest == NOMINAL_ANCHOR
    assert str(span("m+7")) == "month 7"


@pytest.mark.parametrize(
    "text",
    [
        "", "2024-13", "2023-02-29", "2024-00-10", "03/04/2024", "15.3.2024", "2024-3-5", "20240315",
        "May 2024", "2024-03-15T10:00", "1492-01-01", "9999", "0000", "m", "m+", "m+2401", "m++3", "16",
        "unknown", "-2024",
    ],
)  # fmt: skip
def test_what_is_impossible_or_ambiguous_is_refused_with_the_remedy(text):
    with pytest.raises(ValueError, match=r"write a date as 2024, 2024-03 or 2024-03-15"):
        ChartDate.parse(text)


@pytest.mark.parametrize("text", ["1850", "1850-01-01", "2200", "2200-12-31", "m+2400", "m-2400"])
def test_the_first_and_the_last_date_that_a_chart_can_mean_are_read(text):
    assert ChartDate.parse(text).text == text


@pytest.mark.parametrize("text", ["1849", "1849-12-31", "2201", "2201-01-01", "m+2400.1"])
def test_a_date_beyond_every_chart_is_refused(text):
    with pytest.raises(ValueError, match=r"impossible year|more than 200 years"):
        ChartDate.parse(text)


def test_a_date_that_is_one_already_stays_itself():
    day = ChartDate.parse("2024-03")
    assert TypeAdapter(ChartDate).validate_python(day) is day


@pytest.mark.parametrize(
    ("text", "exact"),
    [("2024-03-15", True), ("m+0.5", True), ("m-3", True), ("2024-03", False), ("2024", False)],
)
def test_only_a_full_date_or_a_number_of_months_is_one_day(text, exact):
    assert ChartDate.parse(text).is_exact is exact


def test_the_schema_of_a_date_describes_a_text_in_the_ways_that_are_read():
    schema = TypeAdapter(ChartDate).json_schema()
    assert schema["type"] == "string"
    assert "partial" in schema["description"]
    assert all(ChartDate.parse(text).text == text for text in schema["examples"])
    for text, allowed in [
        ("2024-03-15", True), ("2024-03", True), ("2024", True), ("m+16", True), ("m-3", True), ("m16", True),
        ("m+0.5", True), ("15.3.2024", False), ("2024-3-5", False), ("", False),
    ]:  # fmt: skip
        assert bool(re.search(schema["pattern"], text)) is allowed, text


@given(texts)
def test_what_was_written_is_kept(text):
    assert ChartDate.parse(text).text == text
    adapter = TypeAdapter(ChartDate)
    assert adapter.validate_json(adapter.dump_json(ChartDate.parse(text))) == ChartDate.parse(text)


@given(days)
def test_a_day_is_a_full_date(day):
    assert ChartDate.of(day).on().earliest == day
    assert TypeAdapter(ChartDate).validate_python(day) == ChartDate.of(day)


@pytest.mark.parametrize("value", [2024, None, 3.5, [], True])
def test_only_a_text_is_a_date(value):
    with pytest.raises(ValidationError, match="a date is a text"):
        TypeAdapter(ChartDate).validate_python(value)


@given(days, st.integers(-600, 600))
def test_shifting_by_months_keeps_the_day_where_the_month_has_it(day, months):
    moved = shift_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


@given(texts, texts, st.integers(-3, 40))
def test_a_comparison_says_yes_or_no_only_when_every_possible_pair_of_days_agrees(start, end, months):
    first, last = span(start), span(end)
    pairs = [(a, b) for a in (first.earliest, first.latest) for b in (last.earliest, last.latest)]
    answers = {b >= shift_months(a, months) for a, b in pairs}
    said = at_least_months(first, last, months)
    assert said is (answers.pop() if len(answers) == 1 else None)


def test_six_months_by_partial_dates():
    start = span("2024-01")
    assert at_least_months(start, span("2024-08"), 6) is True
    assert at_least_months(start, span("2024-06"), 6) is False
    assert at_least_months(start, span("2024-07"), 6) is None
    assert at_least_months(span("2024-01-31"), span("2024-02-29"), 1) is True
    assert at_least_months(span("m+0"), span("m+4"), 4) is True


@given(texts, texts)
def test_elapsed_months_and_days_lie_between_their_bounds(start, end):
    first, last = span(start), span(end)
    fewest, most = months_elapsed(first, last)
    assert fewest <= most
    low, high = days_between(first, last)
    assert low <= high
    assert (last.middle - first.middle).days in range(low - 1, high + 2)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-01-15", "2024-07-15", "6.0"),
        ("2024-01-31", "2024-02-29", "1.0"),
        ("2024-01-15", "2024-07-30", "6.4"),
        ("2024-07-15", "2024-01-15", "-6.0"),
        ("2024-07-30", "2024-01-15", "-6.4"),
        ("2024-01-20", "2024-03-10", "1.6"),
        ("m+0", "m+16", "16.0"),
        ("2023-11-15", "2024-02-15", "3.0"),
        ("2021-02-28", "2024-02-28", "36.0"),
        ("2024-01-15", "2024-01-15", "0.0"),
    ],
)
def test_elapsed_months_of_exact_dates(start, end, months):
    assert months_elapsed(span(start), span(end)) == (Decimal(months), Decimal(months))


def test_elapsed_months_of_partial_dates_are_the_fewest_and_the_most():
    # from 31 January at the latest to 1 July at the earliest; from 1 January to 31 July
    assert months_elapsed(span("2024-01"), span("2024-07")) == (Decimal("5.0"), Decimal("6.9"))


def test_elapsed_days_of_partial_dates_are_the_fewest_and_the_most():
    assert days_between(span("2024-01"), span("2024-03")) == (30, 90)


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        ("2024-03-15", date(2024, 3, 15)),
        ("2024-03", date(2024, 3, 16)),
        ("2023-02", date(2023, 2, 14)),
        ("2023", date(2023, 7, 2)),
    ],
)
def test_the_middle_is_as_far_from_both_ends(text, middle):
    assert span(text).middle == middle


@given(texts)
def test_the_middle_lies_within(text):
    found = span(text)
    assert found.earliest <= found.middle <= found.latest


@given(st.integers(-100, 100), days, st.integers(-2000, 2000))
def test_moving_the_anchor_moves_relative_dates_with_it(months, anchor, by):
    # The same day of the month moves; another may have a shorter month in its way.
    text, first = f"m{months:+d}", anchor.replace(day=1)
    moved = shift_months(first, by // 100)
    assert span(text, moved).earliest == shift_months(span(text, first).earliest, by // 100)
    assert span(text, first).earliest - timedelta(days=1) < span(text, first).latest
