"""The signer's choices in the words of a document: a paragraph said differently, a line or a row left out.

An edit is known by the words that it replaces. Where the program would say something else now, the edit is not
applied: it is a gap of the document (`stale_gaps`), so that no sentence stands on words that are gone. What the
program computed (statuses, evidence, gaps, the comparison of sets) is fixed: it is overridden in the review, not here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import takewhile

from lnreview.case.model import Case
from lnreview.case.paperwork import LetterEdit
from lnreview.letters.document import (
    Block,
    BulletList,
    Document,
    Gap,
    Gaps,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    References,
    Run,
    Signature,
    Table,
    TrendChart,
    Words,
)

_SHOWN = 120
"""Characters of an edit that a message shows."""
MARK = "(signer’s wording)"
"""Printed behind a paragraph that the signer wrote anew."""


Choice = Callable[[str], LetterEdit | None]
"""Says what the signer chose for some words."""


def parts(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """Return what a signer may leave out or rewrite, in reading order, each once in its section."""
    found: dict[tuple[str, str], Part] = {}
    for section, fixed, block in _placed(blocks):
        if fixed:
            continue
        for words, rewritable in _words_of(block):
            if words.strip():
                found.setdefault((section, words), Part(section, words, rewritable))
    return tuple(found.values())


def edited(kind: str, blocks: tuple[Block, ...], edits: Iterable[LetterEdit]) -> tuple[Block, ...]:
    """Return the blocks of a document of a kind with the edits that fit; a heading with nothing left goes as well."""
    wanted = {(edit.section, edit.was): edit for edit in edits if edit.kind == kind}
    if not wanted:
        return blocks
    told: list[Block] = []
    for section, fixed, block in _placed(blocks):
        kept = block if fixed else _apply(block, partial(_chosen, wanted, section))
        if kept is not None:
            told.append(kept)
    return tuple(_without_bare_headings(blocks, told))


def _chosen(wanted: Mapping[tuple[str, str], LetterEdit], section: str, words: str) -> LetterEdit | None:
    return wanted.get((section, words))


def stale_gaps(kind: str, case: Case, document: Document) -> Iterator[Gap]:
    """Yield a gap for each edit of this kind whose words the program no longer says."""
    said = {(part.section, part.words) for part in document.parts}
    for edit in case.letter_edits:
        if edit.kind == kind and (edit.section, edit.was) not in said:
            where = f"under “{edit.section}”" if edit.section else "at the top"
            done = "rewritten" if edit.text.strip() else "left out"
            yield Gap(
                f"edit:{key(edit)}",
                f"A part {where} was {done}, but the program now says something else there, so the change is not "
                f"applied: “{_short(edit.text.strip() or edit.was)}” Check it under Contents, or drop the change.",
                "letter",
                key(edit),
            )


def key(edit: LetterEdit) -> str:
    """Return a short name of an edit: equal for equal words in an equal place."""
    return hashlib.sha256("\0".join((edit.kind, edit.section, edit.was)).encode()).hexdigest()[:12]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _placed(blocks: Iterable[Block]) -> Iterator[tuple[str, bool, Block]]:
    """Yield each block with the heading above it and whether it is fixed, by itself or by a heading above."""
    section, by_level = "", {1: False, 2: False}
    for block in blocks:
        if isinstance(block, Heading):
            section = block.text
            by_level[block.level] = block.fixed
            if block.level == 1:
                by_level[2] = False
            yield section, True, block
            continue
        own = isinstance(block, References | Gaps | Signature) or getattr(block, "fixed", False)
        yield section, own or any(by_level.values()), block


def _words_of(block: Block) -> Iterator[tuple[str, bool]]:
    match block:
        case Paragraph(words=words):
            yield _plain(words), True
        case BulletList(items=items):
            yield from ((_plain(words), True) for words in items)
        case KeyValues(items=items):
            yield from ((_pair(label, words), False) for label, words in items)
        case Table(rows=rows):
            yield from ((_row(row), False) for row in rows)
        case TrendChart(caption=caption):
            yield caption, False
        case _:
            return


def _apply(block: Block, choice: Choice) -> Block | None:
    """Return a block as the signer wants it; `None` where nothing of it is left."""
    match block:
        case Paragraph(words=words):
            edit = choice(_plain(words))
            if edit is None:
                return block
            return replace(block, words=_rewritten(words, edit.text)) if edit.text.strip() else None
        case BulletList(items=items):
            kept: list[Words] = []
            for words in items:
                edit = choice(_plain(words))
                if edit is None:
                    kept.append(words)
                elif edit.text.strip():
                    kept.append(_rewritten(words, edit.text))
            return replace(block, items=tuple(kept)) if kept else None
        case KeyValues(items=pairs, first=first):
            places = [n for n, (label, words) in enumerate(pairs) if choice(_pair(label, words)) is None]
            above = sum(1 for n in places if n < first)
            return replace(block, items=tuple(pairs[n] for n in places), first=above) if places else None
        case Table(rows=rows):
            stay = tuple(row for row in rows if choice(_row(row)) is None)
            return replace(block, rows=stay) if stay else None
        case TrendChart(caption=caption):
            return block if choice(caption) is None else None
        case _:
            return block


def _rewritten(words: Words, text: str) -> Words:
    """Return the signer's words with the references and the badges of the words that they replace: the basis stays."""
    marks = tuple(sorted({mark for run in words for mark in run.marks}))
    badges = tuple(run for run in words if run.tone == "badge")
    return (Run(text.strip(), marks=marks), *badges, Run(f" {MARK}", "badge"))


def _without_bare_headings(before: tuple[Block, ...], after: list[Block]) -> Iterator[Block]:
    """Yield the blocks without headings under which everything was left out; those that were bare before stay."""
    bare = {id(heading) for heading in _bare(before)}
    gone = {id(heading) for heading in _bare(after)} - bare
    return (block for block in after if id(block) not in gone)


def _bare(blocks: Iterable[Block]) -> Iterator[Heading]:
    """Yield the headings under which nothing but headings stands."""
    blocks = tuple(blocks)
    for place, heading in enumerate(blocks):
        if isinstance(heading, Heading):
            below = takewhile(partial(_under, heading), blocks[place + 1 :])
            if all(isinstance(block, Heading) for block in below):
                yield heading


def _under(heading: Heading, block: Block) -> bool:
    """Tell whether a block still belongs to a heading that stands somewhere above."""
    return not isinstance(block, Heading) or block.level > heading.level


def _plain(words: Words) -> str:
    return "".join(run.text for run in words)


def _pair(label: str, words: Words) -> str:
    return f"{label}: {_plain(words)}"


def _row(row: tuple[Words, ...]) -> str:
    return " | ".join(_plain(cell) for cell in row)
