"""Draw a picture of millimetres on a PDF page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from lnreview.letters import fonts
from lnreview.letters.shapes import Disc, Ink, Line, Picture, Polygon, Text
from lnreview.letters.tagging import marked

INKS: dict[Ink, Color] = {
    "text": HexColor("#1a1a1a"),
    "quiet": HexColor("#555555"),
    "hair": HexColor("#c4c4c4"),
    "accent": HexColor("#1f4e79"),
    "paper": HexColor("#ffffff"),
    "soft": HexColor("#d3dbe4"),
    "softer": HexColor("#ececec"),
    "zone": HexColor("#dde5dd"),
    "outer-zone": HexColor("#f0f4f0"),
}
"""Chosen so that each ink keeps its rank in grey."""


def write(
    canvas: Any, x: float, y: float, text: str, size: float, *, bold: bool = False, anchor: str = "start"
) -> None:
    """Write one line of text on a canvas; `x`, `y` and `size` in points, the font chosen per character."""
    if anchor != "start":
        x -= fonts.width(text, size, bold) / (2 if anchor == "middle" else 1)
    line = canvas.beginText(x, y)
    for font, part in fonts.pieces(text, bold):
        line.setFont(font, size)
        line.textOut(part.replace("\n", " "))  # a line end of any kind; one line has none
    canvas.drawText(line)


class Drawn(Flowable):
    """A picture as a part of a page."""

    def __init__(
        self,
        picture: Callable[..., Picture],
        stretches: tuple[float, ...] = (1.0,),
        below: float = 0.0,
        alternative: str = "",
    ) -> None:
        """Take what draws the picture at a `stretch`, and the stretches to try, the tallest first.

        `below` points are kept free for its caption; `alternative` stands for the picture where it is not seen.
        """
        super().__init__()
        self._drawn_at = picture
        self._stretches = stretches
        self._found: dict[float, Picture] = {}
        self.below = below
        self.alternative = alternative
        self.spaceBefore = 6
        self._choose(self._at(stretches[0]))

    def _at(self, stretch: float) -> Picture:
        if stretch not in self._found:
            self._found[stretch] = self._drawn_at(stretch=stretch)
        return self._found[stretch]

    def _choose(self, picture: Picture) -> None:
        self.picture = picture
        self.width, self.height = picture.width * mm, picture.height * mm

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points of the tallest picture that has room; of the tallest one where none has."""
        room = available_height - self.below
        pictures = (self._at(stretch) for stretch in self._stretches)
        self._choose(next((one for one in pictures if one.height * mm <= room), self._at(self._stretches[0])))
        return self.width, self.height

    def draw(self) -> None:
        """Draw the shapes in their order."""
        canvas = self.canv
        with marked(canvas, "Figure", alternative=self.alternative):
            for shape in self.picture.shapes:
                canvas.saveState()
                self._draw(canvas, shape)
                canvas.restoreState()

    def _draw(self, canvas: Any, shape: Line | Polygon | Disc | Text) -> None:
        match shape:
            case Text(x=x, y=y, words=words, ink=ink, size=size, anchor=anchor, bold=bold):
                canvas.setFillColor(INKS[ink])
                write(canvas, x * mm, self.height - y * mm, words, size, bold=bold, anchor=anchor)
            case Line(points=points, ink=ink, width=width, dash=dash):
                canvas.setStrokeColor(INKS[ink])
                canvas.setLineWidth(width * mm)
                canvas.setLineJoin(1)
                if dash:
                    canvas.setDash([part * mm for part in dash])
                canvas.drawPath(self._path(canvas, points), stroke=1, fill=0)
            case Polygon(points=points, fill=fill, edge=edge, width=width):
                self._pens(canvas, fill, edge, width)
                path = self._path(canvas, points)
                path.close()
                canvas.drawPath(path, stroke=int(edge is not None), fill=int(fill is not None))
            case Disc(x=x, y=y, radius=radius, fill=fill, edge=edge, width=width):
                self._pens(canvas, fill, edge, width)
                stroke, filled = int(edge is not None), int(fill is not None)
                canvas.circle(x * mm, self.height - y * mm, radius * mm, stroke=stroke, fill=filled)

    def _pens(self, canvas: Any, fill: Ink | None, edge: Ink | None, width: float) -> None:
        if fill:
            canvas.setFillColor(INKS[fill])
        if edge:
            canvas.setStrokeColor(INKS[edge])
            canvas.setLineWidth(width * mm)

    def _path(self, canvas: Any, points: tuple[tuple[float, float], ...]) -> Any:
        path = canvas.beginPath()
        (x, y), *rest = points
        path.moveTo(x * mm, self.height - y * mm)
        for x, y in rest:
            path.lineTo(x * mm, self.height - y * mm)
        return path
