"""Facts of the pack by their id, for the tables that quote them; a fact that a pack leaves out is left out of the table."""

from __future__ import annotations

import re

from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter
from lnreview.guideline.reference import Fact, GeneAdvice, ScoreItem
from lnreview.review.finding import Cited


def fact(guideline: Guideline, name: str) -> Fact | None:
    """Return the fact of an id, or `None`."""
    return next((item for item in guideline.facts if item.id == name), None)


def facts(guideline: Guideline, *names: str) -> tuple[Fact, ...]:
    """Return the facts of several ids, in that order."""
    return tuple(found for name in names if (found := fact(guideline, name)) is not None)


def cited(*parts: Fact | GeneAdvice | ScoreItem | Parameter) -> tuple[Cited, ...]:
    """Return the citations of parts of the pack, each once."""
    return tuple(dict.fromkeys(Cited.of(part) for part in parts))


def quoted(guideline: Guideline, *names: str) -> tuple[Cited, ...]:
    """Return the citations of the facts of several ids."""
    return cited(*facts(guideline, *names))


def numbers(guideline: Guideline, item: Fact) -> tuple[Parameter, ...]:
    """Return the numbers that a fact names."""
    return tuple(guideline[name] for name in item.parameters)


def told(item: Fact) -> str:
    """Return a fact with what it must not be used for."""
    return " ".join(part for part in (item.text, item.misuse) if part)


def study(guideline: Guideline, source: str) -> str:
    """Return how a source is called in a table: the beginning of its reference and the year."""
    known = guideline.sources.get(source)
    if known is None:
        return source
    if known.kind == "program":
        return "program default"
    head = re.split(r"[.;](?:\s|$)", known.reference, maxsplit=1)[0]
    return f"{head}, {known.year}" if known.year is not None and str(known.year) not in head else head
