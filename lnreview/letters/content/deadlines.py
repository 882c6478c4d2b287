"""Until when a request is to be decided and its gaps are to be answered, by the clock that was chosen, with its status."""

from __future__ import annotations

from datetime import date, datetime, time

from lnreview.case.model import Case
from lnreview.guideline.clocks import Clock, clocks
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import VerificationStatus
from lnreview.letters.content import progress, words
from lnreview.letters.content.clocks import modified
from lnreview.letters.document import Block, Column, Heading, Paragraph, Run, Table, plain
from lnreview.review.clock import amount, last_day
from lnreview.review.determination import DeterminationState, determination
from lnreview.review.policy.result import PolicyReview

_BADGES: dict[VerificationStatus, str] = {
    "primary": "",
    "secondary": "check against the original",
    "unverified": "not verified",
    "program-default": "program default",
}
"""What a reader is told of a length that was not read in the rule itself."""


def state(case: Case, guideline: Guideline, applied: PolicyReview | None, dated: date) -> DeterminationState:
    """Return where the determination stands at the beginning of the day of a document."""
    now = datetime.combine(dated, time())
    return determination(case, guideline, applied.outcome if applied else None, now)


def regime(case: Case, guideline: Guideline) -> str:
    """Return the regimes whose clocks were chosen, by name; empty where none was."""
    names = clocks(guideline).regimes()
    chosen = (case.determination.regime, *case.determination.other_regimes)
    return words.joined(dict.fromkeys(names.get(name, name) for name in chosen if name))


def decision_due(found: DeterminationState) -> str:
    """Return until when the decision is due by the earliest clock that applies; empty where that is not documented.

    The clock is named where there are several.
    """
    lead = found.lead
    if lead is None:
        return ""
    clock = lead.clock
    named = f"{clock.name}, " if len({item.clock.regime for item in found.clocks}) > 1 else ""
    return f"{lead.due} ({_said(f'{named}{amount(clock.length, clock.unit)}', clock.status)})"


def unsettled(found: DeterminationState) -> str:
    """Return what would settle until when the decision is due, in a sentence; empty where that is documented."""
    if found.lead is not None or not found.missing:
        return ""
    return f"Until when a decision is due is not documented; it would be settled by {words.joined(found.missing)}."


def answer_due(case: Case, found: DeterminationState, dated: date) -> str:
    """Return until when the information is awaited: as recorded, else the shortest time that the clock gives for it."""
    step = progress.last(case, "information-requested")
    if step is not None and step.event.due_on is not None:
        return str(step.event.due_on)
    for item in (found.lead, *found.clocks):
        rule = item.clock.information if item else None
        if item is None or rule is None or rule.give_at_least is None or item.clock.stage != "final":
            continue
        least = f"at least {amount(rule.give_at_least, rule.unit)}"
        basis = _said(f"{item.clock.name} gives {least} for the answer", rule.status)
        if rule.unit == "hours":
            return f"{least} from the arrival of this page ({basis})"
        return f"{last_day(dated, rule.give_at_least, rule.unit)} at the earliest ({basis})"
    return ""


def watched(found: DeterminationState) -> tuple[Block, ...]:
    """Return each clock with its length, due time and standing, what is awaited, and every change of a recorded day."""
    rows = tuple(
        (
            plain(", ".join(part for part in (item.clock.name, item.clock.when) if part)),
            plain(amount(item.clock.length, item.clock.unit)),
            (Run(str(item.due), "strong" if item is found.lead else "plain"),),
            plain(" ".join(part for part in (_rule(item.clock), item.unless) if part)),
        )
        for item in found.clocks
    )
    columns = (Column("Clock", 0.3), Column("Length", 0.18), Column("Due", 0.22), Column("Rule", 0.3))
    blocks: list[Block] = [Table(columns, rows)] if rows else []
    if found.open_items:
        blocks.append(Paragraph(plain(f"Awaited: {'; '.join(found.open_items)}.")))
    blocks += modified(found.modifications)
    return (Heading("Clocks", fixed=True), *blocks) if blocks else ()


def _rule(clock: Clock) -> str:
    stage = "Final" if clock.stage == "final" else "Proposed, not in force"
    return f"{_said(stage, clock.status)}."


def _said(what: str, status: VerificationStatus) -> str:
    badge = _BADGES[status]
    return f"{what}; {badge}" if badge else what
