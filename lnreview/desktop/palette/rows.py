"""The rows of the palette: what kind of thing it is, its text, its keys; below, why it cannot be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.palette.offers import KIND_NAMES, Offer
from lnreview.desktop.widgets.chosen import paint_chosen

Index = QModelIndex | QPersistentModelIndex
OFFER = Qt.ItemDataRole.UserRole
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value


class OfferModel(QAbstractListModel):
    """The offers that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.offers: tuple[Offer, ...] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        """Show other offers."""
        self.beginResetModel()
        self.offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of offers."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text, the offer itself, or the words for a screen reader."""
        if not index.isValid():
            return None
        offer = self.offers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.text
        if role == OFFER:
            return offer
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(offer)
        return None


def spoken(offer: Offer) -> str:
    """Return a row as a screen reader says it."""
    return ", ".join(
        part for part in (offer.text, tr(KIND_NAMES[offer.kind]), offer.shortcut, offer.why_not) if part
    )


class OfferList(QListView):
    """The rows; the line above keeps the focus and moves through them."""

    def __init__(self) -> None:
        super().__init__()
        self.offers = OfferModel()
        self.setModel(self.offers)
        self._delegate = _Row(self)
        self.setItemDelegate(self._delegate)
        self.setObjectName("paletteRows")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # It paints every pixel of its own: the page below is not drawn again with each key.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        named(self, tr("What was found"))

    def current(self) -> Offer | None:
        """Return the offer that Enter would run."""
        index = self.currentIndex()
        offer = index.data(OFFER) if index.isValid() else None
        return offer if isinstance(offer, Offer) else None

    def step(self, by: int) -> None:
        """Go up or down; the end is followed by the beginning for a single step, and holds for a page."""
        rows = self.offers.rowCount()
        if not rows:
            return
        row = self.currentIndex().row() + by
        row = row % rows if abs(by) == 1 else max(0, min(row, rows - 1))
        self.setCurrentIndex(self.offers.index(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows on their own ground."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.look().colours["surface"])
        painter.end()
        super().paintEvent(event)

    def wanted_height(self, most: int) -> int:
        """Return the height in which every row is seen, `most` at most."""
        height = 0
        for offer in self.offers.offers:
            height += self._delegate.height(offer)
            if height >= most:
                return most
        return height


@dataclass(frozen=True)
class _Measures:
    """What a row is measured with; made anew for another appearance or width."""

    look: theme.Look
    width: int
    body: QFont
    small: QFont
    left: int
    """Where the texts begin, behind the widest kind."""

    @classmethod
    def of(cls, width: int) -> _Measures:
        """Return the measures of rows of some width in the appearance in use."""
        look = theme.look()
        small = look.font(theme.SMALL_POINTS)
        kinds = max(QFontMetrics(small).horizontalAdvance(tr(name)) for name in KIND_NAMES.values())
        return cls(look, width, look.font(), small, look.px(32) + kinds)

    def places(self, offer: Offer) -> tuple[QRect, QRect]:
        """Return where the text and the keys stand in a row, from its top."""
        px, small = self.look.px, QFontMetrics(self.small)
        keys = small.horizontalAdvance(offer.shortcut) + px(2) if offer.shortcut else 0
        right = self.width - px(16) - keys
        text = QRect(self.left, 0, max(right - px(8 if keys else 0) - self.left, px(48)), 100_000)
        return text, QRect(right, 0, keys, small.height())

    def heights(self, offer: Offer) -> tuple[int, int]:
        """Return the heights of the text, and of the reason below it."""
        text, _ = self.places(offer)
        reason = _height(offer.why_not, self.small, text.width()) if offer.why_not else 0
        return _height(offer.text, self.body, text.width()), reason


class _Row(QStyledItemDelegate):
    """Draws kind, text and keys beside each other; a text that is too long for its place goes on below."""

    def __init__(self, view: OfferList) -> None:
        super().__init__(view)
        self._view = view
        self._measures: _Measures | None = None
        self._heights: dict[str, tuple[int, int]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the text, and of the reason below it."""
        return QSize(self._view.viewport().width(), self.height(index.data(OFFER)))

    def height(self, offer: Offer) -> int:
        """Return the height of a row."""
        return sum(self._of(offer)) + theme.look().px(12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        look, offer = theme.look(), index.data(OFFER)
        height, _ = self._of(offer)
        measures = self._measured()
        painter.save()
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, rect)
            painter.fillRect(
                QRect(rect.left(), rect.top(), look.px(3), rect.height()), look.colours["accent"]
            )
        text, keys = measures.places(offer)
        top = rect.top() + look.px(6)
        drop = QFontMetrics(measures.body).ascent() - QFontMetrics(measures.small).ascent()
        kind = QRect(look.px(16), top + drop, text.left() - look.px(24), rect.height())
        _draw(painter, tr(KIND_NAMES[offer.kind]), measures.small, kind, "muted")
        colour = "muted" if offer.why_not else "text"
        _draw(painter, offer.text, measures.body, text.translated(0, top), colour)
        if offer.shortcut:
            _draw(painter, offer.shortcut, measures.small, keys.translated(0, top + drop), "muted")
        if offer.why_not:
            _draw(painter, offer.why_not, measures.small, text.translated(0, top + height), "muted")
        painter.restore()

    def _of(self, offer: Offer) -> tuple[int, int]:
        measures = self._measured()
        key = f"{offer.text}\n{offer.shortcut}\n{offer.why_not}"
        if key not in self._heights:
            self._heights[key] = measures.heights(offer)
        return self._heights[key]

    def _measured(self) -> _Measures:
        """Return the measures in use; what was measured with others is forgotten."""
        width = self._view.viewport().width()
        held = self._measures
        if held is None or held.width != width or held.look != theme.look():
            held = self._measures = _Measures.of(width)
            self._heights.clear()
        return held


def _height(text: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 100_000), _WRAP, text).height()


def _draw(painter: QPainter, text: str, font: QFont, box: QRect, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(theme.look().colours[colour])
    painter.drawText(box, _WRAP, text)
