"""What a notice of a denial has to hold, and who may judge an appeal: data (`payer/notice.toml` of the pack), cited."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lnreview.case.paperwork import NoticeElement
from lnreview.errors import InputProblems, Problem
from lnreview.guideline.load import Reading
from lnreview.guideline.parts import Part, VerificationStatus

if TYPE_CHECKING:
    from lnreview.guideline.model import Guideline

FILE = "payer/notice.toml"
"""The file inside the pack."""


class Element(Part):
    """Something that a notice has to hold."""

    id: NoticeElement
    """As the record of a denial names it."""
    words: str
    """What it is, as a noun phrase."""
    point: str
    """How its absence is put in an appeal, as a sentence."""
    only: Literal["expedited", ""] = ""
    """Of what requests; empty: of all."""
    source: str
    """Where it stands, in words."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class ReviewerRule(Part):
    """A rule on who may judge an appeal."""

    id: Literal["same-specialty", "not-involved", "no-pharmacist"]
    """Short name, by which the program applies it."""
    words: str
    """The rule, as a sentence."""
    professions: tuple[str, ...] = ()
    """Professions and degrees that it speaks of."""
    source: str
    """Where it stands, in words."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class NoticeRules(Part):
    """All of it."""

    elements: tuple[Element, ...] = ()
    """What a notice has to hold, in the order of the file."""
    reviewers: tuple[ReviewerRule, ...] = ()
    """Who may judge an appeal."""


def notice_rules(guideline: Guideline) -> NoticeRules:
    """Return the rules of a pack, empty where it has none; raise `InputProblems` with every fault and its place."""
    if guideline.folder is None:
        return NoticeRules()
    path = guideline.folder / FILE
    if not path.is_file():
        return NoticeRules()
    stat = path.stat()
    return _kept(guideline.folder, stat.st_mtime_ns, stat.st_size)


def problems(folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the rules of a pack, each with file, line and key; a pack without them has no fault."""
    return _read(folder)[1] if (folder / FILE).exists() else ()


@lru_cache(maxsize=8)
def _kept(folder: Path, changed: int, size: int) -> NoticeRules:
    found, faults = _read(folder)
    if faults:
        raise InputProblems(f"The notice rules of the guideline pack {folder}", faults)
    return found


def _read(folder: Path) -> tuple[NoticeRules, tuple[Problem, ...]]:
    reading = Reading(folder)
    content, places = reading.tables(FILE)
    elements, reviewers = [], []
    for kind in content:
        if kind not in ("element", "reviewer"):
            sentence = "only [[element]] and [[reviewer]] tables are known here; correct the name"
            reading.problems.append(Problem(places.of((kind,)), sentence))
    for index, table in enumerate(content.get("element", [])):
        element = reading.part(Element, "element", _name(table, index), table, places, ("element", index))
        elements += [element] if element else []
    for index, table in enumerate(content.get("reviewer", [])):
        rule = reading.part(ReviewerRule, "reviewer", _name(table, index), table, places, ("reviewer", index))
        reviewers += [rule] if rule else []
    return NoticeRules(elements=tuple(elements), reviewers=tuple(reviewers)), tuple(reading.problems)


def _name(table: object, index: int) -> str:
    named = table.get("id") if isinstance(table, dict) else None
    return str(named or f"table {index + 1}")
