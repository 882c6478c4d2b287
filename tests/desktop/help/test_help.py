"""The help: every page has one, every key it names works there, it reads the field in hand, and Esc gives the focus back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

import lnreview.desktop
from lnreview import resources
from lnreview.case.model import Case
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.help.texts import text_of
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages import PAGES
from lnreview.desktop.session import Session
from tests.desktop.keyboard import ALT, CTRL, Keyboard
from tests.desktop.pages import outside

K = Qt.Key
IDS = [page.id for page in PAGES]
HEADINGS = (
    "What this page answers",
    "Five things people do here",
    "What the signs mean",
    "What it does not do",
)
OF_WIDGETS = {
    "Enter": "Key_Return", "Esc": "Key_Escape", "Ins": "Key_Insert", "Del": "Key_Delete", "Space": "Key_Space",
    "Ctrl+D": "Key_D", "Down": "Key_Down",
}  # fmt: skip
"""Keys that a list or panel takes itself, and how its code calls them."""
OF_QT = {"Tab", "Up", "Left", "Right", "Home", "End", "Shift+Tab"}


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


def shortcuts(root: QWidget) -> Iterator[str]:
    """Yield every shortcut below a widget, as it is written in English."""
    for action in root.findChildren(QAction):
        yield from (key.toString() for key in action.shortcuts())
    for shortcut in root.findChildren(QShortcut):
        yield from (key.toString() for key in QShortcut.keys(shortcut))
    for button in root.findChildren(QAbstractButton):
        yield button.shortcut().toString()


def code_of(page: str) -> str:
    """Return the source of a page and of the widgets that pages share."""
    desktop = Path(lnreview.desktop.__file__).parent
    own = [*desktop.glob(f"pages/{page}/*.py"), *desktop.glob(f"pages/{page}.py")]
    shared = [
        *desktop.glob("widgets/*.py"),
        *desktop.glob("forms/*.py"),
        *desktop.glob("timeline*.py"),
        *desktop.glob("timeline/*.py"),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*own, *shared))


@pytest.mark.parametrize("page", IDS)
def test_every_page_has_a_short_text_with_the_same_four_parts(page: str) -> None:
    text = text_of(page)
    assert tuple(re.findall(r"^#+ (.*)$", text, re.M)) == HEADINGS
    assert len(re.findall(r"^\d\. \*\*", text, re.M)) == 5
    assert len(text.split()) < 420
    assert not re.search(r"[—]| - ", text)


@pytest.mark.parametrize("page", IDS)
def test_every_key_that_a_text_names_works_on_its_page(
    window: MainWindow, session: Session, anna: Case, page: str
) -> None:
    session.add_case(anna)
    window.show_page(page)
    known = {*shortcuts(window.menuBar()), *shortcuts(window.page(page))}
    known |= {action.shortcut().toString() for action in window.findChildren(QAction)}
    code = code_of(page)
    for name in re.findall(r"`([^`]+)`", text_of(page)):
        written = QKeySequence(name).toString()
        assert written, name
        assert written in known or name in OF_QT or (name in OF_WIDGETS and OF_WIDGETS[name] in code), name


@pytest.mark.parametrize("page", IDS)
def test_every_link_leads_to_a_page(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", text_of(page)):
        scheme, _, target = link.partition(":")
        assert scheme == "page"
        assert target in (*IDS, "keys")


def test_there_is_no_text_without_a_page() -> None:
    assert {path.stem for path in (resources.help_texts() / "en").glob("*.md")} == set(IDS)


def test_f1_opens_it_beside_the_page_and_esc_closes_it(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    window.show_page("letter")
    before = keys.focus
    keys.press(K.Key_F1)
    panel = window.help.panel
    assert panel.isVisible()
    assert not panel.isWindow()
    assert window.page("letter").isVisible()
    assert "What this page answers" in panel.words
    assert "Keys of this page" in panel.words
    assert keys.stands_in(panel)
    assert not unnamed(panel)
    keys.press(K.Key_Escape)
    assert not panel.isVisible()
    assert keys.focus is before


def test_f1_again_closes_it_from_the_page_too(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    keys.press(K.Key_F1)
    window.page("case").setFocus()
    before = keys.focus
    keys.press(K.Key_F1)
    assert not window.help.panel.isVisible()
    assert keys.focus is before


def test_in_a_field_its_own_help_stands_first_and_what_is_typed_stays(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    session.goto("case", "patient/birth_date")
    field = keys.focus
    keys.replace("1995-03")
    keys.press(K.Key_F1)
    panel = window.help.panel
    assert panel.field.text().startswith("Birth date: ")
    assert panel.field.isVisible()
    keys.press(K.Key_Escape)
    assert keys.focus is field
    keys.press(K.Key_Tab)
    assert session.case is not None
    assert session.case.patient.birth_date is not None
    assert session.case.patient.birth_date.text == "1995-03"


def test_it_follows_the_person_to_another_page(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    keys.press(K.Key_F1)
    assert "Help: Case" in window.help.panel.words
    keys.press(K.Key_4, CTRL)
    assert "Help: Letter" in window.help.panel.words
    assert "Ctrl+S" in window.help.panel.words


def test_a_link_is_followed_by_keys(window: MainWindow, keys: Keyboard, session: Session, anna: Case) -> None:
    session.add_case(anna)
    window.show_page("letter")
    keys.press(K.Key_F1)
    keys.press(K.Key_Tab)
    keys.press(K.Key_Return)
    assert window.current == "walk"
    assert "Help: Walk" in window.help.panel.words


def test_the_overview_lists_the_keys_that_work(window: MainWindow, keys: Keyboard) -> None:
    keys.press(K.Key_F1, CTRL)
    words = window.help.panel.words
    for key, what in (
        ("Ctrl+K", "Find anything"),
        ("Ctrl+0", "Text size: Usual"),
        ("Ctrl+1", "Cases"),
        ("F1", "Help"),
    ):
        assert key in words
        assert what in words
    keys.press(K.Key_Escape)
    assert not window.help.panel.isVisible()


def test_about_says_what_it_is_not_for(window: MainWindow, keys: Keyboard) -> None:
    keys.press(K.Key_H, ALT)
    keys.press(K.Key_A)
    assert "Not for" in window.help.panel.words
    assert window.session.guideline.version in window.help.panel.words


@pytest.mark.parametrize("size", [100, 150, 200])
def test_it_fits_at_every_text_size_and_leaves_the_window_as_wide_as_it_was(
    window: MainWindow, keys: Keyboard, session: Session, anna: Case, size: int
) -> None:
    session.add_case(anna)
    window.set_text_size(size)
    for page in IDS:
        window.show_page(page)
        QApplication.processEvents()
        wide = window.width()
        keys.press(K.Key_F1)
        QApplication.processEvents()
        panel = window.help.panel
        assert panel.isVisible()
        assert window.width() == wide
        assert not outside(panel), page
        assert panel.text.document().size().width() <= panel.text.viewport().width() + 1
        keys.press(K.Key_Escape)
        assert window.page(page).isVisible(), page
