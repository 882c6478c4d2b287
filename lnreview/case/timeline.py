"""The record as it was known on the day of the review.

Entries of a later day, or that became known later, are the future and are left out. Entries without a date are kept:
they are known, only their day is not. Two entries that say the same thing (an import done twice) count once.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from lnreview.case.dates import ChartDate, Span, shift_months
from lnreview.case.model import Case, entry_lists
from lnreview.case.records import Entry

_DATE_FIELDS = (
    "collected_on", "start", "dispensed_on", "given_on", "drawn_on", "taken_on", "measured_on", "tested_on",
    "shown_on", "on", "since", "began_on",
)  # fmt: skip

E = TypeVar("E", bound=Entry)


def dated(entry: Entry) -> ChartDate | None:
    """Return the date that places an entry in time."""
    for name in _DATE_FIELDS:
        when = getattr(entry, name, None)
        if isinstance(when, ChartDate):
            return when
    # A measure of adherence may say only until when it holds.
    until = getattr(entry, "until", None)
    return until if isinstance(until, ChartDate) else None


def known_at(case: Case, as_of: Span) -> Case:
    """Return the case with only what was known at `as_of`, each statement once, in an order that no import changes.

    Ends of courses, outcomes and resolutions after `as_of` are removed from entries that began before it.
    """
    changes: dict[str, object] = {}
    for name in entry_lists():
        kept: list[Entry] = []
        seen: set[str] = set()
        for entry in getattr(case, name):
            if not _known(case, entry, as_of):
                continue
            entry = _without_future(case, entry, as_of)
            content = entry.model_dump_json(exclude={"id", "source", "note"})
            if content in seen:
                continue
            seen.add(content)
            kept.append(entry)
        kept.sort(key=lambda entry: _place(case, entry))
        changes[name] = tuple(kept)
    return case.model_copy(update=changes)


def day(case: Case, entry: Entry) -> date | None:
    """Return a day to sort and draw an entry by: the middle of the days that its date may mean."""
    span = case.span(dated(entry))
    return span.middle if span else None


def _known(case: Case, entry: Entry, as_of: Span) -> bool:
    for when in (dated(entry), entry.known_on):
        span = case.span(when)
        if span is not None and span.earliest > as_of.latest:
            return False
    return True


def _without_future(case: Case, entry: E, as_of: Span) -> E:
    changes: dict[str, object] = {}
    for name, reset in (
        ("stop", {"stop": None, "ongoing": "unknown", "stop_reason": "unknown", "doses_given": None}),
        ("outcome_on", {"outcome_on": None, "stated_outcome": "unknown"}),
        ("resolved_on", {"resolved_on": None}),
        ("until", {"until": None}),
    ):
        span = case.span(getattr(entry, name, None))
        if span is not None and span.earliest > as_of.latest:
            changes.update(reset)
            if name == "stop":
                changes.update(ongoing="yes")
    return entry.model_copy(update=changes) if changes else entry


def _place(case: Case, entry: Entry) -> tuple[int, date, int, str]:
    when = day(case, entry)
    content = entry.model_dump_json(exclude={"id"})
    if when is None:
        return (0, date.min, entry.order or 0, content)
    return (1, when, entry.order or 0, content)


def latest_day(case: Case) -> ChartDate | None:
    """Return the last date in the record, for cases told in months without a day of review."""
    best: tuple[date, ChartDate] | None = None
    for _, entry in case.entries():
        for when in (dated(entry), getattr(entry, "stop", None), entry.known_on):
            span = case.span(when)
            if span is not None and when is not None and (best is None or span.latest > best[0]):
                best = (span.latest, when)
    return best[1] if best else None


def within_months(case: Case, when: Span, as_of: Span, months: int) -> bool:
    """Say whether `when` may lie at most `months` calendar months before `as_of`."""
    return shift_months(when.latest, months) >= as_of.earliest
