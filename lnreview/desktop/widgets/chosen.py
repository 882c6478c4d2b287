"""The ground of a line that is chosen, for lists that paint their lines themselves."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from lnreview.desktop import theme


def paint_chosen(painter: QPainter, box: QRect | QRectF, ground: str = "selection") -> None:
    """Fill the box of a line, or of a cell of one, with a ground; in high contrast draw a rule above and below it too."""
    look = theme.look()
    painter.fillRect(box, look.colours[ground])
    if look.strong:
        # Grounds on which every status can be read differ too little from each other to be told apart.
        rule = look.px(2)
        for top in (box.top(), box.bottom() - rule + 1):
            painter.fillRect(QRectF(box.left(), top, box.width(), rule), look.colours["accent"])
