"""Killed in mid-typing: every answer that was committed is on disk, and nothing is half-written."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lnreview.store.store import Store

TYPING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from lnreview.case.model import Case
from lnreview.desktop.app import make_application, make_window
from lnreview.store.store import Store
from tests.desktop.pages import CaseDriver, press, write

folder = Path(sys.argv[1])
app = make_application()
with Store.open(folder / "cases.db", now=lambda: datetime.now(UTC)) as store:
    window = make_window(app, store, folder / "window.ini")
    window.show()
    window.activateWindow()
    app.processEvents()
    window.session.add_case(Case(id="typed"))
    driver = CaseDriver(window, None)
    number = 0
    while True:
        number += 1
        driver.add("labs", ("analyte", "upcr"), ("quantity", f"{number}"), ("collected_on", "2026-01-01"))
        held = len(window.session.case.labs)
        print(held, flush=True)
        app.processEvents()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("wait", [0.0, 0.013, 0.047])
def test_what_was_committed_is_there_after_a_kill(tmp_path: Path, wait: float) -> None:
    command = [sys.executable, "-c", TYPING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for _ in range(4):
            assert process.stdout.readline(), "it ended by itself"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    committed = int(rest[-1]) if rest else 4
    with Store.open(tmp_path / "cases.db", now=lambda: datetime.now(UTC)) as store:
        case = store.load("typed")
        assert len(case.labs) in (committed, committed + 1), "the one that was being stored may be there"
        assert all(lab.quantity is not None and lab.analyte == "upcr" for lab in case.labs)
        assert store.verify() == ()
        assert [event.command for event in store.history("typed")][1:] == ["Add lab result"] * len(case.labs)
    assert not list(tmp_path.glob("*.part*"))
