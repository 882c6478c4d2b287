"""Find the places of a JSON text: the line of each value, and keys that stand twice in one object.

Works on text that has already been parsed without an error, so it does not judge the grammar again. It never
recurses, whatever the depth of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""The way to a value: keys of objects and indices of lists."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass(frozen=True)
class Found:
    """A value of the text: its place, the line on which it begins, and whether its key was there before."""

    place: Place
    line: int
    repeated: bool


@dataclass
class _Frame:
    """An object or list that is being read, with the key or index that is reached."""

    at: str | int
    keys: set[str] = field(default_factory=set)
    wants_key: bool = False


def values(text: str) -> Iterator[Found]:
    """Yield every value of a valid JSON text that has a key or an index, in the order of the text."""
    frames: list[_Frame] = []
    line, counted, repeated = 1, 0, False
    for token in _TOKEN.finditer(text):
        mark = token[0]
        line += text.count("\n", counted, token.start())
        counted = token.start()
        top = frames[-1] if frames else None
        if mark in "}]":
            frames.pop()
        elif mark == ",":
            assert top is not None
            if isinstance(top.at, int):
                top.at += 1
            else:
                top.wants_key = True
        elif mark == ":":
            continue
        elif top is not None and top.wants_key:
            key = json.loads(mark)
            repeated = key in top.keys
            top.at, top.wants_key = key, False
            top.keys.add(key)
        else:
            if top is not None:
                yield Found(tuple(frame.at for frame in frames), line, repeated)
            repeated = False
            if mark == "{":
                frames.append(_Frame(at="", wants_key=True))
            elif mark == "[":
                frames.append(_Frame(at=0))


def lines(text: str, places: set[Place]) -> dict[Place, int]:
    """Return the line of each of `places`; one that is absent gets the line of what should hold it."""
    wanted = {place[:length] for place in places for length in range(len(place) + 1)}
    known: dict[Place, int] = {(): 1}
    for found in values(text):
        if found.place in wanted:
            known.setdefault(found.place, found.line)
    return {
        place: next(known[place[:length]] for length in range(len(place), -1, -1) if place[:length] in known)
        for place in places
    }


def written(place: Place) -> str:
    """Return a place as it is shown: `labs/3/collected_on`; what cannot be printed in a key becomes `?`."""
    return "/".join("".join(c if c.isprintable() else "?" for c in str(part))[:80] for part in place)
