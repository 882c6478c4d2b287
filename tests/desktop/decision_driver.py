"""The decision page as an object, driven by keys as a person drives it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from lnreview.case.paperwork import CriterionNote
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.decision import DecisionPage
from lnreview.desktop.pages.decision.words import spoken
from lnreview.desktop.widgets.link import Link
from lnreview.review.acts import ActName
from tests.desktop.pages import press, write


class DecisionDriver:
    """What the page says, and the keys that move it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        window.show_page("decision")
        page = window.page("decision")
        assert isinstance(page, DecisionPage)
        self.page = page
        self.wait()

    def wait(self) -> None:
        """Wait until the answer of the worker is shown."""
        latest = time.monotonic() + 10
        while not self.page.is_current:
            assert time.monotonic() < latest, "the criteria were not worked out"
            QApplication.processEvents()
        QApplication.processEvents()

    @property
    def text(self) -> str:
        """Everything that is written on the page and can be seen."""
        said: list[QLabel | Link] = [*self.page.findChildren(QLabel), *self.page.findChildren(Link)]
        return "\n".join(label.text() for label in said if label.isVisible())

    @property
    def outcome(self) -> str:
        return self.page.head.outcome.text

    def stand_on(self, criterion: str) -> None:
        """Move down the criteria by the arrow keys until one is the current one."""
        self.page.tree.setFocus()
        press(Qt.Key.Key_Home)
        for _ in self.page.tree.criteria.rows:
            row = self.page.tree.row
            if row is not None and row.item.id == criterion:
                return
            press(Qt.Key.Key_Down)
        raise AssertionError(f"the arrows do not reach {criterion}")

    @property
    def here(self) -> str:
        """Id of the current criterion."""
        row = self.page.tree.row
        return row.item.id if row else ""

    def spoken(self) -> str:
        """The current criterion as a screen reader says it."""
        row = self.page.tree.row
        assert row is not None
        return spoken(row.item, row.depth)

    def note(self, criterion: str) -> CriterionNote | None:
        case = self.window.session.case
        assert case is not None
        return next((note for note in case.criterion_notes if note.criterion == criterion), None)

    def comment(self, text: str) -> None:
        """Go to the comment by Enter, type it, and leave it."""
        press(Qt.Key.Key_Return)
        write(text)
        press(Qt.Key.Key_Escape)
        self.wait()

    def tab_to(self, name: str, *, back: bool = False) -> QWidget:
        """Press Tab until the widget of that object name has the focus."""
        for _ in range(80):
            focused = QApplication.focusWidget()
            if focused is not None and focused.objectName() == name:
                return focused
            press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}")

    def judge(self, key: str, rationale: str) -> None:
        """Judge the current criterion: Tab to the button, the status by arrows, the rationale, Save."""
        self.tab_to("noteJudge")
        press(Qt.Key.Key_Space)
        for move in (*[Qt.Key.Key_Up] * 2, *[Qt.Key.Key_Down] * 2):
            if QApplication.focusWidget() is self.page.findChild(QWidget, f"judge-{key}"):
                break
            press(move)
        self.tab_to("judgeRationale")
        write(rationale)
        self.tab_to("judgeSave")
        press(Qt.Key.Key_Return)
        self.wait()

    def begin(self, act: ActName) -> None:
        """Press the button of an act."""
        button = self.act(act)
        assert button.isEnabled(), button.toolTip()
        button.setFocus()
        press(Qt.Key.Key_Space)

    def act(self, act: ActName) -> QPushButton:
        found = [button for button in self.page.findChildren(QPushButton, f"act-{act}") if button.isVisibleTo(self.page)]  # fmt: skip
        return found[-1]

    def fill(self, **values: str) -> None:
        """Fill in the step that is begun; a role by its name."""
        for name, value in values.items():
            field = self.tab_to(f"act-field-{name}")
            if name == "role":
                combo = self.page.side.panel.role
                combo.setCurrentIndex(combo.findData(value))
                continue
            assert field is not None
            press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            press(Qt.Key.Key_Delete)
            write(value)

    def save(self) -> str:
        """Record the step; return why it was refused, empty where it was not."""
        self.tab_to("actSave")
        press(Qt.Key.Key_Return)
        self.wait()
        problem = self.page.side.panel.problem
        return problem.text() if problem.isVisible() else ""

    def record(self, act: ActName, **values: str) -> str:
        """Record a step from its button on; return why it was refused."""
        self.begin(act)
        self.fill(**values)
        return self.save()

    @staticmethod
    def views(window: MainWindow) -> list[Callable[[], None]]:
        """Return what shows each part of the page: without a policy, with one, a judgement, a step."""

        def shown() -> DecisionDriver:
            return DecisionDriver(window)

        def choose() -> None:
            session = window.session
            assert session.case is not None
            coverage = session.case.coverage.model_copy(update={"pack": "EX-BEL-VCS-DUAL"})
            session.change("Choose", session.case.model_copy(update={"coverage": coverage}))
            shown().page.choose("")

        def judge() -> None:
            page = shown().page
            page.choose(page.tree.criteria.rows[-1].item.id)
            page.centre.notes.open_judgement()

        def act() -> None:
            page = shown().page
            page.centre.notes.close_judgement()
            page.show_place("determination")
            state = page.side.state
            assert state is not None
            page.side.begin(state.act("not-certify"))

        def step(name: ActName) -> None:
            page = shown().page
            page.side.close_panel()
            assert page.side.state is not None
            page.side.begin(page.side.state.act(name))

        return [
            lambda: shown().page.columns.show_part(0), lambda: shown().page.columns.show_part(1), choose, judge, act,
            lambda: step("ask-for-information"), lambda: shown().page.columns.show_part(0),
        ]  # fmt: skip
