"""The acts on a determination: the possible ones as buttons, the others with the reason why they are not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.pages.decision.parts import part_name
from lnreview.desktop.widgets.button import button
from lnreview.desktop.widgets.prose import column, gap, muted
from lnreview.review.acts import Act, ActName
from lnreview.review.policy.result import PolicyOutcome

Begin = Callable[[Act], object]
_NEXT: dict[PolicyOutcome, ActName] = {
    "meets-criteria": "meets-criteria", "pend": "ask-for-information", "refer-to-physician": "send-to-physician",
}  # fmt: skip


def possible_acts(
    acts: tuple[Act, ...], outcome: PolicyOutcome | None, begin: Begin, begun: Collection[ActName] = ()
) -> QWidget:
    """Return a button for every act that is possible; the one that the outcome leads to is the accented one.

    `begun` are those of which a draft stands there.
    """
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(part_name(tr("What can be done")))
    allowed = [act for act in acts if act.allowed]
    following = following_act(allowed, outcome)
    for act in allowed:
        words = tr("{act} (draft)").format(act=tr(act.words)) if act.name in begun else tr(act.words)
        made = button(f"{words}…", f"act-{act.name}", partial(begin, act), "primary" if act is following else "")  # fmt: skip
        named(made, words, act.why)
        made.setToolTip(act.why)
        lines.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
    return holder


def other_acts(acts: tuple[Act, ...]) -> QWidget:
    """Return the acts that are not possible now, those with the same reason together above it."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(part_name(tr("What cannot be done now, and why")))
    against = sorted((act for act in acts if not act.allowed), key=lambda act: act.why)
    for why, group in groupby(against, key=lambda act: act.why):
        for act in group:
            made = button(tr(act.words), f"act-{act.name}", lambda: None)
            made.setEnabled(False)
            made.setToolTip(why)
            named(made, tr("{words}: not possible").format(words=tr(act.words)), why)
            lines.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(muted(why))
        gap(lines, 8)
    return holder


def following_act(allowed: list[Act], outcome: PolicyOutcome | None) -> Act | None:
    """Return the one next act: what the outcome leads to, else what moves the request on; `None` where that is open."""
    wanted = ("receive", _NEXT.get(outcome) if outcome else None, "record-information", "notify", "complete")
    for name in wanted:
        for act in allowed:
            if act.name == name:
                return act
    return None
