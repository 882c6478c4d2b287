"""What the tests of the plan's documents share: their text, the cases they are made for, words that they must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import letterfactory as factory
import policyfactory

from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.content import information, worksheet
from lnreview.letters.document import Block, Document, Gap, Heading, References, texts
from lnreview.review.evaluate import review
from lnreview.review.finding import Review
from lnreview.review.policy.against import suited
from lnreview.review.policy.result import PolicyReview

ROOT = Path(__file__).parents[2]
PATHS = (
    *sorted((ROOT / "resources/demo").glob("*.json")),
    *(
        path
        for name in ("LN25", "LN29", "LN33")
        for path in (ROOT / "tests/published").glob(f"{name}-*.json")
    ),
)
"""The demo cases, and published patients with little on record."""

DENIAL = re.compile(r"\b(den(y|ies|ied|ial|ials|ying)|reject(ed|s|ion)?)\b", re.IGNORECASE)
"""Words that no document of the plan's side may hold outside a quoted text of the user."""

_MODULES = {"worksheet": worksheet, "information-request": information}


def document(
    kind: str,
    case: Case,
    found: Review,
    applied: PolicyReview | None,
    gaps: tuple[Gap, ...] = (),
) -> Document:
    """Return a document of the plan's side with a policy review that was built by hand."""
    empty = write.compose(kind, case, found, factory.guideline(), dated=factory.DAY)
    blocks = _MODULES[kind].laid_out(case, found, factory.guideline(), applied, gaps, factory.DAY)
    return replace(empty, blocks=blocks, gaps=gaps, draft=any(gap.waived is None for gap in gaps))


def sample(
    kind: str,
    applied: PolicyReview | None = None,
    *,
    review: Review | None = None,
    gaps: tuple[Gap, ...] = (),
    bare: bool = False,
    **changes: Any,
) -> Document:
    """Return a document on the sample case, with the steps of a determination unless `bare`."""
    case = factory.case(**(changes if bare else {**policyfactory.parts(), **changes}))
    return document(kind, case, review or factory.review(case), applied, gaps)


def read(path: Path) -> tuple[Case, Review]:
    """Return a case file with its review."""
    case = casefile.read(path)
    return case, review(case, factory.guideline(), None)


def told(of: Document) -> str:
    """Return the text of a document on one line."""
    return re.sub(r"\s+", " ", write.text(of))


def section(of: Document, title: str) -> tuple[Block, ...]:
    """Return what stands under a heading of the first level."""
    blocks = list(of.blocks)
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == title)
    rest = blocks[start + 1 :]
    end = next((n for n, block in enumerate(rest) if isinstance(block, Heading) and block.level == 1), len(rest))  # fmt: skip
    return tuple(rest[:end])


def under(of: Document, title: str) -> str:
    """Return the text under a heading of the first level, on one line."""
    return re.sub(
        r"\s+", " ", write.text(replace(of, blocks=section(of, title), letterhead=(), banner="", draft=False))
    )


def headings(of: Document) -> list[str]:
    """Return the headings of the first level."""
    return [block.text for block in of.blocks if isinstance(block, Heading) and block.level == 1]


def with_packs() -> Iterator[tuple[Path, str]]:
    """Yield each of the cases with each shipped pack that fits its request."""
    for path in PATHS:
        for pack in suited(casefile.read(path), factory.guideline()):
            yield path, pack.id


# --- abbreviations ---------------------------------------------------------------------------------------------------

_SHORT = re.compile(r"(?<![\w-])[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*(?![\w])")
"""A word with two capitals."""
_NO_ABBREVIATION = re.compile(r"[IVX]+|ID|PO|PharmD|MD|PhD|RN|PA|UM|ST|DEMO|EHP|EX|RX502|GL|CP|PHAR|OptumRx")
"""Roman numerals, academic titles, and parts of numbers, addresses and names of companies."""


def unexplained(blocks: Iterable[Block]) -> set[str]:
    """Return the abbreviations that a document prints and does not explain in its line of abbreviations."""
    printed = [text for block in blocks if not isinstance(block, References) for text in texts(block)]
    place = next((n for n, text in enumerate(printed) if text == "Abbreviations: "), None)
    explained = printed[place + 1] if place is not None else ""
    names = {entry.split(",")[0] for entry in explained.split("; ")}
    body = " ".join(printed[:place])
    parts = {part for word in _SHORT.findall(body) for part in re.split(r"[-/]", word)}
    known = {part for name in names for part in re.split(r"[-/]", name)} | names
    return {part for part in parts if part not in known and not _NO_ABBREVIATION.fullmatch(part)}
