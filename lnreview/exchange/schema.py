"""The published description of the case file: a JSON Schema of draft 2020-12, made from the model itself."""

from __future__ import annotations

from typing import Any

from lnreview.case.model import Case

_TITLE = "lnreview case file"
_DESCRIPTION = (
    "One lupus nephritis case. Only “id” is needed. Leave out what is not known: nothing is assumed of what "
    "is left out, and “unknown” differs from “no”. Dates may be partial (2024-03) or months from the anchor "
    "(m+16). A quantity always carries its unit as the chart printed it."
)
_NUMBER_TEXT = r"^[+-]?\d+(\.\d+)?$"
_LIMITS = {"ge": "minimum", "le": "maximum"}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the case file, for editors and for other programs."""
    made: dict[str, Any] = _standard(Case.model_json_schema())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": _TITLE,
        "description": _DESCRIPTION,
    }


def _standard(node: Any) -> Any:
    """Say with the words of the standard what pydantic says of decimal numbers with words of its own."""
    if isinstance(node, list):
        return [_standard(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "max_digits" not in node:
        return {key: _standard(value) for key, value in node.items()}
    limits = {word: node[key] for key, word in _LIMITS.items() if key in node}
    rest = {key: value for key, value in node.items() if key not in {*_LIMITS, "anyOf", "max_digits"}}
    return {**rest, "anyOf": [{"type": "number", **limits}, {"type": "string", "pattern": _NUMBER_TEXT}]}
