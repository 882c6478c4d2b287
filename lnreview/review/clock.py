"""The arithmetic of a clock: until when something has to be decided, from the day and time of receipt.

Hours are elapsed hours, also across a daylight-saving change of the time zone. Calendar days run to the end of the
last day, business days are Monday to Friday: no calendar of holidays is kept, and that is said. Where the row of a
clock leaves open whether it starts on the next business day, or whether it stands still while information is awaited,
both dates are shown and the earlier one leads. A day or a time that the record lacks is named, never filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lnreview.case.dates import shift_months
from lnreview.guideline.clocks import Clock, Office, Unit

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_WORKING_DAYS = 5
"""Days of a working week, Monday first."""

_UNITS: dict[Unit, str] = {
    "hours": "hour", "calendar-days": "calendar day", "business-days": "business day", "months": "month",
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """A day, with the time of day where it is known."""

    day: date
    at: time | None = None

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.at:%H:%M}" if self.at else self.day.isoformat()


@dataclass(frozen=True)
class Pause:
    """A time in which information is awaited."""

    since: Moment
    until: Moment | None = None
    """When the answer was complete; `None` while it is awaited."""
    answer_by: date | None = None
    """Day until which the answer was asked for."""


@dataclass(frozen=True)
class Reading:
    """Another date that the same row may mean, and on what that depends."""

    at: datetime
    whole_day: bool
    why: str

    def __str__(self) -> str:
        return f"{shown(self.at, self.whole_day)}, {self.why}"


@dataclass(frozen=True)
class Due:
    """Until when a decision is due under one clock."""

    clock: Clock
    at: datetime | None = None
    """Local time; a whole day is due by its end. `None` where it is not documented, or the clock stands still."""
    whole_day: bool = True
    left: str = ""
    """Of a clock that stands still: the time left when the answer is complete."""
    missing: tuple[str, ...] = ()
    """What would settle it, as noun phrases."""
    notes: tuple[str, ...] = ()
    """What has to be said beside it, as sentences."""
    others: tuple[Reading, ...] = ()
    """What else the row may mean."""

    def __str__(self) -> str:
        if self.left:
            return f"stands still while information is awaited, {self.left} left"
        return "not documented" if self.at is None else shown(self.at, self.whole_day)


def amount(number: int, unit: Unit) -> str:
    """Return a length in words: 15 calendar days, 1 business day."""
    return f"{number} {_UNITS[unit]}{'' if number == 1 else 's'}"


def shown(at: datetime, whole_day: bool) -> str:
    """Return a due time as it is read: the day, or the day and local time with its zone."""
    if whole_day:
        return f"end of {at.date().isoformat()}"
    zone = at.tzname() if at.tzinfo else ""
    return f"{at:%Y-%m-%d %H:%M}{f' {zone}' if zone else ''}"


def find_zone(name: str) -> ZoneInfo | None:
    """Return the time zone of an IANA name such as America/Chicago, or `None` where there is none of that name."""
    try:
        return ZoneInfo(name) if name.strip() else None
    except (KeyError, ValueError, OSError):  # unknown, not a name, or a folder of zones
        return None


def due(
    clock: Clock,
    received: Moment | None,
    zone: str = "",
    pauses: Sequence[Pause] = (),
    *,
    extensions: int = 0,
    office: Office | None = None,
) -> Due:
    """Return until when a decision is due.

    `received` is the day (and, for hours, the time) of receipt; `zone` an IANA name, empty where no change of the
    clocks is counted; `extensions` how often an extension was told. Raises nothing: what is missing is named.
    """
    if received is None:
        return Due(clock, missing=("the full day of receipt",))
    local = find_zone(zone)
    notes = list(_said(clock, zone, local))
    if clock.unit == "hours" and received.at is None:
        first = _advance(_start(received, local), clock.length, clock.unit)
        notes.append(f"Received at the first minute of that day it would be due {shown(first, False)}.")
        return Due(clock, missing=("the time of day of receipt",), notes=tuple(notes))
    budget = clock.length
    if extensions and clock.extension is not None:
        counted = min(extensions, clock.extension.times)
        budget += clock.extension.length * counted
        notes.append(
            f"Extended by {amount(clock.extension.length * counted, clock.unit)} "
            f"({clock.extension.status}); the first time was {amount(clock.length, clock.unit)}."
        )
    begun = _start(received, local)
    late = _after_hours(received, office)
    if late is not None and clock.after_hours == "next-business-day":
        begun = _start(late, local)
        notes.append(f"Received outside office hours: it runs from {late}.")
    result = _asked(clock, begun, budget, local, pauses)
    if late is not None and not clock.after_hours and result.at is not None:
        later = _asked(clock, _start(late, local), budget, local, pauses)
        if later.at is not None:
            why = f"if what arrives outside office hours counts from {late}; the row does not say"
            result = replace(result, others=(*result.others, Reading(later.at, later.whole_day, why)))
            notes.append(f"Received outside office hours ({received}).")
    if clock.unit == "calendar-days" and result.at is not None and result.at.weekday() >= _WORKING_DAYS:
        notes.append("The last day falls on a weekend; nothing that was read moves it.")
    return replace(result, notes=(*notes, *result.notes))


def remaining(result: Due, now: datetime) -> str:
    """Return in words how long is left, or how long it is overdue; empty without a due time.

    `now` is a local time, or one with a zone that is read in the zone of the due time.
    """
    if result.at is None:
        return ""
    here = _like(now, result.at)
    if result.whole_day:
        days = (result.at.date() - here.date()).days
        if days == 0:
            return "due today"
        return f"{_days(days)} left" if days > 0 else f"overdue by {_days(-days)}"
    gap = _elapsed(here, result.at)
    return f"{_hours(gap)} left" if gap >= timedelta(0) else f"overdue by {_hours(-gap)}"


def overdue(result: Due, now: datetime) -> bool:
    """Say whether a due time has passed."""
    if result.at is None:
        return False
    here = _like(now, result.at)
    return here.date() > result.at.date() if result.whole_day else _elapsed(here, result.at) < timedelta(0)


def last_day(since: date, length: int, unit: Unit) -> date:
    """Return the last day of a time that is counted from a day."""
    start = datetime.combine(since, time())
    return _advance(start, length, unit).date()


def _said(clock: Clock, zone: str, local: ZoneInfo | None) -> tuple[str, ...]:
    notes = []
    if not clock.starts:
        notes.append("When it starts was not read for this row; it is counted from receipt.")
    if clock.unit == "hours" and not zone.strip():
        notes.append("No time zone is given, so a daylight-saving change is not counted.")
    elif zone.strip() and local is None:
        notes.append(
            f"The time zone “{zone}” is not known, so a daylight-saving change is not counted; "
            "write it as America/Chicago."
        )
    if clock.unit == "business-days":
        notes.append("Business days are Monday to Friday; holidays are not known to the program.")
    return tuple(notes)


def _start(moment: Moment, local: ZoneInfo | None) -> datetime:
    return datetime.combine(moment.day, moment.at or time(), tzinfo=local)


def _after_hours(received: Moment, office: Office | None) -> Moment | None:
    """Return the next opening of the office for what arrived on a weekend or after its close, else `None`."""
    if office is None:
        return None
    weekend = received.day.weekday() >= _WORKING_DAYS
    if not weekend and (received.at is None or received.at <= office.closes):
        return None
    day = received.day + _DAY
    while day.weekday() >= _WORKING_DAYS:
        day += _DAY
    return Moment(day, office.opens)


def _asked(
    clock: Clock, begun: datetime, budget: int, local: ZoneInfo | None, pauses: Sequence[Pause]
) -> Due:
    """Return the due time from a start on, with what an information request changes."""
    plain = _run(clock, begun, budget, local, ())
    if not pauses:
        return plain
    rule = clock.information
    if rule is not None and rule.decide_within is not None:
        return _incomplete(clock, begun, plain, local, pauses)
    if clock.pause == "runs-on":
        return replace(plain, notes=("It runs on while information is awaited.",))
    paused = _run(clock, begun, budget, local, pauses)
    if clock.pause == "stands-still":
        return paused
    note = "The row does not say whether it stands still while information is awaited; both dates are shown."
    if paused.at is not None and plain.at is not None and paused.at > plain.at:
        other = Reading(paused.at, paused.whole_day, "if it stands still while information is awaited")
        return replace(plain, notes=(note,), others=(other,))
    if paused.left:
        note = f"{note} If it stands still, {paused.left} are left when the answer is complete."
    if paused.missing:
        note = f"{note} If it stands still, {paused.missing[0]} would have to be documented."
    return replace(plain, notes=(note,))


def _run(clock: Clock, begun: datetime, budget: int, local: ZoneInfo | None, pauses: Sequence[Pause]) -> Due:
    """Let a clock run, standing still in each pause and going on with the time that is left."""
    whole_day = clock.unit != "hours"
    cursor, left = begun, timedelta(hours=budget) if not whole_day else timedelta(days=budget)
    for pause in pauses:
        if not whole_day and (pause.since.at is None or (pause.until and pause.until.at is None)):
            return Due(
                clock, whole_day=False,
                missing=("the time of day of the information request and of its answer",),
            )  # fmt: skip
        since = max(_start(pause.since, local), cursor, key=_sortable)
        used = _used(cursor, since, clock.unit)
        if used > left:
            break
        left -= used
        if pause.until is None:
            return Due(clock, whole_day=whole_day, left=_left(left, clock.unit))
        cursor = max(_start(pause.until, local), since, key=_sortable)
    return Due(clock, _forward(cursor, left, clock.unit), whole_day)


def _incomplete(
    clock: Clock, begun: datetime, plain: Due, local: ZoneInfo | None, pauses: Sequence[Pause]
) -> Due:
    """Apply the rule for an incomplete request: ask soon, give a least time, decide within a time after the answer."""
    rule, pause = clock.information, pauses[0]
    assert rule is not None
    assert rule.decide_within is not None
    whole_day = rule.unit != "hours"
    if not whole_day and pause.since.at is None:
        return Due(clock, missing=("the time of day of the information request",), whole_day=False)
    asked = _start(pause.since, local)
    notes = []
    if rule.ask_within is not None:
        latest = _advance(begun, rule.ask_within, rule.unit)
        if _sortable(asked) > _sortable(latest):
            notes.append(
                f"The information was asked for after the {amount(rule.ask_within, rule.unit)} allowed for that; "
                f"the first time then stands ({shown(plain.at, plain.whole_day) if plain.at else 'not documented'})."
            )
            return replace(plain, notes=(*plain.notes, *notes))
    given = _advance(asked, rule.give_at_least, rule.unit) if rule.give_at_least is not None else None
    end = given
    if pause.answer_by is not None:
        asked_end = datetime.combine(pause.answer_by, time(), tzinfo=local) + _DAY
        if given is not None and _sortable(asked_end) < _sortable(given):
            notes.append(
                f"Less than {amount(rule.give_at_least or 0, rule.unit)} were given for the answer; "
                f"they end {shown(given, whole_day)}."
            )
        else:
            end = asked_end
    if pause.until is not None and (whole_day or pause.until.at is not None):
        answered = _start(pause.until, local)
        end = answered if end is None or _sortable(answered) < _sortable(end) else end
    elif pause.until is not None:
        return Due(
            clock, whole_day=False, missing=("the time of day at which the information arrived",),
            notes=tuple(notes),
        )  # fmt: skip
    if end is None:
        return replace(plain, notes=tuple(notes))
    notes.append(
        f"Incomplete request: {amount(rule.decide_within, rule.unit)} from "
        f"{'the answer' if pause.until is not None and end == _start(pause.until, local) else 'the end of the time for the answer'}."
    )
    return Due(clock, _advance(end, rule.decide_within, rule.unit), whole_day, notes=tuple(notes))


def _advance(start: datetime, length: int, unit: Unit) -> datetime:
    if unit == "months":
        return datetime.combine(shift_months(start.date(), length), time(), tzinfo=start.tzinfo)
    return _forward(start, timedelta(hours=length) if unit == "hours" else timedelta(days=length), unit)


def _forward(start: datetime, left: timedelta, unit: Unit) -> datetime:
    """Return the moment after a time that runs: elapsed hours, or whole days of the calendar or of the working week."""
    if unit == "hours":
        if start.tzinfo is None:
            return start + left
        return (start.astimezone(UTC) + left).astimezone(start.tzinfo)
    day, steps = start.date(), left.days
    if unit == "calendar-days":
        day += timedelta(days=steps)
    while unit == "business-days" and steps:
        day += _DAY
        steps -= day.weekday() < _WORKING_DAYS
    return datetime.combine(day, time(), tzinfo=start.tzinfo)


def _used(start: datetime, end: datetime, unit: Unit) -> timedelta:
    """Return what of a time has run between two moments."""
    if unit == "hours":
        return _elapsed(start, end)
    days = [
        start.date() + timedelta(days=number) for number in range(1, (end.date() - start.date()).days + 1)
    ]
    counted = [day for day in days if unit != "business-days" or day.weekday() < _WORKING_DAYS]
    return timedelta(days=len(counted))


def _elapsed(start: datetime, end: datetime) -> timedelta:
    if (
        start.tzinfo is not None and end.tzinfo is not None
    ):  # the same zone: its walls differ by less than the time
        return end.astimezone(UTC) - start.astimezone(UTC)
    return end - start


def _sortable(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _like(now: datetime, other: datetime) -> datetime:
    """Return a moment on the wall of another: in its zone, or without one."""
    if other.tzinfo is None:
        return now.replace(tzinfo=None)
    return now.astimezone(other.tzinfo) if now.tzinfo else now.replace(tzinfo=other.tzinfo)


def _left(left: timedelta, unit: Unit) -> str:
    return _hours(left) if unit == "hours" else amount(left.days, unit)


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _hours(gap: timedelta) -> str:
    whole, minutes = gap // _HOUR, (gap % _HOUR) // timedelta(minutes=1)
    return f"{whole} h {minutes} min" if minutes else f"{whole} h"
