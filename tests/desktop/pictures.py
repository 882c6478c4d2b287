"""Draw every page as a picture, to be looked at: `python tests/desktop/pictures.py OUTDIR` (100 to 200 %, four appearances).

It also draws `resources/pictures/window.png`, the picture in the README, anew.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication, QScrollArea  # noqa: E402

from lnreview.desktop import theme  # noqa: E402
from lnreview.desktop.app import make_application  # noqa: E402
from lnreview.desktop.ask import DesktopAsk  # noqa: E402
from lnreview.desktop.demo import add_demo_cases  # noqa: E402
from lnreview.desktop.main_window import MainWindow  # noqa: E402
from lnreview.desktop.pages.book import BookPage  # noqa: E402
from lnreview.desktop.pages.case import CasePage  # noqa: E402
from lnreview.desktop.pages.decision import DecisionPage  # noqa: E402
from lnreview.desktop.pages.letter import LetterPage  # noqa: E402
from lnreview.desktop.pages.letter.side import TABS as LETTER_TABS  # noqa: E402
from lnreview.desktop.pages.walk import WalkPage  # noqa: E402
from lnreview.desktop.pages.walk.detail_table import DetailTable  # noqa: E402
from lnreview.desktop.preferences import Preferences  # noqa: E402
from lnreview.desktop.session import Session  # noqa: E402
from lnreview.desktop.theme import Appearance  # noqa: E402
from lnreview.guideline.load import load  # noqa: E402
from lnreview.review.evaluate import review  # noqa: E402
from lnreview.review.walk import PLACES  # noqa: E402
from lnreview.store.store import Store  # noqa: E402
from tests.desktop.views import ROWS, views  # noqa: E402

TODAY = date(2026, 11, 22)
WALKED = ("demo-lucja-refractory", "demo-anna-insufficient-data")
ROOM, LARGE_ROOM = (1280, 820), (1920, 1080)
LOOKS: tuple[tuple[Appearance, int, tuple[int, int]], ...] = (
    ("light", 100, ROOM), ("light", 150, ROOM), ("light", 200, LARGE_ROOM),
    ("dark", 100, ROOM), ("dark", 150, ROOM), ("dark", 200, LARGE_ROOM),
    ("contrast-light", 100, ROOM), ("contrast-dark", 200, LARGE_ROOM),
)  # fmt: skip
README_PICTURE = ROOT / "resources" / "pictures" / "window.png"


def settle() -> None:
    """Let the window finish what was asked of it."""
    app = make_application()
    until = time.monotonic() + 0.05
    while time.monotonic() < until:
        app.processEvents()


def pages(window: MainWindow) -> Iterator[str]:
    """Show one page after another and yield its name when it can be drawn."""
    session = window.session
    session.close_case()
    window.show_page("cases")
    yield "cases"
    yield from book_pages(window)
    session.open_case(WALKED[0])
    window.show_page("case")
    page = window.page("case")
    assert isinstance(page, CasePage)
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        yield f"case-{number}"
    rows = page.panel("labs").paste
    QApplication.clipboard().setText(ROWS)
    rows.paste()
    yield "case-pasted"
    if rows.panel is not None:
        rows.panel.given_up.emit()
    for case_id in WALKED:
        session.open_case(case_id)
        for number, place in enumerate(PLACES, start=1):
            session.goto("walk", place)
            name = f"walk-{case_id.split('-')[1]}-{number}-{place}"
            yield name
            yield from detail_pages(window, name)
        session.goto("letter")
        letter = window.page("letter")
        assert isinstance(letter, LetterPage)
        until = time.monotonic() + 20
        while not letter.save_button.isEnabled() and time.monotonic() < until:
            settle()
        for place, _ in LETTER_TABS:
            letter.show_place(place)
            yield f"letter-{case_id.split('-')[1]}-{place}"
        yield from decision_pages(window, f"decision-{case_id.split('-')[1]}")


def decision_pages(window: MainWindow, name: str) -> Iterator[str]:
    """Show the request as a whole, a gap among the criteria, and the determination with a step begun."""
    session = window.session
    assert session.case is not None
    coverage = session.case.coverage.model_copy(update={"pack": "EX-RTX-REFR"})
    session.change("Choose the payer pack", session.case.model_copy(update={"coverage": coverage}))
    session.goto("decision")
    page = window.page("decision")
    assert isinstance(page, DecisionPage)
    until = time.monotonic() + 20
    while not page.is_current and time.monotonic() < until:
        settle()
    yield name
    page.choose("support")
    yield f"{name}-gap"
    page.show_place("determination")
    if page.side.state is not None:
        page.side.begin(page.side.state.allowed[0])
        yield f"{name}-step"
        page.side.close_panel()


def book_pages(window: MainWindow) -> Iterator[str]:
    """Show an entry of each chapter of the Book, and a search."""
    window.show_page("book")
    page = window.page("book")
    assert isinstance(page, BookPage)
    seen: set[str] = set()
    for entry in page.book.entries:
        if entry.chapter not in seen:
            seen.add(entry.chapter)
            page.show_place(entry.place)
            yield f"book-{entry.place.replace('/', '-')}"
    for place in ("parameter/pdc-adherent", "source/arora-2022", "therapy/rituximab"):
        page.show_place(place)
        yield f"book-{place.replace('/', '-')}"
    page.search.setText("tacrolimus trough")
    yield "book-search"
    page.search.clear()


def detail_pages(window: MainWindow, name: str) -> Iterator[str]:
    """Scroll through the tables below a finding, and open a row of the first."""
    page = window.page("walk")
    assert isinstance(page, WalkPage)
    area = page.findChild(QScrollArea, "walkCentre")
    assert area is not None
    until = time.monotonic() + 20
    while not page.details.is_complete and time.monotonic() < until:
        settle()
    settle()
    tables = [table for table in page.findChildren(DetailTable) if table.isVisible()]
    bar = area.verticalScrollBar()
    for number, table in enumerate(tables):
        inner = area.widget()
        assert inner is not None
        bar.setValue(table.mapTo(inner, table.rect().topLeft()).y() - theme.look().px(16))
        yield f"{name}-table-{number}"
        if number == 0 and table.table is not None:
            table.open_row(0)
            settle()
            yield f"{name}-table-{number}-open"
    bar.setValue(0)


def draw(window: MainWindow, target: Path) -> None:
    """Write what the window shows as a PNG of its 256 most frequent colours, which keeps the file small."""
    settle()
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(image.constBits()).cast("I"))
    ranked = [colour for colour, _ in counted.most_common()]
    vivid = [colour for colour in ranked if is_vivid(colour)][
        :96
    ]  # the few pixels of a sign carry its meaning
    colours = list(dict.fromkeys([*vivid, *ranked]))[:256]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    image.convertToFormat(QImage.Format.Format_Indexed8, colours, flags).save(str(target), quality=0)


def is_vivid(colour: int) -> bool:
    """Tell whether a colour is no grey."""
    parts = [(colour >> shift) & 255 for shift in (0, 8, 16)]
    return max(parts) - min(parts) > 64


def main(out: Path) -> None:
    """Write all pictures into `out`, and the one of the README."""
    out.mkdir(parents=True, exist_ok=True)
    for appearance, size, room in LOOKS:
        with shown(appearance, size, room, filled=False) as window:
            for name in views(window):
                draw(
                    window,
                    out
                    / f"{appearance}-{size}-{name.replace(', ', '-').replace(' ', '_').replace('/', '_')}.png",
                )
        if appearance in ("light", "dark") and room == ROOM:
            with shown(appearance, size, room, filled=True) as window:
                for name in pages(window):
                    draw(window, out / f"{appearance}-{size}-demo-{name}.png")
                if (appearance, size) == ("light", 100):
                    window.session.open_case(WALKED[0])
                    window.session.goto("walk", "adherence")
                    README_PICTURE.parent.mkdir(exist_ok=True)
                    draw(window, README_PICTURE)
    print(f"{len(list(out.glob('*.png')))} pictures in {out}, and {README_PICTURE.relative_to(ROOT)}")


@contextmanager
def shown(appearance: Appearance, size: int, room: tuple[int, int], *, filled: bool) -> Iterator[MainWindow]:
    """Show a window on a store of its own, with the demonstration cases or without any."""
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder) / "window.ini")
        preferences.appearance, preferences.text_size = appearance, size
        theme.apply(app, appearance, size)
        with Store.open(
            Path(folder) / "cases.db", now=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)
        ) as store:
            session = Session(store, load(), DesktopAsk(), review, today=lambda: TODAY)
            if filled:
                add_demo_cases(session)
                while session.review_next_unseen():
                    pass
            window = MainWindow(session, preferences)
            window.messages.dismiss()
            window.resize(*room)
            window.show()
            yield window
            window.close()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/desktop/pictures.py OUTDIR")
    main(Path(sys.argv[1]))
