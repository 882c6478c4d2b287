"""The criteria of a letter: in brief for the first page, then one by one with evidence, rule and what is missing."""

from __future__ import annotations

from lnreview.guideline.model import Guideline
from lnreview.letters.content import words
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Column, Heading, Paragraph, Run, Table, Words, plain
from lnreview.review.finding import (
    STATUS_WORDS,
    STEP_NAMES,
    STEPS,
    VERDICT_NAMES,
    Evidence,
    Finding,
    Review,
    Status,
)

SHAPES: dict[Status, str] = {"met": "✓", "not-met": "×", "not-documented": "◌"}
"""A shape beside each status word, so that a fax without colour reads the same."""

MOST_EVIDENCE = 10
"""Entries listed under one criterion; further ones are counted."""


def status_words(finding: Finding) -> str:
    """Return shape and word of the computed status."""
    return f"{SHAPES[finding.status]} {STATUS_WORDS[finding.status]}"


def brief(review: Review) -> tuple[Block, ...]:
    """Return the verdict in a sentence and the six criteria in a table, for the first page."""
    rows = []
    for name in STEPS:
        finding = review.step(name)
        state: Words = (Run(status_words(finding)),)
        if finding.override:
            state = (*state, Run(f"; reviewer: {STATUS_WORDS[finding.override.status]}", "strong"))
        rows.append((plain(STEP_NAMES[name]), state, plain(words.sentence(finding.because))))
    columns = (Column("Criterion", 0.13), Column("Finding", 0.18), Column("Because", 0.69))
    lead = [
        Run(f"{VERDICT_NAMES[review.verdict]}. ", "strong"),
        Run(words.sentence(review.summary)),
        Run(
            f" Judged by {review.criteria_name}, version {review.criteria_version}, as of {review.as_of}.",
            "quiet",
        ),
    ]
    parts: list[Block] = [Paragraph(tuple(lead), "lead")]
    if review.urgent:
        parts.append(Paragraph((Run("Urgent: ", "strong"), Run(words.sentence(review.urgent)))))
    if review.provisional and "provisional" not in review.summary.casefold():
        told = f"{VERDICT_NAMES[review.provisional].lower()}, if the missing information confirms it."
        parts.append(Paragraph((Run("Provisional: ", "strong"), Run(told))))
    return (*parts, Table(columns, tuple(rows)))


def one_by_one(review: Review, guideline: Guideline, citer: Citer) -> tuple[Block, ...]:
    """Return each criterion with its status, reason, evidence, rule and gaps, the reviewer's judgement beside it."""
    parts: list[Block] = [Heading("The criteria one by one")]
    criteria = guideline.criteria.get(review.criteria)
    if criteria is not None:
        parts.append(
            Paragraph(
                (Run(f"Refractory disease by {criteria.name}: ", "strong"), *citer.said(criteria.definition))
            )
        )
    for number, name in enumerate(STEPS, start=1):
        parts += _step(number, review.step(name), guideline, citer)
    if criteria is not None and criteria.switches:
        readings = tuple(run for switch in criteria.switches for run in (*citer.said(switch), Run(" ")))
        parts.append(Paragraph((Run("How the text was read: ", "strong"), *readings), "note"))
    return tuple(parts)


def _step(number: int, finding: Finding, guideline: Guideline, citer: Citer) -> list[Block]:
    parts: list[Block] = [Heading(f"{number}. {STEP_NAMES[finding.step]}: {status_words(finding)}", 2)]
    question = guideline.steps.get(finding.step)
    asked: Words = (Run(f"{question.text} ", "quiet"),) if question else ()
    marks = citer.marks(*([question] if question else []), *finding.citations, *finding.parameters)
    parts.append(Paragraph((*asked, Run(words.sentence(finding.because), marks=marks))))
    if finding.override:
        judged = finding.override
        by = words.joined(
            [f"by {judged.by}" if judged.by else "", f"on {judged.on}" if judged.on else ""], ""
        )
        parts.append(
            Paragraph(
                (
                    Run(f"Reviewer's judgement: {STATUS_WORDS[judged.status]}", "strong"),
                    Run(f"{f' ({by})' if by else ''}. {words.sentence(judged.rationale)} "),
                    Run("The computed finding above is left as it was.", "quiet"),
                )
            )
        )
    if finding.evidence:
        parts.append(_evidence(finding.evidence))
        more = len(finding.evidence) - MOST_EVIDENCE
        if more > 0:
            parts.append(Paragraph(plain(f"{more} further entries of the record were used as well."), "note"))
    if finding.parameters:
        parts.append(Paragraph((Run("Applied: ", "strong"), *_rules(finding, citer)), "note"))
    if finding.missing:
        wanted = words.joined(dict.fromkeys(missing.what for missing in finding.missing))
        parts.append(Paragraph((Run("Would settle it: ", "strong"), Run(words.sentence(wanted))), "note"))
    return parts


def _evidence(entries: tuple[Evidence, ...]) -> Table:
    shown = entries[:MOST_EVIDENCE]
    columns = [Column("Evidence", 0.36), Column("Value", 0.32), Column("Date", 0.17)]
    sourced = any(entry.source for entry in shown)
    if sourced:
        columns.append(Column("Source", 0.2))
    rows = []
    for entry in shown:
        value = " ".join(part for part in (entry.value, entry.unit) if part) or "–"
        row = (plain(entry.what), plain(value), plain(entry.date or "not dated"))
        rows.append((*row, plain(entry.source or "–")) if sourced else row)
    return Table(tuple(columns), tuple(rows))


def _rules(finding: Finding, citer: Citer) -> Words:
    runs: list[Run] = []
    for parameter in finding.parameters:
        if runs:
            runs.append(Run("; "))
        runs += citer.fact(f"{parameter.means}: {words.limit(parameter)}", parameter)
    return (*runs, Run("."))
