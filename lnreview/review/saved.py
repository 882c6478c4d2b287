"""Reading what was saved as JSON: what can be read is kept, and it is known whether something could not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Item = TypeVar("Item")


def readable(content: object, read: Callable[[Any], Item | None]) -> tuple[dict[str, Item], bool]:
    """Return what can be read of saved content by name, and whether something could not be."""
    if not isinstance(content, dict):
        return {}, True
    found = {name: read(item) for name, item in content.items()}
    kept = {name: item for name, item in found.items() if item is not None}
    return kept, len(kept) < len(found)


def text(content: object) -> str | None:
    """Return a saved text; `None` for anything else."""
    return content if isinstance(content, str) else None


def texts(content: object) -> Mapping[str, str] | None:
    """Return saved texts by name; `None` where one of them is none."""
    kept, refused = readable(content, text)
    return None if refused else kept
