"""The window: one seam for pages, messages that stay, names for everything, room at every text size."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists
from lnreview.desktop import theme
from lnreview.desktop.accessibility import focusable, unnamed
from lnreview.desktop.after_start import AfterStart, EarlyGuideline
from lnreview.desktop.app import make_window
from lnreview.desktop.colours import COLOURS
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages import PAGES, PageSpec
from lnreview.desktop.pages.case import CasePage
from lnreview.desktop.pages.letter.side import TABS as LETTER_TABS
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.guideline.load import load
from lnreview.store.store import Store
from tests.desktop.decision_driver import DecisionDriver
from tests.desktop.fakes import FakeAsk
from tests.desktop.pages import outside, press, write

CTRL = Qt.KeyboardModifier.ControlModifier
OWN = [page for page in PAGES if page.id in ("cases", "case", "letter", "decision")]


@pytest.fixture
def own_window(session: Session, preferences: Preferences, qtbot: QtBot) -> MainWindow:
    """A window with the pages of this test's care only."""
    window = MainWindow(session, preferences, OWN)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def entry(window: MainWindow, name: str) -> QAction:
    """Return the menu entry whose name begins so."""
    return next(
        action for action in window.findChildren(QAction) if action.text().replace("&", "").startswith(name)
    )


def test_nothing_clinical_in_title_or_settings(
    window: MainWindow, session: Session, anna: Case, tmp_path: Path
) -> None:
    session.add_case(anna)
    window.set_text_size(125)
    window.close()
    window._preferences._settings.sync()
    kept = (tmp_path / "window.ini").read_text(encoding="utf-8")
    assert window.windowTitle() == "lnreview"
    assert "anna" not in kept.lower()
    assert "text_size=125" in kept


def test_the_case_stands_in_one_line_with_its_verdict(
    window: MainWindow, session: Session, anna: Case
) -> None:
    assert not window.header.isVisible()
    session.add_case(anna)
    assert window.header.isVisible()
    assert window.header.text.startswith(
        "Demo, Anna · F 31 · class III + V (Dec 2025, AI 9) · UPCR 3.1 → 3.4 g/g (+10 % since Jan 2026)"
    )
    assert session.review is not None
    assert (
        theme.verdict_look(session.review.verdict, bool(session.review.urgent)).word in window.header.verdict
    )


def test_the_day_of_the_review_is_set_in_the_header(window: MainWindow, session: Session, anna: Case) -> None:
    session.add_case(anna)
    day = window.findChild(QWidget, "asOf")
    assert day is not None
    day.setFocus()
    press(Qt.Key.Key_A, CTRL)
    write("2026-03-01")
    press(Qt.Key.Key_Return)
    assert session.as_of == ChartDate.parse("2026-03-01")
    press(Qt.Key.Key_A, CTRL)
    write("soon")
    press(Qt.Key.Key_Return)
    assert session.as_of == ChartDate.parse("2026-03-01")
    assert "soon" in window.messages.notices[-1]


def test_messages_stay_until_they_are_dismissed(window: MainWindow, session: Session) -> None:
    session.failed.emit("This did not work, because of that. Do this.")
    session.told.emit("This was done.")
    assert window.messages.isVisible()
    assert len(window.messages.notices) == 2
    window.messages.dismiss()
    assert window.messages.notices == ["This did not work, because of that. Do this."]
    window.messages.dismiss()
    assert not window.messages.isVisible()


def test_undo_and_redo_are_named_in_the_menu(window: MainWindow, session: Session, anna: Case) -> None:
    session.add_case(anna)
    assert not entry(window, "Undo").isEnabled()
    session.change("Add lab result", anna.model_copy(update={"title": "x"}))
    assert entry(window, "Undo").text() == "&Undo: Add lab result"
    entry(window, "Undo").trigger()
    assert session.case == anna
    assert entry(window, "Redo").text() == "&Redo: Add lab result"


def test_a_case_file_goes_out_and_comes_in(
    window: MainWindow, session: Session, ask: FakeAsk, anna: Case, tmp_path: Path, qtbot: QtBot
) -> None:
    session.add_case(anna)
    ask.path = tmp_path / "out.json"
    entry(window, "Export case file").trigger()
    written = json.loads(ask.path.read_text(encoding="utf-8"))
    ask.path.write_text(json.dumps(written | {"id": "again"}), encoding="utf-8")
    entry(window, "Open case file").trigger()
    qtbot.waitUntil(lambda: session.case == anna.model_copy(update={"id": "again"}))
    ask.path.write_text('{"format": "lnreview-case", "id": "bad", "labs": [{}]}', encoding="utf-8")
    entry(window, "Open case file").trigger()
    qtbot.waitUntil(lambda: "labs" in window.messages.notices[-1])
    assert session.case is not None
    assert session.case.id == "again"


def test_copy_archive_and_about_do_what_they_say(
    window: MainWindow, session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    entry(window, "Copy case").trigger()
    assert session.case is not None
    copied = session.case.id
    assert copied != "anna"
    entry(window, "Archive case").trigger()
    assert session.case is None
    assert [summary.id for summary in store.list(archived=True)] == [copied]
    entry(window, "About").trigger()
    assert "Not for" in window.help.panel.words


def test_every_menu_entry_is_connected_or_opens_a_menu(window: MainWindow) -> None:
    for action in window.findChildren(QAction):
        if action.text() and not action.isSeparator() and action.menu() is None:
            received = action.receivers("2triggered(bool)")
            group = action.actionGroup()
            assert received or (group is not None and group.receivers("2triggered(QAction*)")), action.text()


def test_pages_enter_through_one_seam(session: Session, preferences: Preferences, qtbot: QtBot) -> None:
    made = []

    def create(given: Session) -> QWidget:
        made.append(given)
        return QLabel("a page")

    window = MainWindow(session, preferences, [*OWN, PageSpec("extra", "Extra", "+", "Something", create)])
    window.show()
    assert made == [], "a page is made when it is first shown"
    session.goto("extra")
    assert window.current == "cases", "a page that needs a case waits for one"
    session.new_case()
    session.goto("extra", "anywhere")
    assert (made, window.current) == ([session], "extra")


def test_cases_that_wait_are_reviewed_in_idle_time(
    session: Session, store: Store, anna: Case, qtbot: QtBot
) -> None:
    store.create(anna)
    after_start = AfterStart(session, EarlyGuideline(load))
    after_start.start()
    qtbot.waitUntil(lambda: store.summary("anna").verdict != "", timeout=20_000)
    store.create(anna.model_copy(update={"id": "later"}))
    session.cases_changed.emit()
    qtbot.waitUntil(lambda: store.summary("later").verdict != "", timeout=20_000)
    after_start.stop()


def test_appearance_and_text_size_last(store: Store, qapp: QApplication, tmp_path: Path) -> None:
    first = make_window(qapp, store, tmp_path / "window.ini")
    first.set_appearance("dark")
    first.set_text_size(150)
    make_window(qapp, store, tmp_path / "window.ini")
    assert theme.look().colours == COLOURS["dark"]
    assert theme.look().factor == 1.5


def test_keys_change_the_text_size(window: MainWindow) -> None:
    press(Qt.Key.Key_Plus, CTRL)
    assert theme.look().factor == 1.25
    press(Qt.Key.Key_Minus, CTRL)
    assert theme.look().factor == 1.0


def every_view(window: MainWindow) -> list[Callable[[], None]]:
    """Return what shows the list of cases, each tab and list of the case, each tab of the letter, and the decision."""
    page = window.page("case")
    assert isinstance(page, CasePage)
    tabs = [lambda index=index: page.tabs.setCurrentIndex(index) for index in range(page.tabs.count())]
    lists = [lambda name=name: page.panel(name) for name in entry_lists()]
    letter = [lambda place=place: window.show_page("letter", place) for place, _ in LETTER_TABS]
    first = [lambda: window.show_page("cases"), lambda: window.show_page("case")]
    return [*first, *tabs, *lists, *letter, *DecisionDriver.views(window)]  # type: ignore[list-item]


def test_everything_that_takes_the_focus_has_a_name(
    own_window: MainWindow, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    for view in every_view(own_window):
        view()
        nameless = [
            f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
            for widget in unnamed(own_window)
        ]
        assert nameless == []
    assert len(focusable(own_window)) > 150


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_nothing_sticks_out_at_any_text_size(
    own_window: MainWindow, session: Session, anna: Case, size: int, qapp: QApplication, qtbot: QtBot
) -> None:
    def nothing_sticks_out() -> None:
        assert outside(own_window) == []
        assert own_window.width() <= 1280

    session.add_case(anna)
    own_window.set_text_size(size)
    for view in every_view(own_window):
        view()
        qapp.processEvents()
        qtbot.waitUntil(nothing_sticks_out)  # a page is laid out once more when its worker has answered


@pytest.mark.parametrize("size", [100, 200])
def test_targets_are_large_enough(
    own_window: MainWindow, session: Session, anna: Case, size: int, qapp: QApplication
) -> None:
    session.add_case(anna)
    own_window.set_text_size(size)
    for view in every_view(own_window):
        view()
        qapp.processEvents()
        small = [
            f"{type(widget).__name__} {widget.accessibleName()} {widget.width()}×{widget.height()}"
            for widget in focusable(own_window)
            if widget.isVisible() and min(widget.width(), widget.height()) < 24
        ]
        assert small == []
