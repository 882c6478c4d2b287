"""No turn of the window's event loop keeps a person waiting: each page and each ordinary act, in a process of its own.

The limit is 100 ms of processor time on the machine of a desk. A slower one is told by a yardstick: a fixed piece of the
same kind of work (a form is made, laid out, painted and thrown away), measured in the same process before and after.
Where it takes longer than on a desk, the limit is as much longer, and never shorter. The modules are compiled by a first
run, as they are in an installed program.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lnreview.desktop import theme
from lnreview.desktop.dressing import Dresser
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.case.page import CasePage
from lnreview.desktop.session import Session
from lnreview.desktop.watchdog import LIMIT, Turn, Watchdog
from tests.desktop.turns import wait

YARDSTICK = 0.016
"""Seconds of the yardstick on the machine of a desk."""
PAGES = {"cases", "case", "walk", "letter", "decision", "book"}


def driven(compiled: Path) -> list[dict[str, Any]]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.turns"],
        capture_output=True, text=True, env=environment, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_turn_of_the_loop_keeps_a_person_waiting(tmp_path: Path) -> None:
    compiling = "import tests.desktop.turns, lnreview.desktop.pages.case, lnreview.desktop.pages.walk, lnreview.desktop.pages.letter, lnreview.desktop.pages.decision, lnreview.desktop.pages.book"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", compiling], check=True, env=environment)
    told = driven(tmp_path)
    turns = {line["act"]: line for line in told if "act" in line}
    assert len(turns) > 60
    assert all(any(page in act for act in turns) for page in PAGES)
    slower = max(1.0, *(line["yardstick"] / YARDSTICK for line in told if "yardstick" in line))
    slow = [
        f"{act}: {line['seconds'] * 1000:.0f} ms, with {line['with']}"
        for act, line in turns.items()
        if line["seconds"] > LIMIT * slower
    ]
    assert not slow, (
        f"at {slower:.1f} times the limit; `python -m tests.desktop.turns names` says why: {slow}"
    )


def test_a_long_turn_is_told_with_what_it_did(qapp: QApplication, qtbot: QtBot) -> None:
    dog = Watchdog(qapp, limit=0.03)
    barked: list[Turn] = []
    dog.barked.connect(barked.append)

    class Slow(QWidget):
        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.User:
                sum(number * number for number in range(1_500_000))
            return super().event(event)

    slow = Slow()
    slow.setObjectName("slow")
    dog.begin()
    QTimer.singleShot(0, slow, lambda: QApplication.postEvent(slow, QEvent(QEvent.Type.User)))
    wait(100)
    assert barked
    assert "Slow#slow/User" in str(barked[0])
    assert barked[0].seconds > 0.03
    assert barked[0] == dog.end()
    barked.clear()
    dog.begin()
    wait(50)
    assert not barked, "a loop that waits takes no time"
    dog.stop()
    slow.deleteLater()


def test_what_is_hidden_is_dressed_when_it_is_shown(
    window: MainWindow, session: Session, qapp: QApplication
) -> None:
    session.new_case()
    case, walk = window.page("case"), window.page("walk")
    assert isinstance(case, CasePage)
    window.show_page("case")
    drugs, labs = case.panel("courses"), case.panel("labs")
    window.set_text_size(200)
    assert labs.isVisible()
    assert {part.styleSheet() for part in (case.tabs.tabBar(), labs)} == {theme.sheet()}
    assert drugs.styleSheet() != theme.sheet()
    assert walk.styleSheet() != theme.sheet()
    case.panel("courses")
    assert drugs.styleSheet() == theme.sheet()
    window.show_page("walk")
    assert walk.styleSheet() == theme.sheet()
    window.set_appearance("dark")
    assert drugs.styleSheet() != theme.sheet()
    window.show_page("case")
    assert drugs.styleSheet() == theme.sheet()
    assert labs.styleSheet() != theme.sheet()
    case.tabs.setCurrentIndex(0)
    for shown in [window, *(widget for widget in window.findChildren(QWidget) if widget.isVisible())]:
        assert shown.palette().color(QPalette.ColorRole.Window).lightness() < 128, shown
    assert window.grab().toImage().pixelColor(600, 400).lightness() < 128


def test_what_is_added_to_a_window_later_is_dressed_too(qapp: QApplication, qtbot: QtBot) -> None:
    holder, pages = QWidget(), QWidget()
    pages.setParent(holder)
    qtbot.addWidget(holder)
    dresser = Dresser(holder, frames=(pages,))
    holder.show()
    theme.change(qapp, "dark", 150)
    dresser.dress_again()
    label = QLabel("late", holder)
    theme.style(label, role="title")
    label.show()
    assert label.styleSheet() == theme.sheet()
    assert label.font().pointSizeF() == pytest.approx(theme.TITLE_POINTS * 1.5)
    assert pages.styleSheet() == ""
