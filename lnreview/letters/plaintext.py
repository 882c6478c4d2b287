"""A letter as plain text: the same words in the same order as on paper, for reading in a diff."""

from __future__ import annotations

import textwrap

from lnreview.letters.characters import coded
from lnreview.letters.document import (
    Block,
    BulletList,
    Document,
    Gaps,
    Heading,
    KeyValues,
    Paragraph,
    References,
    Signature,
    Table,
    TrendChart,
    Words,
)

WIDTH = 100


def text(document: Document) -> str:
    """Return the letter as text."""
    parts = [document.banner] if document.banner else []
    if document.draft:
        parts.append("DRAFT")
    if document.letterhead:
        parts.append("\n".join(document.letterhead))
    parts += [_block(block) for block in document.blocks]
    parts.append(f"-- {footer(document)}{' · DRAFT' if document.draft else ''}")
    return coded("\n\n".join(part for part in parts if part)) + "\n"


def footer(document: Document) -> str:
    """Return the line that stands at the foot of every page, without the page number."""
    name = document.reference
    parts = [
        document.initials,
        name if len(name) <= 32 else f"{name[:31]}…",
        f"case version {document.case_version}" if document.case_version else "",
    ]
    parts += [f"criteria {document.criteria}", f"pack {document.guideline_version}"]
    return " · ".join(part for part in parts if part)


def line(words: Words) -> str:
    """Return a line of runs as text, reference marks in square brackets."""
    told = []
    for run in words:
        mark = f"[{', '.join(str(number) for number in run.marks)}]" if run.marks else ""
        told.append(f"{run.text.rstrip()} {mark}" if mark else run.text)
    return "".join(told)


def _block(block: Block) -> str:
    match block:
        case Heading(text=title, level=level):
            return f"{title}\n{'=' * len(title)}" if level == 1 else f"{title}\n{'-' * len(title)}"
        case Paragraph(words=words):
            return _wrap(line(words))
        case BulletList(items=items):
            return "\n".join(_wrap(line(words), "- ", "  ") for words in items)
        case KeyValues(items=items):
            return "\n".join(
                _wrap(f"{label}: {line(words) or 'not documented'}", "", "    ") for label, words in items
            )
        case Table(columns=columns, rows=rows):
            head = " | ".join(column.title for column in columns)
            return "\n".join(
                [
                    head,
                    "-" * len(head),
                    *(" | ".join(coded(line(cell)).replace("\n", " ") for cell in row) for row in rows),
                ]
            )
        case TrendChart(caption=caption):
            return _wrap(f"[Chart] {caption}")
        case References(items=items):
            return "\n".join(
                _wrap(f"[{item.number}] {item.text} {cited(item.cited_for)}", "", "    ") for item in items
            )
        case Gaps(items=items):
            return "\n".join(
                _wrap(
                    f"{gap.sentence}{f' Accepted: {gap.waived}' if gap.waived is not None else ''}",
                    "- ",
                    "  ",
                )
                for gap in items
            )
        case Signature(name=name, lines=lines):
            told = "\n".join((name or "Name: not documented", *lines))
            return f"Signature: ______________________    Date: ______________\n{told}"


def cited(facts: tuple[tuple[str, str], ...]) -> str:
    """Return what a reference was cited for, with the status of what was not read in the text itself."""
    return "; ".join(f"{locator} ({status})" if status else locator for locator, status in facts) + "."


def _wrap(told: str, first: str = "", rest: str = "") -> str:
    lines = []
    for number, paragraph in enumerate(coded(told).split("\n")):
        lines.append(
            textwrap.fill(
                paragraph,
                WIDTH,
                initial_indent=rest if number else first,
                subsequent_indent=rest,
                break_long_words=False,
            )
        )
    return "\n".join(lines)
