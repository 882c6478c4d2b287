"""Doses, dates and drug names are typed in short; what they were read as is said at once and stored where it is seen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.records import LabResult, Quantity
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.session import Session
from tests.desktop.pages import CaseDriver, press, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def driver(window: MainWindow, session: Session, anna: Case, qtbot: QtBot) -> CaseDriver:
    session.add_case(anna)
    return CaseDriver(window, qtbot)


def stored(session: Session) -> Case:
    assert session.case is not None
    return session.case


@pytest.mark.parametrize(
    ("drug", "typed", "said", "dose", "frequency", "route", "planned"),
    [
        ("CellCept", "1.5 g bid", "1.5 g twice a day = 3 g/d", "1.5 g", "bid", "unknown", None),
        ("MMF", "2x1,5g", "1.5 g twice a day = 3 g/d", "1.5 g", "bid", "unknown", None),
        ("CYC", "500 mg iv q2w x6", "500 mg intravenous every 2 weeks; 6 doses planned; number given not said",
         "500 mg", "every 2 weeks", "iv", 6),
        ("prednisone", "60 mg qd", "60 mg once a day", "60 mg", "daily", "unknown", None),
        ("Myfortic", "1-0-1 720 mg", "720 mg twice a day = 1440 mg/d", "720 mg", "bid", "unknown", None),
    ],
)  # fmt: skip
def test_a_dose_is_typed_in_one_line_and_stored_in_its_fields(
    driver: CaseDriver, session: Session, drug: str, typed: str, said: str, dose: str, frequency: str, route: str,
    planned: int | None,
) -> None:  # fmt: skip
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", drug), ("dose", typed))
    assert panel.editor.form.spoken.said("dose") == said, "said while it is typed"
    press(Qt.Key.Key_Return)
    course = stored(session).courses[-1]
    assert (str(course.dose), course.frequency, course.route, course.doses_planned) == (
        dose,
        frequency,
        route,
        planned,
    )
    assert course.drug == drug, "the name is kept as written"
    worked_out = typed in ("2x1,5g", "500 mg iv q2w x6", "1-0-1 720 mg")
    assert course.note == (f"Dose as written: {typed}" if worked_out else "")


def test_what_is_said_is_in_view_while_it_is_typed(
    driver: CaseDriver, window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 640)
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "Myfortic"), ("dose", "1.5 g bid"))
    (said,) = [
        label for label in panel.editor.form.findChildren(QLabel) if label.text().startswith("1.5 g twice")
    ]
    scroll = panel.editor.findChild(QScrollArea)
    assert scroll is not None
    view = scroll.viewport()
    qtbot.waitUntil(lambda: view.rect().contains(said.mapTo(view, said.rect().center())))


def test_the_parts_of_a_dose_are_seen_before_they_are_stored(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("dose", "1 g bid"))
    press(Qt.Key.Key_Tab)
    form = panel.editor.form
    assert form.fields["frequency"].value() == "bid"
    assert form.spoken.said("frequency") == "From the dose as written: 1 g bid"
    assert str(form.fields["dose"].value()) == "1 g"


@pytest.mark.parametrize("typed", ["2x1,5g", "500 bid", "3 g/d bid", "1.500 mg", "500 mg biweekly"])
def test_an_unclear_dose_is_refused_when_the_field_is_left(
    driver: CaseDriver, session: Session, typed: str
) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("dose", typed))
    press(Qt.Key.Key_Tab)
    assert "write" in panel.editor.form.error("dose")
    press(Qt.Key.Key_Return)
    assert len(stored(session).courses) == 1
    assert panel.editor.form.fields["dose"].number_line.text() == typed  # type: ignore[attr-defined]


def test_a_unit_that_is_no_shorthand_is_kept_as_before(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("dose", "2"))
    press(Qt.Key.Key_Tab)
    write("vials")
    press(Qt.Key.Key_Return)
    assert str(stored(session).courses[-1].dose) == "2 vials"


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ("3/2026", "Mar 2026 (month only)", "2026-03"),
        ("2025", "2025 (year only)", "2025"),
        ("12 mar 2026", "12 Mar 2026", "2026-03-12"),
        ("today", "22 Nov 2026, today", "2026-11-22"),
        ("t-14", "8 Nov 2026, counted from today, 22 Nov 2026", "2026-11-08"),
        ("d+14", "29 Jan 2026, counted from the start of mycophenolate mofetil, 15 Jan 2026", "2026-01-29"),
    ],
)
def test_a_date_is_typed_in_short(
    driver: CaseDriver, session: Session, typed: str, said: str, kept: str
) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", typed))
    form = panel.editor.form
    assert form.spoken.said("collected_on") == said
    press(Qt.Key.Key_Tab)
    assert form.spoken.said("collected_on") == said, "it stays after the line holds the date"
    driver.fill(panel, ("analyte", "C3"), ("quantity", "70 mg/dL"))
    press(Qt.Key.Key_Return)
    when = stored(session).labs[-1].collected_on
    assert when is not None
    assert when.text == kept


def test_the_stop_of_a_course_counts_from_its_start(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("start", "2/2024"), ("stop", "+6m"))
    assert panel.editor.form.spoken.said("stop") == "Aug 2024 (month only), counted from the start, Feb 2024"


def test_which_of_two_days_is_meant_is_asked_and_answered_by_one_key(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "03/04/2026"))
    form = panel.editor.form
    assert form.spoken.question_line.isVisible()
    assert [button.text() for button in form.spoken.question_line.buttons] == [
        "3 Apr 2026 (F8)",
        "4 Mar 2026 (F9)",
    ]
    press(Qt.Key.Key_F9)
    assert str(form.fields["collected_on"].value()) == "2026-03-04"
    assert not form.spoken.question_line.isVisible()
    assert form.error("collected_on") == ""


def test_tab_reaches_the_answers_where_they_are_seen(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "03/04/2026"))
    press(Qt.Key.Key_Tab)
    line = panel.editor.form.spoken.question_line
    assert QApplication.focusWidget() is line.buttons[0]
    press(Qt.Key.Key_Return)
    field = panel.editor.form.fields["collected_on"]
    assert str(field.value()) == "2026-04-03"
    assert QApplication.focusWidget() is field.focusProxy(), "the focus goes back to the field"


def test_a_name_with_two_meanings_is_asked_about_and_may_stay(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MPA"))
    press(Qt.Key.Key_Tab)
    form = panel.editor.form
    assert "doses differ" in form.spoken.question_line.words
    press(Qt.Key.Key_F9)
    assert not form.spoken.question_line.isVisible()
    driver.fill(panel, ("dose", "1 g bid"))
    press(Qt.Key.Key_Return)
    assert stored(session).courses[-1].drug == "MPA", "kept as written"
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "pred"))
    press(Qt.Key.Key_F8)
    assert form.fields["drug"].value() == "prednisone"


def test_a_brand_says_which_drug_it_is(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "Myfortic"))
    said = panel.editor.form.spoken.said("drug")
    assert said.startswith("Myfortic is enteric-coated mycophenolate sodium. Not the same dose as")
    assert said.endswith("Unverified.")
    press(Qt.Key.Key_A, CTRL)
    write("belimumab")
    assert panel.editor.form.spoken.said("drug") == ""
    press(Qt.Key.Key_A, CTRL)
    write("teliwhat")
    assert panel.editor.form.spoken.said("drug") == "Not in the list of drugs; it is kept as written."


def test_a_completion_shows_the_drug_and_writes_the_brand(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "cellc"))
    completer = panel.editor.form.fields["drug"].line.completer()  # type: ignore[attr-defined]
    model = completer.completionModel()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "CellCept  –  mycophenolate mofetil"
    ]
    assert completer.currentCompletion() == "CellCept"
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert panel.editor.form.fields["drug"].value() == "CellCept"


def test_how_often_is_kept_in_the_words_of_the_record(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("dose", "500 mg"), ("frequency", "3x tgl."))
    press(Qt.Key.Key_Tab)
    form = panel.editor.form
    assert form.fields["frequency"].value() == "tid"
    assert form.spoken.said("frequency") == "three times a day"


def test_the_day_of_the_review_takes_the_same_short_dates(
    window: MainWindow, driver: CaseDriver, session: Session
) -> None:
    line = window.findChild(type(driver.panel("labs").editor.form.fields["analyte"].line), "asOf")  # type: ignore[attr-defined]
    line.setFocus()
    press(Qt.Key.Key_A, CTRL)
    write("t-30")
    press(Qt.Key.Key_Return)
    assert session.as_of is not None
    assert session.as_of.text == "2026-10-23"


# --- what looks odd --------------------------------------------------------------------------------------------------


def marks(panel: ListPanel) -> list[str]:
    """The words of the column “Look again”, from the first row to the last; none where there is no such column."""
    model = panel.table.model()
    last = model.columnCount() - 1
    if model.headerData(last, Qt.Orientation.Horizontal) != "Look again":
        return []
    return [model.index(row, last).data() for row in range(model.rowCount())]


def test_a_slip_of_the_unit_is_asked_about_and_mended_by_one_key(
    driver: CaseDriver, session: Session
) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "2026-11-01"), ("analyte", "UPCR"), ("quantity", "2900 g/g"))
    press(Qt.Key.Key_Tab)
    line = panel.editor.form.spoken.question_line
    assert line.words == "? 2900 g/g is not plausible. Is it mg/g?"
    assert [button.text() for button in line.buttons] == ["It is mg/g (F8)", "It is right as written (F9)"]
    press(Qt.Key.Key_F8)
    assert not line.isVisible()
    press(Qt.Key.Key_Return)
    assert str(stored(session).labs[-1].quantity) == "2900 mg/g"
    assert marks(panel) == []


def test_what_is_stored_all_the_same_is_marked_and_may_be_called_right(
    driver: CaseDriver, session: Session
) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "2026-11-01"), ("analyte", "UPCR"), ("quantity", "2900 g/g"))
    press(Qt.Key.Key_Return)
    assert str(stored(session).labs[-1].quantity) == "2900 g/g", "it asks, it does not stop"
    assert "F4" in panel.editor.findChild(QLabel, "editorState").text()
    assert marks(panel) == ["? plausible", "", ""]
    press(Qt.Key.Key_F4)
    assert panel.current() == stored(session).labs[-1]
    assert panel.editor.form.spoken.question_line.isVisible()
    press(Qt.Key.Key_F9)
    assert marks(panel) == []
    assert str(stored(session).labs[-1].quantity) == "2900 g/g"
    press(Qt.Key.Key_F4)
    assert driver.window.messages.notices[-1] == "No entry of this case looks odd."


def test_a_stored_slip_is_mended_at_once(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("dose", "1500 g bid"), ("start", "2025-01"), ("stop", "2025-06"))
    press(Qt.Key.Key_Return)
    assert marks(panel) == ["", "? unit"]
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_F8)
    assert str(stored(session).courses[-1].dose) == "1500 mg"
    assert session.undo_name == "Change medication course"
    assert marks(panel) == []


def test_the_same_result_twice_is_pointed_out_with_the_other_one(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "1 Oct 2026"), ("analyte", "UPCR"), ("quantity", "3.4 g/g"))
    press(Qt.Key.Key_Tab)
    assert "UPCR 3.4 g/g, 1 Oct 2026" in panel.editor.form.spoken.question_line.words
    driver.tab_to(panel, "quantity")
    press(Qt.Key.Key_A, CTRL)
    write("3.2")
    press(Qt.Key.Key_Tab)
    assert "another value" in panel.editor.form.spoken.question_line.words


def test_the_next_odd_entry_is_found_in_any_list(driver: CaseDriver, session: Session) -> None:
    case = stored(session)
    early = case.biopsies[0].model_copy(update={"taken_on": ChartDate.parse("1990-01")})
    twice = case.labs[0].model_copy(update={"id": "lab-9"})
    session.change("Spoil it", case.model_copy(update={"biopsies": (early,), "labs": (*case.labs, twice)}))
    driver.panel("courses")
    press(Qt.Key.Key_F4)
    assert driver.page.current_list == "labs"
    assert driver.page.panel("labs").editor.entry == twice
    press(Qt.Key.Key_F4)
    panel = driver.page.panel("biopsies")
    assert "before the birth" in panel.editor.form.spoken.question_line.words
    press(Qt.Key.Key_F4)
    assert driver.page.current_list == "labs"


def test_a_long_list_is_looked_through_beside_the_window(
    driver: CaseDriver, session: Session, qtbot: QtBot
) -> None:
    case = stored(session)
    many = tuple(
        LabResult(id=f"m-{number}", analyte="upcr", quantity=Quantity(value=Decimal(3), unit="g/g"),
                  collected_on=ChartDate.of(date(2020, 1, 1) + timedelta(days=number)))
        for number in range(1100)
    )  # fmt: skip
    slip = case.labs[0].model_copy(
        update={"id": "slip", "quantity": Quantity(value=Decimal(3100), unit="g/g")}
    )
    session.change("Many", case.model_copy(update={"labs": (*many, slip)}))
    panel = driver.panel("labs")
    qtbot.waitUntil(lambda: "? plausible" in marks(panel), timeout=20_000)
    press(Qt.Key.Key_F4)
    assert panel.current() == slip


# --- what is carried over --------------------------------------------------------------------------------------------


def test_what_is_carried_over_is_marked_until_it_is_changed(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(
        panel,
        ("collected_on", "2026-11-01"),
        ("analyte", "C3"),
        ("quantity", "70 mg/dL"),
        ("source", "letter"),
    )
    press(Qt.Key.Key_Return)
    form = panel.editor.form
    assert form.spoken.said("collected_on") == form.spoken.said("source") == "From the last entry"
    assert panel.editor.findChild(QLabel, "editorState").text() == "From the last entry: Collected on, Source"
    focused = QApplication.focusWidget()
    assert focused is form.fields["analyte"].focusProxy(), (
        "the day is there, the next thing is what was measured"
    )
    driver.fill(panel, ("analyte", "pcr urine"))
    press(Qt.Key.Key_Tab)
    assert (
        form.spoken.said("quantity")
        == "Unit of the last UPCR, 1 Oct 2026; change it where this report prints another."
    )
    write("3.0")
    press(Qt.Key.Key_Return)
    assert str(stored(session).labs[-1].quantity) == "3.0 g/g"
    assert stored(session).labs[-1].source == "letter"
    assert form.spoken.said("collected_on") == "From the last entry"
    form.focus_field("collected_on")
    press(Qt.Key.Key_A, CTRL)
    write("2026-11-02")
    assert form.spoken.said("collected_on") == "", "what a person typed is theirs"


def test_the_unit_of_a_new_analyte_says_that_it_is_only_the_usual_one(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("analyte", "albumin"))
    press(Qt.Key.Key_Tab)
    form = panel.editor.form
    assert form.spoken.said("quantity") == "The usual unit; change it where the report prints another."
    write("31 g/L")
    press(Qt.Key.Key_Tab)
    assert form.spoken.said("quantity") == ""


def test_what_was_deleted_is_said_and_brought_back(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    panel.table.selectRow(0)
    press(Qt.Key.Key_Delete)
    assert driver.window.messages.notices[-1] == "Deleted: lab result. Ctrl+Z brings it back."
    press(Qt.Key.Key_Z, CTRL)
    assert len(stored(session).labs) == 2


# --- a visit like the last -------------------------------------------------------------------------------------------


@pytest.fixture
def visit(driver: CaseDriver, session: Session) -> ListPanel:
    """The labs of a case whose last visit measured UPCR, creatinine and sediment, with a new visit begun by key."""
    case = stored(session)
    more = (
        LabResult(id="lab-3", analyte="creatinine", quantity=Quantity(value=Decimal("0.9"), unit="mg/dL"),
                  collected_on=ChartDate.parse("2026-10-01")),
        LabResult(id="lab-4", analyte="urine-sediment", words="active", collected_on=ChartDate.parse("2026-10-01")),
    )  # fmt: skip
    session.change("More of the visit", case.model_copy(update={"labs": (*case.labs, *more)}))
    panel = driver.panel("labs")
    press(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    return panel


def test_a_visit_like_the_last_is_filled_down_by_enter_and_stored_at_once(
    visit: ListPanel, session: Session
) -> None:
    form = visit.visit
    assert form is not None
    assert [row.label for row in form.rows] == ["UPCR", "Serum creatinine", "Urine sediment"]
    assert not form.dirty, "not one value is carried over"
    write("t-1")
    for value in ("", "2.1", "0.8", "bland"):
        write(value)
        press(Qt.Key.Key_Return)
    assert visit.visit is None, "Enter after the last value stores the visit"
    new = stored(session).labs[4:]
    assert [(lab.analyte, str(lab.quantity or lab.words), str(lab.collected_on)) for lab in new] == [
        ("upcr", "2.1 g/g", "2026-11-21"),
        ("creatinine", "0.8 mg/dL", "2026-11-21"),
        ("urine-sediment", "bland", "2026-11-21"),
    ]
    assert all(lab.source == "" and lab.note == "" and lab.collection == "unknown" for lab in new)
    assert session.undo_name == "Add the visit of 21 Nov 2026"
    session.undo()
    assert len(stored(session).labs) == 4, "one change"


def test_an_empty_row_is_not_stored_and_an_empty_visit_is_refused(visit: ListPanel, session: Session) -> None:
    form = visit.visit
    assert form is not None
    write("today")
    for _ in range(4):
        press(Qt.Key.Key_Return)
    assert visit.visit is form
    assert form.findChild(QLabel, "visitProblem").text() == "Nothing was stored: no row holds a value."
    press(Qt.Key.Key_Return)
    write("0.8")
    press(Qt.Key.Key_Return, CTRL)
    assert [lab.analyte for lab in stored(session).labs[4:]] == ["creatinine"]


def test_a_visit_without_a_day_or_with_a_wrong_value_says_so_and_keeps_what_was_typed(
    visit: ListPanel, session: Session
) -> None:
    form = visit.visit
    assert form is not None
    press(Qt.Key.Key_Return)
    write("1,234")
    press(Qt.Key.Key_Return, CTRL)
    assert form.findChild(QLabel, "visitProblem").text() == "The day of the visit is needed."
    assert form.rows[0].field.number_line.text() == "1,234"  # type: ignore[attr-defined]
    assert len(stored(session).labs) == 4
    press(Qt.Key.Key_Escape)
    assert visit.visit is None
    assert visit.editor.isVisible()
    assert len(stored(session).labs) == 4


def test_a_slip_of_the_unit_in_a_visit_is_asked_about(visit: ListPanel, session: Session) -> None:
    form = visit.visit
    assert form is not None
    write("today")
    press(Qt.Key.Key_Return)
    write("2100")
    press(Qt.Key.Key_Return)
    assert form.question_line.words == "? 2100 g/g is not plausible. Is it mg/g?"
    press(Qt.Key.Key_F8)
    assert not form.question_line.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert str(stored(session).labs[4].quantity) == "2100 mg/g"


def test_a_pressure_is_typed_as_it_is_said(driver: CaseDriver, session: Session) -> None:
    driver.add("blood_pressures", ("measured_on", "2026-10-01"), ("systolic", "140"), ("diastolic", "90"))
    panel = driver.panel("blood_pressures")
    press(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    write("+4w")
    press(Qt.Key.Key_Return)
    write("128/76")
    press(Qt.Key.Key_Return)
    assert panel.visit is None
    new = stored(session).blood_pressures[-1]
    assert (new.systolic, new.diastolic, str(new.measured_on)) == (128, 76, "2026-10-29")


def test_what_was_typed_in_a_visit_is_stored_before_something_else_is_shown(
    visit: ListPanel, session: Session
) -> None:
    write("today")
    press(Qt.Key.Key_Return)
    write("2.0")
    session.close_case()
    assert session.case is None
    assert session.open_case("anna")
    assert len(stored(session).labs) == 5
