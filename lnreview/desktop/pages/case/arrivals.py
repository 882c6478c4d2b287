"""How many entries a tab of the record holds, and how many of them came since the case was opened."""

from __future__ import annotations

from lnreview.case.model import Case, entry_lists
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session


class Arrivals:
    """What the open case held when it was opened: what is not among it is new."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: frozenset[tuple[str, str]] = frozenset()
        session.case_opened.connect(self._open)
        self._open()

    def told(self, case: Case | None, lists: tuple[str, ...]) -> str:
        """Return the number of entries of some lists with that of the new ones, such as “12 (3 new)”; empty for none."""
        found = _entries(case, lists)
        new = len(found - self._known)
        if new:
            return tr("{count} ({new} new)").format(count=len(found), new=new)
        return str(len(found)) if found else ""

    def _open(self) -> None:
        self._known = _entries(self._session.case, tuple(entry_lists()))


def _entries(case: Case | None, lists: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    if case is None:
        return frozenset()
    return frozenset((name, entry.id) for name in lists for entry in getattr(case, name))
