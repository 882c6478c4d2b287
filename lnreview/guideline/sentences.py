"""What is wrong with a key of a pack, in words a person can act on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def sentence(kind: str, message: str, value: object) -> str:
    """Say in words what is wrong with a key and what to do; `kind` and `message` are those of pydantic."""
    if kind == "missing":
        return "the key is missing; add it"
    if kind == "extra_forbidden":
        return "no such key is known here; correct its spelling or remove it"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    shown = f" (it is “{value}”)" if isinstance(value, str | int | Decimal | date) else ""
    return f"{message[:1].lower()}{message[1:]}{shown}; correct the value"
