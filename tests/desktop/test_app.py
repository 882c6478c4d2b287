"""The desktop starts, or says in a sentence what is missing; its own faults are told without patient data."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from lnreview import paths
from lnreview.desktop import app as desktop
from lnreview.desktop.preferences import Preferences
from lnreview.errors import UserError
from lnreview.store.store import Store


def test_the_window_opens_on_a_store_and_closes(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "window.ini")
    QTimer.singleShot(0, qapp, qapp.quit)
    hook = sys.excepthook
    assert desktop.run(tmp_path / "cases.db", demo=True) == 0
    # The quit that ended it stays posted and would end every event loop of later tests.
    QCoreApplication.removePostedEvents(qapp, QEvent.Type.Quit.value)
    assert sys.excepthook is hook
    with Store.open(tmp_path / "cases.db", now=lambda: datetime.now(UTC)) as store:
        assert len(store.list()) >= 13


def test_without_a_screen_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UserError, match="no screen"):
        desktop.make_application()


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(desktop, "_loads", lambda library: not library.startswith("libxcb-cursor"))
    with pytest.raises(UserError, match="Install libxcb-cursor0"):
        desktop.make_application()


def test_settings_that_make_no_sense_are_the_usual_ones(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "window.ini"
    path.write_text("[General]\ntext_size=huge\nappearance=false\ngeometry=none\n", encoding="utf-8")
    preferences = Preferences(path)
    assert (preferences.text_size, preferences.appearance, preferences.geometry) == (100, "system", None)
