"""What is half written survives whatever comes in between: another step, page or case, and a program that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from walk_sample import a_case, a_review

from lnreview.case.model import Case
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.resources import demo
from lnreview.store.store import Store
from tests.desktop.decision_driver import DecisionDriver
from tests.desktop.fakes import TODAY, FakeAsk
from tests.desktop.pages import press, write

TEXT = "Seen 4 refills on paper"


class Walk:
    """The walk in the window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        page = window.page("walk")
        assert isinstance(page, WalkPage)
        self.page = page

    def begin(self, text: str = TEXT) -> None:
        """Begin an override of the adherence by keys."""
        self.window.session.goto("walk", "adherence")
        press(Qt.Key.Key_O)
        self.rationale.setFocus()
        write(text)

    @property
    def rationale(self) -> QPlainTextEdit:
        field = self.page.findChild(QPlainTextEdit, "overrideRationale")
        assert field is not None
        return field

    @property
    def draft(self) -> str:
        """The draft as the step shows it; empty where it shows none."""
        QApplication.processEvents()
        found = [label for label in self.page.findChildren(QLabel, "begunOverride") if label.isVisible()]
        return found[-1].text() if found else ""

    def button(self, name: str) -> QPushButton:
        return next(b for b in self.page.findChildren(QPushButton, name) if b.isVisible())


@pytest.fixture
def walk(window: MainWindow, session: Session) -> Walk:
    session.add_case(a_case())
    window.show_page("walk")
    return Walk(window)


def test_a_half_written_override_is_there_after_another_step_called_a_draft(walk: Walk) -> None:
    walk.begin()
    walk.page.steps.setFocus()
    press(Qt.Key.Key_Down)
    assert walk.page.walk.position == "dosing"
    assert walk.draft == ""
    press(Qt.Key.Key_Up)
    assert walk.draft == f"“{TEXT}”"
    spoken = walk.page.steps.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "override begun" in spoken
    walk.button("writeOverride").click()
    assert walk.rationale.isVisible()
    assert walk.rationale.toPlainText() == TEXT
    assert walk.draft == "", "what is open is not told a second time"


def test_letters_are_the_rationale_and_no_command_while_an_override_is_written(
    walk: Walk, session: Session
) -> None:
    session.goto("walk", "adherence")
    press(Qt.Key.Key_O)
    write("A")
    write(" ward 2 gap")
    assert walk.rationale.toPlainText() == "A ward 2 gap"
    assert walk.page.walk.position == "adherence"
    assert not walk.page.walk.asked


def test_coming_back_to_an_open_override_the_keys_act_in_it(walk: Walk) -> None:
    walk.begin()
    walk.window.show_page("case")
    walk.window.show_page("walk")
    press(Qt.Key.Key_Escape)
    assert walk.draft == f"“{TEXT}”"


def test_escape_puts_the_override_away_and_discarding_it_forgets_it(walk: Walk) -> None:
    walk.begin()
    press(Qt.Key.Key_Escape)
    assert walk.draft == f"“{TEXT}”"
    walk.button("forgetOverride").click()
    assert walk.draft == ""
    press(Qt.Key.Key_O)
    assert walk.rationale.toPlainText() == ""


def test_a_draft_is_no_part_of_the_record_and_is_gone_once_it_is_saved(walk: Walk, session: Session) -> None:
    before = session.case
    walk.begin()
    assert session.case == before
    assert not [event for event in session.store.history("walk-1") if "verride" in event.command]
    walk.button("saveOverride").click()
    assert session.case is not None
    assert [over.rationale for over in session.case.overrides] == [TEXT]
    assert session.walking.walk.drafts == {}
    assert walk.draft == ""


def test_an_override_that_is_opened_and_left_as_it_was_is_no_draft(walk: Walk, session: Session) -> None:
    walk.begin("")
    press(Qt.Key.Key_Escape)
    assert walk.draft == ""
    assert session.walking.walk.drafts == {}


def test_it_survives_another_page_another_case_and_another_opening(
    walk: Walk, session: Session, anna: Case
) -> None:
    walk.begin()
    walk.window.show_page("book")
    walk.window.show_page("walk")
    assert walk.rationale.toPlainText() == TEXT
    session.add_case(anna)
    walk.window.show_page("walk")
    assert walk.draft == ""
    assert not walk.rationale.isVisible()
    session.open_case("walk-1")
    walk.window.show_page("walk")
    assert walk.page.walk.position == "adherence"
    assert walk.draft == f"“{TEXT}”"


def test_a_walk_that_cannot_be_stored_is_told_and_kept(
    walk: Walk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("The disk is full. Make room.")

    told: list[str] = []
    session.failed.connect(told.append)
    with monkeypatch.context() as patch:
        patch.setattr(session.store, "set_state", refuse)
        walk.begin()
        session.settle()
    assert told == ["The disk is full. Make room."]
    assert session.settle()
    assert TEXT in str(session.store.state("walk-1"))


WRITING = """
import sys
from datetime import date, datetime
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from lnreview.desktop.app import make_application
from walk_sample import a_session
from lnreview.desktop.pages.walk import WalkPage
app = make_application()
session = a_session(Path({folder!r}))
page = WalkPage(session, detailer=lambda *_: ())
page.show()
page.show_place("adherence")
page.confirm()
page.open_override()
QTest.keyClicks(page.findChild(QPlainTextEdit, "overrideRationale"), {text!r})
QTest.qWait(1500)
print("written", flush=True)
QTest.qWait(60_000)
"""


def test_it_survives_a_program_that_is_killed(tmp_path: Path, qtbot: QtBot) -> None:
    here = Path(__file__).parent
    script = WRITING.format(
        tests=str(here), root=str(here.parents[1]), folder=str(tmp_path), text="The level was drawn late"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "written\n"
        running.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    store = Store.open(tmp_path / "walk.lnreview.db", now=lambda: datetime(2025, 4, 2, 9, tzinfo=UTC))
    with store:
        assert store.verify() == ()
        session = Session(store, load(), FakeAsk(), a_review, today=lambda: TODAY)
        session.open_case("walk-1")
        page = WalkPage(session, detailer=lambda *_: ())
        qtbot.addWidget(page)
        with qtbot.waitExposed(page):
            page.show()
        assert page.walk.position == "dosing"
        assert set(page.walk.confirmed) == {"adherence"}
        [told] = [label.text() for label in page.findChildren(QLabel, "begunOverride") if label.isVisible()]
        assert told == "“The level was drawn late”"
        session.settle()


# The determination


@pytest.fixture
def desk(window: MainWindow, session: Session) -> DecisionDriver:
    case = casefile.read(demo() / "demo-lucja-refractory.json")
    cover = case.coverage.model_copy(update={"pack": "EX-RTX-REFR"})
    session.add_case(case.model_copy(update={"coverage": cover, "workflow": (), "criterion_notes": ()}))
    return DecisionDriver(window)


def a_leaf(desk: DecisionDriver) -> tuple[str, str]:
    """Return the ids of two criteria."""
    leaves = [row.item.id for row in desk.page.tree.criteria.rows if row.item.rule == "leaf"]
    return leaves[0], leaves[1]


def field(desk: DecisionDriver, kind: type[QWidget], name: str) -> QWidget:
    found = desk.page.findChild(kind, name)
    assert found is not None
    return found


@pytest.fixture
def elsewhere(session: Session, anna: Case) -> Callable[[DecisionDriver], None]:
    """Return a function that opens another case and comes back."""

    def go(desk: DecisionDriver) -> None:
        case = session.case
        assert case is not None
        session.add_case(anna)
        session.open_case(case.id)
        desk.window.show_page("decision")
        desk.wait()

    return go


def test_a_half_written_judgement_survives_another_criterion_and_another_case(
    desk: DecisionDriver, elsewhere: Callable[[DecisionDriver], None]
) -> None:
    first, second = a_leaf(desk)
    desk.stand_on(first)
    desk.tab_to("noteJudge")
    press(Qt.Key.Key_Space)
    desk.tab_to("judgeRationale")
    write("By the letter of")
    for away in (lambda: desk.stand_on(second), lambda: elsewhere(desk)):
        away()
        desk.stand_on(first)
        button = field(desk, QPushButton, "noteJudge")
        assert isinstance(button, QPushButton)
        assert button.text() == "Go on with your judgement (draft)…"
        button.click()
        rationale = field(desk, QPlainTextEdit, "judgeRationale")
        assert isinstance(rationale, QPlainTextEdit)
        assert rationale.toPlainText() == "By the letter of"
    assert desk.note(first) is None, "a draft is no part of the record"
    desk.tab_to("judgeDiscard")
    press(Qt.Key.Key_Return)
    assert button.text() == "Judge it yourself…"


def test_a_saved_judgement_leaves_no_draft(desk: DecisionDriver, session: Session) -> None:
    first, _ = a_leaf(desk)
    desk.stand_on(first)
    desk.judge("not-documented", "The report is of another patient.")
    note = desk.note(first)
    assert note is not None
    assert note.rationale == "The report is of another patient."
    assert session.walking.walk.drafts == {}


def test_a_half_filled_step_survives_being_put_away_and_another_case(
    desk: DecisionDriver, session: Session, elsewhere: Callable[[DecisionDriver], None]
) -> None:
    desk.begin("receive")
    desk.fill(by="I. Clerk", role="intake", reason="Came by")
    for away in (lambda: press(Qt.Key.Key_Escape), lambda: elsewhere(desk)):
        away()
        QApplication.processEvents()
        assert desk.act("receive").text() == "Record the receipt (draft)…"
        desk.begin("receive")
        by, reason = field(desk, QLineEdit, "act-field-by"), field(desk, QPlainTextEdit, "act-field-reason")
        assert isinstance(by, QLineEdit)
        assert isinstance(reason, QPlainTextEdit)
        assert (by.text(), reason.toPlainText()) == ("I. Clerk", "Came by")
        assert desk.page.side.panel.role.currentData() == "intake"
    assert desk.save() == ""
    assert session.walking.walk.drafts == {}
    assert session.case is not None
    assert [step.reason for step in session.case.workflow] == ["Came by"]


def test_the_day_of_a_step_that_nobody_touched_is_not_kept_in_its_draft(
    desk: DecisionDriver, session: Session
) -> None:
    desk.begin("receive")
    desk.fill(reason="Came by")
    assert session.walking.draft("act/receive") == {"reason": "Came by"}


def test_a_comment_that_is_being_written_is_a_draft_until_it_is_stored(
    desk: DecisionDriver, session: Session
) -> None:
    first, _ = a_leaf(desk)
    desk.stand_on(first)
    press(Qt.Key.Key_Return)
    write("Page 3 is miss")
    [(form, draft)] = session.walking.walk.drafts.items()
    assert form.startswith("comment/EX-RTX-REFR/")
    assert draft == {"comment": "Page 3 is miss"}
    press(Qt.Key.Key_Escape)
    desk.wait()
    note = desk.note(first)
    assert note is not None
    assert note.comment == "Page 3 is miss"
    assert session.walking.walk.drafts == {}


def test_what_the_walk_marked_is_ticked_where_the_request_for_information_is_recorded(
    window: MainWindow, session: Session
) -> None:
    case = casefile.read(demo() / "demo-anna-insufficient-data.json")
    cover = case.coverage.model_copy(update={"pack": "EX-RTX-REFR"})
    session.add_case(case.model_copy(update={"coverage": cover, "workflow": (), "criterion_notes": ()}))
    window.show_page("walk")
    session.goto("walk", "adherence")
    press(Qt.Key.Key_A)
    marked = list(session.walking.walk.asked)
    assert len(marked) == 2
    desk = DecisionDriver(window)
    assert desk.record("receive", by="I. Clerk", role="intake") == ""
    desk.begin("ask-for-information")
    ticked = desk.page.side.panel._fields.ticked()
    assert set(marked) <= set(ticked)
    desk.fill(by="R. Nurse", role="clinical-reviewer", due="2026-12-05")
    assert desk.save() == ""
    assert session.case is not None
    assert set(marked) <= set(session.case.workflow[-1].items)
