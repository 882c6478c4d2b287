"""What a conference decides: filled from the record where it was recorded, else lines to write on."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import ConferenceItem
from lnreview.letters.document import Block, Column, Heading, Table, Words, plain

_LINE = "\n" + "_" * 32
_SHORT = "\n" + "_" * 10
"""Lines to write on, each below a free one."""


def questions(case: Case) -> tuple[str, ...]:
    """Return the questions to the conference, in their order."""
    return tuple(item.words for item in _of(case, "question"))


def captured(case: Case, *, names: bool) -> tuple[Block, ...]:
    """Return decision, dissent and follow-up with owner and days; `names` false leaves the owners out."""
    owner = (Column("Owner", 0.19),) if names else ()
    columns = (Column("", 0.14), Column("In words", 0.42), *owner, Column("Due", 0.16), Column("Done", 0.16))
    rows: list[tuple[Words, ...]] = []
    for kind, label, blanks in (
        ("decision", "Decision", 1),
        ("dissent", "Dissent", 1),
        ("follow-up", "Follow-up", 2),
    ):
        found = _of(case, kind)
        rows += [_row(label, item, names) for item in found] or [_blank(label, names)] * blanks
    return (Heading("Outcome"), Table(columns, tuple(rows)))


def _of(case: Case, kind: str) -> tuple[ConferenceItem, ...]:
    return tuple(item for item in case.conference_items if item.kind == kind and item.words.strip())


def _row(label: str, item: ConferenceItem, names: bool) -> tuple[Words, ...]:
    owner = (plain(item.owner or _SHORT),) if names else ()
    return (
        plain(label),
        plain(item.words),
        *owner,
        plain(str(item.due_on or "–")),
        plain(str(item.done_on or "open" if item.kind == "follow-up" else item.done_on or "–")),
    )


def _blank(label: str, names: bool) -> tuple[Words, ...]:
    owner = (plain(_SHORT),) if names else ()
    return (plain(label), plain(_LINE), *owner, plain(_SHORT), plain(_SHORT))
