"""Rows are pasted, looked at and entered by keyboard; nothing is entered unasked, and one step takes all of it back."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.case.records import LabResult
from lnreview.desktop import theme
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.pages.case.paste_panel import PastePanel
from lnreview.desktop.session import Session
from lnreview.exchange.pasted.copied import copied
from lnreview.store.store import Store
from tests.desktop.pages import CaseDriver, outside, press, write
from tests.desktop.views import settle

CTRL = Qt.KeyboardModifier.ControlModifier
SHEET = (
    "Date\tTest\tResult\tUnits\tRange\tFlag\n"
    "03/04/2024\tProtein/Creat Ratio, Urine\t3.4\t\t<0.2\tH\n"
    "03/04/2024\tCreatinine\t0.9\tmg/dL\t0.6-1.1\t\n"
    "05/06/2024\tESR\t44\tmm/h\t0-20\tH\n"
)
"""Asks for the order of the days and for the unit of UPCR; the review does not use the ESR."""
PLAIN = "Date\tTest\tResult\tUnits\n2026-09-01\tUPCR\t2.9\tg/g\n2026-09-01\tC3\t54\tmg/dL\n"
"""Asks nothing."""


@pytest.fixture
def driver(window: MainWindow, session: Session, anna: Case, qtbot: QtBot) -> CaseDriver:
    session.add_case(anna)
    return CaseDriver(window, qtbot)


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> None:
    QApplication.clipboard().clear()


def hold(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QApplication.clipboard().setMimeData(data)


def paste(driver: CaseDriver, text: str, html: str = "", list_name: str = "labs") -> PastePanel:
    panel = driver.panel(list_name)
    hold(text, html)
    press(Qt.Key.Key_V, CTRL)
    assert panel.paste.panel is not None, driver.window.messages.notices
    return panel.paste.panel


def states(panel: PastePanel) -> list[str]:
    assert panel.sheet is not None
    return [row.state for row in panel.sheet.rows]


def labs(session: Session) -> list[tuple[str, str, str]]:
    assert session.case is not None
    return [
        (lab.collected_on.text if lab.collected_on else "", lab.analyte, str(lab.quantity))
        for lab in session.case.labs
    ]


def test_rows_are_pasted_answered_and_entered_by_keys_and_taken_back_in_one_step(
    driver: CaseDriver, session: Session, store: Store
) -> None:
    before = session.case
    panel = paste(driver, SHEET)
    assert states(panel) == ["question", "question", "left-out"]
    press(Qt.Key.Key_Return, CTRL)
    assert session.case == before, "nothing is entered while something is asked"

    press(Qt.Key.Key_2)  # month first
    press(Qt.Key.Key_1)  # g/g
    assert states(panel) == ["new", "new", "left-out"]
    assert panel.table.hasFocus(), "the last answer leads to the rows"
    press(Qt.Key.Key_Return, CTRL)
    assert labs(session)[2:] == [
        ("2024-03-04", "upcr", "3.4 g/g"),
        ("2024-03-04", "creatinine", "0.9 mg/dL"),
    ]
    assert session.case is not None
    assert session.case.labs[2].source == "pasted table of 2026-11-22, row 2"
    assert session.case.labs[2].interpretation == "high"
    assert len({lab.id for lab in session.case.labs}) == 4
    assert session.undo_name == "Paste 2 lab results"
    assert driver.panel("labs").paste.panel is None
    assert driver.panel("labs").table.hasFocus()

    press(Qt.Key.Key_Z, CTRL)
    assert session.case == before
    assert store.load("anna") == before


def test_space_takes_rows_in_and_leaves_them_out(driver: CaseDriver, session: Session) -> None:
    panel = paste(driver, SHEET)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert states(panel) == ["left-out", "new", "new"]
    press(Qt.Key.Key_Return, CTRL)
    assert labs(session)[2:] == [("2024-04-03", "creatinine", "0.9 mg/dL"), ("2024-06-05", "ESR", "44 mm/h")]


def test_several_rows_are_left_out_at_once(driver: CaseDriver) -> None:
    panel = paste(driver, PLAIN)
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Space)
    assert states(panel) == ["left-out", "left-out"]
    assert not panel.accept_button.isEnabled()
    press(Qt.Key.Key_Space)
    assert states(panel) == ["new", "new"]


def test_a_row_that_waits_can_be_left_out_instead_of_answered(driver: CaseDriver, session: Session) -> None:
    panel = paste(driver, "Date\tTest\tResult\tUnits\n2026-09-01\tUPCR\t2.9\t\n2026-09-01\tC3\t54\tmg/dL\n")
    panel.table.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    assert labs(session)[2:] == [("2026-09-01", "c3", "54 mg/dL")]


def test_an_answer_can_be_changed(driver: CaseDriver) -> None:
    panel = paste(driver, SHEET)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    line = panel.questions.line("date-order")
    line.answers.setFocus()
    press(Qt.Key.Key_2)
    assert panel.sheet is not None
    assert [str(row.proposal.entry.collected_on) for row in panel.sheet.rows if isinstance(row.proposal.entry, LabResult)] == [
        "2024-03-04", "2024-03-04", "2024-05-06",
    ]  # fmt: skip


def test_a_day_is_typed_where_the_rows_have_none(driver: CaseDriver, session: Session) -> None:
    panel = paste(driver, "Test\tResult\tUnits\nUPCR\t2.9\tg/g\n")
    settle()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [driver.window]
    assert panel.questions.line("no-day").day.hasFocus()
    write("2026-13")
    press(Qt.Key.Key_Return)
    assert states(panel) == ["question"], "a day that cannot be read answers nothing"
    press(Qt.Key.Key_A, CTRL)
    write("2026-09")
    press(Qt.Key.Key_Return)
    assert panel.table.hasFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert labs(session)[2:] == [("2026-09", "upcr", "2.9 g/g")]


def test_what_is_known_is_shown_and_left_out(driver: CaseDriver, session: Session) -> None:
    panel = paste(
        driver,
        "Date\tTest\tResult\tUnits\n2026-10-01\tUPCR\t3400\tmg/g\n2026-01-10\tUPCR\t2.1\tg/g\n2026-12-24\tUPCR\t1.0\tg/g\n",
    )
    assert states(panel) == ["duplicate", "odd", "odd"]
    remarks = [
        panel.table.model().index(row, panel.table.model().columnCount() - 1).data() for row in range(3)
    ]
    assert remarks == [
        "The record has it already.",
        "The record has 3.1 g/g on that day.",
        "The day lies in the future.",
    ]
    press(Qt.Key.Key_Return, CTRL)
    assert len(labs(session)) == 4


def test_a_size_that_is_not_plausible_is_asked_about_by_the_limits_of_the_guideline(
    driver: CaseDriver, session: Session
) -> None:
    paste(driver, "Date\tTest\tResult\tUnits\n2026-09-01\tCreatinine\t88\tmg/dL\n")
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return, CTRL)
    assert labs(session)[2:] == [("2026-09-01", "creatinine", "88 µmol/L")]


def test_escape_gives_up_and_loses_nothing_else(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "2026-11-01"), ("analyte", "C4"), ("quantity", "9 mg/dL"))
    panel.table.setFocus()
    hold(PLAIN)
    press(Qt.Key.Key_V, CTRL)
    assert labs(session)[2:] == [("2026-11-01", "c4", "9 mg/dL")], "what was typed is stored first"
    before = session.case
    press(Qt.Key.Key_Escape)
    assert panel.paste.panel is None
    assert panel.table.isVisible()
    assert panel.table.hasFocus()
    assert session.case == before


def test_nothing_is_pasted_over_a_draft_that_cannot_be_stored(driver: CaseDriver, session: Session) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.fill(panel, ("collected_on", "3/4/2026"))
    panel.table.setFocus()
    hold(PLAIN)
    press(Qt.Key.Key_V, CTRL)
    assert panel.paste.panel is None
    assert panel.editor.dirty
    assert "not stored" in driver.window.messages.notices[-1]


def test_switching_the_page_keeps_the_rows_with_their_answers(
    driver: CaseDriver, window: MainWindow, session: Session
) -> None:
    panel = paste(driver, SHEET)
    press(Qt.Key.Key_2)
    window.show_page("walk")
    session.change("Change", _with_note(session))
    window.show_page("case")
    assert driver.panel("labs").paste.panel is panel
    assert panel.isVisible()
    assert panel.sheet is not None
    assert panel.sheet.answers == {"date-order": "mdy"}
    press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert panel.table.hasFocus(), "the tab leads back to the rows"


def _with_note(session: Session) -> Case:
    assert session.case is not None
    return session.case.model_copy(update={"note": "seen"})


def test_a_record_that_changed_meanwhile_is_compared_again(driver: CaseDriver, session: Session) -> None:
    panel = paste(driver, PLAIN)
    assert session.case is not None
    lab = LabResult.model_validate(
        {
            "id": "lab-9",
            "analyte": "c3",
            "quantity": {"value": 54, "unit": "mg/dL"},
            "collected_on": "2026-09-01",
        }
    )
    session.change("Add", session.case.model_copy(update={"labs": (*session.case.labs, lab)}))
    assert states(panel) == ["new", "duplicate"]


def test_rows_are_never_entered_into_another_case(driver: CaseDriver, session: Session) -> None:
    paste(driver, PLAIN)
    assert session.new_case() is not None
    assert driver.panel("labs").paste.panel is None
    assert "were not entered" in driver.window.messages.notices[-1]
    assert session.case is not None
    assert session.case.labs == ()


def test_rows_that_the_case_refuses_stay_on_the_screen_and_nothing_is_half_written(
    driver: CaseDriver, session: Session, store: Store
) -> None:
    lab = {"analyte": "upcr", "quantity": {"value": 3, "unit": "g/g"}, "collected_on": "m+3"}
    session.add_case(Case.model_validate({"id": "months", "labs": [lab]}))
    panel = paste(driver, PLAIN)
    press(Qt.Key.Key_Return, CTRL)
    assert "cannot be set in order" in driver.window.messages.notices[-1]
    assert driver.panel("labs").paste.panel is panel
    assert panel.isVisible()
    assert len(store.load("months").labs) == 1
    panel.table.setFocus()
    press(Qt.Key.Key_Escape)
    assert driver.panel("labs").paste.panel is None


def test_the_source_that_is_written_stands_in_every_entry(driver: CaseDriver, session: Session) -> None:
    panel = paste(driver, PLAIN)
    panel.source.setFocus()
    press(Qt.Key.Key_A, CTRL)
    write("MyChart, 2 Sep 2026")
    panel.table.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert session.case is not None
    assert [lab.source for lab in session.case.labs[2:]] == [
        "MyChart, 2 Sep 2026, row 2",
        "MyChart, 2 Sep 2026, row 3",
    ]


def test_a_web_table_on_the_clipboard_goes_before_its_text(driver: CaseDriver) -> None:
    panel = paste(
        driver,
        "Date Test Result 2026-09-01 UPCR 2.9 g/g",
        "<table><tr><th>Date</th><th>Test</th><th>Result</th></tr><tr><td>2026-09-01</td><td>UPCR</td><td>2.9 g/g</td></tr></table>",
    )
    assert states(panel) == ["new"]


def test_a_column_is_chosen_by_hand(driver: CaseDriver) -> None:
    panel = paste(driver, "Date\tTest\tOld\tResult\n2026-09-01\tC3\t54 mg/dL\t60 mg/dL\n")
    assert panel.sheet is not None
    assert panel.columns is not None
    assert panel.sheet.rows[0].proposal.written == ("2026-09-01", "C3", "54 mg/dL", "60 mg/dL")
    fold = panel.findChild(QWidget, "pasteColumns")
    assert fold is not None
    fold.setFocus()
    press(Qt.Key.Key_Space)
    box = panel.columns.box(3)
    assert box.isVisible()
    assert box.currentText() == "value"
    panel.columns.chosen.emit(3, "not-used")
    panel.columns.chosen.emit(2, "value")
    entry = panel.sheet.rows[0].proposal.entry
    assert isinstance(entry, LabResult)
    assert str(entry.quantity) == "54 mg/dL"


@pytest.mark.parametrize(
    ("list_name", "text", "said"),
    [
        ("labs", "", "holds no rows"),
        ("labs", "\n \n", "holds no rows"),
        ("labs", "a\tb\n" * 1001, "too many at once"),
        ("dispenses", "Drug\tFilled\nMMF\t2026-09-01\n", "no column for the days of supply"),
        ("events", "Date\tWhat\n2026-01-01\tflare\n", "takes only rows that were copied in this program"),
        ("courses", copied("labs", []), "they are lab results"),
    ],
)
def test_what_cannot_be_pasted_is_said_with_the_remedy(
    driver: CaseDriver, list_name: str, text: str, said: str
) -> None:
    panel = driver.panel(list_name)
    hold(text)
    press(Qt.Key.Key_V, CTRL)
    assert panel.paste.panel is None
    assert said in driver.window.messages.notices[-1]


@pytest.mark.parametrize(
    ("list_name", "text", "count"),
    [
        ("levels", "Date\tSubstance\tLevel\tUnit\n2026-09-01\tTacrolimus\t6.2\tng/mL\n", 1),
        ("dispenses", "Drug\tFilled\tDays supply\nMMF\t2026-09-01\t30\nHCQ\t2026-09-01\t90\n", 2),
        ("administrations", "Infusion date\tDrug\tDose\n2026-09-01\trituximab\t1 g\n", 1),
        ("blood_pressures", "Date\tBP\n2026-09-01\t128/76\n", 1),
        ("measurements", "Date\tWeight (kg)\n2026-09-01\t62\n", 1),
        ("courses", "Drug\tDose\tFrequency\tStart\nMMF\t1 g\tbid\t2026-09-01\n", 1),
    ],
)
def test_other_lists_take_rows_too(
    driver: CaseDriver, session: Session, list_name: str, text: str, count: int
) -> None:
    assert session.case is not None
    before = len(getattr(session.case, list_name))
    paste(driver, text, list_name=list_name)
    press(Qt.Key.Key_Return, CTRL)
    assert len(getattr(session.case, list_name)) == before + count


def test_copied_rows_come_back_as_they_were_in_another_case(
    driver: CaseDriver, session: Session, anna: Case
) -> None:
    for list_name in ("labs", "courses", "biopsies"):
        driver.panel(list_name)
        press(Qt.Key.Key_A, CTRL)
        press(Qt.Key.Key_C, CTRL)
        text = QApplication.clipboard().text()
        assert text.startswith(f"lnreview {list_name}\t")
        session.new_case()
        paste(driver, text, list_name=list_name)
        press(Qt.Key.Key_Return, CTRL)
        assert session.case is not None
        entries = {entry.model_copy(update={"id": ""}) for entry in getattr(session.case, list_name)}
        assert entries == {entry.model_copy(update={"id": ""}) for entry in getattr(anna, list_name)}
        session.open_case("anna")


def test_a_field_that_is_typed_in_takes_the_clipboard_itself(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.tab_to(panel, "words")
    hold("as printed")
    press(Qt.Key.Key_V, CTRL)
    assert panel.editor.form.fields["words"].value() == "as printed"
    assert panel.paste.panel is None


def test_where_no_list_is_in_view_it_is_said(driver: CaseDriver) -> None:
    driver.page.tabs.setCurrentIndex(0)
    driver.page.tabs.tabBar().setFocus()
    hold(PLAIN)
    press(Qt.Key.Key_V, CTRL)
    assert "Rows belong into a list" in driver.window.messages.notices[-1]


def test_the_button_pastes_and_the_chosen_rows_are_deleted_together(
    driver: CaseDriver, session: Session
) -> None:
    panel = driver.panel("labs")
    hold(PLAIN)
    button = panel.findChild(QPushButton, "paste-labs")
    assert button is not None
    button.click()
    press(Qt.Key.Key_Return, CTRL)
    assert len(labs(session)) == 4
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    assert labs(session) == []
    assert session.undo_name == "Delete 4 entries of Lab results"


def test_the_commands_are_actions_of_the_page(driver: CaseDriver) -> None:
    found = {action.text(): action for action in driver.page.actions()}
    assert {"Paste rows…", "Copy rows"} <= set(found)
    for name in ("Paste rows…", "Copy rows"):
        assert found[name].statusTip()
        assert not found[name].shortcut().isEmpty()


@pytest.mark.parametrize("size", [100, 150, 200])
def test_the_panel_is_named_and_nothing_sticks_out(
    driver: CaseDriver, qapp: QApplication, qtbot: QtBot, size: int
) -> None:
    panel = paste(driver, SHEET)
    driver.window.set_text_size(size)  # type: ignore[arg-type]
    settle()
    assert unnamed(panel) == []
    assert outside(panel) == []
    for button in (panel.accept_button, panel.give_up_button):
        assert button.height() >= theme.look().px(24)
        assert button.width() >= button.sizeHint().width()


def test_three_hundred_rows_are_shown_without_holding_up_the_window(
    session: Session, anna: Case, make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    session.add_case(anna)
    driver = CaseDriver(make_window(), qtbot)
    paste(driver, PLAIN)
    press(Qt.Key.Key_Escape)
    rows = ["Date\tTest\tResult\tUnits\tRange\tFlag"]
    for number in range(300):
        day = f"2{number // 100:03d}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}".replace("2", "2", 1)
        rows.append(f"{day}\tProtein/Creat Ratio, Urine\t{1 + number / 100:.2f}\tg/g\t<0.2\tH")
    panel: ListPanel = driver.panel("labs")
    hold("\n".join(rows))
    began = time.thread_time()
    panel.paste.paste()
    assert time.thread_time() - began < 0.2
    assert panel.paste.panel is not None
    assert panel.paste.panel.sheet is not None
    assert len(panel.paste.panel.sheet.entries) == 300


def test_rows_are_pasted_as_rows_while_a_field_has_the_focus(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.tab_to(panel, "analyte")
    hold(PLAIN)
    press(Qt.Key.Key_V, CTRL)
    assert panel.paste.panel is not None


def test_one_word_is_pasted_into_the_field(driver: CaseDriver) -> None:
    panel = driver.panel("labs")
    press(Qt.Key.Key_Insert)
    driver.tab_to(panel, "analyte")
    hold("C3\n")
    press(Qt.Key.Key_V, CTRL)
    assert panel.paste.panel is None
    assert str(panel.editor.form.fields["analyte"].value()).strip().casefold() == "c3"
