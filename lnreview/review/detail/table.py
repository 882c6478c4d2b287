"""A table behind a finding: one shape for screen, terminal and letter.

A module of this package answers one question about a record with one or more tables. A table shows and explains; the
verdict is decided elsewhere. Every row says how its value was reached and from which entries and sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lnreview.guideline.parts import Parameter
from lnreview.review.finding import Cited, Evidence, Missing, Status, StepName

Place = StepName | Literal["verdict", "plan"]
"""Where in the walk a table belongs; `plan` is the page after the verdict."""


@dataclass(frozen=True)
class Column:
    """A column: its title, with the unit where one holds for all rows, and whether it holds numbers."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class Row:
    """A row: a text per column, and what it rests on."""

    cells: tuple[str, ...]
    """One per column; an empty text where the record holds nothing."""
    status: Status | None = None
    """Met, not met or not documented, where the row answers a criterion."""
    how: str = ""
    """How the value was computed, or why the row says what it says: one or two sentences."""
    evidence: tuple[Evidence, ...] = ()
    citations: tuple[Cited, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    steps: tuple[StepName, ...] = ()
    """The steps of the walk that the row is about, where it stands for them on another page."""


@dataclass(frozen=True)
class Table:
    """A titled table with what introduces it, what limits it, and what it lacks."""

    id: str
    """Unique in a case, for example `checkpoints-regimen-1`."""
    title: str
    place: Place
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    intro: str = ""
    """A sentence above it: what it shows and the answer in short."""
    note: str = ""
    """Below it: what it must not be used for."""
    missing: tuple[Missing, ...] = ()
    """What would fill it."""

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of the table “{self.id}” does not fit its {len(self.columns)} columns")
