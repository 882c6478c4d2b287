"""The modified NIH indices of a biopsy: as its report gives them, or computed from its graded items.

A reported index counts before a computed one: it is the pathologist's own reading, and grades may have been copied in
part or from a table of another edition. Where both stand and disagree, that is asked about. Grades that are missing
make the computed index a range. An index that is impossible is kept as written and not used. The index of activity and
that of chronicity are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lnreview.case.quantities import shown
from lnreview.case.records import Biopsy, Grade
from lnreview.guideline.model import Guideline
from lnreview.guideline.reference import ScoreItem

IndexName = Literal["nih-activity", "nih-chronicity"]

SHORT: dict[IndexName, str] = {"nih-activity": "AI", "nih-chronicity": "CI"}
"""Names of the indices on paper."""
_REPORTED: dict[IndexName, str] = {"nih-activity": "activity_index", "nih-chronicity": "chronicity_index"}
_MAXIMUM: dict[IndexName, str] = {"nih-activity": "ai-maximum", "nih-chronicity": "ci-maximum"}


@dataclass(frozen=True)
class Range:
    """A number known to lie between two ends, both included; every comparison is three-valued."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high

    def at_least(self, limit: Decimal) -> bool | None:
        """Say whether it reaches the limit."""
        return self.low >= limit if (self.low >= limit) == (self.high >= limit) else None

    def above(self, limit: Decimal) -> bool | None:
        """Say whether it exceeds the limit."""
        return self.low > limit if (self.low > limit) == (self.high > limit) else None

    def less(self, earlier: Range) -> Range:
        """Return how much it is more than an earlier one."""
        return Range(self.low - earlier.high, self.high - earlier.low)

    def __str__(self) -> str:
        return shown(self.low) if self.exact else f"{shown(self.low)} to {shown(self.high)}"


@dataclass(frozen=True)
class Graded:
    """An item of an index with the grade that the report gives, `None` where it gives none."""

    item: ScoreItem
    grade: int | None

    @property
    def points(self) -> Range:
        """The points of the item; from none to the most where it is not graded."""
        if self.grade is not None:
            return Range(self.grade * self.item.weight, self.grade * self.item.weight)
        return Range(Decimal(0), self.most)

    @property
    def most(self) -> Decimal:
        """The most points that the item can have."""
        return self.item.maximum_grade * self.item.weight


@dataclass(frozen=True)
class Index:
    """One index of one biopsy: what the report says, what its items make, and what counts."""

    name: IndexName
    reported: Decimal | None
    """As written, possible or not."""
    maximum: Decimal
    graded: tuple[Graded, ...]

    @property
    def impossible(self) -> bool:
        """Whether the reported index lies outside its scale."""
        return self.reported is not None and not 0 <= self.reported <= self.maximum

    @property
    def computed(self) -> Range | None:
        """The sum of the items, a range where some are not graded, `None` where none is."""
        if all(entry.grade is None for entry in self.graded):
            return None
        points = [entry.points for entry in self.graded]
        return Range(sum((item.low for item in points), Decimal(0)), sum((item.high for item in points), Decimal(0)))  # fmt: skip

    @property
    def lacking(self) -> tuple[str, ...]:
        """Names of the items without a grade."""
        return tuple(entry.item.name for entry in self.graded if entry.grade is None)

    @property
    def disagrees(self) -> bool:
        """Whether the reported index is one that the graded items cannot make."""
        made = self.computed
        return self.reported is not None and made is not None and not made.low <= self.reported <= made.high

    @property
    def value(self) -> Range | None:
        """What counts: the reported index, else the computed one; `None` for an impossible one or none."""
        if self.reported is None:
            return self.computed
        return None if self.impossible else Range(self.reported, self.reported)

    def __str__(self) -> str:
        """Return the index as it stands on paper, for example “AI 9 of 24”, with how it was reached if not reported."""
        counted = self.value
        if counted is None:
            return ""
        text = f"{SHORT[self.name]} {counted} of {shown(self.maximum)}"
        if self.reported is not None:
            return text
        if counted.exact:
            return f"{text} (computed from its items)"
        return f"{text} ({len(self.graded) - len(self.lacking)} of {len(self.graded)} items graded)"


GRADED = tuple(name for name, field in Biopsy.model_fields.items() if field.annotation == Grade | None)
"""The graded items of a biopsy."""


def index(guideline: Guideline, biopsy: Biopsy, name: IndexName) -> Index:
    """Return an index of a biopsy."""
    graded: tuple[Graded, ...] = ()
    if any(getattr(biopsy, grade) is not None for grade in GRADED):  # else the items need not be read
        graded = tuple(
            Graded(item, getattr(biopsy, item.id)) for item in guideline.scores if item.index == name
        )
    return Index(name, getattr(biopsy, _REPORTED[name]), guideline.number(_MAXIMUM[name]), graded)


def highest(found: list[Range]) -> Range:
    """Return the highest of several indices, which are read together where biopsies are of one day."""
    return Range(max(item.low for item in found), max(item.high for item in found))
