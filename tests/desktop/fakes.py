"""Stand-ins for the person at the dialogs."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from lnreview.desktop.jobs.job import Job, Running
from lnreview.desktop.session import Session
from lnreview.errors import UserError

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30)


class FakeAsk:
    """Answers at once: yes or no to a question, the prepared path to a file dialog; remembers what was shown."""

    def __init__(self) -> None:
        self.says_yes = True
        self.path: Path | None = None
        self.paths: list[Path] = []
        self.questions: list[str] = []

    def confirm(self, parent: QWidget, question: str, action: str, then: Callable[[], None]) -> None:
        self.questions.append(question)
        if self.says_yes:
            then()

    def open_file(self, parent: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> None:
        if self.path is not None:
            then(self.path)

    def open_files(
        self, parent: QWidget, title: str, filters: str, then: Callable[[list[Path]], None]
    ) -> None:
        if self.paths:
            then(self.paths)

    def choose_folder(self, parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
        if self.path is not None:
            then(self.path)

    def save_file(
        self, parent: QWidget, title: str, suggestion: str, filters: str, then: Callable[[Path], None]
    ) -> None:
        if self.path is not None:
            then(self.path)


def do_at_once(session: Session) -> None:
    """Have the long work of a session without a window done as soon as it is asked for."""

    def do(job: Job[Any]) -> None:
        try:
            found = job.work(Running())
        except UserError as error:
            session.failed.emit(str(error))
            return
        for _ in job.keep(found):
            pass
        session.notify(job.tell(found))

    session.starting.connect(do)
