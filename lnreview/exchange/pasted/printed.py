"""Lines of a printed report, their parts divided by single spaces: “Creatinine 1.20 mg/dL 0.60-1.10 H”.

A line is read only where it begins with the name of a test that is known, after a day or not; what follows the name must
be a result. Everything else stays a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lnreview.exchange.pasted.days import is_day
from lnreview.exchange.pasted.named import read_name
from lnreview.exchange.pasted.ranges import read_range
from lnreview.exchange.pasted.results import is_flag, is_unit, read_result, says

HEAD = ("Date", "Component", "Value", "Unit", "Range", "Flag")
_LEAST = 0.3
"""Share of the lines that must be results; the others are headings, addresses and remarks."""
_LONGEST_DAY = 3
"""Words of a day: “14 Mar 2024”."""


def printed_rows(lines: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines as rows with a header, each with its number; nothing where most of them are no results."""
    full = [(number, line.split()) for number, line in enumerate(lines, start=1) if line.strip()]
    read = [(number, words, _result(words)) for number, words in full]
    found = sum(1 for _, _, row in read if row is not None)
    if not found or found < _LEAST * len(full):
        return []
    return [(0, HEAD), *((number, row or (" ".join(words),)) for number, words, row in read)]


def _result(words: list[str]) -> tuple[str, ...] | None:
    """Return the parts of a line: day, test, value, unit, range and flag."""
    day = ""
    for count in range(min(_LONGEST_DAY, len(words) - 2), 0, -1):
        if is_day(" ".join(words[:count])):
            day, words = " ".join(words[:count]), words[count:]
            break
    for count in range(len(words) - 1, 0, -1):
        name = " ".join(words[:count])
        # A sign belongs to the value behind it: names are compared without regard to signs, and a bound must not be lost.
        if (name[-1].isalnum() or name[-1] in ")]") and read_name(name).analyte is not None:
            rest = _parts(words[count:])
            return (day, name, *rest) if rest else None
    return None


def _parts(words: list[str]) -> tuple[str, str, str, str] | None:
    if len(words) > 1 and re.fullmatch(r"[<>≤≥]=?", words[0]):
        words = [words[0] + words[1], *words[2:]]
    value, rest = words[0], words[1:]
    result = read_result(value)
    if (
        not result.number
        and not says(value)
        and not re.fullmatch(r"[1-4]\+|\d+:\d+|trace", value, re.IGNORECASE)
    ):
        return None
    flags = []
    for end in (0, -1):
        if rest and is_flag(rest[end]):
            flags.append(rest.pop(end))
    unit = ""
    for count in range(min(2, len(rest)), 0, -1):
        if is_unit(" ".join(rest[:count])):
            unit, rest = " ".join(rest[:count]), rest[count:]
            break
    if len(rest) > 1 and re.fullmatch(r"\d{2}", rest[-1]) and read_range(" ".join(rest)) is None:
        rest = rest[:-1]  # the number of the laboratory that stands at the end of a line
    limits = " ".join(rest)
    if limits and read_range(limits) is None:
        return None
    return value, unit, limits, " ".join(flags[:1])
