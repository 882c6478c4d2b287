"""Import case files: all are read and checked first, each with its own faults; then those that are sound are stored.

Nothing is stored while files are read, so an import that is stopped leaves nothing. A case is stored wholly or not at
all, and a file that is refused stops no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview.desktop.jobs.job import Job, Progress, Running
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice, Offer, Report
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.spread import spread

if TYPE_CHECKING:
    from lnreview.case.model import Case
    from lnreview.desktop.session import Session

_FEW = 8
_SMALL = 1 << 20
"""Bytes. Few small files are read by a thread, as other processes start slower than these are read."""


@dataclass
class Reading:
    """What came of one file."""

    path: Path
    case: Case | None = None
    refusal: str = ""
    """Why it was not imported, with a remedy; empty where it was."""


def import_files(session: Session, paths: Sequence[Path]) -> Job[list[Reading]]:
    """Return the job that imports case files; one file alone is opened when it was stored."""

    def work(running: Running) -> list[Reading]:
        return read_all(paths, running)

    def keep(found: list[Reading]) -> Iterator[Progress]:
        sound = [reading for reading in found if reading.case is not None]
        for number, reading in enumerate(sound):
            yield Progress(number, len(sound), tr("Storing"))
            if reading.case is not None:
                reading.refusal = session.take_in(reading.case, tr("Import case file"))
        if any(not reading.refusal for reading in found):
            session.cases_changed.emit()
        if len(found) == 1 and found[0].case is not None and not found[0].refusal:
            session.open_case(found[0].case.id)

    return Job(tr("Import case files"), work, lambda found: told(session, found), keep)


def folder_files(folder: Path) -> list[Path]:
    """Return the case files of a folder by name; raise `UserError` where there is none."""
    found = sorted(folder.glob("*.json"))
    if not found:
        raise UserError(
            tr(
                "Nothing was imported: the folder {folder} holds no case file (*.json). Choose another."
            ).format(folder=folder)
        )
    return found


def read_all(paths: Sequence[Path], running: Running, *, in_processes: bool | None = None) -> list[Reading]:
    """Read case files in the order in which they were named; a file that cannot be used says why.

    `in_processes` says whether other processes read them; by default they do where the files are many or large.
    """
    words = tr("Reading")
    running.at(0, len(paths), words)
    found = []
    if in_processes is None:
        in_processes = len(paths) > _FEW or sum(_size(path) for path in paths) > _SMALL
    each = (
        spread(read_one, paths, prepare=_nothing, workers=2, go_on=running.go_on)
        if in_processes
        else map(read_one, paths)
    )
    for reading in each:
        found.append(reading)
        running.at(len(found), len(paths), words)
    place = {path: number for number, path in enumerate(paths)}
    return sorted(found, key=lambda reading: place[reading.path])


def read_one(path: Path) -> Reading:
    """Read one case file."""
    try:
        return Reading(path, casefile.read(path))
    except UserError as error:
        return Reading(path, refusal=str(error))


def told(session: Session, found: Sequence[Reading]) -> Notice:
    """Return what an import came to; what was refused is offered as a list."""
    refused = [reading for reading in found if reading.refusal]
    stored = len(found) - len(refused)
    if len(found) == 1:
        return (
            Notice(refused[0].refusal, "failed")
            if refused
            else Notice(tr("The case file was read and stored."))
        )
    said = tr("{count} of {all} case files were imported.").format(count=stored, all=len(found))
    if not refused:
        return Notice(said)
    said += " " + tr("{count} were refused; nothing of them was stored.").format(count=len(refused))
    report = Report(
        tr("Case files that were not imported"),
        "\n\n".join(reading.refusal for reading in refused),
        "not-imported.txt",
    )
    return Notice(said, "failed", Offer(tr("Show why"), lambda: session.report(report)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it says why it cannot be read


def _nothing() -> None:
    """Prepare nothing: a process that reads case files needs no guideline."""
