"""Makes and loads what a person will ask for next, while nothing else is to be done: nobody waits for it later.

In a thread only what knows nothing of Qt is loaded; who needs it earlier waits for the rest of the loading at most.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.desktop.main_window import MainWindow
    from lnreview.guideline.model import Guideline

_BETWEEN = 150
"""ms between two steps."""
_MODULES = (
    "lnreview.review.detail.gather",
    "lnreview.review.leaving",
    "lnreview.review.determination",
    "lnreview.review.renewal",
    "lnreview.review.policy.against",
    "lnreview.letters.write",
)


class LoadAhead(QObject):
    """Makes the page of the case while nothing is to be done, and loads the rest when a case is opened."""

    def __init__(self, window: MainWindow, is_ready: Callable[[], bool]) -> None:
        """Begin when `is_ready` says that what a page reads is there."""
        super().__init__(window)
        self._window = window
        self._is_ready = is_ready
        self._loading: threading.Thread | None = None
        self._steps = iter(
            (lambda: import_module("lnreview.desktop.pages.case"), lambda: window.page("case"))
        )
        self._idle = QTimer(self, interval=_BETWEEN)
        self._idle.timeout.connect(self._step)
        self._idle.start()
        window.session.case_opened.connect(self._begin)

    def _step(self) -> None:
        """Do one thing that takes less time than a person notices."""
        if not self._is_ready():
            return
        step = next(self._steps, None)
        if step is None:
            self._idle.stop()
        else:
            step()

    def _begin(self, case_id: str) -> None:
        if case_id and self._loading is None:
            guideline = self._window.session.guideline
            self._loading = threading.Thread(
                target=load_ahead, args=(guideline,), name="load-ahead", daemon=True
            )
            self._loading.start()


def load_ahead(guideline: Guideline) -> None:
    """Load the modules that the pages of a case need, and read the payer packs and the clocks of a guideline."""
    for name in _MODULES:
        import_module(name)
    from lnreview.guideline.clocks import clocks
    from lnreview.guideline.packs import packs

    try:
        packs(guideline)
        clocks(guideline)
    except UserError:
        return  # the page that needs them says so
