"""How the request stands against the plan's policy: what keeps it from being met, documented failures before gaps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.model import Case, entry_lists
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.names import CRITERIA_OUTCOMES
from lnreview.desktop.widgets.prose import badge, column, heading, muted, prose, quiet_button
from lnreview.review.policy.result import Criterion, PolicyOutcome, PolicyReview
from lnreview.review.verdicts import Status

_LOOKS: dict[PolicyOutcome, str] = {
    "meets-criteria": "met",
    "pend": "not-documented",
    "refer-to-physician": "not-met",
}


def gap_statuses(policy: PolicyReview | None) -> dict[str, Status]:
    """Return how the criteria stand that a document names among its gaps, by the key of the gap."""
    if policy is None:
        return {}
    return {f"criterion:{policy.pack.id}:{item.id}": item.effective for item in policy.blocking}


def add_policy(
    lines: QVBoxLayout, case: Case, policy: PolicyReview, told: Collection[str], went: Callable[[str], object]
) -> None:
    """Add the outcome, and what blocks it and stands not among the gaps of the document already.

    `told` are the keys of those gaps; `went` takes the place of the case where a criterion is answered.
    """
    lines.addWidget(heading(tr("The plan’s policy")))
    lines.addWidget(prose(f"{policy.pack.title} ({policy.pack.id} {policy.pack.version})", "subheading"))
    look = theme.status_look(_LOOKS[policy.outcome])
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    word = tr(CRITERIA_OUTCOMES[policy.outcome])
    row.addWidget(badge(theme.StatusLook(look.shape, word, look.colour, look.dashed), holder))
    row.addStretch(1)
    lines.addWidget(holder)
    for caution in policy.cautions if f"pack:{policy.pack.id}" not in told else ():
        lines.addWidget(muted(caution))
    keys = zip(gap_statuses(policy), policy.blocking, strict=True)
    for number, item in enumerate(item for key, item in keys if key not in told):
        lines.addWidget(_row(case, item, number, went))


def _row(case: Case, item: Criterion, number: int, went: Callable[[str], object]) -> QWidget:
    holder = marked(item.effective, item.words)
    inner = holder.layout()
    assert isinstance(inner, QVBoxLayout)
    told = QVBoxLayout()
    told.setContentsMargins(theme.look().px(24), 0, 0, 0)
    told.addWidget(muted(item.because))
    if item.missing:
        told.addWidget(muted(tr("Would settle it: {missing}.").format(missing=item.missing)))
    if item.place:
        place = place_of(case, item.place, item.entry)
        button = quiet_button(
            tr("Go to field"), tr("Go to field: {words}").format(words=item.words), partial(went, place)
        )
        button.setObjectName(f"policyGo-{number}")
        told.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    inner.addLayout(told)
    return holder


def place_of(case: Case, place: str, entry: str) -> str:
    """Return the place of the case page where something is mended; an entry that is not in the case is left out."""
    if not entry:
        return place
    if place in entry_lists() and entry not in {known.id for known in getattr(case, place)}:
        return place
    return f"{place}/{entry}"


def marked(status: str, text: str) -> QWidget:
    """Return a line with the shape of a status before its words."""
    look = theme.status_look(status)
    holder = QWidget()
    lines = column(holder, spacing=0)
    row = QHBoxLayout()
    row.setSpacing(theme.look().px(8))
    mark = prose(look.shape)
    mark.setFixedWidth(theme.look().px(16))
    mark.setStyleSheet(f"color: {theme.look().colours[look.colour].name()}")
    named(mark, look.word)
    row.addWidget(mark)
    row.addWidget(prose(text), 1)
    lines.addLayout(row)
    return holder
