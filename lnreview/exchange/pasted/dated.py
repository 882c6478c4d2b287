"""The day of a line: of the sample before that of its receipt or its result, and asked where the table does not say."""

from __future__ import annotations

from dataclasses import dataclass, field

from lnreview.case.dates import ChartDate
from lnreview.exchange.pasted.days import read_day
from lnreview.exchange.pasted.model import NONE, How, Line, Questions, Remark

AS_SAMPLE = "as-sample"
"""Answer: the day of the result is read as the day of the sample."""


@dataclass
class Dated:
    """The day of a line, the later day on which it became known, and what is open of them."""

    day: ChartDate | None = None
    known_on: ChartDate | None = None
    waits: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass
class _Found:
    waits: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def dated(line: Line, how: How, questions: Questions) -> Dated:
    """Return when the sample of a line was taken and, where a later day of its result is printed, when it became known.

    A table without any day, a line without its own, and a table that prints only days of results are asked about.
    """
    found = _Found()
    day = _day(line, "date", how, found)
    later = _day(line, "resulted", how, found) or _day(line, "received", how, found)
    if not line.cell("date"):
        if line.cell("resulted") or line.cell("received"):
            if questions.ask("result-day", "result-day", (AS_SAMPLE, NONE), line.row) == AS_SAMPLE:
                day = later
            elif not questions.ask("result-day", "result-day", (AS_SAMPLE, NONE)):
                found.waits.append("result-day")
        else:
            day = _missing(line, how, questions, found)
    known_on = _day(line, "known_on", how, found)
    if known_on is None and day is not None and later is not None and _is_later(later, day):
        known_on = later
    if (
        day is not None
        and how.known.today is not None
        and not day.is_relative
        and day.on().earliest > how.known.today
    ):
        found.remarks.append(Remark("after-today"))
    if (
        day is None
        and not found.waits
        and not any(remark.kind == "unreadable-day" for remark in found.remarks)
    ):
        found.remarks.append(Remark("undated"))
    return Dated(day, known_on, tuple(dict.fromkeys(found.waits)), tuple(found.remarks))


def read_role(
    line: Line, role: str, how: How
) -> tuple[ChartDate | None, tuple[str, ...], tuple[Remark, ...]]:
    """Return the day under a role, the questions that it waits for, and a remark where it cannot be read."""
    found = _Found()
    day = _day(line, role, how, found)
    return day, tuple(found.waits), tuple(found.remarks)


def _missing(line: Line, how: How, questions: Questions, found: _Found) -> ChartDate | None:
    """Ask for the day of a line that prints none."""
    above = line.cell("day-above")
    if above:
        said = questions.ask("empty-days", "empty-days", ("above", NONE), line.row, example=above)
        if said == "above":
            return _day(
                Line(line.row, line.column, line.written, {"date": above}, line.titles), "date", how, found
            )
        if not said:
            found.waits.append("empty-days")
        return None
    said = questions.ask("no-day", "no-day", (NONE,), line.row, free="day")
    if not said:
        found.waits.append("no-day")
    if said in ("", NONE):
        return None
    try:
        return ChartDate.parse(said)
    except ValueError:
        found.waits.append("no-day")
        return None


def _day(line: Line, role: str, how: How, found: _Found) -> ChartDate | None:
    text = line.cell(role)
    if not text:
        return None
    day = read_day(text, how.calendar)
    if day is None:
        if how.waits_for_days:
            found.waits += how.waits_for_days
        else:
            found.remarks.append(
                Remark("unreadable-day", {"text": text, "column": line.titles.get(role, "")})
            )
    return day


def _is_later(later: ChartDate, day: ChartDate) -> bool:
    return not later.is_relative and not day.is_relative and later.on().earliest > day.on().latest
