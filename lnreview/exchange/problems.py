"""Say in plain English what is wrong with a case, all at once, each fault with its place and its remedy.

The faults that the model finds are translated; those that it only sees in a case without other faults (ids
and overrides that occur twice, an anchor that is no full date) are looked for in the raw data, so that they
are reported beside the others.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists
from lnreview.exchange.places import Place

Fault = tuple[Place, str]
"""A place and the sentence that explains it."""

_NUMBER = "write a number such as 3.4, without unit and without thousands separator, or leave it out"
_PLAIN: dict[str, str] = {
    "missing": "is missing; add it",
    "string_type": "has to be a text in quotation marks",
    "string_unicode": "holds half of a character (a lone surrogate), which no file can keep; type it anew",
    "decimal_parsing": f"is not a number; {_NUMBER}",
    "decimal_type": f"is not a number; {_NUMBER}",
    "decimal_max_digits": "has more than 30 digits; write it as it was measured",
    "finite_number": "is not a finite number of at most 30 digits; leave it out when it is unknown",
    "int_parsing": "is not a whole number; write one such as 3, or leave it out",
    "int_type": "is not a whole number; write one such as 3, or leave it out",
    "int_from_float": "has to be a whole number, without decimals",
    "int_parsing_size": "is far too large for a whole number here; correct it",
    "bool_type": "has to be true or false, without quotation marks",
    "bool_parsing": "has to be true or false, without quotation marks",
    "tuple_type": "has to be a list in square brackets, even with a single item",
}


def faults(data: Any, error: ValidationError | None) -> list[Fault]:
    """Return every fault of the raw `data` of a case, in the order of the file's sections."""
    found = [*_twice(data), *_anchor(data), *_overridden_twice(data), *_truths(data)]
    places = {place for place, _ in found}
    for detail in error.errors(include_url=False) if error else ():
        place = detail["loc"]
        # What the whole case is blamed for is already told above, with better places.
        if place in places or (place == () and found and detail["type"] == "value_error"):
            continue
        found.append((place, _sentence(detail)))
    order = {name: index for index, name in enumerate(Case.model_fields)}
    return sorted(
        found, key=lambda fault: (order.get(str(fault[0][0]), -1) if fault[0] else -1, _sortable(fault[0]))
    )


def _sentence(detail: ErrorDetails) -> str:
    kind, place, value, limits = detail["type"], detail["loc"], detail["input"], detail.get("ctx", {})
    match kind:
        case "chart_date":
            return detail["msg"]
        case "value_error":
            return str(limits["error"])
        case "extra_forbidden":
            return _unknown_key(place)
        case "literal_error":
            return _not_among(value, str(limits["expected"]))
        case "string_too_short":
            return "must not be empty; write something there"
        case "string_too_long":
            return (
                f"is longer than {limits['max_length']} characters; shorten it, or move the rest into a note"
            )
        case "string_pattern_mismatch":
            return "must not hold a slash, a backslash, a line break or another control character"
        case "greater_than_equal":
            return (
                f"is less than {limits['ge']}, the least that is possible here; correct it, or leave it out"
            )
        case "less_than_equal":
            return f"is more than {limits['le']}, the most that is possible here; correct it, or leave it out"
        case "model_type":
            return _not_a_record(value, str(limits["class_name"]))
        case _:
            return _PLAIN.get(kind, f"cannot be used: {detail['msg']}")


def _unknown_key(place: Place) -> str:
    model = _model_holding(place)
    near = difflib.get_close_matches(str(place[-1]).lower(), list(model.model_fields), 1) if model else []
    remedy = f"did you mean “{near[0]}”?" if near else "remove it, or move what it says into a “note”"
    return f"is not a key that a case file knows here; {remedy}"


def _not_among(value: Any, expected: str) -> str:
    choices = [choice.strip().strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    said = f"“{_shortened(value)}” is not one of the values that are possible here"
    near = difflib.get_close_matches(str(value).strip().lower(), choices, 1)
    return f"{said}; did you mean “{near[0]}”?" if near else f"{said}; write {expected.replace(chr(39), '')}"


def _not_a_record(value: Any, wanted: str) -> str:
    if wanted == "Quantity":
        return (
            'has to be a value with its unit, such as {"value": 3.4, "unit": "g/g"}; '
            'a bare number could mean any unit (write "unit": "" when the chart gives none)'
        )
    if isinstance(value, list):
        return "has to be one group of keys in braces { }, not a list"
    return "has to be a group of keys in braces { }"


def _shortened(value: Any) -> str:
    text = "".join(character if character.isprintable() else "?" for character in str(value))
    return text if len(text) <= 40 else f"{text[:39]}…"


def _entries(data: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    for name in entry_lists():
        items = data.get(name) if isinstance(data, dict) else None
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield (name, index), item


def _twice(data: Any) -> Iterator[Fault]:
    """Find ids that are used by more than one entry of the case."""
    first: dict[str, Place] = {}
    for place, item in _entries(data):
        name = item.get("id")
        if not isinstance(name, str) or not name:
            continue
        if name in first:
            other = "/".join(map(str, first[name]))
            yield (
                (*place, "id"),
                f"“{_shortened(name)}” is already the id of {other}; give one of them another id, or none",
            )
        first.setdefault(name, place)


def _anchor(data: Any) -> Iterator[Fault]:
    text = data.get("anchor") if isinstance(data, dict) else None
    if not isinstance(text, str):
        return
    try:
        anchor = ChartDate.parse(text)
    except ValueError:
        return  # the model reports a date that cannot be read
    if anchor.is_relative or not anchor.is_exact:
        yield ("anchor",), "has to be a full date such as 2024-03-15, because months are counted from it"


def _overridden_twice(data: Any) -> Iterator[Fault]:
    items = data.get("overrides") if isinstance(data, dict) else None
    steps: set[str] = set()
    for index, item in enumerate(items if isinstance(items, list) else ()):
        step = item.get("step") if isinstance(item, dict) else None
        if isinstance(step, str) and step in steps:
            yield (
                ("overrides", index, "step"),
                f"“{_shortened(step)}” is overridden twice; keep one of the overrides",
            )
        steps.add(str(step))


def _truths(data: Any) -> Iterator[Fault]:
    """Find true or false where a whole number belongs: Python would count true as 1."""
    waiting: list[tuple[Place, Any, type[BaseModel]]] = [((), data, Case)]
    while waiting:
        place, value, model = waiting.pop()
        if isinstance(value, list):
            waiting.extend(((*place, index), item, model) for index, item in enumerate(value))
        elif isinstance(value, dict):
            for key, item in value.items():
                known = model.model_fields.get(key)
                if known is None:
                    continue
                kinds = _kinds(known.annotation)
                if isinstance(item, bool) and int in kinds:
                    yield (*place, key), "has to be a whole number, not true or false"
                elif isinstance(item, list | dict):
                    record = next((kind for kind in kinds if issubclass(kind, BaseModel)), None)
                    if record is not None:
                        waiting.append(((*place, key), item, record))


def _model_holding(place: Place) -> type[BaseModel] | None:
    """Return the part of the case that should hold the key at the end of `place`."""
    model: type[BaseModel] = Case
    for part in place[:-1]:
        if isinstance(part, int):
            continue
        known = model.model_fields.get(part)
        record = (
            next((kind for kind in _kinds(known.annotation) if issubclass(kind, BaseModel)), None)
            if known
            else None
        )
        if record is None:
            return None
        model = record
    return model


def _kinds(annotation: Any) -> tuple[type, ...]:
    """Return the classes that an annotation names, at any depth."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return (annotation,)
    return tuple(kind for part in typing.get_args(annotation) for kind in _kinds(part))


def _sortable(place: Place) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in place)
