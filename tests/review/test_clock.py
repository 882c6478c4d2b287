"""The arithmetic of a clock, against days counted by hand on a calendar."""

from datetime import UTC, date, datetime, time

import pytest

from lnreview.guideline.clocks import clocks
from lnreview.guideline.load import load
from lnreview.review.clock import Moment, Pause, due, find_zone, last_day, overdue, remaining

TABLE = clocks(load())
CHICAGO = "America/Chicago"


def row(name, **changes):
    return next(item for item in TABLE.rows if item.id == name).model_copy(update=changes)


def at(text):
    """Return the moment of `2026-03-06 16:40` or `2026-03-06`."""
    day, _, hour = text.partition(" ")
    return Moment(date.fromisoformat(day), time.fromisoformat(hour) if hour else None)


def told(result):
    return str(result)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-10 09:00", "2026-03-13 09:00 CDT"),
        ("2026-03-06 16:40", "2026-03-09 17:40 CDT"),  # the night of 8 March has 23 hours
        ("2026-10-30 10:00", "2026-11-02 09:00 CST"),  # the night of 1 November has 25
    ],
)
def test_hours_are_elapsed_hours_across_a_change_of_the_clocks(received, expected):
    assert told(due(row("erisa-urgent"), at(received), CHICAGO)) == expected


def test_without_a_time_zone_no_change_is_counted_and_that_is_said():
    result = due(row("erisa-urgent"), at("2026-03-06 16:40"))
    assert told(result) == "2026-03-09 16:40"
    assert any("daylight-saving" in note for note in result.notes)
    unknown = due(row("erisa-urgent"), at("2026-03-06 16:40"), "America/Springfield")
    assert told(unknown) == "2026-03-09 16:40"
    assert any("“America/Springfield” is not known" in note for note in unknown.notes)


@pytest.mark.parametrize("name", ["", "America", "../etc/passwd", "no such\x00zone", "  "])
def test_what_is_no_time_zone_is_none(name):
    assert find_zone(name) is None


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2028-02-20", "end of 2028-03-06"),  # a leap year
        ("2027-02-20", "end of 2027-03-07"),
        ("2028-02-14", "end of 2028-02-29"),
        ("2026-12-20", "end of 2027-01-04"),
    ],
)
def test_calendar_days_count_over_the_end_of_february_and_of_the_year(received, expected):
    assert told(due(row("erisa-pre-service"), at(received), CHICAGO)) == expected


def test_days_are_days_of_the_calendar_across_a_change_of_the_clocks():
    assert told(due(row("ncqa-pre-service-2026"), at("2026-03-05 23:30"), CHICAGO)) == "end of 2026-03-12"
    assert told(due(row("ncqa-pre-service-2026"), at("2026-10-29 23:30"), CHICAGO)) == "end of 2026-11-05"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-18", "end of 2026-11-19"),  # Wednesday
        ("2026-11-20", "end of 2026-11-23"),  # Friday
        ("2026-11-21", "end of 2026-11-23"),  # Saturday
        ("2026-11-22", "end of 2026-11-23"),  # Sunday
    ],
)
def test_a_business_day_is_monday_to_friday_and_holidays_are_said_to_be_unknown(received, expected):
    result = due(row("california-iehp"), at(received), CHICAGO)
    assert told(result) == expected
    assert any("holidays are not known" in note for note in result.notes)


def test_a_last_day_on_a_weekend_is_not_moved_and_that_is_said():
    result = due(row("ncqa-pre-service-2026"), at("2026-11-21"))
    assert told(result) == "end of 2026-11-28"
    assert any("weekend" in note for note in result.notes)
    assert not any("weekend" in note for note in due(row("ncqa-pre-service-2026"), at("2026-11-20")).notes)


@pytest.mark.parametrize(
    ("received", "first", "second"),
    [
        ("2026-11-18 17:01", "end of 2026-11-19", "end of 2026-11-20"),
        ("2026-11-20 18:30", "end of 2026-11-23", "end of 2026-11-24"),  # Friday evening
        ("2026-11-21 10:00", "end of 2026-11-23", "end of 2026-11-24"),  # Saturday
    ],
)
def test_after_close_of_business_both_days_are_shown_where_the_row_does_not_say(received, first, second):
    result = due(row("california-iehp"), at(received), CHICAGO, office=TABLE.office)
    assert told(result) == first
    assert [str(other).split(",")[0] for other in result.others] == [second]
    assert any("outside office hours" in note for note in result.notes)


def test_what_arrives_at_the_close_is_in_time_and_without_hours_nothing_is_late():
    closing = due(row("california-iehp"), at("2026-11-18 17:00"), CHICAGO, office=TABLE.office)
    assert closing.others == ()
    assert due(row("california-iehp"), at("2026-11-18 23:00"), CHICAGO).others == ()


def test_a_row_that_says_when_it_starts_has_one_day():
    later = row("california-iehp", after_hours="next-business-day")
    result = due(later, at("2026-11-20 18:30"), CHICAGO, office=TABLE.office)
    assert (told(result), result.others) == ("end of 2026-11-24", ())
    at_once = row("california-iehp", after_hours="as-received")
    result = due(at_once, at("2026-11-20 18:30"), CHICAGO, office=TABLE.office)
    assert (told(result), result.others) == ("end of 2026-11-23", ())
    hours = row("part-d-expedited", after_hours="next-business-day")
    assert told(due(hours, at("2026-11-20 18:30"), CHICAGO, office=TABLE.office)) == "2026-11-24 08:00 CST"


def test_what_is_missing_is_named_and_nothing_is_filled_in():
    nothing = due(row("erisa-urgent"), None, CHICAGO)
    assert (nothing.at, nothing.missing) == (None, ("the full day of receipt",))
    assert told(nothing) == "not documented"
    no_time = due(row("erisa-urgent"), at("2026-03-10"), CHICAGO)
    assert (no_time.at, no_time.missing) == (None, ("the time of day of receipt",))
    assert any("2026-03-13 00:00 CDT" in note for note in no_time.notes)


STILL = {"pause": "stands-still"}


def test_a_paused_clock_goes_on_with_the_time_that_was_left():
    pause = Pause(at("2026-03-06"), at("2026-03-20"))
    result = due(row("erisa-pre-service", **STILL), at("2026-03-02"), CHICAGO, [pause])
    assert told(result) == "end of 2026-03-31"  # 4 of 15 days used, 11 left
    twice = [pause, Pause(at("2026-03-25"), at("2026-03-27"))]
    assert (
        told(due(row("erisa-pre-service", **STILL), at("2026-03-02"), CHICAGO, twice)) == "end of 2026-04-02"
    )


def test_a_clock_that_stands_still_has_no_due_time_but_time_left():
    pause = [Pause(at("2026-03-06"))]
    result = due(row("erisa-pre-service", **STILL), at("2026-03-02"), CHICAGO, pause)
    assert (result.at, result.left) == (None, "11 calendar days")
    assert told(result) == "stands still while information is awaited, 11 calendar days left"
    hours = due(row("ncqa-urgent-pre-service", **STILL), at("2026-03-10 09:00"), CHICAGO, [Pause(at("2026-03-10 19:30"))])  # fmt: skip
    assert hours.left == "61 h 30 min"


def test_hours_stand_still_by_the_minute_also_over_a_change_of_the_clocks():
    clock = row("ncqa-urgent-pre-service", **STILL)
    pause = [Pause(at("2026-03-06 20:00"), at("2026-03-07 08:00"))]
    assert (
        told(due(clock, at("2026-03-06 10:00"), CHICAGO, pause)) == "2026-03-09 23:00 CDT"
    )  # 62 h from Saturday 8:00
    undated = due(clock, at("2026-03-06 10:00"), CHICAGO, [Pause(at("2026-03-06"))])
    assert undated.missing == ("the time of day of the information request and of its answer",)


def test_business_days_stand_still_by_business_days():
    clock = row("california-iehp", length=5, **STILL)
    pause = [Pause(at("2026-11-20"), at("2026-11-25"))]  # Wednesday to Friday: 2 of 5 used
    assert told(due(clock, at("2026-11-18"), CHICAGO, pause)) == "end of 2026-11-30"


def test_a_request_for_information_after_the_last_day_does_not_pause():
    pause = [Pause(at("2026-03-20"), at("2026-03-25"))]
    assert (
        told(due(row("erisa-pre-service", **STILL), at("2026-03-02"), CHICAGO, pause)) == "end of 2026-03-17"
    )


def test_a_request_for_information_on_the_last_day_still_pauses():
    pause = [Pause(at("2026-03-17"), at("2026-03-20"))]
    assert (
        told(due(row("erisa-pre-service", **STILL), at("2026-03-02"), CHICAGO, pause)) == "end of 2026-03-20"
    )


def test_a_row_that_does_not_say_when_it_starts_says_so():
    assert any(
        "When it starts was not read" in note
        for note in due(row("erisa-urgent"), at("2026-03-02 09:00")).notes
    )
    said = row("erisa-urgent", starts="receipt of the claim by the plan")
    assert not any("When it starts" in note for note in due(said, at("2026-03-02 09:00")).notes)


def test_where_the_row_does_not_say_both_dates_are_shown_and_the_earlier_leads():
    pause = [Pause(at("2026-03-06"), at("2026-03-20"))]
    result = due(row("erisa-pre-service"), at("2026-03-02"), CHICAGO, pause)
    assert told(result) == "end of 2026-03-17"
    assert [str(other) for other in result.others] == [
        "end of 2026-03-31, if it stands still while information is awaited"
    ]
    waiting = due(row("erisa-pre-service"), at("2026-03-02"), CHICAGO, [Pause(at("2026-03-06"))])
    assert told(waiting) == "end of 2026-03-17"
    assert any("11 calendar days are left" in note for note in waiting.notes)
    running = due(row("erisa-pre-service", pause="runs-on"), at("2026-03-02"), CHICAGO, pause)
    assert (told(running), running.others) == ("end of 2026-03-17", ())


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        (Pause(at("2026-03-10 15:00"), at("2026-03-11 12:00")), "2026-03-13 12:00 CDT"),
        (Pause(at("2026-03-10 15:00")), "2026-03-14 15:00 CDT"),  # 48 h to answer, 48 h to decide
        (Pause(at("2026-03-10 15:00"), None, date(2026, 3, 13)), "2026-03-16 00:00 CDT"),
        (Pause(at("2026-03-10 15:00"), at("2026-03-13 20:00")), "2026-03-14 15:00 CDT"),  # answered too late
    ],
)
def test_an_urgent_incomplete_request_is_decided_48_hours_after_the_answer(pause, expected):
    assert told(due(row("erisa-urgent"), at("2026-03-10 09:00"), CHICAGO, [pause])) == expected


@pytest.mark.parametrize(
    ("pause", "gap"),
    [
        (Pause(at("2026-03-10")), "the time of day of the information request"),
        (Pause(at("2026-03-10 15:00"), at("2026-03-11")), "the time of day at which the information arrived"),
    ],
)
def test_an_urgent_incomplete_request_needs_the_times_of_day(pause, gap):
    result = due(row("erisa-urgent"), at("2026-03-10 09:00"), CHICAGO, [pause])
    assert (result.at, result.missing) == (None, (gap,))


def test_less_than_48_hours_for_the_answer_are_48():
    pause = Pause(at("2026-03-10 15:00"), None, date(2026, 3, 11))
    result = due(row("erisa-urgent"), at("2026-03-10 09:00"), CHICAGO, [pause])
    assert told(result) == "2026-03-14 15:00 CDT"
    assert any("Less than 48 hours" in note for note in result.notes)


def test_information_asked_for_after_24_hours_gives_no_more_time():
    in_time = due(row("erisa-urgent"), at("2026-03-10 09:00"), CHICAGO, [Pause(at("2026-03-11 09:00"))])
    assert told(in_time) == "2026-03-15 09:00 CDT"
    late = due(row("erisa-urgent"), at("2026-03-10 09:00"), CHICAGO, [Pause(at("2026-03-11 09:01"))])
    assert told(late) == "2026-03-13 09:00 CDT"
    assert any("after the 24 hours allowed" in note for note in late.notes)


def test_an_extension_is_added_once():
    once = due(row("erisa-pre-service"), at("2026-03-02"), CHICAGO, extensions=1)
    assert told(once) == "end of 2026-04-01"
    assert told(due(row("erisa-pre-service"), at("2026-03-02"), CHICAGO, extensions=2)) == "end of 2026-04-01"
    assert (
        told(due(row("ncqa-pre-service-2026"), at("2026-03-02"), CHICAGO, extensions=1))
        == "end of 2026-03-09"
    )


@pytest.mark.parametrize(
    ("now", "words", "late"),
    [
        (datetime(2026, 3, 15, 23, 0), "2 days left", False),
        (datetime(2026, 3, 16, 0, 1), "1 day left", False),
        (datetime(2026, 3, 17, 23, 59), "due today", False),
        (datetime(2026, 3, 18, 0, 0), "overdue by 1 day", True),
        (datetime(2026, 3, 18, 4, 59, tzinfo=UTC), "due today", False),  # in Chicago it is still the 17th
    ],
)
def test_days_that_are_left(now, words, late):
    result = due(row("erisa-pre-service"), at("2026-03-02"), CHICAGO)
    assert (remaining(result, now), overdue(result, now)) == (words, late)


@pytest.mark.parametrize(
    ("now", "words", "late"),
    [
        (datetime(2026, 3, 7, 17, 40), "47 h left", False),  # the night has 23 hours
        (datetime(2026, 3, 9, 17, 40), "0 h left", False),
        (datetime(2026, 3, 9, 18, 10), "overdue by 0 h 30 min", True),
        (datetime(2026, 3, 9, 20, 40, tzinfo=UTC), "2 h left", False),
    ],
)
def test_hours_that_are_left(now, words, late):
    result = due(row("erisa-urgent"), at("2026-03-06 16:40"), CHICAGO)
    assert (remaining(result, now), overdue(result, now)) == (words, late)


def test_without_a_due_time_nothing_is_left_or_late():
    result = due(row("erisa-urgent"), None)
    assert (remaining(result, datetime(2030, 1, 1)), overdue(result, datetime(2030, 1, 1))) == ("", False)


def test_the_last_day_to_file():
    assert last_day(date(2026, 1, 15), 180, "calendar-days") == date(2026, 7, 14)
    assert last_day(date(2026, 10, 31), 4, "months") == date(2027, 2, 28)
