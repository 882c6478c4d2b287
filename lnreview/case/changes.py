"""What changed between two states of a case, in words: what was added, what was changed, what was removed.

An entry is known by its id: one that only stands elsewhere in its list did not change, and one that was entered anew
under another id is a removal and an addition. Nothing is left out: a change of any field of the case gives a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists
from lnreview.case.quantities import shown
from lnreview.case.records import Entry, LabResult, Quantity, Record
from lnreview.case.timeline import dated

Kind = Literal["added", "changed", "removed"]

KIND_WORDS: dict[Kind, str] = {"added": "Added", "changed": "Changed", "removed": "Removed"}


@dataclass(frozen=True)
class CaseChange:
    """One change of a case."""

    kind: Kind
    place: str
    """Where the case shows it: an entry (`labs/lab-3`), a field (`patient/name`, `courses/course-1/dose`), or a part."""
    what: str
    """What it is, as a noun phrase: “lab result UPCR 3.4 g/g (2026-10-01)”, “patient”."""
    details: tuple[str, ...] = ()
    """Of a change: each field with what it says now and what it said before."""

    def __str__(self) -> str:
        told = f"{KIND_WORDS[self.kind]}: {self.what}"
        return f"{told}: {'; '.join(self.details)}" if self.details else told


def changes(before: Case, after: Case) -> tuple[CaseChange, ...]:
    """Return what is different in `after`, in the order of the case file; nothing for two equal cases."""
    return tuple(_changes(before, after)) if before != after else ()


def summed(found: Sequence[CaseChange], at_most: int) -> tuple[CaseChange, ...]:
    """Return changes with more than `at_most` additions to, or removals from, one list told as their number."""
    groups: dict[tuple[Kind, str], list[CaseChange]] = {}
    for change in found:
        groups.setdefault((change.kind, change.place.partition("/")[0]), []).append(change)
    told: list[CaseChange] = []
    for (kind, name), group in groups.items():
        if kind != "changed" and name in _NOUNS and len(group) > at_most:
            told.append(CaseChange(kind, group[0].place, f"{len(group)} {_NOUNS[name][1]}"))
        else:
            told += group
    return tuple(told)


def entry_words(name: str, entry: Record) -> str:
    """Return an entry of the list `name` as a noun phrase, with its day where it has one."""
    parts = [_NOUNS[name][0] if name in _NOUNS else _plain(name)]
    if isinstance(entry, LabResult):
        parts += [analytes.name(entry.analyte), _first(entry, ("quantity", "words", "interpretation"))]
    elif name == "blood_pressures":
        parts.append(f"{_value(entry, 'systolic')}/{_value(entry, 'diastolic')} mmHg")
    else:
        parts += [_value(entry, field) for field in _TELLING.get(name, ())]
    told = " ".join(part for part in parts if part)
    when = dated(entry) if isinstance(entry, Entry) else None
    return f"{told} ({when})" if when else told


def _changes(before: Case, after: Case) -> Iterator[CaseChange]:
    for name in Case.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name in entry_lists() or name in _KEYS:
            yield from _of_list(name, old, new)
        elif isinstance(new, Record) and isinstance(old, Record):
            fields = _different(old, new)
            details = tuple(_moved(field, old, new) for field in fields)
            yield CaseChange("changed", f"{name}/{fields[0]}", _PARTS.get(name, _plain(name)), details)
        else:
            yield CaseChange("changed", name, "case", (_moved(name, before, after),))


def _of_list(name: str, old: Sequence[Record], new: Sequence[Record]) -> Iterator[CaseChange]:
    """Yield the additions, changes and removals of a list; entries that only changed their places are none."""
    was, now = _by_key(name, old), _by_key(name, new)
    for key, entry in now.items():
        former = was.get(key)
        if former is None:
            yield CaseChange("added", f"{name}/{key}", entry_words(name, entry))
        elif former != entry:
            fields = _different(former, entry)
            details = tuple(_moved(field, former, entry) for field in fields)
            yield CaseChange("changed", f"{name}/{key}/{fields[0]}", entry_words(name, entry), details)
    for key, entry in was.items():
        if key not in now:
            # The entry is gone, so the list is shown at one that stands there still.
            neighbour = next(iter(now), "")
            yield CaseChange(
                "removed", f"{name}/{neighbour}" if neighbour else name, entry_words(name, entry)
            )


def _by_key(name: str, entries: Sequence[Record]) -> dict[str, Record]:
    """Return the entries of a list by what they are known by; a second one of the same key gets a number."""
    found: dict[str, Record] = {}
    for entry in entries:
        key = " ".join(str(getattr(entry, field)) for field in _KEYS.get(name, ("id",)))
        number = 1
        while (numbered := key if number == 1 else f"{key} {number}") in found:
            number += 1
        found[numbered] = entry
    return found


def _different(old: Record, new: Record) -> list[str]:
    return [name for name in type(new).model_fields if getattr(old, name) != getattr(new, name)]


def _moved(field: str, old: Record, new: Record) -> str:
    """Return a field with what it says now and said before; a long text only as rewritten."""
    name = _FIELDS.get(field, _plain(field))
    now, was = _said(new, field), _said(old, field)
    if max(len(now), len(was)) > _SHORT:
        return f"{name} {'rewritten' if now and was else 'written' if now else 'removed'}"
    return f"{name} {now or 'empty'}, was {was or 'empty'}"


_SHORT = 60
"""Characters of a value that is told in full beside what it was."""


def _first(entry: Record, fields: Sequence[str]) -> str:
    return next((told for field in fields if (told := _value(entry, field))), "")


def _value(entry: Record, field: str) -> str:
    told = _said(entry, field)
    return "" if told == "unknown" else told


def _said(entry: Record, field: str) -> str:
    """Return a field as a reader says it; what the program itself words (`no-response`) without its hyphens."""
    told = _told(getattr(entry, field))
    return told.replace("-", " ") if _is_worded(type(entry), field) else told


@cache
def _is_worded(kind: type[Record], field: str) -> bool:
    return "Literal[" in str(kind.model_fields[field].annotation)


def _told(value: object) -> str:
    """Return a value as a reader says it; empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, ChartDate | Quantity):
        return str(value)
    if isinstance(value, Record):
        set_ = [name for name in type(value).model_fields if name in value.model_fields_set]
        return ", ".join(told for name in set_ if (told := _told(getattr(value, name))))
    if isinstance(value, tuple):
        return ", ".join(map(_told, value))
    return shown(value) if isinstance(value, Decimal) else str(value)


def _plain(name: str) -> str:
    return name.replace("_", " ")


_NOUNS: dict[str, tuple[str, str]] = {
    "labs": ("lab result", "lab results"),
    "courses": ("medication course", "medication courses"),
    "dispenses": ("refill", "refills"),
    "administrations": ("administration", "administrations"),
    "adherence": ("adherence measure", "adherence measures"),
    "levels": ("drug level", "drug levels"),
    "biopsies": ("kidney biopsy", "kidney biopsies"),
    "measurements": ("measurement", "measurements"),
    "blood_pressures": ("blood pressure", "blood pressures"),
    "comorbidities": ("condition", "conditions"),
    "pregnancies": ("pregnancy", "statements about pregnancy"),
    "genotypes": ("genetic result", "genetic results"),
    "disease_activity": ("SLEDAI-2K", "SLEDAI-2K assessments"),
    "other_causes": ("other cause", "other causes"),
    "events": ("event", "events"),
    "episodes": ("start of a kidney episode", "starts of kidney episodes"),
    "baselines": ("choice of a baseline", "choices of a baseline"),
    "allergies": ("allergy", "allergies"),
    "alternatives": ("alternative", "alternatives"),
    "attestations": ("confirmation by the signer", "confirmations by the signer"),
    "enclosures": ("enclosure", "enclosures"),
    "denials": ("denial", "denials"),
    "rebuttals": ("answer to a denial", "answers to a denial"),
    "workflow": ("step of the determination", "steps of the determination"),
    "conference_items": ("item of the conference", "items of the conference"),
    "overrides": ("override of", "overrides"),
    "waivers": ("waiver of", "waivers"),
    "criterion_notes": ("note on the criterion", "notes on criteria"),
    "letter_edits": ("edited paragraph", "edited paragraphs"),
    "left_out": ("entry left out of a document", "entries left out of documents"),
}
"""What one entry, and what several entries of a list are called."""

_KEYS: dict[str, tuple[str, ...]] = {
    "overrides": ("step",),
    "waivers": ("gap",),
    "criterion_notes": ("criterion", "pack"),
    "letter_edits": ("kind", "section", "was"),
    "left_out": ("entry", "kind"),
}
"""By what a record without an id is known in its list."""

_TELLING: dict[str, tuple[str, ...]] = {
    "courses": ("drug", "dose", "frequency"),
    "dispenses": ("drug",),
    "administrations": ("drug", "dose"),
    "adherence": ("kind", "says", "value", "drug"),
    "levels": ("substance", "kind", "quantity"),
    "biopsies": ("classes", "class_text"),
    "measurements": ("what", "quantity"),
    "comorbidities": ("what",),
    "pregnancies": ("status",),
    "genotypes": ("gene", "result"),
    "disease_activity": ("stated_total",),
    "other_causes": ("what",),
    "events": ("what",),
    "baselines": ("reason",),
    "allergies": ("what",),
    "alternatives": ("drug", "status"),
    "attestations": ("what", "says"),
    "enclosures": ("title",),
    "denials": ("decision",),
    "rebuttals": ("point",),
    "workflow": ("what", "outcome"),
    "conference_items": ("kind", "words"),
    "overrides": ("step", "status"),
    "waivers": ("gap",),
    "criterion_notes": ("criterion",),
    "letter_edits": ("section",),
    "left_out": ("entry",),
}
"""The fields by which a reader knows an entry of a list; the day follows by itself."""

_PARTS = {
    "lupus": "diagnosis of lupus",
    "complete": "completeness of the lists",
    "coverage": "plan",
    "clinician": "signer",
    "request": "request",
    "person": "the person",
    "settings": "how the case is judged",
}
"""Parts of which there is one, where a reader calls them otherwise than the file."""

_FIELDS = {"quantity": "value", "on": "day", "as_of": "day of the review", "what": "what it is"}
"""Fields that a reader calls otherwise than the file."""
