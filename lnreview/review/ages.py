"""Which of two dates came first, and how far they lie apart, in words; partial dates leave it open."""

from __future__ import annotations

from lnreview.case.dates import Span, days_between, months_elapsed


def since(day: Span, start: Span) -> bool | None:
    """Say whether something happened at or after a start; `None` where partial dates leave it open."""
    if day.earliest >= start.latest:
        return True
    return False if day.latest < start.earliest else None


def elapsed(earlier: Span, later: Span) -> str:
    """Return the time between two dates in words: days where less than a month, else months; a range where dates are partial."""
    days = days_between(earlier, later)
    months = months_elapsed(earlier, later)
    low, high = days if months[0] < 1 else months
    unit = "day" if months[0] < 1 else "month"
    if low == high:
        return f"{_plain(low)} {unit}{'' if low == 1 else 's'}"
    return f"{_plain(low)} to {_plain(high)} {unit}s"


def _plain(value: object) -> str:
    """Return a number without trailing zeros."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
