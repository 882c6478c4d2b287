"""Pages as objects, driven by keys as a person drives them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.case import CasePage
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.pages.cases import CasesPage


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    QTest.keyClick(focused, key, modifier)


def write(text: str) -> None:
    """Type a text where the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    QTest.keyClicks(focused, text)


class CaseDriver:
    """The case page, one list at a time."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        window.show_page("case")
        page = window.page("case")
        assert isinstance(page, CasePage)
        self.page = page

    def panel(self, name: str) -> ListPanel:
        """Bring a list into view, its table focused."""
        panel = self.page.panel(name)
        panel.table.setFocus()
        return panel

    def add(self, name: str, *values: tuple[str, str]) -> ListPanel:
        """Add an entry by keys: Ins, a value for each field reached by Tab, Enter."""
        panel = self.panel(name)
        press(Qt.Key.Key_Insert)
        self.fill(panel, *values)
        press(Qt.Key.Key_Return)
        return panel

    def fill(self, panel: ListPanel, *values: tuple[str, str]) -> None:
        """Reach each field by Tab and type its value."""
        for field, text in values:
            self.tab_to(panel, field)
            write(text)

    def tab_to(self, panel: ListPanel, field: str) -> None:
        """Press Tab until a field has the focus."""
        wanted = panel.editor.form.fields[field]
        for _ in range(60):
            focused = QApplication.focusWidget()
            if focused is not None and (focused is wanted or wanted.isAncestorOf(focused)):
                return
            press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {field}")


def cases_page(window: MainWindow) -> CasesPage:
    """Show the list of cases and return it."""
    window.show_page("cases")
    page = window.page("cases")
    assert isinstance(page, CasesPage)
    return page


def outside(widget: QWidget) -> list[str]:
    """Return the visible widgets that stick out of their parent sideways or are narrower than their words."""
    found = []
    for child in widget.findChildren(QWidget):
        parent = child.parentWidget()
        if not child.isVisible() or parent is None or child.objectName().startswith("qt_"):
            continue
        room = parent.rect()
        if child.geometry().right() > room.right() + 1 or child.geometry().left() < room.left() - 1:
            found.append(f"{type(child).__name__} {child.objectName()} in {type(parent).__name__}")
    return found
