"""The criteria of a letter: in brief for the first page, then one by one with evidence, rule and what is missing.

Where several regimens are judged, each has a line of its own. A record entry is printed under the first criterion
that uses it; later ones only name it.
"""

from __future__ import annotations

from dataclasses import replace

from lnreview.guideline.model import Guideline
from lnreview.letters.content import words
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, BulletList, Column, Heading, Paragraph, Run, Table, Words, plain
from lnreview.review.finding import (
    STATUS_WORDS,
    STEPS,
    VERDICT_NAMES,
    Evidence,
    Finding,
    Review,
    Status,
    StepName,
)

SHAPES: dict[Status, str] = {"met": "✓", "not-met": "×", "not-documented": "◌"}
"""A shape beside each status word, so that a fax without colour reads the same."""

NAMES: dict[StepName, str] = {
    "diagnosis": "Diagnosis proven",
    "adherence": "Adherence shown",
    "dosing": "Dosing adequate",
    "response": "Response reached",
    "chronicity": "Chronicity excluded",
    "biopsy": "Biopsy settled",
}
"""The criteria as statements, so that “met” and “not met” can be read without knowing the question."""

APPENDIX = "Appendix: the criteria one by one"

MOST_EVIDENCE = 10
"""Entries listed under one criterion; further ones are counted."""
_SHORT = 2
"""Entries that are told in a line; more of them stand in a table."""
_ABOVE = "This decides the verdict; the reason stands above."
_PER_REGIMEN: tuple[StepName, ...] = ("adherence", "dosing", "response")


def status_words(finding: Finding) -> str:
    """Return shape and word of the computed status."""
    return f"{SHAPES[finding.status]} {STATUS_WORDS[finding.status]}"


def reasons(review: Review, finding: Finding) -> tuple[str, ...]:
    """Return the reason of a finding, parted by regimen where several were judged, the earliest first."""
    whole = (words.sentence(finding.because),)
    if finding.step not in _PER_REGIMEN:
        return whole
    told: list[str] = []
    rest = finding.because
    for regimen in review.regimens:
        because = {
            "adherence": regimen.adherence, "dosing": regimen.dosing, "response": regimen.response,
        }[finding.step].because  # fmt: skip
        lead = f"({len(told) + 1}) {because}"
        if rest.startswith(lead):
            told.append(words.sentence(because))
            rest = rest[len(lead) :].lstrip()
    return tuple(told) if told and not rest else whole


def is_the_verdict(review: Review, finding: Finding) -> bool:
    """Tell whether the reason of a finding is the sentence of the verdict, so that it is not told twice on a page."""
    return bool(finding.because) and words.sentence(finding.because) == words.sentence(review.summary)


def brief(review: Review) -> tuple[Block, ...]:
    """Return the verdict in a sentence and the six criteria in a table, for the first page."""
    rows = []
    for name in STEPS:
        finding = review.step(name)
        state: Words = (Run(status_words(finding)),)
        if finding.override:
            state = (*state, Run(f"; reviewer: {STATUS_WORDS[finding.override.status]}", "strong"))
        parts = (_ABOVE,) if is_the_verdict(review, finding) else reasons(review, finding)
        lines = parts if len(parts) == 1 else tuple(f"{n}. {part}" for n, part in enumerate(parts, 1))
        rows.append((plain(NAMES[name]), state, plain("\n".join(lines))))
    columns = (Column("Criterion", 0.18), Column("Finding", 0.175), Column("Because", 0.645))
    lead = [
        Run(f"{VERDICT_NAMES[review.verdict]}. ", "strong"),
        Run(words.sentence(review.summary)),
        Run(
            f" Judged by {review.criteria_name}, version {review.criteria_version}, as of {review.as_of}.",
            "quiet",
        ),
    ]
    parts_: list[Block] = [Paragraph(tuple(lead), "lead")]
    if review.urgent:
        parts_.append(Paragraph((Run("Urgent: ", "strong"), Run(words.sentence(review.urgent)))))
    if review.provisional and "provisional" not in review.summary.casefold():
        told = f"{VERDICT_NAMES[review.provisional].lower()}, if the missing information confirms it."
        parts_.append(Paragraph((Run("Provisional: ", "strong"), Run(told))))
    return (*parts_, Table(columns, tuple(rows)))


def one_by_one(review: Review, guideline: Guideline, citer: Citer) -> tuple[Block, ...]:
    """Return each criterion with its status, reason, evidence, rule and gaps, the reviewer's judgement beside it."""
    parts: list[Block] = [Heading(APPENDIX, fixed=True)]
    criteria = guideline.criteria.get(review.criteria)
    if criteria is not None:
        parts.append(
            Paragraph(
                (Run(f"Refractory disease by {criteria.name}: ", "strong"), *citer.said(criteria.definition))
            )
        )
    told: dict[Evidence, int] = {}
    for number, name in enumerate(STEPS, start=1):
        parts += _step(number, review.step(name), review, guideline, citer, told)
    if criteria is not None and criteria.switches:
        parts.append(Heading("How the text was read", 2))
        parts.append(BulletList(tuple(citer.said(switch) for switch in criteria.switches)))
    return tuple(parts)


def _step(
    number: int,
    finding: Finding,
    review: Review,
    guideline: Guideline,
    citer: Citer,
    told: dict[Evidence, int],
) -> list[Block]:
    title = f"{number}. {NAMES[finding.step]}: {status_words(finding)}"
    parts: list[Block] = [Heading(title, 2)]
    question = guideline.steps.get(finding.step)
    asked: Words = (Run(f"{question.text} ", "quiet"),) if question else ()
    marks = citer.marks(*([question] if question else []), *finding.citations, *finding.parameters)
    because = reasons(review, finding)
    if len(because) == 1:
        parts.append(Paragraph((*asked, Run(because[0], marks=marks))))
    else:
        count = f"{len(because)} regimens were judged, the earliest first:"
        parts.append(Paragraph((*asked, Run(count, marks=marks))))
        parts.append(BulletList(tuple(plain(part) for part in because)))
    if finding.override:
        judged = finding.override
        by = " ".join(
            part for part in (judged.by and f"by {judged.by}", judged.on and f"on {judged.on}") if part
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
    parts += _evidence(number, finding, told)
    if finding.parameters:
        parts.append(Paragraph((Run("Applied: ", "strong"), *_rules(finding, citer)), "note"))
    if finding.missing:
        wanted = words.joined(dict.fromkeys(missing.what for missing in finding.missing))
        parts.append(Paragraph((Run("Would settle it: ", "strong"), Run(words.sentence(wanted))), "note"))
    return parts


def _evidence(number: int, finding: Finding, told: dict[Evidence, int]) -> list[Block]:
    """Return the entries that a finding used: new ones in a line or a table, those told before by their names."""
    new = [entry for entry in finding.evidence if entry not in told]
    before = [entry for entry in finding.evidence if entry in told]
    for entry in new:
        told[entry] = number
    parts: list[Block] = []
    rows = _runs(new) if finding.step == "dosing" else new
    if 0 < len(rows) <= _SHORT:
        line = "; ".join(f"{entry}{f', {entry.source}' if entry.source else ''}" for entry in rows)
        parts.append(Paragraph((Run("Evidence: ", "strong"), Run(words.sentence(line))), "note"))
    elif rows:
        parts.append(_evidence_table(rows))
        more = len(rows) - MOST_EVIDENCE
        if more > 0:
            parts.append(Paragraph(plain(f"{more} further entries of the record were used as well."), "note"))
    if before:
        names = words.joined(
            dict.fromkeys(
                f"{entry.what}{f' of {entry.date}' if entry.date else ''} (criterion {told[entry]})"
                for entry in before
            )
        )
        parts.append(Paragraph((Run("Evidence told above: ", "strong"), Run(words.sentence(names))), "note"))
    return parts


def _runs(entries: list[Evidence]) -> list[Evidence]:
    """Join the steps of a drug whose dose was changed several times into one entry, from the first to the last."""
    joined: list[list[Evidence]] = []
    for entry in entries:
        if joined and joined[-1][-1].what == entry.what:
            joined[-1].append(entry)
        else:
            joined.append([entry])
    return [entry for run in joined for entry in ([_run(run)] if len(run) > _SHORT else run)]


def _run(run: list[Evidence]) -> Evidence:
    first, last = run[0], run[-1]
    value = " → ".join(
        dict.fromkeys(" ".join(part for part in (e.value, e.unit) if part) for e in (first, last))
    )
    begin, end = first.date.partition(" to ")[0], last.date.rpartition(" to ")[2]
    return replace(
        first, value=f"{value}, in {len(run)} steps", unit="", date=f"{begin} to {end}" if begin else end
    )


def _evidence_table(entries: list[Evidence]) -> Table:
    shown = entries[:MOST_EVIDENCE]
    columns = [Column("Evidence", 0.38), Column("Value", 0.26), Column("Date", 0.2)]
    sourced = any(entry.source for entry in shown)
    if sourced:
        columns.append(Column("Source", 0.24))
    rows = []
    for entry in shown:
        value = " ".join(part for part in (entry.value, entry.unit) if part) or "–"
        row = (plain(words.sentence(entry.what).rstrip(".")), plain(value), plain(entry.date or "not dated"))
        rows.append((*row, plain(entry.source or "–")) if sourced else row)
    return Table(tuple(columns), tuple(rows))


def _rules(finding: Finding, citer: Citer) -> Words:
    runs: list[Run] = []
    for parameter in finding.parameters:
        if runs:
            runs.append(Run("; "))
        runs += citer.fact(f"{parameter.means}: {words.limit(parameter)}", parameter)
    return (*runs, Run("."))
