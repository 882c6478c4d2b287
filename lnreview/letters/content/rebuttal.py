"""The answer to a denial point by point: the words of the notice, the signer's answer, the chart facts and the exhibit.

A point without an answer says so in the draft; nothing is answered in its place.
"""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import Rebuttal
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.content import denied, entries, policy, words
from lnreview.letters.content.citations import Citer
from lnreview.letters.content.offered import offered
from lnreview.letters.document import Block, BulletList, Column, Heading, Paragraph, Run, Table, plain
from lnreview.review.finding import Evidence, Review
from lnreview.review.policy.result import Criterion, PolicyReview

NOT_ANSWERED = "Not answered yet."
"""Stands where the signer's answer is missing."""
OFFERED = "What the record shows on this point"
"""Head of the facts that the review offers on a point."""
NO_EVIDENCE = "No entry of the record is named for this point yet."
"""Stands where neither an entry nor an exhibit shows the answer."""


def point_by_point(
    case: Case, review: Review, guideline: Guideline, citer: Citer, held: PolicyReview | None
) -> tuple[Block, ...]:
    """Return each point of the latest denial with answer, chart facts and exhibit; a note where none is entered."""
    points = denied.points(case)
    blocks: list[Block] = [Heading("The points of the notice and their answers")]
    if not points:
        lacking = "The points of the notice are not entered yet; each of them has to be answered."
        return (*blocks, Paragraph(plain(lacking)))
    for number, point in enumerate(points, start=1):
        blocks += _point(number, point, case, review, guideline, citer, held)
    return tuple(blocks)


def shown_by(case: Case, review: Review, guideline: Guideline, point: Rebuttal) -> tuple[Evidence, ...]:
    """Return the entries of the record that the signer named for a point, as far as the record holds them."""
    found = (entries.evidence(case, review, guideline, name) for name in point.evidence)
    return told.shown_evidence(case, tuple(item for item in found if item is not None))


def _asked(held: PolicyReview | None, name: str) -> Criterion | None:
    """Return the criterion of the policy that a point is about, or `None`."""
    if held is None or not name:
        return None
    return next((item for item in held.root.walk() if item.id == name), None)


def _point(
    number: int,
    point: Rebuttal,
    case: Case,
    review: Review,
    guideline: Guideline,
    citer: Citer,
    held: PolicyReview | None,
) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"Point {number}", 2),
        Paragraph((Run("The notice says: ", "strong"), *denied.quoted(point.point)), fixed=True),
    ]
    if point.answer.strip():
        blocks.append(Paragraph((Run("Answer: ", "strong"), Run(point.answer))))
    else:
        blocks.append(Paragraph((Run(NOT_ANSWERED, "strong"),)))
    evidence = shown_by(case, review, guideline, point)
    if evidence:
        blocks.append(_facts(evidence))
    if point.exhibit.strip():
        blocks.append(Paragraph((Run("To be found in: ", "strong"), Run(point.exhibit)), "note"))
    criterion = _asked(held, point.criterion)
    if criterion is not None:
        because = f" – {words.sentence(criterion.because)}"
        blocks.append(
            Paragraph(
                (Run(f"Criterion of the policy, {criterion.words}: ", "strong"), *policy.state(criterion), Run(because)),
                "note",
            )
        )  # fmt: skip
    if not (evidence or point.exhibit.strip() or criterion):
        blocks.append(Paragraph(plain(NO_EVIDENCE), "note"))
    facts = offered(point.point, case, review, guideline, citer)
    if facts:
        blocks += [Paragraph((Run(f"{OFFERED}:", "strong"),), "note"), BulletList(facts, fixed=True)]
    return blocks


def _facts(evidence: tuple[Evidence, ...]) -> Table:
    columns = [Column("Chart fact", 0.36), Column("Value", 0.36), Column("Date", 0.22)]
    sourced = any(item.source for item in evidence)
    if sourced:
        columns.append(Column("Source", 0.24))
    rows = []
    for item in evidence:
        value = " ".join(part for part in (item.value, item.unit) if part) or "–"
        row = (
            plain(words.sentence(item.what).rstrip(".")),
            plain(value),
            plain(item.date or "not dated"),
        )
        rows.append((*row, plain(item.source or "–")) if sourced else row)
    return Table(tuple(columns), tuple(rows))
