"""The verdict page of the walk: the verdict in one sentence, why, what would change it, safety."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.pages.walk_cells import TextColumn
from lnreview.desktop.pages.walk_finding import add_evidence, add_missing, add_stale
from lnreview.desktop.pages.walk_options import safety_look
from lnreview.desktop.pages.walk_parts import Goto, badge, column, gap, heading, muted, prose, title
from lnreview.desktop.pages.walk_table import TextTable
from lnreview.desktop.pages.walk_words import GRADE_WORDS, counts, dates_of, headline, listed, one_by_one
from lnreview.review.finding import STATUS_WORDS, STEP_NAMES, STEPS, VERDICT_NAMES, Finding, Review
from lnreview.review.walk import PLACES, VERDICT, Place, StepState

_STACKED_FROM = 2.0
"""Text size, as a factor, from which badges stand below each other."""
_WHY_COLUMNS = (TextColumn("Step"), TextColumn("Finding", wraps=True), TextColumn("Because", wraps=True))
_REGIMEN_COLUMNS = (
    TextColumn("Regimen", wraps=True),
    TextColumn("Adherence, dosing", wraps=True),
    TextColumn("Response", wraps=True),
)


def verdict_view(
    case: Case,
    review: Review,
    states: tuple[StepState, ...],
    goto: Goto,
    jump: Callable[[Place], object],
) -> QWidget:
    """Return the centre of the page for the verdict."""
    holder = QWidget()
    lines = column(holder)
    number = PLACES.index(VERDICT)
    lines.addWidget(muted(f"Step {number + 1} of {len(PLACES)} · Verdict as of {review.as_of}"))
    sentence, more = headline(review.summary)
    lines.addWidget(title(sentence))
    gap(lines, 8)
    lines.addWidget(_badges(review))
    if more:
        lines.addWidget(prose(more))
    if review.urgent is not None:
        lines.addWidget(prose(f"Urgent: {review.urgent}"))
    lines.addWidget(prose(f"Leads to: {review.leads_to}"))
    if review.provisional is not None and "Provisional:" not in more:
        lines.addWidget(
            prose(
                f"Provisional: {VERDICT_NAMES[review.provisional].lower()}. That is the verdict "
                "which follows if the missing data listed below confirm it."
            )
        )
    if review.reassess_on is not None:
        lines.addWidget(prose(f"Reassess on {review.reassess_on.isoformat()}."))
    add_stale(lines, states[number])
    _add_open_steps(lines, states)
    _add_why(lines, review, jump)
    _add_regimens(lines, review, jump)
    add_missing(lines, review.missing, "What would settle or change it, most telling first", goto)
    _add_safety(lines, case, review, goto)
    if review.notes:
        gap(lines)
        lines.addWidget(heading("Notes"))
        for note in review.notes:
            lines.addWidget(prose(note))
    return holder


def _badges(review: Review) -> QWidget:
    """Return the badges beside each other, or below each other where the text is so large that they would not fit."""
    looks = [theme.verdict_look(review.verdict)]
    if review.urgent is not None:
        looks.append(theme.STATUS_LOOKS["urgent"])
    if review.provisional is not None:
        words = f"provisional: {VERDICT_NAMES[review.provisional].lower()}"
        looks.append(theme.StatusLook("○", words, "not_documented", dashed=True))
    holder = QWidget()
    row = QBoxLayout(
        QBoxLayout.Direction.TopToBottom
        if theme.look().factor >= _STACKED_FROM
        else QBoxLayout.Direction.LeftToRight,
        holder,
    )
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.look().px(8))
    for look in looks:
        row.addWidget(badge(look, holder), 0, Qt.AlignmentFlag.AlignLeft)
    row.addStretch(1)
    return holder


def _add_open_steps(lines: QVBoxLayout, states: tuple[StepState, ...]) -> None:
    """Say which steps the reviewer has not confirmed as they stand now."""
    open_ = [state for state in states if state.step in STEPS and not state.settled]
    if open_:
        names = listed([f"{state.name} (changed)" if state.stale else state.name for state in open_])
        note = muted(f"Not confirmed yet: {names}. The verdict is computed all the same.")
        note.setObjectName("openSteps")
        lines.addWidget(note)


def _add_why(lines: QVBoxLayout, review: Review, jump: Callable[[Place], object]) -> None:
    gap(lines)
    lines.addWidget(heading("Why"))
    rows = [(STEP_NAMES[finding.step], _status(finding), _because(finding)) for finding in review.steps]
    table = TextTable("Why: the findings of the steps", _WHY_COLUMNS, rows)
    table.setObjectName("why")
    table.chosen.connect(lambda row: jump(review.steps[row].step))
    lines.addWidget(table)


def _add_regimens(lines: QVBoxLayout, review: Review, jump: Callable[[Place], object]) -> None:
    if not review.regimens:
        return
    gap(lines)
    lines.addWidget(heading("Regimens of this episode"))
    rows = [
        (
            f"{number}. {regimen.name}\n{dates_of(regimen)}",
            f"Taken: {_in_words(regimen.adherence)}\nDose and time: {_in_words(regimen.dosing)}",
            f"{GRADE_WORDS[regimen.grade]}{' (stated)' if regimen.stated and regimen.last_upcr is None else ''}\n{counts(regimen)}",
        )
        for number, regimen in enumerate(review.regimens, start=1)
    ]
    table = TextTable("Regimens of this episode", _REGIMEN_COLUMNS, rows)
    table.setObjectName("regimens")
    table.chosen.connect(lambda _: jump("response"))
    lines.addWidget(table)


def _add_safety(lines: QVBoxLayout, case: Case, review: Review, goto: Goto) -> None:
    if not review.safety:
        return
    gap(lines)
    lines.addWidget(heading("Safety"))
    for finding in review.safety:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(16))
        row.addWidget(prose(finding.because), 1)
        row.addStretch()
        row.addWidget(badge(safety_look(finding.status), holder), 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(holder)
        if finding.missing:
            lines.addWidget(muted(f"Ask for: {finding.missing}"))
        if finding.evidence:
            add_evidence(
                lines, case, finding.evidence, f"Evidence: {finding.because}", goto, f"safety-{finding.id}"
            )


def _in_words(finding: Finding) -> str:
    look = theme.status_look(finding.effective)
    return f"{look.shape} {look.word}"


def _status(finding: Finding) -> theme.StatusLook:
    if finding.override is None:
        return theme.status_look(finding.status)
    over = theme.STATUS_LOOKS["overridden"]
    words = f"overridden: {STATUS_WORDS[finding.override.status]}\ncomputed: {STATUS_WORDS[finding.status]}"
    return theme.StatusLook(over.shape, words, over.colour)


def _because(finding: Finding) -> str:
    override = finding.override
    if override is None:
        return one_by_one(finding.because)
    by = f" ({override.by})" if override.by else ""
    return f"{override.rationale}{by}\nComputed: {one_by_one(finding.because)}"
