"""What a conference decides: filled from the record where it was recorded, else lines to write on."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import ConferenceItem
from lnreview.letters.document import Block, Column, Heading, Table, Words, plain

BLANK = "_" * 34
_SHORT = "_" * 12
_MOST_BLANK = 2
"""Empty lines that a part holds where nothing was recorded."""


def questions(case: Case) -> tuple[str, ...]:
    """Return the questions to the conference, in their order."""
    return tuple(item.words for item in _of(case, "question"))


def captured(case: Case, *, names: bool) -> tuple[Block, ...]:
    """Return decision, dissent and follow-up with owner and due date; `names` false leaves the owners out."""
    columns = (
        (Column("", 0.14), Column("In words", 0.5), Column("Owner", 0.2), Column("Due", 0.16))
        if names
        else (Column("", 0.16), Column("In words", 0.64), Column("Due", 0.2))
    )
    rows: list[tuple[Words, ...]] = []
    for kind, label in (("decision", "Decision"), ("dissent", "Dissent")):
        found = _of(case, kind)
        rows += [_row(label, item, names) for item in found] or [_blank(label, names)]
    follow = (*columns[:-1], columns[-1], Column("Done", 0.14))
    later: list[tuple[Words, ...]] = [
        (*_row(str(number), item, names), plain(str(item.done_on or "open")))
        for number, item in enumerate(_of(case, "follow-up"), start=1)
    ]
    if not later:
        later = [(*_blank(str(number + 1), names), plain(_SHORT[:8])) for number in range(_MOST_BLANK)]
    return (
        Heading("Outcome"),
        Table(columns, tuple(rows)),
        Heading("Follow-up", 2),
        Table(follow, tuple(later)),
    )


def _of(case: Case, kind: str) -> tuple[ConferenceItem, ...]:
    return tuple(item for item in case.conference_items if item.kind == kind and item.words.strip())


def _row(label: str, item: ConferenceItem, names: bool) -> tuple[Words, ...]:
    owner = (plain(item.owner or _SHORT),) if names else ()
    return (plain(label), plain(item.words), *owner, plain(str(item.due_on or _SHORT)))


def _blank(label: str, names: bool) -> tuple[Words, ...]:
    owner = (plain(_SHORT),) if names else ()
    return (plain(label), plain(BLANK), *owner, plain(_SHORT))
