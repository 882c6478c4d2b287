"""The right side of the walk: who asks the question, the numbers applied, their use and misuse."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.desktop.pages.walk_parts import column, gap, heading, muted, prose, source_line
from lnreview.desktop.pages.walk_words import amount, cited, reference, short_name
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter, Statement
from lnreview.review.finding import Finding, Review, StepName


def step_rule(guideline: Guideline, finding: Finding, review: Review) -> QWidget:
    """Return the rule of one step: its question's source, the numbers applied, the sources in full."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(heading("Rule and source"))
    question = guideline.steps.get(finding.step)
    used: list[str] = []
    if question is not None:
        lines.addWidget(muted("Who asks this"))
        lines.addWidget(source_line(cited(guideline, question.source, question.locator), question.status))
        used.append(question.source)
    parameters = _applied(finding, review)
    gap(lines)
    lines.addWidget(muted("Numbers applied" if parameters else "No number of the guideline was applied."))
    for parameter in parameters:
        _add_parameter(lines, guideline, parameter)
        used.append(parameter.source)
    of_numbers = {(parameter.source, parameter.locator) for parameter in parameters}
    if question is not None:
        of_numbers.add((question.source, question.locator))
    rest = [c for c in finding.citations if (c.source, c.locator) not in of_numbers]
    if rest:
        gap(lines)
        lines.addWidget(muted("Also rests on"))
        for citation in rest:
            lines.addWidget(source_line(cited(guideline, citation.source, citation.locator), citation.status))
            used.append(citation.source)
    _add_references(lines, guideline, used)
    lines.addStretch(1)
    return holder


def verdict_rule(guideline: Guideline, review: Review) -> QWidget:
    """Return the criteria set behind the verdict: its definition, its next step, and how it was read."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(heading("Criteria set"))
    lines.addWidget(prose(f"{review.criteria_name}, version {review.criteria_version}"))
    lines.addWidget(muted(f"Guideline content {review.guideline_version}"))
    criteria = guideline.criteria.get(review.criteria)
    if criteria is None:
        lines.addStretch(1)
        return holder
    used = [criteria.source]
    for name, statements in (
        ("Definition", (criteria.definition,)),
        ("Next step it names", (criteria.next_step,)),
        ("How the text is read here", criteria.switches),
    ):
        if not statements:
            continue
        gap(lines)
        lines.addWidget(muted(name))
        for statement in statements:
            lines.addWidget(statement_lines(guideline, statement))
            used.append(statement.source)
    _add_references(lines, guideline, used)
    lines.addStretch(1)
    return holder


def statement_lines(guideline: Guideline, statement: Statement) -> QWidget:
    """Return a cited sentence with its source and the status of the source."""
    holder = QWidget()
    lines = column(holder, spacing=2)
    lines.addWidget(prose(statement.text))
    lines.addWidget(source_line(cited(guideline, statement.source, statement.locator), statement.status))
    return holder


def _applied(finding: Finding, review: Review) -> list[Parameter]:
    """Return the numbers of a step and of its regimens, each once."""
    parts: dict[StepName, str] = {"adherence": "adherence", "dosing": "dosing", "response": "response"}
    found = list(finding.parameters)
    if finding.step in parts:
        for regimen in review.regimens:
            inner: Finding = getattr(regimen, parts[finding.step])
            found += inner.parameters
    return list({(parameter.id, parameter.source): parameter for parameter in found}.values())


def _add_parameter(lines: QVBoxLayout, guideline: Guideline, parameter: Parameter) -> None:
    holder = QWidget()
    inner = column(holder, spacing=2)
    inner.addWidget(prose(amount(parameter), "number"))
    inner.addWidget(prose(parameter.means))
    if parameter.use:
        inner.addWidget(muted(f"Use: {parameter.use}"))
    if parameter.misuse:
        inner.addWidget(muted(f"Do not use: {parameter.misuse}"))
    text = cited(guideline, parameter.source, parameter.locator)
    if parameter.borrowed_from:
        text = f"{text}; borrowed from {short_name(guideline, parameter.borrowed_from)}"
    inner.addWidget(source_line(text, parameter.status))
    lines.addWidget(holder)
    gap(lines, 8)


def _add_references(lines: QVBoxLayout, guideline: Guideline, used: list[str]) -> None:
    published = [
        source
        for source in dict.fromkeys(used)
        if source in guideline.sources and guideline.sources[source].kind != "program"
    ]
    if not published:
        return
    gap(lines)
    lines.addWidget(muted("Sources"))
    for source in published:
        lines.addWidget(muted(f"{short_name(guideline, source)}: {reference(guideline, source)}"))
