"""What a date in shorthand says, and what is refused because it can mean two days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.dates import ChartDate
from lnreview.case.dateshort import AmbiguousDateError, Reference, read_date

TODAY = date(2026, 11, 22)
START = Reference("start", ChartDate.parse("2024-03-15"))
READ = [
    ("2024", "2024"), ("2024-03", "2024-03"), ("2024-03-15", "2024-03-15"), ("m+16", "m+16"), ("m16", "m+16"),
    ("M-3", "m-3"), ("3/2024", "2024-03"), ("03/2024", "2024-03"), ("03.2024", "2024-03"), ("3-2024", "2024-03"),
    ("2024/3", "2024-03"), ("2024.03", "2024-03"), ("Mar 2024", "2024-03"), ("mar. 2024", "2024-03"),
    ("March 2024", "2024-03"), ("März 2024", "2024-03"), ("2024 Mar", "2024-03"), ("Okt 2024", "2024-10"),
    ("Sept 2024", "2024-09"), ("Dez. 2024", "2024-12"), ("15.3.2024", "2024-03-15"), ("3.4.2024", "2024-04-03"),
    ("15.03.2024.", "2024-03-15"), ("2024/03/05", "2024-03-05"), ("2024-3-5", "2024-03-05"), ("13/04/2024", "2024-04-13"),
    ("04/13/2024", "2024-04-13"), ("4/4/2024", "2024-04-04"), ("15 Mar 2024", "2024-03-15"), ("15-Mar-2024", "2024-03-15"),
    ("15MAR2024", "2024-03-15"), ("15. März 2024", "2024-03-15"), ("Mar 15, 2024", "2024-03-15"),
    ("March 1st 2024", "2024-03-01"), ("29.2.2024", "2024-02-29"),
]  # fmt: skip
COUNTED = [
    ("today", "2026-11-22", "today"), ("t", "2026-11-22", "today"), ("heute", "2026-11-22", "today"),
    ("yesterday", "2026-11-21", "today"), ("gestern", "2026-11-21", "today"), ("t-14", "2026-11-08", "today"),
    ("t - 14 d", "2026-11-08", "today"), ("t-2w", "2026-11-08", "today"), ("today-3m", "2026-08-22", "today"),
    ("t+7", "2026-11-29", "today"), ("-2w", "2024-03-01", "start"), ("d+14", "2024-03-29", "start"),
    ("+14d", "2024-03-29", "start"), ("w+2", "2024-03-29", "start"), ("+3m", "2024-06-15", "start"),
    ("+1y", "2025-03-15", "start"), ("−2w", "2024-03-01", "start"),
]  # fmt: skip
REFUSED = [
    ("03/04/2024", "3 Apr 2024 or 4 Mar 2024"), ("3-4-2024", "3 Apr 2024 or 4 Mar 2024"), ("12.3.24", "four digits"),
    ("3/4/24", "four digits"), ("3/24", "four digits"), ("Mar 24", "four digits"), ("31.2.2024", "no day of the calendar"),
    ("30 Feb 2024", "no day of the calendar"), ("13/13/2024", "no day of the calendar"), ("13/2024", "no month"),
    ("0/2024", "no month"), ("Foo 2024", "no month"), ("soon", "not a date"), ("20240315", "not a date"),
    ("t+9999y", "outside the calendar"), ("15.3.1024", "no day"), ("0.1.2024", "no day"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), READ)
def test_a_date_in_shorthand_is_read(written: str, meant: str) -> None:
    reading = read_date(written)
    assert reading.date == ChartDate.parse(meant)
    assert reading.relative_to is None


@pytest.mark.parametrize(("written", "meant", "base"), COUNTED)
def test_a_distance_says_what_it_counts_from(written: str, meant: str, base: str) -> None:
    reading = read_date(written, today=TODAY, references=[START])
    assert reading.date == ChartDate.parse(meant)
    assert reading.relative_to is not None
    assert reading.relative_to.name == base


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_a_date_that_can_mean_two_days_is_refused_with_both(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_date(written, today=TODAY, references=[START])


def test_both_readings_are_offered() -> None:
    with pytest.raises(AmbiguousDateError) as refused:
        read_date("03/04/2024")
    assert [offer.text for offer in refused.value.offers] == ["2024-04-03", "2024-03-04"]


def test_without_a_day_to_count_from_a_distance_is_refused() -> None:
    for written in ("today", "t-14", "d+14", "-2w", "+3m"):
        with pytest.raises(ValueError, match=r"count from"):
            read_date(written)
    assert read_date("-2w", today=TODAY).date.text == "2026-11-08", (
        "a distance back without a start is from today"
    )
    with pytest.raises(ValueError, match="count from"):
        read_date("+2w", today=TODAY)


def test_a_distance_is_as_exact_as_the_day_that_it_counts_from() -> None:
    month = Reference("start", ChartDate.parse("2024-03"))
    assert read_date("+3m", references=[month]).date.text == "2024-06"
    with pytest.raises(ValueError, match="not known"):
        read_date("d+14", references=[month])
    with pytest.raises(ValueError, match="not known"):
        read_date("+3m", references=[Reference("start", ChartDate.parse("2024"))])
    told_in_months = Reference("start", ChartDate.parse("m+4"))
    assert read_date("+3m", references=[told_in_months]).date.text == "m+7"
    with pytest.raises(ValueError, match="in months"):
        read_date("d+14", references=[told_in_months])


@given(st.dates(date(1850, 1, 1), date(2200, 12, 31)))
def test_a_day_is_read_the_same_however_it_is_written(day: date) -> None:
    for written in (
        day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{_MONTHS[day.month - 1]} {day.day}, {day.year}", f"{day.year}/{day.month}/{day.day}",
    ):  # fmt: skip
        assert read_date(written).date == ChartDate.of(day), written


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@given(st.integers(-400, 400), st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_days_before_today_are_counted(days: int, today: date) -> None:
    written = f"t{days:+d}"
    assert (read_date(written, today=today).date.on().earliest - today).days == days


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused_with_a_sentence(text: str) -> None:
    when, refused = date_or_refusal(text)
    assert when is not None or len(refused) > 20


def date_or_refusal(text: str) -> tuple[ChartDate | None, str]:
    try:
        return read_date(text, today=TODAY, references=[START]).date, ""
    except ValueError as error:
        return None, str(error)
