"""Attach a file, or read an attached one: by a worker, because a scanned chart has tens of megabytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview.desktop.jobs.job import Job, Running
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice

if TYPE_CHECKING:
    from lnreview.desktop.session import Session


def attach(session: Session, path: Path, then: Callable[[str], object]) -> Job[str]:
    """Return the job that keeps a file for good; `then` is given its SHA-256, in the window's thread."""
    store = session.store

    def work(running: Running) -> str:
        running.at(0, 0, tr("Reading"))
        with store.aside() as other:
            running.go_on()
            return other.add_file(path)

    def tell(sha256: str) -> Notice | None:
        then(sha256)
        return None

    return Job(tr("Attach {file}").format(file=path.name), work, tell)


def read_attached(session: Session, sha256: str, name: str, then: Callable[[bytes], object]) -> Job[bytes]:
    """Return the job that reads an attached file; `then` is given its content, in the window's thread."""
    store = session.store

    def work(running: Running) -> bytes:
        running.at(0, 0, tr("Reading"))
        with store.aside() as other:
            return other.file(sha256)

    def tell(content: bytes) -> Notice | None:
        then(content)
        return None

    return Job(tr("Read {file}").format(file=name), work, tell)
