"""The trend chart as geometry: inside its field, readable, and the same whoever draws it."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnreview.letters.chart import picture
from lnreview.letters.scale import count_axis, time_axis
from lnreview.letters.shapes import EM, Disc, Line, Picture, Polygon, Text, text_width
from lnreview.letters.trend import Bar, Flag, Point, Target, Trend

START = date(2024, 1, 15)


def points(count: int, step: int = 30) -> tuple[Point, ...]:
    return tuple(Point(START + timedelta(days=step * n), 3 + (n * 7 % 5) / 3) for n in range(count))


def texts(made: Picture) -> list[Text]:
    return [shape for shape in made.shapes if isinstance(shape, Text)]


def box(text: Text) -> tuple[float, float, float, float]:
    long = text_width(text.words, text.size)
    left = text.x - {"start": 0.0, "middle": long / 2, "end": long}[text.anchor]
    return left, text.y - text.size * EM * 0.72, left + long, text.y


def extent(shape: object) -> list[tuple[float, float]]:
    match shape:
        case Line(points=path) | Polygon(points=path):
            return list(path)
        case Disc(x=x, y=y, radius=radius):
            return [(x - radius, y - radius), (x + radius, y + radius)]
        case Text():
            left, top, right, bottom = box(shape)
            return [(left, top), (right, bottom)]
    raise AssertionError(shape)


def inside(made: Picture) -> None:
    for shape in made.shapes:
        for x, y in extent(shape):
            assert -0.6 <= x <= made.width + 0.6, shape
            assert -0.6 <= y <= made.height + 0.6, shape


BARS = (
    Bar("mycophenolate mofetil + prednisone", START, START + timedelta(days=200)),
    Bar("cyclophosphamide", START + timedelta(days=210), START + timedelta(days=280)),
    Bar("azathioprine", START + timedelta(days=290), None, running=True),
    Bar("unknown end", START + timedelta(days=5), None),
)
TARGETS = (Target(0.5, "complete < 0.5"), Target(0.6, "partial ≤ 0.6"))


@pytest.mark.parametrize("count", [0, 1, 2, 12, 300])
@pytest.mark.parametrize("stretch", [1.0, 0.6])
def test_everything_stays_inside_and_no_text_is_small(count: int, stretch: float) -> None:
    trend = Trend(
        points(count), points(count), BARS, (Flag(START, "biopsy: class IV"), Flag(START + timedelta(days=9), "biopsy: class V")),
        TARGETS, as_of=START + timedelta(days=30 * max(count, 12)),
    )  # fmt: skip
    made = picture(trend, stretch=stretch)
    inside(made)
    assert made.width == 160
    assert all(text.size >= 8.5 for text in texts(made))


def test_no_value_at_all_says_so() -> None:
    assert [text.words for text in texts(picture(Trend()))] == ["No dated value to draw."]


def test_one_value_is_a_point_with_its_number() -> None:
    made = picture(Trend(upcr=(Point(START, 3.2),)))
    assert sum(isinstance(shape, Disc) for shape in made.shapes) == 1
    assert "3.2" in [text.words for text in texts(made)]
    assert "no dated value in the record" in [text.words for text in texts(made)]


def test_a_24_hour_value_is_hollow() -> None:
    made = picture(Trend(upcr=(Point(START, 3.2, hollow=True), Point(START + timedelta(days=9), 3))))
    assert [shape.fill for shape in made.shapes if isinstance(shape, Disc)] == ["paper", "text"]


@pytest.mark.parametrize("count", [1, 3, 9, 40, 300])
def test_words_do_not_lie_on_each_other(count: int) -> None:
    made = picture(Trend(points(count), points(count), BARS, (Flag(START, "biopsy: class IV"),), TARGETS))
    for one, other in combinations(texts(made), 2):
        a, b = box(one), box(other)
        apart = a[2] <= b[0] + 0.3 or b[2] <= a[0] + 0.3 or a[3] <= b[1] + 0.3 or b[3] <= a[1] + 0.3
        assert apart, (one, other)


def test_the_two_panels_share_the_time_axis() -> None:
    made = picture(Trend(points(4), points(4)))
    first, second = [shape for shape in made.shapes if isinstance(shape, Line) and shape.ink == "text"]
    assert [x for x, _ in first.points] == [x for x, _ in second.points]


def test_a_higher_value_is_drawn_higher_and_a_later_one_further_right() -> None:
    made = picture(Trend(upcr=(Point(START, 1), Point(START + timedelta(days=90), 4))))
    low, high = [shape for shape in made.shapes if isinstance(shape, Disc)]
    assert high.y < low.y
    assert high.x > low.x


def test_months_replace_the_calendar_where_the_record_has_none() -> None:
    trend = Trend(upcr=points(9), months_from=START)
    words = [text.words for text in texts(picture(trend))]
    assert "month 0" in words
    assert not any("2024" in word for word in words)


def test_the_end_of_a_bar_is_never_invented() -> None:
    words = [
        text.words for text in texts(picture(Trend(points(9), (), BARS, as_of=START + timedelta(days=300))))
    ]
    assert "unknown end (end not documented)" in words


@given(st.floats(0, 100_000))
def test_a_value_axis_covers_its_value_in_few_round_steps(highest: float) -> None:
    axis = count_axis(highest, 0, 30)
    assert axis.highest >= highest * 0.999999
    assert 2 <= len(axis.ticks) <= 6
    assert axis.at(0) == 30
    assert len({words for _, words in axis.ticks}) == len(axis.ticks)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 36_000), st.booleans())
@settings(max_examples=60)
def test_a_time_axis_has_ticks_that_fit(first: date, days: int, relative: bool) -> None:
    axis = time_axis(first, first + timedelta(days=days), 13, 136, first if relative else None)
    labelled = [x for x, words, _ in axis.ticks if words]
    assert len(labelled) <= 11
    assert all(13 <= x <= 136 for x, _, _ in axis.ticks)
    assert all(b - a >= 10 for a, b in pairwise(labelled))
