"""How wide and how high a text is in the fonts of the window; each text is measured once for a text size.

A page asks for the same heights again and again while it is laid out, and once more when it is shown the next time.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from lnreview.desktop import theme

_WRAP = Qt.TextFlag.TextWordWrap.value
_KEPT = 8_192


def advance(text: str, points: float = theme.BODY_POINTS, *, strong: bool = False) -> int:
    """Return the width of a text in one line, in px; `points` is its size at 100 %."""
    return _advance(text, points, strong, theme.look().factor)


def wrapped_height(text: str, width: int, points: float = theme.BODY_POINTS, *, strong: bool = False) -> int:
    """Return the height of a text that wraps at `width` px; `points` is its size at 100 %."""
    return _wrapped_height(text, max(width, 1), points, strong, theme.look().factor)


@lru_cache(_KEPT)
def _advance(text: str, points: float, strong: bool, factor: float) -> int:
    return _metrics(points, strong, factor).horizontalAdvance(text)


@lru_cache(_KEPT)
def _wrapped_height(text: str, width: int, points: float, strong: bool, factor: float) -> int:
    return _metrics(points, strong, factor).boundingRect(QRect(0, 0, width, 100_000), _WRAP, text).height()


@lru_cache(32)
def _metrics(points: float, strong: bool, factor: float) -> QFontMetrics:
    """Return the metrics of a font of the text size in use; `factor` only tells the text sizes apart."""
    return QFontMetrics(theme.look().font(points, strong=strong))
