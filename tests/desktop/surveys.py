"""One walk through every view for each appearance of the window; the tests ask what was found on the way."""

from __future__ import annotations

import contextlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from lnreview.desktop import theme
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.guideline.load import load
from lnreview.review.evaluate import review
from lnreview.store.store import Store
from tests.desktop import accessible, geometry, pseudo
from tests.desktop.fakes import NOW, TODAY, FakeAsk
from tests.desktop.views import views


@dataclass(frozen=True)
class Look:
    """How the window looks while it is surveyed: text size in %, its size in px, whether in the pseudo language."""

    text_size: int
    width: int
    height: int
    pseudo: bool = False

    def __str__(self) -> str:
        return f"{self.text_size} % in {self.width} × {self.height}{', longer texts' if self.pseudo else ''}"


PLAIN = Look(100, 1280, 800)
LONGER = Look(100, 1280, 800, pseudo=True)
LOOKS = (PLAIN, Look(150, 1280, 800), Look(200, 1920, 1080), LONGER, Look(150, 1920, 1080, pseudo=True))

ROOM: tuple[Callable[[QWidget], Iterator[str]], ...] = (
    geometry.cut, geometry.outside, geometry.overlapping, geometry.unreachable,
)  # fmt: skip
USE = (
    accessible.unsaid, accessible.alike, accessible.small, accessible.colour_alone,
    accessible.signs_only,
)  # fmt: skip


BUILT_ALIKE = (
    "walk, adherence", "walk, dosing", "walk, chronicity", "walk, biopsy", "case, tab 3", "case, tab 4", "case, tab 6",
    "case, tab 7",
)  # fmt: skip
"""Views built as another one is: walking through them by Tab as well would only take time."""


@dataclass
class Survey:
    """What was found: by the name of the question, each finding with the view where it was seen first."""

    views: list[str] = field(default_factory=list)
    found: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def lines(self, question: str) -> list[str]:
        """Return the findings of a question as lines."""
        return [f"{view}: {line}" for line, view in self.found[question].items()]


@cache
def survey(look: Look) -> Survey:
    """Walk through every view once and ask everything that is asked of this look."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Survey()
    speaking = pseudo.spoken() if look.pseudo else contextlib.nullcontext()
    with tempfile.TemporaryDirectory() as folder, speaking:
        theme.apply(app, "light", look.text_size)
        with Store.open(Path(folder) / "test.db", now=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)) as store:
            session = Session(store, load(), FakeAsk(), review, today=lambda: TODAY, now=lambda: NOW)
            preferences = Preferences(Path(folder) / "window.ini")
            preferences.text_size = look.text_size
            window = MainWindow(session, preferences)
            window.resize(look.width, look.height)
            window.show()
            for view in views(window):
                _ask(window, look, view, made)
            window.close()
            window.deleteLater()
            # Gone before the store is closed: a page may still be counting what is in it.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return made


def _ask(window: MainWindow, look: Look, view: str, made: Survey) -> None:
    made.views.append(view)
    if (window.width(), window.height()) != (look.width, look.height):
        made.found["grown"].setdefault(f"the window became {window.width()} × {window.height()}", view)
        window.resize(look.width, look.height)
    with geometry.standing(window):
        for question in (
            *ROOM,
            *((accessible.out_of_order,) if look == PLAIN and view not in BUILT_ALIKE else ()),
            *(USE if look == PLAIN else ()),
            *((pseudo.untranslated,) if look == LONGER else ()),
        ):
            for line in question(window):
                made.found[question.__name__].setdefault(line, view)
