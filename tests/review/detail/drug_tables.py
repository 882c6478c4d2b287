"""Tables behind adherence and dosing, looked up by their id: `shown(subject, supplies)["adherence-refills"]`."""

from collections.abc import Callable
from typing import Any

from case_builder import guideline

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail.table import Row, Table
from lnreview.review.evaluate import assessment


def seen(subject: Case, pack: Guideline | None = None) -> Assessment:
    """Return the assessed case as of its own day."""
    return assessment(subject, pack or guideline(), None)


def context(subject: Case, pack: Guideline | None = None) -> Context:
    """Return the context of the assessed case."""
    return seen(subject, pack).ctx


def shown(
    subject: Case, detail: Callable[[Assessment], tuple[Table, ...]], pack: Guideline | None = None
) -> dict[str, Table]:
    """Return the tables of a detail by their id."""
    return {table.id: table for table in detail(seen(subject, pack))}


def cell(table: Table, row: Row, title: str) -> str:
    """Return the cell of a row under a column title."""
    return row.cells[[column.title for column in table.columns].index(title)]


def row_of(table: Table, first: str, *others: str) -> Row:
    """Return the one row whose first cell is `first` and whose cells hold the other texts."""
    found = [
        row for row in table.rows if row.cells[0] == first and all(other in row.cells for other in others)
    ]
    assert len(found) == 1, [row.cells for row in table.rows]
    return found[0]


def dispense(day: str, days: int = 30, drug: str = "MMF", **more: Any) -> tuple[str, dict[str, Any]]:
    """Return a supply of a drug."""
    return ("dispenses", {"drug": drug, "dispensed_on": day, "days_supply": days, **more})


def administered(
    day: str, dose: dict[str, Any] | None = None, drug: str = "cyclophosphamide", **more: Any
) -> tuple[str, dict[str, Any]]:
    """Return a dose given by a professional."""
    return ("administrations", {"drug": drug, "given_on": day, **({"dose": dose} if dose else {}), **more})
