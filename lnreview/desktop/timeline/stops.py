"""What a person can stop at on the timeline: what each value says, what it means against the targets, its entry.

The picture is drawn by `lnreview.letters.chart`, from which the letter draws its own; a shape names the entry that it
stands for, so nothing is laid out a second time. What is said of an entry stays in the words of the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.desktop.language import noop, tr
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.content import known, words
from lnreview.letters.content.timeline import (
    event_day,
    event_words,
    events,
    known_then,
    level_words,
    levels,
    other_courses,
    place_of,
    timeline_trend,
)
from lnreview.letters.shapes import Disc, Picture, Polygon
from lnreview.letters.trend import Labels, Trend
from lnreview.review.context import Context
from lnreview.review.detail import lines
from lnreview.review.detail.points import METHODS
from lnreview.review.detail.prednisone import OralCourse, oral_course
from lnreview.review.detail.targets import (
    function_regions,
    meanings,
    proteinuria_regions,
)
from lnreview.review.finding import RegimenReview, Review, SeriesPoint
from lnreview.review.levels import reading
from lnreview.review.regimens import drug_name

Row = Literal["biopsy", "event", "proteinuria", "egfr", "regimen", "drug", "glucocorticoid", "level"]
ROWS: dict[Row, str] = {
    "biopsy": noop("Biopsy"),
    "event": noop("Event"),
    "proteinuria": noop("Proteinuria"),
    "egfr": noop("eGFR"),
    "regimen": noop("Regimen"),
    "drug": noop("Drug"),
    "glucocorticoid": noop("Glucocorticoid"),
    "level": noop("Level"),
}
"""The rows of the picture from top to bottom, with their names."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in mm."""


@dataclass(frozen=True)
class Stop:
    """Something on the timeline: its row and day, what it is and means, and the place of its entry in the case."""

    row: Row
    day: date
    value: str
    when: str
    how: str
    place: str
    """Its entry, such as `labs/lab-3`."""
    field: str
    """The field of the entry that holds the value."""
    means: str = ""
    """What it means against the targets, or what it says."""

    @property
    def words(self) -> str:
        """What it is, in one line."""
        parts = (f"{tr(ROWS[self.row])} {self.value}", self.when, self.how, self.means)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Shown:
    """A timeline: what is drawn, and everything on it that can be stopped at, row by row in the order of time."""

    trend: Trend
    stops: tuple[Stop, ...]


def shown_of(case: Case, review: Review, guideline: Guideline) -> Shown:
    """Return the timeline of a case; the record is shown whole, whatever a letter leaves out."""
    case = told.whole(case)
    ctx = known_then(case, review, guideline)
    trend = replace(timeline_trend(case, review, ctx), labels=_labels())
    oral = oral_course(ctx)
    found = [
        *_biopsies(case, review),
        *_events(case, review),
        *_values(case, review, guideline),
        *_regimens(ctx, review),
        *_drugs(ctx, case, review, oral),
        *_glucocorticoid(ctx, oral),
        *_levels(ctx, case, review),
    ]
    order = list(ROWS)
    return Shown(trend, tuple(sorted(found, key=lambda stop: (order.index(stop.row), stop.day))))


def _labels() -> Labels:
    """Return the fixed words of the picture in the language of the window."""
    return Labels(
        proteinuria=tr("Proteinuria, g/g"),
        function=tr("eGFR, mL/min/1.73 m²"),
        no_value=tr("no dated value in the record"),
        no_day=tr("No dated value to draw."),
        end_unknown=tr("end not documented"),
        steps=tr("as prednisone, mg/d"),
        as_of=tr("as of"),
        due=tr("reassess"),
    )


def boxes(picture: Picture) -> dict[str, Box]:
    """Return where in a picture the entries stand that it shows, by their place in the record."""
    found: dict[str, Box] = {}
    for shape in picture.shapes:
        if isinstance(shape, Disc | Polygon) and shape.of:
            if isinstance(shape, Disc):
                near = shape.radius
                box = (shape.x - near, shape.y - near, shape.x + near, shape.y + near)
            else:
                across, down = [x for x, _ in shape.points], [y for _, y in shape.points]
                box = (min(across), min(down), max(across), max(down))
            other = found.get(shape.of, box)
            found[shape.of] = (
                min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
            )  # fmt: skip
    return found


def rows_of_table(stops: tuple[Stop, ...]) -> list[tuple[str, str, str, str, str]]:
    """Return the stops as rows for those who read a table rather than a picture."""
    return [(tr(ROWS[stop.row]), stop.value, stop.when, stop.how, stop.means) for stop in stops]


def _values(case: Case, review: Review, guideline: Guideline) -> Iterator[Stop]:
    means = meanings("upcr", proteinuria_regions(case, review, guideline), review)
    for point, meant in zip(review.upcr, means, strict=True):
        unit = "g/d" if "24" in point.method else "g/g"
        yield _value("proteinuria", point, f"{point.bound}{shown(point.value, 2)} {unit}", unit, meant)
    means = meanings("egfr", function_regions(case, review, guideline), review)
    for point, meant in zip(review.egfr, means, strict=True):
        unit = "mL/min/1.73 m²"
        yield _value("egfr", point, f"{point.bound}{shown(point.value, 0)} {unit}", unit, meant)


def _value(row: Row, point: SeriesPoint, value: str, unit: str, means: str) -> Stop:
    as_written = point.written.endswith(f" {unit}")
    how = [_method(point.method)]
    if point.written and not as_written:
        how.append(tr("written {value}").format(value=point.written))
    said = ", ".join(part for part in how if part)
    return Stop(
        row, point.day, point.written if as_written else value, point.date_written, said,
        f"labs/{point.entry}", "quantity", means,
    )  # fmt: skip


def _method(method: str) -> str:
    name, _, equation = method.partition(", ")
    if not equation:
        return METHODS.get(name, name)
    return " ".join(part for part in ("reported", METHODS.get(equation, "")) if part)


def _biopsies(case: Case, review: Review) -> Iterator[Stop]:
    for biopsy in known.biopsies(case, review):
        span = case.span(biopsy.taken_on)
        if span is None:
            continue
        parts = [words.biopsy_class(biopsy) or tr("no class given")]
        for name, index in (("AI", biopsy.activity_index), ("CI", biopsy.chronicity_index)):
            if index is not None:
                parts.append(f"{name} {shown(index)}")
        yield Stop(
            "biopsy", span.middle, ", ".join(parts), str(span), "", f"biopsies/{biopsy.id}", "class_text"
        )


def _events(case: Case, review: Review) -> Iterator[Stop]:
    for event in events(case, review):
        span, until = case.span(event_day(event)), case.span(event.until)
        if span is None:
            continue
        when = tr("{first} to {last}").format(first=span, last=until) if until else str(span)
        field = "status" if place_of(event).startswith("pregnancies") else "what"
        yield Stop("event", span.middle, event_words(event), when, event.source, place_of(event), field)


def _regimens(ctx: Context, review: Review) -> Iterator[Stop]:
    for regimen in review.regimens:
        if regimen.start is None:
            continue
        doses = [
            f"{drug_name(ctx, course)} {lines.dose(course)}".strip()
            for course in regimen.courses
            if ctx.drug_class(course) in regimen.classes
        ]
        place = f"courses/{regimen.courses[0].id}" if regimen.courses else ""
        yield Stop(
            "regimen", regimen.start.middle, regimen.name, _dates(regimen), "; ".join(dict.fromkeys(doses)),
            place, "dose",
        )  # fmt: skip


def _dates(regimen: RegimenReview) -> str:
    if regimen.running:
        return tr("since {first}").format(first=regimen.start)
    last = regimen.stop or tr("end not documented")
    return tr("{first} to {last}").format(first=regimen.start, last=last)


def _drugs(ctx: Context, case: Case, review: Review, oral: OralCourse) -> Iterator[Stop]:
    for course in other_courses(case, review, ctx, oral):
        span = ctx.span(course.start)
        if span is not None:
            value = f"{drug_name(ctx, course)} {lines.dose(course)}".strip()
            role = "" if course.role == "unknown" else course.role.replace("-", " ")
            yield Stop(
                "drug", span.middle, value, lines.period(ctx, course), role, f"courses/{course.id}", "dose"
            )


def _glucocorticoid(ctx: Context, oral: OralCourse) -> Iterator[Stop]:
    for course in oral.courses:
        span = ctx.span(course.start)
        if span is not None:
            value = f"{drug_name(ctx, course)} {lines.dose(course) or tr('dose not documented')}"
            when = lines.period(ctx, course)
            yield Stop("glucocorticoid", span.middle, value, when, "", f"courses/{course.id}", "dose")


def _levels(ctx: Context, case: Case, review: Review) -> Iterator[Stop]:
    for level in levels(case, review):
        span = case.span(level.drawn_on)
        if span is not None:
            matrix = "" if level.matrix == "unknown" else level.matrix.replace("-", " ")
            says = reading(ctx, level).says
            yield Stop(
                "level", span.middle, level_words(level), str(span), matrix, f"levels/{level.id}", "quantity", says
            )  # fmt: skip
