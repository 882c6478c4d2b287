"""The tour, by keys: offered on an empty list, one real thing at each step, nothing of it left in any other case."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from lnreview.case.model import Case
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.desktop.tour.guide import CASE
from lnreview.desktop.tour.steps import STEPS
from lnreview.store.store import Store
from tests.desktop.keyboard import ALT, CTRL, Keyboard
from tests.desktop.pages import outside

K = Qt.Key


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


def shown(window: MainWindow) -> str:
    """Return the id of the step that is shown."""
    step = window.tour.step
    return step.id if step is not None else ""


def chord(window: MainWindow, keys: Keyboard, key: Qt.Key) -> None:
    """Press Alt with a key of the card, and wait until it says something else; the button is seen to go down first."""
    before = (shown(window), window.tour.card.words)
    keys.press(key, ALT)
    keys.wait(lambda: (shown(window), window.tour.card.words) != before)


def to(window: MainWindow, keys: Keyboard, step: str) -> None:
    """Go on until a step is shown."""
    for _ in range(2 * len(STEPS)):
        if shown(window) == step:
            return
        chord(window, keys, K.Key_N)
    raise AssertionError(f"the tour never comes to {step}")


def test_an_empty_list_offers_it_and_does_not_force_it(window: MainWindow, keys: Keyboard) -> None:
    assert window._tour is None
    offer = window.page("cases").findChild(QPushButton, "takeTour")
    assert offer is not None
    keys.tab_to(offer)
    keys.press(K.Key_Space)
    assert shown(window) == "list"
    assert "invented" in window.tour.card.words


def test_enter_opens_the_case_of_the_tour_also_where_another_is_open_and_the_list_is_narrowed(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    window.show_page("cases")
    keys.press(K.Key_Slash)
    keys.write("Proteinuria")
    session.goto("tour")
    keys.press(K.Key_Return)
    assert session.case is not None
    assert session.case.id == CASE


def test_the_person_does_each_thing_by_its_own_keys(
    window: MainWindow, keys: Keyboard, session: Session, store: Store, preferences: Preferences
) -> None:
    session.goto("tour")
    keys.press(K.Key_Return)
    assert session.case is not None
    assert session.case.id == CASE
    assert "Done" in window.tour.card.words
    to(window, keys, "walk")
    assert "Ctrl+3" in window.tour.card.words
    keys.press(K.Key_3, CTRL)
    assert window.current == "walk"
    assert "Done" in window.tour.card.words
    to(window, keys, "letter")
    keys.press(K.Key_4, CTRL)
    assert "Done" in window.tour.card.words
    to(window, keys, "decision")
    keys.press(K.Key_5, CTRL)
    assert "Done" in window.tour.card.words
    to(window, keys, "undo")
    before = store.load(CASE).note
    assert before.startswith("A note by the tour")
    keys.press(K.Key_Z, CTRL)
    assert store.load(CASE).note != before
    assert "Done" in window.tour.card.words
    to(window, keys, "end")
    assert not preferences.tour_taken
    chord(window, keys, K.Key_F)
    assert shown(window) == ""
    assert not window.tour.card.isVisible()
    assert not window.tour.card.ring.isVisible()
    assert preferences.tour_taken


def test_next_alone_shows_everything_too_and_back_goes_back(
    window: MainWindow, keys: Keyboard, session: Session
) -> None:
    session.goto("tour")
    seen = []
    for _ in range(2 * len(STEPS)):
        if not seen or seen[-1] != shown(window):
            seen.append(shown(window))
        if shown(window) == "end":
            break
        chord(window, keys, K.Key_N)
    assert seen == [step.id for step in STEPS]
    for step in reversed(STEPS[:-1]):
        chord(window, keys, K.Key_B)
        assert shown(window) == step.id


def test_each_step_marks_something_that_is_in_view(
    window: MainWindow, keys: Keyboard, session: Session
) -> None:
    window.resize(1280, 900)
    session.goto("tour")
    for step in STEPS:
        to(window, keys, step.id)
        if step.wish in ("open", "page"):
            assert not window.tour.card.ring.geometry().isEmpty(), step.id
            chord(window, keys, K.Key_N)
        QApplication.processEvents()
        card, ring = window.tour.card.geometry(), window.tour.card.ring.geometry()
        inner = window.centralWidget()
        assert inner is not None
        assert inner.rect().contains(card), step.id
        if step.wish != "open":
            assert window.tour.card.ring.isVisible(), step.id
            assert not card.contains(ring), step.id


def test_esc_and_leave_end_it_and_take_its_note_back(
    window: MainWindow, keys: Keyboard, session: Session, store: Store, preferences: Preferences
) -> None:
    session.goto("tour")
    keys.press(K.Key_Return)
    before = store.load(CASE)
    to(window, keys, "undo")
    assert store.load(CASE) != before
    keys.press(K.Key_Escape)
    assert shown(window) == ""
    assert store.load(CASE) == before
    assert preferences.tour_taken
    assert keys.stands_in(window.page(window.current))
    session.goto("tour")
    chord(window, keys, K.Key_L)
    assert shown(window) == ""


def test_it_touches_no_other_case_and_can_be_begun_again(
    window: MainWindow, keys: Keyboard, session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    events = len(store.history("anna"))
    for _ in range(2):
        session.goto("tour")
        keys.press(K.Key_Return)
        to(window, keys, "undo")
        keys.press(K.Key_Escape)
    assert store.load("anna") == anna
    assert len(store.history("anna")) == events
    assert sorted(summary.id for summary in store.list()) == ["anna", CASE]
    assert store.load(CASE).synthetic
    session.archive_case(CASE)
    session.goto("tour")
    assert CASE in [summary.id for summary in store.list()]


def test_the_help_menu_begins_it(window: MainWindow, keys: Keyboard) -> None:
    keys.press(K.Key_H, ALT)
    keys.press(K.Key_T)
    assert shown(window) == "list"


@pytest.mark.parametrize("size", [100, 150, 200])
def test_every_card_is_whole_at_every_text_size(
    window: MainWindow, keys: Keyboard, session: Session, size: int
) -> None:
    window.set_text_size(size)
    session.goto("tour")
    for step in STEPS:
        to(window, keys, step.id)
        QApplication.processEvents()
        card = window.tour.card
        assert not outside(card), step.id
        assert not unnamed(card)
        assert card.height() >= card._column.heightForWidth(card.width()), step.id
        inner = window.centralWidget()
        assert inner is not None
        assert inner.rect().contains(card.geometry()), step.id
