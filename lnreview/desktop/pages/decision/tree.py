"""The criteria on the left: indented, each with its shape and word, by keyboard from one open criterion to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.decision.model import ROW, CriteriaModel, Index, Row
from lnreview.desktop.pages.decision.words import is_seen, rule_words, status_look
from lnreview.desktop.widgets.chosen import paint_chosen
from lnreview.review.policy.result import Criterion

_FIND_PAUSE = 1500
"""Milliseconds after which the next letter begins another search."""
_WRAP = (Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop).value
_KEYS = noop(
    "Up and down move, N and P go to the next or former open criterion, letters or / find words, "
    "Space marks as looked at, Enter goes to the comment."
)


class CriteriaView(QListView):
    """Shows a `CriteriaModel`; moving the selection shows the criterion."""

    went = Signal(object)
    """The `Row` on which the person stands now."""
    entered = Signal()
    looked = Signal()
    finding = Signal(str)
    """What is searched for; empty: no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("decisionCriteria")
        named(self, tr("Criteria of the policy"), tr(_KEYS))
        self.may_leave: Callable[[], bool] = lambda: True
        """Asked before another row becomes the current one; `False` holds the row."""
        self.criteria = CriteriaModel(self)
        self._delegate = _CriterionDelegate(self)
        self._sought = ""
        self._searching = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_FIND_PAUSE)
        self._pause.timeout.connect(self.end_search)
        self.setItemDelegate(self._delegate)
        self.setModel(self.criteria)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        )  # else wrapping would depend on it
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.criteria.modelReset.connect(self._begin)
        self.criteria.dataChanged.connect(lambda: self.scheduleDelayedItemsLayout())
        self.restyle()

    @property
    def row(self) -> Row | None:
        """The row on which the person stands."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def choose(self, row: int) -> None:
        """Stand on a row, and bring it into view."""
        index = self.criteria.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        self.verticalScrollBar().setSingleStep(theme.look().px(24))
        self.scheduleDelayedItemsLayout()

    def end_search(self) -> None:
        """Let the next letter begin another search."""
        self._pause.stop()
        self._sought, self._searching = "", False
        self.finding.emit("")

    def setCurrentIndex(self, index: Index) -> None:
        """Stand on a row where the present one may be left."""
        if index.row() == self.currentIndex().row() or self.may_leave():
            super().setCurrentIndex(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell of the row on which the person stands now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.went.emit(current.data(ROW))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the row for another one only where it may be left."""
        if self.indexAt(event.position().toPoint()).row() == self.currentIndex().row() or self.may_leave():
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, find, mark or go to the comment."""
        key, text = event.key(), event.text()
        control = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        )  # fmt: skip
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif control:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self._searching:
            self.end_search()
        elif key == Qt.Key.Key_Space and not self._searching:
            self.looked.emit()
        elif text.isprintable() and text:
            self._typed(text)
        elif self.may_leave():
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.restyle)

    def _typed(self, text: str) -> None:
        """Go to an open criterion on N or P; any other letter, and those after it, are words to find."""
        here = self.currentIndex().row()
        if not self._searching and text.casefold() in ("n", "p"):
            row = self.criteria.next_open(here, 1 if text.casefold() == "n" else -1)
            if row >= 0:
                self.choose(row)
            return
        if text != "/" or self._searching:
            self._sought += text
        self._searching = True
        self._pause.start()
        self.finding.emit(self._sought)
        row = self.criteria.find(self._sought, max(here, 0)) if self._sought else -1
        if row >= 0:
            self.choose(row)

    def _begin(self) -> None:
        if self.criteria.rows:
            super().setCurrentIndex(self.criteria.index(0))


class _CriterionDelegate(QStyledItemDelegate):
    """Draws a criterion: shape, wrapped words, then status and rule in small words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the width of the view and the height of the words."""
        view, look = self._view(), theme.look()
        row: Row = index.data(ROW)
        width = view.viewport().width()
        room = self._words(QRect(0, 0, width, 10_000), row).width()
        height = look.px(12)
        for text, points, _ in self._lines(row.item):
            metrics = QFontMetrics(look.font(points, strong=points == theme.BODY_POINTS and row.depth == 0))
            height += metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height()
        return QSize(width, max(height, look.px(40)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the criterion."""
        view, look = self._view(), theme.look()
        row: Row = index.data(ROW)
        stale, box = view.criteria.stale, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == view.currentIndex().row():
            paint_chosen(painter, box, "selection" if view.hasFocus() else "hover")
            painter.fillRect(QRect(box.left(), box.top(), look.px(4), box.height()), look.colours["accent"])
        shown = status_look(row.item)
        self._draw_mark(painter, box, row, shown, stale)
        words = self._words(box, row)
        for text, points, colour in self._lines(row.item):
            font = look.font(points, strong=points == theme.BODY_POINTS and row.depth == 0)
            painter.setFont(font)
            painter.setPen(look.colours["muted" if stale else colour])
            height = QFontMetrics(font).boundingRect(QRect(0, 0, words.width(), 10_000), _WRAP, text).height()
            painter.drawText(QRect(words.left(), words.top(), words.width(), height), _WRAP, text)
            words.setTop(words.top() + height)
        painter.restore()

    def _draw_mark(
        self, painter: QPainter, box: QRect, row: Row, shown: theme.StatusLook, stale: bool
    ) -> None:
        look = theme.look()
        colour = look.colours["muted" if stale else shown.colour]
        pen = QPen(colour, 1.3 * look.factor)
        if shown.dashed:
            pen.setDashPattern([2.5, 2])
        painter.setPen(pen)
        mark = QRectF(self._left(box, row), box.top() + look.px(7), look.px(20), look.px(20))
        painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
        if not shown.dashed:
            painter.setFont(look.font(theme.SMALL_POINTS))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, shown.shape)

    def _lines(self, item: Criterion) -> list[tuple[str, float, str]]:
        """Return the lines of a criterion: text, size, colour."""
        shown = status_look(item)
        lines = [(item.words, theme.BODY_POINTS, "text"), (shown.word, theme.SMALL_POINTS, shown.colour)]
        rule = rule_words(item)
        if rule:
            lines[1] = (f"{shown.word} · {rule}", theme.SMALL_POINTS, shown.colour)
        if not is_seen(item):
            lines.append((tr("• not looked at yet"), theme.SMALL_POINTS, "accent"))
        return [(text, float(points), colour) for text, points, colour in lines]

    def _left(self, box: QRect, row: Row) -> int:
        return box.left() + theme.look().px(12 + 16 * row.depth)

    def _words(self, box: QRect, row: Row) -> QRect:
        px = theme.look().px
        return QRect(box).adjusted(self._left(box, row) - box.left() + px(28), px(6), -px(8), -px(6))

    def _view(self) -> CriteriaView:
        view = self.parent()
        assert isinstance(view, CriteriaView)
        return view
