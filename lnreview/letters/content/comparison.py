"""The page “Criteria sets side by side” of a letter: every verdict on this record, and what makes the difference.

The verdicts, sentences and readings are those of the review's own comparison; this page only sets them. It is a page
of its own at the end, so that it can be taken out and handed on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lnreview.case.model import Case
from lnreview.guideline.model import CriteriaSet, Guideline
from lnreview.guideline.parts import Statement
from lnreview.letters.content import words
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Column, Heading, Paragraph, Run, Table, Words, plain
from lnreview.letters.remembered import Remembered
from lnreview.review.detail import table as detail
from lnreview.review.detail.comparison import comparison
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Cited, Review

TITLE = "Appendix: criteria sets side by side"
_REMEMBERED: Remembered[tuple[detail.Table, ...]] = Remembered(16)
_NONE = "–"
_SET, _VERDICT = 0.25, 0.15
"""Shares of the width, the same in each table, so that the eye can go down the page."""


def side_by_side(case: Case, review: Review, guideline: Guideline, citer: Citer) -> tuple[Block, ...]:
    """Return the page; nothing where the pack no longer holds the criteria set of the review."""
    if review.criteria not in guideline.criteria:
        return ()
    tables = {table.id: table for table in _compared(case, review, guideline)}
    found = tables["criteria-comparison"]
    differing, readings = tables.get("criteria-differences"), tables.get("criteria-readings")
    blocks: list[Block] = [
        Heading(TITLE, new_page=True, fixed=True),
        *_verdicts(found, review, guideline, citer),
    ]
    if differing:
        blocks += _differences(differing, citer)
    if readings:
        blocks += _readings(readings, citer)
    if not differing and not readings:
        blocks += _definitions(found, review, guideline, citer)
    return tuple(blocks)


def _compared(case: Case, review: Review, guideline: Guideline) -> tuple[detail.Table, ...]:
    """Return the tables of the comparison; a letter is composed many times while its record stays as it is."""

    def make() -> tuple[detail.Table, ...]:
        view = assessment(case, guideline, review.as_of.written, criteria=review.criteria)
        return tuple(comparison(view))

    key = (words.record_version(case), review.as_of.written.text, review.criteria)
    return _REMEMBERED.of(key, (guideline,), make)


def _verdicts(found: detail.Table, review: Review, guideline: Guideline, citer: Citer) -> tuple[Block, ...]:
    """Return the sentence and the table of all sets, the one in use first and in bold."""
    used, *_ = sets = _sets(found, review, guideline)
    steps = [_step(criteria, row.cells[4]) for criteria, row in zip(sets, found.rows, strict=True)]
    last = "Next step it names" if any(steps) else "When a regimen has failed"
    rows = []
    for criteria, row, step in zip(sets, found.rows, steps, strict=True):
        said = step if any(steps) else criteria.failure
        ours = criteria is used
        rows.append(
            (
                _name(criteria.name, ours, citer.marks(*_checked(row.citations))),
                (Run(row.cells[1], "strong" if ours else "plain"),),
                plain(row.cells[2] or _NONE),
                plain(row.cells[3]),
                _said(said, citer) if said else _nothing(any(steps)),
            )
        )
    columns = (
        Column("Criteria set", _SET), Column("Verdict", _VERDICT), Column("Latest regimen", 0.15),
        Column("Failed", 0.09, "right"), Column(last, 0.36),
    )  # fmt: skip
    dash = (
        " No next step is printed where the verdict is not a failure."
        if any(steps) and not all(steps)
        else ""
    )
    return (
        Paragraph(_answer(found, used, review)),
        Table(columns, tuple(rows)),
        Paragraph(plain(f"Failed: how many regimens count as failed. {found.note}{dash}"), "note"),
    )


def _sets(found: detail.Table, review: Review, guideline: Guideline) -> list[CriteriaSet]:
    """Return the set of each row."""
    by_name = {criteria.name: criteria for criteria in guideline.criteria.values()}
    return [guideline.criteria[review.criteria], *(by_name[row.cells[0]] for row in found.rows[1:])]


def _answer(found: detail.Table, used: CriteriaSet, review: Review) -> Words:
    """Return in a sentence which sets come to which verdict, that of the set in use first."""
    named: dict[str, list[str]] = {}
    for place, row in enumerate(found.rows):
        named.setdefault(row.cells[1], []).append(row.cells[0] if place else used.name)
    lead = (
        f"The same record was judged by {len(found.rows)} criteria sets as of {words.as_of_words(review)}. "
    )
    (ours, with_us), *others = named.items()
    if not others:
        return (Run(lead), Run(f"All come to the same verdict: {ours.lower()}.", "strong"))
    and_by = f", and by {words.joined(with_us[1:])}," if with_us[1:] else ","
    parts = [f"By {used.name}, the set of this letter{and_by} the verdict is {ours.lower()}"]
    parts += [f"by {words.joined(names)} it is {verdict.lower()}" for verdict, names in others]
    return (Run(lead), Run(f"{'; '.join(parts)}.", "strong"))


def _name(name: str, ours: bool, marks: tuple[int, ...]) -> Words:
    return (
        (Run(name, "strong", marks), Run("\nused in this letter", "quiet"))
        if ours
        else (Run(name, marks=marks),)
    )


def _step(criteria: CriteriaSet, text: str) -> Statement | None:
    """Return the statement of a set that a cell prints."""
    return next(
        (said for said in (criteria.after_one, criteria.next_step) if said and said.text == text), None
    )


def _nothing(next_step: bool) -> Words:
    return plain(_NONE) if next_step else (Run("no wording of its own was read", "quiet"),)


def _said(said: Statement, citer: Citer) -> Words:
    """Return a statement without its number, which stands at the name of the set; what nobody has checked is left out."""
    if said.status == "unverified":
        return (Run("left out: nobody has checked it against a text", "quiet"),)
    return tuple(replace(run, marks=()) for run in citer.said(said))


def _checked(facts: Sequence[Cited]) -> tuple[Cited, ...]:
    return tuple(fact for fact in facts if fact.status != "unverified")


@dataclass(frozen=True)
class _Same:
    """Rows that differ only in the set that they speak of."""

    names: tuple[str, ...]
    rows: tuple[detail.Row, ...]


def _merged(rows: Sequence[detail.Row]) -> tuple[_Same, ...]:
    groups: dict[tuple[str, ...], list[detail.Row]] = {}
    for row in rows:
        groups.setdefault(row.cells[1:], []).append(row)
    return tuple(_Same(tuple(row.cells[0] for row in group), tuple(group)) for group in groups.values())


def _definitions(found: detail.Table, review: Review, guideline: Guideline, citer: Citer) -> list[Block]:
    """Return what each set calls refractory disease: a reader asks for it where all sets agree."""
    rows = tuple(
        (plain(criteria.name), citer.said(criteria.definition))
        for criteria in _sets(found, review, guideline)
    )
    columns = (Column("Criteria set", _SET), Column("As read in its text", 1 - _SET))
    return [Heading("What each set calls refractory disease", 2), Table(columns, rows)]


def _differences(found: detail.Table, citer: Citer) -> list[Block]:
    rows = []
    for same in _merged(found.rows):
        first = same.rows[0]
        facts = [fact for row in same.rows for fact in (row.parameters or row.citations)]
        sentence = (
            _unbroken(words.sentence(first.cells[2]))
            or "The difference could not be traced to single sentences."
        )
        rows.append((plain(",\n".join(same.names)), plain(first.cells[1]), citer.fact(sentence, *facts)))
    columns = (
        Column("Criteria set", _SET), Column("Verdict", _VERDICT),
        Column("The sentence that makes the difference", 1 - _SET - _VERDICT),
    )  # fmt: skip
    return [Heading(found.title, 2), Paragraph(plain(found.intro), "note"), Table(columns, tuple(rows))]


def _unbroken(text: str) -> str:
    """Keep a number and its unit in one line."""
    return re.sub(r"(\d) (?=%|g/g|months|mL)", "\\1\u00a0", text)


def _readings(found: detail.Table, citer: Citer) -> list[Block]:
    rows = [(citer.fact(row.cells[0], *row.citations), plain(row.cells[1])) for row in found.rows]
    columns = (Column("Reading", 0.66), Column("Verdict", 0.34))
    return [Heading(found.title, 2), Paragraph(plain(found.intro), "note"), Table(columns, tuple(rows))]
