"""The page after the verdict: what can be done, what stands in its way here, and the plan of care."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from lnreview.desktop.pages.walk_finding import add_stale
from lnreview.desktop.pages.walk_options import OptionsView
from lnreview.desktop.pages.walk_parts import Goto, column, gap, heading, muted, prose, title
from lnreview.guideline.model import Guideline
from lnreview.review.finding import VERDICT_NAMES, Review
from lnreview.review.walk import PLACES, StepState


def plan_view(review: Review, guideline: Guideline, state: StepState, book: Goto) -> QWidget:
    """Return the centre of the page for options and plan; the tables of the plan follow it."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(muted(f"Step {PLACES.index(state.step) + 1} of {len(PLACES)} · Options and plan"))
    lines.addWidget(title("What can be done, and what has to be watched?"))
    gap(lines, 8)
    verdict = VERDICT_NAMES[review.verdict]
    lines.addWidget(prose(f"After the verdict “{verdict}”: {review.leads_to}"))
    if review.reassess_on is not None:
        lines.addWidget(prose(f"Reassess on {review.reassess_on.isoformat()}."))
    add_stale(lines, state)
    gap(lines)
    lines.addWidget(heading("Options"))
    if review.options:
        lines.addWidget(OptionsView(guideline, review.options, book))
    else:
        lines.addWidget(muted("No treatment option follows from this verdict."))
    return holder
