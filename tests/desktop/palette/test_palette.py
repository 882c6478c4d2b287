"""The palette in the window, by keys only: it finds, runs, says why not, gives the focus back, and remembers little."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from lnreview.case.model import Case
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.language import tr
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.palette.panel import MOST, Palette
from lnreview.desktop.palette.sources import plain
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from tests.desktop.keyboard import CTRL, SHIFT, Keyboard
from tests.desktop.pages import outside

K = Qt.Key


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


def opened(window: MainWindow, keys: Keyboard) -> Palette:
    """Press Ctrl+K, and wait until the Book is listed as well."""
    keys.press(K.Key_K, CTRL)
    keys.wait(lambda: window.finder._index is not None)
    return window.finder.palette


def texts(palette: Palette) -> list[str]:
    return [offer.text for offer in palette.rows.offers.offers]


def test_both_chords_open_it_in_the_window_and_esc_gives_the_focus_back(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    before = keys.focus
    for key, modifier in ((K.Key_K, CTRL), (K.Key_P, CTRL | SHIFT)):
        keys.press(key, modifier)
        palette = window.finder.palette
        assert palette.isVisible()
        assert not palette.isWindow()
        assert keys.focus is palette.line
        keys.press(K.Key_Escape)
        assert not palette.isVisible()
        assert keys.focus is before


def test_enter_runs_what_a_few_letters_find(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    opened(window, keys)
    keys.write("chr")
    keys.press(K.Key_Return)
    assert window.current == "walk"
    assert not window.finder.palette.isVisible()
    opened(window, keys)
    keys.write("birth date")
    keys.press(K.Key_Return)
    assert window.current == "case"
    assert keys.focus.accessibleName() == "Birth date"
    opened(window, keys)
    keys.write("new lab")
    keys.press(K.Key_Return)
    assert keys.stands_in(window.page("case").panel("labs").editor)  # type: ignore[attr-defined]
    opened(window, keys)
    keys.write("medication courses")
    keys.press(K.Key_Return)
    assert keys.focus.objectName() == "table-courses"


def test_the_arrows_go_through_the_rows_and_around(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    keys.write("case")
    rows = len(palette.rows.offers.offers)
    keys.press(K.Key_Down)
    assert palette.rows.currentIndex().row() == 1
    keys.press(K.Key_Up, times=2)
    assert palette.rows.currentIndex().row() == rows - 1
    keys.press(K.Key_Down)
    assert palette.rows.currentIndex().row() == 0
    keys.press(K.Key_PageDown, times=9)
    assert palette.rows.currentIndex().row() == rows - 1


def test_what_cannot_be_done_says_why_and_stays(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    keys.write("undo")
    offer = palette.rows.current()
    assert offer is not None
    assert offer.why_not == "Nothing was changed since this case was opened."
    assert offer.shortcut == "Ctrl+Z"
    keys.press(K.Key_Return)
    assert palette.isVisible()
    assert palette._foot.text() == offer.why_not
    assert offer.why_not in palette.line.accessibleDescription()


def test_every_entry_of_every_menu_is_found_by_its_name(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    for action in window.findChildren(QAction):
        name = plain(action.text())
        if not name or action.menu() is not None or action.isSeparator() or action.property("page"):
            continue
        found = window.finder.palette
        palette.line.setText(name)
        assert any(name in text for text in texts(found)), name


def test_a_case_is_found_by_its_name_and_opened(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    session.close_case()
    palette = opened(window, keys)
    keys.write("anna")
    assert texts(palette)[0] == "Demo, Anna · Proteinuria that stays"
    keys.press(K.Key_Return)
    assert session.case == anna
    assert window.current == "case"


def test_the_commands_and_buttons_of_the_page_are_found_and_pressed(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    session.goto("walk", "adherence")
    palette = opened(window, keys)
    keys.write("override")
    offer = palette.rows.current()
    assert offer is not None
    assert offer.kind == "here"
    keys.press(K.Key_Return)
    shown = [part.accessibleName() for part in window.page("walk").findChildren(QWidget) if part.isVisible()]
    assert any("Rationale" in name for name in shown)


def test_an_entry_of_the_book_is_found(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    keys.write("arora 2022")
    offer = next(line for line in palette.rows.offers.offers if line.kind == "book")
    palette.close_()
    offer.do()
    assert window.current == "book"


def test_only_the_best_are_shown_and_it_says_so(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    assert len(texts(palette)) == MOST
    assert str(MOST) in palette._foot.text()
    keys.write("qqq")
    assert texts(palette) == []
    assert palette._foot.text().startswith("Nothing of that name")
    keys.press(K.Key_Return)
    assert palette.isVisible()


def test_what_is_still_being_listed_is_not_said_to_be_missing(window: MainWindow, keys: Keyboard) -> None:
    keys.press(K.Key_K, CTRL)
    palette = window.finder.palette
    if window.finder._index is None:
        palette.line.setText("qqq")
        assert palette._foot.text().startswith("Fields and rules are still being listed")
    keys.wait(lambda: not palette.waits)
    palette.line.setText("qqqq")
    assert palette._foot.text().startswith("Nothing of that name")


def test_it_closes_when_the_person_goes_elsewhere(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    window.page("cases").setFocus()
    keys.press(K.Key_F1)
    assert not palette.isVisible()


def test_nothing_clinical_is_remembered(
    window: MainWindow, keys: Keyboard, session: Session, preferences: Preferences, anna: Case, tmp_path: Path
) -> None:
    session.add_case(anna)
    for typed in ("anna", "arora 2022", "walk: adherence", "close case"):
        opened(window, keys)
        keys.write(typed)
        keys.press(K.Key_Return)
    preferences._settings.sync()
    kept = (tmp_path / "window.ini").read_text(encoding="utf-8").lower()
    assert "anna" not in kept
    assert "arora" not in kept
    assert preferences.recent == ["command:Close case", "step:adherence"]
    opened(window, keys)
    assert texts(window.finder.palette)[:2] == ["Close case", "Walk: Adherence"]


@pytest.mark.parametrize("size", [100, 200])
def test_it_fits_the_window_at_every_text_size(window: MainWindow, keys: Keyboard, size: int) -> None:
    window.set_text_size(size)
    palette = opened(window, keys)
    for typed in ("", "undo", "longest time between", "qqq"):
        palette.line.setText(typed)
        QApplication.processEvents()
        assert not outside(palette)
        inner = window.centralWidget()
        assert inner is not None
        assert inner.rect().contains(palette.geometry())
        assert not palette.rows.horizontalScrollBar().isVisible()
        assert palette._foot.height() >= palette._foot.heightForWidth(palette._foot.width())
    assert not unnamed(palette)
    assert tr("Command palette") == palette.line.accessibleName()


def test_each_key_costs_less_than_a_frame(window: MainWindow, keys: Keyboard) -> None:
    palette = opened(window, keys)
    spent = []
    for typed in ("tacrolimus trough", "export case", "adherence"):
        for letter in typed:
            start = time.process_time()
            keys.write(letter)
            spent.append(time.process_time() - start)
        palette.line.clear()
    # A frame is 16 ms; twice that, because a loaded machine must not fail a test.
    assert sorted(spent)[len(spent) // 2] < 0.032
