"""Where a key stands in a TOML file: the parser gives values only, a person needs the line.

A plain scan of headers and keys. It finds the line of every table and of every key that starts a line; a key
inside an inline table has the line of that table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Path = tuple[str | int, ...]
"""Keys and positions from the top of a file down to a value."""

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_FENCES = ('"""', "'''")


@dataclass(frozen=True)
class Places:
    """The places in one file; its text is searched only when a message needs one."""

    file: str
    """Path of the file inside the pack."""
    text: str = ""
    """The TOML text."""

    @cached_property
    def lines(self) -> dict[Path, int]:
        """Line of each table and key, counted from 1; positions of repeated tables count from 0."""
        lines: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        table: Path = ()
        fence = ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if fence:
                fence = "" if fence in line else fence
                continue
            if header := _HEADER.match(line):
                names = _parts(header[2])
                table = _resolved(names, counts, repeated=header[1] == "[[")
                lines.setdefault(names, number)
                lines.setdefault(table, number)
            elif key := _KEY.match(line):
                lines.setdefault((*table, *_parts(key[1])), number)
                fence = next((mark for mark in _FENCES if key[2].count(mark) == 1), "")
        return lines

    def of(self, path: Sequence[str | int]) -> str:
        """Return the place of a value for a message: file, line where it is known, and key."""
        wanted = tuple(path)
        outward = (wanted[:length] for length in range(len(wanted), 0, -1))
        line = next((self.lines[known] for known in outward if known in self.lines), 0)
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in wanted).lstrip(".")
        return ", ".join([self.file, *([f"line {line}"] if line else []), *([f"key {key}"] if key else [])])


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _resolved(names: Path, counts: dict[Path, int], *, repeated: bool) -> Path:
    """Put the current position behind each repeated table on the way."""
    path: Path = ()
    for depth, name in enumerate(names):
        path = (*path, name)
        last = depth == len(names) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
