"""The letter page as a person uses it: found by name, driven by keys, waited for until its PDF is there."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.case.records import Waiver
from lnreview.desktop.models.checklist import Line
from lnreview.desktop.pages.letter import LetterPage
from lnreview.desktop.pages.letter.work import Made
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.checklist_view import CheckListView

LONG = 20_000
"""Milliseconds after which a letter would have been made on the slowest machine."""


class Page:
    """The letter page on a session."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.widget = LetterPage(session)
        qtbot.addWidget(self.widget)
        self.widget.resize(1208, 760)
        with qtbot.waitExposed(self.widget):
            self.widget.show()
        self.widget.activateWindow()
        qtbot.waitUntil(self.widget.isActiveWindow)

    @property
    def case(self) -> Case:
        """The open case."""
        assert self.session.case is not None
        return self.session.case

    def ready(self) -> Made:
        """Wait for the letter of the case as it is now."""

        def done() -> bool:
            made = self.widget.made
            return (
                made is not None
                and self.widget.save_button.isEnabled()
                and made.order.case == self.session.case
                and made.order.kind == self.widget.kind.currentData()
                and made.order.paper == self.widget.paper.currentData()
                and made.order.dated == self.widget.head.dated
            )

        self.qtbot.waitUntil(done, timeout=LONG)
        QApplication.processEvents()
        assert self.widget.made is not None
        return self.widget.made

    def printed(self) -> str:
        """Wait for the letter and return its words as they stand in the PDF, on one line."""
        pages = PdfReader(BytesIO(self.ready().pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def tab(self, number: int) -> None:
        """Turn to a tab by its keys."""
        self.widget.activateWindow()
        QTest.keyClick(self.widget, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        QApplication.processEvents()

    def press(self, name: str) -> None:
        """Press a button with the space bar."""
        button = self.find(QPushButton, name)
        button.setFocus()
        self.qtbot.keyClick(button, Qt.Key.Key_Space)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        self.qtbot.keyClick(focused, key, modifier)
        QApplication.processEvents()

    def write(self, text: str, *, anew: bool = False) -> None:
        """Type a text where the focus is, in place of what stands there with `anew`."""
        if anew:
            self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        self.qtbot.keyClicks(focused, text)
        QApplication.processEvents()

    def stand_on(self, name: str, words: str) -> Line:
        """Go down a list by the arrow keys until the line that holds some words."""
        view = self.find(CheckListView, name)
        assert isinstance(view, CheckListView)
        view.setFocus()
        self.qtbot.keyClick(view, Qt.Key.Key_Home)
        for _ in range(view.model().rowCount()):
            line = view.line()
            if line is not None and words in line.text:
                return line
            self.qtbot.keyClick(view, Qt.Key.Key_Down)
        raise AssertionError(f"no line of {name} holds “{words}”")

    def waive_all(self) -> None:
        """Accept every gap of the letter, also those that appear then."""
        while gaps := [gap for gap in self.ready().document.gaps if gap.waived is None]:
            waivers = (*self.case.waivers, *(Waiver(gap=gap.key, reason="Sent apart") for gap in gaps))
            self.session.change("Waive", self.case.model_copy(update={"waivers": waivers}))

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """Return the widget of a name that is in view."""
        return [found for found in self.widget.findChildren(kind, name) if found.isVisible()][-1]

    @property
    def text(self) -> str:
        """Every label in view."""
        return "\n".join(label.text() for label in self.widget.findChildren(QLabel) if label.isVisible())
