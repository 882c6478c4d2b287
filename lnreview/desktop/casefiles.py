"""Case files in and out of the open store, with messages for the bar."""

from __future__ import annotations

from pathlib import Path

from lnreview.desktop.jobs.importing import import_files
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.exchange import casefile


def open_into(session: Session, path: Path) -> None:
    """Read a case file away from the window, store it and open it; where it has a fault, nothing is stored."""
    if session.settle():
        session.start(import_files(session, [path]))


def export(session: Session, path: Path) -> None:
    """Write the open case as a case file."""
    if session.case is None:
        return
    try:
        casefile.write(session.case, path)
    except UserError as error:
        session.failed.emit(str(error))
        return
    session.told.emit(
        tr("The case was written to {path}. The file holds patient data: keep it where it may be.").format(
            path=path
        )
    )
