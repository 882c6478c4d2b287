"""A fault of the program: nothing is lost, the report holds no patient data, and no dialog stands upon another."""

import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QtMsgType, qCritical
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop.crash import CrashReport, fault_of, told_in
from lnreview.desktop.crash_dialog import CrashDialog
from lnreview.desktop.jobs.job import Job, Running
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.store.store import Store
from tests.desktop.fakes import FakeAsk

SECRET = "Demo, Anna"


def fail() -> None:
    raise KeyError(SECRET)


@pytest.fixture
def report(window: MainWindow, session: Session, anna: Case) -> Iterator[CrashReport]:
    session.add_case(anna)
    with told_in(window) as report:
        yield report
    for dialog in dialogs(window):
        dialog.close()


def dialogs(window: MainWindow) -> list[CrashDialog]:
    return [dialog for dialog in window.findChildren(CrashDialog) if dialog.isVisible()]


def told(window: MainWindow, qtbot: QtBot) -> str:
    """Wait for the dialog and return its report, which must hold nothing of the record."""
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    text = dialogs(window)[0].text.toPlainText()
    case = window.session.case
    assert case is not None
    for words in (SECRET, case.id, case.title, "1995-02-03", "mycophenolate"):
        assert words not in text
    return text


def test_a_fault_in_a_slot_is_told_once_and_counted(
    window: MainWindow, report: CrashReport, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        QTimer.singleShot(0, window, fail)
    assert "KeyError in the main thread" in told(window, qtbot)
    qtbot.waitUntil(lambda: "times: 3" in report.text)
    text = told(window, qtbot)
    for words in ("lnreview ", "Python ", "Qt ", "SQLite ", "elsewhere", "Last commands:"):
        assert words in text
    assert SECRET not in capsys.readouterr().err
    dialogs(window)[0].accept()
    QTimer.singleShot(0, window, fail)
    qtbot.waitUntil(lambda: "times: 4" in report.text)
    assert dialogs(window) == [], "what was told is not told again"


def test_another_fault_joins_the_dialog_that_is_open(
    window: MainWindow, report: CrashReport, qtbot: QtBot
) -> None:
    QTimer.singleShot(0, window, fail)
    told(window, qtbot)

    def other() -> None:
        raise ZeroDivisionError

    QTimer.singleShot(0, window, other)
    qtbot.waitUntil(lambda: "ZeroDivisionError" in told(window, qtbot))
    assert "KeyError" in told(window, qtbot)


def test_a_fault_in_a_paint_event_is_told_and_the_window_goes_on(
    window: MainWindow, report: CrashReport, qtbot: QtBot
) -> None:
    class Broken(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            fail()

    broken = Broken(window)
    broken.resize(40, 40)
    broken.show()
    assert "KeyError" in told(window, qtbot)
    dialogs(window)[0].accept()
    for _ in range(5):
        broken.update()
        QApplication.processEvents()
    assert dialogs(window) == []


def test_a_fault_in_a_thread_and_in_a_job_is_told(
    window: MainWindow, session: Session, report: CrashReport, qtbot: QtBot
) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "KeyError in the worker thread" in told(window, qtbot)
    dialogs(window)[0].accept()

    def work(running: Running) -> None:
        raise LookupError(SECRET)

    session.start(Job("Fail", work, lambda _: None))
    qtbot.waitUntil(lambda: "LookupError" in report.text)
    told(window, qtbot)
    assert window.desk.runner.job is None


def test_a_fault_in_a_finalizer_and_one_of_qt_are_told(
    window: MainWindow, report: CrashReport, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        def __del__(self) -> None:
            fail()

    Broken()
    gc.collect()
    assert "KeyError" in told(window, qtbot)
    qCritical(f"a fault of Qt about {SECRET}")
    qtbot.waitUntil(lambda: "QtCriticalMsg" in told(window, qtbot))
    report.qt_said(QtMsgType.QtWarningMsg, "a warning")
    QApplication.processEvents()
    assert "QtWarningMsg" not in report.text
    assert "a warning" in capsys.readouterr().err


def test_the_causes_of_a_fault_are_told_by_their_types() -> None:
    try:
        try:
            fail()
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        fault = fault_of(error, error.__traceback__, ValueError)
    assert fault.kinds == ("ValueError", "KeyError")
    assert fault.frames == ("elsewhere",)


def test_frames_name_our_files_by_function_and_line(session: Session) -> None:
    try:
        session.change("nothing is open", Case(id="x"))
    except ValueError as error:
        fault = fault_of(error, error.__traceback__, ValueError)
    assert fault.frames[0] == "elsewhere"
    assert fault.frames[1].startswith("desktop/session.py:")
    assert fault.frames[1].endswith(":change")


def test_the_last_commands_are_told_by_place_and_not_by_name(
    window: MainWindow, session: Session, report: CrashReport, anna: Case, qtbot: QtBot
) -> None:
    session.change(f"Title of {SECRET}", anna.model_copy(update={"title": "another"}))
    session.undo()
    session.goto("walk", "adherence")
    QTimer.singleShot(0, window, fail)
    text = told(window, qtbot)
    assert "change elsewhere:test_the_last_commands" in text
    assert "undo elsewhere" in text
    assert "goto-walk" in text
    assert "adherence" not in text


@pytest.mark.parametrize("where", ["checked", "saved"])
def test_a_fault_in_a_change_loses_nothing(
    where: str,
    window: MainWindow,
    session: Session,
    store: Store,
    report: CrashReport,
    anna: Case,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before the save the case is as it was; after it, as it was committed. The store proves both."""
    changed = anna.model_copy(update={"patient": anna.patient.model_copy(update={"name": "Demo, Bea"})})

    def fault(*_: object) -> None:
        fail()

    if where == "checked":
        monkeypatch.setattr("lnreview.desktop.opened.checked", fault)
    else:
        monkeypatch.setattr(session, "_reviewer", fault)
    QTimer.singleShot(0, window, lambda: session.change("Title", changed))
    assert "KeyError" in told(window, qtbot)
    monkeypatch.undo()
    QApplication.processEvents()
    kept = anna if where == "checked" else changed
    assert store.load(anna.id) == kept
    assert session.case == kept
    assert store.verify() == ()
    assert kept.patient.name in window.header.text
    assert bool(session.undo_name) == (where == "saved")
    dialogs(window)[0].accept()
    assert session.change("Title", anna.model_copy(update={"title": "a third"})), "the work goes on"
    assert session.review is not None


def test_a_window_that_differs_from_the_store_is_read_back(
    window: MainWindow, session: Session, store: Store, report: CrashReport, anna: Case, qtbot: QtBot
) -> None:
    store.save(anna.model_copy(update={"title": "stored"}), command="Title")
    QTimer.singleShot(0, window, fail)
    told(window, qtbot)
    qtbot.waitUntil(lambda: session.case is not None and session.case.title == "stored")


def test_the_report_is_copied_and_saved(
    window: MainWindow, report: CrashReport, ask: FakeAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    QTimer.singleShot(0, window, fail)
    text = told(window, qtbot)
    (dialog,) = dialogs(window)
    ask.path = tmp_path / "fault.txt"
    dialog.copy_button.setFocus()
    qtbot.keyClick(dialog.copy_button, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter copies; it does not press “Go on”"
    dialog.save_button.click()
    assert QApplication.clipboard().text() == text
    assert ask.path.read_text(encoding="utf-8") == text + "\n"
    ask.path = tmp_path / "gone" / "fault.txt"
    dialog.save_button.click()
    dialog.text.setFocus()
    assert dialog.findChild(QPushButton, "closeCrash").isDefault()
    assert "Nothing was written" in dialog._said.text()


def test_a_refusal_is_no_fault_and_the_hooks_are_given_back(window: MainWindow) -> None:
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    with told_in(window) as report:
        window.session.failed.emit(str(UserError("The disk is full.")))
        assert report.text == ""
        assert sys.excepthook is report
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks
