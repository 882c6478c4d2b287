"""The right side of the walk: who asks the question, the numbers applied, their use and misuse."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.source_words import amount, cited, reference, short_name
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import Goto, column, gap, heading, muted, prose, source_line
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter, Statement
from lnreview.review.finding import Cited, Finding, Review, StepName


def step_rule(guideline: Guideline, finding: Finding, review: Review, book: Goto, change: QWidget) -> QWidget:
    """Return the rule of one step: its question's source, the numbers applied, `change`, the sources in full."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(heading(tr("Rule and source")))
    question = guideline.steps.get(finding.step)
    used: list[str] = []
    if question is not None:
        step = f"step/{finding.step}"
        lines.addWidget(Link(tr("This step in the Book"), lambda: book(step)))
        lines.addWidget(muted(tr("Who asks this")))
        lines.addWidget(cited_line(guideline, question, book))
        used.append(question.source)
    parameters = _applied(finding, review)
    gap(lines)
    lines.addWidget(
        muted(tr("Numbers applied") if parameters else tr("No number of the guideline was applied."))
    )
    for parameter in parameters:
        _add_parameter(lines, guideline, parameter, book)
        used.append(parameter.source)
    of_numbers = {(parameter.source, parameter.locator) for parameter in parameters}
    if question is not None:
        of_numbers.add((question.source, question.locator))
    rest = [c for c in finding.citations if (c.source, c.locator) not in of_numbers]
    if rest:
        gap(lines)
        lines.addWidget(muted(tr("Also rests on")))
        for citation in rest:
            lines.addWidget(cited_line(guideline, citation, book))
            used.append(citation.source)
    lines.addWidget(change)
    _add_references(lines, guideline, used, book)
    lines.addStretch(1)
    return holder


def verdict_rule(guideline: Guideline, review: Review, book: Goto) -> QWidget:
    """Return the criteria set behind the verdict: its definition, its next step, and how it was read."""
    holder = QWidget()
    lines = column(holder)
    lines.addWidget(heading(tr("Criteria set")))
    name = tr("{criteria_name}, version {criteria_version}").format(
        criteria_name=review.criteria_name, criteria_version=review.criteria_version
    )
    place = f"criteria/{review.criteria}"
    lines.addWidget(
        Link(
            name,
            lambda: book(place),
            name=tr("{name}, in the Book").format(name=name),
            points=theme.BODY_POINTS,
        )
    )
    lines.addWidget(
        muted(tr("Guideline content {guideline_version}").format(guideline_version=review.guideline_version))
    )
    criteria = guideline.criteria.get(review.criteria)
    if criteria is None:
        lines.addStretch(1)
        return holder
    used = [criteria.source]
    for name, statements in (
        (tr("Definition"), (criteria.definition,)),
        (tr("Next step it names"), (criteria.next_step,)),
        (tr("How the text is read here"), criteria.switches),
    ):
        if not statements:
            continue
        gap(lines)
        lines.addWidget(muted(name))
        for statement in statements:
            lines.addWidget(statement_lines(guideline, statement, book))
            used.append(statement.source)
    _add_references(lines, guideline, used, book)
    lines.addStretch(1)
    return holder


def statement_lines(guideline: Guideline, statement: Statement, book: Goto) -> QWidget:
    """Return a cited sentence with its source and the status of the source."""
    holder = QWidget()
    lines = column(holder, spacing=2)
    lines.addWidget(prose(statement.text))
    lines.addWidget(cited_line(guideline, statement, book))
    return holder


def cited_line(guideline: Guideline, fact: Statement | Cited, book: Goto) -> QWidget:
    """Return the citation of a fact, with the way to its source in the Book."""
    text = cited(guideline, fact.source, fact.locator)
    return source_line(text, fact.status, lambda: book(f"source/{fact.source}"))


def parameter_lines(guideline: Guideline, parameter: Parameter, book: Goto) -> QWidget:
    """Return a number with what it means, its use, misuse and source; its amount leads to the Book."""
    holder = QWidget()
    inner = column(holder, spacing=2)
    place = f"parameter/{parameter.id}"
    name = tr("{parameter}: {means}, in the Book").format(parameter=amount(parameter), means=parameter.means)
    inner.addWidget(Link(amount(parameter), lambda: book(place), name=name, points=theme.BODY_POINTS))
    inner.addWidget(prose(parameter.means))
    if parameter.use:
        inner.addWidget(muted(tr("Use: {use}").format(use=parameter.use)))
    if parameter.misuse:
        inner.addWidget(muted(tr("Do not use: {misuse}").format(misuse=parameter.misuse)))
    text = cited(guideline, parameter.source, parameter.locator)
    if parameter.borrowed_from:
        text = tr("{text}; borrowed from {borrowed_from}").format(
            text=text, borrowed_from=short_name(guideline, parameter.borrowed_from)
        )
    inner.addWidget(source_line(text, parameter.status, lambda: book(f"source/{parameter.source}")))
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


def _add_parameter(lines: QVBoxLayout, guideline: Guideline, parameter: Parameter, book: Goto) -> None:
    lines.addWidget(parameter_lines(guideline, parameter, book))
    gap(lines, 8)


def _add_references(lines: QVBoxLayout, guideline: Guideline, used: list[str], book: Goto) -> None:
    published = [
        source
        for source in dict.fromkeys(used)
        if source in guideline.sources and guideline.sources[source].kind != "program"
    ]
    if not published:
        return
    gap(lines)
    lines.addWidget(muted(tr("Sources")))
    for source in published:
        lines.addWidget(muted(f"{short_name(guideline, source)}: {reference(guideline, source)}"))
