"""Find statements in circulation that are wrong, by the phrases of the pack, in a text that a letter would carry.

A phrase is looked for within one sentence, without regard to case, spaces and the kind of dash. “ + ” joins parts that
must all stand there, in any order; “ - ” names a part that must not. A part behind “not”, “never” or “no” raises no
alarm, unless the phrase itself denies something. The words of the signer are never changed: what is found becomes a gap.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.guideline.reference import Fact
from lnreview.letters.remembered import Remembered

TOPICS = ("correction", "trap")
"""Topics of the facts whose phrases are looked for."""

SIGNED = ("reason", "rationale", "dose", "schedule", "monitoring")
"""Fields of the request in the signer's own words, in the order in which a letter prints them."""

_ABOUT_THE_DRUG = ("dose", "schedule")
"""Fields that speak of the requested therapy without naming it."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]", re.UNICODE)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_DENIALS = frozenset(
    ("not", "never", "no", "nor", "neither", "without", "cannot", "non", "isn", "doesn", "don", "nothing")
)
_REACH = 200
"""Characters that a few words before a place may take."""
_NEAR = 3
"""Words between a denial and what it denies."""


@dataclass(frozen=True)
class Found:
    """A phrase that a text holds, and the statement of the pack that it stands for."""

    fact: Fact
    words: str
    """The part of the text that raised it, in small letters."""
    field: str = ""
    """The field of the request, where it is the signer's."""


_REMEMBERED: Remembered[tuple[Found, ...]] = Remembered(64)


def found_in(text: str, guideline: Guideline, *, about: str = "") -> tuple[Found, ...]:
    """Return each statement of the pack that a text repeats, once, in the order of the pack.

    `about` names what the text speaks of without saying so, for example the requested drug.
    """
    return _REMEMBERED.of((text, about), (guideline,), lambda: _looked_for(text, guideline, _folded(about)))


def _looked_for(text: str, guideline: Guideline, about: str) -> tuple[Found, ...]:
    sentences = [part.strip() for part in _SENTENCE.split(_folded(text)) if part.strip()]
    result = []
    for fact in guideline.facts:
        if fact.topic in TOPICS and (words := _first(fact, sentences, about)):
            result.append(Found(fact, words))
    return tuple(result)


def signed(case: Case, guideline: Guideline) -> tuple[Found, ...]:
    """Return what the signer's own words repeat, each statement once, at the field where it stands first."""
    request = case.request
    drug = guideline.drug(request.therapy)
    therapy = guideline.therapy(request.therapy)
    about = " ".join(
        filter(None, (request.therapy, drug.name if drug else "", therapy.name if therapy else ""))
    )
    result: dict[str, Found] = {}
    for field in SIGNED:
        text = getattr(request, field)
        known = about if field in _ABOUT_THE_DRUG else ""
        for item in found_in(text, guideline, about=known):
            result.setdefault(item.fact.id, Found(item.fact, item.words, field))
    return tuple(result.values())


def _first(fact: Fact, sentences: list[str], about: str) -> str:
    """Return the words by which the first sentence that repeats a fact does so, or an empty text."""
    for sentence in sentences:
        for phrase in fact.phrases:
            words = _match(phrase, sentence, about)
            if words:
                return words
    return ""


def _match(phrase: str, sentence: str, about: str) -> str:
    wanted, unless = _parts(phrase)
    if any(part.search(sentence) for part in unless):
        return ""
    shown: list[str] = []
    for pattern, denies in wanted:
        hits = list(pattern.finditer(sentence))
        affirmed = [hit for hit in hits if denies or not _denied(sentence, hit.start())]
        if affirmed:
            shown.append(affirmed[0][0])
        elif hits or not pattern.search(about):
            return ""
    return " … ".join(shown)


@lru_cache(maxsize=1024)
def _parts(phrase: str) -> tuple[tuple[tuple[re.Pattern[str], bool], ...], tuple[re.Pattern[str], ...]]:
    """Return what must stand in a sentence, each with whether it denies something itself, and what must not."""
    joined, *apart = re.split(r" - ", _folded(phrase))
    wanted = tuple((_pattern(part), bool(_DENIALS & set(_words(part)))) for part in joined.split(" + "))
    return wanted, tuple(_pattern(part, whole=False) for part in apart)


def _pattern(part: str, *, whole: bool = True) -> re.Pattern[str]:
    """Return a pattern of the tokens of a part, whatever spaces stand between them; a number is matched as a whole."""
    tokens = _TOKEN.findall(part)
    before = r"(?<![\w.,])" if tokens[0][0].isdigit() else r"(?<!\w)" if tokens[0][0].isalpha() else ""
    last = tokens[-1][-1]
    after = r"(?![.,]?\d)" if last.isdigit() else r"(?!\w)" if last.isalpha() and whole else ""
    return re.compile(before + r"\s*".join(re.escape(token) for token in tokens) + after)


def _denied(sentence: str, start: int) -> bool:
    """Whether one of the few words before a place denies what stands there."""
    before = sentence[max(start - _REACH, 0) : start]
    if start > _REACH:
        before = before.partition(" ")[2]  # the first word may be cut in two
    return bool(_DENIALS & set(_words(before)[-_NEAR:]))


def _words(text: str) -> list[str]:
    return [word for word in _TOKEN.findall(text) if word[0].isalnum()]


def _folded(text: str) -> str:
    """Return a text in one case, one kind of dash, with compatible signs (m² as m2) and thin spaces made plain."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return re.sub(r"[^\S\n]+", " ", plain)
