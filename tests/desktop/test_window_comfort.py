"""The window as its person left it; menus that say what they do; one meaning for each key; no dialog in normal work."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

import lnreview.desktop
from lnreview.case.model import Case
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.notice import Notice, Offer
from lnreview.desktop.palette.sources import plain
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.desktop.window_place import is_reachable
from tests.desktop.keyboard import ALT, CTRL, SHIFT, Keyboard
from tests.desktop.views import settle

K = Qt.Key
DESKTOP = Path(lnreview.desktop.__file__).parent
MakeWindow = Callable[[], MainWindow]


def menus(window: MainWindow) -> Iterator[QMenu]:
    """Yield every menu and submenu."""
    pending = [action.menu() for action in window.menuBar().actions()]
    while pending:
        menu = pending.pop(0)
        if isinstance(menu, QMenu):
            yield menu
            pending += [action.menu() for action in menu.actions()]


def entries(window: MainWindow) -> Iterator[QAction]:
    """Yield every entry of every menu."""
    for menu in menus(window):
        yield from (action for action in menu.actions() if not action.isSeparator() and action.menu() is None)


def letter(text: str) -> str:
    """Return the access key of a menu entry."""
    rest = text.replace("&&", "").partition("&")[2]
    return rest[:1].upper()


# Menus


def test_every_entry_says_what_it_does(window: MainWindow) -> None:
    for action in entries(window):
        assert action.statusTip(), action.text()
        assert action.statusTip() != plain(action.text())


def test_access_keys_are_there_and_differ_within_a_menu(window: MainWindow) -> None:
    bar = [letter(action.text()) for action in window.menuBar().actions()]
    assert all(bar)
    assert len(set(bar)) == len(bar)
    for menu in menus(window):
        keys = [letter(action.text()) for action in menu.actions() if not action.isSeparator()]
        twice = [key for key, count in Counter(key for key in keys if key).items() if count > 1]
        assert not twice, f"{menu.title()}: {twice}"


def test_no_menu_begins_or_ends_with_a_line_or_has_two_in_a_row(window: MainWindow) -> None:
    for menu in menus(window):
        lines = [action.isSeparator() for action in menu.actions()]
        assert lines, menu.title()
        assert not lines[0]
        assert not lines[-1]
        assert not any(a and b for a, b in pairwise(lines)), menu.title()


def test_an_entry_that_cannot_be_chosen_says_why(window: MainWindow, session: Session, anna: Case) -> None:
    for action in entries(window):
        assert action.isEnabled() or action.property("whyNot"), action.text()
    session.add_case(anna)
    for action in entries(window):
        assert action.isEnabled() or action.property("whyNot"), action.text()


def test_every_key_means_one_thing_wherever_it_works(
    window: MainWindow, session: Session, anna: Case
) -> None:
    """A key of the window belongs to nothing else; a key of a page to one thing on that page."""
    session.add_case(anna)
    of_window = Counter(key.toString() for action in entries(window) for key in action.shortcuts())
    assert max(of_window.values()) == 1, of_window.most_common(3)
    for page_id in window.pages:
        window.show_page(page_id)
        page = window.page(page_id)
        found: dict[str, list[str]] = {}
        for widget in (page, *page.findChildren(QWidget)):
            for action in widget.actions():
                for key in action.shortcuts():
                    found.setdefault(key.toString(), []).append(plain(action.text()))
            if hasattr(widget, "shortcut") and not widget.shortcut().isEmpty():
                found.setdefault(widget.shortcut().toString(), []).append(widget.accessibleName())
        for shortcut in page.findChildren(QShortcut):
            for key in QShortcut.keys(shortcut):
                found.setdefault(key.toString(), []).append(shortcut.whatsThis())
        for key, names in found.items():
            assert key not in of_window, f"{page_id}: {key} is {names}, and an entry of the menus"
            of_lists = {name for name in names if name}
            assert len(of_lists) <= 1 or _in_different_places(page, key), f"{page_id}: {key} is {names}"


def _in_different_places(page: QWidget, key: str) -> bool:
    """Tell whether the actions with a key lie on widgets of which none contains another, so that one has the focus."""
    owners = [
        widget
        for widget in (page, *page.findChildren(QWidget))
        if any(key == known.toString() for action in widget.actions() for known in action.shortcuts())
    ]
    return all(not one.isAncestorOf(other) for one in owners for other in owners if one is not other)


# What is remembered


def test_the_window_comes_back_as_it_was_left(
    make_window: MakeWindow, session: Session, preferences: Preferences
) -> None:
    window = make_window()
    keys = Keyboard(window)
    window.resize(720, 600)
    keys.press(K.Key_Plus, CTRL)
    keys.press(K.Key_6, CTRL)
    window.close()
    again = make_window()
    assert again.size().width() == 720
    assert again.current == "book"
    assert preferences.text_size == 125
    Keyboard(again).press(K.Key_0, CTRL)
    assert preferences.text_size == 100


def test_a_page_that_needs_a_case_is_not_opened_without_one(
    make_window: MakeWindow, session: Session, preferences: Preferences, anna: Case
) -> None:
    window = make_window()
    session.add_case(anna)
    window.show_page("walk")
    window.close()
    assert preferences.last_page == "walk"
    session.close_case()
    assert make_window().current == "cases"


def test_a_page_of_another_version_is_forgotten(make_window: MakeWindow, preferences: Preferences) -> None:
    preferences.last_page = "astrology"
    assert make_window().current == "cases"


def test_a_window_of_a_screen_that_is_gone_comes_back_into_view(
    make_window: MakeWindow, preferences: Preferences
) -> None:
    window = make_window()
    window.move(QPoint(20_000, 20_000))
    assert not is_reachable(window)
    window.close()
    assert is_reachable(make_window())


@pytest.mark.parametrize("rubbish", ["", "x", "1/2/x", "-5", "'false'"])
def test_rubbish_in_the_settings_is_no_setting(preferences: Preferences, rubbish: str) -> None:
    for name in ("text_size", "appearance", "last_page", "recent", "tour_taken", "split/help", "geometry"):
        preferences._settings.setValue(name, rubbish)
    assert preferences.text_size == 100
    assert preferences.appearance == "system"
    assert preferences.geometry is None
    assert preferences.share("help") is None
    assert not preferences.tour_taken
    assert isinstance(preferences.recent, list)


def test_the_help_keeps_the_width_that_was_drawn(
    make_window: MakeWindow, session: Session, preferences: Preferences
) -> None:
    window = make_window()
    Keyboard(window).press(K.Key_F1)
    preferences.set_share("helpSplit", [600, 400])
    window.close()
    window = make_window()
    window.resize(1280, 820)  # wider than the screen of a test, to which a window is restored
    keys = Keyboard(window)
    keys.press(K.Key_F1)
    keys.wait(lambda: abs(window.help.panel.width() - 0.4 * window._split.width()) < 40)


def test_help_in_the_place_of_the_page_gives_the_focus_back(
    window: MainWindow, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    window.resize(1280, 800)
    window.set_text_size(200)
    window.show_page("walk")
    keys = Keyboard(window)
    before = keys.focus
    keys.press(K.Key_F1)
    assert not before.isVisible()
    keys.press(K.Key_Escape)
    assert keys.focus is before


def test_large_text_has_room_on_a_small_screen(window: MainWindow, session: Session, anna: Case) -> None:
    window.resize(1280, 800)
    window.set_text_size(200)
    settle()  # the list is empty at first: what it shows then must not make the list too wide later
    session.add_case(anna)
    for page_id in window.pages:
        window.show_page(page_id)
        settle()
        page = window.page(page_id)
        assert page.minimumSizeHint().width() <= window._stack.viewport().width(), page_id
    window.desk.export_letters()
    settle()
    assert window.desk.minimumSizeHint().width() <= window._stack.width()


def test_the_settings_hold_no_patient(
    make_window: MakeWindow, session: Session, preferences: Preferences, anna: Case, tmp_path: Path
) -> None:
    window = make_window()
    session.add_case(anna)
    for page_id in window.pages:
        window.show_page(page_id)
    window.close()
    preferences._settings.sync()
    kept = (tmp_path / "window.ini").read_text(encoding="utf-8")
    names = {line.partition("=")[0] for line in kept.splitlines() if "=" in line}
    assert names <= {"text_size", "appearance", "geometry", "last_page", "recent", "tour_taken"} | {
        name for name in names if name.endswith("Split")
    }
    for word in ("anna", "demo", "1995", "3.4", "mycophenolate"):
        assert word not in kept.lower()
    assert isinstance(preferences.geometry, QByteArray)


def test_the_text_grows_and_shrinks_by_keys_within_its_limits(
    window: MainWindow, preferences: Preferences
) -> None:
    keys = Keyboard(window)
    keys.press(K.Key_Equal, CTRL, times=9)
    assert preferences.text_size == 200
    keys.press(K.Key_Minus, CTRL, times=9)
    assert preferences.text_size == 100


# Dialogs


def test_no_dialog_is_opened_but_through_the_seam() -> None:
    """Panels of the page instead: a message box or a dialog stands only behind `ask` and in the report of a fault."""
    allowed = {"ask.py", "crash_dialog.py"}
    for path in DESKTOP.rglob("*.py"):
        if path.name in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name | ast.Attribute):
                name = node.id if isinstance(node, ast.Name) else node.attr
                assert name not in ("QMessageBox", "QDialog", "QInputDialog", "QWizard", "QProgressDialog"), (
                    path
                )
            if isinstance(node, ast.Attribute) and node.attr == "exec":
                assert path.name == "app.py", path


def test_a_question_is_asked_only_where_something_would_be_lost() -> None:
    asked = [
        path.relative_to(DESKTOP).as_posix()
        for path in sorted(DESKTOP.rglob("*.py"))
        if ".ask.confirm(" in path.read_text(encoding="utf-8")
    ]
    assert set(asked) <= {"jobs/desk.py"}, "closing while a job runs would stop it"


def test_enter_presses_the_button_in_hand(window: MainWindow, session: Session, anna: Case) -> None:
    session.add_case(anna)
    session.failed.emit("Something did not work.")
    dismiss = window.findChild(QWidget, "dismissMessage")
    assert dismiss is not None
    dismiss.setFocus()
    Keyboard(window).press(Qt.Key.Key_Return)
    assert window.messages.notices == []


def test_what_a_message_offers_is_done_by_a_key(window: MainWindow, session: Session) -> None:
    done: list[str] = []
    session.notify(
        Notice("Two files were refused.", "failed", Offer("Show why", lambda: done.append("shown")))
    )
    Keyboard(window).press(K.Key_O, CTRL | SHIFT)
    assert done == ["shown"]


def test_help_and_palette_are_no_windows(window: MainWindow) -> None:
    keys = Keyboard(window)
    keys.press(K.Key_H, ALT)
    keys.press(K.Key_A)
    keys.press(K.Key_K, CTRL)
    assert [
        widget for widget in window.findChildren(QWidget) if widget.isWindow() and widget.isVisible()
    ] == []
    assert (
        QKeySequence("Ctrl+K")
        in next(action for action in entries(window) if plain(action.text()).startswith("Find")).shortcuts()
    )
