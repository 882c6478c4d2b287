"""The demonstration cases: invented patients, marked as such, added to the store that is open."""

from __future__ import annotations

from lnreview import resources
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.exchange import casefile


def add_demo_cases(session: Session) -> int:
    """Store the demonstration cases that are not there yet; return how many, and tell the message bar."""
    added = 0
    for path in sorted(resources.demo().glob("*.json")):
        try:
            case = casefile.read(path)
            if session.store.worklist.line(case.id) is not None:
                continue
            session.store.create(case, command=tr("Add demonstration case"))
        except UserError as error:
            session.failed.emit(str(error))
            continue
        added += 1
    if added:
        session.told.emit(
            tr("{added} demonstration cases were added. Their patients are invented.").format(added=added)
        )
    session.cases_changed.emit()
    return added
