"""Routes as people write them in a request: by infusion into a vein, under the skin, by mouth."""

from __future__ import annotations

import re

_WAYS = {
    "iv": "iv", "intravenous": "iv", "intravenously": "iv", "infusion": "iv", "infused": "iv", "sc": "sc", "subcutaneous": "sc",
    "subcutaneously": "sc", "subq": "sc", "sq": "sc", "oral": "oral", "orally": "oral", "po": "oral", "mouth": "oral",
}  # fmt: skip


def ways(text: str) -> frozenset[str]:
    """Return the routes (iv, sc, oral) that a text names; empty where it names none that is known."""
    plain = re.sub(r"\b(i|s|p)\.\s*(v|c|o)\b\.?", r"\1\2", text.casefold())  # “i.v.”, “s.c.”
    return frozenset(_WAYS[word] for word in re.findall(r"[a-z]+", plain) if word in _WAYS)
