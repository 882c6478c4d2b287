"""The tables behind the findings: where they stand, what a row opens to, where its links lead, and when they are made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from walk_sample import a_session

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.accessibility import focusable, unnamed
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.pages.walk.detail_table import DetailTable, columns_of, rows_of
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import prose
from lnreview.desktop.widgets.text_cells import Tags, TextColumn, TextModel
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.errors import UserError
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.detail.gather import details
from lnreview.review.detail.table import Column, Place, Row, Table
from lnreview.review.evaluate import review
from lnreview.review.finding import Cited, Evidence, Missing
from lnreview.review.walk import PLACES
from lnreview.store.store import Store
from tests.desktop.fakes import TODAY, FakeAsk
from tests.desktop.pages import outside

COLUMNS = (
    Column("Checkpoint"), Column("Sample"), Column("UPCR g/g", True), Column("Change %", True),
    Column("Milestone %", True), Column("eGFR mL/min/1.73 m²", True), Column("Reading"),
)  # fmt: skip


def a_table(place: Place, guideline: Guideline, table_id: str = "checkpoints") -> Table:
    """Return an invented table of seven columns with everything that a row can carry."""
    entry = Evidence("UPCR", "3.3", "g/g", "2024-08-20", "lab export", "upcr-3")
    rows = (
        Row(
            ("6 months", "2024-08-20", "3.3", "+6", "50", "76", "no change"),
            "not-met",
            "3.3 g/g against the baseline of 3.1 g/g.",
            (entry,),
            (Cited("arora-2022", "abstract", "primary"), Cited("ttuhsc-gn", "table", "secondary")),
            (guideline["pdc-adherent"],),
        ),
        Row(("12 months", "", "", "", "50", "", "no sample"), "not-documented"),
    )
    missing = (Missing("UPCR at 12 months", "It decides the checkpoint.", "response", "labs"),)
    return Table(
        f"{table_id}-{place}-1",
        f"Checkpoints of {place}",
        place,
        COLUMNS,
        rows,
        "In short.",
        "Not more. " * 12,
        missing,
    )


class Detailer:
    """Works out invented tables, and notes when and in which thread it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.problem = ""

    def __call__(self, case: Case, guideline: Guideline, as_of: ChartDate | None) -> tuple[Table, ...]:
        self.asked.append(threading.current_thread().name)
        if self.problem:
            raise UserError(self.problem)
        return tuple(a_table(place, guideline) for place in ("adherence", "response", "verdict", "plan"))


class Page:
    """The walk page with invented tables."""

    def __init__(self, session: Session, qtbot: QtBot, detailer: Detailer) -> None:
        self.session, self.qtbot = session, qtbot
        self.widget = WalkPage(session, detailer=detailer)
        qtbot.addWidget(self.widget)
        self.widget.resize(1208, 760)
        with qtbot.waitExposed(self.widget):
            self.widget.show()
        self.widget.activateWindow()
        qtbot.waitUntil(self.widget.isActiveWindow)
        self.went: list[tuple[str, str]] = []
        session.going.connect(lambda page, place: self.went.append((page, place)))

    def show(self, place: str) -> list[DetailTable]:
        """Show a place and wait for what is worked out."""
        self.widget.show_place(place)
        self.qtbot.waitUntil(lambda: self.widget.details.is_complete and "worked out" not in self.text)
        return self.tables

    @property
    def tables(self) -> list[DetailTable]:
        return [table for table in self.widget.findChildren(DetailTable) if table.isVisible()]

    @property
    def text(self) -> str:
        QApplication.processEvents()
        said: list[QLabel | Link] = [*self.widget.findChildren(QLabel), *self.widget.findChildren(Link)]
        return "\n".join(label.text() for label in said if label.isVisible())

    def open(self, shown: DetailTable, row: int = 0) -> None:
        """Open a row by keys."""
        assert shown.table is not None
        shown.table.setFocus()
        shown.table.selectRow(row)
        self.qtbot.keyClick(shown.table, Qt.Key.Key_Return)
        QApplication.processEvents()

    def link(self, beginning: str) -> Link:
        return next(link for link in self.tables[0].findChildren(Link) if link.text().startswith(beginning))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = a_session(tmp_path)
    yield session
    session.store.close()


@pytest.fixture
def detailer() -> Detailer:
    return Detailer()


@pytest.fixture
def page(session: Session, qtbot: QtBot, detailer: Detailer) -> Page:
    return Page(session, qtbot, detailer)


def test_each_page_shows_the_tables_of_its_own_place_below_the_finding(page: Page) -> None:
    for place in ("adherence", "response", "verdict", "plan"):
        [shown] = page.show(place)
        assert shown.objectName() == f"detail-checkpoints-{place}-1"
        for words in (f"Checkpoints of {place}", "In short.", "Not more.", "UPCR at 12 months"):
            assert words in page.text, words
    assert page.show("diagnosis") == []


def test_the_tables_are_worked_out_once_for_a_review_and_away_from_the_window(
    page: Page, detailer: Detailer
) -> None:
    for place in ("adherence", "response", "plan", "adherence"):
        page.show(place)
    assert len(detailer.asked) == 1
    assert detailer.asked[0] != threading.main_thread().name
    case = page.session.case
    assert case is not None
    page.session.change("Title", case.model_copy(update={"title": "other"}))
    page.show("adherence")
    assert len(detailer.asked) == 2


def test_nothing_is_worked_out_while_the_page_is_not_shown(page: Page, detailer: Detailer) -> None:
    page.show("adherence")
    page.widget.hide()
    case = page.session.case
    assert case is not None
    page.session.change("Title", case.model_copy(update={"title": "other"}))
    QApplication.processEvents()
    assert len(detailer.asked) == 1


def test_details_that_cannot_be_worked_out_say_why_and_leave_the_finding(
    session: Session, qtbot: QtBot, detailer: Detailer
) -> None:
    detailer.problem = "The record contradicts itself. Mend it."
    page = Page(session, qtbot, detailer)
    page.widget.show_place("adherence")
    qtbot.waitUntil(lambda: "could not be worked out: The record contradicts itself. Mend it." in page.text)
    assert "a statement alone settles nothing" in page.text


def test_a_row_opens_to_how_it_was_reached_its_entries_numbers_and_sources(page: Page) -> None:
    [shown] = page.show("response")
    assert "against the baseline of 3.1 g/g." not in page.text
    page.open(shown)
    for words in (
        "3.3 g/g against the baseline of 3.1 g/g.",
        "80 %",
        "Arora 2022, abstract · primary",
        "From the record",
    ):
        assert words in page.text, words
    assert shown.table is not None
    page.qtbot.keyClick(shown.table, Qt.Key.Key_Escape)
    assert "against the baseline" not in page.text
    assert shown.table.hasFocus()


def test_an_entry_behind_a_row_leads_to_the_record(page: Page) -> None:
    [shown] = page.show("response")
    page.open(shown)
    entries = shown.findChild(TextTable, "evidence-checkpoints-response-1")
    assert entries is not None
    entries.selectRow(0)
    page.qtbot.keyClick(entries, Qt.Key.Key_Return)
    assert page.went == [("case", "labs/upcr-3")]


def test_a_number_and_a_citation_of_a_row_lead_to_the_book(page: Page) -> None:
    [shown] = page.show("response")
    page.open(shown)
    page.qtbot.keyClick(page.link("80 %"), Qt.Key.Key_Return)
    page.qtbot.keyClick(page.link("Arora 2022"), Qt.Key.Key_Space)
    assert page.went == [("book", "parameter/pdc-adherent"), ("book", "source/arora-2022")]


def test_the_rule_of_a_step_leads_to_the_book(page: Page) -> None:
    page.show("adherence")
    links = [link for link in page.widget.findChildren(Link) if link.text().startswith("This step")]
    page.qtbot.keyClick(links[-1], Qt.Key.Key_Return)
    assert page.went == [("book", "step/adherence")]
    assert page.widget.walk.position == "adherence", "Enter on a link does not confirm"


def test_a_missing_datum_of_a_table_leads_to_where_it_is_entered(page: Page) -> None:
    [shown] = page.show("response")
    button = shown.findChild(QPushButton, "missing-0")
    assert button is not None
    assert button.accessibleName() == "Add lab result: UPCR at 12 months"
    button.click()
    assert page.went == [("case", "labs")]


def test_a_table_that_was_folded_stays_folded_and_says_what_it_holds(page: Page) -> None:
    [shown] = page.show("response")
    page.qtbot.keyClick(shown.fold, Qt.Key.Key_Space)
    assert shown.table is not None
    assert not shown.table.isVisible()
    page.show("plan")
    [again] = page.show("response")
    assert again.table is None
    assert "In short." in page.text
    page.qtbot.keyClick(again.fold, Qt.Key.Key_Space)
    assert again.table is not None
    assert again.table.isVisible()


def test_the_rule_gives_its_room_to_the_tables(page: Page) -> None:
    [shown] = page.show("response")
    narrow = shown.width()
    page.qtbot.keyClick(page.widget, Qt.Key.Key_R)
    page.qtbot.waitUntil(lambda: bool(page.tables) and page.tables[0].width() > narrow + 200)
    assert not page.widget.findChild(QWidget, "walkRule").isVisible()  # type: ignore[union-attr]


def test_a_row_says_how_far_its_sources_may_be_trusted_where_that_is_less_than_read() -> None:
    guideline = load()
    table = a_table("response", guideline)
    assert [column.title for column in columns_of(table)][-2:] == ["Status", "Source"]
    first, second = rows_of(guideline, table)
    assert first[-2] == theme.status_look("not-met")
    assert first[-1] == Tags(("secondary",), "primary")
    assert second[-1] == Tags((), "")
    primary = Table("t", "T", "plan", (Column("A"),), (Row(("x",), citations=(Cited("a", "", "primary"),)),))
    assert [column.title for column in columns_of(primary)] == ["A"]


def test_a_row_that_has_no_room_for_columns_becomes_a_block_that_says_the_same(qtbot: QtBot) -> None:
    columns = [TextColumn(name, wraps=True) for name in ("Set", "Verdict", "Sentence", "Empty", "Source")]
    cells = (
        "Arora 2022",
        theme.status_look("met"),
        "A long sentence that needs a line for itself.",
        "",
        Tags(("secondary",)),
    )
    table = TextTable("Sets", columns, [cells])
    qtbot.addWidget(table)
    model = table.model()
    assert isinstance(model, TextModel)
    table.show()
    seen: dict[str, int] = {}
    for width in range(900, 100, -20):
        table.resize(width, 200)
        QApplication.processEvents()
        seen.setdefault(model.mode, model.columnCount())
        if model.mode == "tucked":
            assert model.parts(0, 0)[-1].tags == ("secondary",)
    assert list(seen.items()) == [("cells", 5), ("tucked", 4), ("stacked", 1)]
    lines = model.parts(0, 0)
    assert [line.text or line.tags for line in lines] == [
        "Arora 2022", "✓ met", "Sentence: A long sentence that needs a line for itself.", ("secondary",),
    ]  # fmt: skip
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Arora 2022; Verdict: met; Sentence: A long sentence that needs a line for itself.; Source: secondary"
    )


def test_a_rank_is_no_name_of_a_block() -> None:
    model = TextModel(
        [TextColumn("Rank"), TextColumn("Ask for"), TextColumn("Why")], [("1", "a biopsy", "It decides.")]
    )
    model.show_as("stacked")
    assert [line.text.replace("\u00a0", " ") for line in model.parts(0, 0)] == [
        "1. a biopsy",
        "Why: It decides.",
    ]


@pytest.mark.parametrize("mode", ["cells", "tucked", "stacked"])
def test_the_model_keeps_qt_s_rules_in_every_mode(qtmodeltester: object, mode: str) -> None:
    columns = [TextColumn("A"), TextColumn("B"), TextColumn("Source")]
    model = TextModel(columns, [("x", "1", Tags(("secondary",))), ("", "", Tags(()))])
    model.show_as(mode)  # type: ignore[arg-type]
    qtmodeltester.check(model)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [100, 150, 200])
def test_everything_has_a_name_room_and_size_at_any_text_size(
    session: Session, qtbot: QtBot, qapp: QApplication, detailer: Detailer, size: int
) -> None:
    theme.apply(qapp, "light", size)
    page = Page(session, qtbot, detailer)
    for place in ("response", "verdict", "plan"):
        [shown] = page.show(place)
        page.open(shown)
        qapp.processEvents()
        assert [type(widget).__name__ for widget in unnamed(page.widget)] == []
        assert outside(page.widget) == [], place
        assert page.widget.minimumSizeHint().width() <= 1280 - 80 * size / 100
        small = [
            f"{type(widget).__name__} {widget.accessibleName()} {widget.width()}×{widget.height()}"
            for widget in focusable(page.widget)
            if widget.isVisible() and min(widget.width(), widget.height()) < 24
        ]
        assert small == []


def test_a_paragraph_in_more_room_than_a_line_may_be_long_is_as_high_as_its_lines(qtbot: QtBot) -> None:
    label = prose("A sentence that goes on. " * 12)
    qtbot.addWidget(label)
    longest = label.maximumWidth()
    assert label.heightForWidth(longest * 2) == label.heightForWidth(longest)
    assert label.heightForWidth(longest // 2) > label.heightForWidth(longest)


def test_no_row_is_cut_when_the_rule_gives_its_room(page: Page) -> None:
    page.show("response")
    page.qtbot.keyClick(page.widget, Qt.Key.Key_R)
    page.qtbot.waitUntil(lambda: bool(page.tables))
    page.qtbot.wait(50)
    for table in page.widget.findChildren(TextTable):
        if table.isVisible():
            header = table.horizontalHeader()
            rows = table.verticalHeader().length() + (0 if header.isHidden() else header.height())
            assert table.height() >= rows, table.accessibleName()


def test_the_real_tables_of_a_case_are_shown_on_their_pages(
    store: Store, preferences: Preferences, anna: Case, qtbot: QtBot
) -> None:
    session = Session(store, load(), FakeAsk(), review, today=lambda: TODAY)
    window = MainWindow(session, preferences)
    window.show()
    session.add_case(anna)
    expected = details(anna, session.guideline, session.as_of)
    assert {table.place for table in expected} >= {"response", "verdict", "plan"}
    for place in PLACES:
        session.goto("walk", place)
        walk = window.page("walk")
        assert isinstance(walk, WalkPage)
        qtbot.waitUntil(lambda walk=walk: walk.details.is_complete, timeout=30_000)
        QApplication.processEvents()
        shown = [table.objectName() for table in walk.findChildren(DetailTable) if table.isVisible()]
        wanted = [f"detail-{table.id}" for table in expected if table.place == place]
        assert sorted(shown) == sorted(wanted), place
