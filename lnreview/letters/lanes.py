"""What stands beside the panels of the trend chart: flags above them, treatments, doses and levels below them.

A letter gives every regimen a lane of its own; on screen treatments that do not touch share one, so that years of them
stay in view. Where a text finds no room its shape stays, and the table of values names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from lnreview.letters.scale import TimeAxis
from lnreview.letters.shapes import EM, Ink, Line, Polygon, Shape, Text, box, text_width
from lnreview.letters.trend import Bar, Flag, Trend

LANE = 5.2
"""Height of a lane in mm, with the gap below it."""
_CLOSE_LANE = 4.5
_FLAG_ROW = 4.2
_CLOSE = 2.0
"""Gap in mm below which two doses of a drug are drawn as one treatment with a step."""
_STEPS = 8.0
"""Height in mm of the panel of doses."""
Row = list[tuple[float, float]]
"""What is taken of a row: from where to where, in mm."""


# --- flags -----------------------------------------------------------------------------------------------------------


def flags(
    shapes: list[Shape],
    biopsies: Sequence[Flag],
    events: Sequence[Flag],
    times: TimeAxis,
    width: float,
    most_rows: int | None,
) -> float:
    """Draw biopsies (triangles) and events (rhombs) in as many rows as their words need; return the lower edge.

    With `most_rows` the words that find no place in so many rows are left to the reader's pointer.
    """
    kinds = [(flag, True) for flag in biopsies] + [(flag, False) for flag in events]
    shown = sorted((pair for pair in kinds if times.shows(pair[0].day)), key=lambda pair: pair[0].day)
    rows: list[Row] = []
    placed = []
    for flag, is_biopsy in shown:
        x, long = times.at(flag.day), text_width(flag.words) + 4.5
        leftwards = x + long > width
        start = x - long if leftwards else x - 1.6
        row = _free_row(rows, start, max(x + 2.0, start + long), most_rows)
        worded = row is not None
        if row is None:
            row = _free_row(rows, x - 1.6, x + 1.6, most_rows)
        if row is None:
            row = 0
        placed.append((flag, is_biopsy, x, row, leftwards, worded))
    for flag, is_biopsy, x, row, leftwards, worded in placed:
        y = 4.0 + row * _FLAG_ROW
        shapes.append(_triangle(x, y, flag.of) if is_biopsy else _rhomb(x, y - 1.3, 1.4, flag.of))
        if worded:
            place = x - 2.2 if leftwards else x + 2.2
            shapes.append(Text(place, y, flag.words, "text", 8.5, "end" if leftwards else "start"))
    return 4.0 + max(len(rows) - 1, 0) * _FLAG_ROW + 1.2 if rows else 0.0


def _triangle(x: float, y: float, of: str) -> Polygon:
    return Polygon(((x - 1.4, y), (x + 1.4, y), (x, y - 2.6)), "text", of=of)


def _rhomb(x: float, y: float, half: float, of: str) -> Polygon:
    points = ((x - half, y), (x, y - half), (x + half, y), (x, y + half))
    return Polygon(points, "paper", "text", 0.3, of=of)


def _free_row(rows: list[Row], start: float, end: float, most: int | None) -> int | None:
    """Take a place in the first row that has it, or in a new one; `None` where there may be no new one."""
    for number, row in enumerate(rows):
        if all(end <= left or right <= start for left, right in row):
            row.append((start, end))
            return number
    if most is not None and len(rows) >= most:
        return None
    rows.append([(start, end)])
    return len(rows) - 1


# --- treatments ------------------------------------------------------------------------------------------------------


def bars(
    shapes: list[Shape],
    treatments: Iterable[Bar],
    trend: Trend,
    times: TimeAxis,
    room: float,
    *,
    shared: bool,
    filled: bool = True,
) -> float:
    """Draw treatments of a trend from y = 0 downwards with their names, `room` mm wide; return the lower edge.

    With `shared` those that do not touch stand in one lane, the lanes closer together, and those of one group in a row.
    """
    dated = sorted((bar for bar in treatments if bar.start), key=lambda bar: bar.start or date.max)
    if not shared:
        y = 0.0
        for number, bar in enumerate(dated):
            y = _lane_of_its_own(shapes, _Drawn(bar, times, trend), number, room, y)
        return y
    rows: list[Row] = []
    units = _units([bar for bar in dated if _overlaps(bar, times, trend.as_of)], times)
    for number, unit in enumerate(units):
        drawn = [_Drawn(bar, times, trend) for bar in unit]
        words, at, anchor = _name(drawn[0], room)
        if anchor == "below":  # no room before, in or after it: whoever points at it reads its name
            words, at, anchor = "", drawn[0].start, "inside"
        long = text_width(words)
        start, end = drawn[0].start, max(one.end for one in drawn)
        if anchor != "inside":
            # The next dose of the drug would lie under a name beside the first one, so the name goes beyond the last.
            at = end + 1.0 if anchor == "start" else at
            if anchor == "start" and at + long > room:
                at, anchor = start - 1.0, "end"
        left = at - long if anchor == "end" else start
        right = max(end, at + long) if anchor != "end" else end
        y = (_free_row(rows, left - 0.8, right + 0.8, None) or 0) * _CLOSE_LANE
        for place, one in enumerate(drawn):
            fill: Ink = ("soft" if number % 2 == 0 else "softer") if filled else "paper"
            shapes.append(one.polygon(y, fill))
            if place and text_width(one.bar.short) + 1.5 <= one.end - one.start:
                shapes.append(Text(one.start + 0.8, y + 2.75, one.bar.short, "text", 8.5))
        if words:
            shapes.append(Text(at, y + 2.75, words, "text", 8.5, "end" if anchor == "end" else "start"))
    return len(rows) * _CLOSE_LANE


def _overlaps(bar: Bar, times: TimeAxis, as_of: date | None) -> bool:
    assert bar.start is not None
    end = bar.stop or (as_of if bar.running else None) or bar.start
    return bar.start <= times.last and end >= times.first


def _units(dated: Sequence[Bar], times: TimeAxis) -> list[list[Bar]]:
    """Return bars that stand together: those of a group that follow each other closely, each other one alone."""
    units: list[list[Bar]] = []
    for bar in sorted(dated, key=lambda bar: bar.group):
        last = units[-1][-1] if units else None
        if last is not None and bar.group and last.group == bar.group and _follows(last, bar, times):
            units[-1].append(bar)
        else:
            units.append([bar])
    return sorted(units, key=lambda unit: unit[0].start or date.max)


def _follows(one: Bar, other: Bar, times: TimeAxis) -> bool:
    if one.stop is None or other.start is None or one.stop > other.start:
        return False
    return times.at(other.start) - times.at(one.stop) < _CLOSE


class _Drawn:
    """A bar on the axis: where it begins and ends, and whether its end is known."""

    def __init__(self, bar: Bar, times: TimeAxis, trend: Trend) -> None:
        self.bar = bar
        self._end_unknown = trend.labels.end_unknown
        self.start = times.at(bar.start or times.first)
        known = bar.stop or (trend.as_of if bar.running else None)
        self.known = known is not None
        self.end = max(times.at(known) if known else self.start + 4.0, self.start + 1.0)
        self.runs_on = bar.running and known is not None and times.shows(known)

    def polygon(self, y: float, fill: Ink) -> Polygon:
        """Return its shape: pointed where it runs on, without an edge where its end is not documented."""
        start, end = self.start, self.end
        corners = box(start, y, end, y + 3.6)
        if self.runs_on:
            corners = ((start, y), (end - 1.4, y), (end, y + 1.8), (end - 1.4, y + 3.6), (start, y + 3.6))
        return Polygon(corners, fill, "quiet" if self.known else None, 0.15, self.bar.of)

    @property
    def words(self) -> str:
        """Its name, with what is not documented of it."""
        return self.bar.name if self.known else f"{self.bar.name} ({self._end_unknown})"


def _name(one: _Drawn, room: float) -> tuple[str, float, str]:
    """Return the words of a bar, where they begin (or end), and whether they stand inside, after or before it."""
    long = text_width(one.words)
    if long + 2.5 <= one.end - one.start:
        return one.words, one.start + 1.2, "inside"
    if one.end + 1.0 + long <= room:
        return one.words, one.end + 1.0, "start"
    if one.start - 1.0 - long >= 0:
        return one.words, one.start - 1.0, "end"
    fitting = max(int(room / (0.53 * 8.5 * EM)) - 1, 8)
    words = one.words if len(one.words) <= fitting else one.words[: fitting - 1] + "…"
    return words, 0.0, "below"


def _lane_of_its_own(shapes: list[Shape], one: _Drawn, number: int, room: float, y: float) -> float:
    shapes.append(one.polygon(y, "soft" if number % 2 == 0 else "softer"))
    words, x, anchor = _name(one, room)
    if anchor == "below":
        y += 4.0
    shapes.append(Text(x, y + 2.75, words, "text", 8.5, "end" if anchor == "end" else "start"))
    return y + LANE


# --- doses and levels ------------------------------------------------------------------------------------------------


def steps(shapes: list[Shape], trend: Trend, times: TimeAxis) -> float:
    """Draw the steps of the oral glucocorticoid from y = 0 downwards; return the lower edge."""
    seen = [step for step in trend.steps if step.first <= times.last and step.last >= times.first]
    if not seen:
        return 0.0
    top, bottom = 0.0, _STEPS
    highest = max((step.dose for step in trend.steps if step.dose), default=0.0) or 1.0
    shapes.append(Text(times.right + 1.2, bottom, trend.labels.steps, "quiet", 8.5))
    shapes.append(Line(((times.left, bottom), (times.right, bottom)), "hair", 0.25))
    written = 0.0
    previous: float | None = None
    for step in seen:
        left = times.at(step.first)
        right = max(times.at(step.last), left + 0.4)
        height = (_STEPS - 3.0) * (step.dose if step.dose is not None else highest * 0.3) / highest
        y = bottom - height
        if step.dose is None:
            shapes.append(Line(box(left, y, right, bottom), "quiet", 0.2, (0.8, 0.6)))
            shapes.append(Polygon(box(left, y, right, bottom), None, of=step.of))
        else:
            shapes.append(Polygon(box(left, y, right, bottom), "soft", "quiet", 0.15, step.of))
        words = "?" if step.dose is None else f"{step.dose:g}"
        half = text_width(words) / 2
        middle = max(min((left + right) / 2, times.right - half), times.left + half)
        if middle - half >= written + 0.6 and step.dose != previous:
            shapes.append(Text(middle, max(y - 0.6, top + 2.2), words, "text", 8.5, "middle"))
            written = middle + half
        previous = step.dose
    return bottom + 1.4


def levels(shapes: list[Shape], drawn: Sequence[Flag], times: TimeAxis, room: float, most_rows: int) -> float:
    """Draw drug levels as squares with their words from y = 0 downwards; return the lower edge."""
    rows: list[Row] = []
    for level in sorted(drawn, key=lambda level: level.day):
        if not times.shows(level.day):
            continue
        x, long = times.at(level.day), text_width(level.words) + 3.2
        leftwards = x + long > room
        row = _free_row(
            rows, x - long if leftwards else x - 1.4, x + 1.4 if leftwards else x + long, most_rows
        )
        worded = row is not None
        if row is None:
            row = _free_row(rows, x - 1.4, x + 1.4, most_rows) or 0
        y = row * 4.6
        shapes.append(Polygon(box(x - 1.1, y + 0.7, x + 1.1, y + 2.9), "text", of=level.of))
        if worded:
            place = x - 1.9 if leftwards else x + 1.9
            shapes.append(Text(place, y + 2.75, level.words, "text", 8.5, "end" if leftwards else "start"))
    return len(rows) * 4.6
