"""Review all cases again, as of today: which verdict is another one than the list shows?

The cases are reviewed by processes of their own and noted in the list when all are done, so that a review that is
stopped changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from lnreview import paths
from lnreview.desktop.jobs.job import Job, Progress, Running
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice, Offer, Report
from lnreview.desktop.opened import day_of, glance
from lnreview.errors import UserError
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.evaluate import review
from lnreview.spread import spread
from lnreview.store.aside import Aside
from lnreview.store.casebody import read
from lnreview.store.summary import ReviewGlance

if TYPE_CHECKING:
    from lnreview.desktop.session import Session

_NOTED_AT_ONCE = 8


@dataclass(frozen=True)
class Looked:
    """What came of one case."""

    case_id: str
    hash: str = ""
    """SHA-256 of the case that was reviewed."""
    glance: ReviewGlance | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Changed:
    """A verdict that is another one than before."""

    case_id: str
    before: str
    after: str
    summary: str


@dataclass(frozen=True)
class Screened:
    """The verdicts that the list showed, by case, and what came of each case."""

    before: dict[str, str]
    found: list[Looked]


def review_all(session: Session) -> Job[Screened]:
    """Return the job that reviews every case of the list as of today."""
    store, now, today = session.store, session.now(), session.today()

    def work(running: Running) -> Screened:
        words = tr("Reviewing")
        running.at(0, 0, words)
        found: list[Looked] = []
        with store.aside() as other:
            before = other.verdicts()
            for looked in spread(
                look_at, _bodies(other, list(before)), prepare=_begin, given=(today, now), go_on=running.go_on
            ):
                found.append(looked)
                running.at(len(found), len(before), words)
        return Screened(before, found)

    def keep(screened: Screened) -> Iterator[Progress]:
        found = screened.found
        noted = ((looked.case_id, looked.glance, looked.hash) for looked in found if looked.glance)
        done = 0
        while some := list(islice(noted, _NOTED_AT_ONCE)):
            session.note_reviews(some)
            done += len(some)
            yield Progress(done, len(found), tr("Noting the verdicts"))
        session.cases_changed.emit()

    return Job(
        tr("Review all cases again"),
        work,
        lambda screened: _told(session, screened.before, screened.found),
        keep,
    )


def changes(before: dict[str, str], found: Sequence[Looked]) -> list[Changed]:
    """Return the verdicts that changed; a case that was not reviewed before has none to change."""
    return sorted(
        (
            Changed(looked.case_id, before[looked.case_id], looked.glance.verdict, looked.glance.summary)
            for looked in found
            if looked.glance
            and before.get(looked.case_id)
            and before[looked.case_id] != looked.glance.verdict
        ),
        key=lambda changed: changed.case_id,
    )


def as_csv(changed: Sequence[Changed]) -> str:
    """Return changed verdicts as CSV, with the ids of the cases and without a name."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\r\n")
    rows.writerow(("case", "verdict_before", "verdict", "summary"))
    rows.writerows((row.case_id, row.before, row.after, row.summary) for row in changed)
    return sheet.getvalue()


_prepared: tuple[Guideline, date, datetime] | None = None
"""What a process reviews by, its day, and the local time of the office."""


def _begin(today: date, now: datetime) -> None:
    global _prepared
    _prepared = load(own_packs=paths.payer_packs()), today, now


def look_at(given: tuple[str, str, str]) -> Looked:
    """Review one case, given by id, JSON and hash."""
    assert _prepared is not None
    case_id, body, hash_ = given
    guideline, today, now = _prepared
    try:
        case = read(case_id, body)
        found = review(case, guideline, day_of(case, today))
        return Looked(case_id, hash_, glance(found, case, guideline, now))
    except UserError as error:
        return Looked(case_id, hash_, refusal=str(error))


def _bodies(other: Aside, ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each case as JSON with its hash; one that is damaged is handed on as it is, and refused when it is read."""
    for case_id in ids:
        try:
            body, hash_ = other.body(case_id)
        except UserError:
            body, hash_ = "", ""
        yield case_id, body, hash_


def _told(session: Session, before: dict[str, str], found: Sequence[Looked]) -> Notice:
    changed = changes(before, found)
    refused = sorted(looked.case_id for looked in found if looked.refusal)
    said = tr("{count} cases were reviewed as of today: {changed} verdicts changed.").format(
        count=len(found) - len(refused), changed=len(changed)
    )
    if refused:
        said += " " + tr("{count} could not be reviewed: {cases}. Open them to see why.").format(
            count=len(refused), cases=", ".join(refused[:5]) + (" …" if len(refused) > 5 else "")
        )
    if not changed:
        return Notice(said, "failed" if refused else "told")
    report = Report(tr("Verdicts that changed"), as_csv(changed), "changed-verdicts.csv")
    return Notice(
        said, "failed" if refused else "told", Offer(tr("Show them"), lambda: session.report(report))
    )
