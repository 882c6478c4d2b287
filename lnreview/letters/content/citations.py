"""Number the references of a letter in the order of their first use, each with how far it may be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter, Statement, VerificationStatus
from lnreview.letters.document import Reference, References, Run
from lnreview.review.finding import Cited

STATUS_NOTES: dict[VerificationStatus, str] = {
    "primary": "",
    "secondary": "as reported by another text; locator not verified",
    "unverified": "not verified",
    "program-default": "program default, not from a guideline",
}
"""What a reader is told of each status; nothing for what was read in the text itself."""

_REPORTED = "as reported by "

Fact = Cited | Parameter | Statement


class Citer:
    """The references of one letter, numbered as they are cited."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        self._cited: dict[str, dict[tuple[str, VerificationStatus], None]] = {}

    def marks(self, *facts: Fact) -> tuple[int, ...]:
        """Return the numbers of the sources of `facts`, in rising order, and list them as cited.

        What is the program's own choice or general knowledge has no source, so it gets a badge and no number.
        """
        facts = tuple(fact for fact in facts if not self._own(fact))
        for fact in facts:
            self._cited.setdefault(fact.source, {})[fact.locator, fact.status] = None
        order = list(self._cited)
        return tuple(sorted({order.index(fact.source) + 1 for fact in facts}))

    def said(self, statement: Statement) -> tuple[Run, ...]:
        """Return a sentence of the pack with its mark, and a badge where nobody has verified it."""
        return self.fact(statement.text, statement)

    def fact(self, text: str, *facts: Fact) -> tuple[Run, ...]:
        """Return a text with the marks of its facts, and a badge for each status that nobody could verify."""
        weak = dict.fromkeys(
            fact.status for fact in facts if fact.status in ("unverified", "program-default")
        )
        badges = tuple(Run(f" ({STATUS_NOTES[status].split(',')[0]})", "badge") for status in weak)
        return (Run(text, marks=self.marks(*facts)), *badges)

    def references(self) -> References:
        """Return the list of what was cited so far."""
        return References(
            tuple(
                Reference(
                    number,
                    self._text(source),
                    self._places(facts),
                )
                for number, (source, facts) in enumerate(self._cited.items(), start=1)
            )
        )

    def _own(self, fact: Fact) -> bool:
        found = self._guideline.sources.get(fact.source)
        return found is not None and found.kind == "program"

    def _text(self, source: str) -> str:
        found = self._guideline.sources.get(source)
        if found is None:
            return f"Source “{source}”, not described in the guideline pack"
        tail = f" {found.identifier}." if found.identifier and found.identifier not in found.reference else ""
        return f"{found.reference.rstrip('.')}.{tail}"

    def _places(self, facts: Iterable[tuple[str, VerificationStatus]]) -> tuple[tuple[str, str], ...]:
        """Return the places that were read, each once, without what was looked for there; the status once for each kind.

        A text that reports another one is named as the pack describes it, not by its id.
        """
        by_status: dict[VerificationStatus, dict[str, None]] = {}
        for locator, status in facts:
            if status != "program-default":
                by_status.setdefault(status, {})[locator.partition(":")[0].strip()] = None
        return tuple(
            ("; ".join(self._reported(tuple(locators))), STATUS_NOTES[status])
            for status, locators in by_status.items()
            if any(locators)
        )

    def _reported(self, locators: tuple[str, ...]) -> tuple[str, ...]:
        """Return the places with the reporting texts by name, each text after the last of the places that it reports."""
        found: dict[str, list[str]] = {}
        for locator in locators:
            place, _, carriers = locator.partition(_REPORTED)
            name = place.rstrip(", ").removesuffix("in part").rstrip(", ")
            if name not in found.setdefault(carriers.strip(), []):
                found[carriers.strip()].append(name)
        return tuple(
            f"{'; '.join(places)}{f', as reported by {self._named(carriers)}' if carriers else ''}"
            for carriers, places in found.items()
        )

    def _named(self, carriers: str) -> str:
        names = re.split(r",\s*|\s+and\s+", carriers)
        known = (self._guideline.sources.get(name) for name in names)
        return " and ".join(
            source.reference.rstrip(".") if source else name
            for source, name in zip(known, names, strict=True)
        )
