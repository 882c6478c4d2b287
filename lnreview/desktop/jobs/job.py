"""A job: long work that reports how far it is, and can be stopped whenever it reports.

Nothing here knows the window. The work itself changes nothing that would have to be taken back: it writes under
another name and replaces at the end, or hands over what is then stored in small steps in the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Generic, TypeVar

from lnreview.desktop.notice import Notice

Found = TypeVar("Found")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The person stopped the work."""


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `of` parts, and what it does, in words; `of` is 0 while nobody knows."""

    done: int = 0
    of: int = 0
    words: str = ""


class Running:
    """A job on its way: it tells how far it is, and hears whether it is to stop. Both from any thread."""

    def __init__(self) -> None:
        self._stop = Event()
        self.progress = Progress()

    def at(self, done: int, of: int, words: str = "") -> None:
        """Tell how far the work is; raise `Stopped` where the person wants it to end."""
        self.go_on()
        self.progress = Progress(done, of, words or self.progress.words)

    def go_on(self) -> None:
        """Raise `Stopped` where the person wants the work to end."""
        if self._stop.is_set():
            raise Stopped

    def stop(self) -> None:
        """Ask the work to end at its next report."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether the work was asked to end."""
        return self._stop.is_set()


def _keep_nothing(_: object) -> Iterator[Progress]:
    return iter(())


@dataclass(frozen=True)
class Job(Generic[Found]):
    """Long work and what is done with what it found."""

    name: str
    """What the person calls it, such as “Export letters”."""
    work: Callable[[Running], Found]
    """Runs in a thread of its own; a `UserError` is told, any other exception is a fault of the program."""
    tell: Callable[[Found], Notice | None]
    """Says what came of it; nothing where the page that asked for it does."""
    keep: Callable[[Found], Iterator[Progress]] = _keep_nothing
    """Stores what was found, a little with each step, in the window's thread; from here on it is not stopped."""

    @property
    def is_kept_here(self) -> bool:
        """Whether what the work found is yet to be stored, so that it can still be dropped."""
        return self.keep is not _keep_nothing
