"""The filters of the list: those of the program, and those that a reviewer keeps under names."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from lnreview.desktop.language import noop, tr
from lnreview.review.verdicts import VERDICTS
from lnreview.store.question import RANKED, Question, Sort
from lnreview.store.summary import NEWS, STATUSES, CaseStatus

View = Literal["all", "due", "waiting", "issued", "news"]

VIEWS: tuple[tuple[View, str, str], ...] = (
    ("all", noop("All"), noop("Every case that is not in the archive")),
    ("due", noop("Due this week"), noop("Cases whose clock is running and ends within 7 days, or has ended")),
    ("waiting", noop("Waiting for information"), noop("Cases in which information was asked for and has not all arrived")),
    ("issued", noop("Issued"), noop("Cases of which a document was issued")),
    ("news", noop("Changed"), noop("Cases that came in, or changed, since you had them open")),
)  # fmt: skip
"""The filters that are always there: name and description."""

_A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ListFilter:
    """What is kept of the list."""

    view: View = "all"
    words: str = ""
    verdict: str | None = None
    """`None` for any; empty for cases that were not reviewed."""
    status: CaseStatus | None = None
    archived: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves any case out that is not in the archive, or shows the archive."""
        return self != ListFilter()

    def question(self, today: date, sort: Sort, descending: bool) -> Question:
        """Return what is asked of the store on a day."""
        until = today + _A_WEEK + timedelta(days=1)
        return Question(
            words=self.words,
            verdict=self.verdict,
            status=self.status,
            due_before=until.isoformat() if self.view == "due" else "",
            waiting=self.view == "waiting",
            issued=self.view == "issued",
            news=self.view == "news",
            archived=self.archived,
            sort=sort,
            descending=descending,
            ranks=_RANKS[sort] if sort in RANKED else (),
        )

    def written(self) -> dict[str, Any]:
        """Return it as the store keeps it."""
        return asdict(self)


_RANKS: dict[Sort, tuple[str, ...]] = {
    "verdict": (*VERDICTS, ""),
    "provisional": (*VERDICTS, ""),
    "status": STATUSES,
    "news": NEWS,
}


def read(body: dict[str, Any]) -> ListFilter:
    """Return a filter that was kept; what it names and this program does not know keeps all."""
    view: View = next((known for known, _, _ in VIEWS if known == body.get("view")), "all")
    verdict = body.get("verdict")
    status = next((known for known in STATUSES if known == body.get("status")), None)
    known_verdict = verdict if verdict in (*VERDICTS, "") else None
    return ListFilter(view, str(body.get("words", "")), known_verdict, status, bool(body.get("archived")))


def shown_name(view: View) -> str:
    """Return the name of a filter that is always there."""
    return next(tr(name) for known, name, _ in VIEWS if known == view)


def plain(kept: ListFilter) -> ListFilter:
    """Return a filter without what was typed, to compare."""
    return replace(kept, words=" ".join(kept.words.split()))
