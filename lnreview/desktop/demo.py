"""The demonstration cases: invented patients, marked as such, added to the store that is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lnreview import resources
from lnreview.desktop.jobs.importing import Reading, read_all
from lnreview.desktop.jobs.job import Job, Progress, Running
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice

if TYPE_CHECKING:
    from lnreview.desktop.session import Session


def demo_cases(session: Session) -> Job[list[Reading]]:
    """Return the job that stores the demonstration cases that are not there yet."""
    paths = sorted(resources.demo().glob("*.json"))

    def work(running: Running) -> list[Reading]:
        return read_all(paths, running, in_processes=False)

    def keep(found: list[Reading]) -> Iterator[Progress]:
        for number, reading in enumerate(found):
            yield Progress(number, len(found), tr("Storing"))
            if reading.case is not None:
                reading.refusal = session.take_in(reading.case, tr("Add demonstration case"))
        session.cases_changed.emit()

    return Job(tr("Add the demonstration cases"), work, _told, keep)


def add_demo_cases(session: Session) -> int:
    """Store the demonstration cases that are not there yet, at once; return how many, and tell the message bar."""
    job = demo_cases(session)
    found = job.work(Running())
    for _ in job.keep(found):
        pass
    session.notify(job.tell(found))
    return len(_added(found))


def _added(found: list[Reading]) -> list[Reading]:
    return [reading for reading in found if not reading.refusal]


def _told(found: list[Reading]) -> Notice | None:
    """Say how many were added; those that are in the store already need no word."""
    added = len(_added(found))
    if not added:
        return Notice(tr("The demonstration cases are in the store already."))
    return Notice(
        tr("{added} demonstration cases were added. Their patients are invented.").format(added=added)
    )
