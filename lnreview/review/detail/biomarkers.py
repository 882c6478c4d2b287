"""Biomarkers that the record holds, with what is known of them. Display only: none has a cut-off, none decides."""

from __future__ import annotations

from lnreview.case import analytes
from lnreview.review.assess import Assessment
from lnreview.review.detail.facts import cited, told
from lnreview.review.detail.signs import result, results
from lnreview.review.detail.table import Column, Row, Table

_PREFIX = "biomarker-"
"""What the id of a biomarker's fact begins with, before the id of its analyte."""


def biomarkers(view: Assessment) -> tuple[Table, ...]:
    """Return the values of biomarkers as written, each beside what is known of it."""
    rows = []
    for item in view.ctx.guideline.facts:
        if item.topic != "biomarker" or not item.id.startswith(_PREFIX):
            continue
        analyte = item.id.removeprefix(_PREFIX)
        for lab in results(view.ctx, analyte):
            shown = result(view.ctx, lab)
            rows.append(
                Row(
                    (analytes.name(analyte), shown.value, shown.date, told(item)), None,
                    "Shown as written; never converted between units or assays, and not judged.", (shown,), cited(item),
                )
            )  # fmt: skip
    if not rows:
        return ()
    return (
        Table(
            "biomarkers", "Biomarkers (display only)", "plan",
            (Column("Marker"), Column("Value"), Column("Date"), Column("What is known")), tuple(rows),
            note="No value of a biomarker leads to a verdict, or to an option.",
        ),
    )  # fmt: skip
