"""How sources and numbers of the guideline pack are named on the screen: short name, place, how far they may be trusted."""

from __future__ import annotations

import re

from lnreview.case.quantities import label, shown
from lnreview.desktop.language import noop, tr
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter, VerificationStatus

STATUS_OF_SOURCE: dict[VerificationStatus, str] = {
    "primary": noop("primary"),
    "secondary": noop("secondary"),
    "unverified": noop("unverified"),
    "program-default": noop("program default"),
}
"""How far a fact may be trusted, in the words of the screen."""

SOURCE_STATUS_MEANS: dict[VerificationStatus, str] = {
    "primary": noop("read in the primary text itself"),
    "secondary": noop("read only in a text that reports it"),
    "unverified": noop("general knowledge, not checked against any text"),
    "program-default": noop("our own choice, not from a guideline"),
}


def amount(parameter: Parameter) -> str:
    """Return the value of a number of the pack with its unit, as a range where it is one."""
    value = shown(parameter.value)
    if parameter.upper is not None:
        value = tr("{value} to {upper}").format(value=value, upper=shown(parameter.upper))
    unit = "" if parameter.unit in ("1", "{count}") else label(parameter.unit)
    if parameter.unit in _UNIT_WORDS:
        unit = tr(_UNIT_WORDS[parameter.unit])
    return f"{value} {unit}".strip()


_UNIT_WORDS = {
    "mo": noop("months"),
    "d": noop("days"),
    "wk": noop("weeks"),
    "a": noop("years"),
    "h": noop("hours"),
    "min": noop("minutes"),
}


def cited(guideline: Guideline, source: str, locator: str) -> str:
    """Return a source by its short name, with its place."""
    known = guideline.sources.get(source)
    if known is not None and known.kind == "program":
        return tr("lnreview, own choice")
    name = short_name(guideline, source)
    return f"{name}, {locator}" if locator else name


def short_name(guideline: Guideline, source: str) -> str:
    """Return how a reader knows a source (“Arora 2022”, “ACR 2024”): its id, spelled as its reference spells it."""
    known = guideline.sources.get(source)
    if known is None:
        return source
    if known.kind == "program":
        return tr("own choice")
    spelled = {word.casefold(): word for word in reversed(re.findall(r"\w+", known.reference))}
    parts = [spelled.get(part) or (part.upper() if len(part) < 5 else part) for part in source.split("-")]
    words = [part[:1].upper() + part[1:] if number == 0 else part for number, part in enumerate(parts)]
    return " ".join(words)


def reference(guideline: Guideline, source: str) -> str:
    """Return the full reference of a source, or its id where the pack does not hold it."""
    known = guideline.sources.get(source)
    if known is None:
        return source
    return f"{known.reference} {known.identifier}".strip()
