"""A language that nobody speaks: every text accented, about 40 % longer, and in brackets, so that one sees what is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from lnreview.desktop import language

OPEN, CLOSE = "⟦", "⟧"
_ACCENTED = str.maketrans("aceinosuyACEINOSUY", "àçëïñôšúÿÀÇËÏÑÔŠÚŸ")
_KEPT = re.compile(r"\{[^{}]*\}|\([^()]*\*\.[^()]*\)|;;|&\S")
"""Blanks, the patterns and the divider of a file dialog, and the letter of a menu entry stay as they are."""
_LONGER = 0.4


class Pseudo:
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        """Return a text in brackets, its words accented, with more words or a longer one at the end."""
        if not message:
            return ""
        made, at = "", 0
        for kept in _KEPT.finditer(message):
            made += message[at : kept.start()].translate(_ACCENTED) + kept[0]
            at = kept.end()
        made += message[at:].translate(_ACCENTED)
        return f"{OPEN}{made}{_more(message)}{CLOSE}"


@contextmanager
def spoken() -> Iterator[None]:
    """Let the window speak it for a while."""
    language.use(Pseudo())
    try:
        yield
    finally:
        language.use(None)


def _more(message: str) -> str:
    missing = ceil(len(re.sub(r"\{[^{}]*\}", "", message)) * _LONGER) - 2
    if missing <= 0:
        return ""
    if " " not in message:
        return "ø" * missing
    words = ""
    while len(words) < missing:
        words += " " + "øøøøøø"[: max(missing - len(words) - 1, 1)]
    return words
