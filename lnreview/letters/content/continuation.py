"""A request to go on: when the authorization ends, and each measure before treatment against now, with both days."""

from __future__ import annotations

from dataclasses import replace

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.content import policy
from lnreview.letters.content.clocks import renewal_blocks
from lnreview.letters.document import Block, Heading
from lnreview.review.finding import Evidence, Review
from lnreview.review.renewal import Comparison, renewal

TITLE = "Continuation"


def continuation(case: Case, review: Review, guideline: Guideline) -> tuple[Block, ...]:
    """Return what a plan asks of a renewal; nothing where the request is not one."""
    if case.request.start != "continuation":
        return ()
    held, _ = policy.applied(case, review, guideline)
    length = (held.pack.duration_renewal or held.pack.duration_initial) if held else ""
    found = renewal(case, guideline, review.as_of.written, pack_duration=length)
    rows = tuple(_printed(case, row) for row in found.rows)
    return (Heading(TITLE, fixed=True), *renewal_blocks(replace(found, rows=rows)))


def _printed(case: Case, row: Comparison) -> Comparison:
    """Return a comparison without the values that the signer leaves out, and without the change that they show."""
    before, now = _shown(case, row.before), _shown(case, row.now)
    if (before, now) == (row.before, row.now):
        return row
    return replace(row, before=before, now=now, change="", why_not=told.WITHHELD)


def _shown(case: Case, value: Evidence | None) -> Evidence | None:
    return value if value and told.shown_evidence(case, (value,)) else None
