"""What every test of the desktop needs: a store, a session on it, a window, and no widget left over."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.collector import Collector
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.guideline.load import load
from lnreview.review.evaluate import review
from lnreview.store.store import Store
from tests.desktop.fakes import NOW, TODAY, FakeAsk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it cannot do; any other warning of Qt fails a test."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
        )


@pytest.fixture(autouse=True, scope="package")
def collect_in_this_thread(qapp: QApplication) -> Iterator[None]:
    """Collect garbage as the program does: never in the thread that makes letters."""
    collector = Collector(qapp)
    yield
    collector.stop()


@pytest.fixture(autouse=True)
def no_widget_left(qapp: QApplication) -> Iterator[None]:
    """Close the top-level widgets after each test and deliver their deferred deletion."""
    theme.apply(qapp, "light", 100)
    yield
    while popup := QApplication.activePopupWidget():
        popup.close()
    for widget in QApplication.topLevelWidgets():
        # The popup of a completer or a combo box, or a menu, belongs to its owner and goes with it.
        if widget.parent() is None and widget.windowType() != Qt.WindowType.Popup:
            widget.hide()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "test.db", now=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)) as opened:
        yield opened


@pytest.fixture
def ask() -> FakeAsk:
    return FakeAsk()


@pytest.fixture
def session(store: Store, ask: FakeAsk, qapp: QApplication) -> Session:
    return Session(store, load(), ask, review, today=lambda: TODAY, now=lambda: NOW)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "window.ini")


@pytest.fixture
def make_window(session: Session, preferences: Preferences, qtbot: QtBot) -> Callable[[], MainWindow]:
    """Return a function that shows the window on the session."""

    def make() -> MainWindow:
        window = MainWindow(session, preferences)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return make


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture
def anna() -> Case:
    """An invented patient with two labs, a course and a biopsy."""
    return Case.model_validate(
        {
            "id": "anna",
            "title": "Proteinuria that stays",
            "synthetic": True,
            "patient": {"name": "Demo, Anna", "sex": "female", "birth_date": "1995-02-03"},
            "labs": [
                {"analyte": "upcr", "quantity": {"value": 3.4, "unit": "g/g"}, "collected_on": "2026-10-01"},
                {"analyte": "upcr", "quantity": {"value": 3.1, "unit": "g/g"}, "collected_on": "2026-01-10"},
            ],
            "courses": [
                {
                    "drug": "mycophenolate mofetil", "dose": {"value": 2, "unit": "g/d"},
                    "start": "2026-01-15", "role": "induction",
                }
            ],
            "biopsies": [{"taken_on": "2025-12", "classes": ["III", "V"], "activity_index": 9}],
        }
    )  # fmt: skip
