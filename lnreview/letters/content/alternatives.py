"""The treatments that a plan may prefer, and why they are not the one requested, in the signer's words."""

from __future__ import annotations

from typing import Literal

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import entries, known, words
from lnreview.letters.document import Column, Heading, Run, Table, Words, plain
from lnreview.review.finding import Review

_PREFERRED = {"yes": "yes", "no": "no", "unknown": "not known"}


def table(
    case: Case, review: Review, guideline: Guideline, level: Literal[1, 2] = 1
) -> tuple[Heading | Table, ...]:
    """Return the table of alternatives under a heading of that level, or nothing where none is entered."""
    rows = tuple(
        (
            plain(words.drug_name(guideline, item.drug)),
            plain(_PREFERRED[item.preferred]),
            plain(entries.ALTERNATIVES[item.status]),
            plain(_why(case, review, guideline, item.drug, item.reason)),
        )
        for item in known.papers(case, case.alternatives)
    )
    columns = (
        Column("Alternative", 0.2), Column("Preferred by the plan", 0.16), Column("Status", 0.17), Column("Why", 0.47),
    )  # fmt: skip
    return (Heading("Alternatives", level), Table(columns, rows)) if rows else ()


def lines(case: Case, review: Review, guideline: Guideline) -> tuple[Words, ...]:
    """Return a line for each alternative, the ones that the plan prefers first."""
    ordered = sorted(known.papers(case, case.alternatives), key=lambda item: item.preferred != "yes")
    found = []
    for item in ordered:
        preferred = ", preferred by the plan" if item.preferred == "yes" else ""
        name = words.drug_name(guideline, item.drug)
        lead = Run(
            f"{name[:1].upper()}{name[1:]}{preferred}: {entries.ALTERNATIVES[item.status]}. ", "strong"
        )
        found.append((lead, Run(_why(case, review, guideline, item.drug, item.reason))))
    return tuple(found)


def _why(case: Case, review: Review, guideline: Guideline, drug: str, reason: str) -> str:
    """Return the signer's reason, and the courses of the drug that the record holds."""
    wanted = guideline.drug(drug)
    given = [
        f"{words.dose_words(course) or 'dose not documented'}, {course.start or 'start not documented'} to "
        f"{course.stop or ('now' if course.ongoing == 'yes' else 'an end that is not documented')}"
        for course in known.courses(case, review)
        if wanted is not None and guideline.drug(course.drug) == wanted
    ]
    held = f"On record: {'; '.join(given)}." if given else ""
    return " ".join(part for part in (words.sentence(reason), held) if part)
