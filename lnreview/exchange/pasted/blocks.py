"""Results that a portal prints below each other, several lines each: the name, its normal range, the value."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"^(?:normal|standard|reference|ref\.?)\s+(?:range|value)s?\s*:?\s*(.*)$", re.IGNORECASE)
_VALUE = re.compile(r"^(?:your\s+)?(?:value|result)(?:\s+is)?\s*:?\s*(.*)$", re.IGNORECASE)
_DAY = re.compile(r"^(?:collected|specimen collected|date|taken)\b.*\d", re.IGNORECASE)
_FLAG = re.compile(r"^(?:high|low|normal|abnormal|critical)$", re.IGNORECASE)
_HEAD = ("Component", "Value", "Range", "Flag")


def block_rows(lines: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return blocks of lines as rows with a header, each with the number of its first line; nothing where there are none.

    A block is a name, a line “Normal range: …” and a value before or after it; lines with a day stay rows of one cell.
    """
    full = [(number, " ".join(line.split())) for number, line in enumerate(lines, start=1) if line.strip()]
    marks = [place for place, (_, line) in enumerate(full) if _RANGE.match(line)]
    if not marks:
        return []
    rows: list[tuple[int, tuple[str, ...]]] = [(0, _HEAD)]
    done = 0
    for mark in marks:
        start = mark - 1
        if start < done:
            continue
        for number, line in full[done:start]:
            if _DAY.match(line):
                rows.append((number, (line,)))
        number, name = full[start]
        limits = _RANGE.match(full[mark][1])
        value, flag, after = "", "", mark + 1
        while after < len(full) and after + 1 not in marks:
            line = full[after][1]
            said = _VALUE.match(line)
            if _FLAG.match(line):
                flag = line
            elif not value and said and said[1]:
                value = said[1]
            elif not value and not said and re.search(r"\d|[A-Za-z]", line) and not _DAY.match(line):
                value = line
            elif not said:
                break
            after += 1
        rows.append((number, (name, value, limits[1] if limits else "", flag)))
        done = after
    return rows
