"""The order in which the palette finds: a beginning before beginnings of words, these before letters in their order.

The Book stands behind everything else. Within equally good finds what was used last comes first, what can be done now before what cannot, then the kinds in
their order, then the shorter text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lnreview.desktop.palette.offers import KIND_NAMES, Offer, fold

_KIND_PLACES = {kind: place for place, kind in enumerate(KIND_NAMES)}
_START = r"(?<![^\W_])"
_WORDS = re.compile(r"[\s:·,;()/“”\"-]+")
BEGINNING, WORDS, MORE, INSIDE, LETTERS = range(5)
"""How good a find is, the best first."""
LEAST_INSIDE = 2
"""Letters from which more is looked at than beginnings."""
_MOST_LETTERS = 12
"""Letters up to which they are sought one by one; who types more writes words."""


class Query:
    """What was typed, prepared once for many texts."""

    def __init__(self, typed: str) -> None:
        self.text = " ".join(fold(typed).split())
        self._words = [word for word in _WORDS.split(self.text) if word]
        self._starts = [re.compile(_START + re.escape(word)) for word in self._words]
        letters = self.text.replace(" ", "")
        self._hops: re.Pattern[str] | None = None
        if 1 < len(letters) <= _MOST_LETTERS:
            # Each letter follows the one before at once, or begins a word: “exc” finds “Export case file”.
            first, *others = (re.escape(letter) for letter in letters)
            self._hops = re.compile(_START + first + "".join(f"(?:{one}|.*?{_START}{one})" for one in others))

    def level(self, offer: Offer) -> int | None:
        """Return how good a find an offer is; `None` where it is none."""
        text = offer.folded
        if text.startswith(self.text):
            return BEGINNING
        # A word that begins somewhere also stands there: most offers are told from it, without a look at beginnings.
        stands = all(word in text for word in self._words)
        if stands and self._starts and all(start.search(text) for start in self._starts):
            return WORDS
        if len(self.text) < LEAST_INSIDE:
            return None  # a letter or two stand inside of nearly everything
        more = offer.folded_more
        if (
            more
            and self._starts
            and all(word in more or word in text for word in self._words)
            and all(start.search(more) or start.search(text) for start in self._starts)
        ):
            return MORE
        if stands and self._words:
            return INSIDE
        if self._hops is not None and offer.kind != "book" and self._hops.search(text):
            return LETTERS  # not in the Book: its titles are sentences, in which any letters stand
        return None


def ranked(typed: str, offers: Iterable[Offer], recent: Sequence[str] = ()) -> list[Offer]:
    """Return the offers that what was typed finds, the best first; `recent` are keys, the last used first.

    Nothing typed finds everything, what was used last first.
    """
    query, used = Query(typed), {key: place for place, key in enumerate(recent)}
    never = len(used)
    found = []
    for place, offer in enumerate(offers):
        level = query.level(offer)
        if level is not None:
            is_book = offer.kind == "book"  # a thousand titles, in which nearly every word stands
            used_before = used.get(offer.key, never)
            shown = (is_book, level, used_before, bool(offer.why_not), _KIND_PLACES[offer.kind])
            found.append((*shown, len(offer.text) if query.text else 0, place, offer))
    return [offer for *_, offer in sorted(found, key=lambda line: line[:-1])]
