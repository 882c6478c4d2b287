"""The verdict page of the walk: the verdict in one sentence, why, what would change it, safety."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import STATUS_WORDS, STEP_NAMES, VERDICT_NAMES
from lnreview.desktop.pages.walk.finding import add_stale
from lnreview.desktop.pages.walk.options import safety_look
from lnreview.desktop.pages.walk.words import GRADE_WORDS, counts, dates_of, headline, listed, one_by_one
from lnreview.desktop.widgets.evidence import Asking, add_evidence, add_missing
from lnreview.desktop.widgets.prose import Goto, badge, column, gap, heading, muted, prose, title
from lnreview.desktop.widgets.text_cells import TextColumn
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.review.finding import STEPS, Finding, RegimenReview, Review
from lnreview.review.walk import PLACES, VERDICT, Place, StepState

_STACKED_FROM = 2.0
"""Text size, as a factor, from which badges stand below each other."""
_WHY_COLUMNS = (
    TextColumn(noop("Step")),
    TextColumn(noop("Finding"), wraps=True),
    TextColumn(noop("Because"), wraps=True),
)
_REGIMEN_COLUMNS = (
    TextColumn(noop("Regimen"), wraps=True),
    TextColumn(noop("Adherence, dosing"), wraps=True),
    TextColumn(noop("Response"), wraps=True),
)


def verdict_view(
    case: Case,
    review: Review,
    states: tuple[StepState, ...],
    goto: Goto,
    jump: Callable[[Place], object],
    asking: Asking,
) -> QWidget:
    """Return the centre of the page for the verdict."""
    holder = QWidget()
    lines = column(holder)
    number = PLACES.index(VERDICT)
    lines.addWidget(
        muted(
            tr("Step {number} of {count} · Verdict as of {as_of}").format(
                number=number + 1, count=len(PLACES), as_of=review.as_of
            )
        )
    )
    sentence, more = headline(review.summary)
    lines.addWidget(title(sentence))
    gap(lines, 8)
    lines.addWidget(_badges(review))
    if more:
        lines.addWidget(prose(more))
    if review.urgent is not None:
        lines.addWidget(prose(tr("Urgent: {urgent}").format(urgent=review.urgent)))
    lines.addWidget(prose(tr("Leads to: {leads_to}").format(leads_to=review.leads_to)))
    if review.provisional is not None and "Provisional:" not in more:
        lines.addWidget(
            prose(
                tr(
                    "Provisional: {provisional}. That is the verdict which follows if the missing data "
                    "listed below confirm it."
                ).format(provisional=tr(VERDICT_NAMES[review.provisional]).lower())
            )
        )
    if review.reassess_on is not None:
        lines.addWidget(
            prose(tr("Reassess on {reassess_on}.").format(reassess_on=review.reassess_on.isoformat()))
        )
    add_stale(lines, states[number])
    _add_open_steps(lines, states)
    _add_why(lines, review, jump)
    _add_regimens(lines, review, jump)
    add_missing(
        lines, review.missing, tr("What would settle or change it, most telling first"), goto, asking=asking
    )
    _add_safety(lines, case, review, goto)
    if review.notes:
        gap(lines)
        lines.addWidget(heading(tr("Notes")))
        for note in review.notes:
            lines.addWidget(prose(note))
    return holder


def _badges(review: Review) -> QWidget:
    """Return the badges beside each other, or below each other where the text is so large that they would not fit."""
    looks = [theme.verdict_look(review.verdict)]
    if review.urgent is not None:
        looks.append(theme.status_look("urgent"))
    if review.provisional is not None:
        words = tr("provisional: {provisional}").format(
            provisional=tr(VERDICT_NAMES[review.provisional]).lower()
        )
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
        names = listed(
            [
                tr("{name} (changed)").format(name=tr(state.name)) if state.stale else tr(state.name)
                for state in open_
            ]
        )
        note = muted(
            tr("Not confirmed yet: {names}. The verdict is computed all the same.").format(names=names)
        )
        note.setObjectName("openSteps")
        lines.addWidget(note)


def _add_why(lines: QVBoxLayout, review: Review, jump: Callable[[Place], object]) -> None:
    gap(lines)
    lines.addWidget(heading(tr("Why")))
    rows = [(tr(STEP_NAMES[finding.step]), _status(finding), _because(finding)) for finding in review.steps]
    table = TextTable(tr("Why: the findings of the steps"), _WHY_COLUMNS, rows)
    table.setObjectName("why")
    table.chosen.connect(lambda row: jump(review.steps[row].step))
    lines.addWidget(table)


def _add_regimens(lines: QVBoxLayout, review: Review, jump: Callable[[Place], object]) -> None:
    if not review.regimens:
        return
    gap(lines)
    lines.addWidget(heading(tr("Regimens of this episode")))
    rows = [
        (
            f"{number}. {regimen.name}\n{dates_of(regimen)}",
            tr("Taken: {taken}\nDose and time: {dosed}").format(
                taken=_in_words(regimen.adherence), dosed=_in_words(regimen.dosing)
            ),
            f"{_graded(regimen)}\n{counts(regimen)}",
        )
        for number, regimen in enumerate(review.regimens, start=1)
    ]
    table = TextTable(tr("Regimens of this episode"), _REGIMEN_COLUMNS, rows)
    table.setObjectName("regimens")
    table.chosen.connect(lambda _: jump("response"))
    lines.addWidget(table)


def _add_safety(lines: QVBoxLayout, case: Case, review: Review, goto: Goto) -> None:
    if not review.safety:
        return
    gap(lines)
    lines.addWidget(heading(tr("Safety")))
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
            lines.addWidget(muted(tr("Ask for: {missing}").format(missing=finding.missing)))
        if finding.evidence:
            add_evidence(
                lines,
                case,
                finding.evidence,
                tr("Evidence: {because}").format(because=finding.because),
                goto,
                f"safety-{finding.id}",
            )


def _graded(regimen: RegimenReview) -> str:
    """Return the grade of a response; one that only the chart states is marked as such."""
    grade = tr(GRADE_WORDS[regimen.grade])
    return (
        tr("{grade} (stated)").format(grade=grade) if regimen.stated and regimen.last_upcr is None else grade
    )


def _in_words(finding: Finding) -> str:
    look = theme.status_look(finding.effective)
    return f"{look.shape} {look.word}"


def _status(finding: Finding) -> theme.StatusLook:
    if finding.override is None:
        return theme.status_look(finding.status)
    over = theme.status_look("overridden")
    words = tr("overridden: {status}\ncomputed: {computed}").format(
        status=tr(STATUS_WORDS[finding.override.status]), computed=tr(STATUS_WORDS[finding.status])
    )
    return theme.StatusLook(over.shape, words, over.colour)


def _because(finding: Finding) -> str:
    override = finding.override
    if override is None:
        return one_by_one(finding.because)
    by = f" ({override.by})" if override.by else ""
    return tr("{rationale}{by}\nComputed: {because}").format(
        rationale=override.rationale, by=by, because=one_by_one(finding.because)
    )
