"""The second look: what seems odd in the open case, less what a person called right as written in this sitting.

It is looked at when a table or a form asks for it, list by list, and kept until that list changes.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from lnreview.case.oddities import Knowledge, Oddity, in_list, of_entry
from lnreview.case.records import Entry
from lnreview.desktop.session import Session
from lnreview.review.plausible import knowledge


class SecondLook(QObject):
    """The odd entries of the open case of a session."""

    changed = Signal()
    """Something was called right as written."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._settled: set[tuple[str, ...]] = set()
        self._known: Knowledge | None = None
        self._seen: dict[str, tuple[tuple[object, ...], tuple[Oddity, ...]]] = {}

    def of_list(self, name: str) -> dict[str, Oddity]:
        """Return what is odd in a list of the open case, by the id of the entry: the plainest of each."""
        found: dict[str, Oddity] = {}
        for item in self._of_list(name):
            if self._key(item) not in self._settled:
                found.setdefault(item.entry, item)
        return found

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
            found = tuple(in_list(case, name, entries, self._knowledge(), self._session.today()))
            self._seen[name] = (looked_at, found)
        return self._seen[name][1]

    def _knowledge(self) -> Knowledge:
        if self._known is None:
            self._known = knowledge(self._session.guideline)
        return self._known

    def _key(self, oddity: Oddity) -> tuple[str, ...]:
        case = self._session.case
        return (case.id if case is not None else "", oddity.list_name, oddity.kind, oddity.about)


def second_look(session: Session) -> SecondLook:
    """Return the second look of a session; there is one for all its tables and forms."""
    found = session.findChild(SecondLook)
    return found if isinstance(found, SecondLook) else SecondLook(session)
