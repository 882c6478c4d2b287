"""What keeps a request from meeting its criteria, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lnreview.review.finding import Status
from lnreview.review.policy.result import Criterion
from lnreview.review.policy.truth import opposite


def blocking(root: Criterion) -> tuple[Criterion, ...]:
    """Return what keeps the root from being met: documented failures before gaps, shallow before deep, nearest first.

    Numbers go by their distance from the limit as a share of it; what has no number comes after those that have.
    """
    found: dict[str, tuple[bool, int, bool, Decimal, int, Criterion]] = {}
    for order, (item, failed, depth) in enumerate(_blocks(root, "met", 0)):
        far = item.distance
        found.setdefault(item.id, (not failed, depth, far is None, far or Decimal(0), order, item))
    return tuple(entry[-1] for entry in sorted(found.values(), key=lambda entry: entry[:-1]))


def _blocks(item: Criterion, wanted: Status, depth: int) -> Iterator[tuple[Criterion, bool, int]]:
    """Yield what keeps a criterion from having the answer wanted, whether it is documented, and how deep it stands."""
    now = item.effective
    if now == wanted:
        return
    if item.rule == "leaf" or (item.note is not None and item.note.status):
        yield item, now == opposite(wanted), depth
    elif item.rule == "not":
        # What is turned round stands no deeper than the rule that turns it.
        yield from _blocks(item.children[0], opposite(wanted), depth)
    elif item.rule == "if":
        condition, then, other = item.children
        if condition.effective == "not-documented":
            yield condition, False, depth + 1
            chosen: tuple[Criterion, ...] = (then, other)
        else:
            chosen = (then,) if condition.effective == "met" else (other,)
        for child in chosen:
            yield from _blocks(child, wanted, depth + 1)
    else:
        for child in item.children:
            yield from _blocks(child, wanted, depth + 1)
