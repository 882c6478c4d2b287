"""The signer's choices as changes of the case: words left out or said differently, entries left out, put back.

Every function returns a new case or words and stores nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import LeftOut, LetterEdit
from lnreview.case.records import Waiver
from lnreview.letters.document import Document, Part

_ALIKE = 0.4
"""Least likeness of two paragraphs, of 1, from which one may be what became of the other."""


def edit_of(case: Case, kind: str, section: str, words: str) -> LetterEdit | None:
    """Return what the signer chose for some words of a kind of document."""
    wanted = (kind, section, words)
    return next((edit for edit in case.letter_edits if (edit.kind, edit.section, edit.was) == wanted), None)


def with_text(case: Case, kind: str, part: Part, text: str | None, on: date) -> Case:
    """Return the case in which a part is said in `text`; empty leaves it out, `None` brings the program's words back."""
    kept = tuple(
        edit
        for edit in case.letter_edits
        if (edit.kind, edit.section, edit.was) != (kind, part.section, part.words)
    )
    if text is not None and text.strip() != part.words.strip():
        by = case.clinician.name
        new = LetterEdit(
            kind=kind, section=part.section, was=part.words, text=text.strip(), by=by, on=ChartDate.of(on)
        )
        kept = (*kept, new)
    return case.model_copy(update={"letter_edits": kept})


def without(case: Case, edit: LetterEdit) -> Case:
    """Return the case without an edit."""
    return case.model_copy(update={"letter_edits": tuple(e for e in case.letter_edits if e != edit)})


def moved(case: Case, edit: LetterEdit, part: Part, on: date) -> Case:
    """Return the case in which an edit stands for what the program says now."""
    return with_text(without(case, edit), edit.kind, part, edit.text, on)


def stale(case: Case, document: Document) -> tuple[LetterEdit, ...]:
    """Return the edits of a kind of document whose words the program no longer says."""
    said = {(part.section, part.words) for part in document.parts}
    return tuple(
        edit
        for edit in case.letter_edits
        if edit.kind == document.kind and (edit.section, edit.was) not in said
    )


def became(case: Case, edit: LetterEdit, document: Document) -> Part | None:
    """Return what the program now says most likely in the place of the words of an edit; `None` where nothing is like them."""
    free = [
        part
        for part in document.parts
        if part.section == edit.section
        and (part.rewritable or not edit.text.strip())
        and edit_of(case, edit.kind, part.section, part.words) is None
    ]
    likeness = [(difflib.SequenceMatcher(None, edit.was, part.words).ratio(), part) for part in free]
    best = max(likeness, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE else None


def with_waiver(case: Case, gap: str, waiver: Waiver | None) -> Case:
    """Return the case in which a gap is accepted, or no longer."""
    others = tuple(other for other in case.waivers if other.gap != gap)
    return case.model_copy(update={"waivers": (*others, waiver) if waiver is not None else others})


def with_left_out(case: Case, kind: str, entries: Iterable[str]) -> Case:
    """Return the case in which entries are left out of a kind of document, or of every kind where it is empty."""
    wanted = tuple(dict.fromkeys(entries))
    kept = tuple(choice for choice in case.left_out if kind or choice.entry not in wanted)
    there = {choice.entry for choice in kept if choice.kind in ("", kind)}
    added = tuple(LeftOut(kind=kind, entry=entry) for entry in wanted if entry not in there)
    return case.model_copy(update={"left_out": (*kept, *added)})


def printed_again(case: Case, kind: str, entries: Iterable[str], kinds: Iterable[str]) -> Case:
    """Return the case in which entries are printed in a kind of document, or in every kind where it is empty.

    What was left out of every kind stays left out of the others of `kinds`.
    """
    wanted = set(entries)
    kept: list[LeftOut] = []
    for choice in case.left_out:
        if choice.entry not in wanted:
            kept.append(choice)
        elif kind and choice.kind == "":
            others = (other for other in kinds if other != kind)
            kept.extend(choice.model_copy(update={"kind": other}) for other in others)
        elif kind and choice.kind != kind:
            kept.append(choice)
    return case.model_copy(update={"left_out": tuple(dict.fromkeys(kept))})
