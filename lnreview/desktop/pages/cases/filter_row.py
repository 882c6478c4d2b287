"""The row of filters above the list: one press shows what one of them keeps, Alt and a number does the same."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.language import tr
from lnreview.desktop.pages.cases.filters import VIEWS, ListFilter, View, plain, read
from lnreview.desktop.pages.cases.parts import button
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.flow import Flow
from lnreview.errors import UserError

_KEYS = 9
"""Filters that have a key of their own."""
_QUIET = 250
"""ms without a change before the cases of each filter are counted."""


class FilterRow(QWidget):
    """The filters of the program and those of the reviewer, each with the number of its cases."""

    chosen = Signal(object)
    """A `ListFilter` that a person chose."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__()
        self._session = session
        self._page = page
        self._filters: list[tuple[str, ListFilter]] = []
        self._buttons: list[QPushButton] = []
        self._actions: list[QAction] = []
        self._shown = ListFilter()
        self.view: View = "all"
        """The filter of the program that is shown, or on which the one that is shown rests."""
        self._renaming = ""
        row = QWidget()
        self._flow = Flow(row, theme.look().px(4))
        self._name_row = self._make_name_row()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.look().px(4))
        lines.addWidget(row)
        lines.addWidget(self._name_row)
        self._name_row.hide()
        self.keep_action = page_action(
            page, tr("Keep the search and filters under a name…"), "Ctrl+S",
            tr("The filter gets a place above the list"), self.ask_name,
        )  # fmt: skip
        self.rename_action = page_action(
            page, tr("Rename the filter…"), "F2", tr("Give the filter that is shown another name"), self._ask_new_name,
        )  # fmt: skip
        self.forget_action = page_action(
            page, tr("Forget the filter"), "", tr("Take the filter that is shown from above the list; no case is touched"),
            self._forget,
        )  # fmt: skip
        self._counting = QTimer(self, interval=_QUIET, singleShot=True)
        self._counting.timeout.connect(self._count_next)
        self._uncounted: list[int] = []
        session.arranging.changed.connect(lambda kind: self.fill() if kind == "filter" else None)
        self.fill()

    def fill(self) -> None:
        """Show the filters that there are."""
        for action in self._actions:
            self._page.removeAction(action)
            action.deleteLater()
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._filters = [(tr(name), ListFilter(view)) for view, name, _ in VIEWS]
        tips = [tr(tip) for _, _, tip in VIEWS]
        for name, body in self._session.arranging.kept("filter"):
            self._filters.append((name, read(body)))
            tips.append(tr("A filter that you keep: {name}").format(name=name))
        self._buttons, self._actions = [], []
        for number, ((name, _), tip) in enumerate(zip(self._filters, tips, strict=True), start=1):
            press = button(name, f"filter-{number}", role="quiet")
            press.setCheckable(True)
            press.clicked.connect(partial(self._choose, number - 1))
            keys = f"Alt+{number}" if number <= _KEYS else ""
            press.setToolTip(f"{tip}  ({keys})" if keys else tip)
            named(press, name, tip)
            self._flow.addWidget(press)
            self._buttons.append(press)
            action = page_action(
                self._page, tr("Show: {name}").format(name=name), keys, tip, partial(self._choose, number - 1)
            )
            self._actions.append(action)
        self.show_filter(self._shown)
        self.count_soon()

    def show_filter(self, shown: ListFilter) -> None:
        """Mark the filter that is shown, where it is one of the row."""
        self._shown = shown
        current = self.current()
        for number, press in enumerate(self._buttons):
            press.setChecked(number == current)
        own = current is not None and current >= len(VIEWS)
        self.rename_action.setEnabled(own)
        self.forget_action.setEnabled(own)
        self.keep_action.setEnabled(current is None)

    def current(self) -> int | None:
        """Return the place of the filter that is shown, or `None`."""
        wanted = plain(self._shown)
        return next((place for place, (_, kept) in enumerate(self._filters) if plain(kept) == wanted), None)

    def count_soon(self) -> None:
        """Count the cases of each filter when nothing else is to be done."""
        self._uncounted = list(range(len(self._filters)))
        self._counting.start()

    def ask_name(self) -> None:
        """Ask for the name under which the search and filters are kept."""
        self._ask("", tr("Name of the filter"), tr("Keep"))

    def _ask_new_name(self) -> None:
        current = self.current()
        if current is not None:
            name = self._filters[current][0]
            self._ask(name, tr("New name of “{name}”").format(name=name), tr("Rename"))

    def _ask(self, old: str, words: str, do: str) -> None:
        self._renaming = old
        self._words.setText(words)
        named(self.name, words)
        self._do.setText(do)
        self.name.setText(old)
        self._name_row.show()
        self.name.setFocus()
        self.name.selectAll()

    def _make_name_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self._words = QLabel()
        self.name = QLineEdit()
        self.name.setObjectName("filterName")
        named(self.name, tr("Name of the filter"))
        self._do = button(tr("Keep"), "keepFilter")
        cancel = button(tr("Cancel"), "cancelFilter", role="quiet")
        self._words.setBuddy(self.name)
        line.addWidget(self._words)
        line.addWidget(self.name, 1)
        line.addWidget(self._do)
        line.addWidget(cancel)
        self.name.returnPressed.connect(self._keep)
        self._do.clicked.connect(self._keep)
        cancel.clicked.connect(self.end)
        return row

    def _keep(self) -> None:
        name = " ".join(self.name.text().split())
        if self._renaming:
            done = self._session.arranging.rename("filter", self._renaming, name)
        elif any(known.casefold() == name.casefold() for known, _ in self._filters):
            self._session.failed.emit(
                tr("A filter named “{name}” is there already. Choose another name.").format(name=name)
            )
            done = False
        else:
            done = self._session.arranging.keep("filter", name, self._shown.written())
        if done:
            self.end()

    @property
    def asks(self) -> bool:
        """Whether a name is being asked for."""
        return not self._name_row.isHidden()

    def end(self) -> None:
        """Ask for no name any more."""
        self._name_row.hide()
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        current = self.current()
        if current is not None and current >= len(VIEWS):
            self._session.arranging.forget("filter", self._filters[current][0])

    def _choose(self, place: int) -> None:
        self.chosen.emit(self._filters[place][1])
        self.show_filter(self._shown)

    def _count_next(self) -> None:
        """Count the cases of one filter; each count takes some milliseconds."""
        if not self._uncounted:
            return
        place = self._uncounted.pop(0)
        name, kept = self._filters[place]
        question = kept.question(self._session.today(), "changed", descending=True)
        try:
            count = self._session.store.worklist.count(question)
        except UserError:
            self._uncounted.clear()  # the list itself says why it cannot be read
            return
        self._buttons[place].setText(f"{name}  {count:,}".replace("&", "&&"))
        named(self._buttons[place], tr("{name}, {count} cases").format(name=name, count=count))
        if self._uncounted:
            QTimer.singleShot(0, self, self._count_next)
