"""The options after the verdict: one table, and everything about the chosen row below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.walk.rule import statement_lines
from lnreview.desktop.source_words import cited
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import Goto, clear, column, gap, heading, muted, prose, source_line
from lnreview.desktop.widgets.text_cells import TextColumn
from lnreview.desktop.widgets.text_table import TextTable, keep_in_view
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Option, SafetyFinding, sentence

_COLUMNS = (
    TextColumn(noop("Option"), wraps=True),
    TextColumn(noop("In this record"), wraps=True),
    TextColumn(noop("Why it stands here"), wraps=True),
)
_CELL_CHARACTERS = 80
_LABELS = {
    "on-label": noop("on label"),
    "off-label": noop("off label"),
    "partly-off-label": noop("partly off label"),
    "investigational": noop("investigational"),
    "not-recommended": noop("not recommended"),
}


def safety_look(status: str) -> theme.StatusLook:
    """Return how the answer of a safety rule looks."""
    if status == "stop":
        return theme.StatusLook("✕", tr("stop"), "not_met")
    if status == "caution":
        return theme.StatusLook("!", tr("caution"), "urgent")
    if status == "clear":
        return theme.StatusLook("✓", tr("clear"), "met")
    return theme.status_look("not-documented")


class OptionsView(QWidget):
    """Ranked options; moving through the table shows dose, evidence, safety and monitoring of one of them."""

    def __init__(
        self, guideline: Guideline, options: Sequence[Option], book: Goto, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._guideline = guideline
        self._book = book
        self._options = tuple(options)
        lines = column(self)
        lines.addWidget(
            muted(tr("Up and down choose an option, Enter shows its dose, evidence and preconditions below."))
        )
        rows = [
            (
                f"{number}. {option.name}\n{_under(option)}",
                _in_record(option),
                in_short(option.why_here),
            )
            for number, option in enumerate(self._options, start=1)
        ]
        self.table = TextTable(tr("Options"), _COLUMNS, rows)
        self.table.setObjectName("options")
        lines.addWidget(self.table)
        self._detail = QWidget()
        self._detail.setObjectName("optionDetail")
        self._lines = column(self._detail)
        gap(lines, 8)
        lines.addWidget(self._detail)
        self.table.row_changed.connect(self._show)
        self.table.chosen.connect(lambda _: self._go_to_detail())
        self.table.selectRow(0)

    def _go_to_detail(self) -> None:
        """Scroll to what stands below the table, once it has its size."""
        room = self._detail.height() // 2
        keep_in_view(self._detail, 0, room, min(room, theme.look().px(280)))

    def _show(self, row: int) -> None:
        clear(self._lines)
        if not 0 <= row < len(self._options):
            return
        option, lines = self._options[row], self._lines
        lines.addWidget(heading(option.name))
        place = f"therapy/{option.therapy}"
        in_book = tr("Everything that the Book says of it")
        lines.addWidget(Link(in_book, lambda: self._book(place), name=f"{option.name}: {in_book}"))
        lines.addWidget(muted(tr("Why it stands here")))
        lines.addWidget(prose(sentence(option.why_here)))
        gap(lines, 8)
        lines.addWidget(muted(tr("Label status")))
        lines.addWidget(prose(option.label_text))
        if option.label_status != "primary":
            lines.addWidget(source_line(tr("Label status"), option.label_status))
        if option.tried_in:
            gap(lines, 8)
            lines.addWidget(muted(tr("Tried in whom")))
            lines.addWidget(prose(option.tried_in))
        for name, statements in (
            (tr("Dose"), (option.dose,)),
            (tr("Evidence"), option.evidence),
            (tr("Monitoring"), (option.monitoring,)),
            (tr("When to stop"), (option.stop_rule,)),
        ):
            present = [statement for statement in statements if statement is not None]
            if present:
                gap(lines, 8)
                lines.addWidget(muted(name))
            for statement in present:
                lines.addWidget(statement_lines(self._guideline, statement, self._book))
        if option.safety:
            gap(lines, 8)
            lines.addWidget(muted(tr("Preconditions in this record")))
            rows = [
                (safety_look(finding.status), _safety_words(finding), _sources(finding, self._guideline))
                for finding in option.safety
            ]
            columns = (
                TextColumn(noop("Status")),
                TextColumn(noop("Finding"), wraps=True),
                TextColumn(noop("Source"), wraps=True),
            )
            table = TextTable(tr("Preconditions of {name}").format(name=option.name), columns, rows)
            table.setObjectName("optionSafety")
            lines.addWidget(table)


def in_short(why: str) -> str:
    """Return the first clauses of a reason, as many as a cell holds; the whole stands with the option itself."""
    first, *others = why.split("; ")
    for clause in others:
        if len(first) + len(clause) > _CELL_CHARACTERS:
            return sentence(f"{first} …")
        first = f"{first}; {clause}"
    return sentence(first)


def _under(option: Option) -> str:
    """Return what stands under the name of an option: its label, and what it was already to this patient."""
    words = [tr(_LABELS[option.label]) if option.label in _LABELS else option.label]
    if option.used:
        words.append(tr("already given: {used}").format(used=option.used))
    if option.resumes:
        words.append(tr("the present regimen, at an adequate dose"))
    return "\n".join(words)


def _in_record(option: Option) -> theme.StatusLook:
    """Return what stops an option here, or what it waits for."""
    stops = [finding.because for finding in option.safety if finding.status == "stop"]
    if stops:
        return theme.StatusLook("✕", tr("stopped: {stops}").format(stops=" ".join(stops)), "not_met")
    cautions = [finding.because for finding in option.safety if finding.status == "caution"]
    if cautions:
        return theme.StatusLook("!", tr("caution: {cautions}").format(cautions=" ".join(cautions)), "urgent")
    asked = [finding for finding in option.safety if finding.status == "not-documented"]
    if asked:
        return theme.StatusLook(
            "○",
            tr("{count} preconditions not documented").format(count=len(asked))
            if len(asked) > 1
            else tr("1 precondition not documented"),
            "not_documented",
            True,
        )
    return theme.StatusLook("✓", tr("nothing documented stops it"), "met")


def _safety_words(finding: SafetyFinding) -> str:
    return (
        tr("{because}\nAsk for: {missing}").format(because=finding.because, missing=finding.missing)
        if finding.missing
        else finding.because
    )


def _sources(finding: SafetyFinding, guideline: Guideline) -> str:
    lines = []
    for citation in finding.citations:
        text = cited(guideline, citation.source, citation.locator)
        lines.append(
            text if citation.status == "primary" else f"{text} ({citation.status.replace('-', ' ')})"
        )
    return "\n".join(lines)
