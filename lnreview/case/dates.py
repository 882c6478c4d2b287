"""Dates as charts give them: full, partial (`2024-03`), relative (`m+16`) or unknown.

A `ChartDate` keeps the text as written and stands for every day that it may mean, from `earliest` to `latest`.
Comparisons are three-valued: `True` or `False` only when all the possible days agree, else `None`.
A relative date counts calendar months from the anchor of its case; without an anchor it is laid on `NOMINAL_ANCHOR`,
which orders the entries and is never shown.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import cached_property, lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

NOMINAL_ANCHOR = date(2000, 1, 1)
MEAN_MONTH_DAYS = Decimal("30.436875")
"""Mean length of a Gregorian month in days; used for fractions of a month and for display only."""

_ABSOLUTE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)
_RELATIVE = re.compile(r"^m([+-]\d+(?:\.\d+)?)$", re.ASCII)
_EXPLANATION = (
    "write a date as 2024, 2024-03 or 2024-03-15, as months from the anchor such as m+16 or m-3, "
    "or leave it out when it is unknown"
)


@dataclass(frozen=True, order=False)
class ChartDate:
    """A date as written: `2024`, `2024-03`, `2024-03-15`, or months from the anchor (`m+16`, `m-3`, `m+0.5`).

    Use `on(anchor)` for the days that it may mean. Construct it with `ChartDate.parse`.
    """

    text: str

    @classmethod
    def parse(cls, value: str) -> ChartDate:
        """Read a date; raise `ValueError` with the remedy when it is impossible or ambiguous."""
        text = value.strip()
        relative = re.match(r"^m\s*([+-]?)\s*(\d+(?:\.\d+)?)$", text, re.ASCII)
        if relative:
            number = Decimal(relative[2])
            if number > 2400:
                raise ValueError(f"“{value}” lies more than 200 years from the anchor; {_EXPLANATION}")
            return cls(f"m{relative[1] or '+'}{relative[2]}")
        match = _ABSOLUTE.match(text)
        if match is None:
            raise ValueError(f"“{value}” is not a date that can be read; {_EXPLANATION}")
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        if not 1850 <= year <= 2200:
            raise ValueError(f"“{value}” has an impossible year; {_EXPLANATION}")
        try:
            date(year, month, day)
        except ValueError as error:
            raise ValueError(f"“{value}” is not a day of the calendar; {_EXPLANATION}") from error
        return cls(text)

    @classmethod
    def of(cls, day: date) -> ChartDate:
        """Return the full date of `day`."""
        return cls(day.isoformat())

    @property
    def is_relative(self) -> bool:
        """Tell whether this counts months from the anchor of its case."""
        return self.text.startswith("m")

    @property
    def is_exact(self) -> bool:
        """Tell whether this means one day only."""
        return self.is_relative or len(self.text) == 10

    def on(self, anchor: date | None = None) -> Span:
        """Return the days that this may mean, months counted from `anchor` (or from the nominal anchor)."""
        return self._nominal if anchor is None else _span_of(self, anchor)

    @cached_property
    def _nominal(self) -> Span:
        return self._days(None)

    def _days(self, anchor: date | None) -> Span:
        relative = _RELATIVE.match(self.text)
        if relative:
            day = shift_months(anchor or NOMINAL_ANCHOR, Decimal(relative[1]))
            return Span(day, day, self)
        parts = [int(part) for part in self.text.split("-")]
        if len(parts) == 3:
            day = date(*parts)
            return Span(day, day, self)
        if len(parts) == 2:
            year, month = parts
            return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), self)
        return Span(date(parts[0], 1, 1), date(parts[0], 12, 31), self)

    def __str__(self) -> str:
        if not self.is_relative:
            return self.text
        number = self.text[1:].lstrip("+")
        return f"month {number.replace('-', '−')}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: Any) -> ChartDate:
            if isinstance(value, ChartDate):
                return value
            if isinstance(value, date):
                return cls.of(value)
            if not isinstance(value, str):
                raise PydanticCustomError(
                    "chart_date", "a date is a text; {remedy}", {"remedy": _EXPLANATION}
                )
            try:
                return cls.parse(value)
            except ValueError as error:
                raise PydanticCustomError("chart_date", "{why}", {"why": str(error)}) from error

        return core_schema.no_info_plain_validator_function(
            validate, serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|m[+-]?\d+(\.\d+)?)$",
            "description": "A date: 2024-03-15, partial (2024-03, 2024), or months from the anchor (m+16, m-3).",
            "examples": ["2024-03-15", "2024-03", "m+16"],
        }


@dataclass(frozen=True)
class Span:
    """The days that a chart date may mean, both ends included, with the date as written."""

    earliest: date
    latest: date
    written: ChartDate

    @cached_property
    def middle(self) -> date:
        """Return the day in the middle, for drawing and for sorting only."""
        return self.earliest + (self.latest - self.earliest) / 2

    def __str__(self) -> str:
        return str(self.written)


@lru_cache(maxsize=4096)
def _span_of(when: ChartDate, anchor: date | None) -> Span:
    return when._days(anchor)


@lru_cache(maxsize=4096)
def shift_months(day: date, months: int | Decimal) -> date:
    """Return `day` moved by calendar months (a missing day becomes the last of its month), then by the fraction."""
    whole = int(months)
    fraction = Decimal(months) - whole
    index = day.year * 12 + day.month - 1 + whole
    year, month = divmod(index, 12)
    moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return moved + timedelta(days=round(fraction * MEAN_MONTH_DAYS))


def months_elapsed(start: Span, end: Span) -> tuple[Decimal, Decimal]:
    """Return the fewest and the most calendar months that may lie between two spans, in full tenths of a month."""
    return _months(start.latest, end.earliest), _months(start.earliest, end.latest)


def at_least_months(start: Span, end: Span, months: int | Decimal) -> bool | None:
    """Say whether at least `months` calendar months lie between two spans; `None` when the dates leave it open."""
    if end.earliest >= shift_months(start.latest, months):
        return True
    if end.latest < shift_months(start.earliest, months):
        return False
    return None


def days_between(start: Span, end: Span) -> tuple[int, int]:
    """Return the fewest and the most days from `start` to `end`; negative when the end may lie before."""
    return (end.earliest - start.latest).days, (end.latest - start.earliest).days


def full_tenths(months: Decimal) -> Decimal:
    """Return the full tenths of a number of months: a tenth that has not passed does not count."""
    return months.quantize(Decimal("0.1"), ROUND_DOWN)


def _months(start: date, end: date) -> Decimal:
    if end < start:
        return -_months(end, start)
    whole = (end.year - start.year) * 12 + end.month - start.month
    if shift_months(start, whole) > end:
        whole -= 1
    rest = (end - shift_months(start, whole)).days
    return Decimal(whole) + full_tenths(Decimal(rest) / MEAN_MONTH_DAYS)
