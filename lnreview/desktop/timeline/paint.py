"""Paint a picture of the trend chart with the pen of the window: the same shapes as in the letter, in its own colours."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from lnreview.desktop import theme
from lnreview.letters.shapes import EM, Disc, Ink, Line, Picture, Polygon, Text, text_width

CHART_POINTS = 8.5
"""Size of the words in the picture, which are shown as secondary text."""
_INKS: dict[Ink, str] = {
    "text": "text",
    "quiet": "muted",
    "hair": "hairline",
    "accent": "accent",
    "paper": "window",
    "soft": "selection",
    "softer": "hover",
    "zone": "met",
    "outer-zone": "met",
}
VEILS: dict[Ink, int] = {"zone": 44, "outer-zone": 22}
"""How much a zone covers, of 255: what is written on it keeps its contrast."""


def per_mm(dots_per_inch: float) -> float:
    """Return how many pixels a millimetre of the picture is, so that its words are as large as secondary text."""
    return theme.SMALL_POINTS * theme.look().factor * dots_per_inch / 72 / (CHART_POINTS * EM)


def painted(picture: Picture, scale: float, ratio: float) -> QPixmap:
    """Return a picture as pixels: `scale` of them per mm, `ratio` device pixels each."""
    made = QPixmap(
        max(round(picture.width * scale * ratio), 1), max(round(picture.height * scale * ratio), 1)
    )
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = _Pen(painter, scale)
    for shape in picture.shapes:
        pen.draw(shape)
    painter.end()
    return made


class _Pen:
    """A painter that knows how large a millimetre is."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        self._painter = painter
        self._scale = scale
        self._pens: dict[tuple[Ink, float, tuple[float, ...]], QPen] = {}
        self._brushes: dict[Ink, QBrush] = {ink: QBrush(_colour(ink)) for ink in _INKS}
        self._fonts: dict[tuple[float, bool], tuple[QFont, QFontMetricsF]] = {}

    def draw(self, shape: Line | Polygon | Disc | Text) -> None:
        """Draw one shape."""
        painter, scale = self._painter, self._scale
        if isinstance(shape, Text):
            self._write(shape)
        elif isinstance(shape, Line):
            painter.setPen(self._pen(shape.ink, shape.width, shape.dash))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            (x1, y1), (x2, y2) = shape.points[0], shape.points[-1]
            upright = len(shape.points) == 2 and (x1 == x2 or y1 == y2)  # sharper and faster on whole pixels
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, not upright)
            places = [QPointF(x * scale, y * scale) for x, y in shape.points]
            if shape.dash and not upright:
                painter.drawPolyline(QPolygonF(places))
            else:  # Qt takes some 80 times as long to join the parts of a long line
                painter.drawLines([QLineF(one, other) for one, other in pairwise(places)])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        else:
            painter.setPen(self._pen(shape.edge, shape.width) if shape.edge else Qt.PenStyle.NoPen)
            painter.setBrush(self._brushes[shape.fill] if shape.fill else Qt.BrushStyle.NoBrush)
            if isinstance(shape, Disc):
                radius = shape.radius * scale
                painter.drawEllipse(QPointF(shape.x * scale, shape.y * scale), radius, radius)
            else:
                painter.drawPolygon(QPolygonF([QPointF(x * scale, y * scale) for x, y in shape.points]))

    def _write(self, text: Text) -> None:
        """Write a text on its baseline, narrowed to the room that the picture gave it."""
        painter, scale = self._painter, self._scale
        font, metrics = self._font(text.size, text.bold)
        width = metrics.horizontalAdvance(text.words)
        room = text_width(text.words, text.size) * scale
        squeeze = min(1.0, room / width) if width else 1.0
        shift = {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
        painter.save()
        painter.translate(text.x * scale, text.y * scale)
        painter.scale(squeeze, 1.0)
        painter.setFont(font)
        painter.setPen(_colour(text.ink))
        painter.drawText(QPointF(-shift, 0), text.words)
        painter.restore()

    def _font(self, size: float, bold: bool) -> tuple[QFont, QFontMetricsF]:
        if (size, bold) not in self._fonts:
            font = theme.look().font(strong=bold)
            font.setPixelSize(max(round(size * EM * self._scale), 1))
            self._fonts[size, bold] = (font, QFontMetricsF(font))
        return self._fonts[size, bold]

    def _pen(self, ink: Ink, width: float, dash: tuple[float, ...] = ()) -> QPen:
        if (ink, width, dash) not in self._pens:
            thick = max(round(width * self._scale, 1), 1.0)
            if ink not in ("text", "quiet"):
                thick = round(thick)  # grid and targets lie on whole pixels
            pen = QPen(_colour(ink), thick)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dash:
                pen.setDashPattern([length * self._scale / thick for length in dash])
            self._pens[ink, width, dash] = pen
        return self._pens[ink, width, dash]


def _colour(ink: Ink) -> QColor:
    colour = QColor(theme.look().colours[_INKS[ink]])
    if ink in VEILS:
        colour.setAlpha(VEILS[ink])
    return colour
