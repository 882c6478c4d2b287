"""What letters use again: phrases, recipients, signers, letterheads, each under a name. A part of the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from lnreview.desktop.language import tr

if TYPE_CHECKING:
    from lnreview.desktop.arranging import Attempt
    from lnreview.desktop.session import Session
    from lnreview.store.library import LibraryItem, LibraryKind


class Act(Protocol):
    """How the session does something that undo takes back under its name."""

    def __call__(self, name: str, do: Callable[[], bool], back: Callable[[], bool]) -> bool:
        """Return whether it worked."""


class Library(QObject):
    """Keeps and forgets what letters use again; both can be undone."""

    changed = Signal(str)
    """What is kept of a kind (`phrase`, `recipient`, `signer`, `letterhead`) changed."""

    def __init__(self, session: Session, attempt: Attempt, act: Act) -> None:
        super().__init__(session)
        self._session = session
        self._attempt = attempt
        self._act = act

    def kept(self, kind: LibraryKind) -> tuple[LibraryItem, ...]:
        """Return what is kept of a kind, by name; nothing where it cannot be read."""
        found: list[LibraryItem] = []
        self._attempt(lambda: found.extend(self._session.store.library(kind)))
        return tuple(found)

    def keep(self, kind: LibraryKind, name: str, body: dict[str, Any]) -> bool:
        """Keep something under its name; return whether that worked."""
        return self._change(tr("Keep “{name}” for letters").format(name=name), kind, name, body)

    def forget(self, kind: LibraryKind, name: str) -> bool:
        """Forget something that was kept; return whether that worked. The notice offers to undo it."""
        if not self._change(tr("Forget “{name}”").format(name=name), kind, name, None):
            return False
        self._session.offer_undo(tr("“{name}” is no longer kept for letters.").format(name=name))
        return True

    def _change(self, command: str, kind: LibraryKind, name: str, body: dict[str, Any] | None) -> bool:
        before = next((item.body for item in self.kept(kind) if item.name == name), None)
        return self._act(command, lambda: self._put(kind, name, body), lambda: self._put(kind, name, before))

    def _put(self, kind: LibraryKind, name: str, body: dict[str, Any] | None) -> bool:
        """Keep something, or forget it where `body` is `None`."""
        store = self._session.store

        def put() -> None:
            if body is None:
                store.forget(kind, name)
            else:
                store.keep(kind, name, body)

        return self._attempt(put, lambda: self.changed.emit(kind))
