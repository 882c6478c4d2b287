"""What comes out when a request is held against a plan's policy: a tree of criteria, an outcome, what blocks it.

Shapes only. A criterion is met, not met or not documented; the outcome supports or refers and is never a denial.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from lnreview.review.finding import Evidence, Status
from lnreview.review.policy.truth import joined

if TYPE_CHECKING:
    from lnreview.case.paperwork import CriterionNote
    from lnreview.guideline.packs import PayerPack
    from lnreview.guideline.parts import VerificationStatus

Rule = Literal["leaf", "all", "any", "n-of", "not", "if"]
"""How a criterion is put together: a question to the record, or a rule over other criteria."""

PolicyOutcome = Literal["meets-criteria", "pend", "refer-to-physician"]
"""All criteria met; something is not documented; a criterion is not met. There is no fourth."""

OUTCOME_NAMES: dict[PolicyOutcome, str] = {
    "meets-criteria": "Meets criteria",
    "pend": "Pend with list",
    "refer-to-physician": "Refer to physician",
}

EXCEPTION = "The reviewer judges otherwise; an exception from a criterion that is not met is for a physician."
"""Said wherever a judgement stands against a documented failure."""


@dataclass(frozen=True)
class Criterion:
    """A criterion of a policy as it stands on this record, with the criteria below it."""

    id: str
    """Unique in its pack; stable across versions of the pack, because comments hang on it."""
    words: str
    """The criterion in plain words."""
    rule: Rule
    status: Status
    """As computed from the record."""
    because: str
    """One plain sentence."""
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""
    """What would settle it, as a noun phrase; empty unless it is a leaf that is not documented."""
    accepts: str = ""
    """Which evidence settles it: type of document and range of dates."""
    place: str = ""
    """List or part of the case where it is entered (`labs`, `request`, …)."""
    entry: str = ""
    """Id of the entry, or name of the field."""
    needed: int = 0
    """Of an n-of rule: how many of the criteria below have to be met."""
    exclusion: bool = False
    """Whether it rules the request out when the fact it asks about is present: it is then met when the fact is absent."""
    change: str = ""
    """What would change its status, in a sentence; empty where it is met."""
    children: tuple[Criterion, ...] = ()
    note: CriterionNote | None = None
    """The reviewer's comment and judgement, where there are any."""
    distance: Decimal | None = None
    """How far a number lies from its limit, as a share of the limit; `None` where there is no such number."""
    source: str = ""
    """Where the criterion was read."""
    source_status: VerificationStatus = "unverified"
    """How far the criterion may be trusted."""

    @property
    def effective(self) -> Status:
        """The status that counts: the reviewer's judgement where there is one, on this criterion or on those below it."""
        if self.note and self.note.status:
            return self.note.status
        if self.rule == "leaf":
            return self.status
        return joined(self.rule, [child.effective for child in self.children], self.needed)

    def walk(self) -> Iterator[Criterion]:
        """Yield this criterion and all below it, in the order in which they are read."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Criterion]:
        """Yield the questions to the record, in the order in which they are read."""
        return (item for item in self.walk() if item.rule == "leaf")


@dataclass(frozen=True)
class PolicyReview:
    """A request held against one version of one pack."""

    pack: PayerPack
    tree: Literal["initial", "continuation"]
    root: Criterion
    outcome: PolicyOutcome
    """From the effective statuses; a judgement makes no exception from what the record documents as not met."""
    computed: PolicyOutcome
    """From the computed statuses, without the reviewer's judgements."""
    blocking: tuple[Criterion, ...]
    """The leaves that keep the root from being met: documented failures before gaps, shallow before deep."""
    cautions: tuple[str, ...]
    """What has to be said of the pack itself: an example, undated, older than the label, not in force on the day."""

    @property
    def exception_wanted(self) -> bool:
        """Whether the reviewer judges otherwise than a documented failure: the exception is for a physician."""
        return self.root.status == "not-met" and self.root.effective != "not-met"

    @property
    def untouched(self) -> tuple[Criterion, ...]:
        """The leaves that the reviewer has not looked at yet."""
        return tuple(leaf for leaf in self.root.leaves() if not (leaf.note and leaf.note.seen))
