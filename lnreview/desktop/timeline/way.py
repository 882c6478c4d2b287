"""The way from stop to stop of the timeline: along a row, to the next row, to the ends of a row."""

from __future__ import annotations

from collections.abc import Container

from lnreview.desktop.timeline.stops import ROWS, Row, Stop

Stops = tuple[Stop, ...]


def first_value(stops: Stops, shown: Container[str]) -> int:
    """Return the number of the first value whose place is shown, or where there is none of the first stop of all."""
    seen = [number for number, stop in enumerate(stops) if stop.place in shown]
    values = [number for number in seen if stops[number].row in ("proteinuria", "egfr")]
    return next(iter((*values, *seen)), 0)


def along(stops: Stops, at: int, by: int) -> int:
    """Return the number of the stop so many steps further in the row; the ends hold."""
    row = _row(stops, stops[at].row)
    return row[min(max(row.index(at) + by, 0), len(row) - 1)]


def across(stops: Stops, at: int, by: int) -> int:
    """Return the number of the stop nearest in time in the next row that has any; the same where there is none."""
    order: list[Row] = list(ROWS)
    index = order.index(stops[at].row) + by
    while 0 <= index < len(order):
        row = _row(stops, order[index])
        if row:
            return min(row, key=lambda number: abs(stops[number].day - stops[at].day))
        index += by
    return at


def end(stops: Stops, at: int, *, first: bool) -> int:
    """Return the number of the first or the last stop of the row."""
    return _row(stops, stops[at].row)[0 if first else -1]


def _row(stops: Stops, row: Row) -> list[int]:
    return [number for number, stop in enumerate(stops) if stop.row == row]
