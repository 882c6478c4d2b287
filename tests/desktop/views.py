"""Every view of the window, one after another: each page, each tab of the record and the letter, each place of the walk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from lnreview import resources
from lnreview.desktop.casefiles import open_into
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.book import BookPage
from lnreview.desktop.pages.case import CasePage
from lnreview.desktop.pages.decision import DecisionPage
from lnreview.desktop.pages.letter import LetterPage
from lnreview.desktop.pages.letter.side import TABS as LETTER_TABS
from lnreview.desktop.pages.walk import WalkPage
from lnreview.review.walk import PLACES

CASE = "demo-lucja-refractory"
PACK = "EX-RTX-REFR"
_ROWS = (
    "Date\tTest\tResult\tUnits\n03/04/2024\tUPCR\t3.4\t\n03/04/2024\tCreatinine\t88\tmg/dL\n03/04/2024\tESR\t44\tmm/h\n"
    "2024-03-04\tAnti-dsDNA\tpending\t\n"
)
"""Pasted rows with questions, a test that the review does not use, and one without a result."""
_PATIENCE = 20.0
"""s"""


def views(window: MainWindow) -> Iterator[str]:
    """Show one view after another and yield its name while it stands there."""
    session = window.session
    yield from _settled("cases without a case")
    open_into(session, resources.demo() / f"{CASE}.json")
    _wait(lambda: session.case is not None)
    assert session.case is not None
    coverage = session.case.coverage.model_copy(update={"pack": PACK})
    session.change("Choose the payer pack", session.case.model_copy(update={"coverage": coverage}))
    window.show_page("cases")
    yield from _settled("cases")
    yield from _case(window)
    yield from _walk(window)
    yield from _letter(window)
    yield from _decision(window)
    yield from _book(window)
    yield from _panels(window)


def settle() -> None:
    """Let the window lay itself out."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _settled(name: str) -> Iterator[str]:
    settle()
    yield name


def _case(window: MainWindow) -> Iterator[str]:
    window.show_page("case")
    page = window.page("case")
    assert isinstance(page, CasePage)
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        yield from _settled(f"case, tab {number + 1}")
    panel = page.panel("labs")
    QApplication.clipboard().setText(_ROWS)
    panel.paste.paste()
    assert panel.paste.panel is not None
    yield from _settled("case, pasted rows")
    panel.paste.panel.given_up.emit()


def _walk(window: MainWindow) -> Iterator[str]:
    for place in PLACES:
        window.session.goto("walk", place)
        page = window.page("walk")
        assert isinstance(page, WalkPage)
        _wait(lambda page=page: page.details.is_complete)
        yield from _settled(f"walk, {place}")
    page.show_place("chronicity")
    page.open_override()
    page.judging.panel.findChild(QPlainTextEdit).setPlainText("The report is of another patient")
    yield from _settled("walk, an override")
    page.judging.panel.closed.emit()
    yield from _settled("walk, a draft")
    _change_elsewhere(window)
    _wait(lambda: page.details.is_complete)
    yield from _settled("walk, changed since")
    page.since.dismissed.emit()
    page.judging.discard("chronicity")
    page.ask()
    yield from _settled("walk, asked")


def _change_elsewhere(window: MainWindow) -> None:
    """Take a biopsy out of the record while another page is shown, and open the case again on the walk."""
    session = window.session
    window.show_page("book")
    case = session.case
    assert case is not None
    session.change(
        "Remove", case.model_copy(update={"biopsies": case.biopsies[:1], "title": "Another title"})
    )
    session.close_case()
    session.open_case(case.id)
    session.goto("walk", "chronicity")


def _letter(window: MainWindow) -> Iterator[str]:
    window.session.goto("letter")
    page = window.page("letter")
    assert isinstance(page, LetterPage)
    _wait(lambda: page._foot.save_button.isEnabled())
    for place, _ in LETTER_TABS:
        page.show_place(place)
        yield from _settled(f"letter, {place}")


def _decision(window: MainWindow) -> Iterator[str]:
    window.session.goto("decision")
    page = window.page("decision")
    assert isinstance(page, DecisionPage)
    _wait(lambda: page.is_current)
    yield from _settled("decision")
    page.choose("support")
    yield from _settled("decision, a criterion")
    page.show_place("determination")
    if page.side.state is not None:
        page.side.begin(page.side.state.allowed[0])
        yield from _settled("decision, a step")
        page.side.close_panel()


def _book(window: MainWindow) -> Iterator[str]:
    window.show_page("book")
    page = window.page("book")
    assert isinstance(page, BookPage)
    for place in ("parameter/pdc-adherent", "source/arora-2022", "therapy/rituximab"):
        page.show_place(place)
        yield from _settled(f"book, {place}")


def _panels(window: MainWindow) -> Iterator[str]:
    """Show what lies over or beside any page."""
    window.show_page("walk")
    window.finder.toggle()
    yield from _settled("palette")
    window.finder.toggle()
    window.help.page()
    yield from _settled("help")
    window.help.close()
    window.tour.start()
    yield from _settled("tour")
    window.tour.leave()


def _wait(done: Callable[[], bool]) -> None:
    """Work through events until something that another thread makes is there."""
    until = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < until, "what another thread makes did not arrive"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
