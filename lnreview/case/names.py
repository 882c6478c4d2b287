"""Names as people write them, compared without regard to case, spaces and punctuation."""

from __future__ import annotations

from functools import cache


@cache
def folded(name: str) -> str:
    """Return the letters and digits of a name in one case: “EC-MPS” and “ec mps” are the same."""
    return "".join(character for character in name.casefold() if character.isalnum())
