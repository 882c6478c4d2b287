"""What the label of voclosporin makes of each eGFR: kept, reduced, stopped, restarted. It applies to courses on record only."""

from __future__ import annotations

from lnreview.review.assess import Assessment
from lnreview.review.detail.due import after, told
from lnreview.review.detail.facts import cited, facts
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Missing
from lnreview.review.label_rule import Action, begun, given, steps_of

_SAYS: dict[Action, str] = {
    "no change": "no change of the dose",
    "reduce": "reduce by one step twice daily",
    "stop": "stop",
    "restart": "may be restarted with one step twice daily",
    "raise": "may be raised by one step twice daily",
    "wait": "not restarted: the share of the baseline is not reached",
}


def dose_rule(view: Assessment) -> Table | None:
    """Return each eGFR under voclosporin with what the label does with it; `None` where no voclosporin is on record."""
    courses = given(view)
    if not courses:
        return None
    start = begun(view, courses[-1])
    if start is None:
        return None
    stop = None if courses[-1].stop is None else view.ctx.span(courses[-1].stop)
    baseline, steps = steps_of(view, start, stop)
    pack = view.ctx.guideline
    rules = facts(pack, "label-vcs-reduce", "label-vcs-stop")
    used = tuple(
        pack[name] for name in ("vcs-egfr-rule-below", "vcs-fall-reduce", "vcs-fall-stop", "vcs-restart")
    )
    columns = (Column("Day"), Column("eGFR", number=True), Column("Below baseline, %", number=True),
               Column("The label says"), Column("Next eGFR"))  # fmt: skip
    rows = tuple(
        Row(
            (str(step.point.span), str(round(step.point.value)), str(round(step.fall)), _SAYS[step.action],
             told(view.ctx, after(step.point.span, pack["vcs-recheck-weeks"]))
             if step.action in ("reduce", "stop", "wait") and step.point.span else ""),
            how=f"Baseline {round(baseline.value)} ({baseline.span}).", evidence=(baseline.evidence(), step.point.evidence()),
            citations=cited(*rules), parameters=used,
        )
        for step in steps if baseline is not None
    )  # fmt: skip
    missing = () if baseline else (
        Missing(f"an exact eGFR within {view.ctx.number('baseline-before')} days before voclosporin",
                "The rules of the label compare with the baseline.", "dosing", "labs"),
    )  # fmt: skip
    if not rows and not missing:
        return None
    return Table(
        "voclosporin-egfr", "Voclosporin and eGFR: the rules of the label", "plan", columns, rows,
        f"Voclosporin since {start}; one step is {pack.number('vcs-step')} mg twice daily.",
        "It says what the label does with each value, not what was done; the rules hold below the eGFR that the label names.",
        missing,
    )  # fmt: skip
