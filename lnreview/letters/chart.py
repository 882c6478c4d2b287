"""The trend of a case as geometry: lines, polygons and texts in millimetres, drawn by whoever has a pen.

Proteinuria lies above eGFR on one time axis, with regimens, biopsies and targets, all labelled where they stand, so that
the picture needs no legend and no colour. `picture` is that of a letter; `wide_picture` draws the same shapes for a screen:
in the height that it is given, for the time that is looked at, with the treatments beside the regimens, doses, levels
and events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from lnreview.letters import lanes
from lnreview.letters.panel import Panel, panel
from lnreview.letters.scale import TimeAxis, time_axis, window_axis, with_air
from lnreview.letters.shapes import ZONES, Line, Picture, Polygon, Shape, Text, lowered, text_width
from lnreview.letters.trend import Trend

_LEFT, _RIGHT = 13.0, 24.0
_UPCR_HEIGHT, _EGFR_HEIGHT = 36.0, 25.0
_PANELS = _UPCR_HEIGHT + _EGFR_HEIGHT
_FLATTEST, _TALLEST = 0.42, 2.2
"""How far the panels of a wide picture are pressed together or stretched."""


@dataclass(frozen=True)
class _Way:
    """How a trend is drawn: on a letter, or wide; lengths in mm."""

    values: int
    """Most values of a panel that are written out."""
    flag_rows: int | None
    """Most rows of flags with their words; `None`: as many as it takes."""
    wide: bool
    """Whether treatments share lanes, and what stands beside the regimens is drawn as well."""
    above: float
    """From the flags to the first panel."""
    gap: float
    """From panel to panel."""
    title: float
    """From the title to its panel."""
    lanes: float
    """From the time axis to the lanes."""


_LETTER = _Way(values=3, flag_rows=None, wide=False, above=7.0, gap=9.5, title=3.6, lanes=3.0)
_WIDE = _Way(values=40, flag_rows=3, wide=True, above=5.0, gap=7.0, title=2.2, lanes=1.6)
_LEVEL_ROWS = 2
_MOST_RIGHT = 0.42
"""How much of a wide picture the words on the right may take."""


def picture(trend: Trend, width: float = 160.0, stretch: float = 1.0) -> Picture:
    """Return the picture of a trend, `width` mm wide; `stretch` makes its panels taller or flatter.

    Without any dated value the picture says so in words.
    """
    drawn = whole_time(trend)
    if drawn is None:
        return _nothing(trend, width)
    times = time_axis(*drawn, _LEFT, width - _RIGHT, trend.months_from)
    return _composed(trend, _LETTER, times, width, _below(trend, _LETTER, times, width), stretch)


def wide_picture(
    trend: Trend, width: float, height: float, window: tuple[date, date] | None = None
) -> Picture:
    """Return the picture of a trend for a screen, `width` by about `height` mm, from and to the days of a `window`.

    Where the height is not enough for all that is drawn the picture is taller than asked.
    """
    drawn = whole_time(trend)
    if drawn is None:
        return _nothing(trend, width)
    words = [target.words for target in (*trend.upcr_targets, *trend.egfr_targets)]
    words += [band.words for band in (*trend.upcr_bands, *trend.egfr_bands)]
    words += [trend.labels.steps] if trend.steps else []
    right = width - min(max((text_width(each) for each in words), default=0.0) + 2.0, width * _MOST_RIGHT)
    first, last = window or with_air(*drawn)
    times = window_axis(first, last, _LEFT, right, trend.months_from)
    below = _below(trend, _WIDE, times, width)
    bare = _composed(trend, _WIDE, times, width, below, 0.0).height
    stretch = min(max((height - bare) / _PANELS, _FLATTEST), _TALLEST)
    made = _composed(trend, _WIDE, times, width, below, stretch)
    return replace(made, least=bare + _PANELS * _FLATTEST)


def whole_time(trend: Trend) -> tuple[date, date] | None:
    """Return the first and the last day of a trend, up to the day of the review; `None` without any."""
    days = trend.days()
    if not days:
        return None
    if trend.as_of and trend.as_of >= max(days):
        days.append(trend.as_of)
    if trend.due:
        days.append(trend.due)
    return min(days), max(days)


def _nothing(trend: Trend, width: float) -> Picture:
    return Picture(width, 12, (Text(0, 7, trend.labels.no_day, "quiet"),))


def _composed(
    trend: Trend, way: _Way, times: TimeAxis, width: float, below: tuple[list[Shape], float], stretch: float
) -> Picture:
    """Put flags, panels, the time axis and what stands `below` it together, from the top down."""
    shapes: list[Shape] = []
    top = lanes.flags(shapes, trend.biopsies, trend.events, times, width, way.flag_rows)
    upcr_top = top + way.above
    upcr_bottom = upcr_top + _UPCR_HEIGHT * stretch
    egfr_top = upcr_bottom + way.gap
    egfr_bottom = egfr_top + _EGFR_HEIGHT * stretch
    upcr = Panel(
        trend.labels.proteinuria, trend.upcr, trend.upcr_targets, trend.upcr_bands, upcr_top, upcr_bottom, 1.0,
        way.title, False, way.values, trend.labels.no_value,
    )  # fmt: skip
    egfr = Panel(
        trend.labels.function, trend.egfr, trend.egfr_targets, trend.egfr_bands, egfr_top, egfr_bottom, 60.0,
        way.title, way.wide, way.values, trend.labels.no_value,
    )  # fmt: skip
    if stretch:
        drawn = [*panel(upcr, times), *panel(egfr, times)]
        across: list[Shape] = []
        for flag in trend.biopsies:
            if times.shows(flag.day):
                x = times.at(flag.day)
                across.append(Line(((x, top - 1.2), (x, egfr_bottom)), "hair", 0.15, (0.8, 0.8)))
        if way.wide:
            _present(across, trend, times, upcr_top, egfr_bottom)
        zones = [shape for shape in drawn if isinstance(shape, Polygon) and shape.fill in ZONES]
        shapes += [*zones, *across, *(shape for shape in drawn if shape not in zones)]
    bottom = _time_labels(shapes, times, egfr_bottom) + way.lanes
    shapes += lowered(below[0], bottom)
    return Picture(width, bottom + below[1] + 1.0, tuple(shapes), left=times.left, right=times.right)


def _below(trend: Trend, way: _Way, times: TimeAxis, width: float) -> tuple[list[Shape], float]:
    """Return what stands below the time axis, from y = 0 downwards, with its height."""
    shapes: list[Shape] = []
    y = lanes.bars(shapes, trend.bars, trend, times, width, shared=way.wide)
    if way.wide:
        doses: list[Shape] = []
        high = lanes.steps(doses, trend, times)
        shapes += lowered(doses, y)
        y += high
        measured: list[Shape] = []
        high = lanes.levels(measured, trend.levels, times, width, _LEVEL_ROWS)
        shapes += lowered(measured, y)
        y += high
        beside: list[Shape] = []
        high = lanes.bars(beside, trend.drugs, trend, times, width, shared=True, filled=False)
        shapes += lowered(beside, y)
        y += high
    return shapes, y


def _present(shapes: list[Shape], trend: Trend, times: TimeAxis, top: float, bottom: float) -> None:
    """Mark the day of the review, and the day on which something is due, with words beside their lines."""
    if trend.as_of and times.shows(trend.as_of):
        x = times.at(trend.as_of)
        shapes.append(Line(((x, top - 1.5), (x, bottom)), "quiet", 0.2))
        shapes.append(Text(x - 1.0, top - 2.2, trend.labels.as_of, "quiet", 8.5, "end"))
    if trend.due and times.shows(trend.due):
        x = times.at(trend.due)
        shapes.append(Line(((x, top - 1.5), (x, bottom)), "accent", 0.25, (0.8, 0.8)))
        shapes.append(Text(x + 1.0, top - 2.2, trend.labels.due, "accent", 8.5))


def _time_labels(shapes: list[Shape], times: TimeAxis, y: float) -> float:
    for x, words, major in times.ticks:
        shapes.append(Line(((x, y), (x, y + (1.6 if major else 0.9))), "quiet", 0.2))
        if words:
            shapes.append(Text(x, y + 4.8, words, "quiet", 8.5, "middle"))
    return y + 6.0
