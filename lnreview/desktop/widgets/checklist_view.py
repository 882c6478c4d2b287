"""A list to tick: wrapped lines under headings, Space ticks, Enter opens; it stays quick with hundreds of lines."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
)

from lnreview.desktop import theme
from lnreview.desktop.models.checklist import LINE, Line
from lnreview.desktop.widgets.chosen import paint_chosen

_WRAP = (Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop).value
_MOST_LINES = 4
"""Lines of text that are shown of a long paragraph; the rest is seen when it is opened."""
Index = QModelIndex | QPersistentModelIndex


class CheckListView(QListView):
    """Shows a `CheckList`."""

    opened = Signal(object)
    """Enter or a double click on a `Line`."""

    def __init__(self, empty_text: str) -> None:
        super().__init__()
        self.empty_text = empty_text
        self.setItemDelegate(_LineDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(lambda _: self._open())
        self.restyle()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        self.setMinimumHeight(theme.look().px(120))
        self.verticalScrollBar().setSingleStep(theme.look().px(24))
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        """Return little: the list takes the room that is left, and scrolls."""
        return QSize(theme.look().px(240), self.minimumHeight())

    def line(self) -> Line | None:
        """Return the line on which the person stands."""
        index = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def choose(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keep_in_view(self) -> None:
        """Bring the current row into view, where the list became lower."""
        self.scrollTo(self.currentIndex())

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; the first line becomes the current one, so that a key has something to work on."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._begin)
            self._begin()

    def turn(self) -> None:
        """Tick the current line, or take its tick away."""
        index = self.currentIndex()
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            to = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            self.model().setData(index, to, Qt.ItemDataRole.CheckStateRole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on Space, open on Enter."""
        if event.key() == Qt.Key.Key_Space:
            self.turn()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick where the box is hit."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            box = box_of(self.visualRect(index))
            reach = theme.look().px(4)
            if box.adjusted(-reach, -reach, reach, reach).contains(event.position().toPoint()):
                self.turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.restyle)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, or what belongs here."""
        super().paintEvent(event)
        if self.model() is None or self.model().rowCount() or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.look().colours["muted"])
        px = theme.look().px
        painter.drawText(
            self.viewport().rect().adjusted(px(16), px(16), -px(16), -px(8)), _WRAP, self.empty_text
        )

    def _open(self) -> None:
        line = self.line()
        if line is not None:
            self.opened.emit(line)

    def _begin(self) -> None:
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                return


def box_of(row: QRect) -> QRect:
    """Return where the box of a row stands."""
    px = theme.look().px
    return QRect(row.topLeft() + QPoint(px(8), px(7)), QSize(px(18), px(18)))


class _LineDelegate(QStyledItemDelegate):
    """Draws a line: box, shape, wrapped words, and behind them what is so about it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the width of the view and the height of the words."""
        view = self.parent()
        assert isinstance(view, CheckListView)
        look, line, width = theme.look(), index.data(LINE), view.viewport().width()
        if line.is_heading:
            metrics = QFontMetrics(look.font(strong=True))
            return QSize(width, metrics.height() + look.px(20 if index.row() else 8))
        metrics = QFontMetrics(look.font())
        room = _words(line, QRect(0, 0, width, 10_000)).width()
        wrapped = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, line.text).height()
        height = min(wrapped, metrics.lineSpacing() * _MOST_LINES)
        return QSize(width, max(height + look.px(12), look.px(32)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line."""
        view = self.parent()
        assert isinstance(view, CheckListView)
        look, line, row = theme.look(), index.data(LINE), option.rect
        painter.save()
        if line.is_heading:
            painter.setFont(look.font(strong=True))
            painter.setPen(look.colours["text"])
            low = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(row.adjusted(look.px(8), 0, -look.px(8), -look.px(4)), low, line.text)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, row, "selection" if view.hasFocus() else "hover")
        if line.ticked is not None:
            box = QStyleOptionButton()
            box.rect = box_of(row)
            box.state = QStyle.StateFlag.State_Enabled | (
                QStyle.StateFlag.State_On if line.ticked else QStyle.StateFlag.State_Off
            )
            view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter, view)
        if line.mark:
            shown = theme.status_look(line.mark)
            painter.setFont(look.font(strong=True))
            painter.setPen(look.colours[shown.colour])
            painter.drawText(_mark(line, row), Qt.AlignmentFlag.AlignCenter, shown.shape)
        words = _words(line, row)
        painter.setFont(look.font())
        painter.setPen(look.colours["muted" if line.ticked is False else "text"])
        painter.setClipRect(words)
        painter.drawText(words, _WRAP, line.text)
        painter.setClipping(False)
        if line.state:
            painter.setFont(look.font(theme.SMALL_POINTS))
            painter.setPen(look.colours["muted"])
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(row.adjusted(0, look.px(7), -look.px(8), 0), right, line.state)
        painter.restore()


def _mark(line: Line, row: QRect) -> QRect:
    px = theme.look().px
    left = px(30 if line.ticked is not None else 6)
    return QRect(row.left() + left, row.top() + px(5), px(20), px(22))


def _words(line: Line, row: QRect) -> QRect:
    """Return where the words of a line stand; what is so about it keeps its room at the right."""
    look = theme.look()
    left = look.px(34 if line.ticked is not None else 8) + (look.px(18) if line.mark else 0)
    right = look.px(8)
    if line.state:
        metrics = QFontMetrics(look.font(theme.SMALL_POINTS))
        right += metrics.horizontalAdvance(line.state) + look.px(8)
    return row.adjusted(left, look.px(6), -right, -look.px(6))
