"""Where the determination stands: status, each clock with its due time, the days that an audit looks at, the steps."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.forms.words import slug_words
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import DETERMINATION_STEPS
from lnreview.desktop.pages.decision.parts import part_name
from lnreview.desktop.pages.decision.words import clock_name, step_details, step_line
from lnreview.desktop.widgets.prose import SourceTag, badge, column, muted, prose
from lnreview.review.determination import ClockState, DeterminationState
from lnreview.review.workflow import DatedStep, corrected, written

_DATED = (("received", noop("Received")), ("decided", noop("Decided")), ("notified", noop("Notified")))


def standing_view(state: DeterminationState) -> QWidget:
    """Return the status of a determination, the clock to keep, and what would settle it."""
    holder = QWidget()
    lines = column(holder)
    late = any(clock.overdue and clock.leads for clock in state.clocks)
    look = theme.StatusLook(theme.NEUTRAL_SHAPE, tr(state.status_words), "text")
    row = QHBoxLayout()
    row.addWidget(badge(look, holder))
    if late:
        urgent = theme.status_look("urgent")
        row.addWidget(badge(theme.StatusLook(urgent.shape, tr("overdue"), urgent.colour), holder))
    row.addStretch(1)
    lines.addLayout(row)
    if state.lead is not None:
        lines.addWidget(_clock(state.lead, leads=True))
    if state.missing:
        lines.addWidget(
            prose(
                tr("Until when it has to be decided would be settled by: {missing}.").format(
                    missing="; ".join(state.missing)
                )
            )
        )
    by_clock = {f"{clock.clock.name}: {clock.unless}" for clock in state.clocks}
    for caution in state.cautions:
        if caution not in by_clock:  # a clock says it itself
            lines.addWidget(prose(f"! {caution}"))
    return holder


def other_clocks_view(state: DeterminationState) -> QWidget:
    """Return the clocks that do not lead, each with the reason."""
    holder = QWidget()
    lines = column(holder)
    others = [clock for clock in state.clocks if clock is not state.lead]
    if others:
        lines.addWidget(part_name(tr("Other clocks") if state.lead else tr("Clocks")))
    for clock in others:
        lines.addWidget(_clock(clock, leads=False))
    return holder


def days_view(state: DeterminationState) -> QWidget:
    """Return the days that an audit looks at, each as it holds now and as it was first recorded."""
    holder = QWidget()
    lines = column(holder, spacing=4)
    lines.addWidget(part_name(tr("Days")))
    for name, word in ((name, tr(word)) for name, word in _DATED):
        _add_day(lines, word, getattr(state, name))
    return holder


def steps_view(case: Case, names: dict[str, str]) -> QWidget:
    """Return what was recorded, in the order of recording; `names` are the criteria in words by their ids."""
    holder = QWidget()
    lines = column(holder, spacing=4)
    lines.addWidget(part_name(tr("What was recorded")))
    if not case.workflow:
        lines.addWidget(muted(tr("Nothing yet. The first step is the receipt of the request.")))
    steps = {event.id: event for event in case.workflow}
    for event in case.workflow:
        root = steps.get(corrected(case, event))
        lines.addWidget(prose(step_line(event, written(event.on, event.at))))
        details = step_details(event, names, tr(DETERMINATION_STEPS[root.what]) if root else "")
        if details:
            lines.addWidget(muted(details))
    return holder


def _clock(state: ClockState, *, leads: bool) -> QWidget:
    """Return a clock: its name, until when, how long is left, how far it may be trusted, and what has to be said."""
    holder = QWidget()
    lines = column(holder, spacing=2)
    name = prose(clock_name(state.clock))
    name.setFont(theme.look().font(strong=leads))
    lines.addWidget(name)
    due = tr("Would be due: {day}") if state.unless else tr("Due: {day}")
    due = due.format(day=state.due)
    words = prose(f"{due}, {state.remaining}" if state.remaining else due, "error" if state.overdue else "")
    words.setObjectName("clockDue")
    lines.addWidget(words)
    row = QHBoxLayout()
    row.setSpacing(theme.look().px(8))
    stage_words = slug_words(state.clock.stage)
    stage = theme.StatusLook("", tr(stage_words), "muted", dashed=state.clock.stage == "proposed")
    row.addWidget(badge(stage, holder))
    row.addWidget(SourceTag(state.clock.status, holder))
    row.addStretch(1)
    lines.addLayout(row)
    said = [
        state.unless,
        *state.due.notes,
        *(tr("Or: {other}.").format(other=other) for other in state.due.others),
    ]
    if any(said):
        lines.addWidget(muted(" ".join(part for part in said if part)))
    return holder


def _add_day(lines: QVBoxLayout, word: str, day: DatedStep) -> None:
    if day.original is None or day.current is None:
        lines.addWidget(prose(f"{word}: –"))
        return
    lines.addWidget(prose(f"{word}: {day.current.when}"))
    if day.changes:
        lines.addWidget(muted(tr("First recorded: {when}. It stays.").format(when=day.original.when)))
    for change in day.changes:
        by = tr(" by {by}").format(by=change.by) if change.by else ""
        why = f": {change.why}" if change.why else ""
        lines.addWidget(muted(f"{change.old or 'not documented'} → {change.new}{by}{why}"))
