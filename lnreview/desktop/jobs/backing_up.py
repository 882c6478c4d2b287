"""Back up the store: a proved copy in one file, made while the work goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lnreview.desktop.jobs.job import Job, Running
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice

if TYPE_CHECKING:
    from lnreview.desktop.session import Session


def back_up(session: Session, target: Path) -> Job[dict[str, int]]:
    """Return the job that copies the store to `target`; an older file there is replaced by a copy that was proved."""
    store = session.store

    def work(running: Running) -> dict[str, int]:
        def at(done: int, of: int) -> None:
            running.at(done, of, tr("Proving the copy") if done >= of else tr("Copying"))

        with store.aside() as other:
            return other.back_up(target, at)

    def tell(held: dict[str, int]) -> Notice:
        return Notice(
            tr(
                "The store was backed up to {file}, and the copy was proved: {cases} cases, {events} changes, "
                "{issued} issued documents, {files} attached files. It holds patient data: keep it where it may be."
            ).format(
                file=target,
                cases=held["cases"],
                events=held["events"],
                issued=held["issued documents"],
                files=held["attached files"],
            )
        )

    return Job(tr("Back up the store"), work, tell)
