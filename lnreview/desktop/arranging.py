"""How the list of cases is arranged: the filters and columns that a reviewer keeps under names. A part of the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from lnreview.desktop.session import Session
    from lnreview.store.arrangements import Kind


class Attempt(Protocol):
    """How the session does something and then tells of it; it says why where that did not work."""

    def __call__(self, command: Callable[[], object], then: Callable[[], object] | None = None) -> bool:
        """Return whether it worked."""


class Arranging(QObject):
    """Keeps, renames and forgets filters and columns, and tells of it."""

    changed = Signal(str)
    """A filter (`filter`) or the columns (`columns`) were kept, renamed or forgotten."""

    def __init__(self, session: Session, attempt: Attempt) -> None:
        super().__init__(session)
        self._store = session.store
        self._attempt = attempt

    def keep(self, kind: Kind, name: str, body: dict[str, Any]) -> bool:
        """Keep a filter of the list or its columns under a name; return whether that worked."""
        return self._do(kind, lambda: self._store.arrange(kind, name, body))

    def rename(self, kind: Kind, name: str, new_name: str) -> bool:
        """Give a filter of the list another name; return whether that worked."""
        return self._do(kind, lambda: self._store.rename_arrangement(kind, name, new_name))

    def forget(self, kind: Kind, name: str) -> bool:
        """Forget a filter of the list or its columns; return whether that worked."""
        return self._do(kind, lambda: self._store.forget_arrangement(kind, name))

    def kept(self, kind: Kind) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Return the filters or columns that are kept, by name, in their order; nothing where they cannot be read."""
        found: list[tuple[str, dict[str, Any]]] = []
        self._attempt(lambda: found.extend(self._store.arrangements(kind)))
        return tuple(found)

    def _do(self, kind: Kind, command: Callable[[], object]) -> bool:
        return self._attempt(command, lambda: self.changed.emit(kind))
