"""Any case that the model allows, made from the model itself: a new field needs no change here."""

import types
import typing
from decimal import Decimal

from hypothesis import strategies as st
from pydantic import BaseModel

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists

_WORDS = st.text(max_size=12)
_FULL_DATES = st.dates().filter(lambda day: 1850 <= day.year <= 2200).map(str)
_DATES = st.one_of(
    _FULL_DATES,
    _FULL_DATES.map(lambda text: text[:7]),
    _FULL_DATES.map(lambda text: text[:4]),
    st.integers(-600, 600).map(lambda months: f"m{months:+d}"),
    st.decimals(0, 90, places=1).map(lambda months: f"m+{months}"),
)
_NUMBERS = st.integers(0, 6).flatmap(lambda places: st.decimals(-(10**9), 10**9, places=places))


def cases() -> st.SearchStrategy[Case]:
    """Return cases with any content, their ids given by the program or by the file."""
    return st.builds(_case, _record(Case), st.booleans())


def _case(content: dict, give_ids: bool) -> Case:
    number = 0
    for name in entry_lists():
        for entry in content.get(name, ()):
            number += 1
            entry["id"] = f"№ {number}" if give_ids else ""
    overridden = {override["step"]: override for override in content.get("overrides", ())}
    content["overrides"] = list(overridden.values())
    notes = {(note["pack"], note["criterion"]): note for note in content.get("criterion_notes", ())}
    content["criterion_notes"] = [{"rationale": "as read", **note} for note in notes.values()]
    if not content.get("anchor") and _mixes_calendars(content):
        content["anchor"] = "2000-01-01"  # months beside calendar dates need the day that they count from
    return Case.model_validate({**content, "format": "lnreview-case", "version": 1})


def _mixes_calendars(content: dict) -> bool:
    dates = [
        value
        for name in entry_lists()
        for entry in content.get(name, ())
        for field, value in entry.items()
        if (
            isinstance(value, str)
            and ChartDate in typing.get_args(entry_lists()[name].model_fields[field].annotation)
        )
        or entry_lists()[name].model_fields[field].annotation is ChartDate
    ]
    return len({value.startswith("m") for value in dates}) > 1


def _record(model: type[BaseModel]) -> st.SearchStrategy[dict]:
    required, optional = {}, {}
    for name, field in model.model_fields.items():
        (required if field.is_required() else optional)[name] = _field(model, name, field)
    return st.fixed_dictionaries(required, optional=optional)


def _field(model: type[BaseModel], name: str, field) -> st.SearchStrategy:
    if model is Case and name == "id":
        return st.from_regex(r"\A[^\x00-\x1f/\\]{1,20}\Z").filter(lambda text: text.isprintable())
    if model is Case and name == "anchor":
        return st.none() | _FULL_DATES
    if name == "rationale" or (model.__name__ in ("Waiver", "BaselineChoice") and name == "reason"):
        return _WORDS.map(lambda text: f"because {text}")
    pattern = next((limit.pattern for limit in field.metadata if getattr(limit, "pattern", None)), None)
    if pattern:
        return st.from_regex(pattern, fullmatch=True).filter(lambda text: "\n" not in text)
    bounds = {}
    for limit in field.metadata:
        bounds |= {key: getattr(limit, key) for key in ("ge", "le") if getattr(limit, key, None) is not None}
    return _value(field.annotation, bounds)


def _value(annotation, bounds: dict) -> st.SearchStrategy:
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        for limit in getattr(parts[1], "metadata", ()):
            bounds |= {
                key: getattr(limit, key) for key in ("ge", "le") if getattr(limit, key, None) is not None
            }
        return _value(parts[0], bounds)
    if origin is typing.Literal:
        return st.sampled_from(parts)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([_value(part, bounds) for part in parts])
    if origin is tuple:
        return st.lists(_value(parts[0], bounds), max_size=2)
    if annotation is type(None):
        return st.none()
    if annotation is str:
        return _WORDS
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(bounds.get("ge", -5000), bounds.get("le", 5000))
    if annotation is Decimal:
        return st.decimals(bounds["ge"], bounds["le"], places=1) if bounds else _NUMBERS
    if annotation is ChartDate:
        return _DATES
    return _record(annotation)
