"""Characters that have no picture and no place in a text: shown by their code, so that none is lost without a word."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and line ends, halves of a surrogate pair, and what is no character."""


def code(character: str) -> str:
    """Return the code of a character as a letter prints it: [U+0007]."""
    return f"[U+{ord(character):04X}]"


def coded(text: str) -> str:
    """Return a text with its control characters and broken halves shown by their codes; any line end is `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub(lambda found: code(found[0]), text)
