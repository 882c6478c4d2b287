"""The list of cases sorts by native values, filters, and opens by Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.models.cases import CHANGED, NEXT, PATIENT, STATUS, VERDICT, CaseFilter, CaseTable
from lnreview.desktop.session import Session
from lnreview.store.store import Store
from lnreview.store.summary import CaseSummary
from tests.desktop.pages import cases_page, press, write


def line(case_id: str, **values: object) -> CaseSummary:
    usual: dict[str, object] = {
        "id": case_id, "title": "", "patient_name": "", "sex": "unknown", "birth_or_age": "", "verdict": "",
        "provisional": None, "urgent": None, "summary": "", "as_of": "", "status": "draft", "next": "",
        "synthetic": False, "archived": False, "updated_at": "2026-11-01T10:00:00+00:00", "stale": False,
    }  # fmt: skip
    return CaseSummary(**{**usual, **values})  # type: ignore[arg-type]


def texts(model: CaseTable | CaseFilter, column: int) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_a_row_says_everything_in_words_and_dashes(qapp: QApplication) -> None:
    model = CaseTable()
    model.show_cases(
        [
            line("a", patient_name="Demo, Anna", sex="female", birth_or_age="1995-02-03", as_of="2026-11-22",
                 verdict="refractory", urgent="falling function"),
            line("b"),
        ]
    )  # fmt: skip
    assert texts(model, PATIENT) == ["Demo, Anna F 31", "b"]
    assert texts(model, VERDICT) == ["!  Refractory, urgent", "○  Not reviewed"]
    assert texts(model, NEXT) == ["–", "–"]


def test_verdicts_sort_by_precedence_and_days_by_time(qapp: QApplication) -> None:
    model, filtered = CaseTable(), CaseFilter()
    filtered.setSourceModel(model)
    model.show_cases(
        [
            line("a", verdict="refractory", updated_at="2026-11-02T10:00:00+00:00"),
            line("b", verdict="alternative-diagnosis", updated_at="2026-10-30T10:00:00+00:00"),
            line("c", verdict="", updated_at="2026-11-10T10:00:00+00:00"),
        ]
    )
    filtered.sort(VERDICT)
    assert texts(filtered, PATIENT) == ["b", "a", "c"]
    filtered.sort(CHANGED, Qt.SortOrder.DescendingOrder)
    assert texts(filtered, PATIENT) == ["c", "a", "b"]


def test_the_filter_keeps_a_verdict_and_a_status(qapp: QApplication) -> None:
    model, filtered = CaseTable(), CaseFilter()
    filtered.setSourceModel(model)
    model.show_cases([line("a", verdict="relapse"), line("b", verdict="relapse", status="done"), line("c")])
    filtered.keep("relapse")
    assert texts(filtered, PATIENT) == ["a", "b"]
    filtered.keep("relapse", "done")
    assert texts(filtered, PATIENT) == ["b"]
    filtered.keep()
    assert filtered.rowCount() == 3


def test_the_model_keeps_the_rules_of_models(qtmodeltester: object, qapp: QApplication) -> None:
    model = CaseTable()
    model.show_cases([line("a"), line("b")])
    qtmodeltester.check(model)  # type: ignore[attr-defined]


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


def test_words_are_searched_and_enter_opens(
    window: MainWindow, session: Session, store: Store, anna: Case, qtbot: QtBot
) -> None:
    store.create(anna)
    store.create(Case.model_validate({"id": "ben", "patient": {"name": "Demo, Ben"}}))
    session.cases_changed.emit()
    page = cases_page(window)
    page.table.setFocus()
    press(Qt.Key.Key_Slash)
    write("mycophenolate")
    press(Qt.Key.Key_Return)
    assert page.table.model().rowCount() == 1
    press(Qt.Key.Key_Return)
    assert window.current == "case"
    assert session.case == anna


def test_a_case_goes_into_the_archive_and_comes_back(
    window: MainWindow, session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    page = cases_page(window)
    page._archive.click()
    assert session.case is None
    assert store.list() == ()
    page.archived.setChecked(True)
    page._archive.click()
    assert [summary.id for summary in store.list()] == ["anna"]


def test_the_status_is_set_for_the_selected_case(
    window: MainWindow, session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    page = cases_page(window)
    page._set_status.setFocus()
    press(Qt.Key.Key_Down)
    assert store.summary("anna").status == "in review"
    assert page.table.model().index(0, STATUS).data() == "In review"
