"""Numbers as tables print them. Decimal comma or decimal point is one answer for the whole table, proved by it or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Sign = Literal[".", ","]
NUMBER = r"[-+−]?(?:\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?(?![\d.,])|\d+(?:[.,]\d+)*|[.,]\d+)"
"""A number with its sign, and whatever divides its digits."""
_NUMBER = re.compile(NUMBER)
_GROUPED = re.compile(r"[ \u00a0\u202f'’]")


@dataclass(frozen=True)
class Decimals:
    """What a table proves of its decimal sign: the sign, or a number for which it must be known."""

    sign: Sign | None = None
    doubtful: str = ""
    """A number that can be read in two ways; empty where nothing depends on the sign."""


def weigh(numbers: Iterable[str]) -> Decimals:
    """Return what the numbers of a table prove of its decimal sign; both signs proved is doubt as well."""
    proofs: dict[Sign, str] = {}
    open_to_both = ""
    for text in numbers:
        said = _says(text)
        if said in (".", ","):
            proofs.setdefault(said, text)
        elif said == "either" and not open_to_both:
            open_to_both = text
    if len(proofs) == 1:
        return Decimals(next(iter(proofs)))
    if proofs:
        return Decimals(None, proofs[","])
    return Decimals(None, open_to_both)


@lru_cache(maxsize=8192)
def read_number(text: str, sign: Sign | None) -> Decimal | None:
    """Return a number, its digits as written; `None` where it cannot be read with that decimal sign, or needs one."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    plain = _GROUPED.sub("", text.replace("−", "-")).lstrip("+")
    said = _says(text)
    if said == "whole":
        return Decimal(plain)
    if said == "unreadable" or sign is None or (said in (".", ",") and said != sign):
        return None
    other = "," if sign == "." else "."
    whole, _, rest = plain.partition(sign)
    if other in rest or sign in rest:
        return None
    whole = whole.replace(other, "")
    return Decimal(f"{whole or '0' if whole != '-' else '-0'}{'.' + rest if rest else ''}")


@lru_cache(maxsize=8192)
def _says(text: str) -> Literal[".", ",", "either", "whole", "unreadable"]:
    """Say which decimal sign a number proves; `either` for `1,234`, which has three digits behind its only sign."""
    plain = _GROUPED.sub("", text.replace("−", "-")).lstrip("+-")
    signs = [character for character in plain if character in ".,"]
    if not signs:
        return "whole"
    last: Literal[".", ","] = "." if signs[-1] == "." else ","
    groups = re.split(r"[.,]", plain)
    if len(set(signs)) == 2:
        grouped = (
            signs.count(last) == 1 and signs.index(last) == len(signs) - 1 and _are_thousands(groups[:-1])
        )
        return last if grouped else "unreadable"
    if len(signs) > 1:
        return ("," if last == "." else ".") if _are_thousands(groups) else "unreadable"
    whole, rest = groups
    if len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0") and not _GROUPED.search(text):
        return "either"
    return last


def _are_thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
