"""Who names a therapy after a verdict, and in which regimen of the record it was given."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.guideline.model import Naming, Therapy
from lnreview.review.assess import Assessment, Line
from lnreview.review.finding import Verdict
from lnreview.review.regimens import is_running

_MAINTAINED = ("maintenance", "follow-on", "supportive", "other-disease")
REFRACTORY: tuple[Verdict, ...] = ("refractory", "multirefractory")


def rung(view: Assessment) -> str:
    """Return whether the latest regimen was dual (one immunosuppressant beside glucocorticoid) or triple; empty if unknown."""
    latest = view.latest
    if latest is None:
        return ""
    classes = given_together(view, latest)
    if not classes or "" in classes:
        return ""
    return "dual" if len(classes) == 1 else "triple"


def naming_of(view: Assessment, therapy: Therapy, verdict: Verdict) -> tuple[Naming, ...]:
    """Return who names a therapy after a verdict other than refractory disease, on the rung that this record shows."""
    now = rung(view)
    return tuple(
        item
        for item in therapy.naming
        if verdict in item.verdicts and (item.after == "any" or item.after == now)
    )


def named_here(view: Assessment, therapy: Therapy, verdict: Verdict) -> bool:
    """Say whether the criteria set in use names a therapy for a verdict."""
    chosen = view.ctx.criteria.id
    if verdict in REFRACTORY:
        return verdict in therapy.for_verdicts and chosen in therapy.named_by
    return any(item.by == chosen for item in naming_of(view, therapy, verdict))


def other_sets(view: Assessment, therapy: Therapy, verdict: Verdict) -> Iterator[str]:
    """Yield the other criteria sets that name a therapy for a verdict."""
    chosen = view.ctx.criteria.id
    by = therapy.named_by if verdict in REFRACTORY else tuple(n.by for n in naming_of(view, therapy, verdict))
    if verdict in REFRACTORY and verdict not in therapy.for_verdicts:
        by = ()
    return (name for name in by if name != chosen)


def given_together(view: Assessment, line: Line) -> tuple[str, ...]:
    """Return the immunosuppressant classes that ran together in a regimen: what it brought in and what ran on."""
    beside = (view.ctx.drug_class(course) for course in line.regimen.background)
    return tuple(dict.fromkeys((*line.regimen.classes, *beside)))


def means_here(view: Assessment, therapy: Therapy, *lines: Line) -> bool:
    """Whether regimens hold the very drug that a therapy means, where its class alone does not say it."""
    drugs = {
        drug.id
        for line in lines
        for course in line.regimen.everything
        if (drug := view.ctx.drug(course.drug))
    }
    return not therapy.drugs or bool(drugs & set(therapy.drugs))


def ran_at_loss(view: Assessment, therapy: Therapy, verdict: Verdict) -> bool:
    """Whether a therapy was running as induction when a response was lost, and still runs."""
    if verdict != "relapse" or not therapy.drug_classes:
        return False
    loss = view.course.last_loss
    running = [
        course
        for course in view.ctx.case.courses
        if is_running(view.ctx, course) is True
        and course.role not in _MAINTAINED
        and (loss is None or loss.when is None or (start := view.ctx.span(course.start)) is None
             or start.earliest <= loss.when.earliest)
    ]  # fmt: skip
    classes = {view.ctx.drug_class(course) for course in running}
    drugs = {drug.id for course in running if (drug := view.ctx.drug(course.drug))}
    return set(therapy.drug_classes) <= classes and (not therapy.drugs or bool(drugs & set(therapy.drugs)))
