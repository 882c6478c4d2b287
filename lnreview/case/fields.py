"""What the fields of the record mean: the text below each field in the source, read only when it is asked for.

Pydantic can do this itself when a class is made, but reads the source once a class, at every start of the program.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from types import ModuleType
from typing import Any


def descriptions(kind: type) -> dict[str, str]:
    """Return the meaning of each field of a record class, by name; inherited fields included."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        module = sys.modules.get(base.__module__)
        if module is not None and base.__module__.startswith("lnreview."):
            found.update(_written_in(module).get(base.__name__, {}))
    return found


def describe_schema(schema: dict[str, Any], kind: type) -> None:
    """Add the meaning of each field to the JSON schema of a record class."""
    for name, text in descriptions(kind).items():
        if name in schema.get("properties", {}):
            schema["properties"][name]["description"] = text


@cache
def _written_in(module: ModuleType) -> dict[str, dict[str, str]]:
    """Return, by class and field, the text that stands below each annotated field of a module."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        texts: dict[str, str] = {}
        for field, below in zip(node.body, node.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                    texts[field.target.id] = inspect.cleandoc(str(below.value.value))
        found[node.name] = texts
    return found
