"""The Book: it holds the whole pack, finds it at once, and leads from each fact to its source and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.accessibility import focusable, unnamed
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.book import BookPage
from lnreview.desktop.pages.book.entries import Block, Book, BookEntry
from lnreview.desktop.pages.book.lists import EntryModel, tags
from lnreview.desktop.pages.book.reference import make_book
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Cited
from tests.desktop.pages import outside, press, write

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def pack() -> Guideline:
    return load()


@pytest.fixture(scope="module")
def book(pack: Guideline) -> Book:
    return make_book(pack)


@pytest.fixture
def page(window: MainWindow) -> BookPage:
    window.show_page("book")
    page = window.page("book")
    assert isinstance(page, BookPage)
    QApplication.processEvents()
    return page


def said(page: BookPage) -> str:
    """Return every word of the entry that is shown."""
    QApplication.processEvents()
    labels: list[QLabel | Link] = [*page.findChildren(QLabel), *page.findChildren(Link)]
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_everything_in_the_pack_has_an_entry_of_its_own(pack: Guideline, book: Book) -> None:
    wanted = [
        *(f"criteria/{name}" for name in pack.criteria),
        *(
            f"parameter/{number.id}"
            for rules in pack.criteria.values()
            for number in rules.parameters.values()
        ),
        *(f"parameter/{name}" for name in pack.thresholds),
        *(f"gate/{gate.id}" for gate in pack.gates),
        *(f"step/{step}" for step in pack.steps),
        *(f"equation/{name}" for name in pack.equations),
        *(f"score/{item.index}" for item in pack.scores),
        *(f"steroid/{step.scheme}" for step in pack.steroid_steps),
        *(f"gene/{number}" for number in range(len(pack.genes))),
        *(f"dose/{number}" for number in range(len(pack.doses))),
        *(f"therapy/{therapy.id}" for therapy in pack.therapies),
        *(f"lesion/{lesion.id}" for lesion in pack.lesions),
        *(f"fact/{fact.id}" for fact in pack.facts),
        *(f"conflict/{conflict.id}" for conflict in pack.conflicts),
        *(f"source/{source}" for source in pack.sources),
    ]
    assert [place for place in wanted if book.entry(place) is None] == []
    assert {entry.place for entry in book.entries} == set(wanted)
    assert len(book.entries) == len({entry.place for entry in book.entries})


def test_every_way_in_the_book_leads_somewhere(book: Book) -> None:
    dead = [
        (entry.place, place)
        for entry in book.entries
        for block in entry.blocks
        for place in [
            *(place for _, place in block.links),
            *(line.place for line in block.lines if line.place),
        ]
        if book.entry(place) is None
    ]
    assert dead == []
    sources = {cited.source for entry in book.entries for cited in entry.citations}
    assert [source for source in sources if book.entry(f"source/{source}") is None] == []


def test_an_entry_shows_in_the_list_how_far_it_may_be_trusted(pack: Guideline, book: Book) -> None:
    number = book.entry("parameter/arora-2022.no-change-below")
    assert number is not None
    assert pack.criteria["arora-2022"]["no-change-below"].status == "program-default"
    assert tags(number) == ("program default",)
    primary = book.entry("parameter/pdc-adherent")
    assert primary is not None
    assert tags(primary) == ()


def test_a_search_needs_every_word_and_puts_titles_first() -> None:
    inside = BookEntry("a", "Facts", "Levels", blocks=(Block("", "Trough of tacrolimus"),))
    titled = BookEntry("b", "Facts", "Trough: tacrolimus", "Source")
    other = BookEntry("c", "Gates", "Trough", blocks=(Block("", "x", Cited("feldman-2019", "p", "primary")),))
    book = Book((inside, titled, other))
    assert book.search("TACROLIMUS trough") == (titled, inside)
    assert book.search("trough", "Gates") == (other,)
    assert book.search("feldman") == (other,)
    assert book.search("nothing of the kind") == ()
    assert book.citing("feldman-2019") == (other,)


def test_the_book_needs_no_case_and_is_searched_by_keys(page: BookPage, window: MainWindow) -> None:
    assert window.session.case is None
    assert page.search.hasFocus()
    assert page.current is not None
    write("pdc")
    press(Qt.Key.Key_Down)
    assert page.entries.hasFocus()
    assert page.entries.entries.entries == page.book.search("pdc")
    press(Qt.Key.Key_Down)
    assert page.current == page.book.search("pdc")[1]
    assert page.current.title in said(page)
    press(Qt.Key.Key_Slash)
    assert page.search.hasFocus()
    write(" zzz")
    assert "Nothing in the Book holds “pdc zzz”" in said(page)
    press(Qt.Key.Key_Escape)
    assert page.search.text() == ""


def test_a_chapter_lists_its_own_entries(page: BookPage) -> None:
    page.chapters.setFocus()
    names = page.chapters.chapters.chapters
    row = names.index(("Conflicts", ""))
    page.chapters.setCurrentIndex(page.chapters.chapters.index(row))
    assert {entry.chapter for entry in page.entries.entries.entries} == {"Conflicts"}
    row = names.index(("Facts", "Adherence"))
    page.chapters.setCurrentIndex(page.chapters.chapters.index(row))
    assert {entry.group for entry in page.entries.entries.entries} == {"Adherence"}


def test_a_conflict_says_each_position_and_what_the_program_does(page: BookPage, pack: Guideline) -> None:
    for conflict in pack.conflicts:
        page.show_place(f"conflict/{conflict.id}")
        text = said(page)
        for statement in conflict.positions.values():
            assert statement.text in text
        assert conflict.program in text


def test_a_source_leads_to_what_cites_it_and_back(page: BookPage, qtbot: QtBot) -> None:
    page.show_place("parameter/pdc-adherent")
    assert "80 %" in said(page)
    link = next(
        link for link in page.findChildren(Link) if link.isVisible() and "Feldman 2019" in link.text()
    )
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert page.current is not None
    assert page.current.place == "source/feldman-2019"
    citing = page.findChildren(TextTable, "citing")[-1]
    titles = [row[0] for row in citing.rows]
    number = page.book.entry("parameter/pdc-adherent")
    assert number is not None
    citing.setFocus()
    citing.selectRow(titles.index(number.title))
    press(Qt.Key.Key_Return)
    assert page.current == number
    page.entries.setFocus()
    press(Qt.Key.Key_Left, ALT)
    assert page.current.place == "source/feldman-2019"
    press(Qt.Key.Key_Left, ALT)
    assert page.current == number


def test_one_comes_from_the_walk_to_a_rule_and_back_to_where_one_was(
    window: MainWindow, session: Session, anna: Case, qtbot: QtBot
) -> None:
    session.add_case(anna)
    session.goto("walk", "adherence")
    walk = window.page("walk")
    assert isinstance(walk, WalkPage)

    def links() -> list[Link]:
        found = [link for link in walk.findChildren(Link) if link.text() == "This step in the Book"]
        return [link for link in found if link.isVisible()]

    qtbot.waitUntil(lambda: len(links()) == 1)
    [link] = links()
    link.setFocus()
    press(Qt.Key.Key_Return)
    assert window.current == "book"
    page = window.page("book")
    assert isinstance(page, BookPage)
    assert page.current is not None
    assert page.current.place == "step/adherence"
    press(Qt.Key.Key_Left, ALT)
    assert window.current == "walk"
    assert walk.walk.position == "adherence"
    assert link.hasFocus()


def test_enter_on_an_entry_goes_into_its_text(page: BookPage) -> None:
    page.show_place("therapy/rituximab")
    press(Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), Link)


def test_the_list_is_a_model_that_keeps_qt_s_rules(page: BookPage, book: Book, qtmodeltester: object) -> None:
    model = EntryModel(page)
    model.show(book.entries[:20])
    qtmodeltester.check(model)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_nothing_sticks_out_or_is_too_small_and_everything_has_a_name(
    make_window: Callable[[], MainWindow], qtbot: QtBot, size: int
) -> None:
    window = make_window()
    window.set_text_size(size)
    window.show_page("book")
    page = window.page("book")
    assert isinstance(page, BookPage)
    for place in (
        "criteria/arora-2022",
        "therapy/rituximab",
        "score/sledai-2k",
        "source/kdigo-2024",
        "gate/G0",
    ):
        page.show_place(place)
        qtbot.waitUntil(lambda: page.findChildren(QLabel)[-1].isVisible())
        qtbot.wait(20)
        assert outside(window) == []
        assert window.width() <= 1280
        assert [type(widget).__name__ for widget in unnamed(window)] == []
        small = [
            f"{type(widget).__name__} {widget.accessibleName()} {widget.width()}×{widget.height()}"
            for widget in focusable(page)
            if widget.isVisible() and min(widget.width(), widget.height()) < 24
        ]
        assert small == []
