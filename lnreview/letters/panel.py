"""A panel of the trend chart: one series on its axis, with its bands and targets in words where they stand.

What lies outside the time that is shown is cut at the edge, so that a line goes on instead of ending there. A value that
was printed as a bound points to the side on which the true one lies; values measured another way have a line of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lnreview.letters.scale import Axis, TimeAxis, count_axis
from lnreview.letters.shapes import Disc, Line, Polygon, Shape, Text, box, text_width
from lnreview.letters.trend import Band, Point, Target

CROWDED = 0.366
"""Values per mm from which they are drawn small: 45 on the chart of a letter."""
_TICK_ROOM = 3.7
"""Least distance in mm of two ticks of the value axis."""
_NEAR = 3.2
"""Least distance in mm of the baselines of two texts below each other."""


@dataclass(frozen=True)
class Panel:
    """What stands in a panel, and where: `top` and `bottom` in mm."""

    title: str
    points: tuple[Point, ...]
    targets: tuple[Target, ...]
    bands: tuple[Band, ...]
    top: float
    bottom: float
    at_least: float
    """The axis reaches at least this value."""
    title_at: float
    """How far the title stands above the panel, in mm."""
    raised: bool
    """Whether the axis may begin above zero, so that small changes of large values are seen."""
    values: int
    """How many values are written out at most: the last, the first, the highest, then others where there is room."""
    no_value: str
    """What it says without a value."""


def panel(one: Panel, times: TimeAxis) -> list[Shape]:
    """Return the shapes of a panel between the edges of a time axis; its words stand left and right of them."""
    left, right = times.left, times.right
    shapes: list[Shape] = [Text(0, one.top - one.title_at, one.title, "text", 8.5, bold=True)]
    if not one.points:
        shapes.append(Line(((left, one.bottom), (right, one.bottom)), "hair", 0.25))
        middle = (left + right) / 2, (one.top + one.bottom) / 2 + 1
        shapes.append(Text(*middle, one.no_value, "quiet", 8.5, "middle"))
        return shapes
    bands = [band for band in one.bands if _runs(band, times)]
    limits = [target.value for target in one.targets]
    limits += [end for band in bands for end in (band.low, band.high) if end is not None]
    highest = max([one.at_least, *(point.value for point in one.points), *limits])
    most = min(max(int((one.bottom - one.top) / _TICK_ROOM), 1), 4)
    lowest = min([*(point.value for point in one.points), *limits]) if one.raised else 0.0
    axis = count_axis(highest, one.top, one.bottom, most, lowest)
    # The worse regions first, so that the better ones lie on them.
    for band in sorted(bands, key=lambda band: band.inner):
        if band.filled:
            shapes.append(_zone(band, axis, times))
    for value, words in axis.ticks:
        y = axis.at(value)
        shapes.append(Line(((left, y), (right, y)), "hair", 0.12 if value > axis.lowest else 0.25))
        shapes.append(Text(left - 1.5, y + 1.0, words, "quiet", 8.5, "end"))
    for band in bands:
        first, last = _edges(band, times)
        y = axis.at(band.limit)
        shapes.append(Line(((first, y), (last, y)), "accent", 0.25, (1.6, 0.9)))
    for target in one.targets:
        y = axis.at(target.value)
        shapes.append(Line(((left, y), (right, y)), "accent", 0.25, (1.6, 0.9)))
    named = [
        *one.targets,
        *(Target(band.limit, band.words) for band in bands if _is_last(band, bands, times)),
    ]
    for words, y in _spread([(target.words, axis.at(target.value)) for target in named], axis):
        shapes.append(Text(right + 1.2, y + 1.0, words, "accent", 8.5))
    taken = _earlier_words(shapes, one.points, bands, axis, times)
    _series(shapes, one, axis, times, 2 if highest < 20 else 0, taken)
    return shapes


def _runs(band: Band, times: TimeAxis) -> bool:
    return (band.first is None or band.first < times.last) and (band.last is None or band.last > times.first)


def _edges(band: Band, times: TimeAxis) -> tuple[float, float]:
    return (
        times.at(band.first) if band.first else times.left,
        times.at(band.last) if band.last else times.right,
    )


def _is_last(band: Band, bands: Sequence[Band], times: TimeAxis) -> bool:
    """Whether a band reaches the right edge, where its words have room."""
    return _edges(band, times)[1] >= times.right


def _zone(band: Band, axis: Axis, times: TimeAxis) -> Polygon:
    low = axis.at(band.low) if band.low is not None else axis.bottom
    high = axis.at(band.high) if band.high is not None else axis.top
    first, last = _edges(band, times)
    return Polygon(box(first, high, last, low), "zone" if band.inner else "outer-zone")


def _earlier_words(
    shapes: list[Shape], points: Sequence[Point], bands: Sequence[Band], axis: Axis, times: TimeAxis
) -> list[tuple[float, float, float]]:
    """Write the words of bands that end within the panel at their line, where no value lies; return the places taken."""
    taken: list[tuple[float, float, float]] = []
    places = [(times.at(point.day), axis.at(point.value)) for point in sorted(points, key=lambda p: p.day)]
    for band in bands:
        first, last = _edges(band, times)
        long = text_width(band.words)
        if _is_last(band, bands, times) or long + 2 > last - first:
            continue
        middle, half = last - 1 - long / 2, long / 2
        for base in (axis.at(band.limit) - 0.9, axis.at(band.limit) + 3.1):
            free = axis.top < base - 2.6 and base < axis.bottom - 0.4
            free = free and not any(_touches(middle, base, half, place) for place in taken)
            if free and not _crosses(places, (middle - half, base - 3.2, middle + half, base + 1.0)):
                shapes.append(Text(middle, base, band.words, "accent", 8.5, "middle"))
                taken.append((middle, base, half))
                break
    return taken


def _crosses(places: Sequence[tuple[float, float]], field: tuple[float, float, float, float]) -> bool:
    """Say whether the line through some places, or one of them, crosses a field."""
    left, top, right, bottom = field
    if any(left - 1 <= x <= right + 1 and top <= y <= bottom for x, y in places):
        return True
    for (x1, y1), (x2, y2) in pairwise(places):
        first, last = max(x1, left), min(x2, right)
        if first >= last:
            continue
        heights = [y1 + (y2 - y1) * (x - x1) / (x2 - x1) for x in (first, last)]
        if min(heights) <= bottom and max(heights) >= top:
            return True
    return False


def _touches(middle: float, base: float, half: float, other: tuple[float, float, float]) -> bool:
    return abs(middle - other[0]) < half + other[2] + 0.8 and abs(base - other[1]) < 3.2


def _series(
    shapes: list[Shape],
    one: Panel,
    axis: Axis,
    times: TimeAxis,
    places_shown: int,
    taken: list[tuple[float, float, float]],
) -> None:
    """Draw the values of a panel, some of them in numbers."""
    ordered = sorted(one.points, key=lambda point: point.day)
    seen = [point for point in ordered if times.shows(point.day)]
    many = len(seen) > CROWDED * (times.right - times.left)
    width = 0.25 if many else 0.35
    for part in _line([point for point in ordered if not point.hollow], axis, times):
        shapes.append(Line(part, "text", width))
    for part in _line([point for point in ordered if point.hollow], axis, times):
        shapes.append(Line(part, "quiet", width, (0.9, 0.7)))
    places = [(times.at(point.day), axis.at(point.value)) for point in seen]
    radius = 0.45 if many else 0.85
    for point, (x, y) in zip(seen, places, strict=True):
        if point.around and point.around[0] < point.around[1]:
            ends = tuple((times.at(day), y) for day in point.around)
            shapes.append(Line(ends, "quiet", 0.2))
        if point.bound:
            shapes.append(_arrow(x, y, radius, -1 if point.bound == ">" else 1))
        shapes.append(Disc(x, y, radius, "paper" if point.hollow else "text", "text", 0.3, point.of))
    _numbers(shapes, seen, places, axis, times, places_shown, taken, one.values, many)


def _arrow(x: float, y: float, radius: float, way: int) -> Polygon:
    """Return the tip above (-1) or below (1) a value that was printed as a bound."""
    near, far = y + way * (radius + 0.3), y + way * (radius + 1.6)
    return Polygon(((x - 0.9, near), (x + 0.9, near), (x, far)), "text")


def _line(points: Sequence[Point], axis: Axis, times: TimeAxis) -> Iterable[tuple[tuple[float, float], ...]]:
    """Yield the line through some values, cut where it leaves the time that is shown."""
    part: list[tuple[float, float]] = []
    for one, other in pairwise(points):
        if other.day < times.first or one.day > times.last:
            continue
        if not part:
            begins = one.value if times.shows(one.day) else _value_on(times.first, one, other)
            part.append((times.at(one.day), axis.at(begins)))
        ends = other.value if times.shows(other.day) else _value_on(times.last, one, other)
        part.append((times.at(other.day), axis.at(ends)))
    if part:
        yield tuple(part)


def _value_on(edge: date, one: Point, other: Point) -> float:
    """Return where the line between two values of different days crosses an edge that lies between them."""
    share = (edge - one.day).days / (other.day - one.day).days
    return one.value + (other.value - one.value) * share


def _numbers(
    shapes: list[Shape],
    seen: Sequence[Point],
    places: Sequence[tuple[float, float]],
    axis: Axis,
    times: TimeAxis,
    places_shown: int,
    taken: list[tuple[float, float, float]],
    most: int,
    many: bool,
) -> None:
    """Write the last, the first and the highest value, and others only where they touch nothing."""
    if not seen:
        return
    highest = max(range(len(seen)), key=lambda index: seen[index].value)
    lowest = min(range(len(seen)), key=lambda index: seen[index].value)
    needed = list(dict.fromkeys((len(seen) - 1, 0, highest)))
    others = list(dict.fromkeys((lowest, *range(len(seen)))))
    order = needed + [index for index in others if index not in needed]
    for index in needed[:most] if many else order[:most]:
        x, y = places[index]
        words = f"{seen[index].value:.{places_shown}f}"
        words = seen[index].bound + (words.rstrip("0").rstrip(".") if "." in words else words)
        half = text_width(words) / 2
        middle = min(max(x, times.left + half), times.right - half)
        base = _base(seen[index], (middle, half), (x, y), places, axis, taken, forced=index in needed)
        if base is None:
            continue
        taken.append((middle, base, half))
        if many:
            patch = box(middle - half - 0.4, base - 2.6, middle + half + 0.4, base + 0.6)
            shapes.append(Polygon(patch, "paper"))
        shapes.append(Text(middle, base, words, "text", 8.5, "middle", bold=True))


def _base(
    point: Point,
    across: tuple[float, float],
    place: tuple[float, float],
    places: Sequence[tuple[float, float]],
    axis: Axis,
    taken: Sequence[tuple[float, float, float]],
    *,
    forced: bool,
) -> float | None:
    """Return the baseline of the number of a value: above it, else below it, where the line does not cross the number.

    With `forced` a crossed number is better than none; `None` where there is no place.
    """
    (middle, half), (_, y) = across, place
    tip = 1.6
    up = y - 1.7 - (tip if point.bound == ">" else 0.0)
    down = y + 4.0 + (tip if point.bound == "<" else 0.0)
    inside = [base for base in (up, down) if base - 2.5 > axis.top - 1.5 and base <= axis.bottom - 0.3]
    free = [
        base for base in inside or [up] if not any(_touches(middle, base, half, other) for other in taken)
    ]
    fields = {base: (middle - half - 0.3, base - 2.7, middle + half + 0.3, base + 0.4) for base in free}
    clear = next((base for base in free if not _crosses(places, fields[base])), None)
    return clear if clear is not None else free[0] if forced and free else None


def _spread(texts: list[tuple[str, float]], axis: Axis) -> list[tuple[str, float]]:
    """Return texts with places that do not touch each other, each as near to its own height as it can be."""
    spread: list[tuple[str, float]] = []
    last = axis.bottom + 4.0
    for words, y in sorted(texts, key=lambda pair: -pair[1]):
        last = min(y, last - _NEAR)
        spread.append((words, last))
    # Where they would stand above the panel, all move down by what it takes.
    over = max(axis.top - 1.0 - last, 0.0) if spread else 0.0
    return [(words, y + over) for words, y in spread]
