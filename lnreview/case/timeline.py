"""The record as it was known on the day of the review.

Entries of a later day, or that became known later, are the future and are left out. Entries without a date are kept:
they are known, only their day is not. Two entries that say the same thing (an import done twice) count once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TypeVar

from lnreview.case.dates import ChartDate, Span
from lnreview.case.model import Case, clinical_lists
from lnreview.case.records import AdherenceMeasure, Entry

_DATE_FIELDS = (
    "collected_on", "start", "dispensed_on", "given_on", "drawn_on", "taken_on", "measured_on", "tested_on",
    "shown_on", "assessed_on", "on", "since", "began_on",
)  # fmt: skip

_ENDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("stop", {"stop": None, "ongoing": "yes", "stop_reason": "unknown", "doses_given": None}),
    ("outcome_on", {"outcome_on": None, "stated_outcome": "unknown"}),
    ("resolved_on", {"resolved_on": None}),
    ("until", {"until": None}),
)

_LINKS = ("course", "upcr", "kidney")
"""Fields that name another entry of the case by its id."""

Place = tuple[bool, date, int]
"""Where an entry stands in time: whether it is dated, its day, and its place among entries without one."""
E = TypeVar("E", bound=Entry)


def dated(entry: Entry) -> ChartDate | None:
    """Return the date that places an entry in time."""
    for name in _date_fields(type(entry)):
        when = entry.__dict__[name]
        if when is not None:
            return when  # type: ignore[no-any-return]
    return None


@cache
def _date_fields(kind: type[Entry]) -> tuple[str, ...]:
    """Return the fields that may place an entry in time; a measure of adherence is known at the end of its period."""
    names = ("until", *_DATE_FIELDS) if kind is AdherenceMeasure else _DATE_FIELDS
    return tuple(name for name in names if name in kind.model_fields)


@cache
def _ends(kind: type[Entry]) -> tuple[tuple[str, dict[str, object]], ...]:
    """Return the later dates that an entry may hold, each with what is not known before that day."""
    return tuple((name, reset) for name, reset in _ENDS if name in kind.model_fields)


def known_at(case: Case, as_of: Span) -> Case:
    """Return the case with only what was known at `as_of`, each statement once, in an order that no import changes.

    Ends of courses, outcomes and resolutions after `as_of` are removed from entries that began before it.
    """
    changes: dict[str, object] = {}
    same: dict[str, str] = {}  # ids of entries that say what another says, with the id of that one
    for name in clinical_lists():
        kept: dict[tuple[object, ...], tuple[Place, Entry]] = {}
        for entry in getattr(case, name):
            span = case.span(dated(entry))
            if _is_future(span, as_of) or _is_future(case.span(entry.known_on), as_of):
                continue
            entry = _without_future(case, entry, as_of)
            place = (span is not None, span.middle if span else date.min, entry.order or 0)
            entry = _renamed(entry, same)
            first = kept.setdefault(_content(entry), (place, entry))[1]
            if first is not entry:
                same[entry.id] = first.id
        changes[name] = tuple(_in_order(kept.values()))
    return case.model_copy(update=changes)


def _renamed(entry: E, same: dict[str, str]) -> E:
    """Return an entry whose references to what another entry says as well point to that one."""
    held = entry.__dict__
    changes = {name: same[held[name]] for name in _LINKS if held.get(name) in same}
    return entry.model_copy(update=changes) if changes else entry


def _is_future(span: Span | None, as_of: Span) -> bool:
    return span is not None and span.earliest > as_of.latest


def _content(entry: Entry) -> tuple[object, ...]:
    """Return what an entry says, without its name and where it was read."""
    return _said(type(entry))(entry)


@cache
def _said(kind: type[Entry]) -> Callable[[Entry], tuple[object, ...]]:
    return attrgetter(*(name for name in kind.model_fields if name not in ("id", "source", "note")))


def _in_order(placed: Iterable[tuple[Place, Entry]]) -> Iterator[Entry]:
    """Yield entries by time; those of one day by what they say, so that no order of import shows."""
    for _, group in groupby(sorted(placed, key=itemgetter(0)), key=itemgetter(0)):
        same = [entry for _, entry in group]
        if len(same) == 1:
            yield same[0]
            continue
        same.sort(key=_subject)
        for _, alike in groupby(same, key=_subject):
            rest = list(alike)
            yield from rest if len(rest) == 1 else sorted(rest, key=lambda entry: repr(_content(entry)))


def _subject(entry: Entry) -> str:
    """Return what an entry is about, to order entries of one day cheaply."""
    held = entry.__dict__
    return str(held.get("analyte") or held.get("drug") or "")


def day(case: Case, entry: Entry) -> date | None:
    """Return a day to sort and draw an entry by: the middle of the days that its date may mean."""
    span = case.span(dated(entry))
    return span.middle if span else None


def _without_future(case: Case, entry: E, as_of: Span) -> E:
    changes: dict[str, object] = {}
    for name, reset in _ends(type(entry)):
        if _is_future(case.span(entry.__dict__[name]), as_of):
            changes.update(reset)
    return entry.model_copy(update=changes) if changes else entry


def latest_day(case: Case) -> ChartDate | None:
    """Return the last clinical date in the record, for cases told in months without a day of review."""
    best: tuple[date, ChartDate] | None = None
    for entry in (entry for name in clinical_lists() for entry in getattr(case, name)):
        for when in (dated(entry), getattr(entry, "stop", None), entry.known_on):
            span = case.span(when)
            if span is not None and when is not None and (best is None or span.latest > best[0]):
                best = (span.latest, when)
    return best[1] if best else None
