"""Opens the palette over the window: gathers what is offered, lists the Book away from the window, remembers what was used.

What was used is kept by its key and only for what says nothing about a patient; the rest is forgotten with the window.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from lnreview.desktop.courier import Courier, carrier
from lnreview.desktop.palette import sources
from lnreview.desktop.palette.index import Place, places
from lnreview.desktop.palette.offers import LASTING, Offer
from lnreview.desktop.palette.panel import Palette
from lnreview.desktop.preferences import Preferences
from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.desktop.main_window import MainWindow

_REMEMBERED = 24


class Finder(QObject):
    """The palette of one window; everything in it is made when it is first opened."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._session, self._preferences = window, window.session, preferences
        self._index: tuple[Place, ...] | None = None
        self._recent = list(preferences.recent)
        over = window.centralWidget()
        assert over is not None
        self.palette = Palette(over, lambda typed: sources.cases(self._session, typed))
        self.palette.chosen.connect(self._run)
        self._courier = Courier()
        self._courier.arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="palette")
        pool = self._pool
        self.destroyed.connect(lambda: pool.shutdown(wait=False, cancel_futures=True))

    def toggle(self) -> None:
        """Open the palette, or close it where it is open."""
        if self.palette.isVisible():
            self.palette.close_()
            return
        offers = [
            *sources.here(self._window.page(self._window.current)),
            *sources.commands(self._window.menuBar()),
            *(
                () if self._window.current == "walk" else sources.steps(self._session)
            ),  # the walk offers its own
            *sources.indexed(self._session, self._index or ()),
        ]
        self.palette.waits = self._index is None
        self.palette.open(offers, self._recent)
        if self._index is None:
            session = self._session
            self._pool.submit(lambda: places(session.guideline)).add_done_callback(carrier(self._courier, 0))

    def _take(self, _number: int, future: Future[tuple[Place, ...]]) -> None:
        if self._index is not None or future.cancelled():
            return
        try:
            self._index = future.result()
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self.palette.add(sources.indexed(self._session, self._index))

    def _run(self, offer: Offer) -> None:
        self._recent = [offer.key, *(key for key in self._recent if key != offer.key)][:_REMEMBERED]
        lasting = tuple(f"{kind}:" for kind in LASTING)
        self._preferences.recent = [key for key in self._recent if key.startswith(lasting)]
        offer.do()
