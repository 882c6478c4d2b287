"""Whose definitions of a response the tables read: those of the criteria set, and those that it borrows from another."""

from __future__ import annotations

from lnreview.review.context import Context

_RESPONSES = {
    "complete-upcr": "complete",
    "perr-upcr": "primary efficacy",
    "partial-fall": "partial",
}
"""The number on which each response rests."""


def definitions(ctx: Context) -> str:
    """Return a sentence that names the criteria set, and which of its responses are borrowed from which other set."""
    borrowed: dict[str, list[str]] = {}
    for name, response in _RESPONSES.items():
        parameter = ctx.criteria.parameters.get(name)
        if parameter is not None and parameter.borrowed_from:
            borrowed.setdefault(parameter.borrowed_from, []).append(response)
    said = [f"By the definitions of {ctx.criteria.name}"]
    for source, names in borrowed.items():
        listed = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        said.append(f"{listed} response borrowed from {ctx.guideline.criteria[source].name}")
    return f"{'; '.join(said)}."
