"""Read the list of cases, also where it is long: numbers of lines in any order first, the lines themselves when shown.

Each order has an index that holds what the filters ask for, so that no line is read to be passed over. Words are looked
for in the lines as they come while they are found often, and in the full-text index where they are rare. Whatever is asked,
the answer comes in portions of a few milliseconds of work, the first of them enough for a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from lnreview.store.question import Question
from lnreview.store.summary import CaseSummary

if TYPE_CHECKING:
    import sqlite3
    from contextlib import AbstractContextManager

_LINE = (
    "number, id, title, patient_name, sex, birth_or_age, verdict, nullif(provisional, ''), urgent, summary, as_of, "
    "status, next, synthetic, archived, updated_at, stale, due_at, due_state, due_words, next_on, renewal_on, payer, "
    "news, waiting, issued"
)
_FLAGS = (12, 13, 15, 23, 24)
"""Where a yes or no stands in a line, after its number."""
_FILTERED = "archived, verdict, status, due_at, waiting, issued, news"

_PORTIONS = (256, 25_000)
"""Entries of an index that are read for the first portion of a question without words, and for each further one."""
_READ = (150, 300, 500)
"""Lines that are read for the first portions of a question with words, and for each further one."""
_RARE = 8
"""Finds in the first portion below which the words count as rare, and the full-text index is asked at once."""
_FEW = 600
"""Lines that are put in order by themselves where the words are in no more."""

_WORDS = ("words", "more_words", "summary_words")


_AT_ONCE = 10_000
"""Numbers in one question; SQLite takes some thirty thousand."""


class Worklist:
    """The list of cases of an open store, to be read."""

    def __init__(
        self, connection: sqlite3.Connection, told: Callable[[str], AbstractContextManager[None]]
    ) -> None:
        """Take the connection of the store, and what turns an error of the disk into a sentence."""
        self._connection = connection
        self._told = told

    def portions(self, question: Question) -> Iterator[list[int]]:
        """Yield the numbers of the lines asked for, in their order, in portions (some of them empty).

        A change of the store between two portions ends their worth: ask anew. Raises `UserError` where the store
        cannot be read.
        """
        from lnreview.store.search import asked, expression

        words = asked(question.words)
        walk = self._walk(question, words)
        if not words:
            yield from walk
            return
        read = list(islice(walk, 1))
        yield read[0]
        if len(read[0]) >= _RARE:
            read += islice(walk, 1)
            yield from read[1:]
        few = self._few(question, expression(words))
        if few is None:
            yield from walk
        else:
            seen = {number for portion in read for number in portion}
            yield [number for number in few if number not in seen]

    def numbers(self, question: Question, most: int | None = None) -> list[int]:
        """Return the numbers of the lines asked for, at most `most`, in their order."""
        return list(islice((number for part in self.portions(question) for number in part), most))

    def lines(self, numbers: Sequence[int]) -> list[CaseSummary]:
        """Return lines by their numbers, in the order given; one that is not there is left out."""
        marks = ", ".join("?" * len(numbers))
        rows = self._rows(f"SELECT {_LINE} FROM worklist WHERE number IN ({marks})", numbers)
        found = {row[0]: _summary(row) for row in rows}
        return [found[number] for number in numbers if number in found]

    def ids(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of lines by their numbers, in the order given; one that is not there is left out."""
        found: dict[int, str] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found.update(self._rows(f"SELECT number, id FROM worklist WHERE number IN ({marks})", some))
        return tuple(found[number] for number in numbers if number in found)

    def line(self, case_id: str) -> CaseSummary | None:
        """Return the line of a case, or `None` where there is no such case."""
        rows = self._rows(f"SELECT {_LINE} FROM worklist WHERE id = ?", (case_id,))
        return _summary(rows[0]) if rows else None

    def count(self, question: Question) -> int:
        """Return how many cases are asked for."""
        if question.words.strip():
            return sum(len(part) for part in self.portions(question))
        where, values = question.filters()
        index = "due" if question.due_before else "news" if question.news else "changed"
        sql = f"SELECT count(*) FROM worklist INDEXED BY worklist_by_{index} WHERE {where}"
        return int(self._rows(sql, values)[0][0])

    def is_empty(self) -> bool:
        """Tell whether the store holds no case at all, not even an archived one."""
        return not self._rows("SELECT 1 FROM worklist LIMIT 1", ())

    def to_review(self, after: int, most: int) -> list[tuple[int, str]]:
        """Return number and id of cases, by number after `after`, whose verdict is missing or older than the case."""
        return self._rows(
            "SELECT number, id FROM worklist INDEXED BY worklist_to_review "
            "WHERE to_review AND archived = 0 AND number > ? ORDER BY number LIMIT ?",
            (after, most),
        )

    def come_due(self, today: str) -> list[tuple[int, str]]:
        """Return number and id of the cases whose next day has come since they were reviewed; `today` is ISO 8601."""
        return self._rows(
            "SELECT number, id FROM worklist INDEXED BY worklist_by_next_on "
            "WHERE archived = 0 AND next_on > '' AND next_on <= ? AND as_of < next_on ORDER BY next_on",
            (today,),
        )

    def free_id(self, stem: str) -> str:
        """Return an id that no case has: the stem and the number after those that were given in a row."""
        taken, free = 0, 1
        while self._is_taken(f"{stem}-{free}"):
            taken, free = free, free * 2
        while free - taken > 1:
            middle = (free + taken) // 2
            taken, free = (middle, free) if self._is_taken(f"{stem}-{middle}") else (taken, middle)
        return f"{stem}-{free}"

    def _is_taken(self, case_id: str) -> bool:
        return bool(self._rows("SELECT 1 FROM worklist WHERE id = ?", (case_id,)))

    def _walk(self, question: Question, words: tuple[str, ...]) -> Iterator[list[int]]:
        """Yield portions of numbers along the index of the order."""
        sizes = iter(_READ if words else _PORTIONS)
        where, values = question.filters()
        text = " || ".join(f"line.{name}" for name in _WORDS)
        holds = " AND ".join(f"instr({text}, ?)" for _ in words)
        needles = [f" {word}" for word in words]
        size = left = next(sizes)
        found = list[int]()
        for stretch in question.stretches():
            place = 0
            near = (
                f"SELECT number FROM worklist INDEXED BY worklist_by_{question.sort} "
                f"WHERE {where} AND {stretch.where} ORDER BY {stretch.order} LIMIT ? OFFSET ?"
            )
            sql = (
                f"SELECT near.number, {holds} FROM ({near}) AS near CROSS JOIN worklist AS line USING (number)"
                if words
                else near
            )
            while rows := self._rows(sql, [*needles, *values, *stretch.values, left, place]):
                found += [row[0] for row in rows if row[1]] if words else [row[0] for row in rows]
                place += len(rows)
                left -= len(rows)
                if left:
                    break
                yield found
                size = left = next(sizes, size)
                found = []
        yield found

    def _few(self, question: Question, match: str) -> list[int] | None:
        """Return the numbers of all lines that match, in order; `None` where they are too many to be put in order."""
        names = ", ".join(f"line.{name}" for name in _FILTERED.split(", "))
        rows = self._rows(
            f"SELECT line.number, line.{question.column}, line.updated_at, {names} "
            "FROM (SELECT rowid AS number FROM search WHERE search MATCH ? LIMIT ?) AS near "
            "CROSS JOIN worklist AS line USING (number)",
            (match, _FEW + 1),
        )
        if len(rows) > _FEW:
            return None
        return question.ordered([row[:3] for row in rows if question.fits(*row[3:])])

    def _rows(self, sql: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        with self._told("The list of cases was not read"):
            return self._connection.execute(sql, values).fetchall()


def _summary(row: Sequence[Any]) -> CaseSummary:
    shown = [*row[1:], row[0]]
    for place in _FLAGS:
        shown[place] = bool(shown[place])
    return CaseSummary(*shown)
