"""The picture of the trend on screen: drawn with the pen of the window, with values that can be stopped at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.timeline_stops import ROWS, Chart, Stop, chart
from lnreview.desktop.widgets.text_table import keep_in_view
from lnreview.letters.chart import EM, Disc, Line, Polygon, Text, Trend, text_width
from lnreview.review.finding import Review

_CHART_POINTS = 8.5
"""Size of the words in the picture, which are shown as secondary text."""
_FLATTEST = 0.74
"""How far the picture may be pressed together vertically before it scrolls."""
_INKS = {
    "text": "text",
    "quiet": "muted",
    "hair": "hairline",
    "accent": "accent",
    "paper": "surface",
    "soft": "selection",
    "softer": "hover",
}
HINT = noop("Arrow keys move through the values, Enter opens the entry.")


class TrendView(QWidget):
    """The picture, with one stop marked."""

    stopped = Signal(str)
    """The words of the value that is marked or under the pointer; empty for none."""
    opened = Signal(str)
    """The place of the entry that was asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trend")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        named(self, tr("Trend of proteinuria and eGFR"), tr(HINT))
        self._case: Case | None = None
        self._review: Review | None = None
        self._trend = Trend()
        self._chart: Chart | None = None
        self._at: int | None = None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What can be stopped at."""
        return self._chart.stops if self._chart else ()

    @property
    def stop(self) -> Stop | None:
        """What is marked."""
        return self.stops[self._at] if self._at is not None and self._at < len(self.stops) else None

    @property
    def words(self) -> str:
        """What is marked, in one line; empty for nothing."""
        return self.stop.words if self.stop else ""

    def show_trend(self, case: Case, review: Review, trend: Trend) -> None:
        """Show the trend of a case; the mark stays where its entry is still there."""
        marked = self.stop.place if self.stop else None
        self._case, self._review, self._trend = case, review, trend
        self._lay_out()
        places = [stop.place for stop in self.stops]
        self._at = places.index(marked) if marked in places else None
        self._announce()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Return the room in which the picture is not pressed together."""
        return QSize(theme.look().px(960), self._height(0.85))

    def minimumSizeHint(self) -> QSize:
        """Return the height below which the words would touch."""
        return QSize(theme.look().px(480), self._height(_FLATTEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out in the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark with the arrow keys, Home and End; open the entry on Enter."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.stop is not None:
            self.opened.emit(self.stop.place)
        elif key == Qt.Key.Key_Right:
            self._move(+1)
        elif key == Qt.Key.Key_Left:
            self._move(-1)
        elif key == Qt.Key.Key_Down:
            self._change_row(+1)
        elif key == Qt.Key.Key_Up:
            self._change_row(-1)
        elif key == Qt.Key.Key_Home:
            self._mark(0)
        elif key == Qt.Key.Key_End:
            self._mark(len(self.stops) - 1)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        found = self._under(event.position())
        self.setToolTip(self.stops[found].words if found is not None else "")
        self.stopped.emit(self.stops[found].words if found is not None else self.words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark what is under the pointer."""
        super().mousePressEvent(event)
        found = self._under(event.position())
        if found is not None:
            self._mark(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the entry under the pointer."""
        found = self._under(event.position())
        if found is not None:
            self.opened.emit(self.stops[found].place)

    def leaveEvent(self, event: QEvent) -> None:
        """Say again what is marked."""
        super().leaveEvent(event)
        self.stopped.emit(self.words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shapes in the colours in use, and a ring around the stop."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, down = self._scales()
        for shape in self._chart.picture.shapes:
            if isinstance(shape, Line):
                painter.setPen(self._pen(shape.ink, shape.width, shape.dash))
                painter.drawPolyline(QPolygonF([QPointF(x * across, y * down) for x, y in shape.points]))
            elif isinstance(shape, Polygon):
                painter.setPen(self._pen(shape.edge, shape.width) if shape.edge else Qt.PenStyle.NoPen)
                painter.setBrush(self._ink(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
                painter.drawPolygon(QPolygonF([QPointF(x * across, y * down) for x, y in shape.points]))
            elif isinstance(shape, Disc):
                painter.setPen(self._pen(shape.edge, shape.width) if shape.edge else Qt.PenStyle.NoPen)
                painter.setBrush(self._ink(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
                radius = shape.radius * across
                painter.drawEllipse(QPointF(shape.x * across, shape.y * down), radius, radius)
            else:
                self._write(painter, shape, across, down)
        self._ring(painter, across, down)

    def _write(self, painter: QPainter, text: Text, across: float, down: float) -> None:
        """Write a text on its baseline, narrowed to the room that the picture gave it."""
        font = theme.look().font(strong=text.bold)
        font.setPixelSize(max(round(text.size * EM * across), 1))
        width = QFontMetricsF(font).horizontalAdvance(text.words)
        room = text_width(text.words, text.size) * across
        squeeze = min(1.0, room / width) if width else 1.0
        shift = {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
        painter.save()
        painter.translate(text.x * across, text.y * down)
        painter.scale(squeeze, 1.0)
        painter.setFont(font)
        painter.setPen(self._ink(text.ink))
        painter.drawText(QPointF(-shift, 0), text.words)
        painter.restore()

    def _ring(self, painter: QPainter, across: float, down: float) -> None:
        stop = self.stop
        if stop is None:
            return
        px = theme.look().px
        box = QRectF(
            QPointF(stop.left * across, stop.top * down), QPointF(stop.right * across, stop.bottom * down)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DotLine
        painter.setPen(QPen(theme.look().colours["accent"], theme.look().ring, style))
        painter.drawRoundedRect(box.adjusted(-px(4), -px(4), px(4), px(4)), px(6), px(6))

    def _ink(self, ink: str) -> QColor:
        return theme.look().colours[_INKS[ink]]

    def _pen(self, ink: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
        thick = max(width * self._per_mm(), 1.0)
        pen = QPen(theme.look().colours[_INKS[ink]], thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern([length * self._per_mm() / thick for length in dash])
        return pen

    def _lay_out(self) -> None:
        if self._case is None or self._review is None:
            return
        width = max(self.width() / self._per_mm(), 100.0)
        self._chart = chart(self._case, self._review, self._trend, width)
        self.updateGeometry()
        self.update()

    def _per_mm(self) -> float:
        """Return how many pixels a millimetre is, so that the picture's words are as large as secondary text."""
        metrics_px = theme.SMALL_POINTS * theme.look().factor * self.logicalDpiY() / 72
        return metrics_px / (_CHART_POINTS * EM)

    def _scales(self) -> tuple[float, float]:
        across = self._per_mm()
        if self._chart is None:
            return across, across
        down = self.height() / self._chart.picture.height
        return across, min(max(down, across * _FLATTEST), across)

    def _height(self, share: float) -> int:
        tall = self._chart.picture.height if self._chart else 12.0
        return round(tall * self._per_mm() * share)

    def _under(self, at: QPointF) -> int | None:
        """Return the nearest stop within reach of the pointer."""
        across, down = self._scales()
        reach = theme.look().px(8)
        near = []
        for number, stop in enumerate(self.stops):
            x = max(stop.left * across - at.x(), at.x() - stop.right * across, 0.0)
            y = max(stop.top * down - at.y(), at.y() - stop.bottom * down, 0.0)
            if x <= reach and y <= reach:
                near.append((x + y, number))
        return min(near)[1] if near else None

    def _move(self, by: int) -> None:
        """Move the mark within its row; the first key stops at the first value."""
        if self._at is None:
            self._mark(self._first())
            return
        row = [number for number, stop in enumerate(self.stops) if self.stop and stop.row == self.stop.row]
        place = row.index(self._at) + by
        self._mark(row[min(max(place, 0), len(row) - 1)])

    def _change_row(self, by: int) -> None:
        """Move the mark to the nearest stop of the next row that has any."""
        if self.stop is None:
            self._mark(self._first())
            return
        index = ROWS.index(self.stop.row) + by
        while 0 <= index < len(ROWS):
            row = [number for number, stop in enumerate(self.stops) if stop.row == ROWS[index]]
            if row:
                x = self.stop.middle[0]
                self._mark(min(row, key=lambda number: abs(self.stops[number].middle[0] - x)))
                return
            index += by

    def _first(self) -> int:
        """Return the first value, or where there is none the first stop of all."""
        values = (number for number, stop in enumerate(self.stops) if stop.row in ("Proteinuria", "eGFR"))
        return next(values, 0)

    def _mark(self, number: int) -> None:
        if 0 <= number < len(self.stops):
            self._at = number
            self._announce()
            self.update()
            across, down = self._scales()
            x, y = self.stops[number].middle
            keep_in_view(self, round(x * across), round(y * down), theme.look().px(32))

    def _announce(self) -> None:
        self.setAccessibleDescription(self.words or tr(HINT))
        self.stopped.emit(self.words)
