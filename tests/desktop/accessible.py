"""What keeps a person from using a view without a mouse, without colours, or without seeing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import focusable
from lnreview.desktop.widgets.badge import Badge
from lnreview.desktop.widgets.link import Link
from tests.desktop.geometry import described, seen

LEAST = 24
"""px at 100 % that a target has at least in both directions (WCAG 2.2, 2.5.8)."""
SHAPE_AND_WORD = re.compile(r"[✓✕○✎!?▸●]\s+\w")
_STATUS_COLOURS = ("met", "not_met", "overridden", "urgent", "accent")
_PLAIN = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
"""Kinds of widget that say themselves how they are used."""


def unsaid(window: QWidget) -> Iterator[str]:
    """Yield every focusable widget without a name, and each of no usual kind without a word of how it is used."""
    for widget in focusable(window):
        if not widget.isVisible() or _belongs_to_qt(widget):
            continue
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not re.search(r"[^\W\d_]{2}", name):
            yield f"{described(widget)}: a screen reader says “{name}”"
        elif not isinstance(widget, _PLAIN) and not widget.accessibleDescription():
            yield f"{described(widget)}: nothing says how “{name}” is used"


def alike(window: QWidget) -> Iterator[str]:
    """Yield every two buttons of a page that a screen reader calls the same."""
    names: dict[str, QWidget] = {}
    for widget in focusable(window):
        if (
            not isinstance(widget, QAbstractButton)
            or isinstance(widget, Link)
            or not widget.isVisible()
            or _belongs_to_qt(widget)
        ):
            continue  # two links of one name lead to one place
        name = " ".join((widget.accessibleName() or widget.text(), widget.accessibleDescription()))
        if name in names:
            yield f"{described(widget)} and {described(names[name])} have one name: “{name}”"
        names[name] = widget


def small(window: QWidget) -> Iterator[str]:
    """Yield every target that is narrower or lower than `LEAST`."""
    least = theme.look().px(LEAST)
    for widget in seen(window):
        for what, rect in _targets(widget):
            if min(rect.width(), rect.height()) < least:
                yield f"{described(widget)}: {what} is {rect.width()} × {rect.height()} px"


def out_of_order(window: QWidget) -> Iterator[str]:
    """Yield every step of the Tab key against the way one reads: up without going right, or left within a row.

    Yield also whatever Tab never reaches; the answers to one question are one stop, within which the arrows move.
    """
    palette = window.findChild(QWidget, "palette")
    if palette is not None and palette.isVisible():
        return  # it keeps the focus, and moves its rows by Tab, until it is closed
    known = {widget for widget in focusable(window) if widget.isVisible() and widget.isEnabled()}
    chain = _tabbed(window, 2 * len(known))
    for one, other in pairwise(chain):
        before, after = _branches(one, other)
        is_above = after.bottom() <= before.top() and after.left() < before.right()
        beside = after.top() < before.bottom() and before.top() < after.bottom()
        if is_above or (beside and after.right() <= before.left()):
            yield f"Tab goes from {described(one)} {'up' if is_above else 'left'} to {described(other)}"
    for widget in known - set(chain):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _belongs_to_qt(widget):
            yield f"Tab does not reach {described(widget)}"


def _tabbed(window: QWidget, most: int) -> list[QWidget]:
    """Return what has the focus, key by key, from the first widget of the window until it comes round again."""
    window.setFocus()
    chain: list[QWidget] = []
    for _ in range(most):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        window.focusNextPrevChild(True)
        focused = window.focusWidget()
        if focused is None or focused in chain:
            break
        chain.append(focused)
    return chain


def colour_alone(window: QWidget) -> Iterator[str]:
    """Yield every status that only a colour says: cells, lines and badges without a shape and a word."""
    colours = {theme.look().colours[name].name() for name in _STATUS_COLOURS}
    for widget in seen(window):
        if isinstance(widget, Badge) and widget.text and not re.search(r"\w{2}", widget.text):
            yield f"{described(widget)} has no word"
        if not isinstance(widget, QAbstractItemView):
            continue
        for index in _indexes(widget):
            front = index.data(Qt.ItemDataRole.ForegroundRole)
            colour = front.color() if isinstance(front, QBrush) else front
            text = f"{index.data()} {index.data(Qt.ItemDataRole.AccessibleTextRole)}"
            if isinstance(colour, QColor) and colour.name() in colours and not SHAPE_AND_WORD.search(text):
                yield f"{described(widget)}: “{index.data()}” is {colour.name()} without shape and word"


def signs_only(window: QWidget) -> Iterator[str]:
    """Yield every cell that shows nothing but a sign and has no words for a screen reader."""
    for widget in seen(window):
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            for index in _indexes(widget):
                shown = index.data()
                if isinstance(shown, str) and shown.strip() and not re.search(r"\w", shown):
                    said = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
                    if not re.search(r"[^\W\d_]{2}", said):
                        yield f"{described(widget)}: “{shown}” in column {index.column()} is not said in words"


def _belongs_to_qt(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return widget.objectName().startswith("Scroll") and isinstance(parent, QTabBar)


def _targets(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    if (isinstance(widget, QAbstractButton | QComboBox) and not _belongs_to_qt(widget)) or (
        isinstance(widget, QLineEdit) and not isinstance(widget.parentWidget(), QComboBox)
    ):
        yield "it", widget.rect()
    elif isinstance(widget, QTabBar):
        for number in range(widget.count()):
            yield f"tab {number + 1}", widget.tabRect(number)
    elif isinstance(widget, QAbstractItemView):
        for index in _indexes(widget):
            rect = widget.visualRect(index)
            if widget.viewport().rect().contains(rect):
                yield (
                    f"row {index.row() + 1}",
                    rect.united(QRect(rect.topLeft(), QPoint(rect.left() + 100, rect.top()))),
                )


def _indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    if model is None:
        return
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(), 80)):
        for column in range(columns):
            if not (isinstance(view, QTableView) and (view.isColumnHidden(column) or view.isRowHidden(row))):
                yield model.index(row, column)


def _branches(one: QWidget, other: QWidget) -> tuple[QRect, QRect]:
    """Return the places of two widgets, or of what holds each, within the nearest parent that they have in common."""
    above = []
    widget: QWidget | None = one
    while widget is not None:
        above.append(widget)
        widget = widget.parentWidget()
    branch = other
    while branch not in above and branch.parentWidget() not in above:
        parent = branch.parentWidget()
        assert parent is not None
        branch = parent
    if branch in above:
        return one.rect(), one.rect()  # one holds the other
    common = branch.parentWidget()
    assert common is not None
    if common is one:
        return one.rect(), one.rect()
    return above[above.index(common) - 1].geometry(), branch.geometry()
