"""The page after the verdict: what can be done, what stands in its way here, and the plan of care."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from lnreview.desktop.language import tr
from lnreview.desktop.names import VERDICT_NAMES
from lnreview.desktop.pages.walk.details import Details
from lnreview.desktop.pages.walk.finding import add_stale
from lnreview.desktop.pages.walk.options import OptionsView
from lnreview.desktop.widgets.link import Fold
from lnreview.desktop.widgets.prose import Goto, column, gap, heading, muted, prose, title
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Review
from lnreview.review.walk import PLACES, StepState


def plan_view(review: Review, guideline: Guideline, state: StepState, book: Goto, folds: Details) -> QWidget:
    """Return the centre of the page for options and plan; the tables of the plan follow it."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(
        muted(
            tr("Step {number} of {count} · Options and plan").format(
                number=PLACES.index(state.step) + 1, count=len(PLACES)
            )
        )
    )
    lines.addWidget(title(tr("What can be done, and what has to be watched?")))
    gap(lines, 8)
    verdict = tr(VERDICT_NAMES[review.verdict])
    lines.addWidget(
        prose(
            tr("After the verdict “{verdict}”: {leads_to}").format(verdict=verdict, leads_to=review.leads_to)
        )
    )
    if review.reassess_on is not None:
        lines.addWidget(
            prose(tr("Reassess on {reassess_on}.").format(reassess_on=review.reassess_on.isoformat()))
        )
    add_stale(lines, state)
    gap(lines)
    if not review.options:
        lines.addWidget(heading(tr("Options")))
        lines.addWidget(muted(tr("No treatment option follows from this verdict.")))
        return holder
    is_open = folds.is_open("options")
    fold = Fold(
        tr("Options, {count} in their order").format(count=len(review.options)),
        is_open,
        tr("Shows or hides the options."),
    )
    fold.setObjectName("foldOptions")
    options = OptionsView(guideline, review.options, book)
    if not is_open:
        options.hide()  # and never shown before it has a parent: it would be a window
    fold.toggled.connect(options.setVisible)
    fold.toggled.connect(lambda on: folds.remember("options", on))
    lines.addWidget(fold)
    lines.addWidget(options)
    return holder
