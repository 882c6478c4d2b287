"""What can be wrong with the room of a view: words cut off, widgets outside their parent or upon each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSplitter,
    QStackedWidget,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.widgets.badge import Badge
from lnreview.desktop.widgets.link import Link

_LAYS_OUT_ITSELF = (
    QStackedWidget, QSplitter, QTabBar, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractScrollArea,
)  # fmt: skip
OVERLAYS = ("palette", "tourCard", "tourRing")
"""Panels that lie over the page on purpose."""
SLACK = 1
"""px that a style may round away."""


def seen(window: QWidget) -> list[QWidget]:
    """Return the visible widgets of a window, without the inner ones of Qt."""
    if window in _standing:
        return _standing[window]
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and not widget.objectName().startswith("qt_")
    ]


_standing: dict[QWidget, list[QWidget]] = {}


@contextmanager
def standing(window: QWidget) -> Iterator[None]:
    """Look for the widgets of a window once while many questions are asked of the same view."""
    _standing[window] = seen(window)
    try:
        yield
    finally:
        del _standing[window]


def described(widget: QWidget) -> str:
    """Return how a person finds a widget in the source."""
    owner = widget
    while owner.parentWidget() is not None and type(owner).__module__.startswith("PySide6"):
        owner = owner.parentWidget()
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    words = widget.objectName() or text[:50] or widget.accessibleName()
    return f"{type(widget).__name__} “{words}” in {type(owner).__name__}"


def cut(window: QWidget) -> Iterator[str]:
    """Yield every text that has less room than it needs and that no tooltip gives in full."""
    for widget in seen(window):
        for what, needed, given, whole in _texts(widget):
            if needed > given + SLACK and whole not in widget.toolTip():
                yield f"{described(widget)}: {what} needs {needed} px and has {given}"


def outside(window: QWidget) -> Iterator[str]:
    """Yield every widget that sticks out of its parent where nothing scrolls."""
    for widget in seen(window):
        parent = widget.parentWidget()
        if parent is None or _is_scrolled(parent) or isinstance(parent, QTabBar | QHeaderView):
            continue
        room, place = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK), widget.geometry()
        if not room.contains(place) and not place.isEmpty():
            yield f"{described(widget)}: {_rect(place)} lies outside {_rect(parent.rect())} of {described(parent)}"


def unreachable(window: QWidget) -> Iterator[str]:
    """Yield every scroll area that hides something sideways, or that the keyboard cannot scroll."""
    for widget in seen(window):
        if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QHeaderView):
            bars = (widget.horizontalScrollBar(), widget.verticalScrollBar())
            hidden = [bar for bar in bars if bar.maximum() > SLACK]
            if hidden and not _takes_keys(widget):
                yield f"{described(widget)}: holds more than it shows, and the keyboard cannot get there"


def overlapping(window: QWidget) -> Iterator[str]:
    """Yield every two widgets of one parent that lie upon each other."""
    for parent in [window, *seen(window)]:
        if isinstance(parent, _LAYS_OUT_ITSELF):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not child.size().isEmpty()
            and child.objectName() not in OVERLAYS
        ]
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if common.width() > SLACK and common.height() > SLACK:
                yield f"{described(one)} and {described(other)} share {_rect(common)}"


def _texts(widget: QWidget) -> Iterator[tuple[str, int, int, str]]:
    """Yield what a widget says, the px that it needs and has, and the words in full."""
    if isinstance(widget, QLabel) and widget.text():
        yield from _label(widget)
    elif isinstance(widget, Link):
        yield "the text", widget.heightForWidth(widget.width()), widget.height(), widget.text()
        yield "the longest word", widget.minimumSizeHint().width(), widget.width(), widget.text()
    elif isinstance(widget, QToolButton) and widget.text():
        yield from _tool(widget)
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
        yield "the width", widget.sizeHint().width(), widget.width(), widget.text().replace("&", "")
        yield "the height", widget.sizeHint().height(), widget.height(), widget.text().replace("&", "")
    elif isinstance(widget, QAbstractButton):
        yield "the height", widget.minimumSizeHint().height(), widget.height(), widget.text()
    elif isinstance(widget, Badge):
        yield "the width", widget.sizeHint().width(), widget.width(), widget.text
        yield "the height", widget.sizeHint().height(), widget.height(), widget.text
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QTableView):
        yield from _head(widget)
        yield from _cells(widget)
    elif isinstance(widget, QListView):
        yield from _lines(widget)


def _tool(button: QToolButton) -> Iterator[tuple[str, int, int, str]]:
    lines, metrics, frame = button.text().split("\n"), button.fontMetrics(), 2 * theme.look().px(4)
    widest = max(metrics.horizontalAdvance(line) for line in lines)
    yield "the width", widest + frame, button.width(), button.text()
    yield "the height", metrics.height() * len(lines) + frame, button.height(), button.text()


def _label(label: QLabel) -> Iterator[tuple[str, int, int, str]]:
    margins, metrics = label.contentsMargins(), label.fontMetrics()
    room = label.width() - margins.left() - margins.right() - 2 * label.margin()
    text = label.text()
    if label.wordWrap():
        words = text.replace("/", "/ ").replace("-", "- ").split()
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        yield "the longest word", longest, room, text
        yield "the text", label.heightForWidth(label.width()), label.height(), text
    else:
        yield "the width", max(metrics.horizontalAdvance(line) for line in text.split("\n")), room, text
        yield "the height", label.sizeHint().height(), label.height(), text


def _combo(combo: QComboBox) -> Iterator[tuple[str, int, int, str]]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
    )
    text = combo.currentText()
    yield f"“{text[:40]}”", combo.fontMetrics().horizontalAdvance(text), field.width(), text
    yield "the height", combo.sizeHint().height(), combo.height(), text


def _line(line: QLineEdit) -> Iterator[tuple[str, int, int, str]]:
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line).width() - 4
    if line.isClearButtonEnabled() and line.text():
        room -= line.height() // 2
    if not line.text() and not line.toolTip():  # a tooltip says at least what the placeholder says
        words = line.placeholderText()
        yield f"“{words[:40]}”", line.fontMetrics().horizontalAdvance(words), room, words
    yield "the height", line.minimumSizeHint().height(), line.height(), ""


def _tabs(bar: QTabBar) -> Iterator[tuple[str, int, int, str]]:
    metrics = bar.fontMetrics()
    for number in range(bar.count()):
        text = bar.tabText(number).replace("&&", "&")
        if bar.tabToolTip(number) and text.split("  ")[0] in bar.tabToolTip(number):
            continue
        yield f"tab “{text}”", metrics.horizontalAdvance(text), bar.tabRect(number).width(), text


def _head(table: QTableView) -> Iterator[tuple[str, int, int, str]]:
    head, model = table.horizontalHeader(), table.model()
    if head.isHidden() or model is None:
        return
    for column in range(model.columnCount()):
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        tip = str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        if head.isSectionHidden(column) or title in tip:
            continue
        words = (
            title.split()
            if _wraps(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole))
            else [title]
        )
        longest = max((head.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        yield f"the title “{title}”", longest, head.sectionSize(column), title


def _wraps(alignment: object) -> bool:
    return bool(int(getattr(alignment, "value", alignment or 0)) & Qt.TextFlag.TextWordWrap.value)


def _cells(table: QTableView) -> Iterator[tuple[str, int, int, str]]:
    model = table.model()
    if model is None:
        return
    for row in range(model.rowCount()):
        if table.isRowHidden(row):
            continue
        for column in range(model.columnCount()):
            index = model.index(row, column)
            rect = table.visualRect(index)
            if rect.isEmpty() or not table.viewport().rect().intersects(rect) or table.isColumnHidden(column):
                continue
            yield from _cell(table, index, rect)


def _cell(view: QAbstractItemView, index: QModelIndex, rect: QRect) -> Iterator[tuple[str, int, int, str]]:
    text = index.data(Qt.ItemDataRole.DisplayRole)
    if not isinstance(text, str) or text in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
        return
    hint = view.itemDelegateForIndex(index).sizeHint(_option(view, rect), index)
    if isinstance(view, QTableView) and view.wordWrap():
        yield f"the row of “{text[:40]}”", hint.height(), rect.height(), text
    else:
        yield f"the cell “{text[:40]}”", view.fontMetrics().horizontalAdvance(text), rect.width(), text
        yield f"the row of “{text[:40]}”", view.fontMetrics().height(), rect.height(), text


def _option(view: QAbstractItemView, rect: QRect) -> QStyleOptionViewItem:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = rect
    return option


def _lines(view: QListView) -> Iterator[tuple[str, int, int, str]]:
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        rect = view.visualRect(index)
        if view.isRowHidden(row) or not view.viewport().rect().intersects(rect):
            continue
        hint = view.itemDelegateForIndex(index).sizeHint(_option(view, rect), index)
        text = str(index.data() or "")
        yield f"the line “{text[:40]}”", hint.height(), rect.height(), text


def _is_scrolled(widget: QWidget) -> bool:
    """Whether a widget is what a scroll area moves: its viewport, or a tab bar that scrolls."""
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def _takes_keys(area: QAbstractScrollArea) -> bool:
    """Whether a scroll area, or anything in it, can have the focus: moving the focus scrolls.

    The rows of the palette follow the keys of the line above them, which keeps the focus.
    """
    if area.objectName() == "paletteRows":
        return True
    inner = [area, *area.findChildren(QWidget)]
    return any(
        widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and not isinstance(widget, QScrollBar)
        for widget in inner
        if widget.isVisibleTo(area) or widget is area
    )


def _rect(rect: QRect) -> str:
    corner: QPoint = rect.topLeft()
    return f"({corner.x()}, {corner.y()}, {rect.width()} × {rect.height()})"
