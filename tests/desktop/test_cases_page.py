"""The list of cases: what a line says, how it is searched, filtered, ordered and arranged, and that keys do everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.models.case_columns import KEYS, PLACE, USUAL, Arrangement, read
from lnreview.desktop.models.case_words import due_words
from lnreview.desktop.models.cases import CaseTable
from lnreview.desktop.pages.cases import CasesPage
from lnreview.desktop.pages.cases.filters import VIEWS, ListFilter
from lnreview.desktop.pages.cases.filters import read as read_filter
from lnreview.desktop.session import Session
from lnreview.store.store import Store
from lnreview.store.summary import CaseSummary, ReviewGlance
from tests.desktop.fakes import NOW, TODAY
from tests.desktop.pages import cases_page, press, write

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def line(case_id: str, **values: object) -> CaseSummary:
    usual: dict[str, object] = {
        "id": case_id, "title": "", "patient_name": "", "sex": "unknown", "birth_or_age": "", "verdict": "",
        "provisional": None, "urgent": None, "summary": "", "as_of": "", "status": "draft", "next": "",
        "synthetic": False, "archived": False, "updated_at": "2026-11-01T10:00:00+00:00", "stale": False,
    }  # fmt: skip
    return CaseSummary(**{**usual, **values})  # type: ignore[arg-type]


def table_of(*lines: CaseSummary) -> CaseTable:
    held = {number: replace(one, number=number) for number, one in enumerate(lines, start=1)}
    model = CaseTable(lambda numbers: [held[number] for number in numbers], lambda: NOW)
    model.show_numbers(list(held))
    return model


def texts(page_or_model: CasesPage | CaseTable, column: str) -> list[str]:
    model = page_or_model.table.model() if isinstance(page_or_model, CasesPage) else page_or_model
    return [model.index(row, PLACE[column]).data() for row in range(model.rowCount())]


def test_a_row_says_everything_in_words_and_dashes(qapp: QApplication) -> None:
    model = table_of(
        line("a", patient_name="Demo, Anna", sex="female", birth_or_age="1995-02-03", as_of="2026-11-22",
             verdict="refractory", urgent="falling function", news="verdict"),
        line("b"),
    )  # fmt: skip
    assert texts(model, "patient") == ["Demo, Anna F 31", "b"]
    assert texts(model, "verdict") == ["!  Refractory, urgent", "○  Not reviewed"]
    assert texts(model, "next") == ["–", "–"]
    assert texts(model, "news") == ["● other verdict", "–"]
    spoken = model.index(1, PLACE["next"]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "nothing"


@pytest.mark.parametrize(
    ("state", "due_at", "now", "words", "colour"),
    [
        ("running", "2026-11-22T24:00", datetime(2026, 11, 22, 23, 59), "! due today", "urgent"),
        ("running", "2026-11-22T14:00", datetime(2026, 11, 22, 13, 59), "! due 14:00", "urgent"),
        ("running", "2026-11-22T14:00", datetime(2026, 11, 22, 14, 0), "✕ overdue since 14:00", "not_met"),
        ("running", "2026-11-21T24:00", datetime(2026, 11, 22, 0, 0), "✕ overdue 1 d", "not_met"),
        ("running", "2026-11-25T24:00", datetime(2026, 11, 22, 12, 0), "! due in 3 d", "urgent"),
        ("running", "2026-11-26T24:00", datetime(2026, 11, 22, 12, 0), "▸ due in 4 d", ""),
        ("met", "", NOW, "✓ met", "met"),
        ("late", "", NOW, "✕ decided late", "not_met"),
        ("still", "", NOW, "‖ stands still", "muted"),
        ("unknown", "", NOW, "○ not documented", "muted"),
        ("", "", NOW, "", ""),
    ],
)
def test_a_deadline_is_told_with_a_shape_and_a_word(
    state: str, due_at: str, now: datetime, words: str, colour: str
) -> None:
    assert due_words(line("a", due_state=state, due_at=due_at), now) == (words, colour)


def test_the_model_keeps_the_rules_of_models(qtmodeltester: object, qapp: QApplication) -> None:
    qtmodeltester.check(table_of(line("a"), line("b")))  # type: ignore[attr-defined]


def test_the_model_reads_only_the_lines_around_those_that_are_asked_for(qapp: QApplication) -> None:
    asked: list[int] = []

    def lines(numbers: object) -> list[CaseSummary]:
        asked.extend(numbers)  # type: ignore[call-overload]
        return [line(f"c-{number}", number=number) for number in numbers]  # type: ignore[attr-defined]

    model = CaseTable(lines, lambda: NOW)
    model.show_numbers(range(1, 100_001))
    assert model.index(50_000, PLACE["patient"]).data() == "c-50001"
    assert len(asked) < 100
    for row in range(0, 100_000, 50):
        assert model.line(row) is not None
    assert len(model._cells) <= 1_100, "what was in view once is let go"


@pytest.mark.parametrize("verdict", ["responding", "insufficient-data", "refractory", "too-early", ""])
def test_every_verdict_has_a_shape_and_a_word(verdict: str) -> None:
    look = theme.verdict_look(verdict)
    assert look.shape.strip()
    assert look.word.strip()


def test_an_empty_store_offers_the_first_step(
    window: MainWindow, store: Store, session: Session, qtbot: QtBot
) -> None:
    page = cases_page(window)
    assert not page.table.isVisible()
    samples = page.findChild(QPushButton, "demoCases")
    assert samples is not None
    samples.click()
    qtbot.waitUntil(lambda: bool(window.messages.notices))
    assert len(store.list()) >= 13
    assert page.table.isVisible()
    assert all(summary.synthetic for summary in store.list())


@pytest.fixture
def five(store: Store, session: Session, window: MainWindow) -> CasesPage:
    """The page on five cases: Abel (due, waiting), Bea (issued later), Cem (done), Dora (archived), Emil (new)."""
    for name in ("abel", "bea", "cem", "dora", "emil"):
        data = {
            "id": name,
            "patient": {"name": name.capitalize()},
            "courses": [{"drug": "rituximab"}] if name == "bea" else [],
        }
        store.create(Case.model_validate(data))
        if name != "emil":
            store.show_opened(name)
    store.show_opened("")
    store.set_review(
        "abel",
        ReviewGlance(
            "refractory", due_at="2026-11-24T24:00", due_state="running", waiting=True, next_on="2026-12-01"
        ),
    )
    store.set_review("bea", ReviewGlance("responding", renewal_on="2027-01-01"))
    store.set_status("cem", "done")
    store.archive("dora", True)
    session.cases_changed.emit()
    return cases_page(window)


def test_words_are_searched_as_they_are_typed_and_enter_opens(
    five: CasesPage, window: MainWindow, session: Session
) -> None:
    five.table.setFocus()
    press(Qt.Key.Key_Slash)
    write("ritux")
    assert texts(five, "patient") == ["Bea"]
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert window.current == "case"
    assert session.case is not None
    assert session.case.id == "bea"


def test_letters_typed_in_the_table_go_to_the_search(five: CasesPage) -> None:
    five.table.setFocus()
    for letter in "cem":
        write(letter)
    assert five.search.text() == "cem"
    assert texts(five, "patient") == ["Cem"]
    press(Qt.Key.Key_Escape)
    assert len(texts(five, "patient")) == 4
    assert five.search.text() == ""


@pytest.mark.parametrize(
    ("key", "found"),
    [
        (Qt.Key.Key_1, {"Abel", "Bea", "Cem", "Emil"}),
        (Qt.Key.Key_2, {"Abel"}),
        (Qt.Key.Key_3, {"Abel"}),
        (Qt.Key.Key_4, set()),
        (Qt.Key.Key_5, {"Emil"}),
    ],
)
def test_each_filter_has_a_key(five: CasesPage, key: Qt.Key, found: set[str]) -> None:
    five.table.setFocus()
    press(key, ALT)
    assert set(texts(five, "patient")) == found


def test_the_filters_count_their_cases(five: CasesPage, qtbot: QtBot) -> None:
    buttons = five.filters._buttons
    qtbot.waitUntil(lambda: buttons[-1].text() == "Changed  1")
    assert [press.text() for press in buttons] == [
        "All  4", "Due this week  1", "Waiting for information  1", "Issued  0", "Changed  1",
    ]  # fmt: skip
    assert buttons[1].accessibleName() == "Due this week, 1 cases"


def test_a_filter_is_kept_renamed_and_forgotten_by_keys(
    five: CasesPage, store: Store, session: Session
) -> None:
    five.table.setFocus()
    press(Qt.Key.Key_Slash)
    write("a")
    five.finder.status.setCurrentIndex(1)
    press(Qt.Key.Key_S, CTRL)
    write("My drafts")
    press(Qt.Key.Key_Return)
    ((name, body),) = store.arrangements("filter")
    assert (name, read_filter(body)) == ("My drafts", ListFilter(words="a", status="draft"))
    press(Qt.Key.Key_1, ALT)
    assert five.search.text() == ""
    press(Qt.Key.Key_6, ALT)
    assert (five.search.text(), texts(five, "patient")) == ("a", ["Abel"])
    press(Qt.Key.Key_F2)
    write("Others")
    press(Qt.Key.Key_Return)
    assert [name for name, _ in store.arrangements("filter")] == ["Others"]
    forget = next(action for action in five.actions() if action.text() == "Forget the filter")
    forget.trigger()
    assert store.arrangements("filter") == ()
    assert not forget.isEnabled(), "a filter of the program cannot be forgotten"


def test_a_name_is_not_given_twice(five: CasesPage, store: Store, session: Session) -> None:
    failed: list[str] = []
    session.failed.connect(failed.append)
    five.finder.status.setCurrentIndex(1)
    five.filters.ask_name()
    write("due THIS week")
    press(Qt.Key.Key_Return)
    assert store.arrangements("filter") == ()
    assert "there already" in failed[0]
    assert five.filters.asks
    press(Qt.Key.Key_Escape)
    assert not five.filters.asks


def test_a_filter_that_was_kept_by_another_program_keeps_all_that_is_not_known(qapp: QApplication) -> None:
    assert read_filter({"view": "mine", "verdict": "unheard", "status": 7, "more": 1}) == ListFilter()
    kept = ListFilter("due", "x y", "", "done", archived=True)
    assert read_filter(kept.written()) == kept


def test_due_this_week_ends_with_the_seventh_day(qapp: QApplication) -> None:
    question = ListFilter("due").question(date(2026, 11, 22), "due", descending=False)
    assert "2026-11-29T24:00" < question.due_before <= "2026-11-30T00:00"


@pytest.mark.parametrize("key", KEYS)
def test_the_list_is_ordered_by_each_column_and_turned_round(five: CasesPage, key: str) -> None:
    action = next(
        action
        for action in five.actions()
        if action.text()
        == f"Order the list by: {five.table.model().headerData(PLACE[key], Qt.Orientation.Horizontal)}"
    )
    if key == "changed":
        assert texts(five, "patient") == ["Emil", "Cem", "Bea", "Abel"]
    action.trigger()
    first = texts(five, "patient")
    head = five.table.horizontalHeader()
    assert head.sortIndicatorSection() == PLACE[key]
    expected = {
        "patient": ["Abel", "Bea", "Cem", "Emil"],
        "verdict": ["Bea", "Abel", "Emil", "Cem"],
        "status": ["Emil", "Bea", "Abel", "Cem"],
        "due": ["Abel", "Emil", "Cem", "Bea"],
        "next_on": ["Abel", "Emil", "Cem", "Bea"],
        "renewal": ["Bea", "Emil", "Cem", "Abel"],
        "news": ["Emil", "Cem", "Bea", "Abel"],
        "changed": ["Abel", "Bea", "Cem", "Emil"],
    }
    assert first == expected.get(key, first)
    five.table.setFocus()
    press(Qt.Key.Key_R, CTRL | SHIFT)
    assert sorted(texts(five, "patient")) == sorted(first)
    if key == "patient":
        assert texts(five, "patient") == first[::-1]


def test_the_row_stays_selected_while_others_change(five: CasesPage, session: Session) -> None:
    five.order_by("patient")
    five.table.selectRow(2)
    session.set_status("abel", "in review")
    session.archive_case("bea")
    chosen = five.selected()
    assert chosen is not None
    assert chosen.id == "cem"


def test_a_page_that_is_not_seen_is_read_when_it_is_shown(
    five: CasesPage, window: MainWindow, session: Session, store: Store
) -> None:
    session.open_case("abel")
    asked: list[object] = []
    begin = five._reading.begin
    five._reading.begin = lambda *given: asked.append(given) or begin(*given)  # type: ignore[method-assign]
    session.set_status("bea", "done")
    assert asked == []
    window.show_page("cases")
    assert len(asked) == 1
    assert texts(five, "status").count("Done") == 2


def test_a_case_loses_its_news_when_it_is_opened(five: CasesPage, session: Session, store: Store) -> None:
    assert store.summary("emil").news == "new"
    session.open_case("emil")
    assert store.summary("emil").news == ""
    case = session.case
    assert case is not None
    session.change("Title", case.model_copy(update={"title": "While it is open"}))
    assert store.summary("emil").news == ""
    session.close_case()
    store.save(case, command="By another way")
    assert store.summary("emil").news == "changed"


def test_a_case_goes_into_the_archive_and_comes_back_by_a_key(
    window: MainWindow, session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    page = cases_page(window)
    page.table.setFocus()
    press(Qt.Key.Key_Delete)
    assert session.case is None
    assert store.list() == ()
    page.archived.setChecked(True)
    page.table.setFocus()
    press(Qt.Key.Key_Delete)
    assert [summary.id for summary in store.list()] == ["anna"]


def test_the_status_is_set_for_the_selected_case(
    window: MainWindow, session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    page = cases_page(window)
    page.tools.status.setFocus()
    press(Qt.Key.Key_Down)
    assert store.summary("anna").status == "in review"
    assert texts(page, "status") == ["In review"]
    page.table.setFocus()
    press(Qt.Key.Key_S, CTRL | SHIFT)
    assert store.summary("anna").status == "done"


def shown(page: CasesPage) -> list[str]:
    head = page.table.horizontalHeader()
    order = sorted(KEYS, key=lambda key: head.visualIndex(PLACE[key]))
    return [key for key in order if not head.isSectionHidden(PLACE[key])]


def test_columns_are_chosen_moved_and_widened_by_keys_and_last(
    five: CasesPage, store: Store, make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    five.table.setFocus()
    press(Qt.Key.Key_K, CTRL | SHIFT)
    panel = QApplication.focusWidget()
    assert panel is not None
    assert panel.objectName() == "columns"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert "title" not in shown(five)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Down, ALT)
    assert shown(five)[:2] == ["verdict", "patient"]
    before = five.table.columnWidth(PLACE["patient"])
    press(Qt.Key.Key_Plus)
    assert five.table.columnWidth(PLACE["patient"]) > before
    press(Qt.Key.Key_Escape)
    assert five._panel is None
    assert QApplication.focusWidget() is five.table
    qtbot.waitUntil(lambda: bool(store.arrangements("columns")))
    again = cases_page(make_window())
    assert shown(again) == shown(five)
    assert again.table.columnWidth(PLACE["patient"]) == five.table.columnWidth(PLACE["patient"])


def test_a_column_that_is_drawn_wider_keeps_its_width_at_another_text_size(
    five: CasesPage, store: Store, window: MainWindow, qtbot: QtBot
) -> None:
    five.table.horizontalHeader().resizeSection(PLACE["patient"], 300)
    assert dict(five.table.arrangement.widths) == {"patient": 300}
    window.set_text_size(150)
    assert five.table.columnWidth(PLACE["patient"]) == 450
    qtbot.waitUntil(lambda: bool(store.arrangements("columns")))
    assert read(store.arrangements("columns")[0][1]).width("patient") == 300


def test_an_arrangement_that_makes_no_sense_is_the_usual_one(qapp: QApplication) -> None:
    assert read({"shown": ["unheard"], "widths": {"patient": 9999}, "chosen": True}) == Arrangement()
    assert Arrangement().turned("payer", True).shown == (*USUAL, "payer")
    last = Arrangement(("due",)).turned("due", False)
    assert last.shown == ("patient",), "a list without columns shows nothing"


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_usual_columns_never_need_to_be_scrolled_and_no_row_is_too_low(
    five: CasesPage, window: MainWindow, size: int
) -> None:
    window.resize(1280, 800)
    window.set_text_size(size)
    QApplication.processEvents()
    assert five.table.horizontalScrollBar().maximum() == 0
    assert {"patient", "verdict"} <= set(shown(five))
    assert five.table.rowHeight(0) == round(32 * size / 100)
    assert window.height() == 800


def test_commands_of_the_page_have_their_own_keys_and_a_tip(five: CasesPage) -> None:
    actions = [action for action in five.actions() if isinstance(action, QAction)]
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert {"/", "Esc", "Ins", "Del", "Ctrl+S", "Alt+1", "Alt+5"} <= set(keys)
    assert all(action.statusTip() for action in actions)


def test_the_rest_of_a_long_list_comes_while_nothing_else_is_done(
    window: MainWindow, session: Session, store: Store, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("lnreview.store.worklist._PORTIONS", (20, 30))
    monkeypatch.setattr("lnreview.desktop.pages.cases.reading.SCREEN", 10)
    for number in range(120):
        store.create(Case.model_validate({"id": f"case-{number}", "patient": {"name": f"Name {number:03}"}}))
    session.cases_changed.emit()
    page = cases_page(window)
    page.order_by("patient")
    assert page.table.model().rowCount() < 120
    assert page.tools.count.text().endswith("and more")
    press(Qt.Key.Key_End)
    assert page.table.currentIndex().row() == 119
    assert page.tools.count.text() == "120 cases"
    session.set_status("case-5", "done")
    assert page.table.currentIndex().row() == 119, "the place stays where it was"
    page.order_by("patient", descending=True)
    qtbot.waitUntil(lambda: page.tools.count.text() == "120 cases")
    assert texts(page, "patient") == [f"Name {number:03}" for number in range(119, -1, -1)]


def test_today_is_the_day_of_the_session(session: Session) -> None:
    assert session.today() == TODAY
    assert len(VIEWS) == 5
