"""What has changed since the walk was left: said once, until it is dismissed, each line leading to its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot
from walk_sample import a_session

from lnreview.case.dates import ChartDate
from lnreview.case.records import AdherenceMeasure
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.exchange import casefile
from lnreview.resources import demo


class Desk:
    """The walk page, opened and left."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.page = WalkPage(session, detailer=lambda *_: ())
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(QWidget())
        qtbot.addWidget(self._pages)
        self._pages.resize(1208, 760)
        with qtbot.waitExposed(self._pages):
            self._pages.show()
        self._pages.activateWindow()
        qtbot.waitUntil(self._pages.isActiveWindow)
        self.went: list[tuple[str, str]] = []
        session.going.connect(lambda page, place: self.went.append((page, place)))

    def show(self) -> None:
        """Go to the walk."""
        self._pages.setCurrentIndex(0)
        self.page.setFocus()
        QApplication.processEvents()

    def leave(self) -> None:
        """Go to another page."""
        self._pages.setCurrentIndex(1)

    def edit(self) -> None:
        """Change the record while another page is shown: refills come in."""
        self.leave()
        case = self.session.case
        assert case is not None
        pdc = AdherenceMeasure(id="pdc", kind="pdc", says="adherent", until=ChartDate.parse("2024-08-25"))
        assert self.session.change("Add refills", case.model_copy(update={"adherence": (*case.adherence, pdc)}))  # fmt: skip

    def reopen(self) -> None:
        """Close the case and open it again on the walk."""
        self.leave()
        self.session.close_case()
        self.session.open_case("walk-1")
        self.show()

    @property
    def news(self) -> list[str]:
        """What the panel says; nothing where it is hidden."""
        links = self.page.since.findChildren(Link)
        return [link.text() for link in links if link.isVisible()]

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key)
        QApplication.processEvents()


@pytest.fixture
def invented(tmp_path: Path) -> Iterator[Session]:
    session = a_session(tmp_path)
    yield session
    session.settle()
    session.store.close()


@pytest.fixture
def desk(invented: Session, qtbot: QtBot) -> Desk:
    return Desk(invented, qtbot)


def test_a_walk_that_was_never_left_has_no_news(desk: Desk) -> None:
    assert desk.news == []
    desk.reopen()
    assert desk.news == [], "nothing changed"


def test_what_changed_after_the_walk_was_left_is_told_when_the_case_is_opened_again(desk: Desk) -> None:
    desk.edit()
    desk.reopen()
    assert desk.news == [
        "The verdict was “Insufficient data” and is now “Refractory”.",
        "It is no longer urgent.",
        "Adherence was not documented and is now met.",
        "Added: adherence measure pdc adherent (2024-08-25).",
    ]
    assert "1 Apr 2025" in desk.page.since._title.text()


def test_each_line_leads_to_its_place(desk: Desk) -> None:
    desk.edit()
    desk.reopen()
    desk.press(Qt.Key.Key_S)
    desk.press(Qt.Key.Key_Return)
    assert desk.page.walk.position == "verdict"
    desk.page.since.findChildren(Link)[-1].setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.went == [("case", "adherence/pdc")]


def test_the_panel_stays_until_it_is_dismissed_also_over_another_opening(desk: Desk) -> None:
    desk.edit()
    desk.reopen()
    told = desk.news
    desk.press(Qt.Key.Key_3)
    assert desk.news == told
    desk.reopen()
    assert desk.news == told
    desk.page.since._dismiss.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.news == []
    desk.reopen()
    assert desk.news == []


def test_what_a_person_does_on_the_walk_is_no_news(desk: Desk) -> None:
    case = desk.session.case
    assert case is not None
    desk.session.change("Title", case.model_copy(update={"title": "Seen on the walk"}))
    desk.reopen()
    assert desk.news == []


def test_a_change_on_another_page_in_the_same_sitting_is_no_news(desk: Desk) -> None:
    desk.edit()
    desk.show()
    assert desk.news == []


def test_a_program_that_ran_over_night_tells_too(desk: Desk) -> None:
    desk.edit()
    desk.session.today = lambda: date(2025, 4, 2)
    desk.show()
    assert "Adherence was not documented and is now met." in desk.news


def test_a_newer_guideline_is_told_and_leads_to_the_book(desk: Desk) -> None:
    walking = desk.session.walking
    assert walking.walk.left is not None
    walking.keep(walking.walk.leave(replace(walking.walk.left, guideline="2024.01")))
    desk.reopen()
    [told] = desk.news
    assert told.endswith("when you left, it was 2024.01.")
    desk.press(Qt.Key.Key_S)
    desk.press(Qt.Key.Key_Return)
    assert desk.went == [("book", "criteria/arora-2022")]


def test_the_walk_takes_up_where_it_was_left_beside_the_news(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_Return)
    desk.edit()
    desk.reopen()
    assert desk.page.walk.position == "dosing"
    spoken = desk.page.steps.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Adherence, met, changed"


def test_a_long_list_leaves_two_thirds_of_the_page_to_the_walk(desk: Desk) -> None:
    case = desk.session.case
    assert case is not None
    desk.leave()
    content = case.model_dump()
    for lab in content["labs"]:
        lab["note"] = "seen again"
    changed = case.model_validate(content)
    assert desk.session.change("Notes", changed)
    desk.reopen()
    QApplication.processEvents()
    assert len(desk.page.since.news) == len(case.labs)
    assert desk.page.since._area.height() <= desk.page.height() / 3 + 8


def test_a_window_that_ended_by_the_day_alone_is_named_so(window: MainWindow) -> None:
    """The real review of a case that is told without a day of its own, left too early and opened half a year later."""
    session = window.session
    case = casefile.read(demo() / "demo-chloe-too-early.json").model_copy(update={"as_of": None})
    session.add_case(case)
    window.show_page("walk")
    page = window.page("walk")
    assert isinstance(page, WalkPage)
    assert session.review is not None
    assert session.review.verdict == "too-early"
    due = session.review.reassess_on
    session.close_case()
    session.today = lambda: date(2027, 5, 1)
    session.open_case(case.id)
    window.show_page("walk")
    told = [item.words for item in page.since.news]
    assert told[0] == "The review is as of 2027-05-01; when you left, it was as of 2026-11-22."
    assert told[1] == f"The day set for reassessment has come: {due}."
    assert told[2].startswith("The verdict was “Too early” and is now “")
    assert all(words.endswith(", by the later day alone.") for words in told[2:] if " and is now " in words)
    assert not [item for item in page.since.news if item.kind == "record"]
