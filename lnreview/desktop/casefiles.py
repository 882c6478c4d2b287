"""Case files in and out of the open store, with messages for the bar."""

from __future__ import annotations

from pathlib import Path

from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.exchange import casefile


def open_into(session: Session, path: Path) -> None:
    """Read a case file, store it and open it; a problem goes to the message bar and nothing is stored."""
    try:
        case = casefile.read(path)
    except UserError as error:
        session.failed.emit(str(error))
        return
    if session.add_case(case) is not None:
        session.told.emit(tr("The case file was read and stored."))


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
