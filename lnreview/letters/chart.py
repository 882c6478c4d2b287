"""The trend of a case as geometry: lines, polygons and texts in millimetres, drawn by whoever has a pen.

Nothing here knows a toolkit. `picture` lays proteinuria above eGFR on one time axis, with regimen bars, biopsies and
targets, all labelled where they stand, so that the picture needs no legend and no colour. The origin is the upper
left corner and y grows downwards; text stands on its baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lnreview.letters.scale import Axis, TimeAxis, count_axis, time_axis

Ink = Literal["text", "quiet", "hair", "accent", "paper", "soft", "softer"]
"""What a colour is for; each drawer chooses the colour, and grey must do."""


@dataclass(frozen=True)
class Line:
    """A line of connected points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float
    """mm"""
    dash: tuple[float, ...] = ()
    """mm on, mm off; empty: solid."""


@dataclass(frozen=True)
class Polygon:
    """A closed shape."""

    points: tuple[tuple[float, float], ...]
    fill: Ink | None
    edge: Ink | None = None
    width: float = 0.2
    """mm"""


@dataclass(frozen=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: Ink | None
    edge: Ink | None = None
    width: float = 0.3
    """mm"""


@dataclass(frozen=True)
class Text:
    """A text on its baseline; `size` in points."""

    x: float
    y: float
    words: str
    ink: Ink = "text"
    size: float = 8.5
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False


Shape = Line | Polygon | Disc | Text


@dataclass(frozen=True)
class Picture:
    """Shapes in the order in which they are painted, on a field of `width` by `height` millimetres."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Point:
    """A value on a day; `hollow` marks another way of measuring, such as a 24-hour collection."""

    day: date
    value: float
    hollow: bool = False


@dataclass(frozen=True)
class Bar:
    """A regimen over time; without a stop it runs on when `running`, else its end is unknown."""

    name: str
    start: date | None
    stop: date | None
    running: bool = False


@dataclass(frozen=True)
class Flag:
    """Something on one day, with its words: a biopsy and its class."""

    day: date
    words: str


@dataclass(frozen=True)
class Target:
    """A limit with its words."""

    value: float
    words: str


@dataclass(frozen=True)
class Trend:
    """What a trend chart draws."""

    upcr: tuple[Point, ...] = ()
    """g/g; 24-hour values in g/d are hollow."""
    egfr: tuple[Point, ...] = ()
    """mL/min/1.73 m²"""
    bars: tuple[Bar, ...] = ()
    biopsies: tuple[Flag, ...] = ()
    upcr_targets: tuple[Target, ...] = ()
    egfr_targets: tuple[Target, ...] = ()
    as_of: date | None = None
    months_from: date | None = None
    """Day that months are counted from, where the record has no calendar dates."""


EM = 0.3528
"""mm in a point."""
_LEFT, _RIGHT = 13.0, 24.0
_UPCR_HEIGHT, _EGFR_HEIGHT, _LANE, _GAP = 36.0, 25.0, 5.2, 9.5
_MANY = 45


def text_width(words: str, size: float) -> float:
    """Return a rough width of a text in mm, on the wide side, where no font can be asked."""
    wide = sum(1.0 if ord(character) > 0x2E80 else 0.53 for character in words)
    return wide * size * EM


def picture(trend: Trend, width: float = 160.0, stretch: float = 1.0) -> Picture:
    """Return the picture of a trend, `width` mm wide; `stretch` makes its panels taller or flatter.

    Without any dated value the picture says so in words.
    """
    days = [point.day for point in (*trend.upcr, *trend.egfr)]
    days += [flag.day for flag in trend.biopsies]
    days += [day for bar in trend.bars for day in (bar.start, bar.stop) if day]
    if not days:
        return Picture(width, 12, (Text(0, 7, "No dated value to draw.", "quiet"),))
    if trend.as_of and trend.as_of >= max(days):
        days.append(trend.as_of)
    times = time_axis(min(days), max(days), _LEFT, width - _RIGHT, trend.months_from)
    shapes: list[Shape] = []
    top = _flags(shapes, trend.biopsies, times, width)
    upcr_top, upcr_bottom = top + 7.0, top + 7.0 + _UPCR_HEIGHT * stretch
    egfr_top = upcr_bottom + _GAP
    egfr_bottom = egfr_top + _EGFR_HEIGHT * stretch
    for flag in trend.biopsies:
        x = times.at(flag.day)
        shapes.append(Line(((x, top - 1.2), (x, egfr_bottom)), "hair", 0.15, (0.8, 0.8)))
    _panel(
        shapes, "Proteinuria, g/g", trend.upcr, trend.upcr_targets, times, (upcr_top, upcr_bottom), 1.0, width
    )
    _panel(
        shapes,
        "eGFR, mL/min/1.73 m²",
        trend.egfr,
        trend.egfr_targets,
        times,
        (egfr_top, egfr_bottom),
        60.0,
        width,
    )
    bottom = _time_labels(shapes, times, egfr_bottom)
    bottom = _lanes(shapes, trend.bars, times, bottom + 3.0, trend.as_of)
    return Picture(width, bottom + 1.0, tuple(shapes))


def _flags(shapes: list[Shape], flags: tuple[Flag, ...], times: TimeAxis, width: float) -> float:
    """Draw the biopsies over the panels, in as many rows as their words need; return the lower edge."""
    rows: list[float] = []
    placed = []
    for flag in sorted(flags, key=lambda flag: flag.day):
        x, long = times.at(flag.day), text_width(flag.words, 8.5) + 4.5
        start = x - 1.6 if x + long <= width else x - long
        row = next((index for index, end in enumerate(rows) if end <= start), len(rows))
        if row == len(rows):
            rows.append(0.0)
        rows[row] = max(x + 2.0, start + long)
        placed.append((flag, x, row, x + long > width))
    for flag, x, row, leftwards in placed:
        y = 4.0 + row * 4.2
        shapes.append(Polygon(((x - 1.4, y), (x + 1.4, y), (x, y - 2.6)), "text"))
        shapes.append(
            Text(
                x - 2.2 if leftwards else x + 2.2, y, flag.words, "text", 8.5, "end" if leftwards else "start"
            )
        )
    return 4.0 + max(len(rows) - 1, 0) * 4.2 + 1.2 if rows else 0.0


def _panel(
    shapes: list[Shape],
    title: str,
    points: tuple[Point, ...],
    targets: tuple[Target, ...],
    times: TimeAxis,
    rows: tuple[float, float],
    at_least: float,
    width: float,
) -> None:
    top, bottom = rows
    left, right = _LEFT, width - _RIGHT
    highest = max([at_least, *(point.value for point in points), *(target.value for target in targets)])
    axis = count_axis(highest, top, bottom)
    shapes.append(Text(0, top - 3.6, title, "text", 8.5, bold=True))
    if not points:
        shapes.append(Line(((left, bottom), (right, bottom)), "hair", 0.25))
        middle = (left + right) / 2
        shapes.append(
            Text(middle, (top + bottom) / 2 + 1, "no dated value in the record", "quiet", 8.5, "middle")
        )
        return
    for value, words in axis.ticks:
        y = axis.at(value)
        shapes.append(Line(((left, y), (right, y)), "hair", 0.12 if value else 0.25))
        shapes.append(Text(left - 1.5, y + 1.0, words, "quiet", 8.5, "end"))
    for target, y_text in _spread([(target, axis.at(target.value)) for target in targets], top, bottom):
        y = axis.at(target.value)
        shapes.append(Line(((left, y), (right, y)), "accent", 0.25, (1.6, 0.9)))
        shapes.append(Text(right + 1.2, y_text + 1.0, target.words, "accent", 8.5))
    _series(shapes, points, axis, times, right, 2 if highest < 20 else 0)


def _series(
    shapes: list[Shape],
    points: tuple[Point, ...],
    axis: Axis,
    times: TimeAxis,
    right: float,
    places_shown: int,
) -> None:
    """Draw the values of a panel, with the first, the last and the highest one in numbers."""
    ordered = sorted(points, key=lambda point: point.day)
    places = [(times.at(point.day), axis.at(point.value)) for point in ordered]
    many = len(places) > _MANY
    if len(places) > 1:
        shapes.append(Line(tuple(places), "text", 0.25 if many else 0.35))
    radius = 0.45 if many else 0.85
    for point, (x, y) in zip(ordered, places, strict=True):
        shapes.append(Disc(x, y, radius, "paper" if point.hollow else "text", "text", 0.3))
    taken: list[tuple[float, float, float]] = []
    highest = max(range(len(ordered)), key=lambda index: ordered[index].value)
    for index in dict.fromkeys((len(ordered) - 1, 0, highest)):
        x, y = places[index]
        words = f"{ordered[index].value:.{places_shown}f}"
        words = words.rstrip("0").rstrip(".") if "." in words else words
        half = text_width(words, 8.5) / 2
        middle = min(max(x, _LEFT + half), right - half)
        above = not any(abs(px - x) < half + 1.2 and y - 4.6 < py < y - 0.9 for px, py in places)
        base = y - 1.7 if above and y - 4.2 > axis.top - 1.5 else y + 4.0
        if base > axis.bottom - 0.3:
            base = y - 1.7
        if any(abs(middle - mx) < half + mh + 0.8 and abs(base - mb) < 3.2 for mx, mb, mh in taken):
            continue
        taken.append((middle, base, half))
        if many:
            shapes.append(_patch(middle - half - 0.4, base - 2.6, middle + half + 0.4, base + 0.6))
        shapes.append(Text(middle, base, words, "text", 8.5, "middle", bold=True))


def _patch(left: float, top: float, right: float, bottom: float) -> Polygon:
    """Return paper under a number that would else stand on a crowded line."""
    return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)), "paper")


def _spread(targets: list[tuple[Target, float]], top: float, bottom: float) -> list[tuple[Target, float]]:
    """Return the targets with places of their words that do not touch each other."""
    spread: list[tuple[Target, float]] = []
    last = bottom + 4.0
    for target, y in sorted(targets, key=lambda pair: -pair[1]):
        place = min(y, last - 3.6)
        spread.append((target, max(place, top)))
        last = place
    return spread


def _time_labels(shapes: list[Shape], times: TimeAxis, y: float) -> float:
    for x, words, major in times.ticks:
        shapes.append(Line(((x, y), (x, y + (1.6 if major else 0.9))), "quiet", 0.2))
        if words:
            shapes.append(Text(x, y + 4.8, words, "quiet", 8.5, "middle"))
    return y + 6.0


def _lanes(
    shapes: list[Shape], bars: tuple[Bar, ...], times: TimeAxis, top: float, as_of: date | None
) -> float:
    """Draw the regimens below the time axis, one lane each, with their names; return the lower edge."""
    y = top
    dated = [bar for bar in bars if bar.start]
    for number, bar in enumerate(sorted(dated, key=lambda bar: bar.start or date.max)):
        start = times.at(bar.start or times.first)
        known = bar.stop or (as_of if bar.running else None)
        end = max(times.at(known) if known else start + 4.0, start + 1.0)
        fill: Ink = "soft" if number % 2 == 0 else "softer"
        box: tuple[tuple[float, float], ...] = ((start, y), (end, y), (end, y + 3.6), (start, y + 3.6))
        if known and bar.running:
            box = ((start, y), (end - 1.4, y), (end, y + 1.8), (end - 1.4, y + 3.6), (start, y + 3.6))
        shapes.append(Polygon(box, fill, "quiet" if known else None, 0.15))
        name = bar.name if known else f"{bar.name} (end not documented)"
        long = text_width(name, 8.5)
        if long + 2.5 <= end - start:
            shapes.append(Text(start + 1.2, y + 2.75, name, "text", 8.5))
        elif end + 1.0 + long <= times.right + _RIGHT:
            shapes.append(Text(end + 1.0, y + 2.75, name, "text", 8.5))
        elif start - 1.0 - long >= 0:
            shapes.append(Text(start - 1.0, y + 2.75, name, "text", 8.5, "end"))
        else:
            room = times.right + _RIGHT
            fitting = max(int(room / (0.53 * 8.5 * EM)) - 1, 8)
            y += 4.0
            shapes.append(
                Text(0, y + 2.75, name if len(name) <= fitting else name[: fitting - 1] + "…", "text", 8.5)
            )
        y += _LANE
    return y
