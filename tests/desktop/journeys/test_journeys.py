"""Whole ways of a reviewer, by keys only: what is arranged beforehand is the store; from then on only keys are pressed."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from lnreview import resources
from lnreview.case.model import Case
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.review.evaluate import review
from lnreview.store.store import Store
from tests.desktop.fakes import FakeAsk
from tests.desktop.journeys.desks import CaseDesk, LetterDesk, button
from tests.desktop.keyboard import ALT, CTRL, SHIFT, Keyboard

K = Qt.Key
ANNA, LUCJA = "demo-anna-insufficient-data", "demo-lucja-refractory"
Start = Callable[[date], MainWindow]


@pytest.fixture
def arranged(store: Store) -> Store:
    """A store with two invented patients."""
    for name in (ANNA, LUCJA):
        store.create(casefile.read(resources.demo() / f"{name}.json"))
    return store


@pytest.fixture
def start(arranged: Store, ask: FakeAsk, tmp_path: Path, qapp: QApplication) -> Start:
    """Return what starts the program on a day."""
    guideline = load()

    def begin(day: date) -> MainWindow:
        session = Session(
            arranged, guideline, ask, review, today=lambda: day, now=lambda: datetime(day.year, day.month, day.day, 9)
        )  # fmt: skip
        window = MainWindow(session, Preferences(tmp_path / "window.ini"))
        window.resize(1280, 820)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window

    return begin


@pytest.fixture
def window(start: Start) -> MainWindow:
    return start(date(2026, 11, 22))


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


def palette(window: MainWindow, keys: Keyboard, words: str) -> None:
    """Open the palette, type, and run the first find."""
    keys.press(K.Key_K, CTRL)
    keys.wait(lambda: window.finder._index is not None)
    keys.write(words)
    keys.press(K.Key_Return)


def opened(window: MainWindow, keys: Keyboard, name: str) -> Case:
    """Open a case by its name."""
    palette(window, keys, name)
    assert window.session.case is not None
    return window.session.case


def walk_to(window: MainWindow, keys: Keyboard, number: int) -> WalkPage:
    """Turn to a step of the walk by its number."""
    keys.press(K.Key_3, CTRL)
    keys.press(Qt.Key(K.Key_0 + number))
    page = window.page("walk")
    assert isinstance(page, WalkPage)
    return page


def test_an_overridden_finding_stands_beside_the_computed_one_in_the_letter(
    window: MainWindow, keys: Keyboard
) -> None:
    opened(window, keys, "anna")
    walk_to(window, keys, 2)
    keys.press(K.Key_O)
    panel = window.findChild(QWidget, "overridePanel")
    assert panel is not None
    assert panel.isVisible()
    rationale = window.findChild(QWidget, "overrideRationale")
    assert rationale is not None
    for _ in range(3):
        if keys.focus.objectName() != "override-met":
            keys.press(K.Key_Left)
    assert keys.focus.objectName() == "override-met"
    keys.press(K.Key_Space)
    keys.tab_to(rationale)
    keys.write("Infusions were observed on the ward")
    keys.tab_to(button(window, "saveOverride"))
    keys.press(K.Key_Space)
    case = window.session.case
    assert case is not None
    assert [(override.step, override.status) for override in case.overrides] == [("adherence", "met")]
    assert window.session.review is not None
    assert window.session.review.step("adherence").status == "not-documented"
    letter = LetterDesk(window, keys)
    letter.open()
    assert "not documented" in letter.words
    assert "Infusions were observed on the ward" in letter.words
    assert "The reviewer judges: met" in letter.words or "reviewer: met" in letter.words


def test_a_request_is_pended_with_what_is_asked_for(
    window: MainWindow, keys: Keyboard, ask: FakeAsk, tmp_path: Path
) -> None:
    ask.path = tmp_path / "request.pdf"
    opened(window, keys, "anna")
    walk_to(window, keys, 2)
    keys.press(K.Key_A)
    palette(window, keys, "letter: information")
    letter = LetterDesk(window, keys)
    letter.ready()
    assert letter.page.kind.currentData() == "information-request"
    assert "mycophenolate" in letter.words
    assert "nothing has been decided" in letter.words.lower() or "no decision" in letter.words.lower()
    letter.save()
    keys.wait(lambda: (tmp_path / "request.pdf").exists())


def test_a_case_is_taken_up_again_on_another_day(start: Start) -> None:
    first = start(date(2026, 11, 22))
    keys = Keyboard(first)
    opened(first, keys, "anna")
    walk_to(first, keys, 1)
    keys.press(K.Key_Return, CTRL)
    assert first.page("walk").walk.position == "adherence"  # type: ignore[attr-defined]
    desk = CaseDesk(first, keys)
    keys.press(K.Key_2, CTRL)
    desk.enter(2, "labs", [{"collected_on": "2026-11-21", "analyte": "upcr", "quantity": "3.9 g/g"}])
    keys.press(K.Key_Q, CTRL)
    assert not first.isVisible()
    again = start(date(2026, 12, 15))
    keys = Keyboard(again)
    opened(again, keys, "anna")
    keys.press(K.Key_3, CTRL)
    page = again.page("walk")
    assert isinstance(page, WalkPage)
    assert page.walk.position == "adherence", "the walk starts where it stopped"
    assert again.session.case is not None
    assert any(lab.collected_on and lab.collected_on.text == "2026-11-21" for lab in again.session.case.labs)
    keys.press(K.Key_Return, CTRL)
    assert page.walk.position == "dosing"


def test_the_palette_alone_leads_from_the_list_to_a_saved_letter(
    window: MainWindow, keys: Keyboard, ask: FakeAsk, tmp_path: Path
) -> None:
    ask.path = tmp_path / "letter.pdf"
    for words, page in (
        ("anna", "case"),
        ("walk: adherence", "walk"),
        ("medication courses", "case"),
        ("plan: member", "case"),
        ("arora 2022", "book"),
        ("letter: medical", "letter"),
    ):
        palette(window, keys, words)
        assert window.current == page, words
    letter = LetterDesk(window, keys)
    letter.ready()
    palette(window, keys, "save as pdf")
    palette(window, keys, "choose file")
    keys.wait(lambda: (tmp_path / "letter.pdf").exists())


def test_everything_that_was_done_is_taken_back_step_by_step_and_brought_back(
    window: MainWindow, keys: Keyboard, arranged: Store
) -> None:
    before = opened(window, keys, "anna")
    desk = CaseDesk(window, keys)
    desk.enter(2, "labs", [{"collected_on": "2026-11-21", "analyte": "upcr", "quantity": "3.9 g/g"}])
    desk.enter(6, "events", [{"what": "Flare", "on": "2026-11"}])
    panel = desk.turn(2, "labs")
    keys.press(K.Key_Delete)
    keys.press(K.Key_4, CTRL)
    letter = LetterDesk(window, keys)
    letter.ready()
    keys.press(K.Key_3, ALT)  # the entries of the record: the first is left out of this document
    keys.press(K.Key_Home)
    keys.press(K.Key_Space)
    after = window.session.case
    assert after is not None
    assert len(after.left_out) == 1
    assert panel.count == len(before.labs)
    names = []
    while window.session.undo_name:
        names.append(window.session.undo_name)
        keys.press(K.Key_Z, CTRL)
    assert len(names) == 4
    assert all(names)
    assert window.session.case == before
    assert arranged.load(ANNA) == before
    while window.session.redo_name:
        keys.press(K.Key_Z, CTRL | SHIFT)
    assert window.session.case == after
    assert arranged.load(ANNA) == after


def test_help_and_tour_are_reached_and_left_by_keys_from_any_page(window: MainWindow, keys: Keyboard) -> None:
    opened(window, keys, "anna")
    for number in range(1, len(window.pages) + 1):
        keys.press(Qt.Key(K.Key_0 + number), CTRL)
        before = keys.focus
        keys.press(K.Key_F1)
        assert window.help.panel.isVisible()
        keys.press(K.Key_Escape)
        assert keys.focus is before
    keys.press(K.Key_H, ALT)
    keys.press(K.Key_T)
    assert window.tour.card.isVisible()
