"""Until when an appeal can be filed, the renewal of an authorization, and the changes of recorded days, as blocks.

Each day stands with its regime and how far it was verified; every change of a recorded day with who, when and why.
"""

from __future__ import annotations

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
from lnreview.review.denial import AppealClock, Filing
from lnreview.review.finding import Evidence, sentence
from lnreview.review.renewal import Comparison, Renewal
from lnreview.review.workflow import Modification, written

_MODIFIED = (
    Column("What", 0.14), Column("Before", 0.17), Column("Now", 0.17), Column("Who", 0.14), Column("Recorded", 0.14),
    Column("Why", 0.24),
)  # fmt: skip
_COMPARED = (
    Column("Measure", 0.16), Column("Before treatment", 0.28), Column("Latest", 0.28), Column("Change", 0.28),
)  # fmt: skip


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
