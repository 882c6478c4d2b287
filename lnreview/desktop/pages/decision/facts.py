"""One criterion as it stands on the record: words, status, why, evidence, what would settle it, where it was read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.names import STATUS_WORDS
from lnreview.desktop.pages.decision.parts import part_name
from lnreview.desktop.pages.decision.words import rule_words, status_look, status_words
from lnreview.desktop.widgets.evidence import add_evidence
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import (
    Goto,
    SourceTag,
    badges,
    column,
    gap,
    heading,
    judged_badges,
    muted,
    prose,
    quiet_button,
)
from lnreview.review.finding import sentence
from lnreview.review.policy.result import Criterion

Choose = Callable[[str], object]
"""Takes the id of a criterion and shows it."""


def criterion_view(case: Case, item: Criterion, goto: Goto, choose: Choose) -> QWidget:
    """Return what is known of a criterion."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(heading(item.words))
    lines.addWidget(criterion_badges(item))
    lines.addWidget(prose(item.because))
    if item.exclusion:
        lines.addWidget(muted(tr("It rules the request out: it is met when the fact is absent.")))
    if item.note and item.note.status:
        who = ", ".join(part for part in (item.note.by, str(item.note.on or "")) if part)
        lines.addWidget(
            prose(
                tr("Your judgement{who}: {rationale}").format(
                    who=f" ({who})" if who else "", rationale=item.note.rationale
                )
            )
        )
    if item.children:
        _add_children(lines, item, choose)
    else:
        gap(lines, 8)
        lines.addWidget(part_name(tr("Evidence")))
        add_evidence(lines, case, item.evidence, tr("Evidence for {words}").format(words=item.words), goto)
    _add_change(lines, item, goto)
    gap(lines, 8)
    lines.addWidget(_source(item))
    return holder


def criterion_badges(item: Criterion) -> QWidget:
    """Return the status that counts and, where the reviewer judged, the computed one beside it."""
    if not (item.note and item.note.status):
        return badges(theme.status_look(item.effective))
    computed = theme.status_look(item.status)
    return judged_badges(
        tr("judged {status}").format(status=tr(STATUS_WORDS[item.note.status])),
        computed,
        tr("computed {word}").format(word=computed.word),
    )


def criterion_link(item: Criterion, choose: Choose) -> Link:
    """Return a criterion with its shape and status as a line that leads to it."""
    look = status_look(item)
    words = f"{look.shape} {item.words}: {status_words(item)}"
    return Link(words, partial(choose, item.id), name=f"{item.words}, {status_words(item)}")


def _add_children(lines: QVBoxLayout, item: Criterion, choose: Choose) -> None:
    gap(lines, 8)
    lines.addWidget(part_name(sentence(rule_words(item))))
    for child in item.children:
        lines.addWidget(criterion_link(child, choose))


def _add_change(lines: QVBoxLayout, item: Criterion, goto: Goto) -> None:
    """Say what would settle or change it, what is accepted for it, and lead to where it is entered."""
    if not (item.missing or item.change or item.accepts or item.place):
        return
    if item.missing or item.change:
        gap(lines, 8)
        lines.addWidget(part_name(tr("What would settle it") if item.missing else tr("What would change it")))
        lines.addWidget(prose(sentence(item.missing) if item.missing else item.change))
    if item.accepts:
        lines.addWidget(muted(tr("Accepted: {accepts}.").format(accepts=item.accepts)))
    if item.place:
        place = f"{item.place}/{item.entry}" if item.entry else item.place
        button = quiet_button(
            tr("Go to field"), tr("Go to field: {words}").format(words=item.words), partial(goto, place)
        )
        button.setObjectName("decisionField")
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _source(item: Criterion) -> QWidget:
    holder = QWidget()
    lines = column(holder, spacing=2)
    primary = tr(" · primary") if item.source_status == "primary" else ""
    lines.addWidget(muted(tr("Read in: {source}{primary}").format(source=item.source, primary=primary)))
    if item.source_status != "primary":
        lines.addWidget(SourceTag(item.source_status, holder))
    return holder
