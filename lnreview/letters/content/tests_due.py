"""The checklist before a conference: each test that the group will ask for, current, stale or missing.

A result is current by the age limit of the criteria set in use; a screen that must be negative has no age limit in the
pack and is then only on record. No other limit is applied.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case import analytes
from lnreview.case.records import LabResult
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters.content import words
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Column, Heading, Paragraph, Run, Table, Words, plain
from lnreview.review.assess import Assessment
from lnreview.review.detail.schedule import monitoring

CURRENT, STALE, MISSING, HELD = "✓ current", "! stale", "◌ missing", "✓ on record"
"""State of a test, with a shape."""

_DISEASE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Proteinuria (UPCR or 24 h)", analytes.PROTEINURIA),
    ("Creatinine or eGFR", ("creatinine", "egfr")),
    ("Urine sediment", ("urine-sediment",)),
    ("Serum albumin", ("albumin",)),
    ("C3", ("c3", "complement")),
    ("C4", ("c4", "complement")),
    ("Anti-dsDNA", ("anti-dsdna",)),
)
_AGELESS = ("screen", "hepatitis-b")
"""Kinds of safety rules whose results count at any age: the pack holds no limit for them."""


def checklist(
    view: Assessment, guideline: Guideline, therapies: tuple[Therapy, ...], citer: Citer
) -> tuple[Block, ...]:
    """Return the table of tests with the age limit that was applied, and what monitoring is due beside it."""
    limit = view.ctx.criteria["current-months"]
    rows = [_row(view, name, names, aged=True) for name, names in _DISEASE]
    asked = _asked(therapies)
    rows += [_row(view, analytes.name(name), (name,), aged=aged) for name, aged in asked.items()]
    rows.append(_pressure(view))
    columns = (
        Column("Test", 0.3),
        Column("Latest result", 0.36),
        Column("Date", 0.17),
        Column("State", 0.17),
    )
    told: Words = (
        Run("Current: not older than "),
        *citer.fact(words.limit(limit), limit),
        Run(". A screen has no age limit in the pack; it is on record or missing."),
    )
    blocks: list[Block] = [
        Heading("Before the meeting"),
        Table(columns, tuple(rows)),
        Paragraph(told, "note"),
    ]
    due = monitoring(view)
    if due is not None and due.rows:
        cells = (
            Column("Monitoring", 0.34),
            Column("Last", 0.17),
            Column("Next", 0.26),
            Column("State", 0.23),
        )
        blocks.append(Heading("Monitoring that is due", 2))
        blocks.append(
            Table(
                cells,
                tuple(
                    (
                        (Run(row.cells[0], marks=citer.marks(*row.citations)),),
                        *(plain(text or "–") for text in row.cells[2:]),
                    )
                    for row in due.rows
                ),
            )
        )
    return tuple(blocks)


def _asked(therapies: tuple[Therapy, ...]) -> dict[str, bool]:
    """Return the analytes that the safety rules of the treatments ask for, and whether their age counts."""
    told = {name for _, names in _DISEASE for name in names}
    found: dict[str, bool] = {}
    for therapy in therapies:
        for rule in therapy.safety:
            names = ("hbsag", "anti-hbc") if rule.kind == "hepatitis-b" else rule.analytes
            names = ("igg",) if rule.kind == "igg" else names
            for name in names:
                known = analytes.find(name)
                key = known.id if known else name
                if key not in told:
                    found[key] = found.get(key, False) or rule.kind not in _AGELESS
    return found


def _row(view: Assessment, name: str, names: tuple[str, ...], *, aged: bool) -> tuple[Words, ...]:
    lab = _latest(view, names)
    if lab is None:
        return plain(name), plain("–"), plain("–"), plain(MISSING)
    current = view.ctx.is_current(view.ctx.span(lab.collected_on))
    state = (CURRENT if current else STALE) if aged else HELD
    return plain(name), plain(words.lab_words(lab)), plain(words.dated(lab.collected_on)), plain(state)


def _latest(view: Assessment, names: tuple[str, ...]) -> LabResult | None:
    """Return the latest result of some analytes that holds one."""
    found = [
        lab for lab in _known(view, names) if lab.quantity or lab.interpretation or lab.words or lab.findings
    ]
    return found[-1] if found else None


def _known(view: Assessment, names: tuple[str, ...]) -> Iterator[LabResult]:
    wanted = {known.id for name in names if (known := analytes.find(name))}
    for lab in view.ctx.case.labs:
        known = analytes.find(lab.analyte)
        if known and known.id in wanted:
            yield lab


def _pressure(view: Assessment) -> tuple[Words, ...]:
    found = view.ctx.case.blood_pressures
    if not found:
        return plain("Blood pressure"), plain("–"), plain("–"), plain(MISSING)
    last = found[-1]
    current = view.ctx.is_current(view.ctx.span(last.measured_on))
    told = f"{last.systolic}/{last.diastolic} mmHg"
    return (
        plain("Blood pressure"),
        plain(told),
        plain(words.dated(last.measured_on)),
        plain(CURRENT if current else STALE),
    )
