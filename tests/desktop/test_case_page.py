"""The whole record is entered by keyboard, and nothing that was typed is lost."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, ReviewSettings, entry_lists
from lnreview.desktop.forms.fields import ChoiceField
from lnreview.desktop.forms.inputs import QuietCombo, whole_word
from lnreview.desktop.forms.quantity_field import QuantityField
from lnreview.desktop.forms.schema import Vocabulary, help_text, make_field
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.models.columns import COLUMNS
from lnreview.desktop.models.entries import EntryTable
from lnreview.desktop.pages.case.tabs import CASE_FIELDS, TABS
from lnreview.desktop.session import Session
from lnreview.store.store import Store
from tests.desktop.pages import CaseDriver, press, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def driver(window: MainWindow, session: Session, anna: Case, qtbot: QtBot) -> CaseDriver:
    session.add_case(anna)
    return CaseDriver(window, qtbot)


def test_a_new_case_is_entered_by_keyboard_and_found_again(
    window: MainWindow, session: Session, store: Store, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_N, CTRL)
    case_id = session.case.id if session.case else ""
    assert case_id == "case-1"
    driver = CaseDriver(window, qtbot)
    driver.add("labs", ("collected_on", "2026-03-01"), ("analyte", "UPCR"), ("quantity", "3.4 g/g"))
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("analyte", "creatinine"), ("quantity", "88"))
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_A, CTRL)
    write("µmol/L")
    press(Qt.Key.Key_Return)
    driver.add("courses", ("drug", "MMF"), ("dose", "2 g/d"), ("start", "2026-03-05"), ("role", "i"))
    driver.add("biopsies", ("taken_on", "2026-02"), ("class_text", "IV"), ("activity_index", "9"))

    stored = store.load(case_id)
    assert [(lab.analyte, str(lab.quantity)) for lab in stored.labs] == [
        ("upcr", "3.4 g/g"),
        ("creatinine", "88 µmol/L"),
    ]
    assert stored.courses[0].role == "induction"
    assert stored.courses[0].dose is not None
    assert stored.courses[0].dose.value == Decimal(2)
    assert stored.biopsies[0].taken_on == ChartDate.parse("2026-02")
    assert stored.biopsies[0].classes == ("IV",), "the class that the report names is ticked"
    assert [event.command for event in store.history(case_id)] == [
        "New case", "Add lab result", "Add lab result", "Add medication course", "Add biopsy",
    ]  # fmt: skip

    driver.panel("biopsies")
    press(Qt.Key.Key_Z, CTRL)
    assert store.load(case_id).biopsies == ()
    press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert store.load(case_id) == stored
    session.close_case()
    assert window.current == "cases"
    press(Qt.Key.Key_Return)
    assert window.current == "case"
    assert session.case == stored


def test_the_next_lab_begins_with_the_day_of_the_last(driver: CaseDriver) -> None:
    panel = driver.add("labs", ("collected_on", "2026-11-01"), ("analyte", "C3"), ("quantity", "70 mg/dL"))
    assert panel.editor.entry is None
    assert panel.editor.form.fields["collected_on"].value() == ChartDate.parse("2026-11-01")
    assert panel.editor.form.fields["quantity"].value() is None
    assert not panel.editor.dirty


def test_an_entry_is_changed_where_it_stands(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    panel.table.selectRow(0)
    press(Qt.Key.Key_Return)
    driver.tab_to(panel, "quantity")
    press(Qt.Key.Key_A, CTRL)
    write("2.9")
    press(Qt.Key.Key_Return)
    assert session.case is not None
    assert str(session.case.labs[0].quantity) == "2.9 g/g"
    assert session.undo_name == "Change lab result"
    assert panel.table.hasFocus()


def test_duplicate_and_delete_by_key(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("courses")
    panel.table.selectRow(0)
    press(Qt.Key.Key_D, CTRL)
    assert session.case is not None
    assert len(session.case.courses) == 1, "a copy is stored only when it is confirmed"
    press(Qt.Key.Key_Return)
    assert [course.id for course in session.case.courses] == ["course-1", "course-2"]
    panel.table.setFocus()
    panel.table.selectRow(0)
    press(Qt.Key.Key_Delete)
    assert len(session.case.courses) == 1
    assert session.undo_name == "Delete medication course"


def test_an_invalid_value_is_kept_and_nothing_is_stored(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    before = session.case
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "3/4/2026"), ("analyte", "UPCR"), ("quantity", "1,234"))
    press(Qt.Key.Key_Return)
    form = panel.editor.form
    assert session.case == before
    assert "3 Apr 2026 or 4 Mar 2026" in form.error("collected_on"), "the error says what it can mean"
    assert "1234 or 1.234" in form.error("quantity")
    focused = QApplication.focusWidget()
    assert focused is form.fields["collected_on"].focusProxy()
    press(Qt.Key.Key_A, CTRL)
    write("2026-04-03")
    driver.tab_to(panel, "quantity")
    press(Qt.Key.Key_A, CTRL)
    write("1.234")
    press(Qt.Key.Key_Return)
    assert session.case is not None
    assert len(session.case.labs) == 3


def test_what_is_needed_is_said_beside_its_field(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("events")
    press(Qt.Key.Key_Insert)
    press(Qt.Key.Key_Return)
    assert panel.editor.form.error("what") == "What is needed."
    assert session.case is not None
    assert session.case.events == ()


def test_a_draft_is_stored_before_another_row_is_shown(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    panel.table.selectRow(0)
    press(Qt.Key.Key_Return)
    driver.fill(panel, ("words", "as printed"))
    panel.table.setFocus()
    press(Qt.Key.Key_Down)
    assert session.case is not None
    assert session.case.labs[0].words == "as printed"
    assert panel.editor.entry is not None
    assert panel.editor.entry.id == "lab-2"


def test_a_draft_that_cannot_be_stored_holds_its_row_and_its_case(
    driver: CaseDriver, session: Session
) -> None:
    panel = driver.panel("labs")
    panel.table.selectRow(0)
    held = panel.editor.entry
    press(Qt.Key.Key_Return)
    driver.fill(panel, ("range_low", "x"))
    panel.table.setFocus()
    press(Qt.Key.Key_Down)
    assert held is not None
    assert panel.current() == held
    assert panel.editor.dirty
    below = panel.table.visualRect(panel.table.model().index(1, 0)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert panel.current() == held
    assert session.new_case() is None
    assert driver.window.close() is False, "the window stays while something typed is not stored"
    assert "not stored" in driver.window.messages.notices[-1]
    driver.window.show()
    panel.editor.form.focus_field()
    press(Qt.Key.Key_Escape)
    assert not panel.editor.dirty
    assert session.new_case() == "case-1"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ritux", "rituximab"),
        ("pred", "pred"),
        ("ri", "ri"),
        ("Prednisone", "prednisone"),
        ("unlisted", "unlisted"),
    ],
)
def test_a_beginning_stands_for_its_only_whole_word(typed: str, meant: str) -> None:
    assert whole_word(typed, ["rituximab", "prednisone", "prednisolone"]) == meant


def test_a_key_turns_the_tab(driver: CaseDriver) -> None:
    driver.panel("labs")
    press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert driver.panel("biopsies").table.hasFocus()
    assert driver.page.tabs.currentIndex() == 3


def test_undo_while_typing_keeps_what_is_typed(driver: CaseDriver, session: Session) -> None:
    driver.add("events", ("what", "fl"), ("on", "2026-09"))
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("analyte", "C4"))
    session.undo()
    assert panel.editor.dirty
    assert panel.editor.form.fields["analyte"].value() == "c4"


def test_the_wheel_changes_nothing_that_has_no_focus(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    panel.editor.show_entry(panel.current())
    field = panel.editor.form.fields["interpretation"]
    assert isinstance(field, ChoiceField)
    wheel(field.combo)
    assert field.value() is None
    field.combo.setFocus()
    wheel(field.combo)
    assert field.value() == "low"


def wheel(combo: QuietCombo) -> None:
    at = QPointF(combo.rect().center())
    event = QWheelEvent(
        at, combo.mapToGlobal(at), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, event)


def test_the_list_is_complete_is_asked_in_its_tab(driver: CaseDriver, session: Session) -> None:
    session.goto("case", "complete/biopsies")
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert session.case is not None
    assert session.case.complete.biopsies == "yes"
    assert session.undo_name == "Set list of biopsies complete: yes"


def test_a_part_of_the_case_is_stored_value_by_value(driver: CaseDriver, session: Session) -> None:
    session.goto("case", "coverage/payer")
    write("Example Plan")
    press(Qt.Key.Key_Tab)
    assert session.case is not None
    assert session.case.coverage.payer == "Example Plan"
    session.goto("case", "patient/birth_date")
    press(Qt.Key.Key_A, CTRL)
    write("1995-13")
    press(Qt.Key.Key_Tab)
    assert session.case.patient.birth_date == ChartDate.parse("1995-02-03")
    assert not session.settle(), "an unreadable date holds the case open"
    session.goto("case", "patient/birth_date")
    press(Qt.Key.Key_A, CTRL)
    write("1995-12")
    press(Qt.Key.Key_Tab)
    assert session.case.patient.birth_date == ChartDate.parse("1995-12")
    session.goto("case", "anchor")
    write("m+3")
    press(Qt.Key.Key_Tab)
    assert session.case.anchor is None


@pytest.mark.parametrize(
    ("place", "list_name", "field"),
    [
        ("labs", "labs", "collected_on"),
        ("labs/lab-2", "labs", "collected_on"),
        ("courses/course-1/dose", "courses", "dose"),
    ],
)
def test_a_place_is_shown_with_the_focus_in_it(
    driver: CaseDriver, session: Session, place: str, list_name: str, field: str
) -> None:
    session.goto("cases")
    session.goto("case", place)
    panel = driver.page.panel(list_name)
    wanted = panel.editor.form.fields[field]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert wanted.isAncestorOf(focused) or focused is wanted
    if "/" in place:
        assert panel.editor.entry is not None
        assert panel.editor.entry.id == place.split("/")[1]
    else:
        assert panel.editor.entry is None


def test_the_tabs_cover_the_whole_record() -> None:
    lists = [name for tab in TABS for name in tab.lists]
    assert sorted(lists) == sorted(entry_lists())
    parts = {section.attribute for tab in TABS for section in tab.sections if section.attribute}
    elsewhere = {"format", "version", "id", "complete", "overrides", "waivers"}
    elsewhere |= {"criterion_notes", "letter_edits", "left_out"}
    assert parts | set(lists) | set(CASE_FIELDS) | elsewhere == set(Case.model_fields)


@pytest.mark.parametrize("list_name", list(COLUMNS))
def test_a_table_keeps_the_rules_of_models(
    list_name: str, anna: Case, qtmodeltester: object, qapp: QApplication
) -> None:
    model = EntryTable(list_name)
    model.show_case(anna)
    qtmodeltester.check(model)  # type: ignore[attr-defined]


def test_ten_thousand_labs_are_shown_at_once(
    session: Session, anna: Case, make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    lab = anna.labs[0]
    labs = tuple(lab.model_copy(update={"id": f"lab-{number}"}) for number in range(10_000))
    session.add_case(anna.model_copy(update={"labs": labs}))
    driver = CaseDriver(make_window(), qtbot)
    assert driver.panel("labs").count == 10_000


def test_a_unit_that_is_typed_is_never_written_on(qtbot: QtBot) -> None:
    """“g” is one gram; “g/d”, which begins so, would be another dose."""
    field = QuantityField(("mg", "g/d", "g"))
    qtbot.addWidget(field)
    field.show()
    field.unit.setFocus()
    line = field.unit.lineEdit()
    assert line is not None
    qtbot.keyClicks(line, "g")
    qtbot.keyClick(line, Qt.Key.Key_Tab)

    assert field.unit.currentText() == "g"


def test_the_grades_of_a_biopsy_are_folded_away_until_they_are_wanted(driver: CaseDriver) -> None:
    form = driver.panel("biopsies").editor.form
    assert not form.fields["endocapillary"].isVisible()
    unfold = form.findChild(QPushButton, "unfold")
    assert unfold is not None
    unfold.click()
    assert form.fields["endocapillary"].isVisible()
    form.show_value("fibrinoid_necrosis", 2)
    unfold.click()
    assert not form.fields["endocapillary"].isVisible()
    assert form.fields["fibrinoid_necrosis"].isVisible(), "what holds something always stays"
    assert form.fields["fibrinoid_necrosis"].value() == 2


def test_hours_after_a_dose_are_asked_for_only_of_a_timed_level(driver: CaseDriver) -> None:
    form = driver.panel("levels").editor.form
    form.show_value("kind", "trough")
    form.show_relevant()
    assert not form.fields["hours_after_dose"].isVisible()
    form.show_value("kind", "timed")
    form.show_relevant()
    assert form.fields["hours_after_dose"].isVisible()


def test_a_baseline_is_chosen_among_the_courses_and_results_of_the_case(driver: CaseDriver) -> None:
    form = driver.panel("baselines").editor.form
    form.follow_case(driver.window.session.case)

    def offered(name: str) -> list[str]:
        field = form.fields[name]
        assert isinstance(field, ChoiceField)
        return [field.combo.itemText(index) for index in range(field.combo.count())]

    assert offered("course") == ["–", "mycophenolate mofetil, from 15 Jan 2026"]
    assert offered("upcr") == [
        "As the program chooses",
        "UPCR 3.1 g/g, 10 Jan 2026",
        "UPCR 3.4 g/g, 1 Oct 2026",
    ]
    assert offered("kidney") == ["As the program chooses"]


def test_every_switch_of_the_review_says_what_it_does_and_offers_the_set_s_own_reading(
    driver: CaseDriver,
) -> None:
    for name in ReviewSettings.model_fields:
        field = make_field(ReviewSettings, name, Vocabulary(criteria=(("arora-2022", "Arora 2022"),)))
        assert help_text(ReviewSettings, name)
        if isinstance(field, ChoiceField) and name != "criteria":
            assert field.combo.itemText(0) == "As in the criteria set"
            assert field.combo.itemData(0) == ""
    driver.page.tabs.setCurrentIndex(0)
    shown = [label.text() for label in driver.page.findChildren(QLabel) if label.isVisible()]
    for name in ReviewSettings.model_fields:
        assert help_text(ReviewSettings, name) in shown, name


# --- the timeline and what stands above it ---------------------------------------------------------------------------


def focused_part(driver: CaseDriver) -> str:
    """Return which part of the page has the focus."""
    focused = QApplication.focusWidget()
    page = driver.page
    for name, widget in (
        ("timeline", page.timeline),
        ("list", page.panel("labs").table),
        ("form", page.panel("labs").editor),
    ):
        if focused is widget or (focused is not None and widget.isAncestorOf(focused)):
            return name
    return ""


def test_f6_goes_from_timeline_to_list_to_form_and_round(driver: CaseDriver) -> None:
    driver.window.resize(1280, 900)
    driver.panel("labs")
    assert focused_part(driver) == "list"
    heard = []
    for _ in range(3):
        press(Qt.Key.Key_F6)
        heard.append(focused_part(driver))
    assert heard == ["form", "timeline", "list"]
    press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focused_part(driver) == "timeline"


def test_the_divider_moves_by_key_and_the_timeline_leaves_and_comes_back_as_large(
    driver: CaseDriver, qtbot: QtBot
) -> None:
    driver.window.resize(1280, 1000)
    page = driver.page
    driver.panel("labs")
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    assert page.timeline.isVisible()
    before = page.split.share
    drawn: list[int] = []
    page.split.splitterMoved.connect(lambda place, _: drawn.append(place))
    press(Qt.Key.Key_Up, both)
    smaller = page.split.share
    assert smaller == pytest.approx(before - 0.1, abs=0.02)
    assert drawn, "the window remembers what is drawn by the same signal"
    press(Qt.Key.Key_T, CTRL)
    assert not page.timeline.isVisible()
    assert not page.timeline_button.isChecked()
    press(Qt.Key.Key_Down, both)
    assert page.timeline.isVisible(), "who makes it larger wants to see it"
    assert page.split.share == pytest.approx(smaller, abs=0.02)
    press(Qt.Key.Key_Down, both)
    assert page.split.share == pytest.approx(before, abs=0.03)


def test_a_point_of_the_timeline_is_edited_in_its_value_field(driver: CaseDriver, session: Session) -> None:
    driver.window.resize(1280, 900)
    view = driver.page.timeline.view
    view.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    panel = driver.page.panel("labs")
    current = panel.current()
    assert current is not None
    assert str(current.collected_on) == "2026-10-01"  # type: ignore[attr-defined]
    field = panel.editor.form.fields["quantity"]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is field or field.isAncestorOf(focused)
    press(Qt.Key.Key_A, CTRL)
    write("2.2")
    press(Qt.Key.Key_Return)
    assert view.words.startswith("Proteinuria 2.2 g/g · 2026-10-01"), (
        "the mark stays on the value that was edited"
    )


def test_a_tab_says_how_many_entries_are_new_since_the_case_was_opened(
    driver: CaseDriver, session: Session
) -> None:
    number = next(number for number, spec in enumerate(TABS) if "labs" in spec.lists)
    assert driver.page.tabs.tabText(number) == "Labs 2"
    driver.add("labs", ("collected_on", "2026-11-01"), ("analyte", "UPCR"), ("quantity", "3 g/g"))
    assert driver.page.tabs.tabText(number) == "Labs 3 (1 new)"
    assert session.case is not None
    case_id = session.case.id
    session.close_case()
    session.open_case(case_id)
    assert driver.page.tabs.tabText(number) == "Labs 3"


def test_the_summary_line_is_shown_in_two_lines_and_copied_as_one(
    driver: CaseDriver, session: Session, window: MainWindow
) -> None:
    told: list[str] = []
    session.told.connect(told.append)
    driver.panel("labs")
    press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    copied = QApplication.clipboard().text()
    assert copied.startswith(window.header.text)
    assert copied.endswith(driver.page.course_line.plain)
    assert driver.page.course_line.plain.startswith(
        "Given: mycophenolate mofetil from 15 Jan 2026, end not documented"
    )
    assert driver.page.course_line.accessibleDescription() == driver.page.course_line.plain
    assert told == ["The summary line was copied; it names the patient."]
    assert session.case is not None
    session.change("Rename", session.case.model_copy(update={"labs": session.case.labs[:1]}))
    assert "→" not in window.header.text, "it follows every change"


def test_opening_a_case_forgets_what_was_new_and_marked_in_another(
    driver: CaseDriver, session: Session, anna: Case
) -> None:
    driver.window.resize(1280, 900)
    driver.page.timeline.view.setFocus()
    press(Qt.Key.Key_Plus)
    assert driver.page.timeline.view.range is not None
    assert not driver.page.timeline.view.range.is_whole
    session.add_case(anna.model_copy(update={"id": "other"}))
    assert driver.page.timeline.view.range.is_whole


def test_the_first_value_of_a_new_case_does_not_move_the_form_away(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.resize(1280, 900)
    session.new_case()
    driver = CaseDriver(window, qtbot)
    driver.add("labs", ("collected_on", "2026-10-01"), ("analyte", "UPCR"), ("quantity", "3.4 g/g"))
    assert driver.page.timeline.view.stops
    assert not driver.page.timeline.isVisible()
    case_id = session.case.id if session.case else ""
    session.close_case()
    session.open_case(case_id)
    window.show_page("case")
    assert driver.page.timeline.isVisible()
