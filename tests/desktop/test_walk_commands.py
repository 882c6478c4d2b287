"""The commands of the walk: each has a name, a help and keys, and the keyboard alone is enough."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from walk_sample import a_case, a_session

from lnreview.case.model import Case
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.pages.walk.change import TABLE
from lnreview.desktop.pages.walk.commands import COMMANDS
from lnreview.desktop.pages.walk.detail_table import DetailTable
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.guideline.model import Guideline
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.walk import PLACES

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def tables(case: Case, guideline: Guideline, as_of: object) -> tuple[Table, ...]:
    """Return an invented list of what would change the verdict."""
    columns = (Column("If the record showed"), Column("The verdict would be"))
    rows = (
        Row(("Refills: 80 % or more", "Refractory"), steps=("adherence",)),
        Row(("A biopsy now: no lupus nephritis", "Alternative diagnosis"), steps=("biopsy",)),
    )
    return (Table(TABLE, "What would change this?", "verdict", columns, rows),)


class Desk:
    """The walk page, driven by keys."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.page = WalkPage(session, detailer=tables)
        qtbot.addWidget(self.page)
        self.page.resize(1208, 760)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        qtbot.waitUntil(lambda: self.page.details.is_complete)
        self.went: list[tuple[str, str]] = []
        session.going.connect(lambda page, place: self.went.append((page, place)))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Desk:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key, modifier)
        QApplication.processEvents()
        return self

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        found = [w for w in self.page.findChildren(kind, name) if w.isVisible()]
        assert found, name
        return found[-1]

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def spoken(self, row: int) -> str:
        return str(self.page.steps.item(row).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = a_session(tmp_path)
    yield session
    session.settle()
    session.store.close()


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    return Desk(session, qtbot)


def test_every_command_is_an_action_of_the_page_with_text_help_and_keys_of_its_own(desk: Desk) -> None:
    actions = {action.objectName(): action for action in desk.page.actions()}
    assert set(actions) == {f"walk-{c.id}" for c in COMMANDS} | {f"walk-step-{place}" for place in PLACES}
    keys = [key.toString() for action in actions.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    for action in actions.values():
        assert action.text()
        assert action.statusTip().endswith(".")
        assert action.shortcuts()
        assert action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut


def test_alt_and_an_arrow_step_without_confirming_and_ctrl_enter_confirms_anywhere(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Down, ALT).press(Qt.Key.Key_Down, ALT)
    assert desk.page.walk.position == "dosing"
    desk.press(Qt.Key.Key_Up, ALT)
    assert desk.page.walk.position == "adherence"
    desk.find(QPushButton, "missing-0").setFocus()
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert set(desk.page.walk.confirmed) == {"adherence"}
    assert desk.page.walk.position == "dosing"


def test_a_marks_every_gap_of_the_step_and_takes_the_marks_back(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2).press(Qt.Key.Key_A)
    marked = ["mycophenolic acid level", "refills of mycophenolate, January to August 2024"]
    assert sorted(desk.page.walk.asked) == marked
    assert set(desk.page.walk.asked.values()) == {"2025-04-01"}
    assert desk.spoken(1) == "Adherence, not documented, to confirm · asked"
    assert "asked" in desk.spoken(6), "the verdict waits for the same data"
    link = desk.find(Link, "writeRequest")
    link.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.went == [("letter", "information-request")]
    assert desk.session.store.state("walk-1")["asked"] == dict(desk.page.walk.asked)
    desk.press(Qt.Key.Key_A)
    assert desk.page.walk.asked == {}
    assert desk.session.case is not None
    assert desk.session.case.workflow == (), (
        "that something was asked for is recorded with the determination only"
    )


def test_a_marks_only_the_gap_that_has_the_focus_and_the_focus_stays(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2)
    desk.find(QPushButton, "missing-1").setFocus()
    desk.press(Qt.Key.Key_A)
    assert list(desk.page.walk.asked) == ["mycophenolic acid level"]
    assert desk.focus == "missing-1"
    button = desk.find(QPushButton, "ask-1")
    assert button.accessibleName() == "Do not ask: mycophenolic acid level"
    button.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.page.walk.asked == {}
    assert desk.focus == "ask-1"


def test_where_nothing_is_missing_nothing_can_be_asked_for(desk: Desk) -> None:
    desk.press(Qt.Key.Key_4)
    assert not desk.page.commands["ask"].isEnabled()
    desk.press(Qt.Key.Key_A)
    assert desk.page.walk.asked == {}


def test_g_goes_to_the_field_of_the_gap_else_to_the_first_entry_that_was_used(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2).press(Qt.Key.Key_G)
    desk.find(QPushButton, "ask-1").setFocus()
    desk.press(Qt.Key.Key_G)
    desk.press(Qt.Key.Key_4).press(Qt.Key.Key_G)
    assert desk.went == [("case", "dispenses"), ("case", "levels"), ("case", "labs/upcr-1")]
    desk.press(Qt.Key.Key_8)
    assert not desk.page.commands["goto"].isEnabled()


def test_w_shows_what_would_change_the_verdict_at_the_step_and_leads_to_the_whole(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2).press(Qt.Key.Key_R)
    assert not desk.page._rule.isVisible()
    desk.press(Qt.Key.Key_W)
    assert desk.page._rule.isVisible()
    said = [label.text() for label in desk.find(QWidget, "wouldChange").findChildren(QWidget) if hasattr(label, "text")]  # fmt: skip
    assert "Refills: 80 % or more" in said
    assert "→ Refractory" in said
    assert not any("biopsy" in text for text in said)
    assert desk.focus == "wholeChange"
    desk.press(Qt.Key.Key_Return)
    assert desk.page.walk.position == "verdict"
    assert desk.focus == f"rows-{TABLE}"
    desk.press(Qt.Key.Key_1).press(Qt.Key.Key_W)
    assert any("None of the answers about diagnosis" in label.text() for label in desk.find(QWidget, "wouldChange").findChildren(QWidget) if hasattr(label, "text"))  # fmt: skip


def test_w_on_the_verdict_and_the_plan_goes_to_the_table(desk: Desk) -> None:
    for key in (Qt.Key.Key_7, Qt.Key.Key_8):
        desk.press(key).press(Qt.Key.Key_W)
        assert desk.page.walk.position == "verdict"
        assert desk.focus == f"rows-{TABLE}"


def test_letters_and_digits_are_text_while_something_is_written(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2).press(Qt.Key.Key_O)
    rationale = desk.find(QPlainTextEdit, "overrideRationale")
    assert isinstance(rationale, QPlainTextEdit)
    rationale.setFocus()
    desk.qtbot.keyClicks(rationale, "a g o r s w 4")
    assert rationale.toPlainText() == "a g o r s w 4"
    assert desk.page.walk.position == "adherence"
    assert desk.page.walk.asked == {}
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert desk.session.case is not None
    assert [over.rationale for over in desk.session.case.overrides] == ["a g o r s w 4"]


def test_f6_goes_round_the_parts_of_the_page(desk: Desk) -> None:
    desk.page.steps.setFocus()
    seen = []
    for _ in range(4):
        desk.press(Qt.Key.Key_F6)
        seen.append(desk.focus)
    assert seen == ["walkCentre", "walkRule", "walkNext", "walkSteps"]


def test_what_has_not_changed_is_not_drawn_anew(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2)
    view = desk.page._drawing.view
    case = desk.session.case
    assert case is not None
    assert desk.session.change("Title", case.model_copy(update={"title": "other"}))
    desk.qtbot.waitUntil(lambda: desk.page.details.is_complete)
    assert desk.page._drawing.view is view
    desk.press(Qt.Key.Key_A)
    assert desk.page._drawing.view is not view


def test_the_tables_of_a_step_stay_while_they_say_the_same(desk: Desk) -> None:
    desk.press(Qt.Key.Key_7)
    desk.qtbot.waitUntil(lambda: desk.page.details.is_complete)
    [table] = [t for t in desk.page.findChildren(DetailTable) if t.isVisible()]
    case = desk.session.case
    assert case is not None
    desk.session.change("Title", case.model_copy(update={"title": "other"}))
    desk.qtbot.waitUntil(lambda: desk.page.details.is_complete)
    QApplication.processEvents()
    assert [t for t in desk.page.findChildren(DetailTable) if t.isVisible()] == [table]


def test_no_step_holds_the_window_up(window: MainWindow, session_of_window: Session, qtbot: QtBot) -> None:
    """The work of the window's thread for one step, with the real tables; the best of three, as a machine may be busy."""
    session_of_window.add_case(a_case())
    window.show_page("walk")
    page = window.page("walk")
    assert isinstance(page, WalkPage)
    qtbot.waitUntil(lambda: page.details.is_complete, timeout=30_000)
    for place in PLACES:
        page.show_place(place)
        qtbot.waitUntil(lambda: page.details.is_complete)
    for place in PLACES:
        spent = []
        for _ in range(3):
            page.show_place("diagnosis" if place != "diagnosis" else "plan")
            qtbot.waitUntil(lambda: page.details.is_complete)
            began = time.thread_time()
            page.show_place(place)
            spent.append(time.thread_time() - began)
        assert min(spent) < 0.1, (place, spent)


@pytest.fixture
def session_of_window(window: MainWindow) -> Session:
    return window.session
