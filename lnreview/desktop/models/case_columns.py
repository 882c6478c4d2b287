"""The columns of the list: what they are called, how they are ordered, how wide they are, which give way first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lnreview.desktop.language import noop
from lnreview.store.question import Sort

LEAST, MOST = 56, 640
"""px at 100 %: the narrowest and the widest column that a person can draw."""


@dataclass(frozen=True)
class Column:
    """A column of the list."""

    key: Sort
    title: str
    """Marked for translation."""
    width: int
    """px at 100 %; of one that takes the rest of the room, the least."""
    takes_rest: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("patient", noop("Patient"), 208),
    Column("title", noop("Title"), 120, takes_rest=True),
    Column("verdict", noop("Verdict"), 248),
    Column("provisional", noop("Provisional"), 208),
    Column("status", noop("Status"), 96),
    Column("next", noop("Next"), 136, takes_rest=True),
    Column("due", noop("Due"), 160),
    Column("next_on", noop("Next date"), 112),
    Column("renewal", noop("Authorized until"), 136),
    Column("payer", noop("Plan"), 136),
    Column("news", noop("News"), 128),
    Column("changed", noop("Changed"), 104),
)
KEYS: tuple[Sort, ...] = tuple(column.key for column in COLUMNS)
PLACE: dict[str, int] = {column.key: place for place, column in enumerate(COLUMNS)}
"""The number of a column in the table."""

USUAL: tuple[str, ...] = ("patient", "title", "verdict", "status", "next", "due", "news", "changed")
"""The columns that are shown until a person chooses others, in their order."""
GIVE_WAY: tuple[str, ...] = ("changed", "status", "news", "title", "due", "next")
"""Those of the usual columns that are left out where there is no room, the first of them first."""


@dataclass(frozen=True)
class Arrangement:
    """Which columns stand in which order, and how wide."""

    shown: tuple[str, ...] = USUAL
    widths: tuple[tuple[str, int], ...] = ()
    """px at 100 % of the columns whose width a person drew."""
    chosen: bool = False
    """Whether a person chose the columns; then none gives way."""

    def width(self, key: str) -> int | None:
        """Return the width that a person drew, or `None`."""
        return dict(self.widths).get(key)

    def with_width(self, key: str, width: int) -> Arrangement:
        """Return it with a column of another width."""
        widths = {**dict(self.widths), key: min(max(width, LEAST), MOST)}
        return Arrangement(self.shown, tuple(widths.items()), self.chosen)

    def with_shown(self, shown: tuple[str, ...]) -> Arrangement:
        """Return it with other columns; one that shows nothing shows the patient."""
        return Arrangement(shown or ("patient",), self.widths, chosen=True)

    def moved(self, key: str, step: int) -> Arrangement:
        """Return it with a column moved to the right (1) or to the left (-1)."""
        shown = list(self.shown)
        if key not in shown:
            return self
        place = shown.index(key)
        shown.insert(min(max(place + step, 0), len(shown) - 1), shown.pop(place))
        return self.with_shown(tuple(shown))

    def turned(self, key: str, on: bool) -> Arrangement:
        """Return it with a column shown, at the end, or hidden."""
        without = tuple(shown for shown in self.shown if shown != key)
        return self.with_shown(
            (*without, key) if on and key not in self.shown else self.shown if on else without
        )

    def written(self) -> dict[str, Any]:
        """Return it as the store keeps it."""
        return {"shown": list(self.shown), "widths": dict(self.widths), "chosen": self.chosen}


def read(body: dict[str, Any]) -> Arrangement:
    """Return an arrangement that was kept; columns that are not known any more are left out."""
    shown = tuple(dict.fromkeys(key for key in body.get("shown", ()) if key in PLACE))
    widths = body.get("widths", {})
    kept = tuple(
        (key, int(width)) for key, width in widths.items() if key in PLACE and LEAST <= int(width) <= MOST
    )
    return Arrangement(shown or USUAL, kept, bool(body.get("chosen")) and bool(shown))
