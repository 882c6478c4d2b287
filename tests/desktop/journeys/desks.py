"""The pages as a person at the keyboard uses them: where to press what. They read the window and never call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QRadioButton, QWidget

from lnreview.desktop.forms.form import RecordForm
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.case import CasePage
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.pages.case.sections import SectionsTab
from lnreview.desktop.pages.letter import LetterPage
from tests.desktop.keyboard import ALT, CTRL, SHIFT, Keyboard

K = Qt.Key
Values = Mapping[str, str]


class CaseDesk:
    """The record of the open case."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys

    @property
    def page(self) -> CasePage:
        """The page, which must be in view."""
        assert self.window.current == "case"
        page = self.window.page("case")
        assert isinstance(page, CasePage)
        return page

    def part(self, tab: int, attribute: str, values: Values) -> None:
        """Fill fields of a part of which there is one."""
        if self.page.tabs.currentIndex() != tab - 1:
            self.keys.press(Qt.Key(K.Key_0 + tab), ALT)
        inside = next(child for child in self.page.tabs.currentWidget().findChildren(SectionsTab))
        form = next(section.form for section in inside.sections if section.attribute == attribute)
        self.fill(form, values)

    def turn(self, tab: int, name: str) -> ListPanel:
        """Turn to a list, with the focus in its table."""
        self.keys.press(Qt.Key(K.Key_0 + tab), ALT)
        panel = self.page.findChild(ListPanel, f"list-{name}")
        assert panel is not None
        self.keys.tab_to(panel.table)
        return panel

    def enter(self, tab: int, name: str, rows: Sequence[Values]) -> ListPanel:
        """Enter rows into a list, one after the other; one with `like` begins as a copy of the row before."""
        panel = self.turn(tab, name)
        before = panel.count
        self.keys.press(K.Key_Insert)
        for number, row in enumerate(rows):
            self.fill(panel.editor.form, row)
            if QApplication.activePopupWidget() is not None:
                self.keys.press(K.Key_Tab)  # the words that are offered take the next key for themselves
            if number + 1 < len(rows) and "like" in rows[number + 1]:
                self.keys.press(K.Key_D, CTRL | SHIFT)
            else:
                self.store()
        assert panel.count == before + len(rows), (name, panel.count, self.window.messages.notices)
        return panel

    def paste(self, tab: int, name: str, table: str) -> None:
        """Paste a table into a list, and enter what its preview shows."""
        panel = self.turn(tab, name)
        QApplication.clipboard().setText(table)
        self.keys.press(K.Key_V, CTRL)
        self.keys.wait(lambda: panel.findChild(QWidget, "pastePanel") is not None)

    def fill(self, form: RecordForm, values: Values) -> None:  # type: ignore[type-arg]
        """Reach each field by Tab, and write or choose its value."""
        for name, value in values.items():
            if name == "like":
                continue
            field = form.fields[name]
            self.keys.tab_to(field)
            if isinstance(self.keys.focus, QRadioButton):
                self.keys.answer(value)
            else:
                self.keys.fill(value)

    def store(self) -> None:
        """Store the entry that is typed: Enter, or Ctrl+Enter in a text of several lines."""
        long = isinstance(self.keys.focus, QPlainTextEdit)
        self.keys.press(K.Key_Return, CTRL if long else Qt.KeyboardModifier.NoModifier)


class LetterDesk:
    """The letter page."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys

    @property
    def page(self) -> LetterPage:
        """The page, which must be in view."""
        assert self.window.current == "letter"
        page = self.window.page("letter")
        assert isinstance(page, LetterPage)
        return page

    def open(self) -> None:
        """Turn to the page, and wait until the document is written."""
        self.keys.press(K.Key_4, CTRL)
        self.ready()

    def ready(self) -> None:
        """Wait until the document of the case as it is now is written."""
        self.keys.wait(
            lambda: (
                self.page.save_button.isEnabled()
                and self.page.made is not None
                and self.page.made.order.case == self.window.session.case
                and self.page.made.order.kind == self.page.kind.currentData()
            )
        )

    @property
    def words(self) -> str:
        """The text of the document, on one line."""
        self.ready()
        assert self.page.made is not None
        return " ".join(self.page.made.text.split())

    def save(self) -> None:
        """Save the document; the file dialog, which a test answers, takes one more key."""
        self.keys.press(K.Key_S, CTRL)
        self.keys.tab_to(button(self.window, "saveChoose"))
        self.keys.press(K.Key_Space)
        self.keys.pressed += 1


def button(window: MainWindow, name: str) -> QPushButton:
    """Return the button of a name that is in view."""
    return next(found for found in window.findChildren(QPushButton, name) if found.isVisible())
