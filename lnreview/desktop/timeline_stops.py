"""The points of the trend that a person can stop at: where each lies in the picture, what it says, its entry.

The picture itself is that of the letter (`lnreview.letters.chart`); nothing is laid out a second time. Its discs are
the values in the order of their days, proteinuria before eGFR; its triangles are the biopsies, its shaded boxes the
regimens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.desktop.language import noop, tr
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.chart import Disc, Picture, Polygon, Trend, picture
from lnreview.letters.content import known, words
from lnreview.letters.content.trend import trend_chart
from lnreview.review.finding import RegimenReview, Review, SeriesPoint

Row = Literal["Biopsy", "Proteinuria", "eGFR", "Regimen"]
ROWS: tuple[Row, ...] = ("Biopsy", "Proteinuria", "eGFR", "Regimen")
"""The rows of the picture from top to bottom."""
ROW_NAMES: dict[Row, str] = {
    "Biopsy": noop("Biopsy"),
    "Proteinuria": noop("Proteinuria"),
    "eGFR": noop("eGFR"),
    "Regimen": noop("Regimen"),
}


@dataclass(frozen=True)
class Stop:
    """Something on the trend: its row, its box in mm, what it is, and the place of its entry in the case."""

    row: Row
    left: float
    top: float
    right: float
    bottom: float
    value: str
    when: str
    how: str
    place: str

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box in mm."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def words(self) -> str:
        """What it is, in one line."""
        return " · ".join(
            part for part in (f"{tr(ROW_NAMES[self.row])} {self.value}", self.when, self.how) if part
        )


@dataclass(frozen=True)
class Chart:
    """The picture of a case with its stops, row by row from the left."""

    picture: Picture
    stops: tuple[Stop, ...]


def trend_of(case: Case, review: Review, guideline: Guideline) -> Trend:
    """Return what the trend of a case draws, as in a letter that leaves nothing out: nothing without a value."""
    found = trend_chart(told.whole(case), review, guideline)
    return found.trend if found is not None else Trend()


def chart(case: Case, review: Review, trend: Trend, width: float) -> Chart:
    """Return the picture of a trend, `width` mm wide, and everything on it that can be stopped at."""
    drawn, case = picture(trend, width), told.whole(case)
    if not (trend.upcr or trend.egfr):
        return Chart(drawn, ())
    discs = [shape for shape in drawn.shapes if isinstance(shape, Disc)]
    triangles = [shape for shape in drawn.shapes if isinstance(shape, Polygon) and len(shape.points) == 3]
    boxes = [
        shape for shape in drawn.shapes if isinstance(shape, Polygon) and shape.fill in ("soft", "softer")
    ]
    stops = [*_biopsies(case, review, triangles), *_values(review, discs), *_regimens(review, boxes)]
    return Chart(drawn, tuple(stops))


def rows_of_table(stops: tuple[Stop, ...]) -> list[tuple[str, str, str, str]]:
    """Return the stops as rows for those who read a table rather than a picture."""
    return [(tr(ROW_NAMES[stop.row]), stop.value, stop.when, stop.how) for stop in stops]


def _values(review: Review, discs: list[Disc]) -> list[Stop]:
    upcr = sorted(review.upcr, key=lambda point: point.day)
    egfr = sorted(review.egfr, key=lambda point: point.day)
    named: list[tuple[Row, SeriesPoint]] = [("Proteinuria", point) for point in upcr]
    named += [("eGFR", point) for point in egfr]
    found = []
    for (row, point), disc in zip(named, discs, strict=True):
        unit = "g/g" if row == "Proteinuria" else "mL/min/1.73 m²"
        if row == "Proteinuria" and "24" in point.method:
            unit = "g/d"
        as_written = point.written.endswith(f" {unit}")
        value = point.written if as_written else f"{shown(point.value, 2)} {unit}"
        how = "" if as_written or not point.written else tr("written {written}").format(written=point.written)
        how = ", ".join(part for part in (point.method, how) if part)
        box = (disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius)
        found.append(Stop(row, *box, value, point.date_written, how, f"labs/{point.entry}"))
    return found


def _biopsies(case: Case, review: Review, triangles: list[Polygon]) -> list[Stop]:
    dated = [(case.span(biopsy.taken_on), biopsy) for biopsy in known.biopsies(case, review)]
    placed = sorted(((span.middle, biopsy) for span, biopsy in dated if span), key=lambda pair: pair[0])
    found = []
    for (_, biopsy), triangle in zip(placed, triangles, strict=True):
        parts = [words.biopsy_class(biopsy) or tr("no class given")]
        for name, index in (("AI", biopsy.activity_index), ("CI", biopsy.chronicity_index)):
            if index is not None:
                parts.append(f"{name} {shown(index)}")
        box = _box(triangle)
        found.append(
            Stop("Biopsy", *box, ", ".join(parts), str(biopsy.taken_on), "", f"biopsies/{biopsy.id}")
        )
    return found


def _regimens(review: Review, boxes: list[Polygon]) -> list[Stop]:
    dated = [(regimen.start, regimen) for regimen in review.regimens]
    placed = sorted(((start.middle, regimen) for start, regimen in dated if start), key=lambda pair: pair[0])
    found = []
    for (_, regimen), box in zip(placed, boxes, strict=True):
        place = f"courses/{regimen.courses[0].id}" if regimen.courses else "courses"
        found.append(Stop("Regimen", *_box(box), regimen.name, _dates(regimen), "", place))
    return found


def _dates(regimen: RegimenReview) -> str:
    if regimen.running:
        return tr("since {start}").format(start=regimen.start)
    return tr("{start} to {end}").format(start=regimen.start, end=regimen.stop or tr("end not documented"))


def _box(shape: Polygon) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in shape.points], [y for _, y in shape.points]
    return min(across), min(down), max(across), max(down)
