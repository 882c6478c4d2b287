"""What is asked of the list of cases: which of them, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lnreview.store.summary import CaseStatus

Sort = Literal[
    "patient", "title", "verdict", "provisional", "status", "next", "due", "next_on", "renewal", "payer", "news",
    "changed",
]  # fmt: skip

SORT_COLUMNS: dict[Sort, str] = {
    "patient": "patient_key",
    "title": "title_key",
    "verdict": "verdict",
    "provisional": "provisional",
    "status": "status",
    "next": "next",
    "due": "due_at",
    "next_on": "next_on",
    "renewal": "renewal_on",
    "payer": "payer_key",
    "news": "news",
    "changed": "updated_at",
}
"""The column by which each order is made; the table `worklist` has an index for each."""

RANKED: frozenset[Sort] = frozenset(("verdict", "provisional", "status", "news"))
"""Columns of few values whose order is not that of their letters; it is given with the question."""


@dataclass(frozen=True)
class Question:
    """Which cases, in which order. An empty filter keeps all."""

    words: str = ""
    """Every typed word has to be in a case."""
    verdict: str | None = None
    """Slug of the verdict; empty: not reviewed."""
    status: CaseStatus | None = None
    due_before: str = ""
    """ISO 8601: a clock is running, and due before this moment."""
    waiting: bool = False
    """Only those that wait for information."""
    issued: bool = False
    """Only those of which a document was issued."""
    news: bool = False
    """Only those that changed since a person had them open."""
    archived: bool = False
    """Those that were put away, instead of the others."""
    sort: Sort = "changed"
    descending: bool = True
    ranks: tuple[str, ...] = ()
    """For an order of `RANKED`: its values from first to last; any other value comes after them."""

    @property
    def column(self) -> str:
        """The column by which the cases are ordered."""
        return SORT_COLUMNS[self.sort]

    def filters(self) -> tuple[str, list[str | int]]:
        """Return the condition that a line has to meet, in SQL with its values."""
        wanted, values = ["archived = ?"], [int(self.archived)]  # type: tuple[list[str], list[str | int]]
        for name, value in (("verdict", self.verdict), ("status", self.status)):
            if value is not None:
                wanted.append(f"{name} = ?")
                values.append(value)
        if self.due_before:
            wanted.append("due_at > '' AND due_at < ?")
            values.append(self.due_before)
        wanted += [name for name in ("waiting", "issued") if getattr(self, name)]
        if self.news:
            wanted.append("news > ''")
        return " AND ".join(wanted), values

    def fits(self, archived: int, verdict: str, status: str, due_at: str, waiting: int, issued: int, news: str) -> bool:  # fmt: skip
        """Tell whether a line with these values meets the filters."""
        return (
            archived == self.archived
            and (self.verdict is None or verdict == self.verdict)
            and (self.status is None or status == self.status)
            and (not self.due_before or "" < due_at < self.due_before)
            and (not self.waiting or bool(waiting))
            and (not self.issued or bool(issued))
            and (not self.news or news > "")
        )

    def stretches(self) -> Iterator[Stretch]:
        """Yield the stretches of the index that follow each other in the order that is wanted."""
        column, way = self.column, "DESC" if self.descending else "ASC"
        if self.sort == "changed":
            yield Stretch("1", (), f"updated_at {way}, number {way}")
        elif self.sort in RANKED:
            latest = "updated_at DESC, number DESC"
            ranks = reversed(self.ranks) if self.descending else self.ranks
            for value in ranks:
                yield Stretch(f"{column} = ?", (value,), latest)
            yield from _between(column, sorted(self.ranks))
        else:
            yield Stretch(f"{column} > ''", (), f"{column} {way}, number {way}")
            yield Stretch(f"{column} = ''", (), "number DESC")

    def ordered(self, lines: list[tuple[int, str, str]]) -> list[int]:
        """Return the numbers of lines, given as number, value of `column` and time of change, in the order wanted."""
        if self.sort == "changed":
            return [line[0] for line in sorted(lines, key=lambda line: (line[2], line[0]), reverse=self.descending)]  # fmt: skip
        if self.sort in RANKED:
            rank = {value: place for place, value in enumerate(self.ranks)}
            sign = -1 if self.descending else 1
            latest = sorted(lines, key=lambda line: (line[2], line[0]), reverse=True)
            known = sorted(
                (line for line in latest if line[1] in rank), key=lambda line: sign * rank[line[1]]
            )
            other = sorted((line for line in latest[::-1] if line[1] not in rank), key=lambda line: line[1])
            return [line[0] for line in (*known, *other)]
        said = sorted((line for line in lines if line[1]), key=lambda line: (line[1], line[0]), reverse=self.descending)  # fmt: skip
        unsaid = sorted((line[0] for line in lines if not line[1]), reverse=True)
        return [line[0] for line in said] + unsaid


@dataclass(frozen=True)
class Stretch:
    """A part of an index that is read in one direction: condition, its values and order, in SQL."""

    where: str
    values: tuple[str, ...]
    order: str


def _between(column: str, values: list[str]) -> Iterator[Stretch]:
    """Yield the gaps around the values, in which a value lies that nobody gave a rank."""
    order = f"{column}, updated_at, number"
    if not values:
        yield Stretch("1", (), order)
        return
    yield Stretch(f"{column} < ?", (values[0],), order)
    for low, high in pairwise(values):
        yield Stretch(f"{column} > ? AND {column} < ?", (low, high), order)
    yield Stretch(f"{column} > ?", (values[-1],), order)
