"""Write the lines of the list of cases; each is written in the transaction of what it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lnreview.store import search
from lnreview.store.search import searchable
from lnreview.store.summary import News, ReviewGlance, columns

if TYPE_CHECKING:
    from sqlite_utils import Database

    from lnreview.case.model import Case


def put(db: Database, case: Case, *, hash_: str, at: str, news: News) -> None:
    """Write the line of a case that was stored with the SHA-256 `hash_` at the time `at`."""
    row = {"id": case.id, "updated_at": at, **columns(case)}
    names = list(row)
    found = db.execute("SELECT number FROM worklist WHERE id = ?", (case.id,)).fetchone()
    if found is None:
        marks = ", ".join(f":{name}" for name in names)
        cursor = db.execute(
            f"INSERT INTO worklist ({', '.join(names)}, news) VALUES ({marks}, :news)", {**row, "news": news}
        )
        number = int(cursor.lastrowid or 0)
    else:
        number = int(found[0])
        search.remove(db, number)
        settings = ", ".join(f"{name} = :{name}" for name in names)
        db.execute(
            f"UPDATE worklist SET {settings}, to_review = reviewed_hash != :hash, "
            "stale = verdict != '' AND reviewed_hash != :hash WHERE number = :number",
            {**row, "hash": hash_, "number": number},
        )
        if news:
            add_news(db, case.id, news)
    search.add(db, number)


def note(db: Database, case_id: str, glance: ReviewGlance, *, hash_: str, seen: bool) -> None:
    """Keep what the list shows of a review of the case whose SHA-256 is `hash_`.

    Another verdict than before is news, unless the case is before somebody's eyes (`seen`).
    """
    number, verdict, summary = db.execute(
        "SELECT number, verdict, summary FROM worklist WHERE id = ?", (case_id,)
    ).fetchone()
    reworded = summary != glance.summary
    if reworded:
        search.remove(db, number)
    db.execute(
        "UPDATE worklist SET verdict = ?, summary = ?, summary_words = ?, provisional = ?, urgent = ?, as_of = ?, "
        "next = ?, due_at = ?, due_state = ?, due_words = ?, next_on = ?, renewal_on = ?, waiting = ?, "
        "reviewed_hash = ?, stale = 0, to_review = 0 WHERE number = ?",
        (
            glance.verdict, glance.summary, searchable(glance.summary), glance.provisional or "", glance.urgent,
            glance.as_of, glance.next, glance.due_at, glance.due_state, glance.due_words, glance.next_on,
            glance.renewal_on, glance.waiting, hash_, number,
        ),
    )  # fmt: skip
    if reworded:
        search.add(db, number)
    if verdict and verdict != glance.verdict and not seen:
        add_news(db, case_id, "verdict")


def add_news(db: Database, case_id: str, news: News) -> None:
    """Say what happened to a case; what weighs more, or says that nobody has seen it yet, is not said away."""
    db.execute(
        "UPDATE worklist SET news = CASE WHEN news = 'new' OR news = 'verdict' AND ? != 'verdict' "
        "OR news = 'issued' AND ? = 'changed' THEN news ELSE ? END WHERE id = ?",
        (news, news, news, case_id),
    )
