"""What a phrase or a template leaves to be filled in: it is underlined while it stands, and no document leaves with it."""

from __future__ import annotations

import re

_BLANK = re.compile(r"\[[^\[\]\n]{1,80}\]|\{\{[^{}\n]{0,80}\}\}|_{3,}|\b(?:TBD|TODO|XXX)\b")
"""[bracket], {{name}}, a line, a mark."""


def blanks(text: str) -> tuple[str, ...]:
    """Return the parts of a text that are still to be filled in, as they stand there."""
    return tuple(_BLANK.findall(text))


def blank_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the blanks of a text begin and how long they are, in characters."""
    return tuple((found.start(), len(found.group())) for found in _BLANK.finditer(text))
