"""Part a very long text into portions, so that its layout takes time in proportion to its length.

A paragraph that crosses a page is broken into lines anew for each page it reaches; a text of thousands of lines would
be broken thousands of times. Portions follow each other without a gap, so that nothing is seen of it but a line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lnreview.letters.document import Run, Words

_MOST = 3000
"""Characters of a portion, about a page."""
_LINE_END = 60
"""Characters that a line end counts for."""
_PIECE = re.compile(r"[^\n ]*[\n ]?")


def portions(words: Words) -> list[Words]:
    """Return a text in portions that end at a line end or a blank; one portion for all but a very long text."""
    if sum(len(run.text) + _LINE_END * run.text.count("\n") for run in words) <= _MOST:
        return [words]
    told: list[Words] = []
    gathered: list[Run] = []
    weight = 0
    for run in words:
        kept = ""
        for piece in _pieces(run.text):
            kept += piece
            weight += len(piece) + _LINE_END * piece.endswith("\n")
            if weight > _MOST and piece[-1] in "\n ":
                # What ends a portion ends its line; the marks of a run stand behind its last word.
                told.append((*gathered, replace(run, text=kept[:-1], marks=())))
                gathered, kept, weight = [], "", 0
        if kept or run.marks:
            gathered.append(replace(run, text=kept))
    if gathered:
        told.append(tuple(gathered))
    return told


def _pieces(text: str) -> Iterator[str]:
    return (found[0] for found in _PIECE.finditer(text) if found[0])
