"""The laboratory's own range as it prints it: two ends, or one; with its unit where one stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lnreview.exchange.pasted.numbers import NUMBER
from lnreview.exchange.pasted.results import is_unit

_TWO = re.compile(
    rf"^(?P<low>{NUMBER})\s*(?:-|–|—|−|to|bis|à|do|\.\.+|…)\s*(?P<high>{NUMBER})\s*(?P<unit>.*)$",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    rf"^(?:<|<=|≤|=<|bis|up to|jusqu['’]à|do|max\.?|less than|under)\s*(?P<high>{NUMBER})\s*(?P<unit>.*)$",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"^(?:>|>=|≥|=>|ab|from|od|min\.?|greater than|over)\s*(?P<low>{NUMBER})\s*(?P<unit>.*)$", re.IGNORECASE
)
_FRAME = re.compile(r"^\s*[\[(]\s*(.*?)\s*[\])]\s*(\S.*)?$")


@dataclass(frozen=True)
class PrintedRange:
    """Both ends as printed, empty where there is none, and the unit that stands behind them."""

    low: str = ""
    high: str = ""
    unit: str = ""


@lru_cache(maxsize=4096)
def read_range(text: str) -> PrintedRange | None:
    """Return a printed range; `None` where the cell holds none (“Negative”, “see report”)."""
    plain = " ".join(text.replace("\u00a0", " ").split())
    framed = _FRAME.match(plain)
    if framed:
        plain = " ".join(part for part in framed.groups() if part)
    for pattern in (_TWO, _UP_TO, _FROM):
        found = pattern.match(plain)
        if found:
            parts = found.groupdict()
            unit = (parts.get("unit") or "").strip().strip("()[]")
            if unit and not is_unit(unit):
                return None
            return PrintedRange(parts.get("low") or "", parts.get("high") or "", unit)
    return None
