"""Pasted rows while they are looked at: what was answered, what was left out, and what would be entered. No widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lnreview.case.model import Case
from lnreview.case.records import Entry
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.paste_words import role_words
from lnreview.errors import UserError
from lnreview.exchange.pasted.compare import compared
from lnreview.exchange.pasted.copied import entries_copied, list_of
from lnreview.exchange.pasted.grid import Grid, read_grid
from lnreview.exchange.pasted.headers import takes_tables
from lnreview.exchange.pasted.model import Known, Proposal, Reading, State
from lnreview.exchange.pasted.reading import read_rows
from lnreview.guideline.model import Guideline
from lnreview.review.plausible import knowledge

MOST_ROWS = 1000
"""Rows that are read at once; more would hold up the window."""


@dataclass(frozen=True)
class PastedRow:
    """A proposal and whether it is to be entered."""

    key: tuple[int, str, int]
    """Row, column, and which of several of the same; it stays the same when an answer changes the reading."""
    proposal: Proposal
    included: bool

    @property
    def state(self) -> State:
        """What is shown of the row: what it is, and after a hand's choice what becomes of it."""
        state = self.proposal.state
        if not self.included:
            return state if state == "duplicate" else "left-out"
        return "new" if state in ("duplicate", "left-out") else state


class PastedSheet:
    """What was pasted into a list of a case, with the answers and choices made so far."""

    def __init__(self, list_name: str, text: str, html: str, known: Known) -> None:
        """Read what was pasted; raise `UserError` where it holds no rows for this list."""
        self.list_name = list_name
        self.known = known
        self.answers: dict[str, str] = {}
        self._by_hand: dict[tuple[int, str, int], bool] = {}
        self._copied = _copied_rows(list_name, text)
        self._grid = Grid((), "tabs") if self._copied is not None else _grid(list_name, text, html)
        self.reading = Reading()
        self.rows: tuple[PastedRow, ...] = ()
        self._read()
        if not self.rows and not self.reading.questions:
            raise UserError(_no_rows())
        for question in self.reading.questions:
            if question.kind == "column" and not question.choices:
                raise UserError(
                    tr(
                        "Nothing was pasted, because the rows have no column for the {what}. Copy them with that column, "
                        "then press Ctrl+V here."
                    ).format(what=role_words(question.about["role"]))
                )

    @property
    def has_columns(self) -> bool:
        """Whether the columns can be chosen by hand; those of copied rows are known."""
        return self._copied is None

    def answer(self, question_id: str, answer: str) -> None:
        """Answer a question, or take the answer back by an empty one; everything is read again."""
        if answer:
            self.answers[question_id] = answer
        else:
            self.answers.pop(question_id, None)
        self._read()

    def know(self, known: Known) -> None:
        """Compare with the record as it is now."""
        self.known = known
        self._read()

    def include(self, rows: Iterable[PastedRow]) -> None:
        """Leave rows out, or take them in where all of them are left out; what can be no entry stays out."""
        chosen = [row for row in rows if row.proposal.entry is not None or row.proposal.waits_for]
        wanted = not any(row.included for row in chosen)
        for row in chosen:
            self._by_hand[row.key] = wanted
        self._choose()

    @property
    def waiting(self) -> int:
        """Number of rows that are to be entered and wait for an answer."""
        return sum(1 for row in self.rows if row.included and row.proposal.waits_for)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What would be entered now, in the order of the rows, without ids."""
        return tuple(
            row.proposal.entry
            for row in self.rows
            if row.included and row.proposal.entry is not None and not row.proposal.waits_for
        )

    def counts(self) -> dict[State, int]:
        """Return how many rows are in each state."""
        return dict(Counter(row.state for row in self.rows))

    def _read(self) -> None:
        if self._copied is not None:
            proposals = [
                Proposal(number, "", cells, entry, ())
                for number, (cells, entry) in enumerate(self._copied, start=2)
            ]
            self.reading = Reading(proposals=compared(proposals, self.known))
        else:
            self.reading = read_rows(self._grid, self.list_name, self.answers, self.known)
        self._choose()

    def _choose(self) -> None:
        seen: Counter[tuple[int, str]] = Counter()
        rows = []
        for proposal in self.reading.proposals:
            place = (proposal.row, proposal.column)
            key = (*place, seen[place])
            seen[place] += 1
            included = self._by_hand.get(key, proposal.wanted)
            rows.append(
                PastedRow(key, proposal, included and bool(proposal.entry is not None or proposal.waits_for))
            )
        self.rows = tuple(rows)


def known_of(case: Case, list_name: str, guideline: Guideline, today: date, source: str) -> Known:
    """Return what is known beside pasted rows: the record, plausible sizes, names of drugs, the day, the source."""
    return Known(case, getattr(case, list_name), knowledge(guideline), today, source)


def _copied_rows(list_name: str, text: str) -> tuple[tuple[tuple[str, ...], Entry], ...] | None:
    origin = list_of(text)
    if origin and origin != list_name:
        raise UserError(
            tr(
                "The rows were not pasted, because they are {what}. Show that list and press Ctrl+V there."
            ).format(what=tr(LISTS[origin][0]).casefold())
        )
    return entries_copied(text)


def _grid(list_name: str, text: str, html: str) -> Grid:
    if not takes_tables(list_name):
        raise UserError(
            tr(
                "Nothing was pasted, because this list takes only rows that were copied in this program. "
                "Add the entries by hand: press Ins."
            )
        )
    grid = read_grid(text, html)
    if not grid.rows:
        raise UserError(_no_rows())
    if len(grid.rows) > MOST_ROWS:
        raise UserError(
            tr(
                "Nothing was pasted, because {count} rows are too many at once. Copy at most {most} rows, then the next ones."
            ).format(count=len(grid.rows), most=MOST_ROWS)
        )
    return grid


def _no_rows() -> str:
    return tr(
        "Nothing was pasted, because the clipboard holds no rows. Copy the rows with their header in the spreadsheet or "
        "portal, then press Ctrl+V here."
    )
