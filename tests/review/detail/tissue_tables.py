"""Look at one table of a case: by the id of the table, the first cell of a row, the title of a column."""

from collections.abc import Callable
from typing import Any

from case_builder import biopsy, guideline

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.review.assess import Assessment
from lnreview.review.detail.table import Row, Table
from lnreview.review.evaluate import assessment

Detail = Callable[[Assessment], tuple[Table, ...]]

ACTIVE = {
    "endocapillary": 2, "neutrophils": 1, "fibrinoid_necrosis": 1, "hyaline_deposits": 2, "cellular_crescents": 1,
    "interstitial_inflammation": 1,
}  # fmt: skip
"""Grades that make AI 2 + 1 + 2×1 + 2 + 2×1 + 1 = 10."""
CHRONIC = {"glomerulosclerosis": 3, "fibrous_crescents": 1, "tubular_atrophy": 1, "interstitial_fibrosis": 1}
"""Grades that make CI 3 + 1 + 1 + 1 = 6."""
QUIET = dict.fromkeys(ACTIVE, 0)
"""Grades that make AI 0."""


def look(subject: Case, pack: Guideline | None = None) -> Assessment:
    """Return the assessed record of a case."""
    return assessment(subject, pack or guideline())


def tables(subject: Case, detail: Detail, pack: Guideline | None = None) -> dict[str, Table]:
    """Return the tables of a detail by their id."""
    return {table.id: table for table in detail(look(subject, pack))}


def row(table: Table, name: str) -> Row:
    """Return the one row whose first cell begins so."""
    (found,) = [item for item in table.rows if item.cells[0].startswith(name)]
    return found


def cell(table: Table, name: str, column: str) -> str:
    """Return a cell by the beginning of its row and the title of its column."""
    titles = [item.title for item in table.columns]
    return row(table, name).cells[titles.index(column)]


def graded(day: Any = -8, *, classes: str = "IV", ai: Any = None, ci: Any = None, **grades: Any) -> Any:
    """Return a biopsy with grades, by default without a reported index."""
    return biopsy(day, classes, ai, ci, **grades)
