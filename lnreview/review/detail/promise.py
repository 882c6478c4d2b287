"""What may be promised: response rates of the options, each beside the patients in whom it was found.

A rate of active disease is never told as one of refractory disease, and no rate of a population is a patient's chance.
"""

from __future__ import annotations

from lnreview.review.assess import Assessment
from lnreview.review.detail.facts import cited, study
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.options import options
from lnreview.review.verdict import decide


def promise(view: Assessment) -> tuple[Table, ...]:
    """Return the rates of the therapies that are options after the verdict, with the general opinion first."""
    ctx = view.ctx
    verdict, _ = decide(view, {override.step: override for override in ctx.case.overrides})
    offered = {option.therapy for option in options(view, verdict)}
    rows = [
        Row(
            (item.name, item.text, item.use, study(ctx.guideline, item.source)),
            None,
            item.misuse,
            (),
            cited(item),
        )
        for item in ctx.guideline.facts
        if item.topic == "response-ceiling" and (not item.drugs or offered & set(item.drugs))
    ]
    if not any(item.drugs and offered & set(item.drugs) for item in ctx.guideline.facts if item.topic == "response-ceiling"):  # fmt: skip
        return ()
    return (
        Table(
            "what-may-be-promised", "What may be promised", "plan",
            (Column("Treatment"), Column("Result"), Column("In whom"), Column("Study")), tuple(rows),
            "Rates of whole groups, beside the groups in which they were found.",
            "A population figure is not this patient's chance. A rate found in active, not refractory, disease says nothing of "
            "disease that did not respond to two regimens.",
        ),
    )  # fmt: skip
