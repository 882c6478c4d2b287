"""The centre of the walk for one step: question, status, why, evidence, and what would settle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.names import STATUS_WORDS
from lnreview.desktop.pages.walk.words import GRADE_WORDS, counts, dates_of, trend
from lnreview.desktop.widgets.evidence import Asking, add_evidence, add_missing
from lnreview.desktop.widgets.prose import (
    Goto,
    badge,
    badges,
    column,
    finding_badges,
    gap,
    heading,
    muted,
    prose,
    quiet_button,
    title,
)
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Evidence, Finding, RegimenReview, Review, StepName
from lnreview.review.walk import PLACES, StepState

_OF_REGIMEN: tuple[StepName, ...] = ("adherence", "dosing", "response")


@dataclass(frozen=True)
class Begun:
    """An override that was begun and is not saved."""

    rationale: str
    write: Callable[[], object]
    discard: Callable[[], object]


def step_view(
    case: Case,
    review: Review,
    guideline: Guideline,
    state: StepState,
    goto: Goto,
    asking: Asking,
    begun: Begun | None = None,
) -> QWidget:
    """Return the centre of the page for the step of `state`, with the override that was begun and put away."""
    finding = review.step(next(f.step for f in review.steps if f.step == state.step))
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(
        muted(
            tr("Step {number} of {count} · {name}").format(
                number=PLACES.index(state.step) + 1, count=len(PLACES), name=tr(state.name)
            )
        )
    )
    question = guideline.steps.get(finding.step)
    lines.addWidget(title(question.text if question else tr(state.name)))
    gap(lines, 8)
    lines.addWidget(finding_badges(finding))
    # With several regimens each says its own reason below; with one, it need not say it twice.
    said = finding.because if finding.step not in _OF_REGIMEN or len(review.regimens) < 2 else ""
    if said:
        lines.addWidget(prose(said))
    add_stale(lines, state)
    _add_override(lines, finding)
    if begun is not None:
        lines.addWidget(_begun_line(begun))
    if finding.step in _OF_REGIMEN:
        add_regimens(lines, case, review.regimens, finding.step, goto, said)
    own = _own_evidence(finding, review)
    if own or finding.step not in _OF_REGIMEN or not review.regimens:
        gap(lines)
        lines.addWidget(heading(tr("Evidence")))
        add_evidence(lines, case, own, tr("Evidence for {name}").format(name=tr(state.name)), goto)
    add_missing(lines, finding.missing, tr("What would settle it"), goto, asking=asking)
    return holder


def add_stale(lines: QVBoxLayout, state: StepState) -> None:
    """Say what was confirmed where the finding has changed since."""
    if not state.stale:
        return
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.look().px(8))
    row.addWidget(badge(theme.StatusLook("!", tr("changed"), "urgent"), holder), 0, Qt.AlignmentFlag.AlignTop)
    was = state.was if state.was.endswith(".") else f"{state.was}."
    note = prose(tr("Was: {was} The record has changed since: confirm or change.").format(was=was))
    note.setObjectName("staleNote")
    row.addWidget(note, 1)
    row.addStretch()
    lines.addWidget(holder)


def add_regimens(
    lines: QVBoxLayout,
    case: Case,
    regimens: Sequence[RegimenReview],
    step: StepName,
    goto: Goto,
    said: str = "",
) -> None:
    """Show what this step found for each regimen of the episode, with its own evidence; `said` stands above already."""
    gap(lines)
    lines.addWidget(heading(tr("Regimen by regimen")))
    if not regimens:
        lines.addWidget(muted(tr("No induction regimen of the present episode is in the record.")))
        return
    for number, regimen in enumerate(regimens, start=1):
        finding: Finding = getattr(regimen, step)
        lines.addWidget(_regimen_line(number, regimen, finding))
        if finding.because.casefold() != said.casefold():
            lines.addWidget(prose(finding.because))
        facts = _facts(regimen, step)
        if facts:
            lines.addWidget(muted("\n".join(facts)))
        if finding.evidence:
            name = tr("Evidence for {name}").format(name=regimen.name)
            add_evidence(lines, case, finding.evidence, name, goto, f"evidence-{regimen.id}")
        gap(lines, 8)


def _regimen_line(number: int, regimen: RegimenReview, finding: Finding) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.look().px(16))
    words = QVBoxLayout()
    words.setSpacing(0)
    name = prose(f"{number}. {regimen.name}")
    font = theme.look().font(strong=True)
    name.setFont(font)
    words.addWidget(name)
    words.addWidget(muted(dates_of(regimen)))
    row.addLayout(words, 1)
    row.addStretch()
    row.addWidget(badge(theme.status_look(finding.effective), holder), 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _facts(regimen: RegimenReview, step: StepName) -> list[str]:
    if step != "response":
        return (
            [tr("Added to a running regimen: an escalation, not a switch.")]
            if regimen.escalation and step == "dosing"
            else []
        )
    measured = regimen.last_upcr is not None or regimen.last_egfr is not None
    stated = tr(" (only stated by the chart)") if regimen.stated and not measured else ""
    facts = [
        tr("Response: {grade}{stated} · {counted}").format(
            grade=tr(GRADE_WORDS[regimen.grade]), stated=stated, counted=counts(regimen)
        )
    ]
    for name, first, last, unit in (
        (tr("Proteinuria"), regimen.baseline_upcr, regimen.last_upcr, tr("g/g or g/d")),
        ("eGFR", regimen.baseline_egfr, regimen.last_egfr, "mL/min/1.73 m²"),
    ):
        moved = trend(first, last, unit, places=0 if name == "eGFR" else 2)
        if moved:
            facts.append(tr("{name}, baseline → last: {moved}").format(name=name, moved=moved))
    return facts


def _add_override(lines: QVBoxLayout, finding: Finding) -> None:
    override = finding.override
    if override is None:
        return
    by = tr(" by {by}").format(by=override.by) if override.by else ""
    on = f", {override.on}" if override.on else ""
    lines.addWidget(
        prose(
            tr("Overridden as {status}{by}{on}: {rationale}").format(
                status=tr(STATUS_WORDS[override.status]), by=by, on=on, rationale=override.rationale
            )
        )
    )


def _begun_line(begun: Begun) -> QWidget:
    """Return what was begun, called a draft, with the ways to go on and to let it go."""
    holder = QWidget()
    lines = column(holder, spacing=2)
    look = theme.status_look("overridden")
    lines.addWidget(badges(theme.StatusLook(look.shape, tr("draft of an override, not saved"), look.colour)))
    words = (
        prose(f"“{begun.rationale.strip()}”") if begun.rationale.strip() else muted(tr("No rationale yet."))
    )
    words.setObjectName("begunOverride")
    lines.addWidget(words)
    row = QHBoxLayout()
    row.setSpacing(theme.look().px(8))
    for text, name, action in (
        (tr("Go on writing"), "writeOverride", begun.write),
        (tr("Discard the draft"), "forgetOverride", begun.discard),
    ):
        button = quiet_button(text, text, action)
        button.setObjectName(name)
        row.addWidget(button)
    row.addStretch(1)
    lines.addLayout(row)
    return holder


def _own_evidence(finding: Finding, review: Review) -> tuple[Evidence, ...]:
    """Return the evidence that is not already shown with a regimen."""
    if finding.step not in _OF_REGIMEN:
        return finding.evidence
    shown = {item for regimen in review.regimens for item in getattr(regimen, finding.step).evidence}
    return tuple(item for item in finding.evidence if item not in shown)
