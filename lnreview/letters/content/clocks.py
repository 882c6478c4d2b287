"""The clocks of a determination, and the renewal of an authorization, as blocks for a worksheet or an information request.

Each due time stands with its regime, whether it is final or only proposed, and how far it was verified; every change of
a recorded day stands with who, when and why.
"""

from __future__ import annotations

from collections import Counter

from lnreview.guideline.clocks import Clock
from lnreview.guideline.parts import VerificationStatus
from lnreview.letters.content.citations import STATUS_NOTES
from lnreview.letters.content.words import NOT_DOCUMENTED
from lnreview.letters.document import (
    Block,
    BulletList,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
)
from lnreview.review.clock import amount
from lnreview.review.denial import AppealClock, Filing
from lnreview.review.determination import ClockState, DeterminationState
from lnreview.review.finding import Evidence, sentence
from lnreview.review.renewal import Comparison, Renewal
from lnreview.review.workflow import DatedStep, Modification, written

_MODIFIED = (
    Column("What", 0.14), Column("Before", 0.17), Column("Now", 0.17), Column("Who", 0.14), Column("Recorded", 0.14),
    Column("Why", 0.24),
)  # fmt: skip
_COMPARED = (
    Column("Measure", 0.16), Column("Before treatment", 0.28), Column("Latest", 0.28), Column("Change", 0.28),
)  # fmt: skip


def clock_lines(state: DeterminationState) -> tuple[Block, ...]:
    """Return where a determination stands: receipt, every clock with its due time, what is missing, changed days."""
    pairs: list[tuple[str, Words]] = [
        ("Status", (Run(state.status_words, "strong"),)),
        ("Received", _day(state.received)),
        ("Due", _lead(state)),
    ]
    if state.decided.original is not None:
        pairs.append(("Decided", _day(state.decided)))
    if state.notified.original is not None:
        pairs.append(("Notified", _day(state.notified)))
    if state.open_items:
        pairs.append(("Awaited", plain("; ".join(state.open_items))))
    blocks: list[Block] = [KeyValues(tuple(pairs))]
    times = Counter(note for clock in state.clocks for note in clock.due.notes)
    for clock in state.clocks:
        blocks += _clock(clock, tuple(note for note in clock.due.notes if times[note] == 1))
    shared = tuple(note for note, count in times.items() if count > 1)
    if shared:
        blocks.append(Paragraph(plain(f"For several of these clocks: {' '.join(shared)}"), "note"))
    if state.missing:
        blocks.append(Paragraph(plain(f"Would settle the due time: {'; '.join(state.missing)}."), "note"))
    if state.cautions:
        blocks.append(BulletList(tuple(plain(text) for text in state.cautions)))
    return (*blocks, *modified(state.modifications))


def information_clock(state: DeterminationState) -> tuple[Block, ...]:
    """Return the short form for an information request: receipt, regime, due time; nothing has been decided by it."""
    pairs: list[tuple[str, Words]] = [("Received", _day(state.received))]
    for clock in state.clocks:
        if clock.leads or clock.clock.stage == "proposed":
            pairs.append((_title(clock.clock), (*_due(clock), *_badge(clock.clock.status))))
    if not any(clock.leads for clock in state.clocks):
        pairs.append(("Due", ()))
    return (KeyValues(tuple(pairs)),)


def modified(changes: tuple[Modification, ...]) -> tuple[Block, ...]:
    """Return every change of a recorded day as a table under its heading; nothing where there is none."""
    if not changes:
        return ()
    rows = tuple(
        tuple(
            plain(text)
            for text in (
                change.what, change.old, change.new, change.by or NOT_DOCUMENTED,
                written(change.recorded, change.recorded_at), change.why or NOT_DOCUMENTED,
            )
        )
        for change in changes
    )  # fmt: skip
    return (Heading("Changes of recorded days", 2), Table(_MODIFIED, rows))


def appeal_lines(appeal: AppealClock) -> tuple[Block, ...]:
    """Return until when an appeal can be filed: as printed and by regime, with what they differ in."""
    pairs: list[tuple[str, Words]] = [
        ("Last day, as printed", plain(str(appeal.printed) if appeal.printed else "")),
        *((f"Last day, {filing.clock.name}", _filing(filing)) for filing in appeal.by_regime),
    ]
    for due in appeal.decision:
        words = plain(f"{due}, counted from filing")
        pairs.append((f"Decision due, {due.clock.name}", (*words, *_badge(due.clock.status))))
    notes = [text for text in (appeal.conflict, *appeal.notes) if text]
    blocks: list[Block] = [KeyValues(tuple(pairs))]
    blocks += [Paragraph(plain(text), "note") for text in notes]
    if appeal.missing:
        blocks.append(Paragraph(plain(f"Would settle it: {'; '.join(appeal.missing)}."), "note"))
    return tuple(blocks)


def renewal_blocks(found: Renewal) -> tuple[Block, ...]:
    """Return the renewal of an authorization: its end, before treatment against now, what is missing or too old."""
    next_words = f"{found.next_on}: {found.next_words}" if found.next_on else ""
    pairs = (
        ("Drug", plain(found.drug)),
        ("Begun", plain(str(found.started) if found.started else "")),
        ("Approved", plain(str(found.approved) if found.approved else "")),
        ("Length", plain(found.duration)),
        ("Ends", plain(str(found.ends) if found.ends else "")),
        ("Next date", plain(next_words)),
    )
    rows = tuple(
        (plain(sentence(row.what)), _value(row.before), _value(row.now, stale=row.stale), _change(row))
        for row in found.rows
    )
    blocks: list[Block] = [KeyValues(pairs), Heading("Before treatment and now", 2), Table(_COMPARED, rows)]
    if found.missing or found.stale:
        wanted = (*found.missing, *found.stale)
        blocks += [Heading("Missing or too old", 2), BulletList(tuple(plain(text) for text in wanted))]
    return (*blocks, *(Paragraph(plain(text), "note") for text in found.notes))


def _day(step: DatedStep) -> Words:
    """Return a day as it holds now, and the first one beside it where it was changed."""
    if step.original is None or step.current is None:
        return ()
    if step.original.when == step.current.when:
        return plain(step.current.when)
    return (Run(step.current.when), Run(f" (first recorded: {step.original.when})", "quiet"))


def _lead(state: DeterminationState) -> Words:
    if state.lead is None:
        return ()
    left = f", {state.lead.remaining}" if state.lead.remaining else ""
    late = ", decided late" if state.lead.overdue and state.decided.original is not None and not left else ""
    row = state.lead.clock
    return (
        Run(f"{state.lead.due}{left}{late}", "strong"),
        Run(f" ({_title(row)})", "quiet"),
        *_badge(row.status),
    )


def _title(row: Clock) -> str:
    """Return the name of a regime, with the condition of the row."""
    return f"{row.name}, {row.when}" if row.when else row.name


def _clock(state: ClockState, notes: tuple[str, ...]) -> tuple[Block, ...]:
    row = state.clock
    stage = "final" if row.stage == "final" else "proposed, not in force"
    kind = " ".join(part for part in (row.urgency, row.request) if part != "any") or "any request"
    # What nobody verified is an editable default and no citation.
    source = "" if row.status == "unverified" else f"; {row.source}, {row.locator}"
    pairs: list[tuple[str, Words]] = [
        ("Due", _due(state)),
        ("Length", plain(f"{amount(row.length, row.unit)}, {kind}")),
        ("Rule", (Run(f"{stage}{source}"), *_badge(row.status))),
    ]
    pairs += [("Or", plain(str(other))) for other in state.due.others]
    if row.lapse:
        pairs.append(("When late", plain(row.lapse)))
    if row.notice:
        pairs.append(("Notice", plain(row.notice)))
    said = [*notes, *([state.unless] if state.unless else []), *([row.note] if row.note else [])]
    blocks: list[Block] = [Heading(_title(row), 2), KeyValues(tuple(pairs))]
    return (*blocks, *(Paragraph(plain(text), "note") for text in said))


def _due(state: ClockState) -> Words:
    words = str(state.due)
    if words == NOT_DOCUMENTED:
        return ()
    left = f", {state.remaining}" if state.remaining else ""
    proposed = " (proposed only)" if state.clock.stage == "proposed" else ""
    return (Run(f"{words}{left}{proposed}"),)


def _filing(filing: Filing) -> Words:
    if filing.last is None:
        return plain(f"{NOT_DOCUMENTED}: {filing.counted}")
    return (Run(f"{filing.last} ({filing.counted})"), *_badge(filing.status))


def _badge(status: VerificationStatus) -> Words:
    words = STATUS_NOTES[status].split(",")[0]
    return (Run(f" ({words})", "badge"),) if words else ()


def _value(value: Evidence | None, *, stale: bool = False) -> Words:
    if value is None:
        return plain(NOT_DOCUMENTED)
    number = " ".join(part for part in (value.value, value.unit) if part)
    what = f"{value.what} " if "eGFR" in value.what and value.what != "eGFR" else ""
    told = f"{what}{number} ({value.date or 'date ' + NOT_DOCUMENTED})"
    source = (Run(f", {value.source}", "quiet"),) if value.source else ()
    old = (Run(", too old", "quiet"),) if stale else ()
    return (Run(told), *source, *old)


def _change(row: Comparison) -> Words:
    return plain(row.change) if row.change else (Run(f"not claimed: {row.why_not}", "quiet"),)
