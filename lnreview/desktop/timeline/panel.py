"""The timeline of a case: the trend chart of the letter, drawn on screen, and the same values as a table.

The chart takes the room that it is given. A line above it reads out the value that is marked or under the pointer, with
what it means against the targets; the tools beside it, and their keys, change the time that is shown.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.language import noop, tr
from lnreview.desktop.session import Session
from lnreview.desktop.timeline.stops import rows_of_table, shown_of
from lnreview.desktop.timeline.view import HINT, TrendView
from lnreview.desktop.widgets.text_cells import TextColumn
from lnreview.desktop.widgets.text_table import TextTable

EMPTY_HINT = noop("No dated value is in the record yet; add results among the labs to see the trend.")
NO_REVIEW_HINT = noop("The trend is drawn once the record can be reviewed.")
_COLUMNS = (
    TextColumn(noop("What")),
    TextColumn(noop("Value"), wraps=True),
    TextColumn(noop("Date")),
    TextColumn(noop("How"), wraps=True),
    TextColumn(noop("What it means"), wraps=True),
)
_MOVED = 0.3
"""How much of what is shown a step sideways moves it."""
_TOOLS = 430
"""Narrowest row of tools in px at 100 %."""
_SIDE_BY_SIDE = 900
"""Narrowest timeline, in px at 100 %, in which the tools stand beside the line that reads out."""


class Timeline(QWidget):
    """The chart with a line that reads out a value, and a table of the same values instead."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self._session = session
        self._look: theme.Look | None = None
        self._line = QLabel(tr(HINT))
        self._line.setObjectName("timelineLine")
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.style(self._line, role="muted")
        self.view = TrendView()
        self.view.stopped.connect(lambda words: self._say(words or self._hint()))
        self.view.opened.connect(self._open)
        self.view.ranged.connect(self._show_range)
        self._make_tools()
        self._tables = QVBoxLayout()
        self._stack = QStackedWidget()
        self._stack.addWidget(_scrolled(self.view, tr("Trend chart")))
        holder = QWidget()
        holder.setLayout(self._tables)
        self._stack.addWidget(_scrolled(holder, tr("Values of the trend")))
        self._head = QGridLayout()
        self._head.addWidget(self._line, 0, 0)
        self._head.addWidget(self._tools, 0, 1)
        self._head.setColumnStretch(0, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._stack, 1)
        self._restyle()
        session.review_changed.connect(self._refresh)
        self._refresh()

    @property
    def table(self) -> TextTable | None:
        """The table of values, while it is shown."""
        item = self._tables.itemAt(0)
        found = item.widget() if item is not None else None
        return found if isinstance(found, TextTable) else None

    @property
    def words(self) -> str:
        """The line that reads out a value."""
        return self._line.text()

    @property
    def range_words(self) -> str:
        """The time that is shown, as the tools say it."""
        return self._shown_time.text()

    def focus(self) -> None:
        """Put the focus into what is shown of the timeline."""
        (self.table or self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tools below the line that reads out where both in a row are too wide."""
        narrow = event.size().width() < theme.look().px(_SIDE_BY_SIDE)
        self._head.addWidget(self._tools, 1 if narrow else 0, 0 if narrow else 1)
        super().resizeEvent(event)
        self._column.activate()  # else the words are measured by the width that they had beside the tools
        self._line.setFixedHeight(self._usual_height())
        self._say(self._line.text())

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew after another text size or appearance."""
        super().changeEvent(event)
        changed = event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.PaletteChange,
        )
        if changed and self._look is not None and self._look != theme.look():
            self._restyle()

    def _make_tools(self) -> None:
        self._tools = QWidget()
        self._row = QHBoxLayout(self._tools)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._shown_time = QLabel()
        self._shown_time.setWordWrap(True)
        self._shown_time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._shown_time.setObjectName("timelineRange")
        self._shown_time.setAccessibleName(tr("Time that is shown"))
        self._shown_time.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.style(self._shown_time, role="muted")
        self._row.addWidget(self._shown_time, 1)
        self._actions: dict[QPushButton, QAction] = {}
        view, act = self.view, self._act
        self._signs = [
            act("‹", tr("Show an earlier time"), ["Shift+Left"], lambda: view.move_by(-_MOVED)),
            act("›", tr("Show a later time"), ["Shift+Right"], lambda: view.move_by(_MOVED)),
            act("−", tr("Zoom out of the timeline"), ["-"], lambda: view.zoom(-1)),
            act("+", tr("Zoom into the timeline"), ["+", "="], lambda: view.zoom(1)),
        ]
        self._whole = act(tr("All"), tr("Show the whole time"), ["0"], view.show_whole)
        self.toggle = act(tr("Table"), tr("Show the timeline as chart or table"), [], self._switch)
        self.toggle.setObjectName("timelineToggle")

    def _act(self, sign: str, name: str, keys: list[str], do: Callable[[], object]) -> QPushButton:
        """Add a tool: a button, and a command with the same keys."""
        told = f"{name} ({keys[0]})" if keys else name
        action = page_action(self, name, keys, told, do)
        button = QPushButton(sign)
        button.setAutoDefault(False)
        button.setToolTip(told)
        named(button, name, told)
        theme.style(button, role="quiet")
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        self._actions[button] = action
        self._row.addWidget(button)
        return button

    def _refresh(self) -> None:
        case, review = self._session.case, self._session.review
        ready = case is not None and review is not None
        # A widget that shows itself before it has a parent would be a window of its own, so only the parts hide.
        self._stack.setVisible(ready)
        self._tools.setVisible(ready)
        if case is not None and review is not None:
            self.view.show_timeline(case.id, shown_of(case, review, self._session.guideline))
            if self.table is not None:
                self._fill_table()
        self._actions[self.toggle].setEnabled(bool(self.view.stops) or self.table is not None)
        self._say(self.view.words or self._hint() if ready else tr(NO_REVIEW_HINT))

    def _open(self, place: str) -> None:
        self._session.goto("case", place)

    def _show_range(self) -> None:
        shown = self.view.range
        self._shown_time.setText(self.view.range_words)
        usable = shown is not None and self.table is None
        earlier, later, out, closer = self._signs
        self._actions[closer].setEnabled(usable)
        for button in (earlier, later, out, self._whole):
            self._actions[button].setEnabled(usable and shown is not None and not shown.is_whole)

    def _switch(self) -> None:
        as_table = self.table is None
        if as_table:
            self._fill_table()
        else:
            self._empty_table()
        self._stack.setCurrentIndex(1 if as_table else 0)
        self.toggle.setText(tr("Chart") if as_table else tr("Table"))
        self._say(tr("Enter opens the entry of a row.") if as_table else self.view.words or self._hint())
        self._show_range()
        self.focus()

    def _say(self, words: str) -> None:
        """Show words in the line; it never becomes lower by it, so that the chart stays under the pointer."""
        self._line.setText(words)
        needed = self._line.heightForWidth(self._line.width())
        if needed > self._line.height():
            self._line.setFixedHeight(needed)

    def _usual_height(self) -> int:
        """Return the height of two lines, which most values take."""
        return 2 * self._line.fontMetrics().lineSpacing()

    def _hint(self) -> str:
        """Return what the person can do here."""
        return tr(HINT) if self.view.stops else tr(EMPTY_HINT)

    def _fill_table(self) -> None:
        self._empty_table()
        stops = self.view.stops
        table = TextTable(tr("Values of the trend"), _COLUMNS, rows_of_table(stops))
        table.setObjectName("timelineTable")
        table.chosen.connect(lambda row: self._open(f"{stops[row].place}/{stops[row].field}"))
        self._tables.addWidget(table)
        self._tables.addStretch(1)

    def _empty_table(self) -> None:
        while (item := self._tables.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _restyle(self) -> None:
        self._look = theme.look()
        px = self._look.px
        self._column.setContentsMargins(px(16), px(4), px(16), px(4))
        self._column.setSpacing(px(4))
        self._head.setHorizontalSpacing(px(16))
        self._head.setVerticalSpacing(px(4))
        self._row.setSpacing(px(4))
        self._tables.setContentsMargins(0, 0, 0, 0)
        self._line.setFixedHeight(self._usual_height())
        for button in self._signs:
            button.setFixedSize(px(32), px(32))
        self._tools.setMinimumWidth(px(_TOOLS))
        self.view.restyle()
        if self.table is not None:
            self._fill_table()


def _scrolled(widget: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    named(area, name)
    area.setWidget(widget)
    return area
