"""The picture of the timeline on screen: values that can be stopped at, and a time that can be zoomed and moved.

It is laid out in the room that it is given and painted once; what moves over it (the mark, the pointer) is painted on top.
The time that is shown is kept while the case is open.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import announce, named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.timeline.paint import painted, per_mm
from lnreview.desktop.timeline.range import STEP, Range
from lnreview.desktop.timeline.stops import Box, Shown, Stop, boxes
from lnreview.desktop.timeline.way import across, along, end, first_value
from lnreview.desktop.widgets.text_table import keep_in_view
from lnreview.letters.chart import whole_time, wide_picture
from lnreview.letters.scale import with_air
from lnreview.letters.shapes import Picture
from lnreview.letters.trend import Trend

HINT = noop(
    "Arrow keys move through the values, Enter edits one. + and − zoom, 0 shows the whole time, Shift with an arrow key moves it."
)
_DRAGGED = 4
"""How far, in px at 100 %, the pointer moves before a press is a drag."""
_NOTCH = 120
"""What a notch of a wheel counts."""


class TrendView(QWidget):
    """The picture, with one stop marked."""

    stopped = Signal(str)
    """The words of the value that is marked or under the pointer; empty for none."""
    opened = Signal(str)
    """The place of the entry that was asked for, with the field of its value."""
    ranged = Signal()
    """Another time is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trend")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        named(self, tr("Timeline of the case"), tr(HINT))
        self._shown = Shown(Trend(), ())
        self._case = ""
        self._range: Range | None = None
        self._picture: Picture | None = None
        self._boxes: dict[str, Box] = {}
        self._pixels: QPixmap | None = None
        self._at: int | None = None
        self._pressed: QPointF | None = None
        self._pressed_range: Range | None = None
        self._opens: Stop | None = None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What can be stopped at."""
        return self._shown.stops

    @property
    def stop(self) -> Stop | None:
        """What is marked."""
        return self.stops[self._at] if self._at is not None and self._at < len(self.stops) else None

    @property
    def words(self) -> str:
        """What is marked, in one line; empty for nothing."""
        return self.stop.words if self.stop else ""

    @property
    def range(self) -> Range | None:
        """The time that is shown; `None` without any day."""
        return self._range

    @property
    def range_words(self) -> str:
        """The time that is shown, in words."""
        return self._range.words(self._shown.trend.months_from) if self._range else ""

    def show_timeline(self, case_id: str, shown: Shown) -> None:
        """Show the timeline of a case; the mark, and for the same case the time, stay where they were."""
        marked = self.stop.place if self.stop else None
        self._shown = shown
        whole = whole_time(shown.trend)
        if whole is None:
            self._range = None
        elif self._range is not None and case_id == self._case:
            self._range = self._range.over(*with_air(*whole))
        else:
            self._range = Range.of(*with_air(*whole))
        self._case = case_id
        places = [stop.place for stop in self.stops]
        self._at = places.index(marked) if marked in places else None
        self._lay_out()
        self.updateGeometry()
        self._tell(aloud=False)
        self.ranged.emit()

    def restyle(self) -> None:
        """Take the lengths and colours of the appearance in use."""
        self._lay_out()
        self.updateGeometry()

    # The time that is shown

    def zoom(self, steps: float, about: float | None = None) -> None:
        """Come closer by some steps (go back where negative), about a share of the width or about what is marked."""
        if self._range is not None:
            if about is None:
                about = self._range.share(self.stop.day) if self.stop else 1.0
            self._show_range(self._range.zoomed(STEP**steps, min(max(about, 0.0), 1.0)))

    def show_whole(self) -> None:
        """Show the whole time."""
        if self._range is not None:
            self._show_range(Range.of(self._range.start, self._range.end))

    def move_by(self, share: float) -> None:
        """Show a later time, or an earlier one where negative, by a share of what is shown."""
        if self._range is not None:
            self._show_range(self._range.moved(share))

    def _show_range(self, wanted: Range) -> None:
        if wanted != self._range:
            self._range = wanted
            self._lay_out()
            self.ranged.emit()

    # Where things stand

    def place_of(self, stop: Stop) -> QPoint | None:
        """Return where a stop stands in the widget; `None` where the time that is shown leaves it out."""
        box = self._boxes.get(stop.place)
        if box is None:
            return None
        scale = self._scale()
        return QPoint(round((box[0] + box[2]) / 2 * scale), round((box[1] + box[3]) / 2 * scale))

    def stop_at(self, at: QPointF) -> Stop | None:
        """Return the nearest stop within reach of a place in the widget."""
        scale, reach = self._scale(), theme.look().px(8)
        near: list[tuple[float, int]] = []
        for number, stop in enumerate(self.stops):
            box = self._boxes.get(stop.place)
            if box is None:
                continue
            x = max(box[0] * scale - at.x(), at.x() - box[2] * scale, 0.0)
            y = max(box[1] * scale - at.y(), at.y() - box[3] * scale, 0.0)
            if x <= reach and y <= reach:
                near.append((x + y, number))
        return self.stops[min(near)[1]] if near else None

    def sizeHint(self) -> QSize:
        """Return the room in which the picture is not pressed together."""
        return QSize(theme.look().px(960), self._least() + theme.look().px(120))

    def minimumSizeHint(self) -> QSize:
        """Return the height below which the words would touch."""
        return QSize(theme.look().px(320), self._least())

    def _least(self) -> int:
        least = self._picture.least or self._picture.height if self._picture else 12.0
        return round(least * self._scale())

    def _scale(self) -> float:
        return per_mm(self.logicalDpiY())

    def _lay_out(self) -> None:
        scale = self._scale()
        window = (
            None if self._range is None or self._range.is_whole else (self._range.first, self._range.last)
        )
        least_before = self._picture.least if self._picture else 0.0
        width = max(self.width() / scale, 90.0)
        self._picture = wide_picture(self._shown.trend, width, self.height() / scale, window)
        self._boxes = boxes(self._picture)
        self._pixels = None
        if self._picture.least != least_before:
            self.updateGeometry()
        self.update()

    # What comes from outside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out in the new room."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark with the arrow keys, Home and End; edit the entry on Enter; forget the mark on Escape."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.stop is not None:
            self._open(self.stop)
        elif key == Qt.Key.Key_Right:
            self._go(lambda at: along(self.stops, at, +1))
        elif key == Qt.Key.Key_Left:
            self._go(lambda at: along(self.stops, at, -1))
        elif key == Qt.Key.Key_Down:
            self._go(lambda at: across(self.stops, at, +1))
        elif key == Qt.Key.Key_Up:
            self._go(lambda at: across(self.stops, at, -1))
        elif key == Qt.Key.Key_Home:
            self._go(lambda at: end(self.stops, at, first=True))
        elif key == Qt.Key.Key_End:
            self._go(lambda at: end(self.stops, at, first=False))
        elif key == Qt.Key.Key_Escape and self.stop is not None:
            self._at = None
            self._tell()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer with Ctrl, move with a sideways wheel; else leave it to what scrolls."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned.y():
            self.zoom(turned.y() / _NOTCH, self._share_at(event.position().x()))
            event.accept()
        elif abs(turned.x()) > abs(turned.y()) and self._range is not None and not self._range.is_whole:
            self.move_by(-turned.x() / _NOTCH / 10)
            event.accept()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark what is under the pointer; a second press on it is to edit it, elsewhere it begins to move the time."""
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed, self._pressed_range = event.position(), self._range
        found = self.stop_at(event.position())
        self._opens = found if found is not None and found is self.stop else None
        if found is not None:
            self._mark(self.stops.index(found))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the time with the button held down; else say what is under the pointer."""
        if self._pressed is not None and self._pressed_range is not None:
            moved = event.position().x() - self._pressed.x()
            if self._opens is not None and abs(moved) < theme.look().px(_DRAGGED):
                return
            if abs(moved) >= theme.look().px(_DRAGGED) and not self._pressed_range.is_whole:
                self._opens = None
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._show_range(self._pressed_range.moved(-moved / self._time_width()))
            return
        found = self.stop_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        self.setToolTip(found.words if found is not None else "")
        self.stopped.emit(found.words if found is not None else self.words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Edit what was marked already and pressed again."""
        super().mouseReleaseEvent(event)
        opens, self._opens, self._pressed, self._pressed_range = self._opens, None, None, None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if opens is not None:
            self._open(opens)

    def leaveEvent(self, event: QEvent) -> None:
        """Say again what is marked."""
        super().leaveEvent(event)
        self.stopped.emit(self.words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and a ring around the stop."""
        if self._picture is None:
            return
        if self._pixels is None:
            self._pixels = painted(self._picture, self._scale(), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixels)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ring(painter)

    def _ring(self, painter: QPainter) -> None:
        box = self._boxes.get(self.stop.place) if self.stop else None
        if box is None:
            return
        px, scale = theme.look().px, self._scale()
        around = QRectF(QPointF(box[0] * scale, box[1] * scale), QPointF(box[2] * scale, box[3] * scale))
        style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DotLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.look().colours["accent"], theme.look().ring, style))
        painter.drawRoundedRect(around.adjusted(-px(4), -px(4), px(4), px(4)), px(6), px(6))

    def _share_at(self, x: float) -> float:
        if self._picture is None:
            return 0.5
        return min(max((x - self._picture.left * self._scale()) / self._time_width(), 0.0), 1.0)

    def _time_width(self) -> float:
        drawn = self._picture.right - self._picture.left if self._picture else 0.0
        return max(drawn * self._scale(), 1.0)

    # The mark

    def _go(self, way: Callable[[int], int]) -> None:
        """Move the mark; the first key stops at the first value that is shown."""
        at = self._at if self.stop is not None else None
        self._mark(first_value(self.stops, self._boxes) if at is None else way(at))

    def _mark(self, number: int) -> None:
        if not 0 <= number < len(self.stops):
            return
        self._at = number
        stop = self.stops[number]
        if self._range is not None and stop.place not in self._boxes:
            self._show_range(self._range.showing(stop.day))
        self._tell()
        place = self.place_of(stop)
        if place is not None:
            keep_in_view(self, place.x(), place.y(), theme.look().px(32))

    def _open(self, stop: Stop) -> None:
        if stop.place:
            self.opened.emit(f"{stop.place}/{stop.field}" if stop.field else stop.place)

    def _tell(self, *, aloud: bool = True) -> None:
        """Say what is marked, also to those who hear it."""
        self.setAccessibleDescription(self.words or tr(HINT))
        if aloud and self.words:
            announce(self, self.words)
        self.stopped.emit(self.words)
        self.update()
