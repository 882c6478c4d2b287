"""What the trend chart of a letter draws, and the same values as a table for those who cannot see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lnreview.case.dates import NOMINAL_ANCHOR
from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.content import known, words
from lnreview.letters.document import Column, Table, TrendChart, plain
from lnreview.letters.trend import Bar, Flag, Point, Target, Trend
from lnreview.review.detail.targets import proteinuria_regions
from lnreview.review.finding import RegimenReview, Review, SeriesPoint

MOST_ROWS = 40
"""Rows of the table of values; beyond, the values around the treatments are kept and the rest is counted."""


def trend_chart(case: Case, review: Review, guideline: Guideline) -> TrendChart | None:
    """Return the chart of proteinuria and eGFR with regimens, biopsies and targets; nothing without a value."""
    upcr, egfr = told.shown_points(case, review.upcr), told.shown_points(case, review.egfr)
    if not (upcr or egfr):
        return None
    trend = replace(
        frame(case, review),
        upcr=tuple(_point(point) for point in upcr),
        egfr=tuple(_point(point) for point in egfr),
        upcr_targets=targets(case, review, guideline),
    )
    return TrendChart(trend, _caption(trend, review))


def frame(case: Case, review: Review) -> Trend:
    """Return the trend without its values: the regimens, the biopsies, the day of the review, and how days are counted."""
    flags = []
    for biopsy in known.biopsies(case, review):
        span = case.span(biopsy.taken_on)
        if span:
            found = words.biopsy_class(biopsy)
            flags.append(
                Flag(span.middle, f"biopsy: {found}" if found else "biopsy", f"biopsies/{biopsy.id}")
            )
    drawn = (*told.shown_points(case, review.upcr), *told.shown_points(case, review.egfr))
    relative = any(point.date_written.startswith("month") for point in drawn) or any(
        span is not None and span.written.is_relative
        for span in (review.as_of, *(r.start for r in review.regimens))
    )
    return Trend(
        bars=tuple(_bar(regimen) for regimen in review.regimens),
        biopsies=tuple(flags),
        as_of=review.as_of.middle,
        months_from=(case.anchor_day or NOMINAL_ANCHOR) if relative else None,
    )


def targets(case: Case, review: Review, guideline: Guideline) -> tuple[Target, ...]:
    """Return the complete and the partial target of proteinuria in g/g, the partial one from the latest baseline."""
    regions = proteinuria_regions(case, review, guideline)
    complete = [region for region in regions if region.kind == "complete"]
    partial = [region for region in regions if region.kind == "partial"][-1:]
    return tuple(Target(float(region.limit), region.words) for region in (*complete, *partial))


def values_table(case: Case, review: Review) -> tuple[Table | None, int]:
    """Return the drawn values as a table, and how many were left out because there are too many for a letter."""
    by_day: dict[tuple[date, str], tuple[list[str], list[str]]] = {}
    for place, (series, unit) in enumerate(((review.upcr, "g/g"), (review.egfr, "mL/min/{1.73_m2}"))):
        for point in told.shown_points(case, series):
            cell = by_day.setdefault((point.day, point.date_written), ([], []))[place]
            cell.append(words.point_words(point, unit))
    keys = sorted(by_day)
    kept = keys if len(keys) <= MOST_ROWS else _telling(keys, review)
    rows = tuple(
        (plain(key[1]), plain("; ".join(by_day[key][0]) or "–"), plain("; ".join(by_day[key][1]) or "–"))
        for key in kept
    )
    columns = (
        Column("Date", 0.2),
        Column("Proteinuria, as written", 0.35),
        Column("eGFR, with the creatinine behind it", 0.45),
    )
    return (Table(columns, rows) if rows else None), len(keys) - len(kept)


def _telling(keys: list[tuple[date, str]], review: Review) -> list[tuple[date, str]]:
    """Keep the first and the last days, those next to a start or stop, and an even sample of the rest."""
    kept = {0, 1, len(keys) - 2, len(keys) - 1}
    for regimen in review.regimens:
        for span in (regimen.start, regimen.stop):
            if span:
                after = next(
                    (index for index, key in enumerate(keys) if key[0] >= span.middle), len(keys) - 1
                )
                kept |= {after, max(after - 1, 0)}
    kept = set(sorted(kept)[:MOST_ROWS])
    room = MOST_ROWS - len(kept)
    kept |= {round((index + 1) * len(keys) / (room + 1)) - 1 for index in range(room)}
    return [keys[index] for index in sorted(kept)]


def _point(point: SeriesPoint) -> Point:
    hollow = point.method == "24-hour"
    return Point(point.day, float(point.value), hollow, point.bound, of=f"labs/{point.entry}")


def _bar(regimen: RegimenReview) -> Bar:
    start = regimen.start.middle if regimen.start else None
    stop = regimen.stop.middle if regimen.stop else None
    # Without a stop date a course is read as running; the picture shows only what the record says.
    said = any(course.ongoing == "yes" for course in regimen.courses)
    of = f"courses/{regimen.courses[0].id}" if regimen.courses else ""
    return Bar(regimen.name, start, stop, running=said and stop is None, of=of)


def _caption(trend: Trend, review: Review) -> str:
    parts = [f"Proteinuria and eGFR up to {words.as_of_words(review)}."]
    drawn = []
    if trend.bars:
        drawn.append("bars are regimens")
    if trend.biopsies:
        drawn.append("triangles are biopsies")
    if any(point.hollow for point in trend.upcr):
        drawn.append("open circles are 24-hour collections in g/d")
    if trend.upcr_targets and trend.upcr:
        drawn.append(
            f"broken lines are the response targets used with {review.criteria_name}, the partial one counted from the latest baseline"
        )
    if trend.months_from:
        drawn.append("time is counted in months, as in the record")
    if drawn:
        parts.append(words.sentence("; ".join(drawn)))
    return " ".join(parts)
