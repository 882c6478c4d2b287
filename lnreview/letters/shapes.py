"""Shapes in millimetres, drawn by whoever has a pen; nothing here knows a toolkit.

The origin is the upper left corner and y grows downwards; text stands on its baseline. A shape may say which entry of
the record it stands for (`of`, such as `labs/lab-3`), so that whoever draws it can tell what lies under a pointer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Ink = Literal["text", "quiet", "hair", "accent", "paper", "soft", "softer", "zone", "outer-zone"]
"""What a colour is for; each drawer chooses the colour, and grey must do. The zones lie under everything else."""

ZONES: tuple[Ink, ...] = ("zone", "outer-zone")
EM = 0.3528
"""mm in a point."""


@dataclass(frozen=True)
class Line:
    """A line of connected points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float
    """mm"""
    dash: tuple[float, ...] = ()
    """mm on, mm off; empty: solid."""


@dataclass(frozen=True)
class Polygon:
    """A closed shape."""

    points: tuple[tuple[float, float], ...]
    fill: Ink | None
    edge: Ink | None = None
    width: float = 0.2
    """mm"""
    of: str = ""


@dataclass(frozen=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: Ink | None
    edge: Ink | None = None
    width: float = 0.3
    """mm"""
    of: str = ""


@dataclass(frozen=True)
class Text:
    """A text on its baseline; `size` in points."""

    x: float
    y: float
    words: str
    ink: Ink = "text"
    size: float = 8.5
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False


Shape = Line | Polygon | Disc | Text


@dataclass(frozen=True)
class Picture:
    """Shapes in the order in which they are painted, on a field of `width` by `height` millimetres."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    least: float = 0.0
    """Height in mm below which the same picture cannot be pressed."""
    left: float = 0.0
    """Where its time begins, and where it ends: the edges of the panels in mm."""
    right: float = 0.0


def text_width(words: str, size: float = 8.5) -> float:
    """Return a rough width of a text in mm, on the wide side, where no font can be asked."""
    wide = sum(1.0 if ord(character) > 0x2E80 else 0.53 for character in words)
    return wide * size * EM


def box(left: float, top: float, right: float, bottom: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of a box."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def lowered(shapes: Iterable[Shape], by: float) -> list[Shape]:
    """Return shapes moved down by some mm."""
    moved: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Line | Polygon):
            moved.append(replace(shape, points=tuple((x, y + by) for x, y in shape.points)))
        else:
            moved.append(replace(shape, y=shape.y + by))
    return moved
