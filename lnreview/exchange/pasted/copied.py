"""Rows of a list as text for a spreadsheet, and back: each value exactly as it is written, an empty cell for what is not said.

The first column is named after the list (`lnreview labs`) and holds the ids, so that rows that come back are known for
what they are, and nothing of them has to be guessed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from lnreview.case.dates import ChartDate
from lnreview.case.model import entry_lists
from lnreview.case.records import Entry, Quantity

_MARK = "lnreview "
_SIGNS = ("<=", ">=", "<", ">")


def copied(list_name: str, entries: Sequence[Entry]) -> str:
    """Return entries of a list as tab-separated rows below a header; only columns in which something stands."""
    kind = entry_lists()[list_name]
    names = [
        name
        for name, info in kind.model_fields.items()
        if name != "id"
        and (info.is_required() or any(getattr(entry, name) != info.get_default() for entry in entries))
    ]
    text = io.StringIO(newline="")
    # The line end of two characters makes the writer quote a value that holds either of them.
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\r\n")
    writer.writerow([_MARK + list_name, *(title for name in names for title in _titles(kind, name))])
    for entry in entries:
        cells = [entry.id]
        for name in names:
            cells += _cells(getattr(entry, name), kind.model_fields[name])
        writer.writerow(cells)
    return text.getvalue()


def list_of(text: str) -> str:
    """Return the list that a copied text is from; empty where it was not copied here."""
    first = text.split("\t", 1)[0].strip('"').splitlines()[:1]
    name = first[0].removeprefix(_MARK) if first and first[0].startswith(_MARK) else ""
    return name if name in entry_lists() else ""


def entries_copied(text: str) -> tuple[tuple[tuple[str, ...], Entry], ...] | None:
    """Return the rows of a copied text, each with its cells and its entry without an id.

    `None` where the text was not copied here, or was changed since so that a value can no longer be read: then it is
    a table like any other.
    """
    list_name = list_of(text)
    if not list_name:
        return None
    kind = entry_lists()[list_name]
    columns = {
        title: (name, part) for name in kind.model_fields for part, title in enumerate(_titles(kind, name))
    }
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:
        return None
    head, body = rows[0], [row for row in rows[1:] if row]
    if any(title not in columns for title in head[1:]) or any(len(row) != len(head) for row in body):
        return None
    found = []
    for row in body:
        try:
            found.append((tuple(row), kind.model_validate(dict(_values(kind, columns, head, row)))))
        except (ValueError, ArithmeticError, ValidationError):
            return None
    return tuple(found)


def _titles(kind: type[Entry], name: str) -> tuple[str, ...]:
    """Return the titles of a field: a quantity has a column for its number and one for its unit."""
    title = name.replace("_", " ").capitalize()
    if _is_quantity(kind.model_fields[name]):
        return ("Value", "Unit") if name == "quantity" else (title, f"{title} unit")
    return (title,)


def _cells(value: Any, info: FieldInfo) -> list[str]:
    if isinstance(value, Quantity):
        return [f"{value.comparator or ''}{format(value.value, 'f')}", value.unit]
    if _is_quantity(info):
        return ["", ""]
    if not info.is_required() and value == info.get_default():
        return [""]
    if isinstance(value, Decimal):
        return [format(value, "f")]
    if isinstance(value, ChartDate):
        return [value.text]
    if isinstance(value, tuple):
        if _is_words(info):
            return ["; ".join(value)]
        plain = [item.model_dump(mode="json") if isinstance(item, BaseModel) else item for item in value]
        return [json.dumps(plain, ensure_ascii=False)]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(value)]


def _values(
    kind: type[Entry], columns: dict[str, tuple[str, int]], head: Sequence[str], row: Sequence[str]
) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a row as the model takes them; what is empty is left to its default."""
    units = {
        columns[title][0]: text
        for title, text in zip(head[1:], row[1:], strict=True)
        if columns[title][1] == 1
    }
    for title, text in zip(head[1:], row[1:], strict=True):
        name, part = columns[title]
        info = kind.model_fields[name]
        if part == 1:
            continue
        if not text:
            if info.is_required() and _bare(info) is str:
                yield name, ""
        elif _is_quantity(info):
            sign = next((sign for sign in _SIGNS if text.startswith(sign)), None)
            value = Decimal(text.removeprefix(sign or ""))
            yield name, Quantity(value=value, unit=units.get(name, ""), comparator=sign)
        elif get_origin(_bare(info)) is tuple:
            yield name, tuple(text.split("; ")) if _is_words(info) else tuple(json.loads(text))
        else:
            yield name, text


def _bare(info: FieldInfo) -> Any:
    """Return the type of a field without its `None`."""
    if get_origin(info.annotation) in (Union, UnionType):
        return next(kind for kind in get_args(info.annotation) if kind is not NoneType)
    return info.annotation


def _is_quantity(info: FieldInfo) -> bool:
    return _bare(info) is Quantity


def _is_words(info: FieldInfo) -> bool:
    """Tell whether a field is a list of words of the program, which hold no “; ”."""
    inner = get_args(_bare(info))
    return get_origin(_bare(info)) is tuple and bool(inner) and get_origin(inner[0]) is Literal
