"""Dates as people type them (`3/2024`, `12 Mar 2024`, `t-14`, `d+14`) and what they mean in the record.

A date of numbers alone that two countries read differently, and a year of two digits, are refused, with what can be
written instead. A distance (`d+14`, `-2w`, `+3m`) counts from a day that the caller names, and `today` from the day that
the caller gives: nothing here asks the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lnreview.case.dates import ChartDate, shift_months

_MONTHS = (
    ("jan", "january", "januar", "jänner"), ("feb", "february", "februar"), ("mar", "march", "mär", "märz", "maerz", "mrz"),
    ("apr", "april"), ("may", "mai"), ("jun", "june", "juni"), ("jul", "july", "juli"), ("aug", "august"),
    ("sep", "sept", "september"), ("oct", "october", "okt", "oktober"), ("nov", "november"),
    ("dec", "december", "dez", "dezember"),
)  # fmt: skip
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = r"([^\W\d_]{3,9})\.?"
_NUMBERS = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
_MONTH = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})|(\d{4})\s*[./]\s*(\d{1,2})")
_NAMED_MONTH = re.compile(rf"{_NAME}[\s,./-]*(\d{{4}})|(\d{{4}})[\s,./-]*{_NAME}")
_NAMED_DAY = re.compile(
    rf"(\d{{1,2}})(?:\.|st|nd|rd|th)?[\s./-]*{_NAME}[\s,./-]*(\d{{4}})|{_NAME}[\s./-]*(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(\d{{4}})"
)
_TODAY = re.compile(r"(?:t|today|now|heute)(?:\s*([+-])\s*(\d{1,4})\s*(d|w|wk|m|mo|y|a)?)?")
_DISTANCE = re.compile(r"([+-])\s*(\d{1,4})\s*(d|w|wk|m|mo|y|a)|(d|w|y)\s*([+-])\s*(\d{1,4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[./-]\s*\d{2}|[^\W\d_]{3,9}\.?\s*'?\d{2}")
_UNITS = {"d": "d", "w": "w", "wk": "w", "m": "m", "mo": "m", "y": "y", "a": "y"}
HOW = "write 2024-03-15, 15 Mar 2024, 3/2024, 2024, m+16, or t-14 for days before today"
"""How a date can be written, for a message."""


@dataclass(frozen=True)
class Reference:
    """A day that a distance counts from, with the key of its name (`start`, `today`, `anchor`, …) for a reader."""

    name: str
    when: ChartDate
    about: str = ""
    """What it is the day of, where the name does not say it: the drug of a course."""


@dataclass(frozen=True)
class DateReading:
    """A date that was read, and the day that it was counted from."""

    date: ChartDate
    relative_to: Reference | None = None


class AmbiguousDateError(ValueError):
    """A date that can be read in two ways, or not without its century; `offers` are what can be written instead."""

    def __init__(self, message: str, offers: tuple[ChartDate, ...]) -> None:
        super().__init__(message)
        self.offers = offers


def read_date(text: str, *, today: date | None = None, references: Iterable[Reference] = ()) -> DateReading:
    """Read a date; raise `ValueError` with the remedy, `AmbiguousDateError` where two readings can be offered.

    A distance counts from the first of the `references`; without one, a distance back counts from `today`.
    """
    plain = text.strip().replace("−", "-").replace("–", "-")
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}|m\s*[+-]?\s*\d+(\.\d+)?", plain.lower(), re.ASCII):
        return DateReading(ChartDate.parse(plain.lower()))
    low = " ".join(plain.casefold().split())
    relative = _relative(text, low, today, tuple(references))
    if relative is not None:
        return relative
    return DateReading(_named(text, low) or _numbers(text, low) or _refused(text, low))


def _relative(
    text: str, low: str, today: date | None, references: tuple[Reference, ...]
) -> DateReading | None:
    """Read `today`, `yesterday`, `t-14`, `d+14`, `-2w`; return `None` for what is no distance."""
    now = Reference("today", ChartDate.of(today)) if today else None
    match = _TODAY.fullmatch(low)
    if low in ("yesterday", "gestern"):
        low, match = "t-1", _TODAY.fullmatch("t-1")
    if match is not None:
        if now is None:
            raise ValueError(
                f"“{text.strip()}” needs a day to count from; write the date, such as 2024-03-15"
            )
        if match[2] is None:
            return DateReading(now.when, now)
        return _moved(text, match[1], match[2], match[3] or "d", now)
    match = _DISTANCE.fullmatch(low)
    if match is None:
        return None
    sign, count, unit = match[1] or match[5], match[2] or match[6], match[3] or match[4]
    base = references[0] if references else now if sign == "-" else None
    if base is None:
        raise ValueError(
            f"“{text.strip()}” has no day to count from here; write the date, or enter the day of the start first"
        )
    return _moved(text, sign, count, unit, base)


def _moved(text: str, sign: str, count: str, unit: str, base: Reference) -> DateReading:
    distance, unit = int(f"{sign}{count}"), _UNITS[unit]
    if unit == "y":
        distance, unit = distance * 12, "m"
    if base.when.is_relative:
        if unit != "m":
            raise ValueError(
                f"“{text.strip()}” counts from {base.when.text}, which is in months; write the month, such as m+16"
            )
        months = Decimal(base.when.text[1:]) + distance
        return DateReading(ChartDate.parse(f"m{months:+f}"), base)
    if not base.when.is_exact and (unit != "m" or len(base.when.text) == 4):
        raise ValueError(
            f"“{text.strip()}” counts from {base.when.text}, of which the day is not known; write the date itself"
        )
    start = base.when.on().earliest
    try:
        day = shift_months(start, distance) if unit == "m" else start + timedelta(**{_LONG[unit]: distance})
        full = ChartDate.parse(day.isoformat())
    except (OverflowError, ValueError) as error:
        raise ValueError(f"“{text.strip()}” lies outside the calendar; {HOW}") from error
    return DateReading(full if base.when.is_exact else ChartDate.parse(full.text[:7]), base)


_LONG = {"d": "days", "w": "weeks"}


def _named(text: str, low: str) -> ChartDate | None:
    """Read a date with the name of its month."""
    match = _NAMED_DAY.fullmatch(low)
    if match is not None:
        day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        return _day(text, int(year), _month_of(text, name), int(day))
    match = _NAMED_MONTH.fullmatch(low)
    if match is not None:
        name, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        return ChartDate.parse(f"{int(year):04}-{_month_of(text, name):02}")
    return None


def _numbers(text: str, low: str) -> ChartDate | None:
    """Read a date of numbers."""
    match = _NUMBERS.fullmatch(low)
    if match is not None:
        first, second, third = match[1], match[3], match[4]
        if len(first) == 4:
            return _day(text, int(first), int(second), int(third))
        if len(third) != 4 or len(first) == 3:
            raise AmbiguousDateError(
                f"“{text.strip()}”: write the year with four digits, such as {first}{match[2]}{second}{match[2]}20{third[-2:]:0>2}",
                (),
            )
        return _day_and_month(text, int(first), int(second), int(third), dotted=match[2] == ".")
    match = _MONTH.fullmatch(low)
    if match is not None:
        month, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        if not 1 <= int(month) <= 12:
            raise ValueError(f"“{text.strip()}” names no month; {HOW}")
        return ChartDate.parse(f"{year}-{int(month):02}")
    return None


def _day_and_month(text: str, first: int, second: int, year: int, *, dotted: bool) -> ChartDate:
    """Read a day and a month in the order of where the chart comes from; a full stop puts the day first everywhere."""
    if dotted or first == second:
        return _day(text, year, second, first)
    if first > 12 or second > 12:
        return _day(text, year, min(first, second), max(first, second))
    offers = (_day(text, year, second, first), _day(text, year, first, second))
    raise AmbiguousDateError(
        f"“{text.strip()}” can be {_said(offers[0])} or {_said(offers[1])}; write one of them", offers
    )


def _day(text: str, year: int, month: int, day: int) -> ChartDate:
    try:
        return ChartDate.parse(f"{year:04}-{month:02}-{day:02}")
    except ValueError as error:
        raise ValueError(f"“{text.strip()}” is no day of the calendar; {HOW}") from error


def _month_of(text: str, name: str) -> int:
    number = _NUMBER_OF.get(name)
    if number is None:
        raise ValueError(f"“{name}” in “{text.strip()}” is no month; {HOW}")
    return number


def _refused(text: str, low: str) -> ChartDate:
    if _SHORT_YEAR.fullmatch(low):
        raise ValueError(f"“{text.strip()}”: write the year with four digits, such as 3/2024 or Mar 2024")
    raise ValueError(f"“{text.strip()}” is not a date that can be read; {HOW}")


def _said(when: ChartDate) -> str:
    """Return a full date as a person writes it: `3 Apr 2024`."""
    year, month, day = when.text.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1][0].capitalize()} {year}"
