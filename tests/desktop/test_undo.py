"""Every act can be taken back and brought back, with its name, also after another case was looked at."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.records import Override, Waiver
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.session import Session
from lnreview.store.store import Store
from tests.desktop.pages import CaseDriver, press
from tests.desktop.test_session import FullDisk


def titled(case: Case | None, title: str) -> Case:
    assert case is not None
    return case.model_copy(update={"title": title})


def ben(anna: Case) -> Case:
    return anna.model_copy(update={"id": "ben"})


def test_a_history_survives_another_case(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    session.change("Set title", titled(anna, "One"))
    session.change("Set title again", titled(anna, "Two"))
    session.undo()
    session.add_case(ben(anna))
    assert (session.undo_name, session.redo_name) == ("", "")
    session.change("Set the title of Ben", titled(session.case, "Ben"))
    session.open_case("anna")
    assert (session.undo_name, session.redo_name) == ("Set title", "Set title again")
    assert session.redo()
    assert session.undo()
    assert session.undo()
    assert store.load("anna") == anna
    assert store.load("ben").title == "Ben"
    session.close_case()
    assert session.undo_name == ""
    session.open_case("ben")
    assert session.undo_name == "Set the title of Ben"


def test_a_history_is_forgotten_where_the_case_is_another_than_it_was_left(
    session: Session, store: Store, anna: Case
) -> None:
    session.add_case(anna)
    session.change("Set title", titled(anna, "One"))
    session.close_case()
    store.save(titled(anna, "written elsewhere"), command="Import")
    session.open_case("anna")
    assert session.undo_name == ""


def status(session: Session) -> object:
    return session.store.summary("anna").status


def archived(session: Session) -> object:
    return session.store.summary("anna").archived


def day(session: Session) -> object:
    return session.as_of and session.as_of.text


def phrases(session: Session) -> object:
    return [(item.name, item.body["text"]) for item in session.library.kept("phrase")]


ACTS: list[tuple[str, Callable[[Session], object], Callable[[Session], object]]] = [
    ("Archive case", lambda session: session.archive_case("anna"), archived),
    ("Set the status of a case", lambda session: session.set_status("anna", "done"), status),
    (
        "Review as of another day",
        lambda session: session.set_as_of(ChartDate.parse("2026-03-01")),
        day,
    ),
    ("Keep “a” for letters", lambda session: session.library.keep("phrase", "a", {"text": "new"}), phrases),
    ("Forget “b”", lambda session: session.library.forget("phrase", "b"), phrases),
]


@pytest.mark.parametrize(("name", "do", "state"), ACTS, ids=[name for name, _, _ in ACTS])
def test_what_is_no_change_of_a_case_is_taken_back_too(
    name: str,
    do: Callable[[Session], object],
    state: Callable[[Session], object],
    session: Session,
    store: Store,
    anna: Case,
) -> None:
    store.keep("phrase", "b", {"text": "old"})
    session.add_case(anna)
    session.change("Set title", titled(anna, "One"))
    before = state(session)
    do(session)
    after = state(session)
    assert after != before
    assert session.undo_name == name
    assert session.undo()
    assert state(session) == before
    assert (session.undo_name, session.redo_name) == ("Set title", name)
    assert session.redo()
    assert state(session) == after
    assert session.undo()
    assert session.undo()
    assert session.redo_name == "Set title", "what was taken back last comes back first"
    assert session.redo()
    assert session.redo_name == name
    assert store.verify() == ()


CHANGES = {
    "overrides": Override(
        step="adherence", status="met", rationale="seen", by="Dr A", on=ChartDate.parse("2026-11-22")
    ),
    "waivers": Waiver(gap="x", reason="known"),
}


@pytest.mark.parametrize("part", CHANGES)
def test_what_a_reviewer_says_is_taken_back_with_the_record(part: str, session: Session, anna: Case) -> None:
    session.add_case(anna)
    changed = anna.model_copy(update={part: (CHANGES[part],)})
    session.change("Say something", changed)
    session.undo()
    assert session.case == anna
    session.redo()
    assert session.case == changed


def test_an_undo_that_cannot_be_stored_moves_nothing(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    session.change("Set title", titled(anna, "One"))
    disk = FullDisk(store)
    session.store = disk  # type: ignore[assignment]
    disk.full = True
    assert not session.undo()
    assert (session.undo_name, session.redo_name) == ("Set title", "")
    disk.full = False
    assert session.undo()
    assert session.case == anna


def test_the_notice_of_a_deletion_takes_it_back_by_key_while_it_is_the_last_act(
    window: MainWindow, session: Session, anna: Case
) -> None:
    session.add_case(anna)
    panel = CaseDriver(window, None).panel("labs")  # type: ignore[arg-type]
    panel.table.selectRow(0)
    press(Qt.Key.Key_Delete)
    assert session.case is not None
    assert len(session.case.labs) == 1
    assert "Ctrl+Z brings it back" in window.messages.notices[-1]
    button = window.messages.offer_button
    assert (button.isVisible(), button.text()) == (True, "Undo")
    button.setFocus()
    press(Qt.Key.Key_Space)
    assert len(session.case.labs) == 2
    assert window.messages.notices == []
    panel.table.setFocus()
    press(Qt.Key.Key_Delete)
    session.change("Set title", titled(session.case, "later"))
    assert not button.isVisible(), "it would take something else back"
    assert "Ctrl+Z brings it back" in window.messages.notices[-1], "the notice stays"


def test_every_notice_can_be_read_again_with_its_time(window: MainWindow, session: Session) -> None:
    session.told.emit("It worked.")
    session.failed.emit("\n".join(f"line {number}" for number in range(9)))
    assert window.messages._words.text().splitlines()[-1] == "5 more lines: Ctrl+M shows them."
    QTest.keyClick(
        window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    QTest.keyClick(
        window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert not window.messages.isVisible()
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    text = window.desk.report.text.toPlainText()
    assert text.splitlines()[0] == "09:30  !  line 0"
    assert text.splitlines()[-1] == "09:30  ✓  It worked."
    press(Qt.Key.Key_Escape)
    assert not window.desk.report.isVisible()


def test_a_notice_is_said_and_escape_puts_it_away(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "PySide6.QtGui.QAccessible.updateAccessibility",
        lambda event: said.append(event.message()),
    )
    session.told.emit("One.")
    session.told.emit("Two.")
    assert said == ["One.", "Two."]
    window.messages._dismiss.setFocus()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert window.messages.notices == []
    assert not window.messages.isVisible()
