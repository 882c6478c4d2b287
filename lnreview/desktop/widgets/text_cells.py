"""The cells of a table of text: what they hold, and how they are drawn: wrapped, in full, never cut.

A cell is a text, a status with its shape and word, or the standing of its sources as outlined words. Where a table
has too little room for its columns, each row is drawn as one block of lines “title: value” instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.measured import advance, wrapped_height
from lnreview.desktop.widgets.chosen import paint_chosen


@dataclass(frozen=True)
class Tags:
    """Outlined words: how far the sources of a row may be trusted; without any, what is said in a cell of its own."""

    words: tuple[str, ...]
    plain: str = ""


Cell = str | theme.StatusLook | Tags
Mode = Literal["cells", "tucked", "stacked"]
Index = QModelIndex | QPersistentModelIndex
EMPTY = "–"


@dataclass(frozen=True)
class TextColumn:
    """A column: its title, whether its numbers stand on the right, and whether it may be made narrower."""

    title: str
    number: bool = False
    wraps: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A text in one colour, or tags beside each other where there is room, each outlined."""

    text: str
    colour: str = "text"
    strong: bool = False
    tags: tuple[str, ...] = ()

    @property
    def font(self) -> QFont:
        """The font that it is drawn in."""
        return theme.look().font(self.points, strong=self.strong)

    @property
    def points(self) -> float:
        """The size of that font at 100 %."""
        return theme.SMALL_POINTS if self.tags else theme.BODY_POINTS


class TextModel(QAbstractTableModel):
    """Rows of cells below titled columns; an empty cell shows a dash."""

    def __init__(
        self, columns: Sequence[TextColumn], rows: Sequence[Sequence[Cell]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows = tuple(tuple(row) for row in rows)
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row does not fit the columns of its table")
        self.mode: Mode = "cells"
        """Cells beside each other; with the tags tucked under the first cell; or each row stacked as one block."""
        self._sides = [self._side(section) for section in range(len(self.columns))]

    @property
    def tags(self) -> int:
        """The column of tags that stands last, or -1."""
        last = len(self.columns) - 1
        return last if last > 0 and any(isinstance(row[last], Tags) for row in self.rows) else -1

    def show_as(self, mode: Mode) -> None:
        """Show the rows in another way."""
        if mode != self.mode:
            self.beginResetModel()
            self.mode = mode
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        if parent.isValid():
            return 0
        if self.mode == "stacked":
            return 1
        return len(self.columns) - (1 if self.mode == "tucked" else 0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text, the colour of a status, the side, or the words for a screen reader."""
        if not index.isValid():
            return None
        if self.mode == "stacked":
            return self._block(index.row(), role)
        cell = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_text(cell)
        if role == Qt.ItemDataRole.ForegroundRole and isinstance(cell, theme.StatusLook):
            return theme.look().colours[cell.colour]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[index.column()] | Qt.AlignmentFlag.AlignTop
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(self.columns[index.column()].title)}: {_spoken(cell)}"
        return None

    def parts(self, row: int, column: int) -> tuple[Paragraph, ...]:
        """Return what the delegate draws; it asks here, because a list of objects is not safe in a variant of Qt."""
        return self.parts_in(self.mode, row, column)

    def parts_in(self, mode: Mode, row: int, column: int) -> tuple[Paragraph, ...]:
        """Return what would be drawn in another way of showing the rows."""
        if mode == "stacked":
            return tuple(_lines_of(*self._titled(row)))
        drawn = paragraphs(self.rows[row][column])
        tags = self.rows[row][-1]
        if mode == "tucked" and column == 0 and isinstance(tags, Tags) and tags.words:
            return (*drawn, *paragraphs(tags))
        return drawn

    def _titled(self, row: int) -> tuple[Cell, list[tuple[str, Cell]]]:
        """Return the first cell of a row, and the others that hold something with their titles."""
        first, *others = self.rows[row]
        columns = self.columns[1:]
        if isinstance(first, str) and first.isdigit() and others and isinstance(others[0], str):
            first, others, columns = f"{first}. {others[0]}", others[1:], columns[1:]  # a rank is no name
        titled = [
            (tr(column.title), cell)
            for column, cell in zip(columns, others, strict=True)
            if (cell.words if isinstance(cell, Tags) else cell)
        ]
        return first, titled

    def _block(self, row: int, role: int) -> Any:
        """Return a whole row as one block: its name, then each column that holds something."""
        first, titled = self._titled(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join([shown_text(first), *(f"{title}: {shown_text(cell)}" for title, cell in titled)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "; ".join([_spoken(first), *(f"{title}: {_spoken(cell)}" for title, cell in titled)])
        return None

    def _side(self, section: int) -> Qt.AlignmentFlag:
        """Return the right for a column whose cells are all numbers, else the left."""
        cells = [row[section] for row in self.rows if row[section]]
        numbers = all(isinstance(cell, str) and _is_number(cell) for cell in cells)
        right = self.columns[section].number and numbers
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column and its side."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            wrapped = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextWordWrap.value
            return self._sides[section].value | wrapped
        return None


def _lines_of(first: Cell, titled: Sequence[tuple[str, Cell]]) -> Iterator[Paragraph]:
    """Yield the lines of a block: its name, short values together, long ones and statuses on lines of their own."""
    yield from (Paragraph(part.text, part.colour, strong=True) for part in paragraphs(first))
    short: list[str] = []
    for title, cell in titled:
        if isinstance(cell, str):
            text = f"{title}: {cell}"
            if len(cell) <= _SHORT and "\n" not in cell:
                short.append(text.replace(" ", "\u00a0") if len(text) <= _SHORT else text)
                continue
        if short:
            yield Paragraph(" · ".join(short))
            short = []
        yield from (Paragraph(text),) if isinstance(cell, str) else paragraphs(cell)
    if short:
        yield Paragraph(" · ".join(short))


_SHORT = 28
"""Characters of a value that can stand on one line with others."""


def paragraphs(cell: Cell) -> tuple[Paragraph, ...]:
    """Return what a cell draws."""
    if isinstance(cell, theme.StatusLook):
        return (Paragraph(shown_text(cell), cell.colour),)
    if isinstance(cell, Tags):
        if cell.words:
            return (Paragraph("", "muted", tags=cell.words),)
        return (Paragraph(cell.plain, "muted"),) if cell.plain else _DASH
    # A line may break after a slash, which would take a unit such as g/g apart.
    return (Paragraph(cell.replace("/", "/\u2060")),) if cell else _DASH


_DASH = (Paragraph(EMPTY, "muted"),)


def shown_text(cell: Cell) -> str:
    """Return what a cell shows: its text, a status with its shape, the words of its tags, or a dash."""
    if isinstance(cell, theme.StatusLook):
        return f"{cell.shape} {cell.word}".strip()
    if isinstance(cell, Tags):
        return ", ".join(cell.words) or cell.plain or EMPTY
    return cell or EMPTY


def _spoken(cell: Cell) -> str:
    if isinstance(cell, theme.StatusLook):
        return cell.word
    text = shown_text(cell)
    return tr("nothing") if text == EMPTY else text


def _is_number(text: str) -> bool:
    """Tell whether a cell is read as a number."""
    return text[0].isdigit() or text[0] in "<>≤≥−-"


class TextDelegate(QStyledItemDelegate):
    """Draws the paragraphs of a cell below each other, with air about them, and never cuts them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of all paragraphs in the width of the column."""
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        return QSize(width, parts_height(_parts(index), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the paragraphs, on the colour of the selection where the row is selected."""
        look = theme.look()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, option.rect)
        room = option.rect.adjusted(side(), look.px(6), -side(), 0)
        at = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        top = room.top()
        for part in _parts(index):
            height = _height(part, room.width())
            box = QRect(room.left(), top, room.width(), height)
            painter.setFont(part.font)
            painter.setPen(look.colours[part.colour])
            if part.tags:
                _draw_tags(painter, part, box)
            else:
                painter.drawText(box, at.value | Qt.TextFlag.TextWordWrap.value, part.text)
            top += height + look.px(2)
        painter.restore()


def _parts(index: Index) -> tuple[Paragraph, ...]:
    model = index.model()
    assert isinstance(model, TextModel)
    return model.parts(index.row(), index.column())


def _draw_tags(painter: QPainter, part: Paragraph, box: QRect) -> None:
    look = theme.look()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colours[part.colour], 1.2 * look.factor))
    for word, place in zip(part.tags, _places(part, box.width()), strict=True):
        outline = QRectF(place.translated(box.topLeft())).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2)
        painter.drawText(outline, Qt.AlignmentFlag.AlignCenter, word)


def _places(part: Paragraph, room: int) -> list[QRect]:
    """Return where each tag stands: in rows, as many beside each other as there is room for."""
    px, metrics = theme.look().px, QFontMetrics(part.font)
    height, x, y = metrics.height() + px(4), 0, 0
    places = []
    for word in part.tags:
        width = _wide(part, word, theme.SMALL_POINTS)
        if x and x + width > room:
            x, y = 0, y + height + px(2)
        places.append(QRect(x, y, min(width, room), height))
        x += width + px(4)
    return places


def parts_height(parts: Sequence[Paragraph], width: int) -> int:
    """Return the height of a cell of `width` px that draws `parts`, with the air about them."""
    px, room = theme.look().px, max(width - 2 * side(), 1)
    return sum(_height(part, room) for part in parts) + (len(parts) - 1) * px(2) + 2 * px(6)


def _height(part: Paragraph, room: int) -> int:
    if part.tags:
        return _places(part, room)[-1].bottom() + 1
    return wrapped_height(part.text, room, part.points, strong=part.strong)


def natural_width(cell: Cell, points: float = theme.BODY_POINTS) -> int:
    """Return the width in which no line of a cell has to wrap, without the air at its sides."""
    return max(
        _wide(part, line, points) for part in paragraphs(cell) for line in part.tags or part.text.split("\n")
    )


def least_width(cell: Cell, points: float = theme.BODY_POINTS) -> int:
    """Return the width of the longest word or tag of a cell, without the air at its sides."""
    return max(
        _wide(part, word, points)
        for part in paragraphs(cell)
        for word in part.tags or part.text.split() or [""]
    )


def _wide(part: Paragraph, text: str, points: float) -> int:
    if part.tags:
        return advance(text, part.points, strong=part.strong) + theme.look().px(18)
    return advance(text, points, strong=part.strong)


def side() -> int:
    """Return the air left and right of a cell's text, that of the header."""
    return theme.look().px(11)
