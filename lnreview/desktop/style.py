"""Check boxes and radio buttons that are seen in light and in dark: the stock style draws them from the background."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from lnreview.desktop import theme


class CalmStyle(QProxyStyle):
    """Fusion, with indicators drawn from the colours in use."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw an indicator: an outline, filled with the accent and a sign where it is on."""
        if element == QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            self._indicator(option, painter, round_=False)
        elif element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            self._indicator(option, painter, round_=True)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def _indicator(self, option: QStyleOption, painter: QPainter, *, round_: bool) -> None:
        look = theme.look()
        colours = look.colours
        state: QStyle.StateFlag = option.state
        side = min(option.rect.width(), option.rect.height()) - 2.0
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(option.rect).center())
        on = bool(state & QStyle.StateFlag.State_On)
        enabled = bool(state & QStyle.StateFlag.State_Enabled)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        outline = colours["accent" if on or focused else "border"] if enabled else colours["hairline"]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(outline, look.ring if focused else 1.3 * look.factor))
        painter.setBrush(colours["accent"] if on and not round_ else colours["surface"])
        if round_:
            painter.drawEllipse(box)
        else:
            corner = min(look.px(3), side / 4)  # a list draws small boxes, which must not look like circles
            painter.drawRoundedRect(box, corner, corner)
        if on and round_:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["accent"])
            painter.drawEllipse(box.center(), side * 0.25, side * 0.25)
        elif on:
            painter.setPen(QPen(colours["on_accent"], 1.8 * look.factor))
            x, y = box.x(), box.y()
            tick = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
            painter.drawPolyline([QPointF(x + a * side, y + b * side) for a, b in tick])
        painter.restore()
