"""The published schema is a JSON Schema of draft 2020-12 and says what the reader does."""

import json
import re

import pytest
from any_case import cases
from hypothesis import HealthCheck, given, settings

from lnreview.case.model import Case
from lnreview.exchange import casefile

SCHEMA = casefile.schema()
# The keywords of draft 2020-12 that the schema uses, with what their values must be.
KEYWORDS = {
    "$schema": str, "$ref": str, "$defs": dict, "title": str, "description": str, "default": object,
    "examples": list, "type": str, "enum": list, "const": object, "anyOf": list, "properties": dict,
    "required": list, "additionalProperties": bool, "items": dict, "pattern": str,
    "minLength": int, "maxLength": int, "minimum": (int, float), "maximum": (int, float),
}  # fmt: skip
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip


def parts(schema):
    yield schema
    for name in ("$defs", "properties"):
        for inner in schema.get(name, {}).values():
            yield from parts(inner)
    for inner in [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]:
        yield from parts(inner)


def allows(schema, value) -> bool:
    """Judge a value by the schema, by the rules of draft 2020-12 for the keywords above."""
    if "$ref" in schema and not allows(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], value):
        return False
    if "anyOf" in schema and not any(allows(inner, value) for inner in schema["anyOf"]):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema:
        of_type = isinstance(value, TYPES[schema["type"]])
        if not of_type or (isinstance(value, bool) and schema["type"] != "boolean"):
            return False
    if isinstance(value, dict):
        known = schema.get("properties", {})
        if any(key not in value for key in schema.get("required", ())):
            return False
        if schema.get("additionalProperties") is False and any(key not in known for key in value):
            return False
        return all(allows(known[key], inner) for key, inner in value.items() if key in known)
    if isinstance(value, list):
        return all(allows(schema.get("items", {}), inner) for inner in value)
    if isinstance(value, str):
        fits = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
        return fits and ("pattern" not in schema or re.search(schema["pattern"], value) is not None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return True


def test_the_schema_uses_known_keywords_in_their_places_and_every_reference_resolves():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for part in parts(SCHEMA):
        for key, value in part.items():
            assert isinstance(value, KEYWORDS[key]), key
        assert part.get("type", "object") in TYPES
        assert part.get("$ref", "#/$defs/Quantity").removeprefix("#/$defs/") in SCHEMA["$defs"]
        assert set(part.get("required", ())) <= set(part.get("properties", ()))
        re.compile(part.get("pattern", ""))


def test_every_part_and_every_key_is_described():
    for part in parts(SCHEMA):
        if part.get("type") != "object":
            continue
        assert part["description"]
        for key, inner in part["properties"].items():
            described = SCHEMA["$defs"][inner["$ref"].removeprefix("#/$defs/")] if "$ref" in inner else inner
            assert described.get("description"), f"{part['title']}.{key}"


def test_it_is_json_and_only_the_id_of_a_case_is_needed():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["required"] == ["id"]
    assert allows(
        SCHEMA, {"id": "a", "labs": [{"analyte": "upcr", "quantity": {"value": "3.40", "unit": "g/g"}}]}
    )


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_schema_allows_every_case_that_is_written(case: Case):
    assert allows(SCHEMA, json.loads(casefile.dumps(case)))


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"id": ""},
        {"id": "a", "colour": 1},
        {"id": "a", "labs": [{}]},
        {"id": "a", "labs": [{"analyte": "x", "quantity": 3}]},
        {"id": "a", "labs": [{"analyte": "x", "collected_on": "yesterday"}]},
        {"id": "a", "patient": {"sex": "F"}},
        {"id": "a", "version": 2},
        {"id": "a", "synthetic": 1},
        {"id": "a", "biopsies": [{"glomeruli": -1}]},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(bad):
    assert not allows(SCHEMA, bad)
