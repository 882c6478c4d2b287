"""What a pasted table becomes: proposed entries, the questions that only a person can answer, and what is remarked.

Words for a reader are not made here: a question and a remark have a kind and the values that belong into its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lnreview.case.model import Case
from lnreview.case.oddities import Knowledge
from lnreview.case.records import Entry
from lnreview.exchange.pasted.days import Calendar
from lnreview.exchange.pasted.numbers import Sign

QuestionKind = Literal[
    "column", "patient", "other-name", "decimal", "date-order", "century", "no-day", "empty-days", "result-day", "unit", "wrong-unit", "size",
    "read-as",
]  # fmt: skip
RemarkKind = Literal[
    "same-in-record", "same-in-row", "other-in-record", "other-in-row", "unknown-test", "no-result", "no-value", "no-name",
    "unreadable-number", "unreadable-day", "after-today", "negative", "beside", "range-unused", "impossible", "undated",
    "other-patient", "left-out", "no-drug", "unit-slip", "dose-unread", "not-read",
]  # fmt: skip
State = Literal["new", "duplicate", "question", "odd", "left-out"]
NONE = "none"
"""Answer: nothing of the kind was printed (no unit, no day)."""
AS_WRITTEN = "as-written"
LEAVE_OUT = "leave-out"


@dataclass(frozen=True)
class Question:
    """Something that the table leaves open; its answer holds for all `rows`."""

    id: str
    kind: QuestionKind
    choices: tuple[str, ...]
    """Answers to choose from; what they mean depends on the kind."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What belongs into the sentence: an analyte, a unit, an example."""
    rows: tuple[int, ...] = ()
    answer: str = ""
    free: Literal["", "day"] = ""
    """What may be typed instead of a choice."""


@dataclass(frozen=True)
class Remark:
    """Something to know about a row."""

    kind: RemarkKind
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A row, or one result of a row, and what it becomes."""

    row: int
    """Number of the row in what was pasted."""
    column: str
    """Title of the column of the result, where a row holds several."""
    written: tuple[str, ...]
    """The cells that it was read from."""
    entry: Entry | None
    """What would be entered; `None` where nothing can be."""
    remarks: tuple[Remark, ...] = ()
    waits_for: tuple[str, ...] = ()
    """Ids of the questions without whose answer it cannot be entered."""
    wanted: bool = True
    """Whether it is entered unless somebody leaves it out."""

    @property
    def state(self) -> State:
        """What the row is: it waits, says nothing new, is odd, new, or left out."""
        kinds = {remark.kind for remark in self.remarks}
        if self.waits_for:
            return "question"
        if kinds & {"same-in-record", "same-in-row"}:
            return "duplicate"
        if self.entry is None or not self.wanted:
            return "left-out"
        return "odd" if kinds & ODD else "new"


ODD: frozenset[RemarkKind] = frozenset(
    (
        "other-in-record",
        "other-in-row",
        "after-today",
        "negative",
        "beside",
        "undated",
        "unit-slip",
        "dose-unread",
    )
)
"""Remarks that a reviewer should look at before the row is entered."""


@dataclass(frozen=True)
class ReadColumn:
    """A column of the table: its title and what it was read as."""

    title: str
    role: str
    """A role of the list; `day-column` or `test-column` in a wide table; empty where it is not used."""
    example: str = ""


@dataclass(frozen=True)
class Reading:
    """All that was read of a table."""

    columns: tuple[ReadColumn, ...] = ()
    questions: tuple[Question, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    wide: bool = False

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(question for question in self.questions if not question.answer)


@dataclass(frozen=True)
class Known:
    """What is known beside the table: the case, plausible sizes and names of drugs, the day, and where the table is from.

    Sizes come from the guideline pack, through whoever asks; no number of the kind is written here.
    """

    case: Case | None = None
    entries: Sequence[Entry] = ()
    """The entries of the list that is pasted into."""
    knowledge: Knowledge = field(default_factory=Knowledge)
    today: date | None = None
    source: str = ""


class Questions:
    """The questions that come up while a table is read, each once, with the rows that wait for it."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self._asked: dict[str, Question] = {}
        self._rows: dict[str, list[int]] = {}

    def ask(
        self,
        id: str,
        kind: QuestionKind,
        choices: Sequence[str],
        row: int | None = None,
        *,
        free: Literal["", "day"] = "",
        about: Mapping[str, str] | None = None,
        **more: str,
    ) -> str:
        """Return the answer to a question, empty where it has none yet; the row waits for it."""
        answer = self._answers.get(id, "")
        if answer not in choices and not (answer and free):
            answer = ""
        if id not in self._asked:
            self._asked[id] = Question(id, kind, tuple(choices), {**(about or {}), **more}, (), answer, free)
        if row is not None:
            self._rows.setdefault(id, []).append(row)
        return answer

    def asked(self) -> tuple[Question, ...]:
        """Return the questions in the order in which they are best answered."""
        order = list(QuestionKind.__args__)  # type: ignore[attr-defined]
        found = [
            Question(item.id, item.kind, item.choices, item.about, tuple(dict.fromkeys(self._rows.get(id, ()))), item.answer, item.free)
            for id, item in self._asked.items()
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda question: order.index(question.kind)))


@dataclass(frozen=True)
class How:
    """How the cells of this table are read."""

    calendar: Calendar
    sign: Sign | None
    waits_for_days: tuple[str, ...] = ()
    """Questions on which every day depends that needs an order or a century."""
    known: Known = field(default_factory=Known)


@dataclass(frozen=True)
class Line:
    """One result of the table, whatever its layout was: its cells by role."""

    row: int
    column: str
    written: tuple[str, ...]
    cells: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Title of the column of each role, for messages."""

    def cell(self, role: str) -> str:
        """Return what stands under a role; empty where nothing does."""
        return self.cells.get(role, "")
