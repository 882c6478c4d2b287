"""The second look: what seems odd in the open case, less what a person called right as written in this sitting.

It is looked at when a table or a form asks for it, list by list, and kept until that list changes. A long list is looked
through by a worker; its marks come when that is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from lnreview.case.model import Case
from lnreview.case.oddities import Knowledge, Oddity, in_list, of_entry
from lnreview.case.records import Entry
from lnreview.desktop.courier import Courier, carrier
from lnreview.desktop.session import Session
from lnreview.review.plausible import knowledge

_MANY = 1000
"""Entries from which on the window would wait for the second look."""


class SecondLook(QObject):
    """The odd entries of the open case of a session."""

    changed = Signal()
    """Something was called right as written, or a long list was looked through."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._settled: set[tuple[str, ...]] = set()
        self._known: Knowledge | None = None
        self._seen: dict[str, tuple[tuple[object, ...], tuple[Oddity, ...]]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._sent: dict[int, tuple[str, tuple[object, ...]]] = {}
        """What the worker was asked and has not answered: the list, and what it looked like."""
        self._requests = 0
        self._courier = Courier()
        self._courier.arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def of_list(self, name: str) -> dict[str, Oddity]:
        """Return what is odd in a list of the open case, by the id of the entry: the plainest of each."""
        found: dict[str, Oddity] = {}
        for item in self._of_list(name):
            if self._key(item) not in self._settled:
                found.setdefault(item.entry, item)
        return found

    @property
    def is_looking(self) -> bool:
        """Whether a long list is still being looked through."""
        return bool(self._sent)

    def of_entry(self, name: str, entry: Entry) -> Oddity | None:
        """Return what is odd about an entry as it stands in a form, stored or not."""
        case = self._session.case
        if case is None:
            return None
        found = of_entry(case, name, entry, self._knowledge(), self._session.today())
        return next((item for item in found if self._key(item) not in self._settled), None)

    def leave(self, oddity: Oddity) -> None:
        """Take what was written for right until the program ends; a later change is looked at anew."""
        self._settled.add(self._key(oddity))
        self.changed.emit()

    def after(self, names: Iterable[str], here: tuple[str, str]) -> Oddity | None:
        """Return the next odd entry of some lists after the place `here` (list and id), round to the first again."""
        found = [item for name in names for item in self._in_order(name)]
        places = [(item.list_name, item.entry) for item in found]
        if here in places:
            return found[(places.index(here) + 1) % len(found)]
        later = [item for item in found if item.list_name == here[0]]
        return later[0] if later else found[0] if found else None

    def _in_order(self, name: str) -> list[Oddity]:
        return list(self.of_list(name).values())

    def _of_list(self, name: str) -> tuple[Oddity, ...]:
        case = self._session.case
        if case is None:
            return ()
        entries = getattr(case, name)
        looked_at = (case.id, case.patient.birth_date, case.anchor, self._session.today(), entries)
        if name not in self._seen or self._seen[name][0] != looked_at:
            look = partial(_look_through, case, name, self._knowledge(), self._session.today())
            if len(entries) > _MANY:
                self._send(name, looked_at, look)
            self._seen[name] = (looked_at, () if len(entries) > _MANY else look())
        return self._seen[name][1]

    def _send(self, name: str, looked_at: tuple[object, ...], look: Callable[[], tuple[Oddity, ...]]) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="second-look")
        self._requests += 1
        self._sent[self._requests] = (name, looked_at)
        self._pool.submit(look).add_done_callback(carrier(self._courier, self._requests))

    def _take(self, number: int, future: Future[tuple[Oddity, ...]]) -> None:
        """Keep what the worker found, unless the list is another one by now."""
        name, looked_at = self._sent.pop(number)
        if self._seen[name][0] is looked_at:
            self._seen[name] = (looked_at, future.result())
            self.changed.emit()

    def _knowledge(self) -> Knowledge:
        if self._known is None:
            self._known = knowledge(self._session.guideline)
        return self._known

    def _key(self, oddity: Oddity) -> tuple[str, ...]:
        case = self._session.case
        return (case.id if case is not None else "", oddity.list_name, oddity.kind, oddity.about)


def _look_through(case: Case, name: str, known: Knowledge, today: date) -> tuple[Oddity, ...]:
    return tuple(in_list(case, name, getattr(case, name), known, today))


def second_look(session: Session) -> SecondLook:
    """Return the second look of a session; there is one for all its tables and forms."""
    found = session.findChild(SecondLook)
    return found if isinstance(found, SecondLook) else SecondLook(session)
