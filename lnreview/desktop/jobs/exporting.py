"""Export many cases: their letters, or their case files, into a new folder that appears when all is written.

The cases are read from the store one by one; the letters are made by processes of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview import bulk
from lnreview.desktop.jobs.job import Job, Running
from lnreview.desktop.jobs.whole import free, whole_folder, write_text
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice, Offer, Report
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.letters.saving import safe_name
from lnreview.spread import processors
from lnreview.store.aside import Aside
from lnreview.store.casebody import read

if TYPE_CHECKING:
    from lnreview.desktop.session import Session

_LEAST_PROCESSES = 2


@dataclass(frozen=True)
class Written:
    """What an export came to."""

    folder: Path
    files: int = 0
    drafts: int = 0
    refusals: tuple[str, ...] = ()
    """A sentence for each case or letter that was not written."""


def export_letters(
    session: Session, ids: Sequence[str] | None, kinds: Sequence[str], parent: Path, paper: str = "letter"
) -> Job[Written]:
    """Return the job that writes letters of some kinds for each of the cases, in a new folder in `parent`.

    Without `ids` they are all cases of the list that are not archived.
    """
    store, today = session.store, session.today()
    order = bulk.Letters(tuple(kinds), today, _logos(session), paper)
    name = tr("letters {day}").format(day=today.isoformat())

    def work(running: Running) -> Written:
        running.at(0, 0, tr("Writing letters"))
        with whole_folder(parent, name) as (part, target), store.aside() as other:
            wanted = list(other.verdicts()) if ids is None else ids
            refusals: list[str] = []
            rows: list[tuple[str, str, str, str]] = []
            drafts = done = 0
            bodies = _bodies(other, wanted, refusals)
            workers = max(_LEAST_PROCESSES, processors())
            for outcomes in bulk.letters_of(bodies, part, order, workers, running.go_on):
                for outcome in outcomes:
                    if outcome.refusal:
                        refusals.append(outcome.refusal)
                        continue
                    file = outcome.file.rename(free(part / outcome.name))
                    rows.append((file.name, outcome.case_id, outcome.kind, "draft" if outcome.draft else ""))
                    drafts += outcome.draft
                done += 1
                running.at(done, len(wanted))
            if not rows:
                raise UserError(_nothing_written(refusals))
            write_text(_contents(rows), part / "contents.csv")
            running.go_on()
        return Written(target, len(rows), drafts, tuple(refusals))

    return Job(tr("Export letters"), work, lambda found: _told_letters(session, found))


def export_case_files(session: Session, ids: Sequence[str] | None, parent: Path) -> Job[Written]:
    """Return the job that writes the case file of each of the cases, in a new folder in `parent`.

    Without `ids` they are all cases of the list that are not archived.
    """
    store = session.store
    name = tr("cases {day}").format(day=session.today().isoformat())

    def work(running: Running) -> Written:
        running.at(0, 0, tr("Writing case files"))
        with whole_folder(parent, name) as (part, target), store.aside() as other:
            wanted = list(other.verdicts()) if ids is None else ids
            refusals: list[str] = []
            files = 0
            for case_id, body in _bodies(other, wanted, refusals):
                try:
                    case = read(case_id, body)
                    casefile.write(case, free(part / safe_name(case_id, ".json")))
                    files += 1
                except UserError as error:
                    refusals.append(str(error))
                running.at(files + len(refusals), len(wanted))
            if not files:
                raise UserError(_nothing_written(refusals))
            running.go_on()
        return Written(target, files, 0, tuple(refusals))

    def tell(found: Written) -> Notice:
        said = tr("{count} case files were written to {folder}.").format(
            count=found.files, folder=found.folder
        )
        return _told(session, said, found)

    return Job(tr("Export case files"), work, tell)


def _bodies(other: Aside, ids: Sequence[str], refusals: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each case as JSON; one that cannot be read is told in `refusals`."""
    for case_id in ids:
        try:
            yield case_id, other.body(case_id)[0]
        except UserError as error:
            refusals.append(str(error))


def _contents(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """Return which letter is of which case, as CSV: the names of the files tell nothing of a patient."""
    sheet = io.StringIO()
    table = csv.writer(sheet, lineterminator="\r\n")
    table.writerow(("file", "case", "document", "state"))
    table.writerows(sorted(rows))
    return sheet.getvalue()


def _logos(session: Session) -> dict[str, bytes]:
    """Return the picture of each clinic's letterhead, by the name of the clinic."""
    named = {item.name: item.body.get("logo", "") for item in session.library.kept("letterhead")}
    return {name: session.store.file(sha256) for name, sha256 in named.items() if sha256}


def _told_letters(session: Session, found: Written) -> Notice:
    said = tr("{count} letters were written to {folder}.").format(count=found.files, folder=found.folder)
    if found.drafts:
        said += " " + tr("{count} of them are drafts, because something is missing.").format(
            count=found.drafts
        )
    return _told(session, said, found)


def _told(session: Session, said: str, found: Written) -> Notice:
    said += " " + tr("They hold patient data: keep them where they may be.")
    if not found.refusals:
        return Notice(said)
    said += " " + tr("{count} were not written.").format(count=len(found.refusals))
    report = Report(tr("What was not written"), "\n\n".join(found.refusals), "not-written.txt")
    return Notice(said, "failed", Offer(tr("Show why"), lambda: session.report(report)))


def _nothing_written(refusals: Sequence[str]) -> str:
    return tr("Nothing was written.") + "".join(f"\n{refusal}" for refusal in refusals[:5])
