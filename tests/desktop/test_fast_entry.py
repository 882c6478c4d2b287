"""Doses, dates and drug names are typed in short; what they were read as is said at once and stored where it is seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop.main_window import MainWindow
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
    assert panel.editor.form.said("dose") == said, "said while it is typed"
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


def test_the_parts_of_a_dose_are_seen_before_they_are_stored(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("dose", "1 g bid"))
    press(Qt.Key.Key_Tab)
    form = panel.editor.form
    assert form.fields["frequency"].value() == "bid"
    assert form.said("frequency") == "From the dose as written: 1 g bid"
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
        ("today", "22 Nov 2026, counted from today, 22 Nov 2026", "2026-11-22"),
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
    assert form.said("collected_on") == said
    press(Qt.Key.Key_Tab)
    assert form.said("collected_on") == said, "it stays after the line holds the date"
    driver.fill(panel, ("analyte", "C3"), ("quantity", "70 mg/dL"))
    press(Qt.Key.Key_Return)
    when = stored(session).labs[-1].collected_on
    assert when is not None
    assert when.text == kept


def test_the_stop_of_a_course_counts_from_its_start(driver: CaseDriver) -> None:
    panel = driver.panel("courses")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("drug", "MMF"), ("start", "2/2024"), ("stop", "+6m"))
    assert panel.editor.form.said("stop") == "Aug 2024 (month only), counted from the start, Feb 2024"


def test_which_of_two_days_is_meant_is_asked_and_answered_by_one_key(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "03/04/2026"))
    form = panel.editor.form
    assert form.question_line.isVisible()
    assert [button.text() for button in form.question_line.buttons] == ["3 Apr 2026 (F8)", "4 Mar 2026 (F9)"]
    press(Qt.Key.Key_F9)
    assert str(form.fields["collected_on"].value()) == "2026-03-04"
    assert not form.question_line.isVisible()
    assert form.error("collected_on") == ""


def test_tab_reaches_the_answers_where_they_are_seen(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "03/04/2026"))
    press(Qt.Key.Key_Tab)
    line = panel.editor.form.question_line
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
    assert "doses differ" in form.question_line.words
    press(Qt.Key.Key_F9)
    assert not form.question_line.isVisible()
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
    said = panel.editor.form.said("drug")
    assert said.startswith("Myfortic is enteric-coated mycophenolate sodium. Not the same dose as")
    assert said.endswith("Unverified.")
    press(Qt.Key.Key_A, CTRL)
    write("belimumab")
    assert panel.editor.form.said("drug") == ""
    press(Qt.Key.Key_A, CTRL)
    write("teliwhat")
    assert panel.editor.form.said("drug") == "Not in the list of drugs; it is kept as written."


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
    assert form.said("frequency") == "three times a day"


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
