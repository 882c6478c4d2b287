"""A cell with a result: a number, a bound, a flag, a unit, or words that are never made a number.

“1+”, “1:320”, “0-2”, “trace” and “see note” are words. “<0.1” is a bound. “3.4 H” is a number with a flag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lnreview.case.names import folded
from lnreview.case.quantities import find_unit
from lnreview.exchange.pasted.numbers import NUMBER

Comparator = Literal["", "<", "<=", ">", ">="]
_EMPTY = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "/",
        "n/a",
        "na",
        "none",
        "nil",
        "null",
        "k.a.",
        "b.d.",
        "nd",
        "?",
    )
)
_PENDING = frozenset(
    folded(words)
    for words in (
        "pending", "in process", "in progress", "to follow", "tba", "not yet available", "ausstehend", "folgt", "in arbeit",
        "en cours", "en attente", "w toku", "oczekuje", "cancelled", "canceled", "not performed", "test not performed", "not done",
        "nicht durchgeführt", "storniert", "annulé", "non fait", "nie wykonano", "anulowano", "qns", "quantity not sufficient",
        "insufficient sample", "sample not received", "tnp",
    )
)  # fmt: skip
"""Words that stand where no result is yet, or where none will be."""
_SAYS: dict[str, str] = {
    folded(words): said
    for said, many in {
        "negative": "negative; neg; neg.; non-reactive; nonreactive; non reactive; not detected; nicht nachweisbar; negativ; "
        "négatif; négative; ujemny; ujemne; nie wykryto; non détecté; negativo",
        "positive": "positive; pos; pos.; reactive; detected; nachweisbar; positiv; positif; dodatni; dodatnie; wykryto; positivo",
        "low": "low; decreased; niedrig; erniedrigt; vermindert; bas; abaissé; niski; obniżony; below range",
        "high": "high; elevated; increased; hoch; erhöht; élevé; wysoki; podwyższony; above range",
        "normal": "normal; within normal limits; wnl; unauffällig; normale; prawidłowy; w normie; within range",
        "absent": "absent; none seen; not seen; not present; keine; abwesend; nieobecne; brak",
        "present": "present; seen; vorhanden; présent; obecne; obecny",
        "active": "active; active sediment; aktiv; actif",
        "bland": "bland; bland sediment; inactive; inaktiv",
        "nephrotic-range": "nephrotic range; nephrotic; nephrotisch; néphrotique",
        "improved": "improved", "worsened": "worsened", "unchanged": "unchanged; stable",
    }.items()
    for words in many.split("; ")
}  # fmt: skip
_FLAGS: dict[str, str] = {
    "h": "high", "hh": "high", "high": "high", "hi": "high", "↑": "high", "↑↑": "high", "▲": "high", "h*": "high", "h!": "high",
    "hoch": "high", "erhöht": "high", "l": "low", "ll": "low", "low": "low", "lo": "low", "↓": "low", "↓↓": "low", "▼": "low",
    "l*": "low", "l!": "low", "niedrig": "low", "n": "normal", "normal": "normal",
    "+": "high", "++": "high", "+++": "high", "b": "low", "w": "high",
}  # fmt: skip
_SIGNS: dict[str, Comparator] = {
    "<": "<", "<=": "<=", "≤": "<=", "=<": "<=", "⩽": "<=", ">": ">", ">=": ">=", "≥": ">=", "=>": ">=", "⩾": ">=",
    "less than": "<", "under": "<", "kleiner": "<", "kleiner als": "<", "greater than": ">", "more than": ">", "over": ">",
    "größer": ">", "größer als": ">",
}  # fmt: skip
_BOUND = re.compile(
    rf"^(?P<flag>(?:hh?|ll?|\*|↑|↓)\s+)?(?P<sign>{'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))})?\s*"
    rf"(?P<number>{NUMBER})(?P<rest>.*)$",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:^|[\s(\[]+)(hh?[*!]?|ll?[*!]?|high|low|abnormal|abn|crit(?:ical)?)[)\]]*\s*$|\s*[(\[](a{1,2}|c)[)\]]\s*$"
    r"|\s*[(\[]?([*!↑↓▲▼]+|\++|-+)[)\]]?\s*$",
    re.IGNORECASE,
)
"""A flag at the end of a cell."""
_NO_NUMBER = re.compile(r"^(?:\s*[-–—:/]\s*\d|\s*/\s*\d|\s*[x×]\s*10|e[+-]?\d)", re.IGNORECASE)
_GRADE = re.compile(r"^(?:[1-4]\s*\+{1,3}|\+{1,4}|\(\+\))(?!\d)")
_PART = re.compile(r"^(?:out of|of|von|sur|z)\s*\d", re.IGNORECASE)
_UNIT_LIKE = re.compile(r"^(?=\S*[^\W\d])\S*(?:/|\^|\*10|%)\S+$|^%$")


@dataclass(frozen=True)
class Result:
    """What a cell says."""

    number: str = ""
    """The digits as printed, without their bound; empty where the result is no number."""
    comparator: Comparator = ""
    unit: str = ""
    """The unit that stands in the cell."""
    flag: str = ""
    """The flag as printed."""
    words: str = ""
    """The result where it is words."""
    beside: str = ""
    """What else stands beside the number."""
    no_result: bool = False
    """Whether the words only say that there is no result."""

    @property
    def is_empty(self) -> bool:
        """Whether the cell holds nothing."""
        return not self.number and not self.words


def says(words: str) -> str:
    """Return what words say of a result, as the record has it (`negative`, `high`, …); empty where it is not known."""
    return _SAYS.get(folded(words), "")


def flag_says(flag: str) -> str:
    """Return what a laboratory's flag says: `high`, `low`, `normal`, or nothing for `*`, `A` and the like."""
    plain = flag.strip().strip("()[]").casefold()
    return _FLAGS.get(plain) or says(plain)


def is_flag(text: str) -> bool:
    """Tell whether a cell holds nothing but a flag."""
    plain = text.strip().strip("()[]").casefold()
    return plain in _FLAGS or plain in (
        "*",
        "**",
        "!",
        "a",
        "aa",
        "abn",
        "abnormal",
        "crit",
        "critical",
        "c",
        "-",
        "--",
    )


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit: one that is known, or one that looks like it (`fL`, `mm/h`, `10^6/µL`)."""
    return (
        find_unit(text) is not None
        or bool(_UNIT_LIKE.match(text))
        or text.casefold() in ("fl", "pg", "sec", "s", "ratio")
    )


@lru_cache(maxsize=8192)
def read_result(text: str) -> Result:
    """Return what a cell with a result says; it converts nothing and decides no decimal sign."""
    plain = " ".join(text.replace("\u00a0", " ").split())
    if plain.casefold() in _EMPTY:
        return Result()
    if folded(plain) in _PENDING:
        return Result(words=plain, no_result=True)
    if _GRADE.match(plain):
        return _words(plain)  # “1+” to “4+” of a dipstick
    found = _BOUND.match(plain)
    if found is None or (_NO_NUMBER.match(found["rest"]) and find_unit(found["rest"]) is None):
        return _words(plain)
    flag, rest = (found["flag"] or "").strip(), found["rest"]
    mark = _MARK.search(rest)
    # “H” alone is a flag; as a unit it would be hours.
    if mark and (mark[3] or is_flag(rest) or not is_unit(rest.strip())):
        flag, rest = flag or _flag(mark), rest[: mark.start()]
    rest = rest.strip()
    unit, beside = _unit_and_rest(rest)
    if beside and (_PART.match(beside) or (not unit and found["rest"][:1].isalpha())):
        return _words(plain)  # “2 of 3”, “3rd sample”: a number only at its beginning
    return Result(
        found["number"],
        _SIGNS.get((found["sign"] or "").casefold(), ""),
        unit,
        flag,
        beside=beside.strip(" ,;()[]"),
    )


def _words(plain: str) -> Result:
    mark = _MARK.search(plain)
    if (
        mark
        and _flag(mark).strip("+-")
        and mark.start() > 0
        and plain[: mark.start()].strip()
        and says(plain) == ""
    ):
        return Result(words=plain[: mark.start()].strip(), flag=_flag(mark))
    return Result(words=plain)


def _flag(mark: re.Match[str]) -> str:
    return next(group for group in mark.groups() if group)


def _unit_and_rest(rest: str) -> tuple[str, str]:
    """Divide what stands behind a number into its unit and the rest; a unit may hold spaces (`mL/min/1.73 m²`)."""
    if not rest or is_unit(rest):
        return rest, ""
    words = rest.split(" ")
    for count in range(len(words) - 1, 0, -1):
        unit = " ".join(words[:count])
        if is_unit(unit):
            return unit, " ".join(words[count:])
    inner = rest.strip("()[]")
    if inner != rest and is_unit(inner):
        return inner, ""
    return "", rest
