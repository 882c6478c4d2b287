"""Maintenance: which drug, how long, and down to which dose of glucocorticoid, each by who says so, with its day on this record."""

from __future__ import annotations

from lnreview.case.dates import Span
from lnreview.guideline.reference import Fact
from lnreview.review.assess import Assessment
from lnreview.review.detail.due import after, told
from lnreview.review.detail.facts import cited, fact, numbers
from lnreview.review.detail.held import running
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Evidence, Missing
from lnreview.review.regimens import drug_name

_DRUG = ("maintenance-drug-kdigo", "maintenance-drug-eular")
_GLUCOCORTICOID = ("maintenance-gc-acr", "maintenance-gc-eular-2019", "maintenance-gc-eular-2023")
_NO_RESPONSE = "counts from a response, which is not documented in this episode"


def maintenance(view: Assessment) -> Table | None:
    """Return what each source says of maintenance, with the day that follows on this record; `None` before any treatment."""
    start = first_start(view)
    if not view.present:
        return None
    rows = [_plain(view, name) for name in _DRUG]
    rows += [
        _counted(view, "maintenance-duration-kdigo", start, "start of treatment", "not before"),
        _counted(view, "maintenance-duration-eular", last_response(view), "response", "not before"),
        _plain(view, "maintenance-duration-acr", "from when it counts was not read"),
        _counted(
            view,
            "maintenance-gc-stop",
            last_response(view, complete=True),
            "complete response",
            "considered from",
        ),
    ]
    rows += [_glucocorticoid(view, name, start) for name in _GLUCOCORTICOID]
    rows.append(_plain(view, "maintenance-targets"))
    kept = tuple(row for row in rows if row is not None)
    return Table(
        "maintenance",
        "Maintenance, by source",
        "plan",
        (Column("Source"), Column("What"), Column("Said"), Column("On this record")),
        kept,
        "Sources differ in how long they ask for; each is counted from what this record holds.",
        "A day is the earliest that the source allows, not an order to stop. A loss of the response begins a new count.",
        () if start else (Missing("when the first regimen of this episode began", "The total duration counts from it.", "dosing", "courses"),),
    ) if kept else None  # fmt: skip


def first_start(view: Assessment) -> Span | None:
    """Return when the first regimen of the present episode began, or `None` when no start has a day."""
    starts = [line.regimen.start for line in view.present if line.regimen.start is not None]
    return min(starts, key=lambda span: span.earliest) if starts else None


def last_response(view: Assessment, *, complete: bool = False) -> tuple[Span, Evidence] | None:
    """Return when the response of this episode that was not lost was reached (the complete one, if asked), with its evidence."""
    lost = view.course.last_loss
    for item in reversed(view.course.reached):
        if item.when is None or (complete and item.grade != "complete"):
            continue
        if lost is not None and (lost.when is None or lost.when.latest >= item.when.earliest):
            return None
        first = _first_of_its_run(view, item.when, complete=complete)
        return first or (item.when, item.evidence)
    return None


def _first_of_its_run(view: Assessment, until: Span, *, complete: bool) -> tuple[Span, Evidence] | None:
    """Return the first response of the present episode that holds up to a day: from there the time is counted."""
    began = view.course.began
    for item in view.course.reached:
        if item.when is None or item.when.middle > until.middle or (complete and item.grade != "complete"):
            continue
        lost_since = any(
            loss.when is None or item.when.earliest <= loss.when.latest for loss in view.course.losses
        )
        if not lost_since and (began is None or item.when.latest >= began.earliest):
            return item.when, item.evidence
    return None


def _source(view: Assessment, said: Fact) -> str:
    found = view.ctx.guideline.criteria.get(said.source)
    return found.name if found else said.source


def _plain(view: Assessment, name: str, on_record: str = "") -> Row | None:
    said = fact(view.ctx.guideline, name)
    if said is None:
        return None
    return Row((_source(view, said), said.name, said.text, on_record), how=said.text, citations=cited(said),
               parameters=numbers(view.ctx.guideline, said))  # fmt: skip


def _counted(
    view: Assessment, name: str, base: Span | tuple[Span, Evidence] | None, what: str, lead: str
) -> Row | None:
    """Return a duration with the day that it leads to, counted from a start or from a response."""
    said = fact(view.ctx.guideline, name)
    if said is None:
        return None
    when, evidence = (base[0], (base[1],)) if isinstance(base, tuple) else (base, ())
    if when is None:
        shown = _NO_RESPONSE if "response" in what else "the start of treatment has no day on record"
    else:
        due = after(when, view.ctx.guideline[said.parameters[0]])
        shown = f"{lead} {told(view.ctx, due)} ({what} {when})"
    return Row((_source(view, said), said.name, said.text, shown), how=f"Counted from the {what}.", evidence=evidence,
               citations=cited(said), parameters=numbers(view.ctx.guideline, said))  # fmt: skip


def _glucocorticoid(view: Assessment, name: str, start: Span | None) -> Row | None:
    """Return a target of glucocorticoid with its day, beside the dose that runs as written; the two are not compared here."""
    said = fact(view.ctx.guideline, name)
    if said is None:
        return None
    months = next((part for part in numbers(view.ctx.guideline, said) if part.unit == "mo"), None)
    parts = []
    if months is not None and start is not None:
        parts.append(f"by {told(view.ctx, after(start, months))} (this episode treated from {start})")
    now = list(running(view, group="glucocorticoid"))
    evidence = tuple(
        view.ctx.evidence(item, drug_name(view.ctx, item), item.dose, "", item.start) for item in now
    )
    doses = ", ".join(
        f"{drug_name(view.ctx, item)} {item.dose} {item.frequency}".strip() for item in now if item.dose
    )
    parts.append(f"running: {doses}" if doses else "no running dose is documented")
    return Row((_source(view, said), said.name, said.text, "; ".join(parts)), how=said.text, evidence=evidence,
               citations=cited(said), parameters=numbers(view.ctx.guideline, said))  # fmt: skip
