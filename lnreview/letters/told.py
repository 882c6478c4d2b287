"""What a document prints of the record: everything but the entries that the signer leaves out.

The review is made on the whole record, so leaving an entry out of a letter changes no finding. A reason that names what
was left out is not printed either; what still names it after that (`still_named`) is said, so that nothing leaves the
chart by an oversight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists
from lnreview.case.paperwork import LeftOut
from lnreview.case.quantities import shown
from lnreview.case.records import Entry, Quantity
from lnreview.letters.document import Document, Gap, Heading, texts
from lnreview.review.finding import (
    Evidence,
    Finding,
    Option,
    RegimenReview,
    Review,
    SafetyFinding,
    SeriesPoint,
)

WITHHELD = "The reason rests on an entry of the record that the signer leaves out of this document."

F = TypeVar("F", Finding, SafetyFinding)


def of_kind(case: Case, kind: str) -> Case:
    """Return the case with only the choices that hold for a kind of document; nothing else of it changes."""
    if not case.left_out:
        return case
    choices = tuple(
        LeftOut(entry=entry) for entry in sorted({c.entry for c in case.left_out if c.kind in ("", kind)})
    )
    return case.model_copy(update={"left_out": choices})


def whole(case: Case) -> Case:
    """Return the case with nothing left out."""
    return case.model_copy(update={"left_out": ()}) if case.left_out else case


def hidden(case: Case) -> frozenset[str]:
    """Return the ids of the entries that are not printed."""
    return frozenset(choice.entry for choice in case.left_out)


def shown_evidence(case: Case, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence that may be printed."""
    out = hidden(case)
    return tuple(item for item in evidence if item.entry not in out)


def shown_points(case: Case, points: Iterable[SeriesPoint]) -> tuple[SeriesPoint, ...]:
    """Return the points of a trend that may be printed."""
    out = hidden(case)
    return tuple(point for point in points if point.entry not in out)


def printed(case: Case, review: Review) -> Review:
    """Return the review without the evidence that is left out, and without the reasons that name it.

    The trends of the review stay whole, because criteria are evaluated on them; what draws or lists them leaves points out.
    """
    if not case.left_out:
        return review
    out = hidden(case)
    prints = _fingerprints(case, review)
    values = {point.value for point in (*review.upcr, *review.egfr) if point.entry in out}

    def reason(because: str, evidence: Iterable[Evidence] = ()) -> str:
        used = [prints[item.entry] for item in evidence if item.entry in prints]
        named = any(one.has_value(because) for one in used) or _named(because, prints.values())
        return WITHHELD if named else because

    def finding(item: F) -> F:
        return replace(
            item,
            evidence=shown_evidence(case, item.evidence),
            because=reason(item.because, item.evidence),
        )

    def end(value: Decimal | None) -> Decimal | None:
        return None if value in values else value

    def regimen(item: RegimenReview) -> RegimenReview:
        return replace(
            item,
            adherence=finding(item.adherence),
            dosing=finding(item.dosing),
            response=finding(item.response),
            baseline_upcr=end(item.baseline_upcr),
            last_upcr=end(item.last_upcr),
            baseline_egfr=end(item.baseline_egfr),
            last_egfr=end(item.last_egfr),
        )

    def option(item: Option) -> Option:
        return replace(item, safety=tuple(finding(each) for each in item.safety))

    every = tuple(item for step in review.steps for item in step.evidence)
    return replace(
        review,
        summary=reason(review.summary, every),
        steps=tuple(finding(item) for item in review.steps),
        regimens=tuple(regimen(item) for item in review.regimens),
        safety=tuple(finding(item) for item in review.safety),
        options=tuple(option(item) for item in review.options),
        notes=tuple(note for note in review.notes if not _named(note, prints.values())),
    )


def still_named(case: Case, review: Review, document: Document) -> tuple[str, ...]:
    """Return the sections of a document that still name an entry that was left out, in reading order."""
    prints = _fingerprints(case, review)
    found: dict[str, None] = {}
    section = "the top of the document"
    for block in document.blocks if prints else ():
        if isinstance(block, Heading):
            section = block.text
        if any(_named(text, prints.values()) for text in texts(block)):
            found[section] = None
    return tuple(found)


def naming_gaps(case: Case, review: Review, document: Document) -> Iterator[Gap]:
    """Yield a gap for each section that still names an entry that was left out."""
    for section in still_named(case, review, document):
        yield Gap(
            f"left-out:{section}",
            f"“{section}” still names an entry that is left out of this document. "
            "Change that part under Contents, or put the entry back.",
            "letter",
            section,
        )


@dataclass(frozen=True)
class _Fingerprint:
    """What gives an entry away in a text: one of its values together with one of its days, as they are printed."""

    values: tuple[re.Pattern[str], ...]
    days: tuple[re.Pattern[str], ...]

    def has_value(self, text: str) -> bool:
        return any(value.search(text) for value in self.values)

    def is_in(self, text: str) -> bool:
        """Whether a text names the entry; a value alone may be anybody's, and so may a day."""
        if not (self.values and self.days):
            return False
        return self.has_value(text) and any(day.search(text) for day in self.days)


def _fingerprints(case: Case, review: Review) -> dict[str, _Fingerprint]:
    out = hidden(case)
    if not out:
        return {}
    points = {point.entry: point.value for point in (*review.upcr, *review.egfr) if point.entry in out}
    return {
        entry.id: _fingerprint(entry, points.get(entry.id))
        for name in entry_lists()
        for entry in getattr(case, name)
        if entry.id in out
    }


def _fingerprint(entry: Entry, value: Decimal | None) -> _Fingerprint:
    """Return the values of an entry, as written and as it stands in a trend, and its days."""
    fields = [getattr(entry, name) for name in type(entry).model_fields if name != "known_on"]
    values = [shown(field.value) for field in fields if isinstance(field, Quantity)]
    if value is not None:
        values += [f"{value:.{places}f}" for places in (0, 1, 2)]
    days = [str(field) for field in fields if isinstance(field, ChartDate)]
    return _Fingerprint(tuple(map(_word, dict.fromkeys(values))), tuple(map(_word, dict.fromkeys(days))))


def _word(text: str) -> re.Pattern[str]:
    zeros = "0*" if "." in text else r"(?:\.0+)?"
    return re.compile(rf"(?<![\w.,-]){re.escape(text)}{zeros}(?![\w-]|[.,]\d)")


def _named(text: str, prints: Iterable[_Fingerprint]) -> bool:
    return any(one.is_in(text) for one in prints)
