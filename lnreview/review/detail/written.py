"""Tables behind the findings as text for a terminal, and as objects for JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from lnreview.review.detail.table import Row, Table
from lnreview.review.finding import STATUS_WORDS

_WIDTH = 100
_MARKS = {"met": "✓", "not-met": "✕", "not-documented": "○"}


def as_json(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Return tables as objects, as `lnreview review --json --details` prints them under `details`."""
    return [
        {
            "id": table.id, "title": table.title, "place": table.place, "intro": table.intro, "note": table.note,
            "columns": [column.title for column in table.columns],
            "rows": [_row(row) for row in table.rows],
            "missing": [{"what": item.what, "why": item.why} for item in table.missing],
        }
        for table in tables
    ]  # fmt: skip


def _row(row: Row) -> dict[str, Any]:
    return {
        "cells": list(row.cells), "status": row.status, "how": row.how or None,
        "evidence": [str(item) for item in row.evidence],
        "citations": [{"source": item.source, "locator": item.locator, "status": item.status} for item in row.citations],
    }  # fmt: skip


def as_text(tables: Sequence[Table]) -> str:
    """Return tables for a terminal, 100 characters wide: one block a row, so that no cell is cut."""
    lines: list[str] = []
    for table in tables:
        lines += ["", table.title, "-" * min(len(table.title), _WIDTH)]
        lines += _wrapped(table.intro)
        for row in table.rows:
            lines += _block(table, row)
        lines += _wrapped(table.note, "  ")
        for item in table.missing:
            lines += _wrapped(f"? {item.what}. {item.why}", "  ")
    return "\n".join(lines) + "\n" if lines else ""


def _block(table: Table, row: Row) -> list[str]:
    """Return the first cell as a line, the others behind their column titles."""
    mark = f"{_MARKS[row.status]} " if row.status else "- "
    said = f" ({STATUS_WORDS[row.status]})" if row.status else ""
    rest = [
        f"{column.title}: {cell}"
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=True)
        if cell
    ]
    lines = _wrapped(f"{mark}{row.cells[0]}{said}", "  ")
    lines += _wrapped("; ".join(rest), "      ")
    return lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") if text else []
