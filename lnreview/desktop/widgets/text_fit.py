"""How the columns and rows of a table of text share a width: worked out without the table, so that a layout can ask first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.measured import wrapped_height
from lnreview.desktop.widgets.text_cells import (
    Cell,
    Mode,
    TextModel,
    least_width,
    natural_width,
    parts_height,
    side,
)


@dataclass(frozen=True)
class Fit:
    """How a table stands in a width."""

    mode: Mode
    widths: tuple[int, ...]
    """Of the columns."""
    header: int
    """Height of the header; 0 where there is none."""
    rows: tuple[int, ...]
    """Heights of the rows."""

    @property
    def height(self) -> int:
        """The height of all rows with the header."""
        return self.header + sum(self.rows)


def fit(model: TextModel, room: int) -> Fit:
    """Give each column of `model` the width of its text in `room` px; where that is too much, wrapping ones share the rest.

    Where not even the longest words have room beside each other, each row becomes one block.
    """
    columns, tags = model.columns, model.tags
    natural = [_widest(model, number, natural_width) for number in range(len(columns))]
    least = [
        min(_widest(model, number, least_width), natural[number]) if column.wraps else natural[number]
        for number, column in enumerate(columns)
    ]
    mode: Mode = "cells"
    if tags > 0 and sum(least) > room:
        mode = "tucked"
        for widths in (natural, least):
            widths[0] = max(widths[0], least[tags])
        columns, natural, least = columns[:-1], natural[:-1], least[:-1]
    if sum(least) > room and len(columns) > 1:
        return _fitted(model, "stacked", [room])
    given = list(natural)
    rest = room - sum(natural[number] for number, column in enumerate(columns) if not column.wraps)
    wrapping = [number for number, column in enumerate(columns) if column.wraps]
    for number, width in _shared(wrapping, natural, least, rest):
        given[number] = width
    return _fitted(model, mode, given)


def _fitted(model: TextModel, mode: Mode, widths: Sequence[int]) -> Fit:
    px = theme.look().px
    lowest = px(28)
    rows = tuple(
        max(
            lowest,
            *(parts_height(model.parts_in(mode, row, number), width) for number, width in enumerate(widths)),
        )
        for row in range(len(model.rows))
    )
    header = 0
    if mode != "stacked":
        titles = zip(model.columns[: len(widths)], widths, strict=True)
        header = 2 * px(6) + max(
            wrapped_height(tr(column.title) or " ", width - 2 * side(), theme.SMALL_POINTS)
            for column, width in titles
        )
    return Fit(mode, tuple(widths), header, rows)


def _shared(
    wrapping: Sequence[int], natural: Sequence[int], least: Sequence[int], rest: int
) -> list[tuple[int, int]]:
    """Return `rest` px shared by the wrapping columns: the small ones get what they need, a long text more than a short one."""
    left = sorted(wrapping, key=lambda number: natural[number])
    shares = []
    while left:
        weight = sum(sqrt(natural[number]) for number in left)
        number = left.pop(0)
        part = round(rest * sqrt(natural[number]) / weight)
        width = natural[number] if natural[number] <= part and left else part
        width = max(min(width, rest - sum(least[other] for other in left)), least[number])
        shares.append((number, width))
        rest -= width
    return shares


def _widest(model: TextModel, number: int, measure: Callable[[Cell, float], int]) -> int:
    cells = (row[number] for row in model.rows)
    title = measure(tr(model.columns[number].title), theme.SMALL_POINTS)
    return (
        max(title, *(measure(cell, theme.BODY_POINTS) for cell in cells), 0) + 2 * side() + theme.look().px(2)
    )
