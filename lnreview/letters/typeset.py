"""Set the words of a letter as paragraphs that flow over pages.

No text of a user is ever read as markup: the stretches of a paragraph are handed to reportlab as they are, each with
its font and colour, so there is nothing to escape and nothing to parse.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.paraparser import ParaParser

from lnreview.letters import fonts
from lnreview.letters.document import Run, Words
from lnreview.letters.drawing import INKS
from lnreview.letters.tagging import Cell, marked


class Flowing(Paragraph):
    """A paragraph that breaks its lines once for each width; tables ask several times for the same one."""

    role = "P"
    """What it is to a reader that does not see the page."""
    cell: Cell | None = None
    """Where it stands in a table."""
    column = 0
    _broken_at = -1.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points at a width."""
        # A split that comes to nothing throws the lines away.
        if available_width != self._broken_at or not hasattr(self, "blPara"):
            self._size: tuple[float, float] = super().wrap(available_width, available_height)
            self._broken_at = available_width
        return self._size

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Return the paragraph in parts, each with its role and its place in a table."""
        parts: list[Flowable] = super().split(available_width, available_height)
        for part in parts:
            if isinstance(part, Flowing):
                part.role, part.cell, part.column = self.role, self.cell, self.column
        return parts

    def draw(self) -> None:
        """Draw the lines, marked for a reader that does not see them."""
        with marked(self.canv, self.role, cell=self.cell, column=self.column):
            super().draw()


def flowing(
    words: Words | str, style: ParagraphStyle, *, bold: bool = False, bullet: str | None = None
) -> Flowing:
    """Return words, or a text in one tone, as a paragraph."""
    return Flowing("", style, bulletText=bullet, frags=fragments(words, style, bold))


def fragments(words: Words | str, style: ParagraphStyle, bold: bool = False) -> list[Any]:
    """Return the stretches of a paragraph: a font for each character, line breaks kept, the reference marks quiet."""
    if isinstance(words, str):
        words = (Run(words, "strong" if bold else "plain"),)
    told: list[tuple[str, str, bool]] = []
    for run in words:
        text = run.text.rstrip() if run.marks else run.text
        quiet = run.tone in ("quiet", "badge")
        told += ((font, part, quiet) for font, part in fonts.pieces(text, run.tone == "strong"))
        if run.marks:
            # Marks never part from their word, nor from each other.
            numbers = ",\u00a0".join(str(number) for number in run.marks)
            told.append((fonts.REGULAR, f"\u00a0[{numbers}]", True))
    usual, line_break = _patterns(style)
    found: list[Any] = []
    for font, part, quiet in _merged(told):
        look = {"fontName": font} | ({"textColor": INKS["quiet"]} if quiet else {})
        for number, line in enumerate(part.split("\n")):
            if number:
                found.append(line_break.clone(**look))
            if line:
                found.append(usual.clone(text=line, **look))
    return found or [usual.clone(text="")]


def _merged(stretches: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Join neighbours of one look: a paragraph in a single look is broken into lines much sooner."""
    joined: list[tuple[str, str, bool]] = []
    for font, part, quiet in stretches:
        if joined and (joined[-1][0], joined[-1][2]) == (font, quiet):
            joined[-1] = (font, joined[-1][1] + part, quiet)
        else:
            joined.append((font, part, quiet))
    return joined


@lru_cache(maxsize=64)
def _patterns(style: ParagraphStyle) -> tuple[Any, Any]:
    """Return a stretch of text and a line break in a style, to be copied."""
    fonts.register()
    _, parsed, _ = ParaParser().parse("a<br/>b", style)  # type: ignore[no-untyped-call]
    return parsed[0], parsed[1]
