"""The two lists of the Book: its chapters, and the entries found; drawn by delegates, so that 500 entries cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.book.entries import BookEntry
from lnreview.desktop.source_words import STATUS_OF_SOURCE
from lnreview.desktop.widgets.chosen import paint_chosen

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1


class EntryModel(QAbstractListModel):
    """The entries that are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[BookEntry, ...] = ()

    def show(self, entries: Sequence[BookEntry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title, the entry itself, or the words for a screen reader."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.under, *tags(entry)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (entry.title, entry.under) if part)
        return None


def tags(entry: BookEntry) -> tuple[str, ...]:
    """Return how far the sources of an entry may be trusted, where that is less than read in full."""
    return tuple(tr(STATUS_OF_SOURCE[status]) for status in entry.statuses if status != "primary")


class EntryList(QListView):
    """The entries found: title, what stands under it, badges."""

    opened = Signal()
    """Enter on an entry."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = EntryModel(self)
        self.setModel(self.entries)
        self._delegate = _EntryDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setObjectName("bookEntries")
        named(self, tr("Entries"), tr("Up and down move, Enter goes into the text of the entry."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the entry on Enter; leave what is pressed with Alt to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _EntryDelegate(QStyledItemDelegate):
    """Draws an entry in two lines, with its badges at the end of the second."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines."""
        look = theme.look()
        lines = QFontMetricsF(look.font()).height() + QFontMetricsF(look.font(theme.SMALL_POINTS)).height()
        return QSize(look.px(160), round(lines) + look.px(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw title, source and badges."""
        look, entry = theme.look(), index.data(ENTRY)
        colours, px = look.colours, look.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, option.rect)
        box = QRectF(option.rect).adjusted(px(12), px(6), -px(12), -px(6))
        body, small = look.font(), look.font(theme.SMALL_POINTS)
        _line(painter, entry.title, body, box, "text")
        second = QRectF(box.left(), box.top() + QFontMetricsF(body).height() + px(2), box.width(), 0)
        second.setHeight(QFontMetricsF(small).height() + px(2))
        right = second.right()
        for word in reversed(tags(entry)):
            width = QFontMetricsF(small).horizontalAdvance(word) + px(14)
            if right - width < second.left():
                break  # the entry itself shows them all
            tag = QRectF(right - width, second.top(), width, second.height())
            painter.setFont(small)
            painter.setPen(QPen(colours["muted"], look.factor))
            painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), tag.height() / 2, tag.height() / 2)
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, word)
            right -= width + px(4)
        second.setRight(right - px(4))
        _line(painter, entry.under, small, second, "muted")
        painter.restore()


def _line(painter: QPainter, text: str, font: QFont, box: QRectF, colour: str) -> None:
    """Draw one line; what is too long ends in an ellipsis and is whole in the entry itself."""
    painter.setFont(font)
    painter.setPen(theme.look().colours[colour])
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, cut)


class ChapterModel(QAbstractListModel):
    """The chapters and their parts, with how many of their entries are found."""

    def __init__(self, chapters: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.chapters = (("", ""), *chapters)
        self.counts: dict[tuple[str, str], int] = {}

    def count(self, found: Sequence[BookEntry]) -> None:
        """Show how many of `found` stand in each chapter."""
        counts = {("", ""): len(found)}
        for entry in found:
            for key in {(entry.chapter, ""), (entry.chapter, entry.group)}:
                counts[key] = counts.get(key, 0) + 1
        self.counts = counts
        self.dataChanged.emit(self.index(0), self.index(len(self.chapters) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.chapters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name, indented where it is a part, or the words for a screen reader."""
        if not index.isValid():
            return None
        key = self.chapters[index.row()]
        chapter = key[0] or noop("Everything")
        name = key[1] or tr(chapter)
        count = self.counts.get(key, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{'      ' if key[1] else ''}{name}"
        if role == COUNT:
            return str(count or "–")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                tr("{name}, 1 entry").format(name=name)
                if count == 1
                else tr("{name}, {count} entries").format(name=name, count=count)
            )
        if role == Qt.ItemDataRole.ForegroundRole and not count:
            return theme.look().colours["muted"]
        return None


class ChapterList(QListView):
    """The chapters."""

    def __init__(self, chapters: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.chapters = ChapterModel(chapters, self)
        self.setModel(self.chapters)
        self._delegate = _ChapterDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("bookChapters")
        named(self, tr("Chapters"), tr("Up and down choose what is listed."))

    def natural_width(self) -> int:
        """Return the width in which every name fits."""
        metrics = QFontMetricsF(theme.look().font())
        texts = [str(self.chapters.index(row).data()) for row in range(self.chapters.rowCount())]
        return round(max(metrics.horizontalAdvance(text) for text in texts)) + theme.look().px(80)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave what is pressed with Alt to the page."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _ChapterDelegate(QStyledItemDelegate):
    """Draws a chapter with the number of its entries at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line that is hit with ease."""
        return QSize(theme.look().px(120), theme.look().px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw name and number."""
        look = theme.look()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, option.rect)
        box = QRectF(option.rect).adjusted(look.px(16), look.px(4), -look.px(16), 0)
        none = index.data(COUNT) == "–"
        _line(painter, str(index.data()), look.font(), box, "muted" if none else "text")
        painter.setPen(look.colours["muted"])
        painter.setFont(look.font(theme.SMALL_POINTS))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, index.data(COUNT))
        painter.restore()
