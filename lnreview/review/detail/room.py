"""Who should be in the room when this patient is decided on, and why: reasons are read from the record only."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.review.assess import Assessment
from lnreview.review.detail.people import BARRIERS, barriers, wishes_pregnancy
from lnreview.review.detail.question import listed
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Evidence
from lnreview.review.tissue import latest as latest_tissue


def room(view: Assessment) -> tuple[Table, ...]:
    """Return who should take part, with the reason and whether the record names them; no table where nothing says so."""
    rows = tuple(_rows(view))
    if not rows:
        return ()
    return (
        Table(
            "who-decides",
            "Who should be in the room, and why",
            "plan",
            (Column("Who"), Column("Why, from the record"), Column("Takes part")),
            rows,
            "Reasons are read from this record only.",
        ),
    )


def _rows(view: Assessment) -> Iterator[Row]:
    team = view.ctx.case.person.team
    named: dict[str, Row] = {}
    for who, why, evidence in _reasons(view):
        row = named.get(who)
        reasons = why if row is None else f"{row.cells[1]} {why}"
        shown = evidence if row is None else (*row.evidence, *evidence)
        named[who] = Row(
            (_name(who), reasons, "yes" if who in team else "not named on record"),
            evidence=tuple(dict.fromkeys(shown)),
        )
    yield from named.values()
    for who in team:
        if who not in named:
            yield Row((_name(who), "", "yes"))


def _reasons(view: Assessment) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Yield who should take part, each with the reason that the record gives."""
    for biopsy in latest_tissue(view.ctx):
        lacking = [
            name
            for name, held in (
                ("the class", biopsy.classes or biopsy.class_text),
                ("the activity index", biopsy.activity_index is not None or biopsy.activity_text),
                ("the chronicity index", biopsy.chronicity_index is not None or biopsy.chronicity_text),
            )
            if not held
        ]
        if lacking and biopsy.proves_ln is not False:
            shown_as = view.ctx.evidence(biopsy, "kidney biopsy", biopsy.class_text, "", biopsy.taken_on)
            yield (
                "pathology",
                f"A second look at the tissue: the record lacks {', '.join(lacking)}.",
                (shown_as,),
            )
    suspected = [item for item in view.alternatives if not item.documented]
    for item in suspected:
        yield "pathology", f"Suspected, not documented: {item.name}.", item.evidence
    for item in view.alternatives:
        if "microangiopathy" in item.name.casefold():
            yield "haematology", f"On record or suspected: {item.name}.", item.evidence
    if wishes_pregnancy(view):
        shown = tuple(
            view.ctx.evidence(item, "pregnancy", item.status.replace("-", " "), "", item.since)
            for item in view.ctx.pregnancies if item.status in ("planning", "pregnant")
        )  # fmt: skip
        yield "obstetrics", "A pregnancy is wished for, planned or present.", shown
    latest = view.latest
    if latest is not None and latest.adherence.effective != "met":
        yield "pharmacy", f"Adherence: {latest.adherence.because}", latest.adherence.evidence
    for name, shown_as in barriers(view):
        if name in ("cost", "access", "language", "work-or-care"):
            yield "social-work", f"Barrier on record: {BARRIERS[name]}.", (shown_as,)
        if name == "low-mood":
            yield "psychology", "Barrier on record: low mood.", (shown_as,)
    infections = [
        finding
        for option in listed(view)
        for finding in option.safety
        if finding.status in ("stop", "caution") and ("hepatitis" in finding.id or "infection" in finding.id)
    ]
    for finding in infections[:1]:
        yield "infectious-diseases", finding.because, finding.evidence


def _name(who: str) -> str:
    return who.replace("-", " ").capitalize()
