"""The wide picture of the timeline: whatever the record holds, it fills its room, stays inside it and stays legible."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_trend_picture import BARS, START, box, inside, points, texts

from lnreview.letters.chart import whole_time, wide_picture
from lnreview.letters.shapes import Disc, Line, Picture, Polygon
from lnreview.letters.trend import Band, Bar, DoseStep, Flag, Point, Trend

BANDS = (
    Band("complete < 0.5", None, 0.5, 0.5),
    Band("primary efficacy ≤ 0.7", None, 0.7, 0.7, inner=False),
    Band("partial ≤ 2.1", None, 2.1, 2.1, inner=False, first=START, last=START + timedelta(days=150)),
    Band("partial ≤ 1.9", None, 1.9, 1.9, inner=False, first=START + timedelta(days=150)),
)
FUNCTION = (
    Band("kept ≥ 66", 66, None, 66),
    Band("worse < 62", None, 62, 62, inner=False, filled=False),
)


def day(number: int) -> date:
    return START + timedelta(days=number)


def full(count: int) -> Trend:
    """Return a trend with everything that can be drawn."""
    end = day(30 * max(count, 12))
    return Trend(
        upcr=tuple(replace(one, of=f"labs/u{n}") for n, one in enumerate(points(count))),
        egfr=tuple(replace(one, value=60 + one.value * 8, of=f"labs/e{n}") for n, one in enumerate(points(count))),
        bars=BARS, upcr_bands=BANDS, egfr_bands=FUNCTION, as_of=end, due=end + timedelta(days=40),
        biopsies=(Flag(START, "biopsy: class IV", "biopsies/a"), Flag(START, "biopsy: class V", "biopsies/b")),
        events=tuple(Flag(day(9 * n), "complete remission", f"events/{n}") for n in range(20)),
        drugs=(
            Bar("hydroxychloroquine 300 mg/d", day(-2000), None, True, "courses/h", "hydroxychloroquine", "300 mg/d"),
            Bar("azathioprine 50 mg/d", day(100), day(130), False, "courses/a1", "azathioprine", "50 mg/d"),
            Bar("azathioprine 100 mg/d", day(131), None, True, "courses/a2", "azathioprine", "100 mg/d"),
        ),
        steps=tuple(
            DoseStep(day(14 * n), day(14 * n + 14), dose, f"courses/p{n}")
            for n, dose in enumerate((40, 30, 20, None, 12.5, 10, 7.5, 5))
        ),
        levels=tuple(Flag(day(15 * n), "mycophenolic acid trough 1.9 mg/L", f"levels/{n}") for n in range(6)),
    )  # fmt: skip


def drawn_for(made: Picture) -> set[str]:
    return {shape.of for shape in made.shapes if isinstance(shape, Disc | Polygon) and shape.of}


@pytest.mark.parametrize("count", [0, 1, 2, 12, 45, 300])
@pytest.mark.parametrize("size", [(100, 40), (160, 90), (240, 90), (240, 300)])
def test_everything_that_is_recorded_is_drawn_inside_and_no_text_is_small(
    count: int, size: tuple[int, int]
) -> None:
    trend = full(count)
    made = wide_picture(trend, *size)
    inside(made)
    assert made.width == size[0]
    assert all(text.size >= 8.5 for text in texts(made))
    entries = (
        *trend.upcr,
        *trend.egfr,
        *trend.biopsies,
        *trend.events,
        *trend.levels,
        *trend.steps,
        *trend.drugs,
    )
    assert {entry.of for entry in entries} <= drawn_for(made)


@pytest.mark.parametrize("count", [1, 3, 9, 40, 300])
@pytest.mark.parametrize("width", [110, 160, 240])
def test_words_do_not_lie_on_each_other(count: int, width: int) -> None:
    for one, other in combinations(texts(wide_picture(full(count), width, 90)), 2):
        a, b = box(one), box(other)
        apart = a[2] <= b[0] + 0.3 or b[2] <= a[0] + 0.3 or a[3] <= b[1] + 0.4 or b[3] <= a[1] + 0.4
        assert apart, (one, other)


def test_a_picture_takes_the_height_that_it_is_given_and_says_its_least() -> None:
    trend = full(12)
    made = wide_picture(trend, 240, 150)
    assert made.height == pytest.approx(150)
    low = wide_picture(trend, 240, 10)
    assert low.height == pytest.approx(low.least) == pytest.approx(made.least)


@given(st.integers(0, 3600), st.integers(28, 3000), st.sampled_from([1, 2, 12, 300]))
@settings(max_examples=40, deadline=None)
def test_a_part_of_the_time_shows_what_lies_in_it_and_cuts_lines_at_its_edges(
    first: int, days: int, count: int
) -> None:
    trend = full(count)
    start, end = day(first), day(first + days)
    made = wide_picture(trend, 240, 90, (start, end))
    inside(made)
    seen = {point.of for point in (*trend.upcr, *trend.egfr) if start <= point.day <= end}
    assert {of for of in drawn_for(made) if of.startswith("labs/")} == seen
    for line in (shape for shape in made.shapes if isinstance(shape, Line) and shape.ink == "text"):
        assert all(made.left - 1e-6 <= x <= made.right + 1e-6 for x, _ in line.points)
        assert all(a[0] <= b[0] + 1e-9 for a, b in pairwise(line.points))


def test_a_line_that_leaves_the_part_that_is_shown_goes_on_to_its_edge() -> None:
    trend = Trend(upcr=(Point(day(0), 1.0), Point(day(100), 3.0)))
    made = wide_picture(trend, 200, 90, (day(25), day(75)))
    (line,) = [shape for shape in made.shapes if isinstance(shape, Line) and shape.ink == "text"]
    assert [x for x, _ in line.points] == [made.left, made.right]
    (_, low), (_, high) = line.points
    whole = wide_picture(trend, 200, 90)
    (full_line,) = [shape for shape in whole.shapes if isinstance(shape, Line) and shape.ink == "text"]
    assert low - high == pytest.approx((full_line.points[0][1] - full_line.points[1][1]) / 2)


def test_values_measured_another_way_have_a_line_of_their_own() -> None:
    mixed = tuple(Point(day(30 * n), 2 + n / 3, hollow=n % 2 == 1) for n in range(6))
    made = wide_picture(Trend(upcr=mixed), 200, 90)
    solid, broken = [shape for shape in made.shapes if isinstance(shape, Line) and len(shape.points) == 3]
    assert (solid.dash, bool(broken.dash)) == ((), True)
    assert not {x for x, _ in solid.points} & {x for x, _ in broken.points}


@pytest.mark.parametrize(("bound", "way"), [(">", -1), ("<", 1)])
def test_a_bound_points_to_where_the_true_value_lies_and_keeps_its_sign(bound: str, way: int) -> None:
    made = wide_picture(Trend(egfr=(Point(day(0), 90.0, bound=bound),)), 200, 90)  # type: ignore[arg-type]
    (disc,) = [shape for shape in made.shapes if isinstance(shape, Disc)]
    (tip,) = [shape for shape in made.shapes if isinstance(shape, Polygon) and len(shape.points) == 3]
    assert (tip.points[2][1] - disc.y) * way > 0
    assert f"{bound}90" in [text.words for text in texts(made)]


def test_a_partial_date_shows_the_days_that_it_may_mean() -> None:
    vague = Point(day(15), 2.0, around=(day(0), day(30)))
    made = wide_picture(Trend(upcr=(vague, Point(day(90), 2.5))), 200, 90)
    (disc, _) = [shape for shape in made.shapes if isinstance(shape, Disc)]
    assert any(
        isinstance(shape, Line) and shape.points[0][0] < disc.x < shape.points[1][0] and shape.points[0][1] == disc.y
        for shape in made.shapes
        if isinstance(shape, Line) and len(shape.points) == 2 and shape.ink == "quiet"
    )  # fmt: skip


def test_two_biopsies_of_one_day_stand_below_each_other() -> None:
    made = wide_picture(full(12), 240, 90)
    boxes = [
        shape for shape in made.shapes if isinstance(shape, Polygon) and shape.of.startswith("biopsies/")
    ]
    assert len({shape.points for shape in boxes}) == 2


def test_many_events_take_three_rows_and_keep_their_signs() -> None:
    made = wide_picture(full(12), 240, 90)
    events = [shape for shape in made.shapes if isinstance(shape, Polygon) and shape.of.startswith("events/")]
    assert len(events) == 20
    assert len({shape.points[0][1] for shape in events}) <= 3


def test_the_doses_of_a_drug_stand_in_a_row_and_a_higher_dose_is_drawn_higher() -> None:
    made = wide_picture(full(12), 240, 90)
    found = {shape.of: shape for shape in made.shapes if isinstance(shape, Polygon) and shape.of}
    first, second = found["courses/a1"], found["courses/a2"]
    assert first.points[0][1] == second.points[0][1]
    tops = [min(y for _, y in found[f"courses/p{n}"].points) for n in range(8) if n != 3]
    assert tops == sorted(tops)
    words = [text.words for text in texts(made)]
    assert "?" in words, "a dose that is not documented is not drawn as one that is"
    assert "as prednisone, mg/d" in words


def test_regions_are_shaded_and_their_limits_named() -> None:
    made = wide_picture(full(12), 240, 90)
    words = [text.words for text in texts(made)]
    assert {"complete < 0.5", "primary efficacy ≤ 0.7", "partial ≤ 1.9", "kept ≥ 66", "worse < 62"} <= set(
        words
    )
    zones = [
        shape for shape in made.shapes if isinstance(shape, Polygon) and shape.fill in ("zone", "outer-zone")
    ]
    assert len(zones) == 5
    assert made.shapes.index(zones[-1]) < min(
        made.shapes.index(text) for text in texts(made) if "partial" in text.words
    )


def test_a_drug_from_long_before_does_not_press_the_values_together() -> None:
    trend = full(12)
    assert whole_time(trend) == (START, trend.due)
    assert whole_time(Trend(drugs=trend.drugs)) == (day(-2000), day(131))


def test_the_fixed_words_are_those_of_the_window() -> None:
    trend = full(0)
    made = wide_picture(
        replace(trend, labels=replace(trend.labels, proteinuria="Eiweiß", no_value="nichts")), 240, 90
    )
    words = [text.words for text in texts(made)]
    assert "Eiweiß" in words
    assert "nichts" in words
    assert "no dated value in the record" not in words
