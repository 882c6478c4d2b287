"""Drive every page and every ordinary act, and print how long the longest turn of the event loop of each was.

`python -m tests.desktop.turns` prints a line of JSON for each act. Acts are begun by a timer and keys are pressed within
the loop, so all that follows from one of them is in its turn. `names` as a word behind it says what took the time.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QWidget,
)

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.after_start import AfterStart, EarlyGuideline
from lnreview.desktop.ahead import LoadAhead
from lnreview.desktop.app import make_application
from lnreview.desktop.collector import Collector
from lnreview.desktop.demo import demo_cases
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.desktop.watchdog import Watchdog
from lnreview.guideline.load import load
from lnreview.review.evaluate import review
from lnreview.store.store import Store
from tests.bench.run import case_of
from tests.desktop.fakes import NOW, TODAY, FakeAsk

if TYPE_CHECKING:
    from lnreview.desktop.pages.case.page import CasePage

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PAGES = ("cases", "case", "walk", "letter", "decision", "book")
Act = tuple[str, Callable[[], object], int]
"""What it is called, what is done, and the ms after which all that follows is done too."""


def yardstick(app: QApplication) -> float:
    """Return the seconds of processor time of a fixed piece of such work: a form is made, shown and thrown away."""
    seconds = []
    for _ in range(3):
        start = time.thread_time()
        form = QWidget()
        rows = QFormLayout(form)
        for number in range(60):
            label = QLabel(f"Field {number}")
            theme.style(label, role="muted")
            rows.addRow(label, QLineEdit(f"{number}") if number % 5 else QPlainTextEdit())
        rows.addRow(QTableWidget(40, 5))
        form.show()
        app.processEvents()
        form.close()
        form.deleteLater()
        app.processEvents()
        seconds.append(time.thread_time() - start)
    return min(seconds)


def key(
    window: MainWindow, pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, pressed, modifier)


LOOK, QUIET, BUSY = 60, 4, 0.004
"""ms between two looks whether there is work; looks without any after which an act is over; s of work that count."""


def acts(window: MainWindow, ask: FakeAsk, folder: Path) -> Iterator[Act]:
    """Yield one act after another, in the order of a day's work."""
    session = window.session
    cases = window.page("cases")
    yield "add the demonstration cases", lambda: session.start(demo_cases(session)), 2500
    yield "type in the filter", lambda: QTest.keyClick(cases.search, Qt.Key.Key_L), 700  # type: ignore[attr-defined]
    yield "clear the filter", lambda: cases.search.clear(), 700  # type: ignore[attr-defined]
    for page in PAGES[1:]:
        if page == "case":
            yield "open a first case", lambda: session.open_case("demo-lucja-refractory"), 2500
        yield f"first showing of {page}", lambda page=page: window.show_page(page), 2500  # type: ignore[misc]
        if page == "case":
            yield from parts_of_the_record(window)
    yield "open a case with 300 results", lambda: session.open_case("big"), 2000
    for page in PAGES:
        yield f"turn to {page}", lambda page=page: window.show_page(page), 1500  # type: ignore[misc]
        yield f"change on {page}", lambda page=page: session.change(f"On {page}", titled(session, page)), 1000  # type: ignore[misc]
        yield f"change a result on {page}", lambda: session.change("Result", measured(session)), 1200
        yield f"undo on {page}", lambda: key(window, Qt.Key.Key_Z, CONTROL), 1000
        yield f"redo on {page}", lambda: key(window, Qt.Key.Key_Y, CONTROL), 1000
    window.show_page("walk")
    for place in range(1, 8):
        yield f"step {place} of the walk", lambda place=place: key(window, Qt.Key(Qt.Key.Key_0 + place)), 800  # type: ignore[misc]
    for page in PAGES:
        window.show_page(page)
        wait(800)
        yield f"larger text on {page}", lambda: window.set_text_size(125), 1200
        yield f"usual text on {page}", lambda: window.set_text_size(100), 1200
        yield f"dark on {page}", lambda: window.set_appearance("dark"), 1200
        yield f"light on {page}", lambda: window.set_appearance("light"), 1200
    window.show_page("case")
    record(window).panel("labs")
    copy_results()
    wait(1500)
    yield "paste 300 results", lambda: record(window).panel("labs").paste.paste(), 1500
    yield "enter 300 pasted results", lambda: record(window).panel("labs").paste.accept(), 1500
    yield "undo 300 pasted results", lambda: key(window, Qt.Key.Key_Z, CONTROL), 1500
    (folder / "chart.pdf").write_bytes(b"%PDF-1.7 " + os.urandom(30 << 20))
    yield "attach a file of 30 MB", lambda: session.attach(folder / "chart.pdf", len), 2500
    ask.path = folder / "case.json"
    yield "export the case", window.export, 800
    yield "show the messages", lambda: key(window, Qt.Key.Key_M, CONTROL), 600
    yield "open the palette", lambda: key(window, Qt.Key.Key_K, CONTROL), 2500
    for letter in "rit":
        yield (
            f"type {letter} in the palette",
            lambda letter=letter: key(window, Qt.Key(ord(letter.upper()))),
            500,
        )  # type: ignore[misc]
    yield "close the palette", lambda: key(window, Qt.Key.Key_Escape), 600
    yield "close the case", session.close_case, 800


def record(window: MainWindow) -> CasePage:
    """Return the page of the case."""
    return cast("CasePage", window.page("case"))


def parts_of_the_record(window: MainWindow) -> Iterator[Act]:
    """Yield the first showing of every tab of the record, and of every list behind it."""
    from lnreview.desktop.pages.case.tabs import (
        TABS,
    )  # late: the window loads it by itself, and that is measured

    for number, tab in enumerate(TABS, start=1):
        yield (
            f"first showing of {tab.name}",
            lambda number=number: key(window, Qt.Key(Qt.Key.Key_0 + number), ALT),  # type: ignore[misc]
            800,
        )
        for name in tab.lists[1:]:
            yield f"first showing of {name}", lambda name=name: record(window).panel(name), 800  # type: ignore[misc]


def copy_results() -> None:
    """Put results of 300 days on the clipboard, as another program would."""
    days = (date(2016, 1, 1) + timedelta(days=number) for number in range(300))
    rows = [f"{day.isoformat()}\tCreatinine\t{1 + day.day / 100}\tmg/dL" for day in days]
    QApplication.clipboard().setText("\n".join(["Date\tTest\tResult\tUnits", *rows]))


def titled(session: Session, title: str) -> Case:
    """Return the open case with another title."""
    assert session.case is not None
    return session.case.model_copy(update={"title": title})


def measured(session: Session) -> Case:
    """Return the open case with another first result."""
    assert session.case is not None
    lab, *others = session.case.labs
    assert lab.quantity is not None
    quantity = lab.quantity.model_copy(update={"value": lab.quantity.value + 1})
    return session.case.model_copy(update={"labs": (lab.model_copy(update={"quantity": quantity}), *others)})


def wait(ms: int) -> None:
    """Let the loop run."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until_idle(most: int) -> None:
    """Let the loop run until neither it nor a thread has had work for a while; for `most` ms where there always is some."""
    until, quiet = time.monotonic() + most / 1000, 0
    while quiet < QUIET and time.monotonic() < until:
        before = time.process_time()
        wait(LOOK)
        quiet = quiet + 1 if time.process_time() - before < BUSY else 0


def main(*, names: bool) -> None:
    """Print the yardstick, then a line for each act."""
    app = make_application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store.open(folder / "cases.db", now=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)) as store:
            theme.apply(app, "light", 100)
            store.create(case_of(300).model_copy(update={"id": "big"}))
            ask = FakeAsk()
            guideline = EarlyGuideline(load)
            session = Session(store, guideline, ask, review, today=lambda: TODAY, now=lambda: NOW)
            window = MainWindow(session, Preferences(folder / "window.ini"))
            LoadAhead(window, lambda: True)
            after_start = AfterStart(session, guideline)
            after_start.start()
            window.resize(1280, 820)
            window.show()
            window.activateWindow()
            collector = Collector(app)
            wait(1500)
            until_idle(3000)
            print(json.dumps({"yardstick": yardstick(app)}), flush=True)
            dog = Watchdog(app, names=names)
            for act, do, ms in acts(window, ask, folder):
                dog.begin()
                QTimer.singleShot(0, window, do)
                until_idle(ms)
                turn = dog.end()
                print(json.dumps({"act": act, "seconds": turn.seconds, "with": str(turn)}), flush=True)
            print(json.dumps({"yardstick": yardstick(app)}), flush=True)
            dog.stop()
            after_start.stop()
            collector.stop()
            window.close()
            sys.stdout.flush()
            os._exit(0)


if __name__ == "__main__":
    main(names="names" in sys.argv)
