"""The steps of the walk on the left: shape, name, status in words, and whether each is confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.names import PLACE_NAMES
from lnreview.desktop.widgets.chosen import paint_chosen
from lnreview.review.walk import VERDICT, StepState

_STATE = Qt.ItemDataRole.UserRole
_LOOK = Qt.ItemDataRole.UserRole + 1


class StepList(QListWidget):
    """The places of the walk; moving the selection goes there."""

    went = Signal(str)
    """The place that the person chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walkSteps")
        named(
            self,
            tr("Steps of the walk"),
            tr("Up and down, or the keys 1 to 8, go to a step; Enter confirms it."),
        )
        self._delegate = _StepDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentRowChanged.connect(self._chosen)

    def show_states(self, states: Sequence[StepState], verdict: theme.StatusLook) -> None:
        """Show every place as it stands; `verdict` is how the verdict looks."""
        self.blockSignals(True)
        while self.count() < len(states):
            self.addItem(QListWidgetItem())
        for row, state in enumerate(states):
            item = self.item(row)
            look = verdict if state.step == VERDICT else _look(state)
            item.setData(_STATE, state)
            item.setData(_LOOK, look)
            item.setData(Qt.ItemDataRole.DisplayRole, tr(state.name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(state))
            item.setToolTip(tr("Was {was}").format(was=state.was) if state.was else "")
            if state.here:
                self.setCurrentRow(row)
        self.blockSignals(False)
        words = [item.data(_LOOK).word for item in self._items()]
        self.setFixedWidth(self._delegate.width([*words, *map(second_line, states)]))
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the width of the longest line; the height is the page's."""
        return QSize(self._delegate.width(), theme.look().px(320))

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the page, which confirms the step."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            or event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _chosen(self, row: int) -> None:
        if row >= 0:
            state: StepState = self.item(row).data(_STATE)
            self.went.emit(state.step)


def spoken(state: StepState) -> str:
    """Return a place as a screen reader says it."""
    words = [tr(state.name), tr(state.answer)]
    if state.overridden:
        words.append(tr("overridden"))
    words.append(second_line(state))
    return ", ".join(words)


def second_line(state: StepState) -> str:
    """Return what stands below the status: to confirm, confirmed, or changed since; and what was begun or asked for."""
    if state.stale:
        told = tr("changed")
    elif state.begun:
        told = tr("override begun")
    else:
        told = tr("confirmed") if state.confirmed else tr("to confirm")
    return f"{told} · {tr('asked')}" if state.asked else told


def _look(state: StepState) -> theme.StatusLook:
    if state.overridden:
        over = theme.status_look("overridden")
        return theme.StatusLook(
            over.shape, tr("overridden: {answer}").format(answer=tr(state.answer)), over.colour
        )
    if state.status is None:
        return theme.StatusLook(theme.NEUTRAL_SHAPE, tr(state.answer), "text")
    return theme.status_look(state.status)


class _StepDelegate(QStyledItemDelegate):
    """Draws a place in three lines: name, status, confirmation."""

    def width(self, words: Iterable[str] = ()) -> int:
        """Return the width in which the name of every step and `words` fit."""
        look = theme.look()
        small = QFontMetricsF(look.font(theme.SMALL_POINTS))
        body = QFontMetricsF(look.font(theme.BODY_POINTS, strong=True))
        widths = [small.horizontalAdvance(word) for word in (tr("not documented"), *words)]
        widths += [body.horizontalAdvance(tr(name)) + look.px(20) for name in PLACE_NAMES.values()]
        return round(max(widths)) + look.px(24 + 12 + 10 + 16 + 8)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme.look()
        body = QFontMetricsF(look.font(theme.BODY_POINTS)).height()
        small = QFontMetricsF(look.font(theme.SMALL_POINTS)).height()
        return QSize(self.width() - look.px(8), round(body + 2 * small) + look.px(12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme.look()
        colours, px = look.colours, look.px
        state: StepState = index.data(_STATE)
        shown: theme.StatusLook = index.data(_LOOK)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state.here:
            paint_chosen(painter, box)
            painter.fillRect(QRectF(box.left(), box.top(), px(4), box.height()), colours["accent"])
        colour = colours[shown.colour]
        size = px(24)
        mark = QRectF(box.left() + px(12), box.top() + px(6), size, size)
        pen = QPen(colour, 1.4 * look.factor)
        if shown.dashed:
            pen.setDashPattern([2.5, 2])
        painter.setPen(pen)
        painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
        if not shown.dashed:
            painter.setFont(look.font(theme.BODY_POINTS))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, shown.shape)
        number = QRectF(box.right() - px(24), box.top() + px(6), px(16), size)
        painter.setFont(look.font(theme.SMALL_POINTS))
        painter.setPen(colours["muted"])
        painter.drawText(number, Qt.AlignmentFlag.AlignRight, str(index.row() + 1))
        left = mark.right() + px(10)
        top = box.top() + px(6)
        for text, font, ink in self._lines(state, shown):
            metrics = QFontMetricsF(font)
            right = number.left() if text == tr(state.name) else box.right()
            line = QRectF(left, top, right - left - px(4), metrics.height())
            painter.setFont(font)
            painter.setPen(ink)
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, cut)
            top += metrics.height()
        painter.restore()

    def _lines(self, state: StepState, shown: theme.StatusLook) -> list[tuple[str, QFont, QColor]]:
        look = theme.look()
        small = look.font(theme.SMALL_POINTS)
        confirmation = look.colours["urgent" if state.stale else "muted"]
        return [
            (tr(state.name), look.font(theme.BODY_POINTS, strong=state.here), look.colours["text"]),
            (shown.word, small, look.colours[shown.colour]),
            (second_line(state), small, confirmation),
        ]
