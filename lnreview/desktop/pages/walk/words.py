"""The words of the walk, made from the review without a window."""

from __future__ import annotations

import re
from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.quantities import shown
from lnreview.desktop.language import noop, tr
from lnreview.review.finding import RegimenReview, ResponseGrade, sentence

GRADE_WORDS: dict[ResponseGrade, str] = {
    "complete": noop("complete"),
    "primary-efficacy": noop("primary efficacy"),
    "partial": noop("partial"),
    "improving": noop("improving"),
    "none": noop("none"),
    "unknown": noop("not documented"),
}


def headline(summary: str) -> tuple[str, str]:
    """Return the verdict's sentence for the title, and what is left of a longer one for the text below it."""
    if len(summary) <= _TITLE_CHARACTERS:
        return summary, ""
    ends = (found for found in _END_OF_CLAUSE.finditer(summary) if _is_balanced(summary[: found.start()]))
    first = next(ends, None)
    if first is None:
        return summary, ""
    return f"{summary[: first.start()]}.", sentence(summary[first.end() :])


def _is_balanced(text: str) -> bool:
    """Whether a text closes every bracket that it opens: a sentence is never cut within one."""
    return text.count("(") == text.count(")")


def one_by_one(because: str) -> str:
    """Return a reason that joins several regimens as “(1) … (2) …” with each regimen on a line of its own."""
    return _NEXT_REGIMEN.sub(r"\n\1", because) if because.startswith("(1) ") else because


_TITLE_CHARACTERS = 120
"""A title of more letters than these would fill the page."""
_END_OF_CLAUSE = re.compile(r"[;:.] ")
_NEXT_REGIMEN = re.compile(r" (\([2-9]\) )")


def dates_of(regimen: RegimenReview) -> str:
    """Return from when to when a regimen ran, as the chart says it."""
    start = _when(regimen.start) or tr("start not documented")
    if regimen.running:
        return (
            tr("since {start}").format(start=start) if regimen.start else tr("running, start not documented")
        )
    return tr("{start} to {end}").format(start=start, end=_when(regimen.stop) or tr("end not documented"))


def counts(regimen: RegimenReview) -> str:
    """Return whether a regimen counts as failed, in words."""
    if regimen.failed is None:
        return tr("not documented whether it failed")
    return tr("counts as failed") if regimen.failed else tr("does not count as failed")


def trend(first: Decimal | None, last: Decimal | None, unit: str, places: int = 2) -> str:
    """Return how a value moved over a regimen; an absent end stays visible as such."""
    if first is None and last is None:
        return ""
    ends = [shown(value, places) if value is not None else tr("not documented") for value in (first, last)]
    return f"{ends[0]} → {ends[1]} {unit}"


def listed(names: list[str]) -> str:
    """Return names as a list in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _when(span: Span | None) -> str:
    return str(span) if span else ""
