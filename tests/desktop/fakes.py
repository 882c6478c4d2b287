"""Stand-ins for the person at the dialogs."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30)


class FakeAsk:
    """Answers at once: yes or no to a question, the prepared path to a file dialog; remembers what was shown."""

    def __init__(self) -> None:
        self.says_yes = True
        self.path: Path | None = None
        self.questions: list[str] = []
        self.shown: list[str] = []

    def confirm(self, parent: QWidget, question: str, action: str, then: Callable[[], None]) -> None:
        self.questions.append(question)
        if self.says_yes:
            then()

    def tell(self, parent: QWidget, title: str, text: str) -> None:
        self.shown.append(text)

    def open_file(self, parent: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> None:
        if self.path is not None:
            then(self.path)

    def save_file(
        self, parent: QWidget, title: str, suggestion: str, filters: str, then: Callable[[Path], None]
    ) -> None:
        if self.path is not None:
            then(self.path)
