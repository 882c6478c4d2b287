"""Long work: it is shown, it can be stopped, what is stopped or fails leaves nothing, and the window stays usable."""

import csv
import io
import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QProgressBar
from pytestqt.qtbot import QtBot

from lnreview import resources
from lnreview.case.model import Case
from lnreview.desktop.demo import add_demo_cases
from lnreview.desktop.jobs.exporting import export_letters
from lnreview.desktop.jobs.importing import import_files
from lnreview.desktop.jobs.job import Job, Progress, Running, Stopped
from lnreview.desktop.jobs.runner import JobRunner
from lnreview.desktop.jobs.screening import review_all
from lnreview.desktop.jobs.whole import whole_folder
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.notice import Notice
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.store.store import Store
from lnreview.store.summary import ReviewGlance
from tests.desktop.fakes import FakeAsk
from tests.desktop.pages import cases_page, press

LONG = 60_000
DEMO = sorted(resources.demo().glob("*.json"))


class Slow:
    """Work that goes on until the test lets it end."""

    def __init__(self) -> None:
        self.begun, self.may_end = Event(), Event()

    def __call__(self, running: Running) -> str:
        self.begun.set()
        for number in range(100_000):
            running.at(number, 100_000, "Counting")
            if self.may_end.wait(0.002):
                return "done"
        raise AssertionError("nobody ended it")


def job(work: Callable[[Running], str], name: str = "Count") -> Job[str]:
    return Job(name, work, lambda found: Notice(f"{name}: {found}"))


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


@pytest.fixture
def said(runner: JobRunner) -> list[str]:
    said: list[str] = []
    runner.ended.connect(lambda notice: said.append(notice.text))
    return said


def until_idle(qtbot: QtBot, runner: JobRunner) -> None:
    qtbot.waitUntil(lambda: runner.job is None, timeout=LONG)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if ".part" in path.name]


def stop_in(folder: Path) -> None:
    (folder / "begun.pdf").touch()
    raise Stopped


def store_menu(window: MainWindow) -> list[QAction]:
    """Return the entries of the menu Store."""
    return window.findChildren(QMenu, "storeMenu")[0].actions()


# The runner


def test_a_job_tells_how_far_it_is_and_what_came_of_it(
    runner: JobRunner, said: list[str], qtbot: QtBot
) -> None:
    work = Slow()
    runner.start(job(work))
    qtbot.waitUntil(lambda: runner.progress.of == 100_000)
    assert runner.progress.words == "Counting"
    assert runner.can_stop
    work.may_end.set()
    until_idle(qtbot, runner)
    assert said == ["Count: done"]


def test_jobs_wait_for_each_other_and_one_that_is_stopped_says_so(
    runner: JobRunner, said: list[str], qtbot: QtBot
) -> None:
    first, second = Slow(), Slow()
    second.may_end.set()
    runner.start(job(first, "First"))
    runner.start(job(second, "Second"))
    assert runner.waiting == ("Second",)
    assert not second.begun.is_set()
    runner.stop()
    assert not runner.can_stop
    until_idle(qtbot, runner)
    assert said == ["“First” was stopped. Nothing of it was kept.", "Second: done"]


def test_what_was_found_is_stored_in_the_windows_thread_and_not_after_a_late_stop(
    runner: JobRunner, said: list[str], qtbot: QtBot
) -> None:
    stored: list[int] = []

    def keep(_: str) -> Iterator[Progress]:
        for number in range(3):
            stored.append(number)
            yield Progress(number, 3, "Storing")

    def late(running: Running) -> str:
        running.stop()
        return "found"

    runner.start(Job("Keep", lambda running: "found", lambda found: Notice("kept"), keep))
    runner.start(Job("Late", late, lambda found: Notice("kept"), keep))
    until_idle(qtbot, runner)
    assert said == ["kept", "“Late” was stopped. Nothing of it was kept."]
    assert stored == [0, 1, 2]


def test_a_refusal_is_told_and_a_fault_is_raised_in_the_windows_thread(
    runner: JobRunner, said: list[str], qtbot: QtBot
) -> None:
    def refuse(running: Running) -> str:
        raise UserError("The disk is full.")

    def fail(running: Running) -> str:
        raise KeyError("a fault")

    runner.start(job(refuse))
    until_idle(qtbot, runner)
    assert said == ["The disk is full."]
    with qtbot.captureExceptions() as faults:
        runner.start(job(fail))
        until_idle(qtbot, runner)
    assert [kind for kind, _, _ in faults] == [KeyError]
    runner.start(job(lambda running: "after a fault"))
    until_idle(qtbot, runner)
    assert said[-1] == "Count: after a fault"


def test_a_folder_appears_when_it_is_complete(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with whole_folder(tmp_path, "letters") as (part, target):
        (part / "a.pdf").touch()
        assert not target.exists()
    assert target.name == "letters 2"
    assert [path.name for path in target.iterdir()] == ["a.pdf"]
    with pytest.raises(Stopped), whole_folder(tmp_path, "letters") as (part, _):
        stop_in(part)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters", "letters 2"]
    with pytest.raises(UserError, match="Choose a folder"), whole_folder(tmp_path / "none", "x"):
        pass


# The strip


def test_the_strip_shows_what_runs_and_escape_stops_it(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    strip = window.desk.strip
    assert not strip.isVisible()
    work = Slow()
    session.start(job(work, "Count the stars"))
    qtbot.waitUntil(lambda: strip.isVisible() and window.desk.runner.progress.of > 0)
    words = [label.text() for label in strip.findChildren(QLabel)]
    assert "Count the stars" in words
    assert any("Counting" in text and "of 100000" in text for text in words)
    bar = strip.findChild(QProgressBar)
    assert bar is not None
    assert (bar.accessibleName(), bar.maximum()) == ("Count the stars", 100_000)
    strip.stop_button.setFocus()
    press(Qt.Key.Key_Escape)
    until_idle(qtbot, window.desk.runner)
    assert not strip.isVisible()
    assert window.messages.notices == ["“Count the stars” was stopped. Nothing of it was kept."]


def test_the_menu_stops_what_runs_and_is_disabled_otherwise(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    (stop,) = [action for action in store_menu(window) if "Stop" in action.text()]
    assert not stop.isEnabled()
    session.start(job(Slow()))
    assert stop.isEnabled()
    stop.trigger()
    until_idle(qtbot, window.desk.runner)
    assert not stop.isEnabled()


def test_closing_the_window_asks_before_work_is_stopped(
    window: MainWindow, session: Session, ask: FakeAsk, qtbot: QtBot
) -> None:
    session.start(job(Slow(), "Count"))
    ask.says_yes = False
    window.close()
    assert window.isVisible()
    assert "“Count” is not finished" in ask.questions[0]
    ask.says_yes = True
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.desk.runner.job is None


# Importing


def test_case_files_are_imported_and_each_refusal_has_its_reason(
    window: MainWindow, session: Session, store: Store, ask: FakeAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    for path in DEMO[:10]:
        shutil.copy(path, tmp_path)
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "field.json").write_text('{"id": "x", "colour": 1}')
    (tmp_path / "large.json").write_bytes(b" " * (50 << 20))
    store.create(casefile.read(DEMO[3]))
    ask.path = tmp_path
    window.desk.import_folder()
    until_idle(qtbot, window.desk.runner)
    assert len(store.list()) == 10
    assert "9 of 13 case files were imported. 4 were refused" in window.messages.notices[-1]
    window.messages.offer_button.click()
    report = window.desk.report
    assert report.text.hasFocus()
    for words in ("broken.json", "field.json", "colour", "50 MB", "already in the store"):
        assert words in report.text.toPlainText()
    ask.path = tmp_path / "why.txt"
    report._save.click()
    assert ask.path.read_text(encoding="utf-8") == report.text.toPlainText()
    press(Qt.Key.Key_Escape)
    assert not report.isVisible()
    assert store.verify() == ()


def test_an_import_that_is_stopped_stores_nothing(
    window: MainWindow, session: Session, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = []
    for number in range(60):
        case = json.loads(DEMO[number % len(DEMO)].read_text(encoding="utf-8")) | {"id": f"case-{number}"}
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps(case), encoding="utf-8")
    session.start(import_files(session, paths))
    qtbot.waitUntil(lambda: window.desk.runner.progress.done > 0, timeout=LONG)
    window.desk.runner.stop()
    until_idle(qtbot, window.desk.runner)
    assert store.list() == ()
    assert store.holds()["events"] == 0


def test_one_case_file_is_opened_when_it_was_read(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.start(import_files(session, DEMO[:1]))
    qtbot.waitUntil(lambda: session.case is not None)
    until_idle(qtbot, window.desk.runner)
    assert window.messages.notices == ["The case file was read and stored."]


# Exporting


def test_letters_of_many_cases_are_written_by_keys_into_a_folder(
    window: MainWindow, session: Session, ask: FakeAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    ask.path = tmp_path
    window.desk.export_letters()
    panel = window.desk.export
    assert panel.scope.hasFocus()
    assert panel.scope.currentText() == f"All cases of the list ({len(DEMO)})"
    panel.kinds["worksheet"].setFocus()
    press(Qt.Key.Key_Space)
    panel.scope.setFocus()
    press(Qt.Key.Key_Return)
    assert not panel.isVisible(), "Enter goes on to the folder"
    until_idle(qtbot, window.desk.runner)
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert folder.name == "letters 2026-11-22"
    names = sorted(path.name for path in folder.iterdir())
    letters = [name for name in names if name.endswith(".pdf")]
    assert len(letters) == 2 * len(DEMO)
    assert "DRAFT" in PdfReader(folder / letters[0]).pages[0].extract_text()
    with (folder / "contents.csv").open(encoding="utf-8", newline="") as file:
        contents = list(csv.DictReader(file))
    assert sorted(row["file"] for row in contents) == letters
    assert {row["case"] for row in contents} == {path.stem for path in DEMO}
    assert f"{len(letters)} letters were written" in window.messages.notices[-1]
    assert "drafts" in window.messages.notices[-1]
    assert leftovers(tmp_path) == []


def test_an_export_that_is_stopped_leaves_nothing(
    window: MainWindow, session: Session, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    ids = [summary.id for summary in store.list()]
    out = tmp_path / "out"
    out.mkdir()
    session.start(export_letters(session, ids * 5, ["medical-necessity"], out))
    qtbot.waitUntil(lambda: window.desk.runner.progress.done > 0, timeout=LONG)
    assert any(out.iterdir()), "it writes beside its target"
    window.desk.runner.stop()
    until_idle(qtbot, window.desk.runner)
    assert list(out.iterdir()) == []


def test_without_a_kind_nothing_can_be_begun_and_escape_closes(window: MainWindow, session: Session) -> None:
    add_demo_cases(session)
    window.desk.export_letters()
    panel = window.desk.export
    panel.kinds["medical-necessity"].setChecked(False)
    assert not panel.go_button.isEnabled()
    assert "Choose a kind" in panel.go_button.toolTip()
    press(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_case_files_of_many_cases_give_the_same_cases_back(
    window: MainWindow, session: Session, store: Store, ask: FakeAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    store._db.execute("UPDATE cases SET hash = 'damaged' WHERE id = 'demo-anna-insufficient-data'")
    ask.path = tmp_path
    window.desk.export_case_files()
    window.desk.export.go_button.click()
    until_idle(qtbot, window.desk.runner)
    folder = tmp_path / "cases 2026-11-22"
    read = {case.id: case for case in map(casefile.read, folder.iterdir())}
    assert len(read) == len(DEMO) - 1
    assert all(case == store.load(case_id) for case_id, case in read.items())
    assert "1 were not written" in window.messages.notices[-1]


def test_a_folder_that_cannot_be_written_is_named(
    window: MainWindow, session: Session, ask: FakeAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    ask.path = tmp_path / "gone"
    window.desk.export_case_files()
    window.desk.export.go_button.click()
    until_idle(qtbot, window.desk.runner)
    assert "Choose a folder that you may write to" in window.messages.notices[-1]


def test_only_the_cases_that_the_list_shows_can_be_meant(
    window: MainWindow, session: Session, ask: FakeAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    page = cases_page(window)
    page.search.setText("hana")
    qtbot.waitUntil(lambda: page.shown_ids() == ("demo-hana-relapse",))
    ask.path = tmp_path
    window.desk.export_case_files()
    panel = window.desk.export
    assert panel.scope.currentText() == "The cases that the list shows (1)"
    panel.go_button.click()
    until_idle(qtbot, window.desk.runner)
    assert [path.name for path in tmp_path.glob("cases*/*")] == ["demo-hana-relapse.json"]


def test_nothing_to_export_is_said(window: MainWindow) -> None:
    window.desk.export_letters()
    assert "no case to export" in window.messages.notices[-1]


# The store


def test_the_store_is_backed_up_while_it_is_written(
    window: MainWindow, session: Session, store: Store, ask: FakeAsk, anna: Case, tmp_path: Path, qtbot: QtBot
) -> None:
    session.add_case(anna)
    ask.path = tmp_path / "backup.db"
    window.desk.back_up()
    session.change("Title", anna.model_copy(update={"title": "changed meanwhile"}))
    until_idle(qtbot, window.desk.runner)
    assert "the copy was proved: 1 cases" in window.messages.notices[-1]
    with Store.open(ask.path, now=lambda: datetime.now(UTC)) as copy:
        assert copy.verify() == ()
        assert len(copy.list()) == 1
    assert leftovers(tmp_path) == []


def test_all_cases_are_reviewed_again_and_changed_verdicts_are_listed(
    window: MainWindow, session: Session, store: Store, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    for summary in store.list():
        store.set_review(summary.id, ReviewGlance("refractory"))
    window.desk.review_all()
    until_idle(qtbot, window.desk.runner)
    after = {summary.id: summary.verdict for summary in store.list()}
    changed = sorted(case_id for case_id, verdict in after.items() if verdict != "refractory")
    assert (
        f"{len(DEMO)} cases were reviewed as of today: {len(changed)} verdicts changed."
        in window.messages.notices[-1]
    )
    window.messages.offer_button.click()
    rows = list(csv.DictReader(io.StringIO(window.desk.report.text.toPlainText())))
    assert [row["case"] for row in rows] == changed
    assert {(row["verdict_before"], row["verdict"]) for row in rows} == {
        ("refractory", after[case_id]) for case_id in changed
    }


def test_a_review_of_all_that_is_stopped_changes_no_verdict(
    window: MainWindow, session: Session, store: Store, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    for summary in store.list():
        store.set_review(summary.id, ReviewGlance("refractory"))
    session.start(review_all(session))
    qtbot.waitUntil(lambda: window.desk.runner.progress.done > 0, timeout=LONG)
    window.desk.runner.stop()
    until_idle(qtbot, window.desk.runner)
    assert {summary.verdict for summary in store.list()} == {"refractory"}


def test_the_window_takes_keys_while_letters_are_written(
    window: MainWindow, session: Session, store: Store, anna: Case, tmp_path: Path, qtbot: QtBot
) -> None:
    add_demo_cases(session)
    session.add_case(anna)
    ids = [summary.id for summary in store.list()]
    session.start(export_letters(session, ids, ["medical-necessity"], tmp_path))
    changes = 0
    while window.desk.runner.job is not None:
        session.change("Title", anna.model_copy(update={"title": f"Title {changes}"}))
        QApplication.processEvents()
        changes += 1
        time.sleep(0.02)
    assert changes > 5
    assert store.verify() == ()
